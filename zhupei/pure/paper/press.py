"""The Typst compiler, kept once per process: data in, PDF bytes out, the same bytes for the same data.

Data reaches the template as a virtual JSON file and is shown as text only; nothing a person wrote is ever part of a
Typst source. The compiler sees the one bundled font, no system fonts, no date.
"""

from __future__ import annotations

import base64
import json
import threading
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhupei.pure.paper.fonts import FONT_FILE
from zhupei.pure.paper.words import Typesetter

if TYPE_CHECKING:
    import typst

TEMPLATES = Path(__file__).parent / "templates"
SHARED = ("style.typ", "head.typ", "letter.typ")
JPEG_MAGIC = b"\xff\xd8\xff"

_lock = threading.Lock()


def print_pdf(template: str, data: dict[str, Any], *, images: dict[str, str] | None = None) -> bytes:
    """Compile `templates/<template>.typ` with `data` and SVG `images` (file name → source).

    The first call of a process reads the font (about 0.2 s); later ones take tens of milliseconds. One at a time.
    """
    typesetter = Typesetter()
    clean = typesetter.set(data)
    clean["missing"] = typesetter.missing
    files = {
        "main.typ": _source(f"{template}.typ"),
        **{name: _source(name) for name in SHARED},
        "data.json": json.dumps(clean, ensure_ascii=False).encode(),
        **{name: svg.encode() for name, svg in (images or {}).items()},
    }
    with _lock:
        return _compiler().compile(input=files, format="pdf", timestamp=0)  # type: ignore[return-value,type-var]


def picture_svg(jpeg: bytes) -> str:
    """A JPEG wrapped in SVG, the one way to hand the compiler a picture without a file on disk.

    Raises ValueError for anything but JPEG.
    """
    if not jpeg.startswith(JPEG_MAGIC):
        raise ValueError("the portrait must be a JPEG")
    href = base64.b64encode(jpeg).decode("ascii")
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 350 490">'
        '<image width="350" height="490" preserveAspectRatio="xMidYMid meet" '
        f'href="data:image/jpeg;base64,{href}"/></svg>'
    )


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    import typst

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT_FILE.parent)])
    return typst.Compiler(root=str(TEMPLATES), font_paths=fonts, ignore_system_fonts=True)


@lru_cache(maxsize=16)
def _source(name: str) -> bytes:
    return (TEMPLATES / name).read_bytes()

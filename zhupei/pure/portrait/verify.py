"""`verify`: every check of a portrait that can be made honestly with what is installed.

Made now: `file`, `background_white`, `border`. The checks that need a model of the face or a mask of the
person (`face`, `head_height`, `position`, `upright`, `frontal`, `eyes`, `sharp`, `exposure`,
`face_resolution`) are absent from the report: absence means "not measured", and stays with the reviewer.
"""

from __future__ import annotations

from collections.abc import Callable

from zhupei.pure.portrait import checks
from zhupei.pure.portrait.checks import Photograph
from zhupei.pure.portrait.limits import PortraitLimits
from zhupei.pure.portrait.report import Check, PortraitReport

CHECKS: tuple[Callable[[Photograph, PortraitLimits], Check], ...] = (checks.background_white, checks.border)


def verify(image_bytes: bytes, limits: PortraitLimits, *, size: int | None = None) -> PortraitReport:
    """Check a portrait. A file without readable pixels gets the `file` check only.

    `size` is that of the file the person has, where `image_bytes` is what was made of it (metadata stripped): the
    manual's 150 to 500 KB speak of the person's file.

    Pure and deterministic; decodes the picture, so strangers' bytes belong into `scans.child.Decoder.verify`.
    """
    photo = checks.photograph(image_bytes, limits, size=size)
    report = [checks.file(photo, limits)]
    if photo.darkest is not None:
        report += [check(photo, limits) for check in CHECKS]
    return PortraitReport(tuple(report))

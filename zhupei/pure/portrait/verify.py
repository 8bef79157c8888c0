"""`verify`: the twelve checks of imaging.md "Portrait: verify", in its order.

Bareheaded, glasses and uniform have no honest check: that stays with the reviewer.
"""

from __future__ import annotations

from collections.abc import Callable

from zhupei.pure.portrait.checks import file, ground, head, light
from zhupei.pure.portrait.limits import PortraitLimits
from zhupei.pure.portrait.photograph import Photograph, photograph
from zhupei.pure.portrait.report import CheckResult, PortraitReport
from zhupei.pure.portrait.scene import Scene

SceneCheck = Callable[[Scene, PortraitLimits], CheckResult]
OF_ONE_FACE: tuple[SceneCheck, ...] = (
    head.head_height,
    head.position,
    head.upright,
    head.frontal,
    head.eyes,
    light.sharp,
    ground.background_white,
    ground.border,
    light.exposure,
    head.face_resolution,
)
OF_ANY_PICTURE: tuple[SceneCheck, ...] = (ground.background_white, ground.border)


def verify(image_bytes: bytes, limits: PortraitLimits, *, size: int | None = None) -> PortraitReport:
    """Check a portrait. A file without readable pixels gets the `file` check only, a picture without exactly one face
    none of the checks that measure it: absence means "not measured".

    `size` is that of the file the person has, where `image_bytes` is what was made of it (metadata stripped): the
    manual's 150 to 500 KB speak of the person's file.

    Pure and deterministic; decodes the picture, so strangers' bytes belong into `scans.child.Decoder.verify`.
    """
    return examined(photograph(image_bytes, limits, size=size), limits)[0]


def examined(photo: Photograph, limits: PortraitLimits) -> tuple[PortraitReport, Scene | None]:
    """The checks of an opened file, and the scene they were made on; None without pixels. Repair is advised only where
    nothing is beyond it.
    """
    if photo.pixels is None:
        return PortraitReport((file.file(photo, limits),)), None
    scene = Scene(photo.pixels)
    report = [file.file(photo, limits, lying=scene.turns % 2 == 1), head.face(scene, limits)]
    checks = OF_ONE_FACE if len(scene.faces) == 1 else OF_ANY_PICTURE
    report += [check(scene, limits) for check in checks]
    made = PortraitReport(tuple(report))
    beyond = any(check.verdict == "fail" and not check.repairable for check in report)
    return made.by_hand if beyond else made, scene

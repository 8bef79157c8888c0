"""照片和材料检查: which check of an upload blocks, which one only warns, which is off."""

from collections.abc import Sequence
from typing import Any

from zhupei.cycles.models import Cycle, PictureCheck
from zhupei.cycles.policies.fields import OneOf
from zhupei.cycles.policies.groups import Group, SettingSection, Values
from zhupei.cycles.strictness import USUAL, modes_of
from zhupei.pure.portrait import PORTRAIT_CHECKS
from zhupei.pure.scans.document_check import DOCUMENT_CHECKS, READ_CHECKS, SEEN_CHECKS

ON_ANY_PAPER = ("mirrored",)  # of what is read
LABELS = PORTRAIT_CHECKS | DOCUMENT_CHECKS
NOTICES = {
    "file": "格式、文件大小、宽和高；数值在轮次里设置",
    "face": "照片里有且只有一个人。没有人像的照片，其他各项大多无从检查",
    "head_height": "头部在照片里所占的高度",
    "position": "头部居中，头顶留有空白",
    "upright": "两眼连线水平，照片没有横放",
    "frontal": "脸朝正前方，没有转向一侧",
    "eyes": "双眼睁开",
    "sharp": "面部没有模糊",
    "background_white": "人物四周是纯白色",
    "border": "照片边缘没有边框或残留",
    "exposure": "面部不过亮、不过暗，两侧均匀，是彩色照片",
    "face_resolution": "头部的像素足够打印",
    "size": "长边的像素足够",
    "blur": "文字没有模糊；轻微的只作提示",
    "dark": "纸面不太暗",
    "glare": "没有反光盖住内容",
    "black_and_white": "不是黑白复印件；颜色很淡的只作提示",
    "orientation": "横放或倒放的自动转正，请学员确认",
    "mirrored": "没有左右颠倒",
    "side": "正面、反面没有传错；没有认出是身份证的只作提示",
    "number": "与账号的证件号码一致；没有读出的按不一致处理",
    "name": "与账号的姓名一致；没有读出的按不一致处理",
    "issuer": "能读出签发机关",
    "validity": "有效期到考试之后；没有读出的只作提示",
}
SECTIONS: Sequence[tuple[str, str, Sequence[str]]] = (
    ("免冠照片", "不合要求的照片，系统能修的会当场修好，请学员确认。", tuple(PORTRAIT_CHECKS)),
    ("证明材料的清晰程度", "每一份上传的材料都检查。", (*SEEN_CHECKS, *ON_ANY_PAPER)),
    (
        "居民身份证的文字",
        "由机器识别，可能认错。建议只提示，由审核员判断。",
        tuple(name for name in READ_CHECKS if name not in ON_ANY_PAPER),
    ),
)


def _field(name: str) -> OneOf:
    return OneOf(name=name, label=LABELS[name], default=USUAL[name], options=modes_of(name), notice=NOTICES[name])


_SECTIONS = [SettingSection(title, about, [_field(name) for name in checks]) for title, about, checks in SECTIONS]


def _read(cycle: Cycle) -> dict[str, Any]:
    return {**USUAL, **dict(cycle.picture_checks.values_list("code", "mode"))}


def _write(cycle: Cycle, changed: Values) -> None:
    for name, mode in changed.items():
        PictureCheck.objects.update_or_create(cycle=cycle, code=name, defaults={"mode": mode})


GROUPS = (
    Group(
        name="picture-checks",
        title="照片和材料检查",
        about="学员上传时由系统检查。更改只影响之后的上传，已经有结果的不重新检查。",
        scope="cycle",
        sections=lambda cycle: _SECTIONS,
        read=_read,
        write=_write,
        alone=True,
    ),
)

"""照片和材料检查: what the province sees of each check, and the form in which it chooses."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from zhupei.cycles.models import PictureCheck
from zhupei.cycles.strictness import USUAL, fingerprint, modes_of
from zhupei.desks.shared.forms import Concrete
from zhupei.pure.portrait import PORTRAIT_CHECKS
from zhupei.pure.scans.reading import DOCUMENT_CHECKS, READ_CHECKS, SEEN_CHECKS

ON_ANY_PAPER = ("mirrored",)  # of what is read
GROUPS: tuple[tuple[str, str, Sequence[str]], ...] = (
    ("免冠照片", "不合要求的照片，系统能修的会当场修好，请学员确认。", tuple(PORTRAIT_CHECKS)),
    ("证明材料的清晰程度", "每一份上传的材料都检查。", (*SEEN_CHECKS, *ON_ANY_PAPER)),
    (
        "居民身份证的文字",
        "由机器识别，可能认错。建议只提示，由审核员判断。",
        tuple(name for name in READ_CHECKS if name not in ON_ANY_PAPER),
    ),
)
LABELS = PORTRAIT_CHECKS | DOCUMENT_CHECKS
HINTS = {
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


class PictureChecksForm(Concrete):
    """A choice for each check, named by its code. `modes`: what holds now."""

    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, modes: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in LABELS.items():
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=list(modes_of(name).items()),
                initial=modes[name],
                widget=forms.RadioSelect,
                help_text=HINTS[name],
                error_messages={"required": f"请选择“{label}”的检查方式"},
            )
        self.fields["shown"].initial = fingerprint(modes)

    def groups(self) -> Iterator[tuple[str, str, list[tuple[BoundField, str]]]]:
        """Title, what is special, and the fields; with each, what is usual where something else holds."""
        for title, about, checks in GROUPS:
            yield title, about, [(self[name], self._unusual(name)) for name in checks]

    def _unusual(self, name: str) -> str:
        usual = PictureCheck.Mode(USUAL[name])
        return "" if self[name].initial == usual else f"通常{usual.label}"

    def modes(self) -> Mapping[str, str]:
        """The choices, once the form is valid."""
        return {name: self.cleaned_data[name] for name in LABELS}

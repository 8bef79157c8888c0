"""What happens to a dossier and its documents, as the trail tells it: what was changed, never what it says."""

from collections.abc import Mapping
from functools import lru_cache

from zhupei.audit import verbs
from zhupei.audit.verbs import Detail
from zhupei.dossiers.models import Document
from zhupei.dossiers.sections import SECTIONS
from zhupei.pure.portrait import PORTRAIT_CHECKS
from zhupei.pure.scans.document_check import DOCUMENT_CHECKS

CHECKS = PORTRAIT_CHECKS | DOCUMENT_CHECKS
# Why an upload was refused before anything on it was looked at (`pure.scans`, `tasks.checking`).
UNREADABLE = {
    "crashed": "文件无法处理",
    "damaged": "文件损坏",
    "documents_inside": "PDF 内含其他文件",
    "dynamic_form": "PDF 是动态表单",
    "empty": "空文件",
    "encrypted": "文件有密码",
    "lost": "文件没有完整保存",
    "no_pages": "PDF 没有页面",
    "out_of_memory": "展开后占用内存过大",
    "portfolio": "PDF 是文件包",
    "timeout": "处理超时",
    "too_big": "文件过大",
    "too_low": "高度不足",
    "too_many_pages": "页数过多",
    "too_many_pixels": "像素过多",
    "too_narrow": "宽度不足",
    "too_small": "文件过小",
    "type": "文件格式不支持",
    "unchecked": "文件打不开",
}
SLOT = Detail("材料", lambda code: slot(code))
DIGEST = Detail("内容摘要")


def register() -> None:
    verbs.things(dossier="个人信息", document="材料")
    verbs.register(
        "dossier.save",
        "保存个人信息",
        item=Detail("部分", lambda code: words().get(code.partition(":")[0], code)),
        changed=Detail("改动", lambda code: words().get(code, code)),
        revision=Detail("修订号"),
    )
    verbs.register("document.upload", "上传材料", slot=SLOT, digest=DIGEST)
    verbs.register("document.accept", "材料检查通过", slot=SLOT, digest=DIGEST)
    verbs.register("document.refuse", "材料检查未通过", slot=SLOT, reason=Detail("原因", reason))
    verbs.register("document.read", "识别材料文字", slot=SLOT)
    verbs.register(
        "document.offer",
        "提供修复后的照片",
        slot=SLOT,
        digest=DIGEST,
        made_from=Detail("修复自", about="document"),
    )
    verbs.register("document.take", "采用修复后的照片", slot=SLOT, digest=DIGEST)


def slot(code: str) -> str:
    """Documents of an education row carry its id."""
    kind, _, row = code.partition(":")
    label = dict(Document.Kind.choices).get(kind, kind)
    return f"{label}（{row[:8]}）" if row else label


def reason(code: str) -> str:
    """`portrait:background_white`: what is written with the refusal for the person tells the measured values."""
    last = code.rpartition(":")[2]
    return CHECKS.get(last) or UNREADABLE.get(last) or code


@lru_cache(maxsize=1)
def words() -> Mapping[str, str]:
    """What the sections and their fields are called."""
    fields = {field.name: field.label for section in SECTIONS for field in (*section.fields, *section.row)}
    return {**fields, **{section.key: section.title for section in SECTIONS}, "added": "新增", "removed": "删除"}

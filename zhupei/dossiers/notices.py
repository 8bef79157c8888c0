"""What people are told when a check of theirs is over and they may have left the page."""

from datetime import datetime

from zhupei.dossiers.models import Document
from zhupei.dossiers.sections import DOCUMENTS
from zhupei.notifications import actions as notifications


def refused(document: Document, at: datetime) -> None:
    """Into the inbox only: the page itself shows the reason to whoever is still there."""
    title = f"{document.get_kind_display()}未通过检查"
    _tell(document, "document.refused", title, f"{document.refusal_message}。请重新上传。", at)


def offered(document: Document, at: datetime) -> None:
    title = f"{document.get_kind_display()}已修复，等您确认"
    _tell(document, "document.offered", title, "还没有更换。请对比修复前后的照片，点“使用修复后的照片”才生效。", at)


def _tell(document: Document, kind: str, title: str, body: str, at: datetime) -> None:
    notifications.notify(
        recipient=document.dossier.person,
        kind=kind,
        title=title,
        body=body,
        path=f"{DOCUMENTS.path}#slot-{document.slot.replace(':', '-')}",
        at=at,
    )

"""What people are told when a check of theirs is over and they may have left the page."""

from datetime import datetime

from zhupei.dossiers.models import Document
from zhupei.dossiers.sections import DOCUMENTS
from zhupei.notifications import actions as notifications


def refused(document: Document, at: datetime) -> None:
    """Into the inbox only: the page itself shows the reason to whoever is still there."""
    _tell(document, f"{document.refusal_message}。请重新上传。", at)


def offered(document: Document, at: datetime) -> None:
    _tell(document, f"{document.refusal_message}。系统已自动修复，请对比后确认使用，或重新上传。", at)


def _tell(document: Document, body: str, at: datetime) -> None:
    notifications.notify(
        recipient=document.dossier.person,
        kind="document.refused",
        title=f"{document.get_kind_display()}未通过检查",
        body=body,
        path=f"{DOCUMENTS.path}#slot-{document.slot.replace(':', '-')}",
        at=at,
    )

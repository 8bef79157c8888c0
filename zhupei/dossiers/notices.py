"""What people are told when a check of theirs is over and they may have left the page."""

from datetime import datetime

from zhupei.dossiers.models import Document
from zhupei.dossiers.sections import DOCUMENTS
from zhupei.notifications import actions as notifications


def refused(document: Document, at: datetime) -> None:
    """Into the inbox only: the page itself shows the reason to whoever is still there."""
    notifications.notify(
        recipient=document.dossier.person,
        kind="document.refused",
        title=f"{document.get_kind_display()}未通过检查",
        body=f"{document.refusal_message}。请重新上传。",
        path=f"{DOCUMENTS.path}#slot-{document.slot.replace(':', '-')}",
        at=at,
    )

"""Keeping what the portal offers."""

from datetime import datetime
from uuid import UUID

from zhupei.accounts import queries as accounts
from zhupei.accounts.models import Post, User
from zhupei.audit.actions import record
from zhupei.kernel import locks, writes
from zhupei.kernel.refusals import Refusal, Refused
from zhupei.portal.models import Announcement, Template
from zhupei.pure.paper import template_document

FORBIDDEN = Refusal("announcement:forbidden", "只有省级管理员可以发布公告。")


@locks.action
def publish(*, announcement_id: UUID, title: str, body: str, actor: User, at: datetime) -> Announcement:
    """An announcement that stands on the portal from `at` on, above the others. Raises `Refused`."""
    if Post.Role.PROVINCE not in accounts.posts(actor):
        raise Refused(FORBIDDEN)
    announcement = writes.insert(Announcement(pk=announcement_id, title=title, body=body, pinned=True, published_at=at))
    record(
        verb="announcement.publish",
        actor=actor,
        role=Post.Role.PROVINCE,
        at=at,
        object_type="announcement",
        object_id=announcement_id,
    )
    return announcement


def draw(template: Template) -> bytes:
    """Draw the blank form and keep it. Raises ValueError for a kind that `pure.paper` cannot draw."""
    pdf = template_document(template.kind.replace("-", "_"))  # type: ignore[arg-type]
    template.pdf = pdf
    template.save(update_fields=["pdf"])
    return pdf

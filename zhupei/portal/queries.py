"""Finding what everybody may read."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet

from zhupei.bases.models import Track
from zhupei.kernel.settled import settled
from zhupei.portal.models import Announcement, Page, SupportContact, Template


def announcements(at: datetime) -> QuerySet[Announcement]:
    """What has been published by `at`: pinned first, then the newest."""
    return Announcement.objects.filter(published_at__lte=at)


def templates() -> QuerySet[Template]:
    """For lists: without the files."""
    return Template.objects.defer("pdf")


def pages(*slugs: str) -> list[Page]:
    """The standing texts in the order asked for; missing ones are left out."""
    found = Page.objects.in_bulk(slugs)
    return [found[slug] for slug in slugs if slug in found]


def latest(at: datetime, count: int) -> list[Announcement]:
    """The first of the announcements, without their texts."""
    return [each for each in _headlines() if each.published_at and each.published_at <= at][:count]


@settled
def _headlines() -> Sequence[Announcement]:
    return tuple(Announcement.objects.defer("body"))


@settled
def blanks() -> Sequence[Template]:
    """The templates for the portal's list."""
    return tuple(templates())


def contacts() -> Sequence[SupportContact]:
    """Technical support of each track."""
    return _contacts()


@settled
def _contacts() -> Sequence[SupportContact]:
    order = list(Track)
    return sorted(SupportContact.objects.all(), key=lambda contact: order.index(Track(contact.track)))


class Support(NamedTuple):
    """Whom to call when the system does not work, as one line of the footer."""

    label: str
    phone: str
    hours: str


def support(track: str = "") -> Support | None:
    """Technical support of a track, or of all tracks in one line where no track is chosen."""
    contacts = _contacts()
    chosen = [contact for contact in contacts if contact.track == track] or contacts
    if not chosen:
        return None
    if len(chosen) == 1:
        return Support(chosen[0].name, chosen[0].phone, chosen[0].hours)
    phones = "　".join(f"{Track(contact.track).label} {contact.phone}" for contact in chosen)
    return Support("系统操作咨询", phones, "；".join(dict.fromkeys(contact.hours for contact in chosen)))

from datetime import timedelta

import pytest

from tests.world_small import AT
from zhupei.portal import actions, queries
from zhupei.portal.models import Announcement, Page, SupportContact, Template

pytestmark = pytest.mark.django_db
INSTANT = timedelta(microseconds=1)


def test_an_announcement_appears_at_its_moment_and_not_before():
    Announcement.objects.create(title="草稿", body="")
    Announcement.objects.create(title="预定", body="", published_at=AT)
    assert [a.title for a in queries.announcements(AT - INSTANT)] == []
    assert [a.title for a in queries.announcements(AT)] == ["预定"]


def test_pinned_first_then_the_newest():
    for title, days, pinned in (("旧置顶", 9, True), ("新", 1, False), ("旧", 5, False)):
        Announcement.objects.create(title=title, body="", pinned=pinned, published_at=AT - timedelta(days=days))
    assert [a.title for a in queries.announcements(AT)] == ["旧置顶", "新", "旧"]


@pytest.mark.parametrize("kind", ["graduation-proof", "employer-consent", "onsite-checklist"])
def test_a_template_is_drawn_once_and_kept(kind):
    template = Template.objects.create(kind=kind, title="模版")
    assert actions.draw(template).startswith(b"%PDF")
    assert bytes(Template.objects.get(kind=kind).pdf) == actions.draw(template)


def test_a_kind_nobody_can_draw_is_refused():
    with pytest.raises(ValueError, match="no such template"):
        actions.draw(Template.objects.create(kind="poster", title="海报"))


def test_pages_in_the_order_asked_for():
    for slug in ("b", "a"):
        Page.objects.create(slug=slug, title=slug, body="")
    assert [page.slug for page in queries.pages("a", "missing", "b")] == ["a", "b"]


def test_support_of_a_track_or_of_all():
    assert queries.support() is None
    SupportContact.objects.create(track="tcm", name="中医类技术支持", phone="222", hours="工作日")
    assert queries.support("western").phone == "222"
    SupportContact.objects.create(track="western", name="西医类技术支持", phone="111", hours="工作日")
    assert queries.support("tcm") == ("中医类技术支持", "222", "工作日")
    assert queries.support() == ("系统操作咨询", "西医类 111　中医类 222", "工作日")

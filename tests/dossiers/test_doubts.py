"""What an applicant is asked to look at again before he applies."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.dossiers import people
from tests.dossiers.people import AT
from tests.dossiers.test_inspecting import back, looked
from zhupei.accounts.models import User
from zhupei.cycles.models import Cycle, Round
from zhupei.dossiers import actions, queries, rules, tasks
from zhupei.dossiers.models import Document
from zhupei.kernel import clock
from zhupei.world.drawn import portrait_jpeg

pytestmark = pytest.mark.django_db

WRONG_SIDE = "这是身份证国徽面"
WAITS = "正在核对证件上的文字"


@pytest.fixture
def person() -> User:
    people.cycle()
    clock.freeze(AT)
    return people.agreed(people.filled())


def doubts(person: User) -> list[tuple[str, str]]:
    return [(each.title, each.message) for each in rules.doubts(queries.load(person), Cycle.objects.get())]


def card(person: User, client: Client, slot: str) -> str:
    client.force_login(person)
    state = reverse("applicant:document_state", args=[slot])
    return client.get(state, headers={"X-Requested-With": "card"}).content.decode()


def test_the_wrong_side_of_a_card_is_a_doubt_once_it_has_been_read(person: User, client: Client) -> None:
    given = {"at": AT, "name": "a.jpg", "round_": Round.objects.get()}
    document = actions.upload(actor=person, slot="id-front", data=back(), **given)
    tasks.check_document.func(str(document.pk))
    assert doubts(person) == []
    page = card(person, client, "id-front")
    assert WAITS in page and 'data-upload-stage-value="reading"' in page and "全部通过" not in page
    tasks.read_document.func(str(document.pk))
    (found,) = [message for title, message in doubts(person) if title == "身份证人像面" and WRONG_SIDE in message]
    page = card(person, client, "id-front")
    assert found in page and "请看提示" in page and 'data-upload-stage-value=""' in page


def test_nobody_waits_for_long_for_the_words(person: User, client: Client) -> None:
    given = {"at": AT, "name": "a.jpg", "round_": Round.objects.get()}
    document = actions.upload(actor=person, slot="id-back", data=back(), **given)
    tasks.check_document.func(str(document.pk))
    Document.objects.update(checked_at=AT - rules.UPLOADS_WINDOW)
    page = card(person, client, "id-back")
    assert "证件上的文字稍后核对" in page and 'data-upload-stage-value=""' in page


def test_a_portrait_that_waits_to_be_taken_is_a_doubt(person: User) -> None:
    looked(person, "portrait", portrait_jpeg(2))
    assert doubts(person) == []
    given = {"at": AT, "name": "a.jpg", "round_": Round.objects.get()}
    document = actions.upload(actor=person, slot="portrait", data=portrait_jpeg(1, background=231), **given)
    tasks.check_document.func(str(document.pk))
    assert [title for title, _ in doubts(person)] == ["免冠照片"] and "还没有使用" in doubts(person)[0][1]
    offer = Document.objects.get(state=Document.State.OFFERED)
    actions.take(actor=person, at=AT, slot="portrait", document_id=offer.pk)
    assert doubts(person) == []

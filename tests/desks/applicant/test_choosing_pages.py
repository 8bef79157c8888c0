"""志愿填报: whatever leads on from the page saves the answer about 服从调剂, and nothing is submitted unchecked."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import applicants, factories, world_small
from tests.applicants import WorldApplicant
from tests.desks.applicant.test_application_pages import coded, send, submission
from tests.desks.shared.controls import Screen
from tests.world_small import World
from zhupei.accounts.models import ConsentText
from zhupei.applications.models import Application, Version
from zhupei.cycles.models import PlanLine
from zhupei.kernel import clock

CHOICES = "/me/choices/"
VIEWS = ("", "?change=1", "?change=1&q=医院", "?track=tcm&kind=residency", "?base={b}&track=western&kind=residency")

__all__ = ["coded"]


@pytest.fixture
def world(db: None) -> World:
    return world_small.load()


@pytest.fixture
def chooser(client: Client, world: World) -> WorldApplicant:
    """Somebody with two choices who has answered 服从."""
    found = applicants.ready(world, plans=[world.line("0100"), world.line("0700")])
    factories.login(client, found.person)
    clock.freeze(world_small.later())
    return found


def answers(chooser: WorldApplicant) -> bool | None:
    return chooser.reloaded().accepts_adjustment


def choices(application: Application) -> list[str]:
    return list(application.choices.order_by("rank").values_list("plan__specialty_id", flat=True))


def screen(client: Client, address: str) -> tuple[Screen, Any]:
    page = Screen(client.get(address).content.decode(), address)
    return page, page.tree.get_element_by_id("arrange")


def pressed(client: Client, page: Screen, form: Any, button: Any, **typed: str) -> Any:
    """What a browser without script sends when the button is pressed."""
    fields = {field.get("name"): field.get("value", "") for field in page.fields(form) if field.get("type") != "radio"}
    fields |= {"accepts_adjustment": "no", **typed}
    if button.get("name"):
        fields[button.get("name")] = button.get("value", "")
    return client.post(page.act(button).address, fields)


@pytest.mark.parametrize("view", VIEWS)
def test_every_button_of_the_page_saves_the_answer(
    client: Client, world: World, chooser: WorldApplicant, view: str
) -> None:
    address = CHOICES + view.format(b=world.b.pk)
    page, form = screen(client, address)
    values = [button.get("value") for button in page.buttons(form)]
    assert {"save", "check", "entry:tcm/residency"} <= set(values)
    for value in values:
        applicants.arrange(chooser, [world.line("0100"), world.line("0700")], True)
        page, form = screen(client, address)
        button = next(button for button in page.buttons(form) if button.get("value") == value)

        answer = pressed(client, page, form, button)

        assert answer.status_code == 302, value
        assert answers(chooser) is False, value
        assert client.get(answer["Location"]).status_code == 200, value


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_else_leads_on_from_the_page(client: Client, world: World, chooser: WorldApplicant, view: str) -> None:
    page, form = screen(client, CHOICES + view.format(b=world.b.pk))
    links = [each for each in page.controls() if each.tag == "a"]
    assert links == []
    assert page.tree.xpath("//main//form") == [form]


def test_the_enter_key_saves_and_chooses_nothing(client: Client, chooser: WorldApplicant) -> None:
    """It presses the first button of the form, wherever on the page that stands."""
    page, form = screen(client, CHOICES)
    first = page.buttons(form)[0]
    assert (first.get("name"), first.get("value")) == ("move", "save")
    before = choices(chooser.reloaded())

    answer = pressed(client, page, form, first)

    assert answers(chooser) is False and choices(chooser.reloaded()) == before
    assert "已保存" in client.get(answer["Location"]).content.decode()


def test_looking_at_the_other_side_costs_no_choice(client: Client, chooser: WorldApplicant) -> None:
    page, form = screen(client, f"{CHOICES}?track=tcm&kind=residency")
    save = page.buttons(form)[0]

    pressed(client, page, form, save)

    assert (chooser.reloaded().track, choices(chooser.reloaded())) == ("western", ["0100", "0700"])


def test_somebody_moves_to_the_other_side_on_purpose(client: Client, world: World, chooser: WorldApplicant) -> None:
    plan = PlanLine.objects.get(pk=world.line("3500").pk)
    address = f"{CHOICES}?base={plan.base_id}&track=tcm&kind=residency"
    page, form = screen(client, address)
    assert "已选志愿在另一个类别" in page.tree.text_content()
    button = next(each for each in page.buttons(form) if each.get("value") == f"switch:{plan.pk}")

    pressed(client, page, form, button)

    assert (chooser.reloaded().track, choices(chooser.reloaded()), answers(chooser)) == ("tcm", ["3500"], False)


def test_a_tab_left_behind_changes_and_submits_nothing(client: Client, world: World, chooser: WorldApplicant) -> None:
    page, form = screen(client, CHOICES)
    applicants.arrange(chooser, [world.line("0700")], True)
    check = next(each for each in page.buttons(form) if each.get("value") == "check")

    answer = pressed(client, page, form, check)

    assert answer.status_code == 409
    told = told_beside(answer)
    assert told.startswith("没有保存志愿已在另一个页面中修改，本次修改没有保存。")
    assert "志愿：您选 内科、全科，现在是 全科。服从调剂：您选 不服从，现在是 服从。" in told
    assert (choices(chooser.reloaded()), answers(chooser)) == (["0700"], True)


def test_what_the_province_says_about_the_answer_stands_in_paragraphs(client: Client, chooser: WorldApplicant) -> None:
    ConsentText.objects.create(
        key="adjustment", version=9, title="服从调剂", body="第一段。\n\n第二段。", published_at=world_small.later()
    )
    page, form = screen(client, CHOICES)
    assert [each.text for each in form.xpath(".//fieldset//p")] == ["第一段。", "第二段。"]


def told_beside(answer: Any) -> str:
    """The notice of the form itself, said once on the page."""
    page = Screen(answer.content.decode(), CHOICES)
    form = page.tree.get_element_by_id("arrange")
    notice = form.xpath(".//*[@role='alert']")[0]
    assert page.tree.text_content().count("另一个页面") == 1
    assert notice.xpath("following::input[@name='accepts_adjustment']")
    return "".join(notice.text_content().split("\n")).strip().replace("  ", "")


@pytest.mark.parametrize(
    ("value", "stored", "said"),
    [
        ("down:1", ["0100", "0700"], "服从调剂：您选 服从，现在是 不服从。"),
        ("save", ["0100", "0700"], "服从调剂：您选 服从，现在是 不服从。"),
        ("remove:1", [], "志愿：您选 全科，现在是 无。"),
    ],
)
def test_a_conflict_names_what_differs(
    client: Client, world: World, chooser: WorldApplicant, value: str, stored: list[str], said: str
) -> None:
    page, form = screen(client, CHOICES)
    applicants.arrange(chooser, [world.line(code) for code in stored], False)
    button = next(each for each in page.buttons(form) if each.get("value") == value)

    answer = pressed(client, page, form, button, accepts_adjustment="yes")

    told = told_beside(answer)
    assert said in told
    assert ("志愿：" in told) is (value != "save")


def test_the_answer_is_saved_while_it_is_given(client: Client, chooser: WorldApplicant) -> None:
    version = chooser.reloaded().revision
    sent = {"version": version, "accepts_adjustment": "no", "track": "western", "kind": "residency"}

    answer = client.post(CHOICES, sent, headers={"X-Autosave": "1"})
    assert answer.status_code == 200 and answer.json()["version"] == version + 1
    assert answers(chooser) is False

    late = client.post(CHOICES, {**sent, "accepts_adjustment": "yes"}, headers={"X-Autosave": "1"})
    assert late.status_code == 409 and "服从调剂：您选 服从，现在是 不服从。" in late.json()["message"]
    assert "志愿：" not in late.json()["message"]
    assert answers(chooser) is False


@pytest.mark.parametrize("answer", [True, False])
def test_the_receipt_says_what_was_answered_last(
    client: Client, chooser: WorldApplicant, coded: None, answer: bool
) -> None:
    page, form = screen(client, CHOICES)
    for given in (not answer, answer):
        page, form = screen(client, CHOICES)
        check = next(each for each in page.buttons(form) if each.get("value") == "check")
        pressed(client, page, form, check, accepts_adjustment="yes" if given else "no")

    receipt = client.get(send(client, submission(client))["Location"]).content.decode()

    words = Screen(receipt, "/").tree.xpath("//dt[.='服从调剂']/following-sibling::dd[1]")[0].text_content().strip()
    assert words == ("服从" if answer else "不服从")


@pytest.mark.parametrize("listed", [True, False])
def test_who_is_designated_reads_of_one_place(client: Client, world: World, listed: bool) -> None:
    person = applicants.people.filled(category="postgraduate")
    if listed:
        world.designate(person, world.line("0700"))
    factories.login(client, person)
    clock.freeze(world_small.later())

    text = client.get(CHOICES).content.decode()

    assert "0 / 1" in text and "只填一个志愿" in text
    assert "0 / 3" not in text and "第 2 志愿" not in text


def test_who_chooses_freely_reads_of_the_order(client: Client, chooser: WorldApplicant) -> None:
    text = client.get(CHOICES).content.decode()
    assert "2 / 3" in text and "再看第 2 志愿" in text and "只填一个志愿" not in text


# --- what is submitted is what was checked ---


def test_what_changed_after_the_check_is_named_and_not_submitted(
    client: Client, world: World, chooser: WorldApplicant, coded: None
) -> None:
    form = submission(client)
    applicants.arrange(chooser, [world.line("0100"), world.line("0700")], False)

    answer = send(client, form)

    page = answer.content.decode()
    assert answer.status_code == 409 and not Version.objects.exists()
    assert "没有提交" in page and "服从调剂在您核对之后有改动" in page and "不服从" in page
    again = send(client, submission(client))
    assert again["Location"] == reverse("applicant:receipt", args=[Version.objects.get().pk])
    assert Version.objects.get().accepts_adjustment is False


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("志愿", lambda world, chooser: applicants.arrange(chooser, [world.line("0700"), world.line("0100")], True)),
        ("个人信息", lambda world, chooser: chooser.person.dossier.__class__.objects.update(qq="1234567")),
        ("学历信息", lambda world, chooser: chooser.person.dossier.educations.update(started="2011-09-02")),
        (
            "证明材料",
            lambda world, chooser: chooser.person.dossier.documents.filter(slot="portrait").update(digest="0" * 64),
        ),
        ("个人信息", lambda world, chooser: chooser.person.__class__.objects.update(name="李四")),
    ],
)
def test_each_part_of_the_check_page_is_bound(
    client: Client, world: World, chooser: WorldApplicant, coded: None, part: str, change: Any
) -> None:
    form = submission(client)
    change(world, chooser)

    answer = send(client, form)

    assert answer.status_code == 409 and not Version.objects.exists()
    page = answer.content.decode()
    assert "没有提交" in page and f"{part}在您核对之后有改动" in page


def test_there_and_back_again_is_no_change(client: Client, world: World, chooser: WorldApplicant, coded: None) -> None:
    form = submission(client)
    applicants.arrange(chooser, [world.line("0700")], False)
    applicants.arrange(chooser, [world.line("0100"), world.line("0700")], True)

    assert send(client, form).status_code == 302

"""The queue as a file: exactly the rows of the page, made as the viewer who asked, taken by him alone, for a day."""

import io
import json
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from openpyxl import load_workbook

from tests import applicants as acts
from tests import factories
from tests.applicants import WorldApplicant
from tests.desks.base.copied_applications import copies
from tests.desks.base.desk import Desk, words
from tests.desks.base.test_queue import names
from tests.world_small import World, later
from zhupei.accounts.models import Reveal
from zhupei.audit.models import Event
from zhupei.bases.models import Membership
from zhupei.kernel import clock
from zhupei.kernel.crypto import vault
from zhupei.reports import exports, invariants, tasks
from zhupei.reports.models import Export

Apply = Callable[..., WorldApplicant]


def order(desk: Desk, query: str = "?state=all", **given: str) -> HttpResponse:
    """Press 生成文件 on the page of these filters."""
    form = {"token": str(uuid4()), "form": "xlsx", "reason": "考务安排", **given}
    return desk.client.post(desk.address("exports") + query, form)


def asked(desk: Desk, query: str = "?state=all", **given: str) -> Export:
    answer = order(desk, query, **given)
    assert answer.status_code == 302, words(answer)
    return Export.objects.get(pk=answer["Location"].rstrip("/").rpartition("/")[2])


def made(desk: Desk, query: str = "?state=all", **given: str) -> Export:
    export = asked(desk, query, **given)
    tasks.make_export.func(str(export.pk))
    export.refresh_from_db()
    return export


def take(desk: Desk, export: Export) -> HttpResponse:
    return desk.post("export_file", export.pk)


def rows(answer: HttpResponse) -> list[list[str]]:
    """Header and rows of a workbook, between what stands above and below."""
    found = load_workbook(io.BytesIO(answer.content))["名单"]
    return [["" if cell.value is None else str(cell.value) for cell in row] for row in found.iter_rows()][4:-1]


def about_exports() -> list[str]:
    """What the invariants find about exports; the people of these tests have drawn documents without their files."""
    return [each.text for each in invariants.findings({10, 11}) if each.text.startswith(("export", "file"))]


def test_the_file_has_the_rows_of_the_page_in_their_order(desk: Desk, apply: Apply) -> None:
    people = [apply(name=name) for name in ("和志远", "杨䶮", "刀玉香")]
    acts.approve(people[1])
    acts.send_back(people[2])

    for query in ({"state": "all"}, {"state": "approved"}, {"state": "all", "sort": "newest"}, {"text": "杨"}):
        address = "?" + "&".join(f"{name}={value}" for name, value in query.items())
        header, *found = rows(take(desk, made(desk, address)))
        assert [row[0] for row in found] == names(desk, **query)
        assert header[:5] == ["姓名", "报名号", "志愿", "人员类型", "提交时间"]


def test_numbers_are_masked_and_the_file_says_who_why_and_of_what(desk: Desk, world: World, apply: Apply) -> None:
    person = apply(name="和志远").person

    answer = take(desk, made(desk, reason="考务安排"))

    header, row = rows(answer)
    told = dict(zip(header, row, strict=True))
    assert told["证件号码"] == person.document_number.masked()
    assert told["手机号"] == person.phone.masked()
    above = [str(each.value) for (each,) in load_workbook(io.BytesIO(answer.content))["名单"]["A1:A4"]]
    assert world.a.name in above[0] and "全部" in above[1] and "考务安排" in above[2]
    assert world.reviewer.name in above[3]
    assert not Reveal.objects.exists()


def test_whole_numbers_are_reveals_and_count_against_the_limit(desk: Desk, world: World, apply: Apply) -> None:
    person = apply(name="和志远").person

    export = made(desk, whole="on")

    header, row = rows(take(desk, export))
    told = dict(zip(header, row, strict=True))
    assert told["证件号码"] == person.document_number.plain() and told["手机号"] == person.phone.plain()
    found = set(Reveal.objects.values_list("actor", "person", "what", "reason"))
    assert found == {(world.reviewer.pk, person.pk, what, "考务安排") for what in ("document_number", "phone")}


def test_more_whole_numbers_than_are_left_today_are_refused(
    desk: Desk, apply: Apply, settings: pytest.FixtureRequest
) -> None:
    copies(apply(), 2)
    settings.REVEALS_A_DAY = 5  # type: ignore[attr-defined]

    answer = order(desk, whole="on")

    assert answer.status_code == 422 and "今天还剩 5 个，这份名单需要 6 个" in words(answer)
    assert not Export.objects.exists()


def test_the_limit_is_asked_again_when_the_file_is_made(
    desk: Desk, apply: Apply, settings: pytest.FixtureRequest
) -> None:
    apply()
    export = asked(desk, whole="on")
    settings.REVEALS_A_DAY = 1  # type: ignore[attr-defined]

    tasks.make_export.func(str(export.pk))

    export.refresh_from_db()
    assert (export.refusal, export.key) == ("export:limit", "")
    assert not Reveal.objects.exists()
    assert take(desk, export).status_code == 409
    assert "超过了每日上限" in words(desk.get("export", export.pk))


@pytest.mark.parametrize("form", ["csv", "json"])
def test_beside_excel_for_programs(desk: Desk, apply: Apply, form: str) -> None:
    apply(name="和志远")

    content = take(desk, made(desk, form=form)).content.decode("utf-8-sig")

    assert "和志远" in content
    assert form == "csv" or json.loads(content)["rows"][0]["name"] == "和志远"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"reason": ""}, "请填写用途"),
        ({"reason": "  "}, "请填写用途"),
        ({"reason": "查 13987654321"}, "请不要写证件号码和手机号"),
        ({"form": "exe"}, "选择一个有效的选项"),
        ({"token": "x"}, "没有导出"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(desk: Desk, apply: Apply, given: dict[str, str], said: str) -> None:
    apply()

    answer = order(desk, **given)

    assert answer.status_code == 422 and said in words(answer)
    assert not Export.objects.exists()


def test_an_empty_list_gives_no_file(desk: Desk) -> None:
    answer = order(desk)

    assert answer.status_code == 409 and "现在没有内容" in words(answer)
    assert "没有可导出的报名" in words(desk.get("exports", state="all"))


def test_a_second_click_makes_no_second_file(desk: Desk, apply: Apply) -> None:
    apply()
    token = str(uuid4())

    first, second = order(desk, token=token), order(desk, token=token)

    assert first["Location"] == second["Location"]
    assert Export.objects.count() == 1


def test_not_more_than_three_at_once(desk: Desk, apply: Apply) -> None:
    apply()
    for _ in range(3):
        assert order(desk).status_code == 302

    assert order(desk).status_code == 429


def test_the_page_shows_how_far_it_is_and_comes_again_by_itself(desk: Desk, apply: Apply) -> None:
    apply()
    export = asked(desk)
    Export.objects.filter(pk=export.pk).update(written=1)

    waiting = desk.get("export", export.pk)
    tasks.make_export.func(str(export.pk))
    ready = desk.get("export", export.pk)

    assert waiting["Refresh"] == "3" and "已写 1 / 1 行" in words(waiting)
    assert "Refresh" not in ready and "文件已生成" in words(ready)
    assert "可下载" in words(desk.get("exports"))


def test_whoever_lost_his_role_meanwhile_gets_nothing(desk: Desk, world: World, apply: Apply) -> None:
    apply()
    export = asked(desk)
    Membership.objects.filter(user=world.reviewer).update(ended_at=clock.now())

    tasks.make_export.func(str(export.pk))

    export.refresh_from_db()
    assert (export.refusal, export.key, export.made_at) == ("export:role", "", None)
    assert desk.get("export", export.pk).status_code == 404


def test_a_file_that_is_made_is_not_given_to_whoever_lost_his_role(desk: Desk, world: World, apply: Apply) -> None:
    apply()
    export = made(desk)
    Membership.objects.filter(user=world.reviewer).update(ended_at=clock.now())

    assert take(desk, export).status_code == 404
    assert not Event.objects.filter(verb="export.download").exists()


def test_a_colleague_a_stranger_and_another_base_find_nothing(desk: Desk, world: World, apply: Apply) -> None:
    apply()
    export = made(desk)

    for user, base in (
        (world.colleague, world.a),
        (world.administrator, world.a),
        (factories.staff("reviewer", world.b), world.a),
        (factories.staff("province"), world.a),
    ):
        other = Desk(factories.login(Client(), user), base)
        assert other.get("export", export.pk).status_code == 404
        assert take(other, export).status_code == 404
    assert desk.get("export", uuid4()).status_code == 404
    assert desk.client.get(desk.address("export_file", export.pk)).status_code == 405


def test_each_download_is_an_event(desk: Desk, world: World, apply: Apply) -> None:
    apply()
    export = made(desk)

    answers = [take(desk, export), take(desk, export)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert "attachment" in answers[0]["Content-Disposition"] and "no-store" in answers[0]["Cache-Control"]
    found = list(Event.objects.filter(object_type="export").order_by("pk").values_list("verb", "actor_id"))
    own = str(world.reviewer.pk)
    assert found == [(f"export.{verb}", own) for verb in ("ask", "make", "download", "download")]


def test_after_a_day_the_file_is_gone(desk: Desk, apply: Apply) -> None:
    apply()
    export = made(desk)
    key = export.key
    later(hours=23)
    tasks.sweep_exports.func(0)
    assert vault.exists(key)
    later(hours=1)

    tasks.sweep_exports.func(0)

    export.refresh_from_db()
    assert not vault.exists(key) and export.gone_at is not None
    assert about_exports() == []
    assert "文件已删除" in words(desk.get("export", export.pk))
    answer = take(desk, export)
    assert answer.status_code == 409 and "已过 24 小时" in words(answer)


def test_a_day_is_over_even_before_the_file_is_swept(desk: Desk, apply: Apply) -> None:
    apply()
    export = made(desk)
    later(hours=24)

    assert take(desk, export).status_code == 409


class Killed(BaseException):
    """The worker is gone in the middle."""


def test_a_killed_job_leaves_nothing_and_is_taken_up_again(
    desk: Desk, apply: Apply, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply(name="和志远")
    export = asked(desk)
    stored = set(vault.stored())

    def kill(*args: object, **kwargs: object) -> int:
        raise Killed

    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(exports, "write", kill)
        tasks.make_export.func(str(export.pk))
    export.refresh_from_db()
    assert export.waits and set(vault.stored()) == stored and list(tasks.folder().iterdir()) == []

    tasks.make_export.func(str(export.pk))
    tasks.make_export.func(str(export.pk))

    assert [row[0] for row in rows(take(desk, export))[1:]] == ["和志远"]
    assert Event.objects.filter(verb="export.make").count() == 1
    assert len(set(vault.stored()) - stored) == 1


def test_a_lost_job_is_noticed_and_asked_for_again(desk: Desk, apply: Apply) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    apply()
    export = asked(desk)
    ProcrastinateJob.objects.filter(args__export_id=str(export.pk)).delete()
    later(minutes=11)
    assert about_exports() == [f"export {export.pk} has waited for more than {timedelta(minutes=10)}"]

    tasks.sweep_exports.func(0)
    tasks.sweep_exports.func(0)

    assert ProcrastinateJob.objects.filter(args__export_id=str(export.pk), status="todo").count() == 1


def test_what_no_file_can_hold_ends_the_export_in_words(
    desk: Desk, apply: Apply, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply()
    export = asked(desk)

    def fail(*args: object, **kwargs: object) -> int:
        raise exports.Unwritable

    monkeypatch.setattr(exports, "write", fail)
    tasks.make_export.func(str(export.pk))

    assert "文件装不下" in words(desk.get("export", export.pk))


def test_nothing_about_a_person_rests_in_plain(desk: Desk, apply: Apply) -> None:
    person = apply(name="和志远").person
    made(desk, f"?state=all&text={person.name}", whole="on")

    row = Export.objects.values().get()

    assert "和志远" not in json.dumps(row, default=str, ensure_ascii=False)
    assert invariants.findings({14}) == [] and about_exports() == []

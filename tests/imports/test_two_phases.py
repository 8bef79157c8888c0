"""Nothing is stored before the confirmation, and then exactly what was shown: states, rights, digests, jobs."""

from datetime import timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests import factories
from tests.imports.lists import (
    HEAD,
    checked,
    committed,
    confirmed,
    leave_out,
    listed,
    number,
    officer,
    row,
    seen,
    uploaded,
)
from tests.pure.sheets.workbooks import csv_file, workbook
from tests.world_small import World, later
from zhupei.audit.models import Event
from zhupei.cycles.models import DesignatedPlace
from zhupei.imports import actions, kinds, rules, states, tasks
from zhupei.imports.models import Choices, Import
from zhupei.kernel import clock
from zhupei.kernel.crypto import vault
from zhupei.kernel.refusals import Refused


def refused(call: Any, *args: Any, **given: Any) -> str:
    with pytest.raises(Refused) as caught:
        call(*args, **given)
    return caught.value.refusal.code


def jobs(task: str) -> int:
    return ProcrastinateJob.objects.filter(task_name=task, status="todo").count()


def verbs(found: Import) -> list[str]:
    return list(Event.objects.filter(object_id=str(found.pk)).order_by("pk").values_list("verb", flat=True))


def test_every_step_has_its_event_and_its_job(world: World) -> None:
    found = uploaded(world, listed(row(0)))
    assert (found.state, jobs("imports.check"), jobs("imports.commit")) == (states.RECEIVED, 1, 0)

    tasks.check(import_id=str(found.pk))
    found, report = seen(found)
    assert (found.state, report.verdict, jobs("imports.commit")) == (states.CHECKED, "clean", 0)

    confirmed(found)
    assert jobs("imports.commit") == 1
    tasks.commit(import_id=str(found.pk))
    assert verbs(found) == ["import.upload", "import.check", "import.confirm", "import.commit"]


def test_a_job_carries_nothing_but_the_id(world: World) -> None:
    found = uploaded(world, listed(row(0)), name=f"{number(0)}.xlsx")

    job = ProcrastinateJob.objects.get(task_name="imports.check")

    assert job.args == {"import_id": str(found.pk)}
    assert not any(number(0) in str(value) for value in Import.objects.filter(pk=found.pk).values_list()[0])
    assert number(0).encode() not in vault.default_storage.open(found.file_key).read()


def test_a_confirmation_names_what_was_shown(world: World) -> None:
    found, _ = checked(world, listed(row(0)))
    other, _ = checked(world, listed(row(1)))

    given = {"import_id": found.pk, "actor": found.uploaded_by, "at": later()}

    assert refused(actions.confirm, shown=other.report_digest, **given) == "import:stale"
    assert refused(actions.confirm, shown="", **given) == "import:stale"
    assert not DesignatedPlace.objects.exists()


def test_a_choice_makes_another_digest(world: World) -> None:
    found, _ = checked(world, listed(row(0), row(1)))
    before = found.report_digest

    found, _ = leave_out(found, 3)

    assert found.report_digest != before
    assert refused(actions.confirm, import_id=found.pk, shown=before, actor=found.uploaded_by, at=later()) == (
        "import:stale"
    )


def test_faults_stand_in_the_way(world: World) -> None:
    found, _ = checked(world, listed(row(0), row(1, base="丙院")))

    assert refused(confirmed, found) == "import:faults"


def test_confirmed_twice_is_once(world: World) -> None:
    found, _ = checked(world, listed(row(0)))
    confirmed(found)

    again = confirmed(found, officer())
    tasks.commit(import_id=str(found.pk))
    tasks.commit(import_id=str(found.pk))
    confirmed(found)

    assert again.confirmed_by == found.uploaded_by
    assert DesignatedPlace.objects.count() == 1
    assert verbs(found).count("import.confirm") == verbs(found).count("import.commit") == 1


@pytest.mark.parametrize("role", ["system", "security", "audit", "support", "reviewer"])
def test_no_stranger_may_do_any_of_it(world: World, role: str) -> None:
    found, _ = checked(world, listed(row(0)))
    stranger = factories.staff(role, world.a) if role == "reviewer" else factories.staff(role)
    given = {"import_id": found.pk, "actor": stranger, "at": later()}

    assert refused(uploaded, world, listed(row(1)), stranger) == "import:forbidden"
    assert refused(actions.choose, choices=Choices(), **given) == "import:forbidden"
    assert refused(actions.confirm, shown=found.report_digest, **given) == "import:forbidden"
    assert refused(actions.discard, **given) == "import:forbidden"
    confirmed(found)
    assert refused(actions.confirm, shown=found.report_digest, **given) == "import:forbidden"


def test_a_kind_that_asks_for_it_needs_another_person(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    two = kinds.TableKind(**{**kinds.get("designated").__dict__, "second_person": True})
    monkeypatch.setitem(kinds._known, "designated", two)
    found, _ = checked(world, listed(row(0)))
    namesake = officer()
    namesake.name = found.uploaded_by.name
    namesake.save()

    assert refused(confirmed, found) == "import:same-person"
    assert refused(confirmed, found, namesake) == "import:same-person"

    other = officer()
    other.name = "段另一"
    other.save()
    confirmed(found, other)
    tasks.commit(import_id=str(found.pk))
    assert DesignatedPlace.objects.count() == 1


def test_what_has_changed_since_is_shown_anew_and_nothing_is_written(world: World) -> None:
    found, _ = checked(world, listed(*(row(n) for n in range(4))))
    confirmed(found)
    committed(world, listed(row(10), row(11)))

    tasks.commit(import_id=str(found.pk))

    found, report = seen(found)
    assert (found.state, report.verdict, found.confirmed_by) == (states.CHECKED, "faults", None)
    assert [fault.what for fault in report.faults] == ["名额 5，到这一行已有 6 人"]
    assert DesignatedPlace.objects.count() == 2
    assert verbs(found)[-1] == "import.overtake"


def test_a_killed_job_is_taken_up_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    found, _ = checked(world, listed(row(0)))
    confirmed(found)
    ProcrastinateJob.objects.all()._raw_delete("default")

    tasks.reconcile(timestamp=0)
    assert jobs("imports.commit") == 0
    monkeypatch.setattr(clock, "now", lambda: found.changed_at + timedelta(minutes=3))
    tasks.reconcile(timestamp=0)
    tasks.reconcile(timestamp=0)

    assert jobs("imports.commit") == 1


def test_the_same_bytes_are_one_import_while_it_is_open(world: World) -> None:
    data = listed(row(0))
    first, again = uploaded(world, data), uploaded(world, data)

    assert first.pk == again.pk and Import.objects.count() == 1
    assert len(list(vault.stored())) == 1


def test_discarding_leaves_nothing_of_the_file(world: World) -> None:
    found, _ = checked(world, listed(row(0), row(0)))
    assert len(list(vault.stored())) == 3

    actions.discard(import_id=found.pk, actor=found.uploaded_by, at=later())

    found.refresh_from_db()
    assert (found.state, found.file_key, found.report_key, found.marked_key) == (states.DISCARDED, "", "", "")
    assert list(vault.stored()) == []
    assert refused(confirmed, found) == "move:discarded:confirm"


def test_what_nobody_confirms_ends_after_a_day(world: World) -> None:
    found, _ = checked(world, listed(row(0)))
    clock.freeze(found.keep_until - timedelta(seconds=1))
    tasks.expire(timestamp=0)
    assert Import.objects.get().state == states.CHECKED

    clock.freeze(found.keep_until)
    assert refused(actions.confirm, import_id=found.pk, shown=found.report_digest, actor=found.uploaded_by,
                   at=found.keep_until) == "import:expired"  # fmt: skip
    tasks.expire(timestamp=0)

    assert Import.objects.get().state == states.DISCARDED and list(vault.stored()) == []
    assert verbs(found)[-1] == "import.expire"


def test_a_committed_file_is_kept_for_its_time_and_then_removed(world: World) -> None:
    found = committed(world, listed(row(0)))
    assert found.keep_until == found.ended_at + rules.KEPT and found.file_key

    clock.freeze(found.keep_until)
    tasks.expire(timestamp=0)

    found.refresh_from_db()
    assert (found.state, found.file_key, found.counts["新增"]) == (states.COMMITTED, "", 1)
    assert list(vault.stored()) == []


def test_a_later_job_of_other_choices_changes_nothing(world: World) -> None:
    found, report = checked(world, listed(row(0), row(1)))
    actions.choose(import_id=found.pk, choices=Choices(left_out=[3]), actor=found.uploaded_by, at=later())

    actions.checked(import_id=found.pk, choices=Choices(), report=report, marked=b"", at=later())

    assert Import.objects.get(pk=found.pk).state == states.RECEIVED


def test_columns_said_by_hand(world: World) -> None:
    data = workbook(("号", "谁", "哪类", "哪家", "哪科"), row(0), sheet="名单")
    found, report = checked(world, data)
    assert (report.verdict, [head.header for head in report.heads][:2]) == ("refused", ["号", "谁"])

    names = ("证件号码", "姓名", "人员类型", "培训基地", "培训专业")
    by_hand = dict(zip(names, "ABCDE", strict=True))
    actions.choose(import_id=found.pk, choices=Choices(columns=by_hand), actor=found.uploaded_by, at=later())
    tasks.check(import_id=str(found.pk))

    assert seen(found)[1].verdict == "clean"


def test_a_csv_gets_a_workbook_of_its_faulty_rows(world: World) -> None:
    found, report = checked(world, csv_file([HEAD, row(0, base="丙院")], "gb18030"))

    assert report.verdict == "faults" and vault.get(found.marked_key)[:2] == b"PK"


def test_a_file_that_is_gone_is_told(world: World) -> None:
    found = uploaded(world, listed(row(0)))
    vault.delete(found.file_key)

    tasks.check(import_id=str(found.pk))

    assert "没有完整保存" in seen(found)[1].summary


def test_a_check_that_breaks_refuses_the_file_instead_of_waiting_for_ever(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise ZeroDivisionError

    broken = kinds.TableKind(**{**kinds.get("designated").__dict__, "check": breaks})
    monkeypatch.setitem(kinds._known, "designated", broken)

    _, report = checked(world, listed(row(0)))

    assert (report.verdict, "已记录" in report.summary) == ("refused", True)


def test_a_round_that_is_over_takes_nothing(world: World) -> None:
    clock.freeze(world.stage("registration", world.second).closes)

    assert refused(uploaded, world, listed(row(0))) == "import:subject"


def test_rows_left_out_are_named_and_not_all(world: World) -> None:
    found, _ = checked(world, listed(row(0, base="丙院")))

    given = {"import_id": found.pk, "actor": found.uploaded_by, "at": later()}
    assert refused(actions.choose, choices=Choices(left_out=[2]), **given) == "import:nothing-left"
    many = Choices(left_out=range(2, rules.MOST_LEFT_OUT + 3))
    assert refused(actions.choose, choices=many, **given) in ("import:left-out", "import:nothing-left")

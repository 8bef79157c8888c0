"""Designated lists as files, and the way of one through its two phases by the real actions and jobs."""

from collections.abc import Sequence
from typing import Any

from tests import factories
from tests.pure.sheets.workbooks import workbook
from tests.world_small import World, later
from zhupei.accounts.models import User
from zhupei.imports import actions, queries, tasks
from zhupei.imports.examining import ImportReport
from zhupei.imports.models import Choices, Import
from zhupei.pure.identity import check_digit

HEAD = ("证件号码", "姓名", "人员类型", "培训基地", "培训专业")


def number(index: int) -> str:
    """Of nobody: a good number that the tests have not used elsewhere."""
    body = f"530102199903{1 + index % 28:02}{500 + index // 28:03}"
    return body + check_digit(body)


NAMES = "一二三四五六七八九十"


def row(
    index: int = 0, *, name: str = "", base: str = "甲院", specialty: str = "内科", **given: str
) -> tuple[str, ...]:
    who = given.get("number", number(index)), name or f"赵{NAMES[index % 10]}"
    return *who, given.get("category", "专硕研究生"), base, specialty


def listed(*rows: Sequence[Any], head: Sequence[str] = HEAD) -> bytes:
    return workbook(head, *rows, sheet="名单")


def officer() -> User:
    return factories.staff("province")


def uploaded(world: World, data: bytes, by: User | None = None, name: str = "名单.xlsx") -> Import:
    return actions.upload(
        actor=by or officer(), kind="designated", subject_id=str(world.first.pk), name=name, data=data, at=later()
    )


def checked(world: World, data: bytes, by: User | None = None) -> tuple[Import, ImportReport]:
    """Received and checked by its job."""
    found = uploaded(world, data, by)
    tasks.check(import_id=str(found.pk))
    return seen(found)


def seen(found: Import) -> tuple[Import, ImportReport]:
    found = Import.objects.select_related("uploaded_by", "confirmed_by").get(pk=found.pk)
    report = queries.report(found)
    assert report is not None
    return found, report


def leave_out(found: Import, *rows: int) -> tuple[Import, ImportReport]:
    actions.choose(import_id=found.pk, choices=Choices(left_out=rows), actor=found.uploaded_by, at=later())
    tasks.check(import_id=str(found.pk))
    return seen(found)


def confirmed(found: Import, by: User | None = None) -> Import:
    return actions.confirm(import_id=found.pk, shown=found.report_digest, actor=by or found.uploaded_by, at=later())


def committed(world: World, data: bytes) -> Import:
    """All the way."""
    found, report = checked(world, data)
    assert report.verdict == "clean", report.summary
    confirmed(found)
    tasks.commit(import_id=str(found.pk))
    found.refresh_from_db()
    return found

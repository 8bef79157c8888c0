"""Workbooks to try the demonstration with: a designated list with faults, and the same one mended.

The people are invented; bases, specialties and seats are those of the plan that is in force, so that the mended list
can be imported whatever the demonstration has come to.
"""

import io
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from xlsxwriter import Workbook

from zhupei.cycles import queries as cycles
from zhupei.cycles.models import DesignatedPlace, PersonCategory, PlanLine
from zhupei.kernel import clock
from zhupei.pure.identity import check_digit
from zhupei.pure.sheets.writing import OPTIONS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TITLES = {
    "designated-faulty": "指定学员名单（有错误，用来看核对结果）",
    "designated": "指定学员名单（已改好，可以导入）",
}
HEAD = ("序号", "身份证号", "姓名", "类别", "培训基地名称", "专业", "备注")
FAMILY, GIVEN = "赵钱孙李周吴郑王冯陈褚卫", "晓雯志强丽华建国春燕云峰"
PEOPLE = 24
TWINS = (7, 12)  # of two rows of one person, in the faulty list

Row = list[str | int]


@require_safe
def sheet(request: HttpRequest, name: str) -> HttpResponse:
    """One of the workbooks as a download."""
    at = clock.now()
    calendar = cycles.calendar(at)
    if name not in TITLES or calendar is None:
        raise Http404
    lines = _free(calendar.round.pk)
    categories = [each for each in cycles.categories(calendar.cycle.pk).values() if each.choice_mode == "designated"]
    if not lines or not categories:
        raise Http404
    rows = [_person(index, line, categories[index % len(categories)], at) for index, line in enumerate(lines)]
    response = HttpResponse(_written(_spoilt(rows) if name.endswith("faulty") else rows), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def _free(round_id: UUID) -> list[PlanLine]:
    """Lines with a seat that no designated person has, one for each of the people."""
    taken = Counter(DesignatedPlace.objects.filter(round=round_id).values_list("plan_id", flat=True))
    plan = cycles.plan(round_id)
    return list(islice((line for line in plan.values() if taken[line.pk] < line.seats), PEOPLE))


def _person(index: int, line: PlanLine, category: PersonCategory, at: datetime) -> Row:
    """Numbers of the day after the demonstration's people were born, whom nobody else has."""
    born = date(at.year - 25, 1, 1) + timedelta(days=11 * index)
    body = f"530199{born:%Y%m%d}{900 + index:03}"
    name = FAMILY[index % len(FAMILY)] + GIVEN[2 * (index % 6) : 2 * (index % 6) + 2]
    return [index + 1, body + check_digit(body), name, category.name, line.base.name, line.specialty.name, ""]


def _spoilt(rows: Sequence[Row]) -> list[Row]:
    """One fault of each kind that clerks make most often."""
    rows = [list(row) for row in rows]
    for place, (column, value) in _faults(rows).items():
        if place < len(rows):
            rows[place][column] = value
    return rows


def _faults(rows: Sequence[Row]) -> dict[int, tuple[int, str | int]]:
    def number(place: int) -> str:
        return str(rows[min(place, len(rows) - 1)][1])

    slip = "1" if number(2)[-1] != "1" else "2"
    full_width = number(4).translate({ord(digit): chr(ord(digit) + 0xFEE0) for digit in "0123456789"})
    return {
        2: (1, number(2)[:-1] + slip),
        3: (4, "昆明医学院附属医院"),
        4: (1, full_width),
        5: (3, "规培研究生"),
        6: (5, "神经内科方向"),
        8: (1, ""),
        9: (1, int(number(9)[:15] + "000")),
        10: (2, f" {str(rows[min(10, len(rows) - 1)][2])[0]}　{str(rows[min(10, len(rows) - 1)][2])[1:]} "),
        TWINS[1]: (1, number(TWINS[0])),
    }


def _written(rows: Sequence[Row]) -> bytes:
    out = io.BytesIO()
    workbook = Workbook(out, OPTIONS)
    page, text = workbook.add_worksheet("名单"), workbook.add_format({"num_format": "@"})
    page.set_column(1, 1, 24, text)
    page.set_column(4, 5, 30)
    page.merge_range(0, 0, 0, len(HEAD) - 1, "指定学员名单（演示，虚构人员）")
    for at, row in enumerate([HEAD, *rows], 1):
        for place, value in enumerate(row):
            if isinstance(value, int):
                page.write_number(at, place, value)
            elif value:
                page.write_string(at, place, value, text)
    workbook.close()
    return out.getvalue()

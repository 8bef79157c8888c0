"""What a long table costs on its way in: a designated list of twenty columns, checked and committed by the jobs."""

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta

from xlsxwriter import Workbook

from bench.measures.uploads import held
from bench.report import Table
from bench.scene import Scene
from zhupei.accounts.models import Post
from zhupei.applications.designated_list.checking import COLUMNS
from zhupei.cycles.models import DesignatedPlace, PersonCategory, PlanLine, Round
from zhupei.cycles.queries import current_round
from zhupei.imports import actions, states
from zhupei.imports.models import Import
from zhupei.kernel import clock
from zhupei.pure.identity import check_digit
from zhupei.pure.sheets.writing import OPTIONS

WIDTH = 20
ROOM = 1_000_000  # seats of every line: the list has to fit


def two_phases(scene: Scene, rows: int) -> Table:
    """Faults: an import that is not clean, or has not written every row."""
    table = Table("Import of a designated list, by the jobs", ("phase", "rows", "seconds", "peak MB", "child MB"))
    round_ = current_round(clock.now())
    PlanLine.objects.filter(round=round_).update(seats=ROOM)
    officer = Post.objects.in_force().filter(role=Post.Role.PROVINCE).order_by("pk")[0].user
    at = clock.now()
    data = _workbook(round_, rows)
    table.notes.append(f"{WIDTH} columns, {len(data) / 1024:.0f} KB; before the rows a process holds 100 MB or so")
    before = DesignatedPlace.objects.count()
    with held(scene):
        found = actions.upload(
            kind="designated", subject_id=str(round_.pk), name="bench.xlsx", data=data, actor=officer, at=at
        )
        _measure(table, "check", found)
        if found.faultless:
            actions.confirm(import_id=found.pk, shown=found.report_digest, actor=officer, at=at)
            _measure(table, "commit", found)
    table.faults += found.state != states.COMMITTED
    table.faults += DesignatedPlace.objects.count() - before != rows
    return table


def _measure(table: Table, phase: str, found: Import) -> None:
    command = [sys.executable, "-m", "bench.imports", phase, str(found.pk)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  our own module
    measured = json.loads(done.stdout.splitlines()[-1])
    found.refresh_from_db()
    table.add(phase, found.rows, measured["seconds"], measured["peak"], measured["child"])


def _workbook(round_: Round, rows: int) -> bytes:
    out = io.BytesIO()
    book = Workbook(out, OPTIONS)
    page = book.add_worksheet("名单")
    head = [column.name for column in COLUMNS]
    for at, row in enumerate([head + [f"其他{n}" for n in range(WIDTH - len(head))], *_people(round_, rows)]):
        for place, value in enumerate(row):
            page.write_string(at, place, value)
    book.close()
    return out.getvalue()


def _people(round_: Round, rows: int) -> Iterator[list[str]]:
    """Numbers of nobody: a region that does not exist."""
    lines = list(round_.plan.select_related("base", "specialty").order_by("pk"))
    category = PersonCategory.objects.filter(cycle=round_.cycle, choice_mode="designated").order_by("position")[0]
    for index in range(rows):
        born = date(1996, 1, 1) + timedelta(days=index % 1_400)
        body = f"539{index // 1_400:03}{born:%Y%m%d}{index % 997:03}"
        line = lines[index % len(lines)]
        place = line.base.code, line.specialty.code
        yield [body + check_digit(body), "赵钱孙李"[index % 4] + "晓华", category.name, *place, *["无"] * (WIDTH - 5)]

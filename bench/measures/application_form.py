"""How long the application form takes to print: warm in one process, and through the job."""

import time
from collections.abc import Sequence

from bench.report import SPREAD, Table, spread_cells
from bench.samples import Spread
from zhupei.applications import actions, form_paper
from zhupei.applications.models import FormPaper, Version
from zhupei.kernel import clock

WARM_UP = 3
PAUSE = 0.02


def printing(versions: Sequence[Version], patience: float) -> Table:
    """Forms of submitted versions, one after the other."""
    table = Table("Application form PDF (ms)", ("how", *SPREAD, "KB"))
    taken, size = [], 0
    for number, version in enumerate([*versions[:WARM_UP], *versions]):
        started = time.perf_counter()
        size = len(form_paper.form(version))
        if number >= WARM_UP:
            taken.append(time.perf_counter() - started)
    table.add("in a warm process", *spread_cells(Spread.of(taken)), size / 1024)
    table.add("through the job, asked to kept", *spread_cells(_through_job(versions, patience)), "")
    return table


def _through_job(versions: Sequence[Version], patience: float) -> Spread:
    taken = []
    for version in versions:
        started = time.perf_counter()
        actions.request_form(version=version, actor=version.application.person, at=clock.now())
        while not FormPaper.objects.filter(version=version).exclude(made_at=None).exists():
            if time.perf_counter() - started > patience:
                raise TimeoutError(f"no form within {patience:.0f} s")
            time.sleep(PAUSE)
        taken.append(time.perf_counter() - started)
    return Spread.of(taken)

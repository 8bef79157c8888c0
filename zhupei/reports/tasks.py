"""Jobs of exports: making them, taking up what got lost, letting go what is a day old."""

import shutil
import time
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from zhupei.kernel import clock, jobs
from zhupei.kernel.crypto import vault
from zhupei.kernel.folders import private
from zhupei.reports import actions, queries
from zhupei.reports.models import Export

# A printed form goes before: somebody stands at a counter for it.
KEPT_PARTS = timedelta(hours=1)
EXPORTS = {**jobs.PAPERS, "priority": 5}


def folder() -> Path:
    """Where the parts of files lie while they are written: readable to nobody else."""
    return private(Path(settings.DATA_DIR) / "exports")


@jobs.app.task(**EXPORTS, name=actions.MAKE, retry=jobs.RETRY)
def make_export(export_id: str) -> None:
    """Make one export. A second run finds it made and stops; one that was killed leaves only parts, swept here."""
    export = Export.objects.select_related("owner").get(pk=export_id)
    if not export.waits:
        return
    with TemporaryDirectory(dir=folder(), prefix=export_id) as parts:
        actions.make(export=export, folder=Path(parts), at=clock.now())


@jobs.app.periodic(cron="*/5 * * * *")
@jobs.app.task(**jobs.QUICK, name="reports.sweep_exports", queueing_lock="reports.sweep_exports")
def sweep_exports(timestamp: int) -> None:
    """Every five minutes: files that are a day old go, exports whose job got lost are taken up again."""
    at = clock.now()
    for export_id in queries.over(at):
        if key := actions.let_go(export_id=export_id, at=at):
            vault.delete(key)
    for export in queries.late(at - timedelta(minutes=2)):
        actions.enqueue(export)
    _sweep_parts()


def _sweep_parts() -> None:
    """Parts that a killed worker has left behind."""
    before = time.time() - KEPT_PARTS.total_seconds()
    for parts in folder().iterdir():
        if parts.stat().st_mtime < before:
            shutil.rmtree(parts, ignore_errors=True)

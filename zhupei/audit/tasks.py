"""The daily anchor: the head of the chain is written where a database administrator cannot reach it."""

from pathlib import Path

from django.conf import settings

from zhupei.audit.models import Anchor, Link
from zhupei.kernel import clock, jobs
from zhupei.kernel.folders import private


@jobs.app.periodic(cron="5 0 * * *")
@jobs.app.task(**jobs.QUICK, queueing_lock="audit.anchor")
def anchor(timestamp: int) -> None:
    """Once a day; a second run on the same day changes nothing."""
    head = Link.objects.order_by("-sequence").first()
    if head is None:
        return
    day = clock.now().date()
    kept, made = Anchor.objects.get_or_create(day=day, defaults={"sequence": head.sequence, "hash": head.hash})
    if made:
        folder = private(Path(settings.DATA_DIR) / "anchors")
        (folder / f"{day}.txt").write_text(f"{kept.sequence} {kept.hash}\n")

"""Sweeping files that no row knows."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import structlog
from django.core.files.storage import default_storage

from zhupei.dossiers import filing
from zhupei.kernel import jobs
from zhupei.kernel.crypto import vault

log = structlog.get_logger("zhupei.dossiers")


@jobs.app.periodic(cron="40 3 * * *")
@jobs.app.task(**jobs.QUICK, name="dossiers.sweep_orphans", queueing_lock="dossiers.sweep_orphans")
def sweep_orphans(timestamp: int) -> None:
    """Remove files older than a day that no row of any table knows (invariant 10). Age is real time, not the demo's."""
    for key in orphans(older_than=timedelta(days=1)):
        vault.delete(key)
        log.info("orphan removed")


def orphans(*, older_than: timedelta) -> Iterator[str]:
    """Files of the vault without a row."""
    before = datetime.now(tz=UTC) - older_than
    for letter in filing.LETTERS:
        for key in sorted(filing.stored_keys(letter) - filing.known_keys(letter)):
            if default_storage.get_modified_time(key) < before:
                yield key

"""Exports as no action leaves them: without their file, waiting for ever, kept beyond their day."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.reports.standing_world.standing import Standing
from zhupei.accounts.models import User
from zhupei.kernel import clock
from zhupei.kernel.crypto import vault
from zhupei.reports import queries
from zhupei.reports.models import Export

LONG = timedelta(minutes=11)


def _export(at: datetime, **given: Any) -> Export:
    staff = User.objects.filter(kind=User.Kind.STAFF).order_by("login_name")[0]
    own = {"owner": staff, "token": uuid4(), "of_list": "base.queue", "form": "csv", "whole": False, "asked_at": at}
    return Export.objects.create(**own, **given)


def a_file_missing(s: Standing) -> str:
    row = _export(clock.now(), made_at=clock.now(), key="ab/abc", digest="0" * 64)
    return f"export {row.pk}: its file is missing"


def another_file(s: Standing) -> str:
    row = _export(clock.now(), made_at=clock.now(), key=vault.put(b"x"), digest="0" * 64)
    return f"export {row.pk}: its file has another digest"


def nobody_makes_it(s: Standing) -> str:
    return f"export {_export(clock.now() - LONG).pk} has waited for more than"


def nobody_lets_it_go(s: Standing) -> str:
    old = clock.now() - queries.LIFE - LONG
    return f"export {_export(old, made_at=old).pk} is kept for too long"


SEEDS = {
    "a missing export": (10, a_file_missing),
    "another file for an export": (10, another_file),
    "an export nobody makes": (11, nobody_makes_it),
    "an export nobody lets go": (11, nobody_lets_it_go),
}

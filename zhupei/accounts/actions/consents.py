"""Agreeing to a text in its version; taking one's own data."""

from collections.abc import Sequence
from datetime import datetime

from zhupei.accounts import queries, rules
from zhupei.accounts.models import Consent, ConsentText, User
from zhupei.audit.actions import record
from zhupei.kernel import locks
from zhupei.kernel.refusals import require


@locks.action
def agree(*, actor: User, texts: Sequence[ConsentText], at: datetime) -> None:
    """Record the agreement to each text; agreeing again changes nothing. Raises `Refused`."""
    require(rules.usable(queries.account.first(actor.pk)))
    given = set(Consent.objects.filter(user=actor, text__in=texts).values_list("text_id", flat=True))
    fresh = [text for text in texts if text.pk not in given]
    if not fresh:
        return
    Consent.objects.bulk_create([Consent(user=actor, text=text, at=at) for text in fresh], ignore_conflicts=True)
    record(
        verb="account.consent",
        actor=actor,
        role=actor.kind,
        at=at,
        object_type="account",
        object_id=actor.pk,
        texts=[f"{text.key}:{text.version}" for text in fresh],
    )


@locks.action
def own_data_taken(*, actor: User, at: datetime) -> None:
    """The trail knows that a person has taken everything known about him, and when. Raises `Refused`."""
    require(rules.usable(queries.account.first(actor.pk)))
    record(verb="account.own-data", actor=actor, role=actor.kind, at=at, object_type="account", object_id=actor.pk)

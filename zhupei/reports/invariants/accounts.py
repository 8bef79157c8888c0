"""Invariants 16 and 17: accounts that are not in use, and acts of two persons."""

from collections.abc import Iterator

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import F

from zhupei.accounts import states
from zhupei.accounts.models import Device, User
from zhupei.applications import states as application_states
from zhupei.applications.models import Application
from zhupei.approvals import states as motion_states
from zhupei.approvals.models import Decision, Motion


def closed_stay_closed() -> Iterator[str]:
    """A released account counts nowhere and is open nowhere; a frozen one is open nowhere."""
    left = Application.objects.filter(person__standing=states.RELEASED)
    for pk in left.exclude(state__in=application_states.ON_NO_DESK).values_list("pk", flat=True):
        yield f"application {pk} counts although its account was released"
    for user_id in Device.objects.filter(user__standing=states.RELEASED).values_list("user", flat=True):
        yield f"account {user_id} was released and a browser is still known to it"
    closed = {str(user.pk): user for user in User.objects.exclude(standing=states.ACTIVE)}
    for session in Session.objects.iterator():
        data = session.get_decoded()
        user = closed.get(data.get(SESSION_KEY, ""))
        if user is not None and data.get(HASH_SESSION_KEY) == user.get_session_auth_hash():
            yield f"account {user.pk} is {user.standing} and has the session {session.pk[:6]}…"


def two_persons() -> Iterator[str]:
    """A motion is what its decision says, by a move of the table, with an event of the same transaction."""
    allowed = {(move.verb, move.role): move.target for move in motion_states.MOVES}
    for row in Decision.objects.select_related("motion", "event"):
        if allowed.get((row.verb, row.role)) != row.motion.state:
            yield f"motion {row.pk} is {row.motion.state}, its decision says {row.verb} by {row.role}"
        if row.event.transaction_id != row.transaction_id or row.event.verb != f"motion.{row.verb}":
            yield f"motion {row.pk} and the audit event of its decision do not belong together"
    alone = Decision.objects.filter(role=motion_states.SECOND, actor=F("motion__proposed_by"))
    for motion_id in alone.values_list("motion", flat=True):
        yield f"motion {motion_id} was decided by the person who proposed it"
    undecided = Motion.objects.filter(decision=None).exclude(state=motion_states.OPEN)
    for pk, state in undecided.values_list("pk", "state"):
        yield f"motion {pk} is {state} and nobody has decided"

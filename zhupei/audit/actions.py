"""Writing the trail."""

import json
from datetime import datetime
from typing import Any

from zhupei.audit import verbs
from zhupei.audit.models import Event
from zhupei.kernel import writes


def record(
    *,
    verb: str,
    actor: Any,
    role: str,
    at: datetime,
    object_type: str,
    object_id: Any,
    **detail: Any,
) -> Event:
    """Write one event in the current transaction; inside an act it leaves with what else the act writes.

    `actor` is a user, or None with one of the roles that are nobody's (`verbs.NOBODYS`: what the machine does by itself
    is the machine's). `detail` takes identifiers, codes and counts, never a person's name, number, phone or address.
    Verb and keys are declared in the module `trail` of the app; raises `verbs.Undeclared` in tests.
    """
    verbs.declared(verb, detail, about=object_type, role=role, by_somebody=actor is not None)
    event = Event(
        at=at,
        actor_id=str(actor.pk) if actor is not None else "",
        actor_role=role,
        verb=verb,
        object_type=object_type,
        object_id=str(object_id),
        detail=json.dumps(detail, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str),
    )
    return writes.insert(event)

"""What the province has changed about a cycle, from the trail: who, when, each value before and after."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from zhupei.accounts.models import User
from zhupei.audit.models import Event
from zhupei.cycles import policies
from zhupei.cycles.actions import extending
from zhupei.cycles.actions import policies as changing
from zhupei.cycles.changes import SettingChange
from zhupei.cycles.models import Cycle, Round
from zhupei.cycles.policies import Group

VERBS = (changing.VERB, extending.VERB)


@dataclass(frozen=True)
class SettingAct:
    """One act: `about` says of which round or cycle, `motion` by which two persons, if it took two."""

    at: datetime
    who: str
    title: str
    about: str
    changes: list[SettingChange]
    motion: UUID | None


def events() -> QuerySet[Event]:
    """Newest first."""
    return Event.objects.filter(verb__in=VERBS).order_by("-pk")


def of_dates(round_id: UUID) -> QuerySet[Event]:
    """Of one round: its dates."""
    return events().filter(verb=extending.VERB, object_id=str(round_id))


def of_group(group: Group, owner_id: UUID) -> QuerySet[Event]:
    """Of one round or cycle: the settings of this group."""
    named = f'"group":"{group.name}"'  # as `audit.record` writes it
    return events().filter(verb=changing.VERB, object_id=str(owner_id), detail__contains=named)


def entries(found: Iterable[Event]) -> list[SettingAct]:
    """Four statements, however many."""
    rows = list(found)
    people = {
        str(pk): name for pk, name in User.objects.filter(pk__in=_ids(rows, "actor_id")).values_list("pk", "name")
    }
    names = {str(row.pk): str(row) for row in Cycle.objects.filter(pk__in=_ids(rows, "object_id"))}
    rounds = Round.objects.filter(pk__in=_ids(rows, "object_id")).select_related("cycle")
    names |= {str(row.pk): str(row) for row in rounds}
    return [_entry(row, people, names) for row in rows]


def _ids(rows: list[Event], name: str) -> list[str]:
    return [value for row in rows if (value := getattr(row, name))]


def _entry(row: Event, people: Mapping[str, str], names: Mapping[str, str]) -> SettingAct:
    detail: dict[str, Any] = json.loads(row.detail)
    group = detail.get("group")
    return SettingAct(
        at=row.at,
        who=people.get(row.actor_id, ""),
        title=policies.get(group).title if group else extending.LABEL,
        about=names.get(row.object_id, ""),
        changes=[SettingChange(**each) for each in detail["changes"]],
        motion=UUID(detail["motion"]) if "motion" in detail else None,
    )

"""What the page of choices needs, and what each of its buttons does to the list. No database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from zhupei.applications.rules import major_fits
from zhupei.bases.models import ProgrammeKind, Track
from zhupei.cycles.queries import PlanRow

ANSWERS = {True: "服从", False: "不服从", None: "未选择"}
LABELS = {**dict(Track.choices), **dict(ProgrammeKind.choices)}


@dataclass
class OfferedBase:
    """A base in the list of bases, with what it offers under this entry."""

    id: UUID
    name: str
    city: str
    seats: int = 0
    specialties: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class SpecialtyRow:
    """A specialty of the chosen base; `refusal` says why it cannot be added."""

    line: PlanRow
    rank: int | None
    applicants: int | None
    share: int
    refusal: str


def entries(track: str, kind: str) -> list[dict[str, Any]]:
    """The combinations of track and kind that exist, for the tabs."""
    pairs = (("western", "residency"), ("western", "assistant_gp"), ("tcm", "residency"))
    return [
        {
            "track": t,
            "kind": k,
            "label": f"{LABELS[t]} · {LABELS[k]}",
            "current": (t, k) == (track, kind),
        }
        for t, k in pairs
    ]


def bases(lines: Sequence[PlanRow], text: str) -> list[OfferedBase]:
    """Bases with a plan under this entry; `text` filters by name, city or specialty."""
    found: dict[UUID, OfferedBase] = {}
    for line in lines:
        row = found.setdefault(line.base_id, OfferedBase(line.base_id, line.base_name, line.city))
        row.seats += line.seats
        row.specialties.append(line.specialty_name)
    text = text.strip()
    return [row for row in found.values() if not text or text in row.name + row.city + " ".join(row.specialties)]


def rows(
    lines: Sequence[PlanRow],
    context: Mapping[str, Any],
    majors: Sequence[str | None],
    rules: Mapping[str, Sequence[str]],
) -> list[SpecialtyRow]:
    """The specialties of one base with competition and the reason why one is closed to this person."""
    counts = context["competition"]
    return [
        SpecialtyRow(
            line=line,
            rank=context["ranks"].get(line.id),
            applicants=counts.get(line.id, 0) if counts is not None else None,
            share=min(100, round(100 * counts.get(line.id, 0) / line.seats)) if counts and line.seats else 0,
            refusal=refusal.message
            if (refusal := major_fits(line.specialty_code, line.specialty_name, majors, rules))
            else "",
        )
        for line in lines
    ]


def onward(move: str, shown: Mapping[str, str], text: str) -> str:
    """The query of the page that follows a button: where it leads, else what has been shown.

    base:ID, bases, entry:TRACK/KIND, find (a base by `text`). After a change of the list its own base is shown.
    """
    verb, _, value = move.partition(":")
    entry = {key: shown[key] for key in ("track", "kind") if key in shown}
    if verb == "base":
        query = {"base": value, **entry}
    elif verb == "bases":
        query = {"change": "1", **entry}
    elif verb == "entry":
        track, _, kind = value.partition("/")
        query = {"track": track, "kind": kind}
    elif verb == "find" or (verb == "save" and text):
        query = {"change": "1", **entry, "q": text}
    elif verb in ("add", "switch", "designated"):
        query = {}
    else:
        query = {key: shown[key] for key in ("base", "change", "q", "track", "kind") if key in shown}
    return f"?{urlencode(query)}" if query else ""


def differences(wanted: Sequence[str], stored: Sequence[str], answer: bool | None, stored_answer: bool | None) -> str:
    """Sentences: what somebody chose here beside what another window has saved, where they are not the same.

    `wanted` and `stored` are names of specialties in order; an `answer` that was not given (None) is no difference.
    """
    found = ""
    if list(wanted) != list(stored):
        found += f"志愿：您选 {'、'.join(wanted) or '无'}，现在是 {'、'.join(stored) or '无'}。"
    if answer is not None and answer != stored_answer:
        found += f"服从调剂：您选 {ANSWERS[answer]}，现在是 {ANSWERS[stored_answer]}。"
    return found


def after(move: str, plans: Sequence[UUID], designated: UUID | None) -> list[UUID]:
    """The list after a button: add:ID, switch:ID, up:RANK, down:RANK, remove:RANK, designated, or nothing."""
    verb, _, value = move.partition(":")
    result = list(plans)
    if verb in ("add", "switch"):
        try:
            plan = UUID(value)
        except ValueError:
            return result
        return [plan] if verb == "switch" else [*result, plan]
    if verb == "designated" and designated is not None:
        return [designated]
    if verb in ("up", "down", "remove") and value.isascii() and value.isdigit() and 1 <= int(value) <= len(result):
        index = int(value) - 1
        if verb == "remove":
            del result[index]
        else:
            other = index - 1 if verb == "up" else index + 1
            if 0 <= other < len(result):
                result[index], result[other] = result[other], result[index]
    return result

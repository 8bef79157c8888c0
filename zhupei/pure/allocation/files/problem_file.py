"""A problem file (`zhupei-allocation/1`) → `Problem`, or every fault in it.

The rows below describe the file; what no type can say (ids that stand twice, lists that are not there, more designated
than the quota, a key that must be given) is looked for afterwards, in what does fit.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar

from msgspec import UNSET, Struct, UnsetType, defstruct
from msgspec.structs import asdict, astuple

from zhupei.pure.allocation.files.canonical import sha256_of
from zhupei.pure.allocation.files.faults import Faults, shown
from zhupei.pure.allocation.files.fitting import fit, fit_rows
from zhupei.pure.allocation.files.json_file import collector_off, content, parse
from zhupei.pure.allocation.files.kinds import LARGEST_NUMBER, Number, Ordinal, Parts, Text, one_of
from zhupei.pure.allocation.problem import AllocationPolicy, Applicant, Key, Problem, Programme

T = TypeVar("T")

FORMAT = "zhupei-allocation/1"


class _File(Struct, forbid_unknown_fields=True):
    """The parts, each of which is looked at in its turn."""

    format: Any
    programmes: list[Any]
    lists: Any
    applicants: list[Any]
    seed: Any = UNSET
    policy: Any = UNSET
    designated: Any = UNSET


class _Policy(Struct, forbid_unknown_fields=True):
    adjustment: Literal["joint", "base_first", "none"] = "joint"
    objective: Literal["max_placement", "score_first"] = "max_placement"


class _Programme(Struct, forbid_unknown_fields=True):
    id: Text
    base: Text
    list: Text
    quota: Number
    line: Number | None = None
    tier: Ordinal | None = None


class _Row(Protocol):
    """An applicant as he stands in the file; UNSET: the field is absent, which the hash tells from null."""

    id: str
    choices: list[str]
    accepts_adjustment: bool | UnsetType
    adjustment_key: Key | UnsetType | None
    base: str | UnsetType | None
    eligible: list[str] | UnsetType | None
    rough_preference: list[str] | UnsetType | None
    withdrawn: bool | UnsetType


def _row(name: Any) -> type[Any]:
    """The type of an applicant. `name`: the type of a programme's id."""
    return defstruct(
        "Row",
        [
            ("id", Text),
            ("choices", list[name]),
            ("accepts_adjustment", bool | UnsetType, UNSET),
            ("adjustment_key", Parts | UnsetType | None, UNSET),
            ("base", Text | UnsetType | None, UNSET),
            ("eligible", list[name] | UnsetType | None, UNSET),
            ("rough_preference", list[name] | UnsetType | None, UNSET),
            ("withdrawn", bool | UnsetType, UNSET),
        ],
        forbid_unknown_fields=True,
        gc=False,
    )


# What stands for what is missing or wrong, and noted: nobody is blamed for it a second time.
_NO_PROGRAMME = {"id": "", "base": "", "list": "", "quota": LARGEST_NUMBER}
_NO_ROW: Mapping[str, Any] = {"id": "", "choices": [], "adjustment_key": [0]}


def read(file: Path, *, seed_needed: bool = True) -> Problem:
    """The problem of a file. Raises FaultyFile. Without `seed_needed` the seed may be absent: it is not drawn yet."""
    with collector_off():
        faults = Faults()
        return _problem(parse(content(file), faults), faults, seed_needed)


def parsed(data: bytes, *, seed_needed: bool = True) -> Problem:
    """As `read`, from the bytes of the file. Raises FaultyFile."""
    with collector_off():
        faults = Faults()
        return _problem(parse(data, faults), faults, seed_needed)


def problem(document: Any, *, seed_needed: bool = True) -> Problem:
    """As `read`, from the parsed document, which stays as it is. Raises FaultyFile."""
    if isinstance(document, dict) and isinstance(document.get("applicants"), list):
        document = document | {"applicants": list(document["applicants"])}
    with collector_off():
        return _problem(document, Faults(), seed_needed)


def _problem(document: Any, faults: Faults, seed_needed: bool) -> Problem:
    """Uses up the applicants of the document."""
    _known_format(document, faults)
    fit(document, _File, (), faults)
    if seed_needed and "seed" not in document:
        faults.add((), '"seed" is missing')
    seed = _part(document, "seed", Text, "", faults)
    policy = _part(document, "policy", _Policy, _Policy(), faults)
    lists = _part(document, "lists", dict[str, dict[Text, Parts]], {}, faults)
    programmes = _programmes(document, faults)
    name = one_of([each.id for each in programmes]) if isinstance(document.get("programmes"), list) else Text
    designated = _designated(document, name, programmes, faults)
    rows = document.get("applicants")
    rows = fit_rows(rows, _row(name), ("applicants",), faults, _NO_ROW) if isinstance(rows, list) else []
    _people(rows, designated, {each.id: each.list for each in programmes}, faults)
    faults.check()
    for row in rows:
        if row.eligible:
            row.eligible.sort()
    rows.sort(key=lambda row: row.id)
    digest = sha256_of(document, rows)
    people = _applicants(rows)
    return Problem(
        seed, programmes, _with_ids_of(people, lists), people, designated, AllocationPolicy(*astuple(policy)), digest
    )


def _known_format(document: Any, faults: Faults) -> None:
    """Of another format nothing else is said."""
    if not isinstance(document, dict):
        fit(document, _File, (), faults)
        faults.check()
    if document.get("format", FORMAT) != FORMAT:
        faults.add(("format",), f"{shown(document['format'])} is not known; this program reads {shown(FORMAT)}")
        faults.check()


def _part(document: Mapping[str, Any], name: str, kind: type[T], otherwise: T, faults: Faults) -> T:
    """`otherwise` also for what is wrong, and noted."""
    found = fit(document[name], kind, (name,), faults) if name in document else None
    return otherwise if found is None else found


def _programmes(document: Mapping[str, Any], faults: Faults) -> list[Programme]:
    """Each id once, without those that have none."""
    given, lists = document.get("programmes"), document.get("lists")
    if not isinstance(given, list):
        return []
    found: dict[str, Programme] = {}
    for number, row in enumerate(fit_rows(list(given), _Programme, ("programmes",), faults, _NO_PROGRAMME)):
        place = ("programmes", number)
        if row.list and isinstance(lists, dict) and row.list not in lists:
            faults.add((*place, "list"), f"there is no list {shown(row.list)} in lists")
        if row.id in found:
            faults.add((*place, "id"), f"duplicate id: programme {shown(row.id)} stands more than once")
        elif row.id:
            found[row.id] = Programme(**asdict(row) | {"line": row.line or 0})
    return list(found.values())


def _designated(
    document: Mapping[str, Any], name: Any, programmes: Sequence[Programme], faults: Faults
) -> dict[str, str]:
    """Overfull is for a person to settle: nobody is displaced silently."""
    given = document.get("designated", {})
    if fit(given, dict[Text, name], ("designated",), faults) is None:
        known = {each.id for each in programmes}
        rows = given.items() if isinstance(given, dict) else ()
        given = {person: place for person, place in rows if isinstance(place, str) and place in known}
    counts = Counter(given.values())
    for each in programmes:
        if counts[each.id] > each.quota:
            more = f"{counts[each.id]} designated applicants for {shown(each.id)}, whose quota is {each.quota}"
            faults.add(("designated",), f"more designated than the quota: {more}")
    return dict(given)


def _people(rows: Sequence[_Row], designated: Collection[str], list_of: Mapping[str, str], faults: Faults) -> None:
    """`list_of`: programme → list."""
    seen: set[str] = set()
    for number, row in enumerate(rows):
        if row.id in seen:
            told = f"duplicate id: applicant {shown(row.id)} stands more than once"
            faults.add(("applicants", number, "id"), told)
        elif row.id:
            seen.add(row.id)
        choices, eligible, rough = row.choices, row.eligible, row.rough_preference
        if len(choices) > 1:
            _once(choices, number, "choices", faults)
            if row.accepts_adjustment is True and not row.adjustment_key and len({*map(list_of.get, choices)}) > 1:
                told = "must be given: he accepts adjustment and has choices on more than one list"
                faults.add(("applicants", number, "adjustment_key"), told)
        if eligible and len(eligible) > 1:
            _once(eligible, number, "eligible", faults)
        if rough and len(rough) > 1:
            _once(rough, number, "rough_preference", faults)
        if row.withdrawn is True and row.id in designated:
            told = f"{shown(row.id)} is designated: take him off that list first"
            faults.add(("applicants", number, "withdrawn"), told)


def _once(names: Sequence[str], number: int, field: str, faults: Faults) -> None:
    if len(set(names)) == len(names):
        return
    seen: set[str] = set()
    for position, name in enumerate(names):
        if name in seen:
            faults.add(("applicants", number, field, position), f"{shown(name)} is named twice")
        seen.add(name)


def _applicants(rows: Sequence[_Row]) -> list[Applicant]:
    """In the same order, with what absent fields stand for."""
    return [
        Applicant(
            row.id,
            row.choices,
            row.accepts_adjustment is True,
            row.adjustment_key or None,
            None if row.eligible is UNSET else row.eligible,
            row.rough_preference or (),
            row.base or None,
            row.withdrawn is True,
        )
        for row in rows
    ]


def _with_ids_of(people: Sequence[Applicant], lists: dict[str, dict[str, Key]]) -> dict[str, dict[str, Key]]:
    """The same lists, with the very texts of the people as ids: one object is found without comparing letters."""
    ids = [each.id for each in people]
    own = dict(zip(ids, ids, strict=True)).get
    return {name: dict(zip(map(own, keys, keys), keys.values(), strict=True)) for name, keys in lists.items()}

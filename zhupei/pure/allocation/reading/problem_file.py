"""A problem file (`zhupei-allocation/1`) → `Problem`, or every fault in it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from msgspec import UNSET
from msgspec.structs import asdict

from zhupei.pure.allocation import problem as words
from zhupei.pure.allocation.problem import Applicant, Key, Policy, Problem, Programme
from zhupei.pure.allocation.reading import canonical, shapes, typed
from zhupei.pure.allocation.reading.faults import Faults, Faulty, shown
from zhupei.pure.allocation.reading.json_file import collector_off, content, parse

FORMAT = "zhupei-allocation/1"
NAMELESS = "an applicant's id is not an empty text"
_NEEDED = {"format", "seed", "programmes", "lists", "applicants"}
_KNOWN = _NEEDED | {"policy", "designated"}
_PROGRAMME = {"id", "base", "list", "quota"}
_APPLICANT = {"id", "choices"}
_POLICIES = {
    "adjustment": (words.JOINT, words.BASE_FIRST, words.NO_ADJUSTMENT),
    "objective": (words.MAX_PLACEMENT, words.SCORE_FIRST),
}


def read(file: Path, *, seed_needed: bool = True) -> Problem:
    """The problem of a file. Raises Faulty. Without `seed_needed` the seed may be absent: it has not been drawn yet."""
    return parsed(content(file), seed_needed=seed_needed)


def parsed(data: bytes, *, seed_needed: bool = True) -> Problem:
    """As `read`, from the bytes of the file. Raises Faulty."""
    with collector_off():
        faults = Faults()
        return plain(data, seed_needed) or _by_value(parse(data, faults), faults, seed_needed)


def problem(document: Any, *, seed_needed: bool = True) -> Problem:
    """As `read`, from the parsed document, whose lists the problem goes on using. Raises Faulty."""
    with collector_off():
        return _by_value(document, Faults(), seed_needed)


def plain(data: bytes, seed_needed: bool = True) -> Problem | None:
    """The problem of a file that is plainly right: what `_by_value` would give. None: it may be wrong."""
    document = typed.document(data)
    if document is None or (seed_needed and document.seed is UNSET):
        return None
    given = {name: value for name, value in asdict(document).items() if value is not UNSET}
    faults = Faults()
    try:
        found = _without_applicants(given, document.lists, faults)
        faults.check()
    except Faulty:
        return None
    rows = typed.rows(document.applicants, [each.id for each in found.programmes])
    if rows is None:
        return None
    text = canonical.Text(given, rows)
    applicants = typed.applicants(rows)
    if not typed.no_key_twice(data, text.colons) or any(
        each.withdrawn and each.id in found.designated for each in applicants
    ):
        return None
    lists = typed.with_ids_of(rows, document.lists)
    return replace(found, lists=lists, applicants=applicants, input_sha256=text.sha256)


def _by_value(document: Any, faults: Faults, seed_needed: bool) -> Problem:
    needed = _NEEDED if seed_needed else _NEEDED - {"seed"}
    if shapes.fields(document, (), needed, _KNOWN, faults) is None or not document.keys() >= needed:
        faults.check()
    found = _without_applicants(document, None, faults)
    known = frozenset(each.id for each in found.programmes)
    applicants = _applicants(shapes.array(document["applicants"], ("applicants",), faults), known, faults)
    for place, each in enumerate(applicants):
        if each.withdrawn and each.id in found.designated:
            faults.add(
                ("applicants", place, "withdrawn"), f"{shown(each.id)} is designated: take him off that list first"
            )
    faults.check()
    applicants.sort(key=lambda each: each.id)
    return replace(found, applicants=applicants, input_sha256=canonical.input_sha256(document))


def _without_applicants(
    document: Mapping[str, Any], lists: dict[str, dict[str, Key]] | None, faults: Faults
) -> Problem:
    """`lists`: when they have been checked."""
    if document["format"] != FORMAT:
        faults.add(("format",), f"{shown(document['format'])} is not known; this program reads {shown(FORMAT)}")
        faults.check()
    seed = shapes.text(document["seed"], ("seed",), faults) if "seed" in document else ""
    policy = _policy(document.get("policy", {}), faults)
    if lists is None:
        lists = _lists(document["lists"], faults)
    programmes = _programmes(document["programmes"], lists, faults)
    designated = _designated(document.get("designated", {}), {each.id: each for each in programmes}, faults)
    return Problem(seed or "", programmes, lists, (), designated, policy)


def _policy(value: Any, faults: Faults) -> Policy:
    given = shapes.fields(value, ("policy",), set(), set(_POLICIES), faults) or {}
    for name, allowed in _POLICIES.items():
        if name in given and given[name] not in allowed:
            faults.add(("policy", name), f"{shown(given[name])} is not one of {', '.join(allowed)}")
    return Policy(**{name: value for name, value in given.items() if name in _POLICIES})


def _lists(value: Any, faults: Faults) -> dict[str, dict[str, Key]]:
    lists = shapes.mapping(value, ("lists",), faults)
    for name, keys in lists.items():
        for person, key in shapes.mapping(keys, ("lists", name), faults).items():
            if not person:
                faults.add(("lists", name, person), NAMELESS)
            shapes.key(key, ("lists", name, person), faults)
    return lists


def _programmes(value: Any, lists: Mapping[str, object], faults: Faults) -> list[Programme]:
    """Usable ones only; `faults` has the rest."""
    found: dict[str, Programme] = {}
    for position, row in enumerate(shapes.array(value, ("programmes",), faults)):
        place = ("programmes", position)
        given = shapes.fields(row, place, _PROGRAMME, set(Programme._fields), faults)
        if given is None or not given.keys() >= _PROGRAMME:
            if type(name := (given or {}).get("id")) is str:
                found.setdefault(name, Programme(name, "", "", shapes.LARGEST_NUMBER))  # noted; its name is known
            continue
        name, base, scores = (shapes.text(given[part], (*place, part), faults) for part in ("id", "base", "list"))
        quota = shapes.number(given["quota"], (*place, "quota"), faults)
        line = 0 if given.get("line") is None else shapes.number(given["line"], (*place, "line"), faults)
        tier = None if given.get("tier") is None else shapes.number(given["tier"], (*place, "tier"), faults, least=1)
        if scores is not None and scores not in lists:
            faults.add((*place, "list"), f"there is no list {shown(scores)} in lists")
        if name in found:
            faults.add((*place, "id"), f"duplicate id: programme {shown(name)} stands more than once")
        elif name:
            if quota is None:
                quota = shapes.LARGEST_NUMBER  # noted; the designated are not to blame as well
            found[name] = Programme(name, base or "", scores or "", quota, line or 0, tier)
    return list(found.values())


def _designated(value: Any, known: Mapping[str, Programme], faults: Faults) -> dict[str, str]:
    """Overfull is for a person to settle: nobody is displaced silently."""
    designated = shapes.mapping(value, ("designated",), faults)
    counts: Counter[str] = Counter()
    for person, name in designated.items():
        if not person:
            faults.add(("designated", person), NAMELESS)
        if type(name) is not str or name not in known:
            faults.add(("designated", person), f"unknown programme {shown(name)}")
            continue
        counts[name] += 1
    for name, count in counts.items():
        if count > known[name].quota:
            more = f"{count} designated applicants for {shown(name)}, whose quota is {known[name].quota}"
            faults.add(("designated",), f"more designated than the quota: {more}")
    return designated


def _applicants(rows: list[Any], known: frozenset[str], faults: Faults) -> list[Applicant]:
    _people(rows, faults)
    return [_applicant(row, place, known, faults) for place, row in enumerate(rows)]


def _people(rows: list[Any], faults: Faults) -> None:
    """Nobody stands twice."""
    seen: set[str] = set()
    for position, row in enumerate(rows):
        name = row.get("id") if isinstance(row, dict) else None
        if type(name) is not str:
            continue
        if name in seen:
            faults.add(("applicants", position, "id"), f"duplicate id: applicant {shown(name)} stands more than once")
        seen.add(name)


def _applicant(row: Any, position: int, known: frozenset[str], faults: Faults) -> Applicant:
    place = ("applicants", position)
    given = shapes.fields(row, place, _APPLICANT, set(Applicant._fields), faults)
    if given is None:
        return Applicant("")
    get = given.get
    key, eligible, rough, base = get("adjustment_key"), get("eligible"), get("rough_preference"), get("base")
    if key is not None:
        key = shapes.key(key, (*place, "adjustment_key"), faults)
    if eligible is not None:
        eligible = shapes.names(eligible, (*place, "eligible"), known, faults)
    if rough is not None:
        rough = shapes.names(rough, (*place, "rough_preference"), known, faults)
    if base is not None:
        base = shapes.text(base, (*place, "base"), faults)
    return Applicant(
        shapes.text(given["id"], (*place, "id"), faults) or "" if "id" in given else "",
        shapes.names(given["choices"], (*place, "choices"), known, faults) if "choices" in given else (),
        shapes.flag(get("accepts_adjustment", False), (*place, "accepts_adjustment"), faults),
        key,
        eligible,
        rough or (),
        base,
        shapes.flag(get("withdrawn", False), (*place, "withdrawn"), faults),
    )

"""A problem file (`zhupei-allocation/1`) → `Problem`, or every fault in it."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from zhupei.pure.allocation import problem as words
from zhupei.pure.allocation.problem import Applicant, Key, Policy, Problem, Programme
from zhupei.pure.allocation.reading import canonical, columns, shapes
from zhupei.pure.allocation.reading.faults import Faults, shown
from zhupei.pure.allocation.reading.json_file import collector_off, load

FORMAT = "zhupei-allocation/1"
_NEEDED = {"format", "seed", "programmes", "lists", "applicants"}
_KNOWN = _NEEDED | {"policy", "designated"}
_PROGRAMME = {"id", "base", "list", "quota"}
_POLICIES = {
    "adjustment": (words.JOINT, words.BASE_FIRST, words.NO_ADJUSTMENT),
    "objective": (words.MAX_PLACEMENT, words.SCORE_FIRST),
}


def read(file: Path, *, seed_needed: bool = True) -> Problem:
    """The problem of a file. Raises Faulty. Without `seed_needed` the seed may be absent: it has not been drawn yet."""
    with collector_off():
        faults = Faults()
        return _problem(load(file, faults), faults, seed_needed, sharing=True)


def problem(document: Any, *, seed_needed: bool = True) -> Problem:
    """As `read`, from the parsed document, whose lists the problem goes on using. Raises Faulty."""
    with collector_off():
        return _problem(document, Faults(), seed_needed)


def _problem(document: Any, faults: Faults, seed_needed: bool, sharing: bool = False) -> Problem:
    needed = _NEEDED if seed_needed else _NEEDED - {"seed"}
    if shapes.fields(document, (), needed, _KNOWN, faults) is None:
        faults.check()
    if "format" in document and document["format"] != FORMAT:
        faults.add(("format",), f"{shown(document['format'])} is not known; this program reads {shown(FORMAT)}")
        faults.check()
    seed = shapes.text(document["seed"], ("seed",), faults) if "seed" in document else ""
    policy = _policy(document.get("policy", {}), faults)
    lists = _lists(document.get("lists", {}), faults)
    programmes = _programmes(document.get("programmes", []), lists, faults)
    designated = _designated(document.get("designated", {}), {each.id: each for each in programmes}, faults)
    known = frozenset(each.id for each in programmes)
    rows = shapes.array(document.get("applicants", []), ("applicants",), faults)
    applicants = columns.applicants(rows, known)
    if applicants is None:
        applicants = row_by_row(rows, known, faults)
    for place, each in enumerate(applicants):
        if each.withdrawn and each.id in designated:
            faults.add(
                ("applicants", place, "withdrawn"), f"{shown(each.id)} is designated: take him off that list first"
            )
    faults.check()
    digest = canonical.input_sha256(document)
    applicants.sort(key=_id)
    if sharing:
        _share(applicants, {each.id: lists[each.list] for each in programmes})
    return Problem(seed or "", programmes, lists, applicants, designated, policy, digest)


def _share(applicants: list[Applicant], keys_at: Mapping[str, dict[str, Key]]) -> None:
    """Let a key for adjustment that is also on a list be one key: for memory."""
    for each in applicants:
        if (key := each.adjustment_key) is not None and each.choices:
            keys = keys_at[each.choices[0]]
            if (same := keys.get(each.id)) == key:
                key[:] = same
                keys[each.id] = key


def _id(applicant: Applicant) -> str:
    return applicant.id


def _policy(value: Any, faults: Faults) -> Policy:
    given = shapes.fields(value, ("policy",), set(), set(_POLICIES), faults) or {}
    for name, allowed in _POLICIES.items():
        if name in given and given[name] not in allowed:
            faults.add(("policy", name), f"{shown(given[name])} is not one of {', '.join(allowed)}")
    return Policy(**{name: value for name, value in given.items() if name in _POLICIES})


def _lists(value: Any, faults: Faults) -> dict[str, dict[str, Key]]:
    """Equal scores become one number, for memory."""
    lists = shapes.mapping(value, ("lists",), faults)
    one: dict[int, int] = {}
    for name, keys in lists.items():
        for person, key in shapes.mapping(keys, ("lists", name), faults).items():
            if not person:
                faults.add(("lists", name, person), "an applicant's id is not an empty text")
            if shapes.key(key, ("lists", name, person), faults):
                key[:] = map(one.setdefault, key, key)
    return lists


def _programmes(value: Any, lists: Mapping[str, object], faults: Faults) -> list[Programme]:
    """Usable ones only; `faults` has the rest."""
    found: dict[str, Programme] = {}
    for position, row in enumerate(shapes.array(value, ("programmes",), faults)):
        place = ("programmes", position)
        given = shapes.fields(row, place, _PROGRAMME, set(Programme._fields), faults)
        if given is None or not given.keys() >= _PROGRAMME:
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
        if type(name) is not str or name not in known:
            faults.add(("designated", person), f"unknown programme {shown(name)}")
            continue
        counts[name] += 1
    for name, count in counts.items():
        if count > known[name].quota:
            more = f"{count} designated applicants for {shown(name)}, whose quota is {known[name].quota}"
            faults.add(("designated",), f"more designated than the quota: {more}")
    return designated


def row_by_row(rows: list[Any], known: frozenset[str], faults: Faults) -> list[Applicant]:
    """Slower than `columns`, and says what is wrong; for plainly right rows both give the same."""
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
    given = shapes.fields(row, place, columns.NEEDED, columns.KNOWN, faults)
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

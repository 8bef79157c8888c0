"""The pictures of the set as documents: really checked, put into the vault once, shared by everybody's rows."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any, TypeVar

from zhupei.accounts.models import User
from zhupei.cycles.models import Round
from zhupei.dossiers import rules
from zhupei.dossiers.decoding import decoder
from zhupei.dossiers.models import Document, Dossier
from zhupei.dossiers.tasks.checking import read
from zhupei.kernel import clock
from zhupei.kernel.crypto import vault
from zhupei.kernel.refusals import Refusal
from zhupei.pure.scans.results import Accepted, Rejected
from zhupei.world import pictures

Columns = dict[str, Any]
Report = dict[str, Any]
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Album:
    """Columns of a checked document by picture. Use it within `cached_verdicts()`."""

    round: Round
    filed: dict[tuple[str, int, bool], Columns]

    def columns(self, kind: str, index: int, person: User) -> Columns:
        """What the row of this person's document holds. Raises ValueError when the picture is refused in this round:
        a province may have made a check strict that the drawn pictures do not pass.
        """
        place = kind, pictures.number(kind, index), rules.is_card(kind, person)
        if place not in self.filed:
            self.filed[place] = _filed(kind, pictures.pooled(kind, index), person, self.round)
        return self.filed[place]

    def prepare(self, kinds: Iterable[str], person: User, part: tuple[int, int]) -> None:
        """Check every picture now. Processes begin at different places, so that each finds what others have done."""
        places = [(kind, number) for kind in kinds for number in range(pictures.size(kind))]
        first = len(places) * part[0] // part[1]
        for kind, number in places[first:] + places[:first]:
            self.columns(kind, number, person)


def _filed(kind: str, data: bytes, person: User, round_: Round) -> Columns:
    name = f"{kind}.jpg"
    limits = rules.intake_limits(kind, round_)
    clean = _answered(kind, decoder().accept(data, declared_name=name, limits=limits, kind=rules.scan_kind(kind)))
    noticed = [{"code": each.code, "message": each.message} for each in clean.findings]
    if kind == Document.Kind.PORTRAIT:
        report = _portrait(clean, len(data), round_)
    else:
        clean, report = _document(kind, clean, person, round_)
    return {
        "name": name,
        "original_key": vault.put(data),
        "original_size": len(data),
        "original_digest": hashlib.sha256(data).hexdigest(),
        "clean_key": vault.put(clean.content),
        "thumbnail_key": vault.put(clean.thumbnail),
        "media_type": clean.media_type,
        "digest": hashlib.sha256(clean.content).hexdigest(),
        "size": len(clean.content),
        "width": clean.width,
        "height": clean.height,
        "report": {"findings": noticed, **report},
    }


def _portrait(clean: Accepted, size: int, round_: Round) -> Report:
    measured = decoder().verify(clean.content, rules.portrait_limits(round_), size=size)
    judged = rules.judged(_answered("portrait", measured), round_)
    _passed("portrait", rules.portrait(judged))
    return {"portrait": judged.as_json()}


def _document(kind: str, clean: Accepted, person: User, round_: Round) -> tuple[Accepted, Report]:
    """What is seen first, then what is read, as the two jobs of an upload leave it."""
    seen = _answered(kind, decoder().inspect(clean.pictures[0], rules.document_limits(round_)))
    if seen.turned:
        clean = replace(clean, **vars(seen.turned))
    checks = rules.seen(seen.report, round_)
    known = {check.name for check in checks}
    nobodys = Document(kind=kind, dossier=Dossier(person=person))
    words, _ = read(nobodys, clean.pictures, round_, clock.now(), upright=not clean.pages)
    checks += tuple(check for check in words if check.name not in known)
    _passed(kind, rules.document(checks))
    return clean, {"document": [asdict(check) for check in checks]}


def _answered(kind: str, answer: Answer | Rejected) -> Answer:
    if isinstance(answer, Rejected):
        raise ValueError(f"the {kind} of the set is refused: {answer.message}")
    return answer


def _passed(kind: str, refusal: Refusal | None) -> None:
    if refusal is not None:
        raise ValueError(f"the {kind} of the set is refused: {refusal.message}")

"""The pictures of the set as documents: really checked, put into the vault once, shared by everybody's rows."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

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


@dataclass(frozen=True)
class Album:
    """Columns of a checked document by picture. Use it within `remembering()`."""

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
    clean = decoder().accept(data, declared_name=name, limits=limits, kind=rules.scan_kind(kind))
    if isinstance(clean, Rejected):
        raise ValueError(f"{kind}: {clean.message}")
    judge = _portrait if kind == Document.Kind.PORTRAIT else _document
    clean, report, refusal = judge(kind, data, clean, person, round_)
    if refusal is not None:
        raise ValueError(f"{kind}: {refusal.message}")
    noticed = [{"code": each.code, "message": each.message} for each in clean.findings]
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


Judged = tuple[Accepted, dict[str, Any], Refusal | None]


def _portrait(kind: str, data: bytes, clean: Accepted, person: User, round_: Round) -> Judged:
    measured = decoder().verify(clean.content, rules.portrait_limits(round_), size=len(data))
    if isinstance(measured, Rejected):
        raise ValueError(f"{kind}: {measured.message}")
    judged = rules.judged(measured, round_)
    return clean, {"portrait": judged.as_json()}, rules.portrait(judged)


def _document(kind: str, data: bytes, clean: Accepted, person: User, round_: Round) -> Judged:
    seen = decoder().look(clean.pictures[0], rules.document_limits(round_))
    if isinstance(seen, Rejected):
        raise ValueError(f"{kind}: {seen.message}")
    if seen.turned:
        clean = replace(clean, **vars(seen.turned))
    nobodys = Document(kind=kind, dossier=Dossier(person=person))
    words, _ = read(nobodys, clean.pictures, round_, clock.now())
    checks = rules.seen(seen.report, round_)
    known = {check.name for check in checks}
    checks += tuple(check for check in words if check.name not in known)
    return clean, {"document": [asdict(check) for check in checks]}, rules.document(checks)

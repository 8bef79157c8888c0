"""What its owner should look at again on documents that count, before he applies: hints, never a reason against it."""

from collections.abc import Iterator
from dataclasses import dataclass

from zhupei.cycles.models import Cycle
from zhupei.dossiers.models import Document
from zhupei.dossiers.queries import DossierData
from zhupei.dossiers.rules.matrix import Demanded, demanded

UNTAKEN = "修复好的照片还没有使用：请到“证明材料”对比后点“使用修复后的照片”"


@dataclass(frozen=True, slots=True)
class Doubt:
    """`title` names the document."""

    title: str
    message: str


def doubts(data: DossierData, cycle: Cycle) -> list[Doubt]:
    """In the order of the cards."""
    return [doubt for demand in demanded(data, cycle) for doubt in _of(demand, data)]


def _of(demand: Demanded, data: DossierData) -> Iterator[Doubt]:
    attempt, document = data.attempts.get(demand.slot), data.documents.get(demand.slot)
    if attempt is not None and attempt.state == Document.State.OFFERED:
        yield Doubt(demand.title, UNTAKEN)
    for check in document.report.get("document", ()) if document is not None else ():
        if check["verdict"] != "pass":
            yield Doubt(demand.title, check["advice"])

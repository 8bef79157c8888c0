"""What an identity card may put into the empty form of its owner: a proposal, saved only by the person himself."""

import json
from dataclasses import dataclass, fields
from functools import cache

from zhupei.accounts.models import User
from zhupei.dossiers import options
from zhupei.dossiers.models import Document, Dossier
from zhupei.pure.reference.addresses import county_of
from zhupei.pure.scans.reading import DocumentReport, compare
from zhupei.pure.scans.reading.compare import folded


@dataclass(frozen=True)
class Card:
    """As printed."""

    ethnicity: str = ""
    address: str = ""


def card(report: DocumentReport, person: User) -> str:
    """`Card` as JSON, to be kept sealed; empty unless the number on the card is that of the account."""
    read = report.read
    if read is None or compare(read, number=person.document_number.plain(), name=person.name).number != "same":
        return ""
    return json.dumps({each.name: getattr(read, each.name) or "" for each in fields(Card)}, ensure_ascii=False)


def prefill(dossier: Dossier, document: Document | None) -> dict[str, str]:
    """Field → value for what the person has left empty: ethnicity and region as codes, the rest of the address."""
    printed = document.card.plain() if document is not None else ""
    if not printed:
        return {}
    found, read = {}, Card(**json.loads(printed))
    if not dossier.ethnicity and (code := _ethnicity(read.ethnicity)):
        found["ethnicity"] = code
    if not dossier.registered_region_id and not dossier.registered_detail and (place := county_of(read.address)):
        found["registered_region"], found["registered_detail"] = place
    return {name: value for name, value in found.items() if value}


def _ethnicity(printed: str) -> str | None:
    """The card says 纳西, the list 纳西族; 汉 is read as 漢 at times."""
    return _codes().get(folded(printed).removesuffix("族"))


@cache
def _codes() -> dict[str, str]:
    return {label.removesuffix("族"): code for code, label in options.offered("ethnicities")}

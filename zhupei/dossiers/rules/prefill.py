"""What an identity card may put into the empty form of its owner: a proposal, saved only by the person himself."""

import json
from functools import cache

from zhupei.accounts.models import User
from zhupei.dossiers import options
from zhupei.dossiers.models import Document, Dossier
from zhupei.pure.identity import name_key
from zhupei.pure.reference.addresses import county_of
from zhupei.pure.scans.document_check import DocumentReport, compare


def card(report: DocumentReport, person: User) -> str:
    """Field → value as JSON, to be kept sealed: ethnicity and region as codes, the rest of the address. Empty unless
    the number on the card is that of the account.
    """
    read = report.read
    if read is None or compare(read, number=person.document_number.plain(), name=person.name).number != "same":
        return ""
    region, detail = county_of(read.address or "") or ("", "")
    found = {"ethnicity": _ethnicity(read.ethnicity or ""), "registered_region": region, "registered_detail": detail}
    return json.dumps(found, ensure_ascii=False)


def prefill(dossier: Dossier, document: Document | None) -> dict[str, str]:
    """Field → value for what the person has left empty; of an address all or nothing."""
    read = json.loads((document.card.plain() if document is not None else "") or "{}")
    kept = {"ethnicity"} if dossier.ethnicity else set()
    if dossier.registered_region_id or dossier.registered_detail:
        kept |= {"registered_region", "registered_detail"}
    return {name: value for name, value in read.items() if value and name not in kept}


def _ethnicity(printed: str) -> str:
    """The card says 纳西, the list 纳西族; 汉 is read as 漢 at times."""
    return _codes().get(name_key(printed).removesuffix("族"), "")


@cache
def _codes() -> dict[str, str]:
    return {label.removesuffix("族"): code for code, label in options.offered("ethnicities")}

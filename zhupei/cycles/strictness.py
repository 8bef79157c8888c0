"""How strictly each check of an uploaded picture is applied: it blocks, warns, or is off (domain section 10)."""

from collections.abc import Mapping
from uuid import UUID

from zhupei.cycles import queries
from zhupei.cycles.models import PictureCheck
from zhupei.pure.portrait import PORTRAIT_CHECKS
from zhupei.pure.scans.document_check import DOCUMENT_CHECKS, NEVER_FAIL

BLOCK, WARN, OFF = PictureCheck.Mode.BLOCK, PictureCheck.Mode.WARN, PictureCheck.Mode.OFF
# Of a portrait all is asked; what a machine sees or reads on a document is a hint and decides nothing (imaging.md).
USUAL: Mapping[str, str] = {**dict.fromkeys(PORTRAIT_CHECKS, BLOCK), **dict.fromkeys(DOCUMENT_CHECKS, WARN)}


def modes_of(name: str) -> Mapping[str, str]:
    """Mode → what it is called. A check that never fails cannot block."""
    return {mode.value: mode.label for mode in PictureCheck.Mode if not (mode == BLOCK and name in NEVER_FAIL)}


def strictness(cycle_id: UUID | None) -> Mapping[str, str]:
    """Every check → its mode in this cycle; the usual ones where there is no cycle or the province has said nothing."""
    return {**USUAL, **queries.picture_checks(cycle_id)} if cycle_id else USUAL

"""What of the dossier may be edited now: only the returned items while correcting, nothing once approved."""

from django.http import HttpRequest

from zhupei.applications import queries, states
from zhupei.applications.models import Application
from zhupei.desks.applicant import standing
from zhupei.kernel.refusals import Refusal


def editable(request: HttpRequest, item: str) -> Refusal | None:
    """`item` is a section (basics, education, work, licence) or `document:<slot>`. None: it may be edited.

    After approval certificates that were promised may still be supplied (domain section 5.2): the caller names such
    a slot `document:<slot>` too, and the base sees it as a supplement.
    """
    application = standing.of(request).application
    if application is None:
        return None
    if application.state == states.APPROVED and not item.startswith(("document:diploma:", "document:degree:")):
        return Refusal("dossier:approved", "审核已通过，信息已锁定。", remedy="如确需更正，请联系所报基地。")
    if application.state == states.RETURNED and not _in_correction(request, application, item):
        return Refusal(
            "dossier:not-returned",
            "退回补正期间只能修改被退回的内容。",
            remedy="报名截止前如需修改其他内容，可先“取消报名”。",
        )
    return None


def reason(request: HttpRequest, item: str) -> str:
    """Why the reviewer has returned this item; '' when it was not, or nothing is waiting for correction."""
    application = standing.of(request).application
    return _corrections(request, application).get(item, "") if application is not None else ""


def section_reason(request: HttpRequest, section: str) -> str:
    """The same for a whole section: 证明材料 is returned when one of its documents is."""
    application = standing.of(request).application
    if section != "documents" or application is None:
        return reason(request, section)
    found = _corrections(request, application)
    return "；".join(words for item, words in found.items() if item.startswith("document:"))


def _in_correction(request: HttpRequest, application: Application, item: str) -> bool:
    """A returned item; or a document that the submitted version lacks: correcting a section may ask for a new one."""
    if item in _corrections(request, application):
        return True
    slot = item.removeprefix("document:")
    return slot != item and slot not in _submitted_slots(request, application)


def _submitted_slots(request: HttpRequest, application: Application) -> set[str]:
    kept = getattr(request, "_submitted_slots", None)
    if kept is None:
        kept = queries.submitted_slots(application)
        request._submitted_slots = kept  # type: ignore[attr-defined]
    return kept


def _corrections(request: HttpRequest, application: Application) -> dict[str, str]:
    """The open items, loaded once per request: a page asks for every section and document it shows."""
    kept = getattr(request, "_corrections", None)
    if kept is None:
        kept = queries.open_corrections(application)
        request._corrections = kept  # type: ignore[attr-defined]
    return kept

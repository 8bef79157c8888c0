"""What of the dossier this page may offer for editing now, and why a part was returned."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from zhupei.applications import queries, rules
from zhupei.applications.models import Application
from zhupei.desks.applicant import own_journey
from zhupei.kernel.refusals import Refusal


def editable(request: HttpRequest, item: str) -> Refusal | None:
    """`item` is a section (basics, education, work, licence) or `document:<slot>`. None: it may be edited.

    The rule is that of the application, which the action asks again behind its lock.
    """
    application = own_journey.of(request).application
    if application is None:
        return None
    submitted = SimpleLazyObject(lambda: _submitted_slots(request, application))
    return rules.editing(application.state, item, _corrections(request, application), submitted)


def reason(request: HttpRequest, item: str) -> str:
    """Why the reviewer has returned this item; '' when it was not, or nothing is waiting for correction."""
    application = own_journey.of(request).application
    return _corrections(request, application).get(item, "") if application is not None else ""


def section_reason(request: HttpRequest, section: str) -> str:
    """The same for a whole section: 证明材料 is returned when one of its documents is."""
    application = own_journey.of(request).application
    if section != "documents" or application is None:
        return reason(request, section)
    found = _corrections(request, application)
    return "；".join(words for item, words in found.items() if item.startswith("document:"))


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

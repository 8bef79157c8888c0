"""What every full page knows, whichever desk it belongs to: display settings, who is looking, when the session ends."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from zhupei.accounts import rules
from zhupei.desks.shared import display, kept
from zhupei.desks.shared.addresses import url
from zhupei.kernel.clock import SHANGHAI


def page(request: HttpRequest) -> dict[str, Any]:
    """Costs no query of its own: the views bring what needs the database."""
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    return {
        "display": display.chosen(request),
        "me": _me(user) if signed_in else None,
        "owner": kept.owner_key(user) if signed_in else "",
        "demo": settings.DEMONSTRATION,
        "code_valid": rules.VALID,
        "session_expires_at": _expiry(request) if signed_in else None,
    }


def _me(user: Any) -> dict[str, Any]:
    links = [{"url": url("applicant:account"), "label": "账号与安全"}] if user.is_applicant else []
    return {"name": user.name, "masked": user.document_number.masked(), "links": links}


def _expiry(request: HttpRequest) -> datetime:
    limits = rules.session_limits(request.user)
    now = datetime.now(tz=SHANGHAI)
    began = datetime.fromtimestamp(request.session.get("began", now.timestamp()), tz=SHANGHAI)
    return min(now + timedelta(seconds=limits.idle), began + timedelta(seconds=limits.absolute))

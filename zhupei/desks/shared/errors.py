"""Plain pages for what goes wrong. They need neither database nor session, so that they always appear."""

from typing import Any

from django.contrib import auth
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse

from zhupei.desks.shared import acts, guards, kept
from zhupei.desks.shared.acts import ActFault
from zhupei.desks.shared.display import chosen
from zhupei.desks.shared.own_addresses import page_before, sent_by_us
from zhupei.desks.shared.session import has_ended
from zhupei.kernel.refusals import Refusal


def page(request: HttpRequest, status: int, template: str = "", **context: Any) -> HttpResponse:
    """Render `errors/<status>.html`; a fragment request gets the same words."""
    html = render_to_string(template or f"errors/{status}.html", {"display": chosen(request), **context})
    return HttpResponse(html, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 404)


def only_for_forms(request: HttpRequest, allowed: str) -> HttpResponse:
    response = page(request, 405)
    response["Allow"] = allowed
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    return page(request, 500)


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """An action's reason, where no page could show it: nothing has been changed."""
    shown = {"refusal": refusal, "back": page_before(request) or "/"}
    return acts.fault(
        request, ActFault(refusal=refusal), lambda fault: page(request, 200, "errors/refused.html", **shown)
    )


def too_many(request: HttpRequest, refusal: Refusal | None = None, *, seconds: int = 60) -> HttpResponse:
    response = page(request, 429, refusal=refusal, seconds=seconds)
    response["Retry-After"] = str(seconds)
    return response


def waiting(request: HttpRequest) -> HttpResponse:
    """Above capacity: say so at once, lose nothing."""
    response = page(request, 503)
    response["Retry-After"] = "10"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The token is that of an earlier login or gone: what was typed comes back to be confirmed, nothing is executed.

    Where nothing can come back and nobody is signed in any more, the way leads to the login, which says so.
    """
    if acts.by_script(request) or acts.for_part(request):
        return JsonResponse({"message": "页面已过期"}, status=403)
    request.user = auth.get_user(request)
    ended = not request.user.is_authenticated or has_ended(request)
    door = guards.door_of(request) if ended else ""
    if door and sent_by_us(request):
        return guards.to_login(request, door)
    typed = kept.again(request, status=401 if ended else 403, ended=ended)
    before = page_before(request)
    return typed or page(request, 403, "errors/csrf.html", before=before, login=reverse(door) if door else "")

"""How a form that sends codes answers: as a page, or as a sentence when a script asks."""

from collections.abc import Callable
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, JsonResponse

from zhupei.accounts import rules
from zhupei.kernel.refusals import Refusal, Refused

Page = Callable[[Any, int], HttpResponse]


def in_background(request: HttpRequest) -> bool:
    """The button 获取验证码 was pressed with a script: it wants a sentence, not a page."""
    return request.headers.get("x-requested-with") == "sms"


def sentence(message: str, *, status: int = 200, **more: Any) -> JsonResponse:
    """The answer of the controller `sms`: `message`, and `wait` in seconds or the `field` to look at."""
    return JsonResponse({"message": message, **more}, status=status)


def first_fault(form: BaseForm) -> JsonResponse:
    field, errors = next(iter(form.errors.items()))
    return sentence(str(errors[0]), status=422, field=field)


def status_of(refusal: Refusal) -> int:
    """429 when waiting helps, 503 when the row is busy, else 422: the input stays on the page."""
    if refusal.code.startswith(("wait:", "sms:")):
        return 429
    return 503 if refusal.code == "busy" else 422


def send_code(
    request: HttpRequest, form: BaseForm, send: Callable[[], None], *, first: Page, second: Page, said: str
) -> HttpResponse:
    """The step of a form that sends a code: `first` asks, `second` takes the code, both show faults of `form`.

    It is taken by the button of the first page, again (`again`) by one on the second, or by the script.
    """
    quiet = in_background(request)
    page = second if "again" in request.POST else first
    if not form.is_valid():
        if quiet:
            return first_fault(form)
        only_captcha = set(form.errors) == {"captcha_answer"}
        return (page if only_captcha else first)(form, 422)
    try:
        send()
    except Refused as refused:
        if quiet:
            return sentence(refused.refusal.message, status=status_of(refused.refusal))
        form.add_error(None, refused.refusal.message)
        return page(form, status_of(refused.refusal))
    return sentence(said, wait=rules.SMS_GAP.seconds) if quiet else second(form, 200)

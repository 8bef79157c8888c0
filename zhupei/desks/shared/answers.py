"""How a form that sends codes answers: as a page, or as a sentence when a script asks."""

from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, JsonResponse

from zhupei.kernel.refusals import Refusal


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

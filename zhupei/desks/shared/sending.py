"""The step of a form that sends a code to a telephone: by the page's button, by another one, or by the script `sms`."""

from collections.abc import Callable
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, JsonResponse

from zhupei.accounts import rules
from zhupei.desks.shared import acts
from zhupei.desks.shared.acts import ActFault

Page = Callable[[Any, ActFault | None], HttpResponse]


def send_code(
    request: HttpRequest, form: BaseForm, send: Callable[[], None], *, first: Page, second: Page, said: str
) -> HttpResponse:
    """`first` asks, `second` takes the code (`again`: one more was asked for there), both show faults of `form`.

    A script reads `said`, and `wait` in seconds until it may ask again.
    """

    def again(fault: ActFault) -> HttpResponse:
        here = fault.refusal is not None or set(form.errors) == {"captcha_answer"}
        return (second if here and "again" in request.POST else first)(form, fault)

    def sent(_: None) -> HttpResponse:
        if acts.by_script(request):
            return JsonResponse({"message": said, "wait": rules.SMS_GAP.seconds})
        return second(form, None)

    return acts.answer(request, send, form=form, again=again, done=sent)

"""The two captchas, and the button that sends a code to the phone of a signed-in person."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from zhupei.accounts import captcha, rules, sources, throttles
from zhupei.accounts.actions import codes
from zhupei.desks.shared import client, errors
from zhupei.desks.shared.answers import first_fault, in_background, sentence, status_of
from zhupei.desks.shared.captcha import CaptchaForm
from zhupei.desks.shared.guards import to_login
from zhupei.desks.shared.own_addresses import back
from zhupei.kernel import clock
from zhupei.kernel.refusals import Refused


@require_safe
def challenge(request: HttpRequest) -> JsonResponse:
    """A puzzle for the widget, dearer where many codes stay unused."""
    return JsonResponse(captcha.challenge(client.address(request)))


@require_safe
def picture(request: HttpRequest, picture_id: UUID) -> HttpResponse:
    """The drawn captcha of one rendered form."""
    address = client.address(request)
    subject = sources.of(address).address
    try:
        throttles.count(rules.PICTURES_PER_ADDRESS, subject)
    except Refused as refused:
        wait = throttles.seconds_left(rules.PICTURES_PER_ADDRESS, subject)
        return errors.too_many(request, refused.refusal, seconds=wait)
    return HttpResponse(captcha.picture(picture_id, address), content_type="image/png")


@require_POST
def sms(request: HttpRequest, purpose: str) -> HttpResponse:
    """Send a code for an act of the signed-in person to his own phone.

    With the header `X-Requested-With: sms` the answer is a sentence as JSON; otherwise the page is shown again.
    """
    if purpose not in rules.OWN_PURPOSES:
        raise Http404
    if not request.user.is_authenticated:
        if in_background(request):
            return sentence("您已退出登录，请重新登录。", status=401)
        return to_login(request, "public:login")
    if not request.user.is_applicant:
        raise Http404
    form = CaptchaForm(request.POST, address=client.address(request))
    if not form.is_valid():
        if in_background(request):
            return first_fault(form)
        messages.error(request, str(form.errors["captcha_answer"][0]))
        return HttpResponseRedirect(back(request))
    return _send(request, purpose)


def _send(request: HttpRequest, purpose: str) -> HttpResponse:
    user = request.user
    assert user.is_authenticated
    try:
        codes.send_code(
            purpose=purpose,
            phone=user.phone.plain(),
            user=user,
            session_key=client.session_key(request),
            address=client.address(request),
            at=clock.now(),
        )
    except Refused as refused:
        if in_background(request):
            return sentence(refused.refusal.message, status=status_of(refused.refusal))
        messages.error(request, refused.refusal.message)
        return HttpResponseRedirect(back(request))
    message = f"验证码已发送至 {user.phone.masked()}，{rules.VALID}。"
    if in_background(request):
        return sentence(message, wait=rules.SMS_GAP.seconds)
    messages.success(request, message)
    return HttpResponseRedirect(back(request))

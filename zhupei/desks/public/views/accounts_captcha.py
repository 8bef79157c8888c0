"""The two captchas, and the button that sends a code to the phone of a signed-in person."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from zhupei.accounts import captcha, rules, sources, throttles
from zhupei.accounts.actions import codes
from zhupei.accounts.models import User
from zhupei.desks.public.frame import DESK
from zhupei.desks.shared import acts, client, errors
from zhupei.desks.shared.acts import ActFault
from zhupei.desks.shared.captcha import CaptchaForm
from zhupei.desks.shared.guards import to_login
from zhupei.desks.shared.own_addresses import back
from zhupei.kernel import clock


@require_safe
@DESK.enter()
def challenge(request: HttpRequest) -> JsonResponse:
    """A puzzle for the widget, dearer where many codes stay unused."""
    return JsonResponse(captcha.challenge(client.address(request)))


@require_safe
@DESK.enter()
def picture(request: HttpRequest, picture_id: UUID) -> HttpResponse:
    """The drawn captcha of one rendered form."""
    address = client.address(request)
    subject = sources.of(address).address
    if refusal := acts.refusal_of(lambda: throttles.count(rules.PICTURES_PER_ADDRESS, subject)):
        wait = throttles.seconds_left(rules.PICTURES_PER_ADDRESS, subject)
        return errors.too_many(request, refusal, seconds=wait)
    return HttpResponse(captcha.picture(picture_id, address), content_type="image/png")


@require_POST
@DESK.enter()
def sms(request: HttpRequest, purpose: str) -> HttpResponse:
    """Send a code for an act of the signed-in person to his own phone.

    Many pages have this button: whatever comes of it stands above the page it was pressed on.
    """
    if purpose not in rules.OWN_PURPOSES:
        raise Http404
    if not request.user.is_authenticated:
        if acts.by_script(request):
            return JsonResponse({"message": "您已退出登录，请重新登录。"}, status=401)
        return to_login(request, "public:login")
    if not request.user.is_applicant:
        raise Http404
    user, form = request.user, CaptchaForm(request.POST, address=client.address(request))
    said = f"验证码已发送至 {user.phone.masked()}，{rules.VALID}。"
    return acts.answer(
        request,
        lambda: _send(request, user, purpose),
        form=form,
        again=lambda fault: _back(request, fault),
        done=lambda _: acts.done(request, said, back(request), wait=rules.SMS_GAP.seconds),
    )


def _send(request: HttpRequest, user: User, purpose: str) -> None:
    codes.send_code(
        purpose=purpose,
        phone=user.phone.plain(),
        user=user,
        session_key=client.session_key(request),
        address=client.address(request),
        at=clock.now(),
    )


def _back(request: HttpRequest, fault: ActFault) -> HttpResponse:
    messages.error(request, fault.words)
    return HttpResponseRedirect(back(request))

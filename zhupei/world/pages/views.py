"""Pages of the demonstration: who can log in, the SMS that would have been sent, the clock, the style guide."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from zhupei.accounts import states
from zhupei.accounts.models import User
from zhupei.accounts.queries import number_index
from zhupei.cycles import queries as cycles
from zhupei.cycles.models import Stage
from zhupei.desks.shared import acts
from zhupei.kernel import clock
from zhupei.notifications import channels
from zhupei.world.fiction import calendar
from zhupei.world.fiction import logins as known


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The latest messages of the file channel, newest first; `?phone=` filters."""
    return render(
        request, "public/demo_inbox.html", {"messages_sent": channels.read_file(request.GET.get("phone", ""))}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def clock_page(request: HttpRequest) -> HttpResponse:
    """Move the whole system in time: registration open, one minute before the deadline, just closed."""
    if request.method == "POST":
        moment = cycles.demonstration_moments().get(request.POST.get("to", ""))
        if moment is None:
            clock.reset()
        else:
            clock.move_to(moment)
        return acts.done(request, "", reverse("demo:clock"))
    return render(request, "public/demo_clock.html", {"now": clock.now(), "moments": cycles.demonstration_moments()})


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    return render(request, "public/styleguide.html", {"now": clock.now()})


@require_safe
def logins(request: HttpRequest) -> HttpResponse:
    """Staff with the digits their authenticators show now, and the sample applicants with their numbers.

    `?staff=` adds another member of the world's staff by login name.
    """
    context = {
        "staff": _staff(request.GET.get("staff", "")),
        "samples": _samples(),
        "staff_password": known.STAFF_PASSWORD,
        "applicant_password": known.APPLICANT_PASSWORD,
        "server_now": clock.now(),
    }
    return render(request, "public/demo_logins.html", context)


def _staff(asked: str) -> list[tuple[known.StaffLogin, str]]:
    shown = known.staff(asked.strip().lower())
    devices = TOTPDevice.objects.filter(confirmed=True, user__login_name__in=[login.login_name for login in shown])
    digits = {device.user.login_name: _digits(device) for device in devices.select_related("user")}
    return [(login, digits.get(login.login_name, "")) for login in shown]


def _digits(device: TOTPDevice) -> str:
    code = totp(device.bin_key, step=device.step, t0=device.t0, digits=device.digits, drift=device.drift)
    return str(code).zfill(device.digits)


def _samples() -> list[tuple[known.Sample, User]]:
    """Those of the world's sample applicants who are there; nobody else's number is ever shown."""
    window = Stage.objects.filter(kind=Stage.Kind.REGISTRATION, round__number=1).order_by("-opens").first()
    if window is None:
        return []
    pairs = known.samples(calendar.counted_from(window.opens))
    indexes = {number_index(facts.document_number): sample for sample, facts in pairs}
    holders = User.objects.exclude(standing=states.RELEASED)
    users = {user.document_index: user for user in holders.filter(document_index__in=indexes)}
    return [(sample, users[index]) for index, sample in indexes.items() if index in users]

"""照片和材料检查: the province chooses what blocks, what only warns, and what is not looked at."""

from collections.abc import Mapping
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from zhupei.cycles import actions
from zhupei.cycles import queries as cycles
from zhupei.cycles.models import PictureCheck
from zhupei.cycles.queries import Calendar
from zhupei.cycles.strictness import strictness
from zhupei.desks.province.frame import DESK
from zhupei.desks.province.picture_checks import LABELS, PictureChecksForm
from zhupei.desks.shared import acts, moment
from zhupei.desks.shared.acts import Fault

TEMPLATE = "province/picture_checks.html"


@require_http_methods(["GET", "HEAD", "POST"])
@DESK.enter()
def picture_checks(request: HttpRequest) -> HttpResponse:
    """Of the cycle that concerns people now. Whoever was overtaken by somebody else sees what holds now."""
    at = moment.of(request)
    calendar = cycles.calendar(at)
    if calendar is None:
        return DESK.page(request, TEMPLATE, {"calendar": None}, at=at)
    now = strictness(calendar.cycle.pk)
    if request.method != "POST":
        return _show(request, calendar, PictureChecksForm(now), at)
    form = PictureChecksForm(now, request.POST)
    return acts.answer(
        request,
        lambda: actions.set_picture_checks(
            actor=request.user,
            cycle_id=calendar.cycle.pk,
            modes=form.modes(),
            shown=form.cleaned_data["shown"],
            at=at,
        ),
        form=form,
        again=lambda fault: _show(request, calendar, _after(fault, form, calendar), at, fault),
        done=lambda changed: acts.done(request, _said(changed), reverse("province:picture_checks")),
    )


def _after(fault: Fault, form: PictureChecksForm, calendar: Calendar) -> PictureChecksForm:
    """A refusal means that something else holds now than what was chosen from."""
    return PictureChecksForm(strictness(calendar.cycle.pk)) if fault.above else form


def _said(changed: Mapping[str, str]) -> str:
    said = dict(PictureCheck.Mode.choices)
    words = "、".join(f"{LABELS[name]}改为{said[mode]}" for name, mode in changed.items())
    return f"已保存：{words}。" if words else "没有改动，设置与之前相同。"


def _show(
    request: HttpRequest, calendar: Calendar, form: PictureChecksForm, at: datetime, fault: Fault | None = None
) -> HttpResponse:
    return DESK.page(request, TEMPLATE, {"calendar": calendar, "form": form}, at=at, fault=fault)

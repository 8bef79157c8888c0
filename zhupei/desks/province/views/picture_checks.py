"""照片和材料检查: the province chooses what blocks, what only warns, and what is not looked at."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from zhupei.accounts.models import Post
from zhupei.cycles import actions
from zhupei.cycles import queries as cycles
from zhupei.cycles.models import PictureCheck
from zhupei.cycles.strictness import strictness
from zhupei.desks.province.frame import page
from zhupei.desks.province.picture_checks import LABELS, PictureChecksForm
from zhupei.desks.shared.answers import status_of
from zhupei.desks.shared.guards import staff_required
from zhupei.kernel import clock
from zhupei.kernel.refusals import Refused

TEMPLATE = "province/picture_checks.html"


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required(Post.Role.PROVINCE)
def picture_checks(request: HttpRequest) -> HttpResponse:
    """Of the cycle that concerns people now. Whoever was overtaken by somebody else sees what holds now."""
    at = clock.now()
    calendar = cycles.calendar(at)
    if calendar is None:
        return page(request, TEMPLATE, at, {"calendar": None})
    now = strictness(calendar.cycle.pk)
    form, refusal, status = PictureChecksForm(now), None, 200
    if request.method == "POST":
        form, status = PictureChecksForm(now, request.POST), 422
    if form.is_valid():
        try:
            changed = actions.set_picture_checks(
                actor=request.user,
                cycle_id=calendar.cycle.pk,
                modes=form.modes(),
                shown=form.cleaned_data["shown"],
                at=at,
            )
        except Refused as refused:
            refusal = refused.refusal
            form, status = PictureChecksForm(strictness(calendar.cycle.pk)), status_of(refusal)
        else:
            said = dict(PictureCheck.Mode.choices)
            words = "、".join(f"{LABELS[name]}改为{said[mode]}" for name, mode in changed.items())
            messages.success(request, f"已保存：{words}。" if words else "没有改动，设置与之前相同。")
            return redirect("province:picture_checks")
    context = {"calendar": calendar, "form": form, "refusal": refusal}
    return page(request, TEMPLATE, at, context, status=status)

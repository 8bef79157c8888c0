"""概况: the calendar of the cycle, and how many applications each base has in which state. Nobody's dossier."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from zhupei.approvals import queries as motions
from zhupei.cycles import queries as cycles
from zhupei.desks.province.frame import DESK
from zhupei.desks.province.views.motions import VERBS, labelled
from zhupei.kernel import clock
from zhupei.reports import funnel


@require_safe
@DESK.enter()
def home(request: HttpRequest) -> HttpResponse:
    """`?round=2` shows another round of the current cycle."""
    at = clock.request_time()
    calendar = cycles.calendar(at)
    if calendar is None:
        return DESK.page(request, "province/home.html", {"calendar": None}, at=at)
    wanted = [each for each in calendar.rounds if str(each.number) == request.GET.get("round", "")]
    round_ = wanted[0] if wanted else calendar.round
    waiting = labelled(motions.waiting_for(request.user, at).filter(verb__in=VERBS))
    context = {
        "calendar": calendar,
        "round": round_,
        "funnel": funnel.of(round_),
        "labels": funnel.labels(),
        "waiting": waiting,
        "undecided": len(waiting) or None,
        "stages": [(stage, stage.window.state(at)) for stage in calendar.of(round_)],
    }
    return DESK.page(request, "province/home.html", context, at=at)

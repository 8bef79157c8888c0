"""One account as the desk may see it, and proposing an act about it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from zhupei.accounts.models import User
from zhupei.approvals import actions as approvals
from zhupei.approvals import queries as motions
from zhupei.approvals import verbs
from zhupei.approvals.models import Motion
from zhupei.desks.shared import acts
from zhupei.desks.shared.acts import ActFault
from zhupei.desks.support import kinds, support_motions
from zhupei.desks.support.forms import ProposingForm
from zhupei.desks.support.frame import DESK
from zhupei.kernel import clock
from zhupei.support import actions, queries
from zhupei.support.acts import SUBJECT


@require_safe
@DESK.enter()
def account(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Opening it is on the record."""
    at = clock.request_time()
    person = actions.open_account(user_id=user_id, actor=request.user, at=at)
    if person is None:
        raise Http404
    known = support_motions.lines(motions.about(SUBJECT, person.pk))
    context = {
        "person": person,
        "application": queries.applications_word([person])[person.pk],
        "offers": support_motions.offers(kinds.open_to(person), known, at),
        "done": [line for line in known if line.ended],
    }
    return DESK.page(request, "support/account.html", context, at=at)


@require_http_methods(["GET", "HEAD", "POST"])
@DESK.enter()
def proposing(request: HttpRequest, user_id: UUID, kind: str) -> HttpResponse:
    """Against documents that were seen; nothing happens until another person confirms."""
    person, wanted = queries.applicant(user_id), kinds.BY_SLUG.get(kind)
    if person is None or wanted is None:
        raise Http404
    seen = {"shown": verbs.get(wanted.verb).digest(person)}

    def show(form: ProposingForm, fault: ActFault | None = None) -> HttpResponse:
        told = fault is not None and fault.above is not None
        shown = form["shown"].initial if told else form["shown"].value()
        context = {"person": person, "kind": wanted, "form": form, "shown": shown}
        return DESK.page(request, "support/proposing.html", context, fault=fault)

    if request.method != "POST":
        return show(ProposingForm(wanted, initial=seen))
    form = ProposingForm(wanted, request.POST, initial=seen)
    return acts.answer(
        request,
        lambda: _propose(request, person, wanted, form),
        form=form,
        again=lambda fault: show(form, fault),
        done=lambda motion: acts.done(
            request, f"已提出“{wanted.label}”，等另一位同事确认后执行。", reverse("support:motion", args=[motion.pk])
        ),
    )


def _propose(request: HttpRequest, person: User, kind: kinds.SupportAct, form: ProposingForm) -> Motion:
    return approvals.propose(
        verb=kind.verb,
        subject_id=person.pk,
        payload=form.payload,
        reason=form.cleaned_data["reason"],
        shown=form.cleaned_data["shown"],
        actor=request.user,
        at=clock.now(),
    )

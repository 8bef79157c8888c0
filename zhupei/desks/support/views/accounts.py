"""One account as the desk may see it, and proposing an act about it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from zhupei.accounts.models import Post, User
from zhupei.approvals import actions as approvals
from zhupei.approvals import queries as motions
from zhupei.approvals import verbs
from zhupei.desks.shared.account_fields import show
from zhupei.desks.shared.answers import status_of
from zhupei.desks.shared.guards import staff_required
from zhupei.desks.support import kinds, listing
from zhupei.desks.support.forms import ProposingForm
from zhupei.desks.support.frame import page
from zhupei.kernel import clock
from zhupei.kernel.refusals import Refused
from zhupei.support import actions, acts, queries


@require_safe
@staff_required(Post.Role.SUPPORT)
def account(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Opening it is on the record."""
    at = clock.reading()
    person = actions.open_account(user_id=user_id, actor=request.user, at=at)
    if person is None:
        raise Http404
    known = listing.lines(motions.about(acts.SUBJECT, person.pk))
    context = {
        "person": person,
        "application": queries.applications_word([person])[person.pk],
        "offers": listing.offers(kinds.open_to(person), known, at),
        "done": [line for line in known if line.ended],
    }
    return page(request, "support/account.html", at, context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required(Post.Role.SUPPORT)
def proposing(request: HttpRequest, user_id: UUID, kind: str) -> HttpResponse:
    """Against documents that were seen; nothing happens until another person confirms."""
    person, wanted = queries.applicant(user_id), kinds.BY_SLUG.get(kind)
    if person is None or wanted is None:
        raise Http404
    at, status = clock.now(), 200
    form = ProposingForm(wanted, initial={"shown": verbs.get(wanted.verb).digest(person)})
    if request.method == "POST":
        form, status = ProposingForm(wanted, request.POST), 422
        if form.is_valid():
            try:
                return _propose(request, person, wanted, form)
            except Refused as refused:
                show(form, refused.refusal)
                status = status_of(refused.refusal)
    return page(request, "support/proposing.html", at, {"person": person, "kind": wanted, "form": form}, status=status)


def _propose(request: HttpRequest, person: User, kind: kinds.Kind, form: ProposingForm) -> HttpResponse:
    motion = approvals.propose(
        verb=kind.verb,
        subject_id=person.pk,
        payload=form.payload,
        reason=form.cleaned_data["reason"],
        shown=form.cleaned_data["shown"],
        actor=request.user,
        at=clock.now(),
    )
    messages.success(request, f"已提出“{kind.label}”，等另一位同事确认后执行。")
    return HttpResponseRedirect(reverse("support:motion", args=[motion.pk]))

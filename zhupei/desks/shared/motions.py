"""Acts of two persons on the pages of any desk: a list of what waits, one page for each motion, and the ways to decide.

```python
MOTIONS = Motions(desk=DESK, verbs=(WINDOW_EXTENSION,), said=lambda motion: "已确认，报名时间已延长。")
urlpatterns = [path("", home, name="home"), *MOTIONS.urls()]
```

A desk that shows more of its subject gives a template that extends `shared/motion.html`, and `about` for what it needs.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST, require_safe

from zhupei.accounts.actions.signing import sign
from zhupei.approvals import actions, queries, rules, states, verbs
from zhupei.approvals.models import Motion
from zhupei.approvals.verbs import Words
from zhupei.desks.shared import acts
from zhupei.desks.shared.acts import ActFault
from zhupei.desks.shared.frame import Desk
from zhupei.desks.shared.guards import View
from zhupei.desks.shared.motion_forms import RefusalForm, SignForm
from zhupei.kernel import clock
from zhupei.kernel.refusals import Refusal

PER_PAGE = 30
WAYS = ("confirmation", "refusal", "withdrawal")
REFUSED = "已记录不同意，这件事已结束，没有执行。仍需办理的，可以重新提出。"
WITHDRAWN = "已撤回，没有执行。"


@dataclass(frozen=True)
class ShownMotion:
    """A motion as one person sees it now. `shown` goes into the form; `blocked`: why he cannot confirm it."""

    motion: Motion
    subject: Any
    label: str
    words: Words
    shown: str
    blocked: Refusal | None
    own: bool

    @property
    def open(self) -> bool:
        return self.motion.state == states.OPEN

    @property
    def may_refuse(self) -> bool:
        """A motion that can no longer be confirmed needs no refusal; one's own is withdrawn."""
        return self.open and self.blocked is None


@dataclass(frozen=True)
class MotionLine:
    """A motion as a line of a list; `words` tell what it would do."""

    motion: Motion
    label: str
    words: Words
    own: bool


def sight(motion: Motion, request: HttpRequest, at: datetime) -> ShownMotion:
    verb = verbs.get(motion.verb)
    subject = verb.find(motion.subject_id)
    may_decide = queries.may_decide(request.user, motion)
    now = verb.digest(subject)
    blocked = (
        rules.confirming(motion, verb, request.user, may_decide, at)
        or rules.unchanged(motion, motion.digest, now)
        or verb.rule(subject, motion.contents, request.user, at)
    )
    own = motion.proposed_by_id == request.user.pk
    return ShownMotion(motion, subject, verb.label, verb.words(motion.contents), now, blocked, own)


def nothing(sight: ShownMotion, request: HttpRequest) -> Mapping[str, Any]:
    return {}


def carried_out(motion: Motion) -> str:
    return f"已确认，“{verbs.get(motion.verb).label}”已执行。"


@dataclass(frozen=True, kw_only=True)
class Motions:
    """The pages of these acts on a desk, for its usual roles or for `roles`.

    `about` is what `template` shows besides: `results` (sentences: what happens when it is confirmed), `title`, and
    whatever a template of the desk's own asks for. `said` is told to the person who has confirmed. `back`: the view and
    the label of the page one comes from; the list of motions when there is none.
    """

    desk: Desk
    verbs: Collection[str]
    roles: tuple[str, ...] = ()
    template: str = "shared/motion.html"
    about: Callable[[ShownMotion, HttpRequest], Mapping[str, Any]] = nothing
    said: Callable[[Motion], str] = carried_out
    back: tuple[str, str] | None = None

    def urls(self) -> list[URLPattern]:
        """`motion`, `confirmation`, `refusal`, `withdrawal`, and `motions` when no other page lists them."""
        one = "motions/<uuid:motion_id>/"
        listed = [] if self.back else [path("motions/", self._safe(self.motions), name="motions")]
        return [
            *listed,
            path(one, self._safe(self.motion), name="motion"),
            path(f"{one}confirmation/", self._post(self.confirmation), name="confirmation"),
            path(f"{one}refusal/", self._post(self.refusal), name="refusal"),
            path(f"{one}withdrawal/", self._post(self.withdrawal), name="withdrawal"),
        ]

    def motions(self, request: HttpRequest, **where: Any) -> HttpResponse:
        """What waits for a second person, the next to expire first, and what has been decided."""
        at = clock.request_time()
        ended = queries.decided(request.user).filter(verb__in=self.verbs)
        listed = Paginator(ended, PER_PAGE).get_page(request.GET.get("page"))
        waiting = queries.waiting_for(request.user, at).filter(verb__in=self.verbs)
        context = {
            "waiting": [self._line(motion, request) for motion in waiting],
            "ended": [self._line(motion, request) for motion in listed],
            "listed": listed,
            "address": lambda motion: self.address(request, "motion", motion),
        }
        return self.desk.page(request, "shared/motions.html", context, at=at)

    def motion(self, request: HttpRequest, motion_id: UUID, **where: Any) -> HttpResponse:
        return self.show(request, motion_id)

    def confirmation(self, request: HttpRequest, motion_id: UUID, **where: Any) -> HttpResponse:
        """The authenticator's digits first, outside any transaction; then the act, just as it was proposed."""
        found, form, at = self.find(request, motion_id), SignForm(request.POST), clock.now()

        def confirm() -> None:
            sign(actor=request.user, token=form.cleaned_data["token"])
            actions.confirm(motion_id=motion_id, shown=form.cleaned_data["shown"], actor=request.user, at=at)

        return acts.answer(
            request,
            confirm,
            form=form,
            again=lambda fault: self.show(request, motion_id, fault, sign_form=form),
            done=lambda _: self._done(request, found, self.said(found)),
        )

    def refusal(self, request: HttpRequest, motion_id: UUID, **where: Any) -> HttpResponse:
        """Ends it, with words for whoever has proposed it."""
        found, form, at = self.find(request, motion_id), RefusalForm(request.POST), clock.now()
        return acts.answer(
            request,
            lambda: actions.refuse(motion_id=motion_id, actor=request.user, at=at, **form.cleaned_data),
            form=form,
            again=lambda fault: self.show(request, motion_id, fault, refusal_form=form),
            done=lambda _: self._done(request, found, REFUSED),
        )

    def withdrawal(self, request: HttpRequest, motion_id: UUID, **where: Any) -> HttpResponse:
        """By whoever has proposed it."""
        found, at = self.find(request, motion_id), clock.now()
        return acts.answer(
            request,
            lambda: actions.withdraw(motion_id=motion_id, actor=request.user, at=at),
            again=lambda fault: self.show(request, motion_id, fault),
            done=lambda _: self._done(request, found, WITHDRAWN),
        )

    def find(self, request: HttpRequest, motion_id: UUID) -> Motion:
        """Within what this person may see, or Http404."""
        return get_object_or_404(queries.visible_to(request.user, tuple(self.verbs)), pk=motion_id)

    def show(self, request: HttpRequest, motion_id: UUID, fault: ActFault | None = None, **forms: Any) -> HttpResponse:
        """The page as things are now. What was typed stays when the fault stands beside it; else the page is new."""
        at = clock.request_time() if fault is None else clock.now()
        seen = sight(self.find(request, motion_id), request, at)
        context = {
            "sight": seen,
            "title": seen.label,
            "sign_form": SignForm(initial={"shown": seen.shown}),
            "refusal_form": RefusalForm(),
            "back_url": self.desk.address(request, self.back[0] if self.back else f"{self.desk.namespace}:motions"),
            "back_label": self.back[1] if self.back else "双人事项",
            **{
                f"{act}_url": self.address(request, act, seen.motion)
                for act in ("confirmation", "refusal", "withdrawal")
            },
            **self.about(seen, request),
            **(forms if fault is None or fault.above is None else {}),
        }
        return self.desk.page(request, self.template, context, at=at, fault=fault)

    def address(self, request: HttpRequest, view: str, motion: Motion) -> str:
        return self.desk.address(request, f"{self.desk.namespace}:{view}", motion_id=motion.pk)

    def _line(self, motion: Motion, request: HttpRequest) -> MotionLine:
        verb = verbs.get(motion.verb)
        return MotionLine(motion, verb.label, verb.words(motion.contents), motion.proposed_by_id == request.user.pk)

    def _done(self, request: HttpRequest, motion: Motion, said: str) -> HttpResponse:
        return acts.done(request, said, self.address(request, "motion", motion))

    def _safe(self, view: View) -> View:
        return require_safe(self._entered(view))

    def _post(self, view: View) -> View:
        return require_POST(self._entered(view))

    def _entered(self, view: View) -> View:
        """A bound method takes no attributes: a function does."""

        @wraps(view)
        def plain(request: HttpRequest, **arguments: Any) -> HttpResponse:
            return view(request, **arguments)

        return self.desk.enter(*self.roles)(plain)

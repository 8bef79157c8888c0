"""Acts of two persons on a page: what a motion says, whether this viewer may decide about it, and signing it.

`shared/signers.html` shows a `Sight`; the desks bring the addresses.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest

from zhupei.accounts.actions.signing import sign
from zhupei.approvals import actions, queries, rules, states, verbs
from zhupei.approvals.models import Motion
from zhupei.approvals.verbs import Words
from zhupei.desks.shared.account_fields import code_field, six_digits
from zhupei.desks.shared.forms import Concrete
from zhupei.kernel.refusals import Refusal


@dataclass(frozen=True)
class Sight:
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


def sight(motion: Motion, request: HttpRequest, at: datetime) -> Sight:
    verb = verbs.get(motion.verb)
    subject = verb.find(motion.subject_id)
    may_decide = queries.decidable_by(request.user).filter(pk=motion.pk).exists()
    now = verb.digest(subject)
    blocked = (
        rules.confirming(motion, verb, request.user, may_decide, at)
        or rules.unchanged(motion, motion.digest, now)
        or verb.rule(subject, motion.contents, request.user, at)
    )
    own = motion.proposed_by_id == request.user.pk
    return Sight(motion, subject, verb.label, verb.words(motion.contents), now, blocked, own)


class SignForm(Concrete):
    """The second signature: what was seen, and the authenticator's digits."""

    shown = forms.CharField(max_length=64, widget=forms.HiddenInput)
    token = code_field("验证器里的 6 位数字")

    def clean_token(self) -> str:
        return six_digits(self.cleaned_data["token"])


class RefusalForm(Concrete):
    reason = forms.CharField(
        label="不同意的原因",
        max_length=rules.LONGEST_REASON,
        help_text=f"提出的人会看到，至少 {rules.SHORTEST_REASON} 个字。不要写证件号码和手机号。",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def confirm(request: HttpRequest, motion: Motion, form: SignForm, at: datetime) -> None:
    """The digits first, outside any transaction; then the act. Raises `Refused`."""
    sign(actor=request.user, token=form.cleaned_data["token"])
    actions.confirm(motion_id=motion.pk, shown=form.cleaned_data["shown"], actor=request.user, at=at)

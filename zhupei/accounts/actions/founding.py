"""The first system, security and audit administrators, and the way back when none is left who could confirm.

Both are called from the console only: who works there can invite, and end what nobody else can, but confirm nothing.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from zhupei.accounts import office_queries, queries, rules
from zhupei.accounts.actions import roles, staff
from zhupei.accounts.models import Post
from zhupei.kernel import locks
from zhupei.kernel.refusals import Refusal, Refused
from zhupei.pure.identity import name_key


class Candidate(NamedTuple):
    """Who is to be one of the first three."""

    login_name: str
    name: str
    phone: str


@locks.action
def found(*, candidates: Mapping[str, Candidate], at: datetime) -> dict[str, str]:
    """Invite the first system, security and audit administrators, all three at once; role → token of the link.

    None of them holds anything until the last one has accepted (`roles.begin_together`). Asked again before that, it
    keeps who has come already (no token for him) and gives the others new links. Raises `Refused`.
    """
    roles.hold()
    if office_queries.is_held(*rules.OVERSIGHT_ROLES):
        raise Refused(Refusal("offices:held", "系统、安全、审计管理员已经设立，今后的变动在网页上办理。"))
    assert set(candidates) == set(rules.OVERSIGHT_ROLES)
    candidates = {
        role: candidate._replace(login_name=queries.normalise_login_name(candidate.login_name))
        for role, candidate in candidates.items()
    }
    arrived = _arrived(candidates, at)
    return {
        role: staff.open_invitation(actor=None, role=role, base=None, at=at, **candidate._asdict())
        for role, candidate in candidates.items()
        if role not in arrived
    }


def _arrived(candidates: Mapping[str, Candidate], at: datetime) -> set[str]:
    """Which of these people have accepted before; whoever waits for an office and is not one of them, is dismissed."""
    arrived = set()
    staff.close_invitations(rules.OVERSIGHT_ROLES, at)
    for post in Post.objects.pending().filter(role__in=rules.OVERSIGHT_ROLES).select_related("user"):
        wanted = candidates[post.role]
        if post.user.login_name == wanted.login_name and name_key(post.user.name) == name_key(wanted.name):
            arrived.add(post.role)
            continue
        roles.end(post, actor=None, at=at, refusal="重新设立")
    return arrived


@locks.action
def vacate(*, login_name: str, at: datetime) -> Post:
    """End an office of the three from the console, when no security administrator is left who could.

    Who comes after is invited and confirmed by the two others, as always. Raises `Refused`.
    """
    roles.hold()
    post = Post.objects.current().filter(role__in=rules.OVERSIGHT_ROLES, user__login_name=login_name).first()
    if post is None:
        raise Refused(Refusal("offices:nobody", "没有这个登录名的系统、安全或审计管理员。"))
    if office_queries.security_administrators().exclude(pk=post.user_id).exists():
        raise Refused(Refusal("offices:security", "另有安全管理员在任，请由其在网页上结束这个角色。"))
    roles.end(post, actor=None, at=at)
    return post

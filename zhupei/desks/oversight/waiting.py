"""Who waits for his role to be confirmed, as the officer who decides sees them."""

from typing import NamedTuple

from zhupei.accounts import office_queries, rules
from zhupei.accounts.appointment import Appointment
from zhupei.accounts.models import Post, User
from zhupei.bases import queries as bases
from zhupei.kernel.prepared import together
from zhupei.kernel.refusals import Refusal

DECIDE = {Post.Role.SECURITY, Post.Role.AUDIT}


class Waiting(NamedTuple):
    """A row of the page. `refusal`: why this person may not decide about it; `warnings`: whom the holder resembles."""

    key: str
    row: Appointment
    refusal: Refusal | None
    warnings: tuple[str, ...] = ()

    @property
    def tail(self) -> str:
        """The last digits of the telephone, to compare with the person's own words."""
        return str(self.row.user.phone.plain()[-4:])


def waiting(actor: User, posts: set[str]) -> list[Waiting]:
    """`posts`: the actor's offices. For the audit administrator only what is his."""
    offices, roles, security = together(
        office_queries.waiting_posts.of(), bases.waiting_memberships.of(), office_queries.security_holders.of()
    )
    rows: list[Appointment] = [*offices, *roles]
    found = [
        Waiting(f"{row._meta.model_name}-{row.pk}", row, rules.confirming(posts, row, actor=actor, security=security))
        for row in rows
    ]
    return found if Post.Role.SECURITY in posts else [each for each in found if each.refusal is None]


def warned(found: list[Waiting]) -> list[Waiting]:
    """With whom each of them resembles among those who work here."""
    colleagues = office_queries.colleagues() if found else []
    return [each._replace(warnings=_warnings(each.row.user, colleagues)) for each in found]


def _warnings(user: User, colleagues: list[office_queries.Colleague]) -> tuple[str, ...]:
    return rules.resembling(name=user.name, phone_index=user.phone_index, of=user.pk, colleagues=colleagues)

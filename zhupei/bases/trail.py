"""What happens to the staff of bases, as the trail tells it."""

from uuid import UUID

from zhupei.accounts.trail import BASE, ENDED
from zhupei.audit import verbs
from zhupei.audit.verbs import Thing
from zhupei.bases import queries
from zhupei.bases.models import Membership


def register() -> None:
    verbs.roles(dict(Membership.Role.choices))
    verbs.things(base=Thing("培训基地", _name))
    verbs.register("account.end-membership", "结束基地角色", ended=ENDED, base=BASE)


def _name(base_id: str) -> str:
    found = queries.known().get(UUID(base_id))
    return found.name if found else ""

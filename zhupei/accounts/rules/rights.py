"""Who may act at all, asked after the lock of the account as it stands then.

The guard of a page is the second door. A page may have been open for an hour, a job or an import has no page: so every
action asks its actor's right itself, and a right that ended a moment ago is refused.
"""

from collections.abc import Collection

from zhupei.accounts.models import Post, User
from zhupei.accounts.rules.account_state import in_use
from zhupei.kernel.refusals import Refusal

CLOSED = Refusal("account:closed", "这个账号现在不能操作，没有执行。", remedy="请联系技术支持。")
STAFF = Refusal("account:staff", "只有学员本人可以办理，没有执行。")
NOT_SUPPORT = Refusal("support:forbidden", "只有技术支持人员可以办理，没有执行。")


def usable(person: User | None) -> Refusal | None:
    """The account of whoever acts: there, in use, and not closed. Never a person without a row (a stranger's proxy)."""
    if person is None:
        return CLOSED
    return in_use(person.standing) or (None if person.is_active else CLOSED)


def applicant(person: User | None) -> Refusal | None:
    """What only 学员 do, each for himself."""
    if refusal := usable(person):
        return refusal
    return None if person is not None and person.is_applicant else STAFF


def at_support(posts: Collection[str]) -> Refusal | None:
    """What is done to somebody else's account: by the support desk. `posts`: the offices in force of whoever acts."""
    return None if Post.Role.SUPPORT in posts else NOT_SUPPORT

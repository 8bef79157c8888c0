"""Three offices in three hands (三权分立): whose role excludes whose, and who may confirm one (quality.md, Access)."""

from collections.abc import Collection, Iterable

from zhupei.accounts.appointment import Appointment
from zhupei.accounts.models import EXCLUSIVE_ROLES, OVERSIGHT_ROLES, Post, User
from zhupei.accounts.office_queries import Claim, Colleague
from zhupei.accounts.rules.reasons import without_numbers
from zhupei.accounts.rules.staff import role_label
from zhupei.kernel.refusals import Refusal
from zhupei.pure.identity import name_key

LONGEST_REFUSAL = 200
MOST_NAMED = 3

SAME_PHONE = Refusal(
    "offices:phone",
    "这个手机号不能用于这个角色：系统、安全、审计管理员须由三位不同的人担任，也不能兼任其他角色。",
    field="phone",
    remedy="请填写本人的手机号，或另请一位。",
)
SAME_NAME = Refusal(
    "offices:name",
    "已有同名的人担任或将要担任系统、安全、审计管理员，三个角色须由三位不同的人担任。",
    field="name",
    remedy="请另请一位。",
)
SUPPORT_PHONE = Refusal(
    "offices:support",
    "这个手机号不能用于这个角色：技术支持人员不能兼任其他角色，每人只有一个账号、一个手机号。",
    field="phone",
    remedy="请填写本人的手机号，或另请一位。",
)
FOUNDING = Refusal("offices:first", "首批系统、安全、审计管理员只能在服务器上一次设立，三人同时生效。")


def separate(claim: Claim, others: Iterable[Claim]) -> Refusal | None:
    """Whoever holds one of the three offices holds nothing else: nothing that reads dossiers, nothing at all.

    Nor does whoever is at the support desk, where two persons act on an account: two of one telephone would confirm
    each other. A telephone is a person. A name is one among the three only: a province has more than one 张伟.
    """
    for other in others:
        roles = {claim.role, other.role}
        if roles.isdisjoint(EXCLUSIVE_ROLES):
            continue
        if claim.phone and claim.phone == other.phone:
            return SUPPORT_PHONE if roles.isdisjoint(OVERSIGHT_ROLES) else SAME_PHONE
        if roles <= set(OVERSIGHT_ROLES) and claim.name == other.name:
            return SAME_NAME
    return None


def resembling(*, name: str, phone_index: str, of: object = None, colleagues: Collection[Colleague]) -> tuple[str, ...]:
    """Warnings, no refusal: others who work here with the name or the telephone of this person (`of` himself)."""
    others, key = [each for each in colleagues if each.user_id != of], name_key(name)
    return tuple(
        f"{what}：{_listed(found)}，请核实不是同一人。"
        for what, found in (
            ("与已有人员同名", [each for each in others if each.key == key]),
            ("与已有人员同一手机号", [each for each in others if phone_index and each.phone == phone_index]),
        )
        if found
    )


def _listed(found: Collection[Colleague]) -> str:
    persons = list(dict.fromkeys(f"{each.name}（{role_label(each.role)}）" for each in found))
    more = f"等 {len(persons)} 人" if len(persons) > MOST_NAMED else ""
    return "、".join(persons[:MOST_NAMED]) + more


def disinterested(row: Appointment, person: User) -> Refusal | None:
    """Why this person, whatever his office, is too near to decide about the role; None when he is not."""
    holder: User = row.user
    if holder.pk == person.pk:
        return Refusal("role:own", "不能确认自己的角色。")
    if row.granted_by_id == person.pk:
        return Refusal("role:inviter", "是您邀请的，须由另一位管理员确认。")
    if (holder.phone_index and holder.phone_index == person.phone_index) or name_key(holder.name) == name_key(
        person.name
    ):
        return Refusal("role:same-person", "持有人与您同名或同手机号，须由另一位管理员确认。")
    return None


def confirming(
    actor_posts: Collection[str], row: Appointment, *, actor: User, security: Collection[User]
) -> Refusal | None:
    """Roles are confirmed, or refused, by a security administrator. `security`: those in office now.

    Where none of them may, the audit administrator stands in, so that it always takes two of the three and the one who
    comes. Without any security administrator he does so for the three offices only.
    """
    if Post.Role.SECURITY not in actor_posts and Post.Role.AUDIT not in actor_posts:
        return Refusal("role:forbidden", "只有安全管理员可以确认角色。")
    if row.ended_at is not None:
        return Refusal("role:ended", "这个角色已经结束，或已定为不确认。")
    if row.confirmed_at is not None:
        return Refusal("role:confirmed", "这个角色已经确认过。")
    if Post.Role.SECURITY not in actor_posts:
        able = any(disinterested(row, person) is None for person in security)
        if able or not (security or row.role in OVERSIGHT_ROLES):
            return Refusal("role:forbidden", "这个角色由安全管理员确认。")
    return disinterested(row, actor)


def refusing(reason: str) -> Refusal | None:
    if not reason.strip():
        return Refusal("refusal:reason", "请写明不确认的原因，本人和邀请人会看到。", field="reason")
    if len(reason) > LONGEST_REFUSAL:
        return Refusal("refusal:reason", f"原因最多 {LONGEST_REFUSAL} 个字。", field="reason")
    return without_numbers(reason)

"""What the support desk may do about an account, and how often it may look one up (domain sections 1 and 4)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from zhupei.accounts import queries, states
from zhupei.accounts import rules as accounts
from zhupei.accounts.models import User
from zhupei.accounts.throttles import CountingWindow
from zhupei.approvals import rules as approvals
from zhupei.kernel.refusals import Refusal
from zhupei.pure.identity import normalise_phone
from zhupei.support.motion_payload import DOCUMENTS, IDENTITY, WAYS

Rule = Callable[[User, Mapping[str, Any], User, datetime], Refusal | None]

# A busy counter of the last days, not a collection of who has registered.
LOOK_UPS_A_DAY = 150
LOOK_UPS = CountingWindow("support-look-up", LOOK_UPS_A_DAY, 86_400)

# What may be proposed before any paper was seen: it protects at once, takes nothing away and can be undone.
WITHOUT_PAPERS = frozenset({"freeze"})

# Who reads the trail looks for whose acts he has to read, not for who has registered.
TRACES = CountingWindow("trail-look-up", LOOK_UPS_A_DAY, 86_400)

TOO_MANY = Refusal(
    "look-up:limit",
    f"今天已查找 {LOOK_UPS_A_DAY} 次，达到每日上限。",
    remedy="请由其他同事继续，或明天再查。",
)
UNREADABLE = Refusal(
    "look-up:unreadable",
    "看不懂要查什么。请输入完整的证件号码、11 位手机号、报名号（如 2026-W1-000123），"
    "或完整的姓名（至少两个汉字或三个字母）。",
    field="words",
)
NOT_AN_APPLICANT = Refusal("support:staff", "工作人员的账号由系统管理员和安全管理员办理。")
OWN_ACCOUNT = Refusal("support:own", "您与这个账号的姓名或手机号相同，须由其他同事办理。")
DOCUMENTS_MISSING = Refusal("support:documents", "请勾选核验过的证件，至少一种。", field="documents")
IDENTITY_MISSING = Refusal(
    "support:identity",
    "学校或单位的证明不能代替本人证件。请再核验至少一种本人的证件：身份证、通行证、居住证、户口簿或公安机关的证明。",
    field="documents",
)
WAY_MISSING = Refusal("support:way", "请选择核验方式。", field="way")


def about(verb: str) -> Rule:
    """The rule of one act, asked of who proposes and again of who confirms."""

    def rule(account: User, payload: Mapping[str, Any], actor: User, at: datetime) -> Refusal | None:
        return (
            (None if account.is_applicant else NOT_AN_APPLICANT)
            or (OWN_ACCOUNT if approvals.alike(actor, account) else None)
            or states.MOVES.refusal(account.standing, verb, states.SUPPORT)
            or accounts.phone(payload["phone"])
            or _telephone(verb, account, payload["phone"], actor)
            or _seen(verb, payload)
        )

    return rule


def _telephone(verb: str, account: User, phone: str, actor: User) -> Refusal | None:
    same = queries.phone_index(normalise_phone(phone)) == account.phone_index
    if verb == "replace-phone" and same:
        return Refusal("support:same-phone", "新手机号与账号现在的手机号相同。", field="phone")
    if verb == "release" and same:
        return Refusal(
            "support:same-phone",
            "这就是账号现在的手机号。本人能收到验证码，请用“忘记密码”找回，不必收回证件号。",
            field="phone",
        )
    if queries.phone_index(normalise_phone(phone)) == actor.phone_index:
        return Refusal("support:own-phone", "不能填您自己的手机号。", field="phone")
    return None


def _seen(verb: str, payload: Mapping[str, Any]) -> Refusal | None:
    documents = set(payload["documents"])
    if not documents and verb in WITHOUT_PAPERS:
        return None
    if not documents or documents - DOCUMENTS.keys():
        return DOCUMENTS_MISSING
    if not documents & IDENTITY and verb not in WITHOUT_PAPERS:
        return IDENTITY_MISSING
    return None if payload["way"] in WAYS else WAY_MISSING

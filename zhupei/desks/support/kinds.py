"""The four acts on the pages of the desk: their addresses, and in plain words what happens."""

from dataclasses import dataclass

from zhupei.accounts import states
from zhupei.accounts.models import User
from zhupei.support import acts, motion_payload


@dataclass(frozen=True)
class SupportAct:
    """`slug` stands in the address, `move` in the account's table; `results`: what happens when it is confirmed."""

    slug: str
    verb: str
    move: str
    when: str
    results: tuple[str, ...]
    grave: bool = False

    @property
    def label(self) -> str:
        return acts.LABELS[self.verb]

    @property
    def phone_label(self) -> str:
        return motion_payload.PHONES[self.verb]


TOLD = "账号的手机号和填写的手机号都会收到短信。"
KINDS = (
    SupportAct(
        "phone",
        acts.REPLACE_PHONE,
        "replace-phone",
        "原手机号已停用或丢失，收不到验证码。",
        ("验证码和通知改发到新手机号。", "所有设备退出登录，密码不变。", "新、旧两个手机号都会收到短信。"),
    ),
    SupportAct(
        "freezing",
        acts.FREEZE,
        "freeze",
        "有争议，或怀疑账号被他人使用，需要先停下来核实。",
        ("立即退出登录，不能再登录。", "已提交的报名保留，基地暂不能作决定。", "什么都不删除，随时可以解除。", TOLD),
    ),
    SupportAct(
        "unfreezing",
        acts.UNFREEZE,
        "unfreeze",
        "已核实是本人的账号。",
        ("可以用原密码登录。", "已提交的报名照常审核。", TOLD),
    ),
    SupportAct(
        "release",
        acts.RELEASE,
        "release",
        "账号是别人用这个证件号注册的，证件本人要取回证件号。能收到短信不等于是本人，只看证件。",
        (
            "账号永久关闭，立即退出登录。",
            "它提交的报名全部作废，离开基地的审核列表；材料作为证据保存，基地不再看到。",
            "证件号立即可以由本人重新注册，材料由本人重新上传。",
            TOLD,
            "不能撤销。",
        ),
        grave=True,
    ),
)
BY_SLUG = {kind.slug: kind for kind in KINDS}
BY_VERB = {kind.verb: kind for kind in KINDS}


def open_to(person: User) -> list[SupportAct]:
    """What can be proposed about an account as it stands."""
    allowed = set(states.MOVES.allowed(person.standing, states.SUPPORT))
    return [kind for kind in KINDS if kind.move in allowed]

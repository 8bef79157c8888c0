"""What happens to accounts, as the trail tells it."""

from collections.abc import Iterable
from uuid import UUID

from zhupei.accounts import queries
from zhupei.accounts.models import Post, User
from zhupei.accounts.rules import role_label
from zhupei.audit import verbs
from zhupei.audit.verbs import Detail

GRANTED = Detail("授予的角色", role_label)
ENDED = Detail("结束的角色", role_label)
BASE = Detail("基地", about="base")
MOTION = Detail("双人事项", about="motion")


def register() -> None:
    verbs.roles({**dict(User.Kind.choices), **dict(Post.Role.choices)})
    verbs.things(account="账号", invitation="邀请", motion="双人事项")
    _by_people()
    _by_offices()
    _by_installation()


def login_names(ids: Iterable[str]) -> dict[str, str]:
    """Of the members of staff among these accounts."""
    known = [UUID(pk) for pk in ids if _is_uuid(pk)]
    return {str(pk): name for pk, name in queries.named_logins(known)}


def _by_people() -> None:
    verbs.register("account.register", "注册账号")
    verbs.register("account.register-again", "用已注册的证件号注册")
    verbs.register("account.login", "登录", new_device=Detail("新设备"))
    verbs.register("account.login-refused", "登录失败")
    verbs.register("account.reset-password", "找回密码")
    verbs.register("account.change-password", "修改密码")
    verbs.register("account.change-phone", "更换手机号码")
    verbs.register("account.consent", "同意文本", texts=Detail("文本", _text))
    verbs.register("account.own-data", "下载本人信息")


def _by_offices() -> None:
    verbs.register("account.invite", "邀请工作人员", granted=GRANTED)
    verbs.register("account.invite-again", "重发邀请", invitation=Detail("邀请", about="invitation"))
    verbs.register("account.accept-invitation", "接受邀请", granted=GRANTED)
    verbs.register("account.begin-office", "三员同时生效", granted=GRANTED, witnesses=Detail("见证人", about="account"))
    verbs.register("account.confirm-role", "确认角色", granted=GRANTED, base=BASE)
    verbs.register("account.refuse-role", "不确认角色", granted=GRANTED, base=BASE)
    verbs.register("account.end-post", "结束角色", ended=ENDED)
    verbs.register("account.replace-phone", "技术支持更换手机号", motion=MOTION)
    verbs.register("account.freeze", "冻结账号", motion=MOTION)
    verbs.register("account.unfreeze", "解除冻结", motion=MOTION)
    verbs.register("account.release", "收回证件号", motion=MOTION)


def _by_installation() -> None:
    """Accounts that came with the installation or the demonstration, not through a page."""
    verbs.register("install", "系统安装时建立")
    verbs.register("sample", "建立演示样例")


def _text(code: str) -> str:
    key, _, version = code.partition(":")
    title = next((text.title for text in queries.consent_texts([key])), key)
    return f"{title}（第 {version} 版）"


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True

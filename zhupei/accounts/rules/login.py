"""Logging in: what is counted, and what is said to whoever was wrong (quality.md, Access)."""

from zhupei.accounts.throttles import CountingWindow, Delay
from zhupei.kernel.refusals import Refusal

DAY = 86_400
LOGIN_UNKNOWN_DEVICE = Delay("login-account", free=5, longest=15, memory=DAY)
LOGIN_KNOWN_DEVICE = Delay("login-device", free=5, longest=15, memory=DAY)
SECOND_FACTOR = Delay("second-factor", free=5, longest=15, memory=DAY)
SECOND_FACTOR_KNOWN_DEVICE = Delay("second-factor-device", free=5, longest=15, memory=DAY)
SIGNING = Delay("signing", free=5, longest=15, memory=DAY)
OWN_PASSWORD = Delay("own-password", free=5, longest=15, memory=DAY)
PICTURES_PER_ADDRESS = CountingWindow("captcha-address", 600, 600)
OWNER_TOLD = CountingWindow("owner-told", 3, DAY)

WRONG_LOGIN = Refusal(
    "login:wrong",
    "证件号或密码不正确。",
    remedy="忘记密码，可以用手机验证码找回密码；手机不能用，或证件号被别人注册，请看“账号找回”。",
)
WRONG_STAFF_LOGIN = Refusal("login:wrong", "登录名或密码不正确。", remedy="忘记密码请联系系统管理员。")
WRONG_SECOND_FACTOR = Refusal("second-factor:wrong", "动态验证码不对，请等验证器显示下一个再输入。", field="token")
WRONG_OWN_PASSWORD = Refusal("password:wrong", "原密码不正确。", field="old")
NO_CAPTCHA = Refusal("captcha", "请先完成人机验证。", field="captcha_answer")

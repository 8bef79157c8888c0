"""What happens to an application, as the trail tells it."""

from zhupei.accounts.rules import role_label
from zhupei.accounts.trail import MOTION
from zhupei.applications import states
from zhupei.audit import verbs
from zhupei.audit.verbs import Detail
from zhupei.dossiers.trail import words

STATE = {state: states.MOVES.label(state) for state in states.MOVES.states}
MOVED = {
    "source": Detail("原状态", STATE),
    "target": Detail("新状态", STATE),
    "version": Detail("版本", about="version"),
}
# Submitting writes the digest of what was submitted, voiding the motion by which it was done.
BESIDE = {
    "submit": {"digest": Detail("内容摘要")},
    "resubmit": {"digest": Detail("内容摘要")},
    "void": {"motion": MOTION},
}


def register() -> None:
    verbs.roles({states.BASE: role_label("reviewer")})
    verbs.things(application="报名", version="报名版本", plan="招录计划")
    for verb in states.MOVES.verbs:
        verbs.register(f"application.{verb}", states.MOVES.label(verb), **MOVED, **BESIDE.get(verb, {}))
    verbs.register(
        "application.arrange",
        "调整志愿",
        plans=Detail("志愿", about="plan"),
        accepts_adjustment=Detail("服从调剂"),
    )
    verbs.register("application.on-site", "现场审核", passed=Detail("通过"))
    verbs.register(
        "application.reveal",
        "查看完整证件号码",
        what=Detail("内容", lambda code: words().get(code, code)),
        version=MOVED["version"],
    )

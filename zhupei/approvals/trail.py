"""What becomes of a motion, as the trail tells it: with the subject, so that who searches for that finds everything."""

from zhupei.accounts.trail import MOTION
from zhupei.approvals import states
from zhupei.approvals import verbs as acts
from zhupei.audit import verbs
from zhupei.audit.verbs import Detail


def register() -> None:
    verbs.roles({states.PROPOSER: "提出人", states.SECOND: "确认人"})
    for verb, label in (("propose", "提出"), *((each, states.MOVES.label(each)) for each in states.MOVES.verbs)):
        verbs.register(f"motion.{verb}", f"双人事项：{label}", motion=MOTION, act=Detail("事项", _act))


def _act(name: str) -> str:
    return next((act.label for act in acts.known() if act.name == name), name)

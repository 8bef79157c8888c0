"""What the web itself writes into the trail: who has gone through the technical door."""

from zhupei.audit import verbs


def register() -> None:
    verbs.register("technical.enter", "进入技术后台")

"""What happens to the portal's texts, as the trail tells it."""

from zhupei.audit import verbs


def register() -> None:
    verbs.things(announcement="公告")
    verbs.register("announcement.publish", "发布公告")

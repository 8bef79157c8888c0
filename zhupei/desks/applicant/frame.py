"""The desk of the applicant (学员)."""

from zhupei.desks.applicant import own_journey
from zhupei.desks.shared.frame import Desk, MenuItem
from zhupei.desks.shared.guards import applicant_required

DOSSIER = ("basics", "educations", "education", "employments", "licence", "documents")

DESK = Desk(
    namespace="applicant",
    name="住培招录",
    template="applicant/base.html",
    guard=lambda: applicant_required,
    menu=(
        MenuItem("我的报名", "applicant:home"),
        MenuItem("个人信息", "applicant:dossier", under=DOSSIER),
        MenuItem("志愿填报", "applicant:choices", under=("check", "submission", "receipt")),
        MenuItem("招收查询", "applicant:progress", under=("form", "correction")),
        MenuItem("消息", "applicant:notices"),
    ),
    facts=own_journey.facts,
)

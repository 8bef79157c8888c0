"""What people are told when their application moves: what happened, what is next, what to do if it was not them."""

from datetime import datetime
from uuid import UUID

from zhupei.accounts.models import User
from zhupei.applications.models import Application, Review, Version
from zhupei.applications.situations import event
from zhupei.bases import queries as bases
from zhupei.cycles.models import PlanLine, Stage
from zhupei.notifications import actions as notifications
from zhupei.pure import dates

PROGRESS = "/me/progress/"
EXTENDED, REVIEW_EXTENDED = "round.extended", "round.review-extended"
NOT_ME = "如非本人操作，请立即修改密码并联系技术支持。"


def submitted(application: Application, version: Version, at: datetime) -> None:
    notifications.tell(recipient=application.person, at=at, **submitted_words(version))


def submitted_words(version: Version) -> dict[str, str]:
    return {
        "kind": "application.submitted",
        "title": event("submit"),
        "body": f"回执号 {version.receipt_number}，提交时间 {dates.stamp(version.received_at, seconds=True)}，"
        f"等待{version.base.name}审核。{NOT_ME}",
        "path": PROGRESS,
    }


def withdrawn(application: Application, at: datetime) -> None:
    notifications.tell(
        recipient=application.person,
        kind="application.withdrawn",
        title=event("withdraw"),
        body=f"{dates.stamp(at, seconds=True)} 取消了本轮报名，当前为未提交状态，截止前可再次提交。{NOT_ME}",
        path=PROGRESS,
        at=at,
    )


def given_up(application: Application, at: datetime) -> None:
    notifications.tell(
        recipient=application.person,
        kind="application.given-up",
        title=event("give-up"),
        body=f"{dates.stamp(at, seconds=True)} 放弃了本轮报名，本轮不能再次报名。{NOT_ME}",
        path=PROGRESS,
        at=at,
    )


def reviewed(application: Application, review: Review, at: datetime) -> None:
    """One notice per decision; the reasons stand on the progress page, not in the SMS."""
    assert application.base_id is not None
    base = bases.known()[application.base_id].name
    until = dates.stamp(application.correction_until or at, seconds=True)
    body = {
        Review.Verdict.RETURN: (f"{base}退回了您的材料，请在 {until} 前修改并重新提交。"),
        Review.Verdict.APPROVE: f"{base}已通过您的报名审核，请登录打印报名表，按简章要求参加现场审核。",
        Review.Verdict.REJECT: f"{base}未通过您的报名审核，原因请登录查看。",
        Review.Verdict.REVOKE: f"{base}撤销了审核通过，将重新审核，原因请登录查看。",
    }[Review.Verdict(review.verdict)]
    notifications.tell(
        recipient=application.person,
        kind=f"application.{review.verdict}",
        title=event(review.verdict),
        body=body,
        path=PROGRESS,
        at=at,
    )


def lapsed(application: Application, at: datetime) -> None:
    notifications.tell(
        recipient=application.person,
        kind="application.lapsed",
        title=event("lapse"),
        body="未在期限内重新提交，本轮报名审核不通过。可在补录轮次重新报名。",
        path=PROGRESS,
        at=at,
    )


def announcement_path(announcement_id: UUID) -> str:
    return f"/announcements/{announcement_id}/"


def extended(person: User, registration: Stage, announcement_id: UUID, at: datetime) -> None:
    """To whoever has not submitted."""
    notifications.tell(
        recipient=person,
        kind=EXTENDED,
        title=f"{registration.round.name}网上报名截止时间已延长",
        body=f"新的截止时间是 {dates.stamp(registration.closes)}。您还没有提交报名，保存不等于提交。",
        path=announcement_path(announcement_id),
        at=at,
    )


def extended_for_the_submitted(person: User, registration: Stage, announcement_id: UUID, at: datetime) -> None:
    """In the inbox only: there is nothing to do."""
    notifications.notify(
        recipient=person,
        kind=EXTENDED,
        title=f"{registration.round.name}网上报名截止时间已延长",
        body=f"新的截止时间是 {dates.stamp(registration.closes)}。您已提交的报名不受影响，不必再做什么。",
        path=announcement_path(announcement_id),
        at=at,
    )


def correction_extended(application: Application, announcement_id: UUID, at: datetime) -> None:
    notifications.tell(
        recipient=application.person,
        kind=EXTENDED,
        title="补正时间已延长",
        body=f"报名截止时间延长，您可以在 {dates.stamp(application.correction_until or at)} 前改好并重新提交。",
        path=announcement_path(announcement_id),
        at=at,
    )


def review_extended(person: User, review: Stage, at: datetime) -> None:
    """By SMS: desks have no inbox."""
    body = f"【住培招录】{review.round.name}报名时间已延长，资格审核截止改为 {dates.stamp(review.closes)}。"
    if phone := person.phone.plain():
        notifications.send_sms(phone=phone, body=body, purpose=REVIEW_EXTENDED, at=at, recipient=person)


def designated(application: Application, plan: PlanLine, at: datetime) -> None:
    """The province's list names another place than the one that was chosen."""
    notifications.tell(
        recipient=application.person,
        kind="application.designated",
        title="指定学员名单有更新",
        body=f"省级名单指定您到{plan.base.name}，培训专业{plan.specialty.name}，与您现在填报的不一致。"
        "请登录查看；如有疑问，请先联系学校或省级管理部门。",
        path="/me/choices/",
        at=at,
    )

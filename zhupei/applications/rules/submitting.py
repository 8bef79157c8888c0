"""When an application may be submitted, and if not, why (domain sections 3, 6 and 10; manual part 四)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from zhupei.applications import states
from zhupei.applications.models import Application
from zhupei.applications.rules.correcting import correction_time
from zhupei.cycles.models import DesignatedPlace, PersonCategory, PlanLine, Round, Stage
from zhupei.cycles.rules import open_window
from zhupei.kernel.refusals import Refusal

FREE = PersonCategory.ChoiceMode.FREE
DESIGNATED = PersonCategory.ChoiceMode.DESIGNATED
NONE = PersonCategory.ChoiceMode.NONE


@dataclass(frozen=True)
class Submission:
    """Everything that the rules about submitting need, loaded once.

    `gaps` are the missing pieces of the dossier in words; `majors` the codes of the person's majors, or None for one
    that is not in the catalogue (then the reviewer decides). `elsewhere` names another round of the cycle in which the
    person has an application in force.
    """

    application: Application
    category: PersonCategory | None
    place: DesignatedPlace | None
    plans: Sequence[PlanLine]
    gaps: Sequence[str]
    majors: Sequence[str | None]
    major_rules: Mapping[str, Sequence[str]]
    submissions: int
    elsewhere: str = ""


def one_in_force(elsewhere: str) -> Refusal | None:
    """One application in force per person and cycle (domain section 6); the database enforces the same."""
    if not elsewhere:
        return None
    return Refusal("application:live", f"您在{elsewhere}已有一份进行中的报名，不能重复报名。")


def category_may_choose(category: PersonCategory | None) -> Refusal | None:
    if category is None:
        return Refusal("category:unknown", "请先在“个人信息”中选择人员类型。", field="category")
    if category.choice_mode == NONE:
        return Refusal("category:none", f"{category.name}无需填报志愿，由学校和省级统一安排。")
    return None


def major_fits(
    code: str, name: str, majors: Iterable[str | None], rules: Mapping[str, Sequence[str]]
) -> Refusal | None:
    """Whether a specialty takes the person's majors: provincial rule as data (`cycles.MajorRule`).

    A major outside the catalogue is left to the reviewer.
    """
    allowed = rules.get(code)
    known = list(majors)
    if allowed is None or not known or None in known or set(known) & set(allowed):
        return None
    return Refusal("choice:major", f"所学专业不符合“{name}”的要求。", field=code)


def choices(round_: Round, application: Application, plans: Sequence[PlanLine]) -> Refusal | None:
    """1 to `max_choices` different specialties of one base, one track and one kind, of this round."""
    if not plans:
        return Refusal("choice:none", "请至少选择一个专业志愿。")
    if len(plans) > round_.max_choices:
        return Refusal("choice:many", f"最多填报 {round_.max_choices} 个专业志愿，您选了 {len(plans)} 个。")
    if len({plan.pk for plan in plans}) != len(plans):
        return Refusal("choice:twice", "同一个专业不能重复填报。")
    if len({plan.base_id for plan in plans}) != 1:
        return Refusal("choice:bases", "只能填报同一个培训基地的专业。")
    for plan in plans:
        if plan.round_id != round_.pk:
            return Refusal("choice:round", f"“{plan.specialty.name}”不在本轮招录计划中。")
        if (plan.specialty.track, plan.specialty.kind) != (application.track, application.kind):
            return Refusal("choice:track", f"“{plan.specialty.name}”不属于您选择的报名类别。")
    return None


def designated(submission: Submission) -> Refusal | None:
    """Designated people take the place of the province's list, or one given place with proof when not on it."""
    if submission.category is None or submission.category.choice_mode != DESIGNATED:
        if submission.place is not None:
            return Refusal(
                "category:listed",
                f"您在省级指定学员名单中（{submission.place.category.name}），请在个人信息中选择该人员类型。",
                field="category",
            )
        return None
    if len(submission.plans) != 1:
        return Refusal("designated:one", f"{submission.category.name}按学校指定的专业及基地填报，只填一个志愿。")
    if submission.place is not None and submission.plans[0].pk != submission.place.plan_id:
        place = submission.place.plan
        return Refusal("designated:place", f"名单指定的是{place.base.name} {place.specialty.name}，与所填志愿不一致。")
    return None


def submission(submission: Submission, stage: Stage | None, at: datetime) -> Refusal | None:
    """Whether the application may be submitted at `at` (first submission, or again after a withdrawal)."""
    application, round_ = submission.application, submission.application.round
    return (
        states.MOVES.refusal(application.state, "submit", states.APPLICANT)
        or open_window(stage, at, "网上报名")
        or one_in_force(submission.elsewhere)
        or category_may_choose(submission.category)
        or _complete(submission)
        or choices(round_, application, submission.plans)
        or designated(submission)
        or _majors(submission)
        or _adjustment(submission)
        or _limit(round_, submission.submissions)
    )


def as_checked(changed: Sequence[str]) -> Refusal | None:
    """What is submitted is what the person has checked; `changed` names the parts that are not the same any more."""
    if not changed:
        return None
    return Refusal(
        "submit:changed",
        f"{'、'.join(changed)}在您核对之后有改动。",
        remedy="可能是在另一个窗口改过。下面是现在的内容，请重新核对后再提交。",
    )


def resubmission(submission: Submission, stage: Stage | None, at: datetime) -> Refusal | None:
    """After a return: while registration is open, or within the correction grace. Choices stay as submitted, so a
    changed person category has to allow them.
    """
    application = submission.application
    return (
        states.MOVES.refusal(application.state, "resubmit", states.APPLICANT)
        or correction_time(application, stage, at)
        or _complete(submission)
        or _changed_category(submission)
    )


def _changed_category(submission: Submission) -> Refusal | None:
    version = submission.application.version
    if version is None or submission.category is None or submission.category.code == version.category:
        return None
    return category_may_choose(submission.category) or designated(submission)


def _complete(submission: Submission) -> Refusal | None:
    if not submission.gaps:
        return None
    first = "；".join(submission.gaps[:3])
    more = f" 等 {len(submission.gaps)} 项" if len(submission.gaps) > 3 else ""
    return Refusal("dossier:gaps", f"个人信息还未完善：{first}{more}。")


def _majors(submission: Submission) -> Refusal | None:
    for plan in submission.plans:
        if refusal := major_fits(plan.specialty_id, plan.specialty.name, submission.majors, submission.major_rules):
            return refusal
    return None


def _adjustment(submission: Submission) -> Refusal | None:
    if submission.application.accepts_adjustment is None:
        return Refusal("adjustment:unanswered", "请选择是否服从调剂。", field="accepts_adjustment")
    return None


def _limit(round_: Round, submissions: int) -> Refusal | None:
    if round_.submissions_limit is not None and submissions >= round_.submissions_limit:
        return Refusal("submit:limit", f"本轮最多提交 {round_.submissions_limit} 次，您已用完。")
    return None

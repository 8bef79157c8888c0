"""Who can log in to the demonstration without registering: passwords, the staff to show, applicants in each state.

Everything here is public by design: these people are fictional, and the demonstration holds no others of their kind.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import count

from zhupei.world.fiction.choices import ChoiceFacts, designation, preferences
from zhupei.world.fiction.people import PersonFacts, person
from zhupei.world.fiction.province import bases, plan
from zhupei.world.fiction.province import staff as world_staff

STAFF_PASSWORD = "Dianchi-9heron-lake"  # noqa: S105  public by design
APPLICANT_PASSWORD = "Cuihu-7swallow"  # noqa: S105
SAMPLE_SEED = 0

# One login for every role; a second reviewer of the same base shows that two people share a queue, a second one of the
# province and of the support desk confirm what the first one proposes.
_SHOWN = (
    "yn001.review",
    "yn001.review2",
    "yn001.admin",
    "yn017.review",
    "province.one",
    "province.two",
    "system",
    "security",
    "audit",
    "support.one",
    "support.two",
    "technical",
)
_ROLES = {
    "reviewer": "基地审核员",
    "administrator": "基地管理员",
    "province": "省级管理员",
    "system": "系统管理员",
    "security": "安全管理员",
    "audit": "审计管理员",
    "support": "技术支持",
    "technical": "技术超级用户",
}


@dataclass(frozen=True, slots=True)
class StaffLogin:
    """`words`: role and base, for people."""

    login_name: str
    words: str


def staff(also: str = "") -> list[StaffLogin]:
    """One member of staff for every role, and first of all the one with the login name `also`, if there is one."""
    bases_by_code = {base.code: base.name for base in bases()}
    everybody = {facts.login_name: facts for facts in world_staff()}
    found = []
    for name in dict.fromkeys([also, *_SHOWN] if also in everybody else _SHOWN):
        facts = everybody[name]
        found.append(StaffLogin(name, " ".join(filter(None, (_ROLES[facts.role], bases_by_code.get(facts.base))))))
    return found


@dataclass(frozen=True, slots=True)
class Sample:
    """An applicant who has got as far as `state`, and what people trying the demonstration should know."""

    state: str
    words: str
    track: str = "western"
    category: str = "unaffiliated"

    @property
    def base(self) -> str:
        """All choose the base whose staff are shown, so that there is something to review."""
        return "YN017" if self.track == "tcm" else "YN001"

    def choose(self, chooser: PersonFacts) -> ChoiceFacts | None:
        """What the person chooses there, or the place the province names; None when nothing there is open to him."""
        own = [line for line in plan() if line.base == self.base]
        if chooser.category in ("postgraduate", "order_oriented"):
            return designation(SAMPLE_SEED, chooser, own)
        return preferences(SAMPLE_SEED, chooser, own)


SAMPLES = (
    Sample("registered", "刚注册，个人信息还是空的"),
    Sample("partial", "个人信息填了一半，照片未通过检查", category="own_employee"),
    Sample("complete", "个人信息完善，还没有填报志愿"),
    Sample("chosen", "志愿已填好，还没有提交"),
    Sample("designated", "专硕研究生，在省级指定学员名单中，待确认", category="postgraduate"),
    Sample("submitted", "已提交，待审核"),
    Sample("submitted", "已提交，待审核（中医类）", track="tcm"),
    Sample("returned", "被退回，等待补正", category="entrusted"),
    Sample("resubmitted", "补正后重新提交，待审核"),
    Sample("approved", "审核通过，可打印报名表"),
    Sample("rejected", "审核不通过"),
    Sample("withdrawn", "提交后取消报名"),
)


@lru_cache(maxsize=4)
def samples(on: date) -> tuple[tuple[Sample, PersonFacts], ...]:
    """The sample applicants with the people who play them: the first generated ones who fit."""
    people = _people(on)
    waiting = list(enumerate(SAMPLES))
    found: dict[int, PersonFacts] = {}
    while waiting:
        candidate = next(people)
        for place, sample in waiting:
            if _fits(sample, candidate):
                found[place] = candidate
                waiting.remove((place, sample))
                break
    return tuple((sample, found[place]) for place, sample in enumerate(SAMPLES))


def _people(on: date) -> Iterator[PersonFacts]:
    return (person(SAMPLE_SEED, index, on=on) for index in count())


def _fits(sample: Sample, candidate: PersonFacts) -> bool:
    """Of the right kind, with an ID card and something to choose."""
    if (sample.track, sample.category, "residency") != (candidate.track, candidate.category, candidate.kind):
        return False
    return candidate.document_type == "resident-id" and sample.choose(candidate) is not None

"""A small world for tests about applications: one cycle, two rounds, two bases, a handful of plan lines, their staff.

Everything stands in the middle of the first registration (`AT`), and so does the frozen clock.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from tests import factories
from tests.dossiers import people
from tests.kept_rows import kept_rows
from zhupei.accounts.models import ConsentText, User
from zhupei.bases.models import Base, ProgrammeKind, Specialty, Track
from zhupei.cycles.models import (
    Cycle,
    DesignatedPlace,
    DocumentDemand,
    MajorRule,
    PersonCategory,
    PlanLine,
    Round,
    Stage,
)
from zhupei.kernel import clock
from zhupei.kernel.clock import SHANGHAI

OPENS = datetime(2026, 6, 25, 10, 0, tzinfo=SHANGHAI)
AT = datetime(2026, 7, 1, 12, 0, tzinfo=SHANGHAI)
CLOSES = datetime(2026, 7, 20, 22, 0, tzinfo=SHANGHAI)
REVIEW_CLOSES = datetime(2026, 7, 25, 18, 0, tzinfo=SHANGHAI)
EXAM = datetime(2026, 8, 5, 9, 0, tzinfo=SHANGHAI)
SECOND_OPENS = datetime(2026, 8, 20, 10, 0, tzinfo=SHANGHAI)
SECOND_CLOSES = datetime(2026, 8, 25, 22, 0, tzinfo=SHANGHAI)

SPECIALTIES = (
    ("0100", "内科", Track.WESTERN, ProgrammeKind.RESIDENCY),
    ("0700", "全科", Track.WESTERN, ProgrammeKind.RESIDENCY),
    ("0900", "外科", Track.WESTERN, ProgrammeKind.RESIDENCY),
    ("2300", "超声医学科", Track.WESTERN, ProgrammeKind.RESIDENCY),
    ("3500", "中医", Track.TCM, ProgrammeKind.RESIDENCY),
)
CATEGORIES = (
    ("own_employee", "本单位人", "free", True),
    ("unaffiliated", "社会人", "free", False),
    ("postgraduate", "专硕研究生", "designated", False),
    ("exempt", "免填学员", "none", False),
)
CONSENTS = (("privacy", "个人信息处理告知"), ("sensitive-images", "人像与证件图像单独同意"), ("adjustment", "服从调剂"))
DEMANDS = (
    ("portrait", "always"),
    ("id-front", "always"),
    ("diploma", "graduated_row"),
    ("employer-consent", "needs_employer"),
    ("designation", "designated_unlisted"),
)
IMAGING_ONLY = "2300"  # the specialty that the world's usual major may not choose


@dataclass
class World:
    """`lines` of the first round by (base, specialty): bases "A" and "B"."""

    cycle: Cycle
    first: Round
    second: Round
    a: Base
    b: Base
    lines: dict[tuple[str, str], PlanLine]
    reviewer: User
    colleague: User
    administrator: User

    def stage(self, kind: str, round_: Round | None = None) -> Stage:
        return Stage.objects.get(round=round_ or self.first, kind=kind)

    def line(self, specialty: str = "0100", base: str = "A") -> PlanLine:
        return self.lines[base, specialty]

    def designate(self, person: User, line: PlanLine, category: str = "postgraduate") -> DesignatedPlace:
        """Put a person on the province's list of the line's round."""
        return DesignatedPlace.objects.create(
            round=line.round,
            category=PersonCategory.objects.get(cycle=self.cycle, code=category),
            name=person.name,
            document_number=person.document_number.plain(),
            document_index=person.document_index,
            plan=line,
        )


def load() -> World:
    """The clock is not among what is kept: a test may have stopped it at this very moment before."""
    clock.freeze(AT)
    return _built()


@kept_rows
def _built() -> World:
    people.reference()
    cycle = _cycle()
    first, second = (Round.objects.create(cycle=cycle, number=n, name=f"第 {n} 批次") for n in (1, 2))
    _stages(first, OPENS, CLOSES, REVIEW_CLOSES, EXAM)
    _stages(second, SECOND_OPENS, SECOND_CLOSES, SECOND_CLOSES + timedelta(days=5), SECOND_CLOSES + timedelta(days=9))
    a, b = factories.base(short_name="甲院"), factories.base(short_name="乙院")
    for code, name, track, kind in SPECIALTIES:
        Specialty.objects.create(code=code, name=name, track=track, kind=kind, since=2022)
    MajorRule.objects.create(cycle=cycle, specialty_id=IMAGING_ONLY, major_codes=["100203TK"])
    lines = {("A", code): PlanLine(round=first, base=a, specialty_id=code, seats=5) for code, *_ in SPECIALTIES}
    lines["B", "0100"] = PlanLine(round=first, base=b, specialty_id="0100", seats=5)
    PlanLine.objects.bulk_create([*lines.values(), PlanLine(round=second, base=a, specialty_id="0100", seats=2)])
    return World(
        cycle=cycle,
        first=first,
        second=second,
        a=a,
        b=b,
        lines=lines,
        reviewer=factories.staff("reviewer", a),
        colleague=factories.staff("reviewer", a),
        administrator=factories.staff("administrator", a),
    )


def later(**delta: int) -> datetime:
    """Move the frozen clock on (one second unless told otherwise) and read it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE kernel_clocksetting SET frozen_at = frozen_at + %s RETURNING frozen_at",
            [timedelta(**(delta or {"seconds": 1}))],
        )
        return cursor.fetchone()[0].astimezone(SHANGHAI)


def _cycle() -> Cycle:
    cycle = Cycle.objects.create(year=2026, name="2026 年度")
    PersonCategory.objects.bulk_create(
        PersonCategory(cycle=cycle, code=code, name=name, choice_mode=mode, needs_employer=employer, position=n)
        for n, (code, name, mode, employer) in enumerate(CATEGORIES)
    )
    DocumentDemand.objects.bulk_create(
        DocumentDemand(cycle=cycle, kind=kind, condition=condition, demand="required") for kind, condition in DEMANDS
    )
    ConsentText.objects.bulk_create(
        ConsentText(key=key, version=1, title=title, body=f"{title}的全文", published_at=OPENS)
        for key, title in CONSENTS
    )
    return cycle


def _stages(round_: Round, opens: datetime, closes: datetime, review_closes: datetime, exam: datetime) -> None:
    for kind, start, end in (
        (Stage.Kind.REGISTRATION, opens, closes),
        (Stage.Kind.REVIEW, opens, review_closes),
        (Stage.Kind.EXAM, exam, exam + timedelta(hours=3)),
    ):
        Stage.objects.create(round=round_, kind=kind, opens=start, closes=end)

"""Cases for the rules, in memory: nothing here touches the database."""

from datetime import datetime, timedelta
from typing import Any

from tests.world_small import AT, CLOSES, OPENS
from zhupei.accounts.models import User
from zhupei.applications import rules, states
from zhupei.applications.models import Application, Version
from zhupei.bases.models import Base, ProgrammeKind, Specialty, Track
from zhupei.cycles.models import Cycle, DesignatedPlace, PersonCategory, PlanLine, Round, Stage
from zhupei.kernel.refusals import Refusal

MOMENT = timedelta(microseconds=1)
STATES = ["draft", "submitted", "returned", "approved", "rejected", "given_up"]
EDGES = {
    "before": (OPENS - MOMENT, "window:not-yet"),
    "opening": (OPENS, None),
    "last": (CLOSES - MOMENT, None),
    "closed": (CLOSES, "window:closed"),
    "after": (CLOSES + timedelta(days=30), "window:closed"),
}

CYCLE = Cycle(year=2026, name="2026 年度")
ROUND = Round(cycle=CYCLE, number=1, name="第一批次")
BASES = {letter: Base(code=letter, name=f"{letter} 医院") for letter in "AB"}
WINDOW = Stage(round=ROUND, kind="registration", opens=OPENS, closes=CLOSES)
FREE = PersonCategory(cycle=CYCLE, code="unaffiliated", name="社会人", choice_mode="free")
DESIGNATED = PersonCategory(cycle=CYCLE, code="postgraduate", name="专硕研究生", choice_mode="designated")
EXEMPT = PersonCategory(cycle=CYCLE, code="exempt", name="免填学员", choice_mode="none")


def line(code: str = "0100", base: str = "A", **given: Any) -> PlanLine:
    """A fresh plan line; `track`, `kind` and `round` may be given."""
    track, kind = given.pop("track", Track.WESTERN), given.pop("kind", ProgrammeKind.RESIDENCY)
    specialty = Specialty(code=code, name=f"专业{code}", track=track, kind=kind, since=2022)
    return PlanLine(round=given.get("round", ROUND), base=BASES[base], specialty=specialty, seats=5)


def application(state: str = states.DRAFT, **given: Any) -> Application:
    version = given.pop("version", Version(category="unaffiliated") if state != states.DRAFT else None)
    fields: dict[str, Any] = {
        "person": User(kind="applicant", name="和志远"),
        "cycle": CYCLE,
        "round": ROUND,
        "track": Track.WESTERN,
        "kind": ProgrammeKind.RESIDENCY,
        "accepts_adjustment": True,
    }
    return Application(state=state, version=version, **{**fields, **given})


def case(state: str = states.DRAFT, **given: Any) -> rules.Submission:
    """A case that may be submitted, but for what is given."""
    fields: dict[str, Any] = {
        "application": given.pop("application", None) or application(state),
        "category": FREE,
        "place": None,
        "plans": [line()],
        "gaps": [],
        "majors": ["100201K"],
        "major_rules": {},
        "submissions": 0,
    }
    return rules.Submission(**{**fields, **given})


def place(plan: PlanLine, category: PersonCategory = DESIGNATED) -> DesignatedPlace:
    return DesignatedPlace(round=ROUND, category=category, name="和志远", plan=plan)


def code(refusal: Refusal | None) -> str | None:
    return refusal and refusal.code


def submission(case_: rules.Submission, at: datetime = AT, window: Stage | None = WINDOW) -> str | None:
    """The code of the refusal, None when the case may be submitted."""
    return code(rules.submission(case_, window, at))


def resubmission(case_: rules.Submission, at: datetime = AT, window: Stage | None = WINDOW) -> str | None:
    return code(rules.resubmission(case_, window, at))

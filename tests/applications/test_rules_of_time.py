"""When a move may be made: every state × both sides of every deadline, to the microsecond."""

from datetime import datetime, timedelta

import pytest

from tests.applications import given
from tests.applications.given import EDGES, MOMENT, STATES, WINDOW
from tests.world_small import AT, CLOSES, EXAM, OPENS, REVIEW_CLOSES
from zhupei.applications import rules
from zhupei.applications.models import Version
from zhupei.cycles.models import Stage

REVIEW = Stage(round=given.ROUND, kind="review", opens=OPENS, closes=REVIEW_CLOSES)
EXAM_STAGE = Stage(round=given.ROUND, kind="exam", opens=EXAM, closes=EXAM + timedelta(hours=3))
V1 = "11111111-1111-1111-1111-111111111111"
UNTIL = CLOSES + timedelta(hours=30)

edges = pytest.mark.parametrize(("at", "expected"), EDGES.values(), ids=list(EDGES))
every_state = pytest.mark.parametrize("state", STATES)


@every_state
@edges
def test_submitting(state: str, at: datetime, expected: str | None) -> None:
    wanted = expected if state == "draft" else f"move:{state}:submit"
    assert given.submission(given.case(state), at) == wanted


@every_state
@edges
def test_resubmitting_without_a_grace(state: str, at: datetime, expected: str | None) -> None:
    wanted = expected and "correction:over"
    wanted = wanted if state == "returned" else f"move:{state}:resubmit"
    assert given.resubmission(given.case(state), at) == wanted


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (CLOSES - MOMENT, None),
        (CLOSES, None),
        (UNTIL - MOMENT, None),
        (UNTIL, "correction:over"),
        (UNTIL + timedelta(days=1), "correction:over"),
    ],
)
def test_resubmitting_within_the_grace(at: datetime, expected: str | None) -> None:
    returned = given.application("returned", correction_until=UNTIL)
    assert given.resubmission(given.case(application=returned), at) == expected


def test_a_correction_that_ended_early_may_still_be_made_while_registration_is_open() -> None:
    returned = given.application("returned", correction_until=AT - timedelta(days=1))
    assert given.resubmission(given.case(application=returned), AT) is None


@pytest.mark.parametrize("window", [None, WINDOW])
def test_an_unanswered_return_without_any_time_is_over(window: Stage | None) -> None:
    assert given.resubmission(given.case("returned"), CLOSES, window) == "correction:over"


@every_state
@edges
def test_withdrawing(state: str, at: datetime, expected: str | None) -> None:
    wanted = {"submitted": expected, "returned": expected, "approved": "withdraw:approved"}
    assert given.code(rules.withdrawal(given.application(state), WINDOW, at)) == wanted.get(
        state, f"move:{state}:withdraw"
    )


@every_state
@pytest.mark.parametrize(
    ("at", "expected"), [(OPENS, "give-up:open"), (CLOSES - MOMENT, "give-up:open"), (CLOSES, None), (EXAM, None)]
)
def test_giving_up(state: str, at: datetime, expected: str | None) -> None:
    wanted = expected if state in ("submitted", "returned") else f"move:{state}:give-up"
    assert given.code(rules.giving_up(given.application(state), WINDOW, at)) == wanted


@pytest.mark.parametrize(
    ("typed", "expected"), [("放弃报名", None), (" 放弃报名\n", None), ("", "give-up:words"), ("放弃", "give-up:words")]
)
def test_giving_up_needs_the_words(typed: str, expected: str | None) -> None:
    assert given.code(rules.confirmed(typed)) == expected


def test_no_window_no_submission_but_giving_up_stays_possible() -> None:
    assert given.submission(given.case(), AT, None) == "window:none"
    assert given.code(rules.withdrawal(given.application("submitted"), None, AT)) == "window:none"
    assert rules.giving_up(given.application("submitted"), None, AT) is None


@every_state
@pytest.mark.parametrize("verb", ["return", "approve", "reject"])
@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (OPENS - MOMENT, "window:not-yet"),
        (OPENS, None),
        (REVIEW_CLOSES - MOMENT, None),
        (REVIEW_CLOSES, "window:closed"),
    ],
)
def test_reviewing(state: str, verb: str, at: datetime, expected: str | None) -> None:
    wanted = expected if state == "submitted" else f"move:{state}:{verb}"
    reviewed = given.application(state, version=Version(pk=V1))
    assert given.code(rules.review(reviewed, V1, verb, "base", REVIEW, at)) == wanted


@pytest.mark.parametrize("role", ["applicant", "administrator", "clock", ""])
@pytest.mark.parametrize("verb", ["return", "approve", "reject"])
def test_only_the_base_reviews(role: str, verb: str) -> None:
    reviewed = given.application("submitted", version=None, version_id=V1)
    assert given.code(rules.review(reviewed, V1, verb, role, REVIEW, AT)) == f"move:submitted:{verb}"


@pytest.mark.parametrize("seen", ["22222222-2222-2222-2222-222222222222", "", None])
def test_a_decision_is_about_the_version_that_was_seen(seen: str | None) -> None:
    for rule, application in (
        (rules.review, given.application("submitted", version=None, version_id=V1)),
        (rules.revocation, given.application("approved", version=None, version_id=V1)),
    ):
        extra = ("approve", "base", REVIEW, AT) if rule is rules.review else (EXAM_STAGE, AT)
        assert given.code(rule(application, seen, *extra)) == "review:version"


@every_state
@pytest.mark.parametrize(
    ("at", "expected"), [(AT, None), (EXAM - MOMENT, None), (EXAM, "revoke:exam"), (EXAM + MOMENT, "revoke:exam")]
)
def test_revoking(state: str, at: datetime, expected: str | None) -> None:
    wanted = expected if state == "approved" else f"move:{state}:revoke"
    revoked = given.application(state, version=None, version_id=V1)
    assert given.code(rules.revocation(revoked, V1, EXAM_STAGE, at)) == wanted


def test_revoking_before_any_exam_is_planned() -> None:
    assert rules.revocation(given.application("approved", version=None, version_id=V1), V1, None, EXAM) is None


@every_state
@pytest.mark.parametrize(
    ("at", "expected"),
    [(CLOSES - MOMENT, "lapse:early"), (CLOSES, "lapse:early"), (UNTIL - MOMENT, "lapse:early"), (UNTIL, None)],
)
def test_lapsing(state: str, at: datetime, expected: str | None) -> None:
    application = given.application(state, correction_until=UNTIL)
    wanted = expected if state == "returned" else f"move:{state}:lapse"
    assert given.code(rules.lapse(application, WINDOW, at)) == wanted


def test_the_clock_respects_a_window_that_was_extended() -> None:
    extended = Stage(round=given.ROUND, kind="registration", opens=OPENS, closes=UNTIL + timedelta(days=2))
    returned = given.application("returned", correction_until=UNTIL)
    assert given.code(rules.lapse(returned, extended, UNTIL)) == "lapse:early"
    assert given.resubmission(given.case(application=returned), UNTIL, extended) is None
    assert rules.lapse(returned, extended, extended.closes) is None


@pytest.mark.parametrize(
    ("returned_at", "grace", "until"),
    [
        (AT, timedelta(hours=48), CLOSES),
        (CLOSES - timedelta(hours=48), timedelta(hours=48), CLOSES),
        (CLOSES - timedelta(hours=47), timedelta(hours=48), CLOSES + timedelta(hours=1)),
        (CLOSES + timedelta(days=2), timedelta(hours=48), CLOSES + timedelta(days=4)),
        (AT, timedelta(0), CLOSES),
        (CLOSES, timedelta(0), CLOSES),
        (CLOSES + timedelta(days=2), timedelta(0), CLOSES + timedelta(days=2)),
    ],
)
def test_until_when_a_return_may_be_answered(returned_at: datetime, grace: timedelta, until: datetime) -> None:
    assert rules.correction_deadline(WINDOW, grace, returned_at) == until


def test_without_a_window_the_grace_alone_counts() -> None:
    assert rules.correction_deadline(None, timedelta(hours=48), AT) == AT + timedelta(hours=48)

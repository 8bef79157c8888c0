"""What moves when registration closes later, and what stays where it is."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.effort import tried
from zhupei.cycles import extension, rules
from zhupei.cycles.models import Round, Stage
from zhupei.kernel.clock import SHANGHAI

DAY = timedelta(days=1)
FIRST = datetime(2026, 7, 1, tzinfo=SHANGHAI)
AT = FIRST + timedelta(days=15)


def day(number: int, hour: int = 0) -> datetime:
    return FIRST + timedelta(days=number - 1, hours=hour)


def stages(*rows: tuple[str, datetime, datetime]) -> list[Stage]:
    return [Stage(pk=n, kind=kind, opens=opens, closes=closes) for n, (kind, opens, closes) in enumerate(rows, 1)]


ROUND = (
    ("registration", day(1, 10), day(20, 22)),
    ("review", day(2, 9), day(25, 18)),
    ("tickets", day(29, 9), day(33, 8)),
    ("exam", day(33, 8), day(36, 18)),
    ("scores", day(41, 10), day(44, 18)),
)


def moved(found: Iterable[extension.Shift]) -> dict[str, timedelta]:
    return {each.stage.kind: each.added for each in found if each.moved}


def following(opens: datetime) -> Stage:
    return Stage(pk=99, kind="registration", opens=opens, closes=opens + DAY, round=Round(number=2, name="补录"))


def refused(closes: datetime, at: datetime = AT, after: Stage | None = None) -> str:
    refusal = rules.extending(stages(*ROUND), after, closes, at)
    return refusal.code if refusal else ""


def test_the_review_keeps_its_time_and_what_has_room_stays() -> None:
    found = extension.shifts(stages(*ROUND), day(22, 22))

    assert moved(found) == {"registration": 2 * DAY, "review": 2 * DAY}
    ((tickets, before, after),) = extension.slack(found)
    assert tickets.stage.kind == "tickets"
    assert (before, after) == (day(29, 9) - day(25, 18), day(29, 9) - day(27, 18))


def test_the_review_opens_when_it_has_opened() -> None:
    found = extension.shifts(stages(*ROUND), day(22, 22))

    review = next(each for each in found if each.stage.kind == "review")
    assert (review.opens, review.closes) == (day(2, 9), day(27, 18))


def test_what_would_begin_too_early_moves_along_and_so_do_those_who_wait_for_it() -> None:
    found = extension.shifts(stages(*ROUND), day(24, 22))

    assert moved(found) == dict.fromkeys(("registration", "review", "tickets", "exam"), 4 * DAY)
    assert {each.stage.kind: each.waits_for.kind for each in found if each.moved and each.waits_for} == {
        "review": "registration",
        "tickets": "review",
        "exam": "tickets",
    }


def test_what_moves_along_keeps_its_hour() -> None:
    found = extension.shifts(stages(*ROUND), day(25, 9))

    assert moved(found)["registration"] == 4 * DAY + timedelta(hours=11)
    assert moved(found)["exam"] == 5 * DAY


def test_a_stage_may_begin_in_the_moment_in_which_the_other_ends() -> None:
    rows = [("registration", day(1), day(20)), ("review", day(2), day(25)), ("tickets", day(27), day(28))]

    assert "tickets" not in moved(extension.shifts(stages(*rows), day(22)))
    assert "tickets" in moved(extension.shifts(stages(*rows), day(22, 1)))


def test_a_review_after_registration_moves_only_where_it_must() -> None:
    rows = [("registration", day(1), day(20)), ("review", day(21), day(25))]

    assert moved(extension.shifts(stages(*rows), day(21))) == {"registration": DAY}
    assert moved(extension.shifts(stages(*rows), day(22))) == {"registration": 2 * DAY, "review": 2 * DAY}


def test_without_a_registration_nothing_moves() -> None:
    assert moved(extension.shifts(stages(("exam", day(1), day(2))), day(9))) == {}


gaps = st.lists(st.tuples(st.integers(0, 100), st.integers(1, 100)), min_size=1, max_size=8)


@tried(500)
@given(gaps, st.integers(1, 30 * 24))
def test_whoever_waited_for_another_still_does(rows: list[tuple[int, int]], hours: int) -> None:
    """Stages one after another, with gaps of any length: their order holds, nothing shrinks, nothing begins earlier."""
    moment, found = day(1), []
    for kind, (gap, length) in zip(Stage.Kind.values, rows, strict=False):
        opens = moment + timedelta(hours=gap)
        moment = opens + timedelta(hours=length)
        found.append((kind, opens, moment))
    before = stages(*found)

    after = extension.shifts(before, before[0].closes + timedelta(hours=hours))

    assert [each.stage.kind for each in after] == [stage.kind for stage in before]
    assert all(one.closes <= other.opens for one, other in pairwise(after))
    assert all(each.opens >= each.stage.opens and each.added >= timedelta(0) for each in after)
    assert all(each.closes - each.opens >= each.stage.closes - each.stage.opens for each in after)


def test_only_later_and_not_after_the_old_end() -> None:
    closes, second = day(20, 22), timedelta(seconds=1)

    assert refused(closes) == refused(closes - DAY) == "extension:earlier"
    assert refused(closes + second) == ""
    assert refused(AT) == refused(AT - second) == "extension:past"
    assert refused(closes + DAY, at=closes - second) == ""
    assert refused(closes + DAY, at=closes) == "extension:closed"


def test_a_month_at_most() -> None:
    assert refused(day(20, 22) + extension.LONGEST) == ""
    assert refused(day(20, 22) + extension.LONGEST + timedelta(seconds=1)) == "extension:long"


def test_what_must_be_over_before_the_next_round_stays_before_it() -> None:
    assert refused(day(22, 22), after=following(day(27, 18))) == ""
    assert refused(day(22, 22), after=following(day(27, 17))) == "extension:next-round"
    assert refused(day(22, 22), after=following(day(22, 21))) == "extension:next-round"
    assert refused(day(22, 22), after=following(day(22, 22))) == "", "the review has overlapped it before"


def test_what_has_overlapped_the_next_round_before_may_go_on_doing_so() -> None:
    assert refused(day(22, 22), after=following(day(25, 17))) == ""


def test_without_dates_there_is_nothing_to_extend() -> None:
    refusal = rules.extending([], None, day(22), AT)
    assert refusal is not None and refusal.code == "window:none"


def test_a_public_note_says_why_and_names_nobody() -> None:
    def code(note: str) -> str:
        refusal = rules.public_note(note)
        return refusal.code if refusal else ""

    assert code("　 ") == code("网络中断了九个字啊"[:9]) == code("长" * 501) == "extension:note"
    assert code("昭通因强降雨断网断电") == code("长" * 500) == ""
    assert code("请联系 139 0000 1234，恢复后再报名") == "extension:number"

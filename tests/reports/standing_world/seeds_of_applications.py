"""Violations of the promises about applications: each returns what the finding must say."""

from collections.abc import Callable
from datetime import timedelta

from tests.reports.standing_world.standing import Standing, change, drop_unique, sql
from tests.world_small import CLOSES, OPENS
from zhupei.applications.models import Preference, Transition, Version
from zhupei.kernel.crypto.sealed import seal_text

Seed = Callable[[Standing], str]
VERSION, MOVE, CHOICE = "applications_version", "applications_transition", "applications_preference"


def version_of(person: object) -> Version:
    version = person.reloaded().version  # type: ignore[attr-defined]
    assert version is not None
    return version


def last_move(person: object) -> Transition:
    return person.application.transitions.latest("pk")  # type: ignore[attr-defined]


def two_in_force(s: Standing) -> str:
    drop_unique("applications_application", "person_id", "cycle_id")
    person, other = s.submitted.person, s.approved.application
    change("applications_application", "person_id = %s, round_id = %s", other.pk, person.pk, s.world.second.pk)
    return f"person {person.pk} has 2 live applications"


def a_token_twice(s: Standing) -> str:
    drop_unique(VERSION, "token")
    token = version_of(s.submitted).token
    change(VERSION, "token = %s", version_of(s.approved).pk, token)
    return f"token {token} stands on 2 versions"


def a_receipt_twice(s: Standing) -> str:
    drop_unique(VERSION, "receipt_number")
    number = version_of(s.submitted).receipt_number
    change(VERSION, "receipt_number = %s", version_of(s.approved).pk, number)
    return f"receipt_number {number} stands on 2 versions"


def received(at: object, grace: object, words: str) -> Seed:
    def seed(s: Standing) -> str:
        version = version_of(s.submitted)
        change(VERSION, "received_at = %s, grace_until = %s", version.pk, at, grace)
        return f"version {version.pk} was received at {words}"

    return seed


def no_window(s: Standing) -> str:
    sql("DELETE FROM cycles_stage WHERE kind = 'registration'")
    return f"version {version_of(s.submitted).pk} was submitted in a round without registration window"


def a_state_without_an_event(s: Standing) -> str:
    change("applications_application", "state = 'rejected'", s.approved.application.pk)
    return f"application {s.approved.application.pk} is rejected, its last event says approved"


def an_older_version_in_force(s: Standing) -> str:
    first = s.corrected.application.versions.get(ordinal=1)
    change("applications_application", "version_id = %s", s.corrected.application.pk, first.pk)
    return f"application {s.corrected.application.pk} is about another version than the one submitted last"


def written_in_another_transaction(s: Standing) -> str:
    move = last_move(s.approved)
    change(MOVE, "transaction_id = transaction_id + 1", move.pk)
    return f"transition {move.pk} and its audit event were written in different transactions"


def an_event_about_somebody_else(s: Standing) -> str:
    move = last_move(s.approved)
    change("audit_event", "object_id = 'x'", move.event_id)
    return f"transition {move.pk} points to an audit event about something else"


def an_event_without_a_move(s: Standing) -> str:
    move = last_move(s.approved)
    sql(f"DELETE FROM {MOVE} WHERE id = %s", move.pk)
    return f"audit event {move.event_id} reports a change of state that has no transition"


def two_events_for_one_change(s: Standing) -> str:
    columns = "at, recorded_at, actor_id, actor_role, verb, object_type, object_id, detail, transaction_id"
    event = last_move(s.approved).event_id
    sql(f"INSERT INTO audit_event ({columns}) SELECT {columns} FROM audit_event WHERE id = %s", event)
    return f"application {s.approved.application.pk} has 2 audit events for one application.approve"


def moved(assignment: str, words: str) -> Seed:
    def seed(s: Standing) -> str:
        move = last_move(s.approved)
        change(MOVE, assignment, move.pk)
        return words.format(move.pk)

    return seed


def an_altered_snapshot(s: Standing) -> str:
    version = version_of(s.submitted)
    text = version.snapshot.plain().replace("大理", "丽江")
    assert text != version.snapshot.plain()
    change(VERSION, "snapshot = %s", version.pk, seal_text(text, f"{VERSION}.snapshot:{version.pk}"))
    return f"version {version.pk}: the snapshot does not have the digest of its receipt"


def another_ones_snapshot(s: Standing) -> str:
    mine, other = version_of(s.submitted), version_of(s.approved)
    change(VERSION, "snapshot = (SELECT snapshot FROM applications_version WHERE id = %s)", mine.pk, other.pk)
    return f"version {mine.pk}: the snapshot cannot be read"


def other_preferences_than_the_snapshot(s: Standing) -> str:
    version = version_of(s.corrected)
    change(CHOICE, "plan_id = %s", third_choice(s).pk, s.world.line("2300").pk)
    return f"version {version.pk}: the preferences differ from the snapshot"


def other_documents_than_the_snapshot(s: Standing) -> str:
    version = version_of(s.submitted)
    change("applications_versiondocument", "digest = %s", version.documents.all()[0].pk, "0" * 64)
    return f"version {version.pk}: the documents differ from the snapshot"


def third_choice(s: Standing) -> Preference:
    return version_of(s.corrected).preferences.get(rank=3)


def a_gap_in_the_ranks(s: Standing) -> str:
    change(CHOICE, "rank = 5", third_choice(s).pk)
    return f"version {version_of(s.corrected).pk}: preferences are ranked [1, 2, 5]"


def more_than_allowed(s: Standing) -> str:
    change("cycles_round", "max_choices = 2", s.world.first.pk)
    return f"version {version_of(s.corrected).pk}: more preferences than the round allows"


def at_another_base(s: Standing) -> str:
    change(CHOICE, "plan_id = %s", third_choice(s).pk, s.world.line("0100", "B").pk)
    return f"version {version_of(s.corrected).pk}: preference 3 is at another base"


def of_another_round(s: Standing) -> str:
    change("cycles_planline", "round_id = %s", third_choice(s).plan_id, s.world.second.pk)
    return f"version {version_of(s.corrected).pk}: preference 3 is not in the plan of its round"


def no_preference(s: Standing) -> str:
    version = version_of(s.submitted)
    sql(f"DELETE FROM {CHOICE} WHERE version_id = %s", version.pk)
    return f"version {version.pk} has no preference"


def approved_and_withdrawn(s: Standing) -> str:
    application = s.approved.application
    sql(
        f"INSERT INTO {MOVE} (application_id, source, verb, role, target, at, event_id, transaction_id)"
        " SELECT application_id, 'approved', 'withdraw', 'applicant', 'draft', at, -1, transaction_id"
        f" FROM {MOVE} WHERE id = %s",
        last_move(s.approved).pk,
    )
    return f"application {application.pk} was withdrawn by its applicant after approval"


def approved_and_a_draft(s: Standing) -> str:
    change("applications_application", "state = 'draft', version_id = NULL", s.approved.application.pk)
    return f"application {s.approved.application.pk} is draft although its approval was never revoked"


SECOND = timedelta(seconds=1)
SEEDS: dict[str, tuple[int, Seed]] = {
    "two in force": (1, two_in_force),
    "a token twice": (1, a_token_twice),
    "a receipt twice": (1, a_receipt_twice),
    "received at the deadline": (2, received(CLOSES, None, "2026-07-20")),
    "received after the grace": (2, received(CLOSES + SECOND, CLOSES + SECOND, "2026-07-20")),
    "received too early": (2, received(OPENS - SECOND, None, "2026-06-25 01:59:59 before the window opened")),
    "no window": (2, no_window),
    "a state without an event": (3, a_state_without_an_event),
    "an older version in force": (3, an_older_version_in_force),
    "another transaction": (3, written_in_another_transaction),
    "an event about somebody else": (3, an_event_about_somebody_else),
    "an event without a move": (3, an_event_without_a_move),
    "two events for one change": (3, two_events_for_one_change),
    "a move by the wrong role": (4, moved("role = 'province'", "transition {}: submitted –approve by province")),
    "a move that does not exist": (4, moved("target = 'draft'", "transition {}: submitted –approve by base→ draft")),
    "a move from nowhere": (4, moved("source = 'returned'", "transition {} starts from returned")),
    "an altered snapshot": (7, an_altered_snapshot),
    "another one's snapshot": (7, another_ones_snapshot),
    "other preferences": (7, other_preferences_than_the_snapshot),
    "other documents": (7, other_documents_than_the_snapshot),
    "a gap in the ranks": (8, a_gap_in_the_ranks),
    "more than allowed": (8, more_than_allowed),
    "another base": (8, at_another_base),
    "another round": (8, of_another_round),
    "no preference": (8, no_preference),
    "approved and withdrawn": (9, approved_and_withdrawn),
    "approved and a draft": (9, approved_and_a_draft),
}

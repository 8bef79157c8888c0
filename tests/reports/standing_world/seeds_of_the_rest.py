"""Violations of the promises about the trail, files, jobs, personal numbers and offices."""

import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from tests import factories
from tests.reports.standing_world.seeds_of_applications import Seed, last_move, version_of
from tests.reports.standing_world.standing import Standing, change, drop_unique, sealed_file, sql, stored
from zhupei.accounts.models import Post, User
from zhupei.accounts.office_queries import told_apart
from zhupei.applications.models import FormPaper, Review
from zhupei.approvals.models import Decision
from zhupei.audit.actions import record
from zhupei.audit.models import Anchor, Link
from zhupei.bases.models import Membership
from zhupei.dossiers.models import Education
from zhupei.kernel import clock
from zhupei.kernel.crypto import vault
from zhupei.notifications.models import Delivery, Notice

DOCUMENT, JOBS = "dossiers_document", "procrastinate_jobs"
LONG = timedelta(minutes=11)


def an_altered_event(s: Standing) -> str:
    event = last_move(s.approved).event_id
    change("audit_event", "detail = '{}'", event)
    return f"event {event} (link {Link.objects.get(event=event).sequence}) was altered"


def a_dropped_link(s: Standing) -> str:
    sql("DELETE FROM audit_link WHERE sequence = 3")
    return "links 3 to 3 are missing"


def an_event_outside_the_chain(s: Standing) -> str:
    last = Link.objects.latest("sequence")
    sql("DELETE FROM audit_link WHERE sequence = %s", last.sequence)
    return f"event {last.event_id} is not in the chain"


def a_chain_cut_before_its_anchor(s: Standing) -> str:
    last = Anchor.objects.get().sequence
    sql("DELETE FROM audit_event WHERE id = (SELECT event_id FROM audit_link WHERE sequence = %s)", last)
    sql("DELETE FROM audit_link WHERE sequence = %s", last)
    return f"does not match link {last}"


def file_of(fault: Callable[[Path, str], None], words: str) -> Seed:
    """Do something to the file of a submitted portrait."""

    def seed(s: Standing) -> str:
        document = s.document()
        fault(stored(document.clean_key), document.clean_key)
        return f"document {document.pk}: {words}"

    return seed


def replace(path: Path, key: str) -> None:
    path.write_bytes(sealed_file(b"another picture", key))


def flip(path: Path, key: str) -> None:
    data = bytearray(path.read_bytes())
    data[-20] ^= 1
    path.write_bytes(data)


def a_thumbnail_missing(s: Standing) -> str:
    stored(s.document().thumbnail_key).unlink()
    return f"document {s.document().pk}: a picture of it is missing"


def a_form_missing(s: Standing) -> str:
    paper = FormPaper.objects.get()
    stored(paper.key).unlink()
    return f"form of version {paper.version_id}: its file is missing"


def an_upload_without_its_file(s: Standing) -> str:
    document = s.document()
    stored(document.original_key).unlink()
    change(DOCUMENT, "state = 'received'", document.pk)
    return f"document {document.pk}: its file is missing"


def an_unchecked_one_before_a_reviewer(s: Standing) -> str:
    change(DOCUMENT, "state = 'refused'", s.document().pk)
    return f"version {version_of(s.submitted).pk} shows portrait unchecked or with another digest"


def an_old_orphan(s: Standing) -> str:
    key = vault.put(b"nobody's")
    day_ago = time.time() - 25 * 3600
    os.utime(stored(key), (day_ago, day_ago))
    return f"file {key} belongs to no row"


def a_failed_job(s: Standing) -> str:
    (job,) = sql(f"SELECT min(id) FROM {JOBS}")[0]
    change(JOBS, "status = 'failed'", job)
    return f"job {job} ("


def a_forgotten_job(s: Standing) -> str:
    (job,) = sql(f"SELECT min(id) FROM {JOBS}")[0]
    change(JOBS, "status = 'todo'", job)
    sql("UPDATE procrastinate_events SET at = clock_timestamp() - interval '11 minutes' WHERE job_id = %s", job)
    return f"job {job} ("


def an_upload_nobody_checks(s: Standing) -> str:
    document = s.document()
    change(DOCUMENT, "state = 'received', uploaded_at = %s", document.pk, clock.now() - LONG)
    return f"document {document.pk} has waited for its check"


def an_sms_nobody_sends(s: Standing) -> str:
    sms = Delivery.objects.latest("created_at")
    change("notifications_delivery", "state = 'queued', created_at = %s", sms.pk, clock.now() - LONG)
    return f"delivery {sms.pk} has waited"


def two_documents_in_force(s: Standing) -> str:
    drop_unique(DOCUMENT, "dossier_id", "slot")
    document = s.document()
    other = document.dossier.documents.get(slot="id-front")
    change(DOCUMENT, "slot = 'portrait'", other.pk)
    return f"dossier {document.dossier_id} has 2 documents in force for portrait"


def told_twice(s: Standing) -> str:
    notice = Notice.objects.get(recipient=s.approved.person, kind="application.approve")
    notice.pk = None
    notice.save(force_insert=True)
    return f"person {s.approved.person.pk} was told application.approve 2 times"


def written_into(table: str, column: str, text: Callable[[Standing], str], json: str = "") -> Seed:
    """A plain text in the first row of a column."""

    def seed(s: Standing) -> str:
        value = json % text(s) if json else text(s)
        sql(f"UPDATE {table} SET {column} = %s WHERE ctid = (SELECT min(ctid) FROM {table})", value)
        return f"column {table}.{column} holds a plain ID number or phone"

    return seed


def number(s: Standing) -> str:
    return s.submitted.person.document_number.plain()


def phone(s: Standing) -> str:
    return s.submitted.person.phone.plain()


def in_a_diploma(s: Standing) -> str:
    change("dossiers_education", "diploma_number = %s", Education.objects.first().pk, number(s))  # type: ignore[union-attr]
    return "column dossiers_education.diploma_number holds"


def in_a_session(s: Standing) -> str:
    session = SessionStore()
    session["phone"] = phone(s)
    session.save()
    assert session.session_key
    return f"session {session.session_key[:6]}… holds"


def in_a_log(s: Standing) -> str:
    log = Path(settings.DATA_DIR) / "logs" / "worker.log"
    log.write_text('{"event": "ok"}\n' + f'{{"event": "sent to {phone(s)}"}}\n')
    return "log file worker.log holds"


def two_oversight_offices(s: Standing) -> str:
    auditor = factories.staff("audit")
    lift_the_separation()
    Post.objects.create(user=auditor, role="security", granted_at=clock.now(), **told_apart(auditor))
    return f"person {auditor.pk} holds 2 roles, one of them to be held alone"


def lift_the_separation() -> None:
    for column in ("user_id", "phone_index", "name_index"):
        drop_unique("accounts_post", column)


def a_second_self(same: str) -> Seed:
    """Another account with the same telephone or name."""

    def seed(s: Standing) -> str:
        lift_the_separation()
        first = factories.staff("system")
        second = factories.staff("audit", **{same: first.phone.plain() if same == "phone" else first.name})
        rows = sorted(f"post {user.posts.get().pk}" for user in (first, second))
        return f"one {'telephone' if same == 'phone' else same} stands behind {' and '.join(rows)}"

    return seed


def an_officer_who_reviews(s: Standing) -> str:
    officer = factories.staff("audit", pending=True)
    reviewer = factories.staff("reviewer", phone=officer.phone.plain(), pending=True)
    rows = f"membership {reviewer.memberships.get().pk} and post {officer.posts.get().pk}"
    return f"one telephone stands behind {rows}"


def support_under_two_accounts(s: Standing) -> str:
    first = factories.staff("support")
    second = factories.staff("support", phone=first.phone.plain(), pending=True)
    rows = " and ".join(sorted(f"post {user.posts.get().pk}" for user in (first, second)))
    return f"one telephone stands behind {rows}"


def an_office_under_another_name(s: Standing) -> str:
    officer = factories.staff("audit")
    User.objects.filter(pk=officer.pk).update(name="另一个人")
    return f"office {officer.posts.get().pk} carries another telephone or name than its holder"


def in_force(words: str, **given: object) -> Seed:
    """A reviewer's role that has come into force in a way in which none can."""

    def seed(s: Standing) -> str:
        row = factories.staff("reviewer").memberships.get()
        for name in ("not_confirmed_by_holder", "not_confirmed_by_inviter"):
            sql(f"ALTER TABLE bases_membership DROP CONSTRAINT bases_membership_{name}")
        people = {"holder": row.user, "province": factories.staff("province"), "security": factories.staff("security")}
        values = {key: people.get(value, value) if isinstance(value, str) else value for key, value in given.items()}
        Membership.objects.filter(pk=row.pk).update(confirmed_at=row.granted_at + LONG, **values)
        return f"membership {row.pk} {words}"

    return seed


def still_counting(s: Standing) -> str:
    change("accounts_user", "standing = 'released', is_active = false", s.submitted.person.pk)
    return f"application {s.submitted.application.pk} counts although its account was released"


def a_browser_still_known(s: Standing) -> str:
    change("accounts_user", "standing = 'released', is_active = false", s.newcomer.pk)
    return f"account {s.newcomer.pk} was released and a browser is still known to it"


def still_logged_in(s: Standing) -> str:
    person = s.newcomer
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(person.pk), person.get_session_auth_hash()
    session.save()
    change("accounts_user", "standing = 'frozen', is_active = false", person.pk)
    return f"account {person.pk} is frozen and has the session {session.session_key[:6]}…"  # type: ignore[index]


def confirmed_by_nobody(s: Standing) -> str:
    change("approvals_motion", "state = 'confirmed'", s.motion.pk)
    return f"motion {s.motion.pk} is confirmed and nobody has decided"


def decided(s: Standing, actor: str, event: str) -> None:
    change("approvals_motion", "state = 'confirmed'", s.motion.pk)
    people = {"proposer": s.motion.proposed_by, "other": s.world.reviewer}
    sql("SET LOCAL session_replication_role = replica")
    written = record(verb=event, actor=None, role="clock", at=clock.now(), object_type="account", object_id="x")
    row = {"verb": "confirm", "role": "second", "at": clock.now(), "event": written}
    Decision.objects.create(motion=s.motion, actor=people[actor], **row)


def confirmed_by_the_proposer(s: Standing) -> str:
    decided(s, "proposer", "motion.confirm")
    return f"motion {s.motion.pk} was decided by the person who proposed it"


def another_event(s: Standing) -> str:
    decided(s, "other", "motion.refuse")
    return f"motion {s.motion.pk} and the audit event of its decision do not belong together"


def another_state(s: Standing) -> str:
    decided(s, "other", "motion.confirm")
    change("approvals_motion", "state = 'refused'", s.motion.pk)
    return f"motion {s.motion.pk} is refused, its decision says confirm by second"


REASON = Review._meta.db_table
SEEDS: dict[str, tuple[int, Seed]] = {
    "an altered event": (5, an_altered_event),
    "a dropped link": (5, a_dropped_link),
    "an event outside the chain": (5, an_event_outside_the_chain),
    "a chain cut before its anchor": (5, a_chain_cut_before_its_anchor),
    "a missing file": (10, file_of(lambda path, key: path.unlink(), "its file is missing")),
    "another file": (10, file_of(replace, "its file has another digest")),
    "a flipped bit": (10, file_of(flip, "its file cannot be read")),
    "a missing thumbnail": (10, a_thumbnail_missing),
    "a missing form": (10, a_form_missing),
    "an upload without its file": (10, an_upload_without_its_file),
    "an unchecked one before a reviewer": (10, an_unchecked_one_before_a_reviewer),
    "an old orphan": (10, an_old_orphan),
    "a failed job": (11, a_failed_job),
    "a forgotten job": (11, a_forgotten_job),
    "an upload nobody checks": (11, an_upload_nobody_checks),
    "an SMS nobody sends": (11, an_sms_nobody_sends),
    "two documents in force": (11, two_documents_in_force),
    "told twice": (11, told_twice),
    "a number in a reason": (14, written_into(REASON, "reason", lambda s: f"证号 {number(s)} 有误")),
    "a small x": (14, written_into(REASON, "reason", lambda s: "11010519491231002x")),
    "a phone in a reason": (14, written_into(REASON, "reason", lambda s: f"请致电 {phone(s)}。")),
    "a phone with the country": (14, written_into(REASON, "reason", lambda s: f"+86{phone(s)}")),
    "behind 5000 characters": (14, written_into(REASON, "reason", lambda s: "长" * 5000 + number(s))),
    "in a job argument": (14, written_into(JOBS, "args", phone, '{"phone": "%s"}')),
    "in an audit detail": (14, written_into("audit_event", "detail", number, '{"number":"%s"}')),
    "in a list": (14, written_into("cycles_cycle", "document_types", number, "{%s}")),
    "in a public text": (14, written_into("bases_base", "brochure", phone)),
    "in a diploma number": (14, in_a_diploma),
    "in a session": (14, in_a_session),
    "in a log": (14, in_a_log),
    "two oversight offices": (15, two_oversight_offices),
    "a second self by telephone": (15, a_second_self("phone")),
    "a second self by name": (15, a_second_self("name")),
    "an officer who reviews": (15, an_officer_who_reviews),
    "support staff with two accounts": (15, support_under_two_accounts),
    "an office under another name": (15, an_office_under_another_name),
    "confirmed by nobody": (15, in_force("is in force and was confirmed by nobody", granted_by="province")),
    "confirmed by himself": (15, in_force("was confirmed by its holder or inviter", confirmed_by="holder")),
    "confirmed by his inviter": (
        15,
        in_force("was confirmed by its holder or inviter", granted_by="security", confirmed_by="security"),
    ),
    "confirmed without the office": (
        15,
        in_force("was confirmed by somebody without the office to do so", confirmed_by="province"),
    ),
    "confirmed without a word": (
        15,
        in_force("was confirmed without a word in the trail", confirmed_by="security"),
    ),
    "a released account still counts": (16, still_counting),
    "a browser known to a released account": (16, a_browser_still_known),
    "a frozen account logged in": (16, still_logged_in),
    "a motion confirmed by nobody": (17, confirmed_by_nobody),
    "a motion confirmed by its proposer": (17, confirmed_by_the_proposer),
    "a decision with another event": (17, another_event),
    "a decision of another state": (17, another_state),
}

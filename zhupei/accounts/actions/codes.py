"""SMS codes (domain section 4): sent behind a captcha, checked before the act, used up inside it.

A page that asks for a code does two things. It calls `verify` outside any transaction: a wrong guess is counted and
committed at once, whatever happens later. Then it calls the action, which calls `consume` inside its own transaction
after its rules: only an act that is really done uses the code up. When the rules refuse (deadline, changed content)
the transaction is undone, and the same code is still good for the next attempt until it expires. Of two acts with
the same code only one gets past the row lock in `consume`.
"""

import hmac
import secrets
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from zhupei.accounts import notices, queries, rules, sources, throttles
from zhupei.accounts.models import User, VerificationCode
from zhupei.accounts.queries import phone_index, secret_hash
from zhupei.accounts.sources import Source
from zhupei.kernel import clock, jobs, locks, writes
from zhupei.kernel.prepared import Question, prepared, together
from zhupei.kernel.refusals import Refusal, Refused, require
from zhupei.notifications.actions import send_sms

RESET = "reset"
SEND_RESET = "accounts.send_reset_code"

log = structlog.get_logger("zhupei.accounts")


class CodeLimit(NamedTuple):
    """Which codes count together, and how many of them there may be."""

    subject: str
    quota: rules.Quota
    by_stranger: bool


@locks.action
def send_code(*, purpose: str, phone: str, user: User | None, session_key: str, address: str, at: datetime) -> None:
    """Send a fresh code; it replaces the one before it. Raises `Refused` (`sms:gap`, `sms:number`, `wait:…`).

    `address` is the network address asking; the caller has checked a captcha. For a reset: `send_reset_code`.
    """
    assert purpose != RESET
    kind = next(
        name
        for name, group in (("open", rules.OPEN_PURPOSES), ("link", rules.LINK_PURPOSES), ("own", rules.OWN_PURPOSES))
        if purpose in group
    )
    index = phone_index(phone)
    counted = CodeLimit(f"{kind} {index}", rules.quota(purpose), by_stranger=kind == "open")
    row = _issue(counted, purpose, index, user, session_key, address)
    _send(row, phone, at)


@locks.action
def send_reset_code(
    *, number: str, phone: str, session_key: str, device_token: str, address: str, at: datetime
) -> None:
    """As `send_code`, when number and phone belong together; otherwise nothing leaves, and the page must not tell.

    What counts is the pair as typed: wrong pairs never use up what the right one has, and one answers like the other.
    The SMS is made by a job, which finds nothing to do for a wrong pair: the request does the same work for both. A
    browser that has logged in to the account before is counted apart from everybody else.
    """
    today = rules.day(at)
    user = queries.by_number_and_phone(number, phone, today)
    device = queries.known_device(user.pk if user else None, device_token)
    index = phone_index(phone)
    if device is None:
        pair = f"pair {queries.number_index(queries.canonical_number(number, today))} {index}"
        counted = CodeLimit(pair, rules.quota(RESET), by_stranger=True)
    else:
        counted = CodeLimit(f"device {device.pk}", rules.OWN, by_stranger=False)
    row = _issue(counted, RESET, index, user, session_key, address)
    jobs.enqueue(SEND_RESET, code_id=str(row.pk))


@locks.action
def send_waiting(*, code_id: UUID, at: datetime) -> None:
    """The job of `send_reset_code`. A second run, one that comes too late or for a wrong pair finds nothing to send."""
    row = VerificationCode.objects.select_for_update().filter(pk=code_id, code_hash="").first()
    if row is not None and row.user is not None and rules.code(row, clock.real()) is None:
        _send(row, row.user.phone.plain(), at)


def _send(row: VerificationCode, phone: str, at: datetime) -> None:
    code = f"{secrets.randbelow(10**rules.CODE_DIGITS):0{rules.CODE_DIGITS}d}"
    row.code_hash = _code_hash(row.pk, code)
    writes.update(row, ("code_hash",))
    send_sms(phone=phone, body=notices.code_text(row.purpose, code), purpose=row.purpose, at=at, recipient=row.user)
    log.info("code sent", purpose=row.purpose, code=str(row.pk))


def _issue(
    counted: CodeLimit, purpose: str, index: str, user: User | None, session_key: str, address: str
) -> VerificationCode:
    """A row without a code yet, when the limits allow it. Codes that count together are issued one after another, and
    the time is read when it is our turn.
    """
    counted_as, source = secret_hash("sms", counted.subject), sources.of(address)
    locks.hold(f"sms:{counted_as}")
    now = clock.real()
    before = VerificationCode.objects.filter(counted_as=counted_as, sent_at__gt=now - rules.CODES_COUNT)
    latest = before.order_by("-sent_at").values_list("sent_at", "from_network", "used_at")
    settles = rules.settles(purpose)
    sent = [rules.Sent(when, network, settles and used is not None) for when, network, used in latest]
    require(rules.sending(sent, source.network, counted.quota, now))
    if counted.by_stranger:
        sources.count_code(source)
    _count_against_budget(by_stranger=counted.by_stranger)
    row = VerificationCode(
        id=uuid4(),
        purpose=purpose,
        phone_index=index,
        user=user,
        session_hash=secret_hash("session", session_key),
        code_hash="",
        counted_as=counted_as,
        from_address=source.address if counted.by_stranger else "",
        from_network=source.network,
        sent_at=now,
        expires_at=now + rules.CODE_LIFE,
    )
    return writes.insert(row)


def _count_against_budget(*, by_stranger: bool) -> None:
    """Fail closed when the day's budget is gone; say so in the log at four fifths and at the end."""
    budget = rules.sms_budget(settings.SMS_DAILY_BUDGET, by_stranger=by_stranger)
    try:
        used = throttles.count(budget, "all")
    except Refused as refused:
        log.error("sms budget exhausted", budget=budget.most)
        message = rules.budget_gone(throttles.seconds_left(budget, "all"))
        raise Refused(replace(refused.refusal, message=message)) from None
    if used == max(1, budget.most * 4 // 5):
        log.error("sms budget nearly used", used=used, budget=budget.most)


def _code_hash(code_id: UUID, code: str) -> str:
    return secret_hash("code", f"{code_id}:{code}")


def verify(*, purpose: str, phone_index: str, user: User | None, session_key: str, code: str) -> UUID:
    """The id of the code, for `consume`. Raises `Refused`: `code:none`, `code:wrong`, `code:expired`, `code:used-up`.

    Only the latest code of this purpose, phone, account and browser session counts. Call it outside a transaction.
    """
    refusal: Refusal | None
    with transaction.atomic(durable=True):
        row, now = _held(_latest.first_of(purpose, phone_index, user, secret_hash("session", session_key)))
        if (refusal := rules.code(row, now)) is None:
            assert row is not None
            if _fits(row, code):
                return row.pk
            row.tries += 1
            row.save(update_fields=["tries"])
            refusal = rules.wrong_code(row)
    raise Refused(refusal)


def _fits(row: VerificationCode, code: str) -> bool:
    """A row without a code (of a wrong pair, or before its SMS has been made) fits nothing."""
    return hmac.compare_digest(row.code_hash, _code_hash(row.pk, code))


@locks.action
def consume(*, code_id: UUID, purpose: str, user: User | None, at: datetime) -> None:
    """Use the code up, in the transaction of the act it allows. Raises `Refused` as `verify` does."""
    _use(_verified.first_of(code_id, purpose, user), at)


@locks.action
def consume_for_phone(*, code_id: UUID, purpose: str, user: User | None, phone: str, at: datetime) -> None:
    """As `consume`, when the act is about the phone itself: the code must have gone to just this number."""
    _use(_verified_for_phone.first_of(code_id, purpose, user, phone_index(phone)), at)


def _use(wanted: Question[VerificationCode | None], at: datetime) -> None:
    """What was verified in time is not late because the act had to queue for a moment."""
    row, now = _held(wanted)
    require(rules.code(row, now, patience=rules.QUEUE))
    assert row is not None
    row.used_at = at
    writes.update(row, ("used_at",))
    if row.from_address:
        _settle(row)


def _held(wanted: Question[VerificationCode | None]) -> tuple[VerificationCode | None, datetime]:
    """The locked row, and the time at which it was ours: read by the statement after it, on the same way."""
    row, [(now,)] = together(wanted, clock.REAL.of())
    return row, now


@prepared
def _latest(purpose: str, phone_index: str, user: User | None, session_hash: str) -> QuerySet[VerificationCode]:
    rows = VerificationCode.objects.select_for_update().order_by("-sent_at")
    return rows.filter(purpose=purpose, phone_index=phone_index, user=user, session_hash=session_hash)


@prepared
def _verified(code_id: UUID, purpose: str, user: User | None) -> QuerySet[VerificationCode]:
    return VerificationCode.objects.select_for_update().filter(pk=code_id, purpose=purpose, user=user)


@prepared
def _verified_for_phone(code_id: UUID, purpose: str, user: User | None, phone_index: str) -> QuerySet[VerificationCode]:
    return _verified.build(code_id, purpose, user).filter(phone_index=phone_index)


def _settle(row: VerificationCode) -> None:
    """Whoever had to ask twice was no robot the first time either: his codes do not count as unused any more."""
    source = Source(row.from_address, row.from_network)
    his = VerificationCode.objects.filter(
        counted_as=row.counted_as, session_hash=row.session_hash, from_address=source.address
    )
    sources.used_code(source, his.update(from_address=""))

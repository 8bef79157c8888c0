"""SMS codes (domain section 4): sent behind a captcha, checked before the act, used up inside it.

A page that asks for a code does two things. It calls `verify` outside any transaction: a wrong guess is counted and
committed at once, whatever happens later. Then it calls the action, which calls `consume` inside its own transaction
after its rules: only an act that is really done uses the code up. When the rules refuse (deadline, changed content)
the transaction is undone, and the same code is still good for the next attempt until it expires. Of two acts with
the same code only one gets past the row lock in `consume`.
"""

import hmac
import secrets
from datetime import datetime
from uuid import UUID, uuid4

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from zhupei.accounts import labels, notices, rules, throttles
from zhupei.accounts.models import User, VerificationCode
from zhupei.accounts.queries import phone_index, secret_hash
from zhupei.kernel import locks
from zhupei.kernel.refusals import Refusal, Refused, require
from zhupei.notifications.actions import send_sms

log = structlog.get_logger("zhupei.accounts")


@locks.action
def send_code(*, purpose: str, phone: str, user: User | None, session_key: str, address: str, at: datetime) -> None:
    """Send a fresh code; it replaces the one before it. Raises `Refused` (`sms:gap`, `sms:number`, `wait:…`).

    `address` is the network address asking; the caller has checked a captcha.
    """
    code = f"{secrets.randbelow(10**6):06d}"
    code_id = _issue(purpose, phone, user, session_key, address, at, code)
    send_sms(phone=phone, body=notices.code_text(purpose, code), purpose=purpose, at=at, recipient=user)
    log.info("code sent", purpose=purpose, code=str(code_id))


@locks.action
def withhold_code(*, purpose: str, phone: str, session_key: str, address: str, at: datetime) -> None:
    """As `send_code`, but nothing leaves: number and phone do not belong together, and the page must not tell.

    The same limits count and the same answers follow a guess, only that no guess can be right.
    """
    _issue(purpose, phone, None, session_key, address, at, secrets.token_hex())


def _issue(
    purpose: str, phone: str, user: User | None, session_key: str, address: str, at: datetime, code: str
) -> UUID:
    index = phone_index(phone)
    locks.hold(f"sms:{index}")
    group = rules.purposes_counted_with(purpose)
    sent = VerificationCode.objects.filter(purpose__in=group, phone_index=index, sent_at__lte=at)
    require(rules.sending(list(sent.order_by("-sent_at").values_list("sent_at", flat=True)[:10]), at))
    if purpose in rules.OPEN_PURPOSES:
        throttles.count(rules.SMS_PER_ADDRESS, labels.throttle_subject(address), at)
    _count_against_budget(purpose, at)
    code_id = uuid4()
    VerificationCode.objects.create(
        id=code_id,
        purpose=purpose,
        phone_index=index,
        user=user,
        session_hash=secret_hash("session", session_key),
        code_hash=_code_hash(code_id, code),
        sent_at=at,
        expires_at=at + rules.CODE_LIFE,
    )
    return code_id


def _count_against_budget(purpose: str, at: datetime) -> None:
    """Fail closed when the day's budget is gone; say so in the log at four fifths and at the end."""
    budget = rules.sms_budget(purpose, settings.SMS_DAILY_BUDGET)
    try:
        used = throttles.count(budget, "all", at)
    except Refused:
        log.error("sms budget exhausted", budget=budget.most)
        raise
    if used == max(1, budget.most * 4 // 5):
        log.error("sms budget nearly used", used=used, budget=budget.most)


def _code_hash(code_id: UUID, code: str) -> str:
    return secret_hash("code", f"{code_id}:{code}")


def verify(*, purpose: str, phone_index: str, user: User | None, session_key: str, code: str, at: datetime) -> UUID:
    """The id of the code, for `consume`. Raises `Refused`: `code:none`, `code:wrong`, `code:expired`, `code:used-up`.

    Only the latest code of this purpose, phone, account and browser session counts. Call it outside a transaction.
    """
    refusal: Refusal | None
    with transaction.atomic(durable=True):
        row = (
            VerificationCode.objects.select_for_update()
            .filter(
                purpose=purpose,
                phone_index=phone_index,
                user=user,
                session_hash=secret_hash("session", session_key),
            )
            .order_by("-sent_at")
            .first()
        )
        if (refusal := rules.code(row, at)) is None:
            assert row is not None
            if hmac.compare_digest(row.code_hash, _code_hash(row.pk, code)):
                return row.pk
            row.tries += 1
            row.save(update_fields=["tries"])
            refusal = rules.wrong_code(row)
    raise Refused(refusal)


@locks.action
def consume(*, code_id: UUID, purpose: str, user: User | None, at: datetime) -> None:
    """Use the code up, in the transaction of the act it allows. Raises `Refused` as `verify` does."""
    _use(VerificationCode.objects.filter(pk=code_id, purpose=purpose, user=user), at)


@locks.action
def consume_for_phone(*, code_id: UUID, purpose: str, user: User | None, phone: str, at: datetime) -> None:
    """As `consume`, when the act is about the phone itself: the code must have gone to just this number."""
    rows = VerificationCode.objects.filter(pk=code_id, purpose=purpose, user=user, phone_index=phone_index(phone))
    _use(rows, at)


def _use(rows: QuerySet[VerificationCode], at: datetime) -> None:
    row = rows.select_for_update().first()
    require(rules.code(row, at))
    assert row is not None
    row.used_at = at
    row.save(update_fields=["used_at"])

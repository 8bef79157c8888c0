"""People of the small world in the state that a test needs, brought there by the real actions.

A `WorldApplicant` is one person with his application. Times run on the frozen clock: every act is one second after the
one before, unless a moment is given.
"""

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from PIL import Image

from tests.dossiers import people
from tests.world_small import World, later
from zhupei.accounts import rules as account_rules
from zhupei.accounts.actions.consents import agree
from zhupei.accounts.models import ConsentText, User, VerificationCode
from zhupei.applications import actions, checked, submission_loading
from zhupei.applications.models import Application, Review, Version
from zhupei.cycles.models import PlanLine
from zhupei.dossiers import actions as dossier_actions
from zhupei.dossiers import queries, rules
from zhupei.dossiers.models import Document
from zhupei.dossiers.tasks import check_document
from zhupei.kernel import clock
from zhupei.kernel.refusals import Refused
from zhupei.world.drawn import id_card_back, portrait_variant
from zhupei.world.verdict_cache import cached_verdicts

BLURRED = ("document:portrait", "免冠照片", "照片不清晰")


@dataclass
class WorldApplicant:
    world: World
    person: User
    application: Application

    def reloaded(self) -> Application:
        """The application as the database has it now."""
        self.application = Application.objects.select_related("round__cycle", "person", "version").get(
            pk=self.application.pk
        )
        return self.application

    @property
    def version_id(self) -> UUID:
        version_id = self.reloaded().version_id
        assert version_id is not None
        return version_id


def ready(
    world: World, *, plans: list[PlanLine] | None = None, adjustment: bool | None = True, **basics: Any
) -> WorldApplicant:
    """A complete dossier with documents that the decoder has passed, and choices: one click before submitting."""
    person = documented(world, people.filled(**basics))
    return drafted(world, person, [world.line()] if plans is None else plans, adjustment)


def drafted(world: World, person: User, plans: list[PlanLine], adjustment: bool | None = True) -> WorldApplicant:
    """A draft of the first round with these choices."""
    application = actions.open_draft(actor=person, round_=world.first, track="western", kind="residency", at=later())
    application = actions.set_choices(
        application_id=application.pk,
        plan_ids=[plan.pk for plan in plans],
        accepts_adjustment=adjustment,
        revision=application.revision,
        actor=person,
        at=later(),
    )
    return WorldApplicant(world, person, application)


def documented(world: World, person: User) -> User:
    """Every demanded document, uploaded and decoded."""
    agree(actor=person, texts=list(ConsentText.objects.filter(key=queries.IMAGES_CONSENT)), at=later())
    for place in rules.demanded(queries.load(person), world.cycle):
        if place.required:
            upload(world, person, place.slot)
    return person


def upload(world: World, person: User, slot: str, seed: int = 1) -> Document:
    """One document, uploaded and passed by the decoder."""
    data = portrait_variant(seed) if slot == "portrait" else _paper(seed)
    document = dossier_actions.upload(
        actor=person, at=later(), slot=slot, name="照片.jpg", data=data, round_=world.first
    )
    with cached_verdicts():
        check_document(document_id=str(document.pk))
    document.refresh_from_db()
    assert document.state == Document.State.ACCEPTED, document.refusal_message
    return document


@cache
def _paper(seed: int) -> bytes:
    """A drawn card, small: what it shows does not matter here, decoding it takes its time."""
    drawn = id_card_back(seed, issuer="大理市公安局", valid_from="2018.03.01", valid_until="2038.03.01")
    out = io.BytesIO()
    Image.open(io.BytesIO(drawn)).resize((253, 160)).save(out, "JPEG")
    return out.getvalue()


def code(person: User, purpose: str, at: datetime) -> UUID:
    """A verified SMS code for an act at `at`; it lives by real time. (Sending and guessing have their own tests.)"""
    row = VerificationCode.objects.create(
        purpose=purpose,
        phone_index=person.phone_index,
        user=person,
        session_hash="0" * 64,
        code_hash="0" * 64,
        sent_at=clock.real(),
        expires_at=clock.real() + account_rules.CODE_LIFE,
    )
    return row.pk


def check_page(applicant: WorldApplicant) -> dict[str, Any]:
    """What the form of the check page carries: its token and the digest of what it showed."""
    application = applicant.reloaded()
    case, dossier = submission_loading.load(application)
    return {"application_id": application.pk, "token": uuid4(), "shown": checked.digest(case, dossier.frozen)}


def submit(applicant: WorldApplicant, at: datetime | None = None, code_id: UUID | None = None, **form: Any) -> Version:
    """The click on 提交报名: of the given form (`check_page`), or of a fresh one."""
    at = at or later()
    code_id = code_id or code(applicant.person, "submit", at)
    return actions.submit(**(form or check_page(applicant)), code_id=code_id, actor=applicant.person, at=at)


def withdraw(applicant: WorldApplicant, at: datetime | None = None, code_id: UUID | None = None) -> Application:
    at = at or later()
    code_id = code_id or code(applicant.person, "withdraw", at)
    return actions.withdraw(application_id=applicant.application.pk, code_id=code_id, actor=applicant.person, at=at)


def give_up(applicant: WorldApplicant, at: datetime, typed: str = "放弃报名") -> Application:
    code_id = code(applicant.person, "give-up", at)
    return actions.give_up(
        application_id=applicant.application.pk, typed=typed, code_id=code_id, actor=applicant.person, at=at
    )


def _decision(applicant: WorldApplicant, given: dict[str, Any]) -> dict[str, Any]:
    usual = {"version_id": given.get("version_id") or applicant.version_id, "actor": applicant.world.reviewer}
    at = given.get("at") or later()
    return {"application_id": applicant.application.pk, **usual, **given, "at": at}


def send_back(applicant: WorldApplicant, **given: Any) -> Review:
    """退回补正, for the portrait unless told otherwise."""
    return actions.return_for_correction(**{"items": [BLURRED], **_decision(applicant, given)})


def approve(applicant: WorldApplicant, **given: Any) -> Review:
    return actions.approve(**_decision(applicant, given))


def reject(applicant: WorldApplicant, **given: Any) -> Review:
    return actions.reject(**{"reason": "不符合报考条件", **_decision(applicant, given)})


def revoke(applicant: WorldApplicant, **given: Any) -> Review:
    given = {"actor": applicant.world.administrator, **given}
    return actions.revoke(**{"reason": "复核发现材料有误", **_decision(applicant, given)})


def submitted(world: World, **given: Any) -> WorldApplicant:
    applicant = ready(world, **given)
    submit(applicant)
    return applicant


def returned(world: World, **given: Any) -> WorldApplicant:
    applicant = submitted(world, **given)
    send_back(applicant)
    return applicant


def approved(world: World, **given: Any) -> WorldApplicant:
    applicant = submitted(world, **given)
    approve(applicant)
    return applicant


def arrange(
    applicant: WorldApplicant, plans: list[PlanLine], adjustment: bool | None = True, **given: Any
) -> Application:
    """Put these choices into the draft, as a page that is up to date would."""
    return actions.set_choices(
        **{
            "application_id": applicant.application.pk,
            "plan_ids": [plan.pk for plan in plans],
            "accepts_adjustment": adjustment,
            "revision": applicant.reloaded().revision,
            "actor": applicant.person,
            "at": later(),
            **given,
        }
    )


def refused(act: Callable[..., Any], *args: Any, **kwargs: Any) -> str:
    """The code of the refusal with which `act` answers."""
    with pytest.raises(Refused) as caught:
        act(*args, **kwargs)
    return caught.value.refusal.code


BESIDE = ("accounts_verificationcode", "kernel_clocksetting", "procrastinate_periodic_defers")


def dump(leave_out: Iterable[str] = BESIDE) -> dict[str, list[Any]]:
    """Every row of every table but the given ones: two dumps are equal when nothing has changed.

    (The helpers here issue SMS codes and move the clock, and a worker notes every minute which periodic jobs are due,
    so these tables are left out unless asked for.)
    """
    tables = set(connection.introspection.table_names()) - set(leave_out)
    rows = {}
    with connection.cursor() as cursor:
        for table in sorted(tables):
            cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')
            rows[table] = cursor.fetchall()
    return rows


def fingerprint() -> dict[str, tuple[int, int]]:
    """Every table → its number of rows and the sum of their 64-bit hashes, asked in one statement: equal when no row of
    the database has changed.
    """
    tables = sorted(connection.introspection.table_names())
    one = """SELECT '{0}', count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM "{0}" t"""
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(one.format(table) for table in tables))
        return {table: (rows, total) for table, rows, total in cursor.fetchall()}

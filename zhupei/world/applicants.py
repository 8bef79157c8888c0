"""A fictional applicant at work: everything through the same actions as the web, in the order of the manual.

Each step may be run again: what has been done already is found and left alone, so an interrupted simulation goes on.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from django.db.models import F

from zhupei.accounts import queries as accounts
from zhupei.accounts import states
from zhupei.accounts.actions import codes, consents, registration
from zhupei.accounts.models import User, VerificationCode
from zhupei.applications import actions, checked, queries, submission_loading
from zhupei.applications.models import Application, Version
from zhupei.cycles.models import Cycle, DesignatedPlace, PlanLine, Round
from zhupei.dossiers import actions as dossiers
from zhupei.dossiers import queries as dossier_queries
from zhupei.dossiers import rules as dossier_rules
from zhupei.dossiers.tasks import check_document
from zhupei.world import answers
from zhupei.world.fiction.choices import ChoiceFacts, designation, preferences
from zhupei.world.fiction.logins import APPLICANT_PASSWORD
from zhupei.world.fiction.people import PersonFacts
from zhupei.world.phone import read_code

Picture = Callable[[str, PersonFacts, int], bytes]


@dataclass(frozen=True)
class Setting:
    """Where applicants apply: the cycle, its round, the round's plan by (base code, specialty code)."""

    cycle: Cycle
    round: Round
    plan: dict[tuple[str, str], UUID]

    @classmethod
    def of(cls, cycle: Cycle) -> "Setting":
        round_ = Round.objects.select_related("cycle").get(cycle=cycle, number=1)
        lines = PlanLine.objects.filter(round=round_).values_list("base__code", "specialty_id", "pk")
        return cls(round_.cycle, round_, {(base, specialty): pk for base, specialty, pk in lines})


@dataclass
class SimulatedApplicant:
    """One person of the world `seed`. `picture` draws what is uploaded; `choose_from` overrides the person's taste."""

    facts: PersonFacts
    seed: int
    setting: Setting
    picture: Picture
    choose_from: Callable[[PersonFacts], ChoiceFacts | None] | None = field(default=None)

    @cached_property
    def user(self) -> User:
        """Raises User.DoesNotExist before registration."""
        holders = User.objects.exclude(standing=states.RELEASED)
        return holders.get(document_index=accounts.number_index(self.facts.document_number))

    @property
    def address(self) -> str:
        """Everybody has a browser of his own: limits per address hold as for real people."""
        index = self.facts.index
        return f"10.{index >> 16 & 255}.{index >> 8 & 255}.{index & 255}"

    def row_id(self, *parts: object) -> UUID:
        """The same row has the same id when the simulation is run again."""
        return uuid5(NAMESPACE_URL, "/".join(map(str, ("zhupei", self.seed, self.facts.index, *parts))))

    def code(self, purpose: str, at: datetime) -> UUID:
        """Ask for a code, read it from the phone, type it in.

        Days of this person's life pass in a second, and limits go by real time: his codes count as yesterday's.
        """
        session, user = f"world-{self.seed}-{self.facts.index}", None if purpose == "register" else self.user
        phone, index = self.facts.phone, accounts.phone_index(self.facts.phone)
        codes.send_code(purpose=purpose, phone=phone, user=user, session_key=session, address=self.address, at=at)
        code_id = codes.verify(
            purpose=purpose,
            phone_index=index,
            user=user,
            session_key=session,
            code=read_code(phone, purpose, at),
        )
        VerificationCode.objects.filter(pk=code_id).update(sent_at=F("sent_at") - timedelta(days=2))
        return code_id

    @property
    def registered(self) -> bool:
        try:
            return bool(self.user)
        except User.DoesNotExist:
            return False

    def register(self, at: datetime) -> bool:
        """账号注册. False when the account was there already."""
        if self.registered:
            return False
        code_id = self.code("register", at)
        registration.register(
            document_type=self.facts.document_type,
            number=self.facts.document_number,
            name=self.facts.name,
            phone=self.facts.phone,
            password=APPLICANT_PASSWORD,
            consents=[text.pk for text in accounts.consent_texts(("privacy",))],
            code_id=code_id,
            allowed_types=self.setting.cycle.document_types,
            at=at,
        )
        return True

    def fill(self, at: datetime) -> None:
        """个人信息, 学历信息, 工作经历信息, 执业资格信息."""
        self.fill_basics(at)
        for number, education in enumerate(self.facts.educations):
            dossiers.add_education(
                actor=self.user,
                at=at,
                education_id=self.row_id("education", number),
                values=answers.education(education),
            )
        if self.facts.employer:
            dossiers.add_employment(
                actor=self.user,
                at=at,
                employment_id=self.row_id("employment", 0),
                values=answers.employment(self.facts, at.date()),
            )
        else:
            dossiers.save_work(actor=self.user, at=at, values={"has_work": False})
        dossiers.save_licence(actor=self.user, at=at, values=answers.licence(self.facts))

    def fill_basics(self, at: datetime, leave_out: Iterable[str] = ()) -> None:
        """个人信息; names in `leave_out` stay gaps."""
        values = {name: value for name, value in answers.basics(self.facts).items() if name not in set(leave_out)}
        dossiers.save_basics(actor=self.user, at=at, values=values)

    def upload(self, at: datetime, *, only: Iterable[str] = ()) -> list[UUID]:
        """证明材料: whatever is asked and not yet there; `only` uploads these afresh. Workers check them later."""
        consents.agree(actor=self.user, texts=accounts.consent_texts((dossier_queries.IMAGES_CONSENT,)), at=at)
        data = dossier_queries.load(self.user)
        rows = {row.pk: number for number, row in enumerate(data.educations)}
        again, known = set(only), {*data.documents, *data.attempts}
        uploaded = []
        for place in dossier_rules.demanded(data, self.setting.cycle):
            if place.slot in again or (not again and place.required and place.slot not in known):
                row = rows[place.education_id] if place.education_id else 0
                document = dossiers.upload(
                    actor=self.user,
                    at=at,
                    slot=place.slot,
                    name=f"{place.kind}.jpg",
                    data=self.picture(place.kind, self.facts, row),
                    round_=self.setting.round,
                )
                uploaded.append(document.pk)
        return uploaded

    def gaps(self) -> list[str]:
        """What is still missing in the dossier, in words."""
        data = dossier_queries.load(self.user)
        found = dossier_rules.gaps(data, cycle=self.setting.cycle, kind=self.facts.kind)
        return [gap.message for gap in found]

    def application(self) -> Application | None:
        return queries.of_person(self.user, self.setting.round)

    def wish(self) -> tuple[list[UUID], bool]:
        """The plan lines this person wants, in order, and whether adjustment is accepted."""
        place = DesignatedPlace.objects.filter(
            round=self.setting.round, document_index=self.user.document_index
        ).first()
        return self.lines(place), self.facts.accepts_adjustment

    def lines(self, place: DesignatedPlace | None) -> list[UUID]:
        """The province's place for those on its list; else what the person prefers; else nothing."""
        if place is not None:
            return [place.plan_id]
        chosen = (self.choose_from or self._prefer)(self.facts)
        if chosen is None:
            return []
        known = [self.setting.plan.get((chosen.base, code)) for code in chosen.specialties]
        return [line for line in known if line]

    def _prefer(self, facts: PersonFacts) -> ChoiceFacts | None:
        designated = facts.category in ("postgraduate", "order_oriented")
        return designation(self.seed, facts) if designated else preferences(self.seed, facts)

    def choose(self, at: datetime) -> Application | None:
        """填报志愿. None when no line is open to this person."""
        lines, adjustment = self.wish()
        if not lines:
            return None
        application = actions.open_draft(
            actor=self.user, round_=self.setting.round, track=self.facts.track, kind=self.facts.kind, at=at
        )
        return actions.set_choices(
            application_id=application.pk,
            plan_ids=lines,
            accepts_adjustment=adjustment,
            revision=application.revision,
            actor=self.user,
            at=at,
        )

    def submit(self, application: Application, at: datetime) -> Version:
        """提交报名 from the check page as it is now, with a fresh code."""
        code_id = self.code("submit", at)
        application.refresh_from_db()
        case, dossier = submission_loading.load(application)
        return actions.submit(
            application_id=application.pk,
            token=uuid4(),
            shown=checked.digest(case, dossier.frozen),
            code_id=code_id,
            actor=self.user,
            at=at,
        )

    def withdraw(self, application: Application, at: datetime) -> None:
        """取消报名."""
        code_id = self.code("withdraw", at)
        actions.withdraw(application_id=application.pk, code_id=code_id, actor=self.user, at=at)

    def correct(self, application: Application, at: datetime) -> Version:
        """Do what the return asked for, then submit again."""
        items = queries.open_corrections(application)
        slots = [item.removeprefix("document:") for item in items if item.startswith("document:")]
        for document_id in self.upload(at, only=slots) if slots else []:
            check_document(document_id=str(document_id))
        if "basics" in items:
            detail = f"{self.facts.contact.detail}（收）"
            dossiers.save_basics(actor=self.user, at=at, values={"contact_detail": detail})
        return self.submit(application, at)

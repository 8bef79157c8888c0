"""What all people of a run have in common, read once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.hashers import make_password

from zhupei.accounts import queries as accounts
from zhupei.accounts.models import ConsentText
from zhupei.accounts.rules import REGISTRATION_CONSENTS
from zhupei.cycles import queries as cycles
from zhupei.cycles.models import DesignatedPlace, PlanLine, Stage
from zhupei.dossiers.models import Institution, Major
from zhupei.dossiers.queries import IMAGES_CONSENT
from zhupei.dossiers.tasks.checking import limits_at
from zhupei.kernel import clock
from zhupei.world.applicants import Setting
from zhupei.world.bulk.pictures import Album
from zhupei.world.fiction.logins import APPLICANT_PASSWORD
from zhupei.world.pace import Timetable


@dataclass
class BulkContext:
    """`password` is the hash that serves everybody; `places` are the province's decisions about the people of the
    present batch, by the blind index of the number.
    """

    setting: Setting
    timetable: Timetable
    password: str
    texts: list[ConsentText]
    images: list[ConsentText]
    adjustment: ConsentText
    institutions: Mapping[str, Institution]
    majors: Mapping[str, Major]
    plan: Mapping[UUID, PlanLine]
    registration: Stage | None
    album: Album
    places: Mapping[str, DesignatedPlace]

    @classmethod
    def of(cls, setting: Setting) -> "BulkContext":
        """Raises ValueError when the registration has not been open long enough."""
        now = clock.now()
        adjustment = accounts.adjustment_text()
        assert adjustment is not None
        return cls(
            setting=setting,
            timetable=Timetable.until(now, setting.round),
            password=make_password(APPLICANT_PASSWORD),
            texts=accounts.consent_texts(REGISTRATION_CONSENTS),
            images=accounts.consent_texts((IMAGES_CONSENT,)),
            adjustment=adjustment,
            institutions=Institution.objects.in_bulk(),
            majors=Major.objects.in_bulk(),
            plan=cycles.plan(setting.round.pk),
            registration=cycles.stage(setting.round, Stage.Kind.REGISTRATION),
            album=Album(limits_at(now), {}),
            places={},
        )

    def learn_places(self, indexes: Iterable[str]) -> None:
        """Which of these people stand on the province's list."""
        rows = DesignatedPlace.objects.filter(round=self.setting.round, document_index__in=list(indexes))
        rows = rows.select_related("plan__base", "plan__specialty", "category")
        self.places = {row.document_index: row for row in rows}

"""The two of the support desk, and what they do."""

from datetime import datetime
from typing import Any

from django.test import Client

from tests import factories
from tests.world_small import later
from zhupei.accounts.models import User
from zhupei.approvals import actions, verbs
from zhupei.approvals.models import Motion
from zhupei.notifications.models import Delivery
from zhupei.support import motion_payload

OWNER_PHONE = factories.phone(700_001)


class Desk:
    def __init__(self) -> None:
        self.first = factories.staff("support", name="杨春燕")
        self.second = factories.staff("support", name="和建国")

    def propose(self, verb: str, person: User, **given: Any) -> Motion:
        documents = {"documents": ["identity-card"], "way": "in-person", "phone": OWNER_PHONE}
        asked = {name: given.pop(name, value) for name, value in documents.items()}
        fresh = User.objects.get(pk=person.pk)
        usual = {"reason": "本人到场", "actor": self.first, "at": later(), "shown": verbs.get(verb).digest(fresh)}
        payload = motion_payload.payload(**asked)
        return actions.propose(**{"verb": verb, "subject_id": person.pk, "payload": payload, **usual, **given})

    def confirm(self, motion: Motion, **given: Any) -> Motion:
        at = given.pop("at", None) or later()
        usual = {"actor": self.second, "shown": motion.digest}
        return actions.confirm(motion_id=motion.pk, at=at, **{**usual, **given})

    def carry_out(self, verb: str, person: User, **given: Any) -> Motion:
        return self.confirm(self.propose(verb, person, **given))


def messages(phone: str, since: datetime | None = None) -> list[str]:
    """What this telephone has been sent by the support desk."""
    sent = Delivery.objects.filter(purpose="account.support").order_by("created_at")
    return [row.body.plain() for row in sent if row.phone.plain() == phone]


def signed_in(user: User) -> Client:
    return factories.login(Client(HTTP_HOST="localhost"), user)


def is_in(client: Client) -> bool:
    """Whether the next click still finds somebody who is logged in."""
    return client.get("/me/account/").status_code == 200


def text(response: Any) -> str:
    return response.content.decode()

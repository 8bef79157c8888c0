"""An act of two persons that exists only here: renaming somebody. What it rests on is his name."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import Q

from tests import factories
from zhupei.accounts import queries as accounts
from zhupei.accounts.models import User
from zhupei.approvals import actions, verbs
from zhupei.approvals.models import Motion
from zhupei.approvals.verbs import ConfirmedMotion, MotionVerb
from zhupei.kernel.refusals import Refusal, Refused

RENAME, LIFE = "test.rename", timedelta(days=1)
TABOO = Refusal("test:taboo", "这个名字不行。")


def rename(act: ConfirmedMotion) -> None:
    act.subject.name = act.payload["name"]
    act.subject.save()


VERB = MotionVerb(
    name=RENAME,
    label="改名",
    subject_type="account",
    lifetime=LIFE,
    find=lambda pk: User.objects.get(pk=pk),
    hold=lambda pk: accounts.locked(pk),  # type: ignore[arg-type]
    facts=lambda user: [("name", user.name)],
    words=lambda payload: [("新名字", payload["name"])],
    may_propose=lambda user: "province" in accounts.posts(user),
    may_confirm=lambda user: Q() if "province" in accounts.posts(user) else None,
    rule=lambda user, payload, actor, at: TABOO if payload["name"] == "禁" else None,
    run=rename,
)


@pytest.fixture(autouse=True)
def renaming(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(verbs._known, RENAME, VERB)
    yield


class Office:
    """Two officers who may, a third person who may not, and somebody to rename."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.first = factories.staff(name="胡丽娟")
        self.second = factories.staff(name="吴春兰")
        self.outsider = factories.staff("audit", name="字佳慧")
        self.subject = factories.applicant(name="和志远")

    def shown(self) -> str:
        return VERB.digest(User.objects.get(pk=self.subject.pk))

    def propose(self, **given: Any) -> Motion:
        usual = {"payload": {"name": "和志高"}, "reason": "名字写错了", "shown": self.shown(), "actor": self.first}
        return actions.propose(**{"verb": RENAME, "subject_id": self.subject.pk, "at": self.at, **usual, **given})

    def confirm(self, motion: Motion, **given: Any) -> Motion:
        usual = {"shown": motion.digest, "actor": self.second, "at": self.at + timedelta(hours=1)}
        return actions.confirm(motion_id=motion.pk, **{**usual, **given})

    def name(self) -> str:
        return User.objects.values_list("name", flat=True).get(pk=self.subject.pk)


@pytest.fixture
def office(db: None, noon: datetime) -> Office:
    return Office(noon)


def refused(call: Any, *args: Any, **given: Any) -> str:
    with pytest.raises(Refused) as caught:
        call(*args, **given)
    return caught.value.refusal.code

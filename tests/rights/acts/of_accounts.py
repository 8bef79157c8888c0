"""What is done to accounts and offices."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from tests import factories
from tests.rights.acts.act import SUPPORT, Act, Do, anybody
from tests.rights.scene import Scene
from zhupei.accounts.actions import account_state, consents, passwords, phones, roles, signing, staff
from zhupei.accounts.models import ConsentText, Post, User


def acts_on_accounts() -> dict[str, Act]:
    def agree(scene: Scene, actor: User) -> Any:
        return consents.agree(actor=actor, texts=list(ConsentText.objects.filter(key="adjustment")), at=scene.at)

    def password(scene: Scene, actor: User) -> Any:
        return passwords.change_password(actor=actor, old="x", new="Erhai-9paddles", at=scene.at)

    def codes(scene: Scene, actor: User) -> Any:
        return phones.send_codes(
            actor=actor, phone=factories.phone(800_001), session_key="k", address="10.1.1.1", at=scene.at
        )

    def phone(scene: Scene, actor: User) -> Any:
        number = factories.phone(800_001)
        return phones.change_phone(
            actor=actor, phone=number, password="x", code_id=uuid4(), present_code_id=uuid4(), at=scene.at
        )

    def posted(act: Callable[..., Any], holder: str, **given: Any) -> Do:
        return lambda scene, actor: act(
            actor=actor, post_id=Post.objects.get(user=scene.people[holder]).pk, at=scene.at, **given
        )

    def invite(scene: Scene, actor: User) -> Any:
        return staff.invite(
            actor=actor,
            login_name="newcomer",
            name="赵新来",
            phone=factories.phone(800_002),
            role="province",
            at=scene.at,
        )

    def again(scene: Scene, actor: User) -> Any:
        return staff.invite_again(actor=actor, user=scene.people["other_reviewer"], at=scene.at)

    def done_to(act: Callable[..., Any], **given: Any) -> Do:
        return lambda scene, actor: act(
            user_id=scene.people["other_applicant"].pk, motion_id=uuid4(), actor=actor, at=scene.at, **given
        )

    def unfreeze(scene: Scene, actor: User) -> Any:
        frozen = scene.people["frozen_applicant"]
        return account_state.unfreeze(user_id=frozen.pk, motion_id=uuid4(), actor=actor, at=scene.at)

    return {
        "agree": anybody(agree),
        "own_data_taken": anybody(lambda scene, actor: consents.own_data_taken(actor=actor, at=scene.at)),
        "change_password": anybody(password, alone=True),
        "send_codes": anybody(codes),
        "change_phone": anybody(phone, alone=True),
        "sign": anybody(lambda scene, actor: signing.sign(actor=actor, token="000000"), alone=True),
        "confirm_post": Act(posted(roles.confirm_post, "pending_province"), ("security",)),
        "refuse_post": Act(posted(roles.refuse_post, "pending_province", reason="没有此人"), ("security",)),
        "end_post": Act(posted(roles.end_post, "province"), ("security",)),
        "invite": Act(invite, ("system",)),
        "invite_again": Act(again, ("system",)),
        "freeze": Act(done_to(account_state.freeze), SUPPORT),
        "unfreeze": Act(unfreeze, SUPPORT),
        "replace_phone": Act(done_to(account_state.replace_phone, phone=factories.phone(800_003)), SUPPORT),
        "release": Act(done_to(account_state.release), SUPPORT),
    }

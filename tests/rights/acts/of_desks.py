"""What desks do: imports, exports, acts of two persons, staff, settings, look-ups."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from tests import factories
from tests.imports import lists
from tests.rights.acts.act import SUPPORT, THIS_BASE, Act, Do
from tests.rights.scene import Scene
from tests.world_small import CLOSES
from zhupei.accounts.models import User
from zhupei.approvals import actions as approvals
from zhupei.approvals.models import Motion
from zhupei.bases import actions as bases
from zhupei.cycles import actions as cycles
from zhupei.cycles import policies
from zhupei.cycles.actions.policies import digest
from zhupei.imports import actions as imports
from zhupei.imports.models import Choices
from zhupei.portal import actions as portal
from zhupei.reports import actions as reports
from zhupei.reports.tasks import make_export
from zhupei.support import actions as support


def acts_on_imports() -> dict[str, Act]:
    province = ("province",)

    def upload(scene: Scene, actor: User) -> Any:
        return imports.upload(
            actor=actor,
            kind="designated",
            subject_id=str(scene.world.first.pk),
            name="名单.xlsx",
            data=lists.listed(lists.row(1)),
            at=scene.at,
        )

    def checked(scene: Scene) -> Any:
        found, _ = lists.checked(scene.world, lists.listed(lists.row(0)), scene.people["province"])
        return found

    def choose(scene: Scene, actor: User, found: Any) -> Any:
        return imports.choose(import_id=found.pk, choices=Choices(), actor=actor, at=scene.at)

    def confirm(scene: Scene, actor: User, found: Any) -> Any:
        return imports.confirm(import_id=found.pk, shown=found.report_digest, actor=actor, at=scene.at)

    def discard(scene: Scene, actor: User, found: Any) -> Any:
        return imports.discard(import_id=found.pk, actor=actor, at=scene.at)

    return {
        "upload": Act(upload, province),
        "choose": Act(choose, province, before=checked),
        "confirm": Act(confirm, province, before=checked),
        "discard": Act(discard, province, before=checked),
    }


def acts_on_exports() -> dict[str, Act]:
    def export(scene: Scene, actor: User, token: Any = None) -> Any:
        given = {"of_list": "base.queue", "desk": str(scene.world.a.pk), "address": "?state=all", "form": "csv"}
        return reports.ask(**given, whole=False, reason="核对", token=token or uuid4(), actor=actor, at=scene.at)

    def exported(scene: Scene) -> Any:
        asked = export(scene, scene.people["reviewer"])
        make_export.func(str(asked.pk))
        return asked

    def take(scene: Scene, actor: User, asked: Any) -> Any:
        return reports.take(export_id=asked.pk, actor=actor, at=scene.at)

    return {
        "ask": Act(export, THIS_BASE),
        "take": Act(take, ("reviewer",), before=exported),
    }


def _of_the_province() -> dict[str, dict[str, Act]]:
    def checks(scene: Scene, actor: User) -> Any:
        return cycles.set_policies(actor=actor, at=scene.at, **another(scene, "picture-checks", "border", "off"))

    def propose_policies(scene: Scene, actor: User) -> Any:
        given = another(scene, "registering", "assistant_level", "20")
        return cycles.propose_policies(actor=actor, at=scene.at, reason="按省里会议决定", **given)

    def another(scene: Scene, group: str, name: str, value: str) -> dict[str, Any]:
        """What a page of this group would send."""
        now = policies.find(policies.get(group), scene.world.cycle.pk)
        return {"group": group, "owner_id": now.owner.pk, "values": {name: value}, "shown": digest(now)}

    def extend(scene: Scene, actor: User) -> Any:
        given = {"closes": CLOSES + timedelta(days=2), "note": "因部分县区断网，报名时间延长。"}
        return cycles.extend(round_id=scene.world.first.pk, motion_id=uuid4(), actor=actor, at=scene.at, **given)

    def publish(scene: Scene, actor: User) -> Any:
        return portal.publish(announcement_id=uuid4(), title="公告", body="正文", actor=actor, at=scene.at)

    return {
        "cycles": {
            "set_policies": Act(checks, ("province",)),
            "propose_policies": Act(propose_policies, ("province",)),
            "extend": Act(extend, ("province",)),
        },
        "portal": {"publish": Act(publish, ("province",))},
    }


def other_acts() -> dict[str, dict[str, Act]]:
    def propose(scene: Scene, actor: User) -> Any:
        return scene.desk.propose("account.freeze", scene.submitted.person, actor=actor, at=scene.at)

    def confirm(scene: Scene, actor: User, motion: Any) -> Any:
        return approvals.confirm(motion_id=motion.pk, shown=motion.digest, actor=actor, at=scene.at)

    def refuse(scene: Scene, actor: User, motion: Any) -> Any:
        return approvals.refuse(motion_id=motion.pk, reason="证件看不清楚", actor=actor, at=scene.at)

    def withdraw(scene: Scene, actor: User, motion: Any) -> Any:
        return approvals.withdraw(motion_id=motion.pk, actor=actor, at=scene.at)

    def proposed(scene: Scene) -> Any:
        waiting = Motion.objects.filter(state="open").first()
        return waiting or scene.desk.propose("account.freeze", scene.submitted.person, at=scene.at)

    def member(act: Callable[..., Any], who: str, **given: Any) -> Do:
        return lambda scene, actor: act(
            actor=actor, membership_id=scene.people[who].memberships.get().pk, at=scene.at, **given
        )

    def invite_reviewer(scene: Scene, actor: User) -> Any:
        given = {"login_name": "newreviewer", "name": "赵新来", "phone": factories.phone(800_004)}
        return bases.invite_reviewer(actor=actor, base=scene.world.a, **given, at=scene.at)

    def look_up(scene: Scene, actor: User) -> Any:
        return support.look_up(words=scene.submitted.person.name, actor=actor, at=scene.at)

    def trace(scene: Scene, actor: User) -> Any:
        return support.trace(words=scene.submitted.person.name, actor=actor, at=scene.at)

    def open_account(scene: Scene, actor: User) -> Any:
        return support.open_account(user_id=scene.submitted.person.pk, actor=actor, at=scene.at)

    return {
        "reports": acts_on_exports(),
        "approvals": {
            "propose": Act(propose, SUPPORT),
            "confirm": Act(confirm, ("colleague_at_support",), before=proposed),
            "refuse": Act(refuse, ("colleague_at_support",), before=proposed),
            "withdraw": Act(withdraw, ("support",), before=proposed),
        },
        "bases": {
            "confirm_membership": Act(member(bases.confirm_membership, "pending_reviewer"), ("security",)),
            "refuse_membership": Act(
                member(bases.refuse_membership, "pending_reviewer", reason="没有此人"), ("security",)
            ),
            "end_membership": Act(member(bases.end_membership, "other_reviewer"), ("security",)),
            "end_reviewer": Act(member(bases.end_reviewer, "reviewer"), ("administrator",)),
            "invite_reviewer": Act(invite_reviewer, ("administrator",)),
        },
        **_of_the_province(),
        "support": {
            "look_up": Act(look_up, SUPPORT, alone=True),
            "trace": Act(trace, ("audit",), alone=True),
            "open_account": Act(open_account, SUPPORT),
        },
        "imports": acts_on_imports(),
    }

"""Every act that people do, and who may do it. `do(scene, actor)` prepares nothing but what the act is about."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from tests import applicants, factories
from tests.imports import lists
from tests.rights.scene import Scene
from tests.world_small import CLOSES
from zhupei.accounts.actions import account_state, consents, passwords, phones, roles, signing, staff
from zhupei.accounts.models import ConsentText, Post, User
from zhupei.applications import actions as applications
from zhupei.applications.actions.leasing import take_lease
from zhupei.applications.actions.revealing import reveal
from zhupei.approvals import actions as approvals
from zhupei.approvals.models import Motion
from zhupei.bases import actions as bases
from zhupei.cycles import actions as cycles
from zhupei.cycles import policies
from zhupei.cycles.actions.policies import digest
from zhupei.dossiers import actions as dossiers
from zhupei.imports import actions as imports
from zhupei.imports.models import Choices
from zhupei.portal import actions as portal
from zhupei.reports import actions as reports
from zhupei.reports.tasks import make_export
from zhupei.support import actions as support
from zhupei.world.drawn import portrait_variant

Do = Callable[[Scene, User], Any]
Prepare = Callable[[Scene], Any]

APPLICANTS = ("owner_of_the_draft", "owner_of_the_submitted", "owner_of_the_approved", "other_applicant")
THIS_BASE = ("reviewer", "administrator")
SUPPORT = ("support", "colleague_at_support")
WITHOUT_ACCOUNT = ("frozen_applicant", "disabled_applicant", "nobody", "disabled_administrator", "disabled_support")


@dataclass(frozen=True)
class Act:
    """`who` may do it; `but` may not, everybody else may. `by_role`: whether a role gives the right, or only the
    account. `before` prepares what the act needs beyond the scene and gives it to `do`. `alone`: the act counts in a
    transaction of its own and can here only be followed to that point.
    """

    do: Callable[..., Any]
    who: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    by_role: bool = True
    before: Prepare | None = None
    alone: bool = False

    def allows(self, role: str) -> bool:
        return role in self.who if self.who else role not in self.but


def own(do: Callable[..., Any], who: tuple[str, ...], **more: Any) -> Act:
    """What applicants do, each for himself."""
    return Act(do, who=who, by_role=False, **more)


def anybody(do: Callable[..., Any], **more: Any) -> Act:
    """What every account does for itself."""
    return Act(do, but=WITHOUT_ACCOUNT, by_role=False, **more)


def _applications() -> dict[str, Act]:
    def decided(act: Callable[..., Any], about: str, **given: Any) -> Do:
        def do(scene: Scene, actor: User) -> Any:
            case = getattr(scene, about)
            return act(
                application_id=case.application.pk, version_id=case.version_id, actor=actor, at=scene.at, **given
            )

        return do

    def coded(act: Callable[..., Any], purpose: str, about: str, after: bool = False, **given: Any) -> Act:
        def do(scene: Scene, actor: User, code_id: Any) -> Any:
            at = CLOSES + timedelta(days=1) if after else scene.at
            case = getattr(scene, about)
            return act(application_id=case.application.pk, code_id=code_id, actor=actor, at=at, **given)

        return own(do, (f"owner_of_the_{about}",), before=lambda scene: scene.code(purpose, getattr(scene, about)))

    def submit(scene: Scene, actor: User, form: dict[str, Any]) -> Any:
        return applications.submit(**form, actor=actor, at=scene.at)

    def set_choices(scene: Scene, actor: User) -> Any:
        draft = scene.draft.reloaded()
        return applications.set_choices(
            application_id=draft.pk,
            plan_ids=[],
            accepts_adjustment=False,
            revision=draft.revision,
            actor=actor,
            at=scene.at,
        )

    def open_draft(scene: Scene, actor: User) -> Any:
        return applications.open_draft(
            actor=actor, round_=scene.world.first, track="tcm", kind="residency", at=scene.at
        )

    def request_form(scene: Scene, actor: User) -> Any:
        version = scene.submitted.reloaded().version
        assert version is not None
        return applications.request_form(version=version, actor=actor, at=scene.at)

    def about(act: Callable[..., Any], **given: Any) -> Do:
        return lambda scene, actor: act(
            application_id=scene.submitted.application.pk, actor=actor, at=scene.at, **given
        )

    def void(scene: Scene, actor: User) -> Any:
        return applications.void_all_of(
            person_id=scene.submitted.person.pk, motion_id=uuid4(), actor=actor, at=scene.at
        )

    items = [applicants.BLURRED]
    return {
        "open_draft": own(open_draft, APPLICANTS),
        "set_choices": own(set_choices, ("owner_of_the_draft",)),
        "submit": own(
            submit,
            ("owner_of_the_draft",),
            before=lambda scene: {**applicants.check_page(scene.draft), "code_id": scene.code("submit", scene.draft)},
        ),
        "withdraw": coded(applications.withdraw, "withdraw", "submitted"),
        "give_up": coded(applications.give_up, "give-up", "submitted", after=True, typed="放弃报名"),
        "request_form": own(request_form, ("owner_of_the_submitted",)),
        "approve": Act(decided(applications.approve, "submitted"), THIS_BASE),
        "reject": Act(decided(applications.reject, "submitted", reason="不符合报考条件"), THIS_BASE),
        "return_for_correction": Act(decided(applications.return_for_correction, "submitted", items=items), THIS_BASE),
        "revoke": Act(decided(applications.revoke, "approved", reason="复核发现材料有误"), ("administrator",)),
        "check_on_site": Act(decided(applications.check_on_site, "approved", passed=True), THIS_BASE),
        "take_lease": Act(about(take_lease), THIS_BASE),
        "reveal": Act(about(reveal, what="document_number", reason="与证件核对"), THIS_BASE),
        "void_all_of": Act(void, SUPPORT),
    }


def _dossiers() -> dict[str, Act]:
    def saved(act: Callable[..., Any], **values: Any) -> Do:
        return lambda scene, actor: act(actor=actor, at=scene.at, values=values)

    def added(act: Callable[..., Any], name: str, **values: Any) -> Do:
        return lambda scene, actor: act(actor=actor, at=scene.at, values=values, **{name: uuid4()})

    def of_the_draft(act: Callable[..., Any], rows: str, name: str, **given: Any) -> Do:
        def do(scene: Scene, actor: User) -> Any:
            row = getattr(scene.draft.person.dossier, rows).order_by("pk")[0]
            return act(actor=actor, at=scene.at, **{name: row.pk}, **given)

        return do

    def upload(scene: Scene, actor: User) -> Any:
        data, round_ = portrait_variant(3), scene.world.first
        return dossiers.upload(
            actor=actor, at=scene.at, slot="employer-consent", name="a.jpg", data=data, round_=round_
        )

    def take(scene: Scene, actor: User, offered: Any) -> Any:
        return dossiers.take(actor=actor, at=scene.at, slot="portrait", document_id=offered.pk)

    editing = tuple(role for role in APPLICANTS if role != "owner_of_the_approved")
    owner = ("owner_of_the_draft",)
    job = {"employer": "样例医院二"}
    return {
        "save_basics": own(saved(dossiers.save_basics, qq="10001"), editing),
        "save_licence": own(saved(dossiers.save_licence, licence_held=True), editing),
        "save_work": own(saved(dossiers.save_work, has_work=True), editing),
        "add_education": own(added(dossiers.add_education, "education_id"), editing),
        "save_education": own(
            of_the_draft(dossiers.save_education, "educations", "education_id", values={"diploma_number": "7"}), owner
        ),
        "remove_education": own(of_the_draft(dossiers.remove_education, "educations", "education_id"), owner),
        "add_employment": own(added(dossiers.add_employment, "employment_id", **job), editing),
        "save_employment": own(
            of_the_draft(dossiers.save_employment, "employments", "employment_id", values=job), owner
        ),
        "remove_employment": own(of_the_draft(dossiers.remove_employment, "employments", "employment_id"), owner),
        "upload": own(upload, editing),
        "take": own(take, owner, before=Scene.offered),
    }


def _accounts() -> dict[str, Act]:
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


def _imports() -> dict[str, Act]:
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


def _exports() -> dict[str, Act]:
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


def _others() -> dict[str, dict[str, Act]]:
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
        "reports": _exports(),
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
        "imports": _imports(),
    }


ACTS = {
    f"{app}.{name}": act
    for app, acts in {
        "accounts": _accounts(),
        "applications": _applications(),
        "dossiers": _dossiers(),
        **_others(),
    }.items()
    for name, act in acts.items()
}

"""What applicants and their reviewers do: applications and dossiers."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from tests import applicants
from tests.rights.acts.act import APPLICANTS, SUPPORT, THIS_BASE, Act, Do, own
from tests.rights.scene import Scene
from tests.world_small import CLOSES
from zhupei.accounts.models import User
from zhupei.applications import actions as applications
from zhupei.applications.actions.leasing import take_lease
from zhupei.applications.actions.revealing import reveal
from zhupei.dossiers import actions as dossiers
from zhupei.world.drawn import portrait_variant


def acts_on_applications() -> dict[str, Act]:
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


def acts_on_dossiers() -> dict[str, Act]:
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

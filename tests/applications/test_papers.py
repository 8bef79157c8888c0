"""打印报名表: asked for on first request, made once by a job, found again when the job got lost."""

import hashlib

from procrastinate.contrib.django.models import ProcrastinateJob

from tests import applicants
from tests.world_small import World, later
from zhupei.applications import actions
from zhupei.applications.models import FormPaper, Version
from zhupei.applications.tasks import make_form, reconcile_forms
from zhupei.kernel.crypto import vault


def request(version: Version) -> FormPaper:
    return actions.request_form(version=version, actor=version.application.person, at=later())


def asked(world: World) -> tuple[Version, FormPaper]:
    version = applicants.submitted(world).reloaded().version
    assert version is not None
    return version, request(version)


def jobs() -> list[dict[str, str]]:
    return [job.args for job in ProcrastinateJob.objects.filter(task_name="applications.make_form")]


def test_asking_twice_makes_one_paper_and_one_job(world: World) -> None:
    version, paper = asked(world)
    assert request(version) == paper
    assert paper.made_at is None and jobs() == [{"version_id": str(version.pk)}]


def test_the_job_prints_once(world: World) -> None:
    version, paper = asked(world)
    make_form(version_id=str(version.pk))
    paper.refresh_from_db()
    pdf = vault.get(paper.key)
    assert pdf.startswith(b"%PDF-") and paper.digest == hashlib.sha256(pdf).hexdigest()
    made = (paper.key, paper.made_at)
    make_form(version_id=str(version.pk))
    paper.refresh_from_db()
    assert (paper.key, paper.made_at) == made
    assert request(version) == paper and len(jobs()) == 1


def test_each_version_has_its_own_paper(world: World) -> None:
    once = applicants.submitted(world)
    first = once.reloaded().version
    applicants.withdraw(once)
    second = applicants.submit(once)
    assert first is not None
    papers = [request(version) for version in (first, second)]
    assert papers[0] != papers[1] and len(jobs()) == 2


def test_a_lost_job_is_taken_up(world: World) -> None:
    version, _ = asked(world)
    ProcrastinateJob.objects.filter(task_name="applications.make_form")._raw_delete("default")
    later(seconds=100)
    reconcile_forms(timestamp=0)
    assert jobs() == [], "not before two minutes have passed"
    later(seconds=30)
    for _ in range(2):
        reconcile_forms(timestamp=0)
    assert jobs() == [{"version_id": str(version.pk)}]
    make_form(version_id=str(version.pk))
    later(minutes=3)
    ProcrastinateJob.objects.filter(task_name="applications.make_form")._raw_delete("default")
    reconcile_forms(timestamp=0)
    assert jobs() == [] and FormPaper.objects.get().made_at is not None

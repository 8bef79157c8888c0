"""The hot acts, done as a browser does them: the page with its form is opened, filled in and sent."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bench import forms
from tests import applicants, factories
from tests.applicants import WorldApplicant
from tests.world_small import World, later
from zhupei.accounts.actions import codes
from zhupei.accounts.models import VerificationCode
from zhupei.kernel import clock
from zhupei.world.drawn import portrait_variant

AUTOSAVE = {"X-Autosave": "1"}
BLURRED = {"mark:document:portrait": "fix", "words:document:portrait": "请到照相馆重拍"}
CODE = "123456"
Send = Callable[[], Any]


def hot(world: World) -> Iterator[tuple[str, str, Send]]:
    """(role, name, what is sent), one after the other: each is sent before the next one is prepared."""
    writing, ready, waiting = applicants.ready(world), applicants.ready(world), applicants.submitted(world)
    client = _signed_in(writing.person)
    education = reverse("applicant:education", args=[writing.person.dossier.educations.first().pk])
    basics = reverse("applicant:basics")
    yield "applicant", "POST:basics", _saving(client, basics, email="one@example.com")
    yield "applicant", "POST:basics,autosave", _saving(client, basics, AUTOSAVE, email="two@example.com")
    yield "applicant", "POST:education", _saving(client, education, diploma_number="1051912026005417")
    yield "applicant", "POST:upload", _uploading(client, 2, {})
    yield "applicant", "POST:upload,script", _uploading(client, 3, {"X-Requested-With": "card"})
    client = _signed_in(ready.person)
    yield "applicant", "POST:choices", _choosing(client)
    yield "applicant", "POST:submission", _submitting(client, ready)
    client = _signed_in(world.reviewer)
    yield "reviewer", "POST:decision,return", _deciding(client, waiting, verdict="return", **BLURRED)
    yield "reviewer", "POST:decision,approve", _deciding(client, ready, verdict="approve")


def _signed_in(person: Any) -> Client:
    client = Client()
    factories.login(client, person)
    return client


def _form(client: Client, address: str, **found: str) -> forms.Form:
    return forms.find(forms.read(client.get(address).content.decode()), **found)


def _saving(client: Client, address: str, headers: dict[str, str] | None = None, **answers: str) -> Send:
    form = _form(client, address, name=next(iter(answers)))
    return partial(client.post, address, dict(form.filled({**answers})), headers=headers)


def _uploading(client: Client, seed: int, headers: dict[str, str]) -> Send:
    address = reverse("applicant:document_upload", args=["portrait"])
    data = {"file": SimpleUploadedFile("照片.jpg", portrait_variant(seed))}
    return partial(client.post, address, data, headers=headers)


def _choosing(client: Client) -> Send:
    address = reverse("applicant:choices")
    form = _form(client, address, name="accepts_adjustment")
    return partial(client.post, address, {**dict(form.filled({"accepts_adjustment": "no"})), "move": "save"})


def _submitting(client: Client, person: WorldApplicant) -> Send:
    """With a fresh code, as it stands in the database after it has been sent."""
    later()  # whoever submits in the same second as another comes before or after him by chance
    form = _form(client, reverse("applicant:check"), action="/me/submission/", name="truthful")
    codes.send_code(
        purpose="submit",
        phone=person.person.phone.plain(),
        user=person.person,
        session_key=client.session.session_key or "",
        address="203.0.113.9",
        at=clock.now(),
    )
    row = VerificationCode.objects.exclude(code_hash="0" * 64).get(user=person.person)
    VerificationCode.objects.filter(pk=row.pk).update(code_hash=codes._code_hash(row.pk, CODE))
    return partial(client.post, form.action, dict(form.filled({"truthful": "on", "code": CODE})))


def _deciding(client: Client, case: WorldApplicant, **data: Any) -> Send:
    address = reverse("base:decision", args=[case.reloaded().version.base_id, case.application.pk])
    return partial(client.post, f"{address}?state=submitted", {"version_id": case.version_id, **data})

"""The server takes a large body only where a view has asked for files, and only from somebody who is logged in."""

import ast
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from zhupei.config.environment import ROOT
from zhupei.desks.shared import uploads

UPLOAD = reverse("applicant:document_upload", args=["portrait"])


def cookie(client: Client) -> list[tuple[bytes, bytes]]:
    return [(b"cookie", f"{name}={morsel.value}".encode()) for name, morsel in client.cookies.items()]


@pytest.mark.django_db
def test_somebody_logged_in_may_send_a_file_where_one_is_taken() -> None:
    applicant = factories.applicant()
    person = cookie(factories.login(Client(), applicant))
    taken = (uploads.REQUEST_BYTES, str(applicant.pk))

    assert uploads.allowed(UPLOAD, person) == taken
    assert uploads.allowed(UPLOAD, [(b"host", b"x"), (b"cookie", b"a=b"), *person]) == taken


@pytest.mark.django_db
def test_two_logins_of_one_person_count_as_one() -> None:
    applicant = factories.applicant()
    owners = {uploads.allowed(UPLOAD, cookie(factories.login(Client(), applicant)))[1] for _ in range(2)}

    assert owners == {str(applicant.pk)}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/login/", "/me/dossier/basics/", "/no/such/page/", "/static/app.js", "//", ""])
def test_no_other_address_takes_one(path: str) -> None:
    person = cookie(factories.login(Client(), factories.applicant()))

    assert uploads.allowed(path, person) == (0, "")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sent", [b"", b"zhupei_session=", b"zhupei_session=" + b"a" * 32, b"zhupei_session=\xff\x00;;=", b"sessionid=1"]
)
def test_a_stranger_may_not(sent: bytes) -> None:
    assert uploads.allowed(UPLOAD, [(b"cookie", sent)]) == (0, "")


@pytest.mark.django_db
def test_a_visitor_with_a_session_but_without_a_login_may_not() -> None:
    client = Client()
    session = client.session
    session["captcha"] = "x"
    session.save()

    assert uploads.allowed(UPLOAD, [(b"cookie", f"zhupei_session={session.session_key}".encode())]) == (0, "")


def _readers() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted((ROOT / "zhupei" / "desks").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        if any(isinstance(node, ast.Attribute) and node.attr == "FILES" for node in ast.walk(tree)):
            yield path.relative_to(ROOT).as_posix(), tree


def test_whoever_reads_files_says_so_to_the_server() -> None:
    """Without the mark every upload of that view would be refused before it arrives."""
    silent = [
        name
        for name, tree in _readers()
        if not any(isinstance(node, ast.Name) and node.id == "takes_file" for node in ast.walk(tree))
    ]

    assert silent == []
    assert [name for name, _ in _readers()] != []

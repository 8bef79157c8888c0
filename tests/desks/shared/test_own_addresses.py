"""No address that a request brings along leads off the site."""

import ast
import re
from pathlib import Path

import pytest
from django.test import Client, RequestFactory

from tests import factories, world_small
from zhupei.config.environment import ROOT
from zhupei.desks.shared.own_addresses import LONGEST, back, next_page, own_path, page_before

OURS = (
    "/",
    "/me/choices/",
    "/plan/?track=tcm&kind=residency",
    "/me/dossier/documents/#portrait",
    "/plan/?q=%E6%98%86%E6%98%8E",
    "/plan/?next=//evil.test",
)
FOREIGN = (
    "",
    "plan/",
    "./plan/",
    "https://evil.test/",
    "https:evil.test",
    "https:/evil.test",
    "//evil.test",
    "///evil.test",
    "////evil.test/plan/",
    "/\\evil.test",
    "\\/evil.test",
    "\\\\evil.test",
    "/\\/evil.test",
    "/\t/evil.test",
    "/\n/evil.test",
    "/\r\n/evil.test",
    "\t//evil.test",
    " //evil.test",
    "/ /evil.test",
    "\x00//evil.test",
    "\u2028//evil.test",
    "//user:word@evil.test",
    "https://testserver@evil.test/",
    "/%2f/evil.test",
    "/%2F%2Fevil.test",
    "/%5cevil.test",
    "/%09/evil.test",
    "/plan/%0d%0aSet-Cookie:x=1",
    "/plan/\r\nLocation: https://evil.test",
    "/plan/?q=\\\\evil.test",
    "javascript:alert(1)",
    "data:text/html,x",
    "/no/page/of/ours/",
    "/plan/?" + "x" * LONGEST,
)


@pytest.mark.parametrize("target", OURS)
def test_our_pages_are_taken_as_they_are(target: str) -> None:
    assert own_path(target) == target


@pytest.mark.parametrize("target", FOREIGN)
def test_everything_else_is_refused(target: str) -> None:
    assert own_path(target) == ""
    request = RequestFactory(HTTP_REFERER=target).post("/display/", {"next": target})
    assert (next_page(request), page_before(request), back(request)) == ("", "", "/")


@pytest.mark.parametrize(
    ("referer", "found"),
    [
        ("http://testserver/plan/?q=1", "/plan/?q=1"),
        ("http://testserver//evil.test", ""),
        ("http://testserver/\\evil.test", ""),
        ("http://testserver/%5c%5cevil.test", ""),
        ("http://evil.test/plan/", ""),
        ("http://testserver.evil.test/plan/", ""),
        ("http://testserver:word@evil.test/plan/", ""),
        ("javascript://testserver/%0aalert(1)", ""),
    ],
)
def test_the_page_before_is_one_of_ours(referer: str, found: str) -> None:
    request = RequestFactory(HTTP_REFERER=referer).post("/display/")
    assert page_before(request) == found
    assert back(request) == (found or "/")


@pytest.mark.django_db
@pytest.mark.parametrize("target", ["http://testserver//evil.test", "//evil.test", "/\\evil.test", "/%5cevil.test"])
def test_no_door_leads_off_the_site(client: Client, target: str) -> None:
    world_small.load()
    assert client.post("/display/", {"next": target})["Location"] == "/"
    assert client.post("/display/", HTTP_REFERER=target)["Location"] == "/"

    factories.login(client, factories.applicant())
    assert client.get("/login/", {"next": target})["Location"] == "/me/"
    assert client.post("/sms/submit/", {"next": target})["Location"] == "/"


# --- the code: one function reads such addresses, and no redirect takes them from elsewhere ---

READERS = re.compile(r"""(get|GET|POST)[.(\[]+\(?["']next["']|["'](referer|HTTP_REFERER)["']|get_full_path\(""")
TAKEN = {"GET", "POST", "META", "headers", "COOKIES", "body", "get_full_path", "build_absolute_uri"}
HARMLESS = {"Chosen.read"}  # reads known filters and writes them anew behind a path of ours


def modules() -> list[Path]:
    return [path for path in (ROOT / "zhupei").rglob("*.py") if path.name != "own_addresses.py"]


def test_only_one_module_reads_addresses_from_a_request() -> None:
    readers = [
        str(path.relative_to(ROOT))
        for path in modules()
        if "desks" in path.parts and READERS.search(path.read_text(encoding="utf-8"))
    ]
    assert readers == []


def test_no_redirect_is_made_of_what_a_request_brings() -> None:
    assert [where for path in modules() for where in suspicious(path)] == []


def suspicious(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and named(node.func).endswith(REDIRECTS)]
    return [f"{path.relative_to(ROOT)}:{call.lineno}" for call in calls if any(map(takes, call.args))]


REDIRECTS = ("HttpResponseRedirect", "HttpResponsePermanentRedirect", "redirect")


def takes(node: ast.expr) -> bool:
    """Whether the expression reads the request, other than through a function known to be harmless."""
    if isinstance(node, ast.Call) and named(node.func) in HARMLESS:
        return False
    if isinstance(node, ast.Attribute) and node.attr in TAKEN:
        return True
    return any(takes(child) for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr | ast.FormattedValue))


def named(node: ast.expr) -> str:
    return ast.unparse(node)

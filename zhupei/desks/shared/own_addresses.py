"""Where a request may send somebody: pages of ours and nothing else. Every address that comes from a request goes
through here, so that no link of ours leads to somebody else's site.
"""

import re
from urllib.parse import unquote, urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 2000
FOREIGN = re.compile(r"^//|[\\\x00-\x20\x7f-\xa0\u2028\u2029]")  # what browsers read as a host, drop or turn round


def own_path(target: str) -> str:
    """The address itself when it is one of our pages (path, query and fragment), else ''.

    It begins with one slash, is the address of a page also after its escapes have been read, and holds nothing that
    browsers drop (tabs, line ends) or turn round (backslashes).
    """
    path = target.partition("#")[0].partition("?")[0]
    if not path.startswith("/") or len(target) > LONGEST:
        return ""
    if FOREIGN.search(target) or FOREIGN.search(unquote(path)):
        return ""
    try:
        resolve(unquote(path))
    except Resolver404:
        return ""
    return target


def next_page(request: HttpRequest) -> str:
    """What the parameter `next` of form or address names, if it is a page of ours, else ''."""
    return own_path(request.POST.get("next") or request.GET.get("next") or "")


def this_page(request: HttpRequest) -> str:
    """The address that has been asked for, with its query."""
    return own_path(request.get_full_path())


def page_before(request: HttpRequest) -> str:
    """The page of ours that a request was sent from, with its query, else ''."""
    referer = request.headers.get("referer", "")
    if not url_has_allowed_host_and_scheme(referer, {request.get_host()}, request.is_secure()):
        return ""
    parts = urlsplit(referer)
    return own_path(parts.path + (f"?{parts.query}" if parts.query else ""))


def sent_by_us(request: HttpRequest) -> bool:
    """Whether the browser says that a page of ours has sent this. Who says nothing is not believed."""
    origin = request.headers.get("origin", "")
    if origin:
        return origin == f"{request.scheme}://{request.get_host()}"
    referer = request.headers.get("referer", "")
    ours = url_has_allowed_host_and_scheme(referer, {request.get_host()}, request.is_secure())
    return ours and referer.startswith("http")


def back(request: HttpRequest) -> str:
    """The page to return to after something that has no page of its own: named by the form, else the one before."""
    return next_page(request) or page_before(request) or "/"

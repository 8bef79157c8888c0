"""Public pages are the same for every stranger: a page is made once, shelved, and handed out again.

A shelf holds what was made under one settled token and within ten seconds of the system's clock. So whatever the
province changes, and a moved clock of the demonstration, shows at the next request; a deadline, the figures of the
competition and the words of a countdown are at most ten seconds behind.

Only a stranger is served from it: whoever sends a cookie that the page might read, or a parameter that it does not
name, gets a page of his own. And only who sends no cookie at all (but for the one against forged requests) fills it:
nothing that a browser remembers of somebody can come to lie there. Two things are left out of a shelved page and filled
in for each visitor: his token against forged requests, and the moment by which a countdown is set.
"""

import re
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from zhupei.desks.public.frame import TRACK_COOKIE
from zhupei.desks.shared import forgery, moment
from zhupei.desks.shared.client import DEVICE_COOKIE
from zhupei.kernel import settled

SECONDS = 10
# Bytes of a process. Addresses with parameters, which a stranger can invent without end, have a room of their own.
ROOM, ROOM_ASKED = 3 * 1024 * 1024, 1024 * 1024
# Cookies of somebody without a session that shelved pages do not read: the entry he chose, that his browser is known.
UNREAD = {settings.CSRF_COOKIE_NAME, TRACK_COOKIE, DEVICE_COOKIE}
HEADERS = {"Content-Type"}  # what has more of them is not just a page
_TOKEN = re.compile(rb"(?<![0-9A-Za-z])[0-9A-Za-z]{64}(?![0-9A-Za-z])")
_META = b'name="csrf-token" content="%b"'
_MOMENT = rb'(?<=data-countdown-now-value=")[^"]*'

View = Callable[..., HttpResponse]


class ShelvedPage(NamedTuple):
    """A page in pieces. Between them stands what is each visitor's own: `gaps`, True for his token, False for the
    moment.
    """

    pieces: list[bytes]
    gaps: list[bool]
    media_type: str

    @classmethod
    def of(cls, response: HttpResponse) -> "ShelvedPage | None":
        """None when it is not a plain page, or when something of the visitor's own would stay in it."""
        if response.status_code != 200 or response.streaming or response.cookies or response.headers.keys() != HEADERS:
            return None
        found = set(_TOKEN.findall(response.content))
        token = found.pop() if found else b""
        if found or _META % token not in response.content:
            return None
        parts = re.split(b"(%b|%b)" % (token, _MOMENT), response.content)
        return cls(parts[::2], [part == token for part in parts[1::2]], response["Content-Type"])

    @property
    def size(self) -> int:
        return sum(map(len, self.pieces))

    def handed_out(self, request: HttpRequest, at: datetime) -> HttpResponse:
        token, now = forgery.token(request).encode(), at.isoformat().encode()
        parts = [self.pieces[0]]
        for gap, piece in zip(self.gaps, self.pieces[1:], strict=True):
            parts += (token if gap else now, piece)
        return HttpResponse(b"".join(parts), content_type=self.media_type)


class Shelf:
    """What is on it stays until the whole shelf goes: a flood of addresses finds no room and pushes nothing out."""

    def __init__(self) -> None:
        self.sheets: dict[str, ShelvedPage] = {}
        self.room = {False: ROOM, True: ROOM_ASKED}

    def put(self, address: str, sheet: ShelvedPage) -> None:
        asked = "?" in address
        if self.room[asked] >= sheet.size:
            self.room[asked] -= sheet.size
            self.sheets[address] = sheet


_latest: tuple[tuple[UUID, int] | None, Shelf] = (None, Shelf())


def shelved(*parameters: str, reads: str = "") -> Callable[[View], View]:
    """For the view of a public page whose answer to a stranger depends on its address, the clock and settled tables
    only (and on figures that may be ten seconds old). The moment is handed to it. `parameters` are those of the query
    that it knows; `reads` is the cookie of `UNREAD` that it does read.
    """
    known, unread = frozenset(parameters), UNREAD - {reads}

    def decorated(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            at = moment.of(request)
            if request.method != "GET" or not known.issuperset(request.GET) or request.COOKIES.keys() - unread:
                return view(request, *args, at=at, **kwargs)
            shelf, address = _shelf(settled.token(), at), f"{request.path}?{request.GET.urlencode()}".rstrip("?")
            if (sheet := shelf.sheets.get(address)) is not None:
                return sheet.handed_out(request, at)
            response = view(request, *args, at=at, **kwargs)
            if request.COOKIES.keys() <= {settings.CSRF_COOKIE_NAME} and (made := ShelvedPage.of(response)) is not None:
                shelf.put(address, made)
            return response

        return answered

    return decorated


def _shelf(token: UUID | None, at: datetime) -> Shelf:
    """The shelf of this token and these seconds; one that nobody sees again before anything has been settled."""
    if token is None:
        return Shelf()
    global _latest
    key = token, int(at.timestamp()) // SECONDS
    current, shelf = _latest
    if current != key:
        shelf = Shelf()
        _latest = (key, shelf)
    return shelf

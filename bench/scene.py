"""What every measurement works with: the running system, its processes, people to send."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bench import people
from bench.browser import Browser, Observer
from bench.inbox import Inbox
from bench.journey import Walker
from bench.people import Traveller
from bench.pool import Pool
from zhupei.bases.models import Base
from zhupei.kernel import clock
from zhupei.notifications import channels


@dataclass(frozen=True)
class Server:
    """A web server that is measured: its port and the process at the root of its tree."""

    port: int
    root: int
    browsers: dict[int, Browser] = field(default_factory=dict)

    def browser(self, given: Browser) -> Browser:
        """The same visitor on this server, always the same browser: at first with the cookies of the given one."""
        if id(given) not in self.browsers:
            made = Browser(self.port, given.address, lambda *_: None)
            made.cookies = dict(given.cookies)
            self.browsers[id(given)] = made
        return self.browsers[id(given)]


@dataclass
class Scene:
    """`roots`: name → process at the root of web, worker, postgres and generator. `bases`: code → id. `servers`: the
    web servers on this database: here, a bare one, perhaps another checkout's.
    """

    port: int
    data_dir: Path
    roots: Mapping[str, int]
    pool: Pool
    inbox: Inbox
    bases: Mapping[str, str]
    travellers: Iterator[Traveller]
    servers: Mapping[str, Server]
    browsers: list[Browser] = field(default_factory=list)

    @classmethod
    def built(cls, port: int, data_dir: Path, roots: Mapping[str, int], servers: Mapping[str, Server]) -> "Scene":
        at: datetime = clock.now()
        return cls(
            port=port,
            data_dir=data_dir,
            roots=roots,
            pool=Pool(),
            inbox=Inbox(channels.inbox_path()),
            bases={code: str(pk) for code, pk in Base.objects.values_list("code", "pk")},
            travellers=people.travellers(at.date()),
            servers=servers,
        )

    def walkers(self, count: int, observe: Observer) -> list[Walker]:
        """People nobody has met yet, each with a fresh browser."""
        found = []
        for _ in range(count):
            who = next(self.travellers)
            found.append(Walker(self.browser(who.address, observe), who, self.inbox, self.pool))
        return found

    def browser(self, address: str, observe: Observer, port: int = 0) -> Browser:
        """A new one, for our own web unless another port is given."""
        browser = Browser(port or self.port, address, observe)
        self.browsers.append(browser)
        return browser

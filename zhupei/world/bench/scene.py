"""What every measurement works with: the running system, its processes, people to send."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from zhupei.bases.models import Base
from zhupei.kernel import clock
from zhupei.notifications import channels
from zhupei.world.bench import people
from zhupei.world.bench.browser import Browser, Observer
from zhupei.world.bench.inbox import Inbox
from zhupei.world.bench.journey import Walker
from zhupei.world.bench.people import Traveller
from zhupei.world.bench.pool import Pool


@dataclass
class Scene:
    """`roots`: name → process at the root of web, worker, postgres and generator. `bases`: code → id."""

    port: int
    data_dir: Path
    roots: Mapping[str, int]
    pool: Pool
    inbox: Inbox
    bases: Mapping[str, str]
    crowd: Iterator[Traveller]
    browsers: list[Browser] = field(default_factory=list)

    @classmethod
    def built(cls, port: int, data_dir: Path, roots: Mapping[str, int]) -> "Scene":
        at: datetime = clock.now()
        return cls(
            port=port,
            data_dir=data_dir,
            roots=roots,
            pool=Pool(),
            inbox=Inbox(channels.inbox_path()),
            bases={code: str(pk) for code, pk in Base.objects.values_list("code", "pk")},
            crowd=people.travellers(at.date()),
        )

    def walkers(self, count: int, observe: Observer) -> list[Walker]:
        """People nobody has met yet, each with a fresh browser."""
        found = []
        for _ in range(count):
            who = next(self.crowd)
            found.append(Walker(self.browser(who.address, observe), who, self.inbox, self.pool))
        return found

    def browser(self, address: str, observe: Observer) -> Browser:
        browser = Browser(self.port, address, observe)
        self.browsers.append(browser)
        return browser

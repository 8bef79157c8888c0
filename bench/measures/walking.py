"""Every page there is, by everybody who has a desk: afterwards a web process holds all that it will ever need."""

import re
from collections import Counter
from collections.abc import Callable

from bench import journey, staff_door
from bench.browser import Browser
from bench.measures import memory
from bench.report import Table
from bench.samples import Samples
from bench.scene import Scene
from zhupei.world.fiction import logins

WANTED = 250  # MB
MOST = 300  # pages of one visitor
ALIKE = 4  # pages of one shape: of every list a few entries, of every filter a few values
ROUNDS = 3  # so that every process has had its turn
LINK = re.compile(r'\bhref="(/[^"#]*)')
PART = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+")
LEFT_ALONE = re.compile(r"logout|session|/static/")


def everywhere(scene: Scene) -> Table:
    """Pages by visitor, then the memory of the web processes: what each has resident, shared parts in full."""
    table = Table("Every page by everybody, then the memory of the web", ("visitor", "pages", "shapes", "MB"))
    root = {"web": scene.roots["web"]}
    for name, enter in _visitors(scene).items():
        samples = Samples()
        browser = enter(samples)
        start, shapes = browser.page.path, Counter[str]()
        for _ in range(ROUNDS):
            shapes = walk(browser, start)
        browser.close()
        table.add(name, samples.requests, len(shapes), memory.largest(root)["web"])
        wrong = {words: count for words, count in samples.errors.items() if words.endswith((" 500", " 503", " 599"))}
        table.faults += sum(wrong.values())
        table.notes += [f"{name}: {words} × {count}" for words, count in wrong.items()]
    resident = memory.largest(root)["web"]
    table.faults += resident > WANTED
    table.notes.append(f"the largest web process: {resident:.0f} MB resident, {WANTED} wanted")
    return table


def walk(browser: Browser, start: str) -> Counter[str]:
    """Follow every link from `start`; returns how many pages of each shape there were."""
    shapes: Counter[str] = Counter()
    waiting, known = [start], {start}
    while waiting and sum(shapes.values()) < MOST:
        path = waiting.pop(0)
        shape = PART.sub("*", path.split("=")[0])
        if shapes[shape] >= ALIKE or LEFT_ALONE.search(path):
            continue
        shapes[shape] += 1
        page = browser.get(path, shape)
        links = [link.replace("&amp;", "&") for link in LINK.findall(page.text)]
        waiting += [link for link in dict.fromkeys(links) if link not in known]
        known.update(links)
    return shapes


def _visitors(scene: Scene) -> dict[str, Callable[[Samples], Browser]]:
    def public(samples: Samples) -> Browser:
        browser = scene.browser("10.252.0.1", samples.observe)
        browser.get("/", "/")
        return browser

    def applicant(samples: Samples) -> Browser:
        walker = scene.walkers(1, samples.observe)[0]
        journey.whole(walker, scene.bases)
        return walker.browser

    def staff(login_name: str) -> Callable[[Samples], Browser]:
        def enter(samples: Samples) -> Browser:
            browser = scene.browser("10.252.0.2", samples.observe)
            staff_door.enter(browser, login_name)
            return browser

        return enter

    by_role = {login.words.split()[0]: login.login_name for login in reversed(logins.staff())}
    return {"公众": public, "考生": applicant, **{words: staff(name) for words, name in by_role.items()}}

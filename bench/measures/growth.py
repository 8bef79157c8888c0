"""The same pages at a thousand, ten thousand, a hundred thousand applications of one base: queries and time."""

from collections.abc import Sequence

from bench import bulk
from bench.browser import Browser, Failed
from bench.measures import queries
from bench.report import Table, spread_cells
from bench.samples import Samples
from zhupei.accounts.models import User
from zhupei.applications.models import Version
from zhupei.reports import competition

WARM_UP = 3
COLUMNS = ("applications", "page", "queries", "n", "p50", "p95", "worst")


def growing(version: Version, staff: tuple[User, Browser], public: Browser, sizes: Sequence[int], times: int) -> Table:
    """Latency over HTTP and queries in this process, at each size of one base's queue."""
    table = Table("Growth: one base's queue and the plan browser (ms)", COLUMNS)
    pages = _pages(version)
    present = 0
    for size in sizes:
        bulk.grow(version.pk, present=present, wanted=size)
        present = size
        competition.forget()
        for user, browser, name, path in [(*staff, *page) for page in pages[0]] + [
            (None, public, *page) for page in pages[1]
        ]:
            asked = queries.counted(user, [path])[0].statements
            samples = Samples()
            browser.observe = Samples().observe
            for number in range(WARM_UP + times):
                if number == WARM_UP:
                    browser.observe = samples.observe
                if browser.get(path, name).status != 200:
                    raise Failed(f"{browser.page.status} for {name} at {size}")
            count, p50, p95, _, worst = spread_cells(samples.spread())
            table.add(f"{size:,}", name, asked, count, p50, p95, worst)
    return table


def _pages(version: Version) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """(name, address) for the reviewer, and for everybody."""
    queue = f"/base/{version.base_id}/"
    specialty = version.preferences.select_related("plan").earliest("rank").plan.specialty_id
    reviewer = [
        ("queue, waiting", queue),
        ("queue, all", f"{queue}?state=all"),
        ("queue, all, page 40", f"{queue}?state=all&page=40"),
        ("queue, all, last page", f"{queue}?state=all&page=999999"),
        ("queue, one specialty", f"{queue}?state=all&specialty={specialty}"),
        ("queue, one category", f"{queue}?state=submitted&category=unaffiliated"),
        ("queue, corrected again", f"{queue}?state=all&again=1"),
        ("queue, by surname", f"{queue}?state=all&text=%E5%92%8C"),
        ("review", f"{queue}applications/{version.application_id}/"),
    ]
    return reviewer, [("plan", "/plan/"), ("plan of the base", f"/plan/{version.base_id}/")]

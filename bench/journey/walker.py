"""A person on the way: browser, phone, papers, and what the answers of the server must look like."""

from dataclasses import dataclass

from bench.browser import Browser, Failed, Page
from bench.inbox import Inbox
from bench.people import Traveller
from bench.pool import Pool
from zhupei.accounts.queries import number_index
from zhupei.world import captcha_solver

PATIENCE = 60.0  # seconds for an SMS or for the checks of uploads
CHALLENGE = "/captcha/challenge/"


@dataclass
class Walker:
    browser: Browser
    who: Traveller
    inbox: Inbox
    pool: Pool

    @property
    def page(self) -> Page:
        return self.browser.page

    @property
    def document_index(self) -> str:
        """How the database finds this person."""
        return number_index(self.who.facts.document_number)

    def captcha(self) -> dict[str, str]:
        """The hidden field that the widget would add to a form."""
        puzzle = self.browser.fetch(CHALLENGE, "captcha")
        return {"altcha": captcha_solver.solve(puzzle.json())}

    def code(self) -> str:
        """What the phone shows."""
        return self.inbox.code(self.who.facts.phone, PATIENCE)

    def expect(self, path: str) -> None:
        """Stop here unless the last answer is the page at `path`."""
        if self.page.status != 200 or not self.page.path.split("?")[0].startswith(path):
            raise Failed(f"{self.page.status} at {_public(self.page.path)}, expected {path}: {fault(self.page)}")


def fault(page: Page) -> str:
    """The words of the first error on a page, for the report."""
    text = page.text
    for mark in ('class="errorlist', "error-summary", 'role="alert"'):
        if (start := text.find(mark)) >= 0:
            words = "".join(part.split(">", 1)[-1] for part in text[start : start + 600].split("<"))
            return " ".join(words.split())[:120]
    return ""


def _public(path: str) -> str:
    return path.split("?")[0]

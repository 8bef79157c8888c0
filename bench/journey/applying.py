"""志愿填报, 核对并提交, 回执 over HTTP."""

import re

from bench.browser import Failed
from bench.journey.walker import Walker

CHOICES, CHECK, RECEIPTS = "/me/choices/", "/me/check/", "/me/receipts/"
_LINE = re.compile(r'<tr\b[^>]*>(?:(?!</tr>).)*?num">(\w{4})<(?:(?!</tr>).)*?value="add:([0-9a-f-]{36})"', re.DOTALL)


def choose(walker: Walker, base_id: str) -> None:
    """The base, its specialties in order, the answer about adjustment; ends on the check page."""
    browser, facts, wish = walker.browser, walker.who.facts, walker.who.choice
    entry = f"track={facts.track}&kind={facts.kind}"
    browser.get(f"{CHOICES}?{entry}", "choices: bases")
    browser.get(f"{CHOICES}?base={base_id}&{entry}", "choices")
    for specialty in wish.specialties:
        lines = dict(_LINE.findall(browser.page.text))
        if specialty not in lines:
            raise Failed(f"specialty {specialty} is not on offer")
        form = browser.page.form(name="accepts_adjustment")
        browser.submit(form, {}, "choices: add", button=("move", f"add:{lines[specialty]}"))
        walker.expect(CHOICES)
    answers = {"accepts_adjustment": "yes" if facts.accepts_adjustment else "no"}
    browser.submit(browser.page.form(name="accepts_adjustment"), answers, "choices: save", button=("move", "check"))
    walker.expect(CHECK)


def ask_code(walker: Walker) -> None:
    """On the check page: a fresh code for the submission."""
    browser = walker.browser
    form = browser.page.form(action="/sms/submit/")
    browser.submit(form, {}, "check: code", extra=walker.captcha())
    walker.expect(CHECK)


def submit(walker: Walker) -> str:
    """提交报名; returns the path of the receipt."""
    browser = walker.browser
    form = browser.page.form(action="/me/submission/", name="truthful")
    browser.submit(form, {"truthful": "on", "code": walker.code()}, "submit")
    walker.expect(RECEIPTS)
    return browser.page.path

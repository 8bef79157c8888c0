"""The acts whose cost is measured beside the pages: saving a section, uploading a file, submitting."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import count

from bench.browser import Browser, Page
from bench.journey import Walker, applying, documents
from bench.measures.costs import Errand
from bench.pool import JPEG

BASICS = "/me/dossier/basics/"
DONE = 302
UPLOADS = 16  # for each server, besides nine to warm up: nobody may upload more than sixty an hour


def saving(walker: Walker, times: int) -> Errand:
    """基本信息, with another mail address each time."""
    numbers = count()

    def prepare(browser: Browser) -> Callable[[], Page]:
        browser.get(BASICS, "basics")
        form = browser.page.form(name="email")
        answers = {"email": f"bench{next(numbers)}@example.com"}
        return partial(browser.submit, form, answers, "save", follow=False)

    return Errand("POST: save", walker.browser, prepare, times, DONE)


def uploading(walker: Walker, times: int) -> Errand:
    """Another portrait each time, without the script."""

    def prepare(browser: Browser) -> Callable[[], Page]:
        browser.get(documents.DOCUMENTS, "documents")
        form = next(each for each in browser.page.forms() if each.action.endswith("/portrait/"))
        name, content = walker.pool.file("portrait")
        file = (form.files[0], name, content, JPEG)
        return partial(browser.submit, form, {}, "upload", file=file, follow=False)

    return Errand("POST: upload", walker.browser, prepare, min(times, UPLOADS), DONE)


def submitting(walkers: Sequence[Walker]) -> Errand:
    """提交报名 by people who stand on the check page."""

    def preparing(walker: Walker) -> Callable[[Browser], Callable[[], Page]]:
        def prepare(browser: Browser) -> Callable[[], Page]:
            walker.browser = browser
            browser.get(applying.CHECK, "check")
            applying.ask_code(walker)
            form = browser.page.form(action="/me/submission/", name="truthful")
            answers = {"truthful": "on", "code": walker.code()}
            return partial(browser.submit, form, answers, "submit", follow=False)

        return prepare

    first, *others = (Errand("POST: submit", each.browser, preparing(each), status=DONE) for each in walkers)
    return replace(first, others=others)

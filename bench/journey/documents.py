"""证明材料 over HTTP: consent, one upload for every demanded place, waiting for the checks."""

import re
import time

from bench.browser import Failed
from bench.journey.walker import PATIENCE, Walker
from bench.pool import JPEG

DOCUMENTS = "/me/dossier/documents/"
PAUSE = 1.0  # a person looks again
_PICTURE = re.compile(r'<img src="(/me/dossier/files/[^"]+)"')
PENDING = 'data-upload-stage-value="checking"'
_REFUSED = '<section class="upload refused"'
_OPTIONAL = ("cet",)


def upload(walker: Walker) -> None:
    """Every place that is demanded; the page is looked at after each upload, as a browser does."""
    browser = walker.browser
    browser.get(DOCUMENTS, "documents")
    _consent(walker)
    seen: set[str] = set()
    for slot in _slots(walker):
        form = next(each for each in browser.page.forms() if each.action.endswith(f"/{slot}/"))
        name, content = walker.pool.file(slot.split(":")[0])
        browser.submit(form, {}, "upload", file=(form.files[0], name, content, JPEG))
        walker.expect(DOCUMENTS)
        _look(walker, seen)
    _wait(walker, seen)


def _consent(walker: Walker) -> None:
    """The separate consent to portrait and ID images, asked once."""
    browser = walker.browser
    for form in browser.page.forms():
        if form.action.endswith("/consent/"):
            ticked = {name: values[0] for name, values in form.choices.items()}
            browser.submit(form, ticked, "documents: consent")
            walker.expect(DOCUMENTS)
            return


def _slots(walker: Walker) -> list[str]:
    forms = [form for form in walker.page.forms() if form.multipart and form.files]
    slots = [form.action.rstrip("/").rsplit("/", 1)[-1] for form in forms]
    return [slot for slot in slots if slot.split(":")[0] not in _OPTIONAL]


def _look(walker: Walker, seen: set[str]) -> None:
    """The thumbnails that were not there before."""
    for path in _PICTURE.findall(walker.page.text):
        if path not in seen:
            seen.add(path)
            walker.browser.fetch(path, "thumbnail")


def _wait(walker: Walker, seen: set[str]) -> None:
    deadline = time.monotonic() + PATIENCE
    while PENDING in walker.page.text:
        if time.monotonic() > deadline:
            raise TimeoutError("checks of documents took too long")
        time.sleep(PAUSE)
        walker.browser.get(DOCUMENTS, "documents: again")
        _look(walker, seen)
    if _REFUSED in walker.page.text:
        raise Failed("a document was refused")

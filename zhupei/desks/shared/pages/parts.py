"""Functions of every template: icons, assets, addresses, and what a component works out from what it is given."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.conf import settings
from django.core.paginator import Page
from django.forms import BaseForm
from django.templatetags.static import static
from markupsafe import Markup

from zhupei.desks.shared.addresses import url, url_or_none

MOST = 512


@lru_cache(maxsize=MOST)
def asset(path: str) -> str:
    """The address of a built file; the plain one where the manifest lacks it (a broken installation)."""
    try:
        return static(path)
    except ValueError:
        return f"{settings.STATIC_URL}{path}"


@lru_cache(maxsize=MOST)
def icon(name: str, label: str = "") -> Markup:
    """A symbol of assets/img/icons.svg; hidden from screen readers unless it has a label."""
    spoken = Markup('role="img" aria-label="{}"').format(label)
    silent = Markup('aria-hidden="true" focusable="false"')
    drawn = Markup('<svg class="icon" {}><use href="{}#{}"></use></svg>')
    return drawn.format(spoken if label else silent, asset("icons.svg"), name)


# The phone's bottom bar: the four entries an applicant needs most (interface), with their symbols.
BOTTOM = {"我的报名": "home", "志愿填报": "order", "招收查询": "search", "消息": "mail"}


def bottom_entries(nav: Iterable[Any] | None) -> list[tuple[str, Any]]:
    """(symbol, entry) of the menu's entries that belong in the bottom bar."""
    return [(BOTTOM[entry.label], entry) for entry in nav or [] if entry.label in BOTTOM]


def seconds_until(moment: datetime | None) -> int:
    """Seconds of real time left: sessions end by the wall clock, not by the demonstration's."""
    return max(0, int((moment - datetime.now(tz=UTC)).total_seconds())) if moment else 0


def captcha_picture() -> UUID:
    """A fresh id; the picture for it is drawn when a browser asks for it."""
    return uuid4()


def page_numbers(page: Page) -> list[int | str]:
    """Numbers around the current page with ends and ellipses."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


class ErrorLink(NamedTuple):
    """One line of the summary: the field's id (empty for the whole form), its label and what is wrong."""

    target: str
    label: str
    message: str


def error_links(*forms: BaseForm | Iterable[BaseForm] | None) -> list[ErrorLink]:
    """Every fault of the given forms (or lists of forms) in the order of the page."""
    return [link for form in _flat(forms) for link in _links(form)]


def _flat(forms: Iterable[Any]) -> Iterator[BaseForm]:
    for form in forms:
        if isinstance(form, BaseForm):
            yield form
        elif form:
            yield from _flat(form)


def _links(form: BaseForm) -> Iterator[ErrorLink]:
    if not form.is_bound:
        return
    for message in form.non_field_errors():
        yield ErrorLink("", "", str(message))
    for field in form:
        for message in field.errors:
            target = "" if field.is_hidden else _first_id(field)
            yield ErrorLink(target, str(field.label or ""), str(message))


def _first_id(field: Any) -> str:
    """A group of radios has no element with the field's own id: its first choice is the target."""
    return f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label or field.auto_id


FUNCTIONS: dict[str, Callable[..., Any]] = {
    each.__name__: each
    for each in (
        asset,
        bottom_entries,
        captcha_picture,
        error_links,
        icon,
        page_numbers,
        seconds_until,
        url,
        url_or_none,
    )
}

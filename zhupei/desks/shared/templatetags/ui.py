"""Template tags of the design system: icons, assets, Chinese dates, masks, error links (docs/STYLE.md)."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BaseForm
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from zhupei.desks.shared import wording
from zhupei.pure.identity import masks, phones

register = template.Library()


@register.simple_tag
def asset(path: str) -> str:
    """The address of a built file; the plain one where the manifest lacks it (a broken installation)."""
    try:
        return static(path)
    except ValueError:
        return f"{settings.STATIC_URL}{path}"


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A symbol of assets/img/icons.svg; hidden from screen readers unless it has a label."""
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"></use></svg>',
            label,
            asset("icons.svg"),
            name,
        )
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        asset("icons.svg"),
        name,
    )


# The phone's bottom bar: the four entries an applicant needs most (interface), with their symbols.
BOTTOM = {"我的报名": "home", "志愿填报": "order", "招收查询": "search", "消息": "mail"}


@register.simple_tag
def bottom_entries(nav: Iterable[Any] | None) -> list[tuple[str, Any]]:
    """(symbol, entry) of the menu's entries that belong in the bottom bar."""
    return [(BOTTOM[entry.label], entry) for entry in nav or [] if entry.label in BOTTOM]


@register.simple_tag
def seconds_until(moment: datetime | None) -> int:
    """Seconds of real time left: sessions end by the wall clock, not by the demonstration's."""
    return max(0, int((moment - datetime.now(tz=UTC)).total_seconds())) if moment else 0


class ErrorLink(NamedTuple):
    """One line of the summary: the field's id (empty for the whole form), its label and what is wrong."""

    target: str
    label: str
    message: str


@register.simple_tag
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


@register.simple_tag
def page_numbers(page: Page) -> list[int | str]:
    """Numbers around the current page with ends and ellipses."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.filter
def percent_of(part: float | None, whole: float | None) -> int:
    """`part` of `whole` in whole per cent, cut off at 0 and 100; nothing of nothing is 0."""
    if not part or not whole:
        return 0
    return max(0, min(100, round(100 * float(part) / float(whole))))


@register.filter
def cn_day(value: date | None, now: datetime | None = None) -> str:
    return wording.day(value, _today(now)) if value else ""


@register.filter
def cn_moment(value: datetime | None, now: datetime | None = None) -> str:
    return wording.moment(value, _today(now)) if value else ""


@register.filter
def cn_second(value: datetime | None, now: datetime | None = None) -> str:
    """Receipts and deadlines: down to the second."""
    return wording.moment(value, _today(now), seconds=True) if value else ""


@register.filter
def cn_clock(value: datetime | None) -> str:
    return wording.clock(value) if value else ""


@register.filter
def cn_weekday(value: date | None) -> str:
    return wording.weekday(value) if value else ""


@register.filter
def cn_ago(value: datetime | None, now: datetime) -> str:
    return wording.ago(value, now) if value else ""


@register.filter
def cn_remaining(value: datetime | None, now: datetime) -> str:
    return wording.remaining(value, now) if value else ""


@register.filter
def mask_number(value: str | None) -> str:
    return masks.mask(value or "")


@register.filter
def mask_phone(value: str | None) -> str:
    return phones.mask_phone(value or "")


@register.filter
def mask_name(value: str | None) -> str:
    return masks.mask_name(value or "")


def _today(now: datetime | None) -> date | None:
    return wording.local_day(now) if now else None

"""Numbers as people read them."""

from django import template

register = template.Library()


@register.filter
def thousands(value: int | None) -> str:
    """`1,500`."""
    return "" if value is None else f"{value:,}"


@register.filter
def hundredths(value: int | None) -> str:
    """Scores are kept in hundredths of a point: 7120 is `71.20`; a dash where there is none."""
    return "—" if value is None else f"{value // 100}.{value % 100:02d}"


@register.filter
def known(value: int | None) -> str:
    """The number, or a dash where nobody knows it."""
    return "—" if value is None else str(value)

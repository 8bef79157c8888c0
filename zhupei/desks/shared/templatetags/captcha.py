"""What a form with a captcha needs to render one: nothing from its view."""

from uuid import UUID, uuid4

from django import template

register = template.Library()


@register.simple_tag
def captcha_picture() -> UUID:
    """A fresh id; the picture for it is drawn when a browser asks for it."""
    return uuid4()

"""Keeping what the portal offers."""

from zhupei.portal.models import Template
from zhupei.pure.paper import template_document


def draw(template: Template) -> bytes:
    """Draw the blank form and keep it. Raises ValueError for a kind that `pure.paper` cannot draw."""
    pdf = template_document(template.kind.replace("-", "_"))  # type: ignore[arg-type]
    template.pdf = pdf
    template.save(update_fields=["pdf"])
    return pdf

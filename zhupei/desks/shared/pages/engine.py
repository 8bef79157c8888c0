"""The engine behind `render`: Django's own backend for Jinja2, with what all of our templates know."""

from contextvars import ContextVar
from pathlib import Path
from typing import Any

import jinja2
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.template.backends import jinja2 as backend
from django.utils.safestring import mark_safe
from markupsafe import Markup

from zhupei.desks.shared import forgery
from zhupei.desks.shared.pages import compiled, components, examples, missing, parts, words
from zhupei.desks.shared.pages.compiled import Later

ANSWERED: ContextVar[HttpRequest | None] = ContextVar("answered", default=None)


def environment(**options: Any) -> jinja2.Environment:
    """Everything is escaped; block tags leave no empty lines behind; a name that nobody gave is a fault."""
    options |= {"autoescape": True, "undefined": missing.Absent, "trim_blocks": True, "lstrip_blocks": True}
    made = compiled.PageEnvironment(**options)
    made.filters.update(words.FILTERS)
    made.globals.update(parts.FUNCTIONS)
    made.globals.update(examples.FUNCTIONS)
    made.globals.update(
        ui=components.Components(made),
        attributes=components.attributes,
        classes=components.classes,
        csrf_input=CsrfInput(),
        querystring=querystring,
    )
    return made


class Pages(backend.Jinja2):
    """What a view gives goes before what every page knows, as with Django's own templates."""

    def get_template(self, template_name: str) -> "PageTemplate":
        return PageTemplate(super().get_template(template_name).template, self)

    def from_string(self, template_code: str) -> "PageTemplate":
        return PageTemplate(self.env.from_string(template_code), self)

    def names(self) -> list[str]:
        """Every template of ours, components included; those of the technical site are written for Django's engine."""
        folder = Path(self.dirs[0])
        found = (path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
        return sorted(name for name in found if not name.startswith("technical/"))


class PageTemplate(backend.Template):
    def render(self, context: dict[str, Any] | None = None, request: HttpRequest | None = None) -> Any:
        if request is None:
            return mark_safe(super().render(context))  # noqa: S308  escaped by the template
        known: dict[str, Any] = {"request": request, "csrf_token": Later(lambda: token(request))}
        for processor in self.backend.template_context_processors:
            known.update(processor(request))
        before = ANSWERED.set(request)
        try:
            return mark_safe(super().render({**known, **(context or {})}))  # noqa: S308
        finally:
            ANSWERED.reset(before)


class Widgets(TemplatesSetting):
    """The templates of forms and widgets, each looked up once."""

    def __init__(self) -> None:
        self._known: dict[str, Any] = {}

    def get_template(self, template_name: str) -> Any:
        if template_name not in self._known:
            self._known[template_name] = super().get_template(template_name)
        return self._known[template_name]


def token(request: HttpRequest) -> str:
    """Masked once for a page, not once for every form of it."""
    kept: str | None = getattr(request, "_page_token", None)
    if kept is None:
        kept = request._page_token = forgery.token(request)  # type: ignore[attr-defined]
    return kept


class CsrfInput:
    """`{{ csrf_input }}`, in components too, which see nothing of the page's names."""

    def __html__(self) -> str:
        request = ANSWERED.get()
        if request is None:
            return ""
        return Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">').format(token(request))


def querystring(**changes: Any) -> str:
    """The query of the present address with other values; None takes one out."""
    request = ANSWERED.get()
    if request is None:
        return ""
    query = request.GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query or request.GET else ""

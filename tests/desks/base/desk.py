"""Somebody at the desk of a base: addresses by name, answers as HTML that can be asked."""

import html
import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.applicants import WorldApplicant
from zhupei.bases.models import Base


@dataclass
class Desk:
    client: Client
    base: Base

    def address(self, view: str, *ids: Any) -> str:
        return reverse(f"base:{view}", args=[self.base.pk, *ids])

    def get(self, view: str, *ids: Any, **query: str) -> HttpResponse:
        return self.client.get(self.address(view, *ids), query)

    def post(self, view: str, *ids: Any, query: str = "", **data: Any) -> HttpResponse:
        return self.client.post(self.address(view, *ids) + query, data)

    def decide(
        self, applicant: WorldApplicant, verdict: str, *, version_id: UUID | None = None, **data: Any
    ) -> HttpResponse:
        """Press one of the three buttons, by default on the version in force."""
        query = data.pop("query", "?state=submitted")
        seen = version_id or applicant.version_id
        return self.post("decision", applicant.application.pk, query=query, version_id=seen, verdict=verdict, **data)


def words(response: HttpResponse) -> str:
    """The visible text of a page, with single blanks."""
    text = re.sub(r"<(script|style|noscript)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())

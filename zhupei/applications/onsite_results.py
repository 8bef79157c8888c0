"""Which on-site checks count: those since the approval in force."""

from datetime import UTC, datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from zhupei.applications.models import OnSiteCheck, Transition

BEGINNING = datetime(1, 1, 1, tzinfo=UTC)


def of(application: Any) -> QuerySet[OnSiteCheck]:
    """The latest first; `application` may be an `OuterRef`. A revoked approval takes its on-site check with it."""
    revoked = Transition.objects.filter(application=OuterRef("application"), verb="revoke").order_by("-pk")
    after = Coalesce(Subquery(revoked.values("at")[:1]), Value(BEGINNING))
    return OnSiteCheck.objects.filter(application=application, at__gt=after).order_by("-at", "-pk")

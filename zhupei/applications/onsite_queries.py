"""What the on-site check reads: the version on a paper, whether it counts, and what was found last."""

from uuid import UUID

from zhupei.applications import queries, states
from zhupei.applications.models import Application, OnSiteCheck, Version
from zhupei.bases.models import Base


def last_onsite_check(application: Application) -> OnSiteCheck | None:
    """The latest one since the approval in force: a revoked approval takes its on-site check with it."""
    checks = application.onsite_checks.select_related("checker").order_by("-at", "-pk")
    revoked = application.transitions.filter(verb="revoke").order_by("-pk").first()
    return checks.filter(at__gt=revoked.at).first() if revoked else checks.first()


def paper(base: Base, version_id: UUID) -> Version | None:
    """A version that was submitted to this base, in force or not, while the base still has the application."""
    return (
        Version.objects.filter(pk=version_id, base=base, application__in=queries.at_bases([base.pk]))
        .select_related("application__round", "application__person", "application__version")
        .first()
    )


def is_in_force(version: Version) -> bool:
    """Whether the paper of this version is the one that counts."""
    application = version.application
    return application.version_id == version.pk and application.state in states.IN_FORCE

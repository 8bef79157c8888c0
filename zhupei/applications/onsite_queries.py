"""What the on-site check reads: the version on a paper, whether it counts, and what was found last."""

from uuid import UUID

from django.db.models import QuerySet

from zhupei.applications import onsite_results, queries, states
from zhupei.applications.models import Application, OnSiteCheck, Version
from zhupei.bases.models import Base
from zhupei.kernel.prepared import prepared


def last_onsite_check(application: Application) -> OnSiteCheck | None:
    """The latest one since the approval in force: a revoked approval takes its on-site check with it."""
    return since_revoked.first(application)


@prepared
def since_revoked(application: Application) -> QuerySet[OnSiteCheck]:
    return onsite_results.of(application).select_related("checker")


def printed_version(base: Base, version_id: UUID) -> Version | None:
    """A version that was submitted to this base, in force or not, while the base still has the application."""
    return paper_at.first(base, version_id)


@prepared
def paper_at(base: Base, version_id: UUID) -> QuerySet[Version]:
    found = Version.objects.filter(pk=version_id, base=base, application__in=queries.at_bases([base.pk]))
    return found.select_related("application__round", "application__person", "application__version")


def is_in_force(version: Version) -> bool:
    """Whether the paper of this version is the one that counts."""
    application = version.application
    return application.version_id == version.pk and application.state in states.IN_FORCE

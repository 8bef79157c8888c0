"""Invariants 1, 2, 7, 8, 9: what applications and their submitted versions promise."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Count, OuterRef, Prefetch, Q, Subquery

from zhupei.applications import snapshot, states
from zhupei.applications.models import Application, Preference, Transition, Version, VersionDocument
from zhupei.cycles.models import Stage
from zhupei.kernel.crypto.ring import UnreadableSeal


def one_live() -> Iterator[str]:
    live = Application.objects.filter(state__in=states.IN_FORCE).order_by().values("person", "cycle")
    for row in live.annotate(n=Count("pk")).filter(n__gt=1):
        yield f"person {row['person']} has {row['n']} live applications in cycle {row['cycle']}"
    for column in ("receipt_number", "token"):
        for row in Version.objects.order_by().values(column).annotate(n=Count("pk")).filter(n__gt=1):
            yield f"{column} {row[column]} stands on {row['n']} versions"


def in_time() -> Iterator[str]:
    """Half open: received at `closes` is late. A correction is in time before its `grace_until`."""
    windows = {s.round_id: s for s in Stage.objects.filter(kind=Stage.Kind.REGISTRATION)}
    columns = ("pk", "application__round", "received_at", "grace_until")
    for pk, round_id, received, grace in Version.objects.order_by().values_list(*columns).iterator():
        window = windows.get(round_id)
        if window is None:
            yield f"version {pk} was submitted in a round without registration window"
        elif received < window.opens:
            yield f"version {pk} was received at {received:%F %T} before the window opened"
        elif received >= window.closes and not (grace and received < grace):
            yield f"version {pk} was received at {received:%F %T}, not before {window.closes:%F %T}, without a grace"


def versions_unchanged() -> Iterator[str]:
    """The digest of the stored snapshot, and the rows beside it, say the same as on the day of submission."""
    versions = Version.objects.prefetch_related(
        Prefetch("preferences", Preference.objects.order_by("rank")),
        Prefetch("documents", VersionDocument.objects.order_by("position")),
    )
    for version in versions.iterator(chunk_size=500):
        try:
            text = version.snapshot.plain()
        except UnreadableSeal as error:
            yield f"version {version.pk}: the snapshot cannot be read ({error})"
            continue
        if snapshot.digest(text) != version.digest:
            yield f"version {version.pk}: the snapshot does not have the digest of its receipt"
            continue
        content = snapshot.read(version)
        plans = [str(p.plan_id) for p in version.preferences.all()]
        if plans != [p["plan"] for p in content["preferences"]]:
            yield f"version {version.pk}: the preferences differ from the snapshot"
        files = [(d.slot, d.digest) for d in version.documents.all()]
        if files != [(d["slot"], d["digest"]) for d in content["dossier"]["documents"]]:
            yield f"version {version.pk}: the documents differ from the snapshot"


def preferences_in_order() -> Iterator[str]:
    ranks: dict[object, list[int]] = defaultdict(list)
    wrong = Preference.objects.order_by("version", "rank").select_related("plan", "version__application__round")
    for row in wrong.iterator(chunk_size=2000):
        ranks[row.version_id].append(row.rank)
        if row.plan.base_id != row.version.base_id:
            yield f"version {row.version_id}: preference {row.rank} is at another base"
        if row.plan.round_id != row.version.application.round_id:
            yield f"version {row.version_id}: preference {row.rank} is not in the plan of its round"
        if row.rank > row.version.application.round.max_choices:
            yield f"version {row.version_id}: more preferences than the round allows"
    for version_id, found in ranks.items():
        if found != list(range(1, len(found) + 1)):
            yield f"version {version_id}: preferences are ranked {found}"
    for pk in Version.objects.filter(preferences=None).values_list("pk", flat=True):
        yield f"version {pk} has no preference"


def approved_stays() -> Iterator[str]:
    for row in Transition.objects.filter(Q(verb="withdraw") | Q(verb="give-up"), source=states.APPROVED):
        yield f"application {row.application_id} was withdrawn by its applicant after approval"
    decisions = Transition.objects.filter(application=OuterRef("pk"), verb__in=("approve", "revoke")).order_by("-pk")
    gone = Application.objects.filter(state__in=states.LEFT)
    decided = gone.annotate(last=Subquery(decisions.values("verb")[:1])).filter(last="approve")
    for pk, state in decided.values_list("pk", "state"):
        yield f"application {pk} is {state} although its approval was never revoked"

"""What of the dossier an application leaves open for editing."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, OuterRef, QuerySet, Subquery, TextField, Value, When

from zhupei.accounts.models import User
from zhupei.applications import queries, states
from zhupei.applications.models import Application, Review, ReviewItem, VersionDocument
from zhupei.cycles.models import Round
from zhupei.kernel.prepared import prepared


class Editable(NamedTuple):
    """What an application says about editing: its state, the items of an open return, the slots that were submitted."""

    round_id: UUID
    state: str
    returned: Sequence[str]
    submitted: Sequence[str]


def concerning(found: Iterable[Any], current: Round) -> Editable | None:
    """Of the rows of `of_person` the one that matters in this round (`queries.concerning`)."""
    return queries.that_matters([Editable(*row) for row in found], current)


@prepared
def of_person(person: User, cycle_id: UUID) -> QuerySet[Any]:
    """Of the person's applications of a cycle what `Editable` holds: one statement, the lists of returned ones only."""
    latest = Review.objects.filter(application=OuterRef(OuterRef("pk"))).order_by("-at").values("pk")[:1]
    items = ReviewItem.objects.filter(review=Subquery(latest)).values("item")
    slots = VersionDocument.objects.filter(version=OuterRef("version")).values("slot")
    found = Application.objects.filter(person=person, cycle=cycle_id)
    return found.annotate(returned=_while_returned(items), submitted=_while_returned(slots)).values_list(
        "round_id", "state", "returned", "submitted"
    )


def _while_returned(rows: QuerySet[Any]) -> Case:
    nothing = Value([], output_field=ArrayField(TextField()))
    return Case(When(state=states.RETURNED, then=ArraySubquery(rows)), default=nothing)

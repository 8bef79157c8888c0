"""Reads said once: querysets compiled once under their function, prepared in PostgreSQL, asked together.

    @prepared
    def _own(person: User, cycle_id: UUID) -> QuerySet[Application]:
        return Application.objects.filter(person=person, cycle=cycle_id).select_related("version")

    _own(user, cycle.pk)         # list(queryset), without building, compiling or planning it again
    _own.first(user, cycle.pk)   # queryset.first(); likewise count

Arguments are bound by their annotations: instances by primary key, UUID, str, int, float, Decimal, date, datetime,
timedelta, `Range[…]`, `list[…]` (one array: `pk__among=ids`), dict (JSON). bool, enums, Literal and `Constant[…]`
become part of the statement, so that each of their values is compiled by itself; so is None where `| None` is declared.

    ahead(_own.of(user, cycle.pk), latest.of(user))   # one round trip; both functions then find their answers
    found, notices = together(_own.of(…), latest.of(…))
    with counted() as count: …                          # count.statements, count.trips

See docs/ARCHITECTURE.md, "Reads said once".
"""

from zhupei.kernel.prepared.asking import outdated
from zhupei.kernel.prepared.connections import after_migration
from zhupei.kernel.prepared.counting import Count, counted
from zhupei.kernel.prepared.functions import Prepared, Question, RawStatement, ahead, every, prepared, together
from zhupei.kernel.prepared.keeping import forget, one_request
from zhupei.kernel.prepared.kinds import Constant, Unpreparable

__all__ = [
    "Constant",
    "Count",
    "RawStatement",
    "Prepared",
    "Question",
    "Unpreparable",
    "after_migration",
    "ahead",
    "counted",
    "every",
    "forget",
    "one_request",
    "outdated",
    "prepared",
    "together",
]

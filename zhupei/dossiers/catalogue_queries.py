"""Searching the catalogues of institutions and majors."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import BooleanField, F, Lookup, QuerySet

from zhupei.dossiers import options
from zhupei.dossiers.models import Institution, Major
from zhupei.pure.reference.search import like_pattern, order

MOST_ANSWERS = 20

E = TypeVar("E", Institution, Major)


def find_institutions(text: str) -> list[Institution]:
    """The best twenty answers to Chinese words, pinyin or initials: kmykdx → 昆明医科大学. One query."""
    return _found(Institution.objects.all(), text)


def find_majors(text: str, level: str = "") -> list[Major]:
    """The same for majors; those that are taught at this education level come first."""
    return _found(Major.objects.all(), text, first=lambda major: options.taught_at(major.levels, level))


def namesake(major: Major, level: str) -> Major | None:
    """The major of the same name that is taught at this level, if the catalogues have it."""
    others = Major.objects.filter(name=major.name).order_by("pk")
    return next((other for other in others if options.taught_at(other.levels, level)), None)


class Like(Lookup):
    """`column LIKE pattern`, the pattern as it is given."""

    lookup_name = "like"
    prepare_rhs = False
    output_field = BooleanField()

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, values = self.process_lhs(compiler, connection)
        return f"{column} LIKE %s", (*values, self.rhs)


def _found(entries: QuerySet[E], text: str, first: Callable[[E], bool] = bool) -> list[E]:
    pattern = like_pattern(text.replace("\x00", "").encode("utf-8", "ignore").decode())
    if not pattern:
        return []
    found = order(text, entries.filter(Like(F("search_text"), pattern)).order_by("pk"))
    return sorted(found, key=lambda entry: not first(entry))[:MOST_ANSWERS]

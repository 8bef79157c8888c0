"""Pages of a list whose length is known already, and of which each page is read by itself."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property


class CountedPaginator(Paginator):
    """`object_list` of a page is empty: the view fills it."""

    def __init__(self, count: int, per_page: int) -> None:
        super().__init__(range(0), per_page)
        self._known = count

    @cached_property
    def count(self) -> int:
        return self._known

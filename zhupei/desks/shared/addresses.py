"""Addresses by their names. They never change while a process lives, so each is put together once."""

from functools import lru_cache
from typing import Any

from django.urls import NoReverseMatch, reverse

MOST = 8_192  # some 200 bytes each


@lru_cache(maxsize=MOST)
def url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args, kwargs=kwargs)


@lru_cache(maxsize=MOST)
def url_or_none(name: str, *args: Any) -> str | None:
    """None where this installation does not have the page (the demonstration's pages in production)."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return None

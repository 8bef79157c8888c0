"""Finding a school or a major by Chinese words, pinyin or initials: kmykdx → 昆明医科大学 (interface.md).

`search_text` is stored beside each entry, so that a database can find candidates with one LIKE (`like_pattern`) and
`order` puts them in order.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from zhupei.pure.reference.pinyin import HAN, readings

_HAN = re.compile(HAN)
_IGNORED = re.compile(r"[\s\x00-\x1f\ud800-\udfff'’·,，.。()（）\-]+")
LONGEST_QUERY = 40


class Searchable(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def search_text(self) -> str: ...


E = TypeVar("E", bound=Searchable)


def search_text(name: str, others: Iterable[str] = ()) -> str:
    """`name`, its other names, and the full pinyin and initials of all, separated by single spaces."""
    names = [name, *others]
    words = [clean(each) for each in names]
    for each in names:
        for syllables in readings(each):
            words.append("".join(syllables))
            words.append("".join(syllable[0] for syllable in syllables))
    return " ".join(dict.fromkeys(word for word in words if word))


def clean(text: str) -> str:
    """Half-width, small letters, without spaces, dots, hyphens, brackets and what no database takes; at most forty."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text).lower())[:LONGEST_QUERY]


def like_pattern(query: str) -> str:
    """The pattern of SQL LIKE on `search_text` that finds every entry with a relevance; '' finds nothing."""
    text = clean(query)
    escaped = [re.sub(r"([\\%_])", r"\\\1", character) for character in text]
    if not text:
        return ""
    return f"%{'%'.join(escaped)}%" if _HAN.search(text) else f"%{''.join(escaped)}%"


def relevance(query: str, entry: Searchable) -> int | None:
    """How well `entry` answers: 0 best, None not at all.

    0 the whole name, pinyin or initials · 1 its beginning · 2 a part of it · 3 Chinese characters in order with gaps
    (昆医大). In Chinese, a former name counts one less.
    """
    text = clean(query)
    if not text:
        return None
    words = entry.search_text.split(" ")
    if _HAN.search(text):
        return _chinese(text, words)
    ranks = (_latin(text, word) for word in words)
    return min((rank for rank in ranks if rank is not None), default=None)


def _chinese(text: str, words: Sequence[str]) -> int | None:
    ranks = []
    for position, word in enumerate(words):
        if not _HAN.search(word):
            continue
        rank = _part(text, word)
        if rank is None and _in_order(text, word):
            rank = 3
        if rank is not None:
            ranks.append(rank + (position > 0))
    return min(ranks, default=None)


def _latin(text: str, word: str) -> int | None:
    return None if _HAN.search(word) else _part(text, word)


def _part(text: str, word: str) -> int | None:
    if word == text:
        return 0
    if word.startswith(text):
        return 1
    return 2 if text in word else None


def _in_order(text: str, word: str) -> bool:
    letters = iter(word)
    return all(character in letters for character in text)


def order(query: str, entries: Iterable[E]) -> list[E]:
    """`entries` that answer `query`: by relevance, then shorter names first, then as given."""
    ranked = [(rank, entry) for entry in entries if (rank := relevance(query, entry)) is not None]
    ranked.sort(key=lambda pair: (pair[0], len(pair[1].name)))
    return [entry for _, entry in ranked]

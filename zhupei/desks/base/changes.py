"""What changed between two submitted versions: item by item, old and new."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from zhupei.applications import rules
from zhupei.desks.base.shown_version import adjustment, choices, masked

Frozen = Mapping[str, Any]
NOTHING = "（未填）"


@dataclass(frozen=True)
class VersionChange:
    """`item` is the item of the checklist it belongs to; for files `old_document` and `new_document` are their ids."""

    item: str
    title: str
    old: str
    new: str
    old_document: str = ""
    new_document: str = ""


def between(old: Frozen, new: Frozen) -> list[VersionChange]:
    """Sections first, then files, then choices. Equal versions give an empty list."""
    return [
        *_sections(old["dossier"]["sections"], new["dossier"]["sections"]),
        *_documents(old["dossier"]["documents"], new["dossier"]["documents"]),
        *_choices(old, new),
    ]


def _sections(old: list[Frozen], new: list[Frozen]) -> Iterator[VersionChange]:
    before = {part["key"]: part for part in old}
    for part in new:
        former = before.get(part["key"], {"fields": [], "rows": []})
        yield from _fields(part["key"], part["title"], former["fields"], part["fields"])
        yield from _rows(part, former)


def _rows(part: Frozen, former: Frozen) -> Iterator[VersionChange]:
    before = {row["id"]: row for row in former["rows"]}
    for row in part["rows"]:
        if row["id"] in before:
            yield from _fields(part["key"], row["title"], before.pop(row["id"])["fields"], row["fields"])
        else:
            yield VersionChange(part["key"], part["title"], "", f"新增：{row['title']}")
    for row in before.values():
        yield VersionChange(part["key"], part["title"], row["title"], "已删除")


def _fields(item: str, title: str, old: list[Frozen], new: list[Frozen]) -> Iterator[VersionChange]:
    before = {field["name"]: field["text"] for field in old}
    for field in new:
        was, now = before.get(field["name"], ""), field["text"]
        if was != now:
            yield VersionChange(item, f"{title} · {field['label']}", _words(field, was), _words(field, now))


def _words(field: Frozen, words: str) -> str:
    if not words:
        return NOTHING
    return masked(field["name"], words) if field["name"] in rules.MASKED else words


def _documents(old: list[Frozen], new: list[Frozen]) -> Iterator[VersionChange]:
    before = {each["slot"]: each for each in old}
    for each in new:
        was = before.pop(each["slot"], None)
        item = f"document:{each['slot']}"
        if was is None:
            yield VersionChange(item, each["title"], "", "新上传", "", each["id"])
        elif was["digest"] != each["digest"]:
            yield VersionChange(item, each["title"], "原材料", "已更换", was["id"], each["id"])
    for was in before.values():
        yield VersionChange(f"document:{was['slot']}", was["title"], "原材料", "不再提交", was["id"])


def _choices(old: Frozen, new: Frozen) -> Iterator[VersionChange]:
    for title, words in (("志愿", choices), ("服从调剂", adjustment)):
        if (was := words(old)) != (now := words(new)):
            yield VersionChange("preferences", title, was, now)

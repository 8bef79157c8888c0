"""Reading a submitted version for the reviewer: sections as facts, masked numbers, what has changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhupei.applications import rules
from zhupei.dossiers.snapshot import section, text
from zhupei.pure import dates
from zhupei.pure.identity import masks, phones

Frozen = Mapping[str, Any]
PHONES = ("phone", "emergency_phone")


@dataclass(frozen=True)
class ShownField:
    """One field as shown. `reveals` names it when it is masked and can be shown in full."""

    label: str
    text: str
    reveals: str = ""


@dataclass(frozen=True)
class Block:
    """The facts of a section, or of one of its rows (then `title` is the row's)."""

    title: str
    facts: list[ShownField]


def shown(field: Frozen, revealed: Mapping[str, str]) -> ShownField:
    """A field with its number masked, unless it has just been revealed."""
    name, words, label = field["name"], field["text"], field["label"].partition("：")[0]
    if name not in rules.MASKED or not words:
        return ShownField(label, _day(words))
    if name in revealed:
        return ShownField(label, revealed[name])
    return ShownField(label, masked(name, words), reveals=name)


def masked(name: str, words: str) -> str:
    return phones.mask_phone(words) if name in PHONES else masks.mask(words)


def blocks(part: Frozen, revealed: Mapping[str, str]) -> list[Block]:
    """The facts of one section; fields without an answer are left out."""
    found = [Block("", [shown(field, revealed) for field in part["fields"] if field["text"]])]
    found += [
        Block(row["title"], [shown(field, revealed) for field in row["fields"] if field["text"]])
        for row in part["rows"]
    ]
    return [block for block in found if block.facts]


def summary(content: Frozen, revealed: Mapping[str, str]) -> list[ShownField]:
    """What a reviewer wants to know first, in one list."""
    basics = section(content["dossier"], "basics")["fields"]
    licence = section(content["dossier"], "licence")["fields"]
    by_name = {field["name"]: field for field in [*basics, *licence]}
    person = "　".join(filter(None, (text(basics, name) for name in ("name", "sex", "ethnicity"))))
    employer = text(basics, "employer")
    facts = [
        ShownField("姓名", person),
        shown({**by_name["document_number"], "label": text(basics, "document_type")}, revealed),
        shown(by_name["phone"], revealed),
        ShownField("人员类型", content["application"]["category_label"] + (f"（{employer}）" if employer else "")),
    ]
    facts += [ShownField("学历", _schooling(row)) for row in section(content["dossier"], "education")["rows"]]
    facts.append(ShownField("执业资格", _licence(licence)))
    facts.append(shown({**by_name["qualification_number"], "label": "资格证书"}, revealed))
    facts.append(ShownField("志愿", f"{choices(content)}，{adjustment(content)}"))
    return [fact for fact in facts if fact.text]


def choices(content: Frozen) -> str:
    """`内科 → 儿科`."""
    return " → ".join(each["specialty"] for each in content["preferences"])


def adjustment(content: Frozen) -> str:
    return "服从调剂" if content["adjustment"]["accepts"] else "不服从调剂"


def _schooling(row: Frozen) -> str:
    fields = row["fields"]
    words = [text(fields, name) for name in ("institution", "major", "level")]
    if text(fields, "studying") == "是":
        words.append("在读")
    if pending(row):
        words.append(f"证书待取得（承诺 {_day(text(fields, 'certificate_promised'))}）")
    return " · ".join(filter(None, words))


def _licence(fields: list[Frozen]) -> str:
    if text(fields, "licence_held") != "是":
        return "尚未取得"
    return " · ".join(filter(None, (text(fields, "licence_category"), text(fields, "licence_scope")))) or "已取得"


def pending(row: Frozen) -> bool:
    """Whether a row of education waits for its certificates."""
    return any(field["name"] == "certificate_pending" and field["value"] is True for field in row["fields"])


def pending_slots(content: Frozen) -> list[str]:
    """The document slots that may still be filled after the submission (domain section 5.2)."""
    rows = [row["id"] for row in section(content["dossier"], "education")["rows"] if pending(row)]
    return [f"{kind}:{row}" for row in rows for kind in ("diploma", "degree")]


def _day(words: str) -> str:
    """An ISO date as people write it; anything else as it is."""
    try:
        return dates.day(date.fromisoformat(words)) if len(words) == 10 else words
    except ValueError:
        return words

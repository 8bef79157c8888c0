"""The words of a resident identity card, from lines of text in any order: side, number, name, issuer, validity.

Nothing is corrected into a plausible number: what has no right check digit, or disagrees with the birth date or the
sex printed beside it, is not read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from zhupei.pure.identity.documents import Sex
from zhupei.pure.identity.eighteen import birth_date, check_digit, sex
from zhupei.pure.identity.names import check_name, name_key, normalise_name
from zhupei.pure.scans.document_check.models import TextLine
from zhupei.pure.scans.document_check.report import CardText

FRONT_WORDS = ("姓名", "性别", "民族", "出生", "住址", "公民身份号码")
BACK_WORDS = ("中华人民共和国", "居民身份证", "签发机关", "有效期限")
LONG_TERM = "长期"
_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx×](?!\d)")
_BIRTH = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日?")
_SEX = re.compile(r"性别?([男女])")
_PERIOD = re.compile(r"(\d{4})\.?(\d{2})\.?(\d{2})[-—–一~至]+(?:(\d{4})\.?(\d{2})\.?(\d{2})|长期)")
_ISSUER = re.compile(r"[\u4e00-\u9fff]{2,}(?:公安局|分局|公安厅|派出所)[\u4e00-\u9fff]*")
_ETHNICITY = re.compile(r"民族([\u4e00-\u9fff]{1,6})")
_ADDRESS = re.compile(r"[\u4e00-\u9fff\dA-Za-z()（）、\-—·#]+")
# A line of an address that is less certain than that makes all of it unread.
_SURE, _SHORTEST_ADDRESS = 0.85, 6
# In digits, and only there, the reader takes these for each other.
_DIGITS = str.maketrans("OoＯQDIl|", "00000111")
_NAME = re.compile("[\u3400-\u9fff\U00020000-\U0003fffd·•.・]+")
_LABELS = re.compile("姓名|性别|民族|出生|住址|公民身份号码|签发机关|有效期限")


def read_card(lines: Sequence[TextLine]) -> CardText:
    """Everything that could be read; absent is what could not. A page may show both sides."""
    apart = _both_sides(lines)
    if apart is not None:
        front, back = (_read_side(part) for part in apart)
        if front.side == "front" and back.side == "back":
            return replace(
                front, side="both", issuer=back.issuer, valid_from=back.valid_from, valid_until=back.valid_until
            )
    return _read_side(lines)


def _read_side(lines: Sequence[TextLine]) -> CardText:
    rows = _rows(lines)
    texts = [_plain("".join(line.text for line in row)) for row in rows]
    side = _side(texts)
    if side == "back":
        valid_from, valid_until = _period(texts)
        return CardText("back", issuer=_issuer(texts), valid_from=valid_from, valid_until=valid_until)
    if side is None:
        return CardText()
    return CardText(
        "front", number=_number(texts), name=_name(rows), ethnicity=_ethnicity(texts), address=_address(rows)
    )


def _both_sides(lines: Sequence[TextLine]) -> tuple[list[TextLine], list[TextLine]] | None:
    """The lines of the front and those of the back, where a page shows one above or beside the other."""
    fronts = [line for line in lines if any(word in name_key(_plain(line.text)) for word in FRONT_WORDS)]
    backs = [line for line in lines if any(word in name_key(_plain(line.text)) for word in BACK_WORDS)]
    if len(fronts) < 2 or len(backs) < 2:
        return None
    for low, high in ((1, 3), (0, 2)):
        for first, second in ((fronts, backs), (backs, fronts)):
            ends, begins = max(line.box[low] for line in first), min(line.box[low] for line in second)
            if ends < begins:
                border = _widest_gap(lines, (low, high), (ends, begins))
                before = [line for line in lines if line.box[low] < border]
                behind = [line for line in lines if line.box[low] >= border]
                return (before, behind) if first is fronts else (behind, before)
    return None


def _widest_gap(lines: Sequence[TextLine], axis: tuple[int, int], between: tuple[float, float]) -> float:
    """Where on the axis, between the two places, no line stands; the second place where lines are everywhere."""
    low, high = axis
    reached, best, border = between[0], 0.0, between[1]
    for line in sorted(lines, key=lambda each: each.box[low]):
        if between[0] < line.box[low] <= between[1] and line.box[low] - reached > best:
            best, border = line.box[low] - reached, line.box[low]
        if line.box[low] <= between[1]:
            reached = max(reached, line.box[high])
    return border


def _rows(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Lines side by side make a row; rows from top to bottom, each from left to right."""
    rows: list[list[TextLine]] = []
    for line in sorted(lines, key=lambda each: each.box[1] + each.box[3]):
        middle = (line.box[1] + line.box[3]) / 2
        if rows and rows[-1][-1].box[1] < middle < rows[-1][-1].box[3]:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda each: each.box[0]) for row in rows]


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text).replace("：", "").replace(":", "")


def _side(texts: Sequence[str]) -> str | None:
    """By which side's words there are more of."""
    everything = name_key("".join(texts))
    front, back = (sum(word in everything for word in words) for words in (FRONT_WORDS, BACK_WORDS))
    if max(front, back) < 2 and not _number(texts):
        return None
    return "front" if front >= back else "back"


def _number(texts: Sequence[str]) -> str | None:
    """The only number with a right check digit that agrees with what is printed beside it."""
    found = set()
    for text in texts:
        for match in _NUMBER.finditer(_LABELS.sub("", text).translate(_DIGITS)):
            number = match.group().upper().replace("×", "X")
            if check_digit(number[:17]) == number[17] and birth_date(number) and _agrees(number, texts):
                found.add(number)
    return found.pop() if len(found) == 1 else None


def _agrees(number: str, texts: Sequence[str]) -> bool:
    printed = _BIRTH.search("".join(texts).translate(_DIGITS))
    if printed and _date(*printed.groups()) not in (None, birth_date(number)):
        return False
    told = _SEX.search("".join(texts))
    return told is None or (told.group(1) == "男") == (sex(number) is Sex.MALE)


def _name(rows: Sequence[Sequence[TextLine]]) -> str | None:
    """What stands behind 姓名, in one line or in two; without that label, above the row of sex and nation."""
    texts = [_plain("".join(line.text for line in row)) for row in rows]
    for index, text in enumerate(texts):
        if "姓名" in text:
            return _as_name(text.split("姓名", 1)[1] + _continued(rows, texts, index))
    for index, text in enumerate(texts[1:], 1):
        if "性别" in text:
            above = re.sub("^[姓名]", "", texts[index - 1])
            begun = index > 1 and texts[index - 2] and _continued(rows, texts, index - 2) == texts[index - 1]
            return _as_name(re.sub("^[姓名]", "", texts[index - 2]) + above if begun else above)
    return None


def _continued(rows: Sequence[Sequence[TextLine]], texts: Sequence[str], index: int) -> str:
    """The next row where it goes on with a long name: close below it, in line with it on the left, letters
    only.
    """
    if index + 2 >= len(rows) or not any("性别" in text for text in texts[index + 2 : index + 4]):
        return ""
    if _LABELS.search(texts[index + 1]) or not _NAME.fullmatch(texts[index + 1]):
        return ""
    value, below = rows[index][-1], rows[index + 1]
    height = value.box[3] - value.box[1]
    label = _plain(value.text).find("姓名") + 2 if "姓名" in _plain(value.text) else 0
    left = value.box[0] + (value.box[2] - value.box[0]) * label / max(len(_plain(value.text)), 1)
    close = below[0].box[1] < value.box[3] + height
    in_line = abs(below[0].box[0] - left) < (2 if label else 1) * height
    return texts[index + 1] if len(below) == 1 and close and in_line else ""


def _as_name(text: str) -> str | None:
    name = normalise_name(text)
    return name if len(name) >= 2 and check_name(name) is None else None


def _ethnicity(texts: Sequence[str]) -> str | None:
    for text in texts:
        if match := _ETHNICITY.search(text):
            return _LABELS.split(match.group(1))[0] or None
    return None


def _address(rows: Sequence[Sequence[TextLine]]) -> str | None:
    """The lines from 住址 to the number."""
    found, begun = [], False
    for row in rows:
        text = _plain("".join(line.text for line in row))
        if "公民身份" in text or (begun and _NUMBER.search(text.translate(_DIGITS))):
            break
        if begun or "住址" in text:
            found.append(text.split("住址", 1)[-1])
            if min(line.score for line in row) < _SURE:
                return None
            begun = True
    address = "".join(found)
    return address if len(address) >= _SHORTEST_ADDRESS and _ADDRESS.fullmatch(address) else None


def _issuer(texts: Sequence[str]) -> str | None:
    for text in texts:
        if match := _ISSUER.search(_LABELS.sub("", text)):
            return match.group()
    return None


def _period(texts: Sequence[str]) -> tuple[str | None, str | None]:
    for text in texts:
        if match := _PERIOD.search(_LABELS.sub("", text).translate(_DIGITS)):
            start = _date(*match.groups()[:3])
            end = _date(*match.groups()[3:]) if match.group(4) else None
            if start and (end or match.group(4) is None) and (end is None or end > start):
                return start.isoformat(), end.isoformat() if end else LONG_TERM
    return None, None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None

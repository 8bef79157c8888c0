"""Form fields by kind of `dossiers.sections`: lenient about how something is written, strict about what it is.

Every field may stay empty: `required` only draws the mark, completeness is the rules' work. What is refused is
malformed input, in words that name the fault.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.forms.utils import flatatt
from django.utils.choices import BaseChoiceIterator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from zhupei.pure.identity import check_name, check_phone, normalise, normalise_name, normalise_phone
from zhupei.pure.identity.characters import UNREADABLE, half_width, is_unreadable
from zhupei.pure.identity.private_use import standard, unmapped

Pairs = tuple[tuple[str, str], ...]
YEARS = range(1900, 2101)
_DATE = re.compile(r"([0-9]{4})[-./年]?([0-9]{1,2})[-./月]?([0-9]{1,2})日?")
_HAN_TO_COME = range(0x20000, 0x3FFFE)  # rare characters newer than this Python's tables
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"0[1-9][0-9]{8,15}")  # area code, number and perhaps an extension
_ABROAD = re.compile(r"(?:\+|00)[1-9][0-9]{6,14}")
_CHINA = re.compile(r"(?:\+|00)86")


def readable(text: str) -> str:
    """What can neither be stored nor shown (NUL, lone surrogates) becomes U+FFFD, which every field refuses; private
    codes of older systems become the standard character.
    """
    return "".join(UNREADABLE if c == "\x00" or unicodedata.category(c) == "Cs" else c for c in standard(text))


def tidy(text: str) -> str:
    """NFC, single spaces, none at the ends, without invisible format and direction marks."""
    kept = "".join(c for c in unicodedata.normalize("NFC", readable(text)) if unicodedata.category(c) != "Cf")
    return " ".join(kept.split())


def closed(text: str) -> str:
    """Half width and without any space: addresses of mail, numbers."""
    return "".join(half_width(tidy(text)).split())


class Draft(forms.Field):
    """A field that may stay empty."""

    def validate(self, value: Any) -> None:
        if value not in self.empty_values:
            super().validate(value)


class TextField(Draft, forms.CharField):
    """Text of at most `longest` characters; `clean_text` brings it into its stored form, `fault` refuses it."""

    def __init__(
        self,
        *,
        longest: int,
        clean_text: Callable[[str], str] = tidy,
        fault: Callable[[str], object | None] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.longest, self.clean_text, self.fault = longest, clean_text, fault

    def to_python(self, value: Any) -> str:
        return self.clean_text(readable(str(value))) if value else ""

    def validate(self, value: str) -> None:
        super().validate(value)
        for number, character in enumerate(value, 1):
            if unicodedata.category(character) == "Co":
                raise ValidationError(f"第 {number} 个字{unmapped(character)}")
            if is_unreadable(character) and ord(character) not in _HAN_TO_COME:
                raise ValidationError(f"第 {number} 个字是无法识别的字符，请删除后重新输入")
        if len(value) > self.longest:
            raise ValidationError(f"最多 {self.longest} 个字，现在是 {len(value)} 个")
        if value and self.fault and (fault := self.fault(value)):
            raise ValidationError(str(fault))


class FixedChoices(BaseChoiceIterator):
    """Choices that are as they shall be: Django looks through every pair of a list at each form. What `listed` gives
    out for the same pairs is the same object, by which its options are kept as they are written.
    """

    __hash__ = object.__hash__

    def __init__(self, pairs: Pairs) -> None:
        self.pairs, self.codes = pairs, frozenset(code for code, _ in pairs)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.pairs)


@lru_cache(maxsize=512)
def listed(pairs: Pairs) -> FixedChoices:
    return FixedChoices(pairs)


class LongSelect(forms.Select):
    """A select whose options are written once and kept: nationalities and peoples are some three hundred."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        given = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        chosen = "" if value is None else str(value)
        offered: Any = self.choices
        offered = offered if isinstance(offered, FixedChoices) else listed(tuple(map(tuple, offered)))
        return format_html("<select{}>{}</select>", given, written_options(offered, chosen))


@lru_cache(maxsize=512)
def written_options(offered: FixedChoices, chosen: str) -> SafeString:
    lines = ((code, mark_safe(" selected" if str(code) == chosen else ""), label) for code, label in offered)  # noqa: S308
    return format_html_join("", '<option value="{}"{}>{}</option>', lines)


class OptionField(Draft, forms.ChoiceField):
    widget = LongSelect

    def __init__(self, **options: Any) -> None:
        super().__init__(error_messages={"invalid_choice": "请从列表中选择"}, **options)


YES_NO = listed((("yes", "是"), ("no", "否")))


class YesNoField(Draft, forms.TypedChoiceField):
    """是 / 否; no answer is None."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            choices=YES_NO,
            coerce=lambda value: value == "yes",
            empty_value=None,
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": "请选择“是”或“否”"},
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


class DayField(Draft, forms.DateField):
    """A date written in any of the usual ways: 2025-07-01, 2025.7.1, 20250701, 2025年7月1日, full width."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "min": "1900-01-01", "max": "2100-12-31"})

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date) or value in self.empty_values:
            return value or None
        text = closed(str(value))
        if not text:
            return None
        found = _DATE.fullmatch(text)
        if found is None:
            raise ValidationError("日期应写成“2025-07-01”的样子")
        year, month, day = map(int, found.groups())
        if year not in YEARS:
            raise ValidationError(f"年份应在 {YEARS.start} 至 {YEARS.stop - 1} 之间，现在是 {year}")
        try:
            return date(year, month, day)
        except ValueError:
            raise ValidationError(f"{year} 年没有 {month} 月 {day} 日") from None


def mail_fault(address: str) -> str | None:
    try:
        EmailValidator()(address)
    except ValidationError:
        return "电子邮箱格式不对，应像“name@example.com”"
    return None


def qq_fault(number: str) -> str | None:
    return None if re.fullmatch(r"[1-9][0-9]{4,14}", number) else "QQ 号码应为 5 至 15 位数字"


def phone_number(text: str) -> str:
    """As it is dialled in China: `+86 10 …` becomes `010…`."""
    number = normalise_phone(text)
    home = _CHINA.match(normalise(text)) and not _MOBILE.fullmatch(number)
    return f"0{number}" if home and number[:1] not in ("", "0") else number


def phone_fault(number: str) -> str | None:
    """A mainland mobile number, or any other with area code: the contact may live abroad or have no mobile."""
    if any(kind.fullmatch(number) for kind in (_MOBILE, _LANDLINE, _ABROAD)):
        return None
    if re.match(r"1[3-9]", number) and (fault := check_phone(number)):
        return f"{fault}；固定电话请加区号，如 0871-65331234"
    return "请填 11 位手机号、带区号的固定电话（如 0871-65331234），或以 + 开头的境外号码"


def certificate(text: str) -> str:
    """Numbers of old certificates contain Chinese characters and brackets."""
    return closed(text).upper()


TEXTS: dict[str, dict[str, Any]] = {
    "text": {},
    "long-text": {"widget": forms.Textarea(attrs={"rows": 3})},
    "person-name": {"clean_text": normalise_name, "fault": check_name},
    "email": {
        "clean_text": closed,
        "fault": mail_fault,
        "widget": forms.EmailInput(attrs={"type": "text", "inputmode": "email", "autocomplete": "email"}),
    },
    "qq": {
        "clean_text": closed,
        "fault": qq_fault,
        "widget": forms.TextInput(attrs={"inputmode": "numeric", "class": "number-input"}),
    },
    "phone": {
        "clean_text": phone_number,
        "fault": phone_fault,
        "widget": forms.TextInput(attrs={"inputmode": "tel", "class": "number-input"}),
    },
    "certificate": {"clean_text": certificate, "widget": forms.TextInput(attrs={"class": "number-input"})},
    "qualification": {"clean_text": normalise, "widget": forms.TextInput(attrs={"class": "number-input"})},
    "practising": {
        "clean_text": normalise,
        "widget": forms.TextInput(attrs={"inputmode": "numeric", "class": "number-input"}),
    },
}

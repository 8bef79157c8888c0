"""Hostile and rare text: never markup, never an empty box, never a crash."""

import dataclasses

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhupei.pure.paper import PaperStatement, application_form, receipt, uncovered
from zhupei.pure.paper.layout import grid
from zhupei.pure.paper.words import Typesetter, printable

INJECTIONS = [
    '#import "@preview/x:1.0.0"',
    '#read("/etc/passwd")',
    '#eval("1+1")',
    '#{panic("x")}',
    "*粗* _斜_ `码` $x^2$ = 标题",
    "\\u{41} // 注释 /* 块 */",
    "[内容] <标签> @引用",
    '"}, {"name": "x',
    "#sys.inputs",
    "https://a.example/#x",
    "-- --- ... ~ \\",
]


def with_name(form, name):
    return dataclasses.replace(form, basics=(("姓名", name), *form.basics[1:]))


@pytest.mark.parametrize("text", INJECTIONS)
def test_markup_is_printed_not_obeyed(form, read, text):
    head = dataclasses.replace(form.head, authority=text, title=text, facts=((text, text),), foot=(text,))
    data = dataclasses.replace(
        with_name(form, text), head=head, declaration=text, blocks=(PaperStatement(text, text, ((text, True),), text),)
    )
    found = read(application_form(data, portrait=None)).text()
    assert found.count("".join(text.split())) >= 10


def test_rare_characters_are_printed(form, read):
    text = read(application_form(with_name(form, "䶮𠮷𬱖"), portrait=None)).text()
    assert "䶮𠮷𬱖" in text and "〓" not in text


def test_a_character_without_glyph_is_marked_and_named(form, read):
    text = read(application_form(with_name(form, "王𡒄明"), portrait=None)).text()
    assert "王〓明" in text and "U+21484" in text and "手写补全" in text


def test_uncovered_names_each_missing_character_once():
    assert uncovered("王𡒄明𡒄☺䶮𠮷\n") == ("𡒄", "☺")
    assert uncovered("张三 ABC 123 ·—（）") == ()


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("a\x00b\x07c", "abc"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\tb", "a b"),
        ("\u202eabc\u2066", "abc"),
        ("a\u200bb\ufeff", "ab"),
        ("葛\U000e0100", "葛"),
        ("正常·文字", "正常·文字"),
    ],
)
def test_invisible_characters_are_dropped(text, clean):
    assert printable(text) == clean


def test_a_lone_surrogate_is_marked():
    typesetter = Typesetter()
    assert typesetter.set({"a": ["x\ud800"]}) == {"a": ["x〓"]}
    assert typesetter.missing == ["U+D800"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=120))
def test_no_text_breaks_a_receipt(receipt_data, text):
    data = dataclasses.replace(
        receipt_data, name=text, preferences=(text,), next_steps=(text,), contacts=((text, text),)
    )
    assert receipt(data).startswith(b"%PDF-")


@given(st.lists(st.tuples(st.text(max_size=8), st.text(max_size=60)), max_size=20))
def test_the_grid_keeps_every_field_in_order(fields):
    rows = grid(tuple(fields))
    assert [cell["label"] for row in rows for cell in row] == [label for label, _ in fields]
    assert all(1 <= len(row) <= 2 for row in rows)

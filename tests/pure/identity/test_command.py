"""`zhupei check-identity`: the answer for a person, the answer for a machine, and the exit code."""

import argparse
import io
import json
import sys

import pytest

from zhupei.pure.identity import DocumentType
from zhupei.pure.identity.command import add_arguments, run

GOOD = "911124198108030024"


def call(*words: str) -> int:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return run(parser.parse_args(words))


def answer(capsys, *words: str) -> tuple[int, dict]:
    code = call(*words, "--json")
    return code, json.loads(capsys.readouterr().out)


def test_json_of_a_good_number(capsys):
    assert answer(capsys, "foreigner-pr", "9111241981 0803-0024") == (
        0,
        {
            "verdict": "valid",
            "number": GOOD,
            "birth_date": "1981-08-03",
            "sex": "female",
            "reason": None,
            "code": None,
        },
    )


def test_json_of_a_bad_number(capsys):
    assert answer(capsys, "resident-id", "530103199912312465") == (
        1,
        {
            "verdict": "invalid",
            "number": "530103199912312465",
            "birth_date": None,
            "sex": None,
            "reason": "身份证号第 18 位校验不对，请逐位核对",
            "code": "check-digit",
        },
    )


def test_json_of_a_number_that_tells_nothing(capsys):
    code, told = answer(capsys, "hk-macao-permit", "h1234567801")
    assert (code, told["number"], told["birth_date"], told["sex"]) == (0, "H12345678", None, None)


def test_a_number_typed_in_several_words(capsys):
    assert answer(capsys, "foreigner-pr", "911124", "19810803", "0024")[1]["number"] == GOOD


def test_the_sentence_masks_the_number(capsys):
    assert call("foreigner-pr", GOOD) == 0
    assert capsys.readouterr().out == "有效：外国人永久居留身份证 911***********0024，1981-08-03 出生，女。\n"
    assert call("taiwan-permit", "12345678") == 0
    assert capsys.readouterr().out == "有效：台湾居民来往大陆通行证 12****78。\n"


def test_the_sentence_names_the_fault(capsys):
    assert call("taiwan-permit", "123") == 1
    assert capsys.readouterr().out == "无效：通行证号应为 8 位或 10 位，现在是 3 位。\n"


def test_an_unknown_type_lists_the_known_ones(capsys):
    assert call("passport", "E12345678", "--json") == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "没有“passport”这种证件类型" in told.err
    assert all(kind in told.err for kind in DocumentType)


def test_a_missing_number_is_a_usage_error(capsys):
    with pytest.raises(SystemExit) as stop:
        call("resident-id")
    assert stop.value.code == 2
    assert "NUMBER" in capsys.readouterr().err


def test_bytes_that_are_no_text_are_answered(capsys):
    code, told = answer(capsys, "resident-id", "5301\udcff03")
    assert (code, told["code"], told["number"]) == (1, "unreadable-character", "5301\ufffd03")


@pytest.mark.parametrize("flags", [["--json"], []])
def test_a_terminal_without_chinese_still_gets_an_answer(monkeypatch, flags):
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="ascii", write_through=True))
    assert call("resident-id", "1😀", *flags) == 1
    text = written.getvalue().decode("ascii")
    assert (json.loads(text)["number"] == "1😀") if flags else text.startswith("\\u65e0\\u6548")

"""`zhupei check-config` says what is open, and what the database given would write into its log."""

import argparse
import os

import pytest

from zhupei.console import check_config


def said(capsys: pytest.CaptureFixture[str]) -> str:
    assert check_config.run(argparse.Namespace()) == 0
    return capsys.readouterr().out


def test_whether_the_technical_site_is_open(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "technical site (/technical/) is open" in said(capsys)
    monkeypatch.setenv("ZHUPEI_TECHNICAL_DOOR", "0")
    assert "technical site (/technical/) is closed" in said(capsys)


def test_a_quiet_server_is_no_matter(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Warning" not in said(capsys)


def test_a_server_that_logs_values_is_named_setting_by_setting(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    talkative = "-c%20log_min_messages%3Dwarning%20-c%20log_min_duration_statement%3D100"
    monkeypatch.setenv("DATABASE_URL", f"{os.environ['DATABASE_URL']}&options={talkative}")

    text = said(capsys)

    assert text.count("Warning: the database server would write personal values into its log") == 2
    assert "log_min_messages = warning (wanted: log)" in text
    assert "log_min_duration_statement = 100 (wanted: -1)" in text


def test_a_server_that_does_not_answer_is_a_warning_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql:///zhupei?host=/nonexistent")

    assert "Warning: the database does not answer" in said(capsys)

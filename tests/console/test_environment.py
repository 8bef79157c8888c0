"""A real installation that forgets to say so must not become a demonstration, which shows every code to everybody."""

import pytest
from pydantic import ValidationError

from zhupei.config.environment import Environment


@pytest.fixture(autouse=True)
def nothing_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZHUPEI_MODE", raising=False)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ZHUPEI_HTTPS", "1"),
        ("ZHUPEI_TRUSTED_PROXIES", "1"),
        ("ZHUPEI_ALLOWED_HOSTS", "zhupei.example"),
        ("ZHUPEI_FILES", "s3"),
        ("ZHUPEI_SMS", "http"),
    ],
)
def test_settings_of_a_real_installation_need_the_mode_said(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    for setting in ("ZHUPEI_SMS_URL", "ZHUPEI_S3_BUCKET", "ZHUPEI_S3_ENDPOINT"):
        monkeypatch.setenv(setting, "https://example.org")
    assert Environment().demonstration
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError, match="mode: say demonstration or production"):
        Environment()
    monkeypatch.setenv("ZHUPEI_MODE", "demonstration")
    assert Environment().demonstration

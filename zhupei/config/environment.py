"""Every setting of the system: typed, from the environment only, all errors at once.

`zhupei check-config` prints what is in force; docs/OPERATIONS.md explains each.
"""

import base64
import contextlib
import json
import os
import secrets
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[2]


class Environment(BaseSettings):
    """Names are upper-case environment variables with the prefix ZHUPEI_, but for PORT and DATABASE_URL."""

    model_config = SettingsConfigDict(env_prefix="ZHUPEI_", extra="ignore")

    mode: Literal["demonstration", "production"] = "demonstration"
    data_dir: Path = ROOT / "var"
    port: int = Field(default=8000, validation_alias="PORT", ge=1, le=65535)
    bind: str = "127.0.0.1"
    database_url: SecretStr | None = Field(default=None, validation_alias="DATABASE_URL")
    prepare_statements: bool = Field(default=True, description="off behind a pooler that cannot keep them")
    allowed_hosts: str = "*"
    https: bool = False
    public_url: str = ""
    authority: str = Field(default="", max_length=40, description="in whose name papers are issued")
    trusted_proxies: int = Field(default=0, ge=0, le=5)

    secret_key: SecretStr | None = None
    field_keys: SecretStr | None = None
    index_key: SecretStr | None = None
    cipher: Literal["aes-256-gcm", "sm4-gcm"] = "aes-256-gcm"

    files: Literal["local", "s3"] = "local"
    s3_bucket: str = ""
    s3_endpoint: str = ""
    s3_access_key: SecretStr | None = None
    s3_secret_key: SecretStr | None = None

    sms: Literal["console", "file", "http"] = "file"
    sms_url: str = ""
    sms_token: SecretStr | None = None
    sms_daily_budget: int = Field(default=50_000, ge=1)
    reveals_a_day: int = Field(default=200, ge=1)

    captcha_cost: int = Field(default=20_000, ge=1, description="altcha: largest number a browser has to try")
    web_workers: int = Field(default=2, ge=1, le=64)
    web_threads: int = Field(default=4, ge=1, le=64)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    technical_door: bool | None = Field(default=None, description="Django's admin; not said: in a demonstration only")

    @field_validator("data_dir")
    @classmethod
    def absolute(cls, value: Path) -> Path:
        return value.expanduser().resolve()

    @model_validator(mode="after")
    def production_is_explicit(self) -> "Environment":
        """Production takes no generated key, no embedded database, no demonstration channel."""
        faults = []
        if self.mode == "production":
            for name in ("secret_key", "field_keys", "index_key", "database_url"):
                if getattr(self, name) is None:
                    faults.append(f"{name}: must be given in production")
            if self.sms != "http":
                faults.append("sms: must be http in production")
            if self.allowed_hosts == "*":
                faults.append("allowed_hosts: must name the hosts in production")
            if not self.https:
                faults.append("https: must be on in production")
        elif "mode" not in self.model_fields_set and self._looks_real:
            faults.append("mode: say demonstration or production; the demonstration shows every code to everybody")
        if self.sms == "http" and not self.sms_url:
            faults.append("sms_url: needed for the http channel")
        if self.files == "s3" and not (self.s3_bucket and self.s3_endpoint):
            faults.append("s3_bucket, s3_endpoint: needed for the s3 store")
        if faults:
            raise ValueError("; ".join(faults))
        return self

    @property
    def _looks_real(self) -> bool:
        """Settings that nobody needs for trying the system out on his own machine."""
        behind_proxy = self.https or self.trusted_proxies > 0 or self.allowed_hosts != "*"
        return behind_proxy or self.sms == "http" or self.files == "s3"

    @property
    def demonstration(self) -> bool:
        return self.mode == "demonstration"

    @property
    def technical_door_open(self) -> bool:
        return self.demonstration if self.technical_door is None else self.technical_door

    @cached_property
    def keys(self) -> dict[str, str]:
        """The secrets in force. Outside production, missing ones are made once and kept in the data directory."""
        given = {
            name: value.get_secret_value()
            for name in ("secret_key", "field_keys", "index_key")
            if (value := getattr(self, name)) is not None
        }
        if len(given) == 3:
            return given
        return {**self._kept_keys(), **given}

    def _kept_keys(self) -> dict[str, str]:
        path = self.data_dir / "keys.json"
        if not path.exists():
            self.data_dir.mkdir(parents=True, exist_ok=True)
            made = {
                "secret_key": secrets.token_urlsafe(48),
                "field_keys": "k1:" + base64.b64encode(secrets.token_bytes(32)).decode(),
                "index_key": base64.b64encode(secrets.token_bytes(32)).decode(),
            }
            draft = path.with_name(f".keys-{os.getpid()}-{secrets.token_hex(4)}")
            draft.touch(mode=0o600)
            draft.write_text(json.dumps(made))
            with contextlib.suppress(FileExistsError):  # the first of several processes wins, the others read its keys
                os.link(draft, path)
            draft.unlink()
        return json.loads(path.read_text())

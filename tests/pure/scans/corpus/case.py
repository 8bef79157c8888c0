"""One upload and what the intake has to say of it."""

from collections.abc import Callable
from dataclasses import dataclass

from zhupei.pure.scans import Kind, UploadLimits

# Written into everything that must not survive: metadata, payloads behind the end, scripts.
SECRET = b"SECRET-THAT-MUST-NOT-PASS"


@dataclass(frozen=True)
class Case:
    """`code`: the refusal, or one of several; None when the file is accepted. `findings`: codes that must be told.

    `shown`: the name the file must get.
    """

    name: str
    make: Callable[[], bytes]
    declared: str = "照片.jpg"
    kind: Kind = "document"
    code: str | tuple[str, ...] | None = None
    findings: frozenset[str] = frozenset()
    limits: UploadLimits = UploadLimits()
    shown: str | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        return (self.code,) if isinstance(self.code, str) else self.code or ()

"""What is wrong with an input, for a machine and for the person who typed it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IdentityFault:
    """`code` is stable (tests, logs, JSON); `reason` is one Chinese clause naming the concrete fault.

    `str(fault)` is the reason, so a page may print it as it is.
    """

    code: str
    reason: str

    def __str__(self) -> str:
        return self.reason

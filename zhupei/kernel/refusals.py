"""A rule answers with a reason. The page shows it, the action raises the same one, the test compares its code."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something may not be done now.

    `code` is stable and meant for tests and logs; `message` is one Chinese sentence for the person;
    `field` names the input it belongs to; `remedy` says what remains possible.
    """

    code: str
    message: str
    field: str | None = None
    remedy: str = ""

    @property
    def words(self) -> str:
        """Both as one text. Chinese sentences follow each other without a space."""
        closed = not self.remedy or self.message.endswith(("。", "！", "？", "；"))
        return f"{self.message}{'' if closed else '。'}{self.remedy}"


class Refused(Exception):
    """Raised by an action whose rule refused; nothing has been changed."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


def require(refusal: Refusal | None) -> None:
    """Raise `Refused` when a rule gave a reason."""
    if refusal is not None:
        raise Refused(refusal)

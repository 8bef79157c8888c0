"""The captcha of a form: an altcha proof, or the characters of a drawn picture. Rendered by `<c-captcha />`."""

from typing import Any
from uuid import UUID

from django import forms

from zhupei.accounts import captcha, rules
from zhupei.desks.shared.forms import Concrete


class CaptchaMixin(Concrete):
    """Checked last, and only when the rest is in order, so that a slip elsewhere does not cost a captcha.

    Each proof and each picture counts once, right or wrong. The hidden inputs `altcha` and `captcha_id` are no fields:
    whatever stands in them, the fault is told at the one field a person sees.
    """

    captcha_answer = forms.CharField(required=False, max_length=50, label="图形验证码")

    def __init__(self, *args: Any, address: str = "", **kwargs: Any) -> None:
        """`address`: of the browser that sends the form; proofs count only where they were asked for."""
        super().__init__(*args, **kwargs)
        self.address = address

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        answer = cleaned.get("captcha_answer", "")
        if not self.errors and not self._passed(answer):
            message = "图形验证码不对，请按新图再输入一次。" if answer else rules.NO_CAPTCHA.message
            self.add_error("captcha_answer", message)
        return cleaned

    def _passed(self, answer: str) -> bool:
        if proof := self.data.get("altcha"):
            return captcha.solved(proof, self.address)
        try:
            picture_id = UUID(self.data.get("captcha_id") or "")
        except ValueError:
            return False
        return bool(answer) and captcha.read(picture_id, answer, self.address)


class CaptchaForm(CaptchaMixin):
    """Nothing but the captcha: for sending a code to a phone that is known."""

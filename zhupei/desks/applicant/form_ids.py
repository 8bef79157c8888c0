"""Ids drawn before a row exists: the form carries its id, signed for this person, so that sending it twice makes one
row, and nobody can name an id of his own.
"""

from uuid import UUID, uuid4

from django.http import Http404

from zhupei.accounts.models import User
from zhupei.kernel.crypto import codes


def draw(user: User, purpose: str) -> str:
    return codes.sign(purpose, f"{user.pk}/{uuid4()}")


def read(user: User, purpose: str, code: str) -> UUID:
    """The id of a form that was made for this person and purpose, or Http404."""
    owner, _, row = (codes.read(purpose, code) or "").partition("/")
    if owner != str(user.pk):
        raise Http404
    return UUID(row)

"""The token against forged requests, as Django masks it, with all of its chance drawn at once.

Django asks the system 32 times for one letter each; a page that comes from the shelf spends a tenth of its time there.
"""

import os

from django.http import HttpRequest
from django.middleware.csrf import CSRF_ALLOWED_CHARS as LETTERS
from django.middleware.csrf import CSRF_SECRET_LENGTH, get_token

MANY = len(LETTERS)
FAIR = 256 // MANY * MANY  # bytes from here on would make some letters more likely than others
AS_LETTER = bytes(ord(LETTERS[byte % MANY]) for byte in range(256))
UNFAIR = bytes(range(FAIR, 256))
INDEX = {letter: index for index, letter in enumerate(LETTERS)}
TWICE = LETTERS * 2


def token(request: HttpRequest) -> str:
    """As `django.middleware.csrf.get_token`: another one each time, and the answer renews the cookie."""
    if "CSRF_COOKIE" not in request.META:
        return get_token(request)
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True
    return masked(request.META["CSRF_COOKIE"])


def masked(secret: str) -> str:
    """What `CsrfViewMiddleware` takes off again."""
    mask = _letters(CSRF_SECRET_LENGTH)
    return mask + "".join([TWICE[INDEX[one] + INDEX[other]] for one, other in zip(secret, mask, strict=True)])


def _letters(many: int) -> str:
    found = b""
    while len(found) < many:
        found += os.urandom(2 * many).translate(AS_LETTER, UNFAIR)
    return found[:many].decode()

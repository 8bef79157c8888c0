"""The blind index: finds a sealed value without storing it (HMAC-SHA256 with a key of its own)."""

import base64
import hashlib
import hmac

from django.conf import settings


def blind_index(kind: str, value: str) -> str:
    """64 hexadecimal digits; equal for equal `kind` and normalised `value`, meaningless without the key."""
    key = base64.b64decode(settings.INDEX_KEY)
    return hmac.new(key, f"{kind}\x1f{value}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()

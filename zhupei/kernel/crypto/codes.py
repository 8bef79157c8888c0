"""Signed codes for paper: the QR code and barcode of a printed form prove that this system made it."""

import base64

from django.utils.crypto import constant_time_compare, salted_hmac

LENGTH = 12  # base32 characters = 60 bits; guessing needs the server and is throttled there


def _signature(purpose: str, text: str) -> str:
    mac = salted_hmac(f"zhupei.code.{purpose}", text, algorithm="sha256").digest()
    return base64.b32encode(mac).decode()[:LENGTH]


def sign(purpose: str, text: str) -> str:
    """Text and signature, "2026-W1-004821-1.ABCDEFGHIJKL": printable ASCII that fits a Code 128."""
    return f"{text}.{_signature(purpose, text)}"


def read(purpose: str, code: str) -> str | None:
    """The text of a code made by `sign` for the same purpose, or None. Scanners may add spaces or lower case."""
    text, _, signature = code.strip().rpartition(".")
    for candidate in dict.fromkeys((text, text.upper())):
        if candidate and constant_time_compare(signature.upper(), _signature(purpose, candidate)):
            return candidate
    return None

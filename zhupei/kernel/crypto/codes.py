"""Signed codes for paper: the QR code of a printed form proves that this system made it."""

from django.core import signing


def sign(purpose: str, text: str) -> str:
    """Text and signature in one string that fits a QR code."""
    return signing.Signer(salt=f"zhupei.{purpose}").sign(text)


def read(purpose: str, code: str) -> str | None:
    """The text of a code made by `sign` for the same purpose, or None."""
    try:
        return signing.Signer(salt=f"zhupei.{purpose}").unsign(code)
    except signing.BadSignature:
        return None

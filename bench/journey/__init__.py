"""From the portal to the receipt, as one person after the other does it."""

from collections.abc import Mapping

from bench.journey import account, applying, documents, dossier
from bench.journey.walker import Walker

__all__ = ["Walker", "prepare", "submit", "whole"]


def whole(walker: Walker, bases: Mapping[str, str]) -> str:
    """Register, log in, complete the dossier, choose, submit; returns the path of the receipt.

    `bases`: code of a base → its id.
    """
    account.arrive(walker)
    prepare(walker, bases)
    return submit(walker)


def prepare(walker: Walker, bases: Mapping[str, str]) -> None:
    """Everything up to the check page."""
    account.register(walker)
    account.login(walker)
    dossier.basics(walker)
    dossier.educations(walker)
    dossier.work(walker)
    dossier.licence(walker)
    documents.upload(walker)
    applying.choose(walker, bases[walker.who.choice.base])


def submit(walker: Walker) -> str:
    """From the check page to the receipt, with a fresh code."""
    applying.ask_code(walker)
    return applying.submit(walker)

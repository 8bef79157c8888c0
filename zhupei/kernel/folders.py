"""Folders in the data directory that other users of the machine have no business in."""

import contextlib
from pathlib import Path


def private(folder: Path) -> Path:
    """The folder, made where missing and open to its owner only; one that belongs to somebody else stays as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(PermissionError):
        folder.chmod(0o700)
    return folder

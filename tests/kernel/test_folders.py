"""What rests in the data directory is for the user who runs the system."""

import stat
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from zhupei.kernel.folders import private


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_private_folder_is_made_and_closed(tmp_path: Path) -> None:
    folder = private(tmp_path / "data" / "logs")
    assert mode(folder) == 0o700
    assert mode(folder.parent) & 0o011, "the embedded database runs as another user and has to pass"


def test_a_folder_of_before_is_closed(tmp_path: Path) -> None:
    (tmp_path / "sms").mkdir(mode=0o755)
    assert mode(private(tmp_path / "sms")) == 0o700


def test_files_of_people_are_for_nobody_else() -> None:
    name = default_storage.save("00/permissions", ContentFile(b"sealed"))
    try:
        path = Path(default_storage.path(name))
        assert mode(path) == 0o600
        assert not mode(path.parent) & 0o077
    finally:
        default_storage.delete(name)

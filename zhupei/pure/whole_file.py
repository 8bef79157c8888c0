"""A file that a command was told to write: whole or not at all, and never in the place of anything but a file."""

import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


def check_target(target: Path) -> None:
    """Raises OSError where nothing can be written: a link, folder, device or pipe stands there, or there is no folder
    for it. Ask before a long work; `whole_file` asks again.
    """
    try:
        mode = os.lstat(target).st_mode
    except FileNotFoundError:
        if target.parent.is_dir():
            return
        raise
    if stat.S_ISLNK(mode):
        raise OSError(errno.ELOOP, "it is a symbolic link; name the file itself", str(target))
    if stat.S_ISDIR(mode):
        raise OSError(errno.EISDIR, "it is a folder", str(target))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is a device, pipe or socket, not a file", str(target))


@contextmanager
def whole_file(target: Path) -> Iterator[BinaryIO]:
    """A stream whose bytes become `target` at the end; on any error what was there stays as it is, with nothing left
    beside it. A file that is replaced hands on its permissions. Raises OSError.
    """
    check_target(target)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".zhupei-")
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, _permissions(target))
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise


def _permissions(target: Path) -> int:
    try:
        return stat.S_IMODE(os.stat(target).st_mode)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask

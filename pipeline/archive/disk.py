"""Writing that survives being cut off: each file built beside its place, synced, moved in with one rename."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from pipeline.model.errors import reason


def stands(path: Path, data: bytes) -> bool:
    """Whether the file is there with just these bytes. A symbolic link is a person's, whatever it leads to."""
    return path.is_file() and not path.is_symlink() and path.read_bytes() == data


def unfinished(path: Path) -> Path:
    """Where a file is built: in its own folder, since a rename can't cross disks."""
    return path.with_name(f".{path.name}.part")


def write_beside(path: Path, data: bytes) -> None:
    """Builds the file beside its place; ``move_in`` then puts it there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write(unfinished(path), data)


def move_in(path: Path) -> None:
    unfinished(path).replace(path)


def clear_beside(paths: Iterable[Path]) -> None:
    """Takes away what was built beside these places and not moved in, as far as that can be done."""
    for path in paths:
        with suppress(OSError):
            unfinished(path).unlink(missing_ok=True)


def write(path: Path, data: bytes) -> None:
    """Writes the file and waits until it is on the disk."""
    with path.open("wb") as target:
        target.write(data)
        target.flush()
        os.fsync(target.fileno())


def sync(folder: Path) -> None:
    """Makes the renames in a folder last through a power cut."""
    if os.name == "nt":  # Windows opens no folder for this
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def refusal(what: str | Path, error: OSError) -> str:
    """What stopped the writing of this file or folder, in the officer's words."""
    what = _UNFINISHED.sub(r"\1", str(what))
    remedy = _REMEDIES.get(error.errno or 0, "Choose another folder with --outputs, then run again.")
    return f"{what} can't be written: {reason(error)}. {remedy} Nothing of an earlier report is lost."


def unreadable(what: str | Path, error: OSError) -> str:
    """What stopped the reading of this file or folder, in the officer's words."""
    return f"{what} can't be read: {reason(error)}. Put that right, then run again."


def is_below(name: object, folder: Path) -> bool:
    """Whether a file that an error names lies in the folder, or is it."""
    return isinstance(name, str | os.PathLike) and Path(name).absolute().is_relative_to(folder.absolute())


_UNFINISHED = re.compile(r"\.([^/\\]+)\.part\Z")  # the name that the file will have is the one that people know
_FULL = "Make room, then run again."
_SHORTER = (
    "Give it, or the template it is made from, a shorter name, or choose another folder with --outputs; then run again."
)
_CLOSED = "Close it or ask for the right, or choose another folder with --outputs; then run again."
_REMEDIES = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EACCES: _CLOSED,
    errno.EPERM: _CLOSED,
    errno.ENAMETOOLONG: _SHORTER,
}

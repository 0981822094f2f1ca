"""Files that stand alone in a person's folder, each put there whole; one that a person has edited is left as it is."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.archive import disk
from pipeline.archive.files import holder
from pipeline.archive.seal import SEALED_SUFFIXES, edited
from pipeline.model.errors import OutputsLocked
from pipeline.model.there import is_there

_MARK = b'<meta name="generator" content="joint-risk-report">'  # of the pages made here


@dataclass(frozen=True, slots=True)
class PutBeside:
    """``paths``: the name asked for → where the file stands now. ``messages``: why under another name."""

    paths: Mapping[str, Path]
    messages: tuple[str, ...]


def put_beside(folder: Path, files: Mapping[str, bytes]) -> PutBeside:
    """Puts each file into the folder under its name, or the next free one. Raises OutputsLocked."""
    paths: dict[str, Path] = {}
    messages: list[str] = []
    for name, data in files.items():
        path = free = folder / name
        try:
            free = _free(path, data)
            if not disk.stands(free, data):
                disk.write_beside(free, data)
                disk.move_in(free)
        except OSError as error:
            with suppress(OSError):
                disk.unfinished(free).unlink()
            raise OutputsLocked(disk.refusal(path, error)) from error
        paths[name] = free
        if free != path:
            messages.append(f"{name} is a person's or is open, so it was left as it is. The new file is {free.name}.")
    disk.sync(folder)
    return PutBeside(paths, tuple(messages))


def _free(path: Path, data: bytes) -> Path:
    """Its own place, or the next one where what stands there is a person's, or is held open."""
    places = (path.with_name(f"{path.stem}-{n}{path.suffix}") if n > 1 else path for n in itertools.count(1))
    return next(
        place
        for place in places
        if not is_there(place) or disk.stands(place, data) or not (_is_a_persons(place) or holder(place))
    )


def _is_a_persons(path: Path) -> bool:
    """Edited, or of that name and never made here."""
    if path.suffix in SEALED_SUFFIXES:
        return edited(path)
    return path.is_symlink() or not path.is_file() or _MARK not in path.read_bytes()

"""The folder ``issued``: what was sent, its record, and the inputs as they were. Nothing in it is ever overwritten.

A report that is issued again, changed, stands beside the first: record-2.json, panel-report-2.docx, …
"""

from __future__ import annotations

import io
import itertools
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.archive import disk, words
from pipeline.archive.files import ISSUED, RECORD, SUPERSEDED
from pipeline.model.document import Generated
from pipeline.model.errors import OutputsLocked

DOCUMENT = "panel-report.docx"
INPUTS = "inputs.zip"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date a zip can hold: no clock in any output


@dataclass(frozen=True, slots=True)
class Made:
    """A report that was made: its meeting's folder, its record as JSON, and its words as generated."""

    folder: Path
    record: Mapping[str, Any]
    generated: Generated


def made_from(outputs: Path, digest: str) -> Made | None:
    """The record of the generated Word report with this seal; None where there is none.

    Raises OutputsLocked where the outputs folder can't be looked into.
    """
    for path in _records(outputs):
        record = content_of(path)
        document = record.get("document")
        if digest and isinstance(document, dict) and document.get("digest") == digest:
            folder = path.parents[2] if path.parents[1].name == SUPERSEDED else path.parent
            try:
                return Made(folder, record, words.from_json(document))
            except (KeyError, TypeError, ValueError, AttributeError):
                return None
    return None


def _records(outputs: Path) -> Iterator[Path]:
    """Those of what was made, a folder after the other; of each the newest first."""
    for folder in entries(outputs):
        if folder.is_dir():
            yield folder / RECORD
            kept = folder / SUPERSEDED
            numbers = sorted((int(path.name) for path in entries(kept) if path.name.isdecimal()), reverse=True)
            yield from (kept / str(number) / RECORD for number in numbers)


def is_there(folder: Path) -> bool:
    """Whether there is such a folder. Raises OutputsLocked where that can't be seen."""
    try:
        return folder.is_dir()
    except OSError as error:
        raise _unreadable(folder, error) from error


def entries(folder: Path) -> list[Path]:
    """What is in a folder, by name; nothing where there is none. Raises OutputsLocked."""
    try:
        return sorted(folder.iterdir()) if folder.is_dir() else []
    except OSError as error:
        raise _unreadable(folder, error) from error


def content_of(path: Path) -> dict[str, Any]:
    """What a record holds; nothing where it is not there or is none. Raises OutputsLocked."""
    try:
        content = json.loads(path.read_bytes())
    except OSError as error:
        if isinstance(error, FileNotFoundError):
            return {}
        raise _unreadable(path, error) from error
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _unreadable(path: Path, error: OSError) -> OutputsLocked:
    return OutputsLocked(disk.unreadable(path, error))


# --- what was issued -------------------------------------------------------------------------------


def numbered(name: str, number: int) -> str:
    """``record.json``, ``record-2.json``."""
    stem, _, suffix = name.rpartition(".")
    return name if number == 1 else f"{stem}-{number}.{suffix}"


def issued_as(folder: Path, *, sha256: str = "", digest: str = "") -> Path | None:
    """The Word file in ``issued`` that is this one: of these bytes, or unedited from the generated one with this seal."""
    for document, content in _issued(folder):
        own = content.get("document")
        if not isinstance(own, dict):
            continue
        if sha256 and own.get("sha256") == sha256:
            return document
        if digest and own.get("digest") == digest and not content.get("differences"):
            return document
    return None


def last_issued(folder: Path) -> Path | None:
    """The Word file of this meeting that was issued last."""
    return next((document for document, _ in reversed(list(_issued(folder)))), None)


def _issued(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Each Word file that was issued and its record, in the order of issue."""
    place = folder / ISSUED
    for number in itertools.count(1):
        record = place / numbered(RECORD, number)
        if not record.is_file():
            return
        yield place / numbered(DOCUMENT, number), content_of(record)


@dataclass(frozen=True, slots=True)
class Kept:
    """A report that was issued, and its record. ``number``: of its issue to that meeting, from 1."""

    document: Path
    number: int
    record: Mapping[str, Any]

    @property
    def inputs(self) -> Path:
        """What it was made from, zipped."""
        return self.document.with_name(numbered(INPUTS, self.number))


def kept(folder: Path, sha256: str = "") -> Kept | None:
    """The report to this meeting that was issued with these bytes, or else last; None where there is none."""
    found = [Kept(document, number, record) for number, (document, record) in enumerate(_issued(folder), start=1)]
    if sha256:
        found = [one for one in found if (one.record.get("document") or {}).get("sha256") == sha256]
    return found[-1] if found else None


def told(document: Path, digest: str) -> tuple[str, ...]:
    """What the officer should know who has made a report to a meeting that one was issued to already.
    ``document``: the new one, in the meeting's folder; ``digest``: its seal.
    """
    last = last_issued(document.parent)
    if last is None:
        return ()
    if issued_as(document.parent, digest=digest) == last:
        return (f"This is the report that was issued: {ISSUED}/{last.name}.",)
    sent = f"A report to this meeting has been issued already; it stays as it was sent: {ISSUED}/{last.name}."
    return (f"{sent} If this one is sent in its place: make issue FILE={document}",)


def next_number(folder: Path) -> int:
    """Under which number the next one is issued: 1 for the first."""
    return 1 + sum(1 for _ in _issued(folder))


def put(folder: Path, files: Mapping[str, bytes]) -> None:
    """Puts these files into ``issued``, a record last; what an interrupted run left of them is completed.

    Raises OutputsLocked where a file that is another stands in the way, or where something can't be written.
    """
    place = folder / ISSUED
    names = sorted(files, key=lambda name: (name.startswith("record"), name))
    try:
        for name in names:
            if (place / name).exists() and not disk.stands(place / name, files[name]):
                raise OutputsLocked(
                    f"{place / name} is there without a record: an issue was cut off, or a person put it there.",
                    "Move it away, then run again.",
                )
        new = [name for name in names if not (place / name).exists()]
        try:
            for name in new:
                disk.write_beside(place / name, files[name])
            for name in new:
                if name.startswith("record"):
                    disk.sync(place)
                disk.move_in(place / name)
            disk.sync(place)
        finally:
            for name in new:
                disk.unfinished(place / name).unlink(missing_ok=True)
            if place.is_dir() and not any(place.iterdir()):
                place.rmdir()
    except OSError as error:
        raise OutputsLocked(disk.refusal(error.filename or place, error)) from error


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files by their paths; the same bytes for the same files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # else it tells the machine's operating system
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return target.getvalue()

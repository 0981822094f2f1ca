"""Watching the inputs while the officer mends them: when something was saved, and what that made new or mended.

The folder is looked at about once a second. What the system tells of changes by itself does not arrive from network
drives and synchronised folders, where most inputs lie; and a dozen files cost nothing to look at.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.model.findings import Finding

EVERY = 1.0  # seconds between two looks

_NOT_A_PERSONS = ("~$", ".")  # locks of Word and Excel; of LibreOffice, and what is hidden
_ON_THE_WAY = (".tmp", ".part", ".crdownload")  # what becomes a file once it is whole

Files = Mapping[str, tuple[int, int]]  # name → size in bytes, time of the last change in nanoseconds


@dataclass(frozen=True, slots=True)
class Folder:
    """An inputs folder as it is looked at; ``layouts`` below it too."""

    path: Path

    def look(self) -> Files:
        """The files of a person's in it; none where it can't be looked into at the moment."""
        found = {}
        for folder in (self.path, self.path / "layouts"):
            try:
                entries = sorted(folder.iterdir())
            except OSError:
                continue
            for path in entries:
                with suppress(OSError):  # it was renamed or deleted since
                    if _is_a_persons(path.name) and path.is_file():
                        stat = path.stat()
                        found[path.relative_to(self.path).as_posix()] = (stat.st_size, stat.st_mtime_ns)
        return found

    def digest(self, name: str) -> str:
        """What it holds; nothing where it is not there, is a folder, or may not be read at the moment."""
        try:
            with (self.path / name).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return ""


def _is_a_persons(name: str) -> bool:
    low = name.casefold()
    return not low.startswith(_NOT_A_PERSONS) and not low.endswith(_ON_THE_WAY)


def saves(
    look: Callable[[], Files], digest: Callable[[str], str], wait: Callable[[float], None]
) -> Iterator[tuple[str, ...]]:
    """The names of the files that were saved, added or taken away, each time that some were; at first none, at once.

    A change is told of when two looks running see the same: by then it has been written to its end. A file that was
    only opened, or saved as it was, is no change; one that could not be read is asked again at every look, for it may be
    let go without being saved. What changes while a turn is dealt with makes the next one.
    """
    files = look()
    holds = {name: digest(name) for name in files}
    yield ()
    while True:
        wait(EVERY)
        seen = look()
        if seen == files and all(holds.values()):
            continue
        while True:
            wait(EVERY)
            settled = look()
            if settled == seen:
                break
            seen = settled
        now = {
            name: holds[name] if files.get(name) == there and holds.get(name) else digest(name)
            for name, there in seen.items()
        }
        changed = tuple(name for name in sorted({*holds, *now}) if holds.get(name) != now.get(name))
        files, holds = seen, now
        if changed:
            yield changed


@dataclass(frozen=True, slots=True)
class Since:
    """What became of the findings between two looks."""

    new: tuple[Finding, ...]
    mended: tuple[Finding, ...]


def since(before: Iterable[Finding], now: Iterable[Finding]) -> Since:
    """A finding of the same code on the same matter is the same one, though its row has moved or its value is another."""
    before, now = tuple(before), tuple(now)
    return Since(_beyond(now, before), _beyond(before, now))


def _beyond(findings: tuple[Finding, ...], others: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Those that are not among the others; of several on the same matter those that stand alike in both count first."""
    left = Counter(others)
    unlike = []
    for finding in findings:
        if left[finding]:
            left[finding] -= 1
        else:
            unlike.append(finding)
    matters = Counter(_matter(finding) for finding in left.elements())
    beyond = []
    for finding in unlike:
        if matters[_matter(finding)]:
            matters[_matter(finding)] -= 1
        else:
            beyond.append(finding)
    return tuple(beyond)


def _matter(finding: Finding) -> tuple[object, ...]:
    return (
        finding.code, finding.subject, finding.field, finding.file, finding.sheet, finding.organisation,
        finding.severity, bool(finding.accepted),
    )  # fmt: skip

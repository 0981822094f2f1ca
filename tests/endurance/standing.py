"""What stands in a folder after a run that went wrong, held against what stood there before and what should have come."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.endurance.faults import Plan
from tests.endurance.forked import Ended, typed
from tests.endurance.journeys import Journey

Files = dict[str, bytes]

_UNFINISHED = re.compile(r"(^|/)\.[^/]+\.part(/|$)")
_LOCK = re.compile(r"(^|/)\.lock$")
_PATIENCE = 10.0  # seconds until what a killed run needed meanwhile has gone


def files(folder: Path) -> Files:
    """Every file below the folder by its name, but the sign of the lock."""
    found = {one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*") if one.is_file()}
    return {name: data for name, data in found.items() if not _LOCK.search(name)}


def _folders(folder: Path) -> set[str]:
    return {one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_dir()}


def meanwhile(folder: Path) -> set[str]:
    """What a run needed meanwhile, and is still there though it has ended and some time has passed."""
    until = time.monotonic() + _PATIENCE
    while (left := {one.name for one in (folder / "scratch").glob("*")}) and time.monotonic() < until:
        time.sleep(0.01)
    return left


@dataclass(frozen=True)
class Prepared:
    """A journey that can be gone from its begin as often as is wanted. ``seconds``: that it takes; ``operations``: on
    files.
    """

    journey: Journey
    begin: Path
    recalled: Path
    before: Files
    whole: Files
    folders: frozenset[str]
    seconds: float
    operations: tuple[str, ...]

    def copied(self, to: Path) -> Path:
        shutil.copytree(self.begin, to, symlinks=True)
        return to

    # --- what may be there -------------------------------------------------------------------------------

    def harm(self, here: Path, *, draft: bool = False, told_of: str = "") -> Iterator[str]:
        """What is wrong with the folder after a run that was cut off: a sentence each. ``draft``: it has put a DRAFT
        there, since it could not read what the report is compared with. ``told_of``: what it said it had to make
        otherwise.
        """
        yield from (f"scratch/{name} is left" for name in sorted(meanwhile(here)))
        left = files(here)
        finished = {name: data for name, data in left.items() if not _UNFINISHED.search(name)}
        for name, data in self.before.items():
            if name.split("/", maxsplit=1)[0] in self.journey.theirs and left.get(name) != data:
                yield f"{name}, a person's, is no longer what it was"
            if data not in finished.values():
                yield f"{name} as it was is nowhere to be found"
        if draft:
            return
        otherwise = {name for name in finished if f"{Path(name).name} lacks" in told_of}
        for name, data in finished.items():
            if name not in otherwise and data not in (self.before.get(name), self.whole.get(name)):
                yield f"{name} is neither what it was nor what it should become"
        for name, data in self.whole.items():
            new = data != self.before.get(name)
            if (
                new
                and re.search(r"(^|/)record(-\d+)?\.json$", name)
                and "superseded" not in name
                and finished.get(name) == data
            ):
                missing = (
                    self._of_the_set(name)
                    - otherwise
                    - {one for one, had in finished.items() if self.whole.get(one) == had}
                )
                yield from (f"{name} stands before {one}" for one in sorted(missing))  # fmt: skip

    def _of_the_set(self, record: str) -> set[str]:
        """The names that stand beside a record and below, when all is done."""
        folder = record.rpartition("/")[0] + "/"
        return {name for name in self.whole if name.startswith(folder)}

    def harm_after_next(self, here: Path) -> Iterator[str]:
        """What is wrong with the next run, and with the folder after it."""
        ended = typed(here, self.journey.command, self.recalled)
        if ended.status != 0:
            yield f"the next run ends with {ended.status}: {ended.said}"
        left = files(here)
        yield from (
            f"after the next run {name} is {'another' if name in left and name in self.whole else 'missing' if name in self.whole else 'left over'}"
            for name in sorted(left.keys() | self.whole.keys())
            if left.get(name) != self.whole.get(name)
        )  # fmt: skip
        if (here / "outputs/.lock").exists():
            yield "after the next run the lock's sign is left"
        yield from (f"after the next run there is the folder {name}" for name in sorted(_folders(here) - self.folders))


def prepared(journey: Journey, folder: Path) -> Prepared:
    """Goes the journey twice, to know what it makes and how long it takes."""
    begin, recalled = folder / "begin", folder / "recalled"
    for one in (begin, recalled):
        one.mkdir(parents=True)
    journey.prepare(begin)
    ended: list[Ended] = []
    for name in ("once", "again"):
        shutil.copytree(begin, folder / name)
        ended.append(typed(folder / name, journey.command, recalled))
        assert ended[-1].status == 0, ended[-1].said
    assert files(folder / "once") == files(folder / "again"), "what is recalled is not what was made"
    counted = folder / "counted"
    shutil.copytree(begin, counted)
    operations = typed(counted, journey.command, recalled, plan=Plan()).operations
    assert files(folder / "once") == files(counted)
    return Prepared(
        journey, begin, recalled, files(begin), files(counted), frozenset(_folders(counted)), ended[-1].seconds, operations
    )  # fmt: skip

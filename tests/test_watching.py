"""`check --watch`: when it looks again, what it then says is new or mended, and how it ends."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.findings import Finding, find
from pipeline.model.records import Place
from pipeline.watching import Files, Folder, saves, since
from tests.journeys.steps import change_risk
from tests.sample.build import write_december

MAPPING, REGISTER, NEW = "mapping.xlsx", "register.xlsx", "new.xlsx"
OLD: Files = {MAPPING: (10, 1), REGISTER: (20, 1)}


def told(looks: Iterable[Files], digests: dict[tuple[str, int], str] | None = None) -> list[tuple[str, ...]]:
    """What is told of when the folder is seen like this, look by look; the last look ends the watch. A file holds
    what its time says, if nothing else is given.
    """
    waiting = iter(looks)
    current: Files = {}

    def look() -> Files:
        nonlocal current
        try:
            current = next(waiting)
        except StopIteration:
            raise KeyboardInterrupt from None
        return current

    def digest(name: str) -> str:
        there = current.get(name, (0, 0))[1]
        return (digests or {}).get((name, there), str(there))

    found = []
    with pytest.raises(KeyboardInterrupt):
        for names in saves(look, digest, lambda seconds: None):
            found += [names]
    return found


SAVED: Files = OLD | {REGISTER: (21, 2)}
HALF: Files = OLD | {REGISTER: (5, 2)}
GONE: Files = {MAPPING: (10, 1)}


@pytest.mark.parametrize(
    ("looks", "changes"),
    [
        ([OLD, OLD, OLD], []),
        ([OLD, SAVED, SAVED, SAVED], [(REGISTER,)]),
        ([OLD, HALF, SAVED, SAVED, SAVED], [(REGISTER,)]),  # still being written at the first look
        ([OLD, GONE, SAVED, SAVED], [(REGISTER,)]),  # put in place by deleting and renaming
        ([OLD, GONE, GONE], [(REGISTER,)]),
        ([OLD, OLD | {NEW: (1, 3)}, OLD | {NEW: (1, 3)}], [(NEW,)]),
        ([OLD, OLD | {NEW: (1, 3)}, OLD, OLD], []),  # what a program put there for a moment
        ([OLD, SAVED, SAVED, OLD, OLD], [(REGISTER,), (REGISTER,)]),
        ([OLD, SAVED | {MAPPING: (10, 4)}, SAVED | {MAPPING: (10, 4)}], [(MAPPING, REGISTER)]),
    ],
)
def test_it_looks_again_once_what_was_saved_has_settled(looks: list[Files], changes: list[tuple[str, ...]]) -> None:
    assert told(looks) == [(), *changes]


def test_a_file_saved_as_it_was_is_no_change() -> None:
    touched = OLD | {REGISTER: (20, 9)}
    assert told([OLD, touched, touched], {(REGISTER, 9): "1"}) == [()]


def test_a_file_that_could_not_be_read_is_told_of_once_it_can_be() -> None:
    """Another program lets go of it: its size and time are as they were."""
    held, asked = 3, 0

    def digest(name: str) -> str:
        nonlocal asked
        asked += name == REGISTER
        return "" if name == REGISTER and asked <= held else "read"

    waits = iter(range(20))

    def wait(seconds: float) -> None:
        if next(waits, None) is None:
            raise KeyboardInterrupt

    found: list[tuple[str, ...]] = []
    with pytest.raises(KeyboardInterrupt):
        for names in saves(lambda: OLD, digest, wait):
            found += [names]
    assert found == [(), (REGISTER,)]
    assert asked == held + 1  # and not again


@settings(max_examples=60)
@given(st.lists(st.sampled_from([OLD, SAVED, HALF, GONE]), max_size=12), st.sampled_from([OLD, SAVED, GONE]))
def test_whatever_happens_the_last_state_is_looked_at(looks: list[Files], last: Files) -> None:
    """Each look tells what differs from the one before; where it comes to rest elsewhere than at first, it is told."""
    changes = told([OLD, *looks, last, last, last])[1:]
    assert all(changes)
    assert bool(changes) or last == OLD


def test_locks_and_what_is_still_on_its_way_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "layouts").mkdir()
    for name in (MAPPING, "~$mapping.xlsx", ".~lock.mapping.xlsx#", "register.xlsx.tmp", "layouts/north.toml"):
        (tmp_path / name).write_bytes(b"x")
    assert set(Folder(tmp_path).look()) == {MAPPING, "layouts/north.toml"}
    assert Folder(tmp_path / "not there").look() == {}
    assert Folder(tmp_path).digest("layouts") == Folder(tmp_path).digest("not there") == ""


def an_owner(risk: str, cell: str, message: str = "has no risk owner") -> Finding:
    place = Place("north-register.xlsx", "Register", cell)
    return find("owner-missing", f"North {risk} {message}.", place, subject=f"North {risk}", field="owner")


@pytest.mark.parametrize(
    ("before", "now", "new", "mended"),
    [
        ([], [], [], []),
        ([an_owner("N1", "D2")], [], [], [an_owner("N1", "D2")]),
        ([], [an_owner("N1", "D2")], [an_owner("N1", "D2")], []),
        ([an_owner("N1", "D2")], [an_owner("N2", "D3")], [an_owner("N2", "D3")], [an_owner("N1", "D2")]),
        ([an_owner("N1", "D2")], [an_owner("N1", "D3")], [], []),  # a row was put in above
        ([an_owner("N1", "D2")], [an_owner("N1", "D2", "has another owner")], [], []),
        ([an_owner("N1", "D2"), an_owner("N1", "D9")], [an_owner("N1", "D9")], [], [an_owner("N1", "D2")]),
        ([an_owner("N1", "D9")], [an_owner("N1", "D2"), an_owner("N1", "D9")], [an_owner("N1", "D2")], []),
    ],
)
def test_what_is_new_and_what_is_mended(
    before: list[Finding], now: list[Finding], new: list[Finding], mended: list[Finding]
) -> None:
    moved = since(before, now)
    assert (moved.new, moved.mended) == (tuple(new), tuple(mended))


# --- the command ----------------------------------------------------------------------------------


class Screen:
    """A terminal with the command running in it."""

    def __init__(self, inputs: Path) -> None:
        ours, theirs = pty.openpty()
        self.terminal, self.said = ours, ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pipeline", "check", "--watch", "--inputs", str(inputs), "--outputs", str(inputs.parent / "outputs")],
            cwd=Path(__file__).parents[1], stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
            env=os.environ | {"COLUMNS": "120"},
        )  # fmt: skip
        os.close(theirs)

    def until(self, words: str, seconds: float = 60) -> str:
        """What it says up to these words, since the last time."""
        end = time.monotonic() + seconds
        while words not in self.said:
            ready, _, _ = select.select([self.terminal], [], [], max(0, end - time.monotonic()))
            assert ready, f"never said {words!r}: {self.said}"
            try:
                piece = os.read(self.terminal, 65536)
            except OSError:
                piece = b""
            assert piece, f"ended without {words!r}: {self.said}"
            self.said += piece.decode().replace("\r\n", "\n")
        told, _, self.said = self.said.partition(words)
        return told


def test_the_officer_mends_a_register_and_stops(tmp_path: Path) -> None:
    inputs = tmp_path / "inputs"
    write_december(inputs)
    change_risk(inputs, "OPC-06", **{"Lead director": None})
    screen = Screen(inputs)
    try:
        first = screen.until("Ctrl+C ends this.")
        assert "Must fix (1)" in first and "MOPAC OPC-06 has no risk owner." in first and "NEW" not in first

        change_risk(inputs, "OPC-06", **{"Lead director": "Chief Finance Officer"})
        change_risk(inputs, "OPC-05", **{"Lead director": None})
        second = screen.until("Ctrl+C ends this.")
        assert "Saved: mopac-register.xlsx" in second
        assert "Mended (1)\n  - MOPAC OPC-06 has no risk owner." in second
        assert "NEW: MOPAC OPC-05 has no risk owner." in second

        (inputs / "mopac-register.xlsx").write_bytes(b"PK half of a workbook")
        assert "mopac-register.xlsx" in screen.until("Ctrl+C ends this.")
        write_december(inputs)
        assert "Mended (1)\n  - MOPAC OPC-05 has no risk owner." in screen.until("Ctrl+C ends this.")

        os.killpg(screen.process.pid, signal.SIGINT)
        screen.until("No longer watched.")
        assert screen.process.wait(20) == 0
    finally:
        if screen.process.poll() is None:
            screen.process.kill()
            screen.process.wait()
        os.close(screen.terminal)
    assert not (tmp_path / "outputs").exists()

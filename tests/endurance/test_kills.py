"""Killed at any moment: nothing of the officer's is lost, nothing half-written stands, and the next run completes it.

``python -m tests.endurance`` does this as often as is wanted, and at every change of a file.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.endurance.forked import typed
from tests.endurance.journeys import JOURNEYS
from tests.endurance.standing import Prepared
from tests.endurance.tried import changes, killed_after, killed_at

KILLS = 7  # of each journey: over forty in all
EVERY = 6  # of the changes, beginning with another one in each journey

EACH = pytest.mark.parametrize("name", JOURNEYS)
Journeys = Callable[[str], Prepared]


@EACH
def test_killed_at_random_moments(name: str, journey: Journeys, here: Path) -> None:
    prepared, dice = journey(name), random.Random(name)
    for _ in range(KILLS):
        after = dice.uniform(0, prepared.seconds)
        assert killed_after(prepared, here, after) == [], f"killed after {after:.3f} s"


@EACH
def test_killed_in_the_middle_of_a_change(name: str, journey: Journeys, here: Path) -> None:
    prepared = journey(name)
    every = changes(prepared)
    assert len(every) > 20
    for at in every[list(JOURNEYS).index(name) % EVERY :: EVERY]:
        assert killed_at(prepared, here, at) == [], f"killed in {prepared.operations[at - 1]} (number {at})"


def marked(mark: str) -> list[int]:
    """The processes that have this mark in their environment, and are no corpses."""
    found = []
    for one in Path("/proc").iterdir():
        try:
            alive = one.name.isdecimal() and (one / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
            if alive and mark.encode() in (one / "environ").read_bytes().split(b"\0"):
                found.append(int(one.name))
        except OSError:
            continue
    return found


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="no /proc to look for processes in")
@pytest.mark.parametrize("part", [0.1, 0.3, 0.5])
def test_no_process_outlives_a_run_that_is_killed(
    part: float, journey: Journeys, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here all is read and built anew, in the child process that a run has for it."""
    prepared = journey("first report")
    prepared.copied(here)
    mark = f"ENDURANCE=killed {os.getpid()} {part}"
    usual = typed(prepared.copied(here.with_name("usual")), prepared.journey.command).seconds
    started: list[int] = []
    ended = typed(
        here, prepared.journey.command, after=part * usual, mark=mark, meanwhile=lambda: started.extend(marked(mark))
    )
    assert ended.status < 0
    assert started
    until = time.monotonic() + 5
    while left := marked(mark):
        assert time.monotonic() < until, f"still there: {left}"
        time.sleep(0.05)
    assert [*prepared.harm(here), *prepared.harm_after_next(here)] == []

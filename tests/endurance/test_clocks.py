"""Clocks that are wrong, jump or change their zone while a run is under way, and files from before or after them all.

What is made is the same, byte for byte: nothing asks what time it is. ``ENDURANCE=whole`` in the environment tries more
of them.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.endurance.journeys import FOLDERS, REPORT, WHOLE
from tests.endurance.standing import Files, Prepared, files

ROOT = Path(__file__).parents[2]
Journeys = Callable[[str], Prepared]

# Put before all else in each Python that is started. START: the first moment that it is asked for; STEP: seconds until
# the next; ZONES: one after the other.
CLOCK = """
import os, time
from itertools import count, cycle
start, step = float(os.environ["START"]), float(os.environ["STEP"])
zones, turns = cycle(os.environ["ZONES"].split()), count()
def now():
    os.environ["TZ"] = next(zones)
    if hasattr(time, "tzset"):
        time.tzset()
    return max(start + step * next(turns), 0.0)
time.time, time.time_ns = now, lambda: int(now() * 1e9)
for name in ("localtime", "gmtime"):
    setattr(time, name, lambda at=None, of=getattr(time, name): of(now() if at is None else at))
"""
YEAR = 365.25 * 86400
CLOCKS = {
    "1970": (0, 0.001, "UTC"),
    "a year back and another zone, each time it is asked": (150 * YEAR, -YEAR, "Pacific/Kiritimati America/Adak UTC"),
    "the last hours of 1979 in the west": (10 * YEAR, 0.001, "America/Adak"),
    "the last second of 2107": (138 * YEAR - 1, 1, "Pacific/Kiritimati"),
    "2200": (230 * YEAR, 0.001, "UTC"),
    "a year on, each time it is asked": (10 * YEAR, YEAR, "UTC"),
}
TRIED = len(CLOCKS) if WHOLE else 2
YEARS = (1970, 1979, 2108, 2200)
RUNS = (
    ("issue", *FOLDERS, "--template", "templates/panel-report.docx"),
    ("issue", "--public", *FOLDERS),
    REPORT,
    ("start", "new/inputs"),
)
CODE = f"""
import sys
from pipeline.cli import main
for command in {RUNS!r}:
    if status := main(list(command)):
        sys.exit(status)
"""


def gone_through(here: Path, **surroundings: str) -> Files:
    """What stands there after all the runs."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **surroundings}
    done = subprocess.run(
        [sys.executable, "-c", CODE], cwd=here, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return files(here)


@pytest.fixture(scope="module")
def usual(journey: Journeys, tmp_path_factory: pytest.TempPathFactory) -> Files:
    """What is made by a clock that is right."""
    return gone_through(journey("issue").copied(tmp_path_factory.mktemp("usual") / "here"))


@pytest.mark.parametrize("clock", list(CLOCKS)[:TRIED])
def test_a_clock(clock: str, usual: Files, journey: Journeys, here: Path, tmp_path: Path) -> None:
    start, step, zones = CLOCKS[clock]
    hook = tmp_path / "hook"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(CLOCK, "utf-8")
    journey("issue").copied(here)
    path = os.pathsep.join((str(hook), str(ROOT)))
    assert gone_through(here, PYTHONPATH=path, START=str(start), STEP=str(step), ZONES=zones) == usual


def test_files_from_another_time(usual: Files, journey: Journeys, here: Path) -> None:
    """As a stick or an archive brings them, or a computer whose battery was flat: some before all others, some after."""
    journey("issue").copied(here)
    for turn, path in enumerate(sorted((*here.rglob("*"), here))):
        moment = (YEARS[turn % len(YEARS)] - 1970) * YEAR
        os.utime(path, (moment, moment))
    assert gone_through(here) == usual

"""Measuring by turns: each way of doing the same work in a process of its own, one after the other, again and again.

Whatever else the computer does then falls on all of them alike, and ratios keep.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import fmean, median
from tempfile import TemporaryDirectory
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
LONGEST = 120.0  # seconds; a way that would take longer for the next size is left out there


class Taken(NamedTuple):
    """``seconds`` of the work, and ``peak``: megabytes that its processes held at the most."""

    seconds: float
    peak: float


Figures = dict[str, dict[int, Taken]]
"""Way → size → the medians of its turns; a size that a way was not tried at is not there."""


def python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]


@contextmanager
def compiled() -> Iterator[None]:
    """Meanwhile Python keeps compiled modules, as it does on any computer, but apart from the project."""
    kept = {name: os.environ.pop(name, None) for name in ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")}
    with TemporaryDirectory() as scratch:
        os.environ["PYTHONPYCACHEPREFIX"] = scratch
        try:
            yield
        finally:
            del os.environ["PYTHONPYCACHEPREFIX"]
            os.environ.update({name: value for name, value in kept.items() if value is not None})


def told(command: Sequence[str]) -> Taken:
    """What a process says of its own work, on its last line. Raises ValueError where it fails."""
    ended = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    if ended.returncode:
        raise ValueError(f"{' '.join(command)} failed:\n{ended.stdout}{ended.stderr}")
    said = json.loads(ended.stdout.splitlines()[-1])
    return Taken(said["seconds"], said["peak"])


def whole(command: Sequence[str]) -> float:
    """Seconds from the start of a process to its end. Raises ValueError where it fails."""
    begun = time.perf_counter()
    ended = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    taken = time.perf_counter() - begun
    if ended.returncode:
        raise ValueError(f"{' '.join(command)} failed:\n{ended.stdout}{ended.stderr}")
    return taken


def by_turns(works: Mapping[str, Callable[[], Taken]], turns: int) -> dict[str, Taken]:
    """The medians of so many turns, after the name of each way."""
    taken: dict[str, list[Taken]] = {name: [] for name in works}
    for _ in range(turns):
        for name, work in works.items():
            taken[name].append(work())
    return {
        name: Taken(median(one.seconds for one in each), median(one.peak for one in each))
        for name, each in taken.items()
    }


def over_sizes(
    commands: Mapping[str, Callable[[int], Sequence[str]]], turns: Mapping[int, int], say: Callable[[str], None]
) -> Figures:
    """The same for each size. ``commands``: what does the work of a size, by its name; ``turns``: by size."""
    figures: Figures = {name: {} for name in commands}
    for size, number in turns.items():
        fit = {name: command for name, command in commands.items() if _expected(figures[name], size) <= LONGEST}
        works = {name: partial(_told_of, command, size) for name, command in fit.items()}
        for name, taken in by_turns(works, number).items():
            figures[name][size] = taken
            say(f"{name}, {size:,}: {taken.seconds:.3f} s, {taken.peak:.0f} MB")
    return figures


def _told_of(command: Callable[[int], Sequence[str]], size: int) -> Taken:
    return told(command(size))


def _expected(so_far: Mapping[int, Taken], size: int) -> float:
    """Seconds that a way will take for this size, as it has grown until now; nothing where that is not known."""
    if not so_far:
        return 0
    *earlier, last = so_far
    growth = max(1.0, exponent({at: so_far[at].seconds for at in (earlier[-1], last)})) if earlier else 1.0
    return so_far[last].seconds * (size / last) ** growth


def exponent(seconds: Mapping[int, float]) -> float:
    """How the time grows with the size: the slope of the line through the points, on logarithmic scales; 1 is linear."""
    across, up = ([math.log(each) for each in values] for values in (seconds.keys(), seconds.values()))
    middle, height = fmean(across), fmean(up)
    spread = sum((x - middle) ** 2 for x in across)
    return sum((x - middle) * (y - height) for x, y in zip(across, up, strict=True)) / spread

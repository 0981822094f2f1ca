"""Many panels on several workers: ``python -m tests.bench.portfolio [PANELS] [TURNS]``.

The same panels are made by one worker and by more, up to the cores of the computer, by turns; the start of the
program and its workers, the summary and the putting in place are all in the time. What is shown is the median, and how
much of n times the speed n workers give. The bytes are compared too.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from pipeline.portfolio.local import cores
from tests.sample.issued import TEMPLATE
from tests.sample.panels import write_panels

PANELS, TURNS = 40, 3
WANTED = 0.8
ROOT = Path(__file__).parents[2]


def seconds(pristine: Path, workers: int) -> tuple[float, str]:
    """The time of one run, and the digest of all that it made."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = shutil.copytree(pristine, Path(scratch) / "panels")
        command = [sys.executable, "-m", "pipeline", "portfolio", str(folder), "--template", str(TEMPLATE)]
        begun = time.perf_counter()
        subprocess.run([*command, "--workers", str(workers)], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        taken = time.perf_counter() - begun
        digest = hashlib.sha256()
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
        return taken, digest.hexdigest()


def measured(panels: int, turns: int) -> dict[int, float]:
    """Seconds by number of workers. Raises ValueError where they do not make the same."""
    numbers = range(1, cores() + 1)
    taken: dict[int, list[float]] = {workers: [] for workers in numbers}
    digests = set()
    with tempfile.TemporaryDirectory() as scratch:
        pristine = Path(scratch) / "panels"
        write_panels(pristine, panels)
        for _ in range(turns):
            for workers in numbers:
                time_taken, digest = seconds(pristine, workers)
                taken[workers].append(time_taken)
                digests.add(digest)
    if len(digests) > 1:
        raise ValueError("the workers did not make the same bytes each time")
    return {workers: median(each) for workers, each in taken.items()}


def main() -> None:
    given = [int(one) for one in sys.argv[1:]]
    panels, turns = (*given, *(PANELS, TURNS)[len(given) :])
    figures = measured(panels, turns)
    out = sys.stdout.write
    out(f"{'workers':>8}{'seconds':>10}{'panels/s':>10}{'of n times':>12}\n")
    for workers, taken in figures.items():
        out(f"{workers:>8}{taken:>10.1f}{panels / taken:>10.2f}{figures[1] / taken / workers:>12.2f}\n")
    out(
        f"{panels} panels, the median of {turns} turns, the same bytes each time. Wanted: {WANTED} of n times the speed.\n"
    )


if __name__ == "__main__":
    main()

"""``python -m tests.bench``: everything measured in one run, and written to docs/benchmarks.md.

``--quick``: less of it, shown and not written, for whoever is at work on something that should be fast.
"""

from __future__ import annotations

import sys
import time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import documents, filling, portfolio, process, reading, told
from tests.bench.peers import node
from tests.bench.results import Results
from tests.bench.turns import Figures, compiled, over_sizes, python

# Size → turns.
REGISTERS = {1_000: 5, 20_000: 3, 200_000: 1}
ROWS = {10: 7, 100: 7, 1_000: 5, 10_000: 3}
RISKS = {10: 7, 100: 7, 1_000: 3}
MANY = {10: 3, 100: 3, 1_000: 1}
SAMPLE, START = 9, 5
PANELS = 16, 2  # and turns


def main() -> int:
    quick = "--quick" in sys.argv[1:]
    begun = time.perf_counter()
    with compiled():
        results = measured(quick=quick)
    if quick:
        sys.stdout.write(told.page(results))
    else:
        told.PAGE.write_text(told.page(results), encoding="utf-8", newline="\n")
    missed = [target.what for target in told.targets(results) if not target.met]
    for line in (*(f"Missed: {what}" for what in missed), f"It took {time.perf_counter() - begun:.0f} seconds."):
        say(line)
    return bool(missed)


def say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def measured(*, quick: bool) -> Results:
    less = dict.fromkeys((10, 100, 1_000), 1) if quick else None
    sample = process.sample(3 if quick else SAMPLE)
    say(f"sample quarter: {sample['program'].seconds:.2f} s, plain script {sample['plain'].seconds:.2f} s")
    return Results(
        sample=sample,
        start_up=process.start_up(2 if quick else START),
        registers=read({1_000: 1, 20_000: 1} if quick else REGISTERS),
        rows=filled(documents.ROWS, less or ROWS),
        risks=filled(documents.RISKS, less or RISKS),
        many=process.many({10: 1, 100: 1} if quick else MANY, say),
        portfolio=portfolio.measured(*((4, 1) if quick else PANELS)),
        without_node=node.missing(),
    )


def read(turns: dict[int, int]) -> Figures:
    with TemporaryDirectory() as scratch:
        reading.write(Path(scratch), list(turns))
        commands = {way: partial(_once, "reading", way, scratch, "register") for way in reading.WAYS}
        return over_sizes(commands, turns, say)


def filled(what: str, turns: dict[int, int]) -> Figures:
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        documents.write(folder, what, list(turns))
        commands = {way: partial(_once, "filling", way, scratch, what) for way in filling.WAYS}
        for name in () if node.missing() else node.NAMES:
            commands[name] = partial(_by_node, name, folder, what)
        return over_sizes(commands, turns, say)


def _once(module: str, way: str, folder: str, what: str, size: int) -> list[str]:
    return python("-m", "tests.bench.once", module, way, folder, what, str(size))


def _by_node(name: str, folder: Path, what: str, size: int) -> list[str]:
    few, many = (folder / f"{what}-{number}.json" for number in (documents.FEW, size))
    return node.command(name, folder / f"{what}-{name}.docx", few, many)


if __name__ == "__main__":
    raise SystemExit(main())

"""``python -m tests.endurance [--kills N] [--every N] [--only TRIALS] [JOURNEY …]``: the trials in full, and a line for each harm."""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.endurance.faults import Fault
from tests.endurance.journeys import JOURNEYS
from tests.endurance.standing import Prepared, prepared
from tests.endurance.tried import DISK, changes, counted, failing, killed_after, killed_at

Trial = tuple[str, Callable[[], list[str]]]


def _kills(one: Prepared, here: Path, dice: random.Random, kills: int) -> Iterator[Trial]:
    for _ in range(kills):
        after = dice.uniform(0, one.seconds)
        yield f"killed after {after:.4f} s", lambda after=after: killed_after(one, here, after)  # type: ignore[misc]


def _cuts(one: Prepared, here: Path, every: int) -> Iterator[Trial]:
    for at in changes(one)[::every]:
        yield f"killed in {one.operations[at - 1]}", lambda at=at: killed_at(one, here, at)  # type: ignore[misc]


def _faults(one: Prepared, here: Path, fault: Fault, every: int) -> Iterator[Trial]:
    for disk, number in DISK.items():
        for at in range(1, counted(one, number) + 1, every):
            yield (
                f"{disk}, {fault.value}, at {at}",
                lambda at=at, number=number: failing(one, here, at, fault, number),  # type: ignore[misc]
            )


def main() -> int:
    """1 where anything came to harm."""
    given = argparse.ArgumentParser(prog="python -m tests.endurance")
    given.add_argument("journeys", nargs="*", metavar="JOURNEY", help=f"of: {', '.join(JOURNEYS)}")
    given.add_argument("--kills", type=int, default=200, help="at random moments, in all")
    given.add_argument("--every", type=int, default=1, help="N: each N-th operation alone")
    given.add_argument("--only", action="append", metavar="TRIALS", help='such as "operations that fail"; repeatable')
    given.add_argument("--seed", type=int, default=random.randrange(10**6))
    told = given.parse_args()
    names = told.journeys or list(JOURNEYS)
    print(f"seed {told.seed}")  # noqa: T201
    worst = 0
    with tempfile.TemporaryDirectory() as scratch:
        here = Path(scratch) / "here"
        for name in names:
            with Path(os.devnull).open("w") as nobody, contextlib.redirect_stdout(nobody):
                one = prepared(JOURNEYS[name], Path(scratch) / name)
            kinds = {
                "kills at random moments": _kills(one, here, random.Random(told.seed), -(-told.kills // len(names))),
                "kills in the middle of a change": _cuts(one, here, told.every),
                "operations that fail": _faults(one, here, Fault.ONCE, told.every),
                "operations from which on all fail": _faults(one, here, Fault.EVER_AFTER, told.every),
            }
            for kind in told.only or kinds:
                trials = list(kinds[kind])
                began = time.monotonic()
                harmed = 0
                for what, trial in trials:
                    harm = trial()
                    harmed += bool(harm)
                    for line in harm:
                        print(f"  {name}, {what}: {line.strip()}", flush=True)  # noqa: T201
                worst += harmed
                print(f"{name}: {len(trials)} {kind}, {harmed} did harm ({time.monotonic() - began:.0f} s)", flush=True)  # noqa: T201
    return min(worst, 1)


if __name__ == "__main__":
    raise SystemExit(main())

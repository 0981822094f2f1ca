"""make mutants: is every rule of reconcile and checks held by a test? Thousands of small changes say.

Prints how many mutants each module has and how many of them a test kills, and each that lives and stands in
docs/mutants.md with no reason. Exit status 1 if there are any, or if fewer than nine in ten are killed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import Phase, settings

from tests.mutants.made import Mutant, mutants_of
from tests.mutants.running import Mutating, Result

ROOT = Path(__file__).parents[2]
FOLDERS = ("pipeline/reconcile", "pipeline/checks")
TESTS = ("tests/reconcile", "tests/checks", "tests/report/test_compose_changes.py")
EXPLAINED = ROOT / "docs" / "mutants.md"
# A test that holds the files of the checks against those of their tests: no mutant shows there.
READS_FILES = "tests/checks/test_checks.py::test_every_code_that_the_checks_raise_is_shown_to_speak"
PYTEST = ("-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--rootdir", str(ROOT), f"--deselect={READS_FILES}")


def main() -> int:
    asked = _asked()
    mutants = [mutant for mutant in _all_mutants(asked.modules) if bool(mutant.function) != asked.tables]
    if asked.sample:
        mutants = random.Random(0).sample(mutants, min(asked.sample, len(mutants)))
    settled = _killed_in(Path(asked.again)) if asked.again else {}
    results = [Result(mutant, settled[_key(mutant)], 0) for mutant in mutants if _key(mutant) in settled]

    def told(result: Result) -> None:
        results.append(result)
        if asked.json:
            with Path(asked.json).open("a", encoding="utf-8") as file:
                file.write(json.dumps([*_key(result.mutant), result.by]) + "\n")
        sys.stderr.write(f"\r{len(results)} of {len(mutants)} mutants ")
        sys.stderr.flush()

    # The same examples each time, few of them, and no search for the smallest that fails.
    few = settings(database=None, deadline=None, derandomize=True, max_examples=30, phases=(Phase.explicit, Phase.generate))  # fmt: skip
    settings.register_profile("mutants", few)
    settings.load_profile("mutants")
    plugin = Mutating([mutant for mutant in mutants if _key(mutant) not in settled], asked.jobs, told)
    status = pytest.main([*PYTEST, *(str(ROOT / test) for test in TESTS)], plugins=[plugin])
    return _say(results) if len(results) == len(mutants) else int(status) or 2


def _all_mutants(modules: list[str]) -> list[Mutant]:
    files = (file for folder in FOLDERS for file in sorted((ROOT / folder).glob("*.py")))
    wanted = (file for file in files if not modules or f"{file.parent.name}.{file.stem}" in modules)
    return [mutant for file in wanted for mutant in mutants_of(file, ROOT)]


def _key(mutant: Mutant) -> tuple[str, str]:
    return mutant.line, mutant.source


def _killed_in(file: Path) -> dict[tuple[str, str], str]:
    lines = map(json.loads, file.read_text("utf-8").splitlines())
    return {(line, source): by for line, source, by in lines if by}


def _say(results: list[Result]) -> int:
    made = Counter(result.mutant.module for result in results)
    killed = Counter(result.mutant.module for result in results if result.by)
    share = killed.total() / max(1, made.total())
    table = [
        f"| {module} | {made[module]} | {killed[module]} | {killed[module] / made[module]:.0%} |" for module in made
    ]
    table = ["", "| module | mutants | killed | |", "|---|---|---|---|", *sorted(table)]
    explained = set(re.findall(r"^- `(.*)`: ", EXPLAINED.read_text("utf-8"), re.MULTILINE))
    alive = sorted(result.mutant.line for result in results if not result.by)
    unexplained = [line for line in alive if line not in explained]
    idle = sorted(explained.intersection(result.mutant.line for result in results if result.by))
    said = [*table, f"| all | {made.total()} | {killed.total()} | {share:.1%} |", ""]
    said.append(f"{len(alive)} live; {len(unexplained)} of them have no line in docs/mutants.md.")
    said += [*unexplained, *(f"explained, yet killed: {line}" for line in idle)]
    sys.stdout.write("\n".join([*said, ""]))
    return int(bool(unexplained) or share < 0.9)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("modules", nargs="*", help="reconcile.movement checks.trends …; all where none is named")
    parser.add_argument("--tables", action="store_true", help="what stands outside functions instead")
    parser.add_argument("--sample", type=int, default=0, help="so many mutants only, the same each time")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--json", help="a file to add each result to")
    parser.add_argument("--again", help="such a file: what it has killed is not run again")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

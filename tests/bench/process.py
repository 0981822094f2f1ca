"""Whole processes, as they are typed: the sample quarter beside the plain script, many aligned risks, and the start-up.

``python -m tests.bench.process program|plain ARGUMENTS`` does the work of one and says how much memory it held.
"""

from __future__ import annotations

import json
import re
import runpy
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tests.bench.turns import ROOT, Figures, Taken, python, told, whole

PLAIN = "tests/bench/plain_script.py"
TEMPLATE = "templates/panel-report.docx"
ISSUED = ROOT / "outputs" / "2017-09-26"  # the sample's last report, which the program compares with
BLOCKS_OPEN = 1
LEAST = 1_000  # microseconds that a package takes to import, to be told of


def plain(folder: Path) -> list[str]:
    return ["inputs", TEMPLATE, str(folder / "report.docx")]


def program(folder: Path, inputs: str = "inputs") -> list[str]:
    return ["report", "--inputs", inputs, "--outputs", str(folder / "outputs"), "--template", TEMPLATE]


def sample(turns: int) -> dict[str, Taken]:
    """The sample quarter, from the start of the process to its end; memory in turns of its own."""
    ways: Mapping[str, tuple[Callable[[Path], list[str]], list[str]]] = {
        "program": (program, ["-m", "pipeline"]),
        "plain": (plain, [PLAIN]),
    }
    taken: dict[str, list[float]] = {name: [] for name in ways}
    peaks = {}
    for turn in range(turns + 1):
        for name, (arguments, start) in ways.items():
            with TemporaryDirectory() as scratch:
                shutil.copytree(ISSUED, Path(scratch) / "outputs" / ISSUED.name)
                given = arguments(Path(scratch))
                if turn:
                    taken[name].append(whole(python(*start, *given)))
                else:
                    peaks[name] = told(python("-m", "tests.bench.process", name, *given)).peak
    return {name: Taken(median(taken[name]), peaks[name]) for name in ways}


def many(turns: Mapping[int, int], say: Callable[[str], None]) -> Figures:
    """The whole process with so many aligned risks of two organisations."""
    from tests.sample.many import Case, write_case

    figures: dict[int, Taken] = {}
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for size, number in turns.items():
            write_case(folder / str(size), Case(size))
            given = program(folder, str(folder / str(size)))
            seconds = []
            for _ in range(number):
                shutil.rmtree(folder / "outputs", ignore_errors=True)
                seconds.append(whole(python("-m", "pipeline", *given)))
            shutil.rmtree(folder / "outputs", ignore_errors=True)
            figures[size] = Taken(median(seconds), told(python("-m", "tests.bench.process", "program", *given)).peak)
            say(f"whole process, {size:,} aligned risks: {figures[size].seconds:.1f} s, {figures[size].peak:.0f} MB")
    return {"whole process": figures}


class Started(NamedTuple):
    """``seconds`` of a whole command; how many ``modules`` it imports; ``packages``: milliseconds that the heaviest
    take to import.
    """

    seconds: float
    modules: int
    packages: Mapping[str, float]


_IMPORTED = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)")


def start_up(turns: int) -> dict[str, Started]:
    """What commands take to import, and what nothing but Python itself takes."""
    with TemporaryDirectory() as scratch:
        shutil.copytree(ISSUED, Path(scratch) / "outputs" / ISSUED.name)
        commands = {
            "python -c pass": ["-c", "pass"],
            "--help": ["-m", "pipeline", "--help"],
            "read": ["-m", "pipeline", "read", "inputs/mopac-register.xlsx", "--layout", "inputs/layouts/mopac.toml"],
            "check": ["-m", "pipeline", "check", "--outputs", str(Path(scratch) / "outputs")],
            "report": ["-m", "pipeline", *program(Path(scratch))],
        }
        seconds: dict[str, list[float]] = {name: [] for name in commands}
        times: dict[str, list[dict[str, int]]] = {name: [] for name in commands}
        for _ in range(turns):
            for name, arguments in commands.items():
                seconds[name].append(whole(python(*arguments)))
                times[name].append(_imports(arguments))
    return {name: _started(seconds[name], times[name]) for name in commands}


def _started(seconds: list[float], times: list[dict[str, int]]) -> Started:
    least = {module: min(one.get(module, each) for one in times) for module, each in times[0].items()}
    packages: Counter[str] = Counter()
    for module, each in least.items():
        package = module.partition(".")[0]
        packages["Python's own" if package in sys.stdlib_module_names else package] += each
    return Started(
        median(seconds), len(least), {name: each / 1000 for name, each in packages.most_common(10) if each >= LEAST}
    )


def _imports(arguments: list[str]) -> dict[str, int]:
    """Microseconds that each module took to import, without those that it imports."""
    ended = subprocess.run(
        python("-X", "importtime", *arguments), cwd=ROOT, check=False, capture_output=True, text=True, encoding="utf-8"
    )
    return {module: int(each) for each, module in _IMPORTED.findall(ended.stderr)}


def main() -> None:
    way, *arguments = sys.argv[1:]
    if way == "program":
        from pipeline.cli import main as typed

        if typed(arguments) > BLOCKS_OPEN:
            raise SystemExit("no report was made")
    else:
        sys.argv = [PLAIN, *arguments]
        runpy.run_path(PLAIN, run_name="__main__")
    from tests.bench.once import peak

    sys.stdout.write("\n" + json.dumps({"seconds": 0, "peak": peak()}) + "\n")


if __name__ == "__main__":
    main()

"""The results as a page: what was wanted and whether it was met, then every figure."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from typing import NamedTuple

from tests.bench.peers import node
from tests.bench.portfolio import WANTED
from tests.bench.results import Results
from tests.bench.turns import ROOT, Figures, exponent

PAGE = ROOT / "docs" / "benchmarks.md"
LINEAR, FROM = 1.1, 100
PACKAGES = ("docxtpl", "jinja2", "lxml", "openpyxl", "pandas", "python-calamine", "python-docx")
WAYS = {
    "bound": "the bound: Jinja string + zip + one parse",
    "program": "**the program**: filled",
    "proof": "the program's proof of it, on top",
    "docxtpl": "docxtpl's own loop",
    "python-docx": "python-docx, cell by cell",
    "openpyxl": "openpyxl, plain load",
    "pandas": "pandas (with openpyxl)",
    "calamine": "calamine",
    "cells": "**the program**: every cell with its evidence",
    "risks": "the program: understood as a register of risks",
    "whole process": "the whole process",
}


class Target(NamedTuple):
    what: str
    measured: str
    wanted: str
    met: bool


def targets(results: Results) -> Iterator[Target]:
    """What was to be reached, as far as this run has measured it."""
    sample = results.sample["program"].seconds / results.sample["plain"].seconds
    yield _at_most("The sample quarter, whole process: times a plain script", sample, 2.0)
    rows = results.rows
    yield from _ratio(rows, ("program", "bound"), 10_000, 1.5, "A table of 10,000 rows: times the bound")
    for size, most in ((10_000, 1.0), (1_000, 1.0), (100, 1.5), (10, 1.5)):
        yield from _ratio(
            rows, ("program", "docxtpl"), size, most, f"A table of {size:,} rows: times docxtpl's own loop"
        )
    what = "A register of 20,000 rows, evidence included: times a plain openpyxl load"
    yield from _ratio(results.registers, ("cells", "openpyxl"), 20_000, 1.3, what)
    for figures, way, what in (
        (results.rows, "program", "filling a table, by its rows"),
        (results.rows, "proof", "proving it"),
        (results.risks, "program", "filling a report, by its aligned risks"),
        (results.risks, "proof", "proving it, by aligned risks"),
        (results.registers, "cells", "reading a register, by its rows"),
        (results.registers, "risks", "understanding it"),
        (results.many, "whole process", "the whole process, by aligned risks"),
    ):
        growth = growth_of(figures, way)
        if growth is not None:
            yield _at_most(f"Growth of {what}, from {FROM} up (1 is linear)", growth, LINEAR)
    for workers, seconds in results.portfolio.items():
        if workers > 1:
            reached = results.portfolio[1] / seconds / workers
            what = f"A portfolio on {workers} workers: of {workers} times the speed of one"
            yield Target(what, f"{reached:.2f}", f"at least {WANTED:g}", reached >= WANTED)


def _at_most(what: str, measured: float, most: float) -> Target:
    return Target(what, f"{measured:.2f}", f"at most {most:g}", measured <= most)


def _ratio(figures: Figures, ways: tuple[str, str], size: int, most: float, what: str) -> Iterator[Target]:
    way, other = ways
    if size in figures[way] and size in figures[other]:
        yield _at_most(what, figures[way][size].seconds / figures[other][size].seconds, most)


def growth_of(figures: Figures, way: str) -> float | None:
    """The exponent from 100 up; None where there are not two sizes."""
    seconds = {size: taken.seconds for size, taken in figures[way].items() if size >= FROM}
    return exponent(seconds) if len(seconds) > 1 else None


def page(results: Results) -> str:
    return "\n".join(_lines(results)) + "\n"


def _lines(results: Results) -> Iterator[str]:
    yield from (
        "# How fast it is",
        "",
        "Measured by `make bench` in one run, which writes this page. What is compared is done by turns, each time in a",
        "process of its own; shown is the median of the turns. Read the ratios: seconds depend on the computer and on what",
        "else it does. Memory is the most that all processes of the work held, the packages themselves included. A dash: it",
        "would take more than two minutes.",
        "",
        f"The computer: {', '.join(_machine())}.",
        "",
        f"With {', '.join(_versions(results))}.",
        "",
        "## What was wanted",
        "",
    )
    told = [(one.what, one.measured, one.wanted, "met" if one.met else "**missed**") for one in targets(results)]
    yield from _table(("", "measured", "wanted", ""), told)
    yield from ("", "## The sample quarter", "", *_SAMPLE, "")
    plain = results.sample["plain"]
    yield from _table(
        ("", "seconds", "times the plain script", "MB"),
        [
            (name, f"{taken.seconds:.2f}", f"{taken.seconds / plain.seconds:.2f}", f"{taken.peak:.0f}")
            for name, taken in (("**the program**", results.sample["program"]), ("the plain script", plain))
        ],
    )
    yield from ("", "## Starting up", "", *_START_UP, "")
    started = results.start_up.items()
    yield from _table(
        ("", "seconds", "modules", "of which, in milliseconds (with what it costs to measure them)"),
        [
            (f"`{name}`", f"{one.seconds:.2f}", str(one.modules), ", ".join(f"{each} {ms:.0f}" for each, ms in one.packages.items()))
            for name, one in started
        ],
    )  # fmt: skip
    yield from ("", "## Reading a register", "", *_READING, "")
    yield from _figures(results.registers, "openpyxl", "rows")
    yield from ("", "## Filling a table", "", *_ROWS, "")
    yield from _figures(results.rows, "bound", "rows")
    yield from ("", "## Filling a report of many aligned risks", "", *_RISKS, "")
    yield from _figures(results.risks, "bound", "risks")
    if results.without_node:
        yield from ("", f"Not measured: {' and '.join(node.NAMES)}. {results.without_node}.")
    yield from ("", "## The whole process with many aligned risks", "", *_MANY, "")
    yield from _figures(results.many, "", "risks")
    yield from ("", "## Many panels", "", *_PORTFOLIO, "")
    first = results.portfolio[1]
    yield from _table(
        ("workers", "seconds", "of n times the speed"),
        [(str(n), f"{seconds:.1f}", f"{first / seconds / n:.2f}") for n, seconds in results.portfolio.items()],
    )


_SAMPLE = (
    "`python -m pipeline report` as it is typed, beside",
    "[what anyone would write in an afternoon](../tests/bench/plain_script.py): pandas and docxtpl, the same workbooks and",
    "template, one document. The program reconciles, checks, compares with the last report, proves what it has written, and",
    "makes a workbook, a page for the Chair, a page to look at and a record beside it.",
)
_START_UP = (
    "From the start of a command to its end. `report` and `check` have a second process read workbooks and fill templates",
    "meanwhile; what that imports is not in the table.",
)
_READING = (
    "Nine columns, with fonts, fills, hidden and merged rows, formulas and dates. Only the program reads what these may mean;",
    "it does so in a process of its own with limits, and the way back is in the time.",
)
_ROWS = (
    "A table with one looped row of four fields, from the template's bytes to the report's; the program judges the template",
    "before.",
)
_RISKS = ("A heading, a table with two rows and a paragraph for each.",)
_MANY = ("Two registers, mapping, narrative; the report with everything beside it.",)
_PORTFOLIO = ("The same panels on one worker and on more; the bytes are compared too.",)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _figures(figures: Figures, against: str, unit: str) -> Iterator[str]:
    """A row for each way: by size its seconds, times what it is held against, and its megabytes; and how it grows."""
    sizes = sorted({size for each in figures.values() for size in each})
    rows = []
    for way, each in figures.items():
        cells = []
        for size in sizes:
            if size not in each:
                cells.append("–")
                continue
            base = figures[against].get(size) if against else None
            times = f" · {each[size].seconds / base.seconds:.2f} ×" if base and way != against else ""
            cells.append(f"{_seconds(each[size].seconds)}{times} · {each[size].peak:.0f} MB")
        growth = growth_of(figures, way)
        rows.append((WAYS.get(way, way), *cells, "–" if growth is None else f"{growth:.2f}"))
    yield from _table(("", *(f"{size:,} {unit}" for size in sizes), f"growth from {FROM}"), rows)


def _seconds(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def _machine() -> Iterator[str]:
    yield f"{os.cpu_count()} cores ({platform.machine()})"
    yield f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB of memory"
    yield f"{platform.system()}, Python {platform.python_version()}"


def _versions(results: Results) -> Iterator[str]:
    for name in PACKAGES:
        yield f"{name} {version(name)}"
    if not results.without_node:
        yield from (f"{name} {number}" for name, number in node.versions().items())
        yield f"Node.js {node.node_version()}"

"""What one run of the benchmarks has measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.bench.process import Started
from tests.bench.turns import Figures, Taken


@dataclass(frozen=True, slots=True)
class Results:
    """``sample``: the program and the plain script. ``portfolio``: seconds by number of workers. ``without_node``: why
    what runs on Node.js was not measured; nothing where it was.
    """

    sample: Mapping[str, Taken]
    start_up: Mapping[str, Started]
    registers: Figures
    rows: Figures
    risks: Figures
    many: Figures
    portfolio: Mapping[int, float]
    without_node: str

"""What a paper's trend says, and which way its arrows point."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.ingest.grid import Cell as GridCell
from pipeline.ingest.paper.headings import speaks_of_risk
from pipeline.ingest.paper.lines import Line
from pipeline.ingest.registers.layouts import Layout
from pipeline.ingest.registers.trends import TrendRead, read_trend
from pipeline.ingest.registers.vocabulary import UP_SIGNS

# A line of a key: "↑ = the risk is rising", "↑ Position improving".
_KEY = re.compile(rf"[{UP_SIGNS}]\s*[=:–—-]?\s*(?P<words>[^{UP_SIGNS}\n]{{3,160}})")
_RISK = re.compile(r"\b(?:ris(?:es|ing|en)|increas\w*|worsen\w*|deteriorat\w*|grow\w*|higher)\b", re.I)
_POSITION = re.compile(r"\b(?:improv\w*|better|position|decreas\w*|reduc\w*|falling|lower)\b", re.I)


@dataclass(frozen=True, slots=True)
class Meaning:
    """``means``: risk or position, as in a layout. ``line``: the key that says so, where one does."""

    means: str
    line: Line | None = None


def meaning_in(lines: Iterable[Line]) -> Meaning | None:
    """What the paper's own key says an up arrow means. None where it has none, or where it says both."""
    said: dict[str, Line] = {}
    for line in lines:
        match = _KEY.search(line.text)
        words = re.split(r"[;,.]|[↓↔→]", match["words"])[0] if match else ""
        risk, position = bool(_RISK.search(words)), bool(_POSITION.search(words))
        if risk != position:
            said.setdefault("risk" if risk else "position", line)
    return Meaning(*next(iter(said.items()))) if len(said) == 1 else None


def trend_of(text: str, heading: str, meaning: Meaning | None) -> tuple[TrendRead, bool]:
    """The trend that a cell's text says under a heading, and whether that rests on the heading alone."""
    plain = read_trend(GridCell(1, 1, text), None)
    if not plain.meaning_missing:
        return plain, False
    means = meaning.means if meaning else "risk" if speaks_of_risk(heading) else None
    assumed = meaning is None and means is not None
    return read_trend(GridCell(1, 1, text), Layout("", trend_means=means)), assumed

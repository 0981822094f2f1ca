"""A cell of known content: what stands there, and what must be read from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

Shown = str | int | float | date | None

STAGE_PARTS: Final = ("likelihood", "impact", "score", "rating")


@dataclass(frozen=True)
class Entry:
    """A cell. ``means``: what must be read from it; ``told``: a finding must name it; ``font``: where it draws the
    sign; ``formula`` of the columns "{L}" and "{I}" of its block, with ``shown`` as its value; ``pieces``: where its
    lines may stand in rows of their own.
    """

    shown: Shown
    means: Any
    told: bool = False
    font: str = ""
    formula: str = ""
    number_format: str = ""
    pieces: tuple[str, ...] = ()


Row = dict[str, Entry]


@dataclass(frozen=True)
class Able:
    """What a file format can hold besides text."""

    typed: bool = True  # numbers and dates as such
    fonts: bool = True
    formulas: bool = True
    merges: bool = True
    hidden: bool = True
    sheets: bool = True

"""Tables for a terminal: texts wrapped in columns, in letters that every console can print."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

_APART = 2  # blanks before each column


def widths(whole: int, *shares: int) -> tuple[int, ...]:
    """What each column may take of a line. ``shares``: how the columns divide it."""
    return tuple((whole - _APART * len(shares)) * share // sum(shares) for share in shares)


def row(texts: Sequence[str], each: Sequence[int]) -> tuple[str, ...]:
    """One row as the lines of the screen; a newline in a text begins a new line of its column."""
    columns = [
        [line for part in text.split("\n") for line in textwrap.wrap(part, width, break_on_hyphens=False) or [""]]
        for text, width in zip(texts, each, strict=True)
    ]
    lines = []
    for at in range(max(len(column) for column in columns)):
        pieces = (column[at] if at < len(column) else "" for column in columns)
        padded = (piece.ljust(width) for piece, width in zip(pieces, each, strict=True))
        lines.append((" " * _APART + (" " * _APART).join(padded)).rstrip())
    return tuple(lines)


def heading(texts: Sequence[str], each: Sequence[int]) -> tuple[str, ...]:
    """The head of a table, with a rule below it."""
    return (*row(texts, each), *row(tuple("-" * width for width in each), each))

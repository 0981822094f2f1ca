"""What a trend cell says: a word, an arrow, or a letter that a symbol font draws as an arrow."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pipeline.ingest.cleaning import clean, one_line
from pipeline.ingest.grid import Cell
from pipeline.ingest.layouts import Layout
from pipeline.ingest.values import is_nothing
from pipeline.ingest.vocabulary import (
    DOWN_SIGNS,
    DOWN_WORDS,
    FALLING,
    NEW,
    RISING,
    SAME,
    SAME_SIGNS,
    SYMBOL_FONTS,
    TYPED_SAME,
    UP_SIGNS,
    UP_WORDS,
    simple,
)
from pipeline.model.records import Trend

_MOVED = re.compile(r"(\d+(?:\.\d+)?)\s*(?:→|➡|->|-->|to)\s*(\d+(?:\.\d+)?)")
_VARIATION = re.compile("[\ufe0e\ufe0f]")
_WORDS: Final[Mapping[str, Trend]] = {
    **dict.fromkeys(RISING, Trend.RISING),
    **dict.fromkeys(SAME, Trend.SAME),
    **dict.fromkeys(FALLING, Trend.FALLING),
    **dict.fromkeys(NEW, Trend.NEW),
}
_BY_MEANING: Final[Mapping[tuple[str, str], Trend]] = {
    ("up", "risk"): Trend.RISING,
    ("up", "position"): Trend.FALLING,
    ("down", "risk"): Trend.FALLING,
    ("down", "position"): Trend.RISING,
}


@dataclass(frozen=True)
class TrendRead:
    """``trend`` is None where the cell says nothing, where it is ``unknown``, or where ``up`` or ``down``
    was meant and the layout does not say of what. ``shown``: the cell as a reader sees it.
    """

    trend: Trend | None = None
    shown: str = ""
    unknown: bool = False
    meaning_missing: bool = False


def read_trend(cell: Cell, layout: Layout | None) -> TrendRead:
    """The trend a cell declares."""
    raw = one_line(cell.text)
    text = _VARIATION.sub("", one_line(clean(drawn(cell))[0]))
    if layout:
        for word in (raw, text):
            meaning = layout.meaning("trend", word)
            if meaning is not None:
                return TrendRead(Trend(str(meaning)), text)
    if (
        not any(char.isalnum() or char in UP_SIGNS + DOWN_SIGNS + SAME_SIGNS for char in text)
        and text not in TYPED_SAME
    ):
        # A dash may be "unchanged" or "not stated": not for us to say.
        return TrendRead(shown=text, unknown=bool(text))
    if is_nothing(text):
        return TrendRead(shown=text)
    if match := _MOVED.fullmatch(text):
        was, now = float(match[1]), float(match[2])
        return TrendRead(Trend.RISING if now > was else Trend.FALLING if now < was else Trend.SAME, text)
    sign, words = _sign_and_words(text)
    said = _WORDS.get(words)
    direction = "up" if words in UP_WORDS else "down" if words in DOWN_WORDS else ""
    if words and not said and not direction:
        return TrendRead(shown=text, unknown=True)
    if sign == "same" or (said and not sign):
        trend = said or Trend.SAME
        # "↔ Rising" contradicts itself
        return (
            TrendRead(shown=text, unknown=True)
            if sign == "same" and trend is not Trend.SAME
            else TrendRead(trend, text)
        )
    if sign and direction and sign != direction:
        return TrendRead(shown=text, unknown=True)
    means = layout.trend_means if layout else None
    if means is None:
        # "↑ Increasing" needs no meaning: its word has one.
        return TrendRead(said, text) if said else TrendRead(shown=text, meaning_missing=True)
    by_sign = _BY_MEANING[sign or direction, means]
    if said and said is not by_sign:
        return TrendRead(shown=text, unknown=True)
    return TrendRead(by_sign, text)


def _sign_and_words(text: str) -> tuple[str, str]:
    """The one direction its signs show ("", up, down, same; "mixed" is no direction: left as a word), and its words."""
    rest = text
    signs: set[str] = set()
    for typed in TYPED_SAME:
        if typed in rest:
            rest = rest.replace(typed, " ")
            signs.add("same")
    kept = []
    for char in rest:
        if char in UP_SIGNS:
            signs.add("up")
        elif char in DOWN_SIGNS:
            signs.add("down")
        elif char in SAME_SIGNS:
            signs.add("same")
        else:
            kept.append(char)
    rest = "".join(kept).strip(" ().:,;-")
    words = simple(rest) or rest
    if len(signs) > 1:
        return "", simple(text) or text
    return next(iter(signs), ""), words


def drawn(cell: Cell) -> str:
    """The cell's text with what a symbol font draws put in place of its letters."""
    if cell.runs:
        return "".join(_in_font(run.text, run.font) for run in cell.runs)
    return _in_font(cell.value, cell.look.font) if isinstance(cell.value, str) else cell.text


def _in_font(text: str, font: str) -> str:
    letters = SYMBOL_FONTS.get(" ".join(font.casefold().split()))
    if letters is None:
        return text
    # Symbol fonts keep their letters in the private area too: U+F0E9 is é.
    plain = (chr(ord(char) - 0xF000) if 0xF000 <= ord(char) <= 0xF0FF else char for char in text)
    return "".join(letters.get(char, char) for char in plain)

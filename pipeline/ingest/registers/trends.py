"""What a trend cell says: a word, an arrow, or a letter that a symbol font draws as an arrow."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pipeline.ingest.cleaning import clean, one_line
from pipeline.ingest.grid import Cell
from pipeline.ingest.registers.layouts import Layout
from pipeline.ingest.registers.values import is_nothing
from pipeline.ingest.registers.vocabulary import (
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
# "Up from 12", "Increased from 12 to 16": where it was, and is.
_FROM = re.compile(r"(\S.*?)\s+\(?from\s+(\d+(?:\.\d+)?)(?:\s+to\s+(\d+(?:\.\d+)?))?\)?", re.IGNORECASE)
# "Increased by 3", "Reduced since Q2".
_BY = re.compile(
    r"(\S.*?)\s+(?:by\s+(?!0+(?:\.0*)?$)\d+(?:\.\d+)?|since\s+(?:(?:the )?(?:last|previous) )?\w+(?: \d{4})?)",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"([+\-−–])(\d+(?:\.\d+)?)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_PARTS = re.compile(r"\s+[-–—/]\s+|[,;]\s+")
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


def is_signed(text: str) -> bool:
    """Whether a text is a number with its sign, as of a move: "+2", "−3"."""
    return bool(_SIGNED.fullmatch(text.strip()))


def is_numeric(text: str) -> bool:
    """Whether a text is a number, with or without a sign."""
    return is_signed(text) or bool(_NUMBER.fullmatch(text))


def read_trend(cell: Cell, layout: Layout | None, *, signed: bool = False) -> TrendRead:
    """The trend a cell declares. ``signed``: whether signed numbers stand in its column, so that 2 is +2 and 0 is no move."""
    raw = one_line(cell.text)
    text = _VARIATION.sub("", one_line(clean(drawn(cell))[0]))
    meaning = next(
        (said for word in (raw, text) if layout and (said := layout.meaning("trend", word)) is not None), None
    )
    if meaning is not None:
        return TrendRead(Trend(str(meaning)), text)
    # A dash may be "unchanged" or "not stated": not for us to say.
    if not text or (is_nothing(text) and any(map(str.isalnum, text))):
        return TrendRead(shown=text)
    if match := _MOVED.fullmatch(text):
        was, now = float(match[1]), float(match[2])
        return TrendRead(Trend.RISING if now > was else Trend.FALLING if now < was else Trend.SAME, text)
    means = layout.trend_means if layout else None
    if match := _FROM.fullmatch(text):
        return _moved_from(match, means, text)
    if is_signed(text) or (signed and _NUMBER.fullmatch(text)):
        return _by_number(text, means)
    return _in_parts(text, means)


def _in_parts(text: str, means: str | None) -> TrendRead:
    """What a text says, without by how much and since when; where it says it twice, as "Static - no change", both
    must agree.
    """
    if match := _BY.fullmatch(text):
        read = _by_sign_and_words(match[1], means)
        return TrendRead(read.trend, text, read.unknown or read.trend is Trend.NEW, read.meaning_missing)
    read = _by_sign_and_words(text, means)
    parts = [_by_sign_and_words(part, means) for part in _PARTS.split(text)] if read.unknown else []
    said = {part.trend for part in parts}
    agreed = said.pop() if len(said) == 1 else None
    return TrendRead(agreed, text) if agreed is not None else read


def _by_number(text: str, means: str | None) -> TrendRead:
    """What a number says by which something moved: what moved, a layout must say."""
    moved = float(re.sub(r"[−–]", "-", text))
    if moved == 0:
        return TrendRead(Trend.SAME, text)
    if not means:
        return TrendRead(shown=text, meaning_missing=True)
    return TrendRead(_BY_MEANING["up" if moved > 0 else "down", means], text)


def _moved_from(match: re.Match[str], means: str | None, text: str) -> TrendRead:
    """What "Up from 12 to 16" says: its word, which the scores, where both stand there, may not contradict. Only
    a word that says where it went will do: "New from 12" says nothing.
    """
    sign, words = _sign_and_words(match[1])
    read = _by_sign_and_words(match[1], means)
    goes_up = sign == "up" or words in UP_WORDS or _WORDS.get(words) is Trend.RISING
    goes_down = sign == "down" or words in DOWN_WORDS or _WORDS.get(words) is Trend.FALLING
    if read.trend is Trend.SAME and match[3] in (None, match[2]):
        return TrendRead(Trend.SAME, text)
    if read.unknown or goes_up == goes_down:
        return TrendRead(shown=text, unknown=True)
    if match[3] is None:
        return TrendRead(read.trend, text, meaning_missing=read.meaning_missing)
    was, now = float(match[2]), float(match[3])
    moved = Trend.RISING if now > was else Trend.FALLING
    if now == was or (now > was) is not goes_up or read.trend not in (None, moved):
        return TrendRead(shown=text, unknown=True)
    return TrendRead(moved, text)


def _by_sign_and_words(text: str, means: str | None) -> TrendRead:
    """What signs and words say together: they must agree, and an arrow alone needs to be given a meaning."""
    sign, words = _sign_and_words(text)
    if sign and _NUMBER.fullmatch(words):  # "▲2", by how much
        words = "" if (float(words) == 0) is (sign == "same") else words
    said = _WORDS.get(words)
    worded = "up" if words in UP_WORDS else "down" if words in DOWN_WORDS else ""
    if ((words or not sign) and not said and not worded) or (sign and worded and sign != worded):
        return TrendRead(shown=text, unknown=True)
    direction = sign or worded
    if direction == "same":
        signed: Trend | None = Trend.SAME
    elif direction and means:
        signed = _BY_MEANING[direction, means]
    else:
        signed = None
    if signed and said and signed is not said:
        return TrendRead(shown=text, unknown=True)  # "↔ Rising" contradicts itself
    trend = said or signed
    return TrendRead(trend, text, meaning_missing=trend is None)


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
        return "".join(_in_font(run.text, run.font) for run in cell.runs if not run.out)
    return _in_font(cell.value, cell.look.font) if isinstance(cell.value, str) else cell.text


def _in_font(text: str, font: str) -> str:
    letters = SYMBOL_FONTS.get(" ".join(font.casefold().split()))
    if letters is None:
        return text
    # Symbol fonts keep their letters in the private area too: U+F0E9 is é.
    plain = (chr(ord(char) - 0xF000) if 0xF000 <= ord(char) <= 0xF0FF else char for char in text)
    return "".join(letters.get(char, char) for char in plain)

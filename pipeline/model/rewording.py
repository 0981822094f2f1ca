"""What differs between two wordings of one thing, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_KEPT = 1 / 3  # the share of its words that a text must keep to be the same text still
_MOST_WORDS = 2_000  # of each: to compare longer texts takes longer than anyone would wait
_POINTS = re.compile(r"[-.,;:!?\"'`´‘’“”„()\[\]…•‐‑‒–—]+(?!\d)")  # 1.5 and -3 keep theirs
_STOPS = ".,;:"  # at the end of what is quoted they would be read as the sentence's own
_SHOWN, _PIECES = 12, 3  # words of a piece, and pieces of a text


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words that gave way to another; either may be empty."""

    was: str
    now: str


def same_words(one: str | None, other: str | None) -> bool:
    """Whether two texts differ in nothing but case, spacing and points: another shape of quotes, a full stop more."""
    return _words(one) == _words(other)


def _words(text: str | None) -> list[str]:
    return _POINTS.sub(" ", text or "").casefold().split()


def pieces(was: str, now: str) -> tuple[Piece, ...] | None:
    """The stretches that differ, in their order; None where so little is kept that it is another text. Spacing and
    case of their own are no difference.
    """
    then, here = was.split(), now.split()
    if max(len(then), len(here)) > _MOST_WORDS:
        return None
    match = SequenceMatcher(None, [w.casefold() for w in then], [w.casefold() for w in here], autojunk=False)
    if sum(block.size for block in match.get_matching_blocks()) < _KEPT * max(len(then), len(here)):
        return None
    return tuple(
        Piece(" ".join(then[a:b]), " ".join(here[c:d])) for tag, a, b, c, d in match.get_opcodes() if tag != "equal"
    )


def in_words(was: str, now: str) -> str:
    """``"few" is now "too few"; "in May" is new``: the first that differ; nothing where it is another text."""
    found = pieces(was, now)
    if not found:
        return ""
    said = [_said(piece) for piece in found[:_PIECES]]
    more = len(found) - _PIECES
    return "; ".join([*said, *([f"and {more} more"] if more > 0 else [])])


def _said(piece: Piece) -> str:
    was, now = (text.rstrip(_STOPS) for text in (piece.was, piece.now))
    if was == now:  # the stop is what changed
        was, now = piece.was, piece.now
    if not was:
        return f"{_quoted(now)} is new"
    return f"{_quoted(was)} {f'is now {_quoted(now)}' if now else 'is gone'}"


def _quoted(text: str) -> str:
    words = text.split()
    return f'"{" ".join(words[:_SHOWN])}{" …" if len(words) > _SHOWN else ""}"'

"""Two wordings of one thing, with the words that differ marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

_WORDS = re.compile(r"\s+|[^\s]+")
_MOST_WORDS = 2_000  # of each: to compare longer texts takes longer than anyone would wait


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text. ``mark``: ins, del, or nothing for words that both wordings have."""

    text: str
    mark: str = ""


Words = tuple[Piece, ...]


def marked(was: str, now: str) -> tuple[Words, Words]:
    """What it was with the words taken out marked, and what it is with those put in; each is whole. Spacing alone
    is no difference.
    """
    then, here = _WORDS.findall(was), _WORDS.findall(now)
    if max(len(then), len(here)) > _MOST_WORDS:
        return (Piece(was, "del"),), (Piece(now, "ins"),)
    kept_then, kept_now = [False] * len(then), [False] * len(here)
    words_then = [at for at, word in enumerate(then) if not word.isspace()]
    words_now = [at for at, word in enumerate(here) if not word.isspace()]
    match = SequenceMatcher(None, [then[at] for at in words_then], [here[at] for at in words_now], autojunk=False)
    for one, other, size in match.get_matching_blocks():
        for step in range(size):
            kept_then[words_then[one + step]] = kept_now[words_now[other + step]] = True
    return _pieces(then, kept_then, "del"), _pieces(here, kept_now, "ins")


def _pieces(words: Sequence[str], kept: Sequence[bool], mark: str) -> Words:
    """The words as stretches of one mark; the space between two marked words is theirs."""
    marks = [
        "" if keep or (word.isspace() and (at in (0, len(words) - 1) or kept[at - 1] or kept[at + 1])) else mark
        for at, (word, keep) in enumerate(zip(words, kept, strict=True))
    ]
    return tuple(Piece("".join(word for word, _ in group), each) for each, group in _by_mark(words, marks))


def _by_mark(words: Iterable[str], marks: Iterable[str]) -> Iterable[tuple[str, Iterable[tuple[str, str]]]]:
    return groupby(zip(words, marks, strict=True), key=lambda one: one[1])

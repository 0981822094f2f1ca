"""What became of each value of a paragraph whose words were changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from rapidfuzz.distance import Indel

_TOKEN = re.compile(r"\w+|\s|[^\w\s]")


def plain(text: str) -> str:
    """The text as it is compared: without spaces at its ends or those of its lines, or several in a row."""
    return re.sub(r" *\n *", "\n", re.sub(" {2,}", " ", text)).strip()


@dataclass(frozen=True, slots=True)
class Reading:
    """The paragraph as sent, cut where the generated one is: by turns static words and a value, and static
    words at both ends.
    """

    parts: tuple[str, ...]

    @property
    def values(self) -> tuple[str, ...]:
        return self.parts[1::2]

    @property
    def static(self) -> tuple[str, ...]:
        return self.parts[::2]


def cut(text: str, spans: Sequence[tuple[int, int]]) -> Reading:
    """The generated paragraph itself. ``spans``: where its values stand, in order and apart."""
    ends = [0, *(edge for span in spans for edge in span), len(text)]
    return Reading(tuple(text[start:end] for start, end in pairwise(ends)))


def read_again(was: Reading, now: str) -> Reading | None:
    """The words as sent, cut like those generated; None where static words and values were rewritten into
    one, so that nobody can tell what became of which.
    """
    found = (_by_difference(was, now), _by_static_words(was, now), _by_static_words_backwards(was, now))
    readings = [reading for reading in found if reading is not None]
    return max(readings, key=lambda reading: _likeness(was, reading), default=None)


def _likeness(was: Reading, now: Reading) -> tuple[int, int, float]:
    """How well a cut explains what was sent: the parts left alone, the static ones of them, how near the values are."""
    values, static = (_kept(was.values, now.values), _kept(was.static, now.static))
    pairs = zip(was.values, now.values, strict=True)
    return values + static, static, sum(Indel.normalized_similarity(before, after) for before, after in pairs)


def _kept(was: Iterable[str], now: Iterable[str]) -> int:
    return sum(plain(before) == plain(after) for before, after in zip(was, now, strict=True))


def _by_static_words(was: Reading, now: str) -> Reading | None:
    """Each value reaches to the first place where the static words behind it stand."""
    first, *inner = was.static[:-1]
    last = was.static[-1]
    if not now.startswith(first) or not all(inner):
        return None
    parts, at = [first], len(first)
    for words in inner:
        found = now.find(words, at)
        if found < 0:
            return None
        parts += [now[at:found], words]
        at = found + len(words)
    if len(now) - len(last) < at or not now.endswith(last):
        return None
    return Reading((*parts, now[at : len(now) - len(last)], last))


def _by_static_words_backwards(was: Reading, now: str) -> Reading | None:
    """Each value begins at the last place where the static words before it stand."""
    mirrored = _by_static_words(Reading(tuple(part[::-1] for part in reversed(was.parts))), now[::-1])
    return mirrored and Reading(tuple(part[::-1] for part in reversed(mirrored.parts)))


def _by_difference(was: Reading, now: str) -> Reading | None:
    """By the words that stayed, never by spaces alone. New words next to a value belong to it."""
    tokens: list[str] = []
    edges: list[int] = []
    for part in was.parts:
        tokens += _TOKEN.findall(part)
        edges.append(len(tokens))
    after = _TOKEN.findall(now)
    blocks = SequenceMatcher(str.isspace, tokens, after, autojunk=False).get_opcodes()
    cuts = [0]
    for number, edge in enumerate(edges[:-1]):
        # An even number: static words end here and a value begins; where they are none, the value before goes on.
        begins = number % 2 == 0 and (number == 0 or bool(was.parts[number]))
        place = _place(edge, blocks, early=begins)
        if place is None:
            return None
        cuts.append(max(place, cuts[-1]))
    cuts.append(len(after))
    return Reading(tuple("".join(after[start:end]) for start, end in pairwise(cuts)))


def _place(edge: int, blocks: Sequence[tuple[str, int, int, int, int]], *, early: bool) -> int | None:
    """Where an edge between two tokens has gone; None inside words that were replaced as a whole."""
    places: list[int] = []
    for kind, start, end, new_start, new_end in blocks:
        if start < edge < end:
            if kind == "replace":
                return None
            return new_start + (edge - start if kind == "equal" else 0)
        places += [new_start] if edge == start else []
        places += [new_end] if edge == end else []
    return min(places, default=0) if early else max(places, default=0)

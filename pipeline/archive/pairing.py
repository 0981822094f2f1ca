"""Which paragraph of a report as sent is which of those generated.

Rows of a table are paired as wholes before their cells, since words such as an organisation's name stand in
many of them. Anchors decide first, then equal words, then likeness, then the order.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise

from rapidfuzz.distance import Indel

from pipeline.archive.spans import plain
from pipeline.model.document import Paragraph

_ROW = re.compile(r"(?P<row>(?:.*, )?table \d+, row \d+)(?:, (?P<column>.*))?", re.DOTALL)
_ALIKE = 0.5  # share of the words of two texts that are the same
_SENTENCE = 25  # characters: a shorter text may well stand in two places
_MOST_COMPARED = 10_000  # pairs of texts compared in one gap; of a longer one, only what is equal is paired


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph, or a row of a table: paragraphs by their place in the file."""

    at: tuple[int, ...]
    key: tuple[str, ...]  # their words
    row: str  # the row's place; nothing of a paragraph outside tables
    anchor: str

    @property
    def length(self) -> int:
        return sum(map(len, self.key))


@dataclass(slots=True)
class Pair:
    """Paragraphs that are one another: several on one side where some were joined or split."""

    generated: list[int]
    sent: list[int]


@dataclass(slots=True)
class Pairing:
    """``moved``: what stands elsewhere now, as places in the file."""

    pairs: list[Pair] = field(default_factory=list)
    moved: list[tuple[tuple[int, ...], tuple[int, ...]]] = field(default_factory=list)
    deleted: list[int] = field(default_factory=list)
    added: list[int] = field(default_factory=list)


def pair(generated: Sequence[Paragraph], sent: Sequence[Paragraph]) -> Pairing:
    """Every paragraph of both sides is in exactly one pair, or deleted, or added."""
    left, right = _units(generated), _units(sent)
    units = _Units(left, right)
    units.pair()
    pairing = Pairing()
    for one, other in sorted(units.pairs.items(), key=lambda each: each[1]):
        pairing.pairs += _cells(left[one], right[other], generated, sent)
        if one in units.moved:
            pairing.moved.append((left[one].at, right[other].at))
    _take_in(pairing.pairs, generated, sent)
    known = {at for each in pairing.pairs for at in each.generated}, {at for each in pairing.pairs for at in each.sent}
    pairing.deleted = [at for at in range(len(generated)) if at not in known[0]]
    pairing.added = [at for at in range(len(sent)) if at not in known[1]]
    return pairing


def _place(paragraph: Paragraph) -> tuple[str, str]:
    """The row and the column a paragraph stands in; nothing outside tables."""
    found = _ROW.fullmatch(paragraph.where)
    return (found["row"], found["column"] or "") if found else ("", "")


def _units(paragraphs: Sequence[Paragraph]) -> list[Unit]:
    groups: list[tuple[str, list[int]]] = []
    for at, paragraph in enumerate(paragraphs):
        row, _ = _place(paragraph)
        if row and groups and groups[-1][0] == row:
            groups[-1][1].append(at)
        else:
            groups.append((row, [at]))
    return [
        Unit(
            tuple(at),
            tuple(plain(paragraphs[each].text) for each in at),
            row,
            next((paragraphs[each].anchor for each in at if paragraphs[each].anchor), ""),
        )
        for row, at in groups
    ]


class _Units:
    """Pairs the units of both sides. ``pairs``: generated → sent; ``moved``: those of them out of order."""

    def __init__(self, left: Sequence[Unit], right: Sequence[Unit]) -> None:
        self._left, self._right = left, right
        self.pairs: dict[int, int] = {}
        self.moved: set[int] = set()
        self._taken: set[int] = set()

    def pair(self) -> None:
        self._by_anchor()
        self._by_words()
        self._find_moved()
        for gap in self._gaps():
            self._equal(*gap)
        self._elsewhere()
        for gap in self._gaps():
            self._alike(*gap)
        for gap in self._gaps():
            self._in_order(*gap)

    def _join(self, one: int, other: int) -> None:
        self.pairs[one] = other
        self._taken.add(other)

    def _gaps(self) -> list[tuple[list[int], list[int]]]:
        """What has no partner yet, between the pairs that stand in order."""
        fixed = sorted(pair for pair in self.pairs.items() if pair[0] not in self.moved)
        ends = [(-1, -1), *fixed, (len(self._left), len(self._right))]
        return [
            (
                [at for at in range(start[0] + 1, end[0]) if at not in self.pairs],
                [at for at in range(start[1] + 1, end[1]) if at not in self._taken],
            )
            for start, end in pairwise(ends)
            if end[0] - start[0] > 1 and end[1] - start[1] > 1
        ]

    def _by_anchor(self) -> None:
        named = {unit.anchor: at for at, unit in enumerate(self._left) if unit.anchor}
        words = Counter(unit.key for unit in self._left)
        carried = {unit.anchor for unit in self._right}
        lost = {unit.key for unit in self._left if unit.anchor not in carried and unit.length >= _SENTENCE}
        found = [(at, unit, named[unit.anchor]) for at, unit in enumerate(self._right) if unit.anchor in named]
        # Of two with one anchor, such as a copy, the one whose words are the same goes first.
        for at, unit, one in sorted(found, key=lambda each: each[1].key != self._left[each[2]].key):
            if one in self.pairs:
                continue
            # The bookmark of a deleted paragraph may end up in the next, whose own is then behind it.
            if unit.key != self._left[one].key and unit.key in lost and words[unit.key] == 1:
                continue
            self._join(one, at)

    def _by_words(self) -> None:
        """Words that stand once on each side."""
        places: list[dict[tuple[str, ...], list[int]]] = [{}, {}]
        for where, units in zip(places, (self._left, self._right), strict=True):
            for at, unit in enumerate(units):
                where.setdefault(unit.key, []).append(at)
        for key, found in places[0].items():
            others = places[1].get(key, ())
            if len(found) == len(others) == 1 and found[0] not in self.pairs and others[0] not in self._taken:
                self._join(found[0], others[0])

    def _find_moved(self) -> None:
        """All pairs but the longest run of them in which both sides have the same order."""
        ordered = sorted(self.pairs.items())
        tails: list[int] = []  # the least place in which a run of each length ends
        lengths: list[int] = []
        for _, other in ordered:
            length = bisect_left(tails, other)
            tails[length : length + 1] = [other]
            lengths.append(length)
        wanted = len(tails) - 1
        for (one, _), length in zip(reversed(ordered), reversed(lengths), strict=True):
            if length == wanted:
                wanted -= 1
            else:
                self.moved.add(one)

    def _equal(self, left: Sequence[int], right: Sequence[int]) -> None:
        keys = [(self._left[at].row != "", self._left[at].key) for at in left]
        others = [(self._right[at].row != "", self._right[at].key) for at in right]
        for start, other, size in SequenceMatcher(None, keys, others, autojunk=False).get_matching_blocks():
            for step in range(size):
                self._join(left[start + step], right[other + step])

    def _elsewhere(self) -> None:
        """What is left over on one side and stands word for word at another place on the other has moved."""
        waiting: dict[tuple[str, ...], list[int]] = {}
        for at, unit in enumerate(self._left):
            if at not in self.pairs and unit.length >= _SENTENCE:
                waiting.setdefault(unit.key, []).append(at)
        for at, unit in enumerate(self._right):
            if at not in self._taken and waiting.get(unit.key):
                one = waiting[unit.key].pop(0)
                self._join(one, at)
                self.moved.add(one)

    def _alike(self, left: Sequence[int], right: Sequence[int]) -> None:
        """The pairs in order that have most in common, all in all."""
        if len(left) * len(right) > _MOST_COMPARED:
            return
        best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
        alike = [[self._likeness(one, other) for other in right] for one in left]
        for i in range(len(left) - 1, -1, -1):
            for j in range(len(right) - 1, -1, -1):
                best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + alike[i][j])
        i = j = 0
        while i < len(left) and j < len(right):
            if alike[i][j] and best[i][j] == best[i + 1][j + 1] + alike[i][j]:
                self._join(left[i], right[j])
                i, j = i + 1, j + 1
            elif best[i][j] == best[i + 1][j]:
                i += 1
            else:
                j += 1

    def _likeness(self, one: int, other: int) -> float:
        left, right = self._left[one], self._right[other]
        if bool(left.row) is not bool(right.row):
            return 0.0
        found = likeness(" ".join(left.key), " ".join(right.key))
        return found if found >= _ALIKE else 0.0

    def _in_order(self, left: Sequence[int], right: Sequence[int]) -> None:
        """As many on both sides: each was rewritten in its place."""
        if [bool(self._left[at].row) for at in left] == [bool(self._right[at].row) for at in right]:
            for one, other in zip(left, right, strict=True):
                self._join(one, other)


def likeness(one: str, other: str) -> float:
    """From 0 to 1: the share of the words that both have in the same order; of letters, where words are few."""
    words = one.split(), other.split()
    if min(map(len, words)) > 3:
        return Indel.normalized_similarity(*words)
    return Indel.normalized_similarity(one, other)


def _cells(left: Unit, right: Unit, generated: Sequence[Paragraph], sent: Sequence[Paragraph]) -> Iterator[Pair]:
    """The paragraphs of two units that are one: those of a row by column, first where the words are the same."""
    ones, others = list(left.at), list(right.at)
    ways: tuple[Callable[[Paragraph], Hashable], ...] = (
        lambda paragraph: (_place(paragraph)[1], plain(paragraph.text)),
        lambda paragraph: _place(paragraph)[1],
        lambda paragraph: plain(paragraph.text),
    )
    for way in ways:
        waiting: dict[Hashable, list[int]] = {}
        for at in others:
            waiting.setdefault(way(sent[at]), []).append(at)
        for one in tuple(ones):
            if found := waiting.get(way(generated[one])):
                ones.remove(one)
                others.remove(found[0])
                yield Pair([one], [found.pop(0)])
    if len(ones) == len(others):  # the columns have other headings now
        for one, other in zip(ones, others, strict=True):
            yield Pair([one], [other])


def _take_in(pairs: Sequence[Pair], generated: Sequence[Paragraph], sent: Sequence[Paragraph]) -> None:
    """Takes what is left over into the pair before or after it, where a paragraph was split or two were joined."""
    of_sent = {each.sent[0]: each for each in pairs}
    of_generated = {each.generated[0]: each for each in pairs}
    for one, (texts, owners) in enumerate(((generated, of_generated), (sent, of_sent))):
        for at, paragraph in enumerate(texts):
            if at in owners:
                continue
            for beside in (at - 1, at + 1):
                owner = owners.get(beside)
                if owner is None or _place(texts[beside]) != _place(paragraph):
                    continue
                mine, theirs = (owner.generated, owner.sent) if one == 0 else (owner.sent, owner.generated)
                whole = _joined(theirs, sent if one == 0 else generated)
                grown = sorted((*mine, at))
                now, then = likeness(_joined(grown, texts), whole), likeness(_joined(mine, texts), whole)
                if now >= _ALIKE and now > then + 0.05:
                    mine[:] = grown
                    owners[at] = owner
                    break


def _joined(at: Sequence[int], paragraphs: Sequence[Paragraph]) -> str:
    return " ".join(paragraphs[each].text for each in at)

"""How much two texts have in common, by the words that carry their meaning."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping

_WORD = re.compile(r"[^\W\d_]{4,}")
_STEM = 6  # letters that tell a word from others: "analysis" and "analyst" are one
_SMALL_WORDS = """
    about after against also among because been before being between both cannot could does doing during each enough
    from further have having into itself less long make many more most must need only other others over risk risks
    same shall should some such than that their them then there these they this those through under until very well
    were what when where which while whom whose will with within without would your
"""
_SMALL = frozenset(_SMALL_WORDS.split())


def content(text: str) -> frozenset[str]:
    """The stems of its words of four letters or more that are not small ones."""
    return frozenset(word[:_STEM] for word in _WORD.findall(text.casefold()) if word not in _SMALL)


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the shorter text's words that the other has too: 0 to 1."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


class Weighed:
    """Texts whose words weigh the more, the fewer of the texts have them. ``texts``: key → text."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.words = {key: content(text) for key, text in texts.items()}
        self._spread = Counter(word for words in self.words.values() for word in words)
        self._length = {key: math.sqrt(self._sum(words)) for key, words in self.words.items()}

    def likeness(self, one: str, other: str) -> float:
        """0 for nothing in common, 1 for the same words."""
        length = self._length[one] * self._length[other]
        return self._sum(self.words[one] & self.words[other]) / length if length else 0.0

    def having(self, keys: Iterable[str], *, at_most: int) -> dict[str, list[str]]:
        """Word → which of these texts have it, of the words that at most so many texts have."""
        found: dict[str, list[str]] = {}
        for key in keys:
            for word in self.words[key]:
                if self._spread[word] <= at_most:
                    found.setdefault(word, []).append(key)
        return found

    def _sum(self, words: Iterable[str]) -> float:
        """Rounded once: else the order in which a set gives its words, another in each run, would show in the result."""
        return math.fsum(self._weight(word) ** 2 for word in words)

    def _weight(self, word: str) -> float:
        return math.log(1 + len(self.words) / self._spread[word])

"""Whether words stand in other words, however these were typed.

Compared are the letters and digits alone: case, accents, spaces and line breaks, dashes and quotation marks of any
kind, hyphens that are not seen and characters without width, and the full stop at the end make no difference.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

TELLING = 6  # as many words in a row are nobody's by chance

Whose = TypeVar("Whose")
Run = tuple[str, ...]

_WORD = re.compile(r"[^\W_]+")
# Accents and the like, and what takes no room on the page: soft hyphens, zero-width spaces, marks of direction.
_UNSEEN = re.compile(
    "[\u00ad\u0300-\u036f\u061c\u180e\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20ff"
    "\ufe00-\ufe0f\ufe20-\ufe2f\ufeff]"
)


def words(text: str) -> list[str]:
    """Its words in the form that is compared."""
    if not text.isascii():
        text = _UNSEEN.sub("", unicodedata.normalize("NFKD", text))
    return _WORD.findall(text.casefold())


def letters(text: str) -> str:
    """Its words with nothing between them."""
    return "".join(words(text))


class Quotes(Generic[Whose]):
    """Texts to be found where somebody quotes them: six of their words in a row, or all that they have.

    ``spoken``: texts whose words anybody may use. ``names``: each of these counts as one word.
    """

    def __init__(self, texts: Iterable[tuple[str, Whose]], spoken: Iterable[str], names: Iterable[str] = ()) -> None:
        self._names = [
            f" {' '.join(name)} " for name in sorted(map(words, names), key=len, reverse=True) if len(name) > 1
        ]
        self._runs: Mapping[int, dict[Run, Whose]] = {}
        found: dict[int, dict[Run, Whose]] = {}
        for text, whose in texts:
            said = self.words(text)
            length = min(len(said), TELLING)
            for run in _runs(said, length):
                found.setdefault(length, {}).setdefault(run, whose)
        for text in spoken if found else ():
            said = self.words(text)
            for length, runs in found.items():
                for run in _runs(said, length):
                    runs.pop(run, None)
        self._runs = {length: runs for length, runs in found.items() if runs}

    def words(self, text: str) -> list[str]:
        """The words of a text to look in."""
        said = words(text)
        if not self._names:
            return said
        line = f" {' '.join(said)} "
        for name in self._names:
            line = line.replace(name, f" {name.replace(' ', '')} ")
        return line.split()

    def found(self, said: Sequence[str]) -> Iterator[tuple[int, Whose]]:
        """Where a quote begins among the words that ``words`` made, and whose it is."""
        for length, runs in self._runs.items():
            for at, run in enumerate(_runs(said, length)):
                if run in runs:
                    yield at, runs[run]

    def quoted(self, text: str) -> bool:
        return next(self.found(self.words(text)), None) is not None


def _runs(said: Sequence[str], length: int) -> Iterator[Run]:
    return zip(*(said[start:] for start in range(length)), strict=False)

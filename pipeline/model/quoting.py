"""Whether words stand in other words, however these were typed.

Compared are the letters and digits alone: case, accents, spaces and line breaks, dashes and quotation marks of any
kind, hyphens that are not seen and characters without width, and the full stop at the end make no difference; "&" is
"and", "œ" is "oe". Where a script puts no spaces between words, each of its letters counts as one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

TELLING = 6  # as many words in a row are nobody's by chance

Whose = TypeVar("Whose")
Run = tuple[str, ...]

# Scripts that are written without spaces: Thai to Burmese, Khmer, Japanese and Chinese.
_SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(rf"[{_SPACELESS}]|[^\W_{_SPACELESS}]+")
# Letters that no accent makes, and what others type for them.
_TYPED = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i"})
# Accents and the like, and what takes no room on the page: soft hyphens, zero-width spaces, marks of direction.
_UNSEEN = re.compile(
    "[\u00ad\u0300-\u036f\u061c\u180e\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20ff\u3099\u309a"
    "\ufe00-\ufe0f\ufe20-\ufe2f\ufeff]"
)


def without_unseen(text: str) -> str:
    """The text without accents of their own and without what takes no room on the page."""
    return _UNSEEN.sub("", text)


def words(text: str) -> list[str]:
    """Its words in the form that is compared."""
    if text.isascii():
        text = text.casefold()
    else:
        text = without_unseen(unicodedata.normalize("NFKD", text)).casefold().translate(_TYPED)
    return _WORD.findall(text.replace("&", " and ") if "&" in text else text)


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

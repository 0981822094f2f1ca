"""The visible marks of a draft: what stands where a value is wrong, as ``[what is wrong: the value]``.

Every mark is made here, so that a reader can search a draft for ``[`` and the words are the same everywhere.
Records hold them under ``unknown``: field → the mark that stands in its place.
"""

from __future__ import annotations

import re

_LONGEST = 60  # of what is quoted: the finding tells where the whole stands


def not_found(what: str) -> str:
    """Something is named that isn't there: ``[not found: M07]``."""
    return _mark("not found", what)


def not_known(words: str) -> str:
    """Words that mean nothing in their place: ``[not known: Mostly]``."""
    return _mark("not known", words)


def not_readable(shown: str) -> str:
    """A cell that shows an error, or a formula without a value: ``[not readable: #REF!]``."""
    return _mark("not readable", shown)


def missing(what: str) -> str:
    """What must be there and is blank: ``[missing: risk owner]``."""
    return _mark("missing", what)


def twice(what: str) -> str:
    """A name or id that several share: ``[stands twice: C01]``."""
    return _mark("stands twice", what)


def outside(level: str) -> str:
    """A number that the scale doesn't have: ``[outside the scale: likelihood 7]``."""
    return _mark("outside the scale", level)


def in_no_band(scores: str) -> str:
    """Scores of a scale that its bands leave out: ``[in no band: 25]``."""
    return _mark("in no band", scores)


def late(day: str) -> str:
    """A date that can't be yet: ``[after the meeting: 20 December 2017]``."""
    return _mark("after the meeting", day)


def beside(words: str, *marks: str | None) -> str:
    """The words with marks after them; either may be missing."""
    return " ".join(part for part in (words, *marks) if part)


def without(text: str) -> str:
    """The text with a blank for each mark: what is quoted in one is nobody's wording."""
    return _MARK.sub(" ", text)


def _mark(fault: str, what: str) -> str:
    line = " ".join(what.split())
    return f"[{fault}: {line if len(line) <= _LONGEST else line[: _LONGEST - 1] + '…'}]"


_FAULTS = (
    "not found", "not known", "not readable", "missing", "stands twice", "outside the scale", "in no band",
    "after the meeting",
)  # fmt: skip
# What is quoted may hold brackets itself: a formula's do; where it was cut short, perhaps one alone.
_MARK = re.compile(rf"\[(?:{'|'.join(_FAULTS)}): (?:.{{{_LONGEST - 1}}}…|(?:[^\[\]]|\[[^\[\]]*\])*)\]")

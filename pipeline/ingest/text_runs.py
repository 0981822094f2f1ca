"""The stretches of a cell's text, and which of them are no part of what it says: raised marks, hidden words, equations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

# Why a stretch of a cell's text is not read as its words.
RAISED: Final = "raised"  # set above the line, as the mark of a footnote is
HIDDEN: Final = "hidden"
DRAWN: Final = "drawn"  # an equation or a form's list: what it shows can't be told
PICTURE: Final = "picture"
GLOSS: Final = "gloss"  # set in small letters above other words, to say how they are spoken


class TextRun(NamedTuple):
    """A stretch of a cell's text in one font. ``out``: why it is no part of the cell's value, where it is none."""

    text: str
    font: str
    struck: bool
    out: str = ""


_ONE = r"[\[(]?(?:\d{1,3}|[a-z]|[ivx]{1,4}|[*†‡§¶#]{1,3})[\])]?"
_MARK = re.compile(rf"{_ONE}(?:\s*[,;]\s*{_ONE})*")
_ID = re.compile(r"(?=\D*\d)[^\W_](?:[^\W_]|[-./](?=\w)){0,11}")  # as ids are written: A3, HR-12, 1.2
_ORDINAL = re.compile(r"st|nd|rd|th")
_UNIT = re.compile(r"(?<![^\W\d_])(?:[kcmd]?m|ft|in|yd)$")
_POWERS = {"2": "²", "3": "³"}


def settled(runs: Sequence[TextRun]) -> tuple[TextRun, ...]:
    """The runs, of which those that are ``RAISED`` still are so where they mark a footnote, or stand beside an id. What
    belongs to the words (1st, km², a whole text that stands high) is made an ordinary stretch of them.
    """
    read = [run for run in runs if not run.out]
    if not any(run.text.strip() for run in read):
        return tuple(run._replace(out="") if run.out == RAISED else run for run in runs)
    found: list[TextRun] = []
    before = ""
    low = "".join(run.text for run in read).strip()
    for run in runs:
        text = run.text.strip()
        if run.out != RAISED:
            found.append(run)
        elif (_ORDINAL.fullmatch(text) and before[-1:].isdigit()) or not (_MARK.fullmatch(text) or _ID.fullmatch(low)):
            found.append(run._replace(out=""))
        elif text in _POWERS and _UNIT.search(before):
            found.append(run._replace(text=run.text.replace(text, _POWERS[text]), out=""))
        else:
            found.append(run)
            if run.text != text:  # a space that was raised with the mark still parts two words
                found.append(run._replace(text=" ", out=""))
        before = "".join(one.text for one in found if not one.out)
    return tuple(found)

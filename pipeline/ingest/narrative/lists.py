"""The lists of a Word file as the report takes them over: how they count, and what a reader sees in front of an entry."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.ingest.narrative.word import Element, W, WordFile, switch, value
from pipeline.model.numerals import DEEPEST, FORMS, label
from pipeline.model.records import Counted, ListLevel

_PLAIN = ListLevel("decimal", 1, "%1.")


def start_of(word: WordFile, list_id: str, level: int) -> int:
    found = word.lists.get((list_id, level))
    return found.start if found is not None else 1


def numbered(word: WordFile, list_id: str, counts: tuple[int, ...], *, within: int) -> Counted:
    """``counts``: of the entry and the levels around it; ``within``: how many levels further in the list as a whole
    stands ("List Number 2").
    """
    levels = (*(_PLAIN,) * within, *_levels(word, list_id, within))
    counts = (*(1,) * within, *counts)
    own = levels[len(counts) - 1]
    shown = label(own.text, counts, [level.form for level in levels], legal=own.legal)
    return Counted(word.counts_by.get(list_id, list_id), counts, levels, shown)


def _levels(word: WordFile, list_id: str, within: int) -> Iterator[ListLevel]:
    """Each level of the list; ``within``: how many levels come before its first."""
    for at in range(DEEPEST + 1 - within):
        level = word.lists.get((list_id, at))
        if level is None:
            return
        text = level.text
        for one in range(at + 1, 0, -1) if within else ():
            text = text.replace(f"%{one}", f"%{one + within}")
        form = level.kind if level.kind in FORMS or level.kind == "bullet" else "decimal"
        yield ListLevel(form, level.start, text, level.legal)


def unlike(paragraph: Element) -> Iterator[str]:
    """What of a paragraph's place on the page is not carried over: the begin of a sentence each."""
    properties = paragraph.find(f"{W}pPr")
    if switch(properties, "bidi"):
        yield "Writing from right to left"
    if value(properties, "sectPr/pgSz", "orient") == "landscape":
        yield "A page on its side, which ends here,"
    if (value(properties, "sectPr/cols", "num") or "1") != "1":
        yield "Setting in columns, which ends here,"

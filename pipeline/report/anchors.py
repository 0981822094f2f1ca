"""Where each value stands in the words of the report: found on the way from the tags to the built file.

A value is rendered between two marks that no text can hold. Here the marks are taken out again, and each
paragraph that held some gets a bookmark, by which it is known again after people have edited it.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pipeline.model.document import ANCHOR, Value
from pipeline.report.wordml import P_PR, Element, P, T, pieces, text_of, w

# Noncharacters, as in ``context``: the door has taken them out of every text that came in.
BEGIN, END = "\ufdd3", "\ufdd4"


class Anchors:
    """Gives the paragraphs of one report their anchors. ``values``: anchor → the values of its paragraph."""

    def __init__(self) -> None:
        self.values: dict[str, tuple[Value, ...]] = {}

    def take_marks(self, root: Element, keys: Iterator[str]) -> None:
        """Anchors each paragraph with marks in it and takes them out. ``keys``: of the values in their order."""
        marked = [text for text in root.iter(T) if text.text and (BEGIN in text.text or END in text.text)]
        for paragraph in dict.fromkeys(next(text.iterancestors(P)) for text in marked):
            values: list[Value] = []
            at = start = 0
            for element, piece in pieces(paragraph):
                kept: list[str] = []
                for letter in piece:
                    if letter == BEGIN:
                        start = at
                    elif letter == END:
                        values.append(Value(next(keys), start, at))
                    else:
                        kept.append(letter)
                        at += 1
                if len(kept) < len(piece):
                    element.text = "".join(kept)
            self._add(paragraph, tuple(values))

    def whole(self, paragraph: Element, key: str) -> None:
        """Anchors a paragraph that is one value from end to end; one without words stays as it is."""
        if words := text_of(paragraph):
            self._add(paragraph, (Value(key, 0, len(words)),))

    def _add(self, paragraph: Element, values: tuple[Value, ...]) -> None:
        number = len(self.values) + 1
        name = f"{ANCHOR}{number}"
        begin, end = etree.Element(w("bookmarkStart")), etree.Element(w("bookmarkEnd"))
        for mark in (begin, end):
            mark.set(w("id"), str(1_000_000 + number))  # they are counted anew once all are placed
        begin.set(w("name"), name)
        first = paragraph.find(P_PR)
        paragraph.insert(0 if first is None else 1, begin)
        paragraph.append(end)
        self.values[name] = values

"""Where each value stands in the words of the report: found on the way from the tags to the built file.

A value is rendered between two marks that no text can hold. Here the marks are taken out again, and the
paragraph that held them gets a bookmark, by which it is known again after people have edited it. In a table
one bookmark stands for a row: its cells keep their order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from pipeline.model.document import ANCHOR, Value
from pipeline.report.wordml import P_PR, R_PR, TR, Element, P, R, T, pieces, text_of, w

# Noncharacters, as in ``context``: the door has taken them out of every text that came in.
BEGIN, END = "\ufdd3", "\ufdd4"
_STARTS, _ENDS, _ID, _NAME = w("bookmarkStart"), w("bookmarkEnd"), w("id"), w("name")


class Said(NamedTuple):
    """The words of a paragraph, and the values in them."""

    text: str
    values: tuple[Value, ...]


class Anchors:
    """Gives the paragraphs of one report their anchors."""

    def __init__(self) -> None:
        self._said: dict[str, list[Said]] = {}
        self._rows: dict[Element, str] = {}

    @property
    def said(self) -> Mapping[str, tuple[Said, ...]]:
        """Anchor → its paragraph, then those with values that follow it in the row of a table."""
        return {anchor: tuple(paragraphs) for anchor, paragraphs in self._said.items()}

    def take_marks(self, root: Element, keys: Iterator[str]) -> None:
        """Anchors each paragraph with marks in it and takes them out. ``keys``: of the values in their order."""
        marked = [text for text in root.iter(T) if text.text and (BEGIN in text.text or END in text.text)]
        for text in marked:
            run = text.getparent()
            words = text.text or ""
            if _is_one_value(words) and run is not None and (paragraph := _of_this_alone(text, run)) is not None:
                text.text = words[1:-1]
                self._add(paragraph, Said(words[1:-1], (Value(next(keys), 0, len(words) - 2),)))
            elif BEGIN in words or END in words:
                paragraph = next(text.iterancestors(P))
                self._add(paragraph, _taken(paragraph, keys))

    def whole(self, paragraph: Element, key: str) -> None:
        """Anchors a paragraph that is one value from end to end; one without words stays as it is."""
        if words := text_of(paragraph):
            self._add(paragraph, Said(words, (Value(key, 0, len(words)),)))

    def _add(self, paragraph: Element, said: Said) -> None:
        row = next(paragraph.iterancestors(TR), None)
        if row is not None and row in self._rows:
            self._said[self._rows[row]].append(said)
            return
        number = len(self._said) + 1
        name = f"{ANCHOR}{number}"
        identity = str(1_000_000 + number)  # they are counted anew once all are placed
        first = paragraph.find(P_PR)
        paragraph.insert(0 if first is None else 1, etree.Element(_STARTS, {_ID: identity, _NAME: name}))
        etree.SubElement(paragraph, _ENDS, {_ID: identity})
        self._said[name] = [said]
        if row is not None:
            self._rows[row] = name


def _of_this_alone(text: Element, run: Element) -> Element | None:
    """The paragraph, where it holds nothing but this text: so it is in nearly every cell of a table."""
    paragraph = run.getparent()
    if run.tag != R or paragraph is None or paragraph.tag != P:
        return None
    if run[-1] is not text or paragraph[-1] is not run:
        return None
    before = [*list(run)[:-1], *list(paragraph)[:-1]]
    return paragraph if all(each.tag in (R_PR, P_PR) for each in before) else None


def _is_one_value(words: str) -> bool:
    return words[0] == BEGIN and words[-1] == END and words.count(BEGIN) == 1


def _taken(paragraph: Element, keys: Iterator[str]) -> Said:
    """The words of the paragraph and its values, its marks taken out."""
    values: list[Value] = []
    whole: list[str] = []
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
        whole += kept
    return Said("".join(whole), tuple(values))

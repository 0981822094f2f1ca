"""Where each value stands in the words of the report: found on the way from the tags to the built file.

A value is rendered between two marks that no text can hold. Here the marks are taken out again, and the
paragraph that held them gets a bookmark, by which it is known again after people have edited it. In a table
one bookmark stands for a row: its cells keep their order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from pipeline.model.document import ANCHOR, Value
from pipeline.report.rendering import BEGIN, END
from pipeline.report.wordml import COPIES, P_PR, R_PR, TR, Element, P, R, T, pieces, text_of, w

if TYPE_CHECKING:
    from pipeline.report.copies import Copied

_STARTS, _ENDS, _ID, _NAME = w("bookmarkStart"), w("bookmarkEnd"), w("id"), w("name")


class Said(NamedTuple):
    """The words of a paragraph, and the values in them."""

    text: str
    values: tuple[Value, ...]


class _InRow(NamedTuple):
    """What a copied row says: worked out when it is asked for. ``at``: of the rows with an anchor."""

    rows: Copied
    at: int


class _SaidBy(Mapping[str, tuple[Said, ...]]):
    """Anchor → its paragraph, then those with values that follow it in the row of a table."""

    def __init__(self) -> None:
        self._of: dict[str, tuple[Said, ...] | _InRow] = {}

    def __getitem__(self, anchor: str) -> tuple[Said, ...]:
        said = self._of[anchor]
        return said.rows.said(said.at) if isinstance(said, _InRow) else said

    def __iter__(self) -> Iterator[str]:
        return iter(self._of)

    def __len__(self) -> int:
        return len(self._of)

    def __contains__(self, anchor: object) -> bool:
        return anchor in self._of

    def add(self, said: tuple[Said, ...]) -> str:
        """The anchor of these paragraphs, the next one."""
        anchor = f"{ANCHOR}{len(self._of) + 1}"
        self._of[anchor] = said
        return anchor

    def follow(self, anchor: str, said: Said) -> None:
        self._of[anchor] = (*self[anchor], said)

    def add_rows(self, rows: Copied) -> int:
        """The number of the first of their anchors."""
        first = len(self._of) + 1
        self._of.update((f"{ANCHOR}{first + at}", _InRow(rows, at)) for at in range(rows.anchors))
        return first


class Anchors:
    """Gives the paragraphs of one report their anchors."""

    def __init__(self) -> None:
        self._said = _SaidBy()
        self._rows: dict[Element, str] = {}

    @property
    def said(self) -> Mapping[str, tuple[Said, ...]]:
        """Anchor → its paragraph, then those with values that follow it in the row of a table."""
        return self._said

    def take_marks(self, root: Element, keys: Iterator[str], copied: Mapping[Element, Copied]) -> None:
        """Anchors each paragraph with marks in it and takes them out. ``keys``: of the values in their order.
        ``copied``: the rows to come, by the elements that stand for them; they are told their numbers.
        """
        marked = [
            text
            for text in root.iter(T, COPIES)
            if text.tag == COPIES or (text.text and (BEGIN in text.text or END in text.text))
        ]
        for text in marked:
            if text.tag == COPIES:
                copied[text].number = self._said.add_rows(copied[text])
                continue
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
        if row in self._rows:
            self._said.follow(self._rows[row], said)
            return
        identity = str(1_000_000 + len(self._said))  # they are counted anew once all are placed
        name = self._said.add((said,))
        first = paragraph.find(P_PR)
        paragraph.insert(0 if first is None else 1, etree.Element(_STARTS, {_ID: identity, _NAME: name}))
        etree.SubElement(paragraph, _ENDS, {_ID: identity})
        if row is not None:
            self._rows[row] = name


def _of_this_alone(text: Element, run: Element) -> Element | None:
    """The paragraph, where it holds nothing but this text: so it is in nearly every cell of a table."""
    paragraph = run.getparent()
    if run.tag != R or paragraph is None or paragraph.tag != P:
        return None
    return paragraph if _follows_only(text, R_PR) and _follows_only(run, P_PR) else None


def _follows_only(element: Element, tag: str) -> bool:
    """Whether it is the last of its kin, and at most one of this tag comes before it."""
    if element.getnext() is not None:
        return False
    before = element.getprevious()
    return before is None or (before.tag == tag and before.getprevious() is None)


def _is_one_value(words: str) -> bool:
    return words[:1] == BEGIN and words[-1] == END and words.count(BEGIN) == 1


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
            element.text = "".join(kept) or None
        whole += kept
    return Said("".join(whole), tuple(values))

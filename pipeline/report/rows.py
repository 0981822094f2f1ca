"""The row of a table built once and written many times: as a format, with the texts of each record in turn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from typing import NamedTuple

from lxml import etree

from pipeline.model.document import ANCHOR, Value
from pipeline.report.anchors import Said
from pipeline.report.mend import PARA_ID, mend
from pipeline.report.room import Room, cell_text
from pipeline.report.styles import Styles
from pipeline.report.wordml import P_PR, SPACE, TC, TR, Element, P, T, parse, pieces, w

# What a row may be made of: nothing with an id or a name of its own, no field of Word's, no tracked change.
_PLAIN = frozenset(
    map(w, ("tr", "tc", "p", "r", "t", "br", "tab", "noBreakHyphen", "softHyphen", "lastRenderedPageBreak", "proofErr"))
)
_LOOKS = frozenset(map(w, ("tblPrEx", "trPr", "tcPr", "pPr", "rPr")))

AS_IT_IS = Room()
_SLOT, _EDGE = "\ufdd5", "<?row?>"
_TOKEN = re.compile(f"{_SLOT}(\\d+){_SLOT}|<\\?(begin|end) (\\d+)\\?>")


class Row:
    """``paragraphs``: of each with texts of a record, its words and (as numbers) those texts. ``para_ids``: those of its
    paragraphs. ``size``: characters of the row without any text of a record.
    """

    def __init__(self, written: Sequence[str], root: re.Match[str], styles: Styles) -> None:
        """``written``: the row as it is written, cut where the texts of a record go. ``root``: of its part, as ROOT finds
        it. Raises ValueError where it is not plain.
        """
        marked_row = "".join(f"{_SLOT}{at - 1}{_SLOT}{words}" if at else words for at, words in enumerate(written))
        try:
            parsed = parse(f"{root.group()}{_EDGE}{marked_row}{_EDGE}</{root[1]}>".encode())
        except etree.XMLSyntaxError:
            raise ValueError from None
        self.texts = len(written) - 1
        first, row, _ = parsed  # nothing but one row
        if (first.tail or "").strip() or (row.tail or "").strip():
            raise ValueError
        marked = [text for text in row.iter(T) if _SLOT in (text.text or "")]
        marks = sum((text.text or "").count(_SLOT) for text in marked)
        if row.tag != TR or not _is_plain(row) or marks < 2 * self.texts:
            raise ValueError
        if any(text.get(SPACE) != "preserve" or len(text.attrib) > 1 for text in marked):
            raise ValueError
        if any(styles.level(paragraph) for paragraph in row.iter(P)):
            raise ValueError  # what is numbered or listed by heading must see it
        mend(parsed)
        self.paragraphs: list[tuple[str | int, ...]] = []
        for paragraph in row.iter(P):
            words = _pieces("".join(text for _, text in pieces(paragraph)))
            if len(words) > 1:
                self._bracket(paragraph, len(self.paragraphs))
                self.paragraphs.append(words)
        self.para_ids = [one for paragraph in row.iter(P) if (one := paragraph.get(PARA_ID))]
        if len(set(self.para_ids)) < len(self.para_ids):
            raise ValueError
        self._root, self._styles = parsed, styles
        self.element = row
        self.cells = [_pieces(cell_text(cell)) for cell in row.iterchildren(TC)]
        self._forms: dict[tuple[int, frozenset[str], Room], Form] = {}
        self.size = len(self.form(0, frozenset()).text)

    def _bracket(self, paragraph: Element, number: int) -> None:
        """Marks where its bookmark would begin and end."""
        paragraph.insert(0 if paragraph.find(P_PR) is None else 1, etree.PI("begin", str(number)))
        paragraph.append(etree.PI("end", str(number)))

    def form(self, anchored: int, para_ids: frozenset[str], room: Room = AS_IT_IS) -> Form:
        """``anchored``: the paragraph that gets the bookmark. ``para_ids``: those that are kept."""
        if (anchored, para_ids, room) not in self._forms:
            root = deepcopy(self._root)
            room.give(root[1], self._styles)
            for paragraph in root.iter(P):
                if paragraph.get(PARA_ID, "") not in para_ids:
                    paragraph.attrib.pop(PARA_ID, "")
            _, row, _ = etree.tostring(root, encoding="unicode").split(_EDGE)
            self._forms[anchored, para_ids, room] = _form(row, anchored)
        return self._forms[anchored, para_ids, room]

    def anchored(self, texts: Sequence[str]) -> int:
        """The first of its paragraphs that one of these texts stands in; -1 where all are empty."""
        for at, paragraph in enumerate(self.paragraphs):
            if any(texts[one] for one in paragraph if isinstance(one, int)):
                return at
        return -1

    def said(self, keys: Sequence[str], texts: Sequence[str]) -> tuple[Said, ...]:
        """The paragraphs with values. ``keys``: of these texts."""
        said: list[Said] = []
        for paragraph in self.paragraphs:
            words: list[str] = []
            values: list[Value] = []
            at = 0
            for one in paragraph:
                text = one if isinstance(one, str) else texts[one]
                if text and not isinstance(one, str):
                    values.append(Value(keys[one], at, at + len(text)))
                words.append(text)
                at += len(text)
            if values:
                said.append(Said("".join(words), tuple(values)))
        return tuple(said)

    def words(self, texts: Sequence[str]) -> list[str]:
        """What stands in its cells."""
        return ["".join(one if isinstance(one, str) else texts[one] for one in cell) for cell in self.cells]


def _pieces(text: str) -> tuple[str | int, ...]:
    """Words and, as numbers, fields in turn."""
    return tuple(int(word) if at % 2 else word for at, word in enumerate(text.split(_SLOT)))


def _is_plain(element: Element) -> bool:
    return element.tag in _LOOKS or (element.tag in _PLAIN and all(map(_is_plain, element)))


class Form(NamedTuple):
    """A row as a format of ``%``: texts as far as ``begin``, the bookmark's id and number, texts as far as ``end``,
    its id again, the other texts. All three are left out of a row without one.
    """

    text: str
    begin: int
    end: int


def _form(row: str, anchored: int) -> Form:
    parts: list[str] = []
    begin = end = fields = at = 0
    for token in _TOKEN.finditer(row):
        parts.append(row[at : token.start()].replace("%", "%%"))
        at = token.end()
        if token[1]:
            parts.append("%s")
            fields += 1
        elif token[2] == "begin" and int(token[3]) == anchored:
            parts.append(f'<w:bookmarkStart w:id="%d" w:name="{ANCHOR}%d"/>')
            begin = fields
        elif int(token[3]) == anchored:
            parts.append('<w:bookmarkEnd w:id="%d"/>')
            end = fields
    return Form("".join((*parts, row[at:].replace("%", "%%"))), begin, end)

"""Rows of a table by copying: what makes long tables fast, with the same tags.

A loop whose row holds nothing but texts of its records is not rendered turn by turn. In the source it gives way to
one tag, and in the rendered part one element stands where its rows go. The row itself is built once, and copied as
text for each record when all else in the part is as it will be written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple

from lxml import etree

from pipeline.model.document import ANCHOR, Value
from pipeline.report.anchors import Said
from pipeline.report.mend import PARA_ID, mend
from pipeline.report.rendering import Copies, Looped, Source, in_xml
from pipeline.report.room import Room, cell_text
from pipeline.report.styles import Styles
from pipeline.report.tags import NATIVE
from pipeline.report.wordml import P_PR, SPACE, TC, TR, Element, P, T, parse, pieces, w

Record = Mapping[str, str] | str

_LOOP = re.compile(
    r"\{%(?P<head>\s*for\s+(?P<name>\w+)\s+in\s+(?P<list>\w+(?:\.\w+)*)\s*)%\}"
    r"(?P<row>\s*<w:tr[ >](?:[^{]|\{\{\s*(?P=name)(?:\.\w+)?\s*\}\})*+)"
    r"\{%\s*endfor\s*%\}"
)
_FIELD = re.compile(r"\{\{\s*\w+(?:\.(\w+))?\s*\}\}")
_ROOT = re.compile(r"<(w:\w+)(?: [^>]*)?>")
# What a row may be made of: nothing with an id or a name of its own, no field of Word's, no tracked change.
_PLAIN = frozenset(
    map(w, ("tr", "tc", "p", "r", "t", "br", "tab", "noBreakHyphen", "softHyphen", "lastRenderedPageBreak", "proofErr"))
)
_LOOKS = frozenset(map(w, ("tblPrEx", "trPr", "tcPr", "pPr", "rPr")))

AS_IT_IS = Room()
_SLOT, _EDGE = "\ufdd5", "<?row?>"
_TOKEN = re.compile(f"{_SLOT}(\\d+){_SLOT}|<\\?(begin|end) (\\d+)\\?>")
_COPIES = re.compile(rb'<w:copies w:id="\d+"/>')
_NEXT = "\x01"  # between texts: none of them can hold it
_EMPTY, _CLOSED = '<w:t xml:space="preserve"></w:t>', '<w:t xml:space="preserve"/>'


class Row:
    """The row of a loop. ``fields``: of a record, in the order they are placed in; "" for a record that is a text.
    ``paragraphs``: of each with fields, its words and (as numbers) its fields. ``para_ids``: those of its paragraphs.
    """

    def __init__(self, root: Element, fields: tuple[str, ...], styles: Styles) -> None:
        """``root``: the row between two processing instructions, a mark with its number for each field. Raises
        ValueError where it is not plain.
        """
        _, row, _ = root  # a loop of several rows is none of these
        marked = [text for text in row.iter(T) if _SLOT in (text.text or "")]
        marks = sum((text.text or "").count(_SLOT) for text in marked)
        if row.tag != TR or not _is_plain(row) or marks < 2 * len(fields):
            raise ValueError
        if any(text.get(SPACE) != "preserve" or len(text.attrib) > 1 for text in marked):
            raise ValueError
        if any(styles.level(paragraph) for paragraph in row.iter(P)):
            raise ValueError  # what is numbered or listed by heading must see it
        mend(root)
        self.fields = fields
        self.paragraphs: list[tuple[str | int, ...]] = []
        for paragraph in row.iter(P):
            words = _pieces("".join(text for _, text in pieces(paragraph)))
            if len(words) > 1:
                self._bracket(paragraph, len(self.paragraphs))
                self.paragraphs.append(words)
        self.para_ids = [one for paragraph in row.iter(P) if (one := paragraph.get(PARA_ID))]
        if len(set(self.para_ids)) < len(self.para_ids):
            raise ValueError
        self._root, self._styles = root, styles
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

    def first_with_words(self, texts: Sequence[str]) -> int:
        """The first of its paragraphs that one of these texts stands in; -1 where all are empty."""
        for at, paragraph in enumerate(self.paragraphs):
            if any(texts[one] for one in paragraph if isinstance(one, int)):
                return at
        return -1

    def said(self, key: str, texts: Sequence[str]) -> tuple[Said, ...]:
        """The paragraphs with values. ``key``: the record's."""
        said: list[Said] = []
        for paragraph in self.paragraphs:
            words: list[str] = []
            values: list[Value] = []
            at = 0
            for one in paragraph:
                text = one if isinstance(one, str) else texts[one]
                if text and not isinstance(one, str):
                    name = self.fields[one]
                    values.append(Value(f"{key}.{name}" if name else key, at, at + len(text)))
                words.append(text)
                at += len(text)
            if values:
                said.append(Said("".join(words), tuple(values)))
        return tuple(said)


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


class Copied:
    """The rows of one loop over one list, in their place. ``texts``: of each record. ``keys``: of each record.

    What others of the part are counted with is given to it on the way: ``number`` and ``bookmark`` of its first
    anchor, by ``anchors`` and ``mend``; the ``para_ids`` that its first row may keep; and ``room``, by ``room``.
    """

    def __init__(self, row: Row, records: Sequence[Record], keys: Sequence[str]) -> None:
        self.row, self.keys = row, keys
        if not row.fields[0]:
            self.texts = [(str(record),) * len(row.fields) for record in records]
        elif len(row.fields) == 1:
            self.texts = [(record[row.fields[0]],) for record in records]  # type: ignore[index]
        else:
            self.texts = list(map(itemgetter(*row.fields), records))
        self._anchored = [0 if texts[0] else row.first_with_words(texts) for texts in self.texts]
        self.anchors = len(records) - self._anchored.count(-1)
        self.number = self.bookmark = 0
        self.para_ids: frozenset[str] = frozenset()
        self.room = AS_IT_IS

    @property
    def placed(self) -> Iterator[str]:
        return filter(None, chain.from_iterable(self.texts))

    @cached_property
    def _with_words(self) -> list[int]:
        return [at for at, anchored in enumerate(self._anchored) if anchored >= 0]

    @property
    def cells(self) -> list[list[str]]:
        """What stands in the cells of each row."""
        return [
            ["".join(one if isinstance(one, str) else texts[one] for one in cell) for cell in self.row.cells]
            for texts in self.texts
        ]

    def said(self, at: int) -> tuple[Said, ...]:
        """What the row says. ``at``: of the rows with an anchor."""
        record = self._with_words[at]
        return self.row.said(self.keys[record], self.texts[record])

    def xml(self) -> bytes:
        texts = in_xml(_NEXT.join(chain.from_iterable(self.texts))).split(_NEXT)
        rows: list[str] = []
        bookmark, number, width = self.bookmark, self.number, len(self.row.fields)
        para_ids = self.para_ids
        for at, anchored in enumerate(self._anchored):
            form, begin, end = self.row.form(anchored, para_ids, self.room)
            of = texts[at * width : at * width + width]
            if anchored >= 0:
                rows.append(form % (*of[:begin], bookmark, number, *of[begin:end], bookmark, *of[end:]))
                bookmark += 1
                number += 1
            else:
                rows.append(form % tuple(of))
            para_ids = frozenset()
        return "".join(rows).replace(_EMPTY, _CLOSED).encode()


def with_copies(source: str, styles: Styles) -> tuple[Source, tuple[Row, ...]]:
    """The source with each loop of a plain row given way to its tag, and those rows. Lines stay what they were."""
    root = _ROOT.search(source)
    rows: list[Row] = []

    def instead(loop: re.Match[str]) -> str:
        row = _row(loop["row"], root, styles) if root and NATIVE not in loop["row"] else None
        if row is None:
            return loop.group()
        rows.append(row)
        before, after = loop["head"].split(loop["list"])[0].count("\n"), loop.group().count("\n")
        lines = "\n" * (after - before)
        return "{{" + "\n" * before + f"{loop['list']}|copies({len(rows) - 1})" + lines + "}}"

    text = _LOOP.sub(instead, source)
    return Source(text, tuple(Looped(row.fields, row.size) for row in rows)), tuple(rows)


def _row(written: str, root: re.Match[str], styles: Styles) -> Row | None:
    """The row of a loop; nothing where it is not plain."""
    fields = tuple(field or "" for field in _FIELD.findall(written))
    if not fields or ("" in fields and any(fields)):
        return None
    numbers = iter(range(len(fields)))
    marked = _FIELD.sub(lambda _: f"{_SLOT}{next(numbers)}{_SLOT}", written)
    try:
        return Row(parse(f"{root.group()}{_EDGE}{marked}{_EDGE}</{root[1]}>".encode()), fields, styles)
    except (etree.XMLSyntaxError, ValueError):
        return None


def copied(asked: Copies, rows: Sequence[Row], names: Mapping[str, Any]) -> Copied:
    """The rows that were asked for, with the texts of their records. ``names``: what the tags see."""
    if isinstance(asked.rows, str):
        records = _found(names, asked.rows)
        return Copied(rows[asked.number], records, [f"{asked.rows}[{at}]" for at in range(len(records))])
    return Copied(rows[asked.number], [_found(names, key) for key in asked.rows], asked.rows)


def _found(names: Mapping[str, Any], key: str) -> Any:
    """What a key names: ``risks[0].rows``."""
    value: Any = names
    for name, at in re.findall(r"(\w+)|\[(\d+)\]", key):
        value = value[int(at)] if at else value[name]
    return value


def with_rows(part: bytes, rows: Sequence[Copied]) -> bytes:
    """The part as it is written, the rows put in their places."""
    if not rows:
        return part
    between = _COPIES.split(part)
    return b"".join(chain.from_iterable(zip(between, [*(each.xml() for each in rows), b""], strict=True)))

"""Rows of a table by copying: what makes long tables fast, with the same tags.

A loop whose row holds nothing but texts of its records is not rendered turn by turn. In the source it gives way to
one tag, and in the rendered part one element stands where its rows go. A loop that does more, by a condition or a
filter, is rendered, but tells its rows in pieces instead of writing them. Either way a row is built once, and copied
as text for each record when all else in the part is as it will be written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import Any

from pipeline.report.anchors import Said
from pipeline.report.rendering import (
    BEGIN,
    END,
    MOST_PIECES,
    PIECE,
    ROW,
    VALUE,
    Copies,
    Looped,
    Pieced,
    Placed,
    Rendered,
    Source,
    in_xml,
    letter,
)
from pipeline.report.room import Room
from pipeline.report.rows import AS_IT_IS, Form, Row
from pipeline.report.styles import Styles
from pipeline.report.tags import NATIVE, TAG

Record = Mapping[str, str] | str

_LOOP = re.compile(
    r"\{%(?P<head>\s*for\s+(?P<name>\w+)\s+in\s+(?P<list>\w+(?:\.\w+)*)\s*)%\}"
    r"(?P<row>\s*<w:tr[ >](?:[^{]|\{\{\s*(?P=name)(?:\.\w+)?\s*\}\})*+)"
    r"\{%\s*endfor\s*%\}"
)
_FIELD = re.compile(r"\{\{\s*\w+(?:\.(\w+))?\s*\}\}")
_STATEMENT = re.compile(r"\{%\s*(\w+)")
_ROWS = re.compile(r"\s*<w:tr[ >].*</w:tr>\s*", re.DOTALL)
_END_OF_ROW = re.compile("(?<=</w:tr>)")
_ROOT = re.compile(r"<(w:\w+)(?: [^>]*)?>")
_STAND = r'<w:copies w:id="\d+"/>'
_COPIES, _COPIES_WRITTEN = re.compile(_STAND), re.compile(_STAND.encode())
_NEXT = "\x01"  # between texts: none of them can hold it
_EMPTY, _CLOSED = '<w:t xml:space="preserve"></w:t>', '<w:t xml:space="preserve"/>'


class Copied:
    """The rows of one loop, in their place. ``rows``: what each is a copy of; ``texts``: of each; ``keys``: gives those
    of its texts.

    What others of the part are counted with is given to it on the way: ``number`` and ``bookmark`` of its first
    anchor, by ``anchors`` and ``mend``; the ``para_ids`` that its rows may keep; and the ``room`` of each of its shapes.
    """

    def __init__(
        self, rows: Sequence[Row], texts: Sequence[Sequence[str]], keys: Callable[[int], Sequence[str]]
    ) -> None:
        self.rows, self.texts, self._keys = rows, texts, keys
        self.shapes = tuple(dict.fromkeys(rows))
        self._anchored = [row.anchored(of) for row, of in zip(rows, texts, strict=True)]
        self.anchors = len(rows) - self._anchored.count(-1)
        self.number = self.bookmark = 0
        self.para_ids: frozenset[str] = frozenset()
        self.room: dict[Row, Room] = {}

    @property
    def placed(self) -> Iterator[str]:
        return filter(None, chain.from_iterable(self.texts))

    @cached_property
    def _with_words(self) -> list[int]:
        return [at for at, anchored in enumerate(self._anchored) if anchored >= 0]

    def words(self, shape: Row) -> list[list[str]]:
        """What stands in the cells of each row of this shape."""
        return [shape.words(texts) for row, texts in zip(self.rows, self.texts, strict=True) if row is shape]

    def said(self, at: int) -> tuple[Said, ...]:
        """What the row says. ``at``: of the rows with an anchor."""
        row = self._with_words[at]
        return self.rows[row].said(self._keys(row), self.texts[row])

    def xml(self) -> bytes:
        texts = iter(in_xml(_NEXT.join(chain.from_iterable(self.texts))).split(_NEXT))
        written: list[str] = []
        bookmark, number = self.bookmark, self.number
        left = self.para_ids
        forms: dict[tuple[Row, int], Form] = {}
        for row, anchored in zip(self.rows, self._anchored, strict=True):
            kept = left.intersection(row.para_ids) if left else left
            form = forms.get((row, anchored)) if not kept else None
            if form is None:
                form = row.form(anchored, kept, self.room.get(row, AS_IT_IS))
                left -= kept
                if not kept:
                    forms[row, anchored] = form
            of = [next(texts) for _ in range(row.texts)] if row.texts else []
            if anchored >= 0:
                of[form.end : form.end] = (bookmark,)  # type: ignore[assignment]
                of[form.begin : form.begin] = (bookmark, number)  # type: ignore[assignment]
                bookmark += 1
                number += 1
            written.append(form.text % tuple(of))
        return "".join(written).replace(_EMPTY, _CLOSED).encode()


def with_copies(source: str, styles: Styles) -> tuple[Source, tuple[Row, ...]]:
    """The source with each loop of rows that can be copied given way to its tag, and the rows of those; each other loop
    of rows told in pieces. Lines stay what they were.
    """
    root = _ROOT.search(source)
    if root is None:
        return Source(source), ()
    rows: list[Row] = []
    looped: list[Looped] = []
    pieces: list[tuple[str, ...]] = []
    kept: list[str] = []
    at = 0
    for start, end, inner in _loops(source):
        if start < at or NATIVE in source[start:end]:
            continue
        loop = _LOOP.fullmatch(source, start, end)
        if loop and (found := _row(loop["row"], root, styles)):
            kept.append(source[at:start])
            at = end
            rows.append(found[0])
            looped.append(Looped(found[1], found[0].size))
            before, after = loop["head"].split(loop["list"])[0].count("\n"), loop.group().count("\n")
            lines = "\n" * (after - before)
            kept.append("{{" + "\n" * before + f"{loop['list']}|copies({len(rows) - 1})" + lines + "}}")
        elif told := _in_pieces(source[slice(*inner)]):
            kept.append(source[at:start])
            at = end
            number = len(pieces)
            pieces.append(told[1])
            begin, close = source[start : inner[0]], source[inner[1] : end]
            kept.append(f"{{{{{number}|begin_rows}}}}{begin}{told[0]}{close}{{{{{number}|end_rows}}}}")
    return Source("".join((*kept, source[at:])), tuple(looped), tuple(pieces)), tuple(rows)


def _loops(source: str) -> list[tuple[int, int, tuple[int, int]]]:
    """Where each loop begins and ends, and what it repeats; a loop before those in it."""
    loops: list[tuple[int, int, tuple[int, int]]] = []
    opened: list[re.Match[str]] = []
    for tag in TAG.finditer(source):
        word = statement[1] if (statement := _STATEMENT.match(tag.group())) else ""
        if word == "for":
            opened.append(tag)
        elif word == "endfor":
            loop = opened.pop()
            loops.append((loop.start(), tag.end(), (loop.end(), tag.start())))
    return sorted(loops)


def _in_pieces(written: str) -> tuple[str, tuple[str, ...]] | None:
    """What a loop of rows repeats, told in pieces; and those. Nothing where it is no rows."""
    words, tags = TAG.split(written), TAG.findall(written)
    whole = "".join(words)
    if not _ROWS.fullmatch(whole) or "<w:tbl>" in whole or len(words) + whole.count("</w:tr>") > MOST_PIECES:
        return None
    pieces: list[str] = []
    told: list[str] = []
    for at, between in enumerate(words):
        for piece in filter(None, _END_OF_ROW.split(between)):
            told.append(PIECE + letter(len(pieces)) + ROW * piece.endswith("</w:tr>") + "\n" * piece.count("\n"))
            pieces.append(piece)
        told += tags[at : at + 1]
    return "".join(told), tuple(pieces)


def _row(written: str, root: re.Match[str], styles: Styles) -> tuple[Row, tuple[str, ...]] | None:
    """The row of a loop and the fields of a record that it places, "" for a record that is a text; nothing where it is
    not plain.
    """
    words = _FIELD.split(written)
    fields = tuple(field or "" for field in words[1::2])
    if not fields or ("" in fields and any(fields)):
        return None
    try:
        return Row(words[::2], root, styles), fields
    except ValueError:
        return None


def copied(asked: Copies, source: Source, rows: Sequence[Row], names: Mapping[str, Any]) -> Copied:
    """The rows that were asked for, with the texts of their records. ``names``: what the tags see."""
    row, fields = rows[asked.number], source.loops[asked.number].fields
    whole = asked.rows if isinstance(asked.rows, str) else ""
    records: Sequence[Record] = _found(names, whole) if whole else [_found(names, key) for key in asked.rows]
    texts: list[Sequence[str]]
    if not fields[0]:
        texts = [(str(record),) * len(fields) for record in records]
    elif len(fields) == 1:
        texts = [(record[fields[0]],) for record in records]  # type: ignore[index]
    else:
        texts = list(map(itemgetter(*fields), records))

    def keys(at: int) -> Sequence[str]:
        key = f"{whole}[{at}]" if whole else asked.rows[at]
        return [f"{key}.{field}" if field else key for field in fields]

    return Copied([row] * len(texts), texts, keys)


def settled(
    rendered: Rendered, source: Source, rows: Sequence[Row], styles: Styles, names: Mapping[str, Any]
) -> tuple[str, list[Placed | Copied]]:
    """The part, and what was placed in it, all rows that can't be copied written out."""
    root = _ROOT.search(rendered.xml)
    shapes: dict[str, Row | None] = {}
    placed: list[Placed | Copied] = []
    written: list[str] = []
    at = 0
    stands = _COPIES.finditer(rendered.xml)
    for each in rendered.placed:
        if isinstance(each, Copies):
            next(stands)
            placed.append(copied(each, source, rows, names))
        elif isinstance(each, Pieced):
            stand = next(stands)
            for shape in each.shapes:
                if shape not in shapes:
                    shapes[shape] = _shape(shape, root, styles)
            if found := _copied(each, shapes):
                placed.append(found)
            else:
                written += (rendered.xml[at : stand.start()], _written_out(each))
                at = stand.end()
                placed += ((key, text) for key, text in zip(each.keys, each.texts, strict=True) if text)
        else:
            placed.append(each)
    return "".join((*written, rendered.xml[at:])), placed


def _shape(written: str, root: re.Match[str] | None, styles: Styles) -> Row | None:
    try:
        return Row(written.split(VALUE), root, styles) if root and NATIVE not in written else None
    except ValueError:
        return None


def _copied(pieced: Pieced, shapes: Mapping[str, Row | None]) -> Copied | None:
    """Its rows as copies; nothing where one of them can be none."""
    rows = [row for shape in pieced.shapes if (row := shapes[shape])]
    if len(rows) < len(pieced.shapes):
        return None
    starts = [0]
    for number in pieced.rows:
        starts.append(starts[-1] + rows[number].texts)
    texts = [pieced.texts[starts[at] : starts[at + 1]] for at in range(len(pieced.rows))]
    return Copied([rows[at] for at in pieced.rows], texts, lambda at: pieced.keys[starts[at] : starts[at + 1]])


def _written_out(pieced: Pieced) -> str:
    """The rows as a loop writes them."""
    texts = iter(pieced.texts)
    words = "".join(pieced.shapes[row] for row in pieced.rows).split(VALUE)
    filled = [f"{BEGIN}{in_xml(text)}{END}" if text else "" for text in texts]
    return "".join(chain.from_iterable(zip(words, [*filled, ""], strict=True)))


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
    between = _COPIES_WRITTEN.split(part)
    return b"".join(chain.from_iterable(zip(between, [*(each.xml() for each in rows), b""], strict=True)))

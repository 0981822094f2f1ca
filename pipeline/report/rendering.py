"""The rendering itself: done in the limited child process, since a template is a program."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from jinja2 import pass_context
from jinja2.exceptions import TemplateError
from jinja2.runtime import Context

from pipeline.report.sandbox import Sandbox, as_text

# How a text is written in XML: as words alone, since no tag can stand in an attribute.
_SIGNS = {"&": "&amp;", "<": "&lt;", ">": "&gt;"} | {
    sign: f'</w:t><w:{name}/><w:t xml:space="preserve">' for sign, name in (("\n", "br"), ("\t", "tab"))
}


# Noncharacters: no text and no template can hold them. The first two stand around each text that a tag placed.
BEGIN, END = "\ufdd3", "\ufdd4"
PIECE, ROW, VALUE, _BEGIN_ROWS, _END_ROWS = "\ufdd6", "\ufdd7", "\ufdd8", "\ufdd9", "\ufdda"
MOST_PIECES = 50_000
_FIRST_LETTER = 0x100
_TAGS = "{{", "{%", "{#"
_ROWS = re.compile(f"{_BEGIN_ROWS}(?P<loop>[0-9]+){_BEGIN_ROWS}(?P<rows>[^{_END_ROWS}]*){_END_ROWS}")
_PIECE = re.compile(f"{PIECE}(.)|\n", re.DOTALL)


def letter(number: int) -> str:
    """What stands for a piece of this number, from 0 and below MOST_PIECES."""
    return chr(_FIRST_LETTER + number)


class TooLarge(Exception):
    """What is rendered has more characters than it may."""


class Unfilled(Exception):
    """A tag that can't be filled. ``part``: which source; ``line``: of it, 0 where that is not known."""

    def __init__(self, part: int, line: int, message: str) -> None:
        super().__init__(part, line, message)
        self.part, self.line, self.message = part, line, message


Placed = tuple[str, str]
"""A text that a tag placed, after its key: the field it is, ``risks[0].rows[1].owner``; nothing where the tag made
another text of it, by a filter.
"""


class Looped(NamedTuple):
    """A loop that gives way to the tag ``{{ LIST | copies(NUMBER) }}``. ``fields``: of each record, in the order they
    are placed in; "" for a record that is a text itself. ``size``: characters of a row without them.
    """

    fields: tuple[str, ...]
    size: int


class Copies(NamedTuple):
    """Rows that were asked for by the loop of this ``number``. ``rows``: the key of their list, or of each of them."""

    number: int
    rows: str | tuple[str, ...]


class Pieced(NamedTuple):
    """Rows that a loop has put together. ``shapes``: the rows as they are written, the sign VALUE for each text, those
    that differ by texts alone once. ``rows``: the shape of each. ``keys`` and ``texts``: all that was placed, in order.
    """

    shapes: list[str]
    rows: list[int]
    keys: list[str]
    texts: list[str]


class Source(NamedTuple):
    """A part to be rendered. ``pieces``: what stands between the tags of each loop of rows that is told in pieces:
    there the text has PIECE and ``letter(number)`` for a piece, ROW where a row ends, and the whole loop is between
    ``{{ NUMBER | begin_rows }}`` and ``{{ NUMBER | end_rows }}``.
    """

    text: str
    loops: tuple[Looped, ...] = ()
    pieces: tuple[tuple[str, ...], ...] = ()


class Rendered(NamedTuple):
    """``xml``: a part with its tags filled, each text between ``BEGIN`` and ``END``, and the element COPIES where rows
    go. ``placed``: those texts and rows, in order.
    """

    xml: str
    placed: tuple[Placed | Copies | Pieced, ...]


class Keyed(str):
    """A text that knows which field it is."""

    key: str = ""


def render_parts(
    sources: Sequence[Source], names: Mapping[str, Any], marks: Collection[str], most: int
) -> tuple[Rendered, ...]:
    """Parts of a document, each rendered once. ``marks``: of native content, no texts of their own.
    ``most``: characters of a part, those of its copied rows too.

    Raises Unfilled; TooLarge.
    """
    keys: dict[int, str] = {}
    known = {name: _keyed(value, name, keys, marks) for name, value in names.items()}
    rendered: list[Rendered] = []
    for at, source in enumerate(sources):
        if not any(sign in source.text for sign in _TAGS):
            rendered.append(Rendered(source.text, ()))
            continue
        try:
            rendered.append(_Part(source, keys, marks, most).rendered(known))
        except (TemplateError, ArithmeticError, LookupError, RecursionError, TypeError, ValueError) as error:
            raise Unfilled(at, _line(error), str(error).rstrip(".")) from None
    return tuple(rendered)


def _line(error: Exception) -> int:
    """The line of the source that the error comes from."""
    frames = traceback.extract_tb(error.__traceback__)
    return next((frame.lineno or 0 for frame in reversed(frames) if frame.filename == "<template>"), 0)


def _keyed(value: Any, key: str, keys: dict[int, str], marks: Collection[str]) -> Any:
    """``keys`` grows by the key of each dict and list, by its identity: the texts of a dict get theirs when asked for."""
    if isinstance(value, dict):
        if any(each.__class__ is not str for each in value.values()):
            inner = {name: each for name, each in value.items() if each.__class__ is not str}
            value = value | {name: _keyed(each, f"{key}.{name}", keys, marks) for name, each in inner.items()}
        keys[id(value)] = key
        return value
    if isinstance(value, list):
        value = [_keyed(each, f"{key}[{at}]", keys, marks) for at, each in enumerate(value)]
        keys[id(value)] = key
        return value
    if value in marks:
        return _Mark(value)
    return _known(value, key) if value else value


def _known(text: str, key: str) -> Keyed:
    keyed = Keyed(text)
    keyed.key = key
    return keyed


class _Mark(str):
    """Of native content. A text that a tag puts together is none, whatever it holds."""

    __slots__ = ()


class _Keying(Sandbox):
    """Gives a text of a record its key."""

    def __init__(self, finalize: Callable[[Any], Any], keys: Mapping[int, str], marks: Collection[str]) -> None:
        super().__init__(finalize, autoescape=False)  # what is placed is written by ``finalize``, all of it
        self._keys, self._marks = keys, marks

    def getattr(self, obj: Any, attribute: str) -> Any:
        value = super().getattr(obj, attribute)
        if value.__class__ is not str or not value:
            return value
        if value in self._marks:
            return _Mark(value)
        return _known(value, f"{self._keys[id(obj)]}.{attribute}")


def in_xml(text: str) -> str:
    """The text as it is written in a w:t."""
    for sign, written in _SIGNS.items():
        if sign in text:
            text = text.replace(sign, written)
    return text


class _Part:
    """The rendering of one part."""

    def __init__(self, source: Source, keys: Mapping[int, str], marks: Collection[str], most: int) -> None:
        self._source, self._keys, self._marks = source, keys, marks
        self._placed: list[Placed | Copies | Pieced] = []
        self._rows: Pieced | None = None  # those that are being told
        self._room = _Room(most)
        self._rendering = False
        self._sizes: dict[tuple[int, str], int] = {}  # loop and list → characters of its rows

    def rendered(self, names: Mapping[str, Any]) -> Rendered:
        sandbox = _Keying(self._finalize, self._keys, self._marks)
        sandbox.filters |= {"copies": self._copies, "begin_rows": self._begin_rows, "end_rows": self._end_rows}
        compiled = sandbox.from_string(self._source.text)
        self._rendering = True
        xml = _joined(compiled.generate(names), self._room)
        pieced = iter([each for each in self._placed if isinstance(each, Pieced)])
        xml = _ROWS.sub(lambda told: self._shaped(next(pieced), int(told["loop"]), told["rows"]), xml)
        return Rendered(xml, tuple(each for each in self._placed if not isinstance(each, Pieced) or each.rows))

    def _finalize(self, value: Any) -> str:
        if isinstance(value, Copies):
            self._placed.append(value)
            return f'<w:copies w:id="{len(self._placed) - 1}"/>'
        if isinstance(value, _Mark):
            return value
        text = as_text(value)
        if self._rows is not None and self._rendering:
            self._rows.keys.append(value.key if isinstance(value, Keyed) else "")
            self._rows.texts.append(text)
            return VALUE
        written = in_xml(text)
        if self._rendering and text:
            self._placed.append((value.key if isinstance(value, Keyed) else "", text))
            return f"{BEGIN}{written}{END}"
        return written

    def _copies(self, value: Any, number: int) -> Copies | str:
        """What asks for the rows of these records."""
        records = list(value)
        if not records:
            return ""
        whole = self._keys.get(id(value), "")
        size = self._sizes.get((number, whole)) if whole else None
        if size is None:
            fields, of_row = self._source.loops[number]
            texts = sum(len(record[field] if field else record) for record in records for field in fields)
            size = self._sizes[number, whole] = of_row * len(records) + texts
        self._room.take(size)
        return Copies(number, whole or tuple(self._key(record) for record in records))

    @pass_context  # else it would be done once, as the template is compiled
    def _begin_rows(self, _: Context, loop: int) -> str:
        self._rows = Pieced([], [], [], [])
        self._placed.append(self._rows)
        return _Mark(f"{_BEGIN_ROWS}{loop}{_BEGIN_ROWS}")

    @pass_context
    def _end_rows(self, _: Context, loop: int) -> str:  # noqa: ARG002
        self._rows = None
        return _Mark(_END_ROWS)

    def _shaped(self, pieced: Pieced, loop: int, told: str) -> str:
        """The element that stands for these rows, whose shapes are found; what is there instead of rows."""
        pieces = self._source.pieces[loop]

        def written(shape: str) -> str:
            return _PIECE.sub(lambda piece: pieces[ord(piece[1]) - _FIRST_LETTER] if piece[1] else "", shape)

        *each, after = told.split(ROW)
        if not each:
            return written(after)
        each[-1] += after
        numbers: dict[str, int] = {}
        pieced.rows.extend(numbers.setdefault(shape, len(numbers)) for shape in each)
        pieced.shapes.extend(map(written, numbers))
        self._room.take(sum(len(pieced.shapes[row]) for row in pieced.rows) + sum(map(len, pieced.texts)))
        return '<w:copies w:id="0"/>'

    def _key(self, record: Any) -> str:
        return getattr(record, "key", "") if isinstance(record, str) else self._keys[id(record)]


def render_fields(fields: Sequence[str], names: Mapping[str, Any], most: int) -> tuple[str | TemplateError, ...]:
    """The text of each field, written as what stands between its braces; the error of one that has none.
    ``most``: characters of a text.

    Raises TooLarge.
    """
    sandbox = Sandbox(autoescape=False)
    texts: list[str | TemplateError] = []
    for field in fields:
        try:
            texts.append(_joined(sandbox.from_string("{{ " + field + " }}").generate(names), _Room(most)))
        except TemplateError as error:
            texts.append(error.with_traceback(None))
    return tuple(texts)


class _Room:
    """Characters that may still be written. Raises TooLarge."""

    def __init__(self, most: int) -> None:
        self._left = most

    def take(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise TooLarge


def _joined(chunks: Iterator[str], room: _Room) -> str:
    kept: list[str] = []
    for chunk in chunks:
        room.take(len(chunk))
        kept.append(chunk)
    return "".join(kept)

"""What a template and a Page must come to, worked out a second time as plain text. For the proof only.

The template's words and tags are read as an outline, not as XML; Jinja fills that outline straight from
the Page. So whatever docxtpl, escaping, native content or writing may lose shows as a difference.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pipeline.model.page import Contents, HeatMap, Page
from pipeline.model.records import Block, BlockKind, Run
from pipeline.model.word_fields import fields_in
from pipeline.report.folding import Folded
from pipeline.report.nodes import CONTENTS, DEEPEST, AlikeRow, Form, Node, Para, Row, Table, paragraphs
from pipeline.report.outline import Outliner, joined
from pipeline.report.sandbox import FILTERS, TESTS
from pipeline.report.wordml import Element, P, pieces, w

# Control characters: no text of the Page or of a Word file can hold one.
_PARA, _TABLE, _ROW, _CELL, _END = "\x01", "\x04", "\x05", "\x06", "\x07"
_WORDS, _OPEN, _CLOSE = "\x02", "\x0e", "\x0f"
# A row of nothing but paragraphs is one token.
_TOKENS = re.compile("(\x05(?:\x06(?:\x01[^\x02]*\x02[^\x01-\x08\x0e]*\x07)+\x07)+\x07|[\x01\x04-\x07])")
_WORDS_IN = re.compile("\x02([^\x07]*)\x07")
# Around the number of one of Word's fields; around that of a bookmark, before and after its words.
_FIELD, _MARK, _MARKED = "\x10", "\x11", "\x12"
_FIELDS = re.compile(f"{_FIELD}(\\d+){_FIELD}")
_MARKS = re.compile(f"[{_MARK}{_MARKED}]\\d+[{_MARK}{_MARKED}]")
_ALONE = re.compile(r"\s*\{%(p|tr) ((?:(?!%\}).)*)%\}\s*", re.DOTALL)
_TAG = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
_QUOTES = str.maketrans("“”‘’", "\"\"''")


@dataclass(frozen=True)
class _Mark:
    """Stands for native content until the outline is parsed."""

    content: tuple[Block, ...] | HeatMap | Contents


def expected(outliner: Outliner, root: Element, page: Page) -> tuple[Node, ...]:
    """The outline of one part of the template, filled."""
    native: list[tuple[Block, ...] | HeatMap | Contents | None] = []

    def finalize(value: Any) -> str:
        if value is None or isinstance(value, tuple | HeatMap | Contents):
            if isinstance(value, tuple):
                value = tuple(replace(block, style=outliner.of_words(block.style)) for block in value)
            native.append(value or None)
            return f"{_OPEN}{len(native) - 1}{_CLOSE}"
        return str(value)

    environment = _Environment(undefined=StrictUndefined, finalize=finalize, keep_trailing_newline=True)
    environment.filters = {name: environment.filters[name] for name in FILTERS}
    environment.tests = {name: environment.tests[name] for name in TESTS}
    own = _OwnFields(root)
    source = "".join(_written(outliner.part(Folded(root)), own))
    names = {each.name: getattr(page, each.name) for each in fields(page)}
    text = own.shown(environment.from_string(source).render(names))
    nodes = tuple(_parted(_parsed(iter(_TOKENS.split(text)), dict(enumerate(native)), {})))
    if all(node is not CONTENTS for node in nodes) or any(
        0 < para.level <= DEEPEST and para.text.strip() for para in paragraphs(nodes)
    ):
        return nodes
    return tuple(_parted(node for node in nodes if node is not CONTENTS))


class _Environment(ImmutableSandboxedEnvironment):
    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field of the Page without more ado; of anything else what the sandbox lets through."""
        if attribute in getattr(obj, "__dataclass_fields__", ()):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)


class _OwnFields:
    """Word's own fields in a part of the template: captions are numbered, and references take the words of their
    targets, once all else is filled.
    """

    def __init__(self, root: Element) -> None:
        found = fields_in(root)
        self._fields = [each for each in found if each.kind == "SEQ" and not each.has("sh")]
        self._fields += [each for each in found if each.kind == "REF" and not each.has("dfnprtw")]
        self._tokens = {
            text: "" if at else f"{_FIELD}{number}{_FIELD}"
            for number, each in enumerate(self._fields)
            for at, text in enumerate(each.shown)
        }
        self._names = list(dict.fromkeys(each.of.casefold() for each in self._fields if each.kind == "REF"))

    def text(self, paragraph: Element) -> str:
        """The paragraph's words, with a token for each field and at both ends of each bookmark that is referred to."""
        words = dict(pieces(paragraph))
        ends = [mark.get(w("id")) for mark in paragraph.iter(w("bookmarkEnd"))]
        opened: dict[str | None, int] = {}
        made: list[str] = []
        for element in paragraph.iter():
            if element in words:
                made.append(self._tokens.get(element, words[element]))
            elif element.tag == w("bookmarkStart") and next(element.iterancestors(P)) is paragraph:
                name, identity = element.get(w("name"), "").casefold(), element.get(w("id"))
                if name in self._names and identity in ends:
                    opened[identity] = self._names.index(name)
                    made.append(f"{_MARK}{opened[identity]}{_MARK}")
            elif element.tag == w("bookmarkEnd") and element.get(w("id")) in opened:
                number = opened.pop(element.get(w("id")))
                made.append(f"{_MARKED}{number}{_MARKED}")
        return "".join(made)

    def shown(self, text: str) -> str:
        """The rendered words with what each field shows."""
        counts: Counter[str] = Counter()

        def counted(token: re.Match[str]) -> str:
            field = self._fields[int(token[1])]
            return field.number(counts) if field.kind == "SEQ" else token[0]

        text = _FIELDS.sub(counted, text)
        targets: dict[str, list[str]] = {}  # of a place that a loop repeats, the words of each turn
        for number, name in enumerate(self._names):
            for words in re.finditer(f"{_MARK}{number}{_MARK}(.*?){_MARKED}{number}{_MARKED}", text, re.DOTALL):
                inner = _FIELDS.sub(lambda token: self._fields[int(token[1])].text, words[1])
                targets.setdefault(name, []).append(_MARKS.sub("", inner))
        left = Counter(self._fields[int(number)].of.casefold() for number in _FIELDS.findall(text))
        turns = {
            name: [each for each in words for _ in range(left[name] // len(words))] for name, words in targets.items()
        }

        def referred(token: re.Match[str]) -> str:
            field = self._fields[int(token[1])]
            words = turns.get(field.of.casefold())
            return field.shaped(words.pop(0)) if words else field.text

        return _FIELDS.sub(referred, _MARKS.sub("", text))


def _written(nodes: Sequence[Node], own: _OwnFields) -> Iterator[str]:
    """The outline of a template as Jinja source."""
    for node in nodes:
        if isinstance(node, Para):
            words = own.text(node.element) if node.element is not None else node.text
            text = _TAG.sub(lambda tag: tag.group().translate(_QUOTES), words)
            alone = _ALONE.fullmatch(text)
            yield (f"{{% {alone.group(2)}%}}" if alone else f"{_PARA}{_look(node)}{_WORDS}{text}{_END}")
            continue
        yield _TABLE
        for row in node.rows:
            alone = _ALONE.fullmatch("".join(row.texts).strip().translate(_QUOTES))
            if alone and alone.group(1) == "tr":
                yield f"{{% {alone.group(2)}%}}"
                continue
            yield _ROW
            for cell in row.cells:
                yield _CELL
                yield from _written(cell, own)
                yield _END
            yield _END
        yield _END


def _parsed(tokens: Iterator[str], native: Mapping[int, Any], forms: dict[tuple[str, ...], Form]) -> Iterator[Node]:
    level = 0  # of the heading above
    for token in tokens:
        if token == _END:
            return
        if token == _TABLE:
            table = Table(tuple(_rows(tokens, native, forms)))
            if table.rows:  # a table whose loop was empty is not written
                yield table
        elif token == _PARA:
            look, _, text = next(tokens).partition(_WORDS)
            next(tokens)  # the end
            para = _para(look, text)
            level = para.level or level
            yield from _native(para, native, level) if text.strip().startswith(_OPEN) else (para,)


def _rows(tokens: Iterator[str], native: Mapping[int, Any], forms: dict[tuple[str, ...], Form]) -> Iterator[Row]:
    for token in tokens:
        if token == _END:
            return
        if token == _ROW:
            yield Row(tuple(_cells(tokens, native, forms)))
        elif token:
            yield _alike(token, forms)


def _alike(row: str, forms: dict[tuple[str, ...], Form]) -> Row:
    """A row of nothing but paragraphs. ``forms``: of those so far, by what stands between their words."""
    split = _WORDS_IN.split(row)
    between = tuple(split[::2])
    if between not in forms:
        cells = "".join(between).split(_CELL)[1:]
        forms[between] = Form(
            tuple(tuple(_para(look) for look in cell.rstrip(_END).split(_PARA)[1:]) for cell in cells)
        )
    return AlikeRow(forms[between], tuple(split[1::2]))


def _cells(
    tokens: Iterator[str], native: Mapping[int, Any], forms: dict[tuple[str, ...], Form]
) -> Iterator[tuple[Node, ...]]:
    for token in tokens:
        if token == _END:
            return
        if token == _CELL:
            nodes = tuple(_parted(_parsed(tokens, native, forms)))
            yield nodes if nodes and isinstance(nodes[-1], Para) else (*nodes, Para("", ""))


def _parted(nodes: Iterable[Node]) -> Iterator[Node]:
    """With an empty paragraph between two tables that would touch: Word would show them as one."""
    before: Node | None = None
    for node in nodes:
        if isinstance(before, Table) and isinstance(node, Table):
            yield Para("", "")
        yield node
        before = node


def _look(para: Para) -> str:
    """What a paragraph of the template is but for its words. ``_para`` reads it."""
    number, level = para.entry or ("", 0)
    return "|".join(
        (para.style or "", para.listed, str(para.level), number, str(level), "h" * bool(para.head), para.section)
    )


def _para(look: str, text: str = "") -> Para:
    style, listed, level, number, of_list, head, section = look.split("|")
    entry = (number, int(of_list)) if number else None
    return Para(text, style, listed, int(level), entry=entry, head=bool(head), section=section)


def _native(para: Para, native: Mapping[int, Any], level: int) -> Iterator[Node]:
    content = native[int(para.text.strip().strip(_OPEN + _CLOSE))]
    if isinstance(content, HeatMap):
        yield from _heat_map(content)
    elif isinstance(content, Contents):
        yield CONTENTS
    else:
        for block in content or ():
            yield _block(block, para, level)


def _block(block: Block, para: Para, level: int) -> Node:
    if block.kind is BlockKind.TABLE:
        columns = max(len(row) for row in block.rows)
        rows = [
            [_cell(cell, heading=at == 0) for cell in (*row, *[()] * (columns - len(row)))]
            for at, row in enumerate(block.rows)
        ]
        return Table(tuple(Row(tuple(row)) for row in rows))
    looks = _looks(block.runs)
    if block.kind is BlockKind.SUBHEADING:
        return Para(block.text, None, level=min(level + 1 + block.level, 9), looks=looks)
    if block.kind is BlockKind.PARAGRAPH and block.style:
        return Para(block.text, block.style, looks=looks)
    if block.kind is BlockKind.PARAGRAPH:
        return replace(para, text=block.text, looks=looks)
    listed = "bullet" if block.kind is BlockKind.BULLET else "number"
    label = block.counted.label if listed == "number" else ""
    return Para(block.text, None, listed, looks=looks, label=label, depth=block.level)


def _cell(runs: Sequence[Run], *, heading: bool) -> tuple[Node, ...]:
    text = "".join(run.text for run in runs)
    return (Para(text, None, looks=None if heading else _looks(runs), head=heading),)


def _looks(runs: Sequence[Run]) -> tuple[tuple[str, bool, bool, str], ...]:
    return joined([(run.text, run.bold, run.italic, run.link) for run in runs])


def _heat_map(heat: HeatMap) -> Iterator[Node]:
    def one(text: str, shade: str | None = None, *, head: bool | None = None) -> Para:
        return Para(text, None, shade=shade, head=head)

    rows = [
        Row(
            tuple(
                (one(text, head=True),)
                for text in (heat.likelihood_heading, *(f"Impact {cell.impact}" for cell in heat.rows[0]))
            )
        )
    ]
    for cells in heat.rows:
        shown = [
            tuple(one(text, cell.shade) for text in ((cell.risks, cell.short) if cell.risks else (cell.short,)))
            for cell in cells
        ]
        rows.append(Row(((one(cells[0].likelihood),), *shown)))
    yield Table(tuple(rows))
    yield Para("Key:  " + "".join(f" {band.short}  {band.band}    " for band in heat.bands), None)

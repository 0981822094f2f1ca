"""What a template and a Page must come to, worked out a second time as plain text. For the proof only.

The template's words and tags are read as an outline, not as XML; Jinja fills that outline straight from
the Page. So whatever docxtpl, escaping, native content or writing may lose shows as a difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pipeline.model.page import HeatMap, Page
from pipeline.model.records import Block, BlockKind, Run
from pipeline.report.outline import Node, Outliner, Para, Row, Table, joined
from pipeline.report.sandbox import FILTERS, TESTS
from pipeline.report.wordml import Element

# Control characters: no text of the Page or of a Word file can hold one.
_PARA, _TABLE, _ROW, _CELL, _END = "\x01", "\x04", "\x05", "\x06", "\x07"
_WORDS, _OPEN, _CLOSE = "\x02", "\x0e", "\x0f"
_TOKENS = re.compile("([\x01\x04-\x07])")
_ALONE = re.compile(r"\s*\{%(?:p|tr) (.*?)%\}\s*", re.DOTALL)
_TAG = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
_QUOTES = str.maketrans("“”‘’", "\"\"''")


@dataclass(frozen=True)
class _Mark:
    """Stands for native content until the outline is parsed."""

    content: tuple[Block, ...] | HeatMap


def expected(outliner: Outliner, container: Element, page: Page) -> tuple[Node, ...]:
    """The outline of one part of the template, filled."""
    native: list[tuple[Block, ...] | HeatMap | None] = []

    def finalize(value: Any) -> str:
        if value is None or isinstance(value, tuple | HeatMap):
            native.append(value or None)
            return f"{_OPEN}{len(native) - 1}{_CLOSE}"
        return str(value)

    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, finalize=finalize, keep_trailing_newline=True
    )
    environment.filters = {name: environment.filters[name] for name in FILTERS}
    environment.tests = {name: environment.tests[name] for name in TESTS}
    source = "".join(_written(outliner.nodes(container)))
    names = {each.name: getattr(page, each.name) for each in fields(page)}
    text = environment.from_string(source).render(names)
    return tuple(_parsed(iter(_TOKENS.split(text)), dict(enumerate(native))))


def _written(nodes: Sequence[Node]) -> Iterator[str]:
    """The outline of a template as Jinja source."""
    for node in nodes:
        if isinstance(node, Para):
            text = _TAG.sub(lambda tag: tag.group().translate(_QUOTES), node.text)
            alone = _ALONE.fullmatch(text)
            yield (
                f"{{% {alone.group(1)}%}}"
                if alone
                else f"{_PARA}{node.style}|{node.listed}|{node.level}{_WORDS}{text}{_END}"
            )
            continue
        yield _TABLE
        for row in node.rows:
            alone = _ALONE.fullmatch("".join(row.texts).strip().translate(_QUOTES))
            if alone:
                yield f"{{% {alone.group(1)}%}}"
                continue
            yield _ROW
            for cell in row.cells:
                yield _CELL
                yield from _written(cell)
                yield _END
            yield _END
        yield _END


def _parsed(tokens: Iterator[str], native: Mapping[int, Any]) -> Iterator[Node]:
    level = 0  # of the heading above
    for token in tokens:
        if token == _END:
            return
        if token == _TABLE:
            table = Table(tuple(_rows(tokens, native)))
            if table.rows:  # a table whose loop was empty is not written
                yield table
        elif token == _PARA:
            look, _, text = next(tokens).partition(_WORDS)
            next(tokens)  # the end
            style, listed, own = look.split("|")
            level = int(own) or level
            para = Para(text, style, listed, int(own))
            yield from _native(para, native, level) if text.strip().startswith(_OPEN) else (para,)


def _rows(tokens: Iterator[str], native: Mapping[int, Any]) -> Iterator[Row]:
    for token in tokens:
        if token == _END:
            return
        if token == _ROW:
            yield Row(tuple(_cells(tokens, native)))


def _cells(tokens: Iterator[str], native: Mapping[int, Any]) -> Iterator[tuple[Node, ...]]:
    for token in tokens:
        if token == _END:
            return
        if token == _CELL:
            nodes = tuple(_parsed(tokens, native))
            yield nodes if nodes and isinstance(nodes[-1], Para) else (*nodes, Para("", ""))


def _native(para: Para, native: Mapping[int, Any], level: int) -> Iterator[Node]:
    content = native[int(para.text.strip().strip(_OPEN + _CLOSE))]
    if isinstance(content, HeatMap):
        yield from _heat_map(content)
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
        return Para(block.text, None, level=min(level + 1, 9), looks=looks)
    if block.kind is BlockKind.PARAGRAPH:
        return replace(para, text=block.text, looks=looks)
    return Para(block.text, None, listed="bullet" if block.kind is BlockKind.BULLET else "number", looks=looks)


def _cell(runs: Sequence[Run], *, heading: bool) -> tuple[Node, ...]:
    return (Para("".join(run.text for run in runs), None, looks=None if heading else _looks(runs)),)


def _looks(runs: Sequence[Run]) -> tuple[tuple[str, bool, bool, str], ...]:
    return joined([(run.text, run.bold, run.italic, run.link) for run in runs])


def _heat_map(heat: HeatMap) -> Iterator[Node]:
    def one(text: str, shade: str | None = None) -> Para:
        return Para(text, None, shade=shade)

    rows = [
        Row(
            tuple(
                (one(text),) for text in (heat.likelihood_heading, *(f"Impact {cell.impact}" for cell in heat.rows[0]))
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

"""Whether a Word file can be found one's way through without seeing it: headings, tables, spacing."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.ingest.fitness.colours import WHITE, as_digits
from pipeline.ingest.fitness.edited import Edited, likewise, quoted
from pipeline.ingest.fitness.grids import Cell
from pipeline.ingest.narrative.word import inside
from pipeline.ingest.sent.places import BOX, TBL, TC, P
from pipeline.ingest.sent.reader import levels_in
from pipeline.ingest.word_package import Element, W
from pipeline.model.alike import spans
from pipeline.model.findings import Finding, find
from pipeline.model.word_text import FALLBACK, text_of

_HOLDERS = frozenset((*(W + name for name in ("body", "hdr", "ftr", "footnote", "endnote")), TC, BOX))
# What makes a paragraph without words do something all the same.
_DRAWN = (W + "drawing", W + "pict", W + "object")
_BUSY = (
    *_DRAWN,
    *(W + name for name in ("sectPr", "instrText", "fldChar", "fldSimple", "footnoteReference", "endnoteReference")),
    *(W + name for name in ("separator", "continuationSeparator", "pageBreakBefore", "pBdr", "del", "moveFrom")),
)


def heading_jumps(document: Edited) -> Iterator[Finding]:
    """A heading more than one level below the one before."""
    level_of = levels_in(document.package)
    before, above = 0, ""
    for each in document.found:
        body = each.element.getroottree().getroot() is document.package.body.getparent()
        level = level_of(each.element) if body and each.text.strip() else 0
        if not level or next(each.element.iterancestors(TC, BOX), None) is not None:
            continue
        if level > before + 1:
            after = f"follows {quoted(above)}, of level {before}" if above else "is the first one"
            message = f"The heading {quoted(each.text)} is of level {level} and {after}."
            yield find("document-heading-jump", message, document.at(each.element))
        before, above = level, each.text


def table_headers(document: Edited) -> Iterator[Finding]:
    """A table of more than one row and column, without a header row; a smaller one is a box or a list."""
    for grid in document.grids:
        if len(grid.rows) > 1 and grid.columns > 1 and not grid.headed:
            first = " | ".join(_words(cell) for cell in grid.rows[0])
            message = f"The first row of this table is not marked as its header row: {quoted(first)}."
            yield find("document-table-header", message, document.table_at(grid))


def merged_cells(document: Edited) -> Iterator[Finding]:
    for grid in document.grids:
        rows = [cell.row + 1 for row in grid.rows for cell in row if cell.merged]
        if rows:
            message = f"This table has merged cells, in row{'s' * (len(set(rows)) > 1)} {spans(rows)}."
            yield find("document-merged-cells", message, document.table_at(grid))


def colour_alone(document: Edited) -> Iterator[Finding]:
    """Coloured cells without words, where no cell with words in the row or column has the colour: a colour that goes
    along a whole row or column only decorates.
    """
    for grid in document.grids:
        if next(grid.element.iter(W + "shd"), None) is None:
            continue
        fills = {cell: document.looks.fill(cell.element) for row in grid.rows for cell in row}
        worded = {(way, at, fills[cell]) for cell in fills if _words(cell) for way, at in _lines(cell)}
        speaking = {way_at for cell in fills if _words(cell) for way_at in _lines(cell)}
        silent = [
            cell
            for cell, fill in fills.items()
            if fill not in (None, WHITE)
            and cell.element.find(f"{W}tcPr/{W}shd") is not None
            and not _words(cell)
            and next(cell.element.iter(*_DRAWN), None) is None
            and all((way, at, fill) not in worded and (way, at) in speaking for way, at in _lines(cell))
        ]
        if silent:
            first, *others = ((document.at(next(cell.paragraphs())), fills[cell]) for cell in silent)
            message = f"This cell says something by its colour alone (#{as_digits(first[1] or WHITE)})."
            yield find("document-colour-alone", message + likewise([place for place, _ in others]), first[0])


def _lines(cell: Cell) -> tuple[tuple[str, int], ...]:
    return ("row", cell.row), ("column", cell.column)


def _words(cell: Cell) -> str:
    return " ".join(" ".join(text_of(paragraph) for paragraph in cell.element.iter(P)).split())


def spacing(document: Edited) -> Iterator[Finding]:
    """Empty paragraphs that only push others apart. Word needs one in each cell, at the end, and between two tables."""
    for root in document.roots:
        for holder in root.iter(*_HOLDERS):
            if next(holder.iterancestors(FALLBACK), None) is None:
                yield from _spacing(document, holder)


def _spacing(document: Edited, holder: Element) -> Iterator[Finding]:
    blocks = [block for block in inside(holder) if block.tag in (P, TBL)]
    if len(blocks) == 1:
        return
    idle: list[Element] = []
    for at, block in enumerate([*blocks, None]):
        if block is not None and block.tag == P and _empty(block):
            idle.append(block)
            continue
        start = at - len(idle)
        after_table = start > 0 and blocks[start - 1].tag == TBL
        last = block is None and (after_table or holder.tag == W + "body")
        needed = last or (after_table and block is not None and block.tag == TBL)
        if len(idle) > needed:
            count = f"{len(idle)} empty paragraphs stand" if len(idle) > 1 else "An empty paragraph stands"
            yield find("document-spacing", f"{count} here as a gap.", document.at(idle[0]))
        idle = []


def _empty(paragraph: Element) -> bool:
    if text_of(paragraph).strip(" \t\n\u00a0"):
        return False
    if next(paragraph.iter(*_BUSY), None) is not None or any(
        line.get(W + "type") in ("page", "column") for line in paragraph.iter(W + "br")
    ):
        return False
    return all(not isinstance(one.tag, str) or one.tag.startswith(W) for one in paragraph.iter())

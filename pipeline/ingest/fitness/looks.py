"""How a word of a Word file looks, by its own properties and every style that has a say: hidden, its colour, and
what it stands on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.ingest.fitness.colours import WHITE, Colour, Palette, highlight
from pipeline.ingest.fitness.grids import Cell, Grid, grid_of
from pipeline.ingest.narrative.word import read_styles, switch, value, whole
from pipeline.ingest.sent.places import BOX, TBL, TC
from pipeline.ingest.word_package import Element, Package, W

# What a table style may colour on its own, and the bit that turns it on in an old w:tblLook.
_BITS = {
    "firstRow": 0x20,
    "lastRow": 0x40,
    "firstColumn": 0x80,
    "lastColumn": 0x100,
    "noHBand": 0x200,
    "noVBand": 0x400,
}


class Looks:
    """The looks of one file."""

    def __init__(self, package: Package) -> None:
        self.palette = Palette(package)
        self._page = self._page_of(package)
        styles = package.one("styles")
        raw = list(styles.iter(W + "style")) if styles is not None else []
        self._styles = {style.get(W + "styleId", ""): style for style in raw}
        self._defaults = {
            style.get(W + "type"): style.get(W + "styleId", "")
            for style in raw
            if style.get(W + "default") in ("1", "true")
        }
        self._inherited, _ = read_styles(styles)
        default = "/".join(W + step for step in ("docDefaults", "rPrDefault", "rPr"))
        self._default = styles.find(default) if styles is not None else None
        self._found: dict[tuple[str, str], Element] = {}
        self._cells: dict[Element, tuple[Grid, dict[Element, Cell]]] = {}

    def hidden(self, run: Element, paragraph: Element) -> bool:
        own = switch(run.find(W + "rPr"), "vanish")
        if own is not None:
            return own
        styles = (self._inherited.get(name) for name in (value(run, "rPr/rStyle"), self._style(paragraph)) if name)
        # Two styles that each hide a word bring it back: so Word has it.
        return sum(style.hidden for style in styles if style) == 1

    def colour(self, run: Element, paragraph: Element) -> Colour | None:
        """None where Word chooses black or white by what stands behind."""
        found = self._first(run, W + "rPr", W + "color")
        for name in (value(run, "rPr/rStyle"), self._style(paragraph)):
            if found is None and name:
                found = self._in_style(name, f"{W}rPr/{W}color")
        if found is None:
            found = self._in_table(paragraph, f"{W}rPr/{W}color")
        if found is None and self._default is not None:
            found = self._default.find(W + "color")
        return self.palette.written(found) if found is not None else None

    def background(self, run: Element, paragraph: Element) -> Colour | None:
        """None where it can't be told: in a text box whatever its shape is filled with."""
        marked = self._first(run, W + "rPr", W + "highlight")
        if marked is not None and (colour := highlight(marked.get(W + "val", ""))):
            return colour
        for element, properties, style in (
            (run, W + "rPr", value(run, "rPr/rStyle")),
            (paragraph, W + "pPr", self._style(paragraph)),
        ):
            shade = self._first(element, properties, W + "shd")
            if shade is None and style:
                shade = self._in_style(style, f"{properties}/{W}shd")
            if shade is not None and (colour := self.palette.shading(shade)):
                return colour
        for around in paragraph.iterancestors(TC, BOX):
            if around.tag == BOX:
                return None
            if colour := self.fill(around):
                return colour
        return self._page

    def fill(self, cell: Element) -> Colour | None:
        """What a cell of a table is filled with; None where one sees through it."""
        shade = self._first(cell, W + "tcPr", W + "shd")
        if shade is None:
            shade = self._of_table_style(cell, f"{W}tcPr/{W}shd")
        table = next(cell.iterancestors(TBL), None)
        if shade is None and table is not None:
            shade = self._first(table, W + "tblPr", W + "shd")
        return self.palette.shading(shade) if shade is not None else None

    def grid(self, table: Element) -> Grid:
        return self._placed(table)[0]

    def _placed(self, table: Element) -> tuple[Grid, dict[Element, Cell]]:
        if table not in self._cells:
            grid = grid_of(table)
            self._cells[table] = grid, {cell.element: cell for row in grid.rows for cell in row}
        return self._cells[table]

    def _page_of(self, package: Package) -> Colour:
        """The colour of the page, which Word shows only where the settings say so."""
        settings = package.one("settings")
        background = package.body.getparent().find(W + "background")
        if background is None or not switch(settings, "displayBackgroundShape"):
            return WHITE
        return self.palette.written(background, "color") or WHITE

    def _style(self, paragraph: Element) -> str:
        return value(paragraph, "pPr/pStyle") or self._defaults.get("paragraph", "")

    @staticmethod
    def _first(element: Element, properties: str, name: str) -> Element:
        own = element.find(properties)
        return own.find(name) if own is not None else None

    def _in_style(self, style: str, path: str) -> Element:
        """The nearest element of this path in a style and those it is based on."""
        if (style, path) not in self._found:
            self._found[style, path] = self._nearest(style, lambda one: one.find(path))
        return self._found[style, path]

    def _nearest(self, style: str, find: Callable[[Element], Element]) -> Element:
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            found = find(self._styles[style])
            if found is not None:
                return found
            style = value(self._styles[style], "basedOn") or ""
        return None

    def _in_table(self, paragraph: Element, path: str) -> Element:
        cell = next(paragraph.iterancestors(TC, BOX), None)
        if cell is None or cell.tag == BOX:
            return None
        return self._of_table_style(cell, path)

    def _of_table_style(self, element: Element, path: str) -> Element:
        """What its table's style says for this cell: of its region before of the whole table."""
        table = next(element.iterancestors(TBL), None)
        grid, cells = self._placed(table) if table is not None else (None, {})
        cell = cells.get(element)
        if grid is None or cell is None:
            return None  # a cell outside of any row
        style = value(table, "tblPr/tblStyle") or self._defaults.get("table", "")
        if not style:
            return None
        for region in self._regions(style, grid, cell):
            where = f"{W}tblStylePr[@{W}type='{region}']/{path}"
            found = self._in_style(style, where)
            if found is not None:
                return found
        return self._in_style(style, path)

    def _regions(self, style: str, grid: Grid, cell: Cell) -> Iterator[str]:
        """The regions of a table that a cell belongs to, the strongest first."""
        look = grid.element.find(f"{W}tblPr/{W}tblLook")
        on = {name: _is_on(look, name, bit) for name, bit in _BITS.items()}
        top, left = on["firstRow"] and cell.row == 0, on["firstColumn"] and cell.column == 0
        bottom = on["lastRow"] and cell.row == len(grid.rows) - 1
        right = on["lastColumn"] and cell.column + cell.span == grid.columns
        for region, inside in (
            ("nwCell", top and left),
            ("neCell", top and right),
            ("swCell", bottom and left),
            ("seCell", bottom and right),
            ("firstRow", top),
            ("lastRow", bottom),
            ("firstCol", left),
            ("lastCol", right),
        ):
            if inside:
                yield region
        if not on["noHBand"] and not top and not bottom:
            yield self._band(style, "Row", cell.row - on["firstRow"], "Horz")
        if not on["noVBand"] and not left and not right:
            yield self._band(style, "Col", cell.column - on["firstColumn"], "Vert")

    def _band(self, style: str, kind: str, at: int, name: str) -> str:
        size = self._in_style(style, f"{W}tblPr/{W}tblStyle{kind}BandSize")
        broad = max(whole(size.get(W + "val")), 1) if size is not None else 1
        return f"band{at // broad % 2 + 1}{name}"


def _is_on(look: Element, name: str, bit: int) -> bool:
    if look is None:
        return False
    written = look.get(W + name)
    if written is not None:
        return written in ("1", "true", "on")
    old = look.get(W + "val", "")
    return bool(int(old, 16) & bit) if len(old) == 4 and all(c in "0123456789abcdefABCDEF" for c in old) else False

"""How a word of a Word file looks, by its own properties and every style that has a say: hidden, its colour, and
what it stands on.
"""

from __future__ import annotations

from pipeline.ingest.fitness.colours import WHITE, Colour, Palette, highlight
from pipeline.ingest.fitness.grids import Grid, grid_of
from pipeline.ingest.fitness.regions import regions_of
from pipeline.ingest.narrative.word import read_styles, switch, value, whole
from pipeline.ingest.sent.places import BOX, TBL, TC
from pipeline.ingest.word_package import Element, Package, W

_RPR, _PPR, _TCPR, _TBLPR, _COLOR, _SHD = (W + name for name in ("rPr", "pPr", "tcPr", "tblPr", "color", "shd"))


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
        self._in_regions: dict[tuple[str, tuple[str, ...], str], Element] = {}
        self._grids: dict[Element, Grid] = {}
        self._cells: dict[Element, tuple[str, tuple[str, ...]]] = {}  # the style of its table, its regions there

    def hidden(self, run: Element, paragraph: Element) -> bool:
        own = switch(run.find(_RPR), "vanish")
        if own is not None:
            return own
        styles = (
            self._inherited.get(name) for name in (self._own(run, _RPR, "rStyle"), self._style(paragraph)) if name
        )
        # Two styles that each hide a word bring it back: so Word has it.
        return sum(style.hidden for style in styles if style) == 1

    def colour(self, run: Element, paragraph: Element) -> Colour | None:
        """None where Word chooses black or white by what stands behind."""
        found = self._first(run, _RPR, _COLOR)
        for name in (self._own(run, _RPR, "rStyle"), self._style(paragraph)):
            if found is None and name:
                found = self._in_style(name, f"{_RPR}/{_COLOR}")
        if found is None:
            around = next(paragraph.iterancestors(TC, BOX), None)
            if around is not None and around.tag == TC:
                found = self._of_table_style(around, f"{_RPR}/{_COLOR}")
        if found is None and self._default is not None:
            found = self._default.find(_COLOR)
        return self.palette.written(found) if found is not None else None

    def background(self, run: Element, paragraph: Element) -> Colour | None:
        """None where it can't be told: in a text box whatever its shape is filled with."""
        marked = self._first(run, _RPR, W + "highlight")
        if marked is not None and (colour := highlight(marked.get(W + "val", ""))):
            return colour
        for element, properties, style in (
            (run, _RPR, self._own(run, _RPR, "rStyle")),
            (paragraph, _PPR, self._style(paragraph)),
        ):
            shade = self._first(element, properties, _SHD)
            if shade is None and style:
                shade = self._in_style(style, f"{properties}/{_SHD}")
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
        shade = self._first(cell, _TCPR, _SHD)
        if shade is None:
            shade = self._of_table_style(cell, f"{_TCPR}/{_SHD}")
        table = next(cell.iterancestors(TBL), None)
        if shade is None and table is not None:
            shade = self._first(table, _TBLPR, _SHD)
        return self.palette.shading(shade) if shade is not None else None

    def grid(self, table: Element) -> Grid:
        """The table as rows of cells; from then on it is known what the table's style says of each."""
        if table not in self._grids:
            grid = self._grids[table] = grid_of(table)
            style = self._own(table, _TBLPR, "tblStyle") or self._defaults.get("table", "")
            regions = regions_of(grid, self._band(style, "Row"), self._band(style, "Col"))
            self._cells |= {cell.element: (style, regions.of(cell)) for row in grid.rows for cell in row}
        return self._grids[table]

    def _page_of(self, package: Package) -> Colour:
        """The colour of the page, which Word shows only where the settings say so."""
        settings = package.one("settings")
        background = package.body.getparent().find(W + "background")
        if background is None or not switch(settings, "displayBackgroundShape"):
            return WHITE
        return self.palette.written(background, "color") or WHITE

    def _style(self, paragraph: Element) -> str:
        return self._own(paragraph, _PPR, "pStyle") or self._defaults.get("paragraph", "")

    def _own(self, element: Element, properties: str, name: str) -> str:
        """The style that an element names; "" where it names none."""
        named = self._first(element, properties, W + name)
        return named.get(W + "val", "") if named is not None else ""

    @staticmethod
    def _first(element: Element, properties: str, name: str) -> Element:
        own = element.find(properties)
        return own.find(name) if own is not None else None

    def _in_style(self, style: str, path: str) -> Element:
        """The nearest element of this path in a style and those it is based on."""
        if (style, path) not in self._found:
            self._found[style, path] = self._nearest(style, path)
        return self._found[style, path]

    def _nearest(self, style: str, path: str) -> Element:
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            found = self._styles[style].find(path)
            if found is not None:
                return found
            style = value(self._styles[style], "basedOn") or ""
        return None

    def _of_table_style(self, cell: Element, path: str) -> Element:
        """What its table's style says for this cell: of its regions before of the whole table."""
        table = next(cell.iterancestors(TBL), None)
        if table is not None:
            self.grid(table)
        style, regions = self._cells.get(cell, ("", ()))  # nothing for a cell outside of any row
        key = style, regions, path
        if key not in self._in_regions:
            paths = (*(f"{W}tblStylePr[@{W}type='{region}']/{path}" for region in regions), path)
            found = (self._in_style(style, each) for each in paths)
            self._in_regions[key] = next((one for one in found if one is not None), None)
        return self._in_regions[key]

    def _band(self, style: str, kind: str) -> int:
        """How many rows or columns a band of the style takes."""
        size = self._in_style(style, f"{_TBLPR}/{W}tblStyle{kind}BandSize")
        return max(whole(size.get(W + "val")), 1) if size is not None else 1

"""An .xlsx or .xlsm → grids, with everything that can carry meaning. Macros are never run."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from typing import Any

from pipeline.ingest.formats import without_numpy  # noqa: F401  # isort: skip  before openpyxl
import openpyxl
from lxml import etree
from openpyxl.cell import Cell as StyledCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.ingest import guard
from pipeline.ingest.cleaning import clean, unescape
from pipeline.ingest.formats.as_written import Calculated, Written, cells_apart, parsed_fast
from pipeline.ingest.formats.drawings import drawn_on
from pipeline.ingest.formats.table_styles import dark_areas, seen_on
from pipeline.ingest.grid import Book, Cell, Grid, Look, Merge, made
from pipeline.ingest.guard import SAVE_AS_XLSX
from pipeline.ingest.text_runs import PICTURE, RAISED, TextRun
from pipeline.model.errors import InputsUnusable

_ESCAPED = re.compile(rb"_x[0-9A-Fa-f]{4}_|x005F(?=_)")
_KEPT = {b"_x005F_": b"_x005f_", b"x005F": b"_x0078_005F"}
_PICTURED = TextRun("", "", False, PICTURE)
_THEME = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
# The order in which cells count the theme's colours: light and dark are swapped in pairs.
_THEME_ORDER = (
    "lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink",
)  # fmt: skip


def read(data: bytes, name: str) -> Book:
    """The workbook with these bytes. Raises InputsUnusable; anything else where openpyxl makes no sense of it."""
    for part, content in guard.parts(data, name):
        if part == "xl/workbook.xml":
            guard.check_workbook(content, name)
        elif b"sheetData" in content:
            guard.check_sheet(content, name)
        else:
            guard.check_strings(content, name)
    with warnings.catch_warnings(), parsed_fast(name), cells_apart() as cells:
        # openpyxl warns of what it does not keep (drop-down lists, headers); none of it is read.
        warnings.simplefilter("ignore")
        workbook = openpyxl.load_workbook(io.BytesIO(_with_escapes_kept(data)), rich_text=True)
    # A chart sheet has no cells; worksheets alone are sheets here.
    sheets: dict[str, Worksheet] = {_title(sheet.title): sheet for sheet in workbook.worksheets}
    if not sheets:
        raise InputsUnusable(f"{name} holds no sheets that can be read. {SAVE_AS_XLSX}")
    reader = _Reader(name, cells, _theme_colours(workbook.loaded_theme))
    drawn = drawn_on(data)
    return Book(
        name,
        {title: reader.grid(title, sheet, drawn.get(sheet.title, frozenset())) for title, sheet in sheets.items()},
        frozenset(title for title, sheet in sheets.items() if sheet.sheet_state != "visible"),
    )


class _Reader:
    """Cells as they are in the file → as they are in a grid. ``cells``: of each sheet; they are gone once it is read."""

    def __init__(self, name: str, cells: dict[Worksheet, list[Written]], theme: Mapping[int, str]) -> None:
        self._name = name
        self._written = cells
        self._theme = theme
        self._looks: dict[int, Look] = {}

    def grid(self, title: str, sheet: Worksheet, drawn: frozenset[tuple[int, int]]) -> Grid:
        """The sheet, with each cell that holds something or is filled with a colour. ``drawn``: the cells under a
        picture, row and column.
        """
        # A row drawn down to no height is as much out of sight.
        hidden_rows = frozenset(row for row, look in sheet.row_dimensions.items() if look.hidden or look.height == 0.0)
        return made(
            title,
            _pictured(self._cells(title, sheet), sheet, drawn) if drawn else self._cells(title, sheet),
            merges=(
                Merge(m.min_row, m.min_col, m.max_row, m.max_col) for m in sorted(sheet.merged_cells.ranges, key=str)
            ),
            hidden_rows=hidden_rows,
            hidden_columns=_hidden_columns(sheet),
            filtered_rows=_filtered(sheet, hidden_rows) | _grouped(sheet, hidden_rows),
            conditional=(
                Merge(r.min_row, r.min_col, r.max_row, r.max_col)
                for ranges in sheet.conditional_formatting
                for r in ranges.cells.ranges
            ),
        )

    def _cells(self, title: str, sheet: Worksheet) -> Iterator[Cell]:
        dark = dark_areas(sheet.tables.values())
        # Of openpyxl's cells there are those that its comments have called for.
        comments = {at: unescape(cell.comment.text) for at, cell in sheet._cells.items() if cell.comment}
        written = self._written.pop(sheet)
        there = {(cell.row, cell.column) for cell in written} if comments else set()
        written += (Written(row, column, None) for row, column in comments.keys() - there)
        written.sort(key=itemgetter(0, 1), reverse=True)
        while written:  # each is let go once it is read: a big sheet has a million
            raw = written.pop()
            cell = self._cell(raw, sheet, comments.get((raw.row, raw.column), "") if comments else "")
            if cell is not None:
                if isinstance(cell.value, str):
                    guard.check_text(cell.value, self._name, title, cell.row, cell.column)
                yield seen_on(dark, cell) if cell.look.unseen else cell

    def _cell(self, raw: Written, sheet: Worksheet, comment: str) -> Cell | None:
        row, column, value, data_type, style = raw
        look = self._looks.get(style) or self._look(style, sheet)
        runs: tuple[TextRun, ...] = ()
        formula = error = ""
        if isinstance(value, Calculated):
            formula = _formula(value.formula)
            value, data_type = value.value, value.data_type
        if isinstance(value, CellRichText):
            # Each run has its own escapes: "_x00" and "41_" side by side are no "A".
            runs = tuple(_run(piece, look) for piece in value)
            value = "".join(run.text for run in runs)
        elif data_type == "e":
            error, value = str(value), None
        elif value is None and formula and data_type == "str":
            value = ""  # calculated, and the result is no text; without a type it was never calculated
        elif isinstance(value, str):
            value = unescape(value)
        elif value is not None and not isinstance(value, (bool, int, float)) and not hasattr(value, "isoformat"):
            value = str(value)
        if value is None and not formula and not error and not comment and not look.fill:
            return None
        return Cell(row, column, value, formula, error, look, runs, comment)

    def _look(self, style: int, sheet: Any) -> Look:
        """The look of cells of this style; a workbook has few, so each is worked out once."""
        raw = StyledCell(sheet, row=1, column=1, style_array=sheet.parent._cell_styles[style])
        fill = raw.fill
        solid = fill is not None and getattr(fill, "fill_type", None) == "solid"
        look = self._looks[style] = Look(
            fill=_rgb(fill.fgColor, self._theme) if solid else "",
            font=(raw.font.name or "") if raw.font else "",
            struck=bool(raw.font.strike) if raw.font else False,
            number_format=raw.number_format,
            unseen=self._is_unseen(raw, solid=solid),
        )
        return look

    def _is_unseen(self, raw: Any, *, solid: bool) -> bool:
        """Whether the letters have the colour of what they stand on: a sheet is white, and its letters are black."""
        pattern = getattr(raw.fill, "fill_type", None) if raw.fill is not None else None
        if pattern and not solid:
            return False
        fill = _rgb(raw.fill.fgColor, self._theme) if solid else "FFFFFF"
        ink = (_rgb(raw.font.color, self._theme) if raw.font else "") or "000000"
        return ink == fill and ink in ("FFFFFF", "000000")


def _pictured(cells: Iterable[Cell], sheet: Worksheet, drawn: frozenset[tuple[int, int]]) -> list[Cell]:
    """The cells in their order, each that holds a text or nothing with the picture that lies on it: of a merge, on its
    first cell. A number under a picture is a number.
    """
    merges = sheet.merged_cells.ranges
    firsts = {
        next(
            (
                (m.min_row, m.min_col)
                for m in merges
                if m.min_row <= at[0] <= m.max_row and m.min_col <= at[1] <= m.max_col
            ),
            at,
        )
        for at in drawn
    }
    found = {(cell.row, cell.column): cell for cell in cells}
    for row, column in firsts:
        cell = found.get((row, column), Cell(row, column, None))
        if cell.value is None and not cell.formula:
            found[row, column] = cell._replace(runs=(_PICTURED,))
        elif isinstance(cell.value, str):
            runs = cell.runs or (TextRun(cell.value, cell.look.font, cell.look.struck),)
            found[row, column] = cell._replace(runs=(*runs, _PICTURED))
    return [found[at] for at in sorted(found)]


def _with_escapes_kept(data: bytes) -> bytes:
    """The package with each ``x005F_`` written so that openpyxl leaves it alone: it takes them all out of
    texts, after which a written "_x0007_" can't be told from a control character.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in dict.fromkeys(package.namelist())}
    texts = [name for name in parts if name.startswith("xl/") and name.endswith(".xml") and b"x005F_" in parts[name]]
    if not texts:
        return data
    for name in texts:
        parts[name] = _ESCAPED.sub(lambda match: _KEPT.get(match[0], match[0]), parts[name])
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name), content)  # a name alone is dated now, which may be before 1980
    return kept.getvalue()


def _title(written: str) -> str:
    """A sheet's name as its tab shows it."""
    return clean(unescape(written))[0] if "_x" in written else written


def _formula(value: Any) -> str:
    """The formula as text with its "="."""
    if isinstance(value, ArrayFormula):
        return value.text or "="
    return value if isinstance(value, str) else "="


def _run(piece: Any, look: Look) -> TextRun:
    if isinstance(piece, TextBlock):
        font = piece.font
        out = RAISED if font.vertAlign == "superscript" else ""
        return TextRun(unescape(piece.text or ""), font.rFont or look.font, bool(font.strike), out)
    return TextRun(unescape(str(piece)), look.font, look.struck)


def _hidden_columns(sheet: Worksheet) -> frozenset[int]:
    """A column's look may stand for a stretch of columns: openpyxl keeps it under the first."""
    hidden: set[int] = set()
    for look in sheet.column_dimensions.values():
        if (look.hidden or look.width == 0) and look.min and look.max:
            hidden.update(range(look.min, min(look.max, 16_384) + 1))
    return frozenset(hidden)


def _filtered(sheet: Worksheet, hidden_rows: frozenset[int]) -> frozenset[int]:
    """The rows a filter keeps out of sight; tables have filters of their own."""
    filters = [sheet.auto_filter, *(table.autoFilter for table in sheet.tables.values() if table.autoFilter)]
    rows: set[int] = set()
    for one in filters:
        if one.ref and one.filterColumn:
            numbers = [int("".join(char for char in end if char.isdigit())) for end in one.ref.split(":")]
            rows.update(row for row in hidden_rows if numbers[0] < row <= numbers[-1])
    return frozenset(rows)


def _grouped(sheet: Worksheet, hidden_rows: frozenset[int]) -> frozenset[int]:
    """The rows out of sight in a group: closing one is a view, as a filter is."""
    return frozenset(row for row in hidden_rows if sheet.row_dimensions[row].outlineLevel)


def _theme_colours(theme: bytes | str | None) -> Mapping[int, str]:
    """Index → "RRGGBB" of the workbook's theme; nothing where it has none."""
    if not theme:
        return {}
    data = theme if isinstance(theme, bytes) else theme.encode()
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        scheme = etree.fromstring(data, parser).find(f".//{_THEME}clrScheme")
    except etree.XMLSyntaxError:
        return {}
    colours: dict[int, str] = {}
    for index, name in enumerate(_THEME_ORDER):
        entry = scheme.find(f"{_THEME}{name}") if scheme is not None else None
        if entry is not None and len(entry):
            colours[index] = entry[0].get("lastClr") or entry[0].get("val") or ""
    return colours


def _rgb(colour: Any, theme: Mapping[int, str]) -> str:
    """The "RRGGBB" of a solid fill; empty where it is none or can't be told."""
    if colour is None:
        return ""
    if colour.type == "rgb" and isinstance(colour.rgb, str):
        return str(colour.rgb[-6:]).upper()
    if colour.type == "indexed" and colour.indexed < len(COLOR_INDEX):
        return str(COLOR_INDEX[colour.indexed][-6:]).upper()
    if colour.type == "theme" and len(theme.get(colour.theme, "")) == 6:
        return _tinted(theme[colour.theme], colour.tint or 0.0)
    return ""


def _tinted(rgb: str, tint: float) -> str:
    """The colour lightened (tint > 0) or darkened, each channel on its own: near enough to name it."""
    channels = (int(rgb[start : start + 2], 16) for start in (0, 2, 4))
    moved = (c * (1 + tint) if tint < 0 else c + (255 - c) * tint for c in channels)
    return "".join(f"{round(channel):02X}" for channel in moved)

"""An .xlsx or .xlsm → grids, with everything that can carry meaning. Macros are never run."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
from lxml import etree
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.ingest.cleaning import clean, unescape
from pipeline.ingest.grid import Cell, Grid, Look, Merge, TextRun
from pipeline.ingest.guard import SAVE_AS_XLSX, spreadsheet_bytes
from pipeline.model.errors import InputsUnusable

_ESCAPED = re.compile(rb"_x[0-9A-Fa-f]{4}_|x005F(?=_)")
_KEPT = {b"_x005F_": b"_x005f_", b"x005F": b"_x0078_005F"}
_LONGEST = 32_767  # what a cell of Excel holds, counted as Excel does: an emoji is two
_THEME = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
# The order in which cells count the theme's colours: light and dark are swapped in pairs.
_THEME_ORDER = (
    "lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink",
)  # fmt: skip


@dataclass(frozen=True)
class Book:
    """An open workbook: its sheets in order, each read when asked for. ``hidden``: sheets out of sight."""

    name: str
    sheets: tuple[str, ...]
    hidden: frozenset[str]
    _reader: _Reader = field(repr=False)
    _grids: dict[str, Grid] = field(default_factory=dict, repr=False)

    def grid(self, sheet: str) -> Grid:
        """The sheet of this name. Raises KeyError where there is none."""
        if sheet not in self._grids:
            with self._reader.refusing():
                self._grids[sheet] = self._reader.grid(sheet)
        return self._grids[sheet]


def read_book(path: Path, name: str) -> Book:
    """The workbook at ``path``; ``name`` is how messages call it. Raises InputsUnusable in a plain sentence."""
    data = spreadsheet_bytes(path, name)
    reader = _Reader(data, name)
    if not reader.sheets:
        raise InputsUnusable(f"{name} holds no sheets that can be read. {SAVE_AS_XLSX}")
    hidden = frozenset(title for title, sheet in reader.sheets.items() if sheet.sheet_state != "visible")
    return Book(name, tuple(reader.sheets), hidden, reader)


class _Reader:
    """The workbook as openpyxl has it: with formulas, and, once a formula is met, with their values."""

    def __init__(self, data: bytes, name: str) -> None:
        self._data = _with_escapes_kept(data)
        self._name = name
        self.formulas = self._load(values=False)
        # A chart sheet has no cells; worksheets alone are sheets here.
        self.sheets: dict[str, Worksheet] = {_title(sheet.title): sheet for sheet in self.formulas.worksheets}
        self._values: Any = None
        self._looks: dict[int, Look] = {}
        self._theme = _theme_colours(self.formulas.loaded_theme)

    def _load(self, *, values: bool) -> Any:
        with self.refusing(), warnings.catch_warnings():
            # openpyxl warns of what it does not keep (drop-down lists, headers); none of it is read.
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(io.BytesIO(self._data), data_only=values, rich_text=not values)

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Refuses the file where openpyxl can't make sense of it, whatever its depths raise (KeyError,
        ValueError, TypeError, IndexError, ParseError …), on opening it or later, when it looks up a style.
        """
        try:
            yield
        except InputsUnusable:
            raise
        except Exception as error:
            raise InputsUnusable(
                f"{self._name} is damaged or was written by a program that does not keep to the format. {SAVE_AS_XLSX}"
            ) from error

    def grid(self, title: str) -> Grid:
        sheet = self.sheets[title]
        values: Any = None
        rows: dict[int, dict[int, Cell]] = {}
        # _cells is the store itself: iter_rows would make every empty cell between.
        for (row, column), raw in sorted(sheet._cells.items()):
            if raw.value is None and not raw.has_style and raw.comment is None:
                continue
            formula = _formula(raw)
            cached: Any = raw
            if formula:
                values = values or self._value_sheet(sheet.title)
                cached = values.cell(row, column)
            cell = self._cell(row, column, raw, formula, cached)
            if cell is not None:
                self._check_length(title, cell)
                rows.setdefault(row, {})[column] = cell
        filled = [
            (row, column)
            for row, cells in rows.items()
            for column, cell in cells.items()
            if cell.value is not None or cell.formula
        ]
        hidden_rows = frozenset(row for row, look in sheet.row_dimensions.items() if look.hidden)
        return Grid(
            name=title,
            rows=rows,
            merges=tuple(
                Merge(m.min_row, m.min_col, m.max_row, m.max_col) for m in sorted(sheet.merged_cells.ranges, key=str)
            ),
            hidden_rows=hidden_rows,
            hidden_columns=_hidden_columns(sheet),
            filtered_rows=_filtered(sheet, hidden_rows),
            conditional=tuple(
                Merge(r.min_row, r.min_col, r.max_row, r.max_col)
                for ranges in sheet.conditional_formatting
                for r in ranges.cells.ranges
            ),
            last_row=max((row for row, _ in filled), default=0),
            last_column=max((column for _, column in filled), default=0),
        )

    def _value_sheet(self, title: str) -> Any:
        if self._values is None:
            self._values = self._load(values=True)
        return self._values[title]

    def _cell(self, row: int, column: int, raw: Any, formula: str, cached: Any) -> Cell | None:
        """``cached``: the cell with its value; ``raw`` itself where it holds no formula."""
        look = self._look(raw)
        comment = unescape(raw.comment.text) if raw.comment else ""
        runs: tuple[TextRun, ...] = ()
        error = ""
        value: Any = cached.value
        if isinstance(value, CellRichText):
            # Each run has its own escapes: "_x00" and "41_" side by side are no "A".
            runs = tuple(_run(piece, look) for piece in value)
            value = "".join(run.text for run in runs)
        elif cached.data_type == "e":
            error, value = str(value), None
        elif value is None and formula and cached.data_type == "str":
            value = ""  # calculated, and the result is no text; without a type it was never calculated
        elif isinstance(value, str):
            value = unescape(value)
        elif value is not None and not isinstance(value, (bool, int, float)) and not hasattr(value, "isoformat"):
            value = str(value)
        if value is None and not formula and not error and not comment and not look.fill:
            return None
        return Cell(row, column, value, formula, error, look, runs, comment)

    def _check_length(self, title: str, cell: Cell) -> None:
        """Refuses a text that no cell of Excel can hold: Excel itself would throw it away on opening."""
        if not isinstance(cell.value, str) or len(cell.value) <= _LONGEST // 2:
            return
        units = len(cell.value.encode("utf-16-le", "surrogatepass")) // 2
        if units > _LONGEST:
            raise InputsUnusable(
                f"{self._name}, sheet '{title}', cell {cell.address} holds {units:,} characters; Excel can hold"
                f" {_LONGEST:,} in a cell. Shorten the text, or ask whoever made the file for one that Excel can open."
            )

    def _look(self, raw: Any) -> Look:
        """The cell's look; a workbook has few, so each is worked out once."""
        if not raw.has_style:
            key = -1
        else:
            key = raw._style.fillId * 1_000_000_000 + raw._style.fontId * 100_000 + raw._style.numFmtId
        if key not in self._looks:
            fill = raw.fill
            solid = fill is not None and getattr(fill, "fill_type", None) == "solid"
            self._looks[key] = Look(
                fill=_rgb(fill.fgColor, self._theme) if solid else "",
                font=(raw.font.name or "") if raw.font else "",
                struck=bool(raw.font.strike) if raw.font else False,
                number_format=raw.number_format,
            )
        return self._looks[key]


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
            package.writestr(name, content)
    return kept.getvalue()


def _title(written: str) -> str:
    """A sheet's name as its tab shows it."""
    return clean(unescape(written))[0] if "_x" in written else written


def _formula(raw: Any) -> str:
    """The formula as text with its "=", or nothing."""
    value = raw.value
    if isinstance(value, ArrayFormula):
        return value.text or "="
    if isinstance(value, DataTableFormula):
        return "="
    return value if raw.data_type == "f" and isinstance(value, str) else ""


def _run(piece: Any, look: Look) -> TextRun:
    if isinstance(piece, TextBlock):
        return TextRun(unescape(piece.text or ""), piece.font.rFont or look.font, bool(piece.font.strike))
    return TextRun(unescape(str(piece)), look.font, look.struck)


def _hidden_columns(sheet: Worksheet) -> frozenset[int]:
    """A column's look may stand for a stretch of columns: openpyxl keeps it under the first."""
    hidden: set[int] = set()
    for look in sheet.column_dimensions.values():
        if look.hidden and look.min and look.max:
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

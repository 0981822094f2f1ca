"""A copy of mapping.xlsx with what was edited in the report put into its cells; never over the original.

Only the cells that change are written anew, each with its format: everything else in the package (drop-down lists,
the Read me, what people added) stays byte for byte.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from lxml import etree

from pipeline.ingest.cleaning import clean, unescape
from pipeline.ingest.grid import Book, Cell, letter, number
from pipeline.ingest.guard import file_bytes
from pipeline.ingest.mapping.dates import read_date
from pipeline.ingest.mapping.renamed import follow, is_name_of
from pipeline.ingest.mapping.sheets import ALIGNMENT, BY_NAME, ORGANISATIONS, WORDING_FIELDS, plain
from pipeline.ingest.mapping.table import read_table
from pipeline.ingest.workbook import read_workbook
from pipeline.model.dates import in_words
from pipeline.model.document import Difference, DifferenceKind, Role
from pipeline.model.owners import nobody

REASON = "Edited in the report before it was issued"
WORDING = "Wording"

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]+)")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_MONTHS = re.compile(r"([0-9]+) months?")
_BLANK = ("", "–", "Not stated")
_FIELDS = {field: words for words, field in WORDING_FIELDS.items()}

Value = str | int | date
Changes = dict[str, dict[str, Value]]  # sheet → address → what is to stand there
Element = etree._Element


@dataclass(frozen=True, slots=True)
class WordingLine:
    """A line for the Wording sheet: what was agreed to be reported in place of the register's text."""

    organisation: str
    risk: str
    field: str
    as_reported: str
    reason: str
    date: str


@dataclass(frozen=True, slots=True)
class Updated:
    """``workbook``: the copy; None where nothing could be put into it. ``taken``: the differences it holds."""

    workbook: bytes | None
    taken: tuple[Difference, ...]


def wording_lines(differences: Iterable[Difference], meeting_date: date) -> tuple[WordingLine, ...]:
    """A line for each description and each owner of a register risk that was edited. None where two places were given
    other words, nor for an owner that is nobody: that leaves the risk without one.
    """
    edited: dict[tuple[str, str, str], set[str]] = {}
    for difference in differences:
        if what := _reworded(difference):
            edited.setdefault(what, set()).add(difference.now)
    return tuple(
        WordingLine(organisation, risk, field, now.pop(), REASON, in_words(meeting_date))
        for (organisation, risk, field), now in edited.items()
        if len(now) == 1
    )


def _reworded(difference: Difference) -> tuple[str, str, str] | None:
    """The organisation, risk and Field of the Wording sheet that the words of a register belong to."""
    origin, field = difference.origin, _FIELDS.get(difference.key.rpartition(".")[2])
    if difference.kind is not DifferenceKind.CHANGED or origin.role is not Role.REGISTER or field is None:
        return None
    nothing = nobody(difference.now) if field == _FIELDS["owner"] else not difference.now
    return None if nothing else (origin.organisation, origin.subject, field)


def update(path: Path, name: str, differences: Sequence[Difference], meeting_date: date) -> Updated:
    """The copy. A cell that holds a formula, one that two edits disagree on, and one of which the printed words were
    only a part that can't be told apart stay as they are.

    Raises InputsUnusable where the workbook can't be opened.
    """
    book = read_workbook(path, name)
    lines = wording_lines(differences, meeting_date)
    wanted: Changes = {}
    taken: list[Difference] = []
    refused: set[tuple[str, str]] = set()
    for difference in differences:
        place = difference.origin.place
        value = _value(book, difference)
        if value is None or (place.sheet, place.cell) in refused:
            continue
        if wanted.setdefault(place.sheet, {}).setdefault(place.cell, value) != value:
            refused.add((place.sheet, place.cell))
        taken.append(difference)
    taken = [one for one in taken if (one.origin.place.sheet, one.origin.place.cell) not in refused]
    for sheet, address in refused:
        del wanted[sheet][address]
    for difference in taken:
        if difference.origin.field == "as_reported":
            _say_why(book, wanted, difference, meeting_date)
    _follow_names(book, wanted, taken)
    if _append(book, wanted, lines):
        of_lines = {(line.organisation, line.risk, line.field) for line in lines}
        taken += [one for one in differences if _reworded(one) in of_lines]
    wanted = {sheet: cells for sheet, cells in wanted.items() if cells}
    if not wanted:
        return Updated(None, ())
    return Updated(_rewritten(file_bytes(path, name), wanted), tuple(taken))


# --- what is to stand where ------------------------------------------------------------------------


def _value(book: Book, difference: Difference) -> Value | None:
    """What the cell is to hold for the report to say this; None where nobody can tell."""
    origin = difference.origin
    address = _ADDRESS.fullmatch(origin.place.cell)
    changed = difference.kind is DifferenceKind.CHANGED and difference.key and difference.now
    if origin.role is not Role.MAPPING or not changed or not address or origin.place.sheet not in book.sheets:
        return None
    if is_name_of(ORGANISATIONS, origin.place.sheet, origin.field) and difference.unchanged_at:
        return None  # one row's words are no new name of an organisation
    cell = book.grid(origin.place.sheet).cell(int(address[2]), number(address[1]))
    if cell is None or cell.value is None:
        blank = (cell is None or not cell.formula) and (difference.was in _BLANK or difference.was.startswith("["))
        return difference.now if blank else None
    return None if cell.formula else _changed(cell, difference)


def _changed(cell: Cell, difference: Difference) -> Value | None:
    if isinstance(cell.value, (date, datetime)):
        day = cell.value.date() if isinstance(cell.value, datetime) else cell.value
        return read_date(difference.now) if read_date(difference.was) == day else None
    held = cell.text
    now = difference.carried(held)
    if now is None and difference.origin.field == "as_reported" and _without_remark(difference, held):
        now = difference.now
    if isinstance(cell.value, str):
        if now is None and held.count(difference.was) == 1:
            now = held.replace(difference.was, difference.now)
        return now or None
    months = _MONTHS.fullmatch(difference.now)
    now = months[1] if months else now
    return int(now) if now is not None and now.isdecimal() else None


def _without_remark(difference: Difference, held: str) -> bool:
    """Whether nothing is left of what is printed behind agreed words, that they were agreed: all was typed over."""
    remark = difference.was.removeprefix(held).lstrip(".").split()
    return difference.was.startswith(held) and bool(remark) and remark[0] not in difference.now.split()


def _follow_names(book: Book, wanted: Changes, taken: Iterable[Difference]) -> None:
    """What refers to an aligned risk or an organisation by the name that was edited gets the new one too."""
    for sheet, address in dict.fromkeys(
        (one.origin.place.sheet, one.origin.place.cell) for one in taken if _is_name(one)
    ):
        row, column = _row_column(address)
        cell, now = book.grid(sheet).cell(row, column), wanted[sheet][address]
        if cell and isinstance(now, str) and plain(cell.text) != plain(now):
            for title, where, words in follow(book, sheet, row, cell.text, now):
                wanted.setdefault(title, {}).setdefault(where, words)


def _is_name(difference: Difference) -> bool:
    origin = difference.origin
    return any(is_name_of(name, origin.place.sheet, origin.field) for name in (ALIGNMENT, ORGANISATIONS))


def _say_why(book: Book, wanted: Changes, difference: Difference, meeting_date: date) -> None:
    """An agreed wording that was edited is no longer what was agreed then, by whom it was."""
    row = int(difference.origin.place.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    columns = _columns(book, difference.origin.place.sheet)
    said = {"reason": REASON, "agreed_by": "", "date": in_words(meeting_date)}
    for field, words in said.items():
        if field in columns:
            wanted[difference.origin.place.sheet][f"{letter(columns[field])}{row}"] = words


def _append(book: Book, wanted: Changes, lines: Sequence[WordingLine]) -> bool:
    """Adds the lines below the last of the Wording sheet; False where the workbook has no such sheet."""
    title = next((sheet for sheet in book.sheets if plain(sheet) == plain(WORDING)), None)
    if title is None or not lines:
        return False
    columns = _columns(book, title)
    if not {"organisation", "risk", "field", "as_reported"} <= set(columns):
        return False
    first = book.grid(title).last_row + 1
    cells = wanted.setdefault(title, {})
    for row, line in enumerate(lines, start=first):
        for field in ("organisation", "risk", "field", "as_reported", "reason", "date"):
            if field in columns:
                cells[f"{letter(columns[field])}{row}"] = getattr(line, field)
    return True


def _columns(book: Book, title: str) -> Mapping[str, int]:
    sheet = BY_NAME[WORDING]
    return read_table(book.name, sheet, book.grid(title), sheet.headings).columns


# --- the package -----------------------------------------------------------------------------------


def _rewritten(package: bytes, wanted: Changes) -> bytes:
    """The same package with these cells set, its other parts as they are."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(target, "w") as new:
        parts, epoch = _parts_of_sheets(old)
        changed = {parts[sheet]: cells for sheet, cells in wanted.items()}
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename in changed:
                root = _parse(data)
                _set_cells(root, changed[entry.filename], epoch)
                data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            new.writestr(entry, data)
    return target.getvalue()


def _parts_of_sheets(package: zipfile.ZipFile) -> tuple[dict[str, str], date]:
    """Sheet → the part that holds it; and the day that the workbook counts its dates from."""
    workbook = _parse(package.read("xl/workbook.xml"))
    relations = {
        relation.get("Id"): relation.get("Target", "")
        for relation in _parse(package.read("xl/_rels/workbook.xml.rels"))
    }
    parts: dict[str, str] = {}
    for sheet in workbook.iter(f"{_MAIN}sheet"):
        target = relations.get(sheet.get(_RELATION), "")
        title = clean(unescape(sheet.get("name", "")))[0]
        parts[title] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    from_1904 = any(one.get("date1904") in ("1", "true") for one in workbook.iter(f"{_MAIN}workbookPr"))
    return parts, date(1904, 1, 1) if from_1904 else date(1899, 12, 30)


def _set_cells(root: Element, cells: Mapping[str, Value], epoch: date) -> None:
    data = root.find(f"{_MAIN}sheetData")
    if data is None:
        return
    rows = _numbered(data)
    looks = [
        (int(column.get("min", "0")), int(column.get("max", "0")), column.get("style"))
        for column in root.iter(f"{_MAIN}col")
    ]
    for address, value in sorted(cells.items(), key=lambda item: _row_column(item[0])):
        at_row, at_column = _row_column(address)
        row = rows.get(at_row)
        if row is None:
            row = rows[at_row] = etree.Element(f"{_MAIN}row", r=str(at_row))
            data.insert(sum(1 for other in rows if other < at_row), row)
        cell = next((one for one in row if one.get("r") == address), None)
        if cell is None:
            cell = etree.Element(f"{_MAIN}c", r=address)
            look = row.get("s") or next((s for low, high, s in looks if low <= at_column <= high and s), None)
            if look:
                cell.set("s", look)
            row.insert(sum(1 for other in row if _row_column(other.get("r", ""))[1] < at_column), cell)
        _set_cell(cell, value, epoch)
    dimension = root.find(f"{_MAIN}dimension")
    if dimension is not None:
        dimension.set("ref", _whole([dimension.get("ref", "A1"), *cells]))


def _numbered(data: Element) -> dict[int, Element]:
    """The rows by number, each cell with its address: a program may leave both out where they follow on."""
    rows: dict[int, Element] = {}
    at = 0
    for row in data:
        at = int(row.get("r", at + 1))
        row.set("r", str(at))
        rows[at] = row
        column = 0
        for cell in row:
            column = _row_column(cell.get("r", f"{letter(column + 1)}{at}"))[1]
            cell.set("r", f"{letter(column)}{at}")
    return rows


def _set_cell(cell: Element, value: Value, epoch: date) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", "")
    if isinstance(value, str):
        if value:
            cell.set("t", "inlineStr")
            text = etree.SubElement(etree.SubElement(cell, f"{_MAIN}is"), f"{_MAIN}t")
            text.set(_SPACE, "preserve")
            text.text = _ESCAPE.sub("_x005F_", clean(value)[0])
        return
    days = (value - epoch).days if isinstance(value, date) else value
    etree.SubElement(cell, f"{_MAIN}v").text = str(days)


def _row_column(address: str) -> tuple[int, int]:
    match = _ADDRESS.fullmatch(address)
    return (int(match[2]), number(match[1])) if match else (0, 0)


def _whole(ranges: Sequence[str]) -> str:
    """The smallest range that holds all of these."""
    ends = [_row_column(end) for one in ranges for end in one.split(":")]
    rows, columns = [row for row, _ in ends], [column for _, column in ends]
    return f"{letter(min(columns))}{min(rows)}:{letter(max(columns))}{max(rows)}"


def _parse(data: bytes) -> Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))

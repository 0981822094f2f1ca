"""Where the table of risks ends and another begins below it: a key of scores, a list of closed risks."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from pipeline.ingest.cleaning import one_line
from pipeline.ingest.registers.claims import known_heading
from pipeline.ingest.registers.closed import hints_at_another, hints_at_closed, says_closed
from pipeline.ingest.registers.row_cells import Cells, Fields, is_id, shape
from pipeline.ingest.registers.row_kinds import Row, RowKind
from pipeline.ingest.registers.vocabulary import HEADINGS, heading_keys, simple

_FEWEST_HEADINGS = 3  # that come again, for a table to go on
_ID_WORDS = frozenset(key for group in HEADINGS["id"] for key in group)


def repeats_header(fields: Fields, cells: Cells) -> bool:
    """Whether the headings come again, as for a new page."""
    again = _headings_again(fields, cells)
    others = fields.headings.values()
    if any(key != fields.headings.get(c) and key in others for c, cell in cells.items() if (key := simple(cell.text))):
        return False  # two have changed places: below stands what is to be read in another way
    return len(cells) > 1 and again >= 0.9 * max(len(cells), len(fields.headings))


def goes_on(fields: Fields, cells: Cells) -> bool:
    """Whether below a gap the very headings come again, each over its own column: the table goes on, as for another
    department.
    """
    own = {column: simple(one_line(cell.text)) for column, cell in cells.items()}
    return len(own) >= _FEWEST_HEADINGS and own == {column: key for column, key in fields.headings.items() if key}


def headings_again(fields: Fields, cells: Cells, last: int, *, after_gap: bool) -> RowKind | None:
    """What a row is that says the headings again; None where it does not, or where what stands between the last row of
    a risk (``last``, 0 above all) and it may say that no open risks stand below.
    """
    again = bool(last) and goes_on(fields, cells) if after_gap else repeats_header(fields, cells)
    if not again or (last and any(map(hints_at_another, _texts(fields, last + 1, cells[min(cells)].row - 1)))):
        return None
    return RowKind.HEADINGS if after_gap else RowKind.OTHER


def has_headings(fields: Fields, cells: Cells) -> bool:
    """Whether headings stand below the risks: all text, and most of them words that head columns, or an id's
    heading where ids stand and two such words.
    """
    again = _headings_again(fields, cells)
    if again >= 2 and again >= 0.6 * len(cells):
        return True
    if not all(isinstance(cell.value, str) for cell in cells.values()):
        return False
    known = sum(1 for cell in cells.values() if known_heading(cell.text))
    id_cell = cells.get(fields.id) if fields.id is not None else None
    heads_ids = id_cell is not None and bool(set(heading_keys(id_cell.text)) & _ID_WORDS)
    return known >= max(3, 0.6 * len(cells)) or (heads_ids and known >= 2)


def _headings_again(fields: Fields, cells: Cells) -> int:
    return sum(1 for column, cell in cells.items() if simple(one_line(cell.text)) == fields.headings.get(column))


def breaks_off(fields: Fields, cells: Cells, shapes: Collection[str], widest: int) -> bool:
    """Whether, below a gap, a few short cells stand that are like no risk above, and no like id comes again: a key
    of scores, say. ``shapes``: of the ids of the risks above; ``widest``: columns filled by the fullest of them.
    """
    if fields.id is None or fields.id not in cells or not shapes:
        return False
    row = cells[fields.id].row
    few = len(cells) <= max(2, 0.4 * widest) and not fields.levels(cells)
    if not few or shape(cells[fields.id].text) in shapes:
        return False
    later = (fields.grid.text(other, fields.id) for other in fields.grid.rows if other > row)
    return not any(shape(text) in shapes for text in later if text)


def like_risks(fields: Fields, rows: Sequence[Row]) -> Iterator[int]:
    """The rows of a second table that look like risks all the same: an id like those above, a text and scores. None
    where what stands above it says that they are closed.
    """
    second = [row.number for row in rows if row.kind is RowKind.SECOND_TABLE]
    if not second or fields.id is None or _is_closed(fields, rows, second[0]):
        return
    shapes = {shape(fields.grid.text(row.number, fields.id)) for row in rows if row.kind is RowKind.RISK}
    for number in second:
        cells = fields.filled(number)
        risk_id = cells[fields.id].text if fields.id in cells else ""
        if is_id(risk_id) and shape(risk_id) in shapes and fields.text_of(cells) and fields.levels(cells):
            yield number


def _is_closed(fields: Fields, rows: Sequence[Row], first: int) -> bool:
    """Whether what stands between the risks and a second table says that its risks are closed, or a heading of its own
    asks when or why they were.
    """
    last = max((row.number for row in rows if row.kind in (RowKind.RISK, RowKind.CONTINUATION)), default=first)
    known = set(fields.headings.values())
    own = (text for text in _texts(fields, first, first) if simple(text) not in known)
    return any(map(says_closed, _texts(fields, last + 1, first))) or any(map(hints_at_closed, own))


def _texts(fields: Fields, first: int, last: int) -> Iterator[str]:
    """What stands in the cells of some rows."""
    return (cell.text for row in range(first, last + 1) for cell in fields.filled(row).values())

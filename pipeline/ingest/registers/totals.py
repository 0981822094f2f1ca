"""Rows of totals and of formulas alone: what a spreadsheet works out below its risks, or ahead of risks to come."""

from __future__ import annotations

import re
from itertools import accumulate

from pipeline.ingest.grid import Cell
from pipeline.ingest.registers.row_cells import Cells, Fields, is_id
from pipeline.ingest.registers.row_kinds import RowKind
from pipeline.ingest.registers.values import is_nothing, is_number, rated
from pipeline.ingest.registers.vocabulary import SCALE_WORDS, simple

_TOTAL = re.compile(r"(?:grand |sub ?)?(?:totals?|averages?|mean|sum|count|number of risks)\b.*")
_PLAIN_TOTAL = re.compile(
    r"(?:grand |sub ?)?(?:totals?|averages?|mean|sum|count|number of risks)"
    r"(?: (?:of|for|no|number|all|open|live|current|residual|inherent|target|gross|net|risks?|scores?|ratings?|entries|register|exposure|\d+))*"
)
_SUMMED = re.compile(
    r"=\s*(?:SUM|SUBTOTAL|AVERAGE|COUNT|COUNTA|COUNTIF|COUNTIFS|SUMIF|MAX|MIN|AGGREGATE)\s*\(", re.IGNORECASE
)


def formulas_alone(fields: Fields, cells: Cells) -> RowKind:
    """What a row is in which nothing is typed."""
    if any(_SUMMED.match(cell.formula) for cell in cells.values()):
        return RowKind.TOTAL
    # An id that counts on (=A39+1) beside a text that is looked up is a risk still; a blank that is looked up shows 0.
    if any(map(str.isalpha, fields.text_of(cells))):
        known = fields.id in cells if fields.id is not None else bool(fields.levels(cells))
        return RowKind.RISK if known else RowKind.OTHER
    row = next(iter(cells.values())).row
    return RowKind.OTHER if row == fields.table.first_row and _all_words(cells) else RowKind.FORMULA


def _all_words(cells: Cells) -> bool:
    """Whether formulas give words alone, as headings that are looked up are; the steps of scales are none."""
    texts = [cell.text for cell in cells.values() if not is_nothing(cell.text)]
    words = [text for text in texts if any(map(str.isalpha, text)) and simple(text) not in SCALE_WORDS]
    return bool(texts) and len(words) == len(texts)


def is_total(fields: Fields, cells: Cells, typed: Cells) -> bool:
    """Whether a row is labelled as a total, or holds numbers without an id or a word."""
    first = typed[min(typed)]
    words = [cell for cell in typed.values() if isinstance(cell.value, str) and not is_nothing(cell.text)]
    label = simple(first.text)
    if _TOTAL.fullmatch(label) and len(words) <= 2:
        # "Total loss of power" where the risks' texts stand is one of them, or told of.
        return bool(_PLAIN_TOTAL.fullmatch(label)) or not fields.holds_texts(first)
    return not words and fields.id not in cells and all(isinstance(cell.value, (int, float)) for cell in typed.values())


def counts_risks(fields: Fields, cells: Cells, typed: Cells) -> bool:
    """Whether a row counts the risks above, as "High risks | 3" does: words where the ids stand that are no id, and
    beside them numbers alone, none of them where the scores stand.
    """
    label = cells[fields.id] if fields.id is not None and fields.id in cells else None
    others = [cell for column, cell in typed.items() if column != fields.id]
    if label is None or not others or is_id(label.text) or not any(map(str.isalpha, label.text)):
        return False
    return not fields.levels(typed) and all(is_number(cell) for cell in others)


def may_be_sums(fields: Fields, typed: Cells) -> bool:
    """Whether its cells may all be sums of what stands above them; one that has a label is a total anyway."""
    if any(isinstance(cell.value, str) and not is_nothing(cell.text) for cell in typed.values()):
        return True
    scores = [(column, cell) for column, cell in typed.items() if fields.of_column.get(column) in fields.exposure]
    return all(_is_sum(fields, column, cell) for column, cell in scores)


def _is_sum(fields: Fields, column: int, cell: Cell) -> bool:
    """Whether a number is the sum of two or more right above it."""
    above = [fields.grid.cell(row, column) for row in range(cell.row - 1, fields.table.first_row - 1, -1)]
    numbers = [number for one in above if one is not None and (number := rated(one).number) is not None]
    return isinstance(cell.value, (int, float)) and cell.value in tuple(accumulate(numbers))[1:]

"""Rows that a layout leaves out by what a column says: each word is told, and one that is nearly the word for a risk is
to be looked at.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from rapidfuzz import fuzz

from pipeline.ingest.registers.columns import Columns
from pipeline.ingest.registers.row_cells import Fields
from pipeline.ingest.registers.row_kinds import Row, RowKind, is_wanted
from pipeline.ingest.registers.table import Table
from pipeline.ingest.registers.taking import address, quoted
from pipeline.ingest.registers.vocabulary import simple
from pipeline.model.alike import spans
from pipeline.model.findings import Finding, find
from pipeline.model.records import Place, Register

_NEAR = 75  # of 100: "Rsk" is 86 for "Risk"
# "Inactive" is no slip for "Active".
_DENIED = re.compile(r"(?:in|un|non|not|no|de|dis|ex) ?")


def passed_by_kind(table: Table, columns: Columns, rows: Sequence[Row], register: Register) -> Iterator[Finding]:
    """A note for each word by which the layout leaves rows out, with the rows; for one near a word that is wanted, a
    finding for each row. A column of kinds that no layout names is told of where it is found.
    """
    if columns.others:
        return
    left = [row.number for row in rows if row.kind is RowKind.OTHER and not is_wanted(table.grid, columns, row.number)]
    fields = Fields(table, columns)
    for column, wanted in columns.only.items():
        words = {simple(word) for word in wanted}
        by_word: dict[str, list[int]] = {}
        for number in left:
            cell = table.grid.seen(number, column)
            word = simple(cell.text) if cell else ""
            if word and word not in words and fields.text_of(fields.filled(number)):
                by_word.setdefault(word, []).append(number)
        heading = table.headed(column).shown
        for word, numbers in by_word.items():
            cell = table.grid.seen(numbers[0], column)
            said = quoted(cell) if cell else f"“{word}”"
            near = _near(word, words)
            for number in numbers if near else ():
                message = f"Row {number} says {said} under '{heading}', which is near “{near}”, and was left out as the layout says."
                remedy = f"Write “{near}” there if it is one; or, if rows that say {said} are to be read, add it to [only] in the layout."
                yield find(
                    "rows-left-out", message, Place(register.file, register.sheet, address(number, column)),
                    subject=register.organisation, remedy=remedy, organisation=register.organisation,
                )  # fmt: skip
            if not near:
                one = len(numbers) == 1
                message = f"{len(numbers)} {'row says' if one else 'rows say'} {said} under '{heading}' and {'was' if one else 'were'} left out, as the layout says: {spans(numbers)}."
                yield find(
                    "rows-passed-over", message, Place(register.file, register.sheet, address(numbers[0], column)),
                    subject=register.organisation, organisation=register.organisation,
                )  # fmt: skip


def _near(word: str, wanted: Collection[str]) -> str:
    """The wanted word that this one holds or is nearly; else ""."""
    for one in sorted(wanted):
        if not one or (word.endswith(one) and _DENIED.fullmatch(word.removesuffix(one))):
            continue
        if re.search(rf"\b{re.escape(one)}s?\b", word) or fuzz.ratio(one, word) >= _NEAR:
            return one
    return ""

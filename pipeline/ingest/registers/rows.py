"""What each row below the headings is: a risk, more of the risk above, or none of either. Every row counts once."""

from __future__ import annotations

import re

from pipeline.ingest.cleaning import one_line
from pipeline.ingest.grid import Cell
from pipeline.ingest.grid import number as column_of
from pipeline.ingest.registers import asides, second_tables, totals
from pipeline.ingest.registers.columns import Columns
from pipeline.ingest.registers.lines import Lines
from pipeline.ingest.registers.row_cells import Cells, Fields, is_id, shape
from pipeline.ingest.registers.row_kinds import Row, RowKind, is_wanted, kind_unsaid
from pipeline.ingest.registers.table import Table
from pipeline.ingest.registers.vocabulary import simple

_NOT_YET_IDS = frozenset(
    ("new", "tbc", "tba", "tbd", "to be confirmed", "to be allocated", "pending", "draft", "proposed")
)
# How a line begins that goes on with the text above: "Event: ward closes", "Leading to loss of service".
_GOES_ON = re.compile(
    r"(?:(?:risk )?(?:cause|event|effect|impact|consequence|result|outcome|source|trigger)s?\s*[:–-]"
    r"|(?:caused by|due to|because|leading to|resulting in|which|this (?:may|could|would|will)|and|or)\b)",
    re.IGNORECASE,
)
_SECTION_LONGEST = 80
_WORD = re.compile(r"[^\W\d_]{4,}")
_MORE = frozenset(("controls", "actions", "control_effectiveness"))


def rows_of(table: Table, columns: Columns) -> tuple[Row, ...]:
    """Every row from below the header to the last one that holds something."""
    return _Sorting(table, columns).run()


class _Sorting:
    def __init__(self, table: Table, columns: Columns) -> None:
        self.fields = Fields(table, columns)
        self.grid = table.grid
        self.table = table
        self.columns = columns
        self.id = self.fields.id
        self.unsaid = columns.only.keys() | {column_of(left.letter) for left in columns.left if left.how == "layout"}
        self.ids_look_alike = self._ids_look_alike()
        self.parent = self.last = 0  # the last risk above; and its last row
        self.shapes: set[str] = set()  # of the ids of the risks above
        self.lines = Lines(self.fields)
        self.widest = 0  # columns filled by the fullest risk above
        self.after_blank = False
        self.after_gap = False
        self.second = False
        self.wanted = False  # whether the last entry above is a risk, where a column tells

    def _ids_look_alike(self) -> bool:
        """Whether ids here look like ids (sections and notes stand in their column too); then a first row
        that has none and no score explains the columns.
        """
        if self.id is None:
            return False
        texts = [
            cells[self.id].text
            for row, cells in self.grid.rows.items()
            if row >= self.table.first_row and self.id in cells
        ]
        looking = sum(1 for text in texts if is_id(text))
        return looking >= 0.25 * sum(1 for text in texts if text)

    def run(self) -> tuple[Row, ...]:
        rows = []
        for number in range(self.table.first_row, self.table.last_row + 1):
            kind = self._kind(number)
            rows.append(Row(number, kind, self.parent if kind is RowKind.CONTINUATION else 0))
            if kind is RowKind.RISK:
                self._follow(number)
            self.last = number if kind in (RowKind.RISK, RowKind.CONTINUATION) else self.last
            self.after_blank = kind is RowKind.BLANK
            self.after_gap = kind in (RowKind.BLANK, RowKind.SECTION, RowKind.HEADINGS)
        return self._footers(rows)

    def _follow(self, number: int) -> None:
        """Takes note of a risk: what comes below is held against it."""
        self.parent = number
        self.wanted = True
        self.widest = max(self.widest, len(self.grid.rows[number]))
        cell = self.grid.seen(number, self.id) if self.id is not None else None
        if cell is not None and cell.text:
            self.shapes.add(shape(cell.text))

    def _footers(self, rows: list[Row]) -> tuple[Row, ...]:
        """What stands below the last risk heads nothing: sections and lone rows there are footers. What stands
        right below it may yet belong to it.
        """
        last = max((row.number for row in rows if row.kind in (RowKind.RISK, RowKind.CONTINUATION)), default=0)
        if not last or self.columns.only:
            return tuple(rows)
        joined = last
        sorted_: list[Row] = []
        for row in rows:
            if row.number == joined + 1 and row.kind is RowKind.OTHER:
                joined = row.number
            elif row.number > last and (
                row.kind is RowKind.SECTION or (row.kind is RowKind.OTHER and not self._may_be_a_risk(row.number))
            ):
                sorted_.append(Row(row.number, RowKind.FOOTER))
                continue
            sorted_.append(row)
        return tuple(sorted_)

    def _may_be_a_risk(self, number: int) -> bool:
        """Whether a text stands where the risks' texts stand, not in the table's first column; or names a risk."""
        cells = self.fields.filled(number)
        if self.lines.names_a_risk(cells[min(cells)]):
            return True
        held = {
            self.fields.of_column.get(column)
            for column, cell in cells.items()
            if cell.text and column > self.fields.first
        }
        return not held.isdisjoint(("title", "description")) and not asides.is_foot(cells[min(cells)])

    def _kind(self, number: int) -> RowKind:  # noqa: PLR0911  a return for each kind of row
        cells = self.fields.filled(number)
        if not cells:
            return RowKind.BLANK
        if self.second:
            return RowKind.SECOND_TABLE
        if number in self.grid.hidden_rows and number not in self.grid.filtered_rows:
            return RowKind.HIDDEN
        typed = {column: cell for column, cell in cells.items() if not cell.formula}
        if not typed:
            more = self.parent and self._id_from_above(number)
            return RowKind.CONTINUATION if more else totals.formulas_alone(self.fields, cells)
        if repeated := second_tables.headings_again(self.fields, cells, self.last, after_gap=self.after_gap):
            return repeated
        if self._begins_table(cells):
            self.second = True
            return RowKind.SECOND_TABLE
        if asides.counts_columns(self.fields, typed):
            return RowKind.HELP
        if asides.is_example(self.fields, typed, first=not self.parent):
            return RowKind.OTHER if asides.is_maybe_example(self.fields, typed) else RowKind.HELP
        if totals.is_total(self.fields, cells, typed) and not self._id_from_above(number):
            # Scores alone right below a risk are its others, as of a second assessment.
            again = self.parent and not self.after_gap and not totals.may_be_sums(self.fields, typed)
            return RowKind.CONTINUATION if again else RowKind.TOTAL
        if not is_wanted(self.grid, self.columns, number):
            # More of a risk need not say again what it is more of.
            more = self.wanted and kind_unsaid(self.grid, self.columns, number)
            if more and self._by_fields(number, cells, typed) is RowKind.CONTINUATION:
                return RowKind.CONTINUATION
            self.wanted = False
            return RowKind.OTHER
        return self._by_fields(number, cells, typed)

    def _begins_table(self, cells: Cells) -> bool:
        """Whether another table begins here: told of as a whole, so that a person sees to it."""
        if not self.parent or len(cells) < 2:
            return False
        broken = self.after_blank and second_tables.breaks_off(self.fields, cells, self.shapes, self.widest)
        return broken or second_tables.has_headings(self.fields, cells)

    def _by_fields(self, number: int, cells: Cells, typed: Cells) -> RowKind:  # noqa: PLR0911  a return for each kind of row
        filled = {self.fields.of_column[column] for column in typed if column in self.fields.of_column}
        if self._id_from_above(number):
            if self._is_another(typed):
                return RowKind.RISK
            return RowKind.CONTINUATION if self.parent else RowKind.OTHER
        if self.id is not None and self.id in cells:
            return self._with_id(cells[self.id], cells, typed, filled)
        if len(typed) == 1 and asides.is_foot(lone := next(iter(typed.values()))):
            return RowKind.OTHER if self._hides_a_risk(lone) else RowKind.FOOTER
        if self.parent and filled and filled <= _MORE and filled & {"controls", "actions"}:
            return self._more_of_a_list(number, typed)
        if self.parent and not filled and not self.after_blank and self._under_headings(typed):
            # A column that a layout ignores, or picks rows by, has no finding of its own: then the row needs one.
            return RowKind.OTHER if typed.keys() <= self.unsaid else RowKind.CONTINUATION
        if self._goes_on(typed, filled):
            return RowKind.CONTINUATION
        text = self.fields.text_of(typed)
        exposed = bool(self.fields.levels(typed))
        if text and (exposed or "owner" in filled or len(filled) >= 3 or (self.id is None and len(filled) >= 2)):
            return RowKind.RISK
        if text and not filled.isdisjoint(("controls", "actions")) and len(text) > 1 and not _GOES_ON.match(text):
            return RowKind.RISK if not text[0].islower() else self._aside(typed, filled)
        if len(typed) == 1:
            return self._lone(next(iter(typed.values())), number)
        return self._aside(typed, filled)

    def _goes_on(self, typed: Cells, filled: set[str]) -> bool:
        """Whether a row without an id, right below a risk, adds to it: no text of its own, or one that goes on."""
        if self.id is None or not self.parent or self.after_gap or not filled or min(typed) <= self.fields.first:
            return False
        text = self.fields.text_of(typed)
        if not text:
            return not self.columns.fields.keys().isdisjoint(("title", "description"))
        return len(typed) == 1 and bool(_GOES_ON.match(text) or text[0].islower())

    def _more_of_a_list(self, number: int, typed: Cells) -> RowKind:
        """Controls or actions alone go on with the risk above. Where they stand in the table's first column, a
        lone text may as well head what follows: below a gap or merged it does, else a person must see to it.
        """
        column = min(typed)
        if len(typed) > 1 or column != self.fields.first:
            return RowKind.CONTINUATION
        merge = self.grid.merge_at(number, column)
        heads = self.after_blank or (merge is not None and merge.right > merge.left)
        return self._lone(typed[column], number) if heads else RowKind.OTHER

    def _id_from_above(self, number: int) -> bool:
        merge = self.grid.merge_at(number, self.id) if self.id is not None else None
        return merge is not None and merge.top < number and self.parent >= merge.top

    def _is_another(self, typed: Cells) -> bool:
        """Whether a row under a merged id gives both a text and scores of its own, as the row that has the id does."""
        own = self.grid.rows.get(self.parent, {})
        text, above = self.fields.text_of(typed), self.fields.text_of(own)
        if not (text and above) or simple(text) == simple(above) or _GOES_ON.match(text) or text[0].islower():
            return False
        return bool(self.fields.levels(typed) and self.fields.levels(own))

    def _right_below(self) -> bool:
        """Whether the row stands below a risk, with no gap between."""
        return bool(self.parent) and not self.after_blank

    def _under_headings(self, typed: Cells) -> bool:
        """Whether only columns that are not read are filled, and not the row's first: a detail of the risk above."""
        return all(column in self.fields.headings and column > self.fields.first for column in typed)

    def _with_id(self, id_cell: Cell, cells: Cells, typed: Cells, filled: set[str]) -> RowKind:  # noqa: PLR0911  a return for each kind of row
        text = self.fields.text_of(cells)
        looks_like_id = is_id(id_cell.text)
        if not text and filled <= {"id"}:
            if len(typed) == 1:
                if self.lines.tells_of_a_risk(id_cell, below_risk=self._right_below()):
                    return RowKind.OTHER
                # "1.2 Property" heads what follows, were no other id like it.
                numbered = looks_like_id and any(char.isdigit() for char in id_cell.text)
                numbered = numbered and (shape(id_cell.text) in self.lines.shapes or not _WORD.search(id_cell.text))
                return RowKind.ID_ONLY if numbered else self._lone(id_cell, id_cell.row)
            return RowKind.OTHER if looks_like_id else self._aside(typed, filled)
        if self._same_risk(id_cell, text):
            return RowKind.CONTINUATION
        if simple(id_cell.text) not in _NOT_YET_IDS and totals.counts_risks(self.fields, cells, typed):
            return RowKind.TOTAL
        known = looks_like_id or simple(id_cell.text) in _NOT_YET_IDS
        if not known and asides.is_label(self.fields, id_cell):
            return RowKind.OTHER
        # Of two words alone, as "Reviewed by" and who that was, nobody can say that they are a risk.
        full = self.parent and ("owner" in filled or len(filled) >= 3)
        if known or (text and (full or self.fields.levels(typed) or not self.ids_look_alike)):
            return RowKind.RISK
        return self._aside(typed, filled)

    def _aside(self, typed: Cells, filled: set[str]) -> RowKind:
        helps = asides.is_help(self.fields, typed[min(typed)])
        helps = helps or (not self.parent and asides.explains(self.fields, typed, filled))
        return RowKind.HELP if helps else RowKind.OTHER

    def _same_risk(self, id_cell: Cell, text: str) -> bool:
        """Whether a row repeats the id of the risk above, and its text or none: one row a control."""
        above = self.grid.seen(self.parent, self.id) if self.parent and self.id else None
        if above is None or above.text.casefold() != id_cell.text.casefold():
            return False
        own = {column: cell for column in self.fields.of_column if (cell := self.grid.seen(self.parent, column))}
        return not text or simple(text) == simple(self.fields.text_of(own))

    def _lone(self, cell: Cell, number: int) -> RowKind:
        """A row of one cell: it heads a section, explains something, or is a risk that has no more yet."""
        text = one_line(cell.text)
        if self.lines.tells_of_a_risk(cell, below_risk=self._right_below()):
            return RowKind.OTHER
        if asides.is_help(self.fields, cell):
            return RowKind.HELP
        merge = self.grid.merge_at(number, cell.column)
        wide = merge is not None and merge.right > merge.left
        if not wide and self._is_like_a_text_above(cell):
            return RowKind.RISK
        if self._hides_a_risk(cell) and not wide:
            return RowKind.OTHER
        if len(text) <= _SECTION_LONGEST or wide or cell.column == self.fields.first:
            return RowKind.SECTION if len(text) <= 2 * _SECTION_LONGEST else RowKind.HELP
        return RowKind.OTHER

    def _hides_a_risk(self, cell: Cell) -> bool:
        return asides.hides_a_risk(self.fields, cell, self._above(cell))

    def _above(self, cell: Cell) -> Cell | None:
        """What the last risk has in this cell's column."""
        return self.grid.seen(self.parent, cell.column) if self.parent else None

    def _is_like_a_text_above(self, cell: Cell) -> bool:
        """Whether, in a register that has no ids, it stands where the risks' texts stand and looks like the one right
        above: of two readings the one that leaves out no risk.
        """
        if self.id is not None or self.after_gap or not self.fields.holds_texts(cell):
            return False
        above = self._above(cell)
        return above is not None and above.look == cell.look and " " in one_line(cell.text)

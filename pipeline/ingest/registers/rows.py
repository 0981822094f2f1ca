"""What each row below the headings is: a risk, more of the risk above, or none of either. Every row counts once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from pipeline.ingest.cleaning import one_line
from pipeline.ingest.grid import Cell, Grid
from pipeline.ingest.grid import number as column_of
from pipeline.ingest.registers.claims import known_heading
from pipeline.ingest.registers.columns import Columns, exposure_fields
from pipeline.ingest.registers.table import Table
from pipeline.ingest.registers.values import is_nothing, rated
from pipeline.ingest.registers.vocabulary import HEADINGS, SCALE_WORDS, heading_keys, simple


class RowKind(StrEnum):
    RISK = "risk"
    CONTINUATION = "continuation"
    SECTION = "section"
    HELP = "help"
    BLANK = "blank"
    TOTAL = "total"
    FORMULA = "formula"
    ID_ONLY = "id-only"
    SECOND_TABLE = "second-table"
    FOOTER = "footer"
    HIDDEN = "hidden"
    OTHER = "other"


@dataclass(frozen=True)
class Row:
    """A row and what it is. ``parent``: of a continuation, the row of its risk."""

    number: int
    kind: RowKind
    parent: int = 0


_TOTAL = re.compile(r"(?:grand |sub ?)?(?:totals?|averages?|mean|sum|count|number of risks)\b.*")
_PLAIN_TOTAL = re.compile(
    r"(?:grand |sub ?)?(?:totals?|averages?|mean|sum|count|number of risks)"
    r"(?: (?:of|for|no|number|all|open|live|current|residual|inherent|target|gross|net|risks?|scores?|ratings?|entries|register|exposure|\d+))*"
)
_SUMMED = re.compile(
    r"=\s*(?:SUM|SUBTOTAL|AVERAGE|COUNT|COUNTA|COUNTIF|COUNTIFS|SUMIF|MAX|MIN|AGGREGATE)\s*\(", re.IGNORECASE
)
_HELP = re.compile(r"(?:notes?|key|legend|guidance|help|example|e g|scoring|please|instructions?|see|source|score)\b")
# Of these words some begin a risk too: "Key staff leave", "Source of income is lost".
_SURELY_HELP = re.compile(r"(?:notes?|legend|guidance|e g|please|instructions?)\b|\w+(?: \w+)?$")
_FOOT = re.compile(
    r"(?:page \d|\(c\)|(?:prepared|produced|approved|signed|compiled|completed|agreed|owned)(?: (?:by|on))?\s*:|copyright|©|sources?:|last (?:printed|updated|saved)|printed |official\b|confidential\b|end of |version \d)",
    re.IGNORECASE,
)
_ID_WORDS = frozenset(key for group in HEADINGS["id"] for key in group)
_NOT_YET_IDS = frozenset(
    ("new", "tbc", "tba", "tbd", "to be confirmed", "to be allocated", "pending", "draft", "proposed")
)
# How a line begins that goes on with the text above: "Event: ward closes", "Leading to loss of service".
_GOES_ON = re.compile(
    r"(?:(?:risk )?(?:cause|event|effect|impact|consequence|result|outcome|source|trigger)s?\s*[:–-]"
    r"|(?:caused by|due to|because|leading to|resulting in|which|this (?:may|could|would|will)|and|or)\b)",
    re.IGNORECASE,
)
_ID_LONGEST = 20
_SECTION_LONGEST = 80
_MORE = frozenset(("controls", "actions", "control_effectiveness"))


def rows_of(table: Table, columns: Columns) -> tuple[Row, ...]:
    """Every row from below the header to the last one that holds something."""
    return _Sorting(table, columns).run()


def is_wanted(grid: Grid, columns: Columns, row: int) -> bool:
    """Whether a row is of the kind that holds risks, where a column tells the kinds apart."""
    for column, values in columns.only.items():
        cell = grid.seen(row, column)
        if simple(cell.text if cell else "") not in {simple(value) for value in values}:
            return False
    return True


def kind_unsaid(grid: Grid, columns: Columns, row: int) -> bool:
    """Whether a row that is not wanted says neither that it is a risk nor that it is a known entry of another kind."""
    for column in columns.only:
        cell = grid.seen(row, column)
        text = simple(cell.text if cell else "")
        if not text or (columns.others and text not in (*columns.others, *columns.only[column])):
            return True
    return False


class _Sorting:
    def __init__(self, table: Table, columns: Columns) -> None:
        self.grid = table.grid
        self.table = table
        self.columns = columns
        self.id = columns.first("id")
        self.of_column = {column: name for name, own in columns.fields.items() for column in own}
        self.headings = {h.column: simple(h.text) for h in table.headings}
        self.unsaid = columns.only.keys() | {column_of(left.letter) for left in columns.left if left.how == "layout"}
        self.exposure = exposure_fields(columns.fields)
        self.ids_look_alike = self._ids_look_alike()
        self.parent = 0  # the last risk above
        self.shapes: set[str] = set()  # of the ids of the risks above
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
            self.after_blank = kind is RowKind.BLANK
            self.after_gap = kind in (RowKind.BLANK, RowKind.SECTION)
        return self._footers(rows)

    def _follow(self, number: int) -> None:
        """Takes note of a risk: what comes below is held against it."""
        self.parent = number
        self.wanted = True
        self.widest = max(self.widest, len(self.grid.rows[number]))
        cell = self.grid.seen(number, self.id) if self.id is not None else None
        if cell is not None and cell.text:
            self.shapes.add(_shape(cell.text))

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
        """Whether a text stands where the risks' texts stand, not in the table's first column."""
        cells = self.grid.rows[number]
        held = {
            self.of_column.get(column) for column, cell in cells.items() if cell.text and column > min(self.headings)
        }
        first = cells[min(cells)].text
        return not held.isdisjoint(("title", "description")) and not _FOOT.match(first)

    def _kind(self, number: int) -> RowKind:  # noqa: PLR0911  a return for each kind of row
        cells = {
            column: cell
            for column, cell in self.grid.rows.get(number, {}).items()
            if cell.text or cell.formula or cell.error
        }
        if not cells:
            return RowKind.BLANK
        if self.second:
            return RowKind.SECOND_TABLE
        if number in self.grid.hidden_rows and number not in self.grid.filtered_rows:
            return RowKind.HIDDEN
        typed = {column: cell for column, cell in cells.items() if not cell.formula}
        if not typed:
            return RowKind.CONTINUATION if self.parent and self._id_from_above(number) else self._untyped(cells)
        if self._repeats_header(cells):
            return RowKind.OTHER
        if self._begins_table(cells):
            self.second = True
            return RowKind.SECOND_TABLE
        if self._is_total(cells, typed) and not self._id_from_above(number):
            # Scores alone right below a risk are its others, as of a second assessment.
            again = self.parent and not self.after_gap and not self._sums(typed)
            return RowKind.CONTINUATION if again else RowKind.TOTAL
        if not is_wanted(self.grid, self.columns, number):
            # More of a risk need not say again what it is more of.
            more = self.wanted and kind_unsaid(self.grid, self.columns, number)
            if more and self._by_fields(number, cells, typed) is RowKind.CONTINUATION:
                return RowKind.CONTINUATION
            self.wanted = False
            return RowKind.OTHER
        return self._by_fields(number, cells, typed)

    def _untyped(self, cells: Mapping[int, Cell]) -> RowKind:
        if any(_SUMMED.match(cell.formula) for cell in cells.values()):
            return RowKind.TOTAL
        # An id that counts on (=A39+1) beside a text that is looked up is a risk still.
        text = self._text_of(cells)
        return RowKind.RISK if text and self.id in cells and len(self._levels(cells)) else RowKind.FORMULA

    def _repeats_header(self, cells: Mapping[int, Cell]) -> bool:
        """The headings again, right below a risk, as for a new page. Below a gap they begin another table."""
        same = sum(1 for column, cell in cells.items() if simple(one_line(cell.text)) == self.headings.get(column))
        return len(cells) > 1 and same >= 0.9 * max(len(cells), len(self.headings)) and not self.after_gap

    def _begins_table(self, cells: Mapping[int, Cell]) -> bool:
        """Headings below the risks: all text, and most of them words that head columns, or an id's heading
        where ids stand and two such words.
        """
        if not self.parent or len(cells) < 2:
            return False
        if self._breaks_off(cells):
            return True
        texts = [cell.text for cell in cells.values()]
        again = sum(1 for column, cell in cells.items() if simple(one_line(cell.text)) == self.headings.get(column))
        if again >= 2 and again >= 0.6 * len(cells):
            return True
        if not all(isinstance(cell.value, str) for cell in cells.values()):
            return False
        known = sum(1 for text in texts if known_heading(text))
        id_cell = cells.get(self.id) if self.id is not None else None
        heads_ids = id_cell is not None and bool(set(heading_keys(id_cell.text)) & _ID_WORDS)
        return known >= max(3, 0.6 * len(texts)) or (heads_ids and known >= 2)

    def _breaks_off(self, cells: Mapping[int, Cell]) -> bool:
        """Whether, below a gap, a few short cells stand that are like no risk above, and no like id comes again:
        a key of scores, say. Told of as a table of its own, so that a person sees to it.
        """
        if not self.after_blank or self.id is None or self.id not in cells or not self.shapes:
            return False
        row = cells[self.id].row
        few = len(cells) <= max(2, 0.4 * self.widest) and not self._levels(cells)
        if not few or _shape(cells[self.id].text) in self.shapes:
            return False
        later = (self.grid.text(other, self.id) for other in self.grid.rows if other > row)
        return not any(_shape(text) in self.shapes for text in later if text)

    def _is_total(self, cells: Mapping[int, Cell], typed: Mapping[int, Cell]) -> bool:
        first = typed[min(typed)]
        words = [cell for cell in typed.values() if isinstance(cell.value, str) and not is_nothing(cell.text)]
        label = simple(first.text)
        if _TOTAL.fullmatch(label) and len(words) <= 2:
            # "Total loss of power" where the risks' texts stand is one of them, or told of.
            return bool(_PLAIN_TOTAL.fullmatch(label)) or not self._holds_texts(first)
        # Sums without a label: numbers and nothing else, in no id's row.
        return (
            not words and self.id not in cells and all(isinstance(cell.value, (int, float)) for cell in typed.values())
        )

    def _holds_texts(self, cell: Cell) -> bool:
        return self.of_column.get(cell.column) in ("title", "description")

    def _sums(self, typed: Mapping[int, Cell]) -> bool:
        """Whether its cells may all be sums of what stands above them; one that has a label is a total anyway."""
        if any(isinstance(cell.value, str) and not is_nothing(cell.text) for cell in typed.values()):
            return True
        scores = [(column, cell) for column, cell in typed.items() if self.of_column.get(column) in self.exposure]
        return all(self._is_sum(column, cell) for column, cell in scores)

    def _is_sum(self, column: int, cell: Cell) -> bool:
        """Whether a number is the sum of two or more right above it."""
        above = [self.grid.cell(row, column) for row in range(cell.row - 1, self.table.first_row - 1, -1)]
        numbers = [number for one in above if one is not None and (number := rated(one).number) is not None]
        return isinstance(cell.value, (int, float)) and cell.value in tuple(accumulate(numbers))[1:]

    def _text_of(self, cells: Mapping[int, Cell]) -> str:
        texts = (
            cells[c].text for name in ("description", "title") for c in self.columns.fields.get(name, ()) if c in cells
        )
        return next((text for text in texts if text), "")

    def _levels(self, cells: Mapping[int, Cell]) -> list[Cell]:
        """The cells that hold a step of a scale which can be read."""
        found = [cells[c] for name in self.exposure for c in self.columns.fields[name] if c in cells]
        return [cell for cell in found if cell.formula or rated(cell).number is not None or _is_step(cell)]

    def _by_fields(self, number: int, cells: Mapping[int, Cell], typed: Mapping[int, Cell]) -> RowKind:  # noqa: PLR0911  a return for each kind of row
        filled = {self.of_column[column] for column in typed if column in self.of_column}
        if self._id_from_above(number):
            return RowKind.CONTINUATION if self.parent else RowKind.OTHER
        if self.id is not None and self.id in cells:
            return self._with_id(cells[self.id], cells, typed, filled)
        if len(typed) == 1 and _FOOT.match((lone := next(iter(typed.values()))).text):
            return RowKind.OTHER if self._hides_a_risk(lone) else RowKind.FOOTER
        if self.parent and filled and filled <= _MORE and filled & {"controls", "actions"}:
            return self._more_of_a_list(number, typed)
        if self.parent and not filled and not self.after_blank and self._under_headings(typed):
            # A column that a layout ignores, or picks rows by, has no finding of its own: then the row needs one.
            return RowKind.OTHER if typed.keys() <= self.unsaid else RowKind.CONTINUATION
        if self._goes_on(typed, filled):
            return RowKind.CONTINUATION
        text = self._text_of(typed)
        exposed = bool(self._levels(typed))
        if text and (exposed or "owner" in filled or len(filled) >= 3 or (self.id is None and len(filled) >= 2)):
            return RowKind.RISK
        if len(typed) == 1:
            return self._lone(next(iter(typed.values())), number)
        return self._aside(typed, filled)

    def _goes_on(self, typed: Mapping[int, Cell], filled: set[str]) -> bool:
        """Whether a row without an id, right below a risk, adds to it: no text of its own, or one that goes on."""
        if self.id is None or not self.parent or self.after_gap or not filled or min(typed) <= min(self.headings):
            return False
        text = self._text_of(typed)
        if not text:
            return not self.columns.fields.keys().isdisjoint(("title", "description"))
        return len(typed) == 1 and bool(_GOES_ON.match(text) or text[0].islower())

    def _more_of_a_list(self, number: int, typed: Mapping[int, Cell]) -> RowKind:
        """Controls or actions alone go on with the risk above. Where they stand in the table's first column, a
        lone text may as well head what follows: below a gap or merged it does, else a person must see to it.
        """
        column = min(typed)
        if len(typed) > 1 or column != min(self.headings):
            return RowKind.CONTINUATION
        merge = self.grid.merge_at(number, column)
        heads = self.after_blank or (merge is not None and merge.right > merge.left)
        return self._lone(typed[column], number) if heads else RowKind.OTHER

    def _id_from_above(self, number: int) -> bool:
        merge = self.grid.merge_at(number, self.id) if self.id is not None else None
        return merge is not None and merge.top < number and self.parent >= merge.top

    def _under_headings(self, typed: Mapping[int, Cell]) -> bool:
        """Whether only columns that are not read are filled, and not the row's first: a detail of the risk above."""
        first = min(self.headings, default=0)
        return all(column in self.headings and column > first for column in typed)

    def _with_id(
        self, id_cell: Cell, cells: Mapping[int, Cell], typed: Mapping[int, Cell], filled: set[str]
    ) -> RowKind:
        text = self._text_of(cells)
        looks_like_id = is_id(id_cell.text)
        if not text and filled <= {"id"}:
            if len(typed) == 1:
                numbered = looks_like_id and any(char.isdigit() for char in id_cell.text)
                return RowKind.ID_ONLY if numbered else self._lone(id_cell, id_cell.row)
            return RowKind.OTHER if looks_like_id else self._aside(typed, filled)
        if self._same_risk(id_cell, text):
            return RowKind.CONTINUATION
        if (
            looks_like_id
            or simple(id_cell.text) in _NOT_YET_IDS
            or (text and (self.parent or self._levels(typed) or not self.ids_look_alike))
        ):
            return RowKind.RISK
        return self._aside(typed, filled)

    def _aside(self, typed: Mapping[int, Cell], filled: set[str]) -> RowKind:
        return RowKind.HELP if self._explains(typed, filled) else RowKind.OTHER

    def _same_risk(self, id_cell: Cell, text: str) -> bool:
        """Whether a row repeats the id of the risk above, and its text or none: one row a control."""
        above = self.grid.seen(self.parent, self.id) if self.parent and self.id else None
        if above is None or above.text.casefold() != id_cell.text.casefold():
            return False
        own = {column: cell for column in self.of_column if (cell := self.grid.seen(self.parent, column))}
        return not text or simple(text) == simple(self._text_of(own))

    def _lone(self, cell: Cell, number: int) -> RowKind:
        """A row of one cell: it heads a section, explains something, or is a risk that has no more yet."""
        text = one_line(cell.text)
        if self._is_help(cell):
            return RowKind.HELP
        merge = self.grid.merge_at(number, cell.column)
        wide = merge is not None and merge.right > merge.left
        if not wide and self._is_like_a_text_above(cell):
            return RowKind.RISK
        if self._hides_a_risk(cell) and not wide:
            return RowKind.OTHER
        if len(text) <= _SECTION_LONGEST or wide or cell.column == min(self.headings, default=0):
            return RowKind.SECTION if len(text) <= 2 * _SECTION_LONGEST else RowKind.HELP
        return RowKind.OTHER

    def _is_like_a_text_above(self, cell: Cell) -> bool:
        """Whether, in a register that has no ids, it stands where the risks' texts stand and looks like the one right
        above: of two readings the one that leaves out no risk.
        """
        if self.id is not None or not self.parent or self.after_gap:
            return False
        if not self._holds_texts(cell):
            return False
        above = self.grid.seen(self.parent, cell.column)
        return above is not None and above.look == cell.look and " " in one_line(cell.text)

    def _is_help(self, cell: Cell) -> bool:
        text = one_line(cell.text)
        if text.startswith("*"):
            return True
        plain = ":" in text or "=" in text or not self._holds_texts(cell) or _SURELY_HELP.match(simple(text))
        return bool(plain and _HELP.match(simple(text)))

    def _hides_a_risk(self, cell: Cell) -> bool:
        """Whether a lone text may be a risk that has no more yet: it stands in a column that is read, not the
        table's first, and nothing but its words tells it from a text of the risks.
        """
        if cell.column not in self.of_column or cell.column <= min(self.headings, default=0):
            return False
        above = self.grid.seen(self.parent, cell.column) if self.parent else None
        return above is None or above.look.fill == cell.look.fill

    def _explains(self, typed: Mapping[int, Cell], filled: set[str]) -> bool:
        """Whether a row tells what belongs in the columns: it says so, or above all risks it holds in the columns of
        scores what is no score ("1 to 5"), or no text that is read.
        """
        if self._is_help(typed[min(typed)]):
            return True
        if self.parent:
            return False
        scores = [typed[c] for name in self.exposure for c in self.columns.fields[name] if c in typed]
        return bool(scores and not self._levels(typed)) or not filled - {"id"}


def _shape(text: str) -> str:
    """What kind of id a text is: "CR-001" and "CR-012" are alike, "1-4" is another."""
    return re.sub(r"[^\W\d_]+", "A", re.sub(r"\d+", "9", one_line(text)))


def _is_step(cell: Cell) -> bool:
    """Whether a cell holds a word of a scale."""
    return simple(rated(cell).word or "") in SCALE_WORDS


def is_id(text: str) -> bool:
    """Whether a text looks like an id: short, and with a digit or without spaces ("R 12", "SAF-A")."""
    line = one_line(text)
    return 0 < len(line) <= _ID_LONGEST and (
        any(char.isdigit() for char in line)
        or (" " not in line and len(line) <= 8 and not line.islower() and line.upper() == line)
    )

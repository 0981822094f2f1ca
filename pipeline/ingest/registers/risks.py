"""One row, or several that belong together → one risk: each field read as what it holds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from pipeline.ingest.cleaning import clean
from pipeline.ingest.grid import Cell, Grid
from pipeline.ingest.number_formats import shows_more
from pipeline.ingest.registers.claims import stage_of
from pipeline.ingest.registers.columns import Columns, exposure_fields
from pipeline.ingest.registers.exposures import ExposureReading
from pipeline.ingest.registers.layouts import Layout
from pipeline.ingest.registers.lists import DEFAULT_SPLIT, bears_crosses, may_not_be_there, split_list
from pipeline.ingest.registers.taking import At, Taking, address, quoted
from pipeline.ingest.registers.trends import drawn, is_numeric, is_signed, read_trend
from pipeline.ingest.registers.values import (
    PLACEHOLDERS,
    id_in,
    is_nothing,
    points_elsewhere,
    read_date,
    says_open,
)
from pipeline.ingest.registers.vocabulary import FIELD_WORDS, LISTS, STAGES, simple
from pipeline.model.alike import spans
from pipeline.model.marks import not_known
from pipeline.model.marks import twice as stands_twice
from pipeline.model.records import Exposure, Risk, Source, Trend

# Several columns joined into one field: sentences on lines of their own, names in a row.
_JOINED = {
    "description": "\n",
    "cause": "\n",
    "consequence": "\n",
    "trend_reason": "\n",
    "owner": ", ",
    "category": ", ",
    "control_effectiveness": "; ",
}
# What the report prints as it stands, were it "None" or a dash; elsewhere such words state nothing.
_VERBATIM = ("title", "description")
# What further rows of a risk may add to; of all else the risk's own row has the say.
_ADDED = ("description", "cause", "consequence", "trend_reason", "control_effectiveness")
# What a report compares or counts: a word that waits for another states nothing.
_MEASURED = ("appetite", "control_effectiveness")
_ELSEWHERE = "anything: it points to another row"
_LABEL = 3  # words of a cell that names the stage of its row's scores, at most
_TEXTS = (
    "title",
    "description",
    "cause",
    "consequence",
    "category",
    "owner",
    "trend_reason",
    "appetite",
    "control_effectiveness",
    "status",
)


def _is_rounded(cell: Cell) -> bool:
    """Whether a number has more digits than a spreadsheet keeps, or shows in powers of ten."""
    return isinstance(cell.value, (int, float)) and (abs(cell.value) >= 1e15 or "e" in f"{cell.value:.15g}")


def _is_shown_otherwise(cell: Cell) -> bool:
    """Whether a cell shows its number with words or signs that are not read."""
    return isinstance(cell.value, (int, float)) and shows_more(cell.value, cell.look.number_format)


class RiskReading:
    """Reads the risks of one register. ``romans``: the fields whose steps are Roman numerals."""

    def __init__(self, columns: Columns, layout: Layout | None, taking: Taking, romans: Collection[str] = ()) -> None:
        self.columns = columns
        self.layout = layout
        self.taking = taking
        self.grid: Grid = taking.grid
        self._signs: dict[int, bool] = {}  # column → whether its numbers bear signs
        self.exposures = ExposureReading(columns, layout, taking, romans)

    def risk(self, row: int, more: Sequence[int]) -> Risk:
        """The risk in this row; ``more``: the rows below that go on with it."""
        organisation = self.taking.organisation
        risk_id = self._id(row)
        subject = f"{organisation} {risk_id}" if risk_id else f"{organisation} row {row}"
        cells = {name: self._address(row, columns[0]) for name, columns in self.columns.fields.items()}
        texts = {name: self._text(row, more, name, subject) for name in _TEXTS}
        lists = {name: self._list((row, *more), name, subject) for name in LISTS}
        self._already_said(row, more, subject)
        trend, trend_mark = self._trend(row, subject)
        twice = self._scores_twice(row, more, subject)
        exposures = {
            stage: Exposure() if stage in twice else self.exposures.exposure(row, stage, subject, cells)
            for stage in STAGES
        }
        marks = {
            name: mark for stage, mark in twice.items() for name in self.columns.fields if name.startswith(f"{stage}.")
        }
        return Risk(
            organisation=organisation,
            id=risk_id,
            source=Source(self.taking.place.file, self.taking.place.sheet, row, cells),
            title=texts["title"],
            description=texts["description"],
            cause=texts["cause"],
            consequence=texts["consequence"],
            category=texts["category"],
            owner=texts["owner"],
            inherent=exposures["inherent"],
            current=exposures["current"],
            target=exposures["target"],
            previous_score=self.exposures.level(row, "previous_score", subject)[0],
            trend=trend,
            trend_reason=texts["trend_reason"],
            appetite=texts["appetite"],
            controls=lists["controls"],
            control_effectiveness=texts["control_effectiveness"],
            actions=lists["actions"],
            status=texts["status"],
            restricted=self._restricted((row, *more), subject),
            last_reviewed=self._date(row, "last_reviewed", subject),
            next_review=self._date(row, "next_review", subject),
            unknown=marks | ({"trend": trend_mark} if trend_mark else {}),
        )

    def _address(self, row: int, column: int) -> str:
        merge = self.grid.merge_at(row, column)
        return address(merge.top, merge.left) if merge else address(row, column)

    def _cells(self, row: int, name: str, subject: str) -> list[Cell]:
        return self.taking.cells(row, self.columns.fields.get(name, ()), name, subject)

    def _own(self, rows: Sequence[int], name: str) -> list[int]:
        """The rows that hold something of their own in this field's columns: a merged cell is its first row's."""
        return [row for row in rows if any(self.grid.cell(row, column) for column in self.columns.fields.get(name, ()))]

    def _id(self, row: int) -> str:
        column = self.columns.first("id")
        if column is None:
            return ""
        subject = f"{self.taking.organisation} row {row}"
        cell = self.taking.take(row, column, "id", subject)
        text, mark = id_in(cell.text) if cell else ("", "")
        if cell is not None and mark:
            told = f"the id bears the mark “{mark}”, as of a footnote; it was not read."
            self.taking.remark("part-unread", At(cell, "id", subject), told)
        if cell is not None and isinstance(cell.value, date):
            told = f"the id is a date ({text}): Excel has probably made it one."
            self.taking.remark("id-missing", At(cell, "id", subject), told)
            return ""
        if cell is not None and isinstance(cell.value, bool):
            self.taking.unread(cell, "id", subject, "an id: it is a yes or no")
        elif cell is not None and _is_rounded(cell):
            told = f"the id is the number {text}: a spreadsheet keeps 15 digits of a number, so others may be lost."
            self.taking.remark("value-unread", At(cell, "id", subject), told)
        elif cell is not None and _is_shown_otherwise(cell):
            told = f"the id is the number {text}, which its cell shows in another way."
            self.taking.remark("value-unread", At(cell, "id", subject), told)
        if not text and not self._refused(row, column):
            blank = At(Cell(row, column, None), "id", subject)
            self.taking.remark("id-missing", blank, "the risk has no id.")
        return text

    def _refused(self, row: int, column: int) -> bool:
        """Whether a cell is blank to us because it shows an error or was never calculated: that is said already."""
        cell = self.grid.seen(row, column)
        return cell is not None and bool(cell.error or cell.uncalculated)

    def _text(self, row: int, more: Sequence[int], name: str, subject: str) -> str | None:
        """A text field; a row that goes on with the risk adds what stands in its own cells."""
        found: list[str] = []
        for each in (row, *self._own(more if name in _ADDED else (), name)):
            for cell in self._cells(each, name, subject):
                text = cell.text
                if name in _MEASURED and simple(text) in PLACEHOLDERS and not self._given(name, text):
                    self.taking.unread(cell, name, subject, "anything: it stands there until someone fills it")
                elif points_elsewhere(text) and not self._given(name, text):
                    self.taking.unread(cell, name, subject, _ELSEWHERE)
                elif text and text not in found and (name in _VERBATIM or not is_nothing(text)):
                    found.append(text)
        if not found:
            return None
        joined = _JOINED.get(name, " ").join(found)
        meaning = self.layout.meaning(name, joined) if self.layout else None
        return joined if meaning is None else str(meaning)

    def _given(self, name: str, text: str) -> bool:
        """Whether the layout says what a text means."""
        return self.layout is not None and self.layout.meaning(name, text) is not None

    def _list(self, rows: Sequence[int], name: str, subject: str) -> tuple[str, ...]:
        ways = self.layout.split.get(name) if self.layout else None
        entries: list[str] = []
        for row in (rows[0], *self._own(rows[1:], name)):
            for cell in self._cells(row, name, subject):
                if row != rows[0] and self._is_above(cell, rows):
                    continue  # a row that says all of the risk again says its controls again
                if points_elsewhere(cell.text):
                    self.taking.unread(cell, name, subject, _ELSEWHERE)
                    continue
                text = clean(drawn(cell))[0]
                found = split_list(text, DEFAULT_SPLIT if ways is None else ways)
                if bears_crosses(text) or (name == "controls" and may_not_be_there(text)):
                    told = f"entries of {FIELD_WORDS[name]} bear a cross or an empty box, or say “no” or “not in place”: they may not be there. They were read as they stand."
                    self.taking.remark("value-unread", At(cell, name, subject), told)
                if ways is None and any(";" in entry.rstrip("; ") for entry in found):
                    told = f"{FIELD_WORDS[name]} hold semicolons, and were not split at them."
                    self.taking.remark("list-unsplit", At(cell, name, subject), told)
                entries += found
        return tuple(entries)

    def _is_above(self, cell: Cell, rows: Sequence[int]) -> bool:
        """Whether the same stands in this column in a row above, of those that belong together."""
        return any(self.grid.text(row, cell.column) == cell.text for row in rows if row < cell.row)

    def _signed(self, column: int) -> bool:
        """Whether a column holds numbers with their signs."""
        if column not in self._signs:
            self._signs[column] = any(is_signed(self.grid.text(row, column)) for row in self.grid.rows)
        return self._signs[column]

    def _trend(self, row: int, subject: str) -> tuple[Trend | None, str | None]:
        """The trend; and the mark for what is written, where that has no known meaning."""
        for cell in self._cells(row, "trend", subject):
            read = read_trend(cell, self.layout, signed=self._signed(cell.column))
            if read.unknown:
                told = f"“{read.shown}” is no trend that is known."
                self.taking.remark("trend-unknown", At(cell, "trend", subject), told)
            if read.meaning_missing:
                told = f"the trend is “{read.shown}”, and no layout says whether {'+' if is_numeric(read.shown) else '↑'} means that the risk is rising or that the position is improving. It was not read."
                self.taking.remark("trend-meaning-missing", At(cell, "trend", subject), told)
            return read.trend, not_known(read.shown) if read.unknown or read.meaning_missing else None
        return None, None

    def _restricted(self, rows: Sequence[int], subject: str) -> str | None:
        """The reason why a risk is restricted; where only "Yes" stands there, that its register does so. Any of its
        rows restricts all of it, whatever the others say.
        """
        reasons: dict[str, None] = {}
        denied: list[Cell] = []
        for row in (rows[0], *self._own(rows[1:], "restricted")):
            for cell in self._cells(row, "restricted", subject):
                if not says_open(cell.text):
                    bare = simple(cell.text) in ("yes", "y", "true", "x", "restricted")
                    reasons["restricted by its register" if bare else cell.text] = None
                elif not is_nothing(cell.text):
                    denied.append(cell)
        for cell in denied if reasons else ():
            told = f"{quoted(cell)} stands there, yet other cells of the risk restrict it. It was read as restricted."
            self.taking.remark("value-unread", At(cell, "restricted", subject), told)
        return "; ".join(reasons) or None

    def _date(self, row: int, name: str, subject: str) -> date | None:
        for cell in self._cells(row, name, subject):
            found, unread = read_date(cell)
            if unread:
                self.taking.unread(cell, name, subject, "a date")
            if found:
                return found
        return None

    def _already_said(self, parent: int, more: Sequence[int], subject: str) -> None:
        """Says so where a row that goes on with a risk gives it another owner, level, trend or date."""
        scores = exposure_fields(self.columns.fields)
        single = [name for name in self.columns.fields if name not in (*_ADDED, *LISTS, *scores, "id", "restricted")]
        for row in more:
            for at in self._said_again(parent, row, single, subject):
                told = (
                    f"row {row} goes on with this risk, yet gives {at.words} again: {quoted(at.cell)}. It was not read."
                )
                self.taking.remark("value-unread", at, told)

    def _said_again(self, parent: int, row: int, names: Sequence[str], subject: str) -> list[At]:
        """The cells of these fields in which a further row says something else than the risk's own row."""
        found: list[At] = []
        for name in names:
            for column in self.columns.fields[name]:
                cell = self.grid.cell(row, column)
                said = self.grid.seen(parent, column)
                if cell is not None and cell.text and (said is None or said.text != cell.text):
                    found.append(At(cell, name, subject))
        return found

    def _scores_twice(self, parent: int, more: Sequence[int], subject: str) -> dict[str, str]:
        """The stages for which further rows of a risk give other scores than its own row, each with its mark: nobody
        knows which are meant. Said once of each stage.
        """
        names = exposure_fields(self.columns.fields)
        again = {row: found for row in more if (found := self._said_again(parent, row, names, subject))}
        for row, found in tuple(again.items()):
            if self._is_sum(row, found):
                del again[row]
                held = ", ".join(at.cell.text for at in found)
                told = f"row {row} holds {held} as scores and nothing else; it was taken for a total, and not read."
                for at in found:
                    self.taking.remark("rows-left-out", at, told)
        if not again:
            return {}
        rows = (parent, *again)
        given = "; ".join(self._given_in(row, names) for row in rows)
        told = f"several rows give its scores, and which are meant can't be told: {given}. None of them was read."
        stages: dict[str, At] = {}
        for at in (at for found in again.values() for at in found):
            stages.setdefault(at.field.partition(".")[0], at)
        for first in stages.values():
            self.taking.remark("scores-twice", first, told)
        return dict.fromkeys(stages, stands_twice(f"scores in rows {spans(rows)}"))

    def _is_sum(self, row: int, found: Sequence[At]) -> bool:
        """Whether a row holds scores and nothing else, though the register says their likelihood and impact: what stands
        below a table so is its total or average.
        """
        held = {column for column, cell in self.grid.rows[row].items() if cell.text}
        return held == {at.cell.column for at in found} and all(
            at.field.endswith(".score") and self.columns.fields.get(f"{at.field.partition('.')[0]}.likelihood")
            for at in found
        )

    def _given_in(self, row: int, names: Sequence[str]) -> str:
        """``row 3 (“Residual”) gives 2, 3, 6``: what a row gives as scores, and the stage that it names."""
        own = {column for name in names for column in self.columns.fields[name]}
        held = [(column, cell.text) for column, cell in sorted(self.grid.rows[row].items()) if cell.text]
        stages = [text for column, text in held if column not in own and stage_of(text) and len(text.split()) <= _LABEL]
        label = f" (“{stages[0]}”)" if stages else ""
        return f"row {row}{label} gives {', '.join(text for column, text in held if column in own) or 'none'}"

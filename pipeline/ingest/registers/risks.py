"""One row, or several that belong together → one risk: each field read as what it holds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from pipeline.ingest.cleaning import one_line
from pipeline.ingest.grid import Cell, Grid, Merge
from pipeline.ingest.registers.columns import Columns, exposure_fields
from pipeline.ingest.registers.layouts import Layout
from pipeline.ingest.registers.numerals import numeral
from pipeline.ingest.registers.scales import HIGHEST, Product, likelihood_first, may_stand_beside, product, too_high
from pipeline.ingest.registers.taking import At, Taking, address, quoted
from pipeline.ingest.registers.trends import read_trend
from pipeline.ingest.registers.values import DEFAULT_SPLIT, PLACEHOLDERS, Rated, is_nothing, rated, rated_text, read_date, split_list
from pipeline.ingest.registers.vocabulary import FIELD_WORDS, LISTS, STAGES, simple
from pipeline.model.marks import not_known
from pipeline.model.records import Exposure, Level, Number, Risk, Source, Trend

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
    return isinstance(cell.value, (int, float)) and (abs(cell.value) >= 1e15 or "e" in cell.text.casefold())


class RiskReading:
    """Reads the risks of one register. ``romans``: the fields whose steps are Roman numerals."""

    def __init__(self, columns: Columns, layout: Layout | None, taking: Taking, romans: Collection[str] = ()) -> None:
        self.columns = columns
        self.layout = layout
        self.taking = taking
        self.romans = romans
        self.grid: Grid = taking.grid
        self._painted = self._colour_alone()
        self._likelihood_first = likelihood_first(column.heading for column in columns.taken)

    def _colour_alone(self) -> dict[int, list[Merge]]:
        """Exposure column → the ranges that conditional formats paint there, where no cell holds a word."""
        found: dict[int, list[Merge]] = {}
        for name in exposure_fields(self.columns.fields):
            for column in self.columns.fields[name]:
                ranges = [m for m in self.grid.conditional if m.left <= column <= m.right]
                top = min((m.top for m in ranges), default=0)
                if ranges and not any(row >= top and self.grid.text(row, column) for row in self.grid.rows):
                    found[column] = ranges
        return found

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
        exposures = {stage: self._exposure(row, stage, subject, cells) for stage in STAGES}
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
            previous_score=self._level(row, "previous_score", subject)[0],
            trend=trend,
            trend_reason=texts["trend_reason"],
            appetite=texts["appetite"],
            controls=lists["controls"],
            control_effectiveness=texts["control_effectiveness"],
            actions=lists["actions"],
            status=texts["status"],
            restricted=self._restricted(row, subject),
            last_reviewed=self._date(row, "last_reviewed", subject),
            next_review=self._date(row, "next_review", subject),
            unknown={"trend": trend_mark} if trend_mark else {},
        )

    def _address(self, row: int, column: int) -> str:
        merge = self.grid.merge_at(row, column)
        return address(merge.top, merge.left) if merge else address(row, column)

    def _cells(self, row: int, name: str, subject: str) -> list[Cell]:
        return [
            cell
            for column in self.columns.fields.get(name, ())
            if (cell := self.taking.take(row, column, name, subject)) is not None
        ]

    def _own(self, rows: Sequence[int], name: str) -> list[int]:
        """The rows that hold something of their own in this field's columns: a merged cell is its first row's."""
        return [row for row in rows if any(self.grid.cell(row, column) for column in self.columns.fields.get(name, ()))]

    def _id(self, row: int) -> str:
        column = self.columns.first("id")
        if column is None:
            return ""
        subject = f"{self.taking.organisation} row {row}"
        cell = self.taking.take(row, column, "id", subject)
        text = one_line(cell.text) if cell else ""
        if cell is not None and isinstance(cell.value, date):
            told = f"the id is a date ({text}): Excel has probably made it one."
            self.taking.remark("id-missing", At(cell, "id", subject), told)
            return ""
        if cell is not None and _is_rounded(cell):
            told = f"the id is the number {text}: a spreadsheet keeps 15 digits of a number, so others may be lost."
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
                    self._unread(cell, name, subject, "anything: it stands there until someone fills it")
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
                found = split_list(cell.text, DEFAULT_SPLIT if ways is None else ways)
                if ways is None and any(";" in entry.rstrip("; ") for entry in found):
                    told = f"{FIELD_WORDS[name]} hold semicolons, and were not split at them."
                    self.taking.remark("list-unsplit", At(cell, name, subject), told)
                entries += found
        return tuple(entries)

    def _exposure(self, row: int, stage: str, subject: str, cells: dict[str, str]) -> Exposure:
        """``cells`` gains the cell of a likelihood and impact that are read from the score's: "L4 x I5 = 20"."""
        likelihood, _ = self._level(row, f"{stage}.likelihood", subject)
        impact, _ = self._level(row, f"{stage}.impact", subject)
        if made := self._product(row, stage, subject):
            name, cell, levels = made
            likelihood, impact = self._of_product(At(cell, name, subject), stage, levels, (likelihood, impact), cells)
        score, beside_score = self._level(row, f"{stage}.score", subject)
        number, word = self._rating(row, stage, subject)
        if score is None:
            score = number
        elif number is not None and number != score and word is None:
            for cell in self._cells(row, f"{stage}.rating", subject):
                self._unread(cell, f"{stage}.rating", subject, "a rating: it is a number, and not the score")
        rating = word or beside_score
        if rating is None and isinstance(score, str) and f"{stage}.rating" not in self.columns.fields:
            score, rating = None, score
        return Exposure(likelihood, impact, score, rating or self._fill(row, stage, subject))

    def _product(self, row: int, stage: str, subject: str) -> tuple[str, Cell, Product] | None:
        """The cell that gives a score with its levels."""
        for name in (f"{stage}.score", f"{stage}.rating"):
            for cell in self._cells(row, name, subject):
                if (levels := product(cell.text)) is not None:
                    return name, cell, levels
        return None

    def _of_product(
        self, at: At, stage: str, made: Product, own: tuple[Level | None, Level | None], cells: dict[str, str]
    ) -> tuple[Level | None, Level | None]:
        """The likelihood and impact that a score's cell gives, where no cell of theirs does."""
        first = self._likelihood_first if made.likelihood_first is None else made.likelihood_first
        if first is None and made.first != made.second:
            for part, known in zip(("likelihood", "impact"), own, strict=True):
                if known is None:
                    name = f"{stage}.{part}"
                    told = f"{quoted(at.cell)} does not say which figure is {FIELD_WORDS[name]}."
                    self.taking.remark("value-unread", at._replace(field=name), told)
            return own
        levels = (made.first, made.second) if first is not False else (made.second, made.first)
        both: list[Level | None] = []
        for part, known, level in zip(("likelihood", "impact"), own, levels, strict=True):
            if known is None:
                cells[f"{stage}.{part}"] = at.cell.address
            elif isinstance(known, (int, float)) and known != level:
                told = f"{at.words} is {quoted(at.cell)}, where {FIELD_WORDS[f'{stage}.{part}']} is {known}."
                self.taking.remark("value-unread", at, told)
            both.append(level if known is None else known)
        return both[0], both[1]

    def _level(self, row: int, name: str, subject: str) -> tuple[Level | None, str | None]:
        """The level in a cell, and the word that stands beside its number."""
        for cell in self._cells(row, name, subject):
            read = self._rated(cell, name)
            if read.unread:
                self._unread(cell, name, subject, "a level or score")
            elif read.level is not None:
                return read.level, read.word if read.number is not None else None
        return None, None

    def _rating(self, row: int, stage: str, subject: str) -> tuple[Number | None, str | None]:
        name = f"{stage}.rating"
        for cell in self._cells(row, name, subject):
            read = self._rated(cell, name)
            if read.unread:
                self._unread(cell, name, subject, "a rating")
            elif read.level is not None:
                return read.number, read.word
        return None, None

    def _rated(self, cell: Cell, name: str) -> Rated:
        """The number and word, with this body's words given their meaning."""
        roman = numeral(cell.text) if name in self.romans else None
        read = roman or rated(cell)
        if self.layout:
            for word in (cell.text, read.word or ""):
                for kind in (name, name.rpartition(".")[2]):
                    meaning = self.layout.meaning(kind, word) if word else None
                    if isinstance(meaning, str):
                        return (
                            rated_text(meaning)._replace(number=read.number)
                            if read.number is not None
                            else Rated(word=meaning)
                        )
                    if meaning is not None:
                        return Rated(meaning)
        if name.endswith(("score", "rating")) and (made := product(cell.text)):
            read = Rated(made.score)
        if read.number is None or roman:
            return read
        fits = not read.word or may_stand_beside(read.word)
        return read if fits and not self._too_high(cell, name, read.number) else Rated(unread=True)

    def _too_high(self, cell: Cell, name: str, number: Number) -> bool:
        """Whether a number is beyond any scale, as a year is, and so stands for something else."""
        part = name.rpartition(".")[2]
        if number <= HIGHEST[part]:
            return False
        column = (each.get(cell.column) for each in self.grid.rows.values())
        others = [read for each in column if each is not None and (read := rated(each).number) is not None]
        return too_high(part, number, others)

    def _fill(self, row: int, stage: str, subject: str) -> str | None:
        """The rating a colour carries, where the layout says what it means; a colour that nobody explains is said."""
        for part in ("rating", "score", "likelihood", "impact"):
            name = f"{stage}.{part}"
            for column in self.columns.fields.get(name, ()):
                cell = self.grid.seen(row, column)
                colour = cell.look.fill if cell else ""
                meaning = self.layout.fills.get("rating", {}).get(colour) if self.layout and colour else None
                if meaning and part in ("rating", "score"):
                    return meaning
                blank = cell is None or not (cell.text or cell.uncalculated or cell.error)
                painted = column in self._painted and any(m.top <= row <= m.bottom for m in self._painted[column])
                if blank and (painted or not self._plain(row, colour)):
                    at = At(cell or Cell(row, column, None), name, subject)
                    self.taking.remark("fill-unread", at, f"{at.words} is only a colour, which was not read.")
        return None

    def _plain(self, row: int, colour: str) -> bool:
        """Whether a colour says nothing: none, white, or that of the words of its row."""
        if colour in ("", "FFFFFF"):
            return True
        words = (self.columns.first(name) for name in ("id", "title", "description", "owner"))
        cells = [cell for column in words if column is not None and (cell := self.grid.seen(row, column)) is not None]
        return any(cell.text and cell.look.fill == colour for cell in cells)

    def _trend(self, row: int, subject: str) -> tuple[Trend | None, str | None]:
        """The trend; and the mark for what is written, where that has no known meaning."""
        for cell in self._cells(row, "trend", subject):
            read = read_trend(cell, self.layout)
            if read.unknown:
                told = f"“{read.shown}” is no trend that is known."
                self.taking.remark("trend-unknown", At(cell, "trend", subject), told)
            if read.meaning_missing:
                told = f"the trend is “{read.shown}”, and no layout says whether ↑ means that the risk is rising or that the position is improving. It was not read."
                self.taking.remark("trend-meaning-missing", At(cell, "trend", subject), told)
            return read.trend, not_known(read.shown) if read.unknown or read.meaning_missing else None
        return None, None

    def _restricted(self, row: int, subject: str) -> str | None:
        """The reason why a risk is restricted; where only "Yes" stands there, that its register does so."""
        for cell in self._cells(row, "restricted", subject):
            key = simple(cell.text)
            if key in ("no", "n", "false", "not restricted", "unrestricted") or is_nothing(cell.text):
                return None
            return "restricted by its register" if key in ("yes", "y", "true", "x", "restricted") else cell.text
        return None

    def _date(self, row: int, name: str, subject: str) -> date | None:
        for cell in self._cells(row, name, subject):
            found, unread = read_date(cell)
            if unread:
                self._unread(cell, name, subject, "a date")
            if found:
                return found
        return None

    def _unread(self, cell: Cell, name: str, subject: str, kind: str) -> None:
        at = At(cell, name, subject)
        self.taking.remark("value-unread", at, f"{at.words} is {quoted(cell)}, which can't be read as {kind}.")

    def _already_said(self, parent: int, more: Sequence[int], subject: str) -> None:
        """Says so where a row that goes on with a risk gives it another owner, level, trend or date."""
        single = [name for name in self.columns.fields if name not in (*_ADDED, *LISTS, "id")]
        for row in more:
            for name in single:
                for column in self.columns.fields.get(name, ()):
                    cell = self.grid.cell(row, column)
                    said = self.grid.seen(parent, column)
                    if cell is None or not cell.text or (said is not None and said.text == cell.text):
                        continue
                    words = FIELD_WORDS[name]
                    told = (
                        f"row {row} goes on with this risk, yet gives {words} again: {quoted(cell)}. It was not read."
                    )
                    self.taking.remark("value-unread", At(cell, name, subject), told)

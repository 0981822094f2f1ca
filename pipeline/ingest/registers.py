"""A register file → its risks as records, each value with its cell; and a finding for every doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from pipeline.ingest.cleaning import one_line
from pipeline.ingest.columns import Columns, Matching
from pipeline.ingest.grid import Cell, Grid
from pipeline.ingest.layouts import Layout
from pipeline.ingest.rows import Row, RowKind, rows_of
from pipeline.ingest.sheet_choice import choose_sheet, table_on
from pipeline.ingest.table import Table
from pipeline.ingest.taking import Taking, address, listed, quoted
from pipeline.ingest.trends import read_trend
from pipeline.ingest.values import DEFAULT_SPLIT, Rated, is_nothing, rated, rated_text, read_date, split_list
from pipeline.ingest.vocabulary import FIELD_WORDS, LISTS, STAGES, simple
from pipeline.ingest.workbook import Book, read_book
from pipeline.model.findings import Finding, find
from pipeline.model.records import Exposure, Level, Number, Place, Register, Risk, Source, Trend

Findings = tuple[Finding, ...]

# Several columns joined into one field: sentences on lines of their own, names in a row.
_JOINED = {
    "description": "\n",
    "cause": "\n",
    "consequence": "\n",
    "trend_reason": "\n",
    "owner": ", ",
    "category": ", ",
}


def read_register(
    path: Path, *, name: str, organisation: str, layout: Layout | None = None, sheet: str | None = None
) -> tuple[Register, Findings]:
    """The register in a file. ``name``: how messages call it; ``sheet`` goes before the layout's.

    Raises InputsUnusable where the file can't be opened. Where no table of risks is found, or several
    sheets hold one, the register is empty and a block says so.
    """
    book = read_book(path, name)
    chosen, findings = choose_sheet(book, sheet or (layout.sheet if layout else None), layout, organisation)
    if chosen is None:
        return Register(organisation, name, "", (), (), (), {}, ()), findings
    return _read_sheet(book, chosen, organisation, layout, findings)


def _read_sheet(
    book: Book, sheet: str, organisation: str, layout: Layout | None, before: Findings
) -> tuple[Register, Findings]:
    grid = book.grid(sheet)
    place = Place(book.name, sheet)
    table = table_on(grid, layout)
    if table is None:
        message = f"No row of the sheet '{sheet}' looks like the headings of a risk register."
        broken = find("sheet-not-register", message, place, subject=organisation, organisation=organisation)
        return Register(organisation, book.name, sheet, (), (), (), {}, ()), (*before, broken)
    columns, of_columns = Matching(table, layout, place, organisation).run()
    rows = rows_of(table, columns)
    reading = _Reading(table, columns, rows, layout, place, organisation)
    risks = reading.risks()
    counts = {kind.value: count for kind in RowKind if (count := sum(1 for row in rows if row.kind is kind))}
    register = Register(organisation, book.name, sheet, table.header_rows, columns.taken, columns.left, counts, risks)
    unconfirmed = () if layout and layout.confirmed else (_unconfirmed(layout, place, organisation),)
    return register, (*before, *unconfirmed, *of_columns, *reading.findings())


def _unconfirmed(layout: Layout | None, place: Place, organisation: str) -> Finding:
    if layout is None:
        message = f"No layout says how the {organisation} register is read: what each column holds was worked out from its headings and values."
        remedy = f"Run: make layout FILE={place.file}, read what was detected, and confirm it."
    else:
        message = f"{layout.file} has not been confirmed: how the {organisation} register is read was partly worked out from its headings and values."
        remedy = f"Read what was detected; then put the date under confirmed in {layout.file}."
    return find(
        "layout-unconfirmed",
        message,
        Place(place.file, place.sheet),
        subject=organisation,
        remedy=remedy,
        organisation=organisation,
    )


class _Reading:
    """The rows of one register on their way to being risks."""

    def __init__(
        self,
        table: Table,
        columns: Columns,
        rows: Sequence[Row],
        layout: Layout | None,
        place: Place,
        organisation: str,
    ) -> None:
        self.table = table
        self.grid: Grid = table.grid
        self.columns = columns
        self.rows = rows
        self.layout = layout
        self.place = place
        self.organisation = organisation
        self.taking = Taking(table.grid, place, organisation)
        self.others: list[Finding] = []
        self.arrows: list[Cell] = []  # arrows that no layout gives a meaning
        self.semicolons: dict[str, list[Cell]] = {}

    def risks(self) -> tuple[Risk, ...]:
        more: dict[int, list[int]] = {}
        for row in self.rows:
            if row.kind is RowKind.CONTINUATION:
                more.setdefault(row.parent, []).append(row.number)
        return tuple(self._risk(row.number, more.get(row.number, [])) for row in self.rows if row.kind is RowKind.RISK)

    def findings(self) -> Findings:
        """What must be said of rows and cells; after ``risks``."""
        self._whole_register()
        return (*self.others, *self.taking.findings())

    def _say(self, code: str, message: str, cell: str = "", *, subject: str = "", name: str = "") -> None:
        place = replace(self.place, cell=cell)
        self.others.append(
            find(code, message, place, subject=subject or self.organisation, field=name, organisation=self.organisation)
        )

    # --- one risk

    def _risk(self, row: int, more: Sequence[int]) -> Risk:
        risk_id = self._id(row)
        subject = f"{self.organisation} {risk_id}" if risk_id else f"{self.organisation} row {row}"
        cells = {name: self._address(row, columns[0]) for name, columns in self.columns.fields.items()}
        texts = {
            name: self._text(row, more, name, subject)
            for name in (
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
        }
        lists = {name: self._list((row, *more), name, subject) for name in LISTS}
        self._already_said(more, subject)
        return Risk(
            organisation=self.organisation,
            id=risk_id,
            source=Source(self.place.file, self.place.sheet, row, cells),
            title=texts["title"],
            description=texts["description"],
            cause=texts["cause"],
            consequence=texts["consequence"],
            category=texts["category"],
            owner=texts["owner"],
            inherent=self._exposure(row, "inherent", subject),
            current=self._exposure(row, "current", subject),
            target=self._exposure(row, "target", subject),
            previous_score=self._level(row, "previous_score", subject)[0],
            trend=self._trend(row, subject),
            trend_reason=texts["trend_reason"],
            appetite=texts["appetite"],
            controls=lists["controls"],
            control_effectiveness=texts["control_effectiveness"],
            actions=lists["actions"],
            status=texts["status"],
            restricted=self._restricted(row, subject),
            last_reviewed=self._date(row, "last_reviewed", subject),
            next_review=self._date(row, "next_review", subject),
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
        cell = self.taking.take(row, column, "id", f"{self.organisation} row {row}")
        text = one_line(cell.text) if cell else ""
        where = self._address(row, column)
        if isinstance(cell.value if cell else None, date):
            self._say(
                "id-missing",
                f"The id in {where} is a date ({text}): Excel has probably made it one.",
                where,
                subject=f"{self.organisation} row {row}",
                name="id",
            )
            return ""
        if not text and not (cell is None and self._refused(row, column)):
            self._say(
                "id-missing",
                f"The {self.organisation} risk in row {row} has no id.",
                where,
                subject=f"{self.organisation} row {row}",
                name="id",
            )
        return text

    def _refused(self, row: int, column: int) -> bool:
        """Whether a cell is blank to us because it shows an error or was never calculated: that is said already."""
        cell = self.grid.seen(row, column)
        return cell is not None and bool(cell.error or cell.formula)

    def _text(self, row: int, more: Sequence[int], name: str, subject: str) -> str | None:
        """A text field; a row that goes on with the risk adds what stands in its own cells."""
        found: list[str] = []
        for each in (row, *self._own(more, name)):
            for cell in self._cells(each, name, subject):
                text = cell.text
                if text and not is_nothing(text) and text not in found:
                    found.append(text)
        if not found:
            return None
        joined = _JOINED.get(name, " ").join(found)
        meaning = self.layout.meaning(name, joined) if self.layout else None
        return joined if meaning is None else str(meaning)

    def _list(self, rows: Sequence[int], name: str, subject: str) -> tuple[str, ...]:
        ways = self.layout.split.get(name) if self.layout else None
        entries: list[str] = []
        for row in (rows[0], *self._own(rows[1:], name)):
            for cell in self._cells(row, name, subject):
                found = split_list(cell.text, DEFAULT_SPLIT if ways is None else ways)
                if ways is None and any(";" in entry.rstrip("; ") for entry in found):
                    self.semicolons.setdefault(name, []).append(cell)
                entries += found
        return tuple(entries)

    def _exposure(self, row: int, stage: str, subject: str) -> Exposure:
        likelihood, _ = self._level(row, f"{stage}.likelihood", subject)
        impact, _ = self._level(row, f"{stage}.impact", subject)
        score, beside_score = self._level(row, f"{stage}.score", subject)
        number, word = self._rating(row, stage, subject)
        if score is None:
            score = number
        rating = word or beside_score
        if rating is None and isinstance(score, str) and f"{stage}.rating" not in self.columns.fields:
            score, rating = None, score
        return Exposure(likelihood, impact, score, rating or self._fill(row, stage, subject))

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
        read = rated(cell)
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
        return read

    def _fill(self, row: int, stage: str, subject: str) -> str | None:
        """The rating a colour carries, where the layout says what it means; a colour that nobody explains is said."""
        for part in ("rating", "score"):
            name = f"{stage}.{part}"
            for column in self.columns.fields.get(name, ()):
                cell = self.grid.seen(row, column)
                colour = cell.look.fill if cell else ""
                meaning = self.layout.fills.get("rating", {}).get(colour) if self.layout and colour else None
                if meaning:
                    return meaning
                blank = cell is None or (cell.value is None and not cell.formula and not cell.error)
                painted = any(m.top <= row <= m.bottom and m.left <= column <= m.right for m in self.grid.conditional)
                if part == "rating" and blank and (colour not in ("", "FFFFFF") or painted):
                    shown = cell or Cell(row, column, None)
                    self.taking.remark(
                        "fill-unread",
                        shown,
                        name,
                        subject,
                        f"{FIELD_WORDS[name]} is only a colour, which was not read.",
                        f"{FIELD_WORDS[name]} is only a colour, which was not read,",
                    )
        return None

    def _trend(self, row: int, subject: str) -> Trend | None:
        for cell in self._cells(row, "trend", subject):
            read = read_trend(cell, self.layout)
            if read.unknown:
                self.taking.remark(
                    "trend-unknown",
                    cell,
                    "trend",
                    subject,
                    f"“{read.shown}” is no trend that is known.",
                    f"The trend “{read.shown}”, or another that is not known, stands",
                )
            if read.meaning_missing:
                self.arrows.append(cell)
            return read.trend
        return None

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
        words = FIELD_WORDS[name]
        self.taking.remark(
            "value-unread",
            cell,
            name,
            subject,
            f"{words} is {quoted(cell)}, which can't be read as {kind}.",
            f"{words} can't be read as {kind}",
        )

    def _already_said(self, more: Sequence[int], subject: str) -> None:
        """Levels, trends and dates in a row that goes on with a risk: the risk's own row has the say."""
        single = (
            "previous_score",
            "trend",
            "restricted",
            "last_reviewed",
            "next_review",
            *(n for n in self.columns.fields if n.split(".")[0] in STAGES),
        )
        for row in more:
            for name in single:
                for column in self.columns.fields.get(name, ()):
                    cell = self.grid.cell(row, column)
                    parent = self.grid.seen(self._parent_of(row), column)
                    if cell is None or not cell.text or (parent is not None and parent.text == cell.text):
                        continue
                    message = f"row {row} goes on with this risk, yet gives {FIELD_WORDS[name]} again: {quoted(cell)}. It was not read."
                    self.taking.remark(
                        "value-unread",
                        cell,
                        name,
                        subject,
                        message,
                        f"{FIELD_WORDS[name]} stands again beside further controls, and was not read,",
                    )

    def _parent_of(self, row: int) -> int:
        return next(r.parent for r in self.rows[row - self.table.first_row : row - self.table.first_row + 1])

    # --- the register as a whole

    def _whole_register(self) -> None:
        self._duplicates()
        self._hidden()
        if self.arrows:
            first = self.arrows[0]
            said = listed(f"{cell.address}" for cell in self.arrows)
            self._say(
                "trend-meaning-missing",
                f"Arrows or up and down stand under the trend ({said}), and no layout says whether ↑ means that the risk is rising or that the position is improving. They were not read.",
                first.address,
                name="trend",
            )
        for name, cells in self.semicolons.items():
            self._say(
                "list-unsplit",
                f"Some cells of {FIELD_WORDS[name]} hold semicolons ({listed(c.address for c in cells)}); each was read as one entry.",
                cells[0].address if len(cells) == 1 else "",
                name=name,
            )
        self._left_out()

    def _duplicates(self) -> None:
        column = self.columns.first("id")
        if column is None:
            return
        places: dict[str, list[str]] = {}
        for row in self.rows:
            cell = self.grid.seen(row.number, column) if row.kind is RowKind.RISK else None
            if cell is not None and cell.text:
                places.setdefault(one_line(cell.text), []).append(cell.address)
        for risk_id, cells in places.items():
            if len(cells) > 1:
                self._say(
                    "id-duplicate",
                    f"{self.organisation} {risk_id} stands {len(cells)} times: {listed(cells)}.",
                    cells[1],
                    subject=f"{self.organisation} {risk_id}",
                    name="id",
                )

    def _hidden(self) -> None:
        hidden = [row.number for row in self.rows if row.kind is RowKind.HIDDEN]
        if hidden:
            self._say(
                "hidden-used",
                f"{'Row' if len(hidden) == 1 else 'Rows'} {listed(hidden)} {'is' if len(hidden) == 1 else 'are'} hidden and not empty; no risk was read from there.",
                f"A{hidden[0]}",
            )
        for taken in self.columns.taken:
            heading = next((h for h in self.table.headings if h.letter == taken.letter), None)
            if heading and heading.column in self.grid.hidden_columns:
                self._say(
                    "hidden-used",
                    f"Column {taken.letter} ('{heading.shown}') is hidden, yet was read as {FIELD_WORDS[taken.field]}.",
                    heading.cell.address,
                    name=taken.field,
                )
        filtered = [
            row.number
            for row in self.rows
            if row.number in self.grid.filtered_rows and row.kind in (RowKind.RISK, RowKind.CONTINUATION)
        ]
        if filtered:
            self._say(
                "filter-on",
                f"A filter keeps {len(filtered)} {'row' if len(filtered) == 1 else 'rows'} out of sight ({listed(filtered)}); they were read all the same.",
                f"A{filtered[0]}",
            )

    def _left_out(self) -> None:
        """Rows that hold something and are no risk, where that is not plain from what they are."""
        for kind, words in (
            (RowKind.SECOND_TABLE, "belong to a second table below the risks"),
            (RowKind.OTHER, "are neither risks nor anything else that is known"),
        ):
            rows = [row.number for row in self.rows if row.kind is kind]
            if rows and not (kind is RowKind.OTHER and self.columns.only):
                one = len(rows) == 1
                said = words.replace("belong", "belongs", 1).replace("are ", "is ", 1) if one else words
                self._say(
                    "rows-left-out",
                    f"{'Row' if one else 'Rows'} {listed(rows)} {said}; no risk was read from there.",
                    f"A{rows[0]}",
                )

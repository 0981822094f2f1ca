"""A row of the mapping workbook as typed values: every value with its cell, every fault a finding."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from pipeline.ingest.grid import Cell, Grid, letter
from pipeline.ingest.mapping.dates import read_date
from pipeline.ingest.mapping.proposals import likely
from pipeline.ingest.mapping.sheets import Sheet, plain
from pipeline.ingest.registers.values import says_open
from pipeline.model import marks
from pipeline.model.dates import in_words
from pipeline.model.findings import Finding, find
from pipeline.model.records import Place, Source

Word = TypeVar("Word", bound=StrEnum)

NO_NAME = marks.missing("name")
_PLAIN_NUMBER = {"General", "@", "0"}


def split(words: str, between: str = ",;\n") -> tuple[str, ...]:
    """What stands between these characters, each once, in its order."""
    parts = (" ".join(part.split()) for part in re.split(f"[{between}]", words))
    return tuple(dict.fromkeys(part for part in parts if part))


@dataclass(slots=True)
class Table:
    """A sheet with its headings found. ``columns``: field → column number; ``titles``: field → heading;
    ``lacking``: field → the mark for a column that is not there.
    """

    file: str
    sheet: Sheet
    grid: Grid
    columns: dict[str, int] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    unread: dict[int, str] = field(default_factory=dict)  # column → its heading, not one of the sheet's
    lacking: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def rows(self) -> Iterator[Row]:
        """Every row below the headings in which a known column is filled."""
        for number in sorted(self.grid.rows):
            row = Row(self, number)
            if number > 1 and any(row.filled(name) for name in self.columns):
                yield row

    def place(self, column: int = 1, row: int = 1) -> Place:
        return Place(self.file, self.grid.name, f"{letter(column)}{row}")


@dataclass(slots=True)
class Row:
    """A row of a sheet. Each accessor gives the value of a field, None where blank, and adds what is wrong
    with it to ``findings``, and the mark for what can't be read to ``unknown``. Call each once.
    """

    table: Table
    number: int
    called: str = ""  # how messages name it, where not by the heading
    unknown: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.unknown = dict(self.table.lacking)

    @property
    def source(self) -> Source:
        columns = self.table.columns
        cells = {name: f"{letter(column)}{self.number}" for name, column in columns.items()}
        return Source(self.table.file, self.table.grid.name, self.number, cells)

    def place(self, name: str) -> Place:
        return self.source.place(name)

    def cell(self, name: str) -> Cell | None:
        column = self.table.columns.get(name)
        return self.table.grid.seen(self.number, column) if column else None

    def fault(
        self, name: str, message: str, *, code: str = "mapping-value", subject: str = "", remedy: str = ""
    ) -> None:
        """Adds a finding about one field; its subject is the cell where none is given."""
        place = self.place(name)
        about = subject or f"{place.sheet} {place.cell}"
        self.table.findings.append(find(code, message, place, subject=about, field=name, remedy=remedy))

    def text(self, name: str) -> str | None:
        """The words, line breaks kept."""
        cell = self._usable(name)
        if cell is None:
            return None
        words, replaced = cell.cleaned()
        if replaced:
            self.fault(
                name,
                f"{self.what(name)} holds characters that no document can hold; they were replaced by �.",
                code="mapping-text-replaced",
            )
        if isinstance(cell.value, datetime):
            if "d" not in cell.look.number_format.casefold():
                self.fault(
                    name,
                    f"{self.what(name)}: Excel has made these words the date {in_words(cell.value)}.",
                    remedy="Format the cell as text and type the words again.",
                )
                self.unknown[name] = marks.not_known(in_words(cell.value))
            words = in_words(cell.value)
        elif (
            isinstance(cell.value, (int, float))
            and not isinstance(cell.value, bool)
            and cell.look.number_format not in _PLAIN_NUMBER
        ):
            self.fault(
                name,
                f"{self.what(name)}: Excel shows the number {words} in a form of its own.",
                remedy="Format the cell as text and type what is to be printed.",
            )
            self.unknown[name] = marks.not_known(words)
        return words or None

    def restriction(self, name: str) -> str | None:
        """The reason why the row may not be published. A word that says no is none, and a finding: it gives no reason,
        and a reader of the sheet may take the row for restricted.
        """
        words = self.text(name)
        if words is None or not says_open(words):
            return words
        self.fault(
            name, f"{self.what(name)}: '{words}' is read as no: nothing restricts the row, and it is published.",
            code="restricted-no",
        )  # fmt: skip
        return None

    def line(self, name: str) -> str | None:
        """The words as one line: names, titles."""
        words = self.text(name)
        return " ".join(words.split()) if words else None

    def names(self, name: str) -> tuple[str, ...]:
        """Several names in one cell, with commas, semicolons or line breaks between them."""
        words = self.text(name) or ""
        # A name may hold a comma: where something plainer stands between the names, a comma is part of one.
        return split(words, ";\n" if re.search(r"[;\n]", words) else ",")

    def ids(self, name: str) -> tuple[str, ...]:
        """Ids, each once. One that Excel made a number or a date is a finding; its text is kept all the same,
        so that it is looked for and not forgotten.
        """
        cell = self._usable(name)
        if cell is None:
            return ()
        words, replaced = cell.cleaned()
        if replaced:
            self.fault(
                name,
                f"{self.what(name)} holds characters that no document can hold; they were replaced by �.",
                code="mapping-text-replaced",
            )
        if isinstance(cell.value, (date, datetime)):
            self.fault(name, f"{self.what(name)}: Excel has made this id a date ({words}).", code="id-as-date")
            return (words,)
        if isinstance(cell.value, (int, float)) and not (
            cell.look.number_format == "@" and isinstance(cell.value, int)
        ):
            self.fault(name, f"{self.what(name)}: Excel has made this id the number {words}.", code="id-as-number")
            return (words,)
        return split(words)

    def id(self, name: str) -> str | None:
        """One id."""
        ids = self.ids(name)
        return ", ".join(ids) or None

    def date(self, name: str) -> date | None:
        """A real date, or one in clear words."""
        cell = self._usable(name)
        if cell is None:
            return None
        if isinstance(cell.value, datetime):
            return cell.value.date()
        if isinstance(cell.value, date):
            return cell.value
        words = cell.text
        day = read_date(words) if isinstance(cell.value, str) else None
        if day is None and words:
            self.unknown[name] = marks.not_known(words)
            self.fault(
                name, f"{self.what(name)}: '{words}' is not a clear date.", remedy="Write it like 31 March 2018."
            )
        return day

    def whole(self, name: str) -> int | None:
        """A whole number from 1."""
        cell = self._usable(name)
        if cell is None:
            return None
        words = cell.text
        if isinstance(cell.value, datetime) or not re.fullmatch(r"0*[1-9]\d{0,5}", words):
            if words:
                self.unknown[name] = marks.not_known(words)
                self.fault(
                    name,
                    f"{self.what(name)}: '{words}' is not a whole number from 1.",
                    remedy="Write a number such as 12.",
                )
            return None
        return int(words)

    def word(self, name: str, words: type[Word]) -> Word | None:
        """One of the words."""
        written = self.line(name)
        if written is None:
            return None
        for word in words:
            if plain(word) == plain(written):
                return word
        self.unknown[name] = marks.not_known(written)
        self.fault(
            name, f"{self.what(name)}: '{written}' is not a known word.{likely(written, words)}",
            code="status-unknown", remedy=f"Choose one of: {', '.join(words)}.",
        )  # fmt: skip
        return None

    def choice(self, name: str) -> str | None:
        """One of the words of the heading, as they stand there; None where blank or, with a finding, unknown."""
        written = self.line(name)
        if written is None:
            return None
        words = self.table.sheet.heading(name).words
        known = next((word for word in words if plain(word) == plain(written)), None)
        if known is None:
            self.no_word(name, written, words)
        return known

    def no_word(self, name: str, written: str, words: Iterable[str]) -> None:
        """Adds the finding that a cell holds none of the words it may."""
        words = tuple(words)
        self.unknown[name] = marks.not_known(written)
        self.fault(
            name, f"{self.what(name)}: '{written}' is not a known word.{likely(written, words)}",
            remedy=f"Choose one of: {', '.join(words)}.",
        )  # fmt: skip

    def needs(self, *names: str) -> bool:
        """Whether these cells are all filled; a finding for each that is blank."""
        blank = [name for name in names if not self.filled(name)]
        for name in blank:
            self.unknown.setdefault(name, marks.missing(self.table.titles.get(name, name)))
            self.fault(name, f"{self.what(name)} is blank.", remedy="Fill it, or delete the row.")
        return not blank

    def filled(self, name: str) -> bool:
        cell = self.cell(name)
        return cell is not None and bool(cell.text or cell.uncalculated or cell.error)

    def _usable(self, name: str) -> Cell | None:
        cell = self.cell(name)
        if cell is None or not self.filled(name):
            return None
        if cell.error:
            self.unknown[name] = marks.not_readable(cell.error)
            self.fault(
                name, f"{self.what(name)} shows the error {cell.error}.", remedy="Mend the formula, or type the value."
            )
            return None
        if cell.uncalculated:
            self.unknown[name] = marks.not_readable(cell.formula)
            self.fault(
                name,
                f"{self.what(name)} is a formula that has never been calculated.",
                remedy="Open the workbook in Excel and save it, or type the value.",
            )
            return None
        return cell

    def what(self, name: str) -> str:
        """How a message names the cell: ``Due (row 7)``."""
        return f"{self.called or self.table.titles.get(name, name)} (row {self.number})"

"""mapping.xlsx → the meeting, the organisations, what is aligned, the controls and the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.ingest.grid import Book
from pipeline.ingest.mapping.bands import left_out, read_bands
from pipeline.ingest.mapping.controls import read_controls
from pipeline.ingest.mapping.meeting import read_meeting
from pipeline.ingest.mapping.optional import (
    read_accepted,
    read_acronyms,
    read_changes,
    read_promises,
    read_severities,
    read_wording,
)
from pipeline.ingest.mapping.proposals import likely
from pipeline.ingest.mapping.row import NO_NAME, Row, Table
from pipeline.ingest.mapping.sheets import (
    ALIGNMENT,
    BY_NAME,
    CONTROLS,
    MEETING,
    ORGANISATIONS,
    README,
    SHEETS,
    headings_of,
    plain,
)
from pipeline.ingest.mapping.table import read_table
from pipeline.ingest.shown import CellsShown
from pipeline.ingest.workbook import read_workbook
from pipeline.model import marks
from pipeline.model.errors import InputsUnusable
from pipeline.model.findings import Finding, find
from pipeline.model.records import AlignmentRow, Band, MappingWorkbook, Meeting, Organisation, Place

_NUMBER = re.compile(r"(?:risk\s*)?0*([1-9]\d{0,5})", re.IGNORECASE)


def read_mapping(path: Path, name: str) -> tuple[MappingWorkbook, tuple[Finding, ...]]:
    """The workbook as read, and what is wrong inside it.

    Raises InputsUnusable, with everything at once, where no report could be made of it: no workbook, no
    sheet Meeting, Organisations or Alignment, no panel, date or title, no organisation, no aligned risk.
    """
    return mapping_of(read_workbook(path, name))


def mapping_of(book: Book) -> tuple[MappingWorkbook, tuple[Finding, ...]]:
    """The same, of a workbook that has been opened."""
    reading = _Reading(book)
    meeting = reading.meeting()
    organisations = reading.organisations()
    alignment = reading.alignment(organisations)
    if meeting is None or reading.faults:
        raise InputsUnusable(*reading.faults)
    controls = reading.table(CONTROLS)
    wording, changes, acronyms, promises, accepted, checks = (
        reading.table(sheet) for sheet in ("Wording", "Changes", "Acronyms", "Promises", "Accepted", "Checks")
    )
    short_forms, of_short_forms = read_acronyms(acronyms) if acronyms else ({}, {})
    mapping = MappingWorkbook(
        file=book.name,
        meeting=meeting,
        organisations=organisations,
        alignment=alignment,
        controls=read_controls(controls, organisations, alignment) if controls else (),
        wording=read_wording(wording, organisations) if wording else (),
        changes=read_changes(changes, organisations) if changes else (),
        acronyms=short_forms,
        acronym_sources=of_short_forms,
        promises=read_promises(promises) if promises else (),
        accepted=read_accepted(accepted) if accepted else (),
        severities=read_severities(checks) if checks else (),
        no_organisations=reading.no_organisations,
        unknown={} if controls else {"controls": marks.missing(f"the sheet {CONTROLS}")},
        shown=CellsShown(book.name, book.grids),
    )
    return mapping, reading.findings()


class _Reading:
    """The sheets of one workbook, found by name, with the findings of each as they are read."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._name = book.name
        self._tables: dict[str, Table] = {}
        self._loose: list[Finding] = []
        self.faults: list[str] = []  # what leaves no report to be made
        self.no_organisations: tuple[str, ...] = ()
        self._titles: dict[str, str] = {}
        known = {plain(sheet.name): sheet.name for sheet in SHEETS}
        for title in book.sheets:
            sheet = known.get(plain(title))
            if sheet and sheet not in self._titles:
                self._titles[sheet] = title
            elif plain(title) != plain(README):
                missing = [name for name in BY_NAME if name not in self._titles]
                words = f"The sheet '{title}' is not read.{likely(title, missing)}"
                self._loose.append(find("sheet-unknown", words, Place(self._name, title), subject=title))

    def findings(self) -> tuple[Finding, ...]:
        """All of them, sheet by sheet in the order of the Read me."""
        return (*self._loose, *(finding for table in self._tables.values() for finding in table.findings))

    def table(self, sheet_name: str, organisations: Sequence[Organisation] = ()) -> Table | None:
        """The sheet with its headings; None, with what there is to say, where the workbook has none."""
        sheet = BY_NAME[sheet_name]
        title = self._titles.get(sheet_name)
        if title is None:
            if sheet.needed:
                seen = likely(sheet_name, [title for title in self._book.sheets if title not in self._titles.values()])
                words = f"There is no sheet '{sheet_name}'.{seen}"
                if sheet_name == CONTROLS:
                    self._loose.append(find("sheet-missing", words, Place(self._name), subject=sheet_name))
                else:
                    self.faults.append(
                        f"{self._name}: {words} Add it: a workbook made with 'python -m pipeline start FOLDER' has one "
                        "with its headings."
                    )
            return None
        headings = headings_of(sheet, tuple(organisation.name for organisation in organisations))
        self._tables[sheet_name] = read_table(self._name, sheet, self._book.grid(title), headings)
        return self._tables[sheet_name]

    def meeting(self) -> Meeting | None:
        table = self.table(MEETING)
        if table is None:
            return None
        try:
            return read_meeting(table)
        except InputsUnusable as unusable:
            self._headings_missing(table)
            self.faults.extend(unusable.lines)
            return None

    def organisations(self) -> tuple[Organisation, ...]:
        table = self.table(ORGANISATIONS)
        if table is None:
            return ()
        found, self.no_organisations = _organisations(table)
        if not found:
            self._headings_missing(table)
            self.faults.append(
                f"{table.place()}: no organisation is listed. Give each a row with its name and its register."
            )
        return found

    def alignment(self, organisations: tuple[Organisation, ...]) -> tuple[AlignmentRow, ...]:
        table = self.table(ALIGNMENT, organisations)
        if table is None:
            return ()
        found = _alignment(table, organisations)
        if not found:
            self._headings_missing(table)
            self.faults.append(
                f"{table.place()}: no aligned risk is listed. Give each a row with its name and the ids of its risks."
            )
        return found

    def _headings_missing(self, table: Table) -> None:
        self.faults.extend(f"{f.place}: {f.message} {f.remedy}" for f in table.findings if f.code == "heading-missing")


def _organisations(table: Table) -> tuple[tuple[Organisation, ...], tuple[str, ...]]:
    """The organisations, the first of each name; and a mark for each row that can't be one."""
    found: dict[str, Organisation] = {}
    none: list[str] = []
    fixed = {plain(name) for heading in BY_NAME[ALIGNMENT].headings for name in (heading.text, heading.field)}
    for row in table.rows():
        name = row.line("name")
        if name is None:
            row.needs("name")
            none.append(row.unknown.get("name", NO_NAME))
        elif plain(name) in fixed:
            row.fault(
                "name",
                f"An organisation can't be called '{name}': Alignment has a column of that name.",
                remedy="Give it another short name.",
            )
            none.append(marks.not_known(name))
        elif plain(name) in found:
            first = found[plain(name)]
            row.fault(
                "name", f"{name} stands twice, in rows {first.source.row} and {row.number}; the first is read.",
                code="organisation-duplicate", subject=name,
            )  # fmt: skip
            found[plain(name)] = replace(first, unknown={**first.unknown, "name": marks.twice(name)})
        else:
            found[plain(name)] = _organisation(row, name)
    return tuple(found.values()), tuple(none)


def _organisation(row: Row, name: str) -> Organisation:
    row.needs("register")
    written = row.text("bands") or ""
    bands, faults = read_bands(written)
    if faults:
        row.unknown["bands"] = marks.not_known(written)
    for fault in faults:
        row.fault(
            "bands", f"{name}: {fault}.", remedy="Write it like: Low 1-4; Medium 5-9; High 10-15; Very high 16-25."
        )
    likelihoods, impacts = row.whole("likelihood_levels"), row.whole("impact_levels")
    _scale(row, name, likelihoods, impacts, bands)
    appetite = row.line("appetite")
    band = next((band for band in bands if appetite and plain(band.name) == plain(appetite)), None)
    if appetite and bands and band is None:
        row.no_word("appetite", appetite, (band.name for band in bands))
    return Organisation(
        name=name,
        source=row.source,
        full_name=row.line("full_name") or "",
        also_called=row.names("also_called"),
        register=row.line("register") or "",
        sheet=row.line("sheet"),
        as_at=row.date("as_at"),
        likelihood_levels=likelihoods,
        impact_levels=impacts,
        bands=bands,
        appetite=band.name if band else appetite,
        unknown=row.unknown,
    )


def _scale(row: Row, name: str, likelihoods: int | None, impacts: int | None, bands: Sequence[Band]) -> None:
    """Adds which of an organisation's scores its bands leave out."""
    if likelihoods and impacts and bands:
        top = likelihoods * impacts
        if without := left_out(bands, top):
            row.unknown["scale"] = marks.in_no_band(without)
            row.fault(
                "bands",
                f"{name}: {likelihoods} levels of likelihood by {impacts} of impact make scores from 1 to {top}; "
                f"the bands run from {bands[0].low} to {bands[-1].high} and leave out {without}.",
                code="bands-scale-differ", subject=name, remedy=_remedy(likelihoods + impacts, bands),
            )  # fmt: skip


def _remedy(together: int, bands: Sequence[Band]) -> str:
    """What to do where the bands fit a score that is the sum of its figures, or their mean; else the catalogue's."""
    low, high = bands[0].low, bands[-1].high
    of = "the sum" if (low, high) == (2, together) else "the mean" if (low, 2 * high) == (1, together) else ""
    if not of:
        return ""
    return (
        f"If a score is {of} of likelihood and impact, leave Likelihood levels and Impact levels blank: scores and bands "
        "are reported, with no heat map. Else let Bands run from 1 to likelihood levels × impact levels."
    )


def _alignment(table: Table, organisations: Sequence[Organisation]) -> tuple[AlignmentRow, ...]:
    """The aligned risks in the order of the sheet."""
    rows = tuple(table.rows())
    numbers = [_number(row) for row in rows]
    highest = max((number for number in numbers if number), default=0)
    found: list[AlignmentRow] = []
    for row, written in zip(rows, numbers, strict=True):
        name = row.line("name")
        if name is None:
            row.needs("name")
        number = written
        if number is None:
            number = highest = highest + 1
            row.fault(
                "number", f"'{name or NO_NAME}' has no number; {number} is the next free one.",
                code="number-proposed", subject=f"Risk {number}: {name or NO_NAME}",
            )  # fmt: skip
        for before, other in zip(rows, found, strict=False):
            same = "number" if other.number == number else "name" if name and plain(other.name) == plain(name) else ""
            if same:
                what = f"Risk {number}" if same == "number" else str(name)
                before.unknown[same] = row.unknown[same] = marks.twice(what)
                row.fault(
                    same, f"Rows {before.number} and {row.number} have the same {same}: {number if same == 'number' else name}.",
                    code="aligned-duplicate", subject=f"Risk {number}: {name or NO_NAME}",
                )  # fmt: skip
        found.append(
            AlignmentRow(
                number=number,
                name=name or row.unknown.get("name", NO_NAME),
                ids={organisation.name: row.ids(organisation.name) for organisation in organisations},
                source=row.source,
                residual_risk=row.text("residual_risk"),
                trend_reason=row.text("trend_reason"),
                formerly=row.names("formerly"),
                withdrawn=row.choice("status") == "Withdrawn",
                restricted=row.restriction("restricted"),
                comment=row.text("comment"),
                unknown=row.unknown,
            )
        )
    return tuple(found)


def _number(row: Row) -> int | None:
    written = row.line("number")
    match = _NUMBER.fullmatch(written or "")
    if written and match is None:
        row.unknown["number"] = marks.not_known(written)
        row.fault(
            "number", f"{row.what('number')}: '{written}' is not a number.", remedy="Write a whole number such as 3."
        )
    return int(match[1]) if match else None

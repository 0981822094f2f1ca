"""Every query and note that no other table shows: it speaks at its place, and is quiet on what only looks like it; and
no code of the catalogue is without its case.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import openpyxl
import pytest
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.findings import CATALOGUE
from tests.checks.test_table import CASES as OF_CHECKS
from tests.ingest.test_fitness import CASES as OF_WORD_FILES
from tests.ingest.test_register_findings import CASES as OF_REGISTERS
from tests.journeys.test_blocks import (
    ALIGNMENT,
    CONTROLS,
    MEETING,
    NO_OWNER_LINE,
    REGISTER,
    Case,
    description,
    document,
    found,
    paragraph,
    words,
)
from tests.journeys.test_blocks import CASES as OF_BLOCKS
from tests.journeys.test_marks import (
    Change,
    aligned,
    all_of,
    control,
    heading,
    layout,
    of_control,
    register_heading,
    risk,
    row,
    setting,
    sheet,
)
from tests.journeys.test_places import mapping, register
from tests.seeded.once import read_once

PROMISES, CHANGES, WORDING, ACCEPTED, CHECKS = (
    ("mapping.xlsx", name) for name in ("Promises", "Changes", "Wording", "Accepted", "Checks")
)
NO_DATES_LINE = ('last_reviewed = "Last considered"\n', "")
QUOTED = "It plans the number and the skills of analysts in both organisations as one."
SENSITIVE = setting("Protective marking", "OFFICIAL-SENSITIVE")


def of_mopac(change: Callable[[Worksheet], object]) -> Change:
    return sheet("Register", change, "mopac-register.xlsx")


def of_met(change: Callable[[Worksheet], object]) -> Change:
    return sheet("Corporate risks", change, "met-register.xlsx")


def registered_as(name: str, write: Callable[[list[list[Any]], Path], None]) -> Change:
    """MOPAC's register as another file, written from its rows; nobody has said how it is read."""

    def change(inputs: Path) -> None:
        old = inputs / "mopac-register.xlsx"
        page = openpyxl.load_workbook(old, data_only=True)["Register"]
        rows = [[day(value) for value in line] for line in page.iter_rows(values_only=True)]
        old.unlink()
        (inputs / "layouts" / "mopac.toml").unlink()
        write(rows, inputs / name)
        mapping("Organisations", "Register", "Organisation", "MOPAC", name)(inputs)

    return change


def day(value: Any) -> Any:
    return f"{value:%d %B %Y}" if isinstance(value, datetime) else value


def as_csv(encoding: str, word: str = "Café") -> Callable[[list[list[Any]], Path], None]:
    def write(rows: list[list[Any]], path: Path) -> None:
        rows[5][3] = word
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows(rows)

    return write


def as_word(*, tracked: bool) -> Callable[[list[list[Any]], Path], None]:
    def write(rows: list[list[Any]], path: Path) -> None:
        opened = docx.Document()
        table = opened.add_table(len(rows), len(rows[0]))
        for line, values in zip(table.rows, rows, strict=True):
            for cell, value in zip(line.cells, values, strict=True):
                cell.text = str(value or "")
        if tracked:
            first = table.cell(1, 3).paragraphs[0]
            mark = OxmlElement("w:ins")
            first._p.append(mark)
            for each in first.runs:
                mark.append(each._r)
        opened.save(str(path))

    return write


def renamed(name: str) -> Change:
    def change(inputs: Path) -> None:
        (inputs / "mopac-register.xlsx").rename(inputs / name)
        mapping("Organisations", "Register", "Organisation", "MOPAC", name)(inputs)

    return change


def no_layout(inputs: Path) -> None:
    (inputs / "layouts" / "mopac.toml").unlink()


def without_notes(inputs: Path) -> None:
    book = openpyxl.load_workbook(inputs / "mopac-register.xlsx", data_only=True)
    del book["Notes"]
    book.save(inputs / "mopac-register.xlsx")


def only_first(count: int) -> Change:
    """MOPAC's register with this many of its risks."""
    return of_mopac(lambda page: page.delete_rows(2 + count, page.max_row))


def rich(*pieces: tuple[str, str]) -> Change:
    """OPC-05's description in pieces, each raised or plain."""

    def change(inputs: Path) -> None:
        path = inputs / "mopac-register.xlsx"
        book = openpyxl.load_workbook(path, data_only=True, rich_text=True)
        text = [TextBlock(InlineFont(vertAlign=how or None), piece) for piece, how in pieces]
        book["Register"]["D6"] = CellRichText(*text)
        book.save(path)

    return change


def dates(*values: date | str) -> Change:
    def change(page: Worksheet) -> None:
        for number in range(2, page.max_row + 1):
            page.cell(number, 23).value = values[number % len(values)]

    return of_mopac(change)


def section(text: str) -> Change:
    """A heading among MOPAC's risks, over their whole width."""

    def change(page: Worksheet) -> None:
        page.insert_rows(8)
        page["A8"] = text
        page.merge_cells("A8:X8")

    return of_mopac(change)


def merged(area: str) -> Change:
    return of_mopac(lambda page: page.merge_cells(area))


def beside(name: str) -> Change:
    return lambda inputs: (inputs / name).write_bytes(b"Notes")


def own_sheet(name: str) -> Change:
    def change(inputs: Path) -> None:
        book = openpyxl.load_workbook(inputs / "mapping.xlsx")
        book.create_sheet(name)["A1"] = "Ask again"
        book.save(inputs / "mapping.xlsx")

    return change


def own_column(name: str) -> Change:
    def change(page: Worksheet) -> None:
        page.cell(1, 17).value, page.cell(2, 17).value = name, "Ask again"

    return sheet("Controls", change)


def issued(change: Callable[[dict[str, Any]], object]) -> Change:
    """Changes the record of September."""

    def changed(inputs: Path) -> None:
        path = inputs.parent / "outputs" / "2017-09-26" / "issued" / "record.json"
        record = json.loads(path.read_text("utf-8"))
        change(record)
        path.write_text(json.dumps(record), "utf-8")

    return changed


def made(meeting: str, *, new_registers: bool = True, panel: str = "Audit Panel") -> Change:
    """The record of a report that was made and never issued."""

    def changed(inputs: Path) -> None:
        outputs = inputs.parent / "outputs"
        record = json.loads((outputs / "2017-09-26" / "issued" / "record.json").read_text("utf-8"))
        record |= {"state": "made", "meeting_date": meeting, "panel": panel}
        (outputs / meeting).mkdir()
        (outputs / meeting / "record.json").write_text(json.dumps(record), "utf-8")

    return changed


def agreed(words_of: str, when: date) -> Change:
    """Words agreed for Met M13, whose text is another than in September."""
    return row("Wording", "Met", "M13", "Description", words_of, "Shorter", "Deputy Commissioner", when)


def coloured(opened: Any) -> None:
    paragraph(opened, "Each aligned risk").runs[0].font.highlight_color = WD_COLOR_INDEX.YELLOW


def in_bold(opened: Any) -> None:
    paragraph(opened, "Each aligned risk").runs[0].bold = True


def before_interdependencies(text: str) -> Callable[[Any], None]:
    def change(opened: Any) -> None:
        paragraph(opened, "Each aligned risk").insert_paragraph_before(text)

    return change


def no_letter(character: str) -> Change:
    """A character in the words under Interdependencies, put there as bytes: Word's own tools refuse it."""

    def change(inputs: Path) -> None:
        path = inputs / "narrative.docx"
        with ZipFile(path) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        parts["word/document.xml"] = parts["word/document.xml"].replace(
            b"Each aligned risk", f"Each{character} aligned risk".encode()
        )
        with ZipFile(path, "w") as package:
            for name, data in parts.items():
                package.writestr(name, data)

    return change


CASES: tuple[Case, ...] = (
    # how a register is read
    ("column-near", all_of(no_layout, register_heading("Lead director", "Risk ownr")), REGISTER, "G1", all_of(layout(NO_OWNER_LINE), register_heading("Lead director", "Risk owner"))),
    ("register-empty", only_first(0), REGISTER, "", only_first(1)),
    ("name-says-other", renamed("mopac-register.csv"), ("mopac-register.csv", ""), "", renamed("mopac-register-2.xlsx")),
    ("format-limits", registered_as("mopac.csv", as_csv("utf-8-sig")), ("mopac.csv", ""), "", registered_as("mopac.docx", as_word(tracked=False))),
    ("letters-guessed", registered_as("mopac.csv", as_csv("mac_roman")), ("mopac.csv", ""), "", registered_as("mopac.csv", as_csv("cp1252"))),
    ("register-tracked", registered_as("mopac.docx", as_word(tracked=True)), ("mopac.docx", ""), "", registered_as("mopac.docx", as_word(tracked=False))),
    ("part-unread", rich(("Decisions come late.", ""), ("1", "superscript")), REGISTER, "D6", rich(("Decisions come late", ""), (".", ""))),
    ("score-arithmetic", risk("Net score", 9), REGISTER, "N6", all_of(risk("Net likelihood", "3 - Likely"), risk("Net impact", "3 - Major"), risk("Net score", 9))),
    ("dates-swapped", dates(date(2017, 3, 4), "25/03/2017", date(2017, 11, 2), "31/10/2017"), REGISTER, "W2", dates(date(2017, 3, 25), "25/03/2017", date(2017, 11, 2), "31/10/2017")),
    ("control-not-there", risk("Controls we rely on", "• A deputy is to be appointed"), REGISTER, "K6", risk("Controls we rely on", "• A deputy stands in")),
    ("control-repeats", all_of(risk("What might happen", "Papers come late."), risk("Controls we rely on", "• Papers come late")), REGISTER, "K6", all_of(risk("What might happen", "Papers come late."), risk("Controls we rely on", "• Papers are chased"))),
    ("rows-passed-over", section("Corporate risks"), REGISTER, "A8", section("")),
    ("section-says-other", section("Closed risks"), REGISTER, "A9", section("Corporate risks")),
    ("merged-sideways", merged("E6:F6"), REGISTER, "F6", merged("A18:X18")),
    ("sheet-unread", lambda inputs: None, REGISTER, "", without_notes),
    # the folder and the mapping workbook
    ("file-unnamed", beside("old.xlsx"), ("old.xlsx", ""), "", beside("~$mapping.xlsx")),
    ("sheet-unknown", own_sheet("Scratch"), ("mapping.xlsx", "Scratch"), "", own_sheet(" read ME ")),
    ("heading-unknown", own_column("My notes"), CONTROLS, "Q1", heading("Controls", "Progress", " PROGRESS ")),
    ("setting-unknown", row("Meeting", "Panle", "Audit Panel"), MEETING, "A15", row("Meeting", " cleared  BY", "Clerk")),
    ("restricted-no", control("Restricted", "Not restricted"), CONTROLS, "P15", control("Restricted", "Names a supplier")),
    ("mapping-text-replaced", description("Plans_x0007_ it."), CONTROLS, "D15", description("Plans\u200b\u00a0it.")),
    ("id-as-number", mapping("Alignment", "Met", "Aligned risk", "Insight", 13.5), ALIGNMENT, "C5", mapping("Alignment", "Met", "Aligned risk", "Insight", "M13")),
    ("reference-proposed", control("Reference", None), CONTROLS, "A15", control("Reference", " C14 ")),
    ("number-proposed", aligned("Number", None), ALIGNMENT, "A5", aligned("Number", "4")),
    ("sheet-other-entry", row("Changes", "Met", "M99", "closed", "", "", "Over", "Deputy", date(2017, 11, 1)), CHANGES, "B4", row("Changes", "MOPAC", "OPC-09", "closed", "", "", "Over", "Deputy", date(2017, 11, 1))),
    # the narrative
    ("hint-left", document(before_interdependencies("[Say what hangs on what.]")), words("Interdependencies"), "paragraph 1", document(before_interdependencies("They hang together [sic]."))),
    ("narrative-text-replaced", no_letter("\ufdd0"), words("Interdependencies"), "paragraph 1", no_letter("\u200b")),
    ("narrative-style", document(coloured), words("Interdependencies"), "paragraph 1", document(in_bold)),
    # what belongs together
    ("id-matched-loosely", aligned("Met", "m 013"), ALIGNMENT, "C5", aligned("Met", " M13 ")),
    ("aligned-one-sided", aligned("Met", None), ALIGNMENT, "C5", aligned("Met", "M13; M14")),
    ("mapped-twice", aligned("Met", "M13; M09"), ALIGNMENT, "C5", aligned("Met", "M13; M13")),
    ("mapped-closed", of_met(lambda page: page.__setitem__("X37", "Closed in May")), ("met-register.xlsx", "Corporate risks"), "X37", of_met(lambda page: page.__setitem__("X37", "To be closed in May"))),
    ("renumbered-suspected", all_of(register("Risk no.", "OPC-11", "OPC-21"), aligned("MOPAC", "OPC-21")), ALIGNMENT, "D5", all_of(register("Risk no.", "OPC-11", "OPC-21"), aligned("MOPAC", "OPC-21"), row("Changes", "MOPAC", "OPC-21", "renumbered", "OPC-11", "OPC-21", "", "Clerk", date(2017, 11, 1)))),
    ("renamed-without-formerly", mapping("Alignment", "Formerly", "Aligned risk", "Money", None), ALIGNMENT, "G4", mapping("Alignment", "Formerly", "Aligned risk", "Money", " FUNDING ")),
    ("renumbered-aligned", aligned("Number", 7), ALIGNMENT, "A5", aligned("Number", "4")),
    # what has been
    ("last-not-issued", made("2017-11-14"), ("2017-11-14/record.json", ""), "", made("2017-11-14", panel="Ethics Panel")),
    ("title-unknown", setting("Title", "Joint risks"), ("2017-09-26/issued/record.json", ""), "", setting("Title", " alignment of MOPAC  and Met risks")),
    ("panel-unknown", setting("Panel", "Oversight Panel"), ("2017-09-26/issued/record.json", ""), "", setting("Panel", " audit  panel")),
    ("date-unchanged", made("2017-12-19"), ("", ""), "", made("2017-12-05")),
    # risks
    ("trend-missing", risk("Direction of travel", None), REGISTER, "P6", risk("Direction of travel", "New")),
    ("trend-contradicts-score", risk("Direction of travel", "Increasing"), REGISTER, "P6", risk("Direction of travel", "Reducing")),
    ("not-scored", all_of(*(risk(f"Net {name}", None) for name in ("likelihood", "impact", "score", "rating"))), REGISTER, "N6", all_of(*(risk(f"Net {name}", None) for name in ("likelihood", "impact", "score")))),
    ("rating-not-band", risk("Net rating", "Low"), REGISTER, "O6", risk("Net rating", " HIGH ")),
    ("score-order", all_of(risk("Target likelihood", "4 - Almost certain"), risk("Target impact", "4 - Critical"), risk("Target score", 16), risk("Target rating", "Severe")), REGISTER, "T6", all_of(risk("Target likelihood", "2 - Possible"), risk("Target impact", "4 - Critical"), risk("Target score", 8), risk("Target rating", "High"))),
    # what is restricted
    ("restricted-internal-only", all_of(SENSITIVE, control("Restricted", "Names a supplier")), MEETING, "B10", SENSITIVE),
    ("public-contact-missing", all_of(SENSITIVE, control("Restricted", "Names a supplier"), setting("Public contact", None)), MEETING, "B14", setting("Public contact", None)),
    ("restricted-quoted", all_of(SENSITIVE, control("Restricted", "Names a supplier"), of_control("C13", "Progress", QUOTED)), CONTROLS, "O14", all_of(SENSITIVE, control("Restricted", "Names a supplier"), of_control("C13", "Progress", "Plans are drawn up each month."))),
    # controls
    ("answers-disagree", of_control("C08", "Working", "Yes"), CONTROLS, "I9", of_control("C08", "Working", "Not tested")),
    ("working-unproven", of_control("C01", "Evidence", None), CONTROLS, "K2", all_of(of_control("C01", "Evidence", None), of_control("C01", "Working", "Not tested"))),
    ("evidence-stale", of_control("C01", "Last checked", date(2016, 12, 18)), CONTROLS, "L2", of_control("C01", "Last checked", date(2016, 12, 19))),
    ("control-overdue", of_control("C08", "Due", date(2017, 12, 18)), CONTROLS, "N9", of_control("C08", "Due", date(2017, 12, 19))),
    ("control-owner-missing", control("Owner", None), CONTROLS, "G15", control("Owner", "Head of Vacant Property")),
    ("control-undated", of_control("C08", "Due", None), CONTROLS, "N9", of_control("C01", "Due", None)),
    ("no-joint-control", all_of(*(of_control(one, "Kind", "Potential") for one in ("C13", "C14", "C15"))), ALIGNMENT, "B5", all_of(*(of_control(one, "Kind", "Potential") for one in ("C13", "C14")))),
    ("promise-not-kept", mapping("Promises", "Kept", "Asked by", "Chair of the Audit Panel", None), PROMISES, "E3", all_of(mapping("Promises", "Kept", "Asked by", "Chair of the Audit Panel", None), mapping("Promises", "Due", "Asked by", "Chair of the Audit Panel", date(2017, 12, 20)))),
    # what was agreed and decided
    ("wording-outdated", agreed("Analysts are few.", date(2017, 9, 1)), WORDING, "D2", agreed("Analysts are few.", date(2017, 12, 1))),
    ("acceptance-ended", all_of(control("Owner", None), row("Accepted", "control-owner-missing", "C14 Capacity and capability", "Vacant", "Deputy", date(2017, 12, 18))), ACCEPTED, "E2", all_of(control("Owner", None), row("Accepted", "control-owner-missing", "C14 Capacity and capability", "Vacant", "Deputy", date(2017, 12, 19)))),
    ("decision-refused", row("Checks", "mapped-not-found", "note", "Known"), CHECKS, "B2", row("Checks", "evidence-stale", "note", "Known")),
    ("decision-unclear", row("Checks", "evidence-stale", "note", None), CHECKS, "C2", row("Checks", "evidence-stale", "note", "Known")),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read_once(monkeypatch)


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_it_speaks_at_its_place_and_is_quiet_on_its_neighbour(case: Case, tmp_path: Path) -> None:
    code, fault, where, cell, neighbour = case
    spoken = found(tmp_path / "fault", fault, code)
    assert (*where, cell) in {(finding.file, finding.sheet, finding.cell) for finding in spoken}
    assert {finding.severity for finding in spoken} == {CATALOGUE[code].severity}
    assert [f.message for f in found(tmp_path / "neighbour", neighbour, code) if (f.file, f.sheet) == where] == []


def test_every_code_has_a_case_that_speaks_and_one_that_is_quiet() -> None:
    shown = {
        *(case[0] for case in (*CASES, *OF_BLOCKS, *OF_WORD_FILES)),
        *(case.code for case in OF_CHECKS if case.quiet),
        *OF_REGISTERS,
        "template-leaves-out",  # in tests/report/test_owed.py: it is of the template, not of the inputs
    }
    assert sorted(set(CATALOGUE) - shown) == []
    assert sorted(shown - set(CATALOGUE)) == []

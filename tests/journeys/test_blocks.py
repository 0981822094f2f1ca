"""Every block and every founding check speaks at its place, and is quiet on what only looks like it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from openpyxl.worksheet.worksheet import Worksheet

from pipeline import gathering
from pipeline.ingest.grid import Book
from pipeline.model.findings import CATALOGUE, Finding, Mender, Severity
from pipeline.run import examine
from tests.journeys.test_marks import (
    Change,
    aligned,
    all_of,
    control,
    empty_register,
    heading,
    layout,
    organisation,
    register_heading,
    risk,
    row,
    scores_again,
    setting,
    sheet,
    sheet_twice,
    without_sheet,
    without_text,
)
from tests.journeys.test_places import mapping, narrative, register
from tests.quarter import sample

REGISTER = ("mopac-register.xlsx", "Register")
MEETING, ORGANISATIONS, ALIGNMENT, CONTROLS = (
    ("mapping.xlsx", name) for name in ("Meeting", "Organisations", "Alignment", "Controls")
)
NAMES, COUNT = "{{ aligned_risks.names }}", "{{ aligned_risks.count_in_words }} aligned risks: "


def words(under: str) -> tuple[str, str]:
    return "narrative.docx", under


def in_word(*second: tuple[str, ...]) -> Change:
    """MOPAC's register as a Word document, with these rows in a second table."""

    def change(inputs: Path) -> None:
        word = docx.Document()
        first = (
            ("Id", "Risk description", "Risk owner", "Score"),
            ("P1", "Fire", "Clerk", "4"),
            ("P2", "Flood", "Clerk", "6"),
        )
        for rows in (first, second):
            table = word.add_table(len(rows), 4)
            for cells, texts in zip(table.rows, rows, strict=True):
                for cell, text in zip(cells.cells, texts, strict=True):
                    cell.text = text
            word.add_paragraph("Continued")
        word.save(str(inputs / "mopac-register.xlsx"))
        (inputs / "layouts" / "mopac.toml").unlink()

    return change


def document(change: Callable[[Any], object]) -> Change:
    """Changes the narrative as it likes."""

    def changed(inputs: Path) -> None:
        opened = docx.Document(str(inputs / "narrative.docx"))
        change(opened)
        opened.save(str(inputs / "narrative.docx"))

    return changed


def paragraph(opened: Any, beginning: str) -> Any:
    return next(p for p in opened.paragraphs if p.text.startswith(beginning))


def inserted(opened: Any) -> None:
    """A tracked insertion around the words of a paragraph."""
    first = paragraph(opened, "Each aligned risk")
    mark = OxmlElement("w:ins")
    first._p.append(mark)
    for run in first.runs:
        mark.append(run._r)


def with_table(merged: bool) -> Callable[[Any], None]:
    def change(opened: Any) -> None:
        table = opened.add_table(2, 2)
        for cell in table._cells:
            cell.text = "Something"
        if merged:
            table.cell(0, 0).merge(table.cell(0, 1))

    return change


def id_taken_away(*, all_else_too: bool) -> Change:
    def change(page: Worksheet) -> None:
        number = next(cell.row for cell in page["A"] if cell.value == "OPC-13")
        for cell in page[number] if all_else_too else [page.cell(number, 1)]:
            cell.value = None

    return sheet("Register", change, "mopac-register.xlsx")


def below_the_risks(*above: str) -> Change:
    """A second table below MOPAC's risks, with a heading of its own and a risk that is scored."""

    def change(page: Worksheet) -> None:
        headings, last = ([cell.value for cell in page[row]] for row in (1, 6))
        for cells in ([], above, [*headings[:-1], "Other"], ["OPC-99", *last[1:]]):
            page.append(cells)

    return sheet("Register", change, "mopac-register.xlsx")


def record(text: str) -> Change:
    """Adds to the record of September, as issued."""

    def change(inputs: Path) -> None:
        path = inputs.parent / "outputs" / "2017-09-26" / "issued" / "record.json"
        path.write_text(path.read_text("utf-8") + text, "utf-8")

    return change


def description(text: str | None) -> Change:
    return control("Description", text)


def says(text: str, instead_of: str = NAMES) -> Change:
    return narrative(instead_of, text)


NO_OWNER_LINE, NO_CATEGORY_LINE = ('owner = "Lead director"\n', ""), ('category = "Directorate"\n', "")

# Code, what is wrong, its file and sheet, its cell, what only looks like it.
Case = tuple[str, Change, tuple[str, str], str, Change]

CASES: tuple[Case, ...] = (
    # how a register's columns are understood
    ("field-missing",
     all_of(layout(NO_OWNER_LINE), register_heading("Lead director", "Zone")), REGISTER, "A1",
     all_of(layout(NO_OWNER_LINE), register_heading("Lead director", "Risk owner"))),
    ("column-ambiguous",
     all_of(layout(NO_OWNER_LINE, NO_CATEGORY_LINE), register_heading("Lead director", "Risk owner"), register_heading("Directorate", "Risk owner")), REGISTER, "B1",
     all_of(layout(NO_OWNER_LINE, NO_CATEGORY_LINE), register_heading("Lead director", "Risk owner"))),
    ("layout-broken", register_heading("Lead director", "Led by"), REGISTER, "A1", register_heading("Lead director", " lead  DIRECTOR")),
    ("sheet-ambiguous", all_of(sheet_twice, layout(('sheet = "Register"\n', ""))), REGISTER, "A1", sheet_twice),
    ("table-goes-on", in_word(("P3", "Theft", "Clerk", "3")), ("mopac-register.xlsx", "table 2"), "A1", in_word(("Id", "Risk description", "Risk owner", "Score"), ("P3", "Theft", "Clerk", "3"))),
    ("sheet-not-register", sheet("Register", empty_register, "mopac-register.xlsx"), REGISTER, "", sheet("Notes", empty_register, "mopac-register.xlsx")),
    # its cells
    ("formula-uncalculated", risk("Lead director", '="Chief"&" Executive"'), REGISTER, "G6", all_of(risk("Net likelihood", 2), risk("Net impact", 4), risk("Net score", "=L6*M6"))),
    ("cell-error", risk("Lead director", "#REF!"), REGISTER, "G6", risk("Lead director", "Head of #REF projects")),
    ("id-duplicate", register("Risk no.", "OPC-06", "OPC-05"), REGISTER, "A7", register("Risk no.", "OPC-07", "OPC-055")),
    ("id-missing", id_taken_away(all_else_too=False), REGISTER, "A13", id_taken_away(all_else_too=True)),
    ("scores-twice", scores_again(5), REGISTER, "L7", scores_again(None)),
    ("risks-left-out", below_the_risks(), REGISTER, "A18", below_the_risks("Closed risks")),
    ("level-differs", risk("Net likelihood", "Likely"), REGISTER, "L6", risk("Net likelihood", "2")),
    ("trend-unknown", risk("Direction of travel", "Sideways"), REGISTER, "P6", risk("Direction of travel", "no  CHANGE")),
    ("trend-meaning-missing", risk("Direction of travel", "↑"), REGISTER, "P6", risk("Direction of travel", "↔")),
    ("layout-key-unknown", layout(("sheet =", "sheat =")), ("layouts/mopac.toml", ""), "sheat", layout(("sheet =", "# sheat\nsheet ="))),
    # the mapping workbook
    ("sheet-missing", without_sheet("Controls"), ("mapping.xlsx", ""), "", without_sheet("Acronyms")),
    ("heading-missing", heading("Controls", "In place", "There"), CONTROLS, "A1", heading("Controls", "In place", " IN  place")),
    ("setting-missing", setting("Report by", None), MEETING, "B5", setting("Agenda item", None)),
    ("mapping-value", control("Due", "soon"), CONTROLS, "N15", control("Due", "29 June 2018")),
    ("bands-scale-differ", organisation("Bands", "Low 1-4; Medium 5-9; High 10-15; Very high 16-20"), ORGANISATIONS, "I2", organisation("Bands", "Low 0-4; Medium 5-9; High 10-15; Very high 16-30")),
    ("scale-not-stated", organisation("Impact levels", None), ORGANISATIONS, "H2", organisation("Impact levels", "5")),
    ("sheet-passed-over", organisation("Sheet", "Nope"), ORGANISATIONS, "E2", organisation("Sheet", " corporate  RISKS")),
    ("id-as-date", aligned("MOPAC", date(2017, 3, 1)), ALIGNMENT, "D5", aligned("MOPAC", "Mar-17")),
    ("organisation-duplicate", row("Organisations", "Met", "", "", "other.xlsx"), ORGANISATIONS, "A4", organisation("Full name", "Met")),
    ("organisation-column-missing", heading("Alignment", "MOPAC", "Mayor"), ALIGNMENT, "A1", heading("Alignment", "MOPAC", " mopac ")),
    ("aligned-duplicate", aligned("Aligned risk", "Governance"), ALIGNMENT, "B5", aligned("Aligned risk", "Governance of data")),
    ("aligned-duplicate", aligned("Number", 3), ALIGNMENT, "A5", aligned("Number", 33)),
    ("aligned-unknown", control("Aligned risk", "Weather"), CONTROLS, "B15", control("Aligned risk", "Risk 4")),
    ("aligned-unknown", mapping("Alignment", "Formerly", "Aligned risk", "Money", "Fundng"), ALIGNMENT, "G4", mapping("Alignment", "Formerly", "Aligned risk", "Money", "Budget; funding")),
    ("reference-duplicate", control("Reference", "C01"), CONTROLS, "A15", control("Reference", "C011")),
    ("status-unknown", control("Working", "Mostly"), CONTROLS, "I15", control("Working", " partly")),
    ("aligned-empty", all_of(aligned("Met", None), aligned("MOPAC", None)), ALIGNMENT, "B5", aligned("Met", None)),
    ("mapped-not-found", aligned("Met", "M99"), ALIGNMENT, "C5", aligned("Met", "m 013")),
    ("as-at-late", organisation("As at", "20 December 2017"), ORGANISATIONS, "F2", organisation("As at", "19 December 2017")),
    ("restricted-unmarked", control("Restricted", "Names a supplier"), MEETING, "B10", all_of(control("Restricted", "Names a supplier"), setting("Protective marking", "OFFICIAL-SENSITIVE"))),
    ("control-joint-and-potential", mapping("Controls", "Control", "Reference", "C08", "oversight  board"), CONTROLS, "E9", mapping("Controls", "Control", "Reference", "C08", "Oversight board for estates")),
    # the narrative
    ("section-missing", narrative("Interdependencies", "Interdependences"), words(""), "", narrative("Interdependencies", "INTERDEPENDENCIES")),
    ("section-empty", without_text("Legal implications"), words("Legal implications"), "heading", says("None.", "The Met and MOPAC are each required")),
    ("section-unknown", narrative("Interdependencies", "Interdependences"), words("Interdependences"), "heading", narrative("Interdependencies", " Interdependencies  ")),
    ("section-duplicate", narrative("Legal implications", "Financial implications"), words("Financial implications"), "heading", narrative("Legal implications", "Legal Implications")),
    ("narrative-field", says("{{ aligned_risk.names }}"), words("Key considerations"), "paragraph 1", says("{{aligned_risks.names}}")),
    ("narrative-unsupported", document(with_table(merged=True)), words("Background papers"), "table 1", document(with_table(merged=False))),
    ("narrative-tracked", document(inserted), words("Interdependencies"), "paragraph 1", says("inserted, deleted", "Each aligned risk")),
    ("enumeration-differs", says("Safeguarding, Governance, Funding and Insight"), words("Key considerations"), "paragraph 1", all_of(says("Governance and Money have moved; there are four aligned risks", COUNT + NAMES))),
    ("count-differs", says("five aligned risks: ", COUNT), words("Key considerations"), "paragraph 1", says("four aligned risks, and two of the aligned risks move: ", COUNT)),
    ("period-differs", says("Quarter 2 2017-18", "{{ meeting.period }}"), words("Purpose"), "paragraph 1", says("Q3 2017/18, as in Quarter 2,", "{{ meeting.period }}")),
    # what has been
    ("record-damaged", record("}"), ("2017-09-26/issued/record.json", ""), "", record("\n\n")),
    # risks and their owners
    ("owner-missing", risk("Lead director", "TBC"), REGISTER, "G6", risk("Lead director", "Head of Vacant Property")),
    ("score-outside-scale", risk("Net likelihood", "7 - Certain"), REGISTER, "L6", risk("Net likelihood", "4 - Almost certain")),
    # what the founding paper got wrong, where it is no block
    ("enumeration-order", says("Governance, Safeguarding, Money and Insight"), words("Key considerations"), "paragraph 1", says("Safeguarding, Governance, Money, and Insight")),
    ("trend-without-reason", mapping("Alignment", "Reason for trend", "Aligned risk", "Money", None), REGISTER, "P7", mapping("Alignment", "Reason for trend", "Aligned risk", "Insight", None)),
    ("acronym-unexplained", description("Plans the work of the CJS."), CONTROLS, "D15", description("Plans the work of the criminal justice system (CJS); the CJS agrees.")),
    ("acronym-late", description("Plans for the CJS, the criminal justice system (CJS)."), CONTROLS, "D15", description("Plans for the UK's criminal justice system (CJS).")),
    ("owner-acronym", risk("Lead director", "DCEO"), REGISTER, "G6", all_of(risk("Lead director", "DCEO"), row("Acronyms", "DCEO", "Deputy Chief Executive Officer"))),
    ("organisation-named-two-ways", description("Plans the analysts of the MPS."), CONTROLS, "D15", description("Plans the analysts of the Metropolitan Police Service.")),
    ("control-undescribed", description(None), CONTROLS, "D15", description("Plans it.")),
    ("control-worded-future", description("A plan of the analysts needed, under discussion."), CONTROLS, "D15", description("Plans the analysts needed, from discussion with both.")),
    ("control-one-off", description("A day for all analysts was held in May 2017."), CONTROLS, "D15", description("A day for all analysts was held in May 2017, and is held each year.")),
)  # fmt: skip

FOUNDING = (
    "enumeration-differs", "enumeration-order", "trend-without-reason", "trend-meaning-missing", "acronym-unexplained",
    "acronym-late", "owner-acronym", "organisation-named-two-ways", "control-undescribed", "control-worded-future",
    "control-one-off",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _registers_opened_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A register with the same bytes is opened once for all the cases: that takes the longest."""
    monkeypatch.setattr(gathering, "begin_book", _begin)
    yield


_OPENED: dict[tuple[str, str], Callable[[], Book]] = {}
_really_begin = gathering.begin_book


def _begin(path: Path, name: str) -> Callable[[], Book]:
    key = hashlib.sha256(path.read_bytes()).hexdigest(), name
    if key not in _OPENED:
        _OPENED[key] = _really_begin(path, name)
    return _OPENED[key]


def found(folder: Path, change: Change, code: str) -> list[Finding]:
    inputs, outputs = sample(folder)
    change(inputs)
    return [finding for finding in examine(inputs, outputs, lambda _: nullcontext()).findings if finding.code == code]


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_it_speaks_at_its_place_and_is_quiet_on_its_neighbour(case: Case, tmp_path: Path) -> None:
    code, fault, where, cell, neighbour = case
    spoken = found(tmp_path / "fault", fault, code)
    assert {finding.severity for finding in spoken} == {CATALOGUE[code].severity}
    assert (*where, cell) in {(finding.file, finding.sheet, finding.cell) for finding in spoken}
    assert {finding.file for finding in spoken} == {where[0]}
    assert found(tmp_path / "neighbour", neighbour, code) == []


def test_every_block_and_every_founding_check_has_its_case() -> None:
    # Those of a Word file that is made already have their cases in tests/ingest/test_fitness.py.
    blocks = {c.code for c in CATALOGUE.values() if c.severity is Severity.BLOCK and c.mender is not Mender.EDITOR}
    assert {*blocks, *FOUNDING} - {case[0] for case in CASES} == set()

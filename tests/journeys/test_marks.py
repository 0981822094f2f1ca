"""What is wrong inside a file is marked in its place in the draft; every block has its mark, or a reason for none."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.findings import CATALOGUE, Severity
from tests import as_text
from tests.journeys.test_places import mapping, narrative, register
from tests.quarter import made_sample, make, sample

Change = Callable[[Path], object]
Mark = tuple[str, str, str, str]  # code, the heading it stands under, words of its line (a table's row), the mark

# Headings of the report.
TITLE, GLANCE, ASKED = "", "At a glance", "What the Panel asked for"
RISK_1, RISK_2, RISK_3, RISK_4 = (
    "Risk 1: Safeguarding", "Risk 2: Governance", "Risk 3: Money", "Risk 4: Insight",
)  # fmt: skip
CONTROLS, MET_MAP, MOPAC_MAP = (
    "Appendix 2: Control schedule", "Metropolitan Police Service", "Mayor's Office for Policing and Crime",
)  # fmt: skip
CHANGES, SCALES, SHORT = "Appendix 4: Changes since the last report", "Registers and scales", "Short forms"
STATUSES, CONTACTS = "Status of a control", "Contact details"


def sheet(name: str, change: Callable[[Worksheet], object], file: str = "mapping.xlsx") -> Change:
    """Changes a sheet as it likes."""

    def changed(inputs: Path) -> None:
        book = openpyxl.load_workbook(inputs / file, data_only=file != "mapping.xlsx")
        change(book[name])
        book.save(inputs / file)

    return changed


def heading(name: str, old: str, new: str | None, file: str = "mapping.xlsx") -> Change:
    """Renames a heading of row 1."""

    def rename(page: Worksheet) -> None:
        next(cell for cell in page[1] if cell.value == old).value = new

    return sheet(name, rename, file)


def row(name: str, *values: object) -> Change:
    """Adds a row."""
    return sheet(name, lambda page: page.append(values))


def setting(name: str, value: object) -> Change:
    return mapping("Meeting", "Value", "Setting", name, value)


def organisation(name: str, value: object) -> Change:
    return mapping("Organisations", name, "Organisation", "Met", value)


def aligned(name: str, value: object) -> Change:
    return mapping("Alignment", name, "Aligned risk", "Insight", value)


def of_control(reference: str, name: str, value: object) -> Change:
    return mapping("Controls", name, "Reference", reference, value)


def control(name: str, value: object) -> Change:
    return of_control("C14", name, value)


def risk(name: str, value: object) -> Change:
    return register(name, "OPC-05", value)


def layout(*pairs: tuple[str, str]) -> Change:
    """Changes words of MOPAC's layout."""

    def change(inputs: Path) -> None:
        path = inputs / "layouts" / "mopac.toml"
        text = path.read_text("utf-8")
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        path.write_text(text, "utf-8")

    return change


def register_heading(old: str, new: str) -> Change:
    return heading("Register", old, new, "mopac-register.xlsx")


def all_of(*changes: Change) -> Change:
    def change(inputs: Path) -> None:
        for each in changes:
            each(inputs)

    return change


def without_sheet(name: str) -> Change:
    def change(inputs: Path) -> None:
        book = openpyxl.load_workbook(inputs / "mapping.xlsx")
        del book[name]
        book.save(inputs / "mapping.xlsx")

    return change


def sheet_twice(inputs: Path) -> None:
    book = openpyxl.load_workbook(inputs / "mopac-register.xlsx", data_only=True)
    book.copy_worksheet(book["Register"])
    book.save(inputs / "mopac-register.xlsx")


def empty_register(page: Worksheet) -> None:
    page.delete_rows(1, page.max_row)
    page.append(["Nothing to see here"])


def scores_again(likelihood: int | None) -> Change:
    """A second row of OPC-05 that gives its net likelihood anew; or no more than its id."""

    def change(page: Worksheet) -> None:
        page.insert_rows(7)
        page["A7"], page["L7"] = "OPC-05", likelihood

    return sheet("Register", change, "mopac-register.xlsx")


def without_text(section: str) -> Change:
    """Deletes what stands under a heading of the narrative."""

    def change(inputs: Path) -> None:
        document = docx.Document(str(inputs / "narrative.docx"))
        under = ""
        for block in list(document.iter_inner_content()):
            if block.style is not None and block.style.name == "Heading 1":
                under = block.text
            elif under == section:
                block._element.getparent().remove(block._element)
        document.save(str(inputs / "narrative.docx"))

    return change


NO_OWNER = "[not found: the column of the risk owner]"
QUARTERS: dict[str, tuple[Change, tuple[Mark, ...]]] = {
    # how a register's columns are understood
    "a column gone that no layout names": (
        all_of(layout(('owner = "Lead director"\n', "")), register_heading("Lead director", "Zone")),
        (("field-missing", RISK_2, "MOPAC", NO_OWNER),),
    ),
    "two columns for one field": (
        all_of(
            layout(('owner = "Lead director"\n', ""), ('category = "Directorate"\n', "")),
            register_heading("Lead director", "Risk owner"),
            register_heading("Directorate", "Risk owner"),
        ),
        (("column-ambiguous", RISK_2, "MOPAC", "[not known: the column of the risk owner]"),),
    ),
    "headings renamed": (
        all_of(register_heading("Lead director", "Led by"), register_heading("Net score", "Sum")),
        (
            ("layout-broken", RISK_2, "MOPAC", NO_OWNER),
            ("layout-broken", GLANCE, "2 Governance | MOPAC", "score [not found: the column of the current score]"),
        ),
    ),
    "two sheets": (
        all_of(sheet_twice, layout(('sheet = "Register"\n', ""))),
        (("sheet-ambiguous", RISK_2, "MOPAC", "[not found: OPC-05]"),),
    ),
    "no table": (
        sheet("Register", empty_register, "mopac-register.xlsx"),
        (("sheet-not-register", RISK_2, "MOPAC", "[not found: OPC-05]"),),
    ),
    # a register's cells
    "errors": (
        all_of(
            risk("Lead director", "#REF!"), risk("What might happen", "#N/A"), risk("Direction of travel", "#VALUE!"),
            risk("Net score", "#DIV/0!"), risk("Net rating", "#NUM!"), risk("Target score", "#NAME?"),
            risk("Appetite", "#NULL!"), register("Net likelihood", "OPC-11", "#N/A"),
        ),
        (
            ("cell-error", RISK_2, "MOPAC", "| [not readable: #REF!] |"),
            ("cell-error", RISK_2, "MOPAC", "[not readable: #N/A] | MOPAC |"),
            ("cell-error", RISK_2, "MOPAC", "[not readable: #VALUE!] |"),
            ("cell-error", RISK_2, "| MOPAC |", "score [not readable: #DIV/0!]; rating [not readable: #NUM!] |"),
            ("cell-error", RISK_2, "| MOPAC |", "score [not readable: #NAME?] |"),
            ("cell-error", RISK_2, "| MOPAC |", "| [not readable: #NULL!] | [not readable: #NULL!] |"),
            ("cell-error", GLANCE, "2 Governance | MOPAC", "| [not readable: #NULL!] | [not readable: #VALUE!] |"),
            ("cell-error", GLANCE, "2 Governance | MOPAC", "score [not readable: #DIV/0!]; rating [not readable: #NUM!]"),
            ("cell-error", MOPAC_MAP, "Risk 4", "likelihood [not readable: #N/A]"),
        ),
    ),
    "steps and signs": (
        all_of(
            register("Net likelihood", "OPC-02", "Likely"), register("Target impact", "OPC-02", "Major"),
            register("Net likelihood", "OPC-06", "7 - Certain"), register("Target impact", "OPC-06", "9 - Huge"),
            register("Direction of travel", "OPC-02", "Sideways"), register("Direction of travel", "OPC-06", "↑"),
            register("Lead director", "OPC-06", None), register("Risk no.", "OPC-10", "OPC-11"),
            # Last: a formula loses its words when its book is read for its values.
            register("Lead director", "OPC-02", '="Chief"&" Executive"'),
        ),
        (
            ("level-differs", GLANCE, "1 Safeguarding | MOPAC", "likelihood [not known: Likely] |"),
            ("level-differs", RISK_1, "| MOPAC |", "impact [not known: Major]"),
            ("level-differs", MOPAC_MAP, "Risk 1", "likelihood [not known: Likely]"),
            ("score-outside-scale", GLANCE, "3 Money | MOPAC", "[outside the scale: likelihood 7]"),
            ("score-outside-scale", RISK_3, "| MOPAC |", "[outside the scale: impact 9]"),
            ("trend-unknown", GLANCE, "1 Safeguarding | MOPAC", "[not known: Sideways]"),
            ("trend-unknown", RISK_1, "MOPAC", "[not known: Sideways]"),
            ("trend-meaning-missing", RISK_3, "MOPAC", "[not known: ↑]"),
            ("formula-uncalculated", RISK_1, "MOPAC", '[not readable: ="Chief"&" Executive"]'),
            ("formula-uncalculated", CHANGES, "Risk owner changed: OPC-02", '| [not readable: ="Chief"&" Executive"] |'),
            ("level-differs", CHANGES, "Re-scored: OPC-02", "[not known: Likely]"),
            ("trend-unknown", CHANGES, "Trend changed: OPC-02", "| [not known: Sideways] |"),
            ("trend-unknown", "What changed since the last report", "Safeguarding", "trend is now [not known: Sideways]"),
            ("owner-missing", RISK_3, "MOPAC", "[missing: risk owner]"),
            ("id-duplicate", RISK_4, "MOPAC", "[stands twice: OPC-11]"),
        ),
    ),
    "scores in two rows": (
        scores_again(5),
        (("scores-twice", RISK_2, "| MOPAC |", "[stands twice: scores in rows 6 to 7]"),),
    ),
    # the Meeting sheet
    "settings": (
        all_of(
            setting("Report by", None), setting("Period", None), setting("Agenda item", "#REF!"),
            setting("Review period in months", "a year"), setting("Public contact", "=1+1"),
            row("Meeting", "Title", "Another"), row("Meeting", "Cleared by", "Head of <risk"),
            control("Restricted", "Names a supplier"), narrative("Quarter 3 2017-18", "this quarter"),
        ),
        (
            ("setting-missing", TITLE, "Report by", "[missing: report by]"),
            ("setting-missing", TITLE, "Period", "[missing: period]"),
            ("mapping-value", TITLE, "Agenda item", "[not readable: #REF!]"),
            ("mapping-value", TITLE, "[Title]", "[stands twice: Title]"),
            ("mapping-value", STATUSES, "Working", "[not known: a year] months"),
            ("mapping-value", CONTACTS, "Public contact", "[not readable: =1+1]"),
            ("mapping-value", CONTACTS, "Cleared by", "[not known: Head of <risk]"),
            ("restricted-unmarked", TITLE, "Protective marking", "OFFICIAL [missing: marking of what is restricted]"),
        ),
    ),
    # Organisations
    "scales": (
        all_of(
            organisation("As at", "the first"), organisation("Likelihood levels", "five"),
            organisation("Impact levels", "six"), organisation("Bands", "Low to high"),
            organisation("Full name", "#REF!"), row("Organisations", "Status", "", "", "status.xlsx"),
            row("Organisations", "Met", "", "", "other.xlsx"),
        ),
        (
            ("mapping-value", SCALES, "Met", "[not known: the first]"),
            ("mapping-value", SCALES, "Met", "likelihood [not known: five], impact [not known: six]"),
            ("mapping-value", SCALES, "Met", "| [not known: Low to high] |"),
            ("mapping-value", "[not readable: #REF!]", "no map", "[not known: five], [not known: six] and [not known: Low to high]"),
            ("mapping-value", GLANCE, "1 Safeguarding | Met", "bands [not known: Low to high]"),
            ("mapping-value", RISK_1, "| Met |", "bands [not known: Low to high]"),
            ("mapping-value", SCALES, "|", "[not known: Status]"),
            ("organisation-duplicate", SCALES, "Met", "Met [stands twice: Met]"),
        ),
    ),
    "appetite and date": (
        all_of(organisation("Appetite", "Tiny"), organisation("As at", "20 December 2017")),
        (
            ("mapping-value", SCALES, "Met", "[not known: Tiny]"),
            ("as-at-late", SCALES, "Met", "[after the meeting: 20 December 2017]"),
        ),
    ),
    "bands that end too soon": (
        organisation("Bands", "Low 1-4; Medium 5-9; High 10-15; Very high 16-20"),
        (("bands-scale-differ", SCALES, "Met", "Very high 16-20 [in no band: 21-25]"),),
    ),
    "an appetite that stands nowhere else": (
        all_of(
            mapping("Organisations", "Appetite", "Organisation", "MOPAC", "Tiny"), risk("Appetite", None),
        ),
        (
            ("mapping-value", GLANCE, "2 Governance | MOPAC", "| [not known: Tiny] |"),
            ("mapping-value", RISK_2, "| MOPAC |", "| [not known: Tiny] | [not known: Tiny] |"),
        ),
    ),
    # Alignment
    "alignment": (
        all_of(
            aligned("Met", "M99"), aligned("MOPAC", "#REF!"), aligned("Status", "Gone"),
            aligned("Residual risk", "#REF!"), aligned("Reason for trend", "#N/A"), aligned("Formerly", "#VALUE!"),
            mapping("Alignment", "MOPAC", "Aligned risk", "Money", date(2017, 3, 1)),
        ),
        (
            ("mapped-not-found", RISK_4, "Met", "[not found: M99]"),
            ("mapped-not-found", GLANCE, "4 Insight", "[not found: M99]"),
            ("mapped-not-found", MET_MAP, "Risk 4", "[not found: M99]"),
            ("id-as-date", RISK_3, "MOPAC", "[not found: 2017-03-01"),
            ("mapping-value", GLANCE, "| MOPAC |", "[not readable: #REF!]"),
            ("mapping-value", RISK_4, "MOPAC", "[not readable: #REF!] | MOPAC"),
            ("mapping-value", MOPAC_MAP, "Risk 4", "[not readable: #REF!]"),
            ("mapping-value", GLANCE, "4 Insight", "[not known: Gone]"),
            ("mapping-value", RISK_4, "[Heading 2]", "[not known: Gone]"),
            ("mapping-value", RISK_4, "[Table Intro]", "[not readable: #REF!]"),
            ("mapping-value", RISK_4, "Reason for trend", "[not readable: #N/A]"),
            ("mapping-value", RISK_4, "Formerly reported as", "[not readable: #VALUE!]"),
        ),
    ),
    "no number": (
        aligned("Number", "fourth"),
        (("mapping-value", GLANCE, "Insight", "[not known: fourth]"),),
    ),
    "a column of ids": (
        heading("Alignment", "MOPAC", "Mayor"),
        (("organisation-column-missing", RISK_4, "MOPAC", "[missing: the column MOPAC]"),),
    ),
    "a number and a name twice": (
        all_of(aligned("Number", 3), mapping("Alignment", "Aligned risk", "Number", 2, "Safeguarding")),
        (
            ("aligned-duplicate", GLANCE, "3 Money", "[stands twice: Risk 3]"),
            ("aligned-duplicate", GLANCE, "3 Insight", "[stands twice: Risk 3]"),
            ("aligned-duplicate", GLANCE, "1 Safeguarding", "[stands twice: Safeguarding]"),
            ("aligned-duplicate", GLANCE, "2 Safeguarding", "[stands twice: Safeguarding]"),
        ),
    ),
    "no ids": (
        all_of(aligned("Met", None), aligned("MOPAC", None)),
        (
            ("aligned-empty", RISK_4, "MOPAC", "[missing: a risk of any organisation]"),
            ("aligned-empty", GLANCE, "4 Insight", "[missing: a risk of any organisation]"),
        ),
    ),
    # Controls
    "no sheet": (
        without_sheet("Controls"),
        (
            ("sheet-missing", RISK_1, "[Control Line]", "[missing: the sheet Controls]"),
            ("sheet-missing", RISK_1, "[Control]", "[missing: the sheet Controls]"),
            ("sheet-missing", GLANCE, "1 Safeguarding", "[missing: the sheet Controls]"),
            ("sheet-missing", CONTROLS, "|", "[missing: the sheet Controls]"),
        ),
    ),
    "columns of the workbook": (
        all_of(heading("Controls", "In place", "There"), heading("Alignment", "Restricted", "Restrictd")),
        (
            ("heading-missing", CONTROLS, "C01", "[missing: the column In place]"),
            ("heading-missing", GLANCE, "4 Insight", "[missing: the column Restricted]"),
        ),
    ),
    "controls": (
        all_of(
            control("In place", "Mostly"), control("Working", "Well"), control("Assurance", "4th line"),
            control("Kind", "Shared"), control("Run by", "Met, Borough"), control("Description", "#REF!"),
            control("Owner", "#N/A"), control("Evidence", "#VALUE!"), control("Last checked", "lately"),
            control("Review every (months)", "six"), control("Due", "soon"), control("Progress", "#NUM!"),
            control("Restricted", "#NULL!"), of_control("C13", "Aligned risk", "Weather"),
            of_control("C12", "Aligned risk", None), of_control("C11", "Control", None), of_control("C10", "Kind", None),
            of_control("C09", "Run by", "#REF!"), of_control("C08", "Control", "Oversight board"),
            of_control("C02", "Reference", "C01"),
        ),
        (
            ("status-unknown", CONTROLS, "C14", "[not known: Mostly] | [not known: Well] | Not assessed"),
            ("status-unknown", CONTROLS, "C14", "[not known: 4th line]"),
            ("status-unknown", CONTROLS, "C14", "[not known: Shared]"),
            ("status-unknown", RISK_4, "Capacity and capability", "[not known: Shared]"),
            ("mapping-value", CONTROLS, "C14", "Met and [not known: Borough]"),
            ("mapping-value", RISK_4, "Capacity and capability", "[not readable: #REF!]"),
            ("mapping-value", CONTROLS, "C14", "[not readable: #N/A]"),
            ("mapping-value", CONTROLS, "C14", "[not readable: #VALUE!]"),
            ("mapping-value", CONTROLS, "C14", "[not known: lately] (review every [not known: six] months)"),
            ("mapping-value", CONTROLS, "C14", "[not known: soon]"),
            ("mapping-value", CONTROLS, "C14", "[not readable: #NUM!]"),
            ("mapping-value", CONTROLS, "C14", "Capacity and capability [not readable: #NULL!]"),
            ("aligned-unknown", CONTROLS, "C13", "[not found: Weather]"),
            ("aligned-unknown", CONTROLS, "C12", "[missing: aligned risk]"),
            ("mapping-value", CONTROLS, "C11", "[missing: Control]"),
            ("mapping-value", CONTROLS, "C10", "[missing: joint or potential]"),
            ("mapping-value", CONTROLS, "C09", "| [not readable: #REF!] |"),
            ("control-joint-and-potential", CONTROLS, "C08", "Potential [stands twice: joint and potential]"),
            ("reference-duplicate", CONTROLS, "Police and Crime Plan", "C01 [stands twice: C01]"),
            ("reference-duplicate", CONTROLS, "Child-protection oversight group", "C01 [stands twice: C01]"),
        ),
    ),
    # the optional sheets
    "optional sheets": (
        all_of(
            row("Wording", "Met", "M03", "Description", "#REF!", "Agreed"),
            row("Wording", "Met", "M06", "Description", "Words", "Agreed", "The board", "soon"),
            mapping("Changes", "Reason", "Risk", "OPC-05", "#REF!"), row("Acronyms", "PCC", None),
            row("Promises", "Bring cake", "Audit Panel", "soon", None), row("Promises", None, "The Chair"),
        ),
        (
            ("mapping-value", RISK_1, "Met", "[not readable: #REF!]"),
            ("mapping-value", RISK_2, "Met", "Wording agreed with The board [not known: soon]"),
            ("mapping-value", CHANGES, "2 Governance", "[not readable: #REF!]"),
            ("mapping-value", SHORT, "PCC", "[missing: Long]"),
            ("mapping-value", ASKED, "Bring cake", "[not known: soon]"),
            ("mapping-value", ASKED, "The Chair", "[missing: Promise]"),
        ),
    ),
    # the narrative
    "a heading misspelt": (
        narrative("Interdependencies", "Interdependences"),
        (("section-missing", "Interdependencies", "", "[not found: the text under Interdependencies]"),),
    ),
    "an empty section and a field misspelt": (
        all_of(without_text("Interdependencies"), narrative("{{ aligned_risks.names }}", "{{ aligned_risk.names }}")),
        (
            ("section-empty", "Interdependencies", "", "[not found: the text under Interdependencies]"),
            ("narrative-field", "Key considerations", "", "[not found: aligned_risk.names]"),
        ),
    ),
}  # fmt: skip

UNMARKED = {
    "id-missing": "Alignment names risks by their ids: a risk without one is reported nowhere.",
    "layout-key-unknown": "Says nothing of a value; what is then not read has a block of its own.",
    "section-unknown": "The text has no place in the report; the section it was meant for is marked as missing.",
    "section-duplicate": "Both texts are printed, under the one heading.",
    "narrative-unsupported": "The officer's words stay as they can be carried over.",
    "narrative-tracked": "The officer's words are printed as if the changes were accepted.",
    "enumeration-differs": "The officer's sentence stays as written.",
    "count-differs": "The officer's sentence stays as written.",
    "period-differs": "The officer's sentence stays as written.",
    "record-damaged": "It is no input: the report is compared with the records that can be read.",
    "risks-left-out": "Nobody knows whether these are risks; one that is mapped is marked as not found.",
    "table-goes-on": "Nobody knows which risks stand there; one that is mapped is marked as not found.",
    "document-tracked": "Only `check --document` raises it, of a report that is made already.",
    "document-comment": "Only `check --document` raises it, of a report that is made already.",
    "document-hidden": "Only `check --document` raises it, of a report that is made already.",
}


def under(text: str, wanted: str) -> list[str]:
    """The lines of a report from a heading down to the next one of its rank or a higher one; those above the
    first heading where none is named.
    """
    lines: list[str] = []
    rank = "" if wanted else "9"
    for line in text.splitlines():
        heading = re.fullmatch(r"\[(?:Heading (\d)|Numbered Heading)\] (.+)", line)
        if heading:
            level = heading[1] or "1"
            rank = "" if level <= rank else rank
            if wanted and heading[2].startswith(wanted):
                rank = level
        if rank:
            lines.append(line)
    return lines


@pytest.mark.parametrize("quarter", QUARTERS)
def test_what_is_wrong_is_marked_in_its_place_in_the_draft(quarter: str, tmp_path: Path) -> None:
    change, marks = QUARTERS[quarter]
    inputs, outputs = sample(tmp_path)
    change(inputs)
    assert make(inputs, outputs) == 1
    text = as_text.word((outputs / "2017-12-19" / "DRAFT-panel-report.docx").read_bytes())
    lost = [mark for mark in marks if not any(mark[2] in line and mark[3] in line for line in under(text, mark[1]))]
    assert lost == [], text
    record = json.loads((outputs / "2017-12-19" / "record.json").read_text("utf-8"))
    assert {code for code, *_ in marks} <= {finding["code"] for finding in record["findings"]}


def test_every_block_has_its_mark_or_a_reason_for_none() -> None:
    blocks = {code.code for code in CATALOGUE.values() if code.severity is Severity.BLOCK}
    shown = {code for _, marks in QUARTERS.values() for code, *_ in marks}
    assert blocks - shown == set(UNMARKED)
    assert shown <= blocks


def test_a_clean_report_bears_no_mark(tmp_path: Path) -> None:
    text = as_text.word((made_sample(tmp_path) / "panel-report.docx").read_bytes())
    body = [line.partition("] ")[2] if line.startswith("[") else line for line in text.splitlines()]
    assert [line for line in body if "[" in line] == []


@pytest.mark.parametrize("levels", [("Likely", "Possible"), ("4 - Likely", "2 - Possible"), (None, None)])
def test_a_column_that_agrees_with_itself_is_quiet(levels: tuple[str | None, str | None], tmp_path: Path) -> None:
    def change(page: Worksheet) -> None:
        column = next(cell.column for cell in page[1] if cell.value == "Net likelihood")
        for number in range(2, page.max_row + 1):
            if page.cell(number, column).value is not None:
                page.cell(number, column).value = levels[number % 2]

    inputs, outputs = sample(tmp_path)
    sheet("Register", change, "mopac-register.xlsx")(inputs)
    make(inputs, outputs)
    record = json.loads((outputs / "2017-12-19" / "record.json").read_text("utf-8"))
    assert "level-differs" not in {finding["code"] for finding in record["findings"]}

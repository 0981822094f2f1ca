"""Every finding's place exists: the file, the sheet or heading, the cell or paragraph; and it is the right one."""

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

from pipeline.cli import main
from tests.quarter import sample


def cell_of(sheet: Worksheet, heading: str, where: str, value: object) -> str:
    """The address of a column's cell in the row whose column ``where`` holds ``value``."""
    headings = {str(cell.value): cell.column for cell in sheet[1] if cell.value is not None}
    row = next(r for r in range(2, sheet.max_row + 1) if sheet.cell(r, headings[where]).value == value)
    return str(sheet.cell(row, headings[heading]).coordinate)


def mapping(sheet: str, heading: str, where: str, value: object, new: object) -> Callable[[Path], str]:
    """Changes one cell of the mapping workbook; gives its address."""

    def change(inputs: Path) -> str:
        book = openpyxl.load_workbook(inputs / "mapping.xlsx")
        address = cell_of(book[sheet], heading, where, value)
        book[sheet][address] = new
        book.save(inputs / "mapping.xlsx")
        return address

    return change


def register(heading: str, risk: str, new: object) -> Callable[[Path], str]:
    """Changes one cell of MOPAC's register; gives its address."""

    def change(inputs: Path) -> str:
        values = openpyxl.load_workbook(inputs / "mopac-register.xlsx", data_only=True)
        address = cell_of(values["Register"], heading, "Risk no.", risk)
        values["Register"][address] = new
        values.save(inputs / "mopac-register.xlsx")
        return address

    return change


def narrative(old: str, new: str) -> Callable[[Path], str]:
    """Changes words of the narrative wherever they stand; gives no address."""

    def change(inputs: Path) -> str:
        document = docx.Document(str(inputs / "narrative.docx"))
        for paragraph in document.paragraphs:
            if old in paragraph.text:
                paragraph.text = paragraph.text.replace(old, new)
        document.save(str(inputs / "narrative.docx"))
        return ""

    return change


FAULTS: dict[str, tuple[str, str, Callable[[Path], str]]] = {
    "mapped id gone": ("mapped-not-found", "block", mapping("Alignment", "Met", "Aligned risk", "Insight", "M99")),
    "unknown status word": ("status-unknown", "block", mapping("Controls", "Working", "Reference", "C01", "Mostly")),
    "control of no risk": ("aligned-unknown", "block", mapping("Controls", "Aligned risk", "Reference", "C01", "Weather")),
    "reference twice": ("reference-duplicate", "block", mapping("Controls", "Reference", "Reference", "C02", "C01")),
    "name twice": ("aligned-duplicate", "block", mapping("Alignment", "Aligned risk", "Number", 4, "Governance")),
    "as at late": ("as-at-late", "block", mapping("Organisations", "As at", "Organisation", "Met", "20 December 2017")),
    "stale": ("evidence-stale", "query", mapping("Controls", "Last checked", "Reference", "C03", "1 November 2016")),
    "answers": ("answers-disagree", "query", mapping("Controls", "Working", "Reference", "C08", "Yes")),
    "overdue": ("control-overdue", "query", mapping("Controls", "Due", "Reference", "C08", "1 December 2017")),
    "no date": ("mapping-value", "block", mapping("Controls", "Due", "Reference", "C14", "soon")),
    "no owner": ("owner-missing", "block", register("Lead director", "OPC-05", None)),
    "trend word": ("trend-unknown", "block", register("Direction of travel", "OPC-05", "Sideways")),
    "a word among numbers": ("level-differs", "block", register("Net likelihood", "OPC-02", "Likely")),
    "trend against score": ("trend-contradicts-score", "query", register("Direction of travel", "OPC-06", "Reducing")),
    "outside the scale": ("score-outside-scale", "block", register("Net likelihood", "OPC-02", "7 - Certain")),
    "rating word": ("rating-not-band", "query", register("Net rating", "OPC-02", "Low")),
    "error value": ("cell-error", "block", register("Lead director", "OPC-05", "#REF!")),
    "id twice": ("id-duplicate", "block", register("Risk no.", "OPC-06", "OPC-05")),
    "a field misspelt": ("narrative-field", "block", narrative("{{ aligned_risks.names }}", "{{ aligned_risk.names }}")),
    "an old name": (
        "enumeration-differs", "block",
        narrative("{{ aligned_risks.names }}", "Safeguarding, Governance, Funding and Insight"),
    ),
    "another order": (
        "enumeration-order", "query",
        narrative("{{ aligned_risks.names }}", "Governance, Safeguarding, Money and Insight"),
    ),
    "another number": ("count-differs", "block", narrative("{{ aligned_risks.count_in_words }} aligned", "five aligned")),
    "fewer than there are": (
        "count-differs", "block",
        narrative("report {{ aligned_risks.count_in_words }} aligned risks", "report three aligned risks"),
    ),
    "a trend left blank": ("trend-missing", "query", register("Direction of travel", "OPC-05", None)),
    "nothing open": ("above-appetite-idle", "query", register("Further actions", "OPC-02", None)),
    "a person for a post": ("owner-personal", "query", register("Lead director", "OPC-05", "Jane Doe")),
    "a review gone by": ("review-overdue", "query", register("Next due", "OPC-05", date(2017, 12, 1))),
    "reviewed to come": ("review-late", "query", register("Last considered", "OPC-05", date(2017, 12, 20))),
    "a person for a control": ("control-owner-personal", "query", mapping("Controls", "Owner", "Reference", "C01", "Jane Doe")),
    "a date put off": ("control-date-moved", "query", mapping("Controls", "Due", "Reference", "C08", date(2018, 6, 29))),
    "in place, and only proposed": ("control-finished", "query", mapping("Controls", "Kind", "Reference", "C01", "Potential")),
    "only its own word": ("control-first-line-only", "note", mapping("Controls", "Assurance", "Reference", "C01", "1st line")),
    "a placeholder": ("placeholder-left", "query", mapping("Controls", "Progress", "Reference", "C09", "Date TBC.")),
    "a day that has passed": ("time-words-stale", "query", mapping("Controls", "Progress", "Reference", "C09", "It will be sent by 1 December 2017.")),
    "an appendix too many": ("reference-missing", "query", narrative("Appendix 2 shows", "Appendix 6 shows")),
    "other spacing": ("id-matched-loosely", "query", mapping("Alignment", "Met", "Aligned risk", "Insight", "m 13")),
    "a heading unknown": ("section-unknown", "block", narrative("Interdependencies", "Interdependences")),
}  # fmt: skip


def faults_of_place(finding: dict[str, str], inputs: Path) -> list[str]:
    """What of a finding's place isn't there."""
    path = inputs / finding["file"]
    if not path.is_file():
        return [f"no file {finding['file']}"]
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        if finding["sheet"] and finding["sheet"] not in book.sheetnames:
            return [f"no sheet {finding['sheet']}"]
        row = re.fullmatch(r"[A-Z]*(\d+)|row (\d+)", finding["cell"])
        if finding["cell"] and not (row and int(row[1] or row[2]) <= book[finding["sheet"]].max_row):
            return [f"no cell {finding['cell']}"]
    if path.suffix == ".docx":
        headings = {p.text for p in docx.Document(str(path)).paragraphs if p.style and p.style.name == "Heading 1"}
        if finding["sheet"] and finding["sheet"] not in headings:
            return [f"no heading {finding['sheet']}"]
    return []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_by_its_code_at_its_place(
    fault: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, severity, change = FAULTS[fault]
    inputs, outputs = sample(tmp_path)
    address = change(inputs)
    capsys.readouterr()
    status = main(["check", "--inputs", str(inputs), "--outputs", str(outputs), "--json"])
    findings = json.loads(capsys.readouterr().out)
    found = [f for f in findings if f["code"] == code]
    assert found, [f["code"] for f in findings]
    assert {f["severity"] for f in found} == {severity}
    assert status == (1 if any(f["severity"] == "block" for f in findings) else 0)
    assert not address or address in {f["cell"] for f in found}
    assert [fault for f in findings for fault in faults_of_place(f, inputs)] == []
    assert all(f["message"] and f["remedy"] for f in findings)

"""No row, sheet or merged cell of a register falls out of sight without a word."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.ingest.registers.register import read_register
from pipeline.model.findings import Finding, Severity
from pipeline.model.records import Register
from tests.ingest.register_books import codes, only, read, write_book

HEAD = "Ref|Risk|Risk owner|Likelihood|Impact|Score"
FIRE = "1|Fire at depot|Depot lead|3|4|12"
FLOOD = "3|Flood at depot|Depot lead|2|5|10"
CONFIRMED = 'confirmed = "2017-12-01"\n'
PLAIN = {"layout-unconfirmed", "stage-assumed", "column-near"}


def table(*rows: str) -> str:
    return "\n".join(f"| {row} |" for row in (HEAD, *rows))


def ids(register: Register) -> list[str]:
    return [risk.id for risk in register.risks]


def of(findings: Sequence[Finding], code: str) -> list[Finding]:
    return [finding for finding in findings if finding.code == code]


# --- lines in one cell


@pytest.mark.parametrize(
    "line", ["2 - Strike by drivers (new, being scored)", "2 - Strike", "2: Strike", "4 Strike", "2)Strike"]
)
@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize("place", [1, 2])
def test_a_line_that_begins_with_an_id_is_told(tmp_path: Path, line: str, merged: bool, place: int) -> None:
    rows = [FIRE, FLOOD]
    rows.insert(place, line)
    merges = (f"A{place + 2}:F{place + 2}",) if merged else ()
    register, findings = read(tmp_path, table(*rows), merges=merges)
    assert ids(register) == ["1", "3"]
    found = only(findings, "rows-left-out")
    assert (found.cell, line in found.message) == (f"A{place + 2}", True)


@pytest.mark.parametrize(("given", "line"), [("SR {}", "SR 2 - Strike"), ("R{}", "R2-Strike"), ("R-{}", "R-2: Strike")])
def test_an_id_of_several_parts_is_seen_at_a_lines_beginning(tmp_path: Path, given: str, line: str) -> None:
    rows = (FIRE.replace("1|", f"{given.format(1)}|", 1), line, FLOOD.replace("3|", f"{given.format(3)}|", 1))
    register, findings = read(tmp_path, table(*rows), merges=("A3:F3",))
    assert len(register.risks) == 2
    assert only(findings, "rows-left-out").cell == "A3"


@pytest.mark.parametrize("line", ["1. Property risks", "2017 review of property", "1.2 Property", "Property 2"])
def test_a_numbered_heading_is_quoted_in_a_note(tmp_path: Path, line: str) -> None:
    register, findings = read(tmp_path, table(FIRE, line, FLOOD), merges=("A3:F3",))
    assert ids(register) == ["1", "3"]
    assert "rows-left-out" not in codes(findings)
    found = only(findings, "rows-passed-over")
    assert (found.severity, found.cell) == (Severity.NOTE, "A3")
    assert f"row 3 “{line}”" in found.message


@pytest.mark.parametrize("line", ["Controls: sprinklers; patrols", "Key controls: patrols", "Controls: 2 locks"])
@pytest.mark.parametrize("last", [True, False])
def test_a_line_with_a_fields_label_below_a_risk_is_told(tmp_path: Path, line: str, last: bool) -> None:
    rows = (FIRE, FLOOD, line) if last else (FIRE, line, FLOOD)
    register, findings = read(tmp_path, table(*rows), merges=(f"A{len(rows) if not last else 4}:F{4 if last else 3}",))
    assert len(register.risks) == 2
    assert only(findings, "rows-left-out").cell == ("A4" if last else "A3")


@pytest.mark.parametrize("row", ["Controls:|Sprinklers; patrols", "Existing controls|Sprinklers", "Reviewed by|Head"])
@pytest.mark.parametrize("last", [True, False])
def test_a_label_where_ids_stand_makes_no_risk(tmp_path: Path, row: str, last: bool) -> None:
    rows = (FIRE, FLOOD, row) if last else (FIRE, row, FLOOD)
    register, findings = read(tmp_path, table(*rows))
    assert ids(register) == ["1", "3"]
    assert only(findings, "rows-left-out").cell == ("A4" if last else "A3")


@pytest.mark.parametrize("row", ["Strategic|Theft|Security", "New|Theft", "2|Theft"])
def test_other_words_where_ids_stand_leave_no_risk_out(tmp_path: Path, row: str) -> None:
    register, findings = read(tmp_path, table(FIRE, row, FLOOD))
    assert len(register.risks) == 3
    assert "rows-left-out" not in codes(findings)


@pytest.mark.parametrize("line", ["Notes: scores are agreed", "Category: {}"])
def test_labelled_lines_that_head_or_explain_are_no_detail(tmp_path: Path, line: str) -> None:
    rows = (line.format("property"), FIRE, line.format("water"), FLOOD)
    register, findings = read(tmp_path, table(*rows), merges=("A2:F2", "A4:F4"))
    assert len(register.risks) == 2
    assert "rows-left-out" not in codes(findings)


# --- rows that explain, count or show


@pytest.mark.parametrize(
    "row",
    ["1|2|3|4|5|6", "'1|'2|'3|'4|'5|'6", "(1)|(2)|(3)|(4)|(5)|(6) = 4 x 5", "(a)|(b)|(c)|(d)|(e)|(f)", "A|B|C|D|E|F"],
)
def test_a_row_that_numbers_the_columns_is_no_risk(tmp_path: Path, row: str) -> None:
    register, findings = read(tmp_path, table(row, FIRE, FLOOD))
    assert ids(register) == ["1", "3"]
    assert codes(findings) <= PLAIN


@pytest.mark.parametrize("row", ["2|Theft|3|4|5|6", "1|3|2|4|5|6"])
def test_other_numbers_are_no_numbers_of_columns(tmp_path: Path, row: str) -> None:
    register, _ = read(tmp_path, table(row, FLOOD))
    assert len(register.risks) == 2


@pytest.mark.parametrize(
    "row", ["Example|Loss of key staff|Head|3|3|9", "E.g.|Loss of staff|Head|3|3|9", "0|E.g. loss of staff|Head|3|3|9"]
)
def test_an_example_is_no_risk_and_is_quoted(tmp_path: Path, row: str) -> None:
    register, findings = read(tmp_path, table(row, FIRE, FLOOD))
    assert ids(register) == ["1", "3"]
    assert only(findings, "rows-passed-over").cell == "A2"


@pytest.mark.parametrize("row", ["2|Exemplary staff leave|Head|3|3|9", "2|Examples of fraud|Head|3|3|9"])
def test_a_risk_that_speaks_of_examples_is_one(tmp_path: Path, row: str) -> None:
    register, findings = read(tmp_path, table(row, FIRE, FLOOD))
    assert ids(register) == ["2", "1", "3"]
    assert codes(findings) <= PLAIN


def test_a_count_below_the_risks_is_no_risk(tmp_path: Path) -> None:
    register, _ = read(tmp_path, table(FIRE, FLOOD, "Average|||2|4.5|11", "High risks|1"))
    assert (ids(register), register.rows["total"]) == (["1", "3"], 2)


@pytest.mark.parametrize("risk_id", ["New", "TBC"])
def test_a_risk_without_an_id_yet_is_no_count(tmp_path: Path, risk_id: str) -> None:
    register, _ = read(tmp_path, table(FIRE, f"{risk_id}|Theft of 3 vans"))
    assert ids(register) == ["1", risk_id]


# --- rows without an id of their own


@pytest.mark.parametrize("row", ["|Pipes may burst||Survey", "|Total loss of power||Generator"])
@pytest.mark.parametrize("place", [1, 2, 3])
def test_a_text_with_controls_and_no_id_is_a_risk_without_one(tmp_path: Path, row: str, place: int) -> None:
    rows = ["ID|Risk description|Owner|Controls|Score", "R1|Fire|Clerk|Drill|16", "R2|Flood|Clerk|Pumps|10"]
    rows.insert(place, row)
    register, findings = read(tmp_path, "\n".join(f"| {one} |" for one in rows))
    assert len(register.risks) == 3
    found = only(findings, "id-missing")
    assert (found.severity, found.cell) == (Severity.BLOCK, f"A{place + 1}")


@pytest.mark.parametrize("text", ["and the boiler stops", "leading to loss of service"])
def test_a_text_that_goes_on_is_no_new_risk(tmp_path: Path, text: str) -> None:
    rows = ("ID|Risk description|Owner|Controls|Score", "R1|Fire|Clerk|Drill|16", f"|{text}||Survey")
    register, _ = read(tmp_path, "\n".join(f"| {one} |" for one in rows))
    assert ids(register) == ["R1"]


def test_another_text_and_other_scores_under_a_merged_id_are_another_risk(tmp_path: Path) -> None:
    register, findings = read(tmp_path, table(FIRE, "|Gritters break down|Fleet|4|3|12", FLOOD), merges=("A2:A3",))
    assert [risk.words for risk in register.risks] == ["Fire at depot", "Gritters break down", "Flood at depot"]
    assert [risk.owner for risk in register.risks] == ["Depot lead", "Fleet", "Depot lead"]
    found = only(findings, "id-duplicate")
    assert (found.severity, found.cell) == (Severity.BLOCK, "A3")


@pytest.mark.parametrize("second", ["|and the shed|Depot lead", "||Depot lead|3|4|12", "|Fire at depot||3|4|12"])
def test_more_of_a_risk_under_a_merged_id_is_no_other(tmp_path: Path, second: str) -> None:
    register, findings = read(tmp_path, table(FIRE, second, FLOOD), merges=("A2:A3",))
    assert ids(register) == ["1", "3"]
    assert "id-duplicate" not in codes(findings)


# --- headings that come again

WIDER = "Ref|Risk|Risk owner|Controls|Actions|Status|Category|Cause|Likelihood|Impact"


@pytest.mark.parametrize("swapped", [True, False])
def test_headings_that_come_again_in_another_order_are_no_new_page(tmp_path: Path, swapped: bool) -> None:
    again = WIDER.replace("Likelihood|Impact", "Impact|Likelihood") if swapped else WIDER
    one = "{}|Fire {}|Head|Drill|None|Open|Estates|Wiring|2|5"
    rows = (WIDER, one.format(1, 1), one.format(2, 2), again, one.format(3, 3))
    register, findings = read(tmp_path, "\n".join(f"| {row} |" for row in rows))
    assert ids(register) == (["1", "2"] if swapped else ["1", "2", "3"])
    assert ("risks-left-out" in codes(findings)) is swapped


# --- sections


@pytest.mark.parametrize(
    "section",
    ["RISKS CLOSED SINCE LAST MEETING", "Closed", "Archived risks", "Opportunities", "Issues (already happened)"],
)
def test_risks_under_a_heading_of_other_things_are_told(tmp_path: Path, section: str) -> None:
    register, findings = read(tmp_path, table("Open risks", FIRE, section, FLOOD, "5|Theft|Security|1|2|2"))
    assert len(register.risks) == 3
    assert [(f.cell, f.field) for f in of(findings, "section-says-other")] == [("A5", "status"), ("A6", "status")]


@pytest.mark.parametrize(
    "section", ["Open and live risks", "Property", "People issues", "Closed roads", "Missed opportunities", "Threats"]
)
def test_headings_of_risks_are_not_told(tmp_path: Path, section: str) -> None:
    _, findings = read(tmp_path, table("Closed risks", section, FIRE, FLOOD))
    assert "section-says-other" not in codes(findings)


def test_a_status_of_its_own_goes_before_the_heading(tmp_path: Path) -> None:
    text = f"| {HEAD}|Status |\n| {FIRE}|Open |\n| Closed risks |\n| {FLOOD}|Closed |"
    _, findings = read(tmp_path, text)
    assert "section-says-other" not in codes(findings)


# --- words that a layout leaves out

KINDS = "| ID | Type | Risk description | Owner |\n| A1 | Risk | Fire | Head |\n| A2 | {} | Ice | Head |"


@pytest.mark.parametrize("word", ["Rsk", "Risks", "Risk/Issue", "Rissk"])
def test_a_word_near_the_one_for_risks_is_told(tmp_path: Path, word: str) -> None:
    register, findings = read(tmp_path, KINDS.format(word), layout=CONFIRMED + '[only]\nType = ["Risk"]')
    assert ids(register) == ["A1"]
    found = only(findings, "rows-left-out")
    assert (found.cell, word in found.message) == ("B3", True)


@pytest.mark.parametrize(("word", "wanted"), [("Issue", "Risk"), ("Inactive", "Active"), ("Not a risk", "Risks")])
def test_another_word_is_named_with_its_rows(tmp_path: Path, word: str, wanted: str) -> None:
    text = KINDS.format(word).replace("| Risk |", f"| {wanted} |")
    register, findings = read(tmp_path, text, layout=CONFIRMED + f'[only]\nType = ["{wanted}"]')
    assert ids(register) == ["A1"]
    assert "rows-left-out" not in codes(findings)
    found = only(findings, "rows-passed-over")
    assert (found.severity, found.cell, f"“{word}”" in found.message) == (Severity.NOTE, "B3", True)


# --- cells merged sideways

WIDE = "Ref|Risk title|Risk description|Risk owner|Likelihood|Impact|Existing controls|Further actions"
WHOLE = "1|Fire|Fire guts the depot|Depot lead|3|4|Patrols|Sprinklers"


def test_a_cell_merged_sideways_is_its_first_columns(tmp_path: Path) -> None:
    rows = (WIDE, WHOLE, "2|Theft|Copper is stolen||1|2|Locks")
    merges = ("C3:D3", "G3:H3")
    register, findings = read(tmp_path, "\n".join(f"| {row} |" for row in rows), merges=merges)
    second = register.risks[1]
    assert (second.description, second.owner, second.controls, second.actions) == (
        "Copper is stolen", None, ("Locks",), (),
    )  # fmt: skip
    assert [(f.cell, f.field) for f in of(findings, "merged-sideways")] == [("D3", "owner"), ("H3", "actions")]


def test_scores_merged_into_words_are_not_all_those_words(tmp_path: Path) -> None:
    register, findings = read(tmp_path, table(FIRE, "2|Theft|Security|Not yet assessed"), merges=("D3:F3",))
    assert register.risks[1].current.impact is None
    assert [f.field for f in of(findings, "merged-sideways")] == ["current.impact", "current.score"]


def test_an_id_merged_with_its_title_is_told_of_both(tmp_path: Path) -> None:
    register, findings = read(tmp_path, table(FIRE, "2 Theft||Head|1|2|2", FLOOD), merges=("A3:B3",))
    assert ids(register) == ["1", "2 Theft", "3"]
    assert [f.field for f in of(findings, "merged-sideways")] == ["id", "title"]


def test_a_heading_merged_as_its_cells_are_is_one_column(tmp_path: Path) -> None:
    rows = ("Ref|Risk||Risk owner|Likelihood|Impact|Score", "1|Fire||Head|3|4|12", "2|Flood||Head|2|5|10")
    merges = ("B1:C1", "B2:C2", "B3:C3")
    register, findings = read(tmp_path, "\n".join(f"| {row} |" for row in rows), merges=merges)
    assert [(risk.words, risk.owner) for risk in register.risks] == [("Fire", "Head"), ("Flood", "Head")]
    assert "merged-sideways" not in codes(findings)


def test_a_value_merged_from_an_unheaded_margin_is_read(tmp_path: Path) -> None:
    rows = ("|Ref|Risk|Risk owner|Score", "1||Fire|Head|12", "|2|Flood|Head|10")
    register, findings = read(tmp_path, "\n".join(f"|{row}|" for row in rows).replace("||", "| |"), merges=("A2:B2",))
    assert "merged-sideways" not in codes(findings)
    assert len(register.risks) == 2


# --- other sheets

MORE = "| 4 | Strike | HR | 2 | 2 | 4 |\n| 5 | Hail | HR | 2 | 2 | 4 |"


def test_a_register_that_goes_on_on_another_sheet_is_a_block(tmp_path: Path) -> None:
    register, findings = read(tmp_path, table(FIRE, FLOOD), sheets={"Register cont": MORE})
    assert ids(register) == ["1", "3"]
    found = only(findings, "table-goes-on")
    assert (found.severity, found.sheet, found.cell) == (Severity.BLOCK, "Register cont", "A1")
    assert "rows 1 to 2" in found.message
    assert "'Register cont' (2 rows)" in only(findings, "sheet-unread").message


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Closed risks", MORE),
        ("Key", "| 4 | Likely |\n| 5 | Almost certain |"),
        ("Copy", f"| {FIRE} |\n| {FLOOD} |"),
        ("Other ids", MORE.replace("| 4 |", "| X-4 |").replace("| 5 |", "| X-5 |")),
    ],
)
def test_other_sheets_are_named_and_no_block(tmp_path: Path, name: str, text: str) -> None:
    _, findings = read(tmp_path, table(FIRE, FLOOD), sheets={name: text})
    assert only(findings, "sheet-unread").severity is Severity.NOTE
    assert "table-goes-on" not in codes(findings)


def _hidden(tmp_path: Path, others: Sequence[str]) -> tuple[Register, tuple[Finding, ...]]:
    """A short list of risks, and a hidden sheet with headings."""
    plain, path = tmp_path / "plain.xlsx", tmp_path / "register.xlsx"
    write_book(plain, table(FIRE, FLOOD), sheet="Top", sheets={"Data": table(*others)})
    with zipfile.ZipFile(plain) as package, zipfile.ZipFile(path, "w") as kept:
        for name in package.namelist():
            content = package.read(name)
            if name == "xl/workbook.xml":
                content = content.replace(b'name="Data"', b'name="Data" state="hidden"')
            kept.writestr(name, content)
    return read_register(path, name="register.xlsx", organisation="Northshire")


def test_a_hidden_sheet_that_holds_the_ids_and_more_is_a_block(tmp_path: Path) -> None:
    _, findings = _hidden(tmp_path, (FIRE, "2|Theft|Head|1|2|2", FLOOD))
    found = only(findings, "sheet-ambiguous")
    assert (found.severity, found.sheet) == (Severity.BLOCK, "Data")
    assert "hidden" in found.message
    assert "'Data' (4 rows, hidden)" in only(findings, "sheet-unread").message


@pytest.mark.parametrize("others", [(FIRE,), (FIRE, FLOOD), (FIRE, "2|Theft|Head|1|2|2")])
def test_a_hidden_sheet_that_lacks_an_id_or_holds_no_more_is_named(tmp_path: Path, others: Sequence[str]) -> None:
    _, findings = _hidden(tmp_path, others)
    assert "sheet-ambiguous" not in codes(findings)
    only(findings, "sheet-unread")


@pytest.mark.parametrize("named", [True, False])
def test_a_sheet_that_a_person_named_is_the_register(tmp_path: Path, named: bool) -> None:
    text = table(FIRE, "2|Theft|Head|1|2|2", FLOOD)
    _, findings = read(tmp_path, table(FIRE, FLOOD), sheets={"All": text}, sheet="Register" if named else None)
    assert ("sheet-ambiguous" in codes(findings)) is not named


def test_a_book_of_one_sheet_has_no_others(tmp_path: Path) -> None:
    _, findings = read(tmp_path, table(FIRE, FLOOD))
    assert codes(findings) <= PLAIN


# --- rows of no height


@pytest.mark.parametrize(("height", "told"), [("0", True), ("15", False)])
def test_a_row_of_no_height_is_hidden(tmp_path: Path, height: str, told: bool) -> None:
    plain, path = tmp_path / "plain.xlsx", tmp_path / "register.xlsx"
    write_book(plain, table(FIRE, "2|Theft|Head|1|2|2", FLOOD))
    with zipfile.ZipFile(plain) as package, zipfile.ZipFile(path, "w") as kept:
        for name in package.namelist():
            content = package.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content, count = re.subn(
                    rb'<row r="3"', b'<row r="3" ht="%s" customHeight="1"' % height.encode(), content
                )
                assert count == 1
            kept.writestr(name, content)
    register, findings = read_register(path, name="register.xlsx", organisation="Northshire")
    assert (len(register.risks), "hidden-used" in codes(findings)) == ((2, True) if told else (3, False))

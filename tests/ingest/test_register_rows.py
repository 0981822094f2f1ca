"""Which rows of a register are risks: logs of several kinds, risks that have little yet, several rows a risk."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ingest.register_books import codes, only, read


def log(heading: str, *kinds: str) -> str:
    rows = "\n".join(f"R{n}|Loss of data {n}|Clerk|{n}|{kind}" for n, kind in enumerate(kinds, 1))
    return f"ID|Risk description|Owner|Score|{heading}\n{rows}"


@pytest.mark.parametrize("heading", ["RAG", "Rating", "Status", "Committee", "Approved"])
@pytest.mark.parametrize("letters", ["RARA", "RAID", "RIRI"])
def test_letters_leave_no_risk_out(tmp_path: Path, heading: str, letters: str) -> None:
    register, findings = read(tmp_path, log(heading, *letters))
    assert len(register.risks) == 4
    assert "rows-left-out" not in codes(findings)


@pytest.mark.parametrize("heading", ["Type", "RAID", "Entry type", "Category of entry", "Risk / Issue"])
@pytest.mark.parametrize("kinds", [("R", "A", "R", "I"), ("Risk", "Action", "risk ", "Issue")])
def test_kinds_of_entry_give_the_risks_alone(tmp_path: Path, heading: str, kinds: tuple[str, ...]) -> None:
    register, findings = read(tmp_path, log(heading, *kinds))
    assert [risk.id for risk in register.risks] == ["R1", "R3"]
    assert only(findings, "rows-left-out").cell == "E1"


@pytest.mark.parametrize(("heading", "other"), [("Type", "Near miss"), ("Type", "Risk/Issue"), ("Status", "Issue")])
def test_a_kind_that_is_not_known_leaves_nothing_out_and_is_told(tmp_path: Path, heading: str, other: str) -> None:
    register, findings = read(tmp_path, log(heading, "Risk", "Issue", other, "Risk"))
    assert len(register.risks) == 4
    found = only(findings, "rows-left-out")
    assert other.casefold().replace("/", " ") in found.message
    assert "[only]" in found.remedy


@pytest.mark.parametrize("kinds", [("Threat", "Opportunity"), ("Strategic", "Risk"), ("Risk", "Risk")])
def test_categories_are_no_kinds_of_entry(tmp_path: Path, kinds: tuple[str, ...]) -> None:
    register, findings = read(tmp_path, log("Type", *kinds))
    assert len(register.risks) == 2
    assert "rows-left-out" not in codes(findings)


HEAD = "ID|Risk description|Owner|Controls|Current likelihood|Current impact|Current score"
FIRST = "R1|Fire in the hall|Clerk|Drill|4|4|16"
LAST = "R2|Flood in the hall|Clerk|Pumps|2|5|10"


def table(*rows: str) -> str:
    return "\n".join(f"| {row} |" for row in (HEAD, *rows))


@pytest.mark.parametrize("risk_id", ["New", "TBC", "To be allocated"])
@pytest.mark.parametrize("before", [True, False])
def test_a_risk_not_yet_rated_is_a_risk(tmp_path: Path, risk_id: str, before: bool) -> None:
    new = f"{risk_id}|Income is lost|Clerk|None yet"
    register, findings = read(tmp_path, table(*((new, FIRST, LAST) if before else (FIRST, LAST, new))))
    assert {risk.id for risk in register.risks} == {"R1", "R2", risk_id}
    assert "rows-left-out" not in codes(findings)


@pytest.mark.parametrize(
    "row",
    [
        "|Pipes may burst",
        "|Key staff leave",
        "|Official records are lost",
        "|Total loss of power",
        "|Pipes may burst||Survey",
        "|Total loss of power||Generator",
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_text_where_the_risks_texts_stand_is_never_left_out_silently(tmp_path: Path, row: str, place: int) -> None:
    rows = [FIRST, LAST]
    rows.insert(place, row)
    register, findings = read(tmp_path, table(*rows))
    assert [risk.id for risk in register.risks] == ["R1", "R2"]
    assert only(findings, "rows-left-out").cell == f"B{place + 2}"


@pytest.mark.parametrize(
    "row", ["Housing", "Total||||||26", "||||||26", "Notes: scores are agreed", "|Notes: scores are agreed"]
)
def test_headings_totals_and_notes_are_passed_over(tmp_path: Path, row: str) -> None:
    register, findings = read(tmp_path, table(FIRST, LAST, row))
    assert len(register.risks) == 2
    assert codes(findings) <= {"layout-unconfirmed"}


def test_a_row_that_explains_the_columns_is_passed_over(tmp_path: Path) -> None:
    help_ = "Unique number|What may happen|Who leads on it|What is done|1 to 5|1 to 5|L x I"
    register, findings = read(tmp_path, table(help_, FIRST, LAST))
    assert (len(register.risks), register.rows["help"]) == (2, 1)
    assert "rows-left-out" not in codes(findings)


def test_a_section_in_another_colour_is_passed_over(tmp_path: Path) -> None:
    _, findings = read(tmp_path, table(FIRST, "|Housing", LAST), looks={"B3": {"bg_color": "#CCCCCC"}})
    assert "rows-left-out" not in codes(findings)


@pytest.mark.parametrize("lines", [("Event: pipes burst", "Effect: homes flood"), ("leading to loss", "and to claims")])
def test_a_text_in_several_rows_is_joined(tmp_path: Path, lines: tuple[str, str]) -> None:
    register, findings = read(tmp_path, table(FIRST, *(f"|{line}" for line in lines), LAST))
    assert register.risks[0].description == "\n".join(("Fire in the hall", *lines))
    assert "rows-left-out" not in codes(findings)


def test_a_second_owner_in_a_row_of_its_own_is_told(tmp_path: Path) -> None:
    register, findings = read(tmp_path, table(FIRST, "||Warden|Hoses", LAST))
    assert register.risks[0].owner == "Clerk"
    assert register.risks[0].controls == ("Drill", "Hoses")
    found = only(findings, "value-unread")
    assert (found.cell, found.field) == ("C3", "owner")


@pytest.mark.parametrize(
    ("second", "merges"),
    [
        ("||||2|3|6", ()),
        ("||||2|3|6", ("A2:A3",)),
        ("||||5|5|25", ()),
        ("||||=E9 -> 2|=F9 -> 3|=E3*F3 -> 6", ("A2:A3",)),
    ],
)
def test_a_second_row_of_scores_is_told(tmp_path: Path, second: str, merges: tuple[str, ...]) -> None:
    register, findings = read(tmp_path, table(FIRST, second, LAST), merges=merges)
    assert [risk.id for risk in register.risks] == ["R1", "R2"]
    assert {(finding.cell, finding.field) for finding in findings if finding.code == "value-unread"} == {
        ("E3", "current.likelihood"),
        ("F3", "current.impact"),
        ("G3", "current.score"),
    }


def test_a_total_loss_is_a_risk_where_there_are_no_ids(tmp_path: Path) -> None:
    without = "Risk description|Owner|Current score\nFire|Clerk|9\nTotal loss of power|Warden|12\nTotal||21"
    register, _ = read(tmp_path, without)
    assert [risk.description for risk in register.risks] == ["Fire", "Total loss of power"]
    assert register.rows["total"] == 1


@pytest.mark.parametrize("kind", ["", "Near miss"])
def test_an_entry_of_no_known_kind_is_told(tmp_path: Path, kind: str) -> None:
    few = "\n".join(f"R{n}|Loss of data {n}|Clerk|{n}|{'Risk' if n % 2 else 'Issue'}" for n in range(1, 311))
    log_ = f"ID|Risk description|Owner|Score|Type\n{few}\nR311|Fire|Clerk|9|{kind}"
    register, findings = read(tmp_path, log_)
    assert len(register.risks) == 155
    assert {finding.cell for finding in findings if finding.code == "rows-left-out"} == {"E1", "A312"}


@pytest.mark.parametrize(("kind", "controls"), [("Risk", ("Backups", "Locks")), ("Issue", ())])
def test_more_of_an_entry_need_not_say_its_kind(tmp_path: Path, kind: str, controls: tuple[str, ...]) -> None:
    log_ = f"| ID | Description | Owner | Controls | Type |\n| R1 | Fire | Clerk | Drill | Risk |\n| R2 | Loss | Clerk | Backups | {kind} |\n| | | | Locks | |\n| R3 | Snow | Clerk | Grit | Issue |"
    register, findings = read(tmp_path, log_)
    assert [risk.controls for risk in register.risks] == [("Drill",), *((controls,) if controls else ())]
    assert only(findings, "rows-left-out").cell == "E1"

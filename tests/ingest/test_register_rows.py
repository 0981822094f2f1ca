"""Which rows of a register are risks: logs of several kinds, risks that have little yet, several rows a risk."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model.findings import Severity
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
    assert codes(findings) <= {"layout-unconfirmed", "rows-passed-over"}


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
    found = only(findings, "scores-twice")
    assert (found.cell, found.field) == ("E3", "current.likelihood")
    assert "row 2 gives 4, 4, 16; row 3 gives " in found.message
    assert [risk.current.score for risk in register.risks] == [None, 10]
    assert set(register.risks[0].unknown) == {"current.likelihood", "current.impact", "current.score"}
    assert set(register.risks[0].unknown.values()) == {"[stands twice: scores in rows 2 to 3]"}


@pytest.mark.parametrize("second", ["R1|Fire in the hall||Hoses|4|4|16", "|||Hoses"])
def test_a_row_that_gives_no_other_scores_is_more_of_its_risk(tmp_path: Path, second: str) -> None:
    register, findings = read(tmp_path, table(FIRST, second, LAST))
    assert [risk.current.score for risk in register.risks] == [16, 10]
    assert register.risks[0].controls == ("Drill", "Hoses")
    assert "scores-twice" not in codes(findings)


def test_a_row_that_says_all_of_its_risk_again_adds_no_control(tmp_path: Path) -> None:
    register, _ = read(tmp_path, table(FIRST, FIRST, "R1|Fire in the hall|Clerk|Hoses|4|4|16", LAST))
    assert register.risks[0].controls == ("Drill", "Hoses")


def test_rows_of_scores_are_told_with_the_stages_they_name(tmp_path: Path) -> None:
    stages = "| ID | Risk description | Owner | Of what | Score |\n| R1 | Fire | Clerk | Inherent | 16 |\n| | | | Residual | 6 |"
    register, findings = read(tmp_path, stages, merges=("A2:A3",))
    assert "row 2 (“Inherent”) gives 16; row 3 (“Residual”) gives 6" in only(findings, "scores-twice").message
    assert register.risks[0].current.score is None


LIKE_RISKS = (
    "Ref|Risk description|Owner|Controls|Current likelihood|Current impact|Current score\nR3|Theft|Clerk|Locks|4|5|20"
)


def test_what_looks_like_a_risk_in_a_second_table_is_a_block(tmp_path: Path) -> None:
    register, findings = read(tmp_path, table(FIRST, LAST, "", *LIKE_RISKS.split("\n")))
    assert [risk.id for risk in register.risks] == ["R1", "R2"]
    found = only(findings, "risks-left-out")
    assert (found.severity, found.cell) == (Severity.BLOCK, "A6")
    assert "rows-left-out" not in codes(findings)


@pytest.mark.parametrize(
    "below",
    [
        ["", "Closed risks", *LIKE_RISKS.split("\n")],
        ["", LIKE_RISKS.split("\n", maxsplit=1)[0], "1|Theft|Clerk|Locks|4|5|20"],  # its ids are of another kind
        ["", LIKE_RISKS.split("\n", maxsplit=1)[0], "R3|Theft|Clerk|Locks"],  # it bears no score
    ],
)
def test_a_second_table_of_other_things_is_to_be_looked_at(tmp_path: Path, below: list[str]) -> None:
    _, findings = read(tmp_path, table(FIRST, LAST, *below))
    assert "risks-left-out" not in codes(findings)
    only(findings, "rows-left-out")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("|||=J1 -> What is done|=J2 -> 1 to 5|=J3 -> How bad|", True),
        ("||||=J1*2 -> 8|=J2 -> 4|", False),
        ("||||=J1 -> Low|=J2 -> High|", False),  # the steps of rows to come
        ("||||=J1 -> |=J2 -> |", False),
    ],
)
def test_headings_that_are_looked_up_below_the_headings_are_told(tmp_path: Path, row: str, told: bool) -> None:
    register, findings = read(tmp_path, table(row, FIRST, LAST))
    assert len(register.risks) == 2
    assert ("rows-left-out" in codes(findings)) == told


@pytest.mark.parametrize(
    ("row", "risks", "told"),
    [
        ("=X3 -> R2|=Y3 -> Theft|=Z3 -> Clerk|||", 3, False),  # linked, and not scored yet
        ("|=Y3 -> Theft|=Z3 -> Clerk|||", 2, True),
        ("=X3 -> 3|=Y3 -> 0|=Z3 -> 0||=V3 -> 0|", 2, False),  # a row to come: blanks that are looked up show 0
    ],
)
def test_a_row_that_is_looked_up_is_a_risk_where_it_has_an_id_and_words(
    tmp_path: Path, row: str, risks: int, told: bool
) -> None:
    register, findings = read(tmp_path, table(FIRST, row, LAST.replace("R2", "R9")))
    assert len(register.risks) == risks
    assert ("rows-left-out" in codes(findings)) == told


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

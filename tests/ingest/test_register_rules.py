"""What is said of a register as a whole: its arithmetic, its dates, its controls, its headings, its rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.ingest.grid import Cell
from pipeline.ingest.registers.claims import claims_of
from pipeline.ingest.registers.evidence import Evidence
from pipeline.ingest.registers.reading import as_lines
from pipeline.ingest.registers.sense import sense_of
from pipeline.ingest.registers.table import Heading
from tests.ingest.register_books import codes, only, read

SCORES = "ID|Description|Owner|Current likelihood|Current impact|Current score\n"


def scores(*rows: tuple[float, float, float]) -> str:
    return SCORES + "\n".join(f"R{n}|Loss of data {n}|Clerk|{a}|{b}|{c}" for n, (a, b, c) in enumerate(rows, 1))


@pytest.mark.parametrize(
    ("rows", "broken"),
    [
        (((4, 4, 16), (3, 3, 9), (2, 5, 10), (1, 4, 4), (3, 4, 13)), "F6"),
        (((4, 2, 3), (3, 3, 3), (2, 5, 3.5), (1, 4, 2.5), (3, 4, 12)), "F6"),
        (((4, 2, 6), (3, 4, 7), (2, 5, 7), (1, 4, 5), (3, 4, 12)), "F6"),
    ],
    ids=["product", "mean", "sum"],
)
def test_a_score_that_breaks_the_registers_own_arithmetic_is_named(
    tmp_path: Path, rows: tuple[tuple[float, float, float], ...], broken: str
) -> None:
    _, findings = read(tmp_path, scores(*rows))
    found = only(findings, "score-arithmetic")
    assert (found.cell, found.field) == (broken, "current.score")


@pytest.mark.parametrize(
    "rows",
    [
        ((4, 4, 16), (3, 3, 9), (2, 5, 10), (1, 4, 4)),  # all follow
        ((4, 4, 16), (3, 3, 9), (2, 5, 12)),  # too few to tell
        ((4, 4, 11), (3, 3, 5), (2, 5, 12), (1, 4, 9), (2, 2, 4)),  # none follow
        ((4, 3, 4), (3, 2, 3), (2, 5, 4), (1, 4, 3)),  # rounded means
    ],
    ids=["all", "few", "none", "rounded"],
)
def test_a_register_without_a_broken_rule_is_left_alone(
    tmp_path: Path, rows: tuple[tuple[float, float, float], ...]
) -> None:
    assert "score-arithmetic" not in codes(read(tmp_path, scores(*rows))[1])


def test_a_score_less_the_effectiveness_of_controls_is_checked(tmp_path: Path) -> None:
    head = "ID|Description|Owner|Inherent score|Control effectiveness|Current score\n"
    rows = "\n".join(f"R{n}|Loss {n}|Clerk|{10 + n}|{n}|{10 if n != 3 else 14}" for n in range(1, 7))
    assert only(read(tmp_path, head + rows)[1], "score-arithmetic").cell == "F4"


def dates(*values: str) -> str:
    rows = "\n".join(f"R{n}|Loss of data {n}|Clerk|{value}" for n, value in enumerate(values, 1))
    return f"ID|Description|Owner|Last reviewed\n{rows}"


def test_days_and_months_swapped_in_a_column_are_told_once(tmp_path: Path) -> None:
    _, findings = read(tmp_path, dates("2017-03-04", "25/03/2017", "2017-11-02", "31/10/2017"))
    found = only(findings, "dates-swapped")
    assert (found.cell, found.field) == ("D2", "last_reviewed")


@pytest.mark.parametrize(
    "values",
    [
        ("2017-03-04", "2017-03-25", "2017-11-02", "31/10/2017"),  # a real one with a late day
        ("2017-03-04", "05/03/2017", "2017-11-02", "31/10/2017"),  # a typed one with an early day
        ("25/03/2017", "31/10/2017"),
        ("2017-03-04", "2017-11-02"),
    ],
)
def test_dates_that_need_not_be_swapped_are_left_alone(tmp_path: Path, values: tuple[str, ...]) -> None:
    assert "dates-swapped" not in codes(read(tmp_path, dates(*values))[1])


@pytest.mark.parametrize(
    "control",
    [
        "Policy under review",
        "New rota (planned)",
        "Tender in progress",
        "Proposed rota",
        "Planned: an audit",
        "A deputy is to be appointed",
    ],
)
def test_a_control_in_place_that_is_still_to_come_is_told(tmp_path: Path, control: str) -> None:
    _, findings = read(tmp_path, f"ID|Description|Owner|Controls in place\nR1|Loss of data|Clerk|Backups\\n{control}")
    found = only(findings, "control-not-there")
    assert (found.cell, found.field) == ("D2", "controls")
    assert control in found.message
    assert "Backups" not in found.message


@pytest.mark.parametrize(
    "control", ["Planned maintenance done each May", "Progress is reported", "Reviews held", "Will"]
)
def test_a_control_that_is_there_is_left_alone(tmp_path: Path, control: str) -> None:
    table = f"ID|Description|Owner|Controls in place\nR1|Loss of data|Clerk|{control} by wardens"
    assert "control-not-there" not in codes(read(tmp_path, table)[1])


def test_controls_that_repeat_the_risk_are_told(tmp_path: Path) -> None:
    table = "ID|Description|Owner|Controls\nR1|Data are lost|Clerk|Data are lost.\nR2|Fire|Clerk|Drills"
    assert only(read(tmp_path, table)[1], "control-repeats").cell == "D2"


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("who owns it", "owner"),
        ("executive lead", "owner"),
        ("controls already in place", "controls"),
        ("further controls needed", "actions"),
        ("what more will we do", "actions"),
        ("to be reviewed by", "next_review"),
        ("reviewed by", ""),
        ("action owner", ""),
        ("control effectiveness", ""),
        ("lead time", ""),
        ("reason for movement", "trend_reason"),
        ("register ref", "id"),
        ("parent risk id", ""),
        ("date of incident", ""),
    ],
)
def test_the_telling_words_of_a_heading(heading: str, field: str) -> None:
    assert sense_of(heading) == field


def test_a_heading_whose_values_speak_against_it_is_not_taken() -> None:
    cell = Cell(1, 1, "Who owns it?")
    numbers = Evidence(tuple(Cell(row, 1, row) for row in range(2, 8)))
    posts = Evidence(tuple(Cell(row, 1, f"Head of service {row}") for row in range(2, 8)))
    heading = Heading(1, "Who owns it?", "", cell)
    assert claims_of(heading, numbers, near=True) == []
    assert [claim.field for claim in claims_of(heading, posts, near=True)] == ["owner"]
    assert claims_of(heading, posts, near=False) == []


def test_a_misspelt_stage_is_not_passed_over(tmp_path: Path) -> None:
    table = "ID|Description|Owner|Curent score|Score (taget)\nR1|Loss|Clerk|12|6\nR2|Fire|Clerk|9|4"
    risk = read(tmp_path, table)[0].risks[0]
    assert (risk.current.score, risk.target.score) == (12, 6)


def test_what_was_taken_by_a_like_heading_is_told(tmp_path: Path) -> None:
    table = "ID|Description|Who owns it?|Controls\nR1|Loss of data|Clerk|Backups"
    found = only(read(tmp_path, table)[1], "column-near")
    assert (found.cell, found.field) == ("C1", "owner")
    exact = "ID|Description|Owner|Controls\nR1|Loss of data|Clerk|Backups"
    assert "column-near" not in codes(read(tmp_path, exact)[1])


def test_short_descriptions_that_end_in_a_number_are_texts(tmp_path: Path) -> None:
    register, findings = read(
        tmp_path, "ID|Risk description|Owner\nR1|Fire 1|Clerk\nR2|Risk 12|Clerk\nR3|Flood 3|Clerk"
    )
    assert [risk.description for risk in register.risks] == ["Fire 1", "Risk 12", "Flood 3"]
    assert "field-missing" not in codes(findings)


KEY = "ID|Description|Owner|Status|Category|Controls\nR1|Loss of data|Clerk|Open|IT|Backups\nR2|Fire|Clerk|Open|IT|Drill\n\n"


def test_a_key_below_the_risks_is_a_second_table(tmp_path: Path) -> None:
    register, findings = read(tmp_path, f"{KEY}Score|Meaning\n1-4|Low\n5-9|Medium")
    assert register.rows == {"risk": 2, "blank": 1, "second-table": 3}
    assert "Rows 5 to 7" in only(findings, "rows-left-out").message


def test_a_risk_below_a_gap_is_still_a_risk(tmp_path: Path) -> None:
    register, _ = read(tmp_path, f"{KEY}R3|A new risk\nR4|Flood|Clerk|Open|IT|Pumps")
    assert [risk.id for risk in register.risks] == ["R1", "R2", "R3", "R4"]


def test_the_account_names_the_rows_that_are_no_risks(tmp_path: Path) -> None:
    lines = as_lines(*read(tmp_path, f"{KEY}Score|Meaning\n1-4|Low\n5-9|Medium"))
    assert "      3 a second table: rows 5 to 7" in lines
    assert "      1 blank: row 4" in lines
    assert "      2 risks" in lines


@pytest.mark.parametrize(
    ("lone", "ids", "kind"),
    [
        ("No contract for repairs||", False, "risk"),  # nothing tells it from the risks: none is left out
        ("Hardware||", False, "section"),  # one word heads what follows
        ("|||\nNo contract for repairs||", False, "section"),  # below a gap
        ("No contract for repairs|||", True, "section"),  # where risks have ids, what has none is no risk
    ],
)
def test_a_lone_text_is_a_risk_where_it_looks_like_one(tmp_path: Path, lone: str, ids: bool, kind: str) -> None:
    head, first, last = (
        "Risk description|Owner|Controls in place",
        "Servers are lost|Clerk|Backups",
        "Keys are lost|Clerk|A safe",
    )
    if ids:
        head, first, last = f"ID|{head}", f"R1|{first}", f"R2|{last}"
    register, _ = read(tmp_path, "\n".join((head, first, lone, last)))
    risks = 3 if kind == "risk" else 2
    assert (len(register.risks), register.rows.get("section", 0)) == (risks, 3 - risks)

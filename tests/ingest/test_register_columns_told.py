"""Columns and sheets that are no plain register: the same score at several times, letters for scores, signs between
columns, headings that run down. What is taken, and what is left to a person.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ingest.register_books import codes, only, read


def table(heading: str, *values: str) -> str:
    rows = "\n".join(f"R{n}|Loss of data {n}|Clerk|{value}" for n, value in enumerate(values, 1))
    return f"ID|Description|Owner|{heading}\n{rows}"


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Score Mar|Score Jun|Score Sep", "current.score"),
        ("Mar 25 score|Jun 25 score|Sep 25 score", "current.score"),
        ("Current score Apr|Current score Jul|Current score Oct", "current.score"),
        ("Residual score Q3 24/25|Residual score Q4 24/25|Residual score Q1 25/26", "current.score"),
        ("Score 2024|Score 2025|Score 2026", "current.score"),
        ("Score A|Score B|Score C", "current.score"),
        ("Opening score|Score March|Closing score", "current.score"),
        ("Inherent score Q1|Inherent score Q2|Inherent score Q3", "inherent.score"),
        ("Likelihood May|Likelihood June|Likelihood July", "current.likelihood"),
    ],
)
def test_of_columns_that_differ_by_when_or_whose_none_is_chosen(tmp_path: Path, heading: str, field: str) -> None:
    register, findings = read(tmp_path, table(heading, "2|6|8", "4|1|3", "6|3|1"))
    assert only(findings, "column-ambiguous").field == field
    stage, part = field.split(".")
    assert all(getattr(getattr(risk, stage), part) is None for risk in register.risks)


def test_ratings_month_by_month_are_not_chosen_from(tmp_path: Path) -> None:
    _, findings = read(tmp_path, table("RAG Apr|RAG Jul", "Red|Green", "Amber|Red", "Green|Amber"))
    assert only(findings, "column-ambiguous").field == "current.rating"


@pytest.mark.parametrize("heading", ["Score Mar|Score Jun|Score", "Q1 score|Q2 score|Current score"])
def test_beside_a_plain_score_those_of_other_times_are_left(tmp_path: Path, heading: str) -> None:
    register, findings = read(tmp_path, table(heading, "2|6|8", "4|1|3"))
    assert "column-ambiguous" not in codes(findings)
    assert [risk.current.score for risk in register.risks] == [8, 3]


def test_of_scores_of_several_times_the_only_filled_one_is_read(tmp_path: Path) -> None:
    register, findings = read(tmp_path, table("Score Mar|Score Jun", "6|", "9|"))
    assert "column-ambiguous" not in codes(findings)
    assert [risk.current.score for risk in register.risks] == [6, 9]


def test_columns_of_a_layout_are_no_rivals_of_what_it_ignores(tmp_path: Path) -> None:
    layout = 'confirmed = "2017-12-01"\n[columns]\nid = "ID"\ndescription = "Description"\nowner = "Owner"\n"current.score" = "Score Sep"\n[ignore]\nheadings = ["Score Mar", "Score Jun"]'
    register, findings = read(tmp_path, table("Score Mar|Score Jun|Score Sep", "2|6|8", "4|1|3"), layout=layout)
    assert "column-ambiguous" not in codes(findings)
    assert [risk.current.score for risk in register.risks] == [8, 3]


def test_a_score_that_no_heading_names_is_told_to_be_missing(tmp_path: Path) -> None:
    _, findings = read(tmp_path, table("How bad", "3", "4", "2"))
    told = [found for found in findings if found.field == "current.score"]
    assert [(found.code, found.cell) for found in told] == [("field-missing", "D1"), ("column-unread", "D1")]
    assert "Not read, and like one: 'How bad' (D)." in told[0].message
    assert "'How bad' (D). No current likelihood, impact, score or rating is read" in told[1].message


@pytest.mark.parametrize("heading", ["Score", "Residual risk"])
def test_where_a_score_is_read_nothing_is_told_to_be_missing(tmp_path: Path, heading: str) -> None:
    _, findings = read(tmp_path, table(f"{heading}|How bad", "3|2", "4|2", "2|5"))
    assert "current.score" not in [found.field for found in findings if found.code == "column-unread"]


def test_a_register_without_numbers_is_not_told_to_lack_scores(tmp_path: Path) -> None:
    _, findings = read(tmp_path, table("Remarks", "Seen by the board in May", "To be split into two risks"))
    assert [found.field for found in findings if found.code == "column-unread"] == [""]


def test_an_owner_in_words_of_its_own_goes_before_one_alike(tmp_path: Path) -> None:
    text = "ID|Description|Board sponsor|Lead director\nR1|Fire|Chair|COO\nR2|Flood|Vice chair|CFO"
    register, _ = read(tmp_path, text)
    assert [risk.owner for risk in register.risks] == ["COO", "CFO"]


def test_a_misspelt_reference_goes_before_a_count_of_the_rows(tmp_path: Path) -> None:
    text = "No|Risk Referance|Description|Owner\n1|S4|Fire|COO\n2|S7|Flood|CFO"
    register, _ = read(tmp_path, text)
    assert [risk.id for risk in register.risks] == ["S4", "S7"]


def test_a_severity_of_few_steps_is_an_impact(tmp_path: Path) -> None:
    register, _ = read(tmp_path, table("Severity", "4", "5", "2"))
    assert [(risk.current.impact, risk.current.score) for risk in register.risks] == [(4, None), (5, None), (2, None)]


@pytest.mark.parametrize(
    ("heading", "values", "part"),
    [
        ("Severity", ("High", "Low", "High"), "rating"),
        ("Severity", ("16", "25", "9"), "score"),
        ("Likelihood|Impact|Severity", ("2|4|8", "1|5|5", "2|2|4"), "score"),
    ],
)
def test_any_other_severity_is_none(tmp_path: Path, heading: str, values: tuple[str, ...], part: str) -> None:
    register, _ = read(tmp_path, table(heading, *values))
    assert all(getattr(risk.current, part) is not None for risk in register.risks)


@pytest.mark.parametrize("letter", ["S", "R"])
def test_a_letter_that_is_the_product_beside_it_is_the_score(tmp_path: Path, letter: str) -> None:
    heading = f"Current L|Current I|Current {letter}"
    register, findings = read(tmp_path, table(heading, "3|4|12", "2|3|6", "4|4|16"))
    assert [risk.current.score for risk in register.risks] == [12, 6, 16]
    assert "column-near" in codes(findings)


@pytest.mark.parametrize("values", [("3|4|12", "2|3|7"), ("3|4|Red", "2|3|Green"), ("3|4|1", "2|3|2")])
def test_a_letter_that_is_not_is_left(tmp_path: Path, values: tuple[str, ...]) -> None:
    register, findings = read(tmp_path, table("Current L|Current I|Current R", *values))
    assert [risk.current.score for risk in register.risks] == [None, None]
    assert only(findings, "column-unread").cell == "F1"


def test_the_signs_of_a_sum_between_the_columns_are_no_columns(tmp_path: Path) -> None:
    register, findings = read(tmp_path, table("L|x|I|'=|Score", "3|x|4|'=|12", "1|x|2|'=|2"))
    assert [risk.current.score for risk in register.risks] == [12, 2]
    assert "column-unread" not in codes(findings)


def test_a_heading_of_a_sign_over_something_else_is_told(tmp_path: Path) -> None:
    register, findings = read(tmp_path, table("L|x|I", "3|seen|4", "1||2"))
    assert [risk.current.impact for risk in register.risks] == [4, 2]
    assert only(findings, "column-unread").cell == "E1"


_FORM = "Risk ID|R1\nRisk description|The roof leaks\nRisk owner|Clerk\nLikelihood|3"


@pytest.mark.parametrize(
    ("first", "sheets", "words"),
    [
        ("Risk ID|R1|R2\nRisk description|Roof leaks|Lift fails\nRisk owner|Clerk|Clerk\nLikelihood|3|2", {}, "lies on its side"),
        (_FORM, {"Second": _FORM.replace("R1", "R2")}, "a sheet of its own: 'Register', 'Second'"),
        (_FORM, {}, "a form for one risk"),
    ],
)  # fmt: skip
def test_risks_that_stand_otherwise_are_told_as_they_stand(
    tmp_path: Path, first: str, sheets: dict[str, str], words: str
) -> None:
    _, findings = read(tmp_path, first, sheets=sheets)
    assert words in only(findings, "sheet-not-register").message


def test_a_sheet_without_risks_is_only_told_to_be_none(tmp_path: Path) -> None:
    _, findings = read(tmp_path, "Scale|Meaning\nLikelihood|how often\nImpact|how hard\nScore|both")
    message = only(findings, "sheet-not-register").message
    assert message.endswith("Its sheets: 'Register'.")

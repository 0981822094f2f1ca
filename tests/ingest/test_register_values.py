"""What single cells say: words beside scores, scores with their levels, colours, ids, trends; and what they don't."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.ingest.registers.scales import is_labelled, may_stand_beside, product
from pipeline.model.records import Exposure, Trend
from tests.ingest.register_books import codes, only, read

CONFIRMED = 'confirmed = "2017-12-01"\n'


def table(heading: str, *values: str) -> str:
    rows = "\n".join(f"R{n}|Loss of data {n}|Clerk|{value}" for n, value in enumerate(values, 1))
    return f"ID|Description|Owner|{heading}\n{rows}"


@pytest.mark.parametrize(
    "text", ["was 16", "by 2025", "Not 5", "12 weeks", "Up 12", "16 down", "approx 12", "4 by March", "16 (previous)"]
)
def test_a_number_beside_a_word_of_no_scale_is_not_read(tmp_path: Path, text: str) -> None:
    register, findings = read(tmp_path, table("Current score", "12", text, "9"), layout=CONFIRMED)
    found = only(findings, "value-unread")
    assert (found.cell, found.field) == ("D3", "current.score")
    assert register.risks[1].current == Exposure()


@pytest.mark.parametrize(
    ("text", "score", "rating"),
    [
        ("16 (High)", 16, "High"),
        ("VH(16)", 16, "VH"),
        ("12 A", 12, "A"),
        ("Very high risk - 20", 20, "Very high risk"),
        ("4 - Near certain", 4, "Near certain"),
    ],
)
def test_a_number_beside_a_step_of_a_scale_is_read(tmp_path: Path, text: str, score: int, rating: str) -> None:
    register, findings = read(tmp_path, table("Current score", "12", text, "9"), layout=CONFIRMED)
    assert register.risks[1].current == Exposure(None, None, score, rating)
    assert "value-unread" not in codes(findings)


def test_a_word_with_a_meaning_in_the_layout_may_stand_beside_a_number(tmp_path: Path) -> None:
    layout = CONFIRMED + '[words.score]\nwobbly = "Amber"'
    register, findings = read(tmp_path, table("Current score", "12", "9 - Wobbly"), layout=layout)
    assert register.risks[1].current == Exposure(None, None, 9, "Amber")
    assert "value-unread" not in codes(findings)


@pytest.mark.parametrize("word", ["High", "VH", "a", "Likely - more than once a year", "Med", "R/A", "very unlikely"])
def test_words_of_scales(word: str) -> None:
    assert may_stand_beside(word)


@pytest.mark.parametrize("word", ["was", "by", "UP", "High until", "likely was", "not", "weeks", "Not high", "almost"])
def test_words_of_no_scale(word: str) -> None:
    assert not may_stand_beside(word)


def test_a_number_beyond_any_scale_is_not_read(tmp_path: Path) -> None:
    register, findings = read(tmp_path, table("Target score", "12", "2025", "9", "6"), layout=CONFIRMED)
    assert only(findings, "value-unread").cell == "D3"
    assert [risk.target.score for risk in register.risks] == [12, None, 9, 6]


def test_a_scale_that_goes_high_is_left_alone(tmp_path: Path) -> None:
    register, findings = read(tmp_path, table("Current score", "120", "450", "90"), layout=CONFIRMED)
    assert [risk.current.score for risk in register.risks] == [120, 450, 90]
    assert "value-unread" not in codes(findings)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L4 x I5 = 20", (4, 5, 20, True)),
        ("I5 x L4 = 20", (5, 4, 20, False)),
        ("16 (4x4)", (4, 4, 16, None)),
        ("4×5=20", (4, 5, 20, None)),
        ("4 X 4 (16)", (4, 4, 16, None)),
        ("3x3", (3, 3, 9, None)),
        ("20 = 4 x 5", (4, 5, 20, None)),
        ("4 x 5 = 21", None),
        ("L4 x L5", None),
        ("4", None),
        ("4 - 5", None),
        ("A 3x3 matrix", None),
    ],
)
def test_a_score_with_its_levels(text: str, expected: tuple[object, ...] | None) -> None:
    assert product(text) == expected


def test_levels_are_read_from_the_scores_cell(tmp_path: Path) -> None:
    register, findings = read(tmp_path, table("Current score (LxI)", "4x5=20", "16 (4x4)", "2x3"), layout=CONFIRMED)
    assert [risk.current for risk in register.risks] == [Exposure(4, 5, 20), Exposure(4, 4, 16), Exposure(2, 3, 6)]
    cells = register.risks[0].source.cells
    assert (cells["current.likelihood"], cells["current.impact"], cells["current.score"]) == ("D2", "D2", "D2")
    assert "value-unread" not in codes(findings)


def test_which_figure_is_the_likelihood_is_not_guessed(tmp_path: Path) -> None:
    register, findings = read(tmp_path, table("Current score", "4x5=20", "16 (4x4)"), layout=CONFIRMED)
    assert [risk.current for risk in register.risks] == [Exposure(None, None, 20), Exposure(4, 4, 16)]
    told = [(f.cell, f.field) for f in findings if f.code == "value-unread"]
    assert told == [("D2", "current.likelihood"), ("D2", "current.impact")]


def test_levels_that_contradict_the_scores_cell_are_told(tmp_path: Path) -> None:
    heading = "Current likelihood|Current impact|Current score (L x I)"
    register, findings = read(tmp_path, table(heading, "3|5|4x5=20", "4|4|4x4=16"), layout=CONFIRMED)
    assert register.risks[0].current == Exposure(3, 5, 20)
    assert only(findings, "value-unread").cell == "F2"


def test_a_product_that_does_not_come_out_is_not_read(tmp_path: Path) -> None:
    register, findings = read(tmp_path, table("Current score (LxI)", "4x5=21", "4x4", "3x3"), layout=CONFIRMED)
    assert register.risks[0].current == Exposure()
    assert only(findings, "value-unread").cell == "D2"


@pytest.mark.parametrize("heading", ["RAG", "Current risk score", "Current rating", "Current likelihood"])
def test_a_colour_alone_is_told_whatever_its_column(tmp_path: Path, heading: str) -> None:
    looks = {"D2": {"bg_color": "#FF0000"}, "D3": {"bg_color": "#00FF00"}}
    _, findings = read(tmp_path, table(heading, "", ""), looks=looks)
    assert [f.cell for f in findings if f.code == "fill-unread"] == ["D2", "D3"]


def test_the_shade_of_a_row_says_nothing(tmp_path: Path) -> None:
    looks = {f"{letter}2": {"bg_color": "#DDEEFF"} for letter in "ABCD"}
    _, findings = read(tmp_path, table("Current score", "", "9"), looks=looks)
    assert "fill-unread" not in codes(findings)


def test_typed_dates_beside_others_with_the_month_first_are_told(tmp_path: Path) -> None:
    dates = ("03/04/2024", "04/25/2024", "05/06/2024", "06/30/2024")
    found = only(read(tmp_path, table("Last reviewed", *dates))[1], "dates-swapped")
    assert (found.cell, found.field) == ("D2", "last_reviewed")
    assert "D2, D4" in found.message


@pytest.mark.parametrize(
    "dates", [("03/04/2024", "25/04/2024"), ("04/25/2024", "06/30/2024"), ("04/25/2024", "05/05/2024")]
)
def test_typed_dates_that_can_be_read_one_way_are_left_alone(tmp_path: Path, dates: tuple[str, ...]) -> None:
    assert "dates-swapped" not in codes(read(tmp_path, table("Last reviewed", *dates))[1])


@pytest.mark.parametrize(("number", "told"), [("123456789012345678", True), ("123456", False), ("'1E5", False)])
def test_an_id_that_is_a_number_of_many_digits_is_told(tmp_path: Path, number: str, told: bool) -> None:
    _, findings = read(tmp_path, f"ID|Description|Owner\n{number}|Loss of data|Clerk\n7|Fire|Clerk", layout=CONFIRMED)
    assert [f.cell for f in findings if f.code == "value-unread"] == (["A2"] if told else [])


def test_an_appetite_that_waits_to_be_filled_is_none(tmp_path: Path) -> None:
    register, findings = read(tmp_path, table("Risk appetite", "TBC", "Open"), layout=CONFIRMED)
    assert [risk.appetite for risk in register.risks] == [None, "Open"]
    assert (only(findings, "value-unread").cell, only(findings, "value-unread").field) == ("D2", "appetite")


@pytest.mark.parametrize(
    ("text", "means", "trend", "code"),
    [
        ("Up from 12", "risk", Trend.RISING, ""),
        ("Down from 25", "position", Trend.RISING, ""),
        ("Up from 12", "", None, "trend-meaning-missing"),
        ("Increased from 12 to 16", "", Trend.RISING, ""),
        ("Increased from 16 to 12", "", None, "trend-unknown"),
        ("New from 12", "risk", None, "trend-unknown"),
    ],
)
def test_a_trend_that_says_from_where(tmp_path: Path, text: str, means: str, trend: Trend | None, code: str) -> None:
    layout = CONFIRMED + (f'trend_means = "{means}"' if means else "")
    register, findings = read(tmp_path, table("Trend", text), layout=layout)
    assert register.risks[0].trend is trend
    assert [c for c in codes(findings) if c.startswith("trend")] == ([code] if code else [])


def test_a_c_beside_an_l_is_the_impact(tmp_path: Path) -> None:
    register, findings = read(tmp_path, table("C|L|Score", "4|5|20", "3|4|12"))
    assert [risk.current for risk in register.risks] == [Exposure(5, 4, 20), Exposure(4, 3, 12)]
    assert "column-near" in codes(findings)
    register, _ = read(tmp_path, table("C|Score", "4|20", "3|12"))
    assert [risk.current.impact for risk in register.risks] == [None, None]


def test_consequences_beside_an_impact_are_a_text(tmp_path: Path) -> None:
    heading = "Consequences|Current likelihood|Current impact"
    register, _ = read(tmp_path, table(heading, "Cuts|3|4", "Overspend|2|2", "Harm|1|5"))
    first = register.risks[0]
    assert (first.consequence, first.current.impact) == ("Cuts", 4)


def test_scores_of_several_quarters_are_not_chosen_from(tmp_path: Path) -> None:
    register, findings = read(tmp_path, table("Q1 score|Q2 score", "20|16", "9|9"))
    assert only(findings, "column-ambiguous").field == "current.score"
    assert [risk.current.score for risk in register.risks] == [None, None]
    register, findings = read(tmp_path, table("Q1 score|Q2 score|Current score", "20|16|12", "9|9|8"))
    assert "column-ambiguous" not in codes(findings)
    assert [risk.current.score for risk in register.risks] == [12, 8]


@pytest.mark.parametrize(
    "text", ["3 - Occurs yearly", "2: Local media only", "4 – May close a site", "1. Not felt", "5) Lives lost"]
)
def test_a_step_with_the_bodys_own_label_is_that_step(text: str) -> None:
    assert is_labelled(text)


@pytest.mark.parametrize("text", ["12 weeks", "was 16", "16 - was 12", "9 - reduced by half", "3-4", "4 - 5", "2025"])
def test_what_only_looks_like_a_labelled_step_is_none(text: str) -> None:
    assert not is_labelled(text)

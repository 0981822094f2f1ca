"""Registers as bodies keep them → risks: the grouped one, the flat one, and every kind of row."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.ingest.registers.reading import as_json, as_lines, seen_lines
from pipeline.model.records import Exposure, Trend
from tests.ingest.register_books import ARROW, codes, only, read

CONFIRMED = 'confirmed = "2017-12-01"\n'

GROUPED = """
| Northshire Council | | | | | | | | | | | | | |
| Corporate risk register, Quarter 3 | | | | | | | | | | | | | |
| Risk | | | | Inherent | | | Controls | | Current | | | Outlook | |
| Ref | Risk title | Risk description | Risk owner | Likelihood | Impact | Score | Controls in place | Control lead | Likelihood | Impact | Score | Trend | Last reviewed |
| a short code | in a few words | what may happen, and why | a post, no name | 1 to 5 | 1 to 5 | | what is done now | | 1 to 5 | 1 to 5 | | see the key | |
| People and places | | | | | | | | | | | | | |
| N01 | Flooding | Homes flood. | Head of Place | 5 - Certain | 5 | =E7*F7 -> 25 | Flood wardens | Jo | 3 | 5 | =J7*K7 -> 15 | é | 2017-11-14 |
| | | | | | | | Sand bags\\nin every depot | Al | | | | | |
| | | | | | | | | Late note | | | | | |
| N02 | Schools | Too few places. | Head of Schools | 4 | 4 | =E10*F10 -> 16 | New wing | | 2 | 4 | =J10*K10 -> 8 | è | 31.03.2017 |
| | | | | | | | | | | | | | |
| Money | | | | | | | | | | | | | |
| N03 | Savings | Savings are late. | Finance Director | 4 | 4 | =E13*F13 -> 16 | None | | 4 | 3 | =J13*K13 -> 12 | ê | 2017-11-01 |
| N04 | | | | | | | | | | | | | |
| | | | | | | =E15*F15 -> 0 | | | | | =J15*K15 -> 0 | | |
| Total | | | | | | =SUM(G7:G13) -> 57 | | | | | =SUM(L7:L13) -> 35 | | |
| Prepared by the risk team | | | | | | | | | | | | | |
| | | | | | | | | | | | | | |
| Ref | Risk title | Closed on | Reason | | | | | | | | | | |
| N00 | Snow | 2016-04-01 | Over | | | | | | | | | | |
"""
MERGES = ("A3:D3", "E3:G3", "H3:I3", "J3:L3", "M3:N3", "A6:N6", "A7:A9")
ARROWS = {"M7": ARROW, "M10": ARROW, "M13": ARROW}

FLAT = """
| Risk no. | Risk description | Owner | Probability | Impact | Risk score | RAG | Existing controls | Further actions | Trend | Next review date |
| 0007 | Systems fail. | Head of IT | 4 | 4 | 16 | Amber | • Backups, tested monthly\\n• A second\\n  site | 1) Buy spares 2) Train staff | Increasing | 10 Feb 2018 |
| 0008 | Data is lost. | Head of IT | 2 | 4 | 8 | Green | No formal process in place | N/A | No change | 2018-03-01 |
"""


def grouped(folder: Path, **options: object) -> tuple:
    return read(
        folder, GROUPED, layout='trend_means = "risk"\nconfirmed = "2017-12-01"', merges=MERGES, looks=ARROWS, **options
    )


def test_grouped_register_is_read_whole(tmp_path: Path) -> None:
    register, findings = grouped(tmp_path)
    assert register.header_rows == (3, 4)
    assert [risk.id for risk in register.risks] == ["N01", "N02", "N03"]
    first, _, third = register.risks
    assert (first.title, first.description, first.owner) == ("Flooding", "Homes flood.", "Head of Place")
    assert first.inherent == Exposure(5, 5, 25, None)
    assert first.current == Exposure(3, 5, 15, None)
    assert first.controls == ("Flood wardens", "Sand bags", "in every depot")
    assert third.controls == ()
    assert [risk.trend for risk in register.risks] == [Trend.RISING, Trend.SAME, Trend.FALLING]
    assert [risk.last_reviewed for risk in register.risks] == [date(2017, 11, 14), date(2017, 3, 31), date(2017, 11, 1)]
    assert first.source.cells["current.likelihood"] == "J7"
    assert first.source.place("owner").cell == "D7"
    assert codes(findings) == {"column-unread", "rows-left-out", "rows-passed-over"}
    assert "'Controls > Control lead' (I)" in only(findings, "column-unread").message


def test_every_row_below_the_headings_counts_once(tmp_path: Path) -> None:
    register, _ = grouped(tmp_path)
    assert register.rows == {
        "risk": 3, "continuation": 2, "section": 2, "help": 1, "blank": 2, "total": 1,
        "formula": 1, "id-only": 1, "footer": 1, "second-table": 2,
    }  # fmt: skip
    assert sum(register.rows.values()) == 20 - 4


def test_flat_register_is_read_whole(tmp_path: Path) -> None:
    register, findings = read(tmp_path, FLAT.replace("| 0007", "| '0007").replace("| 0008", "| '0008"))
    first, second = register.risks
    assert (first.id, second.id) == ("0007", "0008")
    assert first.current == Exposure(4, 4, 16, "Amber")
    assert first.controls == ("Backups, tested monthly", "A second site")
    assert first.actions == ("Buy spares", "Train staff")
    assert (first.trend, second.trend) == (Trend.RISING, Trend.SAME)
    assert (first.next_review, second.next_review) == (date(2018, 2, 10), date(2018, 3, 1))
    assert (second.controls, second.actions) == ((), ())
    assert codes(findings) == {"layout-unconfirmed", "stage-assumed"}
    assert {column.how for column in register.columns} == {"exact"}


def test_json_has_every_key_of_its_contract(tmp_path: Path) -> None:
    register, findings = grouped(tmp_path)
    result = as_json(register, findings)
    assert list(result) == ["file", "sheet", "header_rows", "columns", "ignored_columns", "rows", "risks", "findings"]
    assert result["columns"][4] == {
        "letter": "E",
        "heading": "Likelihood",
        "banner": "Inherent",
        "field": "inherent.likelihood",
        "how": "exact",
    }
    assert list(result["risks"][0]) == [
        "row", "id", "title", "description", "cause", "consequence", "category", "owner", "inherent", "current", "target",
        "previous_score", "trend", "trend_reason", "appetite", "controls", "control_effectiveness", "actions", "status",
        "restricted", "last_reviewed", "next_review", "cells",
    ]  # fmt: skip
    assert result["risks"][0]["target"] == {"likelihood": None, "impact": None, "score": None, "rating": None}
    assert result["risks"][0]["last_reviewed"] == "2017-11-14"
    assert list(result["findings"][0]) == [
        "severity",
        "code",
        "message",
        "file",
        "sheet",
        "cell",
        "subject",
        "field",
        "remedy",
    ]


def test_lines_say_how_each_column_was_taken_and_what_was_passed_over(tmp_path: Path) -> None:
    lines = as_lines(*grouped(tmp_path))
    text = "\n".join(lines)
    assert "'Inherent > Likelihood' (by its heading; for instance “5”)" in text
    assert "2 section headings" in text
    assert "row 7: N01 · Flooding · Head of Place" in text


def test_columns_are_told_again_only_where_they_are_others(tmp_path: Path) -> None:
    table = "| ID | Risk description | Risk owner | Room |\n| A1 | Fire | Head | 4b |"
    before, findings = read(tmp_path, table)
    assert "  D   'Room'" in seen_lines(before)
    assert "What each column was taken for:" not in as_lines(before, findings, told=before)
    after, findings = read(tmp_path, table, layout='[ignore]\nheadings = ["Room"]')
    assert "Ignored, as the layout says:" in as_lines(after, findings, told=before)


def test_order_of_rows_changes_nothing_but_the_order(tmp_path: Path) -> None:
    lines = FLAT.strip().split("\n")
    there, _ = read(tmp_path, "\n".join(lines))
    back, _ = read(tmp_path, "\n".join([lines[0], *reversed(lines[1:])]))

    def told(risk: object) -> tuple:
        return tuple(
            getattr(risk, name) for name in ("id", "description", "owner", "current", "controls", "actions", "trend")
        )

    assert [told(risk) for risk in there.risks] == [told(risk) for risk in reversed(back.risks)]


@pytest.mark.parametrize(
    ("banners", "merges"),
    [
        ("| | | | Inherent | | Residual | |", ()),  # typed over the first column of each group
        ("| | | | | Inherent | | Residual |", ()),  # typed over the last
        ("| | | | Inherent risk | | Residual risk | |", ("D1:E1", "F1:G1")),
    ],
)
def test_banners_however_placed_name_the_stage(tmp_path: Path, banners: str, merges: tuple[str, ...]) -> None:
    table = f"{banners}\n| ID | Risk | Risk owner | L | I | L | I |\n| A1 | Fire | Head | 5 | 4 | 2 | 3 |"
    register, _ = read(tmp_path, table, merges=merges, layout='confirmed = "2017-12-01"')
    assert register.risks[0].inherent == Exposure(5, 4)
    assert register.risks[0].current == Exposure(2, 3)


def test_lone_headings_beside_banners_stand_in_the_banner_row(tmp_path: Path) -> None:
    table = """
| Ref | Risk description | Inherent | | Current | | Risk owner |
| | | Likelihood | Impact | Likelihood | Impact | |
| A1 | Fire | 5 | 4 | 2 | 3 | Head |
"""
    for merges in (("C1:D1", "E1:F1"), ("A1:A2", "B1:B2", "C1:D1", "E1:F1", "G1:G2")):
        register, _ = read(tmp_path, table, merges=merges)
        assert register.header_rows == (1, 2)
        risk = register.risks[0]
        assert (risk.id, risk.owner, risk.inherent, risk.current) == ("A1", "Head", Exposure(5, 4), Exposure(2, 3))


@pytest.mark.parametrize(
    ("headings", "stages"),
    [
        ("Likelihood | Impact | Residual risk", ("inherent", "current")),
        ("Likelihood | Impact | Target risk", ("current", "target")),
        ("Current likelihood | Current impact | Residual risk", ("current", "target")),
        ("Inherent likelihood | Inherent impact | Residual risk", ("inherent", "current")),
    ],
)
def test_stage_that_is_not_named_is_taken_from_the_others_and_said(
    tmp_path: Path, headings: str, stages: tuple[str, str]
) -> None:
    register, findings = read(
        tmp_path,
        f"| ID | Risk description | Owner | {headings} |\n| A1 | Fire | Head | 4 | 3 | High |\n| A2 | Ice | Head | 4 | 3 | Low |",
    )
    risk = register.risks[0]
    assert getattr(risk, stages[0]) == Exposure(4, 3)
    assert getattr(risk, stages[1]) == Exposure(rating="High")
    if "Target" not in headings or "Likelihood" in headings:
        assert "stage-assumed" in codes(findings)


def test_layout_says_what_residual_means(tmp_path: Path) -> None:
    table = "| ID | Risk description | Owner | Residual score |\n| A1 | Fire | Head | 4 |"
    register, findings = read(tmp_path, table, layout=CONFIRMED + 'residual_means = "target"')
    assert register.risks[0].target.score == 4
    assert codes(findings) == set()


def test_id_keeps_its_zeros_and_is_text(tmp_path: Path) -> None:
    table = "| ID | Risk description | Owner |\n| 232 | Fire | Head |\n| 7 | Ice | Head |"
    register, _ = read(tmp_path, table, looks={"A2": {"num_format": "00000"}})
    assert [risk.id for risk in register.risks] == ["00232", "7"]


@pytest.mark.parametrize(
    ("cell", "score", "rating"),
    [
        ("12 (A)", 12, "A"),
        ("VH(16)", 16, "VH"),
        ("High", None, "High"),
        ("16", 16, None),
        ("N/A", None, None),
        ("-", None, None),
        ("", None, None),
    ],
)
def test_score_and_rating_in_one_cell(tmp_path: Path, cell: str, score: int | None, rating: str | None) -> None:
    register, findings = read(
        tmp_path,
        f"| ID | Risk description | Owner | Current score |\n| A1 | Fire | Head | {cell} |\n| A2 | Ice | Head | 9 |\n| A3 | Ice | Head | 9 |",
        layout=CONFIRMED,
    )
    assert (register.risks[0].current.score, register.risks[0].current.rating) == (score, rating)
    assert codes(findings) == set()


def test_word_scales_keep_their_words(tmp_path: Path) -> None:
    register, _ = read(
        tmp_path,
        "| ID | Risk description | Owner | Likelihood | Impact |\n| A1 | Fire | Head | Almost certain | Major |\n| A2 | Ice | Head | Rare | Minor |",
    )
    assert register.risks[0].current == Exposure("Almost certain", "Major")


def test_merged_category_counts_for_every_risk_beside_it(tmp_path: Path) -> None:
    table = "| Category | ID | Risk description | Owner |\n| Money | A1 | Fire | Head |\n| | A2 | Ice | Head |"
    register, _ = read(tmp_path, table, merges=("A2:A3",))
    assert [risk.category for risk in register.risks] == ["Money", "Money"]


def test_one_row_a_control_with_the_id_repeated(tmp_path: Path) -> None:
    table = "| ID | Risk description | Owner | Controls |\n| A1 | Fire | Head | Alarms |\n| A1 | Fire | Head | Drills |\n| A2 | Ice | Head | Grit |"
    register, findings = read(tmp_path, table, layout=CONFIRMED)
    assert [risk.controls for risk in register.risks] == [("Alarms", "Drills"), ("Grit",)]
    assert codes(findings) == set()


def test_rows_of_another_type_are_left_out_where_the_layout_says_so(tmp_path: Path) -> None:
    table = "| ID | Type | Risk description | Owner |\n| A1 | Risk | Fire | Head |\n| A2 | Issue | Ice | Head |"
    register, findings = read(tmp_path, table, layout=CONFIRMED + '[only]\nType = ["Risk"]')
    assert [risk.id for risk in register.risks] == ["A1"]
    assert register.rows == {"risk": 1, "other": 1}
    assert codes(findings) == {"rows-passed-over"}


def test_guidance_sheet_is_not_taken_for_the_register(tmp_path: Path) -> None:
    guidance = (
        "| How to score |\n| Score | Meaning | Response |\n| 20-25 | Very high | Act now |\n| 1-4 | Low | Watch |"
    )
    register, findings = read(tmp_path, FLAT, sheets={"Guidance": guidance})
    assert register.sheet == "Register"
    assert "sheet-ambiguous" not in codes(findings)


def test_repeated_header_row_is_no_risk(tmp_path: Path) -> None:
    table = "| ID | Risk description | Owner |\n| A1 | Fire | Head |\n| ID | Risk description | Owner |\n| A2 | Ice | Head |"
    register, _ = read(tmp_path, table)
    assert [risk.id for risk in register.risks] == ["A1", "A2"]
    assert register.rows == {"risk": 2, "other": 1}


def test_joined_columns_binding_by_banner_and_by_letter(tmp_path: Path) -> None:
    table = """
| | | | | Now | Goal |
| Nr | Event | Effect | Held by | Figure | Figure |
| A1 | Fire | Homes lost | Head | 12 | 4 |
"""
    layout = (
        CONFIRMED
        + 'header_rows = [1, 2]\n[columns]\nid = "A"\ndescription = ["Event", "Effect"]\nowner = "held  BY"\n"current.score" = "Now > Figure"\n"target.score" = "Goal > Figure"\n'
    )
    register, findings = read(tmp_path, table, layout=layout)
    risk = register.risks[0]
    assert (risk.id, risk.description, risk.owner, risk.current.score, risk.target.score) == (
        "A1",
        "Fire\nHomes lost",
        "Head",
        12,
        4,
    )
    assert {column.how for column in register.columns} == {"layout"}
    assert codes(findings) == set()


def test_layout_gives_words_and_colours_their_meaning(tmp_path: Path) -> None:
    table = "| ID | Risk description | Owner | Current likelihood | Current rating | Trend |\n| A1 | Fire | Head | Oft | | U |\n| A2 | Ice | Head | 2 | Low | S |"
    layout = (
        CONFIRMED
        + '[words.likelihood]\nOft = 4\n[words.trend]\nU = "rising"\nS = "same"\n[fills.rating]\nFF0000 = "Very high"\n'
    )
    register, findings = read(tmp_path, table, layout=layout, looks={"E2": {"bg_color": "#FF0000"}})
    first, second = register.risks
    assert first.current == Exposure(likelihood=4, rating="Very high")
    assert (first.trend, second.trend) == (Trend.RISING, Trend.SAME)
    assert codes(findings) == set()


def test_log_of_several_kinds_gives_its_risks_and_says_so(tmp_path: Path) -> None:
    table = "| ID | Type | Description | Owner |\n| A1 | Risk | Fire | Head |\n| A2 | Issue | Ice | Head |\n| A3 | Assumption | Snow | Head |"
    register, findings = read(tmp_path, table, layout=CONFIRMED)
    assert [risk.id for risk in register.risks] == ["A1"]
    assert only(findings, "rows-left-out").cell == "B1"


def test_words_and_their_numbers_side_by_side_give_the_numbers(tmp_path: Path) -> None:
    table = "| ID | Risk | Owner | Likelihood | Likelihood score | Impact |\n| A1 | Fire | Head | Likely | 4 | Financial |\n| A2 | Ice | Head | Rare | 1 | Reputation |"
    register, _ = read(tmp_path, table)
    assert [risk.current for risk in register.risks] == [Exposure(likelihood=4), Exposure(likelihood=1)]


@pytest.mark.parametrize(
    ("cells", "consequence", "impact"),
    [
        (("4", "3"), None, 4),
        (
            ("People are hurt and homes are lost.", "Roads are closed for days."),
            "People are hurt and homes are lost.",
            None,
        ),
    ],
)
def test_impact_is_a_level_or_a_text_as_its_values_are(
    tmp_path: Path, cells: tuple[str, str], consequence: str | None, impact: int | None
) -> None:
    table = f"| ID | Risk | Owner | Impact |\n| A1 | Fire | Head | {cells[0]} |\n| A2 | Ice | Head | {cells[1]} |"
    register, _ = read(tmp_path, table)
    assert (register.risks[0].consequence, register.risks[0].current.impact) == (consequence, impact)


def test_ids_that_are_words_are_ids(tmp_path: Path) -> None:
    table = "| ID | Risk description | Owner |\n| Fire and water | Fire | Head |\n| Ice | Ice | Head |"
    register, _ = read(tmp_path, table)
    assert [risk.id for risk in register.risks] == ["Fire and water", "Ice"]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Risk Score (after)", "current.score"), ("Score (before controls)", "inherent.score"), ("Post-mitigation rating", "current.score"),
        ("Nett risk score (1-25)", "current.score"), ("TargetScore", "target.score"), ("Current_Score", "current.score"), ("Residual\nScore", "current.score"),
        ("Inherent Risk Scor", "inherent.score"), ("Target residual score", "target.score"), ("Current residual score", "current.score"), ("Expected net score", "target.score"), ("Previous score", "previous_score"), ("Score last quarter", "previous_score"),
    ],
)  # fmt: skip
def test_heading_names_its_stage(tmp_path: Path, heading: str, field: str) -> None:
    table = f"| ID | Risk description | Owner | {heading.replace(chr(10), chr(92) + 'n')} |\n| A1 | Fire | Head | 12 |\n| A2 | Ice | Head | 9 |"
    register, _ = read(tmp_path, table)
    assert register.columns[3].field == field


@pytest.mark.parametrize(
    "heading",
    [
        "Control owner",
        "Action owner",
        "Target date",
        "Date raised",
        "Priority",
        "Within appetite?",
        "Review frequency",
        "Likelihood rationale",
    ],
)
def test_heading_that_is_near_but_foreign_is_not_taken(tmp_path: Path, heading: str) -> None:
    register, findings = read(tmp_path, f"| ID | Risk description | Owner | {heading} |\n| A1 | Fire | Head | 12 |")
    assert [column.field for column in register.columns] == ["id", "description", "owner"]
    assert heading in only(findings, "column-unread").message

"""Each finding about a register: a case that speaks, with its place, and one that stays quiet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.ingest.registers.reading import as_json, as_lines
from pipeline.model.records import Exposure
from tests.ingest.register_books import ARROW, codes, only, read

CONFIRMED = 'confirmed = "2017-12-01"\n'
HEAD = "| ID | Risk description | Risk owner |"
GOOD = HEAD + "\n| A1 | Fire | Head |"
SCORED = "| ID | Risk description | Risk owner | Current likelihood | Current impact | Current score |"
STEPS = "| ID | Risk description | Risk owner | Current likelihood |\n| A1 | Fire | Head | {} |\n| A2 | Ice | Head | {} |\n| A3 | Snow | Head | {} |"
TREND = "| ID | Risk description | Risk owner | Trend |"
ADDED = "| ID | Risk description | Risk owner | {} |\n| A1 | Fire | Head | {} |"
RISK_TREND = CONFIRMED + 'trend_means = "risk"\n'

# code → (what speaks: table, options), the cell it names, (what stays quiet)
CASES: dict[str, tuple[tuple[str, dict[str, Any]], str, tuple[str, dict[str, Any]]]] = {
    "field-missing": (("| ID | Risk description | Someone |\n| A1 | Fire | Head |", {}), "A1", (GOOD, {})),
    "column-ambiguous": (("| ID | Risk description | Owner | Lead officer |\n| A1 | Fire | Head | Other |", {}), "C1", ("| ID | Risk description | Risk owner | Lead officer |\n| A1 | Fire | Head | Other |", {})),
    "layout-unconfirmed": ((GOOD, {"layout": ""}), "", (GOOD, {})),
    "column-unread": ((ADDED.format("Shoe size", "44"), {}), "D1", (ADDED.format("Shoe size", "44"), {"layout": CONFIRMED + '[ignore]\nheadings = ["SHOE  size"]'})),
    "stage-assumed": ((ADDED.format("Residual score", "9"), {}), "D1", (ADDED.format("Current score", "9"), {})),
    "sheet-ambiguous": (("| Our risks |\n| |\n" + GOOD, {"sheets": {"Other": GOOD}}), "A3", (GOOD, {"sheets": {"Other": GOOD}, "layout": CONFIRMED + 'sheet = "Register"'})),
    "sheet-not-register": (("| Some | thing |\n| 1 | 2 |", {}), "", (GOOD, {})),
    "formula-uncalculated": ((ADDED.format("Current score", "=SUM(A9:A12)"), {}), "D2", (ADDED.format("Current score", "=SUM(A9:A12) -> 9"), {})),
    "formula-computed": ((SCORED + "\n| A1 | Fire | Head | 3 | 4 | =D2*E2 |", {}), "F2", (SCORED + "\n| A1 | Fire | Head | 3 | 4 | =D2*E2 -> 12 |", {})),
    "cell-error": ((ADDED.format("Current score", "=D9*2 -> #REF!"), {}), "D2", (ADDED.format("Notes", "=D9*2 -> #REF!"), {"layout": CONFIRMED + '[ignore]\nheadings = ["Notes"]'})),
    "hidden-used": ((GOOD, {"hidden_columns": ["C"]}), "C1", (ADDED.format("Notes", "x"), {"hidden_columns": ["D"], "layout": CONFIRMED + '[ignore]\nheadings = ["Notes"]'})),
    "struck-out": ((GOOD, {"looks": {"B2": {"font_strikeout": True}}}), "B2", (GOOD, {"looks": {"B2": {"bold": True}}})),
    "filter-on": ((GOOD + "\n| A2 | Ice | Head |", {"filtered": "A1:C3", "hidden_rows": [3]}), "A3", (GOOD + "\n| A2 | Ice | Head |", {"filtered": "A1:C3"})),
    "text-replaced": ((HEAD + "\n| A1 | Fire\ufffe | Head |", {}), "B2", (HEAD + "\n| A1 | Fire\u200b\u00a0& <ice> | Head |", {})),
    "value-unread": ((ADDED.format("Current likelihood", "3/5"), {}), "D2", (ADDED.format("Current likelihood", "3 - Likely"), {})),
    "comment-on-cell": ((GOOD, {"comments": {"C2": "Ask again"}}), "C2", (GOOD, {"comments": {"C1": "A post"}})),
    "external-link": ((HEAD + "\n| A1 | Fire | =[1]Posts!B2 -> Head |", {}), "C2", (HEAD + "\n| A1 | Fire | =Posts[1] -> Head |", {})),
    "fill-unread": ((ADDED.format("Current rating", "") + "\n| A2 | Ice | Head | High |\n| A3 | Ice | Head | Low |", {"looks": {"D2": {"bg_color": "#FF0000"}}}), "D2", (ADDED.format("Current rating", "High"), {"looks": {"D2": {"bg_color": "#FF0000"}}})),
    "id-duplicate": ((GOOD + "\n| A1 | Ice | Head |", {}), "A3", (GOOD + "\n| a1 | Ice | Head |", {})),
    "id-missing": ((GOOD + "\n| | Ice | Head |", {}), "A3", (GOOD + "\n| A2 | Ice | Head |", {})),
    "list-unsplit": ((ADDED.format("Controls", "Alarms; drills"), {}), "D2", (ADDED.format("Controls", "Alarms; drills"), {"layout": CONFIRMED + '[split]\ncontrols = [";"]'})),
    "rows-left-out": ((GOOD + "\n| |\n| ID | Risk description | Closed |\n| A0 | Snow | 2016-01-01 |", {}), "A4", (GOOD + "\n| |\n| Prepared by the risk team |", {})),
    "scores-twice": ((ADDED.format("Current score", "9") + "\n| A1 | Fire | Head | 4 |", {}), "D3", (ADDED.format("Current score", "9") + "\n| A1 | Fire | Head | 9 |", {})),
    "risks-left-out": ((ADDED.format("Current score", "9") + "\n| |\n| ID | Risk description | Risk lead | Current score |\n| A2 | Ice | Head | 4 |", {}), "A5", (ADDED.format("Current score", "9") + "\n| |\n| Closed |\n| ID | Risk description | Risk lead | Current score |\n| A2 | Ice | Head | 4 |", {})),
    "level-differs": ((STEPS.format("3", "Likely", "5"), {}), "D3", (STEPS.format("3", "4 - Likely", "5"), {})),
    "levels-roman": ((STEPS.format("I", "IV", "II"), {}), "D1", (STEPS.format("Rare", "IV", "II"), {})),
    "trend-unknown": (((TREND + "\n| A1 | Fire | Head | Sideways |"), {}), "D2", (TREND + "\n| A1 | Fire | Head | Rising |", {})),
    "trend-meaning-missing": ((TREND + "\n| A1 | Fire | Head | ↑ |", {}), "D2", (TREND + "\n| A1 | Fire | Head | ↑ |", {"layout": RISK_TREND})),
    "layout-broken": ((GOOD, {"layout": CONFIRMED + '[columns]\nowner = "Lead officer"'}), "A1", (GOOD, {"layout": CONFIRMED + '[columns]\nowner = "Risk owner"'})),
    "layout-moved": ((GOOD, {"layout": CONFIRMED + 'header_rows = [4]\n[columns]\nid = "ID"\ndescription = "Risk description"\nowner = "Risk owner"'}), "A1", (GOOD, {"layout": CONFIRMED + "header_rows = [1]"})),
}  # fmt: skip


@pytest.mark.parametrize("code", CASES)
def test_finding_speaks_and_names_its_place(code: str, tmp_path: Path) -> None:
    (table, options), cell, _ = CASES[code]
    _, findings = read(tmp_path, table, **{"layout": CONFIRMED, **options})
    finding = only(findings, code)
    assert finding.cell == cell
    assert finding.file == "register.xlsx"
    assert finding.organisation == "Northshire"
    assert finding.message
    assert finding.remedy


@pytest.mark.parametrize("code", CASES)
def test_finding_stays_quiet(code: str, tmp_path: Path) -> None:
    _, _, (table, options) = CASES[code]
    _, findings = read(tmp_path, table, **{"layout": CONFIRMED, **options})
    assert code not in codes(findings)


def test_ambiguous_columns_are_named_and_not_read(tmp_path: Path) -> None:
    register, findings = read(
        tmp_path,
        "| ID | Risk description | Risk owner | Likelihood | Likelihood |\n| A1 | Fire | Head | 3 | 4 |\n| A2 | Ice | Head | 2 | 1 |",
    )
    finding = only(findings, "column-ambiguous")
    assert "'Likelihood' (D1) and 'Likelihood' (E1)" in finding.message
    assert finding.field == "current.likelihood"
    assert register.risks[0].current == Exposure()


def test_formula_of_the_score_tells_which_column_is_the_likelihood(tmp_path: Path) -> None:
    table = "| ID | Risk description | Risk owner | Likelihood | Prob | Impact | Risk score |\n| A1 | Fire | Head | Rare | 0.1 | 4 | =E2*F2 -> 0.4 |"
    register, findings = read(tmp_path, table)
    assert register.risks[0].current == Exposure(0.1, 4, 0.4)
    assert "column-ambiguous" not in codes(findings)


def test_mitigation_may_be_controls_or_actions_and_is_asked(tmp_path: Path) -> None:
    register, findings = read(
        tmp_path, "| ID | Risk description | Risk owner | Mitigation |\n| A1 | Fire | Head | Alarms |"
    )
    assert (register.risks[0].controls, register.risks[0].actions) == ((), ())
    assert {finding.field for finding in findings if finding.code == "column-unread"} == {"controls", "actions"}
    register, findings = read(
        tmp_path, "| ID | Risk description | Risk owner | Mitigation | Actions |\n| A1 | Fire | Head | Alarms | Drill |"
    )
    assert (register.risks[0].controls, register.risks[0].actions) == (("Alarms",), ("Drill",))
    assert only(findings, "column-near").field == "controls"


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Existing mitigation", "controls"),
        ("Current mitigating actions", "controls"),
        ("Existing steps to mitigate risk", "controls"),
        ("Further steps to mitigate risk", "actions"),
        ("Planned mitigation", "actions"),
        ("Mitigation required", "actions"),
        ("Steps to mitigate risk", ""),
        ("Actions taken to date", ""),
        ("Mitigation status", ""),
    ],
)
def test_words_tell_controls_in_place_from_actions(heading: str, field: str, tmp_path: Path) -> None:
    register, findings = read(tmp_path, ADDED.format(heading, "Alarms"))
    assert [column.field for column in register.columns if column.letter == "D"] == ([field] if field else [])
    assert ("column-unread" in codes(findings)) == (not field)


def test_broken_heading_is_not_guessed_anew_and_the_nearest_is_named(tmp_path: Path) -> None:
    layout = CONFIRMED + '[columns]\n"current.likelihood" = "Current L"\n[seen]\n"Current L" = "D"'
    register, findings = read(
        tmp_path, "| ID | Risk description | Risk owner | Likelihood now |\n| A1 | Fire | Head | 3 |", layout=layout
    )
    assert register.risks[0].current.likelihood is None
    finding = only(findings, "layout-broken")
    assert "'Current L'" in finding.message
    assert "'Likelihood now'" in finding.message
    assert finding.cell == "D1"


def test_heading_that_stands_twice_breaks_a_layout(tmp_path: Path) -> None:
    layout = CONFIRMED + '[columns]\nowner = "Risk owner"'
    register, findings = read(
        tmp_path, "| ID | Risk description | Risk owner | Risk owner |\n| A1 | Fire | Head | Other |", layout=layout
    )
    assert "C1, D1" in only(findings, "layout-broken").message
    assert register.risks[0].owner is None


def test_column_that_moved_is_read_where_it_is_and_said(tmp_path: Path) -> None:
    layout = CONFIRMED + '[columns]\nowner = "Risk owner"\n[seen]\n"Risk owner" = "E"'
    register, findings = read(tmp_path, GOOD, layout=layout)
    assert only(findings, "layout-moved").cell == "C1"
    assert register.risks[0].owner == "Head"


def test_hidden_row_is_no_risk_and_is_said(tmp_path: Path) -> None:
    register, findings = read(tmp_path, GOOD + "\n| A2 | Old | Gone |", hidden_rows=[3], layout=CONFIRMED)
    assert [risk.id for risk in register.risks] == ["A1"]
    assert register.rows == {"risk": 1, "hidden": 1}
    assert only(findings, "hidden-used").cell == "A3"


def many(heading: str, value: str, count: int) -> str:
    """A register whose every risk has this value in column D."""
    head = f"| ID | Risk description | Risk owner | {heading} |"
    return "\n".join([head, *(f"| A{n} | Fire {n} | Head | {value} |" for n in range(1, count + 1))])


@pytest.mark.parametrize(
    ("code", "field", "column"),
    [
        ("value-unread", "next_review", ("Next review", "soon")),
        ("trend-unknown", "trend", ("Trend", "Sideways")),
        ("trend-meaning-missing", "trend", ("Trend", "↑")),
        ("list-unsplit", "controls", ("Controls", "Alarms; drills")),
        ("cell-error", "current.score", ("Current score", "=D99*2 -> #REF!")),
        ("text-replaced", "trend_reason", ("Reason for trend", "More\ufffe fires")),
    ],
)
@pytest.mark.parametrize("count", [2, 3, 4, 20])
def test_each_cell_has_a_finding_of_its_own(
    code: str, field: str, column: tuple[str, str], count: int, tmp_path: Path
) -> None:
    register, findings = read(tmp_path, many(*column, count), layout=CONFIRMED)
    found = [finding for finding in as_json(register, findings)["findings"] if finding["code"] == code]
    assert [finding["cell"] for finding in found] == [f"D{row}" for row in range(2, count + 2)]
    assert [finding["subject"] for finding in found] == [f"Northshire A{n}" for n in range(1, count + 1)]
    assert {(finding["field"], finding["sheet"]) for finding in found} == {(field, "Register")}
    assert all(finding["message"].startswith(finding["subject"]) for finding in found)


@pytest.mark.parametrize(("count", "lines"), [(3, 3), (4, 1), (20, 1)])
def test_reading_aloud_tells_many_alike_as_one(count: int, lines: int, tmp_path: Path) -> None:
    register, findings = read(tmp_path, many("Next review", "soon", count), layout=CONFIRMED)
    told = [line for line in as_lines(register, findings) if "“soon”" in line]
    assert len(told) == lines
    assert ("Likewise in" in told[0]) == (lines == 1)
    if count == 20:
        assert "Northshire A1: " in told[0]
        assert "Likewise in 19 more cells: D3 to D21. (register.xlsx, sheet 'Register', D2)" in told[0]
        assert told[0].count("Mend the cell") == 1


def test_each_column_that_is_not_read_has_a_finding_at_its_heading(tmp_path: Path) -> None:
    table = "| ID | Risk description | Risk owner | Shoe size | Hat size |\n| A1 | Fire | Head | 44 | 58 |"
    _, findings = read(tmp_path, table, layout=CONFIRMED)
    found = {finding.cell: finding.message for finding in findings if finding.code == "column-unread"}
    assert list(found) == ["D1", "E1"]
    assert "'Shoe size'" in found["D1"] and "'Hat size'" in found["E1"]


def test_each_row_that_holds_an_id_again_or_is_hidden_has_a_finding_of_its_own(tmp_path: Path) -> None:
    table = GOOD + "\n| A1 | Ice | Head |\n| A1 | Snow | Head |\n| A2 | Old | Gone |\n| | Older | Gone |"
    _, findings = read(tmp_path, table, layout=CONFIRMED, hidden_rows=[5, 6])
    again = [finding for finding in findings if finding.code == "id-duplicate"]
    assert [(f.cell, f.message) for f in again] == [
        ("A3", "Northshire A1 stands in A2 and again in A3."),
        ("A4", "Northshire A1 stands in A2 and again in A4."),
    ]
    assert [finding.cell for finding in findings if finding.code == "hidden-used"] == ["A5", "B6"]


def test_rows_behind_a_filter_are_all_named(tmp_path: Path) -> None:
    _, findings = read(
        tmp_path, many("Notes", "x", 30), layout=CONFIRMED, filtered="A1:D31", hidden_rows=[3, *range(5, 25)]
    )
    assert "21 rows out of sight (3, 5 to 24)" in only(findings, "filter-on").message


@pytest.mark.parametrize(
    ("table", "options", "sheet"),
    [
        (GOOD, {"sheets": {"Other": GOOD}}, "Register"),  # the first that could be it
        ("| Some | thing |\n| 1 | 2 |", {}, "Register"),  # there is no other
        ("| Some | thing |\n| 1 | 2 |", {"sheets": {"Other": "| Some | thing |"}}, ""),  # it is about all of them
        (GOOD, {"sheet": "Registry"}, ""),  # what it is about is not there
    ],
)
def test_finding_about_a_sheet_names_it(table: str, options: dict[str, Any], sheet: str, tmp_path: Path) -> None:
    register, findings = read(tmp_path, table, **{"layout": CONFIRMED, **options})
    assert [finding.sheet for finding in findings] == [sheet]
    assert register.risks == ()


def test_named_sheet_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    register, findings = read(tmp_path, GOOD, sheet="Registry")
    finding = only(findings, "sheet-not-register")
    assert "Did you mean 'Register'?" in finding.message
    assert register.risks == ()


def test_scores_beside_further_controls_are_not_dropped_silently(tmp_path: Path) -> None:
    table = "| ID | Risk description | Risk owner | Controls | Current score |\n| A1 | Fire | Head | Alarms | 9 |\n| | | | Drills | 12 |"
    register, findings = read(tmp_path, table, layout=CONFIRMED, merges=("A2:A3",))
    assert register.risks[0].current.score is None
    assert register.risks[0].controls == ("Alarms", "Drills")
    assert only(findings, "scores-twice").cell == "E3"


def test_colour_that_repeats_a_word_says_nothing(tmp_path: Path) -> None:
    register, findings = read(
        tmp_path, ADDED.format("Current rating", "High"), looks={"D2": {"bg_color": "#FF0000"}}, layout=CONFIRMED
    )
    assert register.risks[0].current.rating == "High"
    assert codes(findings) == set()


def test_letter_that_is_no_arrow_in_its_font_is_unknown(tmp_path: Path) -> None:
    table = TREND + "\n| A1 | Fire | Head | é |\n| A2 | Ice | Head | é |"
    register, findings = read(tmp_path, table, looks={"D2": ARROW}, layout=RISK_TREND)
    assert [risk.trend for risk in register.risks] == ["rising", None]
    assert only(findings, "trend-unknown").cell == "D3"


def test_two_risks_under_one_merged_id_are_not_made_one_silently(tmp_path: Path) -> None:
    table = "| ID | Risk title | Risk description | Risk owner | Actions |\n| A1 | Fire | Homes burn. | Head | Drill |\n| | Ice | Roads close. | Other | Grit |"
    register, findings = read(tmp_path, table, layout=CONFIRMED, merges=("A2:A3",))
    risk = register.risks[0]
    assert (risk.title, risk.description, risk.owner, risk.actions) == (
        "Fire",
        "Homes burn.\nRoads close.",
        "Head",
        ("Drill", "Grit"),
    )
    assert [finding.cell for finding in findings if finding.code == "value-unread"] == ["B3", "D3"]


@pytest.mark.parametrize(
    ("steps", "layout", "cells"),
    [
        (("Likely", "Possible", "Rare"), "", []),
        (("", "Likely", "-"), "", []),
        (("3", "Likely", "5"), "[words.likelihood]\nLikely = 4", []),
        (("Likely", "4", "Rare"), "", ["D3"]),  # the fewer differ
        (("Likely", "4", ""), "", ["D2"]),  # of as many, the words
        (("3", "Likely", "Rare or less"), "", ["D2"]),
    ],
)
def test_the_steps_of_a_column_agree(
    steps: tuple[str, str, str], layout: str, cells: list[str], tmp_path: Path
) -> None:
    register, findings = read(tmp_path, STEPS.format(*steps), layout=CONFIRMED + layout)
    assert [finding.cell for finding in findings if finding.code == "level-differs"] == cells
    marked = {f"D{risk.source.row}": risk.unknown for risk in register.risks if risk.unknown}
    assert sorted(marked) == cells
    assert all(set(unknown) == {"current.likelihood"} for unknown in marked.values())


ROMANS = "| ID | Risk description | Risk owner | Current likelihood | Current impact | Current score |\n| A1 | Fire | Head | {} | {} | {} |\n| A2 | Ice | Head | {} | {} | {} |"


@pytest.mark.parametrize(
    ("cells", "layout", "first", "second"),
    [
        # likelihood, impact and score of each risk → as read
        (("I", "III - Moderate", "3", "IV (high)", "Severe (V)", "20"), "", (1, 3, 3), (4, 5, 20)),
        (("II", "III", "VI", "III", "III", "IX"), "", (2, 3, 6), (3, 3, 9)),
        (("II", "I", "2", "IV", "I", "4"), "", (2, 1, 2), (4, 1, 4)),  # a lone "I" beside a scale that is plain
        (("TBC", "II", "-", "I", "X", ""), "", (None, 2, None), (1, 10, None)),
        (("I", "V", "5", "V", "X", "50"), "", ("I", "V", 5), ("V", "X", 50)),  # letters may be words, or ticks
        (("II", "II", "4", "II", "II", "4"), "", ("II", "II", 4), ("II", "II", 4)),  # nor is one step a scale
        (("ii", "iii", "6", "iii", "iv", "12"), "", ("ii", "iii", 6), ("iii", "iv", 12)),
        (("II", "XI", "4", "Likely", "II", "4"), "", ("II", "XI", 4), ("Likely", "II", 4)),
        (("II - III", "I", "4", "IV", "I", "4"), "", ("II - III", "I", 4), ("IV", "I", 4)),
        (("I", "I", "8", "II", "II", "6"), "[words.likelihood]\nI = 4\nII = 3", (4, 1, 8), (3, 2, 6)),
        (("I", "I", "8", "II", "II", "6"), "[words.likelihood]\nI = 'I'\nII = 'II'", ("I", 1, 8), ("II", 2, 6)),
    ],
)
def test_roman_numerals_are_numbers_where_all_of_a_column_are(
    cells: tuple[str, ...], layout: str, first: tuple[object, ...], second: tuple[object, ...], tmp_path: Path
) -> None:
    register, findings = read(tmp_path, ROMANS.format(*cells), layout=CONFIRMED + layout)
    read_ = [(risk.current.likelihood, risk.current.impact, risk.current.score) for risk in register.risks]
    assert read_ == [first, second]
    numeric = {name for name, at in (("likelihood", 0), ("impact", 1)) if not isinstance(first[at] or second[at], str)}
    told = {finding.field.partition(".")[2] for finding in findings if finding.code == "levels-roman"}
    assert told - {"score"} == numeric - ({"likelihood"} if layout else set())
    assert ("score" in told) == (cells[2] == "VI")


def test_roman_score_that_does_not_follow_is_found(tmp_path: Path) -> None:
    rows = ("I | II | II", "II | III | VI", "III | II | VI", "I | IV | IV", "II | IV | VIII", "III | III | X")
    table = "\n".join([SCORED, *(f"| A{n} | Fire {n} | Head | {row} |" for n, row in enumerate(rows))])
    register, findings = read(tmp_path, table, layout=CONFIRMED)
    assert [risk.current.score for risk in register.risks] == [2, 6, 6, 4, 8, 10]
    assert only(findings, "score-arithmetic").cell == "F7"


def test_one_word_keeps_a_column_of_roman_numerals_in_words(tmp_path: Path) -> None:
    register, findings = read(tmp_path, STEPS.format("IV", "Likely", "II"), layout=CONFIRMED)
    assert [risk.current.likelihood for risk in register.risks] == ["IV", "Likely", "II"]
    assert codes(findings) == set()
    _, findings = read(tmp_path, STEPS.format("IV", "3", "II"), layout=CONFIRMED)
    assert [finding.cell for finding in findings if finding.code == "level-differs"] == ["D3"]


UNDER = "| ID | Risk description | Risk owner | Notes | Room |\n| A1 | Fire | Head | Asked twice | 4b |\n| | | | Asked again | |\n| A2 | Ice | Head | | |"


@pytest.mark.parametrize(
    ("layout", "merges", "kind"),
    [
        ('[ignore]\nheadings = ["Notes", "Room"]', (), "other"),
        ('[ignore]\nheadings = ["Notes", "Room"]', ("A2:A3",), "continuation"),  # its id says whose it is
        ('[ignore]\nheadings = ["Room"]', (), "continuation"),  # Notes is not read, and said not to be
    ],
)
def test_row_of_ignored_columns_alone_is_said(layout: str, merges: tuple[str, ...], kind: str, tmp_path: Path) -> None:
    register, findings = read(tmp_path, UNDER, layout=CONFIRMED + layout, merges=merges)
    assert register.rows == {"risk": 2, kind: 1}
    if kind == "other":
        assert only(findings, "rows-left-out").cell == "D3"
    assert codes(findings) == {"other": {"rows-left-out"}}.get(kind, set() if merges else {"column-unread"})


def test_row_that_only_says_that_it_is_a_risk_is_said(tmp_path: Path) -> None:
    layout = CONFIRMED + '[only]\nType = ["Risk"]'
    table = "| ID | Risk description | Risk owner | Type |\n| A1 | Fire | Head | Risk |\n| | | | {} |\n| A2 | Ice | Head | Risk |"
    register, findings = read(tmp_path, table.format("Risk"), layout=layout)
    assert register.rows == {"risk": 2, "other": 1}
    assert only(findings, "rows-left-out").cell == "D3"
    register, findings = read(tmp_path, table.format("Issue"), layout=layout)
    assert register.rows == {"risk": 2, "other": 1}
    assert codes(findings) == set()


def test_what_cannot_be_read_is_marked_in_its_risk(tmp_path: Path) -> None:
    register, _ = read(
        tmp_path,
        "| ID | Risk description | Risk owner | Current score | Trend |\n"
        "| A1 | Fire | =C9 -> #REF! | =SUM(A9:A12) | Sideways |\n"
        "| A2 | Ice | Head | 9 | Rising |",
        layout=CONFIRMED,
    )
    assert [risk.unknown for risk in register.risks] == [
        {
            "owner": "[not readable: #REF!]",
            "current.score": "[not readable: =SUM(A9:A12)]",
            "trend": "[not known: Sideways]",
        },
        {},
    ]

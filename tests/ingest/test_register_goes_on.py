"""Where a register goes on: below the same headings, on another sheet, or in a line that only looks like a footer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.ingest.grid import Cell
from pipeline.ingest.registers.closed import says_closed
from pipeline.ingest.registers.layouts import Layout
from pipeline.ingest.registers.trends import read_trend
from pipeline.model.findings import Finding, Severity
from pipeline.model.records import Register, Trend
from tests.ingest.register_books import codes, only, read

HEAD = "Ref|Risk description|Risk owner|Likelihood|Impact|Score"
FIRE = "A1|Fire at the old depot|Depot lead|3|4|12"
FLOOD = "A2|Flood at the depot|Depot lead|2|5|10"
THEFT = "A3|Fuel is stolen at night|Fleet lead|3|3|9"
TREES = "A4|Trees fall on the road|Parks lead|2|2|4"


def table(*rows: str) -> str:
    return "\n".join(f"| {row} |" for row in (HEAD, *rows))


def sheet(*rows: str) -> str:
    return "\n".join(f"| {row} |" for row in rows)


def ids(register: Register) -> list[str]:
    return [risk.id for risk in register.risks]


def of(findings: Sequence[Finding], code: str) -> list[Finding]:
    return [finding for finding in findings if finding.code == code]


# --- what is closed


@pytest.mark.parametrize(
    "text",
    [
        "Closed", "Closed risks", "CLOSED RISKS:", "Archive 2016", "Old risks", "Risk register (archived)", "No longer a risk",
        "Realised (now issues)", "Parked / dormant", "Below the line - removed by the board in May", "Risks that were closed",
    ],
)  # fmt: skip
def test_a_heading_that_says_no_more_than_closed(text: str) -> None:
    assert says_closed(text)


@pytest.mark.parametrize(
    "text",
    [
        "Old Trafford depot", "Old depot risks", "Removed trees and hedges", "Archive and museum risks", "Closed roads",
        "Open and closed risks", "Parked vehicles", "Dormant accounts", "Retired staff", "Risks not closed",
    ],
)  # fmt: skip
def test_a_heading_that_speaks_of_other_things(text: str) -> None:
    assert not says_closed(text)


@pytest.mark.parametrize(("heading", "told"), [("Realised (now issues)", True), ("Parked vehicles", False)])
def test_a_section_that_says_closed_is_told(tmp_path: Path, heading: str, told: bool) -> None:
    _, findings = read(tmp_path, table(FIRE, FLOOD, heading, THEFT))
    assert ("section-says-other" in codes(findings)) is told


# --- the same headings again


@pytest.mark.parametrize("between", [["Roads"], ["", "Roads"], [""]])
def test_a_table_goes_on_below_the_same_headings(tmp_path: Path, between: list[str]) -> None:
    register, findings = read(tmp_path, table(FIRE, FLOOD, *between, HEAD, THEFT))
    assert ids(register) == ["A1", "A2", "A3"]
    assert "“Ref”" in only(findings, "rows-passed-over").message
    assert codes(findings).isdisjoint(("risks-left-out", "rows-left-out"))


@pytest.mark.parametrize(
    "heading", ["Old depot risks", "Archive and museum risks", "Removed trees", "Mitigated", "Issues"]
)
def test_where_they_may_be_closed_nothing_is_read_and_it_is_a_block(tmp_path: Path, heading: str) -> None:
    register, findings = read(tmp_path, table(FIRE, FLOOD, heading, HEAD, THEFT))
    assert ids(register) == ["A1", "A2"]
    assert only(findings, "risks-left-out").cell == "A6"


@pytest.mark.parametrize("heading", ["Closed risks", "No longer risks", "Archive"])
def test_where_they_are_closed_they_are_to_be_looked_at(tmp_path: Path, heading: str) -> None:
    register, findings = read(tmp_path, table(FIRE, FLOOD, heading, HEAD, THEFT))
    assert ids(register) == ["A1", "A2"]
    assert "risks-left-out" not in codes(findings)
    only(findings, "rows-left-out")


@pytest.mark.parametrize(
    ("lines", "ends"), [(["", " | | |Closed| | "], True), ([" |and then the issues of the yard| | | | "], False)]
)
def test_headings_right_below_a_line_go_on_unless_it_says_closed(tmp_path: Path, lines: list[str], ends: bool) -> None:
    register, _ = read(tmp_path, table(FIRE, FLOOD, *lines, HEAD, THEFT))
    assert ids(register) == (["A1", "A2"] if ends else ["A1", "A2", "A3"])


@pytest.mark.parametrize("again", ["Likelihood|Impact|Rating", "Impact|Likelihood|Score"])
def test_headings_that_differ_are_another_table(tmp_path: Path, again: str) -> None:
    headings = HEAD.replace("Likelihood|Impact|Score", again)
    register, findings = read(tmp_path, table(FIRE, FLOOD, "", headings, THEFT))
    assert ids(register) == ["A1", "A2"]
    assert only(findings, "risks-left-out").severity is Severity.BLOCK


# --- other sheets

MORE = (THEFT, TREES)


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("Old Trafford depot", MORE),
        ("HR", [row.replace("A", "HR-", 1) for row in MORE]),
        ("More", [f"{THEFT}|see note", TREES]),
    ],
)
def test_a_sheet_without_headings_that_goes_on_is_a_block(tmp_path: Path, name: str, rows: list[str]) -> None:
    _, findings = read(tmp_path, table(FIRE, FLOOD), sheets={name: sheet(*rows)})
    assert f"'{name}'" in only(findings, "table-goes-on").message


@pytest.mark.parametrize(
    "rows",
    [
        [f" |{row}" for row in MORE],
        ["Proposed new risks", "Ref|What might happen|Who", "A3|Fuel is stolen|Fleet", "A4|Trees fall|Parks"],
    ],
)
def test_new_ids_on_another_sheet_are_to_be_looked_at(tmp_path: Path, rows: list[str]) -> None:
    _, findings = read(tmp_path, table(FIRE, FLOOD), sheets={"New": sheet(*rows)})
    found = only(findings, "rows-left-out")
    assert (found.sheet, "that was not read there" in found.message) == ("New", True)


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("Closed risks", MORE),
        ("Actions", ["Risk|What we do next", "A1|Buy new pumps", "A2|Mend the wall"]),  # ids that were read
        ("Issues", ["Pumps of the yard fail|I1|Clerk", "Walls of the yard fall|I2|Clerk"]),
        ("Scale", ["1|Rare|Once in a hundred years", "2|Unlikely|Once in ten years", "3|Possible|Once in five years"]),
        ("One", ["A9|Trees fall on the road"]),
    ],
)
def test_other_sheets_are_only_named(tmp_path: Path, name: str, rows: list[str]) -> None:
    _, findings = read(tmp_path, table(FIRE, FLOOD), sheets={name: sheet(*rows)})
    assert codes(findings).isdisjoint(("rows-left-out", "table-goes-on"))
    assert name in only(findings, "sheet-unread").message


@pytest.mark.parametrize(("name", "told"), [("Closed risks", False), ("Archive 2016", False), ("Closed roads", True)])
def test_a_sheet_of_closed_risks_is_no_second_register(tmp_path: Path, name: str, told: bool) -> None:
    register, findings = read(tmp_path, table(FIRE, FLOOD), sheets={name: table(THEFT, TREES)})
    assert ("sheet-ambiguous" in codes(findings)) is told
    assert bool(register.risks) is not told


# --- lines, and what looks like an example


@pytest.mark.parametrize(
    "line", ["Risk A3: Fuel is stolen", "New risk no. A3 - Fuel", "Also noted: fuel is stolen at night"]
)
def test_a_line_below_that_names_a_risk_is_told(tmp_path: Path, line: str) -> None:
    register, findings = read(tmp_path, table(FIRE, FLOOD, "", line))
    assert ids(register) == ["A1", "A2"]
    assert line in only(findings, "rows-left-out").message


@pytest.mark.parametrize("line", ["Risk A1: see above", "Risk register of the depot", "Also see: annex"])
def test_a_line_below_that_names_none_is_a_footer(tmp_path: Path, line: str) -> None:
    _, findings = read(tmp_path, table(FIRE, FLOOD, "", line))
    assert "rows-left-out" not in codes(findings)


def test_a_first_risk_that_begins_as_an_example_is_told(tmp_path: Path) -> None:
    _, findings = read(tmp_path, table("A1|E.g. fraud stops our work|Clerk|3|4|12", FLOOD))
    assert only(findings, "rows-left-out").cell == "A2"


def test_a_word_that_begins_with_example_is_a_risks(tmp_path: Path) -> None:
    register, _ = read(tmp_path, table("A1|Example-setting by leaders is poor|Clerk|3|4|12", FLOOD))
    assert ids(register) == ["A1", "A2"]


@pytest.mark.parametrize("row", ["R0|E.g. loss of staff|Clerk|3|4|12", "A0|E.g. loss|e.g. Head of Staff|3|4|12"])
def test_an_example_that_says_so_is_only_quoted(tmp_path: Path, row: str) -> None:
    register, findings = read(tmp_path, table(row, FIRE, FLOOD))
    assert ids(register) == ["A1", "A2"]
    assert "rows-left-out" not in codes(findings)


# --- columns


@pytest.mark.parametrize(("first", "told"), [("This quarter", True), ("Score", False)])
def test_scores_that_are_not_read_are_a_block_where_no_others_are(tmp_path: Path, first: str, told: bool) -> None:
    rows = f"Ref|Risk description|Risk owner|{first}|Target score\nA1|Fire at depot|Clerk|12|6\nA2|Flood|Clerk|10|5\nA3|Theft|Clerk|8|2"
    _, findings = read(tmp_path, "\n".join(f"| {row} |" for row in rows.split("\n")))
    assert [found.field for found in of(findings, "field-missing")] == ["current.score"] * told


@pytest.mark.parametrize(
    ("headings", "impact"), [("Impact on money|Overall impact", 5), ("Impact on money|Impact on trust", None)]
)
def test_the_overall_impact_goes_before_its_parts(tmp_path: Path, headings: str, impact: int | None) -> None:
    rows = (f"Ref|Risk description|Risk owner|Likelihood|{headings}", "A1|Fire|Clerk|3|4|5", "A2|Flood|Clerk|2|1|3")
    register, _ = read(tmp_path, "\n".join(f"| {row} |" for row in rows))
    assert register.risks[0].current.impact == impact


@pytest.mark.parametrize(("first", "likelihood"), [("60%|3", 3), ("4|3", None)])
def test_steps_go_before_percentages(tmp_path: Path, first: str, likelihood: int | None) -> None:
    rows = (
        "Ref|Risk description|Risk owner|Likelihood|Likelihood score|Impact",
        f"A1|Fire|Clerk|{first}|5",
        "A2|Flood|Clerk|20%|2|4",
    )
    register, _ = read(tmp_path, "\n".join(f"| {row} |" for row in rows))
    assert register.risks[0].current.likelihood == likelihood


# --- trends


def trend(text: str, means: str | None = None, *, signed: bool = False) -> Trend | str | None:
    read = read_trend(Cell(1, 1, text), Layout("x.toml", trend_means=means), signed=signed)
    return "unknown" if read.unknown else "meaning missing" if read.meaning_missing else read.trend


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("No change from 12", Trend.SAME), ("No change from 12 to 16", "unknown"), ("Reduced since Q2", Trend.FALLING),
        ("Increased by 3", Trend.RISING), ("Increased by 0", "unknown"), ("New since Q2", "unknown"),
        ("Static - no change", Trend.SAME), ("Rising - falling", "unknown"), ("▲2", Trend.RISING), ("▼0", "unknown"),
        ("►0", Trend.SAME), ("▲ (from 9)", Trend.RISING), ("+2", Trend.RISING), ("−3", Trend.FALLING), ("2", "unknown"),
    ],
)  # fmt: skip
def test_words_and_signs_with_numbers(text: str, said: Trend | str) -> None:
    assert trend(text, "risk") == said


def test_a_signed_number_needs_a_meaning() -> None:
    assert (trend("+2"), trend("+2", "position")) == ("meaning missing", Trend.FALLING)


def test_beside_signed_numbers_a_bare_one_is_one_too(tmp_path: Path) -> None:
    rows = (f"{HEAD}|Movement", f"{FIRE}|2", f"{FLOOD}|-3", f"{THEFT}|0")
    text = "\n".join(f"| {row} |" for row in rows)
    register, _ = read(tmp_path, text, layout='trend_means = "risk"')
    assert [risk.trend for risk in register.risks] == [Trend.RISING, Trend.FALLING, Trend.SAME]
    register, findings = read(tmp_path, text.replace("-3", "3"), layout='trend_means = "risk"')
    assert len(of(findings, "trend-unknown")) == 3


# --- which of its rows restricts a risk

_SHUT = f"{HEAD}|Controls|Restricted"


@pytest.mark.parametrize(
    ("cells", "reason", "told"),
    [
        (("", "live operation"), "live operation", []),  # the further row alone
        (("", "Yes"), "restricted by its register", []),
        (("legal", "live operation"), "legal; live operation", []),
        (("legal", "legal"), "legal", []),
        (("No", "live operation"), "live operation", ["value-unread"]),
        (("live operation", "No"), "live operation", ["value-unread"]),
        (("live operation", "n/a"), "live operation", []),
        (("No", "No"), None, []),
        (("", ""), None, []),
    ],
)
def test_any_row_of_a_risk_restricts_all_of_it(
    tmp_path: Path, cells: tuple[str, str], reason: str | None, told: list[str]
) -> None:
    first, further = cells
    rows = [_SHUT, f"{FIRE}|Alarms|{first}", f"||||||Patrols|{further}", f"{FLOOD}|Pumps|"]
    register, findings = read(tmp_path, sheet(*rows))
    assert [risk.restricted for risk in register.risks] == [reason, None]
    assert register.risks[0].controls == ("Alarms", "Patrols")
    assert [code for code in codes(findings) if code == "value-unread"] == told

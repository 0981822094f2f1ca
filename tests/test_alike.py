"""Many findings alike are told as one where people read, and none is lost on the way."""

from __future__ import annotations

import io
import json
import sys
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import screen
from pipeline.model.alike import alike, spans
from pipeline.model.findings import Finding, Severity, find
from pipeline.model.records import Place

OWNER = find(
    "owner-missing", "Met M02 has no risk owner.", Place("met.xlsx", "Risks", "D7"),
    subject="Met M02", field="owner", organisation="Met",
)  # fmt: skip


def in_cells(*cells: str) -> list[Finding]:
    return [replace(OWNER, cell=cell, subject=f"Met M{cell}", message=f"Met M{cell} has no owner.") for cell in cells]


@pytest.mark.parametrize(
    ("rows", "column", "said"),
    [
        ([7], "D", "D7"),
        ([7, 8], "D", "D7 to D8"),
        ([15, 9, 8, 10, 7, 8], "D", "D7 to D10, D15"),
        ([1, 3, 5, 6, 7], "", "1, 3, 5 to 7"),
        ([], "D", ""),
    ],
)
def test_spans(rows: list[int], column: str, said: str) -> None:
    assert spans(rows, column) == said


@pytest.mark.parametrize(
    ("findings", "told"),
    [
        ([], []),
        (in_cells("D7", "D8", "D9"), ["Met MD7 has no owner.", "Met MD8 has no owner.", "Met MD9 has no owner."]),
        (in_cells("D7", "D8", "D9", "D12"), ["Met MD7 has no owner. Likewise in 3 more cells: D8 to D9, D12."]),
    ],
)
def test_more_than_three_of_a_column_are_told_as_one(findings: list[Finding], told: list[str]) -> None:
    assert [entry.message for entry in alike(findings)] == told


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (["Up"] * 5, "Met M1: “Up” is unknown. Likewise in 4 more cells: D8 to D11."),
        (
            ["Up", "Steady", "Up", "Steady", "Steady"],
            "Met M1: “Up” is unknown. Likewise in 4 more cells: D8, D10 to D11 (“Steady”), D9 (“Up”).",
        ),
        (
            ["x" * 50, "y" * 50, "z" * 50, "w" * 50],
            f"Met M1: “{'x' * 50}” is unknown. Likewise in 3 more cells: D8 to D10.",
        ),
    ],
)
def test_the_words_that_differ_are_named(said: list[str], told: str) -> None:
    findings = [
        replace(OWNER, code="trend-unknown", cell=f"D{6 + n}", subject=f"Met M{n}", message=f"Met M{n}: “{word}” is unknown.")
        for n, word in enumerate(said, start=1)
    ]  # fmt: skip
    (entry,) = alike(findings)
    assert entry.message == told


def test_screen_tells_first_of_whoever_has_what_matters_most(capsys: pytest.CaptureFixture[str]) -> None:
    leak = find("restricted-unmarked", "The marking is OFFICIAL.", Place("mapping.xlsx", "Meeting", "B9"))
    gone = find("mapped-not-found", "M99 is not there.", Place("mapping.xlsx", "Alignment", "C9"))
    screen.show_findings([OWNER, gone, leak], notes=True)
    said = capsys.readouterr().out
    assert said.index("OFFICIAL") < said.index("M99") < said.index("M02")
    screen.show_findings([OWNER, replace(leak, severity=Severity.QUERY)], notes=True)
    said = capsys.readouterr().out
    assert said.index("M02") < said.index("OFFICIAL")


@pytest.mark.parametrize(("encoding", "escaped"), [("cp1252", True), ("ascii", True), ("utf-8", False)])
def test_json_keeps_every_letter_whatever_the_console_can_print(
    encoding: str, escaped: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(stream, encoding=encoding, errors="replace"))
    screen.say_json([{"subject": "Łódź K2-06 ↑ “é”"}])
    sys.stdout.flush()
    assert json.loads(stream.getvalue().decode("utf-8")) == [{"subject": "Łódź K2-06 ↑ “é”"}]
    assert stream.getvalue().isascii() == escaped


FOUR = in_cells("D7", "D8", "D9", "D10")


@pytest.mark.parametrize(
    "other",
    [
        replace(FOUR[3], code="trend-missing"),
        replace(FOUR[3], severity=Severity.QUERY),
        replace(FOUR[3], organisation="MOPAC"),
        replace(FOUR[3], file="mopac.xlsx"),
        replace(FOUR[3], sheet="Closed"),
        replace(FOUR[3], field="title"),
        replace(FOUR[3], remedy="Ask."),
        replace(FOUR[3], accepted="Accepted by Head of Risk"),
        replace(FOUR[3], cell="E10"),
        replace(FOUR[3], cell="D9"),  # a second one in the same cell is another thing
        replace(FOUR[3], cell="row 10"),
        replace(FOUR[3], cell=""),
    ],
)
def test_what_differs_is_told_by_itself(other: Finding) -> None:
    findings = [*FOUR[:3], other]
    assert [entry.findings for entry in alike(findings)] == [(finding,) for finding in findings]


def test_an_entry_stands_where_its_first_finding_stands() -> None:
    other = replace(OWNER, file="mopac.xlsx")
    mixed = [FOUR[0], other, *FOUR[1:]]
    assert [entry.first for entry in alike(mixed)] == [FOUR[0], other]


@given(
    st.lists(
        st.builds(
            replace,
            st.just(OWNER),
            cell=st.sampled_from(["D7", "D8", "D9", "D10", "D11", "E7", "row 3", ""]),
            subject=st.text("ab", max_size=2),
            accepted=st.sampled_from(["", "", "", "Accepted"]),
        ),
        max_size=30,
    )
)
@settings(max_examples=60, deadline=None)
def test_every_finding_is_in_one_entry(findings: list[Finding]) -> None:
    told = [finding for entry in alike(findings) for finding in entry.findings]
    assert sorted(map(repr, told)) == sorted(map(repr, findings))
    for entry in alike(findings):
        cells = [finding.cell for finding in entry.findings]
        assert len(cells) == 1 or (len(set(cells)) == len(cells) > 3)


def test_twenty_thousand_are_told_at_once() -> None:
    findings = in_cells(*(f"{column}{row}" for row in range(2, 10_002) for column in "DF"))
    began = time.perf_counter()
    entries = alike(findings)
    assert [entry.message.rpartition(": ")[2] for entry in entries] == ["D3 to D10001.", "F3 to F10001."]
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize(("count", "shown"), [(3, 3), (4, 1), (12, 1)])
def test_screen_tells_many_alike_as_one_and_counts_each(
    count: int, shown: int, capsys: pytest.CaptureFixture[str]
) -> None:
    findings = in_cells(*(f"D{row}" for row in range(7, 7 + count)))
    screen.show_findings(findings, notes=True)
    said = " ".join(capsys.readouterr().out.split())
    assert said.startswith(f"Must fix ({count}) The register's owner (Met) - met.xlsx, sheet 'Risks', D7: Met MD7")
    assert said.count("Name a post-holder in the register. [owner-missing]") == shown
    assert ("Likewise in" in said) == (shown == 1)
    if count == 12:
        assert "Likewise in 11 more cells: D8 to D18." in said
    assert screen.counts(findings) == f"{count} must fix, 0 please look, 0 for information"


def test_screen_says_of_each_accepted_one_who_accepted_it(capsys: pytest.CaptureFixture[str]) -> None:
    findings = [replace(f, accepted=f"Accepted by post {n}") for n, f in enumerate(in_cells("D1", "D2", "D3", "D4"))]
    screen.show_findings(findings, notes=True)
    said = capsys.readouterr().out
    assert "Accepted (4)" in said
    assert all(f"Accepted by post {n}" in said for n in range(4))


def test_what_the_mapping_workbook_names_is_told_one_by_one() -> None:
    gone = [
        find(
            "mapped-not-found", f"{one} is not in the register.", Place("mapping.xlsx", "Alignment", cell), subject=one
        )
        for one, cell in (("M1", "C2"), ("M2", "C3"), ("M3", "C4"), ("M4", "C5"))
    ]
    assert [entry.message for entry in alike(gone)] == [finding.message for finding in gone]

"""What the founding paper got wrong, each found by its code at its cell or paragraph; and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.cli import main
from tests import as_text
from tests.founding.build import write_founding
from tests.quarter import make, sample

MET, MOPAC = ("met-register.xlsx", "Corporate risks"), ("mopac-register.xlsx", "Register")
CONTROLS = ("mapping.xlsx", "Controls")

Found = tuple[str, str, str, str]  # code, file, sheet or heading, cell or paragraph

BLOCKS: frozenset[Found] = frozenset(
    {
        # the text says Funding, the appendix Money
        ("enumeration-differs", "narrative.docx", "Key considerations", "paragraph 1"),
        # arrows, and nobody says what they mean
        ("trend-meaning-missing", *MET, "O11"),
        ("trend-meaning-missing", *MET, "O34"),
    }
)
QUERIES: frozenset[Found] = frozenset(
    {
        # another order than the appendix has
        ("enumeration-order", "narrative.docx", "Recommendations", "paragraph 1"),
        # Governance falls and Money rises, and nobody says why
        ("trend-without-reason", *MOPAC, "P6"),
        ("trend-without-reason", *MOPAC, "P7"),
        # short forms never written out: two in a text, two that own a risk; and one written out too late
        ("acronym-unexplained", *CONTROLS, "D2"),
        ("owner-acronym", *MET, "D13"),
        ("owner-acronym", *MOPAC, "G3"),
        ("acronym-late", *CONTROLS, "D6"),
        # the Met, and the MPS
        ("organisation-named-two-ways", "narrative.docx", "Legal implications", "paragraph 1"),
        # a control without a word of what it does; a past event; a plan; an agreement under discussion
        ("control-undescribed", *CONTROLS, "D12"),
        ("control-one-off", *CONTROLS, "D4"),
        ("control-worded-future", *CONTROLS, "D14"),
        ("control-worded-future", *CONTROLS, "D16"),
    }
)
NOTES: frozenset[Found] = frozenset(
    {
        # what moved since September
        ("risk-reworded", *MET, "C37"),
        ("risk-reowned", *MOPAC, "G6"),
        ("risk-rescored", *MOPAC, "N6"),
        ("risk-rescored", *MOPAC, "N7"),
        # two controls that only those who run them have looked at
        ("control-first-line-only", *CONTROLS, "J4"),
        ("control-first-line-only", *CONTROLS, "J12"),
        # what might be aligned
        ("top-band-unaligned", *MET, "A11"),
        ("top-band-unaligned", *MET, "A30"),
        ("top-band-unaligned", *MET, "A39"),
        ("alike-not-aligned", *MET, "C41"),
    }
)
SUBJECTS = {"acronym-unexplained": {"PCP", "VAWG"}, "owner-acronym": {"ACTP", "IOM"}, "acronym-late": {"DMPC"}}


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    sample(tmp_path)  # for the report of September
    write_founding(tmp_path / "founding")
    return tmp_path / "founding"


def checked(inputs: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[dict[str, str]]]:
    capsys.readouterr()
    status = main(["check", "--inputs", str(inputs), "--outputs", str(inputs.parent / "outputs"), "--json"])
    return status, json.loads(capsys.readouterr().out)


def places(findings: list[dict[str, str]], severity: str) -> set[Found]:
    return {(f["code"], f["file"], f["sheet"], f["cell"]) for f in findings if f["severity"] == severity}


def notes(findings: list[dict[str, str]]) -> set[Found]:
    """But for what is told of reading the registers, which is the same with and without the faults."""
    return {place for place in places(findings, "note") if place[0] not in ("rows-passed-over", "sheet-unread")}


def test_each_founding_fault_is_found_in_its_place_and_nothing_else(
    inputs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, findings = checked(inputs, capsys)
    assert status == 1
    assert places(findings, "block") == BLOCKS
    assert places(findings, "query") == QUERIES
    for code, subjects in SUBJECTS.items():
        assert {f["subject"] for f in findings if f["code"] == code} == subjects
    assert notes(findings) == NOTES
    asked = [f for f in findings if f["severity"] != "note"]
    assert len(asked) == len(BLOCKS | QUERIES) + 1  # two short forms stand in one cell


def test_the_report_is_made_as_a_draft(inputs: Path) -> None:
    assert make(inputs, inputs.parent / "outputs") == 1
    folder = inputs.parent / "outputs" / "2017-12-19"
    assert not (folder / "panel-report.docx").exists()
    text = as_text.word((folder / "DRAFT-panel-report.docx").read_bytes())
    assert "Safeguarding, Governance, Funding and Insight" in text  # the officer's words stay
    assert "Risk 3: Money" in text


def test_the_sample_quarter_has_none_of_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inputs, _ = sample(tmp_path)
    status, findings = checked(inputs, capsys)
    assert (status, places(findings, "block"), places(findings, "query")) == (0, set(), set())
    assert notes(findings) == NOTES

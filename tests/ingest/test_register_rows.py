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

"""The Accepted and Checks sheets in a whole run: what becomes of the report."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tests import as_text
from tests.journeys.test_marks import Change, aligned, all_of, control, risk, row
from tests.quarter import make, sample

BEFORE, ON_THE_DAY = date(2017, 12, 18), date(2017, 12, 19)
VACANT, UNKNOWN_RISK, UNKNOWN_ID = (
    risk("Lead director", "TBC"),
    control("Aligned risk", "Weather"),
    aligned("Met", "M99"),
)


def accepted(code: str, subject: str, until: date | None = ON_THE_DAY) -> Change:
    return row("Accepted", code, subject, "The post is being filled", "Head of Risk", until)


def weighed(code: str) -> Change:
    return row("Checks", code, "note", "We know")


# What is wrong, whether the report is clean all the same, codes beside the fault's own, words in the report.
RUNS: dict[str, tuple[Change, bool, set[str], str]] = {
    "accepted": (all_of(VACANT, accepted("owner-missing", "mopac opc-05")), True, set(), "| Vacant |"),
    "accepted without an end": (
        all_of(VACANT, accepted("owner-missing", "MOPAC OPC-05", None)), True, set(), "| Vacant |",
    ),
    "accepted until the day before": (
        all_of(VACANT, accepted("owner-missing", "MOPAC OPC-05", BEFORE)), False, {"acceptance-ended"}, "TBC [missing: risk owner]",
    ),
    "another one accepted": (
        all_of(VACANT, accepted("owner-missing", "MOPAC OPC-06")), False, set(), "TBC [missing: risk owner]",
    ),
    "made a note": (all_of(VACANT, weighed("owner-missing")), True, set(), "TBC"),
    "an unknown id accepted": (
        all_of(UNKNOWN_ID, accepted("mapped-not-found", "Met M99")), False, {"decision-refused"}, "[not found: M99]",
    ),
    "an unknown id made a note": (
        all_of(UNKNOWN_ID, weighed("mapped-not-found")), False, {"decision-refused"}, "[not found: M99]",
    ),
    "an unknown aligned risk accepted": (
        all_of(UNKNOWN_RISK, accepted("aligned-unknown", "Capacity and capability")), False, {"decision-refused"}, "[not found: Weather]",
    ),
    "an id as a date made a note": (
        all_of(aligned("MOPAC", date(2017, 3, 1)), weighed("id-as-date"), weighed("mapped-not-found")), False, {"decision-refused"}, "[not found: ",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", RUNS)
def test_what_is_decided_and_what_can_not_be(name: str, tmp_path: Path) -> None:
    change, clean, beside, words = RUNS[name]
    inputs, outputs = sample(tmp_path)
    change(inputs)
    assert make(inputs, outputs) == (0 if clean else 1)
    folder = outputs / "2017-12-19"
    document = folder / ("panel-report.docx" if clean else "DRAFT-panel-report.docx")
    assert words in as_text.word(document.read_bytes())
    findings = json.loads((folder / "record.json").read_text("utf-8"))["findings"]
    assert beside == {f["code"] for f in findings} & {"acceptance-ended", "decision-refused"}
    told = [json.dumps(f, sort_keys=True) for f in findings]
    assert len(told) == len(set(told))  # a row that is refused too is told of once
    assert len(findings) > len(beside)  # an accepted one stays listed

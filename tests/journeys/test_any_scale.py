"""Whatever an officer types for an organisation's scale, a report is made of it: never a fault of the program."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from tests import as_text
from tests.quarter import make, sample

FULL = "Low 1-4; Medium 5-9; High 10-15; Very high 16-25"


def report_with(folder: Path, likelihood: object, impact: object, bands: object) -> tuple[int, str, list[str]]:
    """The exit status, the report's text, and the codes with their cells, of the sample with this scale for Met."""
    inputs, outputs = sample(folder)
    book = openpyxl.load_workbook(inputs / "mapping.xlsx")
    sheet = book["Organisations"]
    for address, value in (("G2", likelihood), ("H2", impact), ("I2", bands)):
        sheet[address] = value
        if isinstance(value, str):
            sheet[address].data_type = "s"
    book.save(inputs / "mapping.xlsx")
    status = make(inputs, outputs)
    made = outputs / "2017-12-19"
    if not made.is_dir():
        return status, "", []
    record = json.loads((made / "record.json").read_text("utf-8"))
    (report,) = made.glob("*panel-report.docx")
    asked = [f"{f['code']} {f['cell']}" for f in record["findings"] if f["severity"] != "note"]
    return status, as_text.word(report.read_bytes()), asked


@pytest.mark.parametrize(
    ("scale", "found", "shown"),
    [
        ((5, 5, FULL), [], "likelihood 1-5, impact 1-5"),
        ((5, 5, FULL.replace("25", "20")), ["bands-scale-differ I2"], "** – ** in no band"),
        ((5, 5, FULL.replace("1-4", "2-4")), ["bands-scale-differ I2"], "[in no band: 1]"),
        ((6, 5, FULL), ["bands-scale-differ I2"], "[in no band: 26-30]"),
        ((300, 5, FULL), ["bands-scale-differ I2"], "There is no map: one of 300 levels of likelihood by 5 of impact"),
        ((11, 5, FULL.replace("25", "55")), [], "There is no map: one of 11 levels of likelihood by 5 of impact"),
        ((10, 5, FULL.replace("25", "50")), [], "likelihood 1-10, impact 1-5"),
        ((5, 5, FULL.replace("25", "40")), [], "Very high 16-40"),  # scores that weigh more than likelihood × impact
        ((None, 5, FULL), ["scale-not-stated G2"], "likelihood not stated, impact 1-5"),
        ((5, None, FULL), ["scale-not-stated H2"], "likelihood 1-5, impact not stated"),
        ((5, 5, None), ["scale-not-stated I2"], "There is no map: this organisation's levels or bands are not stated."),
        ((5, 5, "Low to high"), ["mapping-value I2"], "There is no map: [not known: Low to high]."),
    ],
)
def test_a_scale_is_shown_or_told_of(
    scale: tuple[object, object, object], found: list[str], shown: str, tmp_path: Path
) -> None:
    status, text, findings = report_with(tmp_path, *scale)
    assert status == int(bool(found) and not found[0].startswith("scale-not-stated"))
    assert findings == found
    assert shown in text


LEVELS = st.none() | st.integers(-1, 12) | st.sampled_from([300, 999_999, 2.5, "5", "five", "=1+1", "#REF!"])
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=8)
NUMBERS = st.integers(0, 40).map(str) | st.sampled_from(["4.5", "999999"])
BAND = st.tuples(NAMES | st.sampled_from(["–", "Low", "High"]), NUMBERS, NUMBERS).map(
    lambda band: "{} {}-{}".format(*band)
)


@settings(
    max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
)
@given(likelihood=LEVELS, impact=LEVELS, bands=st.none() | st.lists(BAND, max_size=4).map("; ".join))
@example(likelihood=5, impact=5, bands="– 2-3; Low 4-8")
@example(likelihood=1, impact=1, bands="Low 30-40")
@example(likelihood=10, impact=10, bands="Low 0-0")
def test_no_scale_ends_a_report(likelihood: object, impact: object, bands: object) -> None:
    with tempfile.TemporaryDirectory() as folder:
        status, text, _ = report_with(Path(folder), likelihood, impact, bands)
    assert status in (0, 1)
    assert "Metropolitan Police Service" in text

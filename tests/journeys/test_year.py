"""A year of one officer's work, meeting by meeting; and two years later each report can be made again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pipeline.cli import main
from pipeline.run import examine
from tests.journeys.steps import (
    add_row,
    change_risk,
    change_row,
    change_theme,
    changes,
    meet_on,
    paper,
    record,
    sentences,
)
from tests.journeys.test_history import fire_joins
from tests.journeys.test_issue import edit, edit_owner, made_again
from tests.quarter import make
from tests.sample.build import write_december, write_september
from tests.sample.issued import TEMPLATE

SEPTEMBER, DECEMBER, MARCH, APRIL, JULY = "2017-09-26", "2017-12-19", "2018-03-27", "2018-04-17", "2018-07-03"

# Nobody brings the registers of December up to date: their next reviews pass, and the Met's risk on money is in the
# top band for the third time.
STILL_DECEMBERS = {"review-overdue", "top-band-long"}
BY_APRIL = {*STILL_DECEMBERS, "time-words-stale"}  # an assessment of victims' services "is due on 30 March 2018"


def issue(folder: Path) -> int:
    return main(
        ["issue", "--inputs", str(folder / "inputs"), "--outputs", str(folder / "outputs"), "--template", str(TEMPLATE)]
    )  # fmt: skip


def asked(folder: Path, day: str) -> set[str]:
    """The codes of what the officer is asked to fix or to look at."""
    return {one["code"] for one in record(folder / "outputs", day)["findings"] if one["severity"] != "note"}


def renumber_and_move_a_column(inputs: Path) -> None:
    """MOPAC renumbers its risk on funding and puts its directors in the last column."""
    change_risk(inputs, "OPC-06", **{"Risk no.": "OPC-16"})
    book = openpyxl.load_workbook(inputs / "mopac-register.xlsx", data_only=True)
    page = book["Register"]
    column = next(cell.column for cell in page[1] if cell.value == "Lead director")
    last = page.max_column + 1
    for row in range(1, page.max_row + 1):
        page.cell(row, last, page.cell(row, column).value)
    page.delete_cols(column)
    book.save(inputs / "mopac-register.xlsx")
    change_theme(inputs, "Money", MOPAC="OPC-16")
    add_row(
        inputs, "Changes", Organisation="MOPAC", Risk="OPC-16", What="renumbered", Was="OPC-06", Now="OPC-16",
        Reason="The register was put in a new order.", Date=date(2017, 11, 20),
    )  # fmt: skip


def test_a_year(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inputs, outputs = tmp_path / "inputs", tmp_path / "outputs"
    made: dict[str, bytes] = {}

    def made_for(day: str) -> str:
        assert make(inputs, outputs) == 0
        made[day] = (outputs / day / "panel-report.docx").read_bytes()
        return paper(outputs, day)

    # September: the first report.
    write_september(inputs)
    text = made_for(SEPTEMBER)
    assert asked(tmp_path, SEPTEMBER) == set()
    assert sentences(text) == ["This is the first report, so there is no earlier report to compare with."]
    assert issue(tmp_path) == 0

    # December: new registers, one of them renumbered with a column moved; a director edits the report.
    shutil.rmtree(inputs)
    write_december(inputs)
    renumber_and_move_a_column(inputs)
    text = made_for(DECEMBER)
    assert asked(tmp_path, DECEMBER) == set()
    assert sentences(text)[:5] == [
        "Funding is now reported as Money.",
        "MOPAC's risk OPC-06 under Money is now numbered OPC-16.",
        "The owner of MOPAC's risk under Governance changed from Chief Executive to Chief Finance Officer.",
        "MOPAC's rating of Governance fell from Severe (12) to High (8), and its trend is now falling (it was unchanged).",
        "MOPAC's rating of Money rose from High (9) to Severe (12), and its trend is now rising (it was unchanged).",
    ]
    assert (
        "3 Money | MOPAC | Register risk re-numbered: OPC-16 | OPC-06 | OPC-16 | The register was put in a new order."
        in changes(text)
    )
    assert "| MOPAC | Chief Finance Officer | ↑ Rising |" in text
    report = outputs / DECEMBER / "panel-report.docx"
    edit(report, "above £500,000", "above £250,000")
    edit(report, "bears on the others", "bears on all the others")
    edit_owner(report, "Risk 2", "Deputy Commissioner", "Assistant Commissioner")
    capsys.readouterr()
    assert issue(tmp_path) == 0
    told = capsys.readouterr().out
    assert told.splitlines()[-1].endswith("panel-report.docx (3 differences from the generated report)")
    assert "The register of Met (met-register.xlsx) (1)" in told

    # March: the officer takes over what was changed, and nothing else is new; then the meeting moves.
    shutil.copy(outputs / DECEMBER / "issued" / "mapping-updated.xlsx", inputs / "mapping.xlsx")
    meet_on(inputs, date(2018, 3, 27), Period="Quarter 4 2017-18")
    assert make(inputs, outputs) == 0
    text = paper(outputs, MARCH)
    assert sentences(text) == ["Nothing reported here has changed since the report to the meeting of 19 December 2017."]
    agreed = "Assistant Commissioner (as agreed on 19 December 2017; the register has Deputy Commissioner)"
    assert f"| Met | {agreed} | ↔ Unchanged |" in text
    assert asked(tmp_path, MARCH) == {"promise-not-kept", *STILL_DECEMBERS}  # one is due at this very meeting
    meet_on(inputs, date(2018, 4, 17))
    change_theme(inputs, "Insight", Status="Withdrawn")
    assert make(inputs, outputs) == 0
    assert asked(tmp_path, APRIL) == {"last-not-issued", "control-overdue", "promise-not-kept", *BY_APRIL}
    messages = [one["message"] for one in record(outputs, APRIL)["findings"] if one["code"] == "last-not-issued"]
    assert messages[0].endswith("if the meeting has moved to 17 April 2018, delete the folder 2018-03-27.")

    # April: what was asked is mended, one risk is withdrawn; the Met's register has come to name the agreed owner.
    shutil.rmtree(outputs / MARCH)
    met_says(inputs, "Assistant Commissioner")
    controls = inputs / "mapping.xlsx", "Controls"
    change_row(*controls, ("Reference", "C08"), Kind="Joint", In_place="Yes", Working="Not tested")
    change_row(*controls, ("Reference", "C12"), Due=date(2018, 9, 28))
    promise = "Report what the scheme of delegation changes for decisions on investment."
    change_row(inputs / "mapping.xlsx", "Promises", ("Promise", promise), Kept="Reported under Governance.")
    text = made_for(APRIL)
    assert asked(tmp_path, APRIL) == BY_APRIL
    assert top_band(text) == "Money has been in the top band of Met (Very high) in three reports running."
    assert sentences(text) == [
        "Insight is no longer reported as an aligned risk, nor are its controls.",
        'Scheme of delegation (Governance), potential until now, is now a joint control: "In place, not proven".',
        "The due date of Service area reviews (Money) was put back for the second time, from 30 March 2018 to 28 September 2018 (the first date given was 31 January 2018).",
        "Joint controls shown to be working under Governance: partly shown (before: mostly shown).",
    ]
    assert "[Heading 2] Risk 4: Insight" not in text
    assert "| Met | Assistant Commissioner | ↔ Unchanged |" in text
    assert issue(tmp_path) == 0

    # July: a fifth aligned risk, and a third organisation; a date slips again.
    meet_on(inputs, date(2018, 7, 3), Period="Quarter 1 2018-19")
    fire_joins(inputs)
    add_row(
        inputs, "Alignment", Number=5, **{"Aligned risk": "Technology"}, Met="M08", MOPAC="OPC-12",
        Residual_risk="Old systems stay in use until they are replaced in 2020.",
    )  # fmt: skip
    add_row(
        inputs, "Controls", Reference="C16", **{"Aligned risk": "Technology"}, Control="Joint technology board",
        Description="Approves each change to the systems that both use.", Kind="Joint", Owner="Head of Technology, Met",
        In_place="Yes", Working="Not tested",
    )  # fmt: skip
    change_row(*controls, ("Reference", "C12"), Due=date(2018, 12, 14))
    text = made_for(JULY)
    assert asked(tmp_path, JULY) == {"layout-unconfirmed", "evidence-stale", *BY_APRIL}
    assert sentences(text)[:2] == [
        "Fire joins this report, with risks under Governance.",
        "Technology is a new aligned risk.",
    ]
    assert top_band(text) == (
        "Money has been in the top band of Met (Very high) in four reports running. "
        "Money has been in the top band of MOPAC (Severe) in three reports running."  # High in September
    )
    assert (
        "The due date of Service area reviews (Money) was put back for the third time, from 28 September 2018 to "
        "14 December 2018 (the first date given was 31 January 2018)."
    ) in sentences(text)
    (moved,) = [row.split(" | ")[2:5] for row in changes(text) if "Due date moved" in row]
    assert moved == [
        "Due date moved: C12 Service area reviews",
        "28 September 2018",
        "14 December 2018 (put back three times since 31 January 2018 was given)",
    ]
    by_hand(tmp_path)
    headings = [line.partition("] ")[2] for line in text.splitlines() if line.startswith("[Heading 2] Risk ")]
    assert headings == ["Risk 1: Safeguarding", "Risk 2: Governance", "Risk 3: Money", "Risk 5: Technology"]
    assert "Met/MOPAC/Fire joint risk overview" in text
    assert issue(tmp_path) == 0

    # Two years later: what was reported, and from what?
    assert {day: made_again(tmp_path, day) for day in made} == made
    states = {day: record(outputs, f"{day}/issued")["state"] for day in made}
    assert states == dict.fromkeys((SEPTEMBER, DECEMBER, APRIL, JULY), "issued")


def top_band(text: str) -> str:
    """The sentence below At a glance."""
    section = text.partition("[Heading 1] At a glance")[2].partition("[Heading 1]")[0]
    return next((line.partition("] ")[2] for line in section.splitlines() if "top band" in line), "")


def by_hand(folder: Path) -> None:
    """The series of July, over September, December, April and July, as the registers have them when read by eye. Money
    was Funding in September, MOPAC's risk under it had another number, and March was never sent.
    """
    movement = examine(folder / "inputs", folder / "outputs", silent).report.movement
    ratings = {
        (one.aligned_risk, one.organisation): " ".join(
            f"{point.rating} {point.score}{'*' * point.top}," if point.risks else "-," for point in one.points
        )
        for one in movement.ratings
    }
    assert ratings == {
        ("Risk 1: Safeguarding", "Met"): "High 15, High 15, High 15, High 15,",
        ("Risk 1: Safeguarding", "MOPAC"): "High 9, High 9, High 9, High 9,",
        ("Risk 1: Safeguarding", "Fire"): "-, -, -, -,",
        ("Risk 2: Governance", "Met"): "Medium 8, Medium 8, Medium 8, Medium 8,",
        ("Risk 2: Governance", "MOPAC"): "Severe 12*, High 8, High 8, High 8,",
        ("Risk 2: Governance", "Fire"): "-, -, -, High 9*,",
        ("Risk 3: Money", "Met"): "Very high 16*, Very high 16*, Very high 16*, Very high 16*,",
        ("Risk 3: Money", "MOPAC"): "High 9, Severe 12*, Severe 12*, Severe 12*,",
        ("Risk 3: Money", "Fire"): "-, -, -, -,",
        ("Risk 5: Technology", "Met"): "-, -, -, Medium 9,",
        ("Risk 5: Technology", "MOPAC"): "-, -, -, Medium 6,",
        ("Risk 5: Technology", "Fire"): "-, -, -, -,",
    }
    meetings = {tuple(point.date.isoformat() for point in one.points) for one in movement.ratings}
    assert meetings == {(SEPTEMBER, DECEMBER, APRIL, JULY)}
    running = {(one.aligned_risk[:6], one.organisation): one.in_top_band for one in movement.ratings if one.in_top_band}
    assert running == {("Risk 2", "Fire"): 1, ("Risk 3", "Met"): 4, ("Risk 3", "MOPAC"): 3}

    slipped = {one.reference: one for one in movement.due_dates if len(set(one.given)) > 1}
    assert list(slipped) == ["C12"]
    assert slipped["C12"].points == (
        (date(2017, 9, 26), date(2018, 1, 31)),
        (date(2017, 12, 19), date(2018, 3, 30)),
        (date(2018, 4, 17), date(2018, 9, 28)),
        (date(2018, 7, 3), date(2018, 12, 14)),
    )
    assert slipped["C12"].put_back == 3
    new = {one.reference for one in movement.due_dates if len(one.points) == 1}
    assert new == {"C16"}  # C11, Precept planning, came in December


@contextmanager
def silent(stage: str) -> Iterator[None]:
    yield


def met_says(inputs: Path, owner: str) -> None:
    """The Met's register names this owner of its risk under Governance."""
    book = openpyxl.load_workbook(inputs / "met-register.xlsx", data_only=True)
    page = book["Corporate risks"]
    row = next(cell.row for cell in page["A"] if cell.value == "M06")
    heading = next(cell.column for cell in page[6] if cell.value == "Risk owner")
    page.cell(row, heading, owner)
    book.save(inputs / "met-register.xlsx")

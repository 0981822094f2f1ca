"""History is what was issued: every case as an officer meets it, through the command."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from tests.journeys.steps import (
    Record,
    add_column,
    add_row,
    change_risk,
    change_row,
    change_theme,
    changes,
    delete_rows,
    findings,
    issue,
    last_time,
    meet_on,
    paper,
    sentences,
)
from tests.quarter import make, sample

SEPTEMBER = "2017-09-26/issued/record.json"
DECEMBER, MARCH, JUNE = "2017-12-19", "2018-03-20", "2018-06-19"
GOVERNANCE, MONEY = ("2 Governance", "MOPAC"), ("3 Money", "MOPAC")


def nothing_open(status: int) -> None:
    assert status == 0, "something must be fixed"


def december(folder: Path, *, sent: bool = True) -> tuple[Path, Path]:
    """The sample, made for December and perhaps issued; the inputs are then edited for what comes next."""
    inputs, outputs = sample(folder)
    nothing_open(make(inputs, outputs))
    if sent:
        issue(outputs, DECEMBER)
    return inputs, outputs


# --- which report is compared with ------------------------------------------------------------------


def test_a_first_report_says_so_and_calls_nothing_new(tmp_path: Path) -> None:
    inputs, outputs = sample(tmp_path, history=False)
    nothing_open(make(inputs, outputs))
    text = paper(outputs, DECEMBER)
    assert sentences(text) == ["This is the first report, so there is no earlier report to compare with."]
    assert set(last_time(text).values()) == {"–"}
    assert changes(text) == []
    trends = {line.rsplit(" | ", 1)[1].rstrip(" |") for line in text.splitlines() if "| MOPAC |" in line}
    assert {"↑ Rising", "↓ Falling", "↔ Unchanged"} <= trends
    assert "New" not in trends


def test_made_but_never_issued_is_named_and_not_taken(tmp_path: Path) -> None:
    inputs, outputs = december(tmp_path, sent=False)
    meet_on(inputs, date(2018, 3, 20))
    change_risk(inputs, "OPC-02", Lead_director="Director of Strategy")
    make(inputs, outputs)
    assert findings(outputs, MARCH, "last-not-issued") == [
        (
            "The report to the meeting of 19 December 2017 was made but not issued; compared with 26 September 2017. "
            "If it was sent: make issue."
        )
    ]
    assert "Compared with: the report to the meeting of 26 September 2017." in paper(outputs, MARCH)
    assert last_time(paper(outputs, MARCH))[GOVERNANCE] == "Severe (12)"


def test_once_issued_it_is_compared_with(tmp_path: Path) -> None:
    inputs, outputs = december(tmp_path)
    meet_on(inputs, date(2018, 3, 20))
    make(inputs, outputs)
    assert findings(outputs, MARCH, "last-not-issued") == []
    assert "Compared with: the report to the meeting of 19 December 2017." in paper(outputs, MARCH)
    assert last_time(paper(outputs, MARCH))[GOVERNANCE] == "High (8)"


def test_a_meeting_that_moved_after_a_draft(tmp_path: Path) -> None:
    inputs, outputs = december(tmp_path, sent=False)
    meet_on(inputs, date(2018, 1, 9))
    make(inputs, outputs)
    assert findings(outputs, "2018-01-09", "last-not-issued") == [
        (
            "The report to the meeting of 19 December 2017 was made but not issued; compared with 26 September 2017. "
            "If it was sent: make issue. It was made from the same registers as this one: if the meeting has moved to "
            "9 January 2018, delete the folder 2017-12-19."
        )
    ]
    assert last_time(paper(outputs, "2018-01-09"))[GOVERNANCE] == "Severe (12)"
    shutil.rmtree(outputs / DECEMBER)
    make(inputs, outputs)
    assert findings(outputs, "2018-01-09", "last-not-issued") == []


def test_two_panels_in_one_outputs_folder_are_each_compared_with_their_own(tmp_path: Path) -> None:
    inputs, outputs = december(tmp_path)
    meet_on(inputs, date(2018, 1, 16), Panel="Ethics Panel")
    nothing_open(make(inputs, outputs))
    assert sentences(paper(outputs, "2018-01-16"))[0].startswith("This is the first report")
    issue(outputs, "2018-01-16")
    meet_on(inputs, date(2018, 3, 20), Panel="Audit Panel")
    make(inputs, outputs)
    assert "Compared with: the report to the meeting of 19 December 2017." in paper(outputs, MARCH)
    meet_on(inputs, date(2018, 3, 27), Title="Risks of the capital programme")
    make(inputs, outputs)
    assert sentences(paper(outputs, "2018-03-27"))[0].startswith("This is the first report")


def test_a_folder_that_holds_another_panels_record_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inputs, outputs = december(tmp_path)
    before = {path: path.read_bytes() for path in outputs.rglob("*") if path.is_file()}
    meet_on(inputs, date(2017, 12, 19), Panel="Ethics Panel")
    assert make(inputs, outputs) == 4
    said = " ".join("".join(capsys.readouterr()).split())
    assert "is the record of another panel's report, 'Audit Panel'; this report is for 'Ethics Panel'." in said
    assert {path: path.read_bytes() for path in outputs.rglob("*") if path.is_file()} == before


def test_issued_again_takes_precedence(tmp_path: Path) -> None:
    inputs, outputs = december(tmp_path)
    sent = outputs / DECEMBER / "issued"
    again = json.loads((sent / "record.json").read_bytes())
    next(t for t in again["aligned_risks"] if t["name"] == "Money")["name"] = "Funds"
    (sent / "record-2.json").write_text(json.dumps(again), "utf-8")
    meet_on(inputs, date(2018, 3, 20))
    make(inputs, outputs)
    assert "3 Money | – | Aligned risk renamed | Funds | Money | –" in changes(paper(outputs, MARCH))


# --- records that are old, new or damaged ---------------------------------------------------------------


def september_record(outputs: Path, change: Callable[[Record], Record]) -> None:
    path = outputs / SEPTEMBER
    path.write_text(json.dumps(change(json.loads(path.read_bytes()))), "utf-8")


def least(record: Record) -> Record:
    """As an old version, or a paper by hand, would have it: who, when, which risks under which heading. Its controls
    have no reference, so that none can be told for new from one renamed.
    """
    return {
        **{key: record[key] for key in ("panel", "title", "meeting_date")},
        "aligned_risks": [
            {
                "number": theme["number"],
                "name": theme["name"],
                "risks": [{key: risk[key] for key in ("organisation", "id", "description")} for risk in theme["risks"]],
                "controls": [{"name": control["name"]} for control in theme["controls"]],
            }
            for theme in record["aligned_risks"]
        ],
    }


def test_an_older_record_is_read_and_what_it_lacks_has_not_changed(tmp_path: Path) -> None:
    inputs, outputs = sample(tmp_path)
    september_record(outputs, least)
    nothing_open(make(inputs, outputs))
    assert changes(paper(outputs, DECEMBER)) == [
        "3 Money | – | Aligned risk renamed | Funding | Money | –",
        (
            "4 Insight | Met | Re-worded: M13 | Decisions about where to put officers rest on incomplete or late "
            "information, because records are held in systems that do not work together. | Decisions about where to put "
            "officers rest on incomplete or late information, because analysts are few and records are held in systems "
            "that do not work together. | –"
        ),
    ]
    assert last_time(paper(outputs, DECEMBER))[MONEY] == "Not recorded"


def test_keys_nobody_knows_change_nothing(tmp_path: Path) -> None:
    inputs, outputs = sample(tmp_path)
    nothing_open(make(inputs, outputs))
    before = paper(outputs, DECEMBER)
    september_record(outputs, lambda record: record | {"mood": "good", "organisations": [{**o, "size": 3} for o in record["organisations"]]})  # fmt: skip
    nothing_open(make(inputs, outputs))
    assert paper(outputs, DECEMBER) == before


DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty": (lambda path: path.write_bytes(b""), "it is not the JSON text of a record"),
    "cut off": (lambda path: path.write_bytes(path.read_bytes()[:2000]), "it is not the JSON text of a record"),
    "no text": (lambda path: path.write_bytes(b"\xff\xfe\x00\xd8{}"), "it is not the JSON text of a record"),
    "a folder": (lambda path: (path.unlink(), path.mkdir()), "it is a folder"),
    "gone": (lambda path: path.unlink(), "it is not there"),
    "deep inside": (
        lambda path: path.write_text(path.read_text("utf-8").replace('"status": "Working"', '"status": ["Working"]', 1), "utf-8"),
        "its status is not a text",
    ),
    "without its aligned risks": (
        lambda path: path.write_text(path.read_text("utf-8").replace('"aligned_risks"', '"other"'), "utf-8"),
        "it does not hold the aligned risks",
    ),
    "of a newer version": (
        lambda path: path.write_text(path.read_text("utf-8").replace('"schema": 1', '"schema": 2'), "utf-8"),
        "it was written by a newer version of this program",
    ),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_record_is_said_and_marked_and_never_makes_a_first_report(damage: str, tmp_path: Path) -> None:
    spoil, says = DAMAGES[damage]
    inputs, outputs = sample(tmp_path)
    change_risk(inputs, "OPC-06", Direction_of_travel=None)
    spoil(outputs / SEPTEMBER)
    assert make(inputs, outputs) == 1
    (message,) = findings(outputs, DECEMBER, "record-damaged")
    assert message.startswith(f"The issued record {SEPTEMBER} in the outputs folder can't be read: {says}.")
    assert (outputs / DECEMBER / "DRAFT-panel-report.docx").exists()
    text, mark = paper(outputs, DECEMBER), f"[not readable: {SEPTEMBER}]"
    assert "first report" not in text
    assert "no earlier report" not in text
    assert "No change to" not in text
    assert f"Compared with: {mark}." in text
    assert f"| MOPAC | Chief Finance Officer | {mark} |" in text  # only the record could tell that trend
    assert sentences(text) == [f"What changed since the last report can't be said: {mark}."]
    assert set(last_time(text).values()) == {mark}
    assert changes(text) == [f"– | – | {mark} | {mark} | {mark} | –"]


def test_the_record_before_a_damaged_one_is_not_taken(tmp_path: Path) -> None:
    inputs, outputs = december(tmp_path)
    (outputs / DECEMBER / "issued" / "record.json").write_bytes(b"{")
    meet_on(inputs, date(2018, 3, 20))
    assert make(inputs, outputs) == 1
    mark = f"[not readable: {DECEMBER}/issued/record.json]"
    assert set(last_time(paper(outputs, MARCH)).values()) == {mark}


# --- withdrawn and returning --------------------------------------------------------------------------


def test_withdrawn_then_reported_again(tmp_path: Path) -> None:
    inputs, outputs = december(tmp_path)
    meet_on(inputs, date(2018, 3, 20))
    change_theme(inputs, "Insight", Status="Withdrawn", Reason_for_trend="One data service now serves both.")
    make(inputs, outputs)
    text = paper(outputs, MARCH)
    assert "Risk 4: Insight" not in text.partition("Appendix 1")[2].partition("[Heading 1] Appendix 4")[0]
    assert [row for row in changes(text) if "Insight" in row] == [
        (
            "4 Insight | – | Aligned risk withdrawn | Insight | Withdrawn, with its controls C13 Insight services; "
            "C14 Capacity and capability; C15 Service level agreement | One data service now serves both."
        )
    ]
    told = "Insight is no longer reported as an aligned risk, nor are its controls (One data service now serves both)."
    assert [line for line in sentences(text) if "Insight" in line] == [told]

    issue(outputs, MARCH)
    meet_on(inputs, date(2018, 6, 19))
    change_theme(inputs, "Insight", Status="", Reason_for_trend="")
    make(inputs, outputs)
    text = paper(outputs, JUNE)
    was = "last reported to the meeting of 19 December 2017 as Risk 4: Insight (Met M13: Medium (9); MOPAC OPC-11: Medium (6))"
    assert [line for line in sentences(text) if "Insight" in line] == [f"Insight is reported again ({was})."]
    (row,) = (row for row in changes(text) if row.startswith("4 Insight"))
    assert row == f"4 Insight | – | Aligned risk reported again | L{was[1:]} | Insight | –"
    assert last_time(text)["4 Insight", "Met"] == "–"


# --- what people know: Changes, Wording ------------------------------------------------------------------


def test_renumbered_and_reworded_at_once_keeps_its_trend_and_its_score(tmp_path: Path) -> None:
    inputs, outputs = sample(tmp_path)
    change_risk(inputs, "OPC-06", What_might_happen="There is less to spend than is needed.", Direction_of_travel=None)
    change_risk(inputs, "OPC-06", **{"Risk no.": "OPC-21"})
    change_theme(inputs, "Money", MOPAC="OPC-21")
    add_row(inputs, "Changes", Organisation="MOPAC", Risk="OPC-21", What="renumbered", Was="OPC-06", Now="OPC-21",
            Reason="The register was set out anew.")  # fmt: skip
    nothing_open(make(inputs, outputs))
    text = paper(outputs, DECEMBER)
    assert last_time(text)[MONEY] == "High (9)"
    rows = [row for row in changes(text) if "OPC-21" in row]
    assert [row.split(" | ")[2] for row in rows] == [
        "Register risk re-numbered: OPC-21", "Re-scored: OPC-21", "Trend changed: OPC-21", "Re-worded: OPC-21",
    ]  # fmt: skip
    assert rows[0].endswith("| OPC-06 | OPC-21 | The register was set out anew.")
    assert "| There is less to spend than is needed. | MOPAC | Chief Finance Officer | ↑ Rising |" in text
    assert findings(outputs, DECEMBER, "sheet-other-entry", "renumbered-suspected", "mapped-not-found") == []


def test_merged_is_said_once_with_its_reason(tmp_path: Path) -> None:
    inputs, outputs = sample(tmp_path)
    change_theme(inputs, "Money", MOPAC="OPC-07")
    add_row(
        inputs, "Changes", Organisation="MOPAC", Risk="OPC-06", What="merged", Now="OPC-07", Reason="One risk of two."
    )
    make(inputs, outputs)
    text = paper(outputs, DECEMBER)
    assert [row for row in changes(text) if "OPC-06" in row] == [
        (
            "3 Money | MOPAC | Register risk no longer reported: OPC-06 | High (9) | "
            "Merged into OPC-07; in the register, outside this report | One risk of two."
        )
    ]
    assert len([line for line in sentences(text) if "One risk of two" in line]) == 1


def test_a_row_of_changes_that_names_nothing_known_is_said(tmp_path: Path) -> None:
    inputs, outputs = sample(tmp_path)
    add_row(inputs, "Changes", Organisation="MOPAC", Risk="OPC-77", What="closed", Reason="Done.")
    nothing_open(make(inputs, outputs))
    assert findings(outputs, DECEMBER, "sheet-other-entry") == [
        "Changes has MOPAC OPC-77 as closed, and OPC-77 is not in mopac-register.xlsx nor in the last report."
    ]


def test_an_agreed_owner_is_questioned_once_the_register_names_another_and_quiet_once_it_says_the_same(
    tmp_path: Path,
) -> None:
    inputs, outputs = sample(tmp_path)
    add_row(inputs, "Wording", Organisation="MOPAC", Risk="OPC-05", Field="Risk owner",
            As_reported="Acting Chief Executive", Agreed_by="the Panel", Date=date(2017, 12, 1))  # fmt: skip
    nothing_open(make(inputs, outputs))
    text = paper(outputs, DECEMBER)
    agreed = "Acting Chief Executive (as agreed with the Panel on 1 December 2017; the register has {})"
    assert f"| MOPAC | {agreed.format('Chief Finance Officer')} |" in text
    assert [row for row in changes(text) if "Risk owner changed" in row] == [
        "2 Governance | MOPAC | Risk owner changed: OPC-05 | Chief Executive | Acting Chief Executive | –"
    ]
    issue(outputs, DECEMBER)

    meet_on(inputs, date(2018, 3, 20))
    make(inputs, outputs)
    assert findings(outputs, MARCH, "wording-outdated") == []
    change_risk(inputs, "OPC-05", Lead_director="Director of Strategy")
    make(inputs, outputs)
    text = paper(outputs, MARCH)
    assert f"| MOPAC | {agreed.format('Director of Strategy')} |" in text
    assert not [row for row in changes(text) if "Risk owner changed" in row]
    assert findings(outputs, MARCH, "wording-outdated") == [
        "MOPAC OPC-05 is reported under an agreed owner, and its register's own has changed since 19 December 2017."
    ]
    change_risk(inputs, "OPC-05", Lead_director="Acting Chief Executive")
    make(inputs, outputs)
    text = paper(outputs, MARCH)
    assert "| MOPAC | Acting Chief Executive |" in text
    assert not [row for row in changes(text) if "Risk owner changed" in row]
    assert findings(outputs, MARCH, "wording-outdated", "sheet-other-entry") == []


def test_agreed_words_are_printed_and_questioned_once_the_text_beneath_has_changed(tmp_path: Path) -> None:
    inputs, outputs = sample(tmp_path)
    add_row(inputs, "Wording", Organisation="MOPAC", Risk="OPC-05", Field="Description",
            As_reported="Oversight may come too late.", Reason="The Panel asked for plain words",
            Agreed_by="the Head of Governance", Date=date(2017, 12, 1))  # fmt: skip
    nothing_open(make(inputs, outputs))
    assert (
        "| Oversight may come too late. (Wording agreed with the Head of Governance on 1 December 2017: The Panel asked "
        "for plain words. It differs from the register.) | MOPAC |"
    ) in paper(outputs, DECEMBER)
    assert findings(outputs, DECEMBER, "wording-outdated") == []
    issue(outputs, DECEMBER)

    meet_on(inputs, date(2018, 3, 20))
    make(inputs, outputs)
    assert findings(outputs, MARCH, "wording-outdated") == []
    change_risk(inputs, "OPC-05", What_might_happen="Decisions are taken before anyone outside can question them.")
    asked = [
        "MOPAC OPC-05 is reported in agreed words, and its register's own text has changed since 19 December 2017."
    ]
    make(inputs, outputs)
    assert findings(outputs, MARCH, "wording-outdated") == asked
    issue(outputs, MARCH)  # sent all the same: that settles nothing

    meet_on(inputs, date(2018, 6, 19))
    make(inputs, outputs)
    assert findings(outputs, JUNE, "wording-outdated") == asked
    change_row(inputs / "mapping.xlsx", "Wording", ("Risk", "OPC-05"), Date=date(2018, 6, 1))
    make(inputs, outputs)
    assert findings(outputs, JUNE, "wording-outdated") == []


# --- organisations and their scales -----------------------------------------------------------------------


def fire_joins(inputs: Path) -> None:
    """A third organisation with one risk under Governance and one outside the report."""
    book = Workbook(inputs / "fire-register.xlsx")
    page = book.add_worksheet("Risks")
    rows = [
        (
            "Risk ref",
            "Risk description",
            "Risk owner",
            "Current likelihood",
            "Current impact",
            "Current score",
            "Trend",
        ),
        ("F01", "Joint stations are decided on without us.", "Chief Fire Officer", 3, 3, 9, "Same"),
        ("F02", "Engines fail.", "Head of Fleet", 2, 3, 6, "Same"),
    ]
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()
    add_row(inputs, "Organisations", Organisation="Fire", Full_name="Fire Authority", Register="fire-register.xlsx",
            As_at=date(2018, 3, 1), Likelihood_levels=4, Impact_levels=4, Bands="Low 1-4; Medium 5-8; High 9-16",
            Appetite="Medium")  # fmt: skip
    add_column(inputs, "Alignment", "Fire", {3: "F01"})


def test_an_organisation_joins_and_leaves(tmp_path: Path) -> None:
    inputs, outputs = december(tmp_path)
    meet_on(inputs, date(2018, 3, 20))
    fire_joins(inputs)
    make(inputs, outputs)
    text = paper(outputs, MARCH)
    assert findings(outputs, MARCH, "mapped-not-found", "field-missing") == []
    assert sentences(text)[0] == "Fire joins this report, with risks under Governance."
    assert [row for row in changes(text) if "Fire" in row] == [
        "– | Fire | Organisation new to this report | Not in this report | F01 under Risk 2: Governance: High (9) | –"
    ]
    assert not any("F01" in line or "F02" in line for line in sentences(text))
    issue(outputs, MARCH)

    meet_on(inputs, date(2018, 6, 19))
    delete_rows(inputs, "Organisations", "Organisation", "Fire")
    make(inputs, outputs)
    text = paper(outputs, JUNE)
    assert sentences(text)[0] == "Fire is no longer part of this report, and its risks are no longer reported."
    assert [row for row in changes(text) if "Fire" in row] == [
        "– | Fire | Organisation no longer in this report | F01 under Risk 2: Governance | Not in this report | –"
    ]


def test_new_bands_are_said_and_are_no_rise(tmp_path: Path) -> None:
    inputs, outputs = december(tmp_path)
    meet_on(inputs, date(2018, 3, 20))
    bands = "Low 1-3; Medium 4-8; High 9-12; Severe 13-16"
    change_row(inputs / "mapping.xlsx", "Organisations", ("Organisation", "MOPAC"), Bands=bands)
    for risk, rating in (("OPC-05", "Medium"), ("OPC-06", "High"), ("OPC-04", "Medium")):
        change_risk(inputs, risk, Net_rating=rating)
    change_risk(inputs, "OPC-06", Target_rating="Medium")
    make(inputs, outputs)
    text = paper(outputs, MARCH)
    (row,) = (row for row in changes(text) if "Scale changed" in row)
    assert row == (
        "– | MOPAC | Scale changed | Low 1-3, Medium 4-7, High 8-11, Severe 12-16 | "
        "Low 1-3, Medium 4-8, High 9-12, Severe 13-16. By this alone OPC-05 is Medium and "
        "was High, OPC-06 is High and was Severe, the target of OPC-06 is Medium and was High | –"
    )
    assert not any("Re-scored" in row for row in changes(text))
    assert not any("MOPAC's rating of" in line for line in sentences(text))
    assert sum("by this alone OPC-05 is Medium and was High" in line for line in sentences(text)) == 1


# --- said once, and said well --------------------------------------------------------------------------------


def test_a_score_that_moves_within_its_band_has_not_risen_from_high_to_high(tmp_path: Path) -> None:
    inputs, outputs = sample(tmp_path)
    change_risk(inputs, "OPC-02", Net_likelihood="2 - Possible", Net_impact="4 - Critical", Net_score=8,
                Direction_of_travel="Reducing")  # fmt: skip
    change_theme(inputs, "Safeguarding", Reason_for_trend="Thresholds were agreed.")
    nothing_open(make(inputs, outputs))
    (line,) = (line for line in sentences(paper(outputs, DECEMBER)) if "Safeguarding" in line and "rating" in line)
    assert line == (
        "MOPAC's rating of Safeguarding stays High, with its score down from 9 to 8, and its trend is now falling (it "
        "was unchanged)."
    )


def test_renamed_reworded_and_rescored_at_once_are_each_said_once(tmp_path: Path) -> None:
    inputs, outputs = sample(tmp_path)
    change_risk(inputs, "OPC-06", What_might_happen="There is less to spend than is needed.")
    nothing_open(make(inputs, outputs))
    text = paper(outputs, DECEMBER)
    told = sentences(text)
    assert sum("Funding" in line for line in told) == 1
    assert [line for line in told if "rating of Money" in line] == [
        "MOPAC's rating of Money rose from High (9) to Severe (12), and its trend is now rising (it was unchanged)."
    ]
    assert [line for line in told if "word" in line] == [
        "MOPAC's risk under Money is worded anew.",
        """The words of Met's risk under Insight changed: "analysts are few and" is new.""",
    ]
    assert len(told) == len(set(told))
    assert len(changes(text)) == len(set(changes(text)))
    kinds = [row.split(" | ")[2] for row in changes(text) if row.startswith("3 Money | MOPAC")]
    assert kinds == ["Re-scored: OPC-06", "Trend changed: OPC-06", "Re-worded: OPC-06"]

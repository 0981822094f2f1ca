"""A body that has only Word papers: from last quarter's to its first report, which is compared with it."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.archive.record import read
from pipeline.cli import main
from pipeline.ingest.narrative.narrative import read_narrative
from pipeline.model.records import NARRATIVE_SECTIONS, BlockKind, ControlKind
from tests.papers import FOUNDING, LOOKS, SECTIONS, THEMES, Content, Theme, with_bold, with_headings
from tests.quarter import made_sample, make, sample
from tests.sample import mapping_rows

EVERY_LOOK = pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)


def start(folder: Path, paper: bytes) -> int:
    """``start --from`` into ``folder``; its exit status."""
    (folder / "paper.docx").write_bytes(paper)
    return main(
        ["start", str(folder / "inputs"), "--from", str(folder / "paper.docx"), "--outputs", str(folder / "outputs")]
    )


def rows(sheet: Worksheet) -> list[dict[str, object]]:
    head, *others = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in others if any(cell is not None for cell in row)]


# --- what is made -----------------------------------------------------------------------------------


@EVERY_LOOK
def test_the_workbook_holds_the_paper(look: Callable[[Content], bytes], tmp_path: Path) -> None:
    assert start(tmp_path, look(FOUNDING)) == 0
    book = openpyxl.load_workbook(tmp_path / "inputs" / "mapping.xlsx")
    meeting = {row["Setting"]: row["Value"] for row in rows(book["Meeting"])}
    assert (meeting["Panel"], meeting["Title"], meeting["Report by"]) == (FOUNDING.panel, FOUNDING.title, FOUNDING.by)
    assert (meeting["Meeting date"], meeting["Period"], meeting["Agenda item"]) == (None, None, None)
    assert [row["Organisation"] for row in rows(book["Organisations"])] == ["Met", "MOPAC"]
    assert [(r["Number"], r["Aligned risk"], r["Met"], r["MOPAC"], r["Residual risk"]) for r in rows(book["Alignment"])] == [
        (theme.number, theme.name, None, None, theme.residual or None) for theme in THEMES
    ]  # fmt: skip
    assert [(r["Aligned risk"], r["Control"], r["Description"], r["Kind"]) for r in rows(book["Controls"])] == [
        (theme.name, name, text, kind)
        for theme in THEMES
        for kind, controls in (("Joint", theme.joint), ("Potential", theme.potential))
        for name, text in controls
    ]
    assert {(row["In place"], row["Working"]) for row in rows(book["Controls"])} == {(None, None)}


@EVERY_LOOK
def test_the_narrative_holds_the_paper(look: Callable[[Content], bytes], tmp_path: Path) -> None:
    start(tmp_path, look(FOUNDING))
    words, findings = read_narrative(tmp_path / "inputs" / "narrative.docx", "narrative.docx")
    assert findings == ()
    assert {
        section.heading: tuple(
            ("- " if block.kind is BlockKind.BULLET else "") + block.text for block in section.blocks
        )
        for section in words.sections
    } == SECTIONS


@EVERY_LOOK
def test_the_record_holds_the_paper(look: Callable[[Content], bytes], tmp_path: Path) -> None:
    paper = look(FOUNDING)
    start(tmp_path, paper)
    issued = tmp_path / "outputs" / "2017-09-26" / "issued"
    assert sorted(path.name for path in issued.iterdir()) == ["panel-report.docx", "record.json"]
    assert (issued / "panel-report.docx").read_bytes() == paper
    past = read((issued / "record.json").read_bytes(), "2017-09-26/issued/record.json")
    assert (past.panel, past.title, past.meeting_date, past.state) == (
        FOUNDING.panel, FOUNDING.title, date(2017, 9, 26), "issued",
    )  # fmt: skip
    assert [theme.label for theme in past.aligned_risks] == [f"Risk {theme.number}: {theme.name}" for theme in THEMES]
    assert [
        [(risk.as_reported, risk.organisation, risk.owner, risk.trend) for risk in theme.risks]
        for theme in past.aligned_risks
    ] == [[tuple(row) for row in theme.rows] for theme in THEMES]
    assert [control.name for theme in past.aligned_risks for control in theme.controls] == [
        name for theme in THEMES for name, _ in (*theme.joint, *theme.potential)
    ]
    assert list(past.narrative) == [heading for _, heading, _ in NARRATIVE_SECTIONS]


def test_the_same_paper_gives_the_same_bytes(tmp_path: Path) -> None:
    paper = with_bold(FOUNDING)
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        start(tmp_path / name, paper)
        made.append({p.name: p.read_bytes() for p in (tmp_path / name).rglob("*") if p.is_file()})
    assert made[0] == made[1]


# --- what is said -----------------------------------------------------------------------------------


def test_the_screen_says_what_was_taken_what_was_not_and_what_is_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = (("It happens.", "Met", "", "⤴"), ("It happens too.", "MOPAC", "DMPC", "↔"))
    start(tmp_path, with_headings(replace(FOUNDING, themes=(Theme(1, "Money", rows),))))
    said = " ".join(capsys.readouterr().out.split())
    assert "1 aligned risk, with 2 risks of Met and MOPAC 1 owner, 1 trend and 0 ratings of these" in said
    assert "Not taken over (1) - Risk 1: Money, table 1, row 2, Risk trend: '⤴': no known word or sign" in said
    assert "On record:" in said
    assert "2017-09-26/issued/panel-report.docx. The next report is compared with it." in said
    assert "Next: put the registers into" in said
    assert "fill in the meeting date and the period: they are left blank" in said


def test_what_no_cell_of_excel_can_hold_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    theme = replace(THEMES[0], residual="Long. " * 6_000)
    assert start(tmp_path, with_headings(replace(FOUNDING, themes=(theme,)))) == 0
    assert "it is longer than a cell of Excel can hold" in " ".join(capsys.readouterr().out.split())
    alignment = openpyxl.load_workbook(tmp_path / "inputs" / "mapping.xlsx")["Alignment"]
    assert rows(alignment)[0]["Residual risk"] is None


@pytest.mark.parametrize(
    ("content", "lacking"),
    [
        (replace(FOUNDING, day="to be confirmed"), "no meeting date was found"),
        (replace(FOUNDING, panel=" "), "no panel was found"),
    ],
)
def test_without_date_or_panel_there_is_no_record(
    content: Content, lacking: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert start(tmp_path, with_headings(content)) == 0
    assert f"Not on record: {lacking} in paper.docx" in capsys.readouterr().out
    assert (tmp_path / "inputs" / "mapping.xlsx").is_file()
    assert not (tmp_path / "outputs").exists()


@pytest.mark.parametrize(
    ("paper", "words"),
    [
        (b"%PDF-1.7 and so on", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "paper.docx"),
        (with_headings(replace(FOUNDING, themes=())), "No aligned risk was found in paper.docx"),
    ],
    ids=["pdf", "old or locked", "no risk"],
)
def test_a_paper_that_is_no_use_ends_the_run(
    paper: bytes, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert start(tmp_path, paper) == 2
    said = capsys.readouterr().err
    assert words in said
    assert "Traceback" not in said
    assert [path.name for path in tmp_path.iterdir()] == ["paper.docx"]


def test_a_paper_that_is_not_there(tmp_path: Path) -> None:
    assert main(["start", str(tmp_path / "inputs"), "--from", str(tmp_path / "none.docx")]) == 2
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_filled_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "inputs").mkdir()
    (tmp_path / "inputs" / "mapping.xlsx").write_text("mine")
    assert start(tmp_path, with_headings(FOUNDING)) == 4
    assert (tmp_path / "inputs" / "mapping.xlsx").read_text() == "mine"
    assert not (tmp_path / "outputs").exists()


def test_what_is_on_record_is_never_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paper = with_headings(FOUNDING)
    start(tmp_path, paper)
    record = tmp_path / "outputs" / "2017-09-26" / "issued" / "record.json"
    before = record.read_bytes()
    shutil.rmtree(tmp_path / "inputs")
    assert start(tmp_path, with_bold(FOUNDING)) == 4
    assert "is on record as the report to the meeting of 26 September 2017" in capsys.readouterr().err
    assert not (tmp_path / "inputs").exists()
    assert start(tmp_path, paper) == 0  # the very same
    assert record.read_bytes() == before


# --- the first report -------------------------------------------------------------------------------

SEPTEMBER = tuple(
    Theme(
        number,
        name,
        ((f"{met} in other words.", "Met", owner_met, "same"), (f"{mopac} in other words.", "MOPAC", owner, trend)),
        joint,
    )
    for number, name, met, owner_met, mopac, owner, trend, joint in (
        (1, "Safeguarding", "M03", "ACTP", "OPC-02", "Director of IOM", "same", (("Gold group", "Directs."),)),
        (2, "Governance", "M06", "Deputy Commissioner", "OPC-05", "Chief Executive", "same", (("Oversight board", "Holds."),)),
        (3, "Funding", "M09", "Director of Finance and Commercial", "OPC-06", "Chief Finance Officer", "same", (("Lobbying", "Puts."),)),
        (4, "Insight", "M13", "Deputy Commissioner", "OPC-11", "Director of Strategy", "same", (("Insight services", "Answers."),)),
    )
)  # fmt: skip


def fill_in(inputs: Path) -> None:
    """What an officer adds: date, period, registers, ids, one name, one control."""
    path = inputs / "mapping.xlsx"
    book = openpyxl.load_workbook(path)
    meeting = book["Meeting"]
    for row in meeting.iter_rows(min_row=2):
        if row[0].value == "Meeting date":
            row[1].value = date(2017, 12, 19)
        if row[0].value == "Period":
            row[1].value = "Quarter 3 2017-18"
    for at, values in enumerate(mapping_rows.ORGANISATION_ROWS, start=2):
        for column, value in enumerate(values, start=1):
            book["Organisations"].cell(at, column).value = value or None
    for at, values in enumerate(mapping_rows.ALIGNMENT, start=2):
        for column in range(2, 8):
            book["Alignment"].cell(at, column).value = values[column - 1] or None
    controls = book["Controls"]
    for at in range(2, 6):
        controls.cell(at, 8).value, controls.cell(at, 9).value = "Yes", "Not tested"
    for column, value in enumerate(("C05", "Money", "Precept planning", "Models.", "Joint", None, "CFO", "Yes", "Not tested"), start=1):  # fmt: skip
        controls.cell(6, column).value = value
    book.save(path)


def first_report(
    folder: Path, look: Callable[[Content], bytes], themes: tuple[Theme, ...]
) -> tuple[list[str], dict[str, object]]:
    """What the first report says has changed, and its record."""
    sample(folder, history=False)
    (folder / "inputs").rename(folder / "theirs")
    assert start(folder, look(replace(FOUNDING, themes=themes))) == 0
    fill_in(folder / "inputs")
    for path in (*(folder / "theirs").glob("*register*"), *(folder / "theirs" / "layouts").iterdir()):
        shutil.copy(path, folder / "inputs" / path.relative_to(folder / "theirs"))
    assert make(folder / "inputs", folder / "outputs") in (0, 1)
    made = folder / "outputs" / "2017-12-19"
    document = next(made.glob("*panel-report.docx"))
    texts = [paragraph.text for paragraph in Document(io.BytesIO(document.read_bytes())).paragraphs]
    begins = texts.index("Compared with the report to the meeting of 26 September 2017:") + 1
    ends = next(at for at in range(begins, len(texts)) if texts[at].startswith("Appendix 4 lists"))
    return texts[begins:ends], json.loads((made / "record.json").read_bytes())


@EVERY_LOOK
def test_the_first_report_is_compared_with_the_paper(look: Callable[[Content], bytes], tmp_path: Path) -> None:
    said, record = first_report(tmp_path, look, SEPTEMBER)
    assert record["previous"] == "2017-09-26/issued/record.json"
    assert said == [
        "Funding is now reported as Money.",
        "The owner of MOPAC's risk under Governance changed from Chief Executive to Chief Finance Officer.",
        "MOPAC's trend for Governance is now falling (it was unchanged).",
        "MOPAC's trend for Money is now rising (it was unchanged).",
        "New control under Money: Precept planning (joint).",
    ]


def test_a_trend_that_could_not_be_read_is_not_compared(tmp_path: Path) -> None:
    governance = SEPTEMBER[1]
    unread = replace(governance, rows=(governance.rows[0], (*governance.rows[1][:3], "⤴")))
    said, _ = first_report(tmp_path, with_headings, (SEPTEMBER[0], unread, *SEPTEMBER[2:]))
    assert [line for line in said if "Governance" in line and "trend" in line] == []
    assert any("trend for Money" in line for line in said)


def test_the_programs_own_report_can_be_a_start(tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    made = made_sample(tmp_path / "theirs")
    assert start(tmp_path, (made / "panel-report.docx").read_bytes()) == 0
    ours = read((tmp_path / "outputs" / "2017-12-19" / "issued" / "record.json").read_bytes(), "record.json")
    theirs = read((made / "record.json").read_bytes(), "record.json")
    assert (ours.panel, ours.title, ours.meeting_date) == (theirs.panel, theirs.title, theirs.meeting_date)
    assert ours.period == theirs.period
    for one, other in zip(ours.aligned_risks, theirs.aligned_risks, strict=True):
        assert one.label == other.label
        assert [(risk.organisation, risk.owner, risk.trend) for risk in one.risks] == [
            (risk.organisation, risk.owner, risk.trend) for risk in other.risks
        ]
        # What is due of a joint control is printed in Appendix 2 alone.
        assert [(c.name, c.kind, c.status, c.description) for c in one.controls] == [
            (c.name, c.kind, c.status, c.description) for c in other.controls
        ]
        assert [c.due for c in one.controls if c.kind is ControlKind.POTENTIAL] == [
            c.due for c in other.controls if c.kind is ControlKind.POTENTIAL
        ]

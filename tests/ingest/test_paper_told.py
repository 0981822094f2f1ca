"""A paper's controls that line breaks part, aligned risks that go on, raised marks; and papers without risks."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.text.paragraph import Paragraph

from pipeline.cli import main
from pipeline.ingest.paper.paper import read_paper
from pipeline.model.paper import Paper

HEADS = ("Current risk description", "Organisation", "Risk owner", "Risk trend")
ROADS = (("Potholes grow", "North", "Head of Roads", "Rising"), ("Verges grow", "South", "Parks lead", "Falling"))


def paper(*, heads: Sequence[str] = HEADS) -> WordDocument:
    """One with a title block and the table of one aligned risk."""
    document = Document()
    document.add_heading("Joint Risk Report", 0)
    document.add_paragraph("Audit Panel")
    document.add_paragraph("19 December 2017")
    document.add_heading("Purpose", 1)
    document.add_paragraph("To report.")
    document.add_heading("Appendix 1: Joint risk overview", 1)
    document.add_heading("Risk 1: Roads", 2)
    table = document.add_table(len(ROADS) + 1, len(heads))
    for row, texts in enumerate((heads, *ROADS)):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    return document


def controls(document: WordDocument, *pieces: str) -> Paragraph:
    """A paragraph under Joint controls: pieces with * around are bold, and a line break stands for each ``/``."""
    document.add_heading("Joint controls", 3)
    paragraph = document.add_paragraph()
    for piece in pieces:
        if piece == "/":
            paragraph.add_run().add_break()
        else:
            paragraph.add_run(piece.strip("*")).bold = piece.startswith("*") or None
    return paragraph


def read(document: WordDocument) -> Paper:
    stream = io.BytesIO()
    document.save(stream)
    return read_paper(stream.getvalue(), "paper.docx")


def named(found: Paper) -> list[tuple[str, str | None]]:
    return [(control.name, control.description) for _, control in found.controls]


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        (
            ("*Roads board*", ": meets.", "/", "*Gritting deal*", ": signed."),
            [("Roads board", "meets."), ("Gritting deal", "signed.")],
        ),
        (
            ("Roads board: meets.", "/", "Gritting deal – signed.", "/", "Annual review: in May."),
            [("Roads board", "meets."), ("Gritting deal", "signed."), ("Annual review", "in May.")],
        ),
        (
            ("*Roads board*", ": meets", "/", "each month.", "/", "*Gritting deal*", ": signed."),
            [("Roads board", "meets\neach month."), ("Gritting deal", "signed.")],
        ),
    ],
)
def test_a_line_break_before_a_name_begins_another_control(
    pieces: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    document = paper()
    controls(document, *pieces)
    found = read(document)
    assert named(found) == expected
    assert any(f"the line breaks part {len(expected)} joint controls" in told for told in found.told)


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        (("*Roads board*", ": meets", "/", "each month: on Mondays."), ("Roads board", "meets\neach month: on Mondays.")),
        (("*Roads*", "/", "*board*", ": meets."), ("Roads board", "meets.")),
        (("*Roads board*", ": meets.", "/", "*Owner*", ": Head of Roads."), ("Roads board", "meets.\nOwner: Head of Roads.")),
        (("Roads board: meets.", "/", "Next review: in May."), ("Roads board", "meets.\nNext review: in May.")),
        (("Roads board: meets.", "/", "It reports to the panel."), ("Roads board", "meets.\nIt reports to the panel.")),
    ],
)  # fmt: skip
def test_any_other_line_break_does_not(pieces: tuple[str, ...], expected: tuple[str, str]) -> None:
    document = paper()
    controls(document, *pieces)
    found = read(document)
    assert named(found) == [expected]
    assert not any("line breaks" in told for told in found.told)


@pytest.mark.parametrize(
    "heading", ["Risk 1: Roads (continued)", "Risk 1: Roads – cont'd", "Risk 1: Roads, contd.", "Risk 1: Roads [cont.]"]
)
def test_an_aligned_risk_that_goes_on_is_the_same(heading: str) -> None:
    document = paper()
    document.add_heading(heading, 2)
    controls(document, "*Weather desk*", ": daily.")
    found = read(document)
    assert [(theme.name, [c.name for c in theme.controls]) for theme in found.themes] == [("Roads", ["Weather desk"])]


def test_an_aligned_risk_of_another_name_is_another() -> None:
    document = paper()
    document.add_heading("Risk 2: Services discontinued", 2)
    controls(document, "*Weather desk*", ": daily.")
    found = read(document)
    assert [theme.name for theme in found.themes] == ["Roads", "Services discontinued"]
    assert "No risk of an organisation was understood under 'Services discontinued'." in found.told


@pytest.mark.parametrize(("text", "owner"), [("1", "Parks lead"), ("[a]", "Parks lead"), ("1, 2", "Parks lead")])
def test_a_raised_mark_is_no_part_of_an_owner_and_told(text: str, owner: str) -> None:
    document = paper()
    document.tables[0].cell(2, 2).paragraphs[0].add_run(text).font.superscript = True
    found = read(document)
    assert found.themes[0].risks[1].owner == owner
    assert any(f"'{text}' is raised, as the mark of a footnote is" in left.why for left in found.left)


def test_what_is_raised_in_a_word_stays() -> None:
    document = paper()
    cell = document.tables[0].cell(2, 0).paragraphs[0]
    cell.add_run(" on the 1")
    cell.add_run("st").font.superscript = True
    found = read(document)
    assert found.themes[0].risks[1].description == "Verges grow on the 1st"
    assert not any("raised" in left.why for left in found.left)


@pytest.mark.parametrize(("heads", "recorded"), [(HEADS, True), (("Words", "Group", "Name", "Arrow"), False)])
def test_a_paper_without_a_risk_is_not_put_on_record(
    heads: tuple[str, ...], *, recorded: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = paper(heads=heads)
    controls(document, "*Weather desk*", ": daily.")
    document.save(str(tmp_path / "paper.docx"))
    outputs = tmp_path / "outputs"
    main(["start", str(tmp_path / "new"), "--from", str(tmp_path / "paper.docx"), "--outputs", str(outputs)])
    said = "Not on record: no risk of an organisation was found in paper.docx"
    assert (said in capsys.readouterr().out) is not recorded
    assert bool(list(outputs.rglob("record.json"))) is recorded

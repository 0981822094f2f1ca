"""``check --document``: what the program makes itself is fit to send; what people leave in it is told, all at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.shared import RGBColor

from pipeline.cli import main
from pipeline.ingest.fitness.document import found_wrong
from tests.journeys.refusals import HELP, refused
from tests.journeys.steps import change_risk
from tests.quarter import make, sample
from tests.report import pages
from tests.report.word_files import filled, shipped
from tests.sample.issued import TEMPLATE
from tests.sample.three import write_case

DAY = "2017-12-19"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def quarter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The outputs folder of the sample, with its report made."""
    inputs, outputs = sample(tmp_path_factory.mktemp("fit"))
    assert make(inputs, outputs) == 0
    return outputs / DAY


def wrong(path: Path) -> list[str]:
    return [f"{one.code}: {one.place}: {one.message}" for one in found_wrong(path.read_bytes(), path.name)]


# --- what the program makes ------------------------------------------------------------------------


def test_the_sample_is_fit(quarter: Path) -> None:
    assert wrong(quarter / "panel-report.docx") == []


def test_three_organisations_on_other_scales_are_fit(tmp_path: Path) -> None:
    write_case(tmp_path / "inputs")
    assert make(tmp_path / "inputs", tmp_path / "outputs") == 0
    (path,) = tmp_path.glob("outputs/*/panel-report.docx")
    assert wrong(path) == []


def test_a_draft_is_fit_but_for_what_makes_it_one(tmp_path: Path) -> None:
    inputs, outputs = sample(tmp_path)
    change_risk(inputs, "OPC-05", Lead_director="TBC")
    assert make(inputs, outputs) == 1
    (comment,) = wrong(outputs / DAY / "DRAFT-panel-report.docx")
    assert comment.startswith(
        "document-comment: DRAFT-panel-report.docx, under 'Risk 2: Governance', table 1, row 3, Risk owner: "
        "A comment by Checks: 'Must fix: MOPAC OPC-05 has no risk owner"
    )


def test_every_template_is_fit() -> None:
    templates = sorted(TEMPLATE.parent.glob("*.docx"))
    assert templates
    assert [line for path in templates for line in wrong(path)] == []


@pytest.mark.parametrize("page", [pages.founding(), pages.draft(), pages.bare(), pages.long(30)], ids="fdbl")
def test_whatever_stands_on_the_page(page: Any) -> None:
    made = filled(shipped(), page).docx
    assert [one.code for one in found_wrong(made, "report.docx")] == []


# --- what people leave in it -----------------------------------------------------------------------


def edited(source: Path, to: Path) -> Path:
    """The report as a hurried director leaves it."""
    opened = docx.Document(str(source))
    heading = next(one for one in opened.paragraphs if one.text == "Purpose")
    words = next(one for one in opened.paragraphs if one.text.startswith("This report gives"))
    inserted = OxmlElement("w:ins")
    inserted.set("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}author", "A. Director")
    inserted.append(words.add_run(" It is long.")._r)
    words._p.append(inserted)
    opened.add_comment(words.runs[0], text="Is it?", author="A. Clerk", initials="AC")
    words.add_run("Not for the panel.").font.hidden = True
    words.add_run("Grey").font.color.rgb = RGBColor(0x99, 0x99, 0x99)
    heading.insert_paragraph_before("")
    heading.insert_paragraph_before("Deeper", "Heading 3")
    picture = to.with_suffix(".png")
    picture.write_bytes(PNG)
    heading.insert_paragraph_before("Seen: ").add_run().add_picture(str(picture))
    table = opened.add_table(2, 2)
    for at, cell in enumerate(table._cells):
        cell.text = f"Word {at}"
    table.cell(0, 0).merge(table.cell(0, 1))
    opened.core_properties.last_modified_by = "A. Director"
    opened.core_properties.title = ""
    opened.save(str(to))
    return to


LEFT = {
    ("document-tracked", "Purpose", "paragraph 1"),
    ("document-comment", "Purpose", "paragraph 1"),
    ("document-hidden", "Purpose", "paragraph 1"),
    ("document-personal", "", "file properties"),
    ("document-title", "", "file properties"),
    ("document-heading-jump", "Deeper", "heading"),
    ("document-table-header", "Short forms", "table 2"),
    ("document-merged-cells", "Short forms", "table 2"),
    ("document-spacing", "Report summary", ""),
    ("document-no-alt-text", "Deeper", "paragraph 1"),
    ("document-contrast", "Purpose", "paragraph 1"),
}


def test_all_that_people_left_is_told_at_once(
    quarter: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = edited(quarter / "panel-report.docx", tmp_path / "edited.docx")
    before = path.read_bytes()
    monkeypatch.chdir(tmp_path)
    assert main(["check", "--document", "edited.docx", "--json"]) == 1
    listed = json.loads(capsys.readouterr().out)
    assert {(one["code"], one["sheet"], one["cell"]) for one in listed} == LEFT
    assert main(["check", "--document", "edited.docx"]) == 1
    shown = capsys.readouterr().out
    assert "Whoever edits the Word report" in shown
    assert all(f"[{code}]" in shown for code, _, _ in LEFT)
    blocks = sum(one["severity"] == "block" for one in listed)
    queries = len(listed) - blocks
    assert shown.splitlines()[-1] == (
        f"Checked edited.docx: {blocks} must fix, {queries} please look, 0 for information"
    )
    assert path.read_bytes() == before
    assert {one.name for one in tmp_path.iterdir()} == {"edited.docx", "edited.png"}


def test_a_file_that_is_fit_ends_with_0_and_needs_no_inputs(
    quarter: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sent.docx").write_bytes((quarter / "panel-report.docx").read_bytes())
    assert main(["check", "--document", "sent.docx"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "",
        "Checked sent.docx: 0 must fix, 0 please look, 0 for information",
    ]
    assert main(["check", "--document", "sent.docx", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("gone.docx",), 2, "gone.docx is not there. Put it there, or correct its name."),
        (("gone.docx", "--json"), 2, "gone.docx is not there. Put it there, or correct its name."),
        (("inputs",), 2, "inputs is a folder. Put the file in its place."),
        (("inputs/mapping.xlsx",), 2, "mapping.xlsx is an Excel workbook, not a Word document (.docx). Put the right file in its place."),
        (("template.docx", "--inputs", "other"), 64, f"--document looks at one Word file; leave out --inputs and --outputs. {HELP}"),
    ],
)  # fmt: skip
def test_what_is_refused(
    arguments: tuple[str, ...], status: int, said: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refused(capsys, "check", "--document", *arguments) == (status, f"{said}\n")

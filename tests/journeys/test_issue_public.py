"""What may be published of a report as it was sent: people's edits stay, and nothing restricted does."""

from __future__ import annotations

import copy
import io
import json
import shutil
import zipfile
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from hypothesis import given, settings

from pipeline import run
from pipeline.archive import unsaid
from pipeline.cli import main
from pipeline.ingest.sent import read_to_change
from pipeline.report.published import published
from pipeline.report.withheld import withheld
from tests import as_text
from tests.journeys.test_issue import _paragraphs, edit, issue, issued, record, report, rewrite
from tests.journeys.test_public import CONTROLS, RISKS, TEMPLATES, THEMES, WHY, WHY_NOT, restrict, restricted
from tests.quarter import made_sample, make, sample
from tests.report.word_rules import broken

DAY = "2017-12-19"
SECRET = "Advises the DMPC on every investment above £500,000 before it is approved."


@pytest.fixture(scope="module")
def quarter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample quarter made, with the control C07 and the aligned risk Money restricted."""
    folder = tmp_path_factory.mktemp("restricted")
    inputs, outputs = sample(folder)
    restrict(inputs, control="C07", theme="Money")
    assert make(inputs, outputs) == 0
    return folder


@pytest.fixture
def folder(quarter: Path, tmp_path: Path) -> Path:
    shutil.copytree(quarter, tmp_path, dirs_exist_ok=True)
    return tmp_path


def publish(folder: Path, *more: str) -> int:
    places = ("--inputs", str(folder / "inputs"), "--outputs", str(folder / "outputs"))
    return main(["issue", "--public", *more, *places])


def public(folder: Path) -> Path:
    return issued(folder) / "public" / "panel-report.docx"


def lines(path: Path) -> list[str]:
    return as_text.word(path.read_bytes()).splitlines()


def changed(path: Path, change: Callable[[Any], None]) -> None:
    """The Word file with its document changed, as in Word."""
    document = docx.Document(str(path))
    change(document)
    document.save(str(path))


def paragraph_of(document: Any, words: str) -> Paragraph:
    return next(paragraph for paragraph in _paragraphs(document) if words in paragraph.text)


# --- edits ----------------------------------------------------------------------------------------------


def test_an_unedited_report_is_published_as_the_set_was(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert issue(folder) == 0
    capsys.readouterr()
    assert publish(folder) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"What may be published: {public(folder)} (from {issued(folder) / 'panel-report.docx'})"
    ]
    ours = folder / "outputs" / DAY / "public" / "panel-report.docx"
    assert sorted(lines(public(folder))) == sorted(lines(ours))
    assert broken(public(folder).read_bytes()) == []


def test_edits_stay_where_nothing_is_withheld(folder: Path) -> None:
    edit(report(folder), "bears on the others", "bears on all the others")
    edit(report(folder), "Deputy Commissioner", "Assistant Commissioner")
    changed(
        report(folder), lambda d: paragraph_of(d, "bears on all").insert_paragraph_before("Put in by the director.")
    )
    assert issue(folder) == 0
    assert publish(folder) == 0
    text = "\n".join(lines(public(folder)))
    for words in ("bears on all the others", "Assistant Commissioner", "Put in by the director."):
        assert words in text
    for words in (WHY, WHY_NOT, "Public version", "audit.panel@example.org"):
        assert words in text
    assert "Report author" not in text
    assert broken(public(folder).read_bytes()) == []


def test_words_changed_around_what_is_withheld_stay(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def change(document: Any) -> None:
        run = next(run for run in paragraph_of(document, SECRET).runs if "Status: " in run.text)
        run.text = run.text.replace("Status: ", "It stands as: ")

    changed(report(folder), change)
    issue(folder)
    capsys.readouterr()
    assert publish(folder) == 0
    assert f"[Control] Not published: {WHY} ⏎ It stands as: Not published" in lines(public(folder))
    assert "belongs to what may not be published" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("above £500,000", "above £250,000, as agreed with the informant,"),
        ("Investment advisory board", "Spending board"),
        (SECRET, "It meets in secret."),
    ],
)
def test_where_what_is_withheld_was_edited_itself_the_whole_paragraph_gives_way_and_it_is_said(
    was: str, now: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(report(folder), was, now)
    issue(folder)
    capsys.readouterr()
    assert publish(folder) == 0
    text = "\n".join(lines(public(folder)))
    assert now not in text
    assert f"[Control] Not published: {WHY} ⏎ Status: Not published" in text
    told = " ".join(capsys.readouterr().out.split())
    assert "what was changed there belongs to what may not be published." in told
    assert "Risk 2: Governance" in told


def split(document: Any) -> None:
    """Enter typed in the middle of what is withheld: the bookmark goes on into the new paragraph."""
    paragraph = paragraph_of(document, SECRET)
    run = next(run for run in paragraph.runs if SECRET in run.text)
    new = copy.deepcopy(paragraph._p)
    before, after = run.text.split("every investment")
    run.text = before
    for mark in new.findall(qn("w:bookmarkStart")):
        new.remove(mark)
    for mark in paragraph._p.findall(qn("w:bookmarkEnd")):
        paragraph._p.remove(mark)
    for old in new.findall(qn("w:r")):
        new.remove(old)
    new.insert(len(new) - 1, parse_xml(f'<w:r xmlns:w="{NAMES}"><w:t>every investment{after}</w:t></w:r>'))
    paragraph._p.addnext(new)


NAMES = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def move(document: Any) -> None:
    paragraph_of(document, "bears on the others")._p.addprevious(paragraph_of(document, SECRET)._p)


def without_anchors(document: Any) -> None:
    for mark in [*document.element.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))]:
        mark.getparent().remove(mark)


def joined(document: Any) -> None:
    paragraph = paragraph_of(document, SECRET)
    before = Paragraph(paragraph._p.getprevious(), paragraph._parent)
    before.add_run(f" {paragraph.text}")
    paragraph._p.getparent().remove(paragraph._p)


def linked(document: Any) -> None:
    """Its words lead somewhere that tells what they are about."""
    paragraph = paragraph_of(document, SECRET)
    to = document.part.relate_to("https://example.org/informant", f"{RELATIONS}/hyperlink", is_external=True)
    link = parse_xml(f'<w:hyperlink xmlns:w="{NAMES}" xmlns:r="{RELATIONS}" r:id="{to}"/>')
    run = paragraph.runs[0]._r
    run.addprevious(link)
    link.append(run)


RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.mark.parametrize("change", [split, move, without_anchors, joined, linked])
def test_what_is_withheld_is_known_however_it_was_handled(change: Callable[[Any], None], folder: Path) -> None:
    changed(report(folder), change)
    assert issue(folder) == 0
    assert publish(folder) == 0
    text = "\n".join(lines(public(folder)))
    assert "every investment" not in text
    assert f"Not published: {WHY}" in text
    assert all(b"informant" not in data for data in _parts(public(folder)).values())


def test_what_was_deleted_stays_deleted(folder: Path) -> None:
    def delete(document: Any) -> None:
        for words in (SECRET, "bears on the others"):
            paragraph = paragraph_of(document, words)._p
            paragraph.getparent().remove(paragraph)

    changed(report(folder), delete)
    issue(folder)
    assert publish(folder) == 0
    text = "\n".join(lines(public(folder)))
    assert "bears on the others" not in text
    assert f"[Control] Not published: {WHY} ⏎ Status" not in text


# --- leaks ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (f"As they say: {SECRET}", "C07"),
        ("She said that it advises the DMPC on EVERY investment, above all.", "C07"),
        ("Ask the Investment Advisory Board.", "C07"),
        ("Write to met.risk@example.org.", "met.risk@example.org"),
    ],
)
def test_what_is_restricted_and_typed_again_elsewhere_stops_it_and_the_place_is_told(
    words: str, what: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(report(folder), "bears on the others", f"bears on the others. {words}")
    assert issue(folder) == 0
    before = sorted(issued(folder).rglob("*"))
    capsys.readouterr()
    assert publish(folder) == 70
    told = capsys.readouterr().err
    assert what in told
    assert sorted(issued(folder).rglob("*")) == before


@pytest.mark.parametrize(
    ("words", "status"), [("C12; Partly; 21 November 2017; 30 March 2018", 70), ("On 21 November 2017.", 0)]
)
def test_a_withheld_row_typed_as_text_stops_it_and_what_is_added_is_told(
    words: str, status: int, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed(report(folder), lambda d: paragraph_of(d, "bears on").insert_paragraph_before(words))
    assert issue(folder) == 0
    capsys.readouterr()
    assert publish(folder) == status
    told = capsys.readouterr()
    assert ("is restricted (C12): 3 of the answers that it keeps back stand together" in told.err) is bool(status)
    if not status:
        assert "It holds words that people added: read them before you publish.\nInterdependencies" in told.out


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_it_is_found_in_any_encoding(encoding: str, folder: Path) -> None:
    """The name of a style in a part that is kept as it was sent."""

    def plant(name: str, data: bytes) -> bytes:
        if name != "word/styles.xml":
            return data
        style = f'<w:style w:type="paragraph" w:styleId="zz"><w:name w:val="{SECRET}"/></w:style></w:styles>'
        text = data.decode().replace("</w:styles>", style).partition("?>")[2]
        return f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(encoding)

    rewrite(report(folder), plant)
    assert issue(folder) == 0
    assert publish(folder) == 70
    assert not public(folder).exists()


def test_a_narrative_table_gives_way_cell_by_cell(tmp_path: Path) -> None:
    inputs, outputs = sample(tmp_path)
    restrict(inputs, control="C07")
    narrative = docx.Document(str(inputs / "narrative.docx"))
    table = narrative.add_table(3, 2)
    cells = (("Risk", "Joint controls"), ("Governance", "{{ glance[2].controls }}"), ("Budget for training", "£40,000"))
    for row, texts in zip(table.rows, cells, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    beside = next(p for p in narrative.paragraphs if p.text.startswith("There are no costs"))
    beside._p.addnext(table._tbl)
    narrative.save(str(inputs / "narrative.docx"))
    assert make(inputs, outputs) == 0
    assert issue(tmp_path) == 0
    assert publish(tmp_path) == 0
    ours = outputs / DAY / "public" / "panel-report.docx"
    assert sorted(lines(public(tmp_path))) == sorted(lines(ours))
    assert "| Governance | Not published |" in lines(ours)
    assert "| Budget for training | £40,000 |" in lines(ours)


def test_a_copied_row_of_something_withheld_stops_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def copy_row(document: Any) -> None:
        row = next(r for t in document.tables for r in t.rows if r.cells[0].text == "C07")
        row._tr.addnext(copy.deepcopy(row._tr))

    changed(report(folder), copy_row)
    assert issue(folder) == 0
    assert publish(folder) == 70
    assert "Appendix 2: Control schedule, table 1, row" in capsys.readouterr().err


def test_a_heading_that_quotes_it_is_told_without_its_words(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def head(document: Any) -> None:
        heading = next(p for p in document.paragraphs if p.text == "Interdependencies")
        heading.add_run(" and every invest\u00adment above £500,000 before it")

    changed(report(folder), head)
    assert issue(folder) == 0
    capsys.readouterr()
    assert publish(folder) == 70
    told = capsys.readouterr().err
    assert "C07, mapping.xlsx" in told
    assert "the heading after: " in told
    assert "500,000" not in told


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_what_stands_on_no_page_is_left_behind(folder: Path) -> None:
    """Word leaves names and other programs their data in a file."""

    def plant(name: str, data: bytes) -> bytes:
        if name == "docProps/core.xml":
            return data.replace(
                b"</cp:coreProperties>", b"<cp:lastModifiedBy>A Clerk</cp:lastModifiedBy></cp:coreProperties>"
            )
        if name == "docProps/app.xml":
            return data.replace(b"</Properties>", b"<Company>The Informant Ltd</Company></Properties>")
        return data

    rewrite(report(folder), plant)
    with zipfile.ZipFile(report(folder), "a") as package:
        package.writestr("docProps/thumbnail.jpeg", b"a picture of page 1")
        package.writestr("word/media/left-over.png", SECRET.encode())
        package.writestr("customXml/item1.xml", f"<x>{SECRET}</x>".encode())
        package.writestr("word/people.xml", b"<x>A Clerk</x>")
    assert issue(folder) == 0
    assert publish(folder) == 0
    parts = _parts(public(folder))
    assert not {"docProps/thumbnail.jpeg", "word/media/left-over.png", "customXml/item1.xml", "word/people.xml"} & set(
        parts
    )
    assert not [name for name, data in parts.items() if b"Clerk" in data or b"Informant" in data]


def test_pictures_are_counted_and_what_is_embedded_stops_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed(report(folder), lambda d: paragraph_of(d, "bears on").add_run().add_picture(io.BytesIO(PICTURE)))
    assert issue(folder) == 0
    assert publish(folder) == 0
    assert "It holds 1 picture: look at them before you publish." in capsys.readouterr().out

    def embed(document: Any) -> None:
        to = document.part.relate_to("embeddings/book.xlsx", f"{RELATIONS}/package", is_external=True)
        text = f'<w:r xmlns:w="{NAMES}" xmlns:r="{RELATIONS}"><w:object r:id="{to}"/></w:r>'
        paragraph_of(document, "bears on")._p.append(parse_xml(text))

    changed(report(folder), embed)
    assert issue(folder) == 0
    capsys.readouterr()
    assert publish(folder) == 2
    assert "embedded or linked (package)" in capsys.readouterr().err


PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe"
    "0def46b80000000049454e44ae426082"
)


# --- which report ---------------------------------------------------------------------------------------


def test_where_nothing_is_restricted_it_says_so_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made_sample(tmp_path)
    assert issue(tmp_path) == 0
    capsys.readouterr()
    assert publish(tmp_path) == 0
    assert capsys.readouterr().out == (
        f"Nothing in it is restricted: it may be published as it was issued: {issued(tmp_path) / 'panel-report.docx'}\n"
    )
    assert not (issued(tmp_path) / "public").exists()


def test_what_was_not_issued_is_not_published(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert publish(folder) == 2
    assert "No report to the meeting of 19 December 2017 has been issued. Issue it first" in capsys.readouterr().err
    assert publish(folder, str(report(folder))) == 2
    assert f"{report(folder)} has not been issued. Issue it first" in capsys.readouterr().err


def test_it_needs_nothing_but_what_was_issued(folder: Path) -> None:
    """A quarter later the inputs are others, and the set of that meeting may be gone."""
    assert issue(folder) == 0
    shutil.rmtree(folder / "inputs")
    for entry in (folder / "outputs" / DAY).iterdir():
        if entry.name != "issued":
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    shutil.rmtree(folder / "outputs" / "2017-09-26")
    assert publish(folder, str(issued(folder) / "panel-report.docx")) == 0
    assert public(folder).is_file()


def test_made_again_it_is_the_same_and_an_edited_one_is_never_overwritten(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    issue(folder)
    publish(folder)
    first = public(folder).read_bytes()
    capsys.readouterr()
    assert publish(folder) == 0
    assert capsys.readouterr().out.startswith("What may be published was there already: ")
    assert public(folder).read_bytes() == first
    edit(public(folder), "bears on the others", "bears on some others")
    mine = public(folder).read_bytes()
    assert publish(folder) == 4
    assert "Move it away, then run again." in capsys.readouterr().err
    assert public(folder).read_bytes() == mine


def test_a_report_issued_again_has_its_own(folder: Path) -> None:
    issue(folder)
    edit(report(folder), "bears on the others", "bears on all the others")
    assert issue(folder) == 0
    assert publish(folder) == 0
    assert "bears on all the others" in "\n".join(lines(public(folder).with_name("panel-report-2.docx")))
    assert publish(folder, str(issued(folder) / "panel-report.docx")) == 0
    assert "bears on the others" in "\n".join(lines(public(folder)))


@pytest.mark.parametrize("how", ["gone", "damaged", "another"])
def test_without_its_inputs_as_they_were_it_is_refused(
    how: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    issue(folder)
    path = issued(folder) / "inputs.zip"
    if how == "gone":
        path.unlink()
    elif how == "damaged":
        path.write_bytes(path.read_bytes()[:2000])
    else:
        rewrite(path, lambda name, data: data + b" " if name == "inputs/mapping.xlsx" else data)
    assert publish(folder) == 2
    assert "inputs.zip" in capsys.readouterr().err
    assert not public(folder).exists()


def test_a_report_of_another_version_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    issue(folder)
    content = record(folder)
    content["document"]["digest"] = "of another version"
    (issued(folder) / "record.json").write_text(json.dumps(content))
    assert publish(folder) == 2
    assert "was made by another version of this program" in capsys.readouterr().err


# --- any restriction ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def examined(tmp_path_factory: pytest.TempPathFactory) -> run.Examined:
    inputs, outputs = sample(tmp_path_factory.mktemp("public"))
    return run.examine(inputs, outputs, lambda _: nullcontext())


@settings(max_examples=12, deadline=None)
@given(controls=CONTROLS, themes=THEMES, risks=RISKS)
def test_of_any_restriction_the_rewritten_report_is_the_public_one(
    examined: run.Examined, controls: set[str], themes: set[int], risks: set[str]
) -> None:
    of = replace(examined, report=restricted(examined.report, controls, themes, risks))
    files, generated = run.build(of, TEMPLATES, lambda _: nullcontext())
    base = run.build_public(of, TEMPLATES)["public/panel-report.docx"]
    sent, spots = read_to_change(files["panel-report.docx"], "x")
    changes = unsaid.rewritten(generated.paragraphs, sent.paragraphs, withheld(of.page, run.page_in_public(of)))
    made = published(files["panel-report.docx"], changes, spots, base)
    assert changes.lost == ()
    assert sorted(as_text.word(made.docx).splitlines()) == sorted(as_text.word(base).splitlines())

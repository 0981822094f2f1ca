"""A Word report as it is to be sent: every word once, where a reader finds it, with the anchor it was made with."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from pathlib import Path

import docx
import pytest
from lxml import etree

from pipeline.ingest.sent import read_sent, read_sent_bytes
from pipeline.model.document import Paragraph
from pipeline.model.errors import InputsUnusable
from tests.report import pages
from tests.report.word_files import filled, para, shipped, table, template

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


@cache
def _blank() -> bytes:
    target = io.BytesIO()
    docx.Document().save(target)
    return target.getvalue()


def word_file(body: str, **parts: str) -> bytes:
    """A Word file with this body on python-docx's styles. ``parts``: header, footer, footnotes, comments …: XML."""
    made = io.BytesIO()
    references = "".join(
        f'<w:{kind}Reference w:type="default" r:id="x{kind}"/>' for kind in parts if kind in ("header", "footer")
    )
    relations = "".join(
        f'<Relationship Id="x{kind}" Target="{kind}.xml" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/>'
        for kind in parts
    )
    with zipfile.ZipFile(io.BytesIO(_blank())) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                content = (
                    f'<w:document {SPACES} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
                    f'relationships"><w:body>{body}<w:sectPr>{references}</w:sectPr></w:body></w:document>'
                ).encode()
            elif name == "word/_rels/document.xml.rels":
                content = content.replace(b"</Relationships>", f"{relations}</Relationships>".encode())
            new.writestr(name, content)
        for kind, content in parts.items():
            root = {"header": "hdr", "footer": "ftr"}.get(kind, kind)
            new.writestr(f"word/{kind}.xml", f"<w:{root} {SPACES}>{content}</w:{root}>")
    return made.getvalue()


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(content: str, style: str = "") -> str:
    """A paragraph of runs, or of words."""
    inner = content if content.startswith("<") else run(content)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{inner}</w:p>' if style else f"<w:p>{inner}</w:p>"


def mark(number: int) -> str:
    return f'<w:bookmarkStart w:id="{number}" w:name="_said_{number}"/>'


def end(number: int) -> str:
    return f'<w:bookmarkEnd w:id="{number}"/>'


def read(body: str, **parts: str) -> tuple[Paragraph, ...]:
    return read_sent_bytes(word_file(body, **parts), "report.docx").paragraphs


def places(body: str, **parts: str) -> list[tuple[str, str]]:
    return [(each.where, each.text) for each in read(body, **parts)]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (run("one ") + run("two"), "one two"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:noBreakHyphen/></w:r>", "a\tb\nc\n‑"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0E9"/></w:r>', "\uf0e9"),
        ('<w:r><w:sym w:font="Wingdings" w:char="nonsense"/></w:r>', "\ufffd"),
        (f'<w:ins w:id="1" w:author="A">{run("new")}</w:ins>{run(" word")}', "new word"),
        ('<w:del w:id="1" w:author="A"><w:r><w:delText>old</w:delText></w:r></w:del>' + run("kept"), "kept"),
        (f'<w:moveFrom w:id="1">{run("gone")}</w:moveFrom>{run("kept")}', "kept"),
        (f"<w:hyperlink>{run('a link')}</w:hyperlink>", "a link"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('in a control')}</w:sdtContent></w:sdt>", "in a control"),
        ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("7") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>' + run(" of ") + f'<w:fldSimple w:instr=" NUMPAGES ">{run("12")}</w:fldSimple>', " of "),
        ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "x" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("shown") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>', "shown"),
    ],
)  # fmt: skip
def test_the_words_of_a_paragraph(content: str, expected: str) -> None:
    assert [each.text for each in read(p(content))] == [expected]


def test_a_paragraph_is_counted_under_the_heading_above() -> None:
    body = (
        p("Before") + p("Purpose", "Heading1") + p("") + p("One") + p("  ") + p("Two") + p("Sub", "Heading2") + p("X")
    )
    assert places(body) == [
        ("paragraph 1", "Before"),
        ("Purpose, heading", "Purpose"),
        ("Purpose, paragraph 1", "One"),
        ("Purpose, paragraph 2", "Two"),
        ("Sub, heading", "Sub"),
        ("Sub, paragraph 1", "X"),
    ]


def test_a_heading_that_stands_twice_is_told_by_the_one_above_it() -> None:
    risk = p("Joint controls", "Heading3") + p("C")
    body = p("Risk 1", "Heading2") + risk + p("Risk 2", "Heading2") + risk + p("Notes", "Heading3")
    assert [where for where, _ in places(body)] == [
        "Risk 1, heading", "Risk 1, Joint controls, heading", "Risk 1, Joint controls, paragraph 1",
        "Risk 2, heading", "Risk 2, Joint controls, heading", "Risk 2, Joint controls, paragraph 1", "Notes, heading",
    ]  # fmt: skip


def test_a_cell_is_told_by_table_row_and_column_heading() -> None:
    rows = table(("Risk owner", "", "x" * 90), ("ACTP", "B", "C"))
    inner = table(("Inner", "<w:p/>"), ("1", "2"))
    body = p("Risk 1", "Heading2") + rows + p("Between") + table(("A",), (f"{p('First')}{inner}{p('Last')}",))
    assert places(body) == [
        ("Risk 1, heading", "Risk 1"),
        ("Risk 1, table 1, row 1, column 1", "Risk owner"),
        ("Risk 1, table 1, row 1, column 3", "x" * 90),
        ("Risk 1, table 1, row 2, Risk owner", "ACTP"),
        ("Risk 1, table 1, row 2, column 2", "B"),
        ("Risk 1, table 1, row 2, column 3", "C"),
        ("Risk 1, paragraph 1", "Between"),
        ("Risk 1, table 2, row 1, column 1", "A"),
        ("Risk 1, table 2, row 2, A", "First"),
        ("Risk 1, table 2, row 2, A, table 1, row 1, column 1", "Inner"),
        ("Risk 1, table 2, row 2, A, table 1, row 2, Inner", "1"),
        ("Risk 1, table 2, row 2, A, table 1, row 2, column 2", "2"),
        ("Risk 1, table 2, row 2, A", "Last"),
    ]


def test_a_column_keeps_its_heading_behind_merged_cells() -> None:
    wide = f'<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{p("wide")}</w:tc><w:tc>{p("third")}</w:tc>'
    late = f'<w:trPr><w:gridBefore w:val="2"/></w:trPr><w:tc>{p("late")}</w:tc>'
    rows = table(("A", "B", "C")).replace("</w:tbl>", f"<w:tr>{wide}</w:tr><w:tr>{late}</w:tr></w:tbl>")
    assert places(rows)[3:] == [
        ("table 1, row 2, A", "wide"), ("table 1, row 2, C", "third"), ("table 1, row 3, C", "late"),
    ]  # fmt: skip


def test_text_boxes_and_content_controls_are_read_once() -> None:
    box = f"<w:txbxContent>{p('In the box')}</w:txbxContent>"
    shape = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('Controlled')}</w:sdtContent></w:sdt>"
    assert places(p("Around") + p(shape) + control) == [
        ("paragraph 1", "Around"),
        ("after paragraph 1, text box", "In the box"),
        ("paragraph 2", "Controlled"),
    ]


def test_the_margins_and_the_notes_come_last() -> None:
    line = '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>line</w:t></w:r></w:p></w:footnote>'
    notes = f'{line}<w:footnote w:id="1">{p("Note")}</w:footnote>'
    assert places(p("Body"), footer=p("Foot"), footnotes=notes, header=p("Head")) == [
        ("paragraph 1", "Body"), ("header", "Head"), ("footer", "Foot"), ("footnote 1", "Note"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p(mark(1) + run("A") + end(1)) + p("B"), [("A", "_said_1"), ("B", "")]),
        (mark(1) + p("A") + end(1) + p("B"), [("A", "_said_1"), ("B", "")]),
        (p(run("A") + mark(1)) + p("B"), [("A", "_said_1"), ("B", "")]),
        (p(f"<w:hyperlink>{mark(1)}{run('A')}</w:hyperlink>"), [("A", "_said_1")]),
        (p(mark(1) + end(1)) + p("B"), [("B", "")]),
        (p('<w:bookmarkStart w:id="1" w:name="_Toc1"/>' + run("A")), [("A", "")]),
        (table(("A", "B")).replace("<w:tr>", f"{mark(1)}<w:tr>"), [("A", "_said_1"), ("B", "")]),
        (p(mark(1) + run("A ") + mark(2) + run("B")), [("A B", "_said_1")]),
    ],
)
def test_the_anchor_of_a_paragraph(body: str, expected: list[tuple[str, str]]) -> None:
    assert [(each.text, each.anchor) for each in read(body)] == expected


def test_the_words_of_a_made_report_are_all_read() -> None:
    built = filled(shipped(), pages.founding()).docx
    paragraphs = read_sent_bytes(built, "report.docx").paragraphs
    letters = "".join(each.text for each in paragraphs)
    with zipfile.ZipFile(io.BytesIO(built)) as package:
        for name in package.namelist():
            if name.startswith(("word/document", "word/header", "word/footer")):
                for text in etree.fromstring(package.read(name)).iter(f"{{{W}}}t"):
                    assert (text.text or "").strip() in letters
    assert len({each.anchor for each in paragraphs if each.anchor}) == sum(1 for each in paragraphs if each.anchor)
    assert sum(each.where.startswith("Risk 1: Safeguarding, table 1, row 2, Risk owner") for each in paragraphs) == 1


def test_a_field_with_page_numbers_and_a_value_reads_back_where_it_was_placed() -> None:
    page = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>12</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    header = para("Page §, {{ meeting.panel }}").replace("§", f"</w:t></w:r>{page}<w:r><w:t>")
    built = filled(template(para("x"), header=header), pages.founding())
    found = next(each for each in read_sent_bytes(built.docx, "x").paragraphs if each.anchor)
    assert found.text == "Page , Audit Panel"
    assert [said[0].text for said in built.said.values()] == [found.text]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", "sent.docx is empty"),
        (b"%PDF-1.7", "sent.docx is a PDF, not a Word document"),
        (b"PK\x03\x04 cut short", "sent.docx is damaged or cut short"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "sent.docx is protected by a password."),
    ],
)  # fmt: skip
def test_what_can_not_be_opened_is_refused_in_a_line(content: bytes, line: str, tmp_path: Path) -> None:
    path = tmp_path / "sent.docx"
    path.write_bytes(content)
    with pytest.raises(InputsUnusable) as caught:
        read_sent(path, "sent.docx")
    assert caught.value.lines[0].startswith(line)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputsUnusable, match=r"^sent.docx is not there\."):
        read_sent(tmp_path / "sent.docx", "sent.docx")


def test_the_main_part_may_have_another_name() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word_file(p("Words")))) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(b"word/document.xml", b"word/document2.xml")
            new.writestr(name.replace("document.xml", "document2.xml"), content)
    assert [each.text for each in read_sent_bytes(made.getvalue(), "x").paragraphs] == ["Words"]

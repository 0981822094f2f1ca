"""What the narrative says, written in the several manners of Word."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.ingest.cleaning import clean
from pipeline.ingest.narrative.narrative import read_narrative
from pipeline.ingest.starter.start import write_narrative
from pipeline.model.errors import InputsUnusable
from pipeline.model.findings import Finding
from pipeline.model.records import NARRATIVE_SECTIONS, Block, BlockKind, Narrative, Run

HEADINGS = [heading for _, heading, _ in NARRATIVE_SECTIONS]
REST = HEADINGS[1:]
# A space that Word must keep, and the name spaces.
KEEP = 'xml:space="preserve"'
W = nsdecls("w")


def read(
    folder: Path, build: Callable[[WordDocument], None], headings: Sequence[str] = REST
) -> tuple[Narrative, tuple[Finding, ...]]:
    """A document with what ``build`` puts there, then the other sections with a sentence each."""
    document = Document()
    document.add_heading("Purpose", 1)
    build(document)
    for heading in headings:
        document.add_heading(heading, 1)
        document.add_paragraph("A sentence.")
    document.save(str(folder / "narrative.docx"))
    return read_narrative(folder / "narrative.docx", "narrative.docx")


def purpose(narrative: Narrative) -> tuple[Block, ...]:
    section = narrative.section("purpose")
    assert section is not None
    return section.blocks


def shape(blocks: Sequence[Block]) -> list[str]:
    """A line a block, as the page would look: ``- one``, ``  2. two``, ``# sub``, ``**bold** text``."""
    lines = []
    for block in blocks:
        if block.kind is BlockKind.TABLE:
            lines.append(" / ".join(" | ".join(words(cell) for cell in row) for row in block.rows))
            continue
        mark = {BlockKind.BULLET: "- ", BlockKind.NUMBERED: f"{block.number}. ", BlockKind.SUBHEADING: "# "}.get(
            block.kind, ""
        )
        lines.append("  " * block.level + mark + words(block.runs))
    return lines


def words(runs: Sequence[Run]) -> str:
    text = ""
    for run in runs:
        piece = f"**{run.text}**" if run.bold else run.text
        piece = f"*{piece}*" if run.italic else piece
        text += f"[{piece}]({run.link})" if run.link else piece
    return text


def paragraph(xml: str) -> Callable[[WordDocument], None]:
    """Puts a paragraph into the document as Word would write it."""

    def build(document: WordDocument) -> None:
        document.add_paragraph("First.")
        document.element.body.insert_element_before(parse_xml(f"<w:p {nsdecls('w', 'r')}>{xml}</w:p>"), "w:sectPr")

    return build


def run(text: str, look: str = "") -> str:
    return f"<w:r><w:rPr>{look}</w:rPr><w:t {KEEP}>{text}</w:t></w:r>"


def test_a_right_narrative_is_read_without_a_word(tmp_path: Path) -> None:
    narrative, findings = read(tmp_path, lambda document: document.add_paragraph("Why we write.") and None)
    assert findings == ()
    assert [section.heading for section in narrative.sections] == HEADINGS
    assert shape(purpose(narrative)) == ["Why we write."]


def test_what_write_narrative_writes_is_read(tmp_path: Path) -> None:
    sections = {heading: ["A sentence."] for heading in HEADINGS}
    sections["Purpose"] = [
        "Plain, **bold {{ aligned_risks.names }}** and *italic* with a [link](https://example.org/a?b=1&c=2).",
        "- one", "  - deeper", "- two",
        "1. first", "2. second",
        "Between.",
        "1. first again",
        "## Below",
        "| Short | Long |\n| PCP | Police *and* Crime Plan |",
    ]  # fmt: skip
    write_narrative(tmp_path / "n.docx", sections)
    narrative, findings = read_narrative(tmp_path / "n.docx", "n.docx")
    assert findings == ()
    assert shape(purpose(narrative)) == [
        "Plain, **bold {{ aligned_risks.names }}** and *italic* with a [link](https://example.org/a?b=1&c=2).",
        "- one", "  - deeper", "- two",
        "1. first", "2. second",
        "Between.",
        "1. first again",
        "# Below",
        "**Short** | **Long** / PCP | Police *and* Crime Plan",
    ]  # fmt: skip
    assert [str(block.place.cell) for block in purpose(narrative)][-2:] == ["paragraph 9", "table 1"]


MANNERS: dict[str, tuple[str, str]] = {
    "bold by a style of the words": (run("a ") + run("b", '<w:rStyle w:val="Strong"/>'), "a **b**"),
    "bold taken away again": (run("a ", "<w:b/>") + run("b", '<w:rStyle w:val="Strong"/><w:b w:val="0"/>'), "**a **b"),
    "runs of one look joined": (run("in", "<w:lang w:val='en-GB'/>") + run("stead"), "instead"),
    "a field in pieces": (run("{") + run("{ aligned_", "<w:b/>") + run("risks.names }}") + run(" end"), "{{ aligned_risks.names }} end"),
    "a field that begins bold": (run("{{ a", "<w:b/>") + run(".b }}") + run(" end"), "**{{ a.b }}** end"),
    "tab and line break": ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>", "a\tb\nc"),
    "a page break": ('<w:r><w:t>a</w:t><w:br w:type="page"/><w:t>b</w:t></w:r>', "a\nb"),
    "an arrow from Wingdings": ('<w:r><w:t>risk </w:t><w:sym w:font="Wingdings" w:char="F0E9"/></w:r>', "risk ↑"),
    "a letter that Wingdings draws as an arrow": (run("risk ") + run("ê", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'), "risk ↓"),
    "a non-breaking hyphen": ("<w:r><w:t>co</w:t><w:noBreakHyphen/><w:t>op</w:t></w:r>", "co\u2011op"),
    "a bookmark and spelling marks": ('<w:bookmarkStart w:id="9" w:name="x"/><w:proofErr w:type="spellStart"/>' + run("a") + '<w:bookmarkEnd w:id="9"/>', "a"),
    "a content control": ("<w:sdt><w:sdtPr/><w:sdtContent>" + run("held") + "</w:sdtContent></w:sdt>", "held"),
    "a link as a field": (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://example.org" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("here") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>' + run(" now"),
        "[here](https://example.org) now",
    ),
    "ordinals raised": (run("1") + run("st", '<w:vertAlign w:val="superscript"/>') + run(" line"), "1st line"),
}  # fmt: skip


@pytest.mark.parametrize("name", MANNERS)
def test_manners_of_writing(name: str, tmp_path: Path) -> None:
    xml, expected = MANNERS[name]
    narrative, findings = read(tmp_path, paragraph(xml))
    assert findings == ()
    assert shape(purpose(narrative)) == ["First.", expected]


SPOILT: dict[str, tuple[str, str, str, str]] = {
    "an insertion": (run("a") + '<w:ins w:id="1" w:author="x">' + run("b") + "</w:ins>", "ab", "narrative-tracked", "tracked"),
    "a deletion": (run("a") + '<w:del w:id="1" w:author="x"><w:r><w:delText>b</w:delText></w:r></w:del>', "a", "narrative-tracked", "tracked"),
    "a tracked look": ('<w:r><w:rPr><w:b/><w:rPrChange w:id="1" w:author="x"><w:rPr/></w:rPrChange></w:rPr><w:t>a</w:t></w:r>', "**a**", "narrative-tracked", "tracked"),
    "a footnote": (run("a") + '<w:r><w:footnoteReference w:id="2"/></w:r>', "a", "narrative-unsupported", "footnote"),
    "a comment": (run("a") + '<w:r><w:commentReference w:id="2"/></w:r>', "a", "narrative-unsupported", "comment"),
    "a picture": (run("a") + "<w:r><w:drawing/></w:r>", "a", "narrative-unsupported", "picture"),
    "a text box": (run("a") + "<w:r><w:pict><w:txbxContent><w:p>" + run("boxed words") + "</w:p></w:txbxContent></w:pict></w:r>", "a", "narrative-unsupported", "boxed words"),
    "hidden text": (run("a") + run("b", "<w:vanish/>"), "a", "narrative-unsupported", "Hidden"),
    "struck out": (run("a") + run("b", "<w:strike/>"), "ab", "narrative-unsupported", "struck"),
    "a raised digit": (run("10") + run("2", '<w:vertAlign w:val="superscript"/>'), "102", "narrative-unsupported", "raised"),
    "a date that Word fills in": ('<w:fldSimple w:instr=" DATE ">' + run("today") + "</w:fldSimple>", "today", "narrative-unsupported", "(DATE)"),
    "a link to a bookmark": ('<w:hyperlink w:anchor="x">' + run("there") + "</w:hyperlink>", "there", "narrative-unsupported", "link"),
    "a sign of another font": ('<w:r><w:t>a</w:t><w:sym w:font="Webdings" w:char="F021"/></w:r>', "a[symbol]", "narrative-unsupported", "Webdings"),
    "characters of no document": (run("a\ufdd0"), "a\ufffd", "narrative-text-replaced", "replaced"),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILT)
def test_what_cannot_be_carried_over_is_said(name: str, tmp_path: Path) -> None:
    xml, expected, code, words_of_it = SPOILT[name]
    narrative, (finding, *others) = read(tmp_path, paragraph(xml))
    assert others == []
    assert (finding.code, finding.sheet, finding.cell) == (code, "Purpose", "paragraph 2")
    assert words_of_it in finding.message
    assert shape(purpose(narrative)) == ["First.", expected]


@pytest.mark.parametrize(("address", "kept"), [("https://example.org", True), ("mailto:risk@example.org", True), ("file:///C:/risks.xlsx", False), ("javascript:x()", False), ("https://example.org/{{ meeting.date }}", False), ("https://example.org/%7B%7Bx%7D%7D", False), ("https://example.org/%7Bx", True)])  # fmt: skip
def test_links_lead_to_the_web_or_to_an_address(address: str, kept: bool, tmp_path: Path) -> None:
    def build(document: WordDocument) -> None:
        key = document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        paragraph(f'<w:hyperlink r:id="{key}">{run("here")}</w:hyperlink>')(document)

    narrative, findings = read(tmp_path, build)
    assert purpose(narrative)[-1].runs == (Run("here", link=address if kept else ""),)
    assert [finding.code for finding in findings] == ([] if kept else ["narrative-unsupported"])


def test_lists_by_style_and_by_numbering_of_their_own(tmp_path: Path) -> None:
    def build(document: WordDocument) -> None:
        for style in ("List Bullet", "List Bullet 2", "List Number", "List Number", "List Number 2", "List Number"):
            document.add_paragraph("x", style=style)
        direct = document.add_paragraph("none")
        direct.style = document.styles["List Bullet"]
        properties = direct._p.get_or_add_pPr().get_or_add_numPr()  # type: ignore[attr-defined]
        properties.get_or_add_numId().val = 0

    narrative, findings = read(tmp_path, build)
    assert findings == ()
    assert shape(purpose(narrative)) == ["- x", "  - x", "1. x", "2. x", "  1. x", "3. x", "none"]


def test_a_numbered_list_goes_on_after_a_paragraph(tmp_path: Path) -> None:
    def build(document: WordDocument) -> None:
        document.add_paragraph("x", style="List Number")
        document.add_paragraph("Between.")
        document.add_paragraph("y", style="List Number")

    narrative, _ = read(tmp_path, build)
    assert shape(purpose(narrative)) == ["1. x", "Between.", "2. y"]


def test_lists_of_one_definition_go_on_counting_unless_one_begins_anew(tmp_path: Path) -> None:
    def build(document: WordDocument) -> None:
        numbering = document.part.numbering_part.element
        style = document.styles["List Number"].element.pPr.numPr.numId.val
        anew = numbering.add_num(next(num.abstractNumId.val for num in numbering.num_lst if num.numId == style))
        anew.add_lvlOverride(ilvl=0).add_startOverride(1)
        for number in (None, None, anew.numId, None, anew.numId):
            entry = document.add_paragraph("x", style="List Number")
            if number is not None:
                entry._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number  # type: ignore[attr-defined]

    narrative, _ = read(tmp_path, build)
    assert [block.number for block in purpose(narrative)] == [1, 2, 1, 2, 3]


def test_a_table_with_lines_and_looks(tmp_path: Path) -> None:
    def build(document: WordDocument) -> None:
        table = document.add_table(2, 2)
        table.cell(0, 0).text, table.cell(0, 1).text, table.cell(1, 0).text = "A", "B", "one"
        table.cell(1, 0).add_paragraph("two")

    narrative, findings = read(tmp_path, build)
    assert findings == ()
    assert shape(purpose(narrative)) == ["A | B / one\ntwo | "]


def test_merged_and_nested_cells_are_said(tmp_path: Path) -> None:
    def build(document: WordDocument) -> None:
        table = document.add_table(2, 3)
        for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
            cell.text = str(number)
        table.cell(0, 0).merge(table.cell(0, 1))
        table.cell(1, 2).add_table(1, 1).cell(0, 0).text = "inner"

    narrative, findings = read(tmp_path, build)
    assert shape(purpose(narrative)) == ["0\n1 |  | 2 / 3 | 4 | 5\ninner"]
    assert [(f.code, f.cell) for f in findings] == [("narrative-unsupported", "table 1")] * 2


def test_sub_headings_carry_no_bold_of_their_style(tmp_path: Path) -> None:
    narrative, _ = read(
        tmp_path, lambda document: document.add_heading("Below", 2) and document.add_paragraph("x") and None
    )
    assert purpose(narrative)[0].runs == (Run("Below"),)


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (["Key  CONSIDERATIONS", *REST[1:]], []),
        ([*REST[:-1]], []),  # background papers may be left out
        ([f"{n}. {heading}:" for n, heading in enumerate(REST, 1)], []),
        ([f"({n}) {heading}" for n, heading in enumerate(REST, 1)], []),
        ([f"1.{n} {heading}." for n, heading in enumerate(REST, 1)], []),
        (["2017 Key considerations", *REST[1:]], [("section-unknown", "2017 Key considerations"), ("section-missing", "Key considerations")]),
        ([h for h in REST if h != "Recommendations"], [("section-missing", "Recommendations")]),
        (["Key consideration", *REST[1:]], [("section-unknown", "Key consideration"), ("section-missing", "Key considerations")]),
        ([*REST, "Purpose"], [("section-duplicate", "Purpose")]),
        ([*REST, "Annex"], [("section-unknown", "Annex")]),
    ],
)  # fmt: skip
def test_headings(headings: list[str], expected: list[tuple[str, str]], tmp_path: Path) -> None:
    _, findings = read(tmp_path, lambda document: document.add_paragraph("x") and None, headings)
    assert [(finding.code, finding.subject) for finding in findings] == expected


def test_an_unknown_heading_names_the_nearest(tmp_path: Path) -> None:
    _, findings = read(
        tmp_path, lambda document: document.add_paragraph("x") and None, [*REST, "Supportive information"]
    )
    assert "Did you mean 'Supporting information'?" in findings[0].message
    assert "1 paragraph" in findings[0].message


def test_a_heading_that_is_not_styled_as_one(tmp_path: Path) -> None:
    def build(document: WordDocument) -> None:
        document.add_paragraph("Why.")
        document.add_paragraph("Recommendations")

    _, findings = read(tmp_path, build, [heading for heading in REST if heading != "Recommendations"])
    assert [finding.code for finding in findings] == ["section-missing"]
    assert "give it the style Heading 1" in findings[0].message


@pytest.mark.parametrize(("texts", "codes"), [([], ["section-empty"]), (["[Write here]"], ["section-empty"]), (["[Write here]", "Words."], ["hint-left"]), (["See [1]."], [])])  # fmt: skip
def test_hints_count_for_nothing(texts: list[str], codes: list[str], tmp_path: Path) -> None:
    def build(document: WordDocument) -> None:
        for text in texts:
            document.add_paragraph(text)

    _, findings = read(tmp_path, build)
    assert [(finding.code, finding.sheet) for finding in findings] == [(code, "Purpose") for code in codes]


def test_what_word_shows_until_someone_writes_counts_for_nothing(tmp_path: Path) -> None:
    xml = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        + run("Click here to enter text.")
        + "</w:sdtContent></w:sdt>"
    )
    narrative, findings = read(tmp_path, paragraph(xml))
    assert (shape(purpose(narrative)), findings) == (["First."], ())


def test_text_before_the_first_heading_is_said(tmp_path: Path) -> None:
    def build(document: WordDocument) -> None:
        document.add_paragraph("Why.")
        document.paragraphs[0].insert_paragraph_before("A title", style="Title")

    _, findings = read(tmp_path, build)
    assert [(f.code, f.sheet, f.cell) for f in findings] == [("narrative-unsupported", "", "paragraph 1")]
    assert "before the first heading" in findings[0].message


@pytest.mark.parametrize(
    ("header", "footer", "told"),
    [
        ("", "", []),
        ("", "Page 1 of 3", []),
        ("Draft for the Chief", "", ["The header, 'Draft for the Chief', is not carried over: the report has that of its template."]),
        ("", "Not for publication", ["The footer, 'Not for publication', is not carried over: the report has that of its template."]),
    ],
)  # fmt: skip
def test_words_at_the_edge_of_the_page_are_said(header: str, footer: str, told: list[str], tmp_path: Path) -> None:
    def build(document: WordDocument) -> None:
        document.add_paragraph("A sentence.")
        section = document.sections[0]
        for at, text in ((section.header, header), (section.footer, footer)):
            if text:
                at.paragraphs[0].text = text

    _, findings = read(tmp_path, build)
    assert [finding.message for finding in findings if finding.code == "narrative-style"] == told


def test_changes_tracked_in_a_table(tmp_path: Path) -> None:
    def build(document: WordDocument) -> None:
        document.add_paragraph("x")
        row = document.add_table(1, 1).rows[0]._tr.get_or_add_trPr()
        change = OxmlElement("w:ins")
        change.set(qn("w:id"), "3")
        row.append(change)

    _, findings = read(tmp_path, build)
    assert [(f.code, f.cell) for f in findings] == [("narrative-tracked", "table 1")]


def word_parts(change: Callable[[str, bytes], bytes | None]) -> bytes:
    """A plain Word file with its parts changed; None takes one away."""
    package, out = io.BytesIO(), io.BytesIO()
    Document().save(package)
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def only_document(content: bytes) -> Callable[[str, bytes], bytes | None]:
    return lambda name, old: content if name == "word/document.xml" else old


def swollen() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"<x>" + b" " * 5_000_000 + b"</x>")
    return out.getvalue()


UNUSABLE: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "is empty"),
    "old Word": (bytes.fromhex("d0cf11e0a1b11ae1") + "WordDocument".encode("utf-16-le"), "old Word document"),
    "password": (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "password"),
    "PDF": (b"%PDF-1.4", "is a PDF"),
    "rich text": (b"{\\rtf1", "rich-text"),
    "web page": (b"<html>", "web page"),
    "cut short": (word_parts(lambda _, old: old)[:900], "damaged"),
    "no text": (word_parts(lambda name, old: None if name == "word/document.xml" else old), "it has no text"),
    "not XML": (word_parts(only_document(b"<w:document")), "damaged"),
    "entities": (word_parts(only_document(b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')), "XML that Word does not write"),
    "strict": (word_parts(only_document(b'<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body/></w:document>')), "Strict"),
    "swollen": (swollen(), "unpacks to far more"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNUSABLE)
def test_files_that_cannot_be_opened(name: str, tmp_path: Path) -> None:
    data, sentence = UNUSABLE[name]
    (tmp_path / "narrative.docx").write_bytes(data)
    with pytest.raises(InputsUnusable, match=re.escape(sentence)) as stopped:
        read_narrative(tmp_path / "narrative.docx", "narrative.docx")
    (line,) = stopped.value.lines
    assert line.startswith("narrative.docx ")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputsUnusable, match="is not there"):
        read_narrative(tmp_path / "narrative.docx", "narrative.docx")


HOLDABLE = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Co"), exclude_characters="".join(map(chr, range(32))) + "\x7f\ufffe\uffff*[]|{}"), min_size=1, max_size=20
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(
    texts=st.lists(
        HOLDABLE.filter(lambda text: clean(text)[0] and not re.match(r"[-#| ]|\d+\. ", text)), min_size=1, max_size=4
    )
)
def test_any_text_arrives_as_it_was_after_the_one_cleaning(
    texts: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("narrative") / "narrative.docx"
    write_narrative(path, {"Purpose": texts})
    narrative, findings = read_narrative(path, "narrative.docx")
    cleaned = [clean(text) for text in texts]
    assert [block.text for block in purpose(narrative)] == [text for text, _ in cleaned]
    replaced = [finding for finding in findings if finding.code == "narrative-text-replaced"]
    assert len(replaced) == sum(count for _, count in cleaned)


LISTS = {
    "1": [("decimal", "%1.", 1), ("decimal", "%1.%2", 1), ("decimal", "%1.%2.%3", 1), ("decimal", "%1.%2.%3.%4", 1)],
    "2": [("lowerLetter", "(%1)", 1), ("upperRoman", "%2)", 1)],
    "3": [("bullet", "•", 1), ("decimal", "%2.", 1)],
    "4": [("decimal", "Recommendation %1:", 1)],
    "5": [("decimal", "%1.", 5)],
    "6": [("ordinal", "%1", 1)],
    "7": [("none", "Note:", 1)],
}


def entries(*wanted: tuple[str, int], restart: str = "") -> Callable[[WordDocument], None]:
    """Paragraphs of lists as Word writes them: the list, its level. ``restart``: begins anew from 0, as list 9."""

    def build(document: WordDocument) -> None:
        root = document.part.numbering_part.element
        first = root.find(f"{{{root.nsmap['w']}}}num")
        for key, levels in LISTS.items():
            written = "".join(
                f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
                for at, (form, text, start) in enumerate(levels)
            )
            first.addprevious(parse_xml(f'<w:abstractNum {W} w:abstractNumId="90{key}">{written}</w:abstractNum>'))
            root.append(parse_xml(f'<w:num {W} w:numId="90{key}"><w:abstractNumId w:val="90{key}"/></w:num>'))
        if restart:
            override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="0"/></w:lvlOverride>'
            root.append(parse_xml(f'<w:num {W} w:numId="909"><w:abstractNumId w:val="90{restart}"/>{override}</w:num>'))
        for key, level in wanted:
            numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="90{key}"/></w:numPr>'
            document.element.body.insert_element_before(
                parse_xml(f"<w:p {W}><w:pPr>{numbered}</w:pPr>{run('x')}</w:p>"), "w:sectPr"
            )

    return build


@pytest.mark.parametrize(
    ("wanted", "restart", "labels"),
    [
        ([("1", 0), ("1", 1), ("1", 2), ("1", 3), ("1", 1), ("1", 0), ("1", 1)], "", ["1.", "1.1", "1.1.1", "1.1.1.1", "1.2", "2.", "2.1"]),
        ([("2", 0), ("2", 1), ("2", 1), ("2", 0)], "", ["(a)", "I)", "II)", "(b)"]),
        ([("3", 0), ("3", 1), ("3", 1), ("3", 0), ("3", 1)], "", ["1.", "2.", "1."]),
        ([("4", 0), ("4", 0)], "", ["Recommendation 1:", "Recommendation 2:"]),
        ([("1", 0), ("5", 0), ("5", 0), ("1", 0)], "", ["1.", "5.", "6.", "2."]),
        ([("1", 0), ("1", 0), ("9", 0), ("9", 0)], "1", ["1.", "2.", "0.", "1."]),
    ],
)  # fmt: skip
def test_what_stands_in_front_of_an_entry(
    wanted: list[tuple[str, int]], restart: str, labels: list[str], tmp_path: Path
) -> None:
    narrative, findings = read(tmp_path, entries(*wanted, restart=restart))
    assert findings == ()
    blocks = purpose(narrative)
    assert [block.counted.label for block in blocks if block.kind is BlockKind.NUMBERED] == labels
    assert [block.level for block in blocks] == [level for _, level in wanted]


@pytest.mark.parametrize(
    ("key", "says"), [("6", "The form of its number"), ("7", "'Note:', which Word puts in front,")]
)
def test_a_number_that_is_not_carried_over_is_told_with_its_paragraph(key: str, says: str, tmp_path: Path) -> None:
    _, (finding,) = read(tmp_path, entries(("1", 0), (key, 0)))
    assert (finding.code, finding.sheet, finding.cell) == ("narrative-style", "Purpose", "paragraph 2")
    assert finding.message.startswith(says)


@pytest.mark.parametrize(
    ("xml", "says"),
    [
        (run("a", "<w:caps/>"), "A look of capitals"),
        (run("a", "<w:smallCaps/>"), "A look of capitals"),
        ("<w:pPr><w:bidi/></w:pPr>" + run("a"), "Writing from right to left"),
        ('<w:pPr><w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr></w:pPr>' + run("a"), "A page on its side"),
        ('<w:pPr><w:sectPr><w:cols w:num="2"/></w:sectPr></w:pPr>' + run("a"), "Setting in columns"),
        ('<w:pPr><w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:cols w:num="1"/></w:sectPr></w:pPr>' + run("a", '<w:caps w:val="0"/>'), ""),
    ],
)  # fmt: skip
def test_what_a_page_looks_like_is_told_where_it_is_lost(xml: str, says: str, tmp_path: Path) -> None:
    _, findings = read(tmp_path, paragraph(xml))
    assert [(one.code, one.cell, one.message[: len(says)]) for one in findings] == (
        [("narrative-style", "paragraph 2", says)] if says else []
    )


def test_a_list_in_a_table_is_told(tmp_path: Path) -> None:
    def build(document: WordDocument) -> None:
        grid = document.add_table(2, 1)
        grid.cell(0, 0).text = "Head"
        grid.cell(1, 0).paragraphs[0].text = "an entry"
        grid.cell(1, 0).paragraphs[0].style = document.styles["List Bullet"]

    _, (finding,) = read(tmp_path, build)
    assert (finding.code, finding.cell) == ("narrative-style", "table 1 A2")


@pytest.mark.parametrize(("levels", "kept"), [((2, 3, 4, 2), [0, 1, 2, 0]), ((3, 4), [0, 1]), ((2, 4, 3), [0, 1, 1]), ((2, 2), [0, 0])])  # fmt: skip
def test_headings_within_a_section_keep_their_levels(levels: tuple[int, ...], kept: list[int], tmp_path: Path) -> None:
    def build(document: WordDocument) -> None:
        for level in levels:
            document.add_heading("Below", level)
        document.add_paragraph("Words.")

    narrative, _ = read(tmp_path, build)
    blocks = purpose(narrative)
    assert [block.level for block in blocks if block.kind is BlockKind.SUBHEADING] == kept

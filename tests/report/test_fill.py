"""The template filled: what comes in arrives as it was, native, sound, and the same every time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from ooxml_integrity import check
from openxml_audit import OpenXmlValidator

from pipeline.model.document import ANCHOR
from pipeline.model.errors import ProofFailed
from pipeline.model.page import Page
from pipeline.model.records import Block, BlockKind, Run
from pipeline.report import package
from pipeline.report.nodes import rows
from pipeline.report.outline import Outliner
from pipeline.report.verify import verify
from pipeline.report.wordml import BR, P_PR, R_ID, TAB, TBL, TC, TR, VAL, P, T, parse, text_of, w
from tests.report import pages
from tests.report.word_files import DOCUMENT, body, filled, para, shipped, table, template, texts

# Every character that comes through the door: no controls but line break and tab, no surrogates, no noncharacters.
LETTER = st.characters(
    exclude_categories=("Cs", "Cc"),
    exclude_characters=[
        *map(chr, range(0xFDD0, 0xFDF0)),
        *(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF)),
    ],
)
TROUBLE = st.sampled_from(
    ["\n", "\t", "&", "<", ">", '"', "'", "{{", "}}", "{%p", "{%tr", "%}", "{_{", "}_}", "{#", " ", "😀", "ש", "]]>"]
)
CLEAN = st.lists(LETTER | TROUBLE, max_size=30).map("".join).map(str.strip)


@pytest.fixture(scope="module")
def founding() -> bytes:
    return filled(shipped(), pages.founding()).docx


@pytest.mark.parametrize(
    "page", [pages.founding(), pages.draft(), pages.bare(), None], ids=["founding", "draft", "bare", "template"]
)
def test_validators_report_nothing(page: Page | None, tmp_path: Path) -> None:
    path = tmp_path / "file.docx"
    path.write_bytes(filled(shipped(), page).docx if page else shipped())
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []
    assert [str(finding) for finding in check(path)] == []


def test_same_page_same_bytes(founding: bytes) -> None:
    assert filled(shipped(), pages.founding()).docx == founding
    assert b"1980" not in founding
    assert founding[10:14] == b"\0\0\x21\0"  # 1 January 1980, midnight


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CLEAN)
def test_any_text_arrives_as_it_was(text: str) -> None:
    source = template(
        para("before {{ risks[0].residual_risk }} after"),
        table(("Name",), ("{%tr for control in risks[0].joint_controls %}",), ("{{ control.description }}",), ("{%tr endfor %}",)),
        para("{{ narrative.purpose }}"),
        header=para("{{ meeting.title }}"),
    )  # fmt: skip
    page = pages.saying(text)
    built = filled(source, page)
    verify(built.docx, built, page, template=source)
    assert texts(built.docx)[:3] == [f"before {text} after", "Name", text]
    assert texts(built.docx)[3:] == [text, text, "Heading", text]


@pytest.mark.parametrize(
    "text",
    [
        "R&D <b>",
        "{{ meeting.panel }}",
        "{%p if x %}",
        "{_{ x }_}",
        "a\nb\tc",
        "\N{RIGHT-TO-LEFT MARK}ש",
        "x" * 32_767,
        "  edges  ",
    ],
)
def test_awkward_texts_in_the_shipped_template(text: str) -> None:
    page = pages.saying(text)
    built = filled(shipped(), page)
    verify(built.docx, built, page, template=shipped())
    assert text in texts(built.docx)


def test_line_breaks_and_tabs_are_word_ones() -> None:
    built = filled(template(para("{{ meeting.title }}")), pages.saying("one\ntwo\tthree")).docx
    paragraph = body(built)[0]
    assert [element.tag for element in paragraph.iter(T, BR, TAB)] == [T, BR, T, TAB, T]


@pytest.mark.parametrize("text", ["bell \x07", "half \ud800", "mark \ufdd0" + "0\ufdd1", "end \uffff"])
def test_what_the_door_keeps_out_is_a_fault_of_the_program(text: str) -> None:
    with pytest.raises(ProofFailed, match="characters that no document can"):
        filled(shipped(), pages.saying(text))


def test_properties_of_the_document(founding: bytes) -> None:
    core = package.read(founding)[package.CORE_PROPERTIES].decode()
    for words in ("<dc:title>Alignment of MOPAC and Met Risks<", "<dc:creator>Head of Risk; Risk Manager<", "<dc:language>en-GB<",
                  ">2017-12-19T00:00:00Z</dcterms:created>", ">2017-12-19T00:00:00Z</dcterms:modified>"):  # fmt: skip
        assert words in core
    assert "lastModifiedBy" not in core
    assert b'<w:lang w:val="en-GB"' in package.read(founding)["word/styles.xml"]


def test_no_other_properties_of_the_template_go_out() -> None:
    members = package.read(shipped())
    core = members[package.CORE_PROPERTIES].replace(
        b"</cp:coreProperties>", b"<cp:keywords>planted</cp:keywords></cp:coreProperties>"
    )
    app = members["docProps/app.xml"].replace(b"</Properties>", b"<Company>planted</Company></Properties>")
    kind = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"
    link = f'<Relationship Id="rId99" Type="{kind}" Target="docProps/page.jpeg"/></Relationships>'
    members |= {
        package.CORE_PROPERTIES: core,
        "docProps/app.xml": app,
        "docProps/page.jpeg": b"planted",
        "_rels/.rels": members["_rels/.rels"].replace(b"</Relationships>", link.encode()),
    }
    made = package.read(filled(package.write(members), pages.saying("a")).docx)
    assert not [name for name, data in made.items() if b"planted" in data or b"page.jpeg" in data]


def test_every_table_has_a_heading_row_that_repeats_and_no_merged_cells(founding: bytes) -> None:
    tables = list(body(founding).iter(TBL))
    assert len(tables) > 15
    for each in tables:
        first = each.find(TR)
        assert first is not None
        assert first.find(f"{w('trPr')}/{w('tblHeader')}") is not None
        assert all(row.find(f"{w('trPr')}/{w('cantSplit')}") is not None for row in each.iter(TR))
    assert not list(body(founding).iter(w("gridSpan"), w("vMerge")))


@pytest.mark.parametrize("page", [pages.founding(), pages.bare()], ids=["founding", "bare"])
def test_no_paragraph_is_empty_and_no_heading_level_is_jumped(page: Page) -> None:
    members = package.read(filled(shipped(), page).docx)
    outliner = Outliner(members, DOCUMENT)
    nodes = outliner.nodes(parse(members[DOCUMENT]).find(w("body")))  # type: ignore[arg-type]
    levels = [0]
    for paragraph in parse(members[DOCUMENT]).iter(P):
        found = outliner.para(paragraph)
        assert found.text.strip() or next(paragraph.iterancestors(TC), None) is not None
        if found.level:
            assert found.level <= levels[-1] + 1
            levels.append(found.level)
    assert nodes


def test_each_numbered_list_begins_at_one() -> None:
    page = pages.founding()
    numbering = parse(package.read(filled(shipped(), page).docx)["word/numbering.xml"])
    document = body(filled(shipped(), page).docx)
    lists = [
        number.get(VAL)
        for paragraph in document.iter(P)
        if text_of(paragraph)
        in ("note the four aligned risks and their controls; and", "First the descriptions were compared.")
        for number in paragraph.iterfind(f"{P_PR}/{w('numPr')}/{w('numId')}")
    ]
    assert len(set(lists)) == len(lists) == 2
    restarts = {
        num.get(w("numId"))
        for num in numbering.iter(w("num"))
        if num.find(f"{w('lvlOverride')}/{w('startOverride')}") is not None
    }
    assert set(lists) <= restarts


def test_a_list_goes_on_after_a_paragraph_between_its_entries_and_the_next_begins_anew() -> None:
    entries = (("note;", 1), ("consider;", 2), ("", 0), ("decide.", 3), ("another list", 1), ("from seven on", 7))
    blocks = tuple(pages.numbered(text, number) if text else pages.paragraph("by letter") for text, number in entries)
    page = replace(pages.founding(), narrative=replace(pages.founding().narrative, recommendations=blocks))
    lists = {
        text_of(paragraph): paragraph.find(f"{P_PR}/{w('numPr')}/{w('numId')}").get(VAL)  # type: ignore[union-attr]
        for paragraph in body(filled(shipped(), page).docx).iter(P)
        if text_of(paragraph) in {text for text, _ in entries if text}
    }
    assert lists["note;"] == lists["consider;"] == lists["decide."]
    assert lists["another list"] != lists["note;"]


def test_numbered_paragraphs_are_tied_to_numbered_headings(founding: bytes) -> None:
    styles = {
        style.get(w("styleId")): style for style in parse(package.read(founding)["word/styles.xml"]).iter(w("style"))
    }
    tied = {
        name: styles[name].find(f"{P_PR}/{w('numPr')}/{w('numId')}").get(VAL)
        for name in ("NumberedHeading", "NumberedParagraph")
    }  # type: ignore[union-attr]
    assert len(set(tied.values())) == 1


def test_a_template_without_lists_or_styles_still_gets_native_content() -> None:
    members = package.read(template(para("{{ narrative.recommendations }}"), para("{{ organisations[0].heat_map }}")))
    members["word/_rels/document.xml.rels"] = members["word/_rels/document.xml.rels"].replace(
        b"/numbering", b"/unknown"
    )
    styles = parse(members["word/styles.xml"])
    for style in [style for style in styles.iter(w("style")) if not style.get(w("default"))]:
        styles.remove(style)
    members["word/styles.xml"] = etree.tostring(styles)
    for member in [name for name in members if name.startswith("word/") and name.endswith(".xml")]:
        members[member] = members[member].replace(b'<w:pStyle w:val="Header"/>', b"")
    del members["word/numbering.xml"]
    members["word/_rels/document.xml.rels"] = members["word/_rels/document.xml.rels"].replace(
        b'<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/unknown" Target="numbering.xml"/>', b""
    )  # fmt: skip
    types = "[Content_Types].xml"
    members[types] = members[types].replace(
        b'<Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/>', b""
    )  # fmt: skip
    source = package.write(members)
    built = filled(source, pages.founding())
    verify(built.docx, built, pages.founding(), template=source)
    assert len(list(body(built.docx).iter(w("numId")))) == 2


def test_links_are_links(founding: bytes) -> None:
    relations = package.read(founding)["word/_rels/document.xml.rels"]
    assert b'Target="https://example.org/plan" TargetMode="External"' in relations
    assert len([link for link in body(founding).iter(w("hyperlink")) if link.get(R_ID)]) == 1


def test_bookmarks_in_a_loop_get_names_of_their_own() -> None:
    mark = '<w:p><w:bookmarkStart w:id="0" w:name="here"/><w:r><w:t>{{ risk.name }}</w:t></w:r><w:bookmarkEnd w:id="0"/></w:p>'
    source = template(para("{%p for risk in risks %}"), mark, para("{%p endfor %}"))
    built = filled(source, pages.founding())
    verify(built.docx, built, pages.founding(), template=source)
    every = [start.get(w("name"), "") for start in body(built.docx).iter(w("bookmarkStart"))]
    names = [name for name in every if not name.startswith(ANCHOR)]
    assert names == ["here", "here_2", "here_3", "here_4"]


def test_an_empty_loop_leaves_no_table_and_a_false_condition_no_cell_without_paragraph() -> None:
    source = template(
        table(("{%tr for row in promises %}",), ("{{ row.promise }}",), ("{%tr endfor %}",)),
        table((para("{%p if draft_notice %}") + para("{{ draft_notice }}") + para("{%p endif %}"), "b")),
    )
    page = pages.bare()
    built = filled(source, page)
    verify(built.docx, built, page, template=source)
    assert len(list(body(built.docx).iter(TBL))) == 1
    assert texts(built.docx) == ["", "b"]


def test_tags_that_word_has_split_into_runs_are_one() -> None:
    built = filled(template(para("Panel: {¦{ meeting¦.pan¦el }¦}.")), pages.founding())
    assert texts(built.docx) == ["Panel: Audit Panel."]


def test_an_empty_section_leaves_nothing() -> None:
    page = replace(pages.founding(), narrative=replace(pages.NARRATIVE, purpose=()))
    assert texts(filled(template(para("a"), para("{{ narrative.purpose }}"), para("b")), page).docx) == ["a", "b"]


def test_subheadings_stand_one_level_below_the_heading_above() -> None:
    page = replace(
        pages.founding(),
        narrative=replace(
            pages.NARRATIVE, purpose=(Block(BlockKind.SUBHEADING, (Run("Scope"),)), pages.paragraph("Words."))
        ),
    )
    source = template(para("Summary", "Heading1"), para("Purpose", "Heading2"), para("{{ narrative.purpose }}"))
    built = filled(source, page)
    verify(built.docx, built, page, template=source)
    members = package.read(built.docx)
    found = [(para.text, para.level) for para in Outliner(members, DOCUMENT).nodes(body(built.docx))]  # type: ignore[union-attr]
    assert found == [("Summary", 1), ("Purpose", 2), ("Scope", 3), ("Words.", 0)]


def test_a_short_row_of_a_narrative_table_is_filled_up() -> None:
    ragged = pages.table(("a", "b", "c"), ("d",))
    page = replace(pages.founding(), narrative=replace(pages.NARRATIVE, purpose=(ragged,)))
    source = template(para("{{ narrative.purpose }}"), para("end"))
    built = filled(source, page)
    verify(built.docx, built, page, template=source)
    nodes = Outliner(package.read(built.docx), DOCUMENT).nodes(body(built.docx))
    assert [row.texts for row in rows(nodes)] == [("a", "b", "c"), ("d", "", "")]


def test_spaces_around_a_tag_that_stands_alone_do_no_harm() -> None:
    source = template(
        para(" {{ narrative.purpose }} "), para("  {%p if promises %} "), para("yes"), para("{%p endif %}")
    )
    built = filled(source, pages.founding())
    verify(built.docx, built, pages.founding(), template=source)
    assert texts(built.docx) == [pages.NARRATIVE.purpose[0].text, "yes"]


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ('{{ "a<b" }}', "a<b"),
        ('{{ "x<" ~ meeting.panel ~ ">" }}', "x<Audit Panel>"),
        ('{{ meeting.panel|replace("A", "<A>") }}', "<A>udit Panel"),
        ('{{ [meeting.panel, "<q>"]|join("<") }}', "Audit Panel<<q>"),
        ("{{ 3 }}", "3"),
    ],
)
def test_what_a_tag_puts_together_is_words_and_no_xml(tag: str, text: str) -> None:
    source = template(para(tag))
    built = filled(source, pages.founding())
    verify(built.docx, built, pages.founding(), template=source)
    assert texts(built.docx) == [text]

"""The contents table: every heading, in advance, linked; Word asks nothing, and no page number is wrong."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from pipeline.ingest.sent import read_sent_bytes
from pipeline.model.errors import ProofFailed
from pipeline.model.page import Page
from pipeline.model.word_fields import contents_entries, fields_in
from pipeline.report import package
from pipeline.report.contents import with_page_numbers
from pipeline.report.doctor import examine
from pipeline.report.verify import verify
from pipeline.report.wordml import Element, P, R, T, parse, style_of, text_of, w
from tests.report import pages
from tests.report.word_files import DOCUMENT, body, changed, filled, para, shipped, template

MARK = para("{{ contents }}")


def entries(root: Element) -> list[Element]:
    found = contents_entries(root)
    return [each for each in root.iter(P) if each in found]


def headings(root: Element) -> list[Element]:
    """By the styles of the shipped template."""
    levels = {"Heading1": 1, "NumberedHeading": 1, "Heading2": 2}
    return [each for each in root.iter(P) if style_of(each) in levels]


def built_of(*content: str, page: Page | None = None) -> Element:
    """The body that this template comes to, proven."""
    source, page = template(*content), page or pages.founding()
    built = filled(source, page)
    verify(built.docx, built, page, template=source)
    return body(built.docx)


def test_every_heading_has_its_entry_which_leads_to_it() -> None:
    root = body(filled(shipped(), pages.founding()).docx)
    listed = entries(root)
    assert [text_of(each) for each in listed] == [text_of(each) for each in headings(root)]
    assert {style_of(each) for each in listed} == {"TOC1", "TOC2"}
    marks = {mark.get(w("name")): next(mark.iterancestors(P)) for mark in root.iter(w("bookmarkStart"))}
    links = [link for each in listed for link in each.iter(w("hyperlink"))]
    assert [marks[link.get(w("anchor"))] for link in links] == headings(root)
    assert "Risk 3: Money" in map(text_of, listed)


def test_word_asks_nothing_and_no_page_number_is_printed() -> None:
    members = package.read(filled(shipped(), pages.founding()).docx)
    assert b"updateFields" not in members["word/settings.xml"]
    assert b"w:dirty" not in members[DOCUMENT]
    assert b"PAGEREF" not in members[DOCUMENT]
    (contents,) = (field for field in fields_in(parse(members[DOCUMENT])) if field.kind == "TOC")
    assert contents.code.split() == ["TOC", "\\o", '"1-2"', "\\n", "\\h", "\\z", "\\u"]


def test_levels_are_those_of_the_styles_whatever_their_names() -> None:
    own = '<w:outlineLvl w:val="1"/>'
    root = built_of(MARK, para("One", "NumberedHeading"), para("Two", "", own), para("Deep", "Heading3"), para("Text"))
    assert [(style_of(each), text_of(each)) for each in entries(root)] == [("TOC1", "One"), ("TOC2", "Two")]


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ((MARK, para("Words")), ["Words"]),  # no heading
        ((para("A", "Heading1"), para("Words")), ["A", "Words"]),  # no place for a contents table
        ((MARK, para("A", "Heading1")), ["A", "A"]),
        ((MARK, para("Words"), para("A", "Heading1"), MARK), ["A", "Words", "A", "A"]),
        ((para("{%p if promises %}"), MARK, para("{%p endif %}"), para("A\u00a0 b", "Heading1")), ["A b", "A\u00a0 b"]),
        ((MARK, para("{{ meeting.title }}{% if draft_notice %}x{% endif %}", "Heading2"), para("", "Heading1")), None),
    ],
)
def test_what_a_template_may_do(content: tuple[str, ...], wanted: list[str] | None) -> None:
    title = pages.founding().meeting.title
    root = built_of(*content)
    assert [text_of(each) for each in root.iter(P)] == (wanted or [title, title, ""])


def test_a_false_condition_takes_it_away() -> None:
    page = replace(pages.founding(), promises=())
    root = built_of(para("{%p if promises %}"), MARK, para("{%p endif %}"), para("A", "Heading1"), page=page)
    assert entries(root) == []
    assert not [mark for mark in root.iter(w("bookmarkStart")) if mark.get(w("name"), "").startswith("_Toc")]


def test_headings_of_the_narrative_and_bookmarks_of_the_template() -> None:
    taken = (
        '<w:p><w:bookmarkStart w:id="0" w:name="_Toc100000001"/><w:r><w:t>x</w:t></w:r><w:bookmarkEnd w:id="0"/></w:p>'
    )
    page = pages.founding()
    root = built_of(MARK, taken, para("Purpose", "Heading1"), para("{{ narrative.supporting_information }}"), page=page)
    assert len({mark.get(w("name")) for mark in root.iter(w("bookmarkStart"))}) == len(
        list(root.iter(w("bookmarkStart")))
    )
    assert [text_of(each) for each in entries(root)] == [text_of(each) for each in headings(root)]


SINGLE = (
    (para("Contents: {{ contents }}"), "contents must stand alone in a paragraph of the body"),
    (para("{{ contents.title }}"), "contents"),
    (
        ('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r><w:r>'
        '<w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Old</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'),
        "put {{ contents }} alone in a paragraph in its place",
    ),
)  # fmt: skip


@pytest.mark.parametrize(("content", "says"), SINGLE)
def test_what_the_doctor_says(content: str, says: str) -> None:
    found = examine(template(para("A", "Heading1"), content), "ours.docx")
    assert [str(fault.spot) for fault in found.faults if says in fault.text] == ["under “A”, paragraph 1"], found.faults


# --- the proof -------------------------------------------------------------------------------------


def other_words(root: Element) -> None:
    next(entries(root)[3].iter(T)).text = "Something else"


def one_less(root: Element) -> None:
    gone = entries(root)[3]
    gone.getparent().remove(gone)  # type: ignore[union-attr]


def one_more(root: Element) -> None:
    after = entries(root)[3]
    after.addnext(parse(etree.tostring(after)))


def elsewhere(root: Element) -> None:
    one, other = (next(each.iter(w("hyperlink"))) for each in entries(root)[3:5])
    one.set(w("anchor"), other.get(w("anchor"), ""))


def nowhere(root: Element) -> None:
    next(entries(root)[3].iter(w("hyperlink"))).set(w("anchor"), "_Toc999")


def all_of_it(root: Element) -> None:
    for each in entries(root):
        each.getparent().remove(each)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (other_words, "The contents table has “Something else” where the heading"),
        (one_less, "where the heading"),
        (one_more, "where the heading"),
        (elsewhere, "leads elsewhere"),
        (nowhere, "leads to _toc999, which is not there"),
        (all_of_it, "not in the report"),
    ],
)
def test_the_proof_tells(damage: Callable[[Element], None], says: str) -> None:
    built = filled(shipped(), pages.founding())
    with pytest.raises(ProofFailed) as caught:
        verify(changed(built.docx, damage), built, pages.founding(), template=shipped())
    assert says in "\n".join(caught.value.lines)


# --- read back -------------------------------------------------------------------------------------


def refreshed(root: Element) -> None:
    """As Word leaves it when a person brings it up to date: other bookmarks, page numbers, the end by itself."""
    listed = entries(root)
    for at, entry in enumerate(listed):
        for link in entry.iter(w("hyperlink")):
            link.set(w("anchor"), f"_Toc5000{at}")
            page = "".join(
                f"<w:r>{part}</w:r>"
                for part in ("<w:tab/>", '<w:fldChar w:fldCharType="begin"/>', f"<w:instrText>PAGEREF _Toc5000{at} \\h</w:instrText>",
                             '<w:fldChar w:fldCharType="separate"/>', f"<w:t>{at}</w:t>", '<w:fldChar w:fldCharType="end"/>')
            )  # fmt: skip
            link.extend(parse(f'<w:p xmlns:w="{link.nsmap["w"]}">{page}</w:p>'.encode()))
    next(listed[0].iter(T)).text = "1\tReport summary"
    last = etree.Element(P)
    last.append(listed[-1][-1])
    listed[-1].addnext(last)


def flattened(root: Element) -> None:
    """No field any longer: plain paragraphs in the styles of a contents table."""
    for entry in entries(root):
        for run in [
            run for run in entry.iter(R) if run.find(w("fldChar")) is not None or run.find(w("instrText")) is not None
        ]:
            run.getparent().remove(run)  # type: ignore[union-attr]


def test_its_entries_are_no_words_of_the_report() -> None:
    report = filled(shipped(), pages.founding()).docx
    as_made = read_sent_bytes(report, "panel-report.docx")
    said = [paragraph.text for paragraph in as_made.paragraphs]
    assert said.count("Equality and diversity implications") == 1
    assert said.count("Contents") == 1
    for change in (refreshed, flattened, all_of_it):
        again = read_sent_bytes(changed(report, change), "panel-report.docx")
        assert again.paragraphs == as_made.paragraphs, change.__name__


@pytest.mark.parametrize("typed_over", ["Risk 3: Monet", "The panel is asked for £5m"])
def test_what_it_says_that_no_heading_says_is_told(typed_over: str) -> None:
    def typed(root: Element) -> None:
        next(entries(root)[3].iter(T)).text = typed_over

    report = filled(shipped(), pages.founding()).docx
    told = [each for each in read_sent_bytes(changed(report, typed), "x.docx").paragraphs if each.text == typed_over]
    assert [each.where.endswith("contents table") for each in told] == [True]


def test_words_beside_it_are_words_of_the_report() -> None:
    """Someone types into the paragraph in which the table ends."""

    def typed(root: Element) -> None:
        entries(root)[-1].append(
            parse(f'<w:r xmlns:w="{root.nsmap["w"]}"><w:t> See also the plan.</w:t></w:r>'.encode())
        )

    report = filled(shipped(), pages.founding()).docx
    said = [paragraph.text for paragraph in read_sent_bytes(changed(report, typed), "x.docx").paragraphs]
    assert any("See also the plan." in each for each in said)


# --- the PDF ---------------------------------------------------------------------------------------


def test_page_numbers_for_a_program_that_knows_them() -> None:
    document = package.read(filled(shipped(), pages.founding()).docx)[DOCUMENT]
    root = parse(with_page_numbers(document))
    fields = [field for field in fields_in(root) if field.kind == "PAGEREF"]
    marks = {mark.get(w("name")): text_of(next(mark.iterancestors(P))) for mark in root.iter(w("bookmarkStart"))}
    assert [marks[field.of] for field in fields] == [text_of(each) for each in headings(parse(document))]
    assert not any(field.kind == "TOC" for field in fields_in(root))


@pytest.mark.skipif(not (shutil.which("soffice") and shutil.which("pdftotext")), reason="LibreOffice is not here")
def test_the_pdf_has_the_right_page_numbers(tmp_path: Path) -> None:
    new_page = "<w:pageBreakBefore/>"
    source = template(
        MARK, para("A", "Heading1"), para("B", "Heading1", new_page), para("x"), para("C", "Heading2", new_page)
    )
    members = dict(package.read(filled(source, pages.founding()).docx))
    members[DOCUMENT] = with_page_numbers(members[DOCUMENT])
    (tmp_path / "x.docx").write_bytes(package.write(members))
    office = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "pdf"]
    subprocess.run([*office, "--outdir", str(tmp_path), str(tmp_path / "x.docx")], check=True, capture_output=True)
    read = subprocess.run(["pdftotext", str(tmp_path / "x.pdf"), "-"], check=True, capture_output=True, text=True)
    assert re.findall(r"^([ABC])\s?\.{5,} ?(\d)$", read.stdout, re.M) == [("A", "1"), ("B", "2"), ("C", "3")]

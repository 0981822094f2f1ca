"""Tags that take their paragraph or row with them, and loops and conditions: nothing goes with them unseen, nothing is
torn in two.
"""

from __future__ import annotations

import pytest

from pipeline.model.findings import Severity
from pipeline.report.doctor import examine
from pipeline.report.verify import verify
from tests.report import pages
from tests.report.test_references import EACH_END, EACH_RISK, own, said
from tests.report.word_files import filled, para, table, template, texts

TITLE = para("Purpose", "Heading1")
IF, ENDIF, NATIVE = "{%p if risks %}", para("{%p endif %}"), "{{ narrative.purpose }}"
BREAK = '<w:r><w:br w:type="page"/></w:r>'
PICTURE = '<w:r><w:drawing><x xmlns="urn:x"/></w:drawing></w:r>'
BOX = f"<w:r><w:pict><w:txbxContent>{para('static words')}</w:txbxContent></w:pict></w:r>"
FORMULA = (
    '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>E</m:t></m:r></m:oMath>'
)
NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'
OPEN, CLOSE = '<w:bookmarkStart w:id="55" w:name="Span"/>', '<w:bookmarkEnd w:id="55"/>'
BEGIN, FIELD_END = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
NUMBER = f"{BEGIN}<w:r><w:instrText> SEQ T </w:instrText></w:r>"


def told(*content: str) -> list[str]:
    found = examine(template(TITLE, *content), "ours.docx").faults
    return [f"{fault.spot}: {fault.message}" for fault in found if fault.severity is Severity.BLOCK]


@pytest.mark.parametrize(
    ("beside", "called"),
    [
        (PICTURE, "a picture or text box"),
        (BOX, "a picture or text box"),
        (FORMULA, "an equation"),
        (NOTE, "the mark of a footnote"),
        (BREAK, "a page break"),
        ('<w:r><w:br w:type="column"/></w:r>', "a column break"),
        (own("PAGE", ""), "a field"),
        ("<w:r><w:contentPart/></w:r>", "something that is no word"),
    ],
)
def test_what_is_no_word_is_not_lost_beside_a_tag(beside: str, called: str) -> None:
    rows = (("A", "B"), ("{%tr for risk in risks %}", said(beside)), ("{{ risk.name }}", "x"), ("{%tr endfor %}", ""))
    for place, content in (
        ("paragraph 1", said(beside, IF) + para("x") + ENDIF),
        ("paragraph 3", para(IF) + para("x") + said("{%p endif %}", beside)),
        ("paragraph 1", said(NATIVE, beside)),
        ("paragraph 1", said(beside, "{{ contents }}")),
        ("table 1, row 2", table(*rows)),
    ):
        lines = [line for line in told(content, para("last")) if "would be lost" in line]
        assert [line.partition(" stands")[0] for line in lines] == [f"under “Purpose”, {place}: {called}"]


def test_a_page_break_before_a_tag_and_half_a_bookmark_are_not_lost() -> None:
    assert "a page break" in told(para(IF, extra="<w:pageBreakBefore/>") + para("x") + ENDIF)[0]
    assert "one end of a bookmark" in told(said(OPEN, IF) + said("x", CLOSE) + ENDIF)[0]


@pytest.mark.parametrize(
    "content",
    [
        said(OPEN, IF, CLOSE) + para("x") + ENDIF,  # as Word leaves them where one last wrote
        said("<w:r><w:lastRenderedPageBreak/></w:r>", IF, '<w:proofErr w:type="spellEnd"/>') + para("x") + ENDIF,
        para(IF, extra='<w:pageBreakBefore w:val="0"/>') + para("x") + ENDIF,
        para(NATIVE, extra="<w:pageBreakBefore/>"),
        f"<w:p><w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>{NATIVE}</w:t></w:r></w:sdtContent></w:sdt></w:p>",
        EACH_RISK + said("{{ risk.name }}", BREAK, PICTURE) + EACH_END,  # beside a tag that takes nothing with it
        table(("{{ meeting.panel }}", said(BREAK))),
    ],
)
def test_what_goes_with_a_tag_and_is_nothing_is_silent(content: str) -> None:
    assert told(content, para("last")) == []


@pytest.mark.parametrize(
    ("content", "place", "says"),
    [
        (EACH_RISK + said(OPEN, "{{ risk.name }}") + EACH_END + said("x", CLOSE), "paragraph 2", "the bookmark “Span” begins and ends on two sides"),
        (said(OPEN, "x") + EACH_RISK + said("{{ risk.name }}", CLOSE) + EACH_END, "paragraph 1", "the bookmark “Span” begins and ends on two sides"),
        (para(IF) + said(OPEN, "x") + para("{%p else %}") + said("y", CLOSE) + ENDIF, "paragraph 2", "the bookmark “Span” begins and ends on two sides"),
        (said(OPEN, "x"), "paragraph 1", "begins here and ends nowhere"),
        (said("{% if risks %}", NUMBER, "{% endif %}", FIELD_END), "paragraph 1", "a field of Word's begins and ends on two sides"),
        (said(NUMBER, "{% if risks %}", FIELD_END, "{% endif %}"), "paragraph 1", "a field of Word's begins and ends on two sides"),
    ],
)  # fmt: skip
def test_what_a_tag_would_tear_is_told_at_its_place(content: str, place: str, says: str) -> None:
    assert [
        line
        for line in told(content, para("last"))
        if line.startswith(f"under “Purpose”, {place}: {says}") or says in line
    ]
    assert told(content, para("last"))[0].startswith(f"under “Purpose”, {place}:")


@pytest.mark.parametrize(
    "content",
    [
        said(OPEN, "{{ meeting.panel }}") + EACH_RISK + para("{{ risk.name }}") + EACH_END + said("x", CLOSE),
        EACH_RISK + said(OPEN, "{{ risk.name }}") + said("x", CLOSE) + EACH_END,
        said("{% if risks %}", own("SEQ T"), "{% endif %}x"),
        said(own("SEQ T"), "{% if risks %}", own("SEQ T"), "{% else %}", own("SEQ T"), "{% endif %}"),
    ],
)
def test_what_stays_whole_is_silent(content: str) -> None:
    assert told(content, para("last")) == []


def test_the_title_of_the_template_is_no_title_of_a_report() -> None:
    (line,) = told(said(own("TITLE", "Old title")))
    assert line.startswith("under “Purpose”, paragraph 1: the field TITLE shows the title of the template itself")
    assert told(said(own("TITLE", "{{ meeting.title }}"))) == []
    found = examine(template(TITLE, said(own('STYLEREF "heading 1"', "Old"))), "ours.docx").faults
    assert [(fault.severity, "only Word can work out" in fault.text) for fault in found] == [(Severity.QUERY, True)]


def test_a_table_in_a_table_may_have_a_loop_of_its_own() -> None:
    inner = table(("{%tr for risk in risks %}",), ("{{ risk.name }}",), ("{%tr endfor %}",)) + "<w:p/>"
    loop = table(("{%tr for row in risk.rows %}",), ("{{ row.owner }}",), ("{%tr endfor %}",)) + "<w:p/>"
    outer = table(("{%tr for risk in risks %}", ""), ("{{ risk.name }}", loop), ("{%tr endfor %}", ""))
    page = pages.founding()
    for content, wanted in (
        (table(("x", inner)), ["x", *(risk.name for risk in page.risks), ""]),
        (outer, [text for risk in page.risks for text in (risk.name, *(row.owner for row in risk.rows), "")]),
    ):
        source = template(content)
        built = filled(source, page)
        verify(built.docx, built, page, template=source)
        assert texts(built.docx) == wanted
    lost = table(
        ("x", table(("{%tr for risk in risks %}", "y"), ("{{ risk.name }}", ""), ("{%tr endfor %}", "")) + "<w:p/>")
    )
    assert any("must stand alone in its row" in line for line in told(lost))

"""A template examined: each fault speaks at its place, all in one run, and the copy holds them as comments."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from docx import Document
from openxml_audit import OpenXmlValidator

from pipeline.model.findings import Severity
from pipeline.model.page import Contents
from pipeline.report import package
from pipeline.report.catalogue import catalogue, empty_page, full_page
from pipeline.report.comments import Comment, commented
from pipeline.report.doctor import AUTHOR, Examined, examine
from pipeline.report.fields import listing
from pipeline.report.wordml import parse, text_of, w
from tests.report.test_template import field, relation
from tests.report.word_files import DOCUMENT, body, filled, para, shipped, template

HEADED = "<w:trPr><w:tblHeader/></w:trPr>"


def cells(*texts: str, first: str = "") -> str:
    return f"<w:tr>{first}{''.join(f'<w:tc><w:tcPr/>{para(text)}</w:tc>' for text in texts)}</w:tr>"


def loop_table(first: str) -> str:
    rows = (first, cells("{%tr for row in glance %}"), cells("{{ row.now }}"), cells("{%tr endfor %}"))
    return f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="2000"/></w:tblGrid>{"".join(rows)}</w:tbl>'


GOOD = loop_table(cells("Now", first=HEADED))
TITLE = para("Purpose", "Heading1")


NOW = cells("{{ row.now }}")
BOUND = '<w:p><w:sdt><w:sdtPr><w:dataBinding w:xpath="/x" w:storeItemID="1"/><w:text/></w:sdtPr><w:sdtContent><w:r><w:t>{}</w:t></w:r></w:sdtContent></w:sdt></w:p>'


def looking(look: str, tag: str = "{{ meeting.panel }}") -> str:
    return f"<w:p><w:r><w:rPr>{look}</w:rPr><w:t>{tag}</w:t></w:r></w:p>"


def examined(*content: str, header: str = "", **parts: bytes) -> Examined:
    return examine(template(*content, header=header, **parts), "ours.docx")


def test_the_shipped_template_is_fit() -> None:
    found = examine(shipped(), "panel-report.docx")
    assert found.faults == ()
    assert found.copy == b""
    assert all(note.severity is Severity.NOTE for note in found.notes)


SINGLE: tuple[tuple[str, str, Mapping[str, bytes], str, str], ...] = (
    ("undeclared", para("{{ meeting.pannel }}"), {}, "under “Purpose”, paragraph 1", "did you mean meeting.panel?"),
    ("in a loop", para("a") + para("{% for r in risks %}{{ r.nam }}{% endfor %}"), {}, "under “Purpose”, paragraph 2", "no field r.nam; did you mean r.name?"),
    ("half a tag", para("{a}} b"), {}, "under “Purpose”, paragraph 1", "“}}” is half a tag"),
    ("a brace too few", para("{{ meeting.panel }") + para("x"), {}, "under “Purpose”, paragraph 1", "“{{” is half a tag"),
    ("two in one", para("{{ meeting.panel and {{ meeting.date }}"), {}, "under “Purpose”, paragraph 1", "not closed before the next one begins"),
    ("misspelt word", para("{% fro r in risks %}{{ r.name }}{% endfor %}"), {}, "under “Purpose”, paragraph 1", "“fro” is no word for a tag; did you mean for?"),
    ("misspelt end", para("{% if promises %}a{% endfi %}"), {}, "under “Purpose”, paragraph 1", "did you mean endif?"),
    ("no such word", para("{% zzz %}"), {}, "under “Purpose”, paragraph 1", "there are: if, elif"),
    ("not closed", para("") + para("{%p for r in risks %}") + para("{{ r.name }}"), {}, "under “Purpose”, paragraph 1", "“for” is not closed"),
    ("closes nothing", para("a") + para("{%p endif %}"), {}, "under “Purpose”, paragraph 2", "“endif” closes nothing"),
    ("crossed", para("{% for r in risks %}{% if r.name %}{% endfor %}"), {}, "under “Purpose”, paragraph 1", "“{% if r.name %}” is still open"),
    ("eats a paragraph", para("{%p if promises %} lost") + para("{%p endif %}"), {}, "under “Purpose”, paragraph 1", "{%p tag must stand alone"),
    ("eats a row", GOOD.replace("{%tr endfor %}", "{%tr endfor %} lost"), {}, "under “Purpose”, table 1, row 4", "{%tr tag must stand alone"),
    ("a turned hyphen", para("{{ risks|length – 1 }}"), {}, "under “Purpose”, paragraph 1", "turned a hyphen"),
    ("a turned quote", para("{{ meeting.panel | replace(„a“, 'b') }}"), {}, "under “Purpose”, paragraph 1", "turned a quotation mark"),
    ("unsafe", para("{{ meeting.panel.upper() }}"), {}, "under “Purpose”, paragraph 1", "“call” can't be used"),
    ("a dunder", para("{{ meeting.__class__ }}"), {}, "under “Purpose”, paragraph 1", "no field meeting.__class__"),
    ("include", para("{% include 'x' %}"), {}, "under “Purpose”, paragraph 1", "“include” can't be used"),
    ("a heading", para("{{ meetin.panel }}", "Heading2"), {}, "under “{{ meetin.panel }}”, the heading itself", "did you mean meeting?"),
    ("a style that is not there", para("x", "Nosuch"), {}, "under “Purpose”, paragraph 1", "style “Nosuch” that is used here is not in the file"),
    ("a style of another kind", para("x", "ReportTable"), {}, "under “Purpose”, paragraph 1", "is a table style, not a paragraph style"),
    ("no heading row", loop_table(cells("Now")), {}, "under “Purpose”, table 1, row 1", "no heading row"),
    ("native", para("{{ narrative.purpose }} x"), {}, "under “Purpose”, paragraph 1", "must stand alone in a paragraph of the body"),
    ("DDE", field(" DDEAUTO x "), {}, "under “Purpose”, an empty paragraph", "the field DDEAUTO"),
    ("INCLUDETEXT", field(" INCLUDETEXT x "), {}, "under “Purpose”, an empty paragraph", "the field INCLUDETEXT"),
    ("tracked", para("a") + '<w:p><w:ins w:id="1" w:author="x"><w:r><w:t>y</w:t></w:r></w:ins></w:p>', {}, "under “Purpose”, paragraph 2", "tracked changes"),
    ("a tag in a deletion", '<w:p><w:r><w:t>k</w:t></w:r><w:del w:id="1" w:author="x"><w:r><w:delText>{{ x }}</w:delText></w:r></w:del></w:p>', {}, "under “Purpose”, paragraph 1", "One holds a tag"),
    ("altChunk", para("a") + '<w:altChunk xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rIdX"/>', relation("aFChunk", "x.html", "Internal"), "under “Purpose”, paragraph 1", "altChunk"),
    ("attached", para("a"), relation("attachedTemplate", "https://example.org/x.dotm"), "", "a template attached"),
    ("macros", para("a"), {"word/vbaProject.bin": b"x"}, "", "macros"),
    ("a link", '<w:p><w:hyperlink xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rIdX"><w:r><w:t>go</w:t></w:r></w:hyperlink></w:p>', relation("hyperlink", "file:///c:/x"), "under “Purpose”, paragraph 1", "only web and e-mail addresses"),
    ("brackets without end", para("{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}"), {}, "under “Purpose”, paragraph 1", "nested too deeply"),
    ("conditions without end", para("{% if risks %}" * 3000 + "x" + "{% endif %}" * 3000), {}, "", "nested too deeply"),
    ("a record reckoned with", para("{{ meeting.panel % meeting }}"), {}, "under “Purpose”, paragraph 1", "meeting is neither a number nor a text"),
    # what nobody would see
    ("hidden", looking("<w:vanish/>"), {}, "under “Purpose”, paragraph 1", "would not be seen: it is hidden"),
    ("struck out", looking("<w:strike/>"), {}, "under “Purpose”, paragraph 1", "it is struck out"),
    ("white on white", looking('<w:color w:val="FFFFFF"/>'), {}, "under “Purpose”, paragraph 1", "can't be told from what is behind it"),
    ("black on black", looking('<w:color w:val="000000"/><w:shd w:val="clear" w:color="auto" w:fill="0A0A0A"/>'), {}, "under “Purpose”, paragraph 1", "can't be told from"),
    ("1 point", looking('<w:sz w:val="2"/>'), {}, "under “Purpose”, paragraph 1", "in letters of 1 point."),
    ("lines too low", para("{{ meeting.panel }}", extra='<w:spacing w:line="20" w:lineRule="exact"/>'), {}, "under “Purpose”, paragraph 1", "in lines only 1 point high"),
    ("a hidden row", GOOD.replace(NOW, NOW.replace("<w:tr>", "<w:tr><w:trPr><w:hidden/></w:trPr>")), {}, "under “Purpose”, table 1, row 3", "in a hidden row"),
    ("a low row", GOOD.replace(NOW, NOW.replace("<w:tr>", '<w:tr><w:trPr><w:trHeight w:val="20" w:hRule="exact"/></w:trPr>')), {}, "under “Purpose”, table 1, row 3", "in a row only 1 point high"),
    ("a row that can't grow", GOOD.replace(NOW, NOW.replace("<w:tr>", '<w:tr><w:trPr><w:trHeight w:val="400" w:hRule="exact"/></w:trPr>')), {}, "under “Purpose”, table 1, row 3", "words that need more room are cut off"),
    ("a merged cell", GOOD.replace(NOW, NOW.replace("<w:tcPr/>", "<w:tcPr><w:vMerge/></w:tcPr>")), {}, "under “Purpose”, table 1, row 3", "merged into the one above"),
    # where Word shows something else
    ("a line break in a tag", para("{{ meeting.").replace("</w:p>", "") + "<w:r><w:br/><w:t>panel }}</w:t></w:r></w:p>", {}, "under “Purpose”, paragraph 1", "line break stands inside this tag"),
    ("a tab in a tag", para("{{ meeting.panel").replace("</w:p>", "") + "<w:r><w:tab/><w:t>}}</w:t></w:r></w:p>", {}, "under “Purpose”, paragraph 1", "tab stands inside this tag"),
    ("a bound control", BOUND.format("{{ meeting.panel }}"), {}, "under “Purpose”, paragraph 1", "shows a property of the file"),
    ("a tag in an address", '<w:p><w:hyperlink xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rIdX"><w:r><w:t>go</w:t></w:r></w:hyperlink></w:p>', relation("hyperlink", "https://example.org/%7B%7B%20meeting.panel%20%7D%7D"), "under “Purpose”, paragraph 1", "in the address of a link"),
    ("a tag in a property", para("a"), {"docProps/app.xml": b"<Properties><Company>{{ meeting.panel }}</Company></Properties>"}, "", "in the properties of the file"),
    # what only filling shows
    ("nothing there", para("{{ risks[0].name }}"), {}, "under “Purpose”, paragraph 1", "tried with a report in which all is empty"),
    ("a number and a text", para("{{ 1 + meeting.panel }}"), {}, "under “Purpose”, paragraph 1", "tried with a report that has everything"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("content", "parts", "place", "says"), [case[1:] for case in SINGLE], ids=[c[0] for c in SINGLE]
)
def test_each_fault_speaks_at_its_place(content: str, parts: Mapping[str, bytes], place: str, says: str) -> None:
    found = examined(TITLE, content, para("last"), **parts)
    assert [str(fault.spot) for fault in found.faults if says in fault.text] == [place], found.faults
    commented_at = [(text, where) for text, where in comments_in(found.copy) if says in text]
    assert len(commented_at) == 1
    if place:
        (fault,) = (fault for fault in found.faults if says in fault.text)
        assert commented_at[0][1] == fault.spot.paragraph


@pytest.mark.parametrize(
    "content",
    [
        looking("<w:vanish/>", "a remark for those who keep the template"),
        looking('<w:vanish w:val="0"/>'),
        looking('<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:color="auto" w:fill="1F3864"/>'),
        looking('<w:color w:val="auto"/><w:sz w:val="12"/>'),
        GOOD.replace(NOW, NOW.replace("<w:tr>", '<w:tr><w:trPr><w:trHeight w:val="400" w:hRule="atLeast"/></w:trPr>')),
        GOOD.replace(NOW, NOW.replace("<w:tcPr/>", '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>')),
        BOUND.format("words"),
        para("{{ contents }}") + para("{{ contents }}"),
        para("Before").replace("</w:p>", "<w:r><w:br/><w:t>{{ meeting.panel }}</w:t></w:r></w:p>"),
    ],
)
def test_what_readers_see_is_silent(content: str) -> None:
    assert examined(TITLE, content, para("last")).faults == ()


def test_what_a_condition_passes_over_is_asked_about() -> None:
    loop = "{% for risk in risks %}{% if risk.name == 'nobody' %}{{ risk.heading }}{% endif %}{% endfor %}"
    found = examined(TITLE, para(loop)).faults
    assert all("leaves out “Risk 1" in fault.text and fault.severity is Severity.QUERY for fault in found) and found


def test_the_header_of_some_pages_is_named() -> None:
    members = package.read(template(TITLE, para("x")))
    reference = b'<w:headerReference w:type="default"'
    body = members[DOCUMENT].replace(reference, b'<w:headerReference w:type="first" r:id="rId8"/>' + reference)
    first = members["word/header2.xml"].replace(b"Page", b"{{ meeting.dat }}")
    found = examine(package.write({**members, DOCUMENT: body, "word/header2.xml": first}), "ours.docx")
    assert [str(fault.spot) for fault in found.faults] == ["in the header of the first page, paragraph 1"]


def test_no_message_shows_a_mark_of_the_program() -> None:
    found = examined(TITLE, para("x"), header=para("{{ narrative.purpose }}"))
    assert ["must stand alone" in fault.text for fault in found.faults] == [True]
    assert not any("\ufdd0" <= letter <= "\ufdef" for fault in found.faults for letter in fault.text)


def test_what_is_sound_is_silent() -> None:
    sound = (
        TITLE,
        para("{{ meeting.panel }} “{{ “a” }}”"),
        GOOD,
        para("{%p if risks %}"),
        para("x"),
        para("{%p endif %}"),
    )
    assert examined(*sound).faults == ()


def test_a_header_is_named_and_its_fault_is_said_at_the_first_paragraph() -> None:
    found = examined(TITLE, para("x"), header=para("{{ meeting.dat }}"))
    assert [str(fault.spot) for fault in found.faults] == ["in the header, paragraph 1"]
    ((text, at),) = comments_in(found.copy)
    assert at == 0
    assert text.startswith("In the header, paragraph 1: There is no field meeting.dat")


def test_all_single_faults_are_told_in_one_run() -> None:
    """Those that only filling shows apart: nothing is filled while a tag is at fault."""
    chosen = [
        case
        for case in SINGLE
        if not case[2] and "tried" not in case[4] and "deeply" not in case[4] and case[0] != "a heading"
    ]
    found = examined(TITLE, *(content for _, content, *_ in chosen))
    assert [name for name, _, _, _, says in chosen if not any(says in fault.text for fault in found.faults)] == []


def comments_in(docx: bytes) -> list[tuple[str, int]]:
    """Each comment with the index of the paragraph whose words it is about."""
    members = package.read(docx)
    texts = {c.get(w("id")): "".join(map(text_of, c.iter(w("p")))) for c in parse(members["word/comments.xml"])}
    found = []
    for at, paragraph in enumerate(body(docx).iter(w("p"))):
        starts = [mark.get(w("id")) for mark in paragraph.findall(w("commentRangeStart"))]
        assert starts == [mark.get(w("id")) for mark in paragraph.findall(w("commentRangeEnd"))]
        assert starts == [mark.get(w("id")) for mark in paragraph.iter(w("commentReference"))]
        found.extend((texts.pop(one), at) for one in starts)
    assert not texts
    return found


def test_the_copy_is_valid_and_says_nothing_else(tmp_path: Path) -> None:
    data = template(TITLE, para("{{ meeting.pannel }}"), GOOD.replace("row.now", "row.nwo"))
    copy = examine(data, "ours.docx").copy
    (path := tmp_path / "copy.docx").write_bytes(copy)
    (tmp_path / "before.docx").write_bytes(data)
    before = {str(error) for error in OpenXmlValidator().validate(tmp_path / "before.docx").errors}
    assert {str(error) for error in OpenXmlValidator().validate(path).errors} <= before
    document = Document(io.BytesIO(copy))
    assert [comment.author for comment in document.comments] == [AUTHOR, AUTHOR]
    assert "meeting.pannel" in next(iter(document.comments)).text
    assert list(map(text_of, body(copy).iter(w("p")))) == list(map(text_of, body(data).iter(w("p"))))


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_the_copy_opens_in_libreoffice(tmp_path: Path) -> None:
    (tmp_path / "copy.docx").write_bytes(examined(TITLE, para("{{ meeting.pannel }}")).copy)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "odt",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "copy.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with zipfile.ZipFile(tmp_path / "copy.odt") as odt:
        assert "did you mean meeting.panel?" in odt.read("content.xml").decode()


def test_comments_join_those_that_are_there() -> None:
    members = package.read(shipped())
    once = commented(members, [Comment(0, "first", "Checks")])
    twice = commented(once, [Comment(2, "second", "Checks"), Comment(9_999_999, "at the end", "Checks")])
    last = len(list(body(shipped()).iter(w("p")))) - 1
    assert comments_in(package.write(twice)) == [("first", 0), ("second", 2), ("at the end", last)]
    assert commented(members, []) == members


def test_the_sample_pages_hold_everything_and_nothing() -> None:
    """A new field is in them without anybody writing it down a second time."""

    def leaves(value: object) -> list[object]:
        if isinstance(value, tuple):
            return [leaf for each in value for leaf in leaves(each)]
        names = getattr(type(value), "__dataclass_fields__", ())
        return [leaf for name in names for leaf in leaves(getattr(value, name))] if names else [value]

    full = full_page()
    for own in (
        full.meeting,
        *full.risks,
        *full.glance,
        *full.schedule,
        full.definitions,
        *full.promises,
        full.movement,
    ):
        assert all(leaves(own))
    assert len(full.risks) == len(full.risks[0].rows) == 2
    assert all(getattr(full.narrative, name) for name in type(full.narrative).__dataclass_fields__)
    assert [leaf for leaf in leaves(empty_page()) if leaf and leaf != Contents()] == [full.meeting.date_short]
    assert filled(shipped(), empty_page()).docx != filled(shipped(), full).docx


def test_every_field_is_in_the_catalogue_with_an_example() -> None:
    entries = catalogue()
    assert [entry.name for entry in entries] == [path.partition(" ")[0] for path in listing()]
    native = {path.partition(" ")[0] for path in listing() if " " in path}
    assert {entry.name for entry in entries if not entry.example} == native
    assert DOCUMENT in package.read(shipped())

"""Whether a Word file is fit to send: each code speaks at its place, and is quiet on what only looks like it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.ingest.fitness.colours import contrast, digits
from pipeline.ingest.fitness.document import check_document, found_wrong
from pipeline.model.errors import InputsUnusable
from pipeline.model.findings import CATALOGUE, Finding, Mender
from tests.ingest.test_sent import p, run, table, word_file
from tests.ingest.test_sent_marks import change, comment, gone

NAME = "report.docx"
DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
W16 = 'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative"'


def found(data: bytes, code: str) -> list[Finding]:
    return [finding for finding in found_wrong(data, NAME) if finding.code == code]


def with_parts(data: bytes, parts: Mapping[str, str]) -> bytes:
    """The file with some of its parts written anew."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts[name] if name in parts else old.read(name))
        for name in parts.keys() - set(old.namelist()):
            new.writestr(name, parts[name])
    return made.getvalue()


@cache
def part(name: str) -> str:
    """A part of python-docx's own file."""
    data = io.BytesIO()
    docx.Document().save(data)
    with zipfile.ZipFile(data) as package:
        return package.read(name).decode()


def core(**elements: str) -> str:
    inner = "".join(
        f"<cp:{name}>{text}</cp:{name}>" if name == "lastModifiedBy" else f"<dc:{name}>{text}</dc:{name}>"
        for name, text in elements.items()
    )
    return f'<cp:coreProperties xmlns:cp="{CORE}" {DC}>{inner}</cp:coreProperties>'


def properties(body: str = "", **elements: str) -> bytes:
    return with_parts(word_file(body or p("x")), {"docProps/core.xml": core(**elements)})


# --- bits of a body ---------------------------------------------------------------------------


def looked(words: str, look: str) -> str:
    return f"<w:r><w:rPr>{look}</w:rPr><w:t>{words}</w:t></w:r>"


def colour(digits_: str, more: str = "") -> str:
    return f'<w:color w:val="{digits_}"/>{more}'


def cell(content: str, fill: str = "", more: str = "") -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return f"<w:tc><w:tcPr>{more}{shade}</w:tcPr>{content if content.startswith('<') else p(content)}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    inner = "".join(one if one.startswith("<w:tc>") else cell(one) for one in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def grid(*rows: str, style: str = "", look: str = "") -> str:
    named = f'<w:tblStyle w:val="{style}"/>' if style else ""
    return f"<w:tbl><w:tblPr>{named}{look}</w:tblPr><w:tblGrid/>{''.join(rows)}</w:tbl>"


HEAD = "<w:tblHeader/>"
LOOK = '<w:tblLook w:val="04A0" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
OLD_LOOK = '<w:tblLook w:val="0620"/>'


def picture(told: str = "", more: str = "", inside: str = "") -> str:
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{DRAWING}"><wp:docPr id="1" name="Picture 1" {told}>{more}</wp:docPr>'
        f"{inside}</wp:inline></w:drawing></w:r>"
    )


DECORATIVE = f'<a:x xmlns:a="urn:a"><adec:decorative {W16} val="1"/></a:x>'
BOX = "<wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx>"


def link(words: str) -> str:
    return f'<w:hyperlink w:anchor="plan">{run(words)}</w:hyperlink>'


def field(code: str, *words: str) -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    shown = "".join(run(each) for each in words)
    return f"{mark('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{mark('separate')}{shown}{mark('end')}"


EMPTY = "<w:p/>"
SPACED = p("one") + EMPTY + p("two")
NOTE = f'<w:footnote w:id="1">{p(run("see ") + link("www.example.org/plan"))}</w:footnote>'
PEOPLE = '<w:person xmlns:w15="urn:w15" w15:author="{}"/>'

# Code, what is wrong, under which heading, where, what only looks like it.
CASES: tuple[tuple[str, bytes, str, str, bytes], ...] = (
    ("document-tracked", word_file(p("Purpose", "Heading1") + p(change("ins", run("new")))), "Purpose", "paragraph 1", word_file(p("inserted, deleted"))),
    ("document-tracked", word_file(table(("A", "B"), (p(change("del", gone("old")) + run("x")), "C"))), "", "table 1, row 2, A", word_file(table(("A",)))),
    ("document-tracked", word_file(p("x"), header=p(change("ins", run("new")))), "", "header", word_file(p("x"), header=p("new"))),
    ("document-comment", word_file(p("A", "Heading1") + p(run("x") + '<w:r><w:commentReference w:id="4"/></w:r>'), comments=comment(4, "Q")), "A", "paragraph 1", word_file(p("x"), comments="")),
    ("document-comment", word_file(p("x"), comments=comment(4, "Q")), "", "at no place in the text", word_file(p(change("ins", run("new"))))),
    ("document-hidden", word_file(p(run("seen ") + looked("not seen", "<w:vanish/>"))), "", "paragraph 1", word_file(p(looked("seen", '<w:vanish w:val="0"/>')))),
    ("document-hidden", word_file(p(looked(" x", "<w:vanish/>"), "Heading1")), "x", "heading", word_file(p(looked(" ", "<w:vanish/>") + run("x")))),
    ("document-hidden", word_file(grid(row("A", "B"), row("C", "D", properties="<w:hidden/>"))), "", "table 1, row 2, A", word_file(grid(row("A", "B"), row("C", "D")))),
    ("document-hidden", word_file(p(picture('descr="A map" hidden="1"') + run("x"))), "", "paragraph 1", word_file(p(picture('descr="A map"') + run("x")))),
    ("document-personal", properties(creator="A. Clerk"), "", "file properties", properties(p("Report author: A. Clerk, Risk"), creator="A. Clerk")),
    ("document-personal", properties(creator="Head of Risk; A. Clerk"), "", "file properties", properties(p("By the Head of Risk and A. Clerk"), creator="A. Clerk; Head of Risk")),
    ("document-personal", properties(p("Clerks"), creator="Clerk"), "", "file properties", properties(creator=" ")),
    ("document-personal", properties(lastModifiedBy="A. Clerk"), "", "file properties", properties(lastModifiedBy="", title="A. Clerk")),
    ("document-personal", with_parts(properties(), {"docProps/app.xml": '<Properties xmlns="urn:x"><Company>A firm</Company></Properties>'}), "", "file properties", with_parts(properties(), {"docProps/app.xml": '<Properties xmlns="urn:x"><Application>Word</Application></Properties>'})),
    ("document-personal", with_parts(word_file(p(change("ins", run("x"), "A. Clerk"))), {"docProps/core.xml": core()}), "", "file properties", with_parts(word_file(p(change("ins", run("x by A. Clerk"), "A. Clerk"))), {"docProps/core.xml": core()})),
    ("document-personal", with_parts(word_file(p("x"), people=PEOPLE.format("A. Clerk")), {"docProps/core.xml": core()}), "", "file properties", with_parts(word_file(p("x"), people=""), {"docProps/core.xml": core()})),
    ("document-title", properties(title=""), "", "file properties", properties(title="Risks")),
    ("document-language", with_parts(word_file(p("x")), {"word/styles.xml": part("word/styles.xml").replace("<w:lang ", "<w:none ")}), "", "", word_file(p("x"))),
    ("document-heading-jump", word_file(p("A", "Heading1") + p("B", "Heading3")), "B", "heading", word_file(p("A", "Heading1") + p("B", "Heading2") + p("C", "Heading3") + p("D", "Heading1"))),
    ("document-heading-jump", word_file(p("A", "Heading2")), "A", "heading", word_file(p("A", "Heading1") + p(" ", "Heading4") + grid(row(p("B", "Heading3"))))),
    ("document-table-header", word_file(p("A", "Heading1") + grid(row("A", "B"), row("C", "D"))), "A", "table 1", word_file(grid(row("A", "B", properties=HEAD), row("C", "D")))),
    ("document-table-header", word_file(grid(row("A", "B"), row("C", "D", properties=HEAD))), "", "table 1", word_file(grid(row("A"), row("B")) + p("x") + grid(row("A", "B")))),
    ("document-table-header", word_file(grid(row("A", cell(grid(row("A", "B"), row("C", "D")) + p("x"))))), "", "table 1, row 1, column 2, table 1", word_file(grid(row("A", cell(grid(row("A", "B")) + p("x")))))),
    ("document-merged-cells", word_file(grid(row("A", "B"), row(cell("C", more='<w:gridSpan w:val="2"/>')))), "", "table 1", word_file(grid(row(cell("A", more='<w:gridSpan w:val="1"/>'), "B")))),
    ("document-merged-cells", word_file(grid(row(cell("A", more='<w:vMerge w:val="restart"/>'), "B"), row(cell("", more="<w:vMerge/>"), "C"))), "", "table 1", word_file(grid(row("A", "B"), row("", "C")))),
    ("document-colour-alone", word_file(grid(row("Risk", "Now"), row("One", cell("", "FF0000")), row("Two", cell("", "00B050")))), "", "table 1, row 2, Now", word_file(grid(row("Risk", "Now"), row("One", cell("High", "FF0000")), row("Two", cell("Low", "00B050"))))),
    ("document-colour-alone", word_file(grid(row("", "A"), row("B", cell("", "FF0000")))), "", "table 1, row 2, A", word_file(grid(row(cell("", "DDDDDD"), cell("A", "DDDDDD")), row("B", cell("", "FFFFFF"))))),
    ("document-spacing", word_file(SPACED), "", "after paragraph 1", word_file(p("one") + p("two") + EMPTY)),
    ("document-spacing", word_file(grid(row("A")) + EMPTY + EMPTY + grid(row("B")) + EMPTY), "", "", word_file(grid(row("A")) + EMPTY + grid(row("B")) + EMPTY)),
    ("document-spacing", word_file(grid(row(cell(p("A") + EMPTY)))), "", "table 1, row 1, column 1", word_file(grid(row("A", cell(EMPTY)), row("B", cell(grid(row("C")) + EMPTY))))),
    ("document-spacing", word_file(p("x"), header=p("y") + EMPTY), "", "header", word_file(p("x"), header=EMPTY)),
    ("document-spacing", word_file(p("x") + p(" \u00a0") + p("y")), "", "after paragraph 1", word_file(p("x") + p('<w:r><w:br w:type="page"/></w:r>') + p(picture()) + '<w:p><w:pPr><w:sectPr/></w:pPr></w:p>' + p(field("TOC")) + p("y"))),
    ("document-no-alt-text", word_file(p(picture())), "", "", word_file(p(picture('descr="A map of London"')))),
    ("document-no-alt-text", word_file(p(picture('descr="image1.png"'))), "", "", word_file(p(picture("", DECORATIVE)))),
    ("document-no-alt-text", word_file(p("x"), header=p(picture('descr="Picture 3"') + run("Head"))), "", "header", word_file(p("x"), header=p(picture('title="The crest of the city"')))),
    ("document-no-alt-text", word_file(p(run("x") + '<w:r><w:pict><v:shape id="s1"><v:imagedata/></v:shape></w:pict></w:r>')), "", "paragraph 1", word_file(p('<w:r><w:pict><v:shape id="s1" alt="A map of London"><v:imagedata/></v:shape></w:pict></w:r>'))),
    ("document-no-alt-text", word_file(p(run("x") + picture(inside=BOX.format(EMPTY)))), "", "paragraph 1", word_file(p(picture(inside=BOX.format(p("The words of the box")))))),
    ("document-link-text", word_file(p(run("See ") + link("https://www.example.org/plan"))), "", "paragraph 1", word_file(p(run("See https://www.example.org/plan") + link("the plan")))),
    ("document-link-text", word_file(p(link("here") + run("."))), "", "paragraph 1", word_file(p(link("Where it is")))),
    ("document-link-text", word_file(p(link("Click here to read the plan"))), "", "paragraph 1", word_file(p(link("clerk@example.org") + link("GOV.UK")))),
    ("document-link-text", word_file(p(field(' HYPERLINK "https://example.org" ', "this ", "link"))), "", "paragraph 1", word_file(p(field(" REF here ", "here") + run(" here")))),
    ("document-link-text", word_file(p("x"), footnotes=NOTE), "", "footnote 1", word_file(p("x"), footnotes=NOTE.replace("www.example.org/plan", "the plan of 2017"))),
    ("document-contrast", word_file(p("x") + p(looked("grey", colour("999999")))), "", "paragraph 2", word_file(p(looked("grey", colour("595959"))))),
    ("document-contrast", word_file(p(looked("white", colour("FFFFFF")))), "", "paragraph 1", word_file(p(looked("white", colour("FFFFFF", '<w:highlight w:val="darkBlue"/>'))))),
    ("document-contrast", word_file(grid(row(cell(p(looked("x", colour("000000"))), "1F2A44")))), "", "table 1, row 1, column 1", word_file(grid(row(cell("automatic is white there", "1F2A44"))))),
    ("document-contrast", word_file(p(looked("x", colour("000000", '<w:shd w:val="solid" w:color="1F2A44" w:fill="FFFFFF"/>')))), "", "paragraph 1", word_file(p(looked("x", colour("000000", '<w:shd w:val="nil" w:color="1F2A44" w:fill="1F2A44"/>'))))),
    ("document-contrast", word_file(p(looked("x", colour("000000", '<w:shd w:val="pct50" w:color="1F2A44" w:fill="1F2A44"/>')))), "", "paragraph 1", word_file(p(looked("x", colour("000000", '<w:shd w:val="pct10" w:color="1F2A44" w:fill="FFFFFF"/>'))))),
    ("document-contrast", word_file(p(looked("x", '<w:color w:val="000000" w:themeColor="background1"/>'))), "", "paragraph 1", word_file(p(looked("x", '<w:color w:val="FFFFFF" w:themeColor="text1"/>')))),
    ("document-contrast", word_file(p(looked("x", '<w:color w:val="000000" w:themeColor="text1" w:themeTint="66"/>'))), "", "paragraph 1", word_file(p(looked("x", '<w:color w:val="FFFFFF" w:themeColor="background1" w:themeShade="66"/>')))),
    ("document-contrast", word_file(grid(row("A", "B"), row("C", "D"), style="LightList-Accent1", look=LOOK)), "", "table 1, row 1, column 1", word_file(grid(row("A", "B"), row("C", "D"), style="LightList-Accent2", look=LOOK))),
    ("document-contrast", word_file(grid(row("A", "B"), row("C", "D"), style="LightList-Accent1", look=OLD_LOOK)), "", "table 1, row 1, column 1", word_file(grid(row("A", "B"), row("C", "D"), style="LightList-Accent1"))),
    ("document-contrast", word_file(p("x", "Subtitle")), "", "paragraph 1", word_file(p("x", "Title") + p(looked("hidden", colour("FFFFFF", "<w:vanish/>"))))),
    ("document-contrast", word_file(p(looked("box", colour("FFFFFF"))) ), "", "paragraph 1", word_file(p(picture(inside=BOX.format(p(looked("in a box of whatever colour", colour("FFFFFF")))))))),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[f"{case[0]}-{number}" for number, case in enumerate(CASES)])
def test_it_speaks_at_its_place_and_is_quiet_on_its_neighbour(case: tuple[str, bytes, str, str, bytes]) -> None:
    code, fault, under, where, neighbour = case
    spoken = found(fault, code)
    assert [(one.file, one.sheet, one.cell) for one in spoken] == [(NAME, under, where)]
    assert {one.severity for one in spoken} == {CATALOGUE[code].severity}
    assert found(neighbour, code) == []


def test_every_code_of_a_word_file_has_its_case() -> None:
    codes = {code.code for code in CATALOGUE.values() if code.mender is Mender.EDITOR}
    assert codes == {case[0] for case in CASES}


@pytest.mark.parametrize(
    ("code", "body", "message"),
    [
        ("document-tracked", p(change("ins", run("new"))), "Words inserted by Director: 'new'."),
        ("document-heading-jump", p("A", "Heading1") + p("B", "Heading4"), "The heading 'B' is of level 4 and follows 'A', of level 1."),
        ("document-table-header", grid(row("A", "B"), row("C", "D")), "The first row of this table is not marked as its header row: 'A | B'."),
        ("document-merged-cells", grid(*(row(cell("A", more='<w:gridSpan w:val="2"/>')) for _ in range(3))), "This table has merged cells, in rows 1 to 3."),
        ("document-spacing", p("x") + EMPTY * 3 + p("y"), "3 empty paragraphs stand here as a gap."),
        ("document-colour-alone", grid(row("R", "N"), row("1", cell("", "FF0000")), row("2", cell("", "00B050"))), "This cell says something by its colour alone (#FF0000). Likewise in 1 more place: table 1, row 3, N."),
        ("document-contrast", p(looked("one", colour("999999"))) + p(looked("two", colour("999999"))), "'one' is hard to read: #999999 on #FFFFFF has a contrast of 2.8:1, and 4.5:1 is needed at least. Likewise in 1 more place: paragraph 2."),
        ("document-link-text", p(link("here")), "A link says only 'here', which tells nobody where it leads."),
        ("document-hidden", p(looked("not " * 30, "<w:vanish/>")), f"These words are hidden: '{('not ' * 15).strip()} …'."),
    ],
)  # fmt: skip
def test_what_it_says(code: str, body: str, message: str) -> None:
    assert [one.message for one in found(word_file(body), code)] == [message]


def test_a_template_on_somebodys_computer_is_named() -> None:
    target = "file:///C:\\Users\\clerk\\council.dotx"
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{RELATIONS}/attachedTemplate" Target="{{}}" TargetMode="External"/></Relationships>'
    )

    def of(address: str) -> list[str]:
        parts = {"word/_rels/settings.xml.rels": relations.format(address), "docProps/core.xml": core()}
        return [one.message for one in found(with_parts(word_file(p("x")), parts), "document-personal")]

    assert of(target) == [f"The file names a template on somebody's computer: '{target}'."]
    assert of("Normal.dotm") == []


def test_two_styles_that_hide_a_word_bring_it_back() -> None:
    hidden = '<w:style w:type="{}" w:styleId="{}"><w:name w:val="{}"/><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    styles = part("word/styles.xml")
    for kind, name in (("paragraph", "Ghost"), ("character", "Spirit")):
        styles = styles.replace("</w:styles>", hidden.format(kind, name, name))

    def words(*paragraphs: str) -> list[str]:
        data = with_parts(word_file("".join(paragraphs)), {"word/styles.xml": styles})
        return [one.cell for one in found(data, "document-hidden")]

    spirit = looked("x", '<w:rStyle w:val="Spirit"/>')
    assert words(p("a", "Ghost"), p(spirit), p(spirit, "Ghost"), p("d")) == ["paragraph 1", "paragraph 2"]


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("000000", "FFFFFF", 21), ("FFFFFF", "FFFFFF", 1), ("777777", "FFFFFF", 4.478)]
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    front, back = digits(one), digits(other)
    assert front and back
    assert contrast(front, back) == contrast(back, front) == pytest.approx(ratio, abs=0.001)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7", "is a PDF"),
        (with_parts(word_file(p("x")), {"word/document.xml": '<!DOCTYPE x [<!ENTITY a "b">]><w:document/>'}), "holds XML that Word does not write"),
        (with_parts(word_file(p("x")), {"word/comments.xml": " " * (65 << 20)}), "unpacks to far more than it should"),
        (word_file(p("x"))[:2000], "is damaged"),
    ],
)  # fmt: skip
def test_a_hostile_file_is_refused(data: bytes, why: str, tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(data)
    with pytest.raises(InputsUnusable) as refused:
        check_document(tmp_path / NAME, NAME)
    assert why in refused.value.lines[0]


_NAMES = (
    "p", "r", "t", "tbl", "tr", "tc", "tcPr", "trPr", "tblPr", "pPr", "rPr", "shd", "gridSpan", "vMerge", "hyperlink",
    "fldSimple", "fldChar", "instrText", "sdt", "sdtContent", "ins", "del", "color", "pStyle", "rStyle", "tblStyle",
    "tblLook", "vanish", "drawing", "pict", "txbxContent", "br", "tab", "commentReference", "sectPr", "tblHeader",
    "hidden",
)  # fmt: skip
_VALUES = st.sampled_from(
    [
        "1",
        "0",
        "2",
        "-1",
        "x",
        "",
        "FF0000",
        "auto",
        "Heading1",
        "Heading9",
        "LightList-Accent1",
        "begin",
        "end",
        "pct50",
        "04A0",
    ]
)


def _element(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    attribute = st.sampled_from(["val", "fill", "fldCharType", "instr", "themeColor", "themeTint", "id", "type"])
    attributes = st.dictionaries(attribute, _VALUES, max_size=3).map(
        lambda given: "".join(f' w:{name}="{value}"' for name, value in given.items())
    )
    return st.builds(
        lambda name, given, inner: f"<w:{name}{given}>{''.join(inner)}</w:{name}>",
        st.sampled_from(_NAMES),
        attributes,
        st.lists(children, max_size=4),
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.recursive(st.just("<w:p><w:r><w:t>here</w:t></w:r></w:p>"), _element, max_leaves=25), max_size=6))
def test_however_the_elements_are_put_together_it_says_something_or_nothing(blocks: list[str]) -> None:
    findings = found_wrong(word_file("".join(blocks)), NAME)
    assert {one.file for one in findings} == {NAME}
    assert all(one.code in CATALOGUE and one.message and one.remedy for one in findings)

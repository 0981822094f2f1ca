"""The proof: a good file passes, and each way of damaging one is told with its place."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace

import pytest

from pipeline.model.errors import ProofFailed, TemplateUnusable
from pipeline.model.page import Page
from pipeline.model.word_fields import contents_entries
from pipeline.report import package
from pipeline.report.fill import Filled
from pipeline.report.verify import verify
from pipeline.report.wordml import BR, P_PR, TBL, TC, TR, VAL, Element, P, R, T, style_of, text_of, w
from tests.report import pages
from tests.report.word_files import FOOTER, HEADER, changed, filled, para, shipped, table, template

Damage = Callable[[Element], None]


@pytest.fixture(scope="module")
def built() -> Filled:
    return filled(shipped(), pages.founding())


def proof(docx: bytes, built: Filled, page: Page | None = None, source: bytes | None = None) -> str:
    """What the proof says of the file."""
    with pytest.raises(ProofFailed) as caught:
        verify(docx, built, page or pages.founding(), template=source or shipped())
    return "\n".join(caught.value.lines)


# --- finding one's way in the file ----------------------------------------------------------------


def paragraph(root: Element, text: str) -> Element:
    """Of the report's own words: the contents table repeats the headings."""
    entries = contents_entries(root)
    return next(each for each in root.iter(P) if text in text_of(each) and each not in entries)


def row(root: Element, text: str, nth: int = 0) -> Element:
    found = [each for each in root.iter(TR) if text in "".join(text_of(one) for one in each.iter(P))]
    return found[nth]


def drop(element: Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def swap(one: Element, other: Element) -> None:
    """The contents of two paragraphs or cells exchanged."""
    first, second = list(one), list(other)
    for each in (one, other):
        for child in list(each):
            each.remove(child)
    one.extend(second)
    other.extend(first)


def reword(element: Element, old: str, new: str) -> None:
    text = next(each for each in element.iter(T) if old in (each.text or ""))
    text.text = (text.text or "").replace(old, new)


def cells(of: Element) -> list[Element]:
    return of.findall(TC)


def swap_owners(root: Element) -> None:
    swap(cells(row(root, "Met owner of Safeguarding"))[2], cells(row(root, "Met owner of Governance"))[2])


def swap_rows(root: Element) -> None:
    swap(row(root, "MOPAC owner of Safeguarding"), row(root, "Met owner of Safeguarding"))


def swap_sections(root: Element) -> None:
    swap(paragraph(root, "Risk 1: Safeguarding"), paragraph(root, "Risk 2: Governance"))


def move_control(root: Element) -> None:
    control = paragraph(root, "Safeguarding oversight board – ")
    paragraph(root, "Governance oversight board – ").addnext(control)


def wrong_status(root: Element) -> None:
    status = next(
        each
        for each in paragraph(root, "Safeguarding oversight board – ").iter(T)
        if (each.text or "").startswith("Status: ")
    )
    status.text = "Status: In place, not working"


def merge_tables(root: Element) -> None:
    first, second = [
        each for each in root.iter(TBL) if "Current risk description" in "".join(text_of(p) for p in each.iter(P))
    ][:2]
    for each in second.findall(TR)[1:]:
        first.append(each)


def duplicate(root: Element) -> None:
    original = row(root, "MOPAC owner of Money")
    copy = deepcopy(original)
    for mark in list(copy.iter(w("bookmarkStart"), w("bookmarkEnd"))):
        drop(mark)
    original.addnext(copy)


def lost_break(root: Element) -> None:
    drop(next(paragraph(root, "Safeguarding oversight board – ").iter(BR)))


def plain_heading(root: Element) -> None:
    drop(next(paragraph(root, "Risk 3: Money").iter(w("pStyle"))))


def another_shade(root: Element) -> None:
    next(root.iter(w("shd"))).set(w("fill"), "FFFFFF")


def unbold(root: Element) -> None:
    drop(next(paragraph(root, "The four aligned risks").iter(w("b"))))


def unlisted(root: Element) -> None:
    drop(next(paragraph(root, "Money is rising for MOPAC.").iter(w("pStyle"))))


def swap_targets(root: Element, kind: str) -> None:
    one, other = [each for each in root if (each.get("Type") or "").endswith(f"/{kind}")]
    first, second = one.get("Target", ""), other.get("Target", "")
    one.set("Target", second)
    other.set("Target", first)


def unlinked(root: Element) -> None:
    link = next(root.iter(w("hyperlink")))
    run = link.find(R)
    assert run is not None
    link.addnext(run)
    drop(link)


def hidden(root: Element, text: str, name: str, value: str = "") -> None:
    for run in paragraph(root, text).iter(R):
        properties = run.find(w("rPr"))
        if properties is None:
            properties = run.makeelement(w("rPr"))
            run.insert(0, properties)
        properties.append(properties.makeelement(w(name), {VAL: value} if value else {}))


def merge_up(of: Element) -> None:
    properties = cells(of)[2].find(w("tcPr"))
    assert properties is not None
    properties.append(properties.makeelement(w("vMerge")))


def hide_row(of: Element) -> None:
    properties = of.find(w("trPr"))
    if properties is None:
        properties = of.makeelement(w("trPr"))
        of.insert(0, properties)
    properties.append(properties.makeelement(w("hidden")))


def look(root: Element, name: str, **attributes: str) -> None:
    """A property of the paragraph that says what a reader is to see."""
    properties = paragraph(root, "Demand may outrun").find(P_PR)
    if properties is None:
        properties = root.makeelement(P_PR)
        paragraph(root, "Demand may outrun").insert(0, properties)
    properties.append(properties.makeelement(w(name), {w(key): value for key, value in attributes.items()}))


def font(root: Element, name: str) -> None:
    hidden(root, "Demand may outrun", "rFonts")
    for each in paragraph(root, "Demand may outrun").iter(w("rFonts")):
        each.set(w("ascii"), name)


def edges(root: Element, change: Callable[[Element], None]) -> None:
    for each in list(root.iter(w("headerReference"))):
        change(each)


def upright(root: Element) -> None:
    size = next(each for each in root.iter(w("pgSz")) if each.get(w("orient")) == "landscape")
    size.set(w("w"), "11906")
    size.set(w("h"), "16838")


def refer_elsewhere(root: Element) -> None:
    code = next(each for each in root.iter(w("instrText")) if " REF Appendix_controls " in (each.text or ""))
    code.text = (code.text or "").replace("Appendix_controls", "Appendix_maps")


def lists_of_one(root: Element) -> None:
    """Each list goes on counting where the first one stopped."""
    first, *others = [
        each
        for text in ("note the four aligned risks", "First the descriptions were", "Then the controls")
        for each in paragraph(root, text).iter(w("numId"))
    ]
    for each in others:
        each.set(VAL, first.get(VAL, ""))


def deeper(root: Element) -> None:
    for each in paragraph(root, "agree the next report").iter(w("ilvl")):
        each.set(VAL, "1")


DAMAGES: tuple[tuple[Damage, str], ...] = (
    # what stands in front of an entry, and how far in
    (lists_of_one, "“First the descriptions were compared.” has the number “3.” in place of “1.”"),
    (deeper, "stands on level 2 of its list in place of level 1"),
    # the pages
    (lambda root: edges(root, drop), "have not the size, columns, header or footer"),
    (lambda root: edges(root, lambda each: each.set(w("type"), "even")), "have not the size, columns, header or footer"),
    (upright, "have not the size, columns, header or footer"),
    (lambda root: [drop(each) for each in list(root.iter(w("tblHeader")))] and None, "does not stand in a row that is repeated on each page"),
    (refer_elsewhere, "leads to “Appendix 3"),
    (lambda root: look(root, "ind", left="30000"), "is off the page."),
    (lambda root: look(root, "framePr", x="-30000", y="-30000"), "is in a frame off the page."),
    (lambda root: look(root, "framePr", w="1"), "is in a frame too small for it."),
    (lambda root: hidden(root, "Demand may outrun", "w", "1"), "is in letters of 1% of their width."),
    (lambda root: hidden(root, "Demand may outrun", "highlight", "black"), "can't be told from what is behind it."),
    (lambda root: font(root, "Wingdings"), "is in the font Wingdings, which has signs in place of letters."),
    (lambda root: next(root.iter(TBL)).addnext(deepcopy(list(root.iter(TBL))[-1])), "a table stands right after another one"),
    (lambda root: drop(row(root, "Met owner of Safeguarding")), "not in the report: the row"),
    (duplicate, "not expected in the report: the row"),
    (swap_rows, "Under “Risk 1: Safeguarding”"),
    (swap_owners, "Under “Risk 1: Safeguarding”"),
    (lambda root: swap(*cells(row(root, "Met owner of Insight"))[1:3]), "Under “Risk 4: Insight”"),
    (swap_sections, "Risk 1: Safeguarding"),
    (move_control, "Safeguarding oversight board"),
    (wrong_status, "Status: Working"),
    (merge_tables, "not in the report"),
    (lambda root: drop(paragraph(root, "Joint controls shown to be working: 1 of 2")), "Joint controls shown to be working"),
    (lambda root: drop(paragraph(root, "Reason for trend:")), "Reason for trend"),
    (lambda root: drop(paragraph(root, "None identified")), "None identified"),
    (lambda root: drop(paragraph(root, "Every joint and potential control")), "Every joint and potential control"),
    (lambda root: drop(paragraph(root, "Governance is falling for MOPAC.")), "Governance is falling"),
    (lambda root: reword(paragraph(root, "The Audit Panel is asked to:"), "asked", "told"), "Under “Recommendations”"),
    (lambda root: reword(paragraph(root, "Demand may outrun"), "Demand", "demand"), "Demand may outrun"),
    (lambda root: reword(row(root, "C23"), "Not in place", "Working"), "Under “Appendix 2: Control schedule”"),
    (lambda root: reword(row(root, "Trend changed"), "↓ Falling", "↑ Rising"), "Appendix 4"),
    (lambda root: reword(row(root, "A heat map of the aligned risks"), "Kept", "Left"), "What the Panel asked for"),
    (lambda root: reword(row(root, "IOM"), "Integrated", "Other"), "Under “Short forms”"),
    (lambda root: reword(row(root, "1 Safeguarding"), "High (12)", "High (21)"), "Under “At a glance”"),
    (lambda root: swap(*list(row(root, "VH").iter(P))[-2:]), "Under “Metropolitan Police Service”"),
    (lost_break, "Safeguarding oversight board"),
    (plain_heading, "Risk 3: Money"),
    (another_shade, "wrong shade"),
    (unbold, "bold, italics or links are lost"),
    (unlinked, "bold, italics or links are lost"),
    (unlisted, "Money is rising for MOPAC."),
    (lambda root: paragraph(root, "None identified").addnext(deepcopy(paragraph(root, "None identified"))), "not expected in the report"),
    (lambda root: reword(paragraph(root, "None identified"), "None identified", "{{ risk.owner }}"), "not expected in the report: “{{ risk.owner }}”"),
    # words that nobody sees
    (lambda root: hidden(root, "Demand may outrun", "vanish"), "is hidden."),
    (lambda root: hidden(root, "Demand may outrun", "color", "FFFFFF"), "can't be told from what is behind it."),
    (lambda root: hidden(root, "Demand may outrun", "sz", "2"), "is in letters of 1 point."),
    (lambda root: merge_up(row(root, "MOPAC owner of Safeguarding")), "is in a cell that is merged into the one above."),
    (lambda root: hide_row(row(root, "MOPAC owner of Safeguarding")), "is in a hidden row."),
    # the package
    (lambda root: next(root.iter(w("fldChar"))).set(w("dirty"), "true"), "Word would ask on opening"),
    (lambda root: drop(row(root, "Met owner of Safeguarding").findall(TC)[3]), "a row has 3 cells where its table has 4 columns"),
    (lambda root: drop(next(cells(row(root, "IOM"))[0].iter(P))), "a cell does not end in a paragraph"),
    (lambda root: [drop(each) for each in next(root.iter(TBL)).findall(TR)] and None, "a table has no row"),
    (lambda root: setattr(paragraph(root, "None identified"), "tail", "loose"), "loose text: loose"),
    (lambda root: reword(paragraph(root, "None identified"), "None", "\ufdd0"), "a mark of the program's own"),
    (lambda root: next(root.iter(w("hyperlink"))).set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", "rId99"), "rId99"),
    (lambda root: next(root.iter(w("pStyle"))).set(VAL, "Nowhere"), "The style Nowhere is used"),
    (lambda root: [each.set(VAL, "77") for each in root.iter(w("numId"))] and None, "belongs to the list 77"),
    (lambda root: paragraph(root, "None identified").insert(1, root.makeelement(w("bookmarkStart"), {w("id"): "5", w("name"): "x"})), "a bookmark has no end"),
    (lambda root: drop(next(root.iter(w("body")))[-1]), "the body does not end in its section"),
)  # fmt: skip


@pytest.mark.parametrize(("damage", "says"), DAMAGES)
def test_damage_is_told(built: Filled, damage: Damage, says: str) -> None:
    assert says in proof(changed(built.docx, damage), built)


def test_the_file_itself_passes(built: Filled) -> None:
    verify(built.docx, built, pages.founding(), template=shipped())


@pytest.mark.parametrize(
    ("member", "damage", "says"),
    [
        (HEADER, lambda root: reword(paragraph(root, "OFFICIAL"), "OFFICIAL", "SECRET"), "OFFICIAL"),
        (FOOTER, lambda root: reword(paragraph(root, "OFFICIAL"), "OFFICIAL", ""), "OFFICIAL"),
        (FOOTER, lambda root: drop(list(root.iter(w("fldChar")))[-1]), "a field is not closed"),
        ("word/_rels/document.xml.rels", lambda root: root[0].set("Id", "rId2"), "uses the id rId2 twice"),
        ("word/_rels/document.xml.rels", lambda root: root[0].set("Target", "gone.xml"), "refers to gone.xml"),
        ("[Content_Types].xml", lambda root: root[-1].set("PartName", "/word/gone.xml"), "given for /word/gone.xml"),
        ("word/numbering.xml", lambda root: drop(root[-1]), "belongs to the list"),
        (
            "word/numbering.xml",
            lambda root: next(root.iter(w("lvlText"))).set(VAL, "Risk 9"),
            "the definition of lists 1 is not as it was",
        ),
        (
            "word/numbering.xml",
            lambda root: [each.set(VAL, "7") for each in list(root.iter(w("start"), w("startOverride")))] and None,
            "has the number “7.” in place of “1.”",
        ),
        (
            "word/styles.xml",
            lambda root: next(root.iter(w("sz"))).set(VAL, "2"),
            "word/styles.xml is not as it is in the template",
        ),
        (
            "word/settings.xml",
            lambda root: root.insert(0, root.makeelement(w("evenAndOddHeaders"))),
            "The settings of the file have evenAndOddHeaders",
        ),
        (
            "word/_rels/document.xml.rels",
            lambda root: swap_targets(root, "header"),
            "have not the size, columns, header or footer",
        ),
        (
            "docProps/core.xml",
            lambda root: setattr(next(root.iter("{http://purl.org/dc/elements/1.1/}title")), "text", "Another"),
            "The title in the properties",
        ),
    ],
)
def test_damage_elsewhere_in_the_package_is_told(built: Filled, member: str, damage: Damage, says: str) -> None:
    assert says in proof(changed(built.docx, damage, member), built)


@pytest.mark.parametrize(
    ("look_of", "says"),
    [("<w:vanish/>", "is hidden"), ('<w:color w:val="FFFFFF"/>', "can't be told"), ('<w:color w:val="333333"/>', "")],
)
def test_words_that_the_style_of_their_table_hides_are_told(look_of: str, says: str) -> None:
    styled = '<w:tblPr><w:tblStyle w:val="ReportTable"/></w:tblPr>'
    source = template(table(("Owner",), ("{{ meeting.title }}",)).replace("<w:tblPr/>", styled))
    members = package.read(source)
    styles = members["word/styles.xml"].decode()
    own = styles.index("<w:tblPr", styles.index('w:styleId="ReportTable"'))
    members["word/styles.xml"] = f"{styles[:own]}<w:rPr>{look_of}</w:rPr>{styles[own:]}".encode()
    source = package.write(members)
    if not says:
        made = filled(source, pages.founding())
        verify(made.docx, made, pages.founding(), template=source)
        return
    with pytest.raises(TemplateUnusable) as caught:
        filled(source, pages.founding())
    assert says in "\n".join(caught.value.lines)


def test_a_lost_part_and_a_broken_one(built: Filled) -> None:
    members = package.read(built.docx)
    assert "not there" in proof(package.write({name: data for name, data in members.items() if name != HEADER}), built)
    assert "not well formed" in proof(package.write({**members, HEADER: b"<w:hdr>"}), built)
    assert "can't be read back" in proof(b"PK nothing", built)
    assert "Two parts have the same name" in proof(package.write({**members, HEADER.upper(): b""}), built)


def test_a_file_that_was_made_from_another_page(built: Filled) -> None:
    page = pages.founding()
    other = replace(
        page,
        risks=(
            replace(page.risks[0], control_line="Joint controls shown to be working: 2 of 2 (all shown)."),
            *page.risks[1:],
        ),
    )
    assert "2 of 2 (all shown)" in proof(built.docx, built, other)


def test_what_a_template_does_not_show_is_not_asked_for() -> None:
    source = template(para("{{ meeting.title }}"), para("{%p for risk in risks %}"), para("{{ risk.heading }}", "Heading1"), para("{%p endfor %}"))  # fmt: skip
    made = filled(source, pages.founding())
    verify(made.docx, made, pages.founding(), template=source)


def test_rows_in_another_template_are_asked_for_whole() -> None:
    source = template(
        para("{%p for risk in risks %}"),
        para("{{ risk.heading }}", "Heading1"),
        table(("Owner", "Risk"), ("{%tr for row in risk.rows %}", ""), ("{{ row.owner }}", "{{ row.description }}"), ("{%tr endfor %}", "")),
        para("{%p endfor %}"),
    )  # fmt: skip
    made = filled(source, pages.founding())
    verify(made.docx, made, pages.founding(), template=source)
    assert "Risk 1: Safeguarding" in proof(
        changed(made.docx, lambda root: drop(row(root, "MOPAC owner of Safeguarding"))), made, source=source
    )


def test_records_are_proven_from_the_page_alone(monkeypatch: pytest.MonkeyPatch, built: Filled) -> None:
    """The second proof finds a row under the wrong risk even where the first is blind."""
    monkeypatch.setattr("pipeline.report.verify.compare", lambda *_: iter(()))
    monkeypatch.setattr("pipeline.report.verify._placed", lambda *_: iter(()))
    for damage in (swap_owners, swap_sections, swap_rows, move_control):
        assert "Under “Risk 1: Safeguarding”" in proof(changed(built.docx, damage), built)


def test_texts_are_proven_from_what_the_tags_placed(monkeypatch: pytest.MonkeyPatch, built: Filled) -> None:
    """The third proof needs neither the outline of the template nor the Page."""
    monkeypatch.setattr("pipeline.report.verify.compare", lambda *_: iter(()))
    monkeypatch.setattr("pipeline.report.verify._records", lambda *_: iter(()))
    assert "A text that a tag placed" in proof(changed(built.docx, lambda root: drop(row(root, "C23"))), built)


def test_more_faults_than_anyone_reads_are_counted(built: Filled) -> None:
    def empty(root: Element) -> None:
        body = root.find(w("body"))
        assert body is not None
        for each in [
            child
            for child in body
            if child.tag == P
            and not style_of(child).startswith("Heading")
            and child.find(f"{P_PR}/{w('sectPr')}") is None
            and (following := child.getnext()) is not None
            and following.tag != TBL
        ]:
            body.remove(each)

    assert "more." in proof(changed(built.docx, empty), built)


def test_whole_texts_are_compared_not_their_look_in_xml(built: Filled) -> None:
    """Word splits runs as it likes: the same words in more runs are the same."""

    def split(root: Element) -> None:
        run = next(paragraph(root, "None identified").iter(R))
        text = run.find(T)
        assert text is not None
        copy = deepcopy(run)
        text.text = "None "
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        next(copy.iter(T)).text = "identified"
        run.addnext(copy)

    verify(changed(built.docx, split), built, pages.founding(), template=shipped())


@pytest.mark.parametrize(
    "content",
    [
        (para("{%p for risk in risks %}"), para("{{ risk.heading }}"), para("{%p endfor %}")),
        (para("{%p for risk in risks %}"), para("On {{ risk.heading }}", "Heading1"), para("{{ risk.residual_risk }}"), para("{%p endfor %}")),
        (table(("Risk", "Owners"), ("{%tr for risk in risks %}", ""), ("{{ risk.heading }}", "{% for row in risk.rows %}{{ row.owner }}{% endfor %}"), ("{%tr endfor %}", "")),),
    ],
    ids=["no heading", "part of a heading", "a row"],
)  # fmt: skip
def test_a_risk_may_stand_without_a_heading_of_its_own(content: tuple[str, ...]) -> None:
    source = template(*content)
    made = filled(source, pages.founding())
    verify(made.docx, made, pages.founding(), template=source)


def test_what_stands_in_a_header_is_proven_there() -> None:
    authors = "By {% for author in meeting.authors %}{{ author.role }}{% if not loop.last %}; {% endif %}{% endfor %}"
    source = template(para("x"), header=para(authors))
    made = filled(source, pages.founding())
    verify(made.docx, made, pages.founding(), template=source)
    assert "Risk Manager" in proof(
        changed(made.docx, lambda root: reword(paragraph(root, "By Head of Risk"), "Manager", "Owner"), HEADER), made, source=source
    )  # fmt: skip

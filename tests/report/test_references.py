"""Captions count themselves, cross-references say what they lead to, and an appendix that is mentioned is a link."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.model.errors import ProofFailed, TemplateUnusable
from pipeline.model.findings import Severity
from pipeline.model.page import Page
from pipeline.model.records import Block, Run
from pipeline.model.word_fields import WordField, fields_in
from pipeline.report.doctor import examine
from pipeline.report.verify import verify
from pipeline.report.wordml import Element, P, T, style_of, text_of, w
from tests.report import pages
from tests.report.word_files import body, changed, filled, para, shipped, table, template, texts

EACH_RISK, EACH_END = para("{%p for risk in risks %}"), para("{%p endfor %}")


def own(code: str, shown: str = "1") -> str:
    """The runs of one of Word's own fields."""
    parts = ('<w:fldChar w:fldCharType="begin"/>', f"<w:instrText> {code} </w:instrText>", '<w:fldChar w:fldCharType="separate"/>',
             f"<w:t>{shown}</w:t>" if shown else "", '<w:fldChar w:fldCharType="end"/>')  # fmt: skip
    return "".join(f"<w:r>{part}</w:r>" for part in parts)


def said(*pieces: str, style: str = "") -> str:
    """A paragraph of words and runs."""
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    runs = (
        piece if piece.startswith("<") else f'<w:r><w:t xml:space="preserve">{piece}</w:t></w:r>' for piece in pieces
    )
    return f"<w:p>{look}{''.join(runs)}</w:p>"


def marked(name: str, *pieces: str, number: int = 0) -> str:
    inner = said(*pieces).removeprefix("<w:p>").removesuffix("</w:p>")
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{inner}<w:bookmarkEnd w:id="{number}"/>'


def built_of(*content: str, page: Page | None = None) -> bytes:
    """What this template comes to, proven."""
    source, page = template(*content), page or pages.founding()
    built = filled(source, page)
    verify(built.docx, built, page, template=source)
    return built.docx


def of_kind(docx: bytes, kind: str) -> list[WordField]:
    return [field for field in fields_in(body(docx)) if field.kind == kind]


# --- numbers ---------------------------------------------------------------------------------------


def test_captions_are_numbered_in_the_order_of_the_document() -> None:
    docx = filled(shipped(), pages.founding()).docx
    for of, most in (("Table", 18), ("Figure", 2), ("Appendix", 4)):
        numbers = [field.text for field in of_kind(docx, "SEQ") if field.of == of]
        assert numbers == [str(number) for number in range(1, most + 1)]
    captions = [text_of(p) for p in body(docx).iter(P) if text_of(p).startswith(("Table ", "Figure "))]
    assert "Table 7: Money as each organisation's register describes it" in captions


def test_each_table_has_one_caption_above_it() -> None:
    tables = list(body(filled(shipped(), pages.founding()).docx).iterchildren(w("tbl")))
    ours = [one for one in tables if one.find(f"{w('tblPr')}/{w('tblCaption')}") is not None]
    assert len(tables) - len(ours) == 1  # the officer's own
    for one in ours:
        above = one.getprevious()
        assert above is not None
        assert style_of(above) == "Caption", text_of(next(one.iter(P)))


@pytest.mark.parametrize(
    ("codes", "wanted"),
    [
        (["SEQ Table", "SEQ Table"], ["1", "2"]),
        (["SEQ Table \\* ARABIC", "SEQ Figure", "SEQ table", "SEQ Table"], ["1", "1", "2", "3"]),
        (["SEQ A", "SEQ A \\r 5", "SEQ A", "SEQ A \\c"], ["1", "5", "6", "6"]),
        (["SEQ A \\* ALPHABETIC", "SEQ A \\* alphabetic", "SEQ A \\r 28 \\* ALPHABETIC"], ["A", "b", "BB"]),
        (["SEQ A \\r 4 \\* ROMAN", "SEQ A \\r 95 \\* roman"], ["IV", "xcv"]),
    ],
)
def test_numbers_as_they_are_asked_for(codes: list[str], wanted: list[str]) -> None:
    docx = built_of(*(said("No ", own(code, "7"), ": x") for code in codes))
    assert texts(docx) == [f"No {number}: x" for number in wanted]


def test_a_loop_counts_on_and_a_reference_follows() -> None:
    docx = built_of(
        said("See table ", own("REF last", "1"), "."),
        EACH_RISK,
        said("Table ", own("SEQ Table", "1"), ": {{ risk.name }}"),
        EACH_END,
        said("Table ", marked("last", own("SEQ Table", "2"))),
    )
    names = [f"Table {at}: {risk.name}" for at, risk in enumerate(pages.founding().risks, start=1)]
    assert texts(docx) == ["See table 5.", *names, "Table 5"]


def test_numbers_in_the_rows_of_a_table() -> None:
    docx = built_of(
        table(
            ("{%tr for row in glance %}",),
            (said("Row ", own("SEQ Row", "1"), " of {{ row.organisation }}"),),
            ("{%tr endfor %}",),
        )
    )
    wanted = [f"Row {at} of {row.organisation}" for at, row in enumerate(pages.founding().glance, start=1)]
    assert texts(docx) == wanted


# --- references ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "shows"),
    [
        ("REF a", "Appendix 1 on {T}"),
        ("REF a \\h", "Appendix 1 on {T}"),
        ("ref A \\h", "Appendix 1 on {T}"),
        ("REF a \\* Lower \\h", "appendix 1 on {t}"),
        ("REF a \\* Upper", "APPENDIX 1 ON {U}"),
        ("REF a \\h \\* MERGEFORMAT", "Appendix 1 on {T}"),
        ("REF a \\r", "as it was"),  # the number of the paragraph: only Word knows it
    ],
)
def test_a_reference_says_what_its_target_says(code: str, shows: str) -> None:
    docx = built_of(
        said("“", own(code, "as it was"), "” on {{ meeting.panel }}."),
        said(marked("a", "Appendix ", own("SEQ Appendix", "9"), " on {{ meeting.title }}"), ": more", style="Heading1"),
    )
    title = pages.founding().meeting.title
    shown = shows.format(T=title, t=title.lower(), U=title.upper()) if "{" in shows else shows
    assert texts(docx) == [f"“{shown}” on Audit Panel.", f"Appendix 1 on {title}: more"]


def test_a_simple_field_and_the_runs_of_a_long_result() -> None:
    simple = '<w:fldSimple w:instr=" REF a "><w:r><w:t>old</w:t></w:r><w:r><w:t> words</w:t></w:r></w:fldSimple>'
    assert texts(built_of(said("x ", simple), said(marked("a", "Now")))) == ["x Now", "Now"]


def test_values_beside_a_reference_keep_their_places() -> None:
    """What a field shows may be longer than what it showed, and values come after it."""
    source = template(
        said("{{ meeting.panel }} ", own("REF a", "x"), " {{ meeting.title }}"), said(marked("a", "quite long"))
    )
    built = filled(source, pages.founding())
    (sentence,) = (each for many in built.said.values() for each in many)
    assert [sentence.text[value.start : value.end] for value in sentence.values] == [
        pages.founding().meeting.panel,
        pages.founding().meeting.title,
    ]


SINGLE = (
    (said("See ", own("REF gone", "Appendix 7"), "."), "under “A”, paragraph 1", "leads to “gone”, a bookmark that is not there", Severity.BLOCK),
    (said("Page ", own("PAGEREF gone", "7"), "."), "under “A”, paragraph 1", "leads to “gone”", Severity.BLOCK),
    (said("x", '<w:hyperlink w:anchor="gone"><w:r><w:t>y</w:t></w:r></w:hyperlink>'), "under “A”, paragraph 1", "a link leads to “gone”", Severity.BLOCK),
    (said("Table ", own("SEQ Table \\s 1")), "under “A”, paragraph 1", "what only Word can work out", Severity.QUERY),
    (said("See ", own("REF a \\w", "1.1")) + said(marked("a", "A")), "under “A”, paragraph 1", "what only Word can work out", Severity.QUERY),
    (said("See ", own("REF a", "")) + said(marked("a", "A")), "", "does not yet show", Severity.BLOCK),
    (said("See ", own("REF a", "x")) + para("{%p if promises %}") + said(marked("a", "A")) + para("{%p endif %}"), "", "has no target in this report", Severity.BLOCK),
)  # fmt: skip


@pytest.mark.parametrize(("content", "place", "says", "severity"), SINGLE)
def test_what_the_doctor_says(content: str, place: str, says: str, severity: Severity) -> None:
    found = examine(template(para("A", "Heading1"), content), "ours.docx")
    told = [fault for fault in found.faults if says in fault.text]
    assert [fault.severity for fault in told][:1] == [severity], found.faults
    assert str(told[0].spot) == place
    assert "“See" in told[0].text or place


def test_a_reference_whose_target_has_gone_is_never_printed() -> None:
    source = template(
        said("See ", own("REF a", "x")), para("{%p if promises %}"), said(marked("a", "A")), para("{%p endif %}")
    )
    assert texts(filled(source, pages.founding()).docx) == ["See A", "A"]
    with pytest.raises(TemplateUnusable, match="has no target in this report"):
        filled(source, replace(pages.founding(), promises=()))


# --- in a loop -------------------------------------------------------------------------------------

CAPTION = said(marked("Here", "Table ", own("SEQ Table", "1")), " {{ risk.name }}")
LINK = '<w:hyperlink w:anchor="Here"><w:r><w:t>{{ risk.name }}</w:t></w:r></w:hyperlink>'


@pytest.mark.parametrize(
    ("code", "shows"),
    [
        ("REF Here \\h", "Table {}"),
        ('REF "here" \\* Lower', "table {}"),
        ("PAGEREF Here", ""),
        ('HYPERLINK \\l "Here"', "old"),
    ],
)
def test_each_turn_of_a_loop_leads_to_its_own(code: str, shows: str) -> None:
    split = own(code, "old").replace(" Here", " </w:instrText></w:r><w:r><w:instrText>Here")
    simple = f'<w:fldSimple w:instr="{code.replace(chr(34), "&quot;")}"><w:r><w:t>old</w:t></w:r></w:fldSimple>'
    for field_written in (own(code, "old"), split, simple):
        before, after = said("see ", field_written, ";"), said("and ", field_written)
        docx = built_of(EACH_RISK, before, CAPTION, after, said("go to ", LINK), EACH_END, para("Here_2"))
        starts = [each.get(w("name"), "") for each in body(docx).iter(w("bookmarkStart"))]
        names = [name for name in starts if name.startswith("Here")]
        assert names == ["Here", "Here_2", "Here_3", "Here_4"]
        kind = code.split(maxsplit=1)[0]
        led = [field.code.replace('"', "").split()[1 + (kind == "HYPERLINK")] for field in of_kind(docx, kind)]
        assert [name.casefold() for name in led] == [name.casefold() for name in names for _ in "ab"]
        links = [link.get(w("anchor")) for link in body(docx).iter(w("hyperlink"))]
        assert links == names
        said_there = [text for text in texts(docx) if text.startswith("see ")]
        assert said_there == [f"see {shows.format(at)};" for at in range(1, 5)]


@pytest.mark.parametrize(
    "content",
    [
        said("See ", own("REF Here", "x")) + EACH_RISK + CAPTION + EACH_END,
        EACH_RISK + CAPTION + EACH_END + said('<w:hyperlink w:anchor="Here"><w:r><w:t>See</w:t></w:r></w:hyperlink>'),
        EACH_RISK + CAPTION + EACH_END + EACH_RISK + said("See ", own("REF Here", "x")) + EACH_END,
        EACH_RISK + CAPTION + para("{%p if risk.name %}") + said("See ", own("REF Here", "x")) + para("{%p endif %}") + EACH_END,
        EACH_RISK + CAPTION + para("{%p for row in risk.rows %}") + said("See ", own("REF Here", "x")) + EACH_END + EACH_END,
    ],
)  # fmt: skip
def test_which_turn_is_meant_is_never_guessed(content: str) -> None:
    found = examine(template(para("A", "Heading1"), content), "ours.docx").faults
    (fault,) = [each for each in found if "stands in a loop" in each.text]
    assert fault.severity is Severity.BLOCK
    assert str(fault.spot).startswith("under “A”, paragraph")
    assert "“See" in fault.text


def test_what_goes_with_a_tag_is_no_place_to_lead_to() -> None:
    gone = said(marked("Here", "{%p if risks %}")) + said("See ", own("REF Here", "x")) + para("{%p endif %}")
    (fault,) = examine(template(para("A", "Heading1"), gone), "ours.docx").faults
    assert "stands in the paragraph or row of a tag and goes with it" in fault.text


# --- what the officer's words mention --------------------------------------------------------------

HEADING = para("Appendix 2: Control schedule", "Heading1")


def telling(*runs: str | Run) -> Page:
    words = (pages.paragraph(*runs),)
    return replace(pages.founding(), narrative=replace(pages.founding().narrative, purpose=words))


def mention(*runs: str | Run, heading: str = HEADING) -> bytes:
    return built_of(para("{{ narrative.purpose }}"), heading, page=telling(*runs))


@pytest.mark.parametrize(
    ("words", "codes", "links"),
    [
        ("See Appendix 2.", ["\\h"], 0),
        ("see appendix 2, and APPENDIX 2", ["\\h \\* Lower", "\\h \\* Upper"], 0),
        ("Appendix\u00a02 and appendix 2", ["\\h \\* Lower"], 1),
        ("Appendix 2", ["\\h"], 0),
        ("Appendix 22, Appendix 3, Appendices 1 and 2, Annex 2, preappendix 2", [], 0),
        ("Appendix 2 of the Police and Crime Plan; appendix 2 to that report", [], 0),
        ("Appendix 2 of this report", ["\\h"], 0),
        ("", [], 0),
    ],
)
def test_an_appendix_that_is_mentioned_is_referred_to(words: str, codes: list[str], links: int) -> None:
    docx = mention(words or "Nothing")
    assert texts(docx)[0] == (words or "Nothing")
    (target,) = {field.of for field in of_kind(docx, "REF")} or {""}
    assert [field.code.split(target, 1)[1].strip() for field in of_kind(docx, "REF")] == codes
    anchors = [link.get(w("anchor")) for link in body(docx).iter(w("hyperlink")) if link.get(w("anchor"))]
    assert len(anchors) == links
    if target:
        assert set(anchors) <= {target}


def test_its_look_stays_and_a_link_stays_a_link() -> None:
    docx = mention(Run("Look at ", italic=True), Run("Appe", bold=True), Run("ndix 2 now"))
    (field,) = of_kind(docx, "REF")
    bold = [text.getparent().find(f"{w('rPr')}/{w('b')}") is not None for text in field.shown]  # type: ignore[union-attr]
    assert ([text.text for text in field.shown], bold) == (["Appe", "ndix 2"], [True, False])
    linked = mention(Run("Appendix 2", link="https://example.org"))
    assert of_kind(linked, "REF") == []


def test_the_heading_s_own_bookmark_is_used_and_one_with_a_field_is_led_to_whole() -> None:
    own_mark = said(marked("Schedule", "Appendix ", own("SEQ Appendix \\r 2", "2")), ": Controls", style="Heading1")
    (field,) = of_kind(mention("Appendix 2", heading=own_mark), "REF")
    assert field.of == "Schedule"
    unmarked = said("Appendix ", own("SEQ Appendix \\r 2", "2"), ": Controls", style="Heading1")
    docx = mention("Appendix 2", heading=unmarked)
    assert of_kind(docx, "REF") == []
    assert len([link for link in body(docx).iter(w("hyperlink")) if link.get(w("anchor"))]) == 1


PIECES = st.sampled_from(["Appendix 2", "appendix 2", "Appendix\u00a02", "APPENDIX 2", " ", ". ", "x", "\n", "\t", "Appendix", " 2", " of the plan"])  # fmt: skip


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.lists(
        st.builds(Run, st.lists(PIECES, min_size=1, max_size=4).map("".join), st.booleans()), min_size=1, max_size=5
    )
)
def test_no_letter_of_the_officer_s_is_changed(runs: list[Run]) -> None:
    docx = mention(*runs)
    assert texts(docx)[0] == Block(pages.paragraph("x").kind, tuple(runs)).text


# --- the proof -------------------------------------------------------------------------------------


def renumbered(root: Element) -> None:
    [field for field in fields_in(root) if field.of == "Table"][4].shown[0].text = "4"


def misled(root: Element) -> None:
    next(field for field in fields_in(root) if field.of == "Appendix_changes").shown[0].text = "Appendix 3"


def unnamed(root: Element) -> None:
    next(mark for mark in root.iter(w("bookmarkStart")) if mark.get(w("name")) == "Appendix_maps").set(w("name"), "x")


def reworded(root: Element) -> None:
    for text in root.iter(T):
        text.text = (text.text or "").replace("Control schedule", "Controls")


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (renumbered, "“Table 4: "),
        (misled, "“Appendix 3 lists each change with its reason.”"),
        (unnamed, "leads to appendix_maps, which is not there"),
        (reworded, "Controls"),
    ],
)
def test_the_proof_tells(damage: Callable[[Element], None], says: str) -> None:
    built = filled(shipped(), pages.founding())
    with pytest.raises(ProofFailed) as caught:
        verify(changed(built.docx, damage), built, pages.founding(), template=shipped())
    assert says in "\n".join(caught.value.lines)

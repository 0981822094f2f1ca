"""The sample's report sabotaged after it was built, as bytes: the proof tells each way, and where."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pipeline import run
from pipeline.archive.seal import seal
from pipeline.model.errors import ProofFailed
from pipeline.report import package
from pipeline.report.fill import Filled, fill
from pipeline.report.verify import verify
from pipeline.report.wordml import BR, P_PR, TBL, TC, TR, VAL, Element, P, R, T, parse, text_of, w
from tests.quarter import sample
from tests.report.test_verify import drop, paragraph, reword, row, swap
from tests.report.word_files import DOCUMENT, changed
from tests.sample.issued import TEMPLATE

Damage = Callable[[Element], None]


@dataclass(frozen=True)
class Built:
    examined: run.Examined
    filled: Filled
    sealed: bytes


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    inputs, outputs = sample(tmp_path_factory.mktemp("sabotage"))
    examined = run.examine(inputs, outputs, lambda _: nullcontext())
    filled = fill(TEMPLATE.read_bytes(), examined.page, template_name=TEMPLATE.name)
    return Built(examined, filled, seal(filled.docx))


def told(built: Built, docx: bytes) -> str:
    """What the proof says; nothing where it is satisfied."""
    try:
        verify(docx, built.filled, built.examined.page, template=TEMPLATE.read_bytes())
    except ProofFailed as failed:
        return "\n".join(failed.lines)
    return ""


def test_what_was_built_is_proven(built: Built) -> None:
    assert told(built, built.sealed) == ""


# --- named ways ------------------------------------------------------------------------------------


def cells(of: Element) -> list[Element]:
    return of.findall(TC)


def table(root: Element, first: str, nth: int = 0) -> Element:
    """The nth table whose heading row begins with these words."""
    heads = (each for each in root.iter(TBL) if text_of(next(each.iter(P))) == first)
    return [*heads][nth]


def section(root: Element, heading: str) -> list[Element]:
    """The heading and what stands under it, as far as the next of its style."""
    first = paragraph(root, heading)
    style = first.find(f"{P_PR}/{w('pStyle')}").get(VAL)  # type: ignore[union-attr]
    found = [first]
    for each in first.itersiblings():
        own = each.find(f"{P_PR}/{w('pStyle')}")
        if own is not None and own.get(VAL) in (style, "Heading1") and each.tag == P:
            break
        found.append(each)
    return found


def swap_owners(root: Element) -> None:
    swap(cells(row(root, "Children and adults at risk"))[2], cells(row(root, "Decisions on large changes"))[2])


def swap_trends(root: Element) -> None:
    swap(cells(row(root, "Money for policing in London"))[3], cells(row(root, "MOPAC's oversight of the Met"))[3])


def swap_organisations(root: Element) -> None:
    both = table(root, "Current risk description").findall(TR)[1:]
    swap(cells(both[0])[1], cells(both[1])[1])


def swap_descriptions_of_two_risks(root: Element) -> None:
    swap(cells(row(root, "MOPAC's analysis does not"))[0], cells(row(root, "Money for policing in London"))[0])


def swap_headings(root: Element) -> None:
    swap(paragraph(root, "Risk 3: Money"), paragraph(root, "Risk 4: Insight"))


def swap_residual_risks(root: Element) -> None:
    swap(paragraph(root, "Decisions can still come late"), paragraph(root, "Some decisions still rest"))


def swap_rating_tables(root: Element) -> None:
    swap(table(root, "Organisation", 0), table(root, "Organisation", 1))


def move_control(root: Element) -> None:
    paragraph(root, "Lobbying – ").addnext(paragraph(root, "Oversight board – "))


def move_row(root: Element) -> None:
    row(root, "Money for policing in London").addnext(row(root, "MOPAC's analysis does not"))


def promote(root: Element) -> None:
    """A potential control put among the joint ones."""
    paragraph(root, "Investment advisory board – ").addnext(paragraph(root, "Scheme of delegation – "))


def another_status(root: Element) -> None:
    for each in paragraph(root, "Service area reviews – ").iter(T):
        each.text = (each.text or "").replace("In place, not working", "Working")


def drop_section(root: Element) -> None:
    for each in section(root, "Risk 2: Governance"):
        drop(each)


def swap_sections(root: Element) -> None:
    second = section(root, "Risk 2: Governance")
    anchor = section(root, "Risk 3: Money")[-1]
    for each in reversed(second):
        anchor.addnext(each)


def double_control(root: Element) -> None:
    original = paragraph(root, "Lobbying – ")
    copy = deepcopy(original)
    for mark in list(copy.iter(w("bookmarkStart"), w("bookmarkEnd"))):
        drop(mark)
    original.addnext(copy)


def drop_column(root: Element) -> None:
    found = table(root, "Aligned risk")
    for each in found.findall(TR):
        drop(cells(each)[4])
    grid = found.find(w("tblGrid"))
    assert grid is not None
    drop(grid[4])


def empty_cell(root: Element) -> None:
    for each in list(cells(row(root, "The Met cannot meet its savings target"))[2].iter(R)):
        drop(each)


def split_table(root: Element) -> None:
    found = table(root, "Ref.")
    second = deepcopy(found)
    for each in found.findall(TR)[8:]:
        drop(each)
    for each in second.findall(TR)[:8]:
        drop(each)
    for mark in list(second.iter(w("bookmarkStart"), w("bookmarkEnd"))):
        drop(mark)
    found.addnext(second)


def move_on_heat_map(root: Element) -> None:
    found = table(root, "Likelihood").findall(TR)
    swap(cells(found[2])[5], cells(found[2])[3])


def no_bullets(root: Element) -> None:
    for each in root.iter(P):
        style = each.find(f"{P_PR}/{w('pStyle')}")
        if style is not None and style.get(VAL) == "ListBullet":
            style.set(VAL, "Normal")


def hide(root: Element) -> None:
    """The words are still there, but nobody sees them."""
    run_of = next(paragraph(root, "Reason for trend: Internal audit").iter(R))
    look = run_of.find(w("rPr"))
    if look is None:
        look = run_of.makeelement(w("rPr"))
        run_of.insert(0, look)
    look.append(look.makeelement(w("vanish")))


def as_tracked_deletion(root: Element) -> None:
    gone = next(paragraph(root, "Savings already agreed").iter(R))
    around = gone.makeelement(w("del"), {w("id"): "990", w("author"): "x"})
    gone.addprevious(around)
    around.append(gone)
    for each in gone.iter(T):
        each.tag = w("delText")


def lose_recommendation(root: Element) -> None:
    drop(paragraph(root, "consider whether the evidence"))


WAYS: tuple[tuple[str, Damage, str], ...] = (
    ("a row dropped", lambda root: drop(row(root, "Money for policing in London")), "not in the report: the row “Money for policing in London"),
    ("a paragraph lost", lambda root: drop(paragraph(root, "Reason for trend: The forecast gap")), "The forecast gap"),
    ("two cells of a row swapped", lambda root: swap(*cells(row(root, "MOPAC's oversight of the Met"))[1:3]), "Under “Risk 2: Governance”"),
    ("an owner under the wrong risk", swap_owners, "Under “Risk 1: Safeguarding”"),
    ("a trend under the wrong risk", swap_trends, "Under “Risk 2: Governance”"),
    ("organisations swapped", swap_organisations, "Under “Risk 1: Safeguarding”"),
    ("descriptions swapped", swap_descriptions_of_two_risks, "Under “Risk 3: Money”"),
    ("headings swapped", swap_headings, "Risk 3: Money"),
    ("residual risks swapped", swap_residual_risks, "Decisions can still come late"),
    ("tables of ratings swapped", swap_rating_tables, "Under “Key residual risks”"),
    ("a control under the wrong risk", move_control, "Oversight board"),
    ("a row under the wrong risk", move_row, "MOPAC's analysis does not"),
    ("a potential control among the joint ones", promote, "Scheme of delegation"),
    ("another status", another_status, "In place, not working"),
    ("a section dropped", drop_section, "The heading or other place that “Risk 2: Governance” leads to is missing"),
    ("sections swapped", swap_sections, "Risk 2: Governance"),
    ("a control twice", double_control, "not expected in the report: “Lobbying"),
    ("a column dropped", drop_column, "Under “At a glance”"),
    ("a cell emptied", empty_cell, "Director of Finance and Commercial"),
    ("a table split", split_table, "a table"),
    ("a risk moved on the heat map", move_on_heat_map, "Under “Metropolitan Police Service”"),
    ("bullets lost", no_bullets, "what is rising"),
    ("words hidden", hide, "hidden"),
    ("words as a tracked deletion", as_tracked_deletion, "Savings already agreed"),
    ("a recommendation lost", lose_recommendation, "consider whether the evidence"),
    ("a digit", lambda root: reword(row(root, "3 Money"), "Very high (16)", "Very high (15)"), "Very high (15)"),
    ("a sign", lambda root: reword(paragraph(root, "Investment advisory board – "), "£500,000", "£50,000"), "£50,000"),
    ("a not", lambda root: reword(paragraph(root, "This counts evidence"), "It is not an", "It is an"), "It is an internal audit opinion"),
    ("a date", lambda root: reword(row(root, "C05"), "10 November 2017", "10 November 2016"), "10 November 2016"),
    ("a case", lambda root: reword(paragraph(root, "This counts evidence"), "internal audit", "Internal Audit"), "Internal Audit"),
    ("a space", lambda root: reword(paragraph(root, "Every joint and potential"), "joint and", "jointand"), "jointand"),
    ("a line break", lambda root: drop(next(paragraph(root, "Gold group – ").iter(BR))), "Gold group"),
    ("bold lost", lambda root: [drop(one) for one in list(paragraph(root, "what is rising").iter(w("b"), w("bCs")))] and None, "bold, italics or links are lost"),
    ("a change lost", lambda root: drop(row(root, "Aligned risk renamed")), "Aligned risk renamed"),
    ("a promise broken", lambda root: reword(row(root, "Find a name for the third"), "Kept: ", "Not kept: "), "What the Panel asked for"),
    ("a level", lambda root: reword(paragraph(root, "1 of 4 (partly shown)"), "partly", "mostly"), "1 of 4 (mostly shown)"),
    ("a title", lambda root: reword(paragraph(root, "Alignment of MOPAC and Met Risks"), "Met", "the Met"), "Alignment of MOPAC and the Met Risks"),
    ("a tag left over", lambda root: reword(paragraph(root, "None identified"), "None", "{{ none }}"), "{{ none }}"),
)  # fmt: skip


@pytest.mark.parametrize(("damage", "says"), [way[1:] for way in WAYS], ids=[way[0] for way in WAYS])
def test_each_way_is_told(built: Built, damage: Damage, says: str) -> None:
    sabotaged = changed(built.sealed, damage)
    assert sabotaged != built.sealed
    assert says in told(built, sabotaged)


def _without(member: str) -> Callable[[dict[str, bytes]], None]:
    return lambda members: members.pop(member) and None


def _swapped(one: str, other: str) -> Callable[[dict[str, bytes]], None]:
    def swap_members(members: dict[str, bytes]) -> None:
        members[one], members[other] = members[other], members[one]

    return swap_members


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (_without("word/header1.xml"), "header1.xml"),
        (_without("word/styles.xml"), "styles.xml"),
        (_without("word/numbering.xml"), "numbering.xml"),
        (_swapped("word/header1.xml", "word/footer1.xml"), ""),
        (lambda members: members.update({DOCUMENT: TEMPLATE_DOCUMENT}), "not expected in the report"),
        (lambda members: members.update({DOCUMENT: members[DOCUMENT][:-200]}), "not well formed"),
    ],
    ids=["no header", "no styles", "no numbering", "header for footer", "the template itself", "cut short"],
)
def test_a_sabotaged_package_is_told(built: Built, damage: Callable[[dict[str, bytes]], None], says: str) -> None:
    members = dict(package.read(built.sealed))
    damage(members)
    lines = told(built, package.write(members))
    assert lines
    assert says in lines


TEMPLATE_DOCUMENT = package.read(TEMPLATE.read_bytes())[DOCUMENT]


def test_a_report_of_another_meeting_is_told(built: Built, tmp_path: Path) -> None:
    inputs, outputs = sample(tmp_path, history=False)
    other = run.examine(inputs, outputs, lambda _: nullcontext())
    lines = told(built, fill(TEMPLATE.read_bytes(), other.page, template_name=TEMPLATE.name).docx)
    assert "What changed since the last report" in lines


# --- any way ---------------------------------------------------------------------------------------


def shown(root: Element) -> list[Element]:
    """The pieces of text that a reader sees."""
    return [each for each in root.iter(T) if (each.text or "").strip()]


def _lose_text(root: Element, at: int) -> str:
    chosen = shown(root)[at % len(shown(root))]
    text, chosen.text = chosen.text or "", ""
    return text


def _lose_letter(root: Element, at: int) -> str:
    chosen = shown(root)[at % len(shown(root))]
    text = chosen.text or ""
    place = at % len(text)
    chosen.text = text[:place] + text[place + 1 :]
    return text


def _lose_row(root: Element, at: int) -> str:
    rows = list(root.iter(TR))
    chosen = rows[at % len(rows)]
    drop(chosen)
    return "".join(text_of(each) for each in chosen.iter(P))


def _swap_rows(root: Element, at: int) -> str:
    pairs = [
        (one, other) for one in root.iter(TR) if (other := one.getnext()) is not None and _words(one) != _words(other)
    ]
    one, other = pairs[at % len(pairs)]
    other.addnext(one)
    return _words(one)


def _swap_cells(root: Element, at: int) -> str:
    pairs = [
        (one, other) for one in root.iter(TC) if (other := one.getnext()) is not None and _words(one) != _words(other)
    ]
    one, other = pairs[at % len(pairs)]
    swap(one, other)
    return _words(one)


def _swap_paragraphs(root: Element, at: int) -> str:
    pairs = [
        (one, other)
        for one in root.iter(P)
        if (other := one.getnext()) is not None and other.tag == P and _words(one) != _words(other)
        and one.find(f"{P_PR}/{w('sectPr')}") is None and other.find(f"{P_PR}/{w('sectPr')}") is None
    ]  # fmt: skip
    one, other = pairs[at % len(pairs)]
    other.addnext(one)
    return _words(one)


def _words(element: Element) -> str:
    return "".join(text_of(each) for each in element.iter(P))


@settings(
    max_examples=25, deadline=None, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck)
)
@given(
    st.sampled_from((_lose_text, _lose_letter, _lose_row, _swap_rows, _swap_cells, _swap_paragraphs)),
    st.integers(0, 10**6),
)
def test_any_way_is_told(built: Built, way: Callable[[Element, int], str], at: int) -> None:
    members = package.read(built.sealed)
    root = parse(members[DOCUMENT])
    words = way(root, at)
    sabotaged = changed(built.sealed, lambda fresh: way(fresh, at) and None)
    assert told(built, sabotaged), f"{way.__name__} of {words!r} went unseen"

"""Rows that are alike are read as if each were read by itself; what is wrong with one of them is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.model.page import ChangeRow
from pipeline.report import package
from pipeline.report.fill import Filled
from pipeline.report.folding import Folded, fold
from pipeline.report.nodes import rows, words
from pipeline.report.outline import Outliner
from pipeline.report.verify import verify
from pipeline.report.wordml import P_PR, TC, TR, VAL, Element, P, T, parse, w
from tests.report import pages
from tests.report.test_copies import CELLS, TEXT, rows_of
from tests.report.test_verify import proof
from tests.report.word_files import DOCUMENT, changed, filled, para, shipped, table, template

PAGE = pages.long(200)
SOURCE = template(
    rows_of("schedule", "{{ row.reference }}", "The {{ row.control }}", para("{{ row.owner }}", "TableText"))
)


@pytest.fixture(scope="module")
def built() -> Filled:
    return filled(SOURCE, PAGE)


def outlines(docx: bytes, member: str = DOCUMENT) -> list[tuple[object, ...]]:
    """What is read of a part, rows alike folded and not."""
    members = package.read(docx)
    root = parse(members[member])
    found: list[tuple[object, ...]] = []
    for part in (fold(members[member], root), Folded(root)):
        nodes = Outliner(members, DOCUMENT).part(part)
        cells = [[[node.key for node in cell] for cell in row.cells] for row in rows(nodes)]
        found.append(([node.key for node in nodes], [row.texts for row in rows(nodes)], list(words(nodes)), cells))
    return found


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.builds(ChangeRow, *[TEXT] * 6), max_size=6).map(tuple), st.lists(CELLS, min_size=1, max_size=4))
def test_any_table_reads_the_same(changes: tuple[ChangeRow, ...], cells: list[str]) -> None:
    page = replace(pages.founding(), movement=replace(pages.founding().movement, changes=changes))
    within = table(("in", "it"), ("in", "it"), ("in", "it")) + para("{{ row.was }}")
    source = template(rows_of("movement.changes", *cells), rows_of("movement.changes", within, *cells))
    folded, plain = outlines(filled(source, page).docx)
    assert folded == plain


@pytest.mark.parametrize("page", [pages.founding(), pages.long(30)])
def test_the_shipped_template_reads_the_same(page: object) -> None:
    folded, plain = outlines(filled(shipped(), page).docx)  # type: ignore[arg-type]
    assert folded == plain


def test_of_many_rows_alike_one_is_read(built: Filled) -> None:
    data = package.read(built.docx)[DOCUMENT]
    folded = fold(data, parse(data))
    assert len(folded.rows) == 199
    assert len(list(folded.root.iter(TR))) == 2
    verify(built.docx, built, PAGE, template=SOURCE)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (b"<w:body>", b"<w:body><!-- </w:tr><w:tr> -->"),
        (b"Head of Strategy", b"Head &#38; Strategy"),
        (b"Head of Strategy", b"Head > Strategy"),
        (b"Head of Strategy", b"<![CDATA[Head of Strategy]]>"),
        (b"Head of Strategy", b"Head\r\nof Strategy"),
        (b"Head of Strategy", b"<?x y?>Head of Strategy"),
        (b"<w:t xml:space=\"preserve\">Head of Strategy</w:t>", b"<w:t></w:t>"),
        (b"<w:tr>", b"<w:tr ><w:bookmarkStart w:id=\"900\" w:name=\"_other\"/><w:bookmarkEnd w:id=\"900\"/>"),
        (b"<w:tr>", b"<w:tr xmlns:v=\"urn:x\">"),
    ],
)  # fmt: skip
def test_xml_that_another_program_writes_reads_the_same(built: Filled, was: bytes, now: bytes) -> None:
    members = package.read(built.docx)
    assert was in members[DOCUMENT]
    members[DOCUMENT] = members[DOCUMENT].replace(was, now)
    folded, plain = outlines(package.write(members))
    assert folded == plain


def row(root: Element, number: int = 150) -> Element:
    return list(root.iter(TR))[number]


def reword(root: Element) -> None:
    next(row(root).iter(T)).text = "C999"


def lose(root: Element) -> None:
    row(root).getparent().remove(row(root))  # type: ignore[union-attr]


def swap(root: Element) -> None:
    row(root, 150).addnext(row(root, 149))


def lose_cell(root: Element) -> None:
    row(root).remove(row(root).findall(TC)[-1])


def lose_paragraph(root: Element) -> None:
    cell = next(row(root).iter(TC))
    cell.remove(next(cell.iter(P)))


def restyle(root: Element) -> None:
    next(row(root).iter(w("pStyle"))).set(VAL, "Heading1")


def unknown_style(root: Element) -> None:
    next(row(root).iter(w("pStyle"))).set(VAL, "Gone")


def number_it(root: Element) -> None:
    properties = next(row(root).iter(P_PR))
    numbering = properties.makeelement(w("numPr"))
    number = numbering.makeelement(w("numId"))
    number.set(VAL, "77")
    numbering.append(number)
    properties.append(numbering)


def same_bookmark(root: Element) -> None:
    for name in ("bookmarkStart", "bookmarkEnd"):
        next(row(root).iter(w(name))).set(w("id"), "3")


def same_name(root: Element) -> None:
    next(row(root).iter(w("bookmarkStart"))).set(w("name"), "_said_3")


def loose_text(root: Element) -> None:
    next(row(root).iter(P)).text = "loose"


def mark(root: Element) -> None:
    next(row(root).iter(T)).text = "\ufdd3C149"


def two_cells(root: Element) -> None:
    first, second, _ = row(root).iter(T)
    first.text, second.text = second.text, first.text


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (reword, "C149"),
        (lose, "C149"),
        (swap, "C149"),
        (lose_cell, "2 cells where its table has 3 columns"),
        (lose_paragraph, "does not end in a paragraph"),
        (restyle, "C149"),
        (unknown_style, "The style Gone is used"),
        (number_it, "belongs to the list 77"),
        (same_bookmark, "a bookmark has no end"),
        (same_name, "Two bookmarks have the name _said_3"),
        (loose_text, "loose text"),
        (mark, "a mark of the program's own"),
        (two_cells, "C149"),
    ],
)
def test_damage_to_one_row_of_many_is_told(built: Filled, damage: Callable[[Element], None], told: str) -> None:
    assert told in proof(changed(built.docx, damage), built, PAGE, source=SOURCE)

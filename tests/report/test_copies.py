"""Rows made by copying are the rows that the loop would have rendered, to the byte."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from unittest.mock import Mock, patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.model.errors import TemplateUnusable
from pipeline.model.page import ChangeRow, Page, ResidualRow
from pipeline.report import copies
from pipeline.report.copies import with_copies
from pipeline.report.fill import Filled
from pipeline.report.rendering import Source
from pipeline.report.template import open_template
from pipeline.report.verify import verify
from tests.report import pages
from tests.report.test_fill import CLEAN
from tests.report.word_files import filled, para, shipped, table, template, texts

W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


def rendered(source: bytes, page: Page) -> Filled:
    """The template filled turn by turn."""
    with patch("pipeline.report.fill.with_copies", lambda text, _: (Source(text), ())):
        return filled(source, page)


def copied_in(source: bytes) -> int:
    """How many of its loops are copied without being rendered."""
    opened = open_template(source, "x")
    return sum(len(with_copies(part.source, opened.styles)[1]) for part in opened.parts)


@pytest.fixture
def written_out() -> Iterator[Mock]:
    """Called for each loop that was told in pieces and could not be copied."""
    with patch("pipeline.report.copies._written_out", wraps=copies._written_out) as mock:
        yield mock


def pieced_in(source: bytes) -> int:
    """How many of its loops are told in pieces."""
    opened = open_template(source, "x")
    return sum(len(with_copies(part.source, opened.styles)[0].pieces) for part in opened.parts)


def rows_of(list_: str, *cells: str, name: str = "row", head: str = "Heading") -> str:
    return table(
        (head, *[""] * (len(cells) - 1)),
        (f"{{%tr for {name} in {list_} %}}", *[""] * (len(cells) - 1)),
        cells,
        ("{%tr endfor %}", *[""] * (len(cells) - 1)),
    )


def same(source: bytes, page: Page) -> Filled:
    fast, slow = filled(source, page), rendered(source, page)
    assert dict(fast.said) == dict(slow.said)
    assert list(fast.said) == list(slow.said)
    assert fast.placed == slow.placed
    assert fast.docx == slow.docx
    return fast


@pytest.mark.parametrize("page", [pages.founding(), pages.draft(), pages.bare(), pages.long(60)])
def test_the_shipped_template_is_filled_the_same(page: Page) -> None:
    tags = [tag.text for part in open_template(shipped(), "x").parts for tag in part.tags]
    assert copied_in(shipped()) == sum(tag.startswith("{%tr for") for tag in tags)
    same(shipped(), page)


TEXT = CLEAN | st.sampled_from(["", " ", "a\n", "\nb", "\t", "%", "%s", "\x7f", "\x85", "\u2028", "&lt;", "\ufdd3"[:0]])
CHANGES = st.lists(st.builds(ChangeRow, *[TEXT] * 6), max_size=5).map(tuple)
CELLS = st.sampled_from(
    [
        "{{ row.aligned_risk }}",
        "{{ row.was }}{{ row.now }}",
        "from {{ row.was }} to {{ row.now }}",
        "words only",
        " edges ",
        "100 % {{row.reason}}",
        para("{{ row.what }}") + para("¦{{ row.organisation }}¦."),
        para("first") + para("{{ row.what }}", "TableText"),
        para("{{ row.now }}").replace("<w:p>", f'<w:p {W14} w14:paraId="0A0B0C0D">'),
        "",
    ]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CHANGES, st.lists(CELLS, min_size=1, max_size=4), TEXT)
def test_any_row_of_any_records_is_the_same(changes: tuple[ChangeRow, ...], cells: list[str], title: str) -> None:
    page = pages.founding()
    residual = tuple(ResidualRow(row.was, row.now, row.what, row.reason, row.organisation) for row in changes)
    page = replace(
        page,
        meeting=replace(page.meeting, title=title),
        movement=replace(page.movement, changes=changes, sentences=tuple(row.was for row in changes)),
        risks=(replace(page.risks[0], residual=residual), page.risks[1], replace(page.risks[2], residual=residual[:1])),
    )
    source = template(
        para("{{ meeting.title }}"),
        rows_of("movement.changes", *cells),
        para("{%p for risk in risks %}"),
        para("{{ risk.heading }}", "Heading1"),
        rows_of("risk.residual", "{{ row.rating }}", "{{ risk.name }}", "{{ row.appetite }}"),
        rows_of("risk.residual", "{{ row.rating }}", "{{ row.appetite }}"),
        para("{%p endfor %}"),
        rows_of("movement.sentences", "{{ sentence }}", "x", name="sentence"),
        rows_of("movement.changes", *cells),
        header=para("{{ meeting.title }}") + rows_of("movement.changes", *cells),
    )
    same(source, page)


BOOKMARK = (
    '<w:p><w:bookmarkStart w:id="0" w:name="here"/><w:r><w:t>{{ row.was }}</w:t></w:r><w:bookmarkEnd w:id="0"/></w:p>'
)
PAGE_FIELD = para("{{ row.was }}").replace(
    "</w:p>", '<w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>'
)
ROWS = "movement.changes"


@pytest.mark.parametrize(
    "rows",
    [
        rows_of(ROWS, "{{ loop.index }}", "{{ row.was }}"),
        rows_of(ROWS, "{{ row.was|upper }}"),
        rows_of(ROWS, "{% if row.was %}{{ row.was }}{% endif %}"),
        rows_of(ROWS, "{% if row.was %}{{ row.was }}{% else %}was nothing{% endif %}", "{{ row.now }}"),
        rows_of(ROWS, "{{ row['was'] }}"),
        rows_of(f"{ROWS}[:1]", "{{ row.was }}"),
        rows_of(f"{ROWS} if row.was != 'x'", "{{ row.was }}"),
        rows_of(ROWS, "{{ meeting.title }}", "{{ row.was }}"),
        rows_of(ROWS, "{{ 'constant words' }}", "{{ row.was }}"),
        rows_of(ROWS, "{{ 7 }}, {{ row.was|length }}"),
        rows_of(ROWS, "{% set now = row.now %}{{ now }}"),
        rows_of(ROWS, "no field"),
        rows_of(ROWS, para("{%p if row.was %}") + para("{{ row.was }}") + para("{%p endif %}")),
        rows_of(ROWS, para("{%p for one in schedule[:2] %}") + para("{{ one.control }}") + para("{%p endfor %}")),
        rows_of(ROWS, para("{{ row.now }}{{ row.was|lower }}").replace("<w:p>", f'<w:p {W14} w14:paraId="0A0B0C0D">')),
        table(("{%tr for row in movement.changes %}",), ("{{ row.was }}",), ("{{ row.now }}",), ("{%tr endfor %}",)),
        table(
            ("{%tr for row in movement.changes %}",), ("{%tr if loop.first %}",), ("First: {{ row.was }}",),
            ("{%tr endif %}",), ("{{ row.now }}",), ("{%tr endfor %}",),
        ),
        table(
            ("{%tr for risk in risks %}",), ("{{ risk.heading }}",), ("{%tr for row in risk.rows %}",),
            ("{{ row.owner }}",), ("{%tr endfor %}",), ("{%tr endfor %}",),
        ),
    ],
)  # fmt: skip
def test_rows_with_more_than_texts_are_told_in_pieces_and_copied(rows: str, written_out: Mock) -> None:
    source = template(rows)
    assert copied_in(source) == 0
    assert pieced_in(source) == 1
    built = same(source, pages.founding())
    written_out.assert_not_called()
    verify(built.docx, built, pages.founding(), template=source)


@pytest.mark.parametrize(
    ("rows", "pieced"),
    [
        (rows_of(ROWS, BOOKMARK), 1),
        (rows_of(ROWS, PAGE_FIELD), 1),
        (rows_of(ROWS, para("{{ row.was }}", "Heading2")), 1),
        (rows_of(ROWS, table(("in",)) + para("{{ row.was }}")), 0),
        (para("{%p for row in movement.changes %}") + para("{{ row.was }}") + para("{%p endfor %}"), 0),
        ("".join([para("{{ movement.changes[0].was }}"), para("{{ schedule|length }}")]), 0),
    ],
)
def test_rows_that_no_copy_can_be_made_of_are_written_turn_by_turn(rows: str, pieced: int, written_out: Mock) -> None:
    source = template(rows)
    assert (copied_in(source), pieced_in(source)) == (0, pieced)
    built = same(source, pages.founding())
    assert written_out.call_count == pieced
    verify(built.docx, built, pages.founding(), template=source)


LOOPS = st.sampled_from(
    [
        "{{ row.was|upper }}",
        "{% if row.was %}{{ row.was }}{% else %}–{% endif %}",
        "{% if row.now %}now {{ row.now }}{% endif %}{{ row.was }}",
        "{% for other in movement.changes %}{{ other.was }}{% if not loop.last %}, {% endif %}{% endfor %}",
        "{{ loop.index }}. {{ row.reason }}",
        "{{ meeting.title }}",
        "{{ row.was ~ row.now }}",
        para("{%p if row.what %}") + para("{{ row.what }}") + para("{%p endif %}") + para("last {{ row.now }}"),
        para("{%p if row.what == row.was %}") + para("{{ row.now }}", "Heading2") + para("{%p endif %}") + para("x"),
        para("{{ row.now|trim }}").replace("<w:p>", f'<w:p {W14} w14:paraId="0A0B0C0E">'),
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CHANGES, st.lists(CELLS | LOOPS, min_size=1, max_size=4), st.lists(LOOPS, min_size=1, max_size=2), TEXT)
def test_any_rows_told_in_pieces_are_the_same(
    changes: tuple[ChangeRow, ...], cells: list[str], others: list[str], title: str
) -> None:
    page = pages.founding()
    page = replace(
        page,
        meeting=replace(page.meeting, title=title),
        movement=replace(page.movement, changes=changes),
    )
    wide = [*cells, *others]
    blank = [""] * (len(wide) - 1)
    source = template(
        para("{{ meeting.title }}"),
        table(
            ("Heading", *blank),
            ("{%tr for row in movement.changes %}", *blank),
            wide,
            ("{%tr if row.reason %}", *blank),
            [*wide[::-1]],
            ("{%tr endif %}", *blank),
            ("{%tr endfor %}", *blank),
        ),
        para("{%p for risk in risks %}"),
        rows_of("movement.changes", *others),
        para("{%p endfor %}"),
        header=rows_of("movement.changes", *cells),
    )
    same(source, page)


def test_a_list_that_a_template_has_cut_is_copied_too() -> None:
    source = template(
        para("{% set some = schedule[1:3] %}{% set empty = schedule[:0] %}{% set first = movement.sentences[:1] %}x"),
        rows_of("some", "{{ row.reference }}"),
        para("y"),
        rows_of("empty", "{{ row.reference }}", head="None"),
        para("z"),
        rows_of("first", "{{ row }}"),
    )
    assert copied_in(source) == 3
    built = same(source, pages.founding())
    references = (row.reference for row in pages.founding().schedule[1:3])
    assert texts(built.docx) == [
        "x",
        "Heading",
        *references,
        "y",
        "None",
        "z",
        "Heading",
        pages.founding().movement.sentences[0],
    ]


def test_rows_copied_without_end_are_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.report.fill.MAX_RENDERED", 100_000)
    rows = rows_of("schedule", "{{ row.reference }}")
    filled(template(rows), pages.long(60))
    many = para("{%p for one in schedule %}") + rows + para("{%p endfor %}")
    assert copied_in(template(many)) == 1
    with pytest.raises(TemplateUnusable, match="far too large"):
        filled(template(many), pages.long(60))


@pytest.mark.parametrize(
    "inside",
    [
        para("{%p if meeting.marking %}") + rows_of("schedule", "{{ row.owner }}") + para("{%p endif %}"),
        para("{%p if not schedule %}") + para("x") + para("{%p else %}") + rows_of("schedule", "{{ row.owner }}") + para("{%p endif %}"),
        para("{%p for risk in risks %}") + para("{{ risk.heading }}", "Heading1") + para("{%p if risk.formerly %}")
        + rows_of("risk.rows", "{{ row.owner }}") + para("{%p endif %}") + para("{%p endfor %}"),
    ],
)  # fmt: skip
def test_rows_under_a_condition_are_not_asked_for_where_it_is_false(inside: str) -> None:
    page = replace(pages.founding(), meeting=replace(pages.founding().meeting, marking=""))
    built = same(template(para("x"), inside), page)
    verify(built.docx, built, page, template=template(para("x"), inside))

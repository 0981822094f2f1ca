"""What is left open in a report: tracked changes and comments, each with whose it is and where."""

from __future__ import annotations

import pytest

from pipeline.ingest.sent import read_sent_bytes
from pipeline.model.document import Mark
from tests.ingest.test_sent import p, run, table, word_file
from tests.report import pages
from tests.report.word_files import filled, shipped


def change(name: str, inner: str = "", author: str = "Director") -> str:
    return f'<w:{name} w:id="1" w:author="{author}" w:date="2017-12-01T00:00:00Z">{inner}</w:{name}>'


def gone(text: str) -> str:
    return f'<w:r><w:delText xml:space="preserve">{text}</w:delText></w:r>'


def marks(body: str, **parts: str) -> list[tuple[str, str, str, str]]:
    found: tuple[Mark, ...] = read_sent_bytes(word_file(body, **parts), "report.docx").marks
    return [(each.kind, each.where, each.author, each.text) for each in found]


WHERE = "paragraph 1"
BOLD = f"<w:r><w:rPr><w:b/>{change('rPrChange', '<w:rPr/>')}</w:rPr><w:t>bold</w:t></w:r>"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (run("as it was"), []),
        (change("ins", run("new")), [("inserted", WHERE, "Director", "new")]),
        (run("x") + change("del", gone("old")), [("deleted", WHERE, "Director", "old")]),
        (change("ins", run("one ")) + run("kept") + change("ins", run("two")), [("inserted", WHERE, "Director", "one two")]),
        (change("ins", run("one")) + change("ins", run("two"), "Clerk"), [("inserted", WHERE, "Director", "one"), ("inserted", WHERE, "Clerk", "two")]),
        (change("del", gone("old")) + change("ins", run("new")), [("deleted", WHERE, "Director", "old"), ("inserted", WHERE, "Director", "new")]),
        (BOLD + run(" x") + BOLD, [("formatting", WHERE, "Director", "bold xbold")]),
        (f"<w:pPr>{change('pPrChange', '<w:pPr/>')}</w:pPr>{run('words')}", [("formatting", WHERE, "Director", "words")]),
        (f"<w:pPr><w:rPr>{change('ins')}</w:rPr></w:pPr>{run('words')}", [("inserted", WHERE, "Director", "¶")]),
        (f"<w:pPr><w:rPr>{change('ins')}</w:rPr></w:pPr>{change('ins', run('words'))}", [("inserted", WHERE, "Director", "words")]),
        (change("ins", change("del", gone("neither"))) + run("x"), [("inserted", WHERE, "Director", "neither"), ("deleted", WHERE, "Director", "neither")]),
    ],
)  # fmt: skip
def test_tracked_changes_of_a_paragraph(content: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert marks(p(content)) == expected


def test_a_move_is_told_once_where_it_has_gone_to() -> None:
    body = p(change("moveFrom", run("words"))) + p("between") + p(change("moveTo", run("words")))
    assert marks(body) == [("moved", "paragraph 2", "Director", "words")]
    assert marks(p(change("moveFrom", run("words")))) == [("moved", "", "Director", "words")]


def test_rows_cells_tables_and_sections() -> None:
    rows = table(("A",), ("B",))
    added = rows.replace("<w:tr>", f"<w:tr><w:trPr>{change('ins')}</w:trPr>", 1)
    assert marks(added) == [("inserted", "table 1, row 1, column 1", "Director", "(a row of the table)")]
    cell = rows.replace("<w:tcPr/>", f"<w:tcPr>{change('cellDel')}</w:tcPr>", 1)
    assert marks(cell) == [("deleted", "table 1, row 1, column 1", "Director", "(a cell of the table)")]
    look = rows.replace("<w:tblPr/>", f"<w:tblPr>{change('tblPrChange', '<w:tblPr/>')}</w:tblPr>")
    assert marks(look) == [("formatting", "table 1, row 1, column 1", "Director", "A")]


def test_margins_and_notes_are_looked_through() -> None:
    changed = p(change("ins", run("new")))
    note = f'<w:footnote w:id="1">{changed}</w:footnote>'
    found = marks(p("x"), header=changed, footer=changed, footnotes=note)
    assert [where for _, where, _, _ in found] == ["header", "footer", "footnote 1"]


def comment(number: int, text: str, author: str = "Clerk") -> str:
    return f'<w:comment w:id="{number}" w:author="{author}">{p(text)}{p("More")}</w:comment>'


def test_a_comment_stands_where_its_range_begins() -> None:
    start, reference = '<w:commentRangeStart w:id="4"/>', '<w:r><w:commentReference w:id="4"/></w:r>'
    body = p("Purpose", "Heading1") + p(start + run("one")) + p(run("two") + reference)
    expected = [("comment", "Purpose, paragraph 1", "Clerk", "Is it so?\nMore")]
    assert marks(body, comments=comment(4, "Is it so?")) == expected
    before = p("Purpose", "Heading1") + start + p("one") + p(run("two") + reference)
    assert marks(before, comments=comment(4, "Is it so?")) == expected


def test_a_comment_anchored_nowhere_is_named_all_the_same() -> None:
    assert marks(p("x"), comments=comment(0, "Left behind")) == [
        ("comment", "at no place in the text", "Clerk", "Left behind\nMore")
    ]


def test_comments_and_changes_come_in_the_order_of_the_file() -> None:
    reference = '<w:r><w:commentReference w:id="1"/></w:r>'
    body = p(change("ins", run("a")) + reference + change("ins", run("b"))) + p(change("del", gone("c")))
    assert [(kind, text) for kind, _, _, text in marks(body, comments=comment(1, "Q"))] == [
        ("inserted", "a"), ("comment", "Q\nMore"), ("inserted", "b"), ("deleted", "c"),
    ]  # fmt: skip


def test_a_made_report_has_none() -> None:
    assert read_sent_bytes(filled(shipped(), pages.founding()).docx, "report.docx").marks == ()

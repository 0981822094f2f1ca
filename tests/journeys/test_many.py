"""A report of any size: it proves itself, is fit to send, and its pages hold what they are given."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.table import Table

from pipeline.ingest.fitness.document import found_wrong
from tests.quarter import make
from tests.report.word_rules import broken, told_by_validators
from tests.sample.many import Case, write_case, write_history

CASES = {
    "one risk": (Case(1), True),
    "forty risks": (Case(40), True),
    "long texts": (Case(4, sentences=14), True),
    "ten organisations": (Case(6, organisations=10), True),
    "nothing that may be left out": (Case(1, organisations=1, full=False), False),
}
WIDEST = 15140  # in landscape, but for what rounding adds
LETTER = 0.5  # of the font's size: a letter of a word, on the average


@pytest.fixture(scope="module", params=CASES)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Case, Path]:
    """The case, and the folder of its set."""
    case, history = CASES[request.param]
    root = tmp_path_factory.mktemp("many")
    if history:
        write_history(root / "outputs", root, case)
    write_case(root / "inputs", case)
    assert make(root / "inputs", root / "outputs") == 0
    return case, root / "outputs" / "2017-12-19"


@pytest.mark.parametrize("name", ["panel-report.docx", "briefing.docx"])
def test_it_is_sound_and_fit_to_send(made: tuple[Case, Path], name: str) -> None:
    path = made[1] / name
    assert [str(one) for one in found_wrong(path.read_bytes(), name)] == []
    assert broken(path.read_bytes()) == []
    assert told_by_validators(path) == []


def test_every_aligned_risk_has_its_section_in_order(made: tuple[Case, Path]) -> None:
    case, folder = made
    opened = docx.Document(str(folder / "panel-report.docx"))
    headings = [p.text for p in opened.paragraphs if p.style is not None and p.style.name == "Heading 2"]
    expected = [f"Risk {at}: {theme}" for at, theme in enumerate(case.themes, 1)]
    assert [heading for heading in headings if heading.startswith("Risk ")] == expected


def sizes(table: Table) -> tuple[list[int], list[float]]:
    """Of each column: its width, and the least that its longest word needs at 8 points; in twentieths of a point."""
    widths = [column.width.twips if column.width is not None else 0 for column in table.columns]
    words = [
        max((len(word) for cell in column.cells for word in cell.text.replace("-", " ").split()), default=0)
        for column in table.columns
    ]
    return widths, [word * LETTER * 160 for word in words]


@pytest.mark.parametrize("name", ["panel-report.docx", "briefing.docx"])
def test_no_column_is_narrower_than_a_word_and_no_table_wider_than_the_page(made: tuple[Case, Path], name: str) -> None:
    opened = docx.Document(str(made[1] / name))
    for table in opened.tables:
        widths, words = sizes(table)
        assert all(width >= word for width, word in zip(widths, words, strict=True)), table.cell(0, 0).text
        assert sum(widths) <= WIDEST


def test_a_heading_of_a_table_has_rows_below_it(made: tuple[Case, Path]) -> None:
    opened = docx.Document(str(made[1] / "panel-report.docx"))
    assert [table.cell(0, 0).text for table in opened.tables if len(table.rows) < 2] == []


def test_the_briefing_says_how_many_pages_it_has(made: tuple[Case, Path]) -> None:
    footer = docx.Document(str(made[1] / "briefing.docx")).sections[0].footer
    assert "Page 1 of 1" in footer.paragraphs[-1].text  # Word counts them
    assert "NUMPAGES" in footer.paragraphs[-1]._p.xml

"""What is measured does the work that it is measured by, and the page says of each figure what was wanted of it."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from docxtpl import DocxTemplate

from pipeline.ingest.workbook import read_book
from tests.bench import documents, filling, plain_script, reading, told
from tests.bench.process import Started
from tests.bench.results import Results
from tests.bench.turns import Figures, Taken, exponent
from tests.quarter import sample
from tests.report.word_files import SHIPPED, filled, shipped, texts


@pytest.mark.parametrize("power", [0.5, 1, 1.5, 2])
def test_the_exponent_is_the_power_that_the_time_grows_with(power: float) -> None:
    assert exponent({size: 0.003 * size**power for size in (100, 1_000, 20_000)}) == pytest.approx(power)


@pytest.mark.parametrize("what", [documents.ROWS, documents.RISKS])
def test_docxtpl_and_the_program_make_the_same_words(what: str) -> None:
    template, page = documents.template_of(what, documents.JINJA), documents.page_of(what, 7)
    document, made = DocxTemplate(io.BytesIO(template)), io.BytesIO()
    document.render(documents.records(what, page), autoescape=True)
    document.save(made)
    words = [text for text in texts(made.getvalue()) if text]
    assert words == [text for text in texts(filled(template, page).docx) if text]
    assert [text for text in words if "area 6" in text]


@pytest.mark.parametrize("what", [documents.ROWS, documents.RISKS])
@pytest.mark.parametrize("way", filling.WAYS)
def test_every_way_of_filling_works(way: str, what: str, tmp_path: Path) -> None:
    documents.write(tmp_path, what, [20])
    assert json.loads((tmp_path / f"{what}-20.json").read_text("utf-8"))
    for work in filling.WAYS[way](tmp_path, what, 20):
        work()


@pytest.mark.parametrize("way", reading.WAYS)
def test_every_way_of_reading_works(way: str, tmp_path: Path) -> None:
    reading.write(tmp_path, [60])
    for work in reading.WAYS[way](tmp_path, "register", 60):
        work()


def test_the_register_that_is_read_has_everything_that_may_mean_something(tmp_path: Path) -> None:
    reading.write(tmp_path, [60])
    grid = read_book(reading.file(tmp_path, 60), "register.xlsx").grid("Risks")
    cells = [cell for row in grid.rows.values() for cell in row.values()]
    assert len(grid.merges) == 2
    assert len(grid.hidden_rows) == 2
    assert {cell.look.fill for cell in cells} >= {"C6E0B4", "FFE699", "F4B084", "FF7C80"}
    assert sum(cell.look.struck for cell in cells) == 1
    assert sum(bool(cell.formula) and cell.value is not None for cell in cells) == 60


@pytest.mark.filterwarnings("ignore")
def test_the_plain_script_makes_a_report_of_the_sample(tmp_path: Path) -> None:
    sample(tmp_path)
    shutil.copy(SHIPPED, tmp_path / "template.docx")
    plain_script.main(tmp_path / "inputs", tmp_path / "template.docx", tmp_path / "report.docx")
    words = texts((tmp_path / "report.docx").read_bytes())
    assert "Risk 1: Safeguarding" in words
    assert "ACTP" in words
    assert not [text for text in words if "{{" in text or "{%" in text]
    assert len(words) > len(texts(shipped())) / 2


def results(program: float = 1.0) -> Results:
    def figures(ways: Mapping[str, float], *sizes: int) -> Figures:
        return {way: {size: Taken(seconds * size / 1000, 80) for size in sizes} for way, seconds in ways.items()}

    fills = {"bound": 1.0, "program": program, "proof": 0.5, "docxtpl": 2.0, "docxtemplater": 3.0}
    return Results(
        sample={"program": Taken(1.5, 120), "plain": Taken(1.0, 90)},
        start_up={"--help": Started(0.1, 130, {"Python's own": 60.0})},
        registers=figures({"openpyxl": 1.0, "cells": 1.2, "risks": 4.0}, 1_000, 20_000),
        rows=figures(fills, 10, 100, 1_000, 10_000),
        risks=figures(fills, 10, 100, 1_000),
        many=figures({"whole process": 9.0}, 10, 100),
        portfolio={1: 10.0, 2: 6.0},
        without_node="Node.js and npm are not on this computer",
    )


@pytest.mark.parametrize(
    ("program", "missed"),
    [
        (1.0, []),
        (1.6, ["A table of 10,000 rows: times the bound"]),
        (
            2.5,
            [
                "A table of 10,000 rows: times the bound",
                "A table of 10,000 rows: times docxtpl's own loop",
                "A table of 1,000 rows: times docxtpl's own loop",
            ],
        ),
    ],
)
def test_targets(program: float, missed: list[str]) -> None:
    targets = list(told.targets(results(program)))
    assert [target.what for target in targets if not target.met] == missed
    assert "| A portfolio on 2 workers: of 2 times the speed of one | 0.83 | at least 0.8 | met |" in told.page(
        results()
    )


def test_the_page_names_no_place_of_this_computer() -> None:
    page = told.page(results())
    assert str(Path.home()) not in page
    assert str(told.ROOT) not in page
    assert "Not measured: docxtemplater and docx-templates. Node.js and npm are not on this computer." in page

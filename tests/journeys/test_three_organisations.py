"""Another body's case, with no change to the code: three organisations, other scales, other words."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import pytest

from tests.quarter import make
from tests.sample.three import EXPECTED, NO_RISK_HERE, SHOWN_WORKING, write_case

ARROWS = {"rising": "↑ Rising", "same": "↔ Unchanged", "falling": "↓ Falling"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("three")
    write_case(root / "inputs")
    assert make(root / "inputs", root / "outputs") == 0
    (made,) = (path for path in (root / "outputs").iterdir() if path.is_dir())
    return made


def risk_tables(document: bytes) -> dict[str, list[tuple[str, ...]]]:
    """Heading of an aligned risk → the rows of its first table."""
    tables: dict[str, list[tuple[str, ...]]] = {}
    heading = ""
    opened = docx.Document(io.BytesIO(document))
    for block in opened.iter_inner_content():
        if hasattr(block, "rows"):
            if heading and heading not in tables:
                tables[heading] = [tuple(cell.text for cell in row.cells) for row in block.rows][1:]
        elif block.style is not None and block.style.name == "Heading 2" and block.text.startswith("Risk "):
            heading = block.text
        elif block.style is not None and block.style.name == "Heading 1":
            heading = ""
    return tables


def test_every_risk_stands_in_its_section_with_its_owner_and_trend(folder: Path) -> None:
    tables = risk_tables((folder / "panel-report.docx").read_bytes())
    assert list(tables) == list(SHOWN_WORKING)
    said = [(heading, row[1], row[2], row[3]) for heading, rows in tables.items() for row in rows]
    expected = {(e.aligned_risk, e.organisation, e.owner, ARROWS[e.trend]) for e in EXPECTED}
    assert {
        row for row in said if "No risk of this" not in str(row) and row[2] in {e.owner for e in EXPECTED}
    } == expected


def test_an_organisation_without_a_risk_there_is_said(folder: Path) -> None:
    tables = risk_tables((folder / "panel-report.docx").read_bytes())
    silent = {(heading, row[1]) for heading, rows in tables.items() for row in rows if "No risk of this" in row[0]}
    assert silent == set(NO_RISK_HERE)


def test_the_record_holds_ratings_scores_and_levels(folder: Path) -> None:
    record = json.loads((folder / "record.json").read_bytes())
    said = {
        (
            f"Risk {theme['number']}: {theme['name']}",
            risk["id"],
            risk["rating"],
            risk["current"]["score"],
            len(risk["controls"]),
        )
        for theme in record["aligned_risks"]
        for risk in theme["risks"]
    }
    assert said == {(e.aligned_risk, e.id, e.rating, e.score, e.controls) for e in EXPECTED}
    assert {f"Risk {t['number']}: {t['name']}": t["level"] for t in record["aligned_risks"]} == SHOWN_WORKING
    assert [f["code"] for f in record["findings"] if f["severity"] != "note"] == []

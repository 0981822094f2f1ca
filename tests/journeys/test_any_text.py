"""Any text in a cell arrives in the report as it was after the one cleaning, or is reported with its cell."""

from __future__ import annotations

import json
import re
import tempfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.ingest.cleaning import clean
from tests.quarter import make, sample
from tests.sample import mapping_rows, mopac_book, mopac_risks

NASTY = (
    "R&D <select> \"quotes\" 'single' & &amp; <b>bold</b>",
    "{{ meeting.title }} {% if x %} {%p %} {# no #} {_{ x }_} {a}}",
    "emoji 🚨 and right-to-left שלום مرحبا \u200f marks",
    "control \x01\x08 characters \x0b and \x0c and \x07",
    "an escape that Excel writes itself: _x0007_ and _x005F_",
    "=1+1 is not a formula here",
    "tab\there\nnew line\nand another",
    "noncharacter \ufdd0narrative.purpose\ufdd1 \ufffe",
    "ends ]]> and --> and <?xml ?>",
    "long " + "words " * 5_400,
    "None",
    "00232",
)
ALIGNED = tuple(str(row[mapping_rows.ORGANISATIONS.index("MOPAC") + 2]) for row in mapping_rows.SHEETS["Alignment"])


def outcome(folder: Path, texts: tuple[str, ...]) -> tuple[set[str], set[str]]:
    """The sample made with these descriptions at MOPAC's aligned risks: the descriptions in the report, and
    the cells that a finding about replaced characters names.
    """
    inputs, outputs = sample(folder)
    given_texts = dict(zip(ALIGNED, texts, strict=False))
    risks = [replace(r, event=given_texts.get(r.number, r.event)) for r in mopac_risks.RISKS]
    mopac_book.write(inputs / "mopac-register.xlsx", risks, mopac_risks.AS_AT)
    assert make(inputs, outputs) in (0, 1)
    (document,) = (outputs / "2017-12-19").glob("*panel-report.docx")
    record = json.loads((outputs / "2017-12-19" / "record.json").read_bytes())
    said = {row.cells[0].text for table in docx.Document(str(document)).tables for row in table.rows}
    replaced = [f for f in record["findings"] if f["code"] == "text-replaced"]
    return said, {cell for f in replaced for cell in ([f["cell"]] if f["cell"] else in_words(f["message"]))}


def in_words(message: str) -> list[str]:
    """The cells that a finding about many cells lists: ``D3, D6 to D7``."""
    cells = []
    for column, first, last in re.findall(r"\b([A-Z]+)(\d+)(?: to [A-Z]+(\d+))?", message.rpartition(" cells: ")[2]):
        cells += [f"{column}{row}" for row in range(int(first), int(last or first) + 1)]
    return cells


def check_arrival(folder: Path, texts: tuple[str, ...]) -> None:
    """Each text stands in the report as cleaned; as many cells are named as held what no document can."""
    said, cells = outcome(folder, texts)
    cleaned = [clean(text) for text in texts]
    assert [text for text, _ in cleaned if text not in said] == []
    assert len(cells) == sum(replaced for _, replaced in cleaned)


@pytest.mark.parametrize("texts", [NASTY[first : first + 4] for first in range(0, len(NASTY), 4)])
def test_nasty_texts(texts: tuple[str, ...], tmp_path: Path) -> None:
    check_arrival(tmp_path, texts)


CELL_TEXT = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=200).filter(
    lambda text: clean(text)[0] != "" and "_x" not in text
)


def test_four_cells_together_are_each_named(tmp_path: Path) -> None:
    check_arrival(tmp_path, ("a\x01", "b\x02", "c\x03", "d\x04"))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.tuples(CELL_TEXT, CELL_TEXT, CELL_TEXT, CELL_TEXT))
def test_any_text(texts: tuple[str, ...]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        check_arrival(Path(folder), texts)

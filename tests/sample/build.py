"""The sample's input folders: December 2017, and the September before it."""

from __future__ import annotations

from pathlib import Path

from pipeline.ingest.starter.start import write_mapping, write_narrative
from tests.sample import (
    layout_files,
    mapping_rows,
    met_book,
    met_risks,
    mopac_book,
    mopac_risks,
    narrative_text,
    september,
)


def write_december(folder: Path) -> None:
    """The sample quarter: the inputs for the meeting of 19 December 2017."""
    _write_layouts(folder)
    met_book.write(folder / "met-register.xlsx", met_risks.SECTIONS, "Quarter 3 2017-18", met_risks.AS_AT)
    mopac_book.write(folder / "mopac-register.xlsx", mopac_risks.RISKS, mopac_risks.AS_AT)
    write_mapping(folder / "mapping.xlsx", mapping_rows.SHEETS, mapping_rows.ORGANISATIONS)
    write_narrative(folder / "narrative.docx", narrative_text.NARRATIVE)


def write_september(folder: Path) -> None:
    """The quarter before: the inputs for the meeting of 26 September 2017."""
    _write_layouts(folder)
    met_book.write(folder / "met-register.xlsx", september.met_sections(), "Quarter 2 2017-18", september.MET_AS_AT)
    mopac_book.write(folder / "mopac-register.xlsx", september.mopac_rows(), september.MOPAC_AS_AT)
    write_mapping(folder / "mapping.xlsx", september.mapping_sheets(), mapping_rows.ORGANISATIONS)
    write_narrative(folder / "narrative.docx", september.narrative())


def _write_layouts(folder: Path) -> None:
    layouts = folder / "layouts"
    layouts.mkdir(parents=True, exist_ok=True)
    for name, text in layout_files.LAYOUTS.items():
        (layouts / name).write_text(text, encoding="utf-8", newline="\n")

"""A new inputs folder: the workbook with its lists, the narrative with its headings, a place for layouts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.ingest.folder import LAYOUTS, MAPPING, NARRATIVE
from pipeline.ingest.mapping.sheets import MEETING, SETTINGS
from pipeline.ingest.starter.filled import Row, narrative_of, sheets_of
from pipeline.ingest.starter.narrative import write_narrative
from pipeline.ingest.starter.workbook import write_mapping
from pipeline.model.errors import OutputsLocked, reason
from pipeline.model.paper import Left, Paper
from pipeline.model.records import NARRATIVE_SECTIONS, Block

__all__ = ["refuse_filled", "start", "start_from", "write_mapping", "write_narrative"]

# What the sections are for, as a hint that the reader takes for empty. In the order of the report.
_HINTS: dict[str, str] = {
    "purpose": "[Write here what the report is for: a sentence or two.]",
    "key_considerations": "[Write here what the Panel should know first. {{ movement.sentence }} gives what changed.]",
    "interdependencies": "[Write here how the risks of the organisations bear on each other.]",
    "recommendations": "[Write here what the Panel is asked to do: a numbered list.]",
    "supporting_information": (
        "[Write here how the registers were brought together. {{ aligned_risks.names }} lists the aligned risks, "
        "{{ aligned_risks.count_in_words }} counts them.]"
    ),
    "equality_and_diversity": "[Write here, or: There are no direct implications.]",
    "financial_implications": "[Write here, or: There are no direct implications.]",
    "legal_implications": "[Write here, or: There are no direct implications.]",
    "risk_implications": "[Write here, or: There are no direct implications.]",
    "background_papers": "[Write here what the report rests on, or delete this heading.]",
}


def start(folder: Path) -> tuple[str, ...]:
    """Makes an inputs folder with nothing invented in it; the lines to show.

    Raises OutputsLocked where the folder has a mapping workbook or a narrative already, or can't be written.
    """
    sheets: dict[str, list[Row]] = {MEETING: [(setting.text, None) for setting in SETTINGS]}
    _make(folder, sheets, (), {heading: (hint,) for heading, hint in _hints().items()})
    return (
        f"Made {folder}:",
        "  mapping.xlsx    which meeting, whose registers, which risks belong together. Its Read me sheet explains it.",
        "  narrative.docx  the words of the report. Write under its headings, in place of the hints in brackets.",
        "  layouts         how each register is read: made by the program, once a register is there.",
        "Next: put the registers into this folder and fill in mapping.xlsx.",
        "In its sheet Alignment, add a column for each organisation after 'Aligned risk', headed by its name.",
    )


def start_from(folder: Path, paper: Paper) -> tuple[Left, ...]:
    """The same, filled from last quarter's paper; what of it no cell of the workbook can hold."""
    sheets, left = sheets_of(paper)
    _make(folder, sheets, paper.organisations, narrative_of(paper, _hints()))
    return left


def refuse_filled(folder: Path) -> None:
    """Raises OutputsLocked where the folder has a mapping workbook or a narrative already."""
    there = [name for name in (MAPPING, NARRATIVE) if (folder / name).exists()]
    if there:
        raise OutputsLocked(
            f"{folder} has {' and '.join(there)} already: nothing was changed. "
            "Name another folder, or move the old files away."
        )


def _hints() -> dict[str, str]:
    """Heading → the hint under it."""
    return {heading: _HINTS[key] for key, heading, _ in NARRATIVE_SECTIONS}


def _make(
    folder: Path,
    sheets: Mapping[str, Sequence[Row]],
    organisations: Sequence[str],
    words: Mapping[str, Sequence[str | Block]],
) -> None:
    refuse_filled(folder)
    try:
        (folder / LAYOUTS).mkdir(parents=True, exist_ok=True)
        write_mapping(folder / MAPPING, sheets, organisations)
        write_narrative(folder / NARRATIVE, words)
    except OSError as error:
        raise OutputsLocked(f"{folder} can't be written: {reason(error)}. Name another folder.") from None

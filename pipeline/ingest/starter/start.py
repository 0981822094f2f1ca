"""A new inputs folder: the workbook with its lists, the narrative with its headings, a place for layouts."""

from __future__ import annotations

from pathlib import Path

from pipeline.ingest.mapping.sheets import MEETING, SETTINGS
from pipeline.ingest.starter.narrative import write_narrative
from pipeline.ingest.starter.workbook import write_mapping
from pipeline.model.errors import OutputsLocked, reason
from pipeline.model.records import NARRATIVE_SECTIONS

__all__ = ["start", "write_mapping", "write_narrative"]

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
    mapping, narrative, layouts = folder / "mapping.xlsx", folder / "narrative.docx", folder / "layouts"
    there = [file.name for file in (mapping, narrative) if file.exists()]
    if there:
        raise OutputsLocked(
            f"{folder} has {' and '.join(there)} already: nothing was changed. "
            "Name another folder, or move the old files away."
        )
    try:
        layouts.mkdir(parents=True, exist_ok=True)
        write_mapping(mapping, {MEETING: [(setting.text, None) for setting in SETTINGS]}, ())
        write_narrative(narrative, {heading: (_HINTS[key],) for key, heading, _ in NARRATIVE_SECTIONS})
    except OSError as error:
        raise OutputsLocked(f"{folder} can't be written: {reason(error)}. Name another folder.") from None
    return (
        f"Made {folder}:",
        "  mapping.xlsx    which meeting, whose registers, which risks belong together. Its Read me sheet explains it.",
        "  narrative.docx  the words of the report. Write under its headings, in place of the hints in brackets.",
        "  layouts         how each register is read: made by the program, once a register is there.",
        "Next: put the registers into this folder and fill in mapping.xlsx.",
        "In its sheet Alignment, add a column for each organisation after 'Aligned risk', headed by its name.",
    )

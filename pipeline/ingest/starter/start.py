"""The files of a new inputs folder: the workbook with its lists, the narrative with its headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.ingest.folder import MAPPING, NARRATIVE
from pipeline.ingest.mapping.sheets import MEETING, SETTINGS
from pipeline.ingest.starter.filled import Row, narrative_of, sheets_of
from pipeline.ingest.starter.narrative import narrative_bytes, write_narrative
from pipeline.ingest.starter.workbook import mapping_bytes, write_mapping
from pipeline.model.paper import Left, Paper
from pipeline.model.records import NARRATIVE_SECTIONS, Block

__all__ = ["blank", "filled", "write_mapping", "write_narrative"]

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


def blank() -> dict[str, bytes]:
    """The files of an inputs folder by name, with nothing invented in them."""
    sheets: dict[str, list[Row]] = {MEETING: [(setting.text, None) for setting in SETTINGS]}
    return _files(sheets, (), {heading: (hint,) for heading, hint in _hints().items()})


def filled(paper: Paper) -> tuple[dict[str, bytes], tuple[Left, ...]]:
    """The same, filled from last quarter's paper; and what of it no cell of the workbook can hold."""
    sheets, left = sheets_of(paper)
    return _files(sheets, paper.organisations, narrative_of(paper, _hints())), left


def _hints() -> dict[str, str]:
    """Heading → the hint under it."""
    return {heading: _HINTS[key] for key, heading, _ in NARRATIVE_SECTIONS}


def _files(
    sheets: Mapping[str, Sequence[Row]], organisations: Sequence[str], words: Mapping[str, Sequence[str | Block]]
) -> dict[str, bytes]:
    return {MAPPING: mapping_bytes(sheets, organisations), NARRATIVE: narrative_bytes(words)}

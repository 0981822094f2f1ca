"""A quarter with the faults of the founding paper put in: the sample quarter's inputs, each fault where a careless
hand would leave it. The sentences are this project's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline.ingest.starter.start import write_mapping, write_narrative
from tests.sample import layout_files, mapping_rows, met_book, met_risks, mopac_book, mopac_risks, narrative_text
from tests.sample.mapping_rows import Row

# Reference → column → what stands there in place of the sample's words.
CONTROLS: Mapping[str, Mapping[int, object]] = {
    # Two short forms that nobody writes out.
    "C01": {3: "Makes tackling VAWG a priority that both organisations share, and reports on the PCP each quarter."},
    # What happened once.
    "C03": {3: "A conference of both organisations on child protection took place in July 2017."},
    # A short form, written out only in a later control.
    "C07": {3: "Advises the DMPC on every investment above £500,000 before it is approved."},
    "C09": {3: "Puts London's case to the government, led by the Deputy Mayor for Policing and Crime (DMPC)."},
    # A name without a word of what it does.
    "C11": {3: ""},
    # A plan, and an agreement that is not yet one.
    "C13": {3: "A plan to introduce one team of analysts for both organisations."},
    "C15": {3: "An agreement on what data is shared, and how quickly, is under discussion."},
}

# Rising and falling, and nobody says why.
WITHOUT_REASON = ("Governance", "Money")

NARRATIVE: Mapping[str, tuple[str, ...]] = {
    # The name that the appendix no longer has.
    "Key considerations": (
        "The organisations report four aligned risks: Safeguarding, Governance, Funding and Insight.",
        *narrative_text.NARRATIVE["Key considerations"][1:],
    ),
    # Another order than the appendix has.
    "Recommendations": (
        "The {{ meeting.panel }} is asked to note the position on Governance, Safeguarding, Money and Insight.",
    ),
    # One organisation, two names.
    "Legal implications": (
        "The MPS and MOPAC are each required to have a sound system of internal control.",
    ),
}  # fmt: skip


def write_founding(folder: Path) -> None:
    """The inputs folder of the quarter with the founding faults."""
    layouts = folder / "layouts"
    layouts.mkdir(parents=True)
    for name, text in layout_files.LAYOUTS.items():
        (layouts / name).write_text(without_meaning(text), encoding="utf-8", newline="\n")
    met_book.write(folder / "met-register.xlsx", met_risks.SECTIONS, "Quarter 3 2017-18", met_risks.AS_AT)
    mopac_book.write(folder / "mopac-register.xlsx", mopac_risks.RISKS, mopac_risks.AS_AT)
    write_mapping(folder / "mapping.xlsx", mapping_sheets(), mapping_rows.ORGANISATIONS)
    write_narrative(folder / "narrative.docx", narrative_text.NARRATIVE | dict(NARRATIVE))


def without_meaning(layout: str) -> str:
    """The layout without the line that says what an arrow means."""
    return "".join(line for line in layout.splitlines(keepends=True) if not line.startswith("trend_means"))


def mapping_sheets() -> dict[str, tuple[Row, ...]]:
    """The sample's sheets with the faults; nobody has filled Acronyms."""
    return mapping_rows.SHEETS | {
        "Alignment": tuple(
            (*row[:5], "", *row[6:]) if row[1] in WITHOUT_REASON else row for row in mapping_rows.ALIGNMENT
        ),
        "Controls": tuple(
            tuple(CONTROLS.get(str(row[0]), {}).get(column, value) for column, value in enumerate(row))
            for row in mapping_rows.CONTROLS
        ),
        "Acronyms": (),
    }  # fmt: skip

"""What a row of headings in the appendix of a paper says of the rows below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.ingest.paper.headings import KIND_WORDS, control_columns, part_of, rating_columns, risk_columns
from pipeline.ingest.paper.lines import Cell
from pipeline.ingest.registers.vocabulary import simple


@dataclass(frozen=True, slots=True)
class Heads:
    """Of risks, controls or ratings, by their columns; and of parts of an aligned risk, by column. ``kind``: of the
    controls; ``texts``: the headings of a table of risks.
    """

    risks: dict[str, int] = field(default_factory=dict)
    controls: dict[str, int] = field(default_factory=dict)
    ratings: dict[str, int] = field(default_factory=dict)
    parts: dict[int, str] = field(default_factory=dict)
    kind: str = ""
    texts: Sequence[str] = ()

    @property
    def every(self) -> tuple[int, ...]:
        """The columns that are headed."""
        return (*self.risks.values(), *self.controls.values(), *self.ratings.values(), *self.parts)


def heads_of(row: Sequence[Cell], *, inside: bool) -> Heads | None:
    """The headings in a row; None where it is none of headings. ``inside``: an aligned risk has begun."""
    texts = [cell.text for cell in row]
    if found := risk_columns(texts):
        beside = {at: part for at, text in enumerate(texts) if at not in found.values() and (part := part_of(text))}
        return Heads(risks=found, parts=beside, texts=texts)
    if inside and (found := rating_columns(texts)):
        return Heads(ratings=found)
    if inside and (found := control_columns(texts)):
        return Heads(controls=found, kind=KIND_WORDS.get(simple(texts[found["name"]]), ""))
    parts = {at: part for at, text in enumerate(texts) if (part := part_of(text))}
    filled = {id(cell) for cell in row if cell.lines}
    return Heads(parts=parts) if len(filled) > 1 and len({id(row[at]) for at in parts}) == len(filled) else None

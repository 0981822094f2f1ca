"""What the sheets and the narrative of a new inputs folder take from last quarter's paper; the rest stays blank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.ingest.mapping.sheets import ALIGNMENT, CONTROLS, MEETING, ORGANISATIONS, SETTINGS, Heading, headings_of
from pipeline.ingest.mapping.sheets import BY_NAME as SHEETS
from pipeline.model.paper import Left, Paper
from pipeline.model.records import Block

# What holds for one meeting alone: last quarter's must not pass for this one's.
EACH_QUARTER = frozenset(("meeting_date", "period", "agenda_item"))
_LONGEST = 32_767  # the characters that a cell of Excel holds

Row = tuple[object, ...]


def sheets_of(paper: Paper) -> tuple[dict[str, list[Row]], tuple[Left, ...]]:
    """Sheet → its rows for ``write_mapping``, and the texts that no cell can hold."""
    organisations = paper.organisations
    left: list[Left] = []

    def row(sheet: str, where: str, values: Mapping[str, object]) -> Row:
        headings: Sequence[Heading] = headings_of(SHEETS[sheet], organisations)
        kept = {field: _fitting(value, where, left) for field, value in values.items()}
        return tuple(kept.get(heading.field) for heading in headings)

    return {
        MEETING: [(name, _fitting(value, name, left)) for name, value in _meeting(paper)],
        ORGANISATIONS: [row(ORGANISATIONS, name, {"name": name}) for name in organisations],
        ALIGNMENT: [
            row(ALIGNMENT, theme.where, {
                "number": theme.number, "name": theme.name,
                "residual_risk": theme.residual_risk, "trend_reason": theme.trend_reason,
            })
            for theme in paper.themes
        ],
        CONTROLS: [
            row(CONTROLS, control.where, {
                "reference": control.reference, "aligned_risk": theme.name, "name": control.name,
                "description": control.description, "kind": control.kind.value, "due": control.due,
                "progress": control.progress,
            })
            for theme, control in paper.controls
        ],
    }, tuple(left)  # fmt: skip


def _meeting(paper: Paper) -> Iterator[tuple[str, object]]:
    for setting in SETTINGS:
        known = () if setting.field in EACH_QUARTER else paper.settings.get(setting.text, ())
        for value in known or (None,):
            yield setting.text, value


def _fitting(value: object, where: str, left: list[Left]) -> object:
    if isinstance(value, str) and len(value) > _LONGEST:
        left.append(Left(where, value, f"it is longer than a cell of Excel can hold ({_LONGEST:,} characters)"))
        return None
    return value


def narrative_of(paper: Paper, hints: Mapping[str, str]) -> dict[str, Sequence[str | Block]]:
    """Heading → what stands under it for ``write_narrative``. ``hints``: heading → the hint where the paper has nothing."""
    written = {section.heading: section.blocks for section in paper.sections}
    return {heading: written.get(heading, (hint,)) for heading, hint in hints.items()}

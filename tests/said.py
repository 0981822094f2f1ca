"""Findings and changes as text, whole: what a golden file shows of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum

from pipeline.model.findings import CATALOGUE, Finding
from pipeline.model.records import Change, Movement, Place


def finding_as_text(finding: Finding) -> str:
    """Code, weight and place; whom it is about; the message; the remedy, where it is not that of the code."""
    about = ", ".join(part for part in (finding.subject, finding.field, finding.organisation) if part)
    own = finding.remedy if finding.remedy != CATALOGUE[finding.code].to_do else ""
    lines = [f"{finding.code} ({finding.severity.words}) {_at(finding.place)}", f"  {about}", f"  {finding.message}"]
    return "\n".join([*lines, *([f"  → {own}"] if own else []), ""])


def change_as_text(change: Change) -> str:
    """Kind, theme and item; then and now; the reason; the place; the values."""
    who = " | ".join((change.kind.value, change.aligned_risk, change.organisation, change.item))
    lines = [who, f"  {change.was} → {change.now}", f"  at {_at(change.place)}"]
    lines += [f"  because {change.reason}"] if change.reason is not None else []
    lines += [f"  {value_as_text(change.detail)}"] if change.detail is not None else []
    return "\n".join([*lines, ""])


def movement_as_text(movement: Movement) -> str:
    """All that a comparison finds; ratings and due dates as rows of points."""
    changes = [change_as_text(change) for change in movement.changes]
    others = [f"(outside the report) {change_as_text(change)}" for change in movement.others]
    series = [f"{one.aligned_risk} | {one.organisation}: {_points(one.points)}\n" for one in movement.ratings]
    dues = [f"{one.aligned_risk} | {one.reference} {one.name}: {_points(one.points)}\n" for one in movement.due_dates]
    return "".join((*changes, *others, *series, *dues))


def value_as_text(value: object) -> str:
    """Records by their fields, those at rest left out."""
    if is_dataclass(value) and not isinstance(value, type):
        said = [(one, getattr(value, one.name)) for one in fields(value)]
        return ", ".join(f"{one.name} {value_as_text(held)}" for one, held in said if held not in (one.default, ()))
    if isinstance(value, tuple):
        return f"({'; '.join(map(value_as_text, value))})"
    if isinstance(value, StrEnum):
        return value.value
    return value.isoformat() if isinstance(value, date) else str(value)


def _at(place: Place) -> str:
    return ", ".join(part for part in (place.file, place.sheet, place.cell) if part)


def _points(points: Iterable[object]) -> str:
    return "; ".join(map(value_as_text, points))


def as_sections(texts: Mapping[str, str]) -> str:
    """The whole of a golden file: a name and its text, one after the other."""
    return "\n".join(f"=== {name}\n{text}" for name, text in texts.items())


def sections_of(golden: str) -> dict[str, str]:
    """Such a file as its sections again."""
    parts = (part.partition("\n") for part in ("\n" + golden).split("\n=== ")[1:])
    return {name: text for name, _, text in parts}

"""The ids in one organisation's cell of an Alignment row → the risks of its register."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from pipeline.model.findings import Finding, find
from pipeline.model.records import AlignmentRow, Risk
from pipeline.reconcile.identity import Ids, plain
from pipeline.reconcile.sides import Side

_TAKEN_FOR_ANOTHER = str.maketrans("liosz", "11052")


@dataclass(frozen=True, slots=True)
class Mapped:
    """``missing``: ids, as the sheet writes them, that no risk of the register has."""

    risks: tuple[Risk, ...]
    missing: tuple[str, ...]
    findings: tuple[Finding, ...]


def resolve(row: AlignmentRow, side: Side) -> Mapped:
    """The risks that one cell of the Alignment sheet names, in its order, each once.

    An id is found exactly, else without regard to case, spaces and zero padding, else through a row of the
    Changes sheet that renumbers it. Nothing else is ever taken for it, only proposed.
    """
    found: dict[str, Risk] = {}
    missing: list[str] = []
    findings: list[Finding] = []
    place = row.source.place(side.name)
    for wanted in dict.fromkeys(row.ids.get(side.name, ())):
        subject = f"{side.name} {wanted}"
        here = side.ids.find(wanted)
        if here is None and (then := side.old_ids.find(wanted)) is not None:
            here = side.ids.find(side.renumbered[then])
        elif here is not None and here != wanted:
            message = f"Alignment names {subject}; the register writes {here}. It was taken for the same."
            findings.append(
                find("id-matched-loosely", message, place, subject=subject, field="id", organisation=side.name)
            )
        if here is None:
            missing.append(wanted)
            message = f"{row.name}: {subject} is not in {side.file or 'a register'}.{_hint(wanted, side)}"
            if side.file and not side.risks:
                message = f"{row.name}: {subject} was not found, as no risk could be read from {side.file}."
            findings.append(
                find("mapped-not-found", message, place, subject=subject, field="id", organisation=side.name)
            )
        else:
            found.setdefault(here, side.risks[here])
    return Mapped(tuple(found.values()), tuple(missing), tuple(findings))


def _hint(wanted: str, side: Side) -> str:
    """What may have become of the id: a sentence with a blank before it, or nothing."""
    near = side.ids.near(wanted)
    if near:
        return f" {' and '.join(near)} are both like it: write the one that is meant."
    told = _told(wanted, side)
    if told:
        return f" Changes says: {told}."
    heir = side.heir(wanted)
    if heir is not None:
        return (
            f" {wanted} is gone; {heir[0].id or f'row {heir[0].source.row}, without an id,'} has {heir[1]}: renumbered?"
        )
    ids = [risk_id for risk_id in side.risks if risk_id]
    close = [one for one in ids if _looks(one) == _looks(wanted)] or get_close_matches(wanted, ids)
    return f" The nearest id there is {close[0]}." if close else ""


def _looks(risk_id: str) -> str:
    """The id with one sign for those that are taken for one another: l, I and 1; O and 0."""
    return plain(risk_id).translate(_TAKEN_FOR_ANOTHER)


def _told(wanted: str, side: Side) -> str:
    """What a row of the Changes sheet says of the id, other than who owns it."""
    for change in side.changes:
        names = Ids(one for one in (change.was or change.risk,) if one)
        if plain(change.what) != "new owner" and names.find(wanted):
            now = f"to {change.now}" if plain(change.what) == "renumbered" else f"into {change.now}"
            return " ".join(part for part in (wanted, plain(change.what), now if change.now else "") if part)
    return ""

"""Registers + the Alignment sheet → aligned risks, each with where every organisation stands on it.

The risks of the registers stay the objects they are; what is added is what the report says of them: the rating
by the organisation's own bands, the trend, the appetite, the agreed words, and what the last record said.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model.findings import Finding, find
from pipeline.model.records import (
    AlignedRisk,
    AlignmentRow,
    ControlKind,
    MappingWorkbook,
    Organisation,
    PastReport,
    Position,
    Register,
    ReportedRisk,
    Risk,
)
from pipeline.reconcile.assurance import assess, shown_working
from pipeline.reconcile.entries import idle_wordings, unknown_changes
from pipeline.reconcile.identity import past_themes, plain
from pipeline.reconcile.mapped import Mapped, resolve
from pipeline.reconcile.scores import movement_of, rank, rating_of
from pipeline.reconcile.sides import Side, side

Findings = tuple[Finding, ...]


def reconcile(
    mapping: MappingWorkbook, registers: tuple[Register, ...], past: PastReport | None
) -> tuple[tuple[AlignedRisk, ...], Findings]:
    """The active aligned risks in the order of the sheet. Nothing mapped is left out: an id that is not in its
    register stands in ``Position.missing`` and is a finding.
    """
    by_organisation = {register.organisation: register for register in registers}
    sides = tuple(side(mapping, one, by_organisation.get(one.name), past) for one in mapping.organisations)
    active = tuple(row for row in mapping.alignment if not row.withdrawn)
    resolved = tuple(tuple((one, resolve(row, one)) for one in sides) for row in active)
    aligned = tuple(_aligned(row, found, mapping) for row, found in zip(active, resolved, strict=True))
    findings = (
        *(finding for found in resolved for _, mapped in found for finding in mapped.findings),
        *_unmapped(active, mapping.organisations),
        *_mapped_twice(aligned),
        *_closed(aligned),
        *_renumbered(sides, aligned),
        *_renamed(mapping.alignment, past),
        *_appetites(aligned),
        *idle_wordings(sides, (reported for _, _, reported in _each(aligned)), mapping.wording),
        *unknown_changes(sides, mapping, past),
    )
    return aligned, findings


def _aligned(row: AlignmentRow, found: tuple[tuple[Side, Mapped], ...], mapping: MappingWorkbook) -> AlignedRisk:
    positions = tuple(
        Position(one.organisation, tuple(_reported(risk, one) for risk in mapped.risks), mapped.missing)
        for one, mapped in found
    )
    here = tuple(p.organisation.name for p in positions if p.risks or p.missing)
    controls = [
        assess(control, meeting=mapping.meeting, all_organisations=here)
        for control in mapping.controls
        if control.aligned_risk == row.name
    ]
    # A kind that nobody has stated or that is not known is a block; until then it is not counted as joint.
    joint = tuple(control for control in controls if control.control.kind is ControlKind.JOINT)
    potential = tuple(control for control in controls if control.control.kind is not ControlKind.JOINT)
    return AlignedRisk(row, positions, joint, potential, shown_working(joint))


def _reported(risk: Risk, one: Side) -> ReportedRisk:
    organisation, standing = one.organisation, one.before.of(risk.id)
    previous = standing.risk if standing else None
    rating = rating_of(risk.current, organisation)
    appetite = organisation.band_named(risk.appetite) or organisation.band_named(organisation.appetite)
    return ReportedRisk(
        risk=risk,
        rating=rating,
        target_rating=rating_of(risk.target, organisation),
        # What the scores say stands in only where the register declares nothing.
        trend=risk.trend or (None if "trend" in risk.unknown else movement_of(risk.current, rating, previous, organisation, one.before.scale)),
        trend_declared=risk.trend is not None,
        appetite=appetite,
        above_appetite=rating is not None and appetite is not None and rank(organisation, rating) > rank(organisation, appetite),
        previous=previous,
        wordings=one.wordings.get(risk.id, {}),
        scale_then=one.before.scale,
    )  # fmt: skip


# --- what a person should know ------------------------------------------------------------------


def _unmapped(active: tuple[AlignmentRow, ...], organisations: tuple[Organisation, ...]) -> Iterator[Finding]:
    for row in active:
        subject = f"Risk {row.number}: {row.name}"
        there = [organisation.name for organisation in organisations if row.ids.get(organisation.name)]
        if not there:
            yield find(
                "aligned-empty",
                f"{subject} has no risk of any organisation.",
                row.source.place("name"),
                subject=subject,
            )
        elif len(there) == 1 and len(organisations) > 1:
            empty = next(o.name for o in organisations if o.name not in there)
            yield find(
                "aligned-one-sided",
                f"{subject} has a risk of {there[0]} only.",
                row.source.place(empty),
                subject=subject,
            )


def _mapped_twice(aligned: tuple[AlignedRisk, ...]) -> Iterator[Finding]:
    seen: dict[tuple[str, str], str] = {}
    for theme in aligned:
        for position in theme.positions:
            name = position.organisation.name
            for reported in position.risks:
                first = seen.setdefault((name, reported.risk.id), theme.label)
                if first != theme.label:
                    subject = f"{name} {reported.risk.id}"
                    yield find(
                        "mapped-twice",
                        f"{subject} stands under {first} and under {theme.label}.",
                        theme.row.source.place(name),
                        subject=subject,
                        organisation=name,
                    )


def _closed(aligned: tuple[AlignedRisk, ...]) -> Iterator[Finding]:
    """A status that begins with a word for "no longer open"; "to be closed" is still open."""
    closed = ("closed", "withdrawn", "archived", "retired", "superseded", "deleted", "removed")
    for theme, name, reported in _each(aligned):
        risk = reported.risk
        if plain(risk.status).startswith(closed):
            yield find(
                "mapped-closed",
                f"{name} {risk.id} is reported under {theme.label}, and its register says: {risk.status}.",
                risk.source.place("status"),
                subject=f"{name} {risk.id}",
                field="status",
                organisation=name,
            )


def _renumbered(sides: tuple[Side, ...], aligned: tuple[AlignedRisk, ...]) -> Iterator[Finding]:
    """A risk reported last time is gone, and one reported now has its words: then one id has become another."""
    reported = {(name, one.risk.id): (theme, one) for theme, name, one in _each(aligned)}
    for one in sides:
        still = {standing.risk.id for risk_id in one.risks if (standing := one.before.of(risk_id))}
        for gone, standing in one.before.standings.items():
            heir = one.heir(gone) if standing.aligned and gone not in still else None
            if heir is None or (one.name, heir[0].id) not in reported:
                continue
            theme, _ = reported[one.name, heir[0].id]
            yield find(
                "renumbered-suspected",
                f"{one.name} {gone} is gone, and {heir[0].id} under {theme.label} has {heir[1]}: renumbered?",
                theme.row.source.place(one.name),
                subject=f"{one.name} {heir[0].id}",
                remedy=f"If it was, add it to the Changes sheet: renumbered, was {gone}, now {heir[0].id}.",
                organisation=one.name,
            )


def _renamed(rows: tuple[AlignmentRow, ...], past: PastReport | None) -> Iterator[Finding]:
    """A former name is held against the last report only: one of long ago is quiet as long as the name of last time
    stands there too, and so is that of a risk which the last report did not have. Quiet on a number that several share
    or that can't be read: it may be meant for another.
    """
    themes = past_themes(rows, past)
    for row in rows:
        then = themes.get(row.number)
        if past is None or then is None or row.withdrawn or "number" in row.unknown:
            continue
        subject = f"Risk {row.number}: {row.name}"
        if plain(then.name) not in {plain(name) for name in (row.name, *row.formerly)}:
            formerly = f", and Formerly says {', '.join(row.formerly)}" if row.formerly else ""
            yield find(
                "aligned-unknown" if row.formerly else "renamed-without-formerly",
                f"Risk {row.number} is called {row.name}; last time it was {then.name}{formerly}.",
                row.source.place("formerly"),
                subject=subject,
                remedy=f"Write {then.name} under Formerly; or, if this is another risk, give it a number of its own.",
            )
        elif then.number != row.number:
            yield find(
                "renumbered-aligned",
                f"{row.name} is Risk {row.number}; last time it was Risk {then.number}.",
                row.source.place("number"),
                subject=subject,
            )


def _appetites(aligned: tuple[AlignedRisk, ...]) -> Iterator[Finding]:
    told: set[tuple[str, str]] = set()
    for _, name, reported in _each(aligned):
        risk, organisation = reported.risk, _organisation(aligned, name)
        if (
            risk.appetite
            and organisation.bands
            and organisation.band_named(risk.appetite) is None
            and (name, risk.id) not in told
        ):
            told.add((name, risk.id))
            instead = (
                f"{organisation.appetite}, the appetite of {name}, is used" if reported.appetite else "none is used"
            )
            yield find(
                "value-unread",
                f"The appetite of {name} {risk.id}, \"{risk.appetite}\", is not a band of {name} "
                f"({', '.join(band.name for band in organisation.bands)}): {instead}.",
                risk.source.place("appetite"),
                subject=f"{name} {risk.id}",
                field="appetite",
                organisation=name,
            )  # fmt: skip


def _each(aligned: tuple[AlignedRisk, ...]) -> Iterator[tuple[AlignedRisk, str, ReportedRisk]]:
    for theme in aligned:
        for position in theme.positions:
            for reported in position.risks:
                yield theme, position.organisation.name, reported


def _organisation(aligned: tuple[AlignedRisk, ...], name: str) -> Organisation:
    return next(p.organisation for theme in aligned for p in theme.positions if p.organisation.name == name)

"""What is not as it was with the organisations themselves: who joined, who left, whose scale is another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.model.records import (
    AlignedRisk,
    Change,
    ChangeKind,
    MappingWorkbook,
    Organisation,
    PastReport,
    Place,
    Rescaled,
)
from pipeline.model.scales import bands_changed, levels_changed
from pipeline.reconcile.identity import PastRisks, names_of, plain
from pipeline.reconcile.scores import (
    rebanded,
    scale_words,
    scores_words,
)

NOT_THERE = "Not in this report"
NONE_HERE = "No risk reported"
NOT_STATED = "Not stated"  # the record lacks the risks of an aligned risk


def has_joined(organisation: Organisation, past: PastReport) -> bool:
    """Whether the last report knew nothing of it, under any of its names, and would have named it."""
    known = {plain(name) for name in _organisations(past)}
    return "organisations" not in past.unstated and not names_of(organisation) & known


def organisation_changes(
    mapping: MappingWorkbook,
    aligned_risks: tuple[AlignedRisk, ...],
    before: Mapping[str, PastRisks],
    past: PastReport,
) -> Iterator[Change]:
    """In the order of the sheet, those that left last. ``before``: organisation → its risks in the record.

    An organisation that joined speaks for its risks: they are new to the report, not to its register.
    """
    for organisation in mapping.organisations:
        place = organisation.source.place("name")
        if has_joined(organisation, past):
            risks = [
                f"{reported.risk.id} under {theme.label}: {scores_words(reported.risk.current, organisation)}"
                for theme in aligned_risks
                for position in theme.positions
                if position.organisation.name == organisation.name
                for reported in position.risks
            ]
            now = "; ".join(risks) or NONE_HERE
            if not risks and not past.organisations:
                continue  # the record lists none: it may have been there without a risk, as now
            yield Change(ChangeKind.ORGANISATION_JOINED, "", organisation.name, "", NOT_THERE, now, place=place)
        else:
            yield from _scale(organisation, aligned_risks, before[organisation.name])
    known = {name for organisation in mapping.organisations for name in names_of(organisation)}
    for name in _organisations(past):
        if plain(name) not in known:
            risks = [
                f"{risk.id} under {theme.label}"
                for theme in past.aligned_risks
                for risk in theme.risks
                if plain(risk.organisation) == plain(name)
            ]
            was = ("; ".join(risks) or NONE_HERE) if past.tells("risks") else NOT_STATED
            place = Place(mapping.file, "Organisations")
            yield Change(ChangeKind.ORGANISATION_LEFT, "", name, "", was, NOT_THERE, place=place)


def _organisations(past: PastReport) -> tuple[str, ...]:
    """Every organisation that the record names; one that lists none has them with their risks."""
    named = [one.name for one in past.organisations]
    named += [risk.organisation for theme in past.aligned_risks for risk in theme.risks]
    named += [risk.organisation for risk in past.other_risks]
    first: dict[str, str] = {}
    for name in named:
        first.setdefault(plain(name), name)
    return tuple(first.values())


def _scale(organisation: Organisation, aligned_risks: tuple[AlignedRisk, ...], before: PastRisks) -> Iterator[Change]:
    """Bands or levels that are others than in the record, with each rating that these alone made another."""
    then = before.scale
    if then is None or not (bands_changed(organisation, then) or levels_changed(organisation, then)):
        return
    by_this: dict[str, None] = {}
    for theme in aligned_risks:
        for position in theme.positions:
            for reported in position.risks if position.organisation.name == organisation.name else ():
                risk, was = reported.risk, reported.previous
                if was is None:
                    continue
                current = rebanded(risk.current, was.current, organisation, then, was.rating)
                target = rebanded(risk.target, was.target, organisation, then)
                for what, moved in ((risk.id, current), (f"the target of {risk.id}", target)):
                    if moved:
                        by_this[f"{what} is {moved[1]} and was {moved[0]}"] = None
    levels = levels_changed(organisation, then)
    scales = scale_words(then, with_levels=levels), scale_words(organisation, with_levels=levels)
    alone = f". By this alone {', '.join(by_this)}" if by_this else ""
    yield Change(
        ChangeKind.SCALE_CHANGED,
        "",
        organisation.name,
        "",
        scales[0],
        f"{scales[1]}{alone}",
        place=organisation.source.place("bands"),
        detail=Rescaled(*scales, levels, tuple(by_this)),
    )

"""Rows of the Wording and Changes sheets that have no effect, or name nothing that is known."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from pipeline.model.findings import Finding, find
from pipeline.model.records import AgreedWording, KnownChange, MappingWorkbook, PastReport, ReportedRisk
from pipeline.reconcile.identity import Ids, changes_since, loose, plain
from pipeline.reconcile.sides import Side


def idle_wordings(
    sides: tuple[Side, ...], reported: Iterable[ReportedRisk], wordings: tuple[AgreedWording, ...]
) -> Iterator[Finding]:
    """Agreed words that are printed nowhere."""
    used = {id(agreed) for one in reported for agreed in one.wordings.values()}
    by_name = {one.name: one for one in sides}
    for row in wordings:
        one = by_name.get(row.organisation)
        if id(row) in used or one is None or not one.risks:
            continue
        if one.ids.find(row.risk):
            why = "the risk is not reported, or has another row"
        else:
            why = "the risk is not in the register"
        yield find(
            "sheet-other-entry",
            f"The agreed wording for {row.organisation} {row.risk} is not used: {why}.",
            row.source.place("risk"),
            subject=f"{row.organisation} {row.risk}",
        )


def unknown_changes(sides: tuple[Side, ...], mapping: MappingWorkbook, past: PastReport | None) -> Iterator[Finding]:
    """Changes that name a risk neither in the register nor in the last report, or lead to one that is nowhere; and those
    that call a risk closed, withdrawn or merged which Alignment names. A row
    may tell of a control too, by its Reference or its name.

    Quiet on rows that were there when the last report was issued, and without one on those about risks that have
    gone: nothing that is at hand could know of them.
    """
    then = [control for theme in past.aligned_risks for control in theme.controls] if past else []
    known = [(control.reference, control.name) for control in mapping.controls]
    known += [(control.reference, control.name) for control in then]
    references, names = {loose(reference) for reference, _ in known}, {plain(name) for _, name in known}
    of_controls = {
        id(change)
        for change in mapping.changes
        if loose(change.was or change.risk) in references or plain(change.was or change.risk) in names
    }
    for change in mapping.changes:
        if not change.organisation and id(change) not in of_controls:
            place = change.source.place("organisation")
            yield find(
                "mapping-value",
                f"Organisation is blank, and {change.risk} is no control of this report or of the last one.",
                place,
                subject=f"{place.sheet} {place.cell}",
                field="organisation",
                remedy="Fill it, or delete the row.",
            )
    reported = {
        one.name: Ids(i for row in mapping.alignment if not row.withdrawn for i in row.ids.get(one.name, ()))
        for one in sides
    }
    for one in sides:
        # Without its risks nothing can be told of the register.
        if not one.risks:
            continue
        rows = one.changes if past is None else changes_since(mapping, one.organisation, past)
        for change in rows:
            if id(change) in of_controls:
                continue
            why = _fault(change, one, past, one.changes) or _still(change, reported[one.name])
            if why:
                yield find(
                    "sheet-other-entry",
                    f"Changes has {change.organisation} {change.risk} as {plain(change.what)}, and {why}.",
                    change.source.place("risk"),
                    subject=f"{change.organisation} {change.risk}",
                )


def _still(change: KnownChange, reported: Ids) -> str:
    """What is wrong with a row on a risk that is no more, and that Alignment names."""
    was = change.was or change.risk
    if plain(change.what) in ("closed", "withdrawn", "merged") and reported.find(was):
        return f"{was} is reported: take it out of Alignment, or delete the row"
    return ""


def _fault(change: KnownChange, one: Side, past: PastReport | None, others: Collection[KnownChange]) -> str:
    """What is wrong with a row, or nothing."""
    what, was = plain(change.what), change.risk
    if what in ("renumbered", "merged"):
        was, now = change.was or change.risk, change.now or change.risk
        if now == was:
            return f"does not say what {was} became: write it under Now"
        # What it became may itself have changed since, by a row of its own.
        onward = Ids(other.was or other.risk for other in others if other is not change)
        if not one.ids.find(now) and not onward.near(now):
            return f"{now} is not in {one.file}"
    if past is None and what != "new owner":
        return ""  # the old id is in no register, and there is no report that could know it
    if one.ids.find(was) or Ids(one.before.standings).near(was):
        return ""
    # A second renumbering: the id between the two stood in neither.
    if any(Ids(n for n in (o.now,) if n).near(was) for o in others if o is not change):
        return ""
    return f"{was} is not in {one.file}{' nor in the last report' if past else ''}"

"""Rows of the Wording and Changes sheets that have no effect, or name nothing that is known."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from pipeline.model.findings import Finding, find
from pipeline.model.records import AgreedWording, KnownChange, MappingWorkbook, PastReport, ReportedRisk
from pipeline.reconcile.identity import Ids, changes_since, plain
from pipeline.reconcile.sides import Side


def idle_wordings(
    sides: tuple[Side, ...], reported: Iterable[ReportedRisk], wordings: tuple[AgreedWording, ...]
) -> Iterator[Finding]:
    """Agreed words that are printed nowhere."""
    used = {id(agreed) for one in reported for agreed in one.wordings.values()}
    by_name = {one.name: one for one in sides}
    for row in wordings:
        one = by_name.get(row.organisation)
        if id(row) in used or one is None:
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
    """Changes that name a risk neither in the register nor in the last report, or lead to one that is nowhere. A row
    may tell of a control too, by its Reference.

    Quiet on rows that were there when the last report was issued, and without one on those about risks that have
    gone: nothing that is at hand could know of them.
    """
    then = (control.reference for theme in past.aligned_risks for control in theme.controls) if past else ()
    controls = {plain(reference) for reference in (*(c.reference for c in mapping.controls), *then) if reference}
    for one in sides:
        # Without the register nothing can be told of it.
        if not one.file:
            continue
        rows = one.changes if past is None else changes_since(mapping, one.organisation, past)
        for change in rows:
            if plain(change.risk) in controls:
                continue
            why = _fault(change, one, past, one.changes)
            if why:
                yield find(
                    "sheet-other-entry",
                    f"Changes has {change.organisation} {change.risk} as {plain(change.what)}, and {why}.",
                    change.source.place("risk"),
                    subject=f"{change.organisation} {change.risk}",
                )


def _fault(change: KnownChange, one: Side, past: PastReport | None, others: Collection[KnownChange]) -> str:
    """What is wrong with a row, or nothing."""
    what, was = plain(change.what), change.risk
    if what in ("renumbered", "merged"):
        was = change.was or change.risk
        now = change.now or (change.risk if change.was else "")
        if not now or now == was:
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

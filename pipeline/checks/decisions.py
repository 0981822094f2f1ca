"""What this body has decided about findings: those it accepts for a time, and kinds that it weighs otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.model.dates import in_words
from pipeline.model.findings import CATALOGUE, Finding, Severity, find
from pipeline.model.meant import Named, by_name, meant
from pipeline.model.records import Acceptance, MappingWorkbook, SeverityChange

Findings = tuple[Finding, ...]
_WEIGHT = {Severity.NOTE: 0, Severity.QUERY: 1, Severity.BLOCK: 2}
_MOST_PLACES = 5  # named in a message


def decide(findings: Findings, mapping: MappingWorkbook) -> Findings:
    """The findings with the Accepted and Checks sheets applied. None is taken away: an accepted one stays listed,
    with who, why and until when. What is not applied as it stands is a finding itself: a kind that may not be lowered,
    a row that fits several findings, and rows that contradict one another.
    """
    weights = {row.finding: Severity(row.severity) for row in mapping.severities if not _refused(row)}
    for code in [row.finding for row in mapping.severities if _contradicted(row, mapping)]:
        weights.pop(code, None)
    weighed = tuple(f.with_severity(weights[f.code]) if f.code in weights else f for f in findings)
    named = by_name(weighed)
    accepted: dict[Finding, Acceptance] = {}
    for row in mapping.accepted:
        if CATALOGUE[row.finding].lowerable and not _ended(row, mapping) and len(them := meant(row, named)) == 1:
            accepted.setdefault(them[0], row)
    decided = tuple(replace(f, accepted=accepted_by(accepted[f])) if f in accepted else f for f in weighed)
    told = (*_on_weights(mapping), *_on_accepted(mapping, named, accepted))
    return (*decided, *told)


def _refused(row: SeverityChange) -> bool:
    kind = CATALOGUE[row.finding]
    return not kind.lowerable and _WEIGHT[Severity(row.severity)] < _WEIGHT[kind.severity]


def _contradicted(row: SeverityChange, mapping: MappingWorkbook) -> bool:
    return any(each.finding == row.finding and each.severity != row.severity for each in mapping.severities)


def _ended(row: Acceptance, mapping: MappingWorkbook) -> bool:
    return row.until is not None and row.until < mapping.meeting.date


def _on_weights(mapping: MappingWorkbook) -> Iterator[Finding]:
    """What Checks asks for and does not get, and what it does not say."""
    first: dict[str, SeverityChange] = {}
    for row in mapping.severities:
        before = first.setdefault(row.finding, row)
        stays = f'it stays "{CATALOGUE[row.finding].severity.words}"'
        if _refused(row):
            message = f"Checks can't make {row.finding} weigh less: {stays}."
            yield find("decision-refused", message, row.source.place("severity"), subject=row.finding)
        if before is not row:
            so = f"they contradict each other, and {stays}" if _contradicted(row, mapping) else "one of them is enough"
            message = f"Checks weighs {row.finding} in row {before.source.row} and again in row {row.source.row}: {so}."
            remedy = "Delete one of the rows."
            yield find("decision-unclear", message, row.source.place("finding"), subject=row.finding, remedy=remedy)
        if not row.reason:
            message = f'Checks makes {row.finding} "{Severity(row.severity).words}" and gives no reason.'
            remedy = "Write the reason, or delete the row."
            yield find("decision-unclear", message, row.source.place("reason"), subject=row.finding, remedy=remedy)


def _on_accepted(mapping: MappingWorkbook, named: Named, accepted: dict[Finding, Acceptance]) -> Iterator[Finding]:
    """What Accepted asks for and does not get. An acceptance whose finding has gone is quiet: it does no harm, and so is
    an ended one where another row holds.
    """
    for row in mapping.accepted:
        what, them = f"{row.finding} ({row.subject})", meant(row, named)
        held = [accepted[each] for each in them if each in accepted]
        if not them:
            continue
        if not CATALOGUE[row.finding].lowerable:
            message = f"{what} can't be accepted: it has to be mended."
            yield find("decision-refused", message, row.source.place("finding"), subject=row.subject)
        elif _ended(row, mapping):
            if row.until and len(held) < len(them):
                message = f"{what} was accepted until {in_words(row.until)} only."
                yield find("acceptance-ended", message, row.source.place("until"), subject=row.subject)
        elif len(them) > 1:
            if len(held) < len(them):
                yield _several(row, what, them)
        elif held and held[0] is not row:
            message = f"{what} is accepted in row {held[0].source.row} already, and that row is applied."
            remedy = "Delete one of the rows."
            yield find("decision-unclear", message, row.source.place("finding"), subject=row.subject, remedy=remedy)


def _several(row: Acceptance, what: str, them: Findings) -> Finding:
    cells = list(dict.fromkeys(each.cell for each in them if each.cell))
    where, remedy = "", "Mend them: they stand in one place and can't be told apart."
    if len(cells) > 1:
        left = len(cells) - _MOST_PLACES
        where = f" ({', '.join(cells[:_MOST_PLACES])}{f' and {left} more' if left > 0 else ''})"
        remedy = f"Give each a row of its own, with its cell behind the subject, such as: {row.subject}, {cells[0]}."
    message = f"{what} fits {len(them)} findings{where}, and a row accepts one: none of them is accepted by it."
    return find("decision-unclear", message, row.source.place("subject"), subject=row.subject, remedy=remedy)


def accepted_by(row: Acceptance) -> str:
    """``Accepted by Head of Risk until 31 March 2018: the post is being filled``."""
    until = f" until {in_words(row.until)}" if row.until else ""
    who = f" by {row.accepted_by}" if row.accepted_by else ""
    return f"Accepted{who}{until}" + (f": {row.reason}" if row.reason else "")

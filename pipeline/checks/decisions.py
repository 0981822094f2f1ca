"""What this body has decided about findings: those it accepts for a time, and kinds that it weighs otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.model.dates import in_words
from pipeline.model.findings import CATALOGUE, Finding, Severity, find
from pipeline.model.records import Acceptance, MappingWorkbook, SeverityChange

Findings = tuple[Finding, ...]
_WEIGHT = {Severity.NOTE: 0, Severity.QUERY: 1, Severity.BLOCK: 2}


def decide(findings: Findings, mapping: MappingWorkbook) -> Findings:
    """The findings with the Accepted and Checks sheets applied. None is taken away: an accepted one stays listed,
    with who, why and until when. A kind that may not be lowered keeps its weight, and that is a finding itself.
    """
    weights = {row.finding: Severity(row.severity) for row in mapping.severities if not _refused(row)}
    weighed = tuple(f.with_severity(weights[f.code]) if f.code in weights else f for f in findings)
    valid = {
        _key(row.finding, row.subject): row
        for row in mapping.accepted
        if CATALOGUE[row.finding].lowerable and not _ended(row, mapping)
    }
    decided = tuple(
        replace(f, accepted=_accepted(row)) if (row := valid.get(_key(f.code, f.subject))) else f for f in weighed
    )
    return (*decided, *_refusals(decided, mapping))


def _refused(row: SeverityChange) -> bool:
    kind = CATALOGUE[row.finding]
    return not kind.lowerable and _WEIGHT[Severity(row.severity)] < _WEIGHT[kind.severity]


def _ended(row: Acceptance, mapping: MappingWorkbook) -> bool:
    return row.until is not None and row.until < mapping.meeting.date


def _accepted(row: Acceptance) -> str:
    """``Accepted by Head of Risk until 31 March 2018: the post is being filled``."""
    until = f" until {in_words(row.until)}" if row.until else ""
    who = f" by {row.accepted_by}" if row.accepted_by else ""
    return f"Accepted{who}{until}" + (f": {row.reason}" if row.reason else "")


def _refusals(findings: Findings, mapping: MappingWorkbook) -> Iterator[Finding]:
    """What the two sheets ask for and don't get. An acceptance whose finding has gone is quiet: it does no harm."""
    open_ones = {_key(f.code, f.subject) for f in findings if not f.accepted}
    for row in mapping.severities:
        if _refused(row):
            message = (
                f'Checks can\'t make {row.finding} weigh less: it stays "{CATALOGUE[row.finding].severity.words}".'
            )
            yield find("decision-refused", message, row.source.place("severity"), subject=row.finding)
    for accepted in mapping.accepted:
        if _key(accepted.finding, accepted.subject) not in open_ones:
            continue
        if not CATALOGUE[accepted.finding].lowerable:
            message = f"{accepted.finding} ({accepted.subject}) can't be accepted: it has to be mended."
            yield find("decision-refused", message, accepted.source.place("finding"), subject=accepted.subject)
        elif _ended(accepted, mapping) and accepted.until:
            message = f"{accepted.finding} ({accepted.subject}) was accepted until {in_words(accepted.until)} only."
            yield find("acceptance-ended", message, accepted.source.place("until"), subject=accepted.subject)


def _key(code: str, subject: str) -> tuple[str, str]:
    """What identifies a finding; people don't copy a subject's case and spacing."""
    return code, " ".join(subject.split()).casefold()

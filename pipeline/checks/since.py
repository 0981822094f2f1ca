"""What the registers say otherwise than in the last report, and what is reported no longer without a word of why."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import fuzz, process

from pipeline.checks.likeness import content, overlap
from pipeline.checks.printed import Check, printed_risks
from pipeline.checks.records_back import names_of, plain, same_id
from pipeline.model.dates import in_words
from pipeline.model.findings import Finding, find
from pipeline.model.records import Change, ChangeKind, PastReport, PastRisk, Register, Reowned, Report, Risk
from pipeline.model.rewording import in_words as reworded_in_words

_GONE = ("merged", "closed", "withdrawn", "renumbered")
_LIKE = 75  # of 100: from here on two texts may be one
_QUITE_OTHER, _ENOUGH = 0.15, 3  # the share of words in common below which two texts are hardly one; words to tell by


def aligned_gone(report: Report) -> Iterator[Finding]:
    """An aligned risk that is simply missing from Alignment, with its risks and its controls: deleted by a slip, or meant?
    Status says that it was withdrawn; a row of Changes on one of its risks tells why too.
    """
    last = report.movement.previous
    rows = {plain(name) for row in report.mapping.alignment for name in (row.name, *row.formerly)}
    for change in report.movement.changes if last else ():
        gone = change.kind is ChangeKind.ALIGNED_WITHDRAWN and plain(change.was) not in rows
        if gone and last and not change.reason:
            message = f"{change.aligned_risk} stood {_since(last)}, and has no row in Alignment any more."
            yield find("aligned-gone", message, change.place, subject=change.aligned_risk)


def risk_gone(report: Report) -> Iterator[Finding]:
    """A risk that the last report had and this one lacks: the panel asks what became of it. A row of Changes tells
    (merged, closed, withdrawn, renumbered); an aligned risk that was withdrawn speaks for its risks. Quiet where it is
    still mapped and not in its register, which is said already.
    """
    last = report.movement.previous
    mapped = [
        (position.organisation.name, risk_id)
        for aligned in report.aligned_risks
        for position in aligned.positions
        for risk_id in position.missing
    ]
    for change in report.movement.changes if last else ():
        still = any(change.organisation == whose and same_id(change.item, risk_id) for whose, risk_id in mapped)
        if change.kind is ChangeKind.RISK_GONE and last and not still and not _told(change, report):
            message = (
                f"{change.organisation} {change.item} stood under {change.aligned_risk} {_since(last)}, and is reported "
                f"no longer.{_nearest(change, last, report)}"
            )
            yield find("risk-gone", message, change.place, subject=f"{change.organisation} {change.item}")


def other_risk_gone(report: Report) -> Iterator[Finding]:
    """A risk that stood under no aligned risk and has left its register: it was never before the panel."""
    last = report.movement.previous
    for change in report.movement.others if last else ():
        if change.kind is ChangeKind.RISK_GONE and last and not _told(change, report):
            message = (
                f"{change.organisation} {change.item}, under no aligned risk, has left its register {_after(last)}."
            )
            yield find("other-risk-gone", message, change.place, subject=f"{change.organisation} {change.item}")


def risk_reworded(report: Report) -> Iterator[Finding]:
    """Whoever knows the risk should see which words changed. Those of a restricted risk are not repeated."""
    closed = {p.subject for p in printed_risks(report) if p.reported.risk.restricted or p.aligned.row.restricted}
    for change, last in _changes(ChangeKind.RISK_REWORDED, report):
        subject = f"{change.organisation} {change.item}"
        changed = "" if subject in closed else reworded_in_words(change.was, change.now)
        words = f": {changed}" if changed else ""
        message = f"{subject} is worded otherwise than {_since(last)}{words}."
        yield _noted("risk-reworded", message, change, "description")


def risk_reowned(report: Report) -> Iterator[Finding]:
    """A new owner is printed among the changes; the person should know of it before the panel does."""
    for change, last in _changes(ChangeKind.RISK_REOWNED, report):
        owners = change.detail
        was, now = (owners.was, owners.now) if isinstance(owners, Reowned) else ("", "")
        message = f"{change.organisation} {change.item} is owned by {now or 'nobody'}; {_since(last)} it was {was or 'nobody'}."
        yield _noted("risk-reowned", message, change, "owner")


def risk_rescored(report: Report) -> Iterator[Finding]:
    """Scores that moved are what the meeting is about."""
    for change, last in _changes(ChangeKind.RISK_RESCORED, report):
        message = f"{change.organisation} {change.item} is scored {change.now}; {_since(last)} it was {change.was}."
        yield _noted("risk-rescored", message, change, "current.score")


def id_reused(report: Report) -> Iterator[Finding]:
    """An id that was given to another risk: every comparison with the last report would be of two different things.

    Told where title and description have next to no words in common with those of the record. A risk that Changes
    says was renumbered is compared under its old id.
    """
    last = report.movement.previous
    for printed in printed_risks(report):
        risk, was = printed.reported.risk, printed.reported.previous
        if was is None or last is None or not same_id(was.id, risk.id) or "words" in was.unstated:
            continue
        then, now = content(f"{was.title or ''} {was.description or ''}"), content(f"{risk.title or ''} {risk.words}")
        if min(len(then), len(now)) >= _ENOUGH and overlap(then, now) < _QUITE_OTHER:
            message = (
                f"{printed.subject} has quite other words than {_since(last)}: has its id been given to another risk?"
            )
            yield printed.finding("id-reused", message, "id")


CHECKS: tuple[Check, ...] = (
    aligned_gone,
    risk_gone,
    other_risk_gone,
    id_reused,
    risk_reworded,
    risk_reowned,
    risk_rescored,
)


def _changes(kind: ChangeKind, report: Report) -> Iterator[tuple[Change, PastReport]]:
    last = report.movement.previous
    for change in report.movement.changes if last else ():
        if change.kind is kind and last:
            yield change, last


def _noted(code: str, message: str, change: Change, field: str) -> Finding:
    subject = f"{change.organisation} {change.item}"
    return find(code, message, change.place, subject=subject, field=field, organisation=change.organisation)


def _told(change: Change, report: Report) -> bool:
    """Whether a row of Changes says what became of the risk."""
    return any(
        known.organisation == change.organisation
        and plain(known.what) in _GONE
        and (same_id(change.item, known.was) or same_id(change.item, known.risk))
        for known in report.mapping.changes
    )


def _nearest(change: Change, last: PastReport, report: Report) -> str:
    """A sentence on the risk, new in the register, whose words are most like those of the one that is gone."""
    names = {name for one in report.organisations if one.name == change.organisation for name in names_of(one)}
    known = {
        plain(risk.id): risk
        for risk in (*(r for theme in last.aligned_risks for r in theme.risks), *last.other_risks)
        if plain(risk.organisation) in names
    }
    was = known.get(plain(change.item))
    register = next((one for one in report.registers if one.organisation == change.organisation), None)
    if was is None or register is None or register.risk(change.item):
        return ""
    heir = _heir(was, register, set(known))
    return f" {heir.id} reads much like it: renumbered?" if heir else ""


def _heir(was: PastRisk, register: Register, known: set[str]) -> Risk | None:
    new = [risk for risk in register.risks if risk.id and plain(risk.id) not in known]
    found = process.extractOne(
        plain(was.description or was.title),
        [plain(risk.words) for risk in new],
        scorer=fuzz.token_sort_ratio,
        score_cutoff=_LIKE,
    )
    return new[found[2]] if found else None


def _since(last: PastReport) -> str:
    return f"in the report of {in_words(last.meeting_date)}"


def _after(last: PastReport) -> str:
    return f"since the report of {in_words(last.meeting_date)}"

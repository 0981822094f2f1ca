"""What of a report may not be published, and whether its marking says so."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model.labels import label as label_of
from pipeline.model.quoting import words
from pipeline.model.records import Change, ChangeKind, Report
from pipeline.model.secrets import Then, in_narrative, open_texts, quotes_of, reason_for, restricted_then, secrets_of

_OPEN = ("", "OFFICIAL")  # markings that keep nothing back


def restricted(report: Report) -> tuple[str, ...]:
    """What is restricted, named as it may be named: never with its words. A register's risk that is reported nowhere
    is one where the narrative quotes it; what the last report restricted, where a change tells of it.
    """
    risks = [
        f"{position.organisation.name} {reported.risk.id}"
        for aligned in report.aligned_risks
        for position in aligned.positions
        for reported in position.risks
        if reported.risk.restricted
    ]
    controls = [
        assessed.control.reference
        for aligned in report.aligned_risks
        for assessed in (*aligned.joint, *aligned.potential)
        if assessed.control.restricted
    ]
    themes = [f"Risk {aligned.number}" for aligned in report.aligned_risks if aligned.row.restricted]
    then = [one.what for one in _told_of_then(report)]
    return tuple(dict.fromkeys((*themes, *risks, *_quoted(report), *controls, *then)))


def _quoted(report: Report) -> Iterator[str]:
    """The restricted risks of the registers that the narrative quotes; those that are reported are not looked for."""
    reported = {
        (one.risk.organisation, one.risk.id)
        for aligned in report.aligned_risks
        for position in aligned.positions
        for one in position.risks
    }
    others = {
        f"{risk.organisation} {risk.id}".strip()
        for register in report.registers
        for risk in register.risks
        if risk.restricted and (risk.organisation, risk.id) not in reported
    }
    if others:
        quotes = quotes_of((secret for secret in secrets_of(report) if secret.what in others), report)
        yield from (secret.what for secret, _ in in_narrative(quotes, report))


def plain_marking(report: Report) -> str:
    """The marking without its look: ``OFFICIAL-SENSITIVE``; nothing where it is blank."""
    return " ".join((report.meeting.marking or "").split()).upper().rstrip(".")


def unmarked(report: Report) -> bool:
    """Whether something is restricted and the marking keeps nothing back."""
    return plain_marking(report) in _OPEN and bool(restricted(report))


# --- what changed -----------------------------------------------------------------------------------


def reasons_of_changes(report: Report) -> tuple[str, ...]:
    """For each change of the report why it may not be published, nothing where it may: it is of something restricted
    now or in the last report, or its words name that.
    """
    thens = _closed_thens(report)
    return tuple(
        _reason_now(change, report) or next((then.reason for then in thens if _tells(change, then)), "")
        for change in report.movement.changes
    )


def _reason_now(change: Change, report: Report) -> str:
    for row in report.mapping.alignment:
        if row.restricted and change.aligned_risk == label_of(row.number, row.name):
            return row.restricted
    for register in report.registers:
        for risk in register.risks:
            if risk.restricted and (risk.organisation, risk.id) == (change.organisation, change.item):
                return risk.restricted
    for control in report.mapping.controls:
        if (reason := reason_for(control, report)) and _names(change, control.name):
            return reason
    for control in report.mapping.controls:
        # How far the controls work changes with a control that is withheld.
        same = change.aligned_risk.endswith(f": {control.aligned_risk}") and not change.organisation and not change.item
        if same and change.kind is ChangeKind.LEVEL_CHANGED and (reason := reason_for(control, report)):
            return reason
    return ""


def _told_of_then(report: Report) -> Iterator[Then]:
    """What the last report restricted, nothing restricts now, and a change tells of."""
    if thens := _closed_thens(report):
        changes = [change for change in report.movement.changes if not _reason_now(change, report)]
        yield from (then for then in thens if any(_tells(change, then) for change in changes))


def _closed_thens(report: Report) -> tuple[Then, ...]:
    """What the last report restricted, with those of its words that nobody may read now."""
    thens = tuple(restricted_then(report))
    if not thens:
        return ()
    spoken = [_line(text) for text in open_texts(report)]
    free = {
        (risk.organisation, risk.id) for register in report.registers for risk in register.risks if not risk.restricted
    }
    return tuple(
        then._replace(
            texts=tuple(text for text in then.texts if not any(_line(text) in said for said in spoken)),
            id="" if (then.organisation, then.id) in free else then.id,
        )
        for then in thens
    )


def _tells(change: Change, then: Then) -> bool:
    if then.whole:
        return change.aligned_risk == then.under
    if then.id and (change.organisation, change.item) == (then.organisation, then.id):
        return True
    levels = change.kind is ChangeKind.LEVEL_CHANGED and change.aligned_risk == then.under and not then.organisation
    return bool(then.texts) and (levels or any(_names(change, text) for text in then.texts))


def _names(change: Change, text: str) -> bool:
    """Whether the words of a change hold this text."""
    return _line(text) in _line(" ".join((change.item, change.was, change.now, change.reason or "")))


def _line(text: str) -> str:
    """Its words alone, a space on either side of each: an empty text is in none but an empty one."""
    return f" {' '.join(words(text))} "

"""What of a report may not be published, and whether its marking says so."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from pipeline.model.labels import label as label_of
from pipeline.model.quoting import letters, words
from pipeline.model.records import Change, ChangeKind, Control, ControlMoved, PastControl, Report, Risk, Withdrawn
from pipeline.model.secrets import (
    IN_LAST,
    Then,
    in_narrative,
    named,
    open_texts,
    quotes_of,
    reason_for,
    restricted_then,
    secrets_of,
)

_OPEN = ("", "OFFICIAL")  # markings that keep nothing back


class Closed(NamedTuple):
    """Something that may not be published: as it may be named, and why."""

    what: str
    reason: str


def restricted(report: Report) -> tuple[str, ...]:
    """What is restricted, named as it may be named: never with its words. What is reported nowhere, and what the last
    report restricted, is named where a change tells of it or the narrative quotes it.
    """
    risks = [
        named(reported.risk)
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
    changes = [one.what for closed in closed_changes(report) for one in closed]
    quoted = _quoted(report, {*themes, *risks, *controls, *changes})
    return tuple(dict.fromkeys((*themes, *risks, *quoted, *controls, *changes)))


def _quoted(report: Report, known: Collection[str]) -> Iterator[str]:
    """What the narrative quotes of the restricted things that are not ``known``: the others are not looked for."""
    others = tuple(
        secret for secret in secrets_of(report) if not secret.title and secret.what.removesuffix(IN_LAST) not in known
    )
    if others:
        yield from (secret.what for secret, _ in in_narrative(quotes_of(others, report), report))


def plain_marking(report: Report) -> str:
    """The marking without its look: ``OFFICIAL-SENSITIVE``; nothing where it is blank."""
    return " ".join((report.meeting.marking or "").split()).upper().rstrip(".")


def unmarked(report: Report) -> bool:
    """Whether something is restricted and the marking keeps nothing back."""
    return plain_marking(report) in _OPEN and bool(restricted(report))


# --- what changed -----------------------------------------------------------------------------------


def closed_changes(report: Report) -> tuple[tuple[Closed, ...], ...]:
    """For each change of the report what it tells of that may not be published, nothing where it may be: it is of
    something restricted now or in the last report, or its words name that.
    """
    changes = report.movement.changes
    if not changes:
        return ()
    said = tuple(_said(report))
    thens = _closed_thens(report)
    found: list[tuple[Closed, ...]] = []
    for change in changes:
        line = _line(" ".join((change.item, change.was, change.now, change.reason or "")))
        found.append(
            tuple(_closed_now(change, line, report))
            or tuple(dict.fromkeys(closed for text, closed in said if text in line))
            or tuple(Closed(then.what, then.reason) for then in thens if _tells(change, line, then, report))
        )
    return tuple(found)


def _closed_now(change: Change, line: str, report: Report) -> Iterator[Closed]:
    """What is restricted now that a change is of: an aligned risk goes before all under it. ``line``: its words."""
    under = report.movement.label_now(change.aligned_risk)
    level = change.kind is ChangeKind.LEVEL_CHANGED
    for row in report.mapping.alignment:
        if row.restricted and under == label_of(row.number, row.name):
            yield Closed(f"Risk {row.number}", row.restricted)
            return
    for register in report.registers:
        for risk in register.risks:
            if risk.restricted and _is_of(change, risk, report):
                yield Closed(named(risk), risk.restricted)
    for control in report.mapping.controls:
        # How far the controls work changes with a control that is withheld.
        if (reason := reason_for(control, report)) and (
            _line(control.name) in line or (level and under in _labels(control, report))
        ):
            yield Closed(control.reference, reason)


def _said(report: Report) -> Iterator[tuple[str, Closed]]:
    """The words of what is restricted now that nobody may read elsewhere, and whose they are."""
    reasons = {named(risk): risk.restricted for register in report.registers for risk in register.risks}
    for aligned in report.aligned_risks:
        if why := aligned.row.restricted:
            reasons |= {named(one.risk): why for position in aligned.positions for one in position.risks}
    reasons |= {control.reference: reason_for(control, report) for control in report.mapping.controls}
    reasons |= {f"Risk {row.number}": row.restricted for row in report.mapping.alignment}
    every = (secret for secret in secrets_of(report) if not secret.title)
    secrets = [(secret, reason) for secret in every if (reason := reasons.get(secret.what))]
    spoken = "\n".join(map(_line, open_texts(report))) if secrets else ""
    for secret, reason in secrets:
        if (text := _line(secret.text)) not in spoken:
            yield text, Closed(secret.what, reason)


def _closed_thens(report: Report) -> tuple[Then, ...]:
    """What the last report restricted and nobody has opened since, with those of its words that nobody may read now."""
    thens = tuple(then for then in restricted_then(report) if not _is_open(then, report))
    spoken = "\n".join(map(_line, open_texts(report))) if thens else ""
    return tuple(then._replace(texts=tuple(text for text in then.texts if _line(text) not in spoken)) for then in thens)


def _is_open(then: Then, report: Report) -> bool:
    """Whether the control or register risk itself stands in the inputs now, and nothing restricts it. That its words
    do somewhere else opens it not.
    """
    if then.id:
        return any(
            not risk.restricted and _same_risk(report, (risk.organisation, risk.id), (then.organisation, then.id))
            for register in report.registers
            for risk in register.risks
        )
    return any(
        _goes_on(then, control, report) and not reason_for(control, report) for control in report.mapping.controls
    )


def _goes_on(then: Then, control: Control, report: Report) -> bool:
    """Whether a control is the one of the last report: by its Reference and name; under its aligned risk by either."""
    if then.control is None:
        return False
    same = letters(control.name) == letters(then.control.name)
    reference = bool(then.control.reference) and _id(control.reference) == _id(then.control.reference)
    under = report.movement.label_now(then.under) in _labels(control, report)
    return (same and reference) or (under and (same or reference))


def _tells(change: Change, line: str, then: Then, report: Report) -> bool:
    here = report.movement.label_now(change.aligned_risk) == report.movement.label_now(then.under)
    if then.whole:
        return here
    if then.id and _same_risk(report, (change.organisation, change.item), (then.organisation, then.id)):
        return True
    if then.control and here and change.kind is ChangeKind.LEVEL_CHANGED:
        return True
    if then.control and _is_gone(then.control, change):
        return True
    return any(_line(text) in line for text in then.texts)


def _is_gone(control: PastControl, change: Change) -> bool:
    """Whether a change says that a control of the last report is listed no longer."""
    moved = change.detail
    if change.kind is ChangeKind.CONTROL_GONE and isinstance(moved, ControlMoved):
        return (control.reference, control.name) == (moved.reference, moved.name)
    return isinstance(moved, Withdrawn) and f"{control.reference} {control.name}".strip() in moved.controls


# --- whether two are one ----------------------------------------------------------------------------


def _is_of(change: Change, risk: Risk, report: Report) -> bool:
    """Whether a change is of this register risk. What is gone is called by its id of then: Changes tells the new one."""
    of = (risk.organisation, risk.id)
    item, seen = change.item, {change.item}
    while not _same_risk(report, (change.organisation, item), of):
        item = next(
            (
                known.now or known.risk
                for known in report.mapping.changes
                if change.kind is ChangeKind.RISK_GONE
                and letters(known.what) == "renumbered"
                and _same_risk(report, (known.organisation, known.was or known.risk), (change.organisation, item))
            ),
            item,
        )
        if item in seen:
            return False
        seen.add(item)
    return True


def _same_risk(report: Report, one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two ids are one register risk's, each with its organisation, by whatever of its names."""
    return bool(_id(one[1])) and _id(one[1]) == _id(other[1]) and _body(one[0], report) == _body(other[0], report)


def _body(name: str, report: Report) -> str:
    """The name now of an organisation that goes, or went, by this name."""
    wanted = letters(name)
    for organisation in report.organisations:
        names = map(letters, (organisation.name, organisation.full_name, *organisation.also_called))
        if wanted and wanted in names:
            return organisation.name
    return wanted


def _id(text: str) -> str:
    """An id or Reference without regard to case, signs and zero padding."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", letters(text))


def _labels(control: Control, report: Report) -> list[str]:
    """The label of the aligned risk that a control stands under."""
    return [label_of(row.number, row.name) for row in report.mapping.alignment if row.name == control.aligned_risk]


def _line(text: str) -> str:
    """Its words alone, a space on either side of each: an empty text is in none but an empty one."""
    return f" {' '.join(words(text))} "

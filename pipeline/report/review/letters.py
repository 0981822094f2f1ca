"""A text to send to the keeper of each register: what to put right in it, and nothing of anybody else's.

What one body must not see of another's risks (those under no aligned risk, and those restricted) stands in no text
meant for it: a line that would hold such words, or name such a risk, says only what kind of matter it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.model.alike import Alike, alike
from pipeline.model.findings import CATALOGUE, Finding, Mender, Severity
from pipeline.model.records import Organisation, Register, Report
from pipeline.report.review.findings import organisation_of, values_shown
from pipeline.report.review.hidden import Hidden
from pipeline.report.wording import day, plural

_ASKED = {Severity.BLOCK: "To be put right before the report can leave", Severity.QUERY: "Please look at"}

_CLOSING = (
    "Please change the register itself and send it to us again. Where something is right as it stands, tell us why, and "
    "we will keep your reason on record."
)
# Where a remedy names what is the officer's own.
_OURS = re.compile(r"\b(?:layout|Organisations|Changes|Wording|Alignment)\b")
_ON_OURS = (
    "Layouts and the sheets Organisations, Changes, Wording and Alignment are ours: where one is named, just tell us what "
    "it should say."
)


@dataclass(frozen=True, slots=True)
class Letter:
    """``text``: ready to be sent. ``count``: how many findings it tells of; 0 where there is nothing to ask."""

    organisation: str
    subject: str
    text: str
    count: int


def letters(findings: Sequence[Finding], report: Report) -> tuple[Letter, ...]:
    """One for each organisation that has a register, in their order."""
    return tuple(
        _letter(register, organisation, findings, report)
        for organisation in report.organisations
        for register in report.registers
        if register.organisation == organisation.name
    )


def _letter(register: Register, organisation: Organisation, findings: Sequence[Finding], report: Report) -> Letter:
    whose_file = {one.file: one.organisation for one in report.registers}
    asked = [
        finding
        for finding in findings
        if CATALOGUE[finding.code].mender is Mender.REGISTER
        and finding.severity in _ASKED
        and not finding.accepted
        and organisation_of(finding, whose_file) == organisation.name
    ]
    said = [text for one in asked for text in (one.message, one.remedy, one.subject, report.shown_at(one.place) or "")]
    hidden = Hidden(organisation.name, report, said)
    meeting = report.meeting
    title = f"{organisation.name} risk register: what to look at before the {meeting.panel} of {day(meeting.date)}"
    body: list[str] = []
    number = 0
    for severity, words in _ASKED.items():
        told = alike(finding for finding in asked if finding.severity is severity)
        if told:
            body += ["", f"{words}:"]
        for one in told:
            number += 1
            body += ["", *_item(number, one, hidden, report)]
    as_at = f", as at {day(organisation.as_at)}" if organisation.as_at else ""
    marking = [meeting.marking, ""] if meeting.marking else []
    lines = [
        *marking,
        f"To whoever keeps the risk register of {organisation.full_name or organisation.name}",
        "",
        f"The report '{meeting.title}' to the {meeting.panel} of {day(meeting.date)} is made from your register ({register.file}{as_at}). {_asking(len(asked))}",
        *body,
        "",
        _CLOSING,
    ]
    if any(map(_OURS.search, body)):
        lines += ["", _ON_OURS]
    lines += ["", *_signed(report)]
    return Letter(organisation.name, title, "\n".join(lines), len(asked))


def _asking(count: int) -> str:
    return f"{plural(count, 'matter in it needs', 'matters in it need')} your attention."


def _signed(report: Report) -> list[str]:
    return [
        " ".join(part for part in (post.role, f"<{post.address}>" if post.address else "") if part)
        for post in report.meeting.authors
    ]


def _item(number: int, told: Alike, hidden: Hidden, report: Report) -> Iterator[str]:
    finding, kind = told.first, CATALOGUE[told.first.code]
    if hidden.in_text(told.message) or hidden.in_text(finding.remedy):
        yield f"{number}. {kind.means} Ask us for the particulars."
        remedy = kind.to_do
    else:
        subject = f"{finding.subject}: " if finding.subject and not hidden.in_text(finding.subject) else ""
        yield f"{number}. {'' if finding.subject in told.message else subject}{_line(told.message)}"
        remedy = finding.remedy
    where = ", ".join(part for part in (f"sheet '{finding.sheet}'" if finding.sheet else "", finding.cell) if part)
    if where:
        yield f"   Where: {where}"
    values = values_shown(told.findings[:1], report)
    if values and not hidden.in_text(values[0].value):
        yield f"   It shows: {values[0].value if values[0].blank else f'“{_line(values[0].value)}”'}"
    yield f"   What to do: {_line(remedy)}"


def _line(text: str) -> str:
    return " ".join(text.split())

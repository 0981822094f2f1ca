"""What the report prints of the inputs: the risks under the aligned risks, and those alone; and all its words in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from pipeline.model.findings import Finding, find
from pipeline.model.marks import without
from pipeline.model.records import (
    AlignedRisk,
    AssessedControl,
    Control,
    Organisation,
    Place,
    Report,
    ReportedRisk,
    Source,
)

Check = Callable[[Report], Iterator[Finding]]

_SUMMARY = ("purpose", "key_considerations", "interdependencies", "recommendations")  # before anything else
_TITLES = ("background_papers",)  # names of other papers, which keep their words


@dataclass(frozen=True, slots=True)
class Printed:
    """A register risk with where it stands: whose it is, and the first aligned risk that it is reported under."""

    aligned: AlignedRisk
    organisation: Organisation
    reported: ReportedRisk

    @property
    def subject(self) -> str:
        """``County M07``."""
        return f"{self.organisation.name} {self.reported.risk.id}"

    def finding(self, code: str, message: str, field: str, *, remedy: str = "") -> Finding:
        """A finding at one field of the risk's row in its register."""
        place = self.reported.risk.source.place(field)
        return find(
            code, message, place, subject=self.subject, field=field, remedy=remedy, organisation=self.organisation.name
        )


@dataclass(frozen=True, slots=True)
class Words:
    """A text as it is printed, and the cell or paragraph it comes from. ``whose``: what it is said of, for people:
    "Purpose", "County M07", "C07 Investment board", "Risk 2: Governance". ``field``: of that record, or nothing.
    ``marked``: the text with the marks of a draft in it.
    """

    text: str
    place: Place
    whose: str
    field: str = ""
    marked: str = ""


def printed_risks(report: Report) -> Iterator[Printed]:
    """Every register risk in the report, in its order; one mapped twice is given once."""
    seen: set[tuple[str, str]] = set()
    for aligned in report.aligned_risks:
        for position in aligned.positions:
            for reported in position.risks:
                key = (position.organisation.name, reported.risk.id)
                if key not in seen:
                    seen.add(key)
                    yield Printed(aligned, position.organisation, reported)


def printed_controls(report: Report) -> Iterator[tuple[AlignedRisk, AssessedControl]]:
    """Every control in the report with its aligned risk, joint ones before potential ones."""
    for aligned in report.aligned_risks:
        for control in (*aligned.joint, *aligned.potential):
            yield aligned, control


def printed_words(report: Report) -> Iterator[Words]:
    """Every text of the inputs that is printed, each once, in the order of the page.

    Left out are titles, which keep their words (the report's own, background papers), and what only the last
    record said: it was sent like that; and the marks of a draft, which quote what can't be read.
    """
    seen: set[tuple[Place, str]] = set()
    for printed in _all_words(report):
        words = replace(printed, text=without(printed.text), marked=printed.text)
        if words.text.strip() and (words.place, words.text) not in seen:
            seen.add((words.place, words.text))
            yield words


def _all_words(report: Report) -> Iterator[Words]:
    meeting = report.meeting
    yield Words(meeting.report_by, meeting.source.place("report_by"), "Report by")
    yield from _narrative(report, summary=True)
    for aligned in report.aligned_risks:  # at a glance
        yield Words(aligned.name, aligned.row.source.place("name"), aligned.label)
    yield from _changed(report)
    for promise in report.mapping.promises:
        for field, text in (("promise", promise.promise), ("asked_by", promise.asked_by), ("kept", promise.kept)):
            yield Words(text or "", promise.source.place(field), "What the Panel asked for", field)
    yield from _narrative(report, summary=False)
    for setting, posts in (("author", meeting.authors), ("cleared_by", meeting.cleared_by)):
        for at, post in enumerate(posts):
            yield Words(post.role, meeting.source.place(f"{setting}[{at}]"), "Contact details")
    yield Words(meeting.public_contact or "", meeting.source.place("public_contact"), "Contact details")
    for aligned in report.aligned_risks:
        yield from _section(aligned)
    for _, assessed in printed_controls(report):
        control = assessed.control
        for field, text in (("owner", control.owner), ("evidence", control.evidence), ("progress", control.progress)):
            yield _of_control(control, field, text)
    for known in report.mapping.changes:
        if known.reason in {change.reason for change in report.movement.changes}:
            yield Words(
                known.reason or "", known.source.place("reason"), f"{known.organisation} {known.risk}", "reason"
            )


def _narrative(report: Report, *, summary: bool) -> Iterator[Words]:
    for section in report.narrative.sections:
        if (section.key in _SUMMARY) is summary and section.key not in _TITLES:
            for block in section.blocks:
                yield Words(block.text, block.place, section.heading)


def _changed(report: Report) -> Iterator[Words]:
    """The owners and controls that are named under what changed, before their own place on the page."""
    controls = {f"{c.control.reference} {c.control.name}": c.control for _, c in printed_controls(report)}
    risks = {printed.subject: printed for printed in printed_risks(report)}
    for change in report.movement.changes:
        control, printed = controls.get(change.item), risks.get(f"{change.organisation} {change.item}")
        if control is not None:
            yield _of_control(control, "name", control.name)
        elif printed is not None and change.now == printed.reported.owner:
            yield _owner(printed)


def _section(aligned: AlignedRisk) -> Iterator[Words]:
    """An aligned risk in Appendix 1."""
    here = [Printed(aligned, p.organisation, reported) for p in aligned.positions for reported in p.risks]
    for printed in here:
        agreed, risk = printed.reported.wordings, printed.reported.risk
        if wording := agreed.get("description"):
            for field, text in (
                ("as_reported", wording.as_reported),
                ("agreed_by", wording.agreed_by),
                ("reason", wording.reason),
            ):
                yield _cell(wording.source, field, text, printed.subject)
        else:
            yield _of_risk(printed, "description" if risk.description else "title", risk.words)
        yield _owner(printed)
        if (wording := agreed.get("owner")) and wording.as_reported != risk.owner:  # then both are printed
            yield _cell(wording.source, "agreed_by", wording.agreed_by, printed.subject)
            yield _of_risk(printed, "owner", risk.owner)
    yield _cell(aligned.row.source, "trend_reason", aligned.row.trend_reason, aligned.label)
    for printed in here:
        yield _of_risk(printed, "trend_reason", printed.reported.risk.trend_reason)
    yield _cell(aligned.row.source, "residual_risk", aligned.row.residual_risk, aligned.label)
    for assessed in (*aligned.joint, *aligned.potential):
        yield _of_control(assessed.control, "name", assessed.control.name)
        yield _of_control(assessed.control, "description", assessed.control.description)
        if assessed in aligned.potential:
            yield _of_control(assessed.control, "progress", assessed.control.progress)


def _owner(printed: Printed) -> Words:
    return Words(printed.reported.owner or "", printed.reported.place("owner"), printed.subject, "owner")


def _of_risk(printed: Printed, field: str, text: str | None) -> Words:
    return _cell(printed.reported.risk.source, field, text, printed.subject)


def _of_control(control: Control, field: str, text: str | None) -> Words:
    return _cell(control.source, field, text, f"{control.reference} {control.name}")


def _cell(source: Source, field: str, text: str | None, whose: str) -> Words:
    return Words(text or "", source.place(field), whose, field)

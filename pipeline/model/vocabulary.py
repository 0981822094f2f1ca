"""The program's own words: what it prints of an answer, whoever's it is. Nobody can say these otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model.dates import in_words
from pipeline.model.portfolio import Against
from pipeline.model.records import Assurance, ControlKind, ControlStatus, InPlace, Report, ShownWorking, Working


def own_words(report: Report) -> Iterator[str]:
    """The words for a status, a level or a kind, the days that are printed of what is not restricted, and the bodies
    in a row.
    """
    for answers in (Assurance, ControlKind, ControlStatus, InPlace, ShownWorking, Working, Against):
        yield from answers
    days = [report.meeting.date, *(each.as_at for each in report.organisations)]
    for control in report.mapping.controls:
        row = next((row for row in report.mapping.alignment if row.name == control.aligned_risk), None)
        if not control.restricted and not (row and row.restricted):
            days += [control.due, control.last_checked]
    for promise in report.mapping.promises:
        days += [promise.made, promise.due]
    yield from (in_words(each) for each in days if each)
    names = [each.name for each in report.organisations]
    yield " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part) if names else ""
    yield ", ".join(names)

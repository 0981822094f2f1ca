"""Does an agreed wording still stand over the text that it was agreed for?"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.printed import Check, printed_risks
from pipeline.model.dates import in_words
from pipeline.model.findings import Finding, find
from pipeline.model.records import AgreedWording, Movement, PastReport, PastRisk, Report


def wording_outdated(report: Report) -> Iterator[Finding]:
    """People agreed to words for a text; once the register says something else, they should look again.

    The text they agreed on is the one of the first report that printed their words: issuing these once more over
    another text does not settle it, a later date in the row does. Quiet without an earlier report, and where the
    wording was agreed after the last one: it may have been agreed for the new text.
    """
    for printed in printed_risks(report):
        wording, previous = printed.reported.wording, printed.reported.previous
        if wording is None or previous is None:
            continue
        past, before = _agreed_on(wording, previous, report.movement)
        then, now = before.description or before.title, printed.reported.risk.words
        if past is not None and then and _plain(then) != _plain(now):
            yield find(
                "wording-outdated",
                f"{printed.subject} is reported in agreed words, and its register's own text has changed since "
                f"{in_words(past.meeting_date)}.",
                wording.source.place("as_reported"),
                subject=printed.subject,
                field="description",
                organisation=printed.organisation.name,
            )


def _agreed_on(wording: AgreedWording, previous: PastRisk, movement: Movement) -> tuple[PastReport | None, PastRisk]:
    """The first of the reports up to the last that printed these words since they were agreed, and the risk in it;
    the last report where none is known to have; None where they were agreed after that.
    """
    first: PastReport | None = movement.previous
    if first is None or (wording.date is not None and wording.date > first.meeting_date):
        return None, previous
    risk = previous
    for past in (first, *movement.earlier):
        there = previous if past is movement.previous else _same_risk(previous, past)
        if (
            there is None
            or _plain(there.as_reported or "") != _plain(wording.as_reported)
            or (wording.date is not None and wording.date > past.meeting_date)
        ):
            break
        first, risk = past, there
    return first, risk


def _same_risk(risk: PastRisk, past: PastReport) -> PastRisk | None:
    """The risk of this id in an earlier report."""
    return next(
        (
            there
            for theme in past.aligned_risks
            for there in theme.risks
            if (there.organisation, there.id) == (risk.organisation, risk.id)
        ),
        None,
    )


def _plain(text: str) -> str:
    return " ".join(text.split())


CHECKS: tuple[Check, ...] = (wording_outdated,)

"""Does an agreed wording still stand over the text that it was agreed for?"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.printed import Check, printed_risks
from pipeline.model.dates import in_words
from pipeline.model.findings import Finding, find
from pipeline.model.records import AgreedWording, Movement, PastReport, PastRisk, Report, Risk


def wording_outdated(report: Report) -> Iterator[Finding]:
    """People agreed to words for a text or an owner; once the register says something else, they should look again.

    What they agreed on is that of the first report that printed their words: issuing these once more over another text
    does not settle it, a later date in the row does. Quiet without an earlier report, where the wording was agreed after
    the last one (it may have been agreed for the new text), and where the register has come to say the agreed words.
    """
    for printed in printed_risks(report):
        reported = printed.reported
        for field, wording in reported.wordings.items():
            if reported.previous is None or field in reported.risk.unknown:
                continue
            past, before = _agreed_on(wording, reported.previous, report.movement)
            then, now = _own(before, field), _own(reported.risk, field)
            if past and then != now != _plain(wording.as_reported) and (then or _blank_then(field, past)):
                yield find(
                    "wording-outdated",
                    f"{printed.subject} is reported {_SAID[field]} has changed since {in_words(past.meeting_date)}.",
                    wording.source.place("as_reported"),
                    subject=printed.subject,
                    field=field,
                    organisation=printed.organisation.name,
                )


_SAID = {
    "description": "in agreed words, and its register's own text",
    "owner": "under an agreed owner, and its register's own",
}


def _own(risk: PastRisk | Risk, field: str) -> str:
    """What the register itself says."""
    return _plain((risk.description or risk.title) if field == "description" else risk.owner)


def _printed(risk: PastRisk, field: str) -> str:
    """The agreed words that were printed then."""
    return _plain(risk.as_reported if field == "description" else risk.owner_reported)


def _blank_then(field: str, past: PastReport) -> bool:
    """Whether nothing there means that nobody was named: the record states the owners of other risks."""
    return field == "owner" and any(risk.owner for theme in past.aligned_risks for risk in theme.risks)


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
            or _printed(there, wording.field) != _plain(wording.as_reported)
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


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())


CHECKS: tuple[Check, ...] = (wording_outdated,)

"""Does an agreed wording still stand over the text that it was agreed for?"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.printed import Check, printed_risks
from pipeline.checks.records_back import risk_back
from pipeline.model.dates import in_words
from pipeline.model.findings import Finding, find
from pipeline.model.records import AgreedWording, PastReport, PastRisk, Report, Risk


def wording_outdated(report: Report) -> Iterator[Finding]:
    """People agreed to words for a text or an owner; once the register says something else, they should look again.

    What they agreed on is that of the first report that printed their words: issuing these once more over another text
    does not settle it, a later date in the row does. Quiet without an earlier report, where the wording was agreed after
    the last one (it may have been agreed for the new text), and where the register has come to say the agreed words.
    """
    for printed in printed_risks(report):
        reported = printed.reported
        for field, wording in reported.wordings.items():
            back = risk_back(printed, report)
            agreed = _agreed_on(wording, back) if back and field not in reported.risk.unknown else None
            if agreed is None:
                continue
            past, before = agreed
            then, now = _own(before, field), _own(reported.risk, field)
            if then != now != _plain(wording.as_reported) and (then or _blank_then(field, past)):
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


def _agreed_on(
    wording: AgreedWording, back: tuple[tuple[PastReport, PastRisk], ...]
) -> tuple[PastReport, PastRisk] | None:
    """The first of the reports up to the last that printed these words since they were agreed, and the risk in it;
    the last report where none is known to have; None where they were agreed after that. ``back``: the newest first.
    """
    found = back[0]
    if wording.date is not None and wording.date > found[0].meeting_date:
        return None
    for past, risk in back:
        other = _printed(risk, wording.field) != _plain(wording.as_reported)
        if other or (wording.date is not None and wording.date > past.meeting_date):
            break
        found = past, risk
    return found


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())


CHECKS: tuple[Check, ...] = (wording_outdated,)

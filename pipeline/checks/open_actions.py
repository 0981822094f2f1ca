"""Does what is still to be done fit where a risk stands, what is tolerated, and what it is aimed at?

Something is open where the register names an action, or where the aligned risk has a potential control that is not
yet in place. A register without a column for actions says nothing of them, and is not asked.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.printed import Check, Printed, printed_risks
from pipeline.checks.records_back import plain, risk_back
from pipeline.checks.scores import comparable, level_words, score_field
from pipeline.model.findings import Finding
from pipeline.model.records import Band, InPlace, PastRisk, Report
from pipeline.model.scales import bands_changed


def above_appetite_idle(report: Report) -> Iterator[Finding]:
    """A risk that is more than the organisation tolerates, and nobody is doing anything more about it."""
    for printed in printed_risks(report):
        reported = printed.reported
        if reported.above_appetite and reported.rating and reported.appetite and _nothing_open(printed):
            message = (
                f"{printed.subject} is {reported.rating.name}, above its appetite of {reported.appetite.name}, "
                "and nothing is open to bring it down."
            )
            yield printed.finding("above-appetite-idle", message, "actions")


def target_idle(report: Report) -> Iterator[Finding]:
    """A target that nothing leads to is a wish. Quiet where the risk is above appetite too: then that is said."""
    for printed in printed_risks(report):
        risk, organisation = printed.reported.risk, printed.organisation
        pair = comparable(organisation, risk.current, risk.target)
        if pair and pair[1] < pair[0] and _nothing_open(printed) and not printed.reported.above_appetite:
            now, aim = level_words(organisation, risk.current), level_words(organisation, risk.target)
            message = f"{printed.subject} is {now} and aimed at {aim}, and nothing is open to bring it there."
            yield printed.finding("target-idle", message, "actions")


def target_reached(report: Report) -> Iterator[Finding]:
    """Where the target is reached the actions are done with, or it should be lower."""
    for printed in printed_risks(report):
        risk, organisation = printed.reported.risk, printed.organisation
        pair = comparable(organisation, risk.current, risk.target)
        if pair and pair[0] == pair[1] and (open_one := _open(printed)):
            message = (
                f"{printed.subject} has reached its target, {level_words(organisation, risk.target)}, yet {open_one}."
            )
            yield printed.finding("target-reached", message, score_field(printed, "target"))


def top_band_long(report: Report) -> Iterator[Finding]:
    """In the top band in this report and in the two before it, by the bands that each of them had: a panel asks whether
    what is done does anything.
    """
    for printed in printed_risks(report):
        rating, bands = printed.reported.rating, printed.organisation.bands
        before = risk_back(printed, report)
        if rating is None or len(bands) < 2 or rating != bands[-1]:
            continue
        running, same = 1, True
        for past, risk in before:
            then = next((one for one in past.organisations if plain(one.name) == plain(risk.organisation)), None)
            if not _was_top(then.bands if then and then.bands else bands, risk):
                break
            running += 1
            same = same and not bands_changed(printed.organisation, then)
        if running >= _LONG:
            been = rating.name if same else "in the top band"
            by = "" if same else f", by the bands of each of them (now {rating.name})"
            message = f"{printed.subject} has been {been} in {running} reports running{by}."
            yield printed.finding("top-band-long", message, score_field(printed, "current"))


CHECKS: tuple[Check, ...] = (above_appetite_idle, target_idle, target_reached, top_band_long)

_LONG = 3  # quarters


def _nothing_open(printed: Printed) -> bool:
    risk = printed.reported.risk
    return "actions" in risk.source.cells and "actions" not in risk.unknown and not _open(printed)


def _open(printed: Printed) -> str:
    """What is open, in words; nothing where nothing is."""
    actions = len(printed.reported.risk.actions)
    if actions:
        return "an action is open" if actions == 1 else f"{actions} actions are open"
    for assessed in printed.aligned.potential:
        if assessed.control.in_place is not InPlace.YES:
            return f"{assessed.control.reference} {assessed.control.name} is proposed to bring it down"
    return ""


def _was_top(bands: tuple[Band, ...], risk: PastRisk) -> bool:
    """Whether the risk was in the top one of its organisation's ``bands`` then. A scale of a single band has none."""
    if len(bands) < 2:
        return False
    word = risk.rating or risk.current.rating
    if word:
        return plain(word) == plain(bands[-1].name)
    return risk.current.number is not None and risk.current.number >= bands[-1].low

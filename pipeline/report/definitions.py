"""Definitions and key: what the report's words mean. Fixed sentences, and the acronyms of this quarter."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.model.page import DefinitionsText, TermText
from pipeline.model.records import Assurance, ControlStatus, ShownWorking, Trend
from pipeline.report.wording import TREND_WORDS

OWN_SCALES = (
    'Each organisation uses its own scale. "High" at one organisation is never compared with "High" at another.'
)
COUNTS_EVIDENCE = (
    "This counts evidence on joint controls. It is not an internal audit opinion and does not cover each "
    "organisation's own controls."
)

_TRENDS: dict[Trend | None, str] = {
    Trend.RISING: "The risk is growing: it is likelier, or would do more harm, than at the last report.",
    Trend.SAME: "The risk is as it was at the last report.",
    Trend.FALLING: "The risk is shrinking: it is less likely, or would do less harm, than at the last report.",
    Trend.NEW: "The register holds the risk for the first time.",
    None: "The register gives no trend, and there is no earlier rating to compare with.",
}
_STATUSES = {
    ControlStatus.WORKING: "In place, and fresh evidence shows that it works.",
    ControlStatus.NOT_PROVEN: "In place, but not tested, or without evidence that is fresh.",
    ControlStatus.PARTLY_WORKING: "In place, and works only in part.",
    ControlStatus.NOT_WORKING: "In place or partly in place, and found not to work.",
    ControlStatus.PARTLY_IN_PLACE: "Not yet wholly in place.",
    ControlStatus.NOT_IN_PLACE: "Not there yet.",
    ControlStatus.NOT_ASSESSED: "Nobody has said whether it is in place.",
}
_LEVELS = {
    ShownWorking.NONE_THERE: "The organisations run no control together against this risk.",
    ShownWorking.NOT_ASSESSED: "No joint control has been assessed.",
    ShownWorking.ALL: "Every joint control is shown to be working.",
    ShownWorking.MOSTLY: (
        "More than half are shown to be working, and each of the others is in place but not proven, in place and "
        "partly working, or partly in place."
    ),
    ShownWorking.PARTLY: "At least one is shown to be working, but too few, or another is worse than partly working.",
    ShownWorking.NONE: "No joint control is shown to be working.",
}
_ASSURANCE = {
    Assurance.FIRST: "Those who run the control say so.",
    Assurance.SECOND: "A function that oversees it says so, such as risk management, finance or compliance.",
    Assurance.THIRD: "Internal audit says so.",
    Assurance.EXTERNAL: "An outside body says so, such as an external auditor or an inspectorate.",
}


def definitions(acronyms: Mapping[str, str], review_period: str) -> DefinitionsText:
    """The key to the report. ``review_period``: "12 months", what makes evidence fresh unless a control says otherwise."""
    fresh = (
        f" Fresh means checked no more than {review_period} before the meeting, or within the control's own review "
        "period, with the evidence and who gave it stated."
    )
    return DefinitionsText(
        trends=tuple(TermText(TREND_WORDS[trend], meaning) for trend, meaning in _TRENDS.items()),
        statuses=tuple(
            TermText(status.value, meaning + (fresh if status is ControlStatus.WORKING else ""))
            for status, meaning in _STATUSES.items()
        ),
        levels=tuple(TermText(level.value, meaning) for level, meaning in _LEVELS.items()),
        assurance=tuple(TermText(line.value, meaning) for line, meaning in _ASSURANCE.items()),
        acronyms=tuple(TermText(short, acronyms[short]) for short in sorted(acronyms, key=str.casefold)),
        own_scales=OWN_SCALES,
        counts_evidence=COUNTS_EVIDENCE,
    )

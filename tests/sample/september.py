"""The quarter before, for the meeting of Tuesday 26 September 2017: December's data with what was different.

Each entry here is a change that the December report shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from tests.sample import mapping_rows, met_risks, mopac_risks, narrative_text
from tests.sample.mapping_rows import Row
from tests.sample.met_risks import MetRisk
from tests.sample.mopac_risks import MopacRisk

MET_AS_AT = date(2017, 9, 1)
MOPAC_AS_AT = date(2017, 9, 4)

QUARTER = timedelta(weeks=13)

# --- the Met's register ----------------------------------------------------------------------

MET_NEW_SINCE = ("M16",)

MET_DIFFERENT: Mapping[str, Mapping[str, object]] = {
    "M02": {
        "current": (4, 4),
        "actions": ("1. Bring the teams for people at most risk to all boroughs by 31 October 2017",),
        "reason": "Offences with a knife rose in each of the three months to 31 July 2017.",
    },
    "M12": {
        "current": (3, 4),
        "actions": ("1. Bring the overdue vetting renewals below 1,500 by 31 October 2017",),
        "reason": "Overdue renewals fell from 5,200 to 3,900 in the three months to 31 July 2017.",
    },
    # The words changed, the risk did not.
    "M13": {
        "description": "Decisions about where to put officers rest on incomplete or late information, because "
        "records are held in systems that do not work together.",
    },
}

# --- MOPAC's register ------------------------------------------------------------------------

MOPAC_DIFFERENT: Mapping[str, Mapping[str, object]] = {
    "OPC-05": {"lead": "Chief Executive", "net": (3, 4), "direction": "No change"},
    "OPC-06": {
        "net": (3, 3),
        "direction": "No change",
        "actions": ("Set out a plan for the use of reserves by 28 February 2018",),
    },
}

# Closed before December.
MOPAC_ALSO = MopacRisk(
    "OPC-09", "Corporate Services", "Move of offices",
    "MOPAC's work is interrupted by its move to other offices.",
    "Systems and furniture arrive at different times.",
    "Staff cannot work for several days.",
    "Head of Corporate Services", (3, 2),
    ("Move plan with weekly checks", "Remote working for all staff"),
    (2, 2), "No change",
    ("Complete the move by 13 October 2017",),
    (1, 2), "Medium", date(2017, 8, 28), date(2017, 10, 16),
)  # fmt: skip

# --- the mapping workbook --------------------------------------------------------------------

MEETING_DIFFERENT = {
    "Meeting date": date(2017, 9, 26),
    "Period": "Quarter 2 2017-18",
    "Agenda item": "6",
}

RISK_NAMES = {"Money": "Funding"}

ALIGNMENT_DIFFERENT: Mapping[str, Mapping[str, object]] = {
    "Governance": {"Reason for trend": ""},
    "Money": {
        "Residual risk": "Savings already agreed do not close the gap expected from 2018-19, and reserves can be used "
        "only once.",
        "Reason for trend": "",
        "Formerly": "",
        "Comment": "",
    },
}

CONTROLS_NEW_SINCE = ("C11",)

CONTROLS_DIFFERENT: Mapping[str, Mapping[str, object]] = {
    "C01": {"Evidence": "Performance report to the oversight board, 31 July 2017", "Last checked": date(2017, 7, 31)},
    "C02": {
        "Evidence": "Review of the group's log of recommendations, 15 August 2017",
        "Last checked": date(2017, 8, 15),
        "Progress": "24 of 42 recommendations closed at 15 August 2017.",
    },
    "C03": {"Evidence": "Record of decisions and closed actions, 29 August 2017", "Last checked": date(2017, 8, 29)},
    "C04": {"Progress": "The Commissioner took up the post on 12 June 2017."},
    # Since then internal audit has looked at it.
    "C05": {"Working": "Not tested", "Assurance": "", "Evidence": "", "Last checked": ""},
    "C06": {
        "Evidence": "Check of two quarterly reports against their sources, 7 August 2017",
        "Last checked": date(2017, 8, 7),
        "Progress": "Figures agreed with their sources in one of the two reports.",
    },
    "C07": {"Evidence": "Review of the board's first nine months, 20 July 2017", "Last checked": date(2017, 7, 20)},
    "C08": {"Progress": "The present schemes of both organisations were compared by 31 August 2017."},
    "C09": {"Progress": "One set of evidence was agreed by both organisations on 18 August 2017."},
    # Since then its forecasts have missed.
    "C10": {
        "Working": "Yes",
        "Evidence": "Review of the forecasts for the first quarter of 2017-18, 14 August 2017",
        "Last checked": date(2017, 8, 14),
        "Progress": "",
    },
    # Since then tested, and its date moved.
    "C12": {
        "Working": "Not tested",
        "Assurance": "",
        "Evidence": "",
        "Last checked": "",
        "Due": date(2018, 1, 31),
        "Progress": "One of eight reviews complete at 1 September 2017.",
    },
    "C13": {"Evidence": "Survey of those who asked for analysis, 4 August 2017", "Last checked": date(2017, 8, 4)},
    "C14": {
        "Evidence": "Joint workforce plan, 31 July 2017",
        "Last checked": date(2017, 7, 31),
        "Progress": "20 of 30 posts filled at 1 September 2017.",
    },
    # Since then signed.
    "C15": {
        "Kind": "Potential",
        "In place": "No",
        "Working": "",
        "Due": date(2017, 11, 30),
        "Progress": "Draft with both organisations' lawyers since 21 August 2017.",
    },
}

PROMISES: tuple[Row, ...] = (
    (
        "Agree with both organisations which risks are to be reported together.",
        "Audit Panel", date(2017, 6, 27), date(2017, 9, 26), "Agreed on 11 September 2017; they are set out in this report.",
    ),
)  # fmt: skip

# --- the narrative ---------------------------------------------------------------------------

NARRATIVE_DIFFERENT: Mapping[str, tuple[str, ...]] = {
    "Key considerations": (
        (
            "This is the first report of its kind. The organisations report {{ aligned_risks.count_in_words }} aligned "
            "risks: {{ aligned_risks.names }}. They are drawn from the two corporate registers, which each organisation "
            "goes on keeping for itself."
        ),
        "The Panel may wish to consider in particular:",
        "- **what is above appetite:** each organisation's rating stands beside its appetite in Appendix 1;",
        "- **what is not yet there:** two of the controls are proposals. Appendix 2 gives their dates.",
    ),
    "Recommendations": (
        "The {{ meeting.panel }} is asked to:",
        "1. note the position on the {{ aligned_risks.count_in_words }} aligned risks set out in Appendix 1;",
        "2. comment on the form of this first joint report; and",
        "3. ask for a report on progress at its next meeting.",
    ),
}


def _earlier_met(risk: MetRisk) -> MetRisk:
    """As reviewed a quarter before; the next review then is the last one now."""
    dated = replace(risk, reviewed=risk.reviewed - QUARTER, next_review=risk.reviewed)
    return replace(dated, **MET_DIFFERENT.get(risk.ref, {}))  # type: ignore[arg-type]


def met_sections() -> tuple[tuple[str, tuple[MetRisk, ...]], ...]:
    """The Met's sections as they were."""
    return tuple(
        (heading, tuple(_earlier_met(risk) for risk in risks if risk.ref not in MET_NEW_SINCE))
        for heading, risks in met_risks.SECTIONS
    )


def mopac_rows() -> tuple[MopacRisk, ...]:
    """MOPAC's rows as they were, in the order of their numbers."""
    earlier = (
        replace(
            replace(risk, considered=risk.considered - QUARTER, next_due=risk.considered),
            **MOPAC_DIFFERENT.get(risk.number, {}),  # type: ignore[arg-type]
        )
        for risk in mopac_risks.RISKS
    )
    return tuple(sorted((*earlier, MOPAC_ALSO), key=lambda risk: risk.number))


_ALIGNMENT = ("Number", "Aligned risk", "Met", "MOPAC", "Residual risk", "Reason for trend", "Formerly", "Status", "Restricted", "Comment")  # fmt: skip
_CONTROLS = ("Reference", "Aligned risk", "Control", "Description", "Kind", "Run by", "Owner", "In place", "Working", "Assurance", "Evidence", "Last checked", "Review every (months)", "Due", "Progress", "Restricted")  # fmt: skip


def _changed(row: Row, headings: tuple[str, ...], different: Mapping[str, object]) -> Row:
    changed = dict(zip(headings, row, strict=True)) | dict(different)
    aligned = str(changed["Aligned risk"])
    return tuple((changed | {"Aligned risk": RISK_NAMES.get(aligned, aligned)}).values())


def mapping_sheets() -> dict[str, tuple[Row, ...]]:
    """The sheets of the mapping workbook as they were."""
    as_at = {"Met": MET_AS_AT, "MOPAC": MOPAC_AS_AT}
    return {
        "Meeting": tuple((name, MEETING_DIFFERENT.get(str(name), value)) for name, value in mapping_rows.MEETING),
        "Organisations": tuple(
            (*row[:5], as_at[str(row[0])], *row[6:]) for row in mapping_rows.ORGANISATION_ROWS
        ),
        "Alignment": tuple(
            _changed(row, _ALIGNMENT, ALIGNMENT_DIFFERENT.get(str(row[1]), {})) for row in mapping_rows.ALIGNMENT
        ),
        "Controls": tuple(
            _changed(row, _CONTROLS, CONTROLS_DIFFERENT.get(str(row[0]), {}))
            for row in mapping_rows.CONTROLS
            if row[0] not in CONTROLS_NEW_SINCE
        ),
        "Acronyms": mapping_rows.ACRONYMS,
        "Promises": PROMISES,
    }  # fmt: skip


def narrative() -> dict[str, tuple[str, ...]]:
    """The narrative as it was."""
    return narrative_text.NARRATIVE | dict(NARRATIVE_DIFFERENT)

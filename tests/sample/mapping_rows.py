"""The mapping workbook of December 2017: rows as they stand on its sheets, without the heading rows.

What joins the two registers. Scores and answers are illustrative.
"""

from __future__ import annotations

from datetime import date

from tests.sample import met_risks, mopac_risks

Row = tuple[object, ...]

ORGANISATIONS = ("Met", "MOPAC")

MEETING: tuple[Row, ...] = (
    ("Panel", "Audit Panel"),
    ("Meeting date", date(2017, 12, 19)),
    ("Title", "Alignment of MOPAC and Met Risks"),
    ("Report by", "The Director of Strategy, MOPAC, and the Deputy Commissioner, Met"),
    ("Period", "Quarter 3 2017-18"),
    ("Author", "Head of Risk and Assurance, Met <met.risk@example.org>"),
    ("Author", "Head of Governance, MOPAC <mopac.governance@example.org>"),
    ("Agenda item", "7"),
    ("Protective marking", "OFFICIAL"),
    ("Review period in months", 12),
    ("Cleared by", "Chief Finance Officer, MOPAC <mopac.finance@example.org>"),
    ("Cleared by", "Director of Finance and Commercial, Met <met.finance@example.org>"),
    ("Public contact", "The clerk to the Audit Panel, audit.panel@example.org"),
)

# Organisation, Full name, Also called, Register, Sheet, As at, Likelihood levels, Impact levels, Bands, Appetite
ORGANISATION_ROWS: tuple[Row, ...] = (
    (
        "Met", "Metropolitan Police Service", "MPS", "met-register.xlsx", "", met_risks.AS_AT, 5, 5,
        "Low 1-4; Medium 5-9; High 10-15; Very high 16-25", "Medium",
    ),
    (
        "MOPAC", "Mayor's Office for Policing and Crime", "", "mopac-register.xlsx", "", mopac_risks.AS_AT, 4, 4,
        "Low 1-3; Medium 4-7; High 8-11; Severe 12-16", "Medium",
    ),
)  # fmt: skip

# Number, Aligned risk, Met, MOPAC, Residual risk, Reason for trend, Formerly, Status, Restricted, Comment
ALIGNMENT: tuple[Row, ...] = (
    (
        1, "Safeguarding", "M03", "OPC-02",
        ("Frontline officers do not recognise every child or adult at risk, and cases that cross borough or agency "
        "boundaries can still be missed. Both organisations remain above their appetite until the training and the "
        "shared thresholds for referral are complete."),
        "", "", "", "", "",
    ),
    (
        2, "Governance", "M06", "OPC-05",
        ("Decisions can still come late where the limits of delegation are read in different ways. This is expected "
        "to go once one scheme of delegation covers both organisations."),
        ("Internal audit found the oversight board's challenge to be effective in November 2017, and papers for its "
        "last three meetings were on time."),
        "", "", "", "",
    ),
    (
        3, "Money", "M09", "OPC-06",
        ("Savings already agreed do not close the gap expected from 2018-19, and reserves can be used only once. "
        "A settlement below the level of inflation would bring forward choices about officer numbers."),
        ("The forecast gap for 2018-19 grew when the pay award of September 2017 was not funded nationally, and the "
        "savings from service area reviews are behind plan."),
        "Funding", "", "", "Renamed at the Panel's request: it covers spending as well as income.",
    ),
    (
        4, "Insight", "M13", "OPC-11",
        ("Some decisions still rest on figures that are gathered by hand, so that a question from the Panel can take "
        "several weeks to answer."),
        "", "", "", "", "",
    ),
)  # fmt: skip

# Reference, Aligned risk, Control, Description, Kind, Run by, Owner, In place, Working, Assurance, Evidence,
# Last checked, Review every (months), Due, Progress, Restricted
CONTROLS: tuple[Row, ...] = (
    (
        "C01", "Safeguarding", "Police and Crime Plan",
        ("Makes keeping children and young people safe, and tackling violence against women and girls, a shared "
        "priority, with measures on which both organisations report each quarter."),
        "Joint", "", "Director of Strategy, MOPAC", "Yes", "Yes", "2nd line",
        "Performance report to the oversight board, 31 October 2017", date(2017, 10, 31), "", "", "", "",
    ),
    (
        "C02", "Safeguarding", "Child-protection oversight group",
        ("Brings both organisations and independent experts together each quarter to follow every recommendation "
        "of the inspections of child protection until it is carried out."),
        "Joint", "", "Director of IOM, MOPAC", "Yes", "Partly", "2nd line",
        "Review of the group's log of recommendations, 14 November 2017", date(2017, 11, 14), 6, "",
        "31 of 42 recommendations closed at 14 November 2017; those on missing children are the slowest.", "",
    ),
    (
        "C03", "Safeguarding", "Gold group",
        ("Directs the Met's daily response on child protection at chief-officer level; MOPAC attends and sees the "
        "same figures."),
        "Joint", "", "ACTP, Met", "Yes", "Yes", "1st line",
        "Record of decisions and closed actions, 27 November 2017", date(2017, 11, 27), "", "", "", "",
    ),
    (
        "C04", "Safeguarding", "Victims' Commissioner",
        "Speaks for victims to both organisations, and reports where services have failed them.",
        "Joint", "", "Victims' Commissioner, MOPAC", "Yes", "Not tested", "", "", "", "", "",
        "A first assessment of the services that victims receive is due on 30 March 2018.", "",
    ),
    (
        "C05", "Governance", "Oversight board",
        "Holds the Met to account each quarter for performance, finance and change, with the DMPC in the chair.",
        "Joint", "", "Chief Executive, MOPAC", "Yes", "Yes", "3rd line",
        "Internal audit report on joint oversight, 10 November 2017", date(2017, 11, 10), "", "", "", "",
    ),
    (
        "C06", "Governance", "Quarterly reporting",
        "Gives both organisations, and the public, one set of figures on performance, finance and risk.",
        "Joint", "", "Head of Analysis, Met", "Yes", "Partly", "2nd line",
        "Check of three quarterly reports against their sources, 6 November 2017", date(2017, 11, 6), "", "",
        "Figures agreed with their sources in two of the three reports; the third was corrected on 17 November 2017.", "",
    ),
    (
        "C07", "Governance", "Investment advisory board",
        "Advises the DMPC on every investment above £500,000 before it is approved.",
        "Joint", "", "Chief Finance Officer, MOPAC", "Yes", "Yes", "2nd line",
        "Review of the board's first twelve months, 20 October 2017", date(2017, 10, 20), "", "", "", "",
    ),
    (
        "C08", "Governance", "Scheme of delegation",
        "One scheme for both organisations that says who may decide what, and up to which sum.",
        "Potential", "", "Chief Finance Officer, MOPAC", "No", "", "", "", "", "", date(2018, 3, 31),
        "Draft agreed by the officers of both organisations on 20 November 2017.", "",
    ),
    (
        "C09", "Money", "Lobbying",
        "Puts London's case for police funding to the government with one set of evidence from both organisations.",
        "Joint", "", "Chief Finance Officer, MOPAC", "Yes", "Not tested", "", "", "", "", "",
        "Evidence for the settlement of 2018-19 was submitted on 30 October 2017.", "",
    ),
    (
        "C10", "Money", "Budget monitoring",
        "Compares spending with the budget each month, and reports both organisations' forecasts together.",
        "Joint", "", "Director of Finance and Commercial, Met", "Yes", "Partly", "2nd line",
        "Review of the forecasts for the first half of 2017-18, 15 November 2017", date(2017, 11, 15), "", "",
        "The overtime forecast was missed by more than 5% in two of six months.", "",
    ),
    (
        "C11", "Money", "Precept planning",
        "Models what each level of the precept would pay for, from figures that both organisations have agreed.",
        "Joint", "", "Chief Finance Officer, MOPAC", "Yes", "Yes", "1st line",
        "Options paper for the budget of 2018-19, 8 November 2017", date(2017, 11, 8), "", "", "", "",
    ),
    (
        "C12", "Money", "Service area reviews",
        "Examines each service in turn for what it costs and what it achieves, to find savings.",
        "Joint", "", "Director of Transformation, Met", "Partly", "No", "2nd line",
        "Savings report to the oversight board, 21 November 2017", date(2017, 11, 21), "", date(2018, 3, 30),
        "Three of eight reviews complete at 1 December 2017, with 40% of the savings expected from them.", "",
    ),
    (
        "C13", "Insight", "Insight services",
        "A joint team of analysts answers questions from both organisations, in an order agreed each month.",
        "Joint", "", "Director of Strategy, MOPAC", "Yes", "Yes", "2nd line",
        "Survey of those who asked for analysis, 3 November 2017", date(2017, 11, 3), "", "", "", "",
    ),
    (
        "C14", "Insight", "Capacity and capability",
        "Plans the number and the skills of analysts in both organisations as one.",
        "Joint", "", "Head of Analysis, Met", "Partly", "Partly", "1st line",
        "Joint workforce plan, 30 October 2017", date(2017, 10, 30), "", date(2018, 6, 29),
        "22 of 30 posts filled at 1 December 2017; the training plan covers all of them.", "",
    ),
    (
        "C15", "Insight", "Service level agreement",
        "Sets what data the Met gives to MOPAC, how quickly, and in which form.",
        "Joint", "", "Director of Strategy, MOPAC", "Yes", "Not tested", "", "", "", "", "",
        "Signed by both organisations on 24 November 2017; its first review is due on 29 June 2018.", "",
    ),
)  # fmt: skip

# Organisation, Risk, What, Was, Now, Reason, Agreed by, Date
CHANGES: tuple[Row, ...] = (
    (
        "MOPAC", "OPC-05", "new owner", "Chief Executive", "Chief Finance Officer",
        "Oversight of decisions and of their cost now lies with one post.", "Chief Executive, MOPAC", date(2017, 11, 1),
    ),
    (
        "MOPAC", "OPC-09", "closed", "", "",
        "The move to the new offices is complete.", "Chief Executive, MOPAC", date(2017, 10, 20),
    ),
)  # fmt: skip

# Short, Long
ACRONYMS: tuple[Row, ...] = (
    ("ACTP", "Assistant Commissioner Territorial Policing"),
    ("DMPC", "Deputy Mayor for Policing and Crime"),
    ("IOM", "Integrated Offender Management"),
)

# Promise, Asked by, Made, Due, Kept
PROMISES: tuple[Row, ...] = (
    (
        "Show for each aligned risk how far the joint controls are shown to be working, and by whom.",
        "Audit Panel", date(2017, 9, 26), date(2017, 12, 19),
        "In this report, at a glance and control by control in Appendix 2.",
    ),
    (
        "Find a name for the third aligned risk that covers spending as well as income.",
        "Chair of the Audit Panel", date(2017, 9, 26), date(2017, 12, 19),
        "It is reported as Money from this report on.",
    ),
    (
        "Report what the scheme of delegation changes for decisions on investment.",
        "Audit Panel", date(2017, 9, 26), date(2018, 3, 27), "",
    ),
)  # fmt: skip

SHEETS: dict[str, tuple[Row, ...]] = {
    "Meeting": MEETING,
    "Organisations": ORGANISATION_ROWS,
    "Alignment": ALIGNMENT,
    "Controls": CONTROLS,
    "Changes": CHANGES,
    "Acronyms": ACRONYMS,
    "Promises": PROMISES,
}

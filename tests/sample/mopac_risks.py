"""MOPAC's risks as at 4 December 2017. All content is illustrative."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Scored = tuple[int, int]  # likelihood, impact, each 1 to 4

LIKELIHOOD = {1: "1 - Unlikely", 2: "2 - Possible", 3: "3 - Likely", 4: "4 - Almost certain"}
IMPACT = {1: "1 - Minor", 2: "2 - Moderate", 3: "3 - Major", 4: "4 - Critical"}
BANDS = ((12, "Severe"), (8, "High"), (4, "Medium"), (1, "Low"))  # from this score up
AS_AT = date(2017, 12, 4)


@dataclass(frozen=True, slots=True)
class MopacRisk:
    """A risk as MOPAC keeps it: one row, controls and actions as bullets in a cell."""

    number: str
    directorate: str
    title: str
    event: str
    cause: str
    effect: str
    lead: str
    gross: Scored
    controls: tuple[str, ...]
    net: Scored
    direction: str  # as written: No change, Increasing, Reducing, New
    actions: tuple[str, ...]
    target: Scored
    appetite: str
    considered: date
    next_due: date


def rating(scored: Scored) -> str:
    """MOPAC's word for a score."""
    score = scored[0] * scored[1]
    return next(word for low, word in BANDS if score >= low)


RISKS: tuple[MopacRisk, ...] = (
    MopacRisk(
        "OPC-01", "Strategy", "Delivery of the Police and Crime Plan",
        "The aims of the Police and Crime Plan are not met by 2021.",
        "Partners do not give the Plan the people and time it needs.",
        "Londoners do not see the improvement that they were promised.",
        "Chief Executive", (3, 4),
        ("Delivery plan with a lead for each aim", "Quarterly review of progress by the oversight board"),
        (2, 3), "No change",
        ("Agree measures for the remaining aims with partners by 31 March 2018",),
        (2, 2), "Medium", date(2017, 11, 20), date(2018, 2, 19),
    ),
    MopacRisk(
        "OPC-02", "Integrated Offender Management", "Safeguarding",
        "The agencies that protect children and vulnerable people in London do not act together, and MOPAC does not "
        "see it early enough to bring them together.",
        "Each agency has its own thresholds and records.",
        "People at risk are missed; inspections find the same failings again.",
        "Director of IOM", (4, 4),
        (
            "Independent oversight of the response to inspection findings on child protection",
            "Grants to specialist services for children who have been harmed",
            "Regular meetings with the chairs of local safeguarding boards",
        ),
        (3, 3), "No change",
        (
            "Agree shared thresholds for referral with the safeguarding boards by 30 April 2018",
            "Report on the first year of the oversight group by 30 March 2018",
        ),
        (2, 3), "Medium", date(2017, 11, 15), date(2018, 2, 14),
    ),
    MopacRisk(
        "OPC-03", "Strategy", "Public confidence",
        "Confidence in policing differs more and more between communities.",
        "Contact with local officers is uneven across London.",
        "Fewer crimes are reported and fewer witnesses come forward.",
        "Director of Strategy", (3, 3),
        ("Quarterly survey of public attitudes in each borough", "Safer neighbourhood boards in every borough"),
        (2, 3), "No change", (), (2, 3), "Medium", date(2017, 10, 30), date(2018, 1, 29),
    ),
    MopacRisk(
        "OPC-04", "Integrated Offender Management", "Services for victims",
        "Services for victims are not ready when the present contracts end on 31 March 2019.",
        "The needs of victims are not known well enough to write the new contracts.",
        "Victims wait longer for help.",
        "Head of Commissioning", (3, 4),
        ("Commissioning plan with a date for each step", "Advice from a panel of victims"),
        (2, 4), "No change",
        ("Complete the study of victims' needs by 30 April 2018",),
        (1, 4), "Medium", date(2017, 11, 6), date(2018, 2, 5),
    ),
    MopacRisk(
        "OPC-05", "Finance and Resources", "Governance",
        "MOPAC's oversight of the Met is not clear or timely enough for decisions to be challenged before they are taken.",
        "Papers come late, and limits of delegation are read in different ways.",
        "Public money is committed without the right approval; decisions are open to challenge.",
        "Chief Finance Officer", (4, 4),
        (
            "Forward plan of decisions for the next two quarters",
            "Legal and financial advice on every decision before it is signed",
            "Publication of decisions within ten working days",
        ),
        (2, 4), "Reducing",
        ("Bring the scheme of delegation for decision by 31 March 2018",),
        (2, 3), "Medium", date(2017, 11, 22), date(2018, 2, 21),
    ),
    MopacRisk(
        "OPC-06", "Finance and Resources", "Money",
        "Money for policing in London falls further behind the demands on it than reserves and savings can make up.",
        "The national settlement does not keep up with pay and prices.",
        "Officer numbers fall, and services that prevent crime are cut.",
        "Chief Finance Officer", (4, 4),
        (
            "Medium-term financial plan, revised each quarter",
            "Reserves held at the level agreed by the Mayor",
        ),
        (3, 4), "Increasing",
        (
            "Put options for the precept of 2018-19 to the Mayor by 31 January 2018",
            "Set out a plan for the use of reserves by 28 February 2018",
        ),
        (2, 4), "High", date(2017, 11, 22), date(2018, 1, 24),
    ),
    MopacRisk(
        "OPC-07", "Finance and Resources", "Sale of police buildings",
        "Buildings are sold later, or for less, than the capital plan assumes.",
        "Planning permission takes longer than expected.",
        "New investment has to wait or be paid for by borrowing.",
        "Director of Property", (3, 3),
        ("Monthly review of each sale", "Independent valuation before a building is offered"),
        (2, 3), "No change",
        ("Agree the list of sales for 2018-19 by 28 February 2018",),
        (2, 2), "Medium", date(2017, 11, 8), date(2018, 2, 7),
    ),
    MopacRisk(
        "OPC-08", "Corporate Services", "Capacity of MOPAC's staff",
        "MOPAC has too few people with the right skills for the new tasks it is given.",
        "Specialist posts are hard to fill.",
        "Deadlines set in law are missed.",
        "Chief Executive", (3, 3),
        ("Monthly review of vacancies", "Shared posts with the Greater London Authority"),
        (3, 2), "No change",
        ("Offer every vacant post by 30 March 2018",),
        (2, 2), "Medium", date(2017, 11, 13), date(2018, 2, 12),
    ),
    MopacRisk(
        "OPC-10", "Corporate Services", "Information governance",
        "Personal information is lost or shared without a lawful reason.",
        "Partners hold information under different rules.",
        "People are harmed, and MOPAC is fined.",
        "Head of Information Governance", (3, 4),
        ("Data-sharing agreements with every partner", "Yearly training for all staff"),
        (2, 3), "No change",
        ("Review every agreement against the new data-protection law by 30 April 2018",),
        (1, 3), "Low", date(2017, 11, 1), date(2018, 1, 31),
    ),
    MopacRisk(
        "OPC-11", "Strategy", "Insight",
        "MOPAC's analysis does not reach decision-makers in time, or cannot answer the questions they ask.",
        "Access to operational data is agreed case by case.",
        "Priorities are set on old evidence.",
        "Director of Strategy", (3, 4),
        (
            "Programme of research agreed each year",
            "Public dashboards that show the same figures as internal reports",
        ),
        (2, 3), "No change",
        ("Make the monthly data transfer work without manual steps by 31 May 2018",),
        (2, 2), "Medium", date(2017, 11, 15), date(2018, 2, 14),
    ),
    MopacRisk(
        "OPC-12", "Corporate Services", "Reform of complaints",
        "MOPAC is not ready for its new duty to review complaints.",
        "The date and rules of the reform are set nationally and have moved.",
        "Complainants wait, and reviews are overturned.",
        "Head of Workforce and Standards", (3, 3),
        ("Project board with the Met", "Model of demand based on three years of complaints"),
        (2, 3), "No change",
        ("Choose how reviews are to be staffed by 30 April 2018",),
        (1, 3), "Medium", date(2017, 11, 27), date(2018, 2, 26),
    ),
    MopacRisk(
        "OPC-13", "Integrated Offender Management", "Grants to boroughs",
        "Grants for preventing crime do not achieve what they were given for.",
        "Results are reported late and in different ways.",
        "Money is spent without effect.",
        "Head of Commissioning", (3, 3),
        ("Agreement with measures for every grant", "Half-yearly returns checked before the next payment"),
        (2, 2), "No change", (), (2, 2), "Medium", date(2017, 10, 25), date(2018, 1, 24),
    ),
    MopacRisk(
        "OPC-14", "Corporate Services", "Business continuity",
        "MOPAC cannot carry out its duties after the loss of its building or systems.",
        "Plans depend on services that others provide.",
        "Decisions cannot be taken or published for several days.",
        "Head of Corporate Services", (2, 3),
        ("Continuity plan for each team", "Secure remote working for all staff"),
        (1, 3), "No change", (), (1, 3), "Low", date(2017, 10, 30), date(2018, 1, 29),
    ),
)  # fmt: skip

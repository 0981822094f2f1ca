"""The Met's corporate risks as at 1 December 2017. All content is illustrative."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Scored = tuple[int, int]  # likelihood, impact, each 1 to 5

BANDS = ((16, "Very high"), (10, "High"), (5, "Medium"), (1, "Low"))  # from this score up
AS_AT = date(2017, 12, 1)


@dataclass(frozen=True, slots=True)
class MetRisk:
    """A risk as the Met keeps it. ``controls``: what is in place and who leads on it, a row of the sheet each."""

    ref: str
    title: str
    description: str
    owner: str
    inherent: Scored
    controls: tuple[tuple[str, str], ...]
    current: Scored
    direction: str  # rising, same, falling, new
    target: Scored
    actions: tuple[str, ...]
    reviewed: date
    next_review: date
    reason: str = ""


def rating(scored: Scored) -> str:
    """The Met's word for a score."""
    score = scored[0] * scored[1]
    return next(word for low, word in BANDS if score >= low)


KEEPING_SAFE = (
    MetRisk(
        "M01",
        "Terrorist attack",
        "An attack succeeds, or is not stopped soon enough, because signs of intent are missed or specialist "
        "officers cannot reach the scene in time.",
        "Assistant Commissioner Specialist Operations",
        (4, 5),
        (
            ("Joint operations with the national counter-terrorism network", "Commander Counter Terrorism"),
            ("Armed response on duty at all hours in every part of London", "Commander Firearms"),
            ("Protective security advice for crowded places", "Head of Protective Security"),
        ),
        (3, 5),
        "same",
        (2, 5),
        (
            "1. Train a further 200 firearms officers by 30 June 2018",
            "2. Test the plan for attacks at two places at once by 30 April 2018",
        ),
        date(2017, 11, 14),
        date(2018, 2, 13),
    ),
    MetRisk(
        "M02",
        "Serious youth violence",
        "Knife and gun injuries among young people go on growing, and communities lose trust in the response.",
        "Assistant Commissioner Met Operations",
        (5, 4),
        (
            ("Dedicated teams for the places and people at most risk", "Commander Violent Crime"),
            ("Work with schools and hospitals to turn young people away from knives", "Head of Prevention"),
        ),
        (5, 4),
        "rising",
        (3, 4),
        ("1. Set up a violent crime task force by 30 April 2018",),
        date(2017, 11, 21),
        date(2018, 1, 23),
        "Offences with a knife rose in each of the three months to 31 October 2017.",
    ),
    MetRisk(
        "M03",
        "Safeguarding children and vulnerable adults",
        "Children and adults at risk of harm are not recognised early, or what is known about them is not acted on, "
        "so that they come to harm which the Met could have prevented.",
        "ACTP",
        (5, 5),
        (
            (
                "Specialist safeguarding teams in every borough, with a daily review of open cases",
                "Commander Safeguarding",
            ),
            ("Training for every frontline officer in recognising exploitation and neglect", "Head of Learning"),
            ("Monthly audit of a sample of child-protection cases", "Head of Safeguarding Quality"),
        ),
        (3, 5),
        "same",
        (2, 4),
        (
            "1. Complete the training of the remaining 2,100 officers by 30 March 2018",
            "2. Bring case audits of missing children to every borough by 31 May 2018",
        ),
        date(2017, 11, 16),
        date(2018, 2, 15),
    ),
    MetRisk(
        "M04",
        "Public order",
        "Several large events fall on the same days, and there are too few trained officers to keep all of them safe.",
        "Assistant Commissioner Met Operations",
        (4, 4),
        (
            ("A single calendar of events with the trained officers each one needs", "Commander Public Order"),
            ("Mutual aid agreed with neighbouring forces", "Commander Public Order"),
        ),
        (2, 4),
        "same",
        (2, 4),
        (),
        date(2017, 10, 31),
        date(2018, 1, 30),
    ),
    MetRisk(
        "M05",
        "Fraud and online crime",
        "Victims of fraud and online crime wait too long for help because few officers are trained to investigate it.",
        "Assistant Commissioner Specialist Operations",
        (4, 4),
        (
            ("A central team that assesses every report of online crime", "Head of Cyber Crime"),
            ("Advice to victims within five working days", "Head of Victim Care"),
        ),
        (4, 3),
        "same",
        (3, 3),
        ("1. Train 500 local investigators in digital evidence by 30 June 2018",),
        date(2017, 11, 7),
        date(2018, 2, 6),
    ),
)

RUNNING_WELL = (
    MetRisk(
        "M06",
        "Governance of decisions and change",
        "Decisions on large changes are taken late, or without the right approval, because it is not clear who "
        "decides what between the Met's boards and MOPAC.",
        "Deputy Commissioner",
        (4, 4),
        (
            ("A decision log for every board, with the approval each decision needs", "Head of Secretariat"),
            ("A portfolio board that stops or starts projects each month", "Director of Transformation"),
        ),
        (2, 4),
        "same",
        (2, 3),
        ("1. Write the terms of reference of all boards anew, to match the scheme of delegation, by 31 March 2018",),
        date(2017, 11, 16),
        date(2018, 2, 15),
    ),
    MetRisk(
        "M07",
        "Health and safety",
        "An officer, a member of staff or someone in custody is seriously hurt because a safe way of working was not followed.",
        "Director of People",
        (4, 4),
        (
            ("Safety training before a first shift and each year after", "Head of Safety"),
            ("Inspection of every custody suite twice a year", "Commander Criminal Justice"),
        ),
        (2, 4),
        "same",
        (2, 4),
        (),
        date(2017, 10, 24),
        date(2018, 1, 23),
    ),
    MetRisk(
        "M08",
        "Failure of a key supplier",
        "A supplier of an essential service fails, and there is no other way to provide it for several weeks.",
        "Director of Commercial Services",
        (3, 4),
        (("Quarterly checks of the finances of the twenty largest suppliers", "Head of Procurement"),),
        (3, 3),
        "same",
        (2, 3),
        ("1. Agree exit plans with the five most critical suppliers by 29 June 2018",),
        date(2017, 11, 9),
        date(2018, 2, 8),
    ),
    MetRisk(
        "M09",
        "Money",
        "The Met cannot meet its savings target and pay for rising demand, so that officer numbers or essential "
        "services have to be cut at short notice.",
        "Director of Finance and Commercial",
        (5, 5),
        (
            ("Monthly budget review by the management board", "Head of Financial Planning"),
            ("A savings plan with a named lead for each saving", "Director of Transformation"),
            ("Control of vacancies outside the front line", "Director of People"),
        ),
        (4, 4),
        "same",
        (3, 3),
        (
            "1. Find the remaining £38 million of savings for 2018-19 by 28 February 2018",
            "2. Complete the five open service area reviews by 30 March 2018",
        ),
        date(2017, 11, 23),
        date(2018, 1, 25),
    ),
)

PEOPLE = (
    MetRisk(
        "M10",
        "Recruitment and retention",
        "Too few officers are recruited, and too many experienced ones leave, to keep every team at its strength.",
        "Director of People",
        (4, 4),
        (
            ("A recruitment plan for each month, with open days in every borough", "Head of Recruitment"),
            ("Interviews with everyone who leaves, reported to the management board", "Head of Workforce Planning"),
        ),
        (4, 4),
        "same",
        (3, 3),
        ("1. Shorten the time from application to first day to six months by 31 May 2018",),
        date(2017, 11, 9),
        date(2018, 2, 8),
    ),
    MetRisk(
        "M11",
        "Leadership and wellbeing",
        "Long hours and traumatic work harm the health of officers and staff, and sickness absence grows.",
        "Director of People",
        (4, 3),
        (
            ("Occupational health with a first appointment within ten days", "Head of Occupational Health"),
            ("Debriefing after every traumatic incident", "Head of Wellbeing"),
        ),
        (3, 3),
        "same",
        (2, 3),
        ("1. Give every line manager the wellbeing course by 29 June 2018",),
        date(2017, 10, 31),
        date(2018, 1, 30),
    ),
    MetRisk(
        "M12",
        "Integrity and vetting",
        "People unsuited to policing stay in post because their vetting is out of date.",
        "Director of Professional Standards",
        (4, 4),
        (
            ("Vetting of everyone at entry and every ten years", "Head of Vetting"),
            ("A confidential line for reporting wrongdoing", "Head of Anti-Corruption"),
        ),
        (3, 3),
        "falling",
        (2, 3),
        ("1. Clear the remaining 1,400 overdue vetting renewals by 30 April 2018",),
        date(2017, 11, 14),
        date(2018, 2, 13),
        "Overdue renewals fell from 3,900 to 1,400 in the three months to 31 October 2017.",
    ),
)

INFORMATION = (
    MetRisk(
        "M13", "Data and insight",
        "Decisions about where to put officers rest on incomplete or late information, because analysts are few "
        "and records are held in systems that do not work together.",
        "Deputy Commissioner",
        (4, 4),
        (
            ("A shared catalogue of the measures used in performance reports", "Head of Analysis"),
            ("Monthly checks of the quality of crime records", "Head of Data Quality"),
        ),
        (3, 3), "same", (2, 3),
        ("1. Fill the eight vacant posts for analysts by 30 April 2018",),
        date(2017, 11, 16), date(2018, 2, 15),
    ),
    MetRisk(
        "M14", "Ageing technology",
        "An old system that officers depend on fails, and cannot be restored within a day.",
        "Director of Digital",
        (5, 4),
        (
            ("Support around the clock for the twelve most critical systems", "Head of Service Management"),
            ("A tested plan for working without each of these systems", "Head of Business Continuity"),
        ),
        (4, 4), "same", (2, 4),
        ("1. Move the command and control system to new equipment by 30 June 2018",),
        date(2017, 11, 21), date(2018, 2, 20),
    ),
    MetRisk(
        "M15", "Data protection",
        "Personal information is lost or misused, or the new data-protection law of 25 May 2018 is not met in time.",
        "Director of Digital",
        (4, 4),
        (
            ("Yearly training in information handling for all staff", "Head of Information Rights"),
            ("A register of every place where personal information is held", "Head of Information Rights"),
        ),
        (3, 4), "same", (2, 4),
        ("1. Complete the preparation for the new law by 30 April 2018",),
        date(2017, 11, 7), date(2018, 1, 9),
    ),
    MetRisk(
        "M16", "Moves between buildings",
        "Teams cannot work properly while they move out of buildings that are to be sold.",
        "Director of Property Services",
        (4, 3),
        (("A move plan for each building, agreed with the teams in it", "Head of Estate Delivery"),),
        (3, 3), "new", (2, 3),
        ("1. Agree the order of moves for 2018-19 by 28 February 2018",),
        date(2017, 11, 28), date(2018, 2, 27),
    ),
)  # fmt: skip

SECTIONS: tuple[tuple[str, tuple[MetRisk, ...]], ...] = (
    ("A. Keeping London safe", KEEPING_SAFE),
    ("B. Running the Met well", RUNNING_WELL),
    ("C. Our people", PEOPLE),
    ("D. Information, technology and buildings", INFORMATION),
)

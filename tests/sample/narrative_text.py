"""The words of the December 2017 report, with fields where they speak of what the registers hold."""

from __future__ import annotations

NARRATIVE: dict[str, tuple[str, ...]] = {
    "Purpose": (
        (
            "This report gives the {{ meeting.panel }} a joint view of the risks that the Met and MOPAC share in "
            "{{ meeting.period }}: how each organisation rates them on its own scale, what they do about them together, "
            "and how far that is shown to work."
        ),
    ),
    "Key considerations": (
        (
            "The organisations report {{ aligned_risks.count_in_words }} aligned risks: {{ aligned_risks.names }}. They "
            "are drawn from the two corporate registers, which each organisation goes on keeping for itself."
        ),
        "{{ movement.sentence }}",
        "The Panel may wish to consider in particular:",
        (
            "- **what is rising:** {{ aligned_risks.rising }}. The gap expected for 2018-19 has grown, and the "
            "reviews that are meant to find savings do not yet find enough of them;"
        ),
        (
            "- **what is falling:** {{ aligned_risks.falling }}. Internal audit has confirmed that the joint board "
            "challenges decisions as intended;"
        ),
        (
            "- **what is not yet proven:** several joint controls are in place without independent evidence that they "
            "work. Appendix 2 shows which, and who answers for each."
        ),
    ),
    "Interdependencies": (
        (
            "Each aligned risk bears on the others. A shortfall in the budget limits the training on which the "
            "protection of children depends; good analysis is needed to choose where savings do the least harm; and "
            "none of this can be decided well unless it is clear who decides."
        ),
        (
            "The risks also depend on others: on the boroughs and the health service where people at risk are "
            "concerned, and on the government where the settlement is."
        ),
    ),
    "Recommendations": (
        "The {{ meeting.panel }} is asked to:",
        "1. note the position on the {{ aligned_risks.count_in_words }} aligned risks set out in Appendix 1;",
        "2. consider whether the evidence on the joint controls in Appendix 2 gives it the assurance it needs; and",
        "3. say which of the aligned risks it wishes to examine in depth at its next meeting.",
    ),
    "Supporting information": (
        (
            "The Met and MOPAC keep separate registers, because they are separate bodies with different duties. Some "
            "risks can be brought down only by both. Since 2017 these have been reported to the Panel together."
        ),
        (
            "The registers are compared each quarter by the risk leads of both organisations. A theme becomes an aligned "
            "risk where each has a risk of its own that the other can make better or worse."
        ),
        (
            "**Scoring.** Each organisation rates likelihood and impact on its own scale. The ratings are *not* converted "
            "into one another: a word such as High stands for different scores in the two registers. The scales "
            "themselves are shown in Appendix 3."
        ),
        (
            "| Step | Met | MOPAC |\n"
            "| Register brought up to date | Risk owners, each quarter | Directors, each quarter |\n"
            "| Register challenged | Risk and assurance board | Governance board |\n"
            "| Aligned risks agreed | Deputy Commissioner | Director of Strategy |"
        ),
        (
            "**Controls.** Whether a control is in place and whether it is working are treated as two questions. A control "
            "counts as working only where there is evidence of it that is no older than {{ meeting.review_period }}, and "
            "where it is clear who gives the assurance:"
        ),
        "- those who run the control;",
        "- those who oversee them;",
        "- internal audit; or",
        "- someone outside the two organisations.",
        "What has changed since the last report is listed in Appendix 4.",
    ),
    "Equality and diversity": (
        (
            "There are no direct implications for equality and diversity. The people whom the first aligned risk concerns "
            "are more often than others children in care, disabled people and women; the plans to bring it down were "
            "assessed for their effect on these groups when they were approved."
        ),
    ),
    "Financial implications": (
        (
            "There are no costs arising from this report. Actions to reduce the risks are paid for from the budgets of "
            "the Met and MOPAC for 2017-18. Any further cost is subject to the usual approvals."
        ),
    ),
    "Legal implications": (
        (
            "The Met and MOPAC are each required to have a sound system of internal control, including arrangements for "
            "managing risk. This report helps the Panel to advise both of them on whether theirs is adequate."
        ),
    ),
    "Risk implications": (
        (
            "The report is itself about risk. The main risk to it is that the evidence on joint controls is incomplete: "
            "it says how many controls are shown to be working, and gives no opinion on the others."
        ),
    ),
    "Background papers": (
        "- [Police and Crime Plan 2017-2021](https://www.example.org/police-and-crime-plan)",
        "- Risk management frameworks of the Met and MOPAC",
    ),
}

"""Pages to render: the founding case in miniature, one with nothing in it, and one as long as asked."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model.page import (
    AlignedRisksText,
    ChangeRow,
    ControlText,
    DefinitionsText,
    GlanceRow,
    HeatCell,
    HeatMap,
    MeetingText,
    MovementText,
    NarrativeText,
    OrganisationText,
    Page,
    PostText,
    PromiseText,
    ResidualRow,
    RiskRow,
    RiskText,
    ScheduleRow,
    TermText,
)
from pipeline.model.records import Block, BlockKind, Counted, Run

NAMES = ("Safeguarding", "Governance", "Money", "Insight")
SHADES = ("FDF8EC", "F7E1B8", "ECBB8C", "D88E6C")
BANDS = (("Low", "L", 1), ("Medium", "M", 5), ("High", "H", 10), ("Very high", "VH", 16))


def paragraph(*runs: Run | str) -> Block:
    return Block(BlockKind.PARAGRAPH, tuple(Run(run) if isinstance(run, str) else run for run in runs))


def bullet(text: str, level: int = 0) -> Block:
    return Block(BlockKind.BULLET, (Run(text),), level)


def numbered(text: str, number: int = 1) -> Block:
    return Block(BlockKind.NUMBERED, (Run(text),), counted=Counted(counts=(number,), label=f"{number}."))


def table(*rows: tuple[str, ...]) -> Block:
    return Block(BlockKind.TABLE, rows=tuple(tuple((Run(cell),) for cell in row) for row in rows))


def heat_map(organisation: str, levels: int, standing: dict[tuple[int, int], str]) -> HeatMap:
    def cell(likelihood: int, impact: int) -> HeatCell:
        rank = sum(1 for _, _, low in BANDS if likelihood * impact >= low) - 1
        return HeatCell(
            str(likelihood), str(impact), BANDS[rank][0], SHADES[rank], standing.get((likelihood, impact), ""),
            short=BANDS[rank][1],
        )  # fmt: skip

    return HeatMap(
        organisation,
        "Likelihood",
        tuple(tuple(cell(row, column) for column in range(1, levels + 1)) for row in range(levels, 0, -1)),
        tuple(
            HeatCell("", "", name, shade, "", short=short)
            for (name, short, _), shade in zip(BANDS, SHADES, strict=False)
        ),
    )


def risk(number: int, name: str) -> RiskText:
    rising, falling = name == "Money", name == "Governance"
    return RiskText(
        number=str(number),
        name=name,
        heading=f"Risk {number}: {name}",
        formerly="Reported as Funding until September 2017." if rising else "",
        rows=(
            RiskRow(
                f"Failure to deliver what is needed on {name.lower()} across both organisations, with the result "
                "that the commitments of the Police and Crime Plan are not met in full.",
                "Met", f"Met owner of {name}", "↔ Unchanged", f"M0{number}", f"High ({10 + number})",
            ),
            RiskRow(
                f"MOPAC does not oversee {name.lower()} well enough to give the public confidence.",
                "MOPAC", f"MOPAC owner of {name}",
                "↑ Rising" if rising else "↓ Falling" if falling else "↔ Unchanged", f"R{number}", f"Medium ({6 + number})",
            ),
        ),
        trend_reason="The settlement is lower than was planned for." if rising else "",
        residual_risk=f"Demand may outrun what the controls on {name.lower()} can contain in the coming year.",
        residual=(
            ResidualRow("Met", f"High ({10 + number})", "Medium (8)", "Medium", "Above appetite"),
            ResidualRow("MOPAC", f"Medium ({6 + number})", "Low (4)", "Medium", "Within appetite"),
        ),
        joint_controls=(
            ControlText(
                f"C{number}1", f"{name} oversight board", "Meets each month and follows the plan.",
                "Working", "Met, MOPAC", "Head of Strategy", "", "", "",
            ),
            ControlText(
                f"C{number}2", f"{name} quarterly reporting", "A report on performance goes to the board each quarter.",
                "In place, not proven", "Met, MOPAC", "Chief Finance Officer", "", "",
                "Evidence now older than 12 months; not re-tested.",
            ),
        ),
        potential_controls=(
            ControlText(
                f"C{number}3", f"{name} scheme of delegation", "Sets out who decides what.", "Not in place",
                "MOPAC", "Chief Finance Officer", "30 November 2017", "Drafted; with lawyers.",
                "Overdue since 30 November 2017.",
            ),
        )
        if falling
        else (),
        control_line="Joint controls shown to be working: 1 of 2 (partly shown).",
        control_exceptions=f"In place, not proven: {name} quarterly reporting.",
        control_remark="All joint controls are shown to be working, yet the risk is rising." if rising else "",
    )  # fmt: skip


def glance(number: int, name: str) -> tuple[GlanceRow, ...]:
    rows = risk(number, name).rows
    return tuple(
        GlanceRow(f"{number} {name}", row.organisation, f"High ({12 + place})", row.rating, "Medium (8)", "Medium",
                  row.trend, "1 of 2 (partly shown)", "1" if name == "Governance" else "None")
        for place, row in enumerate(rows)
    )  # fmt: skip


def schedule(number: int, name: str) -> tuple[ScheduleRow, ...]:
    text = risk(number, name)
    return tuple(
        ScheduleRow(
            f"{number} {name}", control.reference, control.name, "Joint" if control in text.joint_controls else "Potential",
            control.run_by, control.owner, "Yes", "Not tested", control.status, "2nd line", "Report to the board, item 4",
            "30 September 2017", control.due or "–", control.progress or "–",
        )
        for control in text.joint_controls + text.potential_controls
    )  # fmt: skip


NARRATIVE = NarrativeText(
    purpose=(paragraph("This paper sets out the risks that the Met and MOPAC share, and how they are controlled."),),
    key_considerations=(
        paragraph("The ", Run("four", bold=True), " aligned risks remain the same as in ", Run("September", italic=True), "."),
        bullet("Money is rising for MOPAC."),
        bullet("Its settlement is not yet known.", 1),
        bullet("Governance is falling for MOPAC."),
    ),
    interdependencies=(paragraph("See the ", Run("Police and Crime Plan", link="https://example.org/plan"), " for the wider programme."),),
    recommendations=(
        paragraph("The Audit Panel is asked to:"),
        numbered("note the four aligned risks and their controls; and"),
        numbered("agree the next report.", 2),
    ),
    supporting_information=(
        paragraph("Each organisation keeps its own register, on its own scale."),
        paragraph("The two teams met in November to compare them."),
        numbered("First the descriptions were compared."),
        numbered("Then the controls.", 2),
        table(("Register", "As at"), ("Met", "1 December 2017"), ("MOPAC", "27 November 2017")),
        paragraph("Nothing was left out."),
    ),
    equality_and_diversity=(paragraph("There are no direct implications."),),
    financial_implications=(paragraph("There are none beyond those under Risk 3."),),
    legal_implications=(paragraph("There are none arising from this report."),),
    risk_implications=(paragraph("This report is about risk throughout."),),
    background_papers=(bullet("Corporate risk registers of both organisations"),),
)  # fmt: skip


def founding() -> Page:
    """Four aligned risks, two organisations, something under every heading."""
    numbers = tuple(enumerate(NAMES, 1))
    return Page(
        meeting=MeetingText(
            "Audit Panel", "Tuesday 19 December 2017", "19 December 2017", "Alignment of MOPAC and Met Risks",
            "Head of Risk", "Quarter 3 2017-18", "Item 7", "OFFICIAL",
            (PostText("Head of Risk", "risk@example.org"), PostText("Risk Manager", "manager@example.org")),
            (PostText("Chief Finance Officer", "cfo@example.org"),), "enquiries@example.org", "12 months",
        ),
        overview_title="Met/MOPAC joint risk overview",
        draft_notice="",
        organisations=(
            OrganisationText(
                "Met", "Metropolitan Police Service", "1 December 2017", "met-register.xlsx", "likelihood 1-5, impact 1-5",
                "Low 1-4, Medium 5-9, High 10-15, Very high 16-25", "Medium",
                heat_map("Met", 5, {(3, 4): "1, 2", (4, 3): "3", (5, 5): "4"}), "",
            ),
            OrganisationText(
                "MOPAC", "Mayor's Office for Policing And Crime", "27 November 2017", "mopac-register.xlsx",
                "likelihood 1-4, impact 1-4", "Low 1-4, Medium 5-9, High 10-15, Very high 16", "Medium",
                heat_map("MOPAC", 4, {(2, 4): "1", (3, 3): "2, 3"}), "Not on the map: Risk 4 (no likelihood and impact as numbers).",
            ),
        ),
        aligned_risks=AlignedRisksText(
            "Safeguarding, Governance, Money and Insight", "4", "four", "Met and MOPAC", "Money (MOPAC)",
            "Governance (MOPAC)", "Safeguarding and Money",
        ),
        risks=tuple(risk(*each) for each in numbers),
        glance=tuple(row for each in numbers for row in glance(*each)),
        movement=MovementText(
            "Two trends have changed since September.",
            ("MOPAC's Governance risk is now falling (was unchanged).", "MOPAC's Money risk is now rising (was unchanged)."),
            "the report to the meeting of 26 September 2017",
            "4 other risks in the registers changed; they are outside this report.",
            (
                ChangeRow("Risk 2: Governance", "MOPAC", "Trend changed", "↔ Unchanged", "↓ Falling", "The new board has met twice."),
                ChangeRow("Risk 3: Money", "MOPAC", "Re-scored", "Medium (6)", "Medium (9)", ""),
            ),
        ),
        promises=(
            PromiseText("A heat map of the aligned risks", "Audit Panel", "26 September 2017", "19 December 2017", "Kept: Appendix 3"),
            PromiseText("A review of the control owners", "Audit Panel", "26 September 2017", "30 March 2018", "Not yet due"),
        ),
        schedule=tuple(row for each in numbers for row in schedule(*each)),
        definitions=DefinitionsText(
            (TermText("↑ Rising", "The risk is growing."), TermText("↔ Unchanged", "The risk is as it was."),
             TermText("↓ Falling", "The risk is shrinking.")),
            (TermText("Working", "In place, and shown to be working by evidence of the last 12 months."),
             TermText("In place, not proven", "In place; there is no evidence of the last 12 months.")),
            (TermText("All shown", "Every joint control is working."),),
            (TermText("1st line", "Those who run the control."), TermText("2nd line", "Oversight functions.")),
            (TermText("IOM", "Integrated Offender Management"),),
            "Each organisation uses its own scale: High at one is not High at another.",
            "This counts evidence on joint controls. It is not an internal audit opinion and does not cover each "
            "organisation's own controls.",
        ),
        narrative=NARRATIVE,
    )  # fmt: skip


def draft() -> Page:
    return replace(founding(), draft_notice="DRAFT: 2 matters must be fixed before this report is circulated.")


def bare() -> Page:
    """Nothing to say anywhere: no risk, no organisation, no text, no marking."""
    return Page(
        meeting=MeetingText(
            "Panel", "Friday 1 June 2018", "1 June 2018", "Joint risks", "", "", "", "", (), (), "", ""
        ),
        overview_title="Joint risk overview",
        draft_notice="",
        organisations=(),
        aligned_risks=AlignedRisksText("none", "0", "no", "none", "none", "none", "none"),
        risks=(),
        glance=(),
        movement=MovementText("", (), "no earlier report: this is the first report", "", ()),
        promises=(),
        schedule=(),
        definitions=DefinitionsText(
            (), (), (), (), (), "Each organisation uses its own scale.", "This counts evidence."
        ),
    )


def long(rows: int) -> Page:
    """A schedule of many rows."""
    page = founding()
    return replace(page, schedule=tuple(replace(page.schedule[0], reference=f"C{n}") for n in range(rows)))


def saying(text: str) -> Page:
    """The same text in every kind of place: body, list, table cell, header, native content."""
    page = founding()
    first = page.risks[0]
    control = replace(first.joint_controls[0], name=text, description=text)
    changed = replace(first, rows=(replace(first.rows[0], description=text, owner=text), *first.rows[1:]),
                      residual_risk=text, joint_controls=(control,))  # fmt: skip
    return replace(
        page,
        meeting=replace(page.meeting, title=text),
        risks=(changed, *page.risks[1:]),
        narrative=replace(page.narrative, purpose=(paragraph(text), bullet(text), table(("Heading",), (text,)))),
    )

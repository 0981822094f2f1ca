"""Records for tests: a factory for each, with sane defaults, and ``a_report()``: a whole one with a past.

Places are as real ones are: a register risk in row 7 has its owner in D7, an aligned risk has a column
for each organisation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from pipeline.model.records import (
    NARRATIVE_SECTIONS,
    Acceptance,
    AgreedWording,
    AlignedRisk,
    AlignmentRow,
    Assurance,
    Band,
    Block,
    BlockKind,
    Column,
    Control,
    ControlKind,
    ControlStatus,
    Exposure,
    History,
    InPlace,
    InputFile,
    KnownChange,
    Level,
    MappingWorkbook,
    Meeting,
    Movement,
    Narrative,
    NarrativeSection,
    Organisation,
    PastAlignedRisk,
    PastControl,
    PastReport,
    PastRisk,
    Place,
    Post,
    Promise,
    Register,
    Report,
    Risk,
    Run,
    SeverityChange,
    ShownWorking,
    Source,
    Trend,
    Working,
)
from pipeline.reconcile import alignment, movement

MEETING_DAY = date(2017, 12, 19)
LAST_MEETING = date(2017, 9, 26)
MAPPING = "mapping.xlsx"

RISK_FIELDS = (
    "id", "title", "description", "owner", "inherent.likelihood", "inherent.impact", "current.likelihood",
    "current.impact", "current.score", "current.rating", "target.likelihood", "target.impact", "previous_score",
    "trend", "trend_reason", "appetite", "actions", "status", "restricted", "last_reviewed", "next_review",
)  # fmt: skip
CONTROL_FIELDS = (
    "reference", "aligned_risk", "name", "description", "kind", "run_by", "owner", "in_place", "working", "assurance",
    "evidence", "last_checked", "review_months", "due", "progress", "restricted",
)  # fmt: skip
MEETING_FIELDS = (
    "panel", "meeting_date", "title", "report_by", "period", "author", "agenda_item", "protective_marking",
    "review_period_in_months", "cleared_by", "public_contact",
)  # fmt: skip


def a_source(fields: Sequence[str], row: int = 2, file: str = MAPPING, sheet: str = "Alignment") -> Source:
    """A row whose fields stand in the columns A, B, C … in this order."""
    return Source(file, sheet, row, {name: f"{chr(ord('A') + n)}{row}" for n, name in enumerate(fields)})


BANDS = (Band("Low", 1, 4), Band("Medium", 5, 9), Band("High", 10, 15), Band("Very high", 16, 25))
SMALL_BANDS = (Band("Low", 1, 3), Band("Medium", 4, 8), Band("High", 9, 16))


def an_organisation(name: str = "Met", **values: object) -> Organisation:
    fields = ("name", "full_name", "also_called", "register", "sheet", "as_at", "likelihood_levels", "impact_levels",
              "bands", "appetite")  # fmt: skip
    known: dict[str, object] = {
        "source": a_source(fields, sheet="Organisations"),
        "register": f"{name.lower()}-register.xlsx",
        "as_at": date(2017, 12, 1),
        "likelihood_levels": 5,
        "impact_levels": 5,
        "bands": BANDS,
        "appetite": "High",
    }
    return Organisation(name, **(known | values))  # type: ignore[arg-type]


MET = an_organisation("Met", full_name="Metropolitan Police Service", also_called=("MPS",))
MOPAC = an_organisation(
    "MOPAC",
    full_name="Mayor's Office for Policing and Crime",
    likelihood_levels=4,
    impact_levels=4,
    bands=SMALL_BANDS,
    appetite="Medium",
    source=a_source(("name", "full_name", "also_called", "register", "sheet", "as_at", "likelihood_levels",
                     "impact_levels", "bands", "appetite"), 3, sheet="Organisations"),
)  # fmt: skip


def an_exposure(
    likelihood: Level | None = 3, impact: Level | None = 4, score: Level | None = None, rating: str | None = None
) -> Exposure:
    return Exposure(likelihood, impact, score, rating)


UNSCORED = Exposure()


def a_risk(risk_id: str = "M01", organisation: str = "Met", *, row: int = 7, **values: object) -> Risk:
    """A whole risk: owned, scored 12, aimed at 8, unchanged."""
    known: dict[str, object] = {
        "source": a_source(RISK_FIELDS, row, f"{organisation.lower()}-register.xlsx", "Corporate risks"),
        "title": f"Title of {risk_id}",
        "description": f"What {risk_id} of {organisation} is about.",
        "owner": "Director of Operations",
        "inherent": an_exposure(4, 4),
        "current": an_exposure(3, 4),
        "target": an_exposure(2, 4),
        "trend": Trend.SAME,
        "actions": ("Carry on with the plan",),
    }
    return Risk(organisation, risk_id, **(known | values))  # type: ignore[arg-type]


def a_register(organisation: str, *risks: Risk, **values: object) -> Register:
    known: dict[str, object] = {
        "file": f"{organisation.lower()}-register.xlsx",
        "sheet": "Corporate risks",
        "header_rows": (5,),
        "columns": (Column("A", "Risk ref", "", "id", "exact"), Column("D", "Lead officer", "", "owner", "layout")),
        "ignored_columns": (Column("Z", "Last printed", "", "", "layout"),),
        "rows": {"risk": len(risks), "section": 2},
    }
    return Register(organisation, risks=risks, **(known | values))  # type: ignore[arg-type]


def a_meeting(**values: object) -> Meeting:
    meeting = a_source(MEETING_FIELDS, sheet="Meeting")
    known: dict[str, object] = {
        "panel": "Audit Panel",
        "date": MEETING_DAY,
        "title": "Alignment of Risks",
        "report_by": "The Director of Audit",
        "period": "Quarter 3 2017-18",
        "authors": (Post("Head of Risk", "risk@example.org"),),
        "source": replace(
            meeting, cells={**meeting.cells, "author[0]": "F2", "author[1]": "F3", "cleared_by[0]": "J2"}
        ),
        "agenda_item": "7",
        "marking": "OFFICIAL",
        "cleared_by": (Post("Chief of Staff"),),
        "public_contact": "Enquiries team, enquiries@example.org",
    }
    return Meeting(**(known | values))  # type: ignore[arg-type]


def a_row(
    number: int = 1, name: str = "Safeguarding", ids: Mapping[str, Sequence[str]] | None = None, **values: object
) -> AlignmentRow:
    ids = {"Met": ("M01",), "MOPAC": ("P01",)} if ids is None else ids
    fields = ("number", "name", *ids, "residual_risk", "trend_reason", "formerly", "status", "restricted", "comment")
    known: dict[str, object] = {
        "source": a_source(fields, number + 1),
        "residual_risk": f"Some of {name} stays uncertain.",
    }
    return AlignmentRow(number, name, {k: tuple(v) for k, v in ids.items()}, **(known | values))  # type: ignore[arg-type]


def a_control(
    reference: str = "C-1", aligned_risk: str = "Safeguarding", name: str = "Oversight board", **values: object
) -> Control:
    """A joint control, in place and shown to work by evidence of this quarter."""
    known: dict[str, object] = {
        "source": a_source(CONTROL_FIELDS, 2, sheet="Controls"),
        "description": f"{name} meets each quarter and reviews what was done.",
        "kind": ControlKind.JOINT,
        "owner": "Head of Strategy",
        "in_place": InPlace.YES,
        "working": Working.YES,
        "assurance": Assurance.SECOND,
        "evidence": "Review of the board's minutes",
        "last_checked": date(2017, 10, 2),
    }
    return Control(reference, aligned_risk, name, **(known | values))  # type: ignore[arg-type]


def a_potential(reference: str = "P-1", aligned_risk: str = "Safeguarding", **values: object) -> Control:
    """A control proposed, with owner and date."""
    known: dict[str, object] = {
        "name": "Shared register of gifts",
        "kind": ControlKind.POTENTIAL,
        "in_place": InPlace.NO,
        "working": None,
        "assurance": None,
        "evidence": None,
        "last_checked": None,
        "due": date(2018, 3, 31),
        "progress": "Being drawn up.",
    }
    return a_control(reference, aligned_risk, **(known | values))  # type: ignore[arg-type]


def a_wording(organisation: str, risk: str, as_reported: str, **values: object) -> AgreedWording:
    fields = ("organisation", "risk", "field", "as_reported", "reason", "agreed_by", "date")
    known: dict[str, object] = {"field": "description", "source": a_source(fields, sheet="Wording")}
    return AgreedWording(organisation, risk, as_reported=as_reported, **(known | values))  # type: ignore[arg-type]


def a_change(organisation: str, risk: str, what: str, **values: object) -> KnownChange:
    fields = ("organisation", "risk", "what", "was", "now", "reason", "agreed_by", "date")
    return KnownChange(organisation, risk, what, **({"source": a_source(fields, sheet="Changes")} | values))  # type: ignore[arg-type]


def a_promise(promise: str = "A paper on gangs", **values: object) -> Promise:
    source = a_source(("promise", "asked_by", "made", "due", "kept"), sheet="Promises")
    return Promise(promise, **({"source": source, "asked_by": "The Panel"} | values))  # type: ignore[arg-type]


def an_acceptance(finding: str, subject: str, **values: object) -> Acceptance:
    known: dict[str, object] = {
        "source": a_source(("finding", "subject", "reason", "accepted_by", "until"), sheet="Accepted"),
        "reason": "The post is being filled",
        "accepted_by": "Head of Risk",
        "until": date(2018, 3, 31),
    }
    return Acceptance(finding, subject, **(known | values))  # type: ignore[arg-type]


def a_severity(finding: str, severity: str, **values: object) -> SeverityChange:
    source = a_source(("finding", "severity", "reason"), sheet="Checks")
    return SeverityChange(finding, severity, **({"source": source, "reason": "Agreed"} | values))  # type: ignore[arg-type]


def a_mapping(
    rows: Sequence[AlignmentRow] = (),
    controls: Sequence[Control] = (),
    organisations: Sequence[Organisation] = (MET, MOPAC),
    **values: object,
) -> MappingWorkbook:
    known: dict[str, object] = {"meeting": a_meeting()}
    return MappingWorkbook(
        MAPPING,
        organisations=tuple(organisations),
        alignment=tuple(rows),
        controls=tuple(controls),
        **(known | values),  # type: ignore[arg-type]
    )


def a_narrative(**sections: Sequence[str]) -> Narrative:
    """The ten sections; a keyword by a section's key gives its paragraphs, "- " before those of a list."""
    made = []
    for key, heading, _ in NARRATIVE_SECTIONS:
        texts = sections.get(key, (f"What is to be said under {heading.lower()}.",))
        blocks = tuple(
            Block(
                BlockKind.BULLET if text.startswith("- ") else BlockKind.PARAGRAPH,
                (Run(text.removeprefix("- ")),),
                place=Place("narrative.docx", heading, f"paragraph {n}"),
            )
            for n, text in enumerate(texts, 1)
        )
        made.append(NarrativeSection(key, heading, blocks, Place("narrative.docx", heading)))
    return Narrative("narrative.docx", tuple(made))


def past_of(risk: Risk, **values: object) -> PastRisk:
    """The same risk in the last record, but for what is given."""
    known: dict[str, object] = {
        "title": risk.title,
        "description": risk.description,
        "owner": risk.owner,
        "current": risk.current,
        "target": risk.target,
        "trend": risk.trend,
    }
    return PastRisk(risk.organisation, risk.id, **(known | values))  # type: ignore[arg-type]


def past_control(
    control: Control, status: ControlStatus | None = ControlStatus.WORKING, **values: object
) -> PastControl:
    known: dict[str, object] = {
        "kind": control.kind,
        "status": status,
        "due": control.due,
        "description": control.description,
        "progress": control.progress,
    }
    return PastControl(control.reference, control.name, **(known | values))  # type: ignore[arg-type]


def a_theme(
    number: int,
    name: str,
    risks: Sequence[PastRisk] = (),
    controls: Sequence[PastControl] = (),
    level: ShownWorking | None = None,
) -> PastAlignedRisk:
    return PastAlignedRisk(number, name, tuple(risks), tuple(controls), level)


def a_past(*themes: PastAlignedRisk, **values: object) -> PastReport:
    known: dict[str, object] = {
        "file": "2017-09-26/issued/record.json",
        "panel": "Audit Panel",
        "title": "Alignment of Risks",
        "meeting_date": LAST_MEETING,
        "period": "Quarter 2 2017-18",
        "state": "issued",
    }
    return PastReport(aligned_risks=themes, **(known | values))  # type: ignore[arg-type]


def report_of(
    mapping: MappingWorkbook,
    registers: Sequence[Register],
    past: PastReport | None = None,
    narrative: Narrative | None = None,
    earlier: Sequence[PastReport] = (),
) -> Report:
    """These inputs, reconciled and compared. ``earlier``: the reports before ``past``, the newest first."""
    aligned, _ = alignment.reconcile(mapping, tuple(registers), past)
    moved = movement.compare(mapping, tuple(registers), aligned, History(past, tuple(earlier)))
    files = [InputFile("mapping", MAPPING, "a" * 64), InputFile("narrative", "narrative.docx", "b" * 64)]
    files += [InputFile("register", r.file, f"{12 + n:x}" * 64, r.organisation) for n, r in enumerate(registers)]
    return Report(mapping, tuple(registers), narrative or a_narrative(), aligned, moved, tuple(files))


# --- a whole quarter ------------------------------------------------------------------------------

MET_RISKS = (
    a_risk("M01", row=7, description="Children at risk are not seen in time.", owner="Deputy Commissioner", trend_reason=None),
    a_risk("M02", row=8, description="Decisions are taken without the scrutiny they need.", owner="Deputy Commissioner"),
    a_risk("M03", row=9, description="The savings asked for can't be found.", owner="Director of Finance", current=an_exposure(4, 4), inherent=an_exposure(5, 5), target=an_exposure(3, 3)),
    a_risk("M04", row=10, description="We don't know enough about demand.", owner="Director of Strategy", current=an_exposure(2, 4), target=an_exposure(2, 3)),
    a_risk("M05", row=11, description="The fleet grows old.", owner="Director of Fleet", current=an_exposure(2, 3)),
)  # fmt: skip
MOPAC_RISKS = (
    a_risk("P01", "MOPAC", row=4, description="Commissioned services for children fall short.", owner="Director of Services", inherent=an_exposure(4, 4), current=an_exposure(2, 4), target=an_exposure(2, 2)),
    a_risk("P02", "MOPAC", row=5, description="Oversight of the service is too thin.", owner="Chief Finance Officer", inherent=an_exposure(4, 4), current=an_exposure(2, 3), target=an_exposure(2, 2), trend=Trend.FALLING, trend_reason="The oversight board has met twice."),
    a_risk("P03", "MOPAC", row=6, description="Grants are cut in the next settlement.", owner="Chief Finance Officer", inherent=an_exposure(4, 4), current=an_exposure(3, 3), target=an_exposure(2, 2), trend=Trend.RISING),
    a_risk("P04", "MOPAC", row=7, description="Research does not reach those who decide.", owner="Director of Strategy", inherent=an_exposure(4, 3), current=an_exposure(2, 3), target=an_exposure(2, 1)),
    a_risk("P05", "MOPAC", row=8, description="The office must move.", owner="Head of Estates", inherent=an_exposure(3, 3), current=an_exposure(2, 2), target=an_exposure(1, 2)),
)  # fmt: skip
ROWS = (
    a_row(1, "Safeguarding", {"Met": ("M01",), "MOPAC": ("P01",)}),
    a_row(2, "Governance", {"Met": ("M02",), "MOPAC": ("P02",)}),
    a_row(3, "Money", {"Met": ("M03",), "MOPAC": ("P03",)}, formerly=("Funding",), trend_reason="The settlement is lower than was planned for."),
    a_row(4, "Insight", {"Met": ("M04",), "MOPAC": ("P04",)}),
)  # fmt: skip
CONTROLS = (
    a_control("C-SAF-1", "Safeguarding", "Child protection group"),
    a_control("C-SAF-2", "Safeguarding", "Police and Crime Plan", working=Working.NOT_TESTED, assurance=None),
    a_control("C-GOV-1", "Governance", "Oversight board", source=a_source(CONTROL_FIELDS, 4, sheet="Controls")),
    a_potential("C-GOV-2", "Governance", name="Scheme of delegation", source=a_source(CONTROL_FIELDS, 5, sheet="Controls")),
    a_control("C-MON-1", "Money", "Budget monitoring", assurance=Assurance.FIRST),
    a_control("C-MON-2", "Money", "Service area reviews", working=Working.NO),
    a_control("C-INS-1", "Insight", "Insight services", in_place=InPlace.PARTLY, working=Working.PARTLY),
)  # fmt: skip


def a_past_quarter() -> PastReport:
    """September: Money was called Funding, two scores and an owner were others, delegation was not yet proposed."""
    m = {risk.id: past_of(risk) for risk in (*MET_RISKS, *MOPAC_RISKS)}
    m["M02"] = replace(m["M02"], owner="Assistant Commissioner")
    m["P02"] = replace(m["P02"], current=an_exposure(3, 3), rating="High", trend=Trend.SAME)
    m["P03"] = replace(m["P03"], current=an_exposure(2, 3), rating="Medium", trend=Trend.SAME)
    m["M05"] = replace(m["M05"], current=an_exposure(3, 3), rating="Medium")
    saf1, saf2, gov1, _, mon1, mon2, ins1 = CONTROLS
    return a_past(
        a_theme(1, "Safeguarding", (m["M01"], m["P01"]), (past_control(saf1), past_control(saf2, ControlStatus.PARTLY_IN_PLACE)), ShownWorking.PARTLY),
        a_theme(2, "Governance", (m["M02"], m["P02"]), (past_control(gov1),), ShownWorking.ALL),
        a_theme(3, "Funding", (m["M03"], m["P03"]), (past_control(mon1), past_control(mon2)), ShownWorking.ALL),
        a_theme(4, "Insight", (m["M04"], m["P04"]), (past_control(ins1, ControlStatus.PARTLY_IN_PLACE),), ShownWorking.NONE),
        other_risks=(m["M05"], m["P05"]),
    )  # fmt: skip


def a_report(*, past: bool = True, narrative: Narrative | None = None, **mapping: object) -> Report:
    """Two organisations, four aligned risks, a past report. ``mapping``: fields of the workbook to replace."""
    known: dict[str, object] = {
        "rows": ROWS,
        "controls": CONTROLS,
        "acronyms": {"MOPAC": "Mayor's Office for Policing and Crime"},
        "promises": (
            a_promise(
                "A paper on gangs", made=LAST_MEETING, due=date(2017, 12, 1), kept="Sent to members on 28 November"
            ),
            a_promise("A visit to the control room", made=LAST_MEETING, due=date(2018, 3, 1)),
        ),
    }
    return report_of(
        a_mapping(**(known | mapping)),  # type: ignore[arg-type]
        (a_register("Met", *MET_RISKS), a_register("MOPAC", *MOPAC_RISKS)),
        a_past_quarter() if past else None,
        narrative,
    )


def only(aligned: Sequence[AlignedRisk]) -> AlignedRisk:
    """The single one, or the test fails."""
    (one,) = aligned
    return one


NO_MOVEMENT = Movement(None)

"""Rule by rule: a report that makes it speak, where it says so, and reports on which it stays quiet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from time import process_time
from typing import Any, NamedTuple

import pytest

from pipeline.model.findings import CATALOGUE, Mender
from pipeline.model.records import (
    Assurance,
    Band,
    Control,
    ControlKind,
    ControlStatus,
    Exposure,
    InPlace,
    PastControl,
    PastOrganisation,
    PastReport,
    PastRisk,
    Trend,
    Working,
)
from pipeline.reconcile import alignment
from tests.checks.reports import P01, UNTESTED, found
from tests.reconcile.builders import (
    MEETING_DAY,
    RISK_FIELDS,
    UNSCORED,
    a_change,
    a_control,
    a_mapping,
    a_meeting,
    a_narrative,
    a_past,
    a_potential,
    a_register,
    a_risk,
    a_row,
    a_source,
    a_theme,
    a_wording,
    an_exposure,
    past_control,
    past_of,
)

Report = Mapping[str, Any]  # what is other than in the sound report
MET, MOPAC, NARRATIVE = "met-register.xlsx", "mopac-register.xlsx", "narrative.docx"
JUNE = date(2017, 6, 27)
SAME = Trend.SAME


def with_estates() -> PastReport:
    """The last report, with an aligned risk besides."""
    estates = a_theme(
        5, "Estates", (past_of(a_risk("M05")),), (past_control(a_control("C-5", "Estates", name="Survey")),)
    )
    return replace(last(), aligned_risks=(*last().aligned_risks, estates))


class Case(NamedTuple):
    code: str
    place: tuple[str, str, str]  # file, sheet or heading, cell or paragraph
    speaks: Report
    quiet: tuple[Report, ...]


def met(cell: str) -> tuple[str, str, str]:
    return MET, "Corporate risks", cell


def sheet(name: str, cell: str) -> tuple[str, str, str]:
    return "mapping.xlsx", name, cell


def words(heading: str, paragraph: int = 1) -> tuple[str, str, str]:
    return NARRATIVE, heading, f"paragraph {paragraph}"


def mine(**values: object) -> Report:
    """The Met's reported risk with these values."""
    return {"risk": a_risk("M01", **values)}


def last(*risks: PastRisk, controls: tuple[PastControl, ...] = (), **report: object) -> PastReport:
    """The last report: M01 and P01 as they are now, or as given."""
    known = {"M01": past_of(a_risk("M01")), "P01": past_of(P01)} | {risk.id: risk for risk in risks}
    mine = (past_control(a_control()), past_control(UNTESTED, ControlStatus.NOT_PROVEN))
    return a_past(a_theme(1, "Safeguarding", tuple(known.values()), (*mine, *controls)), **report)


def june(*risks: PastRisk, controls: tuple[PastControl, ...] = ()) -> PastReport:
    return last(*risks, controls=controls, meeting_date=JUNE, file="2017-06-27/issued/record.json")


def was(**values: object) -> PastRisk:
    return past_of(a_risk("M01"), **values)


def with_potential(control: Control, *reports: PastControl, **report: object) -> Report:
    """The sound report with a potential control, and how the reports before, the newest first, had it."""
    before = [(last if n == 0 else june)(controls=(one,)) for n, one in enumerate(reports)]
    return {
        "controls": (a_control(), UNTESTED, control),
        "past": before[0] if before else None,
        "earlier": before[1:],
    } | report


def control(**values: object) -> Report:
    return {"controls": (a_control(**values), UNTESTED)}


def under(section: str, *texts: str) -> Report:
    return {"narrative": a_narrative(**{section: texts})}


def then_said(section: str, text: str) -> PastReport:
    return last(narrative={section: text})


MONEY = a_row(2, "Money", {"Met": ("M02",), "MOPAC": ("P02",)})
MET_VERY_HIGH = an_exposure(4, 4, rating="Very high")
TOP = was(current=MET_VERY_HIGH, rating="Very high")
RED = Exposure(4, 4, rating="Red")
THEN_RED = (PastOrganisation("Met", bands=(Band("Green", 1, 8), Band("Red", 9, 25))),)


def in_the_top_band(then: PastRisk, **report: object) -> Report:
    """The Met's risk in the top band now and last time, and as given in June."""
    june = a_past(a_theme(1, "Safeguarding", (then,)), meeting_date=JUNE)
    return mine(current=MET_VERY_HIGH, inherent=an_exposure(5, 5)) | {"past": last(TOP), "earlier": (june,)} | report


RENUMBERED = a_change("Met", "M90", "renumbered", was="M90", now="M01")
LONELY = (a_source([name for name in RISK_FIELDS if name != "actions"], 7, MET, "Corporate risks"),)
LAPTOPS = "Laptops holding personal records of victims are lost or stolen."
A_LAPTOP = "Personal records of victims are lost when laptops are stolen."

CASES: tuple[Case, ...] = (
    # --- scores and what is open
    Case(
        "above-appetite-idle", met("Q7"), mine(appetite="Medium", actions=()),
        (
            mine(appetite="Medium"), mine(actions=()) | mine(appetite="High", actions=(), target=an_exposure(3, 4)),
            mine(appetite="Medium", actions=(), source=LONELY[0]),  # the register keeps no actions
            mine(appetite="Medium", actions=(), unknown={"actions": "[not readable: #REF!]"}),
            mine(appetite="Medium", actions=()) | {"controls": (a_control(), UNTESTED, a_potential())},
        ),
    ),
    Case(
        "target-idle", met("Q7"), mine(actions=()),
        (
            mine(), mine(actions=(), target=an_exposure(3, 4)), mine(actions=(), target=UNSCORED),
            mine(actions=(), appetite="Medium"),  # said of the appetite
            mine(actions=()) | {"controls": (a_control(), UNTESTED, a_potential())},
        ),
    ),
    Case(
        "target-reached", met("K7"), mine(target=an_exposure(4, 3)),
        (mine(target=an_exposure(3, 4), actions=()), mine(), mine(target=UNSCORED)),
    ),
    Case(
        "top-band-long", met("I7"),
        mine(current=MET_VERY_HIGH, inherent=an_exposure(5, 5)) | {"past": last(TOP), "earlier": (june(TOP),)},
        (
            mine(current=MET_VERY_HIGH, inherent=an_exposure(5, 5)) | {"past": last(TOP)},
            mine(current=MET_VERY_HIGH, inherent=an_exposure(5, 5)) | {"past": last(TOP), "earlier": (june(),)},
            mine(trend=Trend.FALLING, trend_reason="Less.") | {"past": last(TOP), "earlier": (june(TOP),)},
        ),
    ),
    *(
        Case("top-band-long", met("I7"), in_the_top_band(replace(TOP, **then), **report), ())  # type: ignore[arg-type]
        for then, report in (
            ({"id": "m 1"}, {}),
            ({"id": "M90"}, {}),  # the same words
            ({"id": "M90", "description": "Quite other words."}, {"changes": (RENUMBERED,)}),
            ({"id": "M90", "description": "Other."}, {"changes": (replace(RENUMBERED, date=date(2017, 8, 1)),)}),
            ({"organisation": "mps"}, {}),
            ({"organisation": "Metropolitan Police Service", "id": "M90"}, {}),
        )
    ),
    Case(
        "top-band-long", met("I7"), in_the_top_band(TOP),
        (
            in_the_top_band(replace(TOP, id="M90", description="Quite other words.")),
            in_the_top_band(replace(TOP, id="M90", description="Other."), changes=(replace(RENUMBERED, date=date(2017, 11, 1)),)),
            in_the_top_band(replace(TOP, organisation="MOPAC")),
        ),
    ),
    # --- reviews
    Case(
        "review-overdue", met("U7"), mine(next_review=date(2017, 12, 1), last_reviewed=date(2017, 9, 1)),
        (
            mine(next_review=MEETING_DAY), mine(next_review=date(2018, 1, 1)),
            mine(next_review=date(2017, 12, 1), last_reviewed=date(2017, 12, 4)),  # it was reviewed since
        ),
    ),
    Case(
        "review-late", met("T7"), mine(last_reviewed=date(2017, 12, 20)), (mine(last_reviewed=MEETING_DAY), mine()),
    ),
    # --- trends
    Case(
        "trend-same-yet-changed", met("N7"), {"past": last(was(owner="Head of Change"))},
        (
            {"past": last()},
            {"past": last(was(owner="Head of Change")), "changes": (a_change("Met", "M01", "new owner"),)},
            mine(trend=Trend.RISING, trend_reason="Demand grew.") | {"past": last(was(owner="Head of Change"))},
            mine(trend_reason="The post was renamed.") | {"past": last(was(owner="Head of Change"))},
            {"past": last(was(owner=None))}, {"past": last(was(owner="DIRECTOR of  Operations"))},
        ),
    ),
    Case(
        "trend-same-yet-changed", met("N7"), {"past": last(was(current=an_exposure(4, 3)))},
        ({"past": last(was(current=an_exposure(3, 4)))}, {"past": last(was(current=Exposure(score=12)))}),
    ),
    Case(
        "trends-opposed", sheet("Alignment", "F2"),
        mine(trend=Trend.RISING) | {"theirs": replace(P01, trend=Trend.FALLING, trend_reason="Fewer cases.")},
        (
            mine(trend=Trend.RISING, trend_reason="More cases.") | {"theirs": replace(P01, trend=Trend.FALLING, trend_reason="Fewer.")},
            mine(trend=Trend.RISING) | {"theirs": replace(P01, trend=Trend.FALLING), "row": a_row(trend_reason="Two counts.")},
            mine(trend=Trend.RISING), mine(trend=Trend.RISING) | {"theirs": replace(P01, trend=Trend.RISING)},
        ),
    ),
    # --- people
    Case(
        "owner-personal", met("D7"), mine(owner="Jane Doe"),
        tuple(
            mine(owner=owner)
            for owner in (
                "Deputy Commissioner", "Director of Finance and Commercial", "Estates", "Head of Risk", "Legal Services",
                "Chief Nurse", "Met Operations", "Corporate Services", "Human Resources", "Metropolitan Police Service",
                "Red Watch", "Met Detention", "Parking Enforcement", "Legal, Finance", "Major Incident",
                "Victims' Commissioner", "Safeguarding Board", "Assistant Commissioner Territorial Policing", "Vacant",
                "Night Detention", "the caretaker", "Estate's Keeper", "Estate’s Keeper",
            )
        ),
    ),
    Case("owner-personal", met("D7"), mine(owner="Head of Risk, risk@example.org"), (mine(owner="Head of Risk"),)),
    Case("owner-personal", met("D7"), mine(owner="Dr Roe"), (mine(owner="Drainage Board"),)),
    *(Case("owner-personal", met("D7"), mine(owner=name), ()) for name in ("Doe, Jane", "Mary Clement", "Supt Jane O'Doe")),
    Case("owner-personal", met("D7"), mine(owner="J. Doe"), (mine(owner="Director (vacant post)"),)),
    Case(
        "owner-personal", sheet("Wording", "D2"),
        {"wording": (a_wording("Met", "M01", "Jane Doe-Roe", field="owner"),)},
        (mine(owner="Jane Doe") | {"wording": (a_wording("Met", "M01", "Head of Risk", field="owner"),)},),
    ),
    Case(
        "control-owner-personal", sheet("Controls", "G2"), control(owner="Jane Doe"),
        (control(owner="Head of Analysis, Met"), control(owner="Strategy Group")),
    ),
    Case(
        "owner-differs", (MOPAC, "Corporate risks", "D7"),
        {
            "row": a_row(ids={"Met": ("M01",), "MOPAC": ("M01",)}),
            "theirs": replace(P01, id="M01", owner="Head of Services"),
            "unreported_theirs": (a_risk("P02", "MOPAC", row=8), a_risk("P03", "MOPAC", row=9)),
        },
        (
            {  # both number M01, M02, M03
                "row": a_row(ids={"Met": ("M01",), "MOPAC": ("M01",)}),
                "theirs": replace(P01, id="M01", owner="Head of Services", description="Grants are cut."),
                "unreported": (a_risk("M02", row=8), a_risk("M03", row=9)),
                "unreported_theirs": (a_risk("M02", "MOPAC", row=8), a_risk("M03", "MOPAC", row=9)),
            },
            {
                "row": a_row(ids={"Met": ("M01",), "MOPAC": ("M01",)}), "theirs": replace(P01, id="M01"),
                "unreported_theirs": (a_risk("P02", "MOPAC", row=8), a_risk("P03", "MOPAC", row=9)),
            },
            {  # each body's own holder of one post
                "row": a_row(ids={"Met": ("M01",), "MOPAC": ("M01",)}), "risk": a_risk("M01", owner="Clerk, Met"),
                "theirs": replace(P01, id="M01", owner="MOPAC's clerk"),
                "unreported_theirs": (a_risk("P02", "MOPAC", row=8), a_risk("P03", "MOPAC", row=9)),
            },
            {  # both number M01, M02 …, and write of other things
                "row": a_row(ids={"Met": ("M01",), "MOPAC": ("M01",)}),
                "theirs": replace(P01, id="M01", owner="Head of Services", description="Grants are cut."),
            },
        ),
    ),
    Case(
        "owner-differs", (MOPAC, "Corporate risks", "D7"),
        mine(description=LAPTOPS)
        | {
            "row": a_row(ids={"Met": ("M01",), "MOPAC": ("M01",)}),
            "theirs": replace(P01, id="M01", owner="Head of Services", description=LAPTOPS),
        },
        (),
    ),
    Case(
        "owner-differs", (MOPAC, "Corporate risks", "D7"),
        {  # half of each register's ids are of this kind
            "row": a_row(ids={"Met": ("M01",), "MOPAC": ("M01",)}),
            "theirs": replace(P01, id="M01", owner="Head of Services", description="Grants are cut."),
            "unreported": (a_risk("M02", row=8), a_risk("X1", row=9), a_risk("X2", row=10)),
            "unreported_theirs": tuple(a_risk(one, "MOPAC", row=8 + n) for n, one in enumerate(("M02", "X1", "X2"))),
        },
        (),
    ),
    Case(
        "owner-of-many", met("D7"),
        {
            "rows": tuple(a_row(n, f"Theme {n}", {"Met": (f"M0{n}",)}) for n in (2, 3)),
            "unreported": tuple(a_risk(f"M0{n}", row=6 + n) for n in (2, 3)),
        },
        (
            {
                "rows": tuple(a_row(n, f"Theme {n}", {"Met": (f"M0{n}",)}) for n in (2, 3)),
                "unreported": (a_risk("M02", row=8), a_risk("M03", row=9, owner="Head of Change")),
            },
        ),
    ),
    # --- identity
    Case(
        "id-reused", met("A7"),
        mine(title="Fleet", description="Vehicles grow old and are off the road for weeks.")
        | {"past": last(was(title="Children", description="Young people at risk of harm are not seen early."))},
        (
            mine(title="Children", description="Vehicles grow old and are off the road for weeks.")
            | {"past": last(was(title="Children", description="Old cars."))},
            mine(description=LAPTOPS) | {"past": last(was(description=A_LAPTOP))},
            mine(title="Fleet", description="Vehicles grow old and are off the road.") | {"past": last(was(title=None, description=None))},
        ),
    ),
    Case(
        "top-band-unaligned", met("A8"), {"unreported": (a_risk("M02", row=8, current=an_exposure(4, 4)),)},
        (
            {"unreported": (a_risk("M02", row=8, current=an_exposure(3, 5)),)},
            {"unreported": (a_risk("M02", row=8, current=an_exposure(4, 4), status="Closed"),)},
            mine(current=an_exposure(4, 4)),
        ),
    ),
    Case(
        "alike-not-aligned", met("C8"),
        {
            "unreported": (a_risk("M02", row=8, title="Data", description=LAPTOPS),),
            "unreported_theirs": (a_risk("P02", "MOPAC", row=8, title="Information", description=A_LAPTOP),),
        },
        (
            {"unreported": (a_risk("M02", row=8, description=LAPTOPS), a_risk("M03", row=9, description=A_LAPTOP))},
            {
                "unreported": (a_risk("M02", row=8, title="Data", description=LAPTOPS, restricted="Yes"),),
                "unreported_theirs": (a_risk("P02", "MOPAC", row=8, title="Information", description=A_LAPTOP),),
            },
            mine(description=LAPTOPS) | {"theirs": replace(P01, description=A_LAPTOP)},  # aligned already
        ),
    ),
    # --- since the record
    Case(
        "risk-reworded", met("C7"), mine(description="Fewer are seen.") | {"past": last(was(description="Few are seen."))},
        ({"past": last()}, {}),
    ),
    Case("risk-reowned", met("D7"), {"past": last(was(owner="Head of Change"))}, ({"past": last()},)),
    Case("risk-rescored", met("I7"), {"past": last(was(current=an_exposure(2, 4)))}, ({"past": last()},)),
    Case(
        "risk-gone", sheet("Alignment", "C2"), {"past": last(past_of(a_risk("M09")))},
        tuple(
            {"past": last(past_of(a_risk("M09"))), "changes": (a_change("Met", "M09", what, now=now),)}
            for what, now in (("closed", None), ("withdrawn", None), ("merged", "M01"))
        ),
    ),
    Case(
        "aligned-gone", sheet("Alignment", ""), {"past": with_estates()},
        (
            {"past": with_estates(), "rows": (a_row(5, "Estates", {"Met": ("M05",)}, withdrawn=True),)},
            {"past": with_estates(), "changes": (a_change("Met", "M05", "closed", reason="Sold."),)},
            {"past": with_estates(), "row": a_row(formerly=("Estates",))},
            {"past": last()},
        ),
    ),
    Case(
        "other-risk-gone", (MET, "Corporate risks", ""), {"past": last(other_risks=(past_of(a_risk("M09")),))},
        (
            {"past": last(other_risks=(past_of(a_risk("M09")),)), "changes": (a_change("Met", "M09", "closed"),)},
            {"past": last(other_risks=(past_of(a_risk("M02")),)), "unreported": (a_risk("M02", row=8),)},
        ),
    ),
    Case(
        "register-not-refreshed", (MET, "", ""), {"past": last(inputs={"register met-register.xlsx": "c" * 64})},
        ({"past": last(inputs={"register met-register.xlsx": "e" * 64, "mapping mapping.xlsx": "c" * 64})}, {}),
    ),
    # --- controls
    Case(
        "control-differs", sheet("Controls", "D2"),
        {"rows": (MONEY,), "controls": (a_control(), UNTESTED, a_control("C-2", "Money", description="It meets."))},
        (
            {"rows": (MONEY,), "controls": (a_control(), UNTESTED, a_control("C-2", "Money"))},
            {"rows": (MONEY,), "controls": (a_control(), UNTESTED, a_control("C-2", "Money", name="Another board"))},
            {"rows": (MONEY,), "controls": (a_control(description=None), UNTESTED, a_control("C-2", "Money", description=None))},
        ),
    ),
    Case(
        "control-differs", sheet("Controls", "C2"), {"controls": (a_control(), UNTESTED, a_control("C-2"))},
        (
            {"controls": (a_control(), UNTESTED, a_control("C-2", name="Another board"))},
            {"rows": (MONEY,), "controls": (a_control(), UNTESTED, a_control("C-2", "Money"))},
            {"controls": (a_control(), UNTESTED, a_potential("C-2", name="Oversight board"))},
        ),
    ),
    Case(
        "control-differs", sheet("Controls", "C2"),
        {"controls": (a_control(), UNTESTED, a_control("C-2", name="oversight  Board", working=Working.NO, description="Other."))}, (),
    ),
    Case(
        "control-differs", sheet("Controls", "H2"),
        {"rows": (MONEY,), "controls": (a_control(), UNTESTED, a_control("C-2", "Money", working=Working.NO))},
        ({"rows": (MONEY,), "controls": (a_control(), UNTESTED, a_potential("C-2", "Money"))},),
    ),
    Case(
        "control-first-line-only", sheet("Controls", "J2"), control(assurance=Assurance.FIRST),
        (control(assurance=Assurance.SECOND), control(assurance=Assurance.FIRST, working=Working.PARTLY)),
    ),
    Case(
        "working-yet-exposed", sheet("Alignment", "B2"),
        mine(trend=Trend.RISING, trend_reason="More.") | {"controls": (a_control(),)},
        (
            mine(trend=Trend.RISING, trend_reason="More."), {"controls": (a_control(),)},
            mine(trend=Trend.RISING, trend_reason="More.") | {"controls": ()},
        ),
    ),
    Case(
        "working-yet-exposed", sheet("Alignment", "B2"), mine(appetite="Medium") | {"controls": (a_control(),)},
        (mine(appetite="Medium"),),
    ),
    Case(
        "control-date-moved", sheet("Controls", "N2"),
        with_potential(a_potential(), past_control(a_potential(due=date(2017, 12, 31)))),
        (
            with_potential(a_potential(), past_control(a_potential())), with_potential(a_potential()),
            with_potential(a_potential(), past_control(a_potential(due=date(2018, 6, 30)))),  # sooner
            with_potential(a_potential(due=None), past_control(a_potential())),  # told of as undated
            with_potential(
                a_potential(progress="Moved: the lawyers need until March."),
                past_control(a_potential(due=date(2017, 12, 31))),
            ),
        ),
    ),
    Case(
        "control-date-moved", sheet("Controls", "N2"),
        with_potential(  # a report without a date takes nothing back
            a_potential(), past_control(a_potential(due=None)), past_control(a_potential(due=date(2017, 12, 31))),
        ),
        (
            with_potential(a_potential(), past_control(a_potential(due=None)), past_control(a_potential(due=date(2018, 3, 31)))),
            with_potential(a_potential(), past_control(a_potential(due=None)), past_control(a_potential(due=None))),
        ),
    ),
    *(
        Case(
            "control-date-moved", sheet("Controls", "N2"),
            with_potential(a_potential(progress=progress), past_control(a_potential(due=date(2017, 12, 31)))), (),
        )
        for progress in (
            "The draft is due to go to the board in January 2018.", "Meetings held since 2 October 2017.",
            "Drawn up since the last meeting.", "Worked on since October.",
        )
    ),
    Case(
        "control-date-moved", sheet("Controls", "N2"),
        with_potential(a_potential(), past_control(a_potential(due=date(2017, 12, 31)))),
        tuple(
            with_potential(a_potential(progress=progress), past_control(a_potential(due=date(2017, 12, 31))))
            for progress in (
                "Later, due to sickness.", "Due to the lawyers' leave.", "Later, since the lawyers need time.",
                "The delay is due to reports that came late.",
            )
        ),
    ),
    Case(
        "control-date-moved-again", sheet("Controls", "N2"),
        with_potential(
            a_potential(progress="Moved again."),
            past_control(a_potential(due=date(2017, 12, 31))), past_control(a_potential(due=date(2017, 9, 30))),
        ),
        (
            with_potential(
                a_potential(progress="Moved."),
                past_control(a_potential(due=date(2017, 12, 31))), past_control(a_potential(due=date(2017, 12, 31))),
            ),
            with_potential(  # it moved twice, and was told of last time
                a_potential(),
                past_control(a_potential()), past_control(a_potential(due=date(2017, 12, 31))),
                past_control(a_potential(due=date(2017, 9, 30))),
            ),
            with_potential(  # it moved once, long ago
                a_potential(progress="Signed by one."),
                past_control(a_potential()), past_control(a_potential(due=date(2017, 9, 30))),
            ),
        ),
    ),
    Case(
        "control-unchanged", sheet("Controls", "O2"),
        with_potential(a_potential(), *[past_control(a_potential(), ControlStatus.NOT_IN_PLACE)] * 2),
        (
            with_potential(a_potential(), past_control(a_potential(), ControlStatus.NOT_IN_PLACE)),
            with_potential(
                a_potential(progress="Signed by one."), *[past_control(a_potential(), ControlStatus.NOT_IN_PLACE)] * 2
            ),
            {"past": last(), "earlier": (june(),)},  # a joint control may stay as it is
        ),
    ),
    Case(
        "control-finished", sheet("Controls", "E2"), with_potential(a_potential(in_place=InPlace.YES)),
        (with_potential(a_potential(in_place=InPlace.PARTLY)), {}),
    ),
    Case(
        "control-made-potential", sheet("Controls", "E2"),
        with_potential(a_potential(), past_control(a_potential(), kind=ControlKind.JOINT)),
        (with_potential(a_potential(), past_control(a_potential())),),
    ),
    Case(
        "control-gone", sheet("Alignment", "B2"),
        {"past": last(controls=(past_control(a_control("C-7", name="Another board")),))},
        (
            {"past": last()},
            {
                "past": last(controls=(past_control(a_control("C-7", name="Another board")),)),
                "changes": (a_change("Met", "C-7", "withdrawn"),),
            },
        ),
    ),
    Case(
        "control-dropped", sheet("Alignment", "B2"),
        {"past": last(controls=(past_control(a_control("C-7", name="Another board"), ControlStatus.NOT_WORKING),))},
        (
            {"past": last(controls=(past_control(a_control("C-7", name="Another board")),))},
            {"past": last(controls=(past_control(a_potential("C-7"), ControlStatus.NOT_IN_PLACE),))},
        ),
    ),
    # --- words
    Case(
        "remain-the-same", words("Purpose"),
        under("purpose", "The aligned risks remain the same.") | {"past": last(past_of(a_risk("M09")))},
        (
            under("purpose", "The aligned risks remain the same.") | {"past": last()},
            under("purpose", "The aligned risks remain the same."),  # a first report
            under("purpose", "The risks are the same ones that both face.") | {"past": last(past_of(a_risk("M09")))},
            under("purpose", "Most of the aligned risks are unchanged.") | {"past": last(past_of(a_risk("M09")))},
            under("purpose", "The risks remain above appetite.") | {"past": last(past_of(a_risk("M09")))},
        ),
    ),
    *(
        Case("remain-the-same", words("Purpose"), under("purpose", text) | {"past": last(past_of(a_risk("M09")))}, ())
        for text in (
            "The four risks are unchanged.", "The joint risks reported to the Panel have stayed the same.",
            "There is no change to the aligned risks.", "The aligned risks have not changed.",
        )
    ),
    Case(
        "reference-missing", words("Purpose"), under("purpose", "See appendix 7."),
        tuple(
            under("purpose", text)
            for text in (
                "See Appendix 1 and appendices 2 to 4.", "See appendix 7 of the Police and Crime Plan.",
                "See paragraph 1.1.", "See the Plan's appendix 9.", "See paragraph 14.2 of the Code.", "See paragraph 6.2.",
                "Code appendix 9 applies.", "See paragraph 7.2.",
            )
        ),
    ),
    Case("reference-missing", words("Purpose"), under("purpose", "See Appendices 2 and 5."), ()),
    Case("reference-missing", words("Purpose"), under("purpose", "See paragraph 1.9."), ()),
    Case("reference-missing", words("Purpose"), under("purpose", "See paragraph 8.1."), ()),
    Case(
        "reference-missing", words("Purpose"),
        {"narrative": replace(a_narrative(), sections=a_narrative(purpose=("See paragraph 1.1.",)).sections[:1])}, (),
    ),
    Case("reference-missing", words("Purpose"), under("purpose", "See Appendix B."), ()),
    Case(
        "reference-missing", words("Purpose"), under("purpose", "Details are at Annex 2."),
        (under("purpose", "See annex A to the Order."), under("purpose", "The Act's annexes 1 and 2 apply."), under("purpose", "The annex is closed.")),
    ),
    Case("reference-missing", sheet("Alignment", "E2"), {"row": a_row(residual_risk="As said in paragraph 9.1.")}, ()),
    Case(
        "time-words-stale", words("Purpose"),
        under("purpose", "A board was set up recently.") | {"past": then_said("Purpose", "A board was set up recently.")},
        (
            under("purpose", "A board was set up recently.") | {"past": then_said("Purpose", "A board meets.")},
            under("purpose", "A board was set up recently."),
            under("purpose", "The board met in May 2017.") | {"past": then_said("Purpose", "The board met in May 2017.")},
            under("purpose", "It meets every May, and may meet.") | {"past": then_said("Purpose", "It meets every May, and may meet.")},
            under("purpose", "It meets in May each year.") | {"past": then_said("Purpose", "It meets in May each year.")},
            under("purpose", "From May to July 2017.") | {"past": then_said("Purpose", "From May to July 2017.")},
        ),
    ),
    Case(
        "time-words-stale", words("Purpose"),
        under("purpose", "The board met in May.") | {"past": then_said("Purpose", "The board met in May.")}, (),
    ),
    Case(
        "time-words-stale", sheet("Controls", "O2"), control(progress="It will be signed by 30 November 2017."),
        (
            control(progress="It will be signed by 19 December 2017."),  # on the day of the meeting
            control(progress="It will be signed by 30 January 2018."), control(progress="Signed on 30 November 2017."),
            control(progress="It will follow the report of 3 May 2017."), control(progress="It will be signed in December 2017."),
        ),
    ),
    Case(
        "time-words-stale", sheet("Controls", "D2"),
        control(description="Formed lately.") | {"past": replace(last(), aligned_risks=(a_theme(1, "Safeguarding", (past_of(a_risk("M01")), past_of(P01)), (past_control(a_control(description="Formed lately.")), past_control(UNTESTED, ControlStatus.NOT_PROVEN))),))},
        (control(description="Formed lately.") | {"past": last()},),
    ),
    Case(
        "placeholder-left", words("Purpose"), under("purpose", "The date is [insert date]."),
        (
            under("purpose", "[insert the purpose here]"),  # a hint, told on reading
            under("purpose", "See Part XX of the Act."), under("purpose", "Part XX is spent."), under("purpose", "As they wrote [sic]."),
            control(progress="Funding is to be confirmed in January 2018."),
            control(owner="TBC"),  # told of the owner
        ),
    ),
    *(
        Case("placeholder-left", sheet("Controls", "O2"), control(progress=text), ())
        for text in ("TODO: say more.", "On dd/mm/yyyy.", "The vote was ____.", "A date is TBC.", "It will cost £XX.", "Of £XXm.", "To be confirmed.", "Why?? Ask.", "About [...] of them.")
    ),
    Case(
        "description-long", met("C7"), mine(description="word " * 151),
        (mine(description="word " * 150), {"unreported": (a_risk("M02", row=8, description="word " * 500),)}),
    ),
    Case(
        "double-spaces", met("C7"), mine(description="Children  are not seen."),
        (
            mine(description="Children\n  are not seen."),
            mine(owner="[x]", unknown={"owner": "[not readable: =A1]"}),
            {"unreported": (a_risk("M02", row=8, description="Two  spaces."),)},
        ),
    ),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_it_speaks_in_its_place(case: Case) -> None:
    spoken = [finding for finding in found(**case.speaks) if finding.code == case.code]
    assert [(f.file, f.sheet, f.cell) for f in spoken] == [case.place]
    assert spoken[0].severity is CATALOGUE[case.code].severity
    assert spoken[0].subject
    assert spoken[0].message.endswith((".", "?"))


@pytest.mark.parametrize(
    ("code", "quiet"),
    [(case.code, quiet) for case in CASES for quiet in case.quiet],
    ids=[f"{case.code}-{n}" for case in CASES for n, _ in enumerate(case.quiet)],
)
def test_it_stays_quiet(code: str, quiet: Report) -> None:
    assert [f.message for f in found(**quiet) if f.code == code] == []


def test_each_rule_has_a_case_of_each_kind() -> None:
    kinds = {case.code: any(one.quiet for one in CASES if one.code == case.code) for case in CASES}
    assert [code for code, has_quiet in kinds.items() if not has_quiet] == []


@pytest.mark.parametrize(("day", "speaks"), [(date(2017, 11, 30), False), (date(2017, 12, 1), True)])
def test_a_month_is_over_after_its_last_day(day: date, speaks: bool) -> None:
    late = a_control(progress="It will be signed in November 2017.", last_checked=date(2017, 10, 2))
    findings = found(controls=(late, UNTESTED), meeting=a_meeting(date=day))
    assert [f.code for f in findings if f.code == "time-words-stale"] == ["time-words-stale"] * speaks


def test_a_risk_is_suggested_once() -> None:
    boats = "Boats of the river police are worn out."
    mine = (a_risk("M11", row=8, title=None, description=LAPTOPS), a_risk("M12", row=9, title=None, description=boats))
    texts = (A_LAPTOP, boats, f"{LAPTOPS} Boats too are worn.")
    theirs = (a_risk(f"P1{n}", "MOPAC", row=7 + n, title=None, description=one) for n, one in enumerate(texts, 1))
    told = [f.subject for f in found(unreported=mine, unreported_theirs=tuple(theirs)) if f.code == "alike-not-aligned"]
    assert told == ["Met M12 and MOPAC P12", "Met M11 and MOPAC P11"]  # the most alike first


@pytest.mark.parametrize(
    ("organisations", "risk", "told"),
    [
        ((), TOP, "Met M01 has been Very high in 3 reports running."),
        (THEN_RED, was(current=RED, rating="Red"), "Met M01 has been in the top band in 3 reports running, by the bands of each of them (now Very high)."),
        (THEN_RED, was(current=Exposure(2, 4), rating="Green"), None),
        ((PastOrganisation("Met", bands=(Band("Red", 1, 25),)),), was(current=RED, rating="Red"), None),
    ],
)  # fmt: skip
def test_the_top_band_of_other_bands_is_not_called_by_the_name_of_now(
    organisations: tuple[PastOrganisation, ...], risk: PastRisk, told: str | None
) -> None:
    then = replace(june(risk), organisations=organisations)
    findings = found(a_risk("M01", current=MET_VERY_HIGH, inherent=an_exposure(5, 5)), past=last(TOP), earlier=(then,))
    assert [f.message for f in findings if f.code == "top-band-long"] == ([told] if told else [])


SECRET = "Personal records of the informants are sold."


@pytest.mark.parametrize("theirs", ["Records of the informants are sold as personal ones.", "Grants are cut."])
def test_what_stands_in_no_report_is_named_by_its_id_alone(theirs: str) -> None:
    """A suggestion is for the officer: it belongs to no body's letter, and quotes nothing."""
    findings = found(
        unreported=(a_risk("M02", row=8, title=None, description=SECRET, current=an_exposure(5, 5)),),
        unreported_theirs=(a_risk("P02", "MOPAC", row=8, title=None, description=theirs),),
        past=last(other_risks=(past_of(a_risk("M09", description=SECRET)),)),
    )
    told = [f for f in findings if f.code in ("top-band-unaligned", "alike-not-aligned", "other-risk-gone")]
    assert len(told) == (4 if "informants" in theirs else 3)
    assert {f.organisation for f in told} == {""}
    assert {CATALOGUE[f.code].mender for f in told} == {Mender.OFFICER}
    assert {f.severity for f in told} == {"note"}
    assert not any(word in f"{f.message} {f.subject}" for f in told for word in ("informants", "Grants", "sold"))


def test_the_words_of_a_restricted_risk_are_not_repeated() -> None:
    now = a_risk("M01", description="An informant is known by name.", restricted="Operational")
    (finding,) = (
        f for f in found(now, past=last(was(description="An informant is safe."))) if f.code == "risk-reworded"
    )
    assert "informant" not in finding.message


def test_ten_suggestions_are_enough() -> None:
    texts = {
        n: f"{letter * 4}ed {letter * 5} and {letter * 6} lost {letter}lways."
        for n, letter in enumerate("abcdefghijkmn", 10)
    }
    findings = found(
        unreported=tuple(a_risk(f"M{n}", row=n, title=None, description=text) for n, text in texts.items()),
        unreported_theirs=tuple(
            a_risk(f"P{n}", "MOPAC", row=n, title=None, description=text) for n, text in texts.items()
        ),
    )
    told = [f.subject for f in findings if f.code == "alike-not-aligned"]
    assert len(told) == 10
    assert set(told) <= {f"Met M{n} and MOPAC P{n}" for n in texts}


@pytest.mark.parametrize(
    "words",
    ["in May ", "will ", "appendix 1, 2, ", "paragraph 1.1 and ", "[insert ", "the aligned joint risks ", "Aa-", "xx ", "3 May ", " " * 3_000 + "a"],
)  # fmt: skip
def test_no_text_takes_long(words: str) -> None:
    text = words * (30_000 // len(words))
    before = last(narrative={"Purpose": text})
    started = process_time()
    found(a_risk("M01", owner=text[:2_000], description=text), narrative=a_narrative(purpose=(text,)), past=before)
    assert process_time() - started < 3


@pytest.mark.parametrize(
    ("risk", "expected"), [("C-7", []), ("C-8", ["sheet-other-entry"]), ("M99", ["sheet-other-entry"])]
)
def test_a_row_of_changes_may_tell_of_a_control(risk: str, expected: list[str]) -> None:
    before = last(controls=(past_control(a_control("C-7", name="Another board")),))
    workbook = a_mapping((a_row(),), (a_control(),), changes=(a_change("Met", risk, "withdrawn"),))
    _, findings = alignment.reconcile(workbook, (a_register("Met", a_risk("M01")), a_register("MOPAC", P01)), before)
    assert [finding.code for finding in findings] == expected

"""What a quarter brings, whole: ``tests/golden/changes.txt``; ``python -m tests.golden`` rewrites it.

A quarter is the sound one, Safeguarding with Met M01 and MOPAC P01, with what is named changed in it. Of each the
findings, the changes since September, and how ratings and due dates have gone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pipeline.model.records import (
    Band,
    ControlKind,
    ControlStatus,
    Exposure,
    History,
    InPlace,
    PastAlignedRisk,
    PastOrganisation,
    PastRisk,
    ShownWorking,
    Trend,
    Working,
)
from pipeline.reconcile.alignment import reconcile
from pipeline.reconcile.movement import compare
from tests.golden import GOLDEN
from tests.reconcile.builders import (
    MET,
    MOPAC,
    RISK_FIELDS,
    UNSCORED,
    a_change,
    a_control,
    a_mapping,
    a_past,
    a_potential,
    a_register,
    a_risk,
    a_row,
    a_source,
    a_theme,
    a_wording,
    an_exposure,
    an_organisation,
    past_control,
    past_of,
)
from tests.said import as_sections, finding_as_text, movement_as_text, sections_of

M01, M02, P01 = a_risk("M01"), a_risk("M02", row=8), a_risk("P01", "MOPAC")
BOARD = a_control("C-1", name="Board")
FIRE = an_organisation("Fire Authority", also_called=("Brigade",))
F01 = a_risk("F01", "Fire Authority")


def then(
    *risks: PastRisk, number: int = 1, name: str = "Safeguarding", controls: tuple[Any, ...] = (), **values: object
) -> PastAlignedRisk:
    return replace(a_theme(number, name, risks or (past_of(M01), past_of(P01)), controls), **values)  # type: ignore[arg-type]


def was(**values: object) -> PastAlignedRisk:
    """September's theme, with another M01."""
    return then(past_of(M01, **values), past_of(P01))


def met(**values: object) -> dict[str, Any]:
    return {"met": (replace(M01, **values),)}  # type: ignore[arg-type]


def changed(*values: Any, **more: Any) -> dict[str, Any]:
    return {"changes": (a_change(*values, **more),)}


MONEY_ROW = a_row(2, "Money", {"Met": ("M02",)})
MONEY = then(past_of(M02), number=2, name="Money")
GONE_ROW = a_row(2, "Money", {"Met": ("M02",)}, withdrawn=True, trend_reason="The settlement is agreed.")
WITH_MONEY = {"rows": (a_row(), MONEY_ROW), "met": (M01, M02)}
JUNE = a_past(then(), then(past_of(M02, rating="High"), number=2, name="Funding"), meeting_date=date(2017, 6, 20))
BOTH_HERE = {"rows": (a_row(ids={"Met": ("M01", "M02"), "MOPAC": ("P01",)}),), "met": (M01, M02)}
NO_M01 = {"rows": (a_row(ids={"Met": ("M02",), "MOPAC": ("P01",)}),), "met": (M02,)}
NEW_ID = {"rows": (a_row(ids={"Met": ("M21",), "MOPAC": ("P01",)}),), "met": (replace(M01, id="M21"),)}
SCALE = PastOrganisation("Met", None, 5, 5, MET.bands)
OTHER_BANDS = (Band("Low", 1, 6), Band("Medium", 7, 12), Band("High", 13, 25))
UNREAD = "[not readable: #REF!]"
NO_SCORE_CELL = a_source(
    [name for name in RISK_FIELDS if name != "current.score"], 7, "met-register.xlsx", "Corporate risks"
)
PLAN = a_potential("P-1", name="Gifts", due=date(2017, 12, 31))


def moved_controls(now: tuple[Any, ...], *before: Any, **report: Any) -> dict[str, Any]:
    return {"controls": now, "past": (then(controls=before),)} | report


QUARTERS: Mapping[str, dict[str, Any]] = {
    # --- aligned risks
    "a first report": {"past": None},
    "a first report with a control": {"past": None, "controls": (BOARD,)},
    "a new aligned risk": WITH_MONEY,
    "an aligned risk reported again": WITH_MONEY | {"rows": (a_row(), a_row(2, "Money", {"Met": ("M02",)}, formerly=("Funding",))), "earlier": (JUNE,)},
    "an aligned risk renamed": {"past": (then(name="Protection"),)},
    "an aligned risk renamed, Formerly says otherwise": {"past": (then(name="Protection"),), "rows": (a_row(formerly=("Safety",)),)},
    "an aligned risk with another number": {"past": (then(number=4),)},
    "the level of an aligned risk": {"past": (then(level=ShownWorking.ALL),)},
    "an aligned risk withdrawn, its row deleted": {"past": (then(), replace(MONEY, controls=(past_control(BOARD),)))},
    "an aligned risk withdrawn with two controls": {"past": (then(), replace(MONEY, controls=(past_control(BOARD), past_control(a_control("C-2"))))), "rows": (a_row(), GONE_ROW), "met": (M01, M02)},
    "an aligned risk withdrawn, its reason of last time": {"past": (then(), replace(MONEY, trend_reason="The settlement is agreed.")), "rows": (a_row(), GONE_ROW), "met": (M01, M02)},
    "an aligned risk withdrawn, its reason then not recorded": {"past": (then(), replace(MONEY, unstated=frozenset(("trend_reason",)))), "rows": (a_row(), GONE_ROW), "met": (M01, M02)},
    "an aligned risk withdrawn for the reason of its risk": {"past": (then(), MONEY), "rows": (a_row(), GONE_ROW), "met": (M01, M02)} | changed("Met", "M02", "closed", reason="It has passed."),
    "an aligned risk withdrawn for several reasons": {"past": (then(), then(past_of(M02), past_of(a_risk("M03")), number=2, name="Money")), "rows": (a_row(), GONE_ROW), "met": (M01, M02), "changes": (a_change("Met", "M02", "closed", reason="Passed to unit X."), a_change("Met", "M03", "merged", now="M01", reason="One of a kind."))},
    "an aligned risk withdrawn, Changes tells of another body's risk": {"past": (then(), MONEY), "rows": (a_row(), GONE_ROW), "met": (M01, M02)} | changed("MOPAC", "M02", "closed", reason="Not theirs."),
    "an aligned risk without any": {"rows": (a_row(), a_row(2, "Money", {}),)},
    "an aligned risk of one only": {"rows": (a_row(), MONEY_ROW), "met": (M01, M02), "past": (then(), MONEY)},
    # --- register risks, under an aligned risk
    "a risk that was nowhere": BOTH_HERE,
    "a risk that was outside the report": BOTH_HERE | {"others": (past_of(M02),)},
    "a risk that was not in the register": BOTH_HERE | {"others": (past_of(a_risk("M05")),), "met": (M01, M02, a_risk("M05"))},
    "a risk reported again": BOTH_HERE | {"earlier": (JUNE,)},
    "a risk from another aligned risk": WITH_MONEY | {"rows": (a_row(ids={"MOPAC": ("P01",)}), a_row(2, "Money", {"Met": ("M01", "M02")})), "past": (then(), MONEY)},
    "a risk under two aligned risks, then and now": {"rows": (a_row(), a_row(2, "Money", {"Met": ("M01",)})), "past": (then(), then(past_of(M01), number=2, name="Money"))},
    "a risk under two aligned risks then, its first another": {"rows": (a_row(ids={"MOPAC": ("P01",)}), a_row(2, "Money", {"Met": ("M01",)})), "past": (then(), then(past_of(M01), number=2, name="Money"))},
    "a risk under two aligned risks, and one beside it changed": {"rows": (a_row(), a_row(2, "Money", {"Met": ("M01", "M02")})), "met": (M01, M02), "past": (then(), then(past_of(M01), past_of(M02, owner="Another"), number=2, name="Money"))},
    "another organisation's risk of the same id": {"rows": (a_row(ids={"MOPAC": ("P01",)}), a_row(2, "Money", {"Met": ("M01",)})), "past": (then(), then(replace(past_of(M01), organisation="MOPAC"), number=2, name="Money"))},
    "risks of the record not told": BOTH_HERE | {"past": (then(unstated=frozenset(("risks",))),)},
    "a risk gone from the register": NO_M01 | {"past": (then(past_of(M01), past_of(M02), past_of(P01)),)},
    "a risk closed": NO_M01 | {"past": (then(past_of(M01), past_of(M02), past_of(P01)),), "met": (M01, M02)} | changed("Met", "M01", "closed", reason="It has passed."),
    "a risk closed, with an id under Now": NO_M01 | {"past": (then(past_of(M01), past_of(M02), past_of(P01)),)} | changed("Met", "M01", "closed", now="M02"),
    "a risk that is new, in words": BOTH_HERE | {"met": (M01, replace(M02, current=Exposure("Likely", "Major")))},
    "a risk that is new, in no band": BOTH_HERE | {"met": (M01, replace(M02, current=Exposure(score=30)))},
    "a risk merged": NO_M01 | {"past": (then(past_of(M01, current=UNSCORED, unstated=frozenset(("current",))), past_of(M02), past_of(P01)),)} | changed("Met", "M01", "merged", now="M02", reason="One of a kind."),
    "a risk re-numbered": NEW_ID | changed("Met", "M01", "renumbered", now="M21", reason="A new register."),
    "a risk re-numbered, Changes silent": NEW_ID,
    "a risk re-numbered, its new id in the sheet": {"met": (replace(M01, id="M21"),)},
    "another owner": {"past": (was(owner="Another"),)} | changed("Met", "M01", "new owner", reason="A reorganisation."),
    "another owner, by the id then": NEW_ID | {"past": (was(owner="Another"),), "changes": (a_change("Met", "M01", "renumbered", now="M21"), a_change("Met", "M01", "new owner", reason="A reorganisation."))},
    "another owner, by the id now": NEW_ID | {"past": (was(owner="Another"),), "changes": (a_change("Met", "M01", "renumbered", now="M21"), a_change("Met", "M21", "new owner", reason="A reorganisation."))},
    "an owner agreed": {"past": (was(owner="Another"),), "wording": (a_wording("Met", "M01", "Assistant", field="owner"),)},
    "an owner that can't be read": {"past": (was(owner="Another"),)} | met(owner=None, unknown={"owner": UNREAD}),
    "an owner that can't be read, another agreed": {"past": (was(owner="Another"),), "wording": (a_wording("Met", "M01", "Assistant", field="owner"),)} | met(owner=None, unknown={"owner": UNREAD}),
    "an owner where there was none": {"past": (was(owner=None),)},
    "an owner not recorded of this risk": {"past": (was(owner=None, unstated=frozenset(("owner",))),)},
    "other scores": {"past": (was(current=an_exposure(4, 4), target=an_exposure(1, 4)),)},
    "other scores, no cell for the score": {"past": (was(current=an_exposure(4, 4)),)} | met(source=NO_SCORE_CELL),
    "other scores, the reason in the register": {"past": (was(current=an_exposure(2, 4)),)} | met(trend_reason="Demand grew."),
    "other scores, the reason of the aligned risk": {"past": (was(current=an_exposure(2, 4)),), "rows": (a_row(trend_reason="More of it."),)},
    "a score that can't be read": {"past": (was(),)} | met(current=Exposure(3.0, None), unknown={"current.impact": UNREAD, "owner": ""}),
    "a score and a target that can't be read": {"past": (was(),)} | met(current=UNSCORED, target=UNSCORED, unknown={"current.score": UNREAD, "target.impact": "[not known: Some]"}),
    "a target that can't be read": {"past": (was(),)} | met(target=UNSCORED, unknown={"target.impact": UNREAD}),
    "a target that was not scored": {"past": (was(target=UNSCORED),)},
    "a target that is not scored": met(target=UNSCORED),
    "no scores, in words of the register": {"past": (was(current=Exposure("Rare", "Major")),)} | met(current=Exposure("Likely", "Major"), target=UNSCORED),
    "a rating alone": {"past": (was(current=UNSCORED, rating="Low"),)} | met(current=Exposure(rating="High")),
    "a rating alone, of no band": {"past": (was(current=Exposure(rating="Amber")),)} | met(current=Exposure(rating="Red")),
    "a score in words": {"past": (was(current=Exposure(score="Some")),)} | met(current=Exposure(score="Many")),
    "scores in halves": {"past": (was(current=an_exposure(2.5, 4)),)} | met(current=an_exposure(3.5, 4)),
    "a score not recorded of this risk": {"past": (was(current=UNSCORED, unstated=frozenset(("current", "target"))),)},
    "a score in no band": {"past": (was(),), "organisations": (replace(MET, bands=MET.bands[:2]), MOPAC)},
    "another rating, as it was printed": {"past": (was(rating="Medium"),)},
    "other words": {"past": (was(description="As it was."),)},
    "other words, agreed": {"past": (was(description="As it was."),), "wording": (a_wording("Met", "M01", "As agreed."),)},
    "words agreed for a risk that was outside the report": BOTH_HERE | {"others": (past_of(M02, description="As it was.", owner="Another", current=an_exposure(2, 4)),), "wording": (a_wording("Met", "M02", "As agreed."), a_wording("Met", "M02", "Assistant", field="owner"))},
    "words that can't be read, others agreed": {"past": (was(description="As it was."),), "wording": (a_wording("Met", "M01", "As agreed."),)} | met(description=None, unknown={"description": UNREAD}),
    "words of which the record has descriptions alone": {"past": (then(past_of(M01, title=None, description="As it was."), past_of(P01, title=None)),)},
    "words of which the record has titles alone": {"past": (then(past_of(M01, description=None), past_of(P01, description=None)),)},
    "words that can't be read": {"past": (was(description="As it was."),)} | met(description=None, unknown={"description": UNREAD}),
    "another trend": {"past": (was(trend=Trend.RISING),)} | met(trend_reason="The plan works."),
    "another trend and other scores": {"past": (was(trend=Trend.RISING, current=an_exposure(4, 4)),)} | met(trend=Trend.FALLING, trend_reason="The plan works."),
    "a trend that can't be read": {"past": (was(trend=Trend.RISING),)} | met(trend=None, unknown={"trend": "[not known: Sideways]"}),
    "a trend by the ratings alone": {"past": (was(current=UNSCORED, rating="Low"),), "then": (SCALE,)} | met(trend=None, current=Exposure(rating="High")),
    "a trend by the ratings alone, of other bands": {"past": (was(current=UNSCORED, rating="Low"),), "then": (replace(SCALE, bands=OTHER_BANDS),)} | met(trend=None, current=Exposure(rating="High")),
    "a trend by a score that the record does not vouch for": {"past": (was(current=an_exposure(2, 4), unstated=frozenset(("current",))),)} | met(trend=None),
    "a trend that is not stated": {"past": (was(current=UNSCORED),)} | met(trend=None, current=UNSCORED),
    # --- risks outside the report
    "other risks": {
        "met": (M01, a_risk("M05", owner="Someone new", row=11), a_risk("M06", row=12), a_risk("", row=13)),
        "others": (past_of(a_risk("M05"), owner="Someone"), past_of(a_risk("M07")), past_of(a_risk("M08"))),
        "changes": (a_change("Met", "M07", "closed", reason="It has passed."),),
    },
    "other risks of a register that was not read": {"others": (past_of(a_risk("P05", "MOPAC")),), "unread": True},
    "an other risk re-numbered": {"met": (M01, a_risk("M15")), "others": (past_of(a_risk("M05")),)} | changed("Met", "M05", "renumbered", now="M15", reason="A new register."),
    "an other risk that is reported now": BOTH_HERE | {"others": (past_of(M02, owner="Someone"),)},
    "a reported risk that stands outside now": NO_M01 | {"met": (M01, M02, a_risk("M05")), "others": (past_of(a_risk("M05")),), "past": (then(past_of(M01, owner="Someone"), past_of(M02), past_of(P01)),)},
    # --- controls
    "a new control": moved_controls((BOARD,)),
    "a new control, controls of the record not told": {"controls": (BOARD,), "past": (then(unstated=frozenset(("controls",))),)},
    "a control gone": moved_controls((), past_control(BOARD, ControlStatus.NOT_PROVEN)),
    "a control gone, of unknown kind": moved_controls((), past_control(BOARD, None, kind=None), past_control(a_control("C-2"), kind=None)),
    "a control from another aligned risk": WITH_MONEY | {"controls": (replace(BOARD, aligned_risk="Money"),), "past": (then(controls=(past_control(BOARD),)), MONEY)},
    "a control turned joint": moved_controls((BOARD,), past_control(a_potential("C-1", name="Board", due=None), ControlStatus.NOT_IN_PLACE)),
    "a control turned potential": moved_controls((replace(BOARD, kind=ControlKind.POTENTIAL, in_place=InPlace.NO),), past_control(BOARD)),
    "a control worse, by Working": moved_controls((replace(BOARD, working=Working.NO),), past_control(BOARD)),
    "a control worse, by In place": moved_controls((replace(BOARD, in_place=InPlace.PARTLY),), past_control(BOARD)),
    "a control better": moved_controls((BOARD,), past_control(BOARD, ControlStatus.PARTLY_WORKING)),
    "a control tested, neither better nor worse": moved_controls((replace(BOARD, working=Working.PARTLY),), past_control(BOARD, ControlStatus.NOT_PROVEN)),
    "a control not assessed": moved_controls((replace(BOARD, in_place=None),), past_control(BOARD)),
    "evidence too old": moved_controls((replace(BOARD, last_checked=date(2016, 10, 1)),), past_control(BOARD)),
    "evidence too old, by the control's own period": moved_controls((replace(BOARD, review_months=1),), past_control(BOARD)),
    "a due date moved": moved_controls((replace(PLAN, due=date(2018, 3, 31)),), past_control(PLAN, ControlStatus.NOT_IN_PLACE)),
    "a due date gone": moved_controls((replace(PLAN, due=None),), past_control(PLAN, ControlStatus.NOT_IN_PLACE)),
    "a due date that can't be read": moved_controls((replace(PLAN, due=None, unknown={"due": UNREAD}),), past_control(PLAN, ControlStatus.NOT_IN_PLACE)),
    "a due date over three reports": moved_controls((PLAN,), past_control(PLAN, ControlStatus.NOT_IN_PLACE), earlier=(a_past(then(controls=(past_control(PLAN, due=date(2017, 9, 1)),)), meeting_date=date(2017, 6, 20)),)),
    # --- organisations
    "an organisation that joins": {"organisations": (MET, MOPAC, FIRE), "rows": (a_row(ids={"Met": ("M01",), "MOPAC": ("P01",), "Fire Authority": ("F01",)}),)},
    "an organisation that leaves": {"past": (then(past_of(M01), past_of(P01), past_of(F01)),)},
    "an organisation that leaves, the risks of the record not told": {"past": (then(past_of(M01), past_of(P01), past_of(F01), unstated=frozenset(("risks",))),)},
    "other bands": {"then": (replace(SCALE, bands=OTHER_BANDS),), "past": (was(rating="Medium"),)},
    "other bands and another score": {"then": (replace(SCALE, bands=OTHER_BANDS),), "past": (was(rating="Medium", current=an_exposure(2, 4)),)},
    "other bands, the target by them too": {"then": (replace(SCALE, bands=(Band("Low", 1, 9), Band("High", 10, 25))),), "past": (was(rating="High"),)},
    "other bands, as likelihood and impact change": {"then": (replace(SCALE, bands=OTHER_BANDS),), "past": (was(rating="Medium", current=an_exposure(4, 3)),)},
    "other bands and another target": {"then": (replace(SCALE, bands=OTHER_BANDS),), "past": (was(rating="Medium", target=an_exposure(2, 3)),)},
    "other bands, the rating then of none of them": {"then": (replace(SCALE, bands=OTHER_BANDS),), "past": (was(rating="Amber"),)},
    "other bands that left out the score": {"then": (replace(SCALE, bands=(Band("Low", 1, 6),)),)},
    "other bands that leave out the score": {"then": (SCALE,), "organisations": (replace(MET, bands=MET.bands[:2]), MOPAC)},
    "other levels and bands": {"then": (replace(SCALE, likelihood_levels=4, bands=OTHER_BANDS),), "past": (was(rating="Medium"),)},
    "other levels": {"then": (replace(SCALE, likelihood_levels=4),), "past": (was(current=an_exposure(3, 3), rating="Medium"),)},
    # --- what the sheets say that has no effect
    "an id that is nowhere": {"rows": (a_row(ids={"Met": ("M99", "M01"), "MOPAC": ("P01",)}),)},
    "an id near another": {"rows": (a_row(ids={"Met": ("MO1",), "MOPAC": ("P01",)}),)},
    "an id written otherwise": {"rows": (a_row(ids={"Met": ("m1",), "MOPAC": ("P01",)}),)},
    "an id like two": {"rows": (a_row(ids={"Met": ("M1",), "MOPAC": ("P01",)}),), "met": (M01, replace(M01, id="M001"))},
    "an id of which Changes tells": {"rows": (a_row(ids={"Met": ("M02",), "MOPAC": ("P01",)}),)} | changed("Met", "M02", "merged", was="M02", now="M01"),
    "an id withdrawn": {"rows": (a_row(ids={"Met": ("M02",), "MOPAC": ("P01",)}),), "past": (then(past_of(M02), past_of(P01)),)} | changed("Met", "M02", "withdrawn"),
    "a risk under two aligned risks": {"rows": (a_row(), a_row(2, "Money", {"Met": ("M01",), "MOPAC": ("P01",)}))},
    "a closed risk": met(status="Closed in May"),
    "an appetite of no band": met(appetite="Cautious"),
    "an appetite of no band, and none of the organisation": met(appetite="Cautious") | {"organisations": (replace(MET, appetite=None), MOPAC)},
    "words agreed for a risk that is nowhere": {"wording": (a_wording("Met", "M99", "As agreed."),)},
    "words agreed for a risk that is not reported": {"wording": (a_wording("Met", "M02", "As agreed."),), "met": (M01, M02)},
    "changes of nothing": {"changes": (a_change("Met", "M77", "closed"), a_change("Met", "M01", "renumbered"), a_change("Met", "M01", "merged", now="M78"))},
    "an aligned risk renamed, two names under Formerly": {"past": (then(name="Protection"),), "rows": (a_row(formerly=("Safety", "Harm")),)},
    "an aligned risk reported again, as another body's too": WITH_MONEY | {"earlier": (a_past(then(past_of(M02), past_of(F01, rating="High"), past_of(F01, current=UNSCORED), number=2, name="Money"), meeting_date=date(2017, 6, 20)),)},
    "an aligned risk reported again, without risks then": WITH_MONEY | {"earlier": (a_past(a_theme(2, "Money"), meeting_date=date(2017, 6, 20)),)},
    "a risk reported again, not in the report before": BOTH_HERE | {"earlier": (a_past(then(), meeting_date=date(2017, 6, 20)), a_past(then(past_of(M02)), meeting_date=date(2017, 3, 20)))},
    "a risk that was outside an earlier report": BOTH_HERE | {"earlier": (a_past(then(), other_risks=(past_of(M02),), meeting_date=date(2017, 6, 20)),)},
    # --- which control is which
    "a control with another name": moved_controls((BOARD,), past_control(replace(BOARD, name="Committee"), ControlStatus.NOT_PROVEN)),
    "a control with another reference": moved_controls((BOARD,), past_control(replace(BOARD, reference="C-7"), ControlStatus.NOT_PROVEN)),
    "a control with another name and reference": moved_controls((BOARD,), past_control(a_control("C-7", name="Committee"))),
    "a control without a reference, renamed": moved_controls((replace(BOARD, reference=""),), past_control(replace(BOARD, reference="", name="Committee"))),
    "two controls of one name": moved_controls((BOARD, replace(BOARD, reference="C-2")), past_control(replace(BOARD, reference="C-2"), ControlStatus.NOT_PROVEN), past_control(BOARD)),
    "a control of another aligned risk, with its reference alone": WITH_MONEY | {"controls": (replace(BOARD, aligned_risk="Money", name="Committee"),), "past": (then(controls=(past_control(BOARD),)), MONEY)},
    "a control of another aligned risk, with its name alone": WITH_MONEY | {"controls": (replace(BOARD, aligned_risk="Money", reference="C-7"),), "past": (then(controls=(past_control(BOARD),)), MONEY)},
    "due dates of a control renamed before": moved_controls((PLAN,), past_control(PLAN, ControlStatus.NOT_IN_PLACE), earlier=(a_past(then(controls=(past_control(replace(PLAN, name="Hospitality", due=date(2017, 9, 1))),)), meeting_date=date(2017, 6, 20)), a_past(then(controls=(past_control(replace(PLAN, reference="P-7", name="Hospitality", due=date(2017, 6, 1))),)), meeting_date=date(2017, 3, 21)))),
    "due dates of a control without a reference, renamed before": moved_controls((replace(PLAN, reference=""),), past_control(replace(PLAN, reference=""), ControlStatus.NOT_IN_PLACE), earlier=(a_past(then(controls=(past_control(replace(PLAN, reference="", name="Hospitality")),)), meeting_date=date(2017, 6, 20)),)),
    "due dates of a control that stood elsewhere, with its reference alone": moved_controls((PLAN,), past_control(PLAN, ControlStatus.NOT_IN_PLACE), earlier=(a_past(then(), then(number=2, name="Money", controls=(past_control(replace(PLAN, name="Hospitality")),)), meeting_date=date(2017, 6, 20)),)),
    "due dates of a control that stood elsewhere, with its name alone": moved_controls((PLAN,), past_control(PLAN, ControlStatus.NOT_IN_PLACE), earlier=(a_past(then(), then(number=2, name="Money", controls=(past_control(replace(PLAN, reference="P-7")),)), meeting_date=date(2017, 6, 20)),)),
    # --- organisations and scales
    "an organisation that leaves with two risks": {"past": (then(past_of(M01), past_of(P01), past_of(F01), past_of(a_risk("F02", "Fire Authority"))),)},
    "an organisation that joins with two risks": {"organisations": (MET, MOPAC, FIRE), "rows": (a_row(ids={"Met": ("M01",), "MOPAC": ("P01",), "Fire Authority": ("F01", "F02")}),), "fire": (F01, a_risk("F02", "Fire Authority"))},
    "an organisation that joins without a risk": {"organisations": (MET, MOPAC, FIRE), "then": (SCALE,)},
    "an organisation without a risk, that the record may have had": {"organisations": (MET, MOPAC, FIRE)},
    "an organisation that stood outside the report": {"others": (past_of(F01),)},
    "other bands, and a new risk before": BOTH_HERE | {"rows": (a_row(ids={"Met": ("M02", "M01"), "MOPAC": ("P01",)}),), "then": (replace(SCALE, bands=OTHER_BANDS),), "past": (was(rating="Medium"),)},
    "other bands, one of two risks reached by both": {"rows": (a_row(ids={"Met": ("M01", "M02"), "MOPAC": ("P01",)}),), "met": (M01, M02), "then": (replace(SCALE, bands=OTHER_BANDS),), "past": (then(past_of(M01, rating="Medium"), past_of(M02, rating="Medium"), past_of(P01)),)},
    # --- ids and Changes
    "a risk re-numbered, four words in five the same": {"met": (replace(M01, id="M21", description="one two three four six"),), "past": (was(description="one two three four five"),)},
    "a risk re-numbered, three words in five the same": {"met": (replace(M01, id="M21", description="one two three six seven"),), "past": (was(description="one two three four five"),)},
    "a risk re-numbered, known by its title": {"met": (replace(M01, id="M21", description=None, title="Fleet grows old"),), "past": (was(description=None, title="Fleet grows old"),)},
    "a risk re-numbered, its words blank": {"met": (replace(M01, id="M21", description=None, title=None),), "past": (was(description=None, title=None),)},
    "an id renumbered to one that is not there": {"rows": (a_row(ids={"Met": ("M02",), "MOPAC": ("P01",)}),)} | changed("Met", "M02", "renumbered", now="M77"),
    "an id of which Changes tells the owner alone": {"rows": (a_row(ids={"Met": ("M02",), "MOPAC": ("P01",)}),)} | changed("Met", "M02", "new owner", now="Another"),
    "an id of which Changes tells without more": {"rows": (a_row(ids={"Met": ("M02",), "MOPAC": ("P01",)}),)} | changed("Met", "M02", "merged"),
    "an id of which Changes tells of others": {"rows": (a_row(ids={"Met": ("M02",), "MOPAC": ("P01",)}),)} | changed("Met", "M33", "closed"),
    "ids swapped": {"rows": (a_row(ids={"Met": ("M01", "M02"), "MOPAC": ("P01",)}),), "met": (M01, M02), "past": (then(past_of(M01, owner="Of 1"), past_of(M02, owner="Of 2"), past_of(P01)),), "changes": (a_change("Met", "M01", "renumbered", now="M02"), a_change("Met", "M02", "renumbered", now="M01"))},
    "an id renumbered twice, and back": {"rows": (a_row(ids={"Met": ("M21",), "MOPAC": ("P01",)}),), "met": (replace(M01, id="M21"),), "changes": (a_change("Met", "M01", "renumbered", now="M11"), a_change("Met", "M11", "renumbered", now="M12"), a_change("Met", "M12", "renumbered", now="M11"))},
    "several rows of Changes": {"changes": (a_change("Met", "C-1", "withdrawn"), a_change("Met", "M77", "closed"), a_change("Met", "M01", "new owner"), a_change("MOPAC", "P77", "closed")), "controls": (BOARD,)},
    "Changes of a register that was not read": {"changes": (a_change("MOPAC", "P77", "closed"), a_change("Met", "M77", "closed")), "unread": True},
    "several rows of Wording": {"wording": (a_wording("Met", "M01", "As agreed."), a_wording("Nobody", "M01", "As agreed."), a_wording("Met", "M99", "As agreed."), a_wording("Met", "M01", "As agreed once more."))},
    "an appetite of no band, mapped twice": met(appetite="Cautious") | {"rows": (a_row(), a_row(2, "Money", {"Met": ("M01",), "MOPAC": ("P01",)}))},
    "a risk re-numbered twice": NEW_ID | {"changes": (a_change("Met", "M01", "renumbered", now="M11"), a_change("Met", "M11", "renumbered", now="M21"))},
    "a risk re-numbered, two have its words": {"met": (replace(M01, id="M21"), replace(M01, id="M22"))},
    "a risk re-numbered, after one that is nowhere": NEW_ID | {"changes": (a_change("Met", "M77", "renumbered", now="M78"), a_change("Met", "M01", "renumbered", now="M21"))},
}  # fmt: skip


def told(
    *,
    past: tuple[PastAlignedRisk, ...] | None = (then(),),
    then: tuple[PastOrganisation, ...] = (),
    others: tuple[PastRisk, ...] = (),
    earlier: tuple[Any, ...] = (),
    rows: tuple[Any, ...] = (a_row(),),
    met: tuple[Any, ...] = (M01,),
    controls: tuple[Any, ...] = (),
    organisations: tuple[Any, ...] = (MET, MOPAC),
    unread: bool = False,
    fire: tuple[Any, ...] = (F01,),
    **mapping: object,
) -> str:
    """``past``: the themes of September; ``then``: its scales; ``earlier``: the reports before it. ``unread``: the
    registers but that of the Met.
    """
    workbook = a_mapping(rows, controls, organisations, **mapping)
    registers = [a_register("Met", *met), a_register("MOPAC", P01), a_register("Fire Authority", *fire)]
    read = tuple(registers[: 1 if unread else len(organisations)])
    last = None if past is None else a_past(*past, other_risks=others, organisations=then)
    aligned, findings = reconcile(workbook, read, last)
    movement = compare(workbook, read, aligned, History(last, earlier))
    return "".join(map(finding_as_text, findings)) + movement_as_text(movement)


SOUND = told()


def told_otherwise(name: str) -> str:
    """Of a quarter what the sound one has not."""
    sound = set(SOUND.splitlines())
    return "".join(f"{line}\n" for line in told(**QUARTERS[name]).splitlines() if line not in sound)


def all_that_is_told() -> str:
    return as_sections({"the sound quarter": SOUND} | {name: told_otherwise(name) for name in QUARTERS})


GOLDEN_TEXTS = sections_of((GOLDEN / "changes.txt").read_text(encoding="utf-8"))


def test_the_golden_file_has_these_quarters() -> None:
    assert list(GOLDEN_TEXTS) == ["the sound quarter", *QUARTERS]
    assert told() == GOLDEN_TEXTS["the sound quarter"]


@pytest.mark.parametrize("name", QUARTERS)
def test_every_word_that_is_told(name: str) -> None:
    assert told_otherwise(name) == GOLDEN_TEXTS.get(name)

"""What an officer reads of each rule, whole: ``tests/golden/findings.txt``; ``python -m tests.golden`` rewrites it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pipeline.checks import decide, run_checks
from pipeline.model.findings import find
from pipeline.model.records import (
    Assurance,
    Band,
    ControlStatus,
    Exposure,
    InPlace,
    PastOrganisation,
    PastReport,
    Post,
    Trend,
    Working,
)
from tests.checks.reports import MOVED, P01, UNTESTED, found
from tests.checks.test_table import (
    CASES,
    MET_VERY_HIGH,
    TOP,
    Report,
    control,
    june,
    last,
    mine,
    under,
    was,
    with_potential,
)
from tests.golden import GOLDEN
from tests.reconcile.builders import (
    CONTROL_FIELDS,
    MEETING_DAY,
    MET,
    UNSCORED,
    a_change,
    a_control,
    a_mapping,
    a_meeting,
    a_narrative,
    a_past,
    a_potential,
    a_promise,
    a_register,
    a_report,
    a_risk,
    a_row,
    a_severity,
    a_source,
    a_theme,
    a_wording,
    an_acceptance,
    an_exposure,
    an_organisation,
    past_control,
    past_of,
    report_of,
)
from tests.said import as_sections, finding_as_text, sections_of

SENSITIVE = a_meeting(marking="OFFICIAL-SENSITIVE")
SAFE = "What they keep in the third safe at night."

# Beside the cases of the table: those that other tests know by their code alone.
ALSO: dict[str, Report] = {
    # --- owners
    "no owner": mine(owner=None),
    "an owner that names nobody": mine(owner="TBC"),
    "agreed words that name nobody": {"wording": (a_wording("Met", "M01", "TBC", field="owner"),)},
    "an agreed owner with an address": {"wording": (a_wording("Met", "M01", "Risk, risk@example.org", field="owner"),)},
    # --- scores
    "not scored": mine(current=UNSCORED, target=UNSCORED),
    "scored by a word of no band": mine(current=Exposure(rating="Red"), target=UNSCORED),
    "scored by a word": mine(current=Exposure(score="Some"), target=UNSCORED),
    "a likelihood outside the scale": mine(current=an_exposure(6, 1)),
    "an impact outside the scale": mine(inherent=an_exposure(5, 7)),
    "a score outside the bands": mine(current=Exposure(score=30), inherent=UNSCORED),
    "two faults in one risk": mine(current=an_exposure(7, 8), inherent=UNSCORED),
    "a rating of another band": mine(current=an_exposure(3, 4, 12, "Medium")),
    "a rating of no band": mine(target=an_exposure(2, 4, 8, "Red")),
    "current above inherent": mine(inherent=an_exposure(3, 3)),
    "target above current": mine(target=an_exposure(4, 4)),
    "target above current, by the bands": mine(current=Exposure(rating="Medium"), target=Exposure(rating="High"), inherent=UNSCORED),
    "a scale without levels": {"met": an_organisation("Met", likelihood_levels=None, impact_levels=None)},
    "a scale without bands": {"met": an_organisation("Met", bands=(), appetite=None)},
    "in the top band three times, by other names": mine(current=MET_VERY_HIGH, inherent=an_exposure(5, 5)) | {"past": last(was(current=MET_VERY_HIGH, rating="Top"), organisations=(PastOrganisation("Met", None, 5, 5, (Band("Low", 1, 9), Band("Top", 10, 25))),)), "earlier": (june(was(current=an_exposure(4, 4))),)},
    "two actions at the target": mine(target=an_exposure(4, 3), actions=("One", "Two")),
    "a proposal at the target": mine(target=an_exposure(4, 3), actions=()) | {"controls": (a_control(), UNTESTED, a_potential())},
    # --- trends
    "no trend": mine(trend=None),
    "no trend, worked out": mine(trend=None) | {"past": last(was(current=an_exposure(2, 4)))},
    "falling, yet the score rose": mine(trend=Trend.FALLING, trend_reason="Less.") | {"past": last(was(current=an_exposure(3, 3)))},
    "rising, yet the score fell": mine(trend=Trend.RISING, trend_reason="More.") | {"past": last(was(current=an_exposure(4, 4)))},
    "new, yet reported": mine(trend=Trend.NEW) | {"past": last()},
    "unchanged, yet the rating rose": mine(current=Exposure(rating="High"), inherent=UNSCORED, target=UNSCORED) | {"past": last(was(current=UNSCORED, target=UNSCORED, rating="Low"))},
    "unchanged, yet its own score fell": mine(previous_score=16),
    "rising without a reason": mine(trend=Trend.RISING),
    "falling without a reason, the register keeps none": mine(trend=Trend.FALLING, source=replace(a_risk("M01").source, cells={name: cell for name, cell in a_risk("M01").source.cells.items() if name != "trend_reason"})),
    "opposed, two rising": mine(trend=Trend.RISING) | {"row": a_row(ids={"Met": ("M01", "M02"), "MOPAC": ("P01",)}), "unreported": (a_risk("M02", row=8, trend=Trend.RISING),), "theirs": replace(P01, trend=Trend.FALLING)},
    "unchanged, yet owner and scores changed": {"past": last(was(owner="Head of Change", current=an_exposure(4, 3)))},
    # --- controls
    "no joint control": {"controls": (a_potential(),)},
    "a control without a description": control(description=None),
    "a control that repeats its name": control(description="oversight  BOARD."),
    "a control without an owner": control(owner=None),
    "joint and potential, under one": {"controls": (a_control(), UNTESTED, a_potential("P-2", name="Oversight board"))},
    "joint and potential, under two": {"controls": (a_control(), UNTESTED, a_control("C-2", "Money"), a_potential("P-2", "Money", name="Shared minutes")), "rows": (a_row(2, "Money", {"Met": ("M02",), "MOPAC": ("P02",)}),)},
    "answers that disagree": control(in_place=InPlace.NO),
    "an answer that is missing": control(in_place=None),
    "said to work, three things blank": control(evidence=None, assurance=None, last_checked=None),
    "said to work, checked after the meeting": control(last_checked=date(2018, 1, 5)),
    "evidence too old": control(last_checked=date(2016, 12, 1)),
    "evidence too old by a month": control(last_checked=date(2017, 10, 1), review_months=1),
    "a control overdue": control(in_place=InPlace.PARTLY, due=date(2017, 11, 30)),
    "a control undated": {"controls": (a_control(), UNTESTED, a_potential(due=None))},
    "a control that has lost its date": with_potential(a_potential(due=None), past_control(a_potential())),
    "a control moved three times": with_potential(a_potential(), *(past_control(a_potential(due=day)) for day in (date(2017, 12, 31), date(2017, 9, 30)))),
    "a control that differs in both": {"rows": (a_row(2, "Money", {"Met": ("M02",), "MOPAC": ("P02",)}),), "controls": (a_control(), UNTESTED, a_control("C-2", "Money", description="It meets.", working=Working.NO))},
    "rising and above appetite, yet all shown": mine(trend=Trend.RISING, trend_reason="More.", appetite="Medium") | {"controls": (a_control(),)},
    "a control that is to come": control(description="A board will be set up to review cases."),
    "a control that took place": control(description="A workshop was held in May."),
    "a control dropped, its name told": {"past": last(controls=(past_control(a_control("C-7", name="Another board"), ControlStatus.NOT_IN_PLACE),))},
    "first-line evidence": control(assurance=Assurance.FIRST),
    # --- since the record
    "gone, and one reads like it": {"past": last(past_of(a_risk("M09", description="Vehicles grow old and are off the road."))), "unreported": (a_risk("M12", row=8, description="Vehicles grow old and are often off the road."),)},
    "nobody owns it now": {"past": last(was(owner="Head of Change"))} | mine(owner=None),
    "nobody owned it then": {"past": last(was(owner=None))},
    "a restricted risk reworded": {"past": last(was(description="An informant is safe.")), "meeting": SENSITIVE} | mine(description="An informant is known.", restricted="Operational"),
    "a file that is the same": {"past": last(inputs={"register met-register.xlsx": "c" * 64, "register mopac-register.xlsx": "d" * 64})},
    "the agreed words outdated": {"past": last(was(description="As it was.")), "wording": (a_wording("Met", "M01", "As agreed."),)},
    "the agreed owner outdated": {"past": last(was(owner="Another")), "wording": (a_wording("Met", "M01", "Assistant", field="owner"),)},
    # --- the report as a whole
    "a register of a later day": {"met": replace(MET, as_at=date(2017, 12, 20))},
    "a sheet passed over": {"met": replace(MET, sheet="Nope")},
    "restricted and unmarked": mine(restricted="Operational"),
    "several restricted, marked": mine(restricted="Operational") | {"row": a_row(restricted="Operational"), "meeting": SENSITIVE},
    "restricted, and nobody to ask": mine(restricted="Operational") | {"meeting": a_meeting(marking="OFFICIAL-SENSITIVE", public_contact=None)},
    "restricted, and said by another control": {"controls": (a_control(description=SAFE, restricted="Operational"), a_control("C-2", name="Another board", progress=SAFE)), "meeting": SENSITIVE},
    "restricted, and said in a promise": {"controls": (a_control(description=SAFE, restricted="Operational"),), "promises": (a_promise(f"A paper on {SAFE[5:]}", due=MEETING_DAY, kept="Sent."),), "meeting": SENSITIVE},
    "restricted, and said in the narrative": {"controls": (a_control(description=SAFE, restricted="Operational"),), "meeting": SENSITIVE} | under("purpose", f"We know {SAFE[0].lower()}{SAFE[1:]}"),
    "a promise due": {"promises": (a_promise("A paper on gangs", due=MEETING_DAY), a_promise("A visit", due=date(2017, 12, 1)))},
    "changes of a closed control": {"past": last(controls=(past_control(a_control("C-7", name="Another board")),)), "changes": (a_change("Met", "C-7", "new owner"),)},
    # --- words
    "another period": under("purpose", "This report covers Quarter 2 2017-18."),
    "another name": under("purpose", "The MPS has four risks."),
    "a short form": under("purpose", "Demand on the CJS.", "The CJS."),
    "a short form late": under("purpose", "VAWG is rising: violence against women and girls (VAWG) has a plan."),
    "a short form of an owner": mine(owner="ACTP"),
    "a placeholder": under("purpose", "It costs [insert figure] and XX."),
    "two blanks": under("purpose", "It  costs much."),
    "an appendix and a paragraph missing": under("purpose", "See appendix 9 and paragraph 1.7."),
    # --- one fault beside another
    "in every text a short form": {
        "meeting": a_meeting(report_by="The Head of QAA", authors=(Post("Head of QAB"),), cleared_by=(Post("Head of QAC"),), public_contact="QAD team"),
        "risk": a_risk("M01", title="The QAE", description=None, owner="Head of QAF", trend_reason="The QAG."),
        "theirs": replace(P01, description="The QAH."),
        "row": a_row(residual_risk="The QAI.", trend_reason="The QAJ."),
        "controls": (a_control(name="QAK board", description="The QAL.", owner="Head of QAM", evidence="The QAN.", progress="The QAO."), a_potential(progress="The QAP.")),
        "wording": (a_wording("MOPAC", "P01", "The QAQ.", agreed_by="The QAR", reason="The QAS."), a_wording("Met", "M01", "Head of QAT", field="owner", agreed_by="The QAU", reason="The QAV.")),
        "promises": (a_promise("A QAW paper", asked_by="The QAX", due=MEETING_DAY, kept="The QAY."),),
        "past": last(was(owner="Another")),
        "changes": (a_change("Met", "M01", "new owner", reason="The QAZ."), a_change("MOPAC", "P01", "new owner", reason="The QBB.")),
        "narrative": a_narrative(purpose=("The QBC.",), legal_implications=("The QBD.",), background_papers=("- The QBE.",)),
    },
    "a short form in three places": under("purpose", "The CJS.", "The CJS.", "The CJS."),
    "a short form late in a control": {"controls": (a_control(description="Advises the DMPC."), a_control("C-2", name="Group", progress="The Deputy Mayor for Policing and Crime (DMPC) reads it."))},
    "two blanks in many cells": {"controls": (a_control(description="It  meets.", progress="It  met."), a_control("C-2", name="Group", description="It  acts.", source=a_source(CONTROL_FIELDS, 3, sheet="Controls")), a_control("C-3", name="Team", description="It  works.", source=a_source(CONTROL_FIELDS, 4, sheet="Controls")))},
    "two blanks in two paragraphs": under("purpose", "It  costs.", "Quiet.", "It  lasts."),
    "a long description of a control, under two risks of one name": {"rows": (a_row(2, "Safeguarding", {"Met": ("M02",), "MOPAC": ("P02",)}),), "controls": (a_control(description="word " * 151), UNTESTED)},
    "placeholders in two fields": mine(owner="TBC") | {"controls": (a_control(progress="A date is TBC."), UNTESTED)},
    "another name in two files": {"controls": (a_control(evidence="Report of the MPS", progress="The MPS is content."), UNTESTED), "risk": a_risk("M01", description="The MPS is late."), "narrative": a_narrative(purpose=("The MPS.", "The MPS."), legal_implications=("The MPS.",))},
    "restricted and no marking": mine(restricted="Operational") | {"meeting": a_meeting(marking=None)},
    "two controls gone, one told": {"past": last(controls=(past_control(a_control("C-7", name="Another board")), past_control(a_control("C-8", name="A third board")))), "changes": (a_change("Met", "C-7", "withdrawn"),)},
    "a control gone, told by its name": {"past": last(controls=(past_control(a_control("", name="Another board")),)), "changes": (a_change("Met", "Another board", "closed"),)},
    "a joint control whose date moved": {"controls": (a_control(in_place=InPlace.PARTLY, due=date(2018, 3, 31)), UNTESTED), "past": last(controls=(past_control(a_control(name="A board", due=date(2017, 12, 31))),))},
    "a potential control in place, whose date moved": with_potential(a_potential(in_place=InPlace.YES), past_control(a_potential(due=date(2017, 12, 31)))),
    "a date moved, the control renamed": with_potential(a_potential(), past_control(a_potential(name="Gifts list", due=date(2017, 12, 31)))),
    "a date moved, the reference another": with_potential(a_potential("P-7"), past_control(a_potential(due=date(2017, 12, 31)))),
    "a date moved, name and reference others": with_potential(a_potential("P-7", name="Gifts list"), past_control(a_potential(due=date(2017, 12, 31)))),
    "a date moved, no references": with_potential(a_potential("", name="Gifts list"), past_control(a_potential("", due=date(2017, 12, 31)))),
    "a control whose name can't be read, and others that differ": {"rows": (a_row(2, "Money", {"Met": ("M02",), "MOPAC": ("P02",)}),), "controls": (a_control("C-0", name="", unknown={"name": "[not readable: #REF!]"}), a_control(), UNTESTED, a_control("C-2", "Money", description="It meets."))},
    "the second control unproven": {"controls": (UNTESTED, a_control(evidence=None))},
    "two in words of a month": {"controls": (a_control(progress="It will be signed by 30 November 2017."), a_control("C-2", name="Group", progress="It will be agreed by November 2017."))},
    "due in the month of the meeting": control(progress="It will be signed by 31 November 2017, or in December 2017."),
    "opposed, two falling": mine(trend=Trend.RISING) | {"row": a_row(ids={"Met": ("M01",), "MOPAC": ("P01", "P02")}), "unreported_theirs": (a_risk("P02", "MOPAC", row=8, trend=Trend.FALLING, current=an_exposure(2, 4), target=an_exposure(2, 2)),), "theirs": replace(P01, trend=Trend.FALLING)},
    "a risk gone, told by the id it had": {"past": last(past_of(a_risk("M09"))), "changes": (a_change("Met", "M19", "closed", was="M09"),)},
    "a risk gone, another body's told": {"past": last(past_of(a_risk("M09"))), "changes": (a_change("MOPAC", "M09", "closed"),)},
    "a risk gone, its owner told": {"past": last(past_of(a_risk("M09"))), "changes": (a_change("Met", "M09", "new owner"),)},
    "a risk gone, and mapped still": {"past": last(past_of(a_risk("M09"))), "row": a_row(ids={"Met": ("M01", "M09"), "MOPAC": ("P01",)})},
    "an id with quite other words": mine(title="Fleet", description="Vehicles grow old and are off the road for weeks.") | {"past": last(was(title="Children", description="Young people at risk of harm are not seen early."))},
    "an id with other words, few then": mine(title="Fleet", description="Vehicles grow old and are off the road for weeks.") | {"past": last(was(title=None, description="Cars rust."))},
    "an id with other words, a title then": mine(title="Fleet", description="Vehicles grow old and are off the road for weeks.") | {"past": last(was(title="Cars rust", description=None))},
    "an id with other words, few now": mine(title=None, description="Cars rust.") | {"past": last(was(title="Children", description="Young people at risk of harm are not seen early."))},
    "two agreed, one owner unread": {"past": last(was(description="As it was.", owner="Another")), "wording": (a_wording("Met", "M01", "Assistant", field="owner"), a_wording("Met", "M01", "As agreed."))} | mine(owner=None, unknown={"owner": "[not readable: #REF!]"}),
    "two secrets in one paragraph": {"controls": (a_control(description=SAFE, restricted="Operational"), a_control("C-2", name="Another board", description="Who opens the second door after dark.", restricted="Operational")), "meeting": SENSITIVE} | under("purpose", f"We know {SAFE[0].lower()}{SAFE[1:-1]}, and who opens the second door after dark."),
    "restricted, and said as residual risk": {"controls": (a_control(description=SAFE, restricted="Operational"),), "row": a_row(residual_risk=f"It rests on {SAFE[0].lower()}{SAFE[1:]}"), "meeting": SENSITIVE},
    "restricted, and said of a risk withdrawn": {"controls": (a_control(description=SAFE, restricted="Operational"),), "rows": (a_row(2, "Money", {"Met": ("M02",)}, withdrawn=True, residual_risk=f"It rests on {SAFE[0].lower()}{SAFE[1:]}"),), "meeting": SENSITIVE},
    "restricted, and said by an open risk": {"controls": (a_control(description=SAFE, restricted="Operational"), a_control("C-2", name="Another board", progress=f"Seen to: {SAFE[0].lower()}{SAFE[1:]}")), "theirs": replace(P01, description=SAFE), "meeting": SENSITIVE},
    "a scale of one band": mine(current=MET_VERY_HIGH, inherent=an_exposure(5, 5), target=an_exposure(4, 4)) | {"met": an_organisation("Met", bands=(Band("Very high", 1, 25),), appetite=None), "past": last(TOP), "earlier": (june(TOP),)},
    "a rating without a score": mine(current=Exposure(rating="High"), target=Exposure(rating="Low"), inherent=UNSCORED, actions=()),
    "scores without bands": mine(inherent=an_exposure(2, 2)) | {"met": an_organisation("Met", bands=(), appetite=None)},
    "a register without score or likelihood": mine(current=UNSCORED, target=UNSCORED, source=a_source(["id", "owner", "current.rating"], 7, "met-register.xlsx", "Corporate risks")),
    "reviewed on the day it was due": mine(next_review=date(2017, 12, 1), last_reviewed=date(2017, 12, 1)),
    "one acronym of two bodies": {"met": an_organisation("Met", full_name="Ministry of Everything There"), "narrative": a_narrative(purpose=("The MET and the MOET and the MoET.",))},
    "in the top band three times, then not reported": mine(current=MET_VERY_HIGH, inherent=an_exposure(5, 5)) | {"past": last(TOP), "earlier": (june(TOP), a_past(a_theme(1, "Safeguarding"), meeting_date=date(2017, 3, 21)))},
    "in the top band by the word alone": mine(current=Exposure(rating="Very high"), inherent=UNSCORED, target=UNSCORED) | {"past": last(was(current=Exposure(rating="Very high"), target=UNSCORED)), "earlier": (june(was(current=Exposure(rating="very HIGH"), target=UNSCORED)),)},
    "a register without a column for scores": mine(current=UNSCORED, target=UNSCORED, source=a_source(["id", "owner"], 7, "met-register.xlsx", "Corporate risks")),
    "an impact outside a scale of other likelihoods": mine(current=an_exposure(3, 6), inherent=UNSCORED) | {"met": an_organisation("Met", likelihood_levels=4, impact_levels=5)},
    "a likelihood outside a scale of other impacts": mine(current=an_exposure(6, 3), inherent=UNSCORED) | {"met": an_organisation("Met", likelihood_levels=5, impact_levels=4)},
    "a score that the bands leave out, and a likelihood outside": mine(inherent=Exposure(score=24), current=an_exposure(9, 1), target=UNSCORED) | {"met": an_organisation("Met", bands=(Band("Low", 1, 9), Band("High", 10, 20)), unknown={"scale": "[in no band: 21-25]"})},
    "a risk that left the report and stays in its register": {"past": last(past_of(a_risk("M02", description="Vehicles grow old and are off the road."))), "unreported": (a_risk("M02", row=8), a_risk("M12", row=9, description="Vehicles grow old and are often off the road."))},
    "a top band beside a register without bands": {"met": an_organisation("Met", bands=(), appetite=None), "unreported_theirs": (a_risk("P02", "MOPAC", row=8, current=an_exposure(4, 4), target=an_exposure(2, 2), inherent=UNSCORED),)},
    "unchanged, another risk's owner told": {"past": last(was(owner="Head of Change")), "changes": (a_change("Met", "M02", "new owner"),)},
    "unchanged, its owner told under another word": {"past": last(was(owner="Head of Change")), "changes": (a_change("Met", "M01", "closed"),)},
    "unchanged, another body's owner told": {"past": last(was(owner="Head of Change")), "changes": (a_change("MOPAC", "M01", "new owner"),)},
    "unchanged, on a scale of other levels": {"past": last(was(current=an_exposure(4, 3)), organisations=(PastOrganisation("Met", None, 4, 5, MET.bands),))},
    "unchanged, scores that the record does not vouch for": {"past": last(was(current=an_exposure(4, 3), unstated=frozenset(("current",))))},
    "unchanged, an owner that the record does not vouch for": {"past": last(was(owner="Head of Change", unstated=frozenset(("owner",))))},
    "restricted, and said in two controls": {"controls": (a_control(description=SAFE, restricted="Operational"), a_control("C-2", name="Another board", progress=f"Seen to: {SAFE[0].lower()}{SAFE[1:]}", source=a_source(CONTROL_FIELDS, 3, sheet="Controls")), a_control("C-3", name="A third board", progress=f"Kept: {SAFE[0].lower()}{SAFE[1:]}", source=a_source(CONTROL_FIELDS, 4, sheet="Controls"))), "meeting": SENSITIVE},
    "two controls that are to come": {"controls": (a_control(description="A board will be set up."), a_control("C-2", name="Group", description="It is to be set up."))},
    "two blanks in two files": {"controls": (a_control(progress="It  met."), UNTESTED)} | mine(description="It  costs.") | under("purpose", "It  costs.", "Quiet.", "It  lasts."),
    "in the name of an aligned risk a short form": {"row": a_row(1, "CJS work"), "controls": (a_control("C-1", "CJS work"),)},
    "in the name of a control that is new a short form, written out later": {"controls": (a_control(), UNTESTED, a_control("C-2", name="VAWG group", description="It meets.")), "past": last(), "narrative": a_narrative(legal_implications=("Violence against women and girls (VAWG) has a plan.",))},
    "in the name of a control that is new a placeholder": {"controls": (a_control(), UNTESTED, a_control("C-2", name="Board TBC", description="It meets.")), "past": last()},
    "of a new owner a short form, written out later": mine(owner="Head of VAWG") | {"past": last(was(owner="Another")), "narrative": a_narrative(legal_implications=("Violence against women and girls (VAWG) has a plan.",))},
    "a date moved, its reference another's under another risk": {"controls": (a_control(), UNTESTED, a_potential()), "past": a_past(a_theme(1, "Safeguarding", (was(), past_of(P01)), (past_control(a_control()), past_control(UNTESTED, ControlStatus.NOT_PROVEN))), a_theme(2, "Money", (), (past_control(a_potential(name="Another", due=date(2017, 12, 31))),)))},
    "gone, and none reads like it": {"past": last(past_of(a_risk("M09", description="Vehicles grow old and are off the road."))), "unreported": (a_risk("M12", row=8, description="Young people at risk are not seen."),)},
    "an id with other words, that the record does not vouch for": mine(title="Fleet", description="Vehicles grow old and are off the road for weeks.") | {"past": last(was(title="Children", description="Young people at risk of harm are not seen early.", unstated=frozenset(("words",))))},
    "unchanged, after one that rises": {"row": a_row(ids={"Met": ("M02", "M01"), "MOPAC": ("P01",)}), "unreported": (a_risk("M02", row=8, trend=Trend.RISING, trend_reason="More."),), "past": last(was(owner="Head of Change"))},
    "three restricted": mine(restricted="Operational") | {"row": a_row(restricted="Operational"), "controls": (a_control(restricted="Operational"), UNTESTED), "meeting": SENSITIVE},
    "two controls whose names can't be read": {"rows": (a_row(2, "Money", {"Met": ("M02",), "MOPAC": ("P02",)}),), "controls": (a_control("C-0", name="", unknown={"name": "[not readable: #REF!]"}), a_control(), UNTESTED, a_control("C-2", "Money", name="", unknown={"name": "[not readable: #REF!]"}), a_potential("P-2", "Money", name=""))},
    "a placeholder in a residual risk": {"row": a_row(residual_risk="TBC.")},
    "a placeholder in a post": mine(owner="Head of TBC"),
    "a placeholder after a hint": {"controls": (a_control(progress="A date is TBC."), UNTESTED)} | under("purpose", "[insert the purpose here]"),
    "an owner that is an organisation": mine(owner="Greater Avon Thames") | {"met": an_organisation("Met", full_name="Greater Avon Thames")},
    "a score outside the bands, levels not stated": mine(current=Exposure(score=3), inherent=UNSCORED, target=UNSCORED) | {"met": an_organisation("Met", likelihood_levels=None, bands=(Band("Low", 5, 9), Band("High", 10, 20)), unknown={"scale": "[in no band: 3]"})},
    "a score of nothing": mine(current=Exposure(score=0), inherent=UNSCORED, target=UNSCORED) | {"met": an_organisation("Met", bands=(Band("Low", 1, 9), Band("High", 10, 20)), unknown={"scale": "[in no band: 21-25]"})},
    "a score outside the bands, impact levels not stated": mine(current=Exposure(score=3), inherent=UNSCORED, target=UNSCORED) | {"met": an_organisation("Met", impact_levels=None, bands=(Band("Low", 5, 9), Band("High", 10, 20)), unknown={"scale": "[in no band: 3]"})},
    "a reviewed risk after one that is not due": {"row": a_row(ids={"Met": ("M02", "M01"), "MOPAC": ("P01",)}), "unreported": (a_risk("M02", row=8, next_review=date(2018, 3, 1)),)} | mine(next_review=date(2017, 12, 1), last_reviewed=date(2017, 9, 1)),
}  # fmt: skip

NARRATIVES = (
    "The risks are Safeguarding, Governance, Funding and Insight.",
    "The risks are Safeguarding, Money, Governance and Insight.",
    "The aligned risks are Safeguarding, Governance, Estates, Money and Insight.",
    "The organisations report three aligned risks.",
    "- Safeguarding",
)


def _of_the_table() -> dict[str, Report]:
    """The cases that speak, by their code; later ones of a code numbered."""
    named: dict[str, Report] = {}
    for case in CASES:
        same = sum(name.partition(", case ")[0] == case.code for name in named)
        named[f"{case.code}, case {same + 1}" if same else case.code] = case.speaks
    return named


REPORTS = _of_the_table() | ALSO


def said_of(name: str) -> str:
    """Every finding of one of these reports, or of a sound one with such words under Purpose."""
    if name == "decided":
        return _decided()
    if name in REPORTS:
        return "".join(map(finding_as_text, found(**REPORTS[name])))
    report = a_report(narrative=a_narrative(purpose=(name,)))
    return "".join(finding_as_text(f) for f in run_checks(report) if f.code not in MOVED and f.file == "narrative.docx")


NAMES = (*REPORTS, *NARRATIVES, "decided")


def all_that_is_said() -> str:
    return as_sections({name: said_of(name) for name in NAMES})


def _decided() -> str:
    """The findings of a risk without owner and of an id that is nowhere, as Accepted and Checks weigh them."""
    workbook = a_mapping(
        (a_row(),),
        (a_control(), UNTESTED),
        accepted=(
            an_acceptance("owner-missing", "met  m01"),
            an_acceptance("control-owner-missing", "C-1 Oversight board", until=date(2017, 12, 1)),
            an_acceptance("restricted-quoted", "C-2"),
            an_acceptance("mapped-not-found", "Met M99"),
            an_acceptance("trend-missing", "Met M01", until=None, accepted_by=None, reason=None),
        ),
        severities=(a_severity("trend-missing", "block"), a_severity("restricted-quoted", "note")),
    )  # fmt: skip
    registers = (a_register("Met", a_risk("M01", owner=None, trend=None)), a_register("MOPAC", P01))
    reported = report_of(replace(workbook, controls=(a_control(owner=None), UNTESTED)), registers)
    lost = find("mapped-not-found", "Met M99 is nowhere.", subject="Met M99")
    decided = decide((*run_checks(reported), lost), workbook)
    return "".join(f"{finding_as_text(f)}  {f.accepted or 'open'}\n" for f in decided)


GOLDEN_TEXTS = sections_of((GOLDEN / "findings.txt").read_text(encoding="utf-8"))


def test_the_golden_file_has_these_reports() -> None:
    assert list(GOLDEN_TEXTS) == list(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_word_that_is_said(name: str) -> None:
    assert said_of(name) == GOLDEN_TEXTS.get(name)


RISK_ALONE = [name for name, report in REPORTS.items() if "row" not in report and "rows" not in report]


def with_sound_risk(past: PastReport | None) -> PastReport | None:
    """The record with the sound risk in it too."""
    if past is None:
        return None
    first, *others = past.aligned_risks
    return replace(past, aligned_risks=(replace(first, risks=(past_of(a_risk("M00")), *first.risks)), *others))


@pytest.mark.parametrize("name", RISK_ALONE)
def test_a_sound_risk_before_it_takes_nothing_away(name: str) -> None:
    report = REPORTS[name]
    beside = {
        "row": a_row(ids={"Met": ("M00", "M01"), "MOPAC": ("P01",)}),
        "unreported": (a_risk("M00", row=6), *report.get("unreported", ())),
        "past": with_sound_risk(report.get("past")),
        "earlier": tuple(map(with_sound_risk, report.get("earlier", ()))),
    }
    alone, together = ({(f.code, f.place, f.message) for f in found(**one)} for one in (report, {**report, **beside}))
    assert alone <= together


@pytest.mark.parametrize("name", REPORTS)
def test_a_sound_control_before_it_takes_nothing_away(name: str) -> None:
    report = REPORTS[name]
    sound = a_control("C-0", name="Standing group", description="It looks at each case.")
    beside = {"controls": (sound, *report.get("controls", (a_control(), UNTESTED)))}
    alone, together = ({(f.code, f.place, f.message) for f in found(**one)} for one in (report, {**report, **beside}))
    assert {one for one in alone if one[0] != "no-joint-control"} <= together

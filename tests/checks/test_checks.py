"""Each check: a case that speaks and one that stays quiet. The sound quarter of the builders says nothing at all."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.checks import run_checks
from pipeline.checks.catalogue import CHECKS
from pipeline.model.findings import CATALOGUE
from pipeline.model.records import (
    Band,
    Control,
    Exposure,
    InPlace,
    PastOrganisation,
    PastReport,
    Trend,
    Working,
)
from tests.checks.reports import codes, said, spoken
from tests.reconcile.builders import (
    MEETING_DAY,
    MET,
    MOPAC,
    RISK_FIELDS,
    UNSCORED,
    a_change,
    a_control,
    a_mapping,
    a_meeting,
    a_past,
    a_potential,
    a_promise,
    a_register,
    a_report,
    a_risk,
    a_row,
    a_source,
    a_theme,
    a_wording,
    an_exposure,
    an_organisation,
    past_of,
    report_of,
)


def test_a_sound_report_is_silent() -> None:
    told = (a_change("Met", "M02", "new owner", now="Deputy Commissioner"),)
    found = run_checks(a_report(changes=told))
    assert {f.code for f in found} == {"risk-reowned", "risk-rescored", "control-first-line-only"}
    assert {f.severity for f in found} == {"note"}
    assert said() == ()


def test_every_check_says_why() -> None:
    assert all(check.__doc__ for check in CHECKS)


def test_places_are_those_of_the_row() -> None:
    (finding,) = said(a_risk("M01", row=7, owner=None))
    assert (finding.file, finding.sheet, finding.cell) == ("met-register.xlsx", "Corporate risks", "D7")
    assert (finding.subject, finding.organisation, finding.field) == ("Met M01", "Met", "owner")


def test_a_risk_mapped_twice_is_spoken_of_once() -> None:
    rows = (a_row(), a_row(2, "Money", {"Met": ("M01",)}))
    workbook = a_mapping(rows, (a_control(), a_control("C-2", "Money")))
    registers = (
        a_register("Met", a_risk("M01", owner=None)),
        a_register("MOPAC", a_risk("P01", "MOPAC", current=an_exposure(2, 4), target=an_exposure(2, 2))),
    )
    assert codes(run_checks(report_of(workbook, registers))) == ["owner-missing"]


def test_risks_outside_the_report_are_not_spoken_of() -> None:
    assert said(unreported=(a_risk("M02", owner=None, trend=None, current=an_exposure(9, 9)),)) == ()


@pytest.mark.parametrize(
    ("owner", "expected"),
    [
        (None, "owner-missing"),
        ("Vacant", "owner-missing"),
        ("TBC", "owner-missing"),
        ("To be confirmed.", "owner-missing"),
        ("Director of Vacant Property", None),
        ("ACTP", None),
    ],
)
def test_owner_missing(owner: str | None, expected: str | None) -> None:
    findings = said(a_risk("M01", owner=owner), acronyms={"ACTP": "Assistant Commissioner"})
    assert codes(findings) == spoken(expected)
    assert all(finding.severity == "block" for finding in findings)


@pytest.mark.parametrize("owner", [None, "Vacant", "Head of Change"])
def test_an_agreed_owner_is_an_owner(owner: str | None) -> None:
    agreed = a_wording("Met", "M01", "Director of Change", field="owner")
    assert said(a_risk("M01", owner=owner), wording=(agreed,)) == ()


def test_agreed_words_that_name_nobody_leave_a_risk_without_an_owner() -> None:
    (finding,) = said(a_risk("M01"), wording=(a_wording("Met", "M01", "TBC", field="owner"),))
    assert (finding.code, finding.sheet, finding.cell) == ("owner-missing", "Wording", "D2")
    assert finding.message == 'Met M01 has no risk owner: the Wording sheet says "TBC".'


def test_an_owner_that_could_not_be_read_is_said_on_reading() -> None:
    assert said(a_risk("M01", owner=None, unknown={"owner": "[not readable: #REF!]"})) == ()


@pytest.mark.parametrize(
    ("current", "bands", "expected"),
    [
        (UNSCORED, True, "not-scored"),
        (Exposure("Likely", "Major"), True, "not-scored"),
        (Exposure(rating="Red"), True, "not-scored"),
        (Exposure(score="TBC"), True, "not-scored"),
        (Exposure(rating="High"), True, None),
        (an_exposure(3, 4), True, None),
        (an_exposure(3, 4), False, None),  # the Organisations sheet has no bands
        (UNSCORED, False, "not-scored"),
    ],
)
def test_not_scored(current: Exposure, bands: bool, expected: str | None) -> None:
    met = MET if bands else an_organisation("Met", bands=(), appetite=None)
    found = codes(said(a_risk("M01", current=current, target=UNSCORED), met=met))
    assert [code for code in found if code != "scale-not-stated"] == spoken(expected)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"current": an_exposure(6, 1)}, "current.likelihood"),
        ({"current": an_exposure(3, 7)}, "current.impact"),
        ({"current": an_exposure(0, 4)}, "current.likelihood"),
        ({"inherent": an_exposure(5, 6)}, "inherent.impact"),
        ({"target": an_exposure(-1, 2)}, "target.likelihood"),
        ({"current": Exposure(score=30), "inherent": UNSCORED}, "current.score"),
        ({"current": an_exposure(5, 5), "inherent": an_exposure(5, 5)}, None),
        ({"current": Exposure("Likely", "Major", 12)}, None),
    ],
)
def test_score_outside_scale(values: dict[str, object], field: str | None) -> None:
    findings = said(a_risk("M01", **values))
    assert [(f.code, f.field) for f in findings if f.code != "score-order"] == (
        [("score-outside-scale", field)] if field else []
    )


def test_a_scale_from_nothing_has_a_nothing() -> None:
    from_zero = an_organisation("Met", bands=(Band("Low", 0, 9), MET.bands[2]), likelihood_levels=10)
    assert said(a_risk("M01", current=an_exposure(0, 4), inherent=UNSCORED, target=UNSCORED), met=from_zero) == ()


@pytest.mark.parametrize(
    ("rating", "message"),
    [
        ("Medium", "the current rating is Medium, and 12 is High"),
        ("Red", 'the current rating "Red" is not a band of Met (Low, Medium, High, Very high); High, the band of 12'),
        ("high", None),
        (None, None),
    ],
)
def test_rating_not_band(rating: str | None, message: str | None) -> None:
    findings = said(a_risk("M01", current=an_exposure(3, 4, 12, rating)))
    assert codes(findings) == spoken("rating-not-band" if message else None)
    assert message is None or message in findings[0].message


@pytest.mark.parametrize(
    ("inherent", "current", "target", "message"),
    [
        (an_exposure(3, 3), an_exposure(3, 4), UNSCORED, "current High (12) is above inherent Medium (9)"),
        (UNSCORED, an_exposure(2, 3), an_exposure(3, 3), "target Medium (9) is above current Medium (6)"),
        (Exposure(rating="Low"), Exposure(rating="High"), UNSCORED, "current High is above inherent Low"),
        (Exposure(rating="Medium"), an_exposure(3, 4), UNSCORED, "current High (12) is above inherent Medium"),
        (an_exposure(3, 4), an_exposure(3, 4), an_exposure(2, 4), None),
        (Exposure("Rare", "Minor"), an_exposure(3, 4), UNSCORED, None),
    ],
)
def test_score_order(inherent: Exposure, current: Exposure, target: Exposure, message: str | None) -> None:
    findings = said(a_risk("M01", inherent=inherent, current=current, target=target))
    assert codes(findings) == spoken("score-order" if message else None)
    assert message is None or message in findings[0].message


def past_with(current: Exposure, rating: str | None = None) -> PastReport:
    return a_past(a_theme(1, "Safeguarding", [past_of(a_risk("M01"), current=current, rating=rating)]))


@pytest.mark.parametrize(
    ("declared", "then", "says"),
    [
        (Trend.FALLING, an_exposure(3, 3), "declared falling, yet its score rose from 9 to 12 since 26 September 2017"),
        (Trend.RISING, an_exposure(4, 4), "declared rising, yet its score fell from 16 to 12"),
        (Trend.SAME, an_exposure(4, 4), "declared unchanged, yet its score fell from 16 to 12"),
        (Trend.SAME, an_exposure(3, 3), "declared unchanged, yet its score rose from 9 to 12"),
        (Trend.NEW, an_exposure(3, 4), "declared new, yet it was reported"),
        (Trend.SAME, an_exposure(4, 3), None),
        (Trend.RISING, an_exposure(3, 3), None),
        (Trend.FALLING, an_exposure(4, 4), None),
        (Trend.RISING, an_exposure(3, 4), None),  # a risk moves within a score first
        (Trend.FALLING, an_exposure(3, 4), None),
        (Trend.RISING, UNSCORED, None),
    ],
)
def test_trend_contradicts_score(declared: Trend, then: Exposure, says: str | None) -> None:
    risk = a_risk("M01", trend=declared, trend_reason="As the board agreed.")
    findings = said(risk, past=past_with(then))
    assert codes(findings) == spoken("trend-contradicts-score" if says else None)
    assert says is None or says in findings[0].message


def test_trend_against_the_band_where_there_are_no_scores() -> None:
    risk = a_risk("M01", current=Exposure(rating="High"), inherent=UNSCORED)
    (finding,) = said(risk, past=past_with(UNSCORED, "Low"))
    assert "declared unchanged, yet its rating rose from Low to High" in finding.message
    assert said(risk, past=past_with(UNSCORED, "High")) == ()


OTHER_BANDS = (Band("Low", 1, 2), Band("Medium", 3, 5), Band("High", 6, 25))


@pytest.mark.parametrize(
    ("then", "rating", "scale", "speaks"),
    [
        (an_exposure(4, 4), None, {}, True),
        (an_exposure(4, 4), None, {"impact_levels": 6}, False),
        (an_exposure(4, 4), None, {"likelihood_levels": 4}, False),
        (an_exposure(4, 4), None, {"bands": OTHER_BANDS}, True),  # a score is the same by any bands
        (UNSCORED, "Low", {}, True),
        (UNSCORED, "Low", {"bands": OTHER_BANDS}, False),
        (UNSCORED, "Low", {"impact_levels": 6}, False),
    ],
)
def test_a_trend_is_not_held_against_another_scale(
    then: Exposure, rating: str | None, scale: dict[str, Any], speaks: bool
) -> None:
    levels: dict[str, Any] = {"likelihood_levels": 5, "impact_levels": 5, "bands": MET.bands}
    past = replace(past_with(then, rating), organisations=(PastOrganisation("Met", **(levels | scale)),))
    current = an_exposure(3, 4) if then.stated else Exposure(rating="High")
    risk = a_risk("M01", current=current, inherent=UNSCORED, target=UNSCORED)
    contradicted = [code for code in codes(said(risk, past=past)) if code == "trend-contradicts-score"]
    assert contradicted == spoken("trend-contradicts-score" if speaks else None)


def test_a_trend_is_not_held_against_scores_that_the_record_does_not_state() -> None:
    past = past_with(an_exposure(4, 4))
    (theme,) = past.aligned_risks
    unstated = replace(theme, risks=tuple(replace(risk, unstated=frozenset(("current",))) for risk in theme.risks))
    assert codes(said(a_risk("M01"), past=past)) == ["trend-contradicts-score"]
    assert codes(said(a_risk("M01"), past=replace(past, aligned_risks=(unstated,)))) == []


@pytest.mark.parametrize(
    ("previous_score", "past", "speaks"),
    [
        (16, None, True),
        (12, None, False),
        ("High", None, False),
        (16, past_with(an_exposure(3, 4)), False),  # the record goes before the register's own
    ],
)
def test_trend_against_the_registers_own_previous_score(
    previous_score: int | str, past: PastReport | None, speaks: bool
) -> None:
    findings = said(a_risk("M01", previous_score=previous_score), past=past)
    assert codes(findings) == spoken("trend-contradicts-score" if speaks else None)


@pytest.mark.parametrize(
    ("trend", "past", "expected"),
    [
        (None, None, "trend-missing"),
        (None, past_with(an_exposure(3, 4)), "trend-missing"),  # worked out; yet the register keeps a trend
        (Trend.SAME, None, None),
    ],
)
def test_trend_missing(trend: Trend | None, past: PastReport | None, expected: str | None) -> None:
    assert codes(said(a_risk("M01", trend=trend), past=past)) == spoken(expected)


@pytest.mark.parametrize(
    ("trend", "in_register", "in_alignment", "speaks"),
    [
        (Trend.RISING, None, None, True),
        (Trend.FALLING, None, None, True),
        (Trend.RISING, "Demand grew.", None, False),
        (Trend.FALLING, None, "The board has met.", False),
        (Trend.RISING, None, "-", True),
        (Trend.RISING, "N/A", "None", True),
        (Trend.SAME, None, None, False),
        (Trend.NEW, None, None, False),
    ],
)
def test_trend_without_reason(trend: Trend, in_register: str | None, in_alignment: str | None, speaks: bool) -> None:
    findings = said(a_risk("M01", trend=trend, trend_reason=in_register), row=a_row(trend_reason=in_alignment))
    assert codes(findings) == spoken("trend-without-reason" if speaks else None)
    assert not speaks or "mapping.xlsx, sheet 'Alignment', F2" in findings[0].remedy


def test_a_register_that_keeps_no_trend_is_not_asked_for_one_where_the_scores_tell_it() -> None:
    source = a_source([name for name in RISK_FIELDS if name != "trend"], 7, "met-register.xlsx", "Corporate risks")
    risk = a_risk("M01", trend=None, source=source)
    assert codes(said(risk, past=past_with(an_exposure(3, 4)))) == []
    assert codes(said(risk, past=None)) == ["trend-missing"]


def test_a_trend_that_is_not_known_has_a_finding_of_its_own() -> None:
    assert (
        codes(
            said(
                a_risk("M01", trend=None, unknown={"trend": "[not known: Sideways]"}), past=past_with(an_exposure(3, 4))
            )
        )
        == []
    )


def test_a_trend_worked_out_needs_its_reason_too() -> None:
    findings = said(a_risk("M01", trend=None), past=past_with(an_exposure(2, 4)))
    assert codes(findings) == ["trend-missing", "trend-without-reason"]


@pytest.mark.parametrize(
    ("control", "expected", "cell"),
    [
        (a_control(), None, ""),
        (a_control(owner=None), "control-owner-missing", "G2"),
        (a_control(owner="TBC"), "control-owner-missing", "G2"),
        (a_control(owner=None, unknown={"owner": "[not readable: #REF!]"}), None, ""),  # said on reading
        (a_control(in_place=InPlace.NO), "answers-disagree", "I2"),
        (a_control(in_place=None), "answers-disagree", "I2"),
        (a_control(in_place=InPlace.NO, working=Working.NO), "answers-disagree", "I2"),
        (a_control(in_place=InPlace.NO, working=Working.NOT_TESTED), None, ""),
        (a_control(in_place=InPlace.NO, working=None), None, ""),
        (a_control(in_place=None, unknown={"in_place": "[not known: Sort of]"}), None, ""),  # said on reading
        (a_control(evidence=None), "working-unproven", "K2"),
        (a_control(assurance=None), "working-unproven", "J2"),
        (a_control(last_checked=None), "working-unproven", "L2"),
        (a_control(last_checked=date(2018, 1, 5)), "working-unproven", "L2"),
        (a_control(last_checked=MEETING_DAY), None, ""),
        *(
            (a_control(evidence=text), "working-unproven", "K2")
            for text in ("None", "-", "N/A", "None yet", "To follow")
        ),
        *((a_control(description=text), "control-undescribed", "D2") for text in ("-", "None", "N/A")),
        (a_control(evidence=None, in_place=InPlace.PARTLY), "working-unproven", "K2"),
        (a_control(evidence=None, working=Working.NOT_TESTED), None, ""),
        (a_control(assurance=None, unknown={"assurance": "[not known: Us]"}), None, ""),  # said on reading
        (a_control(last_checked=date(2016, 12, 1)), "evidence-stale", "L2"),
        (a_control(last_checked=date(2016, 12, 1), review_months=24), None, ""),
        (a_control(last_checked=date(2016, 12, 1), working=Working.NOT_TESTED), None, ""),
        (a_control(in_place=InPlace.PARTLY, due=date(2017, 11, 30)), "control-overdue", "N2"),
        (a_control(in_place=InPlace.PARTLY, due=MEETING_DAY), None, ""),
        (a_control(due=date(2017, 11, 30)), None, ""),
    ],
)
def test_a_joint_control(control: Control, expected: str | None, cell: str) -> None:
    findings = said(controls=(control,))
    assert codes(findings) == spoken(expected)
    assert [finding.cell for finding in findings] == spoken(cell)
    assert [finding.subject for finding in findings] == spoken("C-1 Oversight board" if expected else None)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, None),
        ({"due": None}, "control-undated"),
        ({"due": date(2017, 12, 18)}, "control-overdue"),
        ({"owner": None}, "control-owner-missing"),
    ],
)
def test_a_potential_control(values: dict[str, object], expected: str | None) -> None:
    assert codes(said(controls=(a_control(), a_potential(**values)))) == spoken(expected)


def test_no_joint_control() -> None:
    (finding,) = said(controls=(a_potential(),))
    assert (finding.code, finding.subject, finding.cell) == ("no-joint-control", "Risk 1: Safeguarding", "B2")


@pytest.mark.parametrize(
    ("sheet", "message"),
    [
        (None, None),
        ("Corporate risks", None),
        (" corporate  RISKS", None),
        ("corporaterisks", None),
        ("Nope", "Organisations names the sheet 'Nope' for Met, and met-register.xlsx has none of that name."),
        ("Old risks", "Organisations names the sheet 'Old risks' for Met."),
    ],
)
def test_sheet_passed_over(sheet: str | None, message: str | None) -> None:
    met = a_register("Met", a_risk("M01"), other_sheets=("Old risks",))
    mopac = a_register("MOPAC", a_risk("P01", "MOPAC", current=an_exposure(2, 4), target=an_exposure(2, 2)))
    organisations = (replace(MET, sheet=sheet), MOPAC)
    findings = run_checks(report_of(a_mapping((a_row(),), (a_control(),), organisations), (met, mopac)))
    assert codes(findings) == spoken("sheet-passed-over" if message else None)
    assert [(f.sheet, f.cell) for f in findings] == [("Organisations", "E2")] * len(findings)
    layout = " The layout goes before it: 'Corporate risks' was read."
    assert [f.message for f in findings] == ([message + layout] if message else [])


@pytest.mark.parametrize("sheet", [None, "Corporate risks"])
def test_a_sheet_passed_over_is_told_of_whatever_the_organisation_before_it_names(sheet: str | None) -> None:
    mopac = a_register("MOPAC", a_risk("P01", "MOPAC", current=an_exposure(2, 4), target=an_exposure(2, 2)))
    organisations = (replace(MET, sheet=sheet), replace(MOPAC, sheet="Nope"))
    workbook = a_mapping((a_row(),), (a_control(),), organisations)
    findings = run_checks(report_of(workbook, (a_register("Met", a_risk("M01")), mopac)))
    assert [(f.code, f.subject, f.cell) for f in findings] == [("sheet-passed-over", "MOPAC", "E3")]


@pytest.mark.parametrize(
    ("lowest", "score", "expected"),
    [
        (1, 24, None),
        (1, 25, None),
        (1, 26, "score-outside-scale"),
        (2, 1, None),
        (2, 0, "score-outside-scale"),  # no likelihood and impact make it
    ],
)
def test_a_score_that_only_the_bands_leave_out_is_theirs_to_mend(lowest: int, score: int, expected: str | None) -> None:
    short = an_organisation(
        "Met", bands=(Band("Low", lowest, 9), Band("High", 10, 20)), unknown={"scale": "[in no band: 21-25]"}
    )
    findings = said(a_risk("M01", current=Exposure(score=score), inherent=UNSCORED, target=UNSCORED), met=short)
    assert codes(findings) == spoken(expected)


@pytest.mark.parametrize(
    ("as_at", "expected"),
    [(date(2017, 12, 20), "as-at-late"), (MEETING_DAY, None), (None, None)],
)
def test_as_at_late(as_at: date | None, expected: str | None) -> None:
    findings = said(met=an_organisation("Met", as_at=as_at))
    assert codes(findings) == spoken(expected)
    assert all((f.sheet, f.cell, f.severity) == ("Organisations", "F2", "block") for f in findings)


RESTRICTED = "Commercially sensitive"


@pytest.mark.parametrize("marking", [None, "OFFICIAL", "Official.", "  official "])
@pytest.mark.parametrize(
    ("what", "named"),
    [
        ({"row": a_row(restricted=RESTRICTED)}, "Risk 1"),
        ({"risk": a_risk("M01", restricted=RESTRICTED)}, "Met M01"),
        ({"controls": (a_control(restricted=RESTRICTED),)}, "C-1"),
    ],
)
def test_restricted_and_unmarked(marking: str | None, what: dict[str, object], named: str) -> None:
    findings = said(meeting=a_meeting(marking=marking), **what)  # type: ignore[arg-type]
    assert codes(findings) == ["restricted-unmarked", "restricted-internal-only"]
    assert all(named in finding.message and finding.cell == "H2" for finding in findings)


def test_restricted_and_marked() -> None:
    meeting = a_meeting(marking="OFFICIAL-SENSITIVE")
    assert codes(said(a_risk("M01", restricted=RESTRICTED), meeting=meeting)) == ["restricted-internal-only"]


def test_restricted_and_nobody_to_ask() -> None:
    meeting = a_meeting(marking="OFFICIAL-SENSITIVE", public_contact=None)
    found = codes(said(a_risk("M01", restricted=RESTRICTED), meeting=meeting))
    assert found == ["restricted-internal-only", "public-contact-missing"]
    assert said(a_risk("M01"), meeting=meeting) == ()


@pytest.mark.parametrize(
    ("progress", "found"),
    [("It stands in for what they keep in the third safe.", ["restricted-quoted"]), ("It stands in for others.", [])],
)
def test_what_is_restricted_and_said_elsewhere(progress: str, found: list[str]) -> None:
    closed = a_control(description="Where they keep what they keep in the third safe.", restricted=RESTRICTED)
    control = a_control("C-2", name="Another board", progress=progress)
    findings = said(meeting=a_meeting(marking="OFFICIAL-SENSITIVE"), controls=(closed, control))
    assert [code for code in codes(findings) if code == "restricted-quoted"] == found


def test_what_is_restricted_outside_the_report_is_no_matter() -> None:
    assert said(unreported=(a_risk("M02", restricted=RESTRICTED),)) == ()


@pytest.mark.parametrize(
    ("due", "kept", "expected"),
    [
        (date(2017, 12, 1), None, "promise-not-kept"),
        (date(2017, 12, 1), "Sent on 28 November", None),
        (MEETING_DAY, None, "promise-not-kept"),
        (MEETING_DAY, "In this report", None),
        *((date(2017, 12, 1), kept, "promise-not-kept") for kept in ("No", "Not yet", "-", "n/a", "Partly")),
        (date(2017, 12, 20), "Not yet", None),
        (date(2017, 12, 20), None, None),
        (None, None, None),
    ],
)
def test_promise_not_kept(due: date | None, kept: str | None, expected: str | None) -> None:
    findings = said(promises=(a_promise("A paper on gangs", due=due, kept=kept),))
    assert codes(findings) == spoken(expected)
    assert all((f.subject, f.cell) == ("A paper on gangs", "E2") for f in findings)
    answer = f'and Kept says "{kept}".' if kept else "and Kept is blank."
    assert all(f.message.endswith(answer) for f in findings)


@pytest.mark.parametrize(
    ("then", "agreed", "expected"),
    [
        ("Other words.", date(2017, 9, 1), "wording-outdated"),
        ("Other words.", None, "wording-outdated"),
        ("Other words.", date(2017, 10, 1), None),  # agreed for the new text, perhaps
        ("What M01 of\nMet is about.", None, None),
        (None, None, None),
    ],
)
def test_wording_outdated(then: str | None, agreed: date | None, expected: str | None) -> None:
    past = a_past(a_theme(1, "Safeguarding", [past_of(a_risk("M01"), description=then, title=None)]))
    findings = said(past=past, wording=(a_wording("Met", "M01", "As agreed.", date=agreed),))
    assert codes(findings) == spoken(expected)
    assert all((f.sheet, f.cell) == ("Wording", "D2") for f in findings)


def test_every_code_that_the_checks_raise_is_shown_to_speak() -> None:
    """A new check needs a case in this folder."""
    folder = Path(__file__).parent
    shown = "".join(path.read_text("utf-8") for path in folder.glob("test_*.py"))
    sources = Path(run_checks.__code__.co_filename).parent
    raised = {
        code
        for path in sources.glob("*.py")
        for code in re.findall(r'\(\s*"([a-z]+(?:-[a-z]+)+)"', path.read_text("utf-8"))
        if code in CATALOGUE
    }
    assert len(raised) > 60
    assert sorted(code for code in raised if code not in shown) == []


@pytest.mark.parametrize(
    ("levels", "likelihood", "expected"),
    [
        ({"likelihood_levels": None}, 3, ["Likelihood levels"]),
        ({"impact_levels": None, "bands": ()}, 3, ["Impact levels", "Bands"]),
        ({"likelihood_levels": None, "impact_levels": None}, "Likely", []),  # a scale of words has no top
        ({"likelihood_levels": None, "unknown": {"likelihood_levels": "[not known: five]"}}, 3, []),  # said on reading
        ({}, 3, []),
    ],
)
def test_scale_not_stated(levels: dict[str, object], likelihood: int | str, expected: list[str]) -> None:
    impact = 3 if isinstance(likelihood, int) else "Serious"
    risk = a_risk("M01", inherent=Exposure(), target=Exposure(), current=Exposure(likelihood, impact, None, "High"))
    findings = [f for f in said(risk, met=an_organisation("Met", **levels)) if f.code == "scale-not-stated"]
    assert [f.message.partition(" under ")[2].partition(":")[0] for f in findings] == expected

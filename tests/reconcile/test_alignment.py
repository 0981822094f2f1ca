"""Registers and the Alignment sheet together: which risks, and what the report says of each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.findings import Finding
from pipeline.model.records import (
    AlignedRisk,
    AlignmentRow,
    Band,
    Exposure,
    History,
    Organisation,
    PastReport,
    ReportedRisk,
    Risk,
    ShownWorking,
    Trend,
)
from pipeline.reconcile.alignment import reconcile
from pipeline.reconcile.movement import compare
from tests.reconcile.builders import (
    CONTROLS,
    MET,
    MET_RISKS,
    MOPAC,
    MOPAC_RISKS,
    ROWS,
    UNSCORED,
    a_change,
    a_control,
    a_mapping,
    a_past,
    a_past_quarter,
    a_potential,
    a_register,
    a_report,
    a_risk,
    a_row,
    a_theme,
    a_wording,
    an_exposure,
    an_organisation,
    only,
    past_control,
    past_of,
)

P01 = a_risk("P01", "MOPAC")


def align(
    row: AlignmentRow | tuple[AlignmentRow, ...],
    *met: Risk,
    past: PastReport | None = None,
    mopac: tuple[Risk, ...] = (P01,),
    **mapping: object,
) -> tuple[tuple[AlignedRisk, ...], tuple[Finding, ...]]:
    rows = row if isinstance(row, tuple) else (row,)
    return reconcile(a_mapping(rows, **mapping), (a_register("Met", *met), a_register("MOPAC", *mopac)), past)


def met_ids(aligned: tuple[AlignedRisk, ...]) -> list[str]:
    return [reported.risk.id for reported in aligned[0].positions[0].risks]


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in findings]


def test_active_rows_in_the_order_of_the_sheet_with_every_organisation() -> None:
    rows = (a_row(3, "Money"), a_row(1, "Insight", withdrawn=True), a_row(2, "Governance", {"Met": ("M02",)}))
    aligned, _ = align(rows, a_risk("M01"), a_risk("M02"))
    assert [a.label for a in aligned] == ["Risk 3: Money", "Risk 2: Governance"]
    assert [[p.organisation.name for p in a.positions] for a in aligned] == [["Met", "MOPAC"]] * 2
    assert aligned[1].positions[1].risks == ()


def test_the_risk_is_the_same_object_as_in_the_register() -> None:
    risk = a_risk("M01")
    aligned, _ = align(a_row(), risk)
    assert only(aligned).positions[0].risks[0].risk is risk


@pytest.mark.parametrize(
    ("wanted", "known", "found"),
    [
        ("M07", ["M07", "M7"], "M07"),
        ("m07", ["M07"], "M07"),
        ("M 07", ["M07"], "M07"),
        ("M7", ["M007"], "M007"),
        ("M007", ["M7"], "M7"),
        ("OPC-7", ["OPC-07"], "OPC-07"),
        ("7", ["007"], "007"),
    ],
)
def test_ids_are_found_exactly_else_loosely_with_a_note(wanted: str, known: list[str], found: str) -> None:
    aligned, findings = align(a_row(ids={"Met": (wanted,), "MOPAC": ("P01",)}), *(a_risk(i) for i in known))
    assert met_ids(aligned) == [found]
    assert codes(findings) == ([] if wanted == found else ["id-matched-loosely"])


@pytest.mark.parametrize(
    ("wanted", "known"),
    [("M1", ["M10", "M100"]), ("M7", ["M07", "M007"]), ("M07", []), ("M-7", ["M7"]), ("M0", ["M"])],
)
def test_an_id_that_is_not_there_is_missing_and_blocks(wanted: str, known: list[str]) -> None:
    aligned, findings = align(a_row(ids={"Met": (wanted,), "MOPAC": ("P01",)}), *(a_risk(i) for i in known))
    assert met_ids(aligned) == []
    assert only(aligned).positions[0].missing == (wanted,)
    (finding,) = findings
    assert (finding.code, finding.subject, finding.cell) == ("mapped-not-found", f"Met {wanted}", "C2")
    assert finding.severity == "block"


@pytest.mark.parametrize(("wanted", "nearest"), [("M-l", "M-1"), ("MO9", "M09"), ("M-I", "M-1"), ("M-4", "M-3")])
def test_a_sign_taken_for_another_is_nearer_than_another_number(wanted: str, nearest: str) -> None:
    row = a_row(ids={"Met": (wanted,), "MOPAC": ("P01",)})
    _, (finding,) = align(row, *(a_risk(i) for i in ("M-3", "M-1", "M09")))
    assert finding.message.endswith(f"The nearest id there is {nearest}.")


def test_two_candidates_are_both_named() -> None:
    _, findings = align(a_row(ids={"Met": ("M7",), "MOPAC": ("P01",)}), a_risk("M07"), a_risk("M007"))
    assert "M07 and M007 are both like it" in findings[0].message


def past_with(*risks: Risk) -> PastReport:
    return a_past(a_theme(1, "Safeguarding", [past_of(risk) for risk in risks]))


def test_the_nearest_by_words_is_proposed_never_taken() -> None:
    old = a_risk("M07", description="Children at risk are not seen in time.")
    new = a_risk("M11", description="Children at risk are not seen in time.")
    row = a_row(ids={"Met": ("M07",), "MOPAC": ("P01",)})
    aligned, findings = align(row, new, a_risk("M12"), past=past_with(old, P01))
    assert met_ids(aligned) == []
    assert "M07 is gone; M11 has the same words: renumbered?" in findings[0].message


def test_a_row_that_lost_its_id_is_named_by_its_row() -> None:
    same = "Children at risk are not seen in time."
    row = a_row(ids={"Met": ("M07",), "MOPAC": ("P01",)})
    _, findings = align(row, a_risk("", row=12, description=same), past=past_with(a_risk("M07", description=same), P01))
    assert "M07 is gone; row 12, without an id, has the same words: renumbered?" in findings[0].message


def test_words_that_were_edited_are_nearly_the_same() -> None:
    old = a_risk("M07", description="Children at risk are not seen in time by the team.")
    new = a_risk("M11", description="Children at risk are not seen in time by the teams.")
    _, findings = align(a_row(ids={"Met": ("M07",), "MOPAC": ("P01",)}), new, past=past_with(old, P01))
    assert "M11 has nearly the same words" in findings[0].message


def test_a_risk_that_was_there_before_is_not_proposed() -> None:
    same = "Children at risk are not seen in time."
    old, other = a_risk("M07", description=same), a_risk("M11", description=same)
    _, findings = align(a_row(ids={"Met": ("M07",), "MOPAC": ("P01",)}), other, past=past_with(old, other, P01))
    assert "renumbered" not in findings[0].message


def test_a_renumbering_in_changes_is_followed() -> None:
    change = a_change("Met", "M07", "renumbered", was="M07", now="M11")
    row = a_row(ids={"Met": ("M07",), "MOPAC": ("P01",)})
    aligned, findings = align(row, a_risk("M11"), past=past_with(a_risk("M07"), P01), changes=(change,))
    assert met_ids(aligned) == ["M11"]
    assert only(aligned).positions[0].risks[0].previous is not None
    assert findings == ()


def test_a_renumbering_of_the_other_organisation_is_not() -> None:
    change = a_change("MOPAC", "M07", "renumbered", was="M07", now="M11")
    aligned, _ = align(a_row(ids={"Met": ("M07",)}), a_risk("M11"), changes=(change,))
    assert met_ids(aligned) == []


def test_what_changes_says_of_a_lost_id_is_told() -> None:
    change = a_change("Met", "M07", "merged", was="M07", now="M11")
    _, findings = align(a_row(ids={"Met": ("M07",), "MOPAC": ("P01",)}), a_risk("M11"), changes=(change,))
    assert "Changes says: M07 merged into M11." in findings[0].message


def test_an_id_given_to_another_risk_is_not_compared_with_the_old_one() -> None:
    change = a_change("Met", "M07", "renumbered", was="M07", now="M11")
    row = a_row(ids={"Met": ("M07", "M11"), "MOPAC": ("P01",)})
    old = past_with(a_risk("M07", owner="The old owner"), P01)
    aligned, _ = align(row, a_risk("M07"), a_risk("M11"), past=old, changes=(change,))
    fresh, moved = only(aligned).positions[0].risks
    assert fresh.previous is None
    assert moved.previous is not None
    assert moved.previous.owner == "The old owner"


def test_a_renumbering_of_an_earlier_quarter_does_no_harm() -> None:
    change = a_change("Met", "M07", "renumbered", was="M07", now="M11", date=date(2017, 9, 1))
    row = a_row(ids={"Met": ("M11",), "MOPAC": ("P01",)})
    aligned, _ = align(row, a_risk("M11"), past=past_with(a_risk("M11"), P01), changes=(change,))
    previous = only(aligned).positions[0].risks[0].previous
    assert previous is not None
    assert previous.id == "M11"


def test_a_renumbering_of_before_the_record_counts_where_the_register_bears_it_out() -> None:
    change = a_change("Met", "M07", "renumbered", was="M07", now="M11", date=date(2017, 9, 1))
    row = a_row(ids={"Met": ("M11",), "MOPAC": ("P01",)})
    aligned, findings = align(row, a_risk("M11"), past=past_with(a_risk("M07"), P01), changes=(change,))
    previous = only(aligned).positions[0].risks[0].previous
    assert previous is not None
    assert previous.id == "M07"
    assert findings == ()


def test_renumbered_suspected_where_alignment_has_the_new_id_already() -> None:
    same = "Children at risk are not seen in time."
    row = a_row(ids={"Met": ("M11",), "MOPAC": ("P01",)})
    past = past_with(a_risk("M07", description=same), P01)
    _, findings = align(row, a_risk("M11", description=same), past=past)
    assert codes(findings) == ["renumbered-suspected"]
    assert "M07 is gone, and M11" in findings[0].message
    _, findings = align(row, a_risk("M11", description="Something else altogether."), past=past)
    assert findings == ()


def test_renumbered_suspected_though_another_that_is_gone_has_no_heir() -> None:
    same = "Children at risk are not seen in time."
    row = a_row(ids={"Met": ("M11",), "MOPAC": ("P01",)})
    past = past_with(a_risk("M06", description="Something else altogether."), a_risk("M07", description=same), P01)
    _, findings = align(row, a_risk("M11", description=same), past=past)
    assert [(f.code, f.subject) for f in findings] == [("renumbered-suspected", "Met M11")]


@pytest.mark.parametrize(
    ("rating", "score", "band"),
    [
        ("High", None, "High"),
        ("very  HIGH", None, "Very high"),
        ("Low", 25, "Low"),  # the word goes before the score
        ("Red", 25, "Very high"),
        (None, 9, "Medium"),
        (None, 9.98, "Medium"),
        (None, 10, "High"),
        (None, 26, None),
        (None, None, "High"),  # 3 × 4
        ("Red", None, "High"),
    ],
)
def test_rating_printed(rating: str | None, score: float | None, band: str | None) -> None:
    reported = the_met_risk(current=an_exposure(3, 4, score, rating))
    assert (reported.rating.name if reported.rating else None) == band


def the_met_risk(organisation: Organisation = MET, past: PastReport | None = None, **values: object) -> ReportedRisk:
    risk = a_risk("M01", **values)
    aligned, _ = align(a_row(), risk, organisations=(organisation, MOPAC), past=past)
    return only(aligned).positions[0].risks[0]


@pytest.mark.parametrize(
    ("target", "band"), [(an_exposure(2, 4), "Medium"), (an_exposure(2, 4, None, "low"), "Low"), (UNSCORED, None)]
)
def test_the_rating_of_the_target(target: Exposure, band: str | None) -> None:
    reported = the_met_risk(current=an_exposure(4, 5), target=target)
    assert (reported.target_rating.name if reported.target_rating else None) == band


def test_a_risk_without_scores_has_no_rating_and_is_not_above_anything() -> None:
    reported = the_met_risk(current=UNSCORED)
    assert (reported.rating, reported.above_appetite) == (None, False)


@pytest.mark.parametrize(
    ("own", "of_organisation", "appetite", "above"),
    [
        (None, "High", "High", False),
        (None, "Medium", "Medium", True),
        ("Low", "High", "Low", True),
        ("very high", "Low", "Very high", False),
        ("Cautious", "Medium", "Medium", True),  # and a query
        (None, None, None, False),
        (None, "Unheard of", None, False),
    ],
)
def test_appetite(own: str | None, of_organisation: str | None, appetite: str | None, above: bool) -> None:
    reported = the_met_risk(an_organisation("Met", appetite=of_organisation), appetite=own)
    assert (reported.appetite.name if reported.appetite else None) == appetite
    assert reported.above_appetite is above


def test_an_appetite_that_is_no_band_is_told() -> None:
    _, findings = align(a_row(), a_risk("M01", appetite="Cautious"))
    assert [(f.code, f.subject, f.field, f.organisation) for f in findings] == [
        ("value-unread", "Met M01", "appetite", "Met")
    ]
    assert "High, the appetite of Met, is used" in findings[0].message


def test_an_appetite_that_is_a_band_is_not_told() -> None:
    assert align(a_row(), a_risk("M01", appetite="very  HIGH"))[1] == ()


@pytest.mark.parametrize(
    ("declared", "then", "then_rating", "now", "printed"),
    [
        (Trend.FALLING, 9, None, 12, Trend.FALLING),  # declared goes first
        (None, 9, None, 12, Trend.RISING),
        (None, 16, None, 12, Trend.FALLING),
        (None, 12, None, 12, Trend.SAME),
        (None, None, "Medium", 12, Trend.RISING),  # of the band where there are no scores
        (None, None, "High", 12, Trend.SAME),
        (None, None, "Red", 12, None),
        (None, None, None, 12, None),
        (None, 12, None, None, None),
    ],
)
def test_trend_printed(
    declared: Trend | None, then: int | None, then_rating: str | None, now: int | None, printed: Trend | None
) -> None:
    before = past_of(a_risk("M01"), current=Exposure(score=then), rating=then_rating)
    past = a_past(a_theme(1, "Safeguarding", [before]))
    reported = the_met_risk(past=past, trend=declared, current=Exposure(score=now))
    assert reported.trend is printed
    assert reported.trend_declared is (declared is not None)


def test_no_record_and_nothing_declared_is_not_stated() -> None:
    assert the_met_risk(trend=None).trend is None


def test_the_record_may_call_the_organisation_otherwise() -> None:
    old = past_of(a_risk("M01", "MPS"))
    unknown = an_organisation("Met")
    assert the_met_risk(unknown, past=a_past(a_theme(1, "Safeguarding", [old]))).previous is None
    known = an_organisation("Met", also_called=("MPS",))
    assert the_met_risk(known, past=a_past(a_theme(1, "Safeguarding", [old]))).previous is old


def test_agreed_wording_stands_in_for_the_description() -> None:
    wording = a_wording("Met", "m1", "As agreed.")
    aligned, findings = align(a_row(), a_risk("M01"), wording=(wording,))
    reported = only(aligned).positions[0].risks[0]
    assert (reported.description, reported.owner) == ("As agreed.", reported.risk.owner)
    assert findings == ()


def test_an_agreed_owner_stands_in_for_the_register_s_and_each_field_has_its_own_row() -> None:
    rows = a_wording("Met", "M01", "The acting director", field="owner"), a_wording("Met", "M01", "As agreed.")
    aligned, findings = align(a_row(), a_risk("M01"), wording=rows)
    reported = only(aligned).positions[0].risks[0]
    assert (reported.description, reported.owner, reported.risk.owner) == (
        "As agreed.", "The acting director", "Director of Operations",
    )  # fmt: skip
    assert findings == ()


@pytest.mark.parametrize(
    ("wording", "why"),
    [
        (a_wording("Met", "M99", "As agreed."), "not in the register"),
        (a_wording("Met", "M02", "As agreed."), "not reported"),
        (a_wording("Met", "M02", "The acting director", field="owner"), "not reported"),
    ],
)
def test_agreed_wording_that_is_not_used_is_told(wording: object, why: str) -> None:
    _, findings = align(a_row(), a_risk("M01"), a_risk("M02"), wording=(wording,))
    assert codes(findings) == ["sheet-other-entry"]
    assert why in findings[0].message


def test_controls_stand_under_their_aligned_risk() -> None:
    controls = (
        a_control("C-1"),
        a_potential("C-2"),
        a_control("C-3", "Another"),
        a_control("C-4", kind=None, unknown={"kind": "[not known: Maybe]"}),
    )
    aligned, _ = align(a_row(), a_risk("M01"), controls=controls)
    assert [c.control.reference for c in only(aligned).joint] == ["C-1"]
    assert [c.control.reference for c in only(aligned).potential] == ["C-2", "C-4"]
    assert only(aligned).shown_working is ShownWorking.ALL


def test_a_control_is_run_by_those_with_a_risk_here() -> None:
    rows = (a_row(1, ids={"MOPAC": ("P01",)}), a_row(2, "Money", {"Met": ("M01",), "MOPAC": ("P99",)}))
    controls = (a_control("C-1"), a_control("C-2", "Money"), a_control("C-3", "Money", run_by=("Met",)))
    aligned, _ = align(rows, a_risk("M01"), controls=controls)
    assert [c.run_by for theme in aligned for c in theme.joint] == [("MOPAC",), ("Met", "MOPAC"), ("Met",)]


@pytest.mark.parametrize(
    ("ids", "expected", "cell"),
    [
        ({"Met": ("M01",), "MOPAC": ("P01",)}, [], ""),
        ({"Met": (), "MOPAC": ()}, ["aligned-empty"], "B2"),
        ({"Met": (), "MOPAC": ("P01",)}, ["aligned-one-sided"], "C2"),
    ],
)
def test_aligned_risks_with_too_few_organisations(
    ids: dict[str, tuple[str, ...]], expected: list[str], cell: str
) -> None:
    _, findings = align(a_row(ids=ids), a_risk("M01"))
    assert codes(findings) == expected
    assert [f.cell for f in findings] == [cell] * len(expected)


def test_one_sided_needs_a_second_organisation() -> None:
    mapping = a_mapping((a_row(ids={"Met": ("M01",)}),), organisations=(MET,))
    assert reconcile(mapping, (a_register("Met", a_risk("M01")),), None)[1] == ()


def test_of_three_organisations_two_are_enough() -> None:
    third = an_organisation("NHS", appetite=None)
    mapping = a_mapping((a_row(),), organisations=(MET, MOPAC, third))
    registers = (a_register("Met", a_risk("M01")), a_register("MOPAC", P01), a_register("NHS"))
    aligned, findings = reconcile(mapping, registers, None)
    assert findings == ()
    assert [len(p.risks) for p in only(aligned).positions] == [1, 1, 0]


def test_a_risk_mapped_twice_is_a_query() -> None:
    rows = (a_row(1), a_row(2, "Money", {"Met": ("M01",), "MOPAC": ("P02",)}))
    _, findings = align(rows, a_risk("M01"), mopac=(P01, a_risk("P02", "MOPAC")))
    assert [(f.code, f.subject, f.cell) for f in findings] == [("mapped-twice", "Met M01", "C3")]


def test_an_id_twice_in_one_cell_is_one_risk() -> None:
    aligned, _ = align(a_row(ids={"Met": ("M01", "M01", "M1"), "MOPAC": ("P01",)}), a_risk("M01"))
    assert met_ids(aligned) == ["M01"]


@pytest.mark.parametrize(
    ("status", "speaks"),
    [
        ("Closed", True),
        ("closed 12 Nov 2017", True),
        *((word, True) for word in ("Withdrawn", "archived", "Retired", "superseded", "Deleted", "removed in May")),
        ("Open", False),
        ("To be closed", False),
        (None, False),
    ],
)
def test_a_mapped_risk_that_is_closed(status: str | None, speaks: bool) -> None:
    _, findings = align(a_row(), a_risk("M01", status=status))
    assert codes(findings) == (["mapped-closed"] if speaks else [])


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (a_row(1, "Safeguarding"), []),
        (a_row(1, "SAFE guarding"), ["renamed-without-formerly"]),
        (a_row(1, "safeguarding "), []),
        (a_row(1, "Protection", formerly=("Safeguarding",)), []),
        (a_row(1, "Protection"), ["renamed-without-formerly"]),
        (a_row(1, "Protection", formerly=("Child safety",)), ["aligned-unknown"]),
        (a_row(1, "Protection", formerly=("Child safety", "Safeguarding")), []),
        (a_row(1, "Safeguarding", formerly=("Child safety",)), []),
        (a_row(5, "Protection"), []),  # a new one
        (a_row(5, "Safeguarding"), ["renumbered-aligned"]),
        (a_row(1, "Protection", withdrawn=True), []),
        (a_row(1, "Protection", unknown={"number": "[stands twice: Risk 1]"}), []),
    ],
)
def test_names_and_numbers_since_the_record(row: AlignmentRow, expected: list[str]) -> None:
    _, findings = align(row, a_risk("M01"), past=past_with(a_risk("M01"), P01))
    assert codes(findings) == expected


def test_a_new_aligned_risk_before_one_that_was_renamed() -> None:
    rows = (a_row(5, "Insight", {"Met": ("M02",), "MOPAC": ("P02",)}), a_row(1, "Protection"))
    met, mopac = (a_risk("M01"), a_risk("M02")), (P01, a_risk("P02", "MOPAC"))
    _, findings = align(rows, *met, mopac=mopac, past=past_with(a_risk("M01"), P01))
    assert [(f.code, f.subject) for f in findings] == [("renamed-without-formerly", "Risk 1: Protection")]


def test_a_sound_quarter_has_no_findings() -> None:
    report = a_report()
    assert reconcile(report.mapping, report.registers, report.movement.previous)[1] == ()


def test_a_register_that_could_not_be_read_leaves_its_ids_missing() -> None:
    aligned, findings = reconcile(a_mapping((a_row(),)), (a_register("Met", a_risk("M01")),), None)
    assert only(aligned).positions[1].missing == ("P01",)
    assert codes(findings) == ["mapped-not-found"]


@given(st.randoms(use_true_random=False))
def test_the_order_of_a_registers_rows_changes_nothing(random: Random) -> None:
    def shuffled(risks: tuple[Risk, ...]) -> list[Risk]:
        return random.sample(risks, len(risks))

    mapping = a_mapping(ROWS, CONTROLS)
    plain = (a_register("Met", *MET_RISKS), a_register("MOPAC", *MOPAC_RISKS))
    mixed = (a_register("Met", *shuffled(MET_RISKS)), a_register("MOPAC", *shuffled(MOPAC_RISKS)))
    assert reconcile(mapping, plain, a_past_quarter()) == reconcile(mapping, mixed, a_past_quarter())


IDS = st.text("Mm 0127-", min_size=1, max_size=4).map(str.strip).filter(bool)


@given(st.lists(IDS, max_size=6, unique=True), st.lists(IDS, max_size=6))
def test_nothing_mapped_is_lost(known: list[str], wanted: list[str]) -> None:
    aligned, findings = align(a_row(ids={"Met": tuple(wanted), "MOPAC": ("P01",)}), *(a_risk(i) for i in known))
    position = only(aligned).positions[0]
    told = {f.subject for f in findings}
    for one in wanted:
        assert one in met_ids(aligned) or one in position.missing or f"Met {one}" in told
    assert all(f"Met {one}" in told for one in position.missing)
    assert len(met_ids(aligned)) == len(set(met_ids(aligned)))


def test_two_rows_with_one_number_keep_their_own_risks() -> None:
    rows = (a_row(1), a_row(1, "Money", {"Met": ("M02",), "MOPAC": ("P02",)}))
    aligned, _ = align(rows, a_risk("M01"), a_risk("M02"), mopac=(P01, a_risk("P02", "MOPAC")))
    assert [p.risks[0].risk.id for a in aligned for p in a.positions] == ["M01", "P01", "M02", "P02"]


def test_bands_may_be_of_any_number_of_steps() -> None:
    two = an_organisation("Met", bands=(Band("Green", 1, 12), Band("Red", 13, 25)), appetite="Green")
    reported = the_met_risk(two, current=an_exposure(4, 4))
    assert reported.rating == Band("Red", 13, 25)
    assert reported.above_appetite


@pytest.mark.parametrize(
    ("risk", "what", "values", "said"),
    [
        ("M09", "renumbered", {"now": "M01"}, []),
        ("M01", "renumbered", {"was": "M09"}, []),
        ("M09", "renumbered", {"now": "M10"}, ["M10 is not in met-register.xlsx"]),
        ("M09", "renumbered", {}, ["does not say what M09 became: write it under Now"]),
        ("M08", "renumbered", {"now": "M01"}, ["M08 is not in met-register.xlsx nor in the last report"]),
        ("M09", "merged", {"now": "M01"}, []),
        ("M09", "merged", {"now": "M77"}, ["M77 is not in met-register.xlsx"]),
        ("M09", "closed", {}, []),
        ("m9", "closed", {}, []),
        ("M88", "closed", {}, ["M88 is not in met-register.xlsx nor in the last report"]),
        ("M88", "closed", {"date": date(2017, 3, 1)}, []),  # of long ago
        ("M01", "closed", {"date": date(2017, 3, 1)}, []),
        ("m1", "closed", {}, ["m1 is reported: take it out of Alignment, or delete the row"]),
        ("M01", "merged", {"now": "M02"}, ["M01 is reported: take it out of Alignment, or delete the row"]),
        ("M01", "new owner", {"was": "A director", "now": "Another"}, []),
        ("M88", "new owner", {"now": "Another"}, ["M88 is not in met-register.xlsx nor in the last report"]),
    ],
)
def test_a_row_of_changes_names_what_is_known(risk: str, what: str, values: dict[str, object], said: list[str]) -> None:
    mapping = a_mapping((a_row(),), changes=(a_change("Met", risk, what, **values),))
    registers = (a_register("Met", a_risk("M01", description="Other words."), a_risk("M02")), a_register("MOPAC", P01))
    past = past_with(a_risk("M09"), P01)
    findings = [f for f in reconcile(mapping, registers, past)[1] if f.code == "sheet-other-entry"]
    assert [f.message.partition(", and ")[2] for f in findings] == [f"{one}." for one in said]
    assert all((f.sheet, f.cell) == ("Changes", "B2") for f in findings)


@pytest.mark.parametrize(
    ("organisation", "names", "code"),
    [
        ("Met", "c-01", None), ("Met", "oversight  board", None), ("Met", "C-7", None), ("", "C-1", None),
        ("", "C-7", None), ("", "Old board", None), ("", "C-9", "mapping-value"), ("", "M01", "mapping-value"),
        ("Met", "C-9", "sheet-other-entry"),
    ],
)  # fmt: skip
def test_a_row_of_changes_may_name_a_control(organisation: str, names: str, code: str | None) -> None:
    """By its reference or its name, of this report or of the last one, with no organisation or with any."""
    mapping = a_mapping((a_row(),), (a_control("C-1"),), changes=(a_change(organisation, names, "withdrawn"),))
    gone = past_control(a_control("C-7", name="Old board"))
    past = a_past(a_theme(1, "Safeguarding", (past_of(a_risk("M01")), past_of(P01)), (gone,)))
    _, findings = reconcile(mapping, (a_register("Met", a_risk("M01")), a_register("MOPAC", P01)), past)
    assert [f.code for f in findings if f.sheet == "Changes"] == ([code] if code else [])


def test_a_row_of_changes_without_an_organisation_is_told_with_its_cell() -> None:
    _, (finding,) = align(a_row(), a_risk("M01"), changes=(a_change("", "C-9", "withdrawn"),))
    assert finding.message == "Organisation is blank, and C-9 is no control of this report or of the last one."
    assert (finding.code, finding.file, finding.subject, finding.field) == (
        "mapping-value", "mapping.xlsx", "Changes A2", "organisation",
    )  # fmt: skip
    assert (finding.sheet, finding.cell) == ("Changes", "A2")
    assert finding.remedy == "Fill it, or delete the row."


def test_a_register_that_gave_no_risk_hides_nothing_of_another() -> None:
    changes = (a_change("Met", "M77", "closed"), a_change("MOPAC", "P77", "closed"))
    mapping = a_mapping((a_row(),), changes=changes)
    _, findings = reconcile(mapping, (a_register("Met"), a_register("MOPAC", P01)), past_with(a_risk("M01"), P01))
    assert [f.subject for f in findings if f.sheet == "Changes"] == ["MOPAC P77"]


def test_of_a_register_that_gave_no_risk_nothing_is_told() -> None:
    """Neither that its risks have left it nor that what names them is wrong: nobody knows."""
    others = (past_of(a_risk("M08")),)
    past = replace(past_with(a_risk("M01"), P01), other_risks=others)
    mapping = a_mapping(
        (a_row(),), changes=(a_change("Met", "M07", "closed"),), wording=(a_wording("Met", "M01", "So."),)
    )
    registers = (a_register("Met", columns=()), a_register("MOPAC", P01))
    aligned, findings = reconcile(mapping, registers, past)
    assert [(f.code, f.message) for f in findings] == [
        ("mapped-not-found", "Safeguarding: Met M01 was not found, as no risk could be read from met-register.xlsx.")
    ]
    moved = compare(mapping, registers, aligned, History(past))
    assert moved.others == ()
    assert [change.now for change in moved.changes] == ["Not known, as no risk could be read from its register"]


def test_without_an_earlier_report_only_what_the_register_should_hold_is_asked_after() -> None:
    changes = (
        a_change("Met", "M09", "renumbered", now="M01"),
        a_change("Met", "M88", "closed"),
        a_change("Met", "M89", "new owner"),
    )
    mapping = a_mapping((a_row(),), changes=changes)
    _, findings = reconcile(mapping, (a_register("Met", a_risk("M01")), a_register("MOPAC", P01)), None)
    assert [f.message for f in findings] == ["Changes has Met M89 as new owner, and M89 is not in met-register.xlsx."]

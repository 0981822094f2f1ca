"""The control line, each control, and the schedule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pipeline.model.page import Page
from pipeline.model.records import Assurance, Control, InPlace, Trend, Working
from pipeline.report.compose import compose
from tests.reconcile import builders as b

WORKING = b.a_control("C-1", name="Board")
NOT_PROVEN = b.a_control("C-2", name="Reporting", working=Working.NOT_TESTED)
PARTLY_WORKING = b.a_control("C-3", name="Budget monitoring", working=Working.PARTLY)
NOT_WORKING = b.a_control("C-4", name="Service area reviews", working=Working.NO)
PARTLY_IN_PLACE = b.a_control("C-5", name="Lobbying", in_place=InPlace.PARTLY, working=None)
NOT_IN_PLACE = b.a_control("C-6", name="Delegation", in_place=InPlace.NO, working=None)
NOT_ASSESSED = b.a_control("C-7", name="Gold group", in_place=None, working=None)


def page_of(*controls: Control, risk: b.Risk | None = None, **mapping: object) -> Page:
    rows = (b.a_row(1, "Safeguarding", {"Met": ("M01",), "MOPAC": ()}),)
    registers = (b.a_register("Met", risk or b.a_risk("M01")), b.a_register("MOPAC"))
    return compose(b.report_of(b.a_mapping(rows, controls, **mapping), registers))


@pytest.mark.parametrize(
    ("controls", "line", "exceptions"),
    [
        ((), "There are no joint controls.", ""),
        ((WORKING,), "Joint controls shown to be working: 1 of 1 (all shown).", ""),
        ((NOT_ASSESSED,), "Joint controls shown to be working: 0 of 1 (not assessed).", "Not assessed: 1."),
        (
            (WORKING, replace(WORKING, reference="C-8"), NOT_WORKING, NOT_ASSESSED),
            "Joint controls shown to be working: 2 of 4 (partly shown).",
            "Not working: Service area reviews. Not assessed: 1.",
        ),
        (
            (WORKING, replace(WORKING, reference="C-8"), NOT_PROVEN),
            "Joint controls shown to be working: 2 of 3 (mostly shown).",
            "Not proven: Reporting.",
        ),
        (
            (NOT_PROVEN, PARTLY_WORKING, NOT_WORKING, PARTLY_IN_PLACE, NOT_IN_PLACE, replace(NOT_PROVEN, name="Audit", reference="C-9")),
            "Joint controls shown to be working: 0 of 6 (none shown).",
            (
                "Not working: Service area reviews. Not in place: Delegation. Partly working: Budget monitoring. "
                "Partly in place: Lobbying. Not proven: Reporting and Audit."
            ),
        ),
    ],
)  # fmt: skip
def test_the_control_line_and_its_exceptions(controls: tuple[Control, ...], line: str, exceptions: str) -> None:
    (risk,) = page_of(*controls).risks
    assert (risk.control_line, risk.control_exceptions) == (line, exceptions)


@pytest.mark.parametrize(
    ("assurances", "alone"),
    [
        ((Assurance.FIRST, Assurance.FIRST), True),
        ((Assurance.FIRST, Assurance.THIRD), False),
        ((Assurance.EXTERNAL,), False),
    ],
)
def test_it_is_said_where_only_those_who_run_them_say_they_work(assurances: tuple[Assurance, ...], alone: bool) -> None:
    controls = [replace(WORKING, reference=f"C-{n}", assurance=who) for n, who in enumerate(assurances)]
    (risk,) = page_of(*controls).risks
    assert ("(by those who run them only)" in risk.control_line) is alone


def test_nothing_shown_is_said_by_nobody() -> None:
    (risk,) = page_of(replace(NOT_WORKING, assurance=Assurance.FIRST)).risks
    assert risk.control_line == "Joint controls shown to be working: 0 of 1 (none shown)."


@pytest.mark.parametrize(
    ("controls", "risk", "remark"),
    [
        ((WORKING,), b.a_risk("M01"), ""),
        ((WORKING, NOT_PROVEN), b.a_risk("M01", trend=Trend.RISING), ""),
        ((), b.a_risk("M01", trend=Trend.RISING), ""),
        ((WORKING,), b.a_risk("M01", trend=Trend.RISING), "All joint controls are shown to be working, yet the risk is rising."),
        ((WORKING,), b.a_risk("M01", current=b.an_exposure(5, 5)), "All joint controls are shown to be working, yet the risk is above appetite."),
        (
            (WORKING,),
            b.a_risk("M01", current=b.an_exposure(5, 5), trend=Trend.RISING),
            "All joint controls are shown to be working, yet the risk is rising and above appetite.",
        ),
    ],
)  # fmt: skip
def test_controls_that_work_and_a_risk_that_is_none_the_better(
    controls: tuple[Control, ...], risk: b.Risk, remark: str
) -> None:
    assert page_of(*controls, risk=risk).risks[0].control_remark == remark


OVERDUE = b.a_potential("P-1", due=date(2017, 11, 30))


@pytest.mark.parametrize(
    ("control", "note"),
    [
        (WORKING, ""),
        (OVERDUE, "Overdue since 30 November 2017."),
        (b.a_potential("P-1", due=date(2017, 12, 19)), ""),
        (
            replace(WORKING, last_checked=date(2016, 12, 18)),
            "Evidence now older than 12 months; not re-tested.",
        ),
        (
            replace(WORKING, last_checked=date(2017, 11, 18), review_months=1),
            "Evidence now older than 1 month; not re-tested.",
        ),
    ],
)
def test_the_note_on_a_control(control: Control, note: str) -> None:
    (risk,) = page_of(control).risks
    (text,) = risk.joint_controls + risk.potential_controls
    assert text.note == note


def test_overdue_controls_are_counted_at_a_glance() -> None:
    assert {row.overdue for row in page_of(OVERDUE, WORKING).glance} == {"1"}
    assert {row.overdue for row in page_of(WORKING).glance} == {"None"}
    assert {row.controls for row in page_of(WORKING).glance} == {"1 of 1 (all shown)"}
    assert {row.controls for row in page_of().glance} == {"No joint controls"}


def test_a_control_s_words() -> None:
    (risk,) = page_of(WORKING, b.a_potential("P-1", owner=None)).risks
    (joint,), (potential,) = risk.joint_controls, risk.potential_controls
    assert (joint.reference, joint.name, joint.status, joint.run_by, joint.due) == (
        "C-1",
        "Board",
        "Working",
        "Met",
        "",
    )
    assert (potential.owner, potential.due, potential.progress) == (
        "Not stated",
        "31 March 2018",
        "Being drawn up.",
    )


class TestTheSchedule:
    def test_has_every_answer(self) -> None:
        (row,) = page_of(WORKING).schedule
        assert (row.aligned_risk, row.reference, row.control, row.kind) == ("1 Safeguarding", "C-1", "Board", "Joint")
        assert (row.in_place, row.working, row.status, row.assurance) == ("Yes", "Yes", "Working", "2nd line")
        assert (row.evidence, row.last_checked, row.due, row.progress) == (
            "Review of the board's minutes",
            "2 October 2017",
            "–",
            "–",
        )

    def test_marks_a_word_that_is_not_known(self) -> None:
        odd = replace(
            WORKING, working=None, kind=None, unknown={"working": "[not known: Mostly]", "kind": "[not known: Shared]"}
        )
        page = page_of(odd)
        (row,) = page.schedule
        assert (row.working, row.kind, row.status) == ("[not known: Mostly]", "[not known: Shared]", "Not assessed")
        assert page.risks[0].potential_controls[0].note == "[not known: Shared]"

    def test_keeps_a_control_that_names_no_aligned_risk(self) -> None:
        rows = page_of(WORKING, replace(NOT_WORKING, aligned_risk="Safegarding", kind=None)).schedule
        assert [(row.control, row.aligned_risk) for row in rows] == [
            ("Board", "1 Safeguarding"),
            ("Service area reviews", "[not found: Safegarding]"),
        ]
        assert rows[1].kind == "[missing: joint or potential]"

    def test_leaves_out_the_controls_of_a_withdrawn_risk(self) -> None:
        rows = (b.a_row(1, "Safeguarding", {"Met": ("M01",)}), b.a_row(2, "Funding", {"Met": ()}, withdrawn=True))
        mapping = b.a_mapping(rows, (WORKING, replace(NOT_WORKING, aligned_risk="Funding")), organisations=(b.MET,))
        page = compose(b.report_of(mapping, (b.a_register("Met", b.a_risk("M01")),)))
        assert [row.control for row in page.schedule] == ["Board"]

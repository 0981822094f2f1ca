"""What changed since the record, said once, in words ready for a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.model.records import (
    AlignmentRow,
    Assurance,
    Band,
    Change,
    ChangeKind,
    Control,
    ControlKind,
    ControlStatus,
    Exposure,
    History,
    InPlace,
    KnownChange,
    Movement,
    Organisation,
    PastAlignedRisk,
    PastOrganisation,
    PastReport,
    PastRisk,
    Risk,
    ShownWorking,
    Trend,
    Working,
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
    past_control,
    past_of,
)

Kind = ChangeKind
M01, M02, P01 = a_risk("M01"), a_risk("M02"), a_risk("P01", "MOPAC")


def moved(
    *themes: PastAlignedRisk,
    rows: Sequence[AlignmentRow] = (a_row(),),
    met: Sequence[Risk] = (M01,),
    controls: Sequence[Control] = (),
    others: Sequence[PastRisk] = (),
    earlier: Sequence[PastReport] = (),
    **mapping: object,
) -> Movement:
    workbook = a_mapping(rows, controls, **mapping)
    registers = (a_register("Met", *met), a_register("MOPAC", P01))
    past = a_past(*themes, other_risks=tuple(others))
    aligned, _ = reconcile(workbook, registers, past)
    return compare(workbook, registers, aligned, History(past, tuple(earlier)))


def lines(changes: Sequence[Change]) -> list[str]:
    """A change a line: kind | whose and which | was | now."""
    return [
        " | ".join((c.kind.value, f"{c.organisation} {c.item}".strip(), c.was, c.now)) for c in changes
    ]  # fmt: skip


def theme(*risks: PastRisk, number: int = 1, name: str = "Safeguarding") -> PastAlignedRisk:
    return a_theme(number, name, risks or (past_of(M01), past_of(P01)))


def test_nothing_changed() -> None:
    movement = moved(theme())
    assert (movement.previous, movement.changes, movement.others) == (a_past(theme()), (), ())


def test_a_first_report_has_no_movement() -> None:
    movement = a_report(past=False).movement
    assert (movement.previous, movement.changes, movement.unreadable) == (None, (), "")
    assert {len(one.points) for one in (*movement.ratings, *movement.due_dates)} == {1}


def test_a_record_that_can_not_be_read_is_no_first_report() -> None:
    report = a_report(past=False)
    movement = compare(report.mapping, report.registers, report.aligned_risks, History(unreadable="record.json"))
    assert (movement.previous, movement.changes, movement.unreadable) == (None, (), "record.json")


def test_a_quarter_as_a_whole() -> None:
    """In the order of the report; within an aligned risk in the order of printing."""
    movement = a_report().movement
    assert [
        f"{c.aligned_risk} | {line}" for c, line in zip(movement.changes, lines(movement.changes), strict=True)
    ] == [
        "Risk 1: Safeguarding | Control status improved | C-SAF-2 Police and Crime Plan | Partly in place | In place, not proven",
        "Risk 2: Governance | Risk owner changed | Met M02 | Assistant Commissioner | Deputy Commissioner",
        "Risk 2: Governance | Re-scored | MOPAC P02 | High (9) | Medium (6)",
        "Risk 2: Governance | Trend changed | MOPAC P02 | ↔ Unchanged | ↓ Falling",
        "Risk 2: Governance | New control | C-GOV-2 Scheme of delegation | Not listed | Potential (Not in place)",
        "Risk 3: Money | Aligned risk renamed |  | Funding | Money",
        "Risk 3: Money | Re-scored | MOPAC P03 | Medium (6) | High (9)",
        "Risk 3: Money | Trend changed | MOPAC P03 | ↔ Unchanged | ↑ Rising",
        "Risk 3: Money | Control status worsened | C-MON-2 Service area reviews | Working | In place, not working",
        "Risk 3: Money | Joint controls shown to be working |  | All shown | Partly shown",
    ]
    assert lines(movement.others) == ["Re-scored | Met M05 | Medium (9) | Medium (6)"]


def test_every_change_has_a_place_in_a_file() -> None:
    movement = a_report().movement
    assert all(c.place.file and c.place.sheet and c.place.cell for c in (*movement.changes, *movement.others))


# --- aligned risks ------------------------------------------------------------------------------


def test_a_new_aligned_risk_speaks_for_its_risks_and_controls() -> None:
    rows = (a_row(), a_row(2, "Money", {"Met": ("M02",)}))
    movement = moved(theme(), rows=rows, met=(M01, M02), controls=(a_control("C-9", "Money"),))
    assert lines(movement.changes) == ["New aligned risk |  | Not reported | Money"]


@pytest.mark.parametrize("rows", [(a_row(),), (a_row(), a_row(2, "Money", {"Met": ("M02",)}, withdrawn=True))])
def test_a_withdrawn_aligned_risk_speaks_for_its_risks_and_controls(rows: tuple[AlignmentRow, ...]) -> None:
    money = a_theme(2, "Money", [past_of(M02)], [past_control(a_control("C-9", "Money"))])
    movement = moved(theme(), money, rows=rows, met=(M01, M02))
    assert [c.aligned_risk for c in movement.changes] == ["Risk 2: Money"]
    assert lines(movement.changes) == [
        "Aligned risk withdrawn |  | Money | Withdrawn, with its control C-9 Oversight board"
    ]


BOTH = (a_row(), a_row(2, "Money", {"Met": ("M02",)}, withdrawn=True, trend_reason="The settlement is agreed."))
MONEY = a_theme(2, "Money", [past_of(M02)])


@pytest.mark.parametrize(
    ("then", "changes", "reason"),
    [
        (MONEY, (), "The settlement is agreed."),
        (replace(MONEY, trend_reason="The settlement  is agreed."), (), None),  # of last time: why the risk rose then
        (MONEY, (a_change("Met", "M02", "closed", reason="It has passed."),), "It has passed."),
        (MONEY, (a_change("Met", "M02", "closed", reason="It has passed.", date=date(2017, 9, 1)),), "The settlement is agreed."),
    ],
)  # fmt: skip
def test_a_withdrawn_aligned_risk_has_its_reason(
    then: PastAlignedRisk, changes: tuple[KnownChange, ...], reason: str | None
) -> None:
    (change,) = moved(theme(), then, rows=BOTH, met=(M01, M02), changes=changes).changes
    assert (change.kind, change.reason) == (Kind.ALIGNED_WITHDRAWN, reason)


def test_the_risks_of_a_withdrawn_aligned_risk_may_have_left_for_several_reasons() -> None:
    then = a_theme(2, "Money", [past_of(M02), past_of(a_risk("M03"))])
    changes = (
        a_change("Met", "M02", "closed", reason="It has passed."),
        a_change("Met", "M03", "merged", now="M01", reason="One of a kind."),
    )
    (change,) = moved(theme(), then, rows=BOTH, changes=changes).changes
    assert change.reason == "Met M02: It has passed; Met M03: One of a kind"


def test_a_control_that_stays_does_not_leave_with_its_aligned_risk() -> None:
    control = a_control("C-9", "Safeguarding")
    then = a_theme(2, "Money", [past_of(M02)], [past_control(a_control("C-9", "Money"))])
    movement = moved(theme(), then, rows=BOTH, met=(M01, M02), controls=(control,))
    assert lines(movement.changes) == [
        "New control | C-9 Oversight board | Under Risk 2: Money | Joint (Working)",
        "Aligned risk withdrawn |  | Money | Withdrawn",
    ]


JUNE = a_past(
    theme(), a_theme(2, "Funding", [past_of(M02, rating="High")]), meeting_date=date(2017, 6, 20), file="june"
)


@pytest.mark.parametrize("formerly", [(), ("Funding",)])
def test_a_withdrawn_aligned_risk_that_is_back_is_not_new(formerly: tuple[str, ...]) -> None:
    row = a_row(2, "Money" if formerly else "Funding", {"Met": ("M02",)}, formerly=formerly)
    movement = moved(theme(), rows=(a_row(), row), met=(M01, M02), earlier=(JUNE,))
    assert lines(movement.changes) == [
        (
            "Aligned risk reported again |  | Last reported to the meeting of 20 June 2017 as Risk 2: Funding "
            f"(Met M02: High (12)) | {row.name}"
        )
    ]


def test_the_number_alone_brings_nothing_back() -> None:
    rows = (a_row(), a_row(2, "Insight", {"Met": ("M02",)}))
    movement = moved(theme(), rows=rows, met=(M01, M02), earlier=(JUNE,))
    assert lines(movement.changes) == ["New aligned risk |  | Not reported | Insight"]


@pytest.mark.parametrize("others", [(), (past_of(M02),)])
def test_a_register_risk_that_is_back_is_not_new(others: tuple[PastRisk, ...]) -> None:
    rows = (a_row(ids={"Met": ("M01", "M02"), "MOPAC": ("P01",)}),)
    movement = moved(theme(), rows=rows, met=(M01, M02), others=others, earlier=(JUNE,))
    assert lines(movement.changes) == [
        (
            "Register risk reported again | Met M02 | Last reported to the meeting of 20 June 2017 under Risk 2: Funding: "
            "High (12) | High (12)"
        )
    ]


# --- organisations ------------------------------------------------------------------------------

FIRE = an_organisation("Fire Authority", also_called=("Brigade",))
F01 = a_risk("F01", "Fire Authority")
THREE = (a_row(ids={"Met": ("M01",), "MOPAC": ("P01",), "Fire Authority": ("F01",)}),)


def moved_with_fire(past: PastReport, organisations: Sequence[Organisation] = (MET, MOPAC, FIRE)) -> list[str]:
    workbook = a_mapping(THREE if FIRE in organisations else (a_row(),), (), organisations)
    registers = (a_register("Met", M01), a_register("MOPAC", P01), a_register("Fire Authority", F01))
    aligned, _ = reconcile(workbook, registers, past)
    movement = compare(workbook, registers, aligned, History(past))
    assert movement.others == ()
    return lines(movement.changes)


def test_an_organisation_that_joins_speaks_for_its_risks() -> None:
    assert moved_with_fire(a_past(theme())) == [
        "Organisation new to this report | Fire Authority | Not in this report | F01 under Risk 1: Safeguarding: High (12)"
    ]


def test_an_organisation_that_leaves_is_said_with_its_risks() -> None:
    past = a_past(theme(past_of(M01), past_of(P01), past_of(F01)))
    assert moved_with_fire(past, (MET, MOPAC)) == [
        "Organisation no longer in this report | Fire Authority | F01 under Risk 1: Safeguarding | Not in this report"
    ]


@pytest.mark.parametrize("name", ["Fire Authority", "brigade"])
def test_an_organisation_under_another_of_its_names_has_not_joined(name: str) -> None:
    past = a_past(theme(past_of(M01), past_of(P01), replace(past_of(F01), organisation=name)))
    assert moved_with_fire(past) == []


def test_an_organisation_that_was_there_without_a_risk_has_not_joined() -> None:
    past = a_past(theme(), organisations=(PastOrganisation("Fire Authority"),))
    assert moved_with_fire(past) == ["Register risk new to this report | Fire Authority F01 | Not reported | High (12)"]


def test_a_record_that_lists_no_organisations_makes_none_of_them_new() -> None:
    past = a_past(theme(), unstated=frozenset(("organisations",)))
    assert moved_with_fire(past) == ["Register risk new to this report | Fire Authority F01 | Not reported | High (12)"]


def test_one_that_may_have_been_there_before_one_that_joins() -> None:
    ports = an_organisation("Port Health")
    assert moved_with_fire(a_past(theme()), (MET, MOPAC, ports, FIRE)) == [
        "Organisation new to this report | Fire Authority | Not in this report | F01 under Risk 1: Safeguarding: High (12)"
    ]


def test_those_that_leave_stand_in_the_order_of_the_record() -> None:
    """As it names them first: in its list, else with their risks."""
    risks = [past_of(a_risk(number, name)) for number, name in (("B1", "Ports"), ("A1", "Airports"), ("C1", "Canals"))]
    past = a_past(theme(past_of(M01), past_of(P01), *risks), organisations=(PastOrganisation("Airports"),))
    left = [line.split(" | ")[1] for line in moved_with_fire(past, (MET, MOPAC))]
    assert left == ["Airports", "Ports", "Canals"]


SAME = PastOrganisation("Met", None, 5, 5, MET.bands)
OTHER_BANDS = (Band("Low", 1, 6), Band("Medium", 7, 12), Band("High", 13, 25))


@pytest.mark.parametrize(
    ("then", "score", "rating", "expected"),
    [
        (SAME, (3, 4), "High", []),
        (replace(SAME, bands=()), (3, 4), "High", []),  # not recorded
        (
            replace(SAME, bands=OTHER_BANDS), (3, 4), "Medium",
            [("Scale changed | Met | Low 1-6, Medium 7-12, High 13-25 | "
             "Low 1-4, Medium 5-9, High 10-15, Very high 16-25. By this alone M01 is High and was Medium")],
        ),
        (
            replace(SAME, bands=OTHER_BANDS), (2, 4), "Medium",
            [("Scale changed | Met | Low 1-6, Medium 7-12, High 13-25 | "
             "Low 1-4, Medium 5-9, High 10-15, Very high 16-25"),
             "Re-scored | Met M01 | Medium (8) | High (12)"],
        ),
        (
            replace(SAME, likelihood_levels=4), (3, 4), "High",
            [("Scale changed | Met | likelihood 1-4, impact 1-5; Low 1-4, Medium 5-9, High 10-15, Very high 16-25 | "
             "likelihood 1-5, impact 1-5; Low 1-4, Medium 5-9, High 10-15, Very high 16-25")],
        ),
    ],
)  # fmt: skip
def test_a_changed_scale_is_said_and_is_no_movement(
    then: PastOrganisation, score: tuple[int, int], rating: str, expected: list[str]
) -> None:
    past = a_past(
        theme(past_of(M01, current=an_exposure(*score), rating=rating), past_of(P01)),
        organisations=(then, PastOrganisation("MOPAC", None, 4, 4, MOPAC.bands)),
    )
    workbook, registers = a_mapping((a_row(),)), (a_register("Met", M01), a_register("MOPAC", P01))
    aligned, _ = reconcile(workbook, registers, past)
    assert lines(compare(workbook, registers, aligned, History(past)).changes) == expected
    undeclared = (a_register("Met", replace(M01, trend=None)), registers[1])
    trend = reconcile(workbook, undeclared, past)[0][0].positions[0].risks[0].trend
    moves = {(3, 4): Trend.SAME, (2, 4): Trend.RISING}[score]
    assert trend is (None if then.likelihood_levels == 4 else moves)


def test_renamed_by_number_or_by_formerly() -> None:
    assert lines(moved(theme(name="Protection")).changes) == ["Aligned risk renamed |  | Protection | Safeguarding"]
    row = a_row(7, "Safeguarding", formerly=("Protection",))
    assert lines(moved(theme(name="Protection"), rows=(row,)).changes) == [
        "Aligned risk renamed |  | Protection | Safeguarding"
    ]


def test_of_two_names_that_a_risk_has_had_the_one_with_its_number_is_the_one() -> None:
    row = a_row(1, formerly=("Protection",))
    movement = moved(theme(number=2, name="Protection"), theme(), rows=(row,))
    assert lines(movement.changes) == ["Aligned risk withdrawn |  | Protection | Withdrawn"]
    assert [change.aligned_risk for change in movement.changes] == ["Risk 2: Protection"]


@pytest.mark.parametrize(("number", "name"), [(1, "Protection"), (4, "Safeguarding"), (1, "Safeguarding")])
def test_what_an_aligned_risk_of_the_record_is_called_now(number: int, name: str) -> None:
    movement = moved(theme(number=number, name=name))
    assert movement.label_now(f"Risk {number}: {name}") == "Risk 1: Safeguarding"


def test_numbers_dealt_anew_are_not_taken_for_other_risks() -> None:
    rows = (a_row(1, "Money", {"Met": ("M02",)}), a_row(2, "Safeguarding"))
    money = a_theme(2, "Money", [past_of(M02)])
    assert moved(theme(), money, rows=rows, met=(M01, M02)).changes == ()


# --- register risks -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("others", "was"),
    [
        ([], "Not reported"),  # the record says nothing of risks outside the report
        ([past_of(a_risk("M09"))], "Not in the register"),
        ([past_of(M02)], "In the register, outside this report"),
    ],
)
def test_a_register_risk_new_in_the_report(others: list[PastRisk], was: str) -> None:
    rows = (a_row(ids={"Met": ("M01", "M02"), "MOPAC": ("P01",)}),)
    movement = moved(theme(), rows=rows, met=(M01, M02, a_risk("M09")), others=others)
    assert lines(movement.changes) == [f"Register risk new to this report | Met M02 | {was} | High (12)"]
    assert [line for line in lines(movement.others) if "M02" in line] == []


def test_a_risk_moved_to_another_aligned_risk_is_said_once() -> None:
    rows = (a_row(ids={"MOPAC": ("P01",), "Met": ()}), a_row(2, "Money", {"Met": ("M01", "M02")}))
    movement = moved(theme(), a_theme(2, "Money", [past_of(M02)]), rows=rows, met=(M01, M02))
    assert lines(movement.changes) == [
        "Register risk new to this report | Met M01 | Reported under Risk 1: Safeguarding | High (12)"
    ]


@pytest.mark.parametrize(
    ("met", "now"), [((M02,), "No longer in the register"), ((M01, M02), "In the register, outside this report")]
)
def test_a_register_risk_no_longer_reported(met: tuple[Risk, ...], now: str) -> None:
    change = a_change("Met", "M01", "closed", reason="The programme has ended.")
    rows = (a_row(ids={"Met": ("M02",), "MOPAC": ("P01",)}),)
    past = theme(past_of(M01), past_of(M02), past_of(P01))
    movement = moved(past, rows=rows, met=met, changes=(change,))
    assert lines(movement.changes) == [
        f"Register risk no longer reported | Met M01 | High (12) | Closed; {now[0].lower()}{now[1:]}"
    ]
    assert movement.changes[0].reason == "The programme has ended."
    assert movement.others == ()


def test_merged_says_into_which() -> None:
    change = a_change("Met", "M01", "merged", now="M02", reason="One risk.")
    rows = (a_row(ids={"Met": ("M02",), "MOPAC": ("P01",)}),)
    movement = moved(theme(past_of(M01), past_of(M02), past_of(P01)), rows=rows, met=(M02,), changes=(change,))
    assert lines(movement.changes) == [
        "Register risk no longer reported | Met M01 | High (12) | Merged into M02; no longer in the register"
    ]


@pytest.mark.parametrize(
    ("then", "then_reported", "now", "agreed", "told"),
    [
        ("Deputy", "Assistant", "Deputy", "Assistant", None),
        ("Deputy", "Assistant", "Assistant", None, None),  # the register has come to say so
        ("Deputy", "Assistant", "Assistant", "Assistant", None),
        ("Deputy", "assistant ", "Commander", "Assistant", None),  # what was reported is the same
        ("Deputy", None, "Deputy", "Assistant", "Deputy | Assistant"),
        ("Deputy", "Assistant", "Deputy", None, "Assistant | Deputy"),
        ("Deputy", "", "Deputy", None, "No owner | Deputy"),
        (None, "Assistant", None, None, "Assistant | No owner"),
        ("Deputy", None, "Deputy", None, None),
    ],
)
def test_the_owner_reported_then_is_compared_with_the_one_reported_now(
    then: str | None, then_reported: str | None, now: str | None, agreed: str | None, told: str | None
) -> None:
    wording = (a_wording("Met", "M01", agreed, field="owner"),) if agreed else ()
    past = theme(past_of(M01, owner=then, owner_reported=then_reported), past_of(P01))
    changes = moved(past, met=(replace(M01, owner=now),), wording=wording).changes
    assert lines(changes) == ([f"Risk owner changed | Met M01 | {told}"] if told else [])
    assert [change.place.sheet for change in changes] == (["Wording" if agreed else "Corporate risks"] if told else [])


@pytest.mark.parametrize(
    ("now", "agreed", "reason"),
    [
        ("Commander", None, "A reorganisation."),
        ("Commander", "Assistant", None),  # the reason for another owner
        ("Assistant", "Assistant", "A reorganisation."),
        (None, "Assistant", "A reorganisation."),
    ],
)
def test_the_reason_for_another_owner_is_not_given_for_an_agreed_one(
    now: str | None, agreed: str | None, reason: str | None
) -> None:
    change = a_change("Met", "M01", "new owner", now=now, reason="A reorganisation.")
    wording = (a_wording("Met", "M01", agreed, field="owner"),) if agreed else ()
    past = theme(past_of(M01, owner="Deputy"), past_of(P01))
    changes = moved(past, met=(replace(M01, owner="Commander"),), changes=(change,), wording=wording).changes
    assert [one.reason for one in changes] == [reason]


def test_an_owner_agreed_for_a_risk_that_was_not_reported_is_no_change() -> None:
    wording = (a_wording("Met", "M01", "Assistant", field="owner"),)
    assert lines(moved(theme(past_of(P01)), others=(past_of(M01),), wording=wording).changes) == [
        "Register risk new to this report | Met M01 | In the register, outside this report | High (12)"
    ]


@pytest.mark.parametrize(
    ("then_reported", "now", "agreed", "told"),
    [
        (None, "As it was.", None, None),
        ("Agreed.", "As it was.", None, "Agreed. | As it was."),
        ("Agreed.", "As it was.", "Agreed.", None),
        ("Agreed.", "Quite new.", "Agreed.", None),  # what was reported is the same
        (None, "As it was.", "Agreed.", "As it was. | Agreed."),
        ("Agreed.", "Agreed.", None, None),
    ],
)
def test_the_words_reported_then_are_compared_with_those_reported_now(
    then_reported: str | None, now: str, agreed: str | None, told: str | None
) -> None:
    wording = (a_wording("Met", "M01", agreed, field="description"),) if agreed else ()
    past = theme(past_of(M01, description="As it was.", as_reported=then_reported), past_of(P01))
    changes = moved(past, met=(replace(M01, description=now),), wording=wording).changes
    assert lines(changes) == ([f"Re-worded | Met M01 | {told}"] if told else [])


@pytest.mark.parametrize(
    ("then", "now", "changed"),
    [
        ("Crews can't be raised.", "Crews can’t be raised", False),
        ("Too few staff, so that calls wait.", "Too few staff so that calls wait", False),
        ("“Few” – or none", '"few" - or none.', False),
        ("A loss of 1.5 million", "A loss of 15 million", True),
        ("A change of -3", "A change of 3", True),
        ("Crews can't be raised.", "Crews can be raised.", True),
    ],
)
def test_points_alone_are_no_other_words_and_no_other_owner(then: str, now: str, changed: bool) -> None:
    past = theme(past_of(M01, description=then, owner=then), past_of(P01))
    kinds = [change.kind for change in moved(past, met=(replace(M01, description=now, owner=now),)).changes]
    assert kinds == [ChangeKind.RISK_REOWNED, ChangeKind.RISK_REWORDED] * changed


def test_a_reason_of_an_earlier_quarter_explains_nothing_now() -> None:
    change = a_change("Met", "M01", "new owner", reason="A reorganisation.", date=date(2017, 3, 1))
    movement = moved(theme(past_of(M01, owner="Another"), past_of(P01)), changes=(change,))
    assert [c.reason for c in movement.changes] == [None]


@pytest.mark.parametrize(
    ("agreed", "reused", "is_known"),
    [
        (date(2017, 9, 1), False, True),  # the registers bear it out
        (date(2017, 9, 1), True, False),  # the id was given to another risk since
        (date(2017, 9, 4), True, False),  # on the day of the register then
        (date(2017, 9, 15), True, True),  # between a register's date and the meeting people go on changing it
        (None, True, True),
    ],
)
def test_which_rows_of_changes_the_record_can_not_show_yet(agreed: date | None, reused: bool, is_known: bool) -> None:
    change = a_change("Met", "M01", "renumbered", was="M01", now="M21", date=agreed)
    rows = (a_row(ids={"Met": ("M21",), "MOPAC": ("P01",)}),)
    workbook = a_mapping(rows, changes=(change,))
    met = (replace(M01, id="M21"), M01) if reused else (replace(M01, id="M21"),)
    registers = (a_register("Met", *met), a_register("MOPAC", P01))
    past = a_past(theme(), organisations=(PastOrganisation("Met", date(2017, 9, 4)), PastOrganisation("MOPAC")))
    movement = compare(workbook, registers, reconcile(workbook, registers, past)[0], History(past))
    assert ([c.kind for c in movement.changes] == [Kind.RISK_RENUMBERED]) is is_known


def test_another_register_s_date_is_not_its_own() -> None:
    """Between the day of the Met's register in the last report and that of MOPAC's."""
    change = a_change("Met", "M01", "new owner", reason="A reorganisation.", date=date(2017, 9, 15))
    workbook, registers = a_mapping((a_row(),), changes=(change,)), (a_register("Met", M01), a_register("MOPAC", P01))
    then = (PastOrganisation("MOPAC", date(2017, 9, 20)), PastOrganisation("Met", date(2017, 9, 4)))
    past = a_past(theme(past_of(M01, owner="Another"), past_of(P01)), organisations=then)
    changes = compare(workbook, registers, reconcile(workbook, registers, past)[0], History(past)).changes
    assert [(one.kind, one.reason) for one in changes] == [(Kind.RISK_REOWNED, "A reorganisation.")]


def test_renumbered_twice_since_the_record() -> None:
    changes = (a_change("Met", "M01", "renumbered", now="M11"), a_change("Met", "M11", "renumbered", now="M21"))
    rows = (a_row(ids={"Met": ("M21",), "MOPAC": ("P01",)}),)
    movement = moved(theme(), rows=rows, met=(replace(M01, id="M21"),), changes=changes)
    assert lines(movement.changes) == ["Register risk re-numbered | Met M21 | M01 | M21"]


def test_renumbered_and_reworded_at_once_keeps_its_trend_and_its_score() -> None:
    change = a_change("Met", "M01", "renumbered", now="M21", reason="A new register.")
    now = replace(M01, id="M21", description="Quite other words than before.", trend=None, current=an_exposure(4, 4))
    rows = (a_row(ids={"Met": ("M21",), "MOPAC": ("P01",)}),)
    workbook, registers = a_mapping(rows, changes=(change,)), (a_register("Met", now), a_register("MOPAC", P01))
    aligned, findings = reconcile(workbook, registers, a_past(theme()))
    assert findings == ()
    reported = aligned[0].positions[0].risks[0]
    assert reported.trend is Trend.RISING
    assert reported.previous == past_of(M01)
    assert lines(compare(workbook, registers, aligned, History(a_past(theme()))).changes) == [
        "Register risk re-numbered | Met M21 | M01 | M21",
        "Re-scored | Met M21 | High (12) | Very high (16)",
        "Trend changed | Met M21 | ↔ Unchanged | ↑ Rising",
        "Re-worded | Met M21 | What M01 of Met is about. | Quite other words than before.",
    ]


def test_renumbered_is_neither_new_nor_gone() -> None:
    change = a_change("Met", "M01", "renumbered", was="M01", now="M21", reason="A new register.")
    rows = (a_row(ids={"Met": ("M21",), "MOPAC": ("P01",)}),)
    movement = moved(theme(), rows=rows, met=(replace(M01, id="M21"),), changes=(change,))
    assert lines(movement.changes) == ["Register risk re-numbered | Met M21 | M01 | M21"]
    assert movement.changes[0].reason == "A new register."


def test_ids_written_otherwise_are_the_same_risk() -> None:
    assert moved(theme(past_of(replace(M01, id="m1")), past_of(P01))).changes == ()


@pytest.mark.parametrize(
    ("then", "expected"),
    [
        ({"owner": "Another"}, ["Risk owner changed | Met M01 | Another | Director of Operations"]),
        ({"owner": "director  of operations"}, []),
        ({"owner": None}, ["Risk owner changed | Met M01 | No owner | Director of Operations"]),
        ({"description": "Other words."}, ["Re-worded | Met M01 | Other words. | What M01 of Met is about."]),
        ({"description": "What M01 of\nMet is about."}, []),
        ({"current": an_exposure(4, 4)}, ["Re-scored | Met M01 | Very high (16) | High (12)"]),
        ({"current": an_exposure(4, 3)}, ["Re-scored | Met M01 | Likelihood 4, impact 3 | Likelihood 3, impact 4"]),
        ({"target": an_exposure(1, 4)}, ["Re-scored | Met M01 | Target Low (4) | Target Medium (8)"]),
        ({"target": UNSCORED}, ["Re-scored | Met M01 | Target not scored | Target Medium (8)"]),
        ({"current": UNSCORED}, ["Re-scored | Met M01 | Not scored | High (12)"]),
        (
            {"current": an_exposure(4, 4), "target": an_exposure(1, 4)},
            ["Re-scored | Met M01 | Very high (16), target Low (4) | High (12), target Medium (8)"],
        ),
        ({"rating": "Medium"}, ["Re-scored | Met M01 | Medium (12) | High (12)"]),  # as it was printed then
        ({"trend": Trend.RISING}, ["Trend changed | Met M01 | ↑ Rising | ↔ Unchanged"]),
        ({"trend": None}, ["Trend changed | Met M01 | Not stated | ↔ Unchanged"]),
    ],
)
def test_what_a_register_says_otherwise(then: dict[str, object], expected: list[str]) -> None:
    assert lines(moved(theme(past_of(M01, **then), past_of(P01))).changes) == expected


def test_words_scales_are_compared_by_their_words() -> None:
    now = a_risk("M01", current=Exposure("Likely", "Major"), target=UNSCORED)
    past = theme(past_of(now, current=Exposure("Unlikely", "Major")), past_of(P01))
    assert lines(moved(past, met=(now,)).changes) == [
        "Re-scored | Met M01 | Likelihood Unlikely, impact Major | Likelihood Likely, impact Major"
    ]


def test_what_no_risk_of_the_record_states_was_not_recorded() -> None:
    """A record made from an old Word paper has no scores: that is no change."""
    bare = {"current": UNSCORED, "target": UNSCORED, "trend": None, "owner": None}
    assert moved(theme(past_of(M01, **bare), past_of(P01, **bare))).changes == ()


def test_the_reason_goes_with_the_trend_else_with_the_scores() -> None:
    now = a_risk("M01", trend=Trend.RISING, trend_reason="Demand grew.")
    both = moved(theme(past_of(M01, current=an_exposure(2, 4)), past_of(P01)), met=(now,))
    assert [(c.kind, c.reason) for c in both.changes] == [
        (Kind.RISK_RESCORED, None),
        (Kind.TREND_CHANGED, "Demand grew."),
    ]
    one = moved(theme(past_of(now, current=an_exposure(2, 4)), past_of(P01)), met=(now,))
    assert [(c.kind, c.reason) for c in one.changes] == [(Kind.RISK_RESCORED, "Demand grew.")]


def test_a_re_numbering_may_say_what_the_id_was_and_be_of_the_one_it_is() -> None:
    change = a_change("Met", "M21", "renumbered", was="M01", reason="A new register.")
    rows = (a_row(ids={"Met": ("M21",), "MOPAC": ("P01",)}),)
    (moved_on,) = moved(theme(), rows=rows, met=(replace(M01, id="M21"),), changes=(change,)).changes
    assert (moved_on.kind, moved_on.was, moved_on.now) == (Kind.RISK_RENUMBERED, "M01", "M21")


def test_a_known_change_of_owner_gives_its_reason() -> None:
    change = a_change("Met", "M01", "new owner", was="Another", now="Director", reason="A reorganisation.")
    movement = moved(theme(past_of(M01, owner="Another"), past_of(P01)), changes=(change,))
    assert [c.reason for c in movement.changes] == ["A reorganisation."]


def test_a_risk_mapped_twice_is_said_once() -> None:
    rows = (a_row(), a_row(2, "Money", {"Met": ("M01",)}))
    money = a_theme(2, "Money", [past_of(M01, owner="Another")])
    movement = moved(theme(past_of(M01, owner="Another"), past_of(P01)), money, rows=rows)
    assert lines(movement.changes) == ["Risk owner changed | Met M01 | Another | Director of Operations"]


# --- risks outside the report -------------------------------------------------------------------


def test_changes_of_risks_outside_the_report_stand_apart() -> None:
    kept, fresh = a_risk("M08", owner="Someone new"), a_risk("M09")
    others = [past_of(kept, owner="Someone", trend=None), past_of(a_risk("M07"))]
    movement = moved(theme(), met=(M01, kept, fresh), others=others)
    assert movement.changes == ()
    assert lines(movement.others) == [
        "Risk owner changed | Met M08 | Someone | Someone new",
        "Register risk new to this report | Met M09 | Not in the register | High (12)",
        "Register risk no longer reported | Met M07 | High (12) | No longer in the register",
    ]


def test_a_record_that_lists_no_other_risks_makes_none_of_them_new() -> None:
    assert moved(theme(), met=(M01, M02)).others == ()


# --- controls -----------------------------------------------------------------------------------


def controls_moved(now: Sequence[Control], then: Sequence[tuple[Control, ControlStatus]]) -> list[str]:
    past = a_theme(1, "Safeguarding", [past_of(M01), past_of(P01)], [past_control(c, s) for c, s in then])
    return lines(moved(past, controls=now).changes)


W, NP, NW = ControlStatus.WORKING, ControlStatus.NOT_PROVEN, ControlStatus.NOT_WORKING
BOARD = a_control("C-1", name="Board")


@pytest.mark.parametrize(
    ("answers", "then", "expected"),
    [
        ({}, W, []),
        ({}, NP, ["Control status improved | C-1 Board | In place, not proven | Working"]),
        ({"working": Working.NO}, W, ["Control status worsened | C-1 Board | Working | In place, not working"]),
        ({"working": None}, W, ["Control status worsened | C-1 Board | Working | In place, not proven"]),
        ({"evidence": None}, W, ["Control status worsened | C-1 Board | Working | In place, not proven"]),
        ({"in_place": None}, W, ["Control status changed | C-1 Board | Working | Not assessed"]),
        ({"working": Working.PARTLY}, NP, ["Control status changed | C-1 Board | In place, not proven | In place, partly working"]),
        ({"in_place": InPlace.PARTLY}, NW, ["Control status improved | C-1 Board | In place, not working | Partly in place"]),
        ({"in_place": InPlace.NO}, NW, ["Control status worsened | C-1 Board | In place, not working | Not in place"]),
    ],
)  # fmt: skip
def test_status(answers: dict[str, object], then: ControlStatus, expected: list[str]) -> None:
    assert controls_moved([replace(BOARD, **answers)], [(BOARD, then)]) == expected


def test_only_time_passed() -> None:
    """Never worded as decline."""
    old = replace(BOARD, last_checked=date(2016, 10, 1))
    assert controls_moved([old], [(BOARD, W)]) == [
        "Evidence now too old | C-1 Board | Working | Evidence now older than 12 months; not re-tested"
    ]
    assert controls_moved([replace(old, review_months=1)], [(BOARD, W)])[0].endswith(
        "older than 1 month; not re-tested"
    )


def test_time_passed_and_an_answer_changed_is_a_decline() -> None:
    old = replace(BOARD, last_checked=date(2016, 10, 1), assurance=None)
    assert controls_moved([old], [(BOARD, W)]) == [
        "Control status worsened | C-1 Board | Working | In place, not proven"
    ]


def test_new_and_gone_controls() -> None:
    assert controls_moved([BOARD], []) == ["New control | C-1 Board | Not listed | Joint (Working)"]
    assert controls_moved([], [(BOARD, NP)]) == [
        "Control no longer listed | C-1 Board | Joint (In place, not proven) | Not listed"
    ]


def test_a_control_gone_of_which_the_record_has_no_status() -> None:
    """An old Word paper prints none."""
    past = a_theme(1, "Safeguarding", [past_of(M01), past_of(P01)], [past_control(BOARD, None)])
    assert lines(moved(past).changes) == ["Control no longer listed | C-1 Board | Joint | Not listed"]


def test_a_control_that_turned_joint_is_neither_new_nor_gone_nor_improved() -> None:
    then = a_potential("C-1", name="Board", due=None)
    assert controls_moved([BOARD], [(then, ControlStatus.NOT_IN_PLACE)]) == [
        "Potential control now joint | C-1 Board | Potential (Not in place) | Joint (Working)"
    ]
    back = replace(BOARD, kind=ControlKind.POTENTIAL, in_place=InPlace.NO, working=None)
    assert controls_moved([back], [(BOARD, W)]) == [
        "Joint control now potential | C-1 Board | Joint (Working) | Potential (Not in place)"
    ]


def test_due_dates_moved() -> None:
    then = a_potential("P-1", name="Gifts", due=date(2017, 12, 31))
    (line,) = controls_moved([replace(then, due=date(2018, 3, 31))], [(then, ControlStatus.NOT_IN_PLACE)])
    assert line == "Due date moved | P-1 Gifts | 31 December 2017 | 31 March 2018"
    (line,) = controls_moved([replace(then, due=None)], [(then, ControlStatus.NOT_IN_PLACE)])
    assert line == "Due date moved | P-1 Gifts | 31 December 2017 | No date"
    assert controls_moved([then], [(replace(then, due=None), ControlStatus.NOT_IN_PLACE)]) == []


def test_a_due_date_newly_given() -> None:
    """Where the record states due dates at all: one made from an old paper may not."""
    gifts = a_potential("P-1", name="Gifts", due=date(2018, 6, 30))
    other = a_potential("P-2", name="Loans", due=date(2018, 3, 31))
    then = [(replace(gifts, due=None), ControlStatus.NOT_IN_PLACE), (other, ControlStatus.NOT_IN_PLACE)]
    assert controls_moved([gifts, other], then) == ["Due date moved | P-1 Gifts | No date | 30 June 2018"]
    assert controls_moved([replace(gifts, due=None), other], then) == []


def test_a_control_in_place_needs_no_due_date_any_more() -> None:
    then = replace(BOARD, due=date(2017, 12, 31))
    assert controls_moved([BOARD], [(then, W)]) == []


def test_a_control_renamed_is_known_by_its_reference() -> None:
    assert controls_moved([BOARD], [(replace(BOARD, name="Committee"), W)]) == []


def test_a_reference_that_was_only_proposed_may_have_moved_on() -> None:
    review = a_control("C-2", name="Review")
    first = a_control("C-1", name="A third thing")
    now = [first, replace(BOARD, reference="C-2"), replace(review, reference="C-3")]
    assert controls_moved(now, [(BOARD, W), (review, W)]) == [
        "New control | C-1 A third thing | Not listed | Joint (Working)"
    ]


def test_a_control_moved_to_another_aligned_risk_is_said_once() -> None:
    rows = (a_row(), a_row(2, "Money", {"Met": ("M02",)}))
    past = (
        a_theme(1, "Safeguarding", [past_of(M01), past_of(P01)], [past_control(BOARD)]),
        a_theme(2, "Money", [past_of(M02)]),
    )
    movement = moved(*past, rows=rows, met=(M01, M02), controls=(replace(BOARD, aligned_risk="Money"),))
    assert lines(movement.changes) == ["New control | C-1 Board | Under Risk 1: Safeguarding | Joint (Working)"]


def test_the_level() -> None:
    past = a_theme(1, "Safeguarding", [past_of(M01), past_of(P01)], [past_control(BOARD, NP)], ShownWorking.NONE)
    movement = moved(past, controls=(replace(BOARD, assurance=Assurance.EXTERNAL),))
    assert lines(movement.changes) == [
        "Control status improved | C-1 Board | In place, not proven | Working",
        "Joint controls shown to be working |  | None shown | All shown",
    ]


def test_the_order_of_a_registers_rows_changes_nothing_in_the_report() -> None:
    workbook, past = a_mapping(ROWS, CONTROLS), a_past_quarter()

    def changes(met: Sequence[Risk], mopac: Sequence[Risk]) -> tuple[Change, ...]:
        registers = (a_register("Met", *met), a_register("MOPAC", *mopac))
        return compare(workbook, registers, reconcile(workbook, registers, past)[0], History(past)).changes

    assert changes(MET_RISKS, MOPAC_RISKS) == changes(MET_RISKS[::-1], MOPAC_RISKS[::-1])


def test_every_kind_of_change_is_shown_above() -> None:
    """A new kind needs a case in this file."""
    text = Path(__file__).read_text("utf-8")
    assert [kind for kind in ChangeKind if kind.value not in text] == []

"""Joint controls that are not there yet, or happened once; and words that only look like it."""

from __future__ import annotations

from time import process_time

import pytest

from pipeline.model.records import ControlKind, InPlace
from tests.checks.reports import codes, said
from tests.reconcile.builders import MEETING_DAY, a_control, a_potential, a_row

FUTURE = (
    "A plan to introduce one list of offenders.",
    "To set up one list of offenders.",
    "We intend to establish a board.",
    "A board is to be established in the spring.",
    "A joint team will be set up in the spring.",
    "The agreement is under discussion.",
    "An agreement on what data is shared, and how quickly, is under discussion.",
    "An agreement on what data is shared is under discussion.",
    "An agreement, under discussion with the boroughs, on shared data.",
    "Is currently in development.",
    "When complete, the review gives one view of demand.",
    "Shares one view of demand once it is finished.",
    "A shared system is being developed.",
    "A second board is planned.",
    "The protocol is not yet signed.",
    "The review is under discussion.",
    "Service area reviews are planned.",
    "Data are shared with the boroughs, subject to agreement.",
    "A system that is used today. A second is to be procured.",
)
PRESENT = (
    "Works with the boroughs to establish who is at risk.",
    "Aims to reduce the harm that is done.",
    "Reviews every proposal to introduce new systems.",
    "The board reviews proposals to introduce new systems.",
    "Advises on every investment before it is approved, and on what is planned.",
    "Priorities will be agreed each month.",
    "Priorities shall be agreed each month.",
    "The board will review the figures.",
    "Follows each recommendation; actions are closed when complete.",
    "Plans the number and the skills of analysts.",
    "Kept under review by both organisations.",
    "Tracks the actions that are not yet done.",
    "Brings forward decisions that are to be taken.",
)


@pytest.mark.parametrize("description", FUTURE)
def test_a_joint_control_worded_as_future(description: str) -> None:
    (finding,) = said(controls=(a_control(description=description),))
    assert (finding.code, finding.sheet, finding.cell) == ("control-worded-future", "Controls", "D2")
    assert finding.subject == "C-1 Oversight board"


@pytest.mark.parametrize(
    ("description", "quoted"),
    [
        ("An agreement, under discussion with the boroughs, on shared data.", "under discussion"),
        ("It is now under discussion.", "now under discussion"),
        ("To set up one list.", "To set up"),
    ],
)
def test_the_words_are_quoted_and_nothing_around_them(description: str, quoted: str) -> None:
    (finding,) = said(controls=(a_control(description=description),))
    says = "C-1 Oversight board is a joint control, and its description says"
    assert finding.message == f'{says} "{quoted}".'


@pytest.mark.parametrize("description", PRESENT)
def test_words_that_only_look_like_the_future(description: str) -> None:
    assert said(controls=(a_control(description=description),)) == ()


@pytest.mark.parametrize("description", FUTURE)
def test_a_potential_control_may_be_to_come(description: str) -> None:
    assert said(controls=(a_control(), a_potential(description=description))) == ()


def test_its_name_is_judged_too() -> None:
    (finding,) = said(controls=(a_control(name="Agreement under discussion", description="It meets."),))
    assert (finding.code, finding.cell) == ("control-worded-future", "C2")


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("A workshop of both organisations took place in May 2017.", "control-one-off"),
        ("A conference was held for all staff.", "control-one-off"),
        ("A joint exercise has been carried out.", "control-one-off"),
        ("Seminar on 3 May 2017.", "control-one-off"),
        ("Meets each quarter; the last meeting took place on 3 May 2017.", None),
        ("A workshop took place in May 2017, and its actions are followed up by the board.", None),
        ("Audits how searches were carried out.", None),
        ("A joint review of cases was carried out in May.", "control-one-off"),
        ("A workshop that took place in May.", "control-one-off"),
        ("Holds events in the boroughs.", None),
    ],
)
def test_what_happened_once(description: str, expected: str | None) -> None:
    findings = said(controls=(a_control(description=description),))
    assert codes(findings) == ([expected] if expected else [])
    assert all(f.cell == "D2" for f in findings)


def test_each_control_that_happened_once_is_told_of_once() -> None:
    once = "A workshop took place in May."
    controls = (a_control(description=once, name="Workshop of May"), a_control("C-2", name="Second", description=once))
    findings = said(controls=controls)
    assert [(f.code, f.subject) for f in findings] == [
        ("control-one-off", "C-1 Workshop of May"),
        ("control-one-off", "C-2 Second"),
    ]


@pytest.mark.parametrize("words", ["any plan ", "is being ", "when it is ", "a", "x. ", "any" + " " * 3_000, "will "])
def test_no_text_takes_long(words: str) -> None:
    started = process_time()
    said(controls=(a_control(description=words * (30_000 // len(words)) + " was held"),))
    assert process_time() - started < 3


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"description": None}, "control-undescribed"),
        ({"description": "oversight Board."}, "control-undescribed"),  # its name again
        ({"description": "Oversight board of both organisations."}, None),
        ({"description": None, "unknown": {"description": "[not readable: #REF!]"}}, None),  # said on reading
    ],
)
def test_undescribed(values: dict[str, object], expected: str | None) -> None:
    findings = said(controls=(a_control(**values),))
    assert codes(findings) == ([expected] if expected else [])
    assert all(f.cell == "D2" for f in findings)


def test_a_potential_control_needs_a_description_too() -> None:
    assert codes(said(controls=(a_control(), a_potential(description=None)))) == ["control-undescribed"]


@pytest.mark.parametrize(
    ("name", "kind", "speaks"),
    [
        ("oversight Board", ControlKind.POTENTIAL, True),
        ("Oversight board for London", ControlKind.POTENTIAL, False),
        ("Oversight board", ControlKind.JOINT, False),
        ("Oversight board", None, False),
    ],
)
def test_joint_and_potential(name: str, kind: ControlKind | None, speaks: bool) -> None:
    second = a_control("C-2", name=name, kind=kind, in_place=InPlace.PARTLY, due=MEETING_DAY)
    findings = [f for f in said(controls=(a_control(), second)) if f.code == "control-joint-and-potential"]
    assert len(findings) == speaks
    assert all((f.severity, f.sheet, f.cell, f.subject) == ("block", "Controls", "E2", f"C-2 {name}") for f in findings)


def test_joint_and_potential_of_a_withdrawn_risk_is_no_matter() -> None:
    assert said(row=a_row(), controls=(a_control(), a_potential("P-9", "Gone", name="Oversight board"))) == ()

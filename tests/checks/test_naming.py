"""An organisation goes by the name in Organisations; other names of it are asked about."""

from __future__ import annotations

import pytest

from pipeline.checks import run_checks
from tests.checks.reports import said
from tests.reconcile.builders import (
    a_control,
    a_mapping,
    a_meeting,
    a_narrative,
    a_register,
    a_risk,
    a_row,
    an_organisation,
    report_of,
)

CODE = "organisation-named-two-ways"


def spoken(text: str, **values: object) -> list[str]:
    met = an_organisation("Met", **({"full_name": "Metropolitan Police Service", "also_called": ("MPS",)} | values))
    findings = said(met=met, narrative=a_narrative(purpose=(text,)))
    return [finding.message for finding in findings if finding.code == CODE]


@pytest.mark.parametrize(
    "text", ["The MPS has four risks.", "The MPS's risks.", "Met (MPS) and MOPAC.", "Of the Met/the MPS."]
)
def test_another_name_is_asked_about(text: str) -> None:
    assert spoken(text) == ["Purpose says MPS; the report calls this organisation Met."]


@pytest.mark.parametrize(
    "text",
    [
        "The Met has four risks.",
        "The Metropolitan Police Service has four risks.",  # its full name is no second name
        "Write to risk@MPS.example.org or see https://example.org/MPS.",
        "See MPS-12 and AMPS.",
        "See https://example.org/?q=MPS for more.",
    ],
)
def test_its_own_names_are_not(text: str) -> None:
    assert spoken(text) == []


def test_initials_of_the_full_name_are_another_name_too() -> None:
    assert spoken("The MPS.", also_called=()) == ["Purpose says MPS; the report calls this organisation Met."]
    assert spoken("The MPS.", also_called=(), full_name="") == []


@pytest.mark.parametrize(
    ("text", "values", "found"),
    [
        ("Ask the MPS Office now.", {"name": "Office", "full_name": "MPS Office", "also_called": ("MPS",)}, []),
        ("The MPS Group has risks.", {"also_called": ("MPS", "MPS Group")}, ["MPS Group"]),
        ("The MPS has risks.", {"also_called": ("MPS", "MPS Group")}, ["MPS"]),
    ],
)
def test_a_name_within_a_longer_one(text: str, values: dict[str, str], found: list[str]) -> None:
    met = an_organisation(**({"full_name": "Metropolitan Police Service"} | values))  # type: ignore[arg-type]
    mapping = a_mapping((a_row(ids={met.name: ("M01",)}),), (a_control(),), (met,))
    narrative = a_narrative(purpose=(text,))
    findings = run_checks(report_of(mapping, (a_register(met.name, a_risk("M01", met.name)),), None, narrative))
    assert [f.subject.partition(": ")[2] for f in findings if f.code == CODE] == found


def test_initials_of_something_else_are_not() -> None:
    met = an_organisation("Met", full_name="Metropolitan Police Service")
    text = a_narrative(purpose=("The MPS.",))
    assert said(met=met, narrative=text, acronyms={"MPS": "Minister for the Police"}) == ()
    assert [f.code for f in said(met=met, narrative=text, acronyms={"MPS": "Metropolitan Police Service"})] == [CODE]


def test_initials_that_are_the_name_of_another_body_are_not() -> None:
    bodies = (
        an_organisation("Met", full_name="Metropolitan Police Service"),
        an_organisation("MPS", full_name="Medway Ports"),
    )
    mapping = a_mapping((a_row(ids={"Met": ("M01",), "MPS": ("M01",)}),), (a_control(),), bodies)
    registers = tuple(a_register(body.name, a_risk("M01", body.name)) for body in bodies)
    findings = run_checks(report_of(mapping, registers, None, a_narrative(purpose=("The MPS.",))))
    assert [f.subject for f in findings if f.code == CODE] == []


def test_a_name_that_is_also_a_word_and_part_of_the_name_in_use() -> None:
    met = an_organisation("Met Service", full_name="Metropolitan Police Service", also_called=("Met",))
    texts = {
        "The Met Service decides.": 0,
        "Decided by the Met in May.": 1,
        "Met twice.": 0,
        "So is Met's own risk.": 1,
    }
    for text, expected in texts.items():
        findings = said(met=met, narrative=a_narrative(purpose=(text,)), risk=a_risk("M01", description="It is so."))
        assert len([f for f in findings if f.code == CODE]) == expected, text


def test_the_panel_and_titles_keep_their_names() -> None:
    meeting = a_meeting(panel="MOPAC/MPS Audit Panel", title="Risks of the MPS")
    narrative = a_narrative(purpose=("The MOPAC/MPS Audit Panel asked.",), background_papers=("- Plan of the MPS",))
    assert said(meeting=meeting, narrative=narrative) == ()


def test_one_finding_for_each_file_names_the_other_places() -> None:
    controls = (a_control(evidence="Report of the MPS", progress="The MPS is content."),)
    risk = a_risk("M01", description="The MPS is late.")
    findings = said(
        risk,
        controls=controls,
        narrative=a_narrative(purpose=("The MPS.", "The MPS.", "Of the MPS."), legal_implications=("The MPS.",)),
    )
    assert [(f.file, f.cell) for f in findings] == [
        ("narrative.docx", "paragraph 1"), ("met-register.xlsx", "C7"), ("mapping.xlsx", "K2"),
    ]  # fmt: skip
    assert {f.subject for f in findings} == {"Met: MPS"}
    assert "(also in paragraph 2, paragraph 3; 1 more on other sheets or under other headings)" in findings[0].message
    assert "(also in O2)" in findings[2].message

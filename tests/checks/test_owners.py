"""Which owners' cells name nobody, and which a person."""

from __future__ import annotations

import pytest

from pipeline.model.owners import nobody
from tests.checks.reports import codes, found
from tests.reconcile.builders import a_risk


@pytest.mark.parametrize(
    "owner",
    [
        None, "", " ", "-", "–", "?", "…", "Vacant", "VACANT.", "Vacant post", "Post vacant", "(vacant)", "[Vacant]", "Currently vacant",
        "Vacant - Head of People", "Vacant (Head of People)", "Vacant: Head of People", "Head of People (vacant)",
        "Head of People – vacant", "Head of People, currently vacant", "Head of People is vacant", "Vacancy", "Vacant since May 2017",
        "No owner", "No risk owner identified", "There is no owner", "TBC", "tbd", "To be determined", "To be assigned",
        "To be\nconfirmed", "Not yet appointed", "Not assigned", "Owner to be agreed", "None", "None yet", "N/A", "nobody",
    ],
)  # fmt: skip
def test_nobody(owner: str | None) -> None:
    assert nobody(owner)
    assert "owner-missing" in codes(found(a_risk("M01", owner=owner)))


@pytest.mark.parametrize(
    "owner",
    ["Head of People", "Vacant Property Officer", "Head of Vacant Homes", "Empty and Vacant Buildings Manager", "Vacancies Panel",
     "Director of Owner Relations", "Nonesuch School Head", "Unknown Persons Unit", "Head of Confirmed Bookings"],
)  # fmt: skip
def test_somebody(owner: str) -> None:
    assert not nobody(owner)
    assert "owner-missing" not in codes(found(a_risk("M01", owner=owner)))


@pytest.mark.parametrize(
    "owner",
    ["Jane Smith", "J. Smith", "Smith, John", "SMITH, John", "JANE SMITH", "Łukasz Nowak", "Şule Demir", "Jane Smith / Bob Jones",
     "Head of People / Jane Smith", "Jane Smith (acting)", "Jane Smith, Head of People", "Head of People - Jane Smith", "Anita van der Berg",
     "Seán O'Brien", "Fiona McKay", "Ann Smith-Jones", "Dr Who", "Mary Anne Evans", "jane@example.org"],
)  # fmt: skip
def test_a_person(owner: str) -> None:
    assert "owner-personal" in codes(found(a_risk("M01", owner=owner)))


@pytest.mark.parametrize(
    "owner",
    ["Dock Master", "Pier Master", "Caldicott Guardian", "Town Crier", "Beach Warden", "Museum Curator", "Civil Contingencies", "Sub Dean",
     "Silver Command", "Head of People", "MOPAC SMT", "Assistant Commissioner", "Corporate Services", "Estates", "Deputy Mayor for Policing",
     "Culture, Heritage Places", "Policy and Resources", "VAWG Lead / Head of Victims", "HEAD OF PEOPLE", "Territorial Policing, Crime Squad"],
)  # fmt: skip
def test_a_post(owner: str) -> None:
    assert "owner-personal" not in codes(found(a_risk("M01", owner=owner)))

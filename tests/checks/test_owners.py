"""Which owners' cells name nobody, and which a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from pipeline.checks import run_checks
from pipeline.model.findings import Finding
from pipeline.model.owners import nobody
from tests.checks.reports import codes, found
from tests.reconcile.builders import a_control, a_mapping, a_register, a_risk, a_row, an_organisation, report_of


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
     "Seán O'Brien", "Fiona McKay", "Ann Smith-Jones", "Dr Who", "Mary Anne Evans", "Jane\nSmith",
     "Jane d'Arcy", "Jane d’Arcy", "Ann Smith-McKay", "Ann MacDonald", "Ann Machin", "ŞÜLE DEMİR", "Jane Smith,", "Jane Smith, Mayor's Aide", "Jane Smith, Mayor’s Aide", f"A{'a' * 28} B{'b' * 29}", "Head of People\nJane Smith", "jane@example.org"],
)  # fmt: skip
def test_a_person(owner: str) -> None:
    told = codes(found(a_risk("M01", owner=owner)))
    assert "owner-personal" in told
    assert "owner-acronym" not in told


@pytest.mark.parametrize(
    "owner",
    ["Dock Master", "Pier Master", "Caldicott Guardian", "Town Crier", "Beach Warden", "Museum Curator", "Civil Contingencies", "Sub Dean",
     "Silver Command", "Head of People", "MOPAC SMT", "Assistant Commissioner", "Corporate Services", "Estates", "Deputy Mayor for Policing",
     "Culture, Heritage Places", "Policy and Resources", "VAWG Lead / Head of Victims", "HEAD OF PEOPLE", "Zone 4", "OPC Borrin", "NHSX Borrin",
     "AAIU Borrin", "GPs Borrin", "mcKay Borrin", "Treasurer's Aide", "Treasurer’s Aide", "Under-Sheriff Borrin", f"A{'a' * 29} B{'b' * 29}", "Territorial Policing, Crime Squad", "Head of\nPeople", "Director of Finance\nHead of People"],
)  # fmt: skip
def test_a_post(owner: str) -> None:
    assert "owner-personal" not in codes(found(a_risk("M01", owner=owner)))


BODIES = ("Ardle", "Borrin", "Cawder", "Delph", "Eskby", "Farrow", "Gorse", "Hexley")


def of_many(*owners: str, first: str = "", full_names: Sequence[str] = BODIES) -> list[Finding]:
    """Of eight bodies whose registers have the same two risks, R1 and R2; each body's owner, and who owns R1 everywhere if
    one does.
    """
    ids = ("R1", "R2")
    rows = [a_row(n, f"Theme {n}", dict.fromkeys(BODIES, (one,))) for n, one in enumerate(ids, 1)]
    bodies = [an_organisation(body, full_name=full) for body, full in zip(BODIES, full_names, strict=True)]
    workbook = a_mapping(rows, (a_control(aligned_risk="Theme 1"),), bodies)
    registers = [
        a_register(body, *(a_risk(one, body, row=7 + n, owner=(first or owner, owner)[n]) for n, one in enumerate(ids)))
        for body, owner in zip(BODIES, owners, strict=True)
    ]
    return [one for one in run_checks(report_of(workbook, registers)) if one.code == "owner-differs"]


def test_owners_that_differ_are_told_of_once_an_id() -> None:
    first, second = of_many(
        *(f"Head of {part} {{}}" for part in ("Law", "Tax", "Art", "Sea", "Air", "Ice", "Oil", "Tin"))
    )
    assert (first.subject, second.subject) == ("Borrin R1", "Borrin R2")
    assert first.message.startswith("Ardle R1 is owned by Head of Law {}, Borrin R1 by Head of Tax {}, ")
    assert first.message.endswith(", Farrow R1 by Head of Ice {}, and 2 more likewise.")


def test_only_those_that_differ_are_named_and_those_they_differ_from() -> None:
    first, _ = of_many("Head of Law", *["Clerk"] * 3, *["Head of Law"] * 4)
    assert first.message.startswith("Ardle R1 is owned by Head of Law, Borrin R1 by Clerk, ")


def test_five_others_are_named_and_no_more_are_spoken_of() -> None:
    parts = ("Law", "Tax", "Art", "Sea", "Air", "Ice")
    first, _ = of_many(*(f"Head of {part}" for part in parts), "Vacant", "TBC")
    assert first.message.endswith(", Eskby R1 by Head of Air, and Farrow R1 by Head of Ice.")


def test_an_id_with_one_owner_does_not_hide_the_next() -> None:
    (finding,) = of_many("Clerk", *["Head of Law"] * 7, first="Clerk")
    assert finding.subject == "Borrin R2"


@pytest.mark.parametrize("owner", ["Clerk, {}", "{} Clerk", "{}'s Clerk", "Clerk ({})", "The Clerk"])
def test_each_body_s_own_holder_of_one_post_is_no_other_owner(owner: str) -> None:
    assert of_many(*(owner.format(body) for body in BODIES)) == []


def test_the_longer_of_a_body_s_names_is_left_out_whole() -> None:
    kinds = ("All {}", "Borough of {}", "{} Council", "{} District", "Town of {}", "{} Valley", "Great {}", "{} Trust")
    full = [kind.format(body) for kind, body in zip(kinds, BODIES, strict=True)]
    assert of_many(*(f"Clerk of {name}" for name in full), full_names=full) == []


def test_one_owner_of_both_is_no_other_owner_whatever_its_name() -> None:
    assert of_many(*["Clerk of Ardle"] * 8) == []
    assert len(of_many("Clerk of Ardle", *["Clerk of Borrin"] * 7)) == 2


@pytest.mark.parametrize(("theirs", "speaks"), [("Vans are old", True), ("Vans grow old", False)])
def test_ids_alike_by_chance_are_one_risk_where_four_fifths_of_the_words_are(theirs: str, speaks: bool) -> None:
    rows = (a_row(ids={"Met": ("R1",), "MOPAC": ("R1",)}),)
    workbook = a_mapping(rows, (a_control(),))
    mine = a_risk("R1", title=None, description="Old vans", owner="Clerk")
    registers = (
        a_register("Met", mine, a_risk("R2")),
        a_register(
            "MOPAC", replace(mine, organisation="MOPAC", description=theirs, owner="Dean"), a_risk("R2", "MOPAC")
        ),
    )
    findings = codes(run_checks(report_of(workbook, registers)))
    assert ("owner-differs" in findings) is speaks

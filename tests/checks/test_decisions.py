"""The Accepted and Checks sheets: what they can do, and what they can't."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.checks import decide
from pipeline.model.findings import CATALOGUE, Finding, Severity, blocks, find
from pipeline.model.meant import by_name, meant, name_of
from pipeline.model.records import Place, Source
from tests.reconcile.builders import MEETING_DAY, a_mapping, a_severity, a_source, an_acceptance

OWNER = find("owner-missing", "Met M07 has no risk owner.", Place("met.xlsx", "Risks", "D7"), subject="Met M07")
LOST = find("mapped-not-found", "Met M99 is not there.", Place("mapping.xlsx", "Alignment", "C2"), subject="Met M99")
STALE = find("evidence-stale", "C-1 Board was last checked long ago.", subject="C-1 Board")


def test_nothing_decided_changes_nothing() -> None:
    assert decide((OWNER, STALE), a_mapping()) == (OWNER, STALE)


def test_an_accepted_finding_stays_listed_and_blocks_no_more() -> None:
    (finding,) = decide((OWNER,), a_mapping(accepted=(an_acceptance("owner-missing", " met  m07"),)))
    assert finding.accepted == "Accepted by Head of Risk until 31 March 2018: The post is being filled"
    assert (finding.severity, finding.message) == (OWNER.severity, OWNER.message)
    assert blocks((finding,)) == ()


@pytest.mark.parametrize(("until", "accepted"), [(MEETING_DAY, True), (date(2017, 12, 18), False), (None, True)])
def test_until_is_held_against_the_meeting_date(until: date | None, accepted: bool) -> None:
    findings = decide((OWNER,), a_mapping(accepted=(an_acceptance("owner-missing", "Met M07", until=until),)))
    assert bool(findings[0].accepted) is accepted
    assert [f.code for f in findings[1:]] == ([] if accepted else ["acceptance-ended"])


@pytest.mark.parametrize(("code", "subject"), [("owner-missing", "Met M08"), ("evidence-stale", "Met M07")])
def test_another_finding_is_not_accepted_with_it(code: str, subject: str) -> None:
    assert decide((OWNER,), a_mapping(accepted=(an_acceptance(code, subject),))) == (OWNER,)


def test_an_ended_acceptance_is_quiet_where_a_later_one_stands_or_the_finding_has_gone() -> None:
    ended = an_acceptance("owner-missing", "Met M07", until=date(2017, 6, 30))
    assert len(decide((OWNER,), a_mapping(accepted=(an_acceptance("owner-missing", "Met M07"), ended)))) == 1
    assert decide((STALE,), a_mapping(accepted=(ended,))) == (STALE,)


def test_a_severity_may_be_changed_either_way() -> None:
    changes = (a_severity("owner-missing", "query"), a_severity("evidence-stale", "block"))
    assert [f.severity for f in decide((OWNER, STALE), a_mapping(severities=changes))] == ["query", "block"]


@pytest.mark.parametrize("code", sorted(code for code, kind in CATALOGUE.items() if not kind.lowerable))
def test_what_can_not_be_lowered_is_not(code: str) -> None:
    finding = find(code, "It is so.", subject="Met M99")
    workbook = a_mapping(severities=(a_severity(code, "note"),), accepted=(an_acceptance(code, "Met M99"),))
    first, *told = decide((finding,), workbook)
    assert first == finding
    assert [f.code for f in told] == ["decision-refused", "decision-refused"]
    assert all(f.sheet in ("Checks", "Accepted") and f.cell for f in told)


def test_raising_is_no_lowering() -> None:
    same = a_mapping(severities=(a_severity("mapped-not-found", Severity.BLOCK.value),))
    assert decide((LOST,), same) == (LOST,)


def test_what_names_nothing_that_is_there_can_not_be_lowered() -> None:
    """A leak and a failed proof end the run with nothing written; what asks about a leak beforehand stays too."""
    assert {code for code, kind in CATALOGUE.items() if not kind.lowerable} == {
        "mapped-not-found", "aligned-unknown", "id-as-date", "restricted-quoted",
    }  # fmt: skip
    assert {CATALOGUE[code].severity for code in ("mapped-not-found", "aligned-unknown", "id-as-date")} == {"block"}


LOGO, GATE = (
    find("cell-error", f"#REF! in {cell}.", Place("met.xlsx", "Risks", cell), subject="Met M07")
    for cell in ("D7", "K7")
)


def _row(number: int) -> Source:
    return a_source(("finding", "subject", "reason", "severity"), sheet="Accepted", row=number)


def test_a_row_of_accepted_takes_one_finding_and_no_other_that_is_about_the_same() -> None:
    *kept, told = decide((LOGO, GATE), a_mapping(accepted=(an_acceptance("cell-error", "Met M07"),)))
    assert kept == [LOGO, GATE]
    assert (told.code, told.sheet, told.cell, told.subject) == ("decision-unclear", "Accepted", "B2", "Met M07")
    assert told.message == (
        "cell-error (Met M07) fits 2 findings (D7, K7), and a row accepts one: none of them is accepted by it."
    )
    assert told.remedy == "Give each a row of its own, with its cell behind the subject, such as: Met M07, D7."


@pytest.mark.parametrize(
    ("many", "where"),
    [(5, "(D1, D2, D3, D4, D5)"), (6, "(D1, D2, D3, D4, D5 and 1 more)"), (9, "(D1, D2, D3, D4, D5 and 4 more)")],
)
def test_of_many_findings_that_a_row_fits_five_are_named(many: int, where: str) -> None:
    findings = (
        find("cell-error", f"#REF! in D{n}.", Place("met.xlsx", "Risks", f"D{n}"), subject="Met M07")
        for n in range(1, many + 1)
    )
    *_, told = decide(tuple(findings), a_mapping(accepted=(an_acceptance("cell-error", "Met M07"),)))
    assert f"fits {many} findings {where}, and a row accepts one" in told.message


def test_a_row_that_fits_several_is_quiet_where_each_has_its_own() -> None:
    rows = tuple(an_acceptance("cell-error", subject) for subject in ("Met M07, D7", "Met M07", "Met M07, K7"))
    decided = decide((LOGO, GATE), a_mapping(accepted=rows))
    assert [(one.code, bool(one.accepted)) for one in decided] == [("cell-error", True), ("cell-error", True)]
    *_, told = decide((LOGO, GATE), a_mapping(accepted=rows[:2]))
    assert told.code == "decision-unclear"


@pytest.mark.parametrize("subject", ["Met M07, K7", "met m07,  k7"])
def test_the_cell_behind_the_subject_tells_which_finding_is_accepted(subject: str) -> None:
    first, second = decide((LOGO, GATE), a_mapping(accepted=(an_acceptance("cell-error", subject),)))
    assert (first, bool(second.accepted)) == (LOGO, True)


def test_the_cell_does_no_harm_where_the_finding_is_the_only_one() -> None:
    (only,) = decide((GATE,), a_mapping(accepted=(an_acceptance("cell-error", "Met M07, K7"),)))
    assert only.accepted
    assert decide((LOGO,), a_mapping(accepted=(an_acceptance("cell-error", "Met M07, K7"),))) == (LOGO,)


def test_two_findings_in_one_place_can_not_be_accepted_apart() -> None:
    again = find("cell-error", "#N/A in D7.", LOGO.place, subject="Met M07")
    *kept, told = decide((LOGO, again), a_mapping(accepted=(an_acceptance("cell-error", "Met M07, D7"),)))
    assert kept == [LOGO, again]
    assert told.message == (
        "cell-error (Met M07, D7) fits 2 findings, and a row accepts one: none of them is accepted by it."
    )
    assert told.remedy == "Mend them: they stand in one place and can't be told apart."


def test_each_finding_may_have_its_own_row() -> None:
    rows = (an_acceptance("cell-error", "Met M07, D7"), an_acceptance("cell-error", "Met M07, K7"))
    decided = decide((LOGO, GATE), a_mapping(accepted=rows))
    assert [bool(one.accepted) for one in decided] == [True, True]


def test_of_two_rows_for_one_finding_the_first_is_applied_and_the_other_told_of() -> None:
    rows = tuple(
        an_acceptance("owner-missing", "Met M07", reason=reason, source=_row(number))
        for number, reason in ((2, "first"), (3, "second"))
    )
    accepted, told = decide((OWNER,), a_mapping(accepted=rows))
    assert accepted.accepted.endswith(": first")
    assert (told.code, told.cell, told.subject) == ("decision-unclear", "A3", "Met M07")
    assert told.message == "owner-missing (Met M07) is accepted in row 2 already, and that row is applied."
    assert told.remedy == "Delete one of the rows."


@pytest.mark.parametrize(
    ("weights", "applied", "so"),
    [
        (("query", "note"), "block", 'they contradict each other, and it stays "Must fix"'),
        (("note", "block"), "block", 'they contradict each other, and it stays "Must fix"'),
        (("query", "query"), "query", "one of them is enough"),
    ],
)
def test_two_rows_of_checks_for_one_kind_are_told_of_and_applied_only_where_they_agree(
    weights: tuple[str, str], applied: str, so: str
) -> None:
    rows = tuple(a_severity("owner-missing", each, source=_row(n)) for n, each in enumerate(weights, 2))
    finding, told = decide((OWNER,), a_mapping(severities=rows))
    assert (finding.severity, told.code) == (applied, "decision-unclear")
    assert told.message == f"Checks weighs owner-missing in row 2 and again in row 3: {so}."
    assert (told.cell, told.subject, told.remedy) == ("A3", "owner-missing", "Delete one of the rows.")


def test_a_row_of_checks_without_a_reason_is_told_of_and_applied() -> None:
    rows = (a_severity("owner-missing", "query", reason=None),)
    finding, told = decide((OWNER,), a_mapping(severities=rows))
    assert (finding.severity, told.code) == ("query", "decision-unclear")
    assert told.message == 'Checks makes owner-missing "Please look" and gives no reason.'
    assert (told.sheet, told.cell, told.subject) == ("Checks", "C2", "owner-missing")
    assert told.remedy == "Write the reason, or delete the row."


@pytest.mark.parametrize(
    "findings", [(OWNER, STALE), (LOGO, GATE), (LOGO, GATE, OWNER), (find("owner-missing", "None."),)]
)
def test_the_name_that_the_review_page_gives_is_taken(findings: tuple[Finding, ...]) -> None:
    named = by_name(findings)
    for finding in findings:
        row = an_acceptance(finding.code, name_of(finding, named))
        assert not finding.subject or meant(row, named) == (finding,)

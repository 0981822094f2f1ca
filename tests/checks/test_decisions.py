"""The Accepted and Checks sheets: what they can do, and what they can't."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.checks import decide
from pipeline.model.findings import CATALOGUE, Severity, blocks, find
from pipeline.model.records import Place
from tests.reconcile.builders import MEETING_DAY, a_mapping, a_severity, an_acceptance

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

"""The sample holds together by itself: scores, actions, dates and reasons agree in both quarters."""

from __future__ import annotations

from datetime import date

import pytest

from tests.sample import mapping_rows, met_risks, mopac_risks, narrative_text, september
from tests.sample.met_risks import MetRisk
from tests.sample.mopac_risks import MopacRisk

DECEMBER, SEPTEMBER = date(2017, 12, 19), date(2017, 9, 26)

MET_NOW = {risk.ref: risk for _, risks in met_risks.SECTIONS for risk in risks}
MET_THEN = {risk.ref: risk for _, risks in september.met_sections() for risk in risks}
MOPAC_NOW = {risk.number: risk for risk in mopac_risks.RISKS}
MOPAC_THEN = {risk.number: risk for risk in september.mopac_rows()}

WORDS = {"rising": "rising", "same": "same", "falling": "falling", "new": "new", "Increasing": "rising", "No change": "same", "Reducing": "falling", "New": "new"}  # fmt: skip


def product(scored: tuple[int, int]) -> int:
    return scored[0] * scored[1]


@pytest.mark.parametrize("risk", [*MET_NOW.values(), *MET_THEN.values()], ids=lambda risk: risk.ref)
def test_a_risk_of_the_met_agrees_with_itself(risk: MetRisk) -> None:
    assert product(risk.inherent) >= product(risk.current) >= product(risk.target)
    assert bool(risk.actions) == (product(risk.target) < product(risk.current))
    assert bool(risk.reason) == (risk.direction in {"rising", "falling"})
    assert all(1 <= level <= 5 for scored in (risk.inherent, risk.current, risk.target) for level in scored)


@pytest.mark.parametrize("risk", [*MOPAC_NOW.values(), *MOPAC_THEN.values()], ids=lambda risk: risk.number)
def test_a_risk_of_mopac_agrees_with_itself(risk: MopacRisk) -> None:
    assert product(risk.gross) >= product(risk.net) >= product(risk.target)
    assert bool(risk.actions) == (product(risk.target) < product(risk.net))
    assert all(1 <= level <= 4 for scored in (risk.gross, risk.net, risk.target) for level in scored)


def test_reviews_lie_before_the_registers_date_and_the_next_ones_after_the_meeting() -> None:
    for met, mopac, met_date, mopac_date, meeting in (
        (MET_NOW, MOPAC_NOW, met_risks.AS_AT, mopac_risks.AS_AT, DECEMBER),
        (MET_THEN, MOPAC_THEN, september.MET_AS_AT, september.MOPAC_AS_AT, SEPTEMBER),
    ):
        assert all(risk.reviewed <= met_date < meeting < risk.next_review for risk in met.values())
        assert all(risk.considered <= mopac_date < meeting < risk.next_due for risk in mopac.values())


def test_a_declared_trend_is_the_movement_of_the_score() -> None:
    scores = [(risk.direction, product(risk.current), MET_THEN.get(ref)) for ref, risk in MET_NOW.items()]
    moved = [(word, now, product(then.current)) for word, now, then in scores if then]
    moved += [
        (risk.direction, product(risk.net), product(MOPAC_THEN[number].net)) for number, risk in MOPAC_NOW.items()
    ]
    for word, now, then in moved:
        assert WORDS[word] == ("rising" if now > then else "falling" if now < then else "same")
    assert [ref for ref, risk in MET_NOW.items() if risk.direction == "new"] == sorted(MET_NOW.keys() - MET_THEN.keys())


def test_the_facts_of_the_founding_quarter() -> None:
    met = [MET_NOW[str(row[2])] for row in mapping_rows.ALIGNMENT]
    mopac = [MOPAC_NOW[str(row[3])] for row in mapping_rows.ALIGNMENT]
    assert [row[1] for row in mapping_rows.ALIGNMENT] == ["Safeguarding", "Governance", "Money", "Insight"]
    assert [risk.owner for risk in met] == [
        "ACTP", "Deputy Commissioner", "Director of Finance and Commercial", "Deputy Commissioner",
    ]  # fmt: skip
    assert [risk.lead for risk in mopac] == [
        "Director of IOM", "Chief Finance Officer", "Chief Finance Officer", "Director of Strategy",
    ]  # fmt: skip
    assert [risk.direction for risk in met] == ["same"] * 4
    assert [risk.direction for risk in mopac] == ["No change", "Reducing", "Increasing", "No change"]
    assert DECEMBER.strftime("%A") == SEPTEMBER.strftime("%A") == "Tuesday"


def test_an_unchanged_aligned_risk_has_its_owner_and_scores_of_last_time() -> None:
    for row in mapping_rows.ALIGNMENT:
        now, then = MET_NOW[str(row[2])], MET_THEN[str(row[2])]
        assert (now.owner, now.current, now.target) == (then.owner, then.current, then.target)
        mopac, before = MOPAC_NOW[str(row[3])], MOPAC_THEN[str(row[3])]
        if mopac.direction == "No change":
            assert (mopac.lead, mopac.net, mopac.target) == (before.lead, before.net, before.target)


@pytest.mark.parametrize(
    ("controls", "meeting"),
    [(mapping_rows.CONTROLS, DECEMBER), (september.mapping_sheets()["Controls"], SEPTEMBER)],
    ids=["December", "September"],
)
def test_controls_are_fresh_dated_and_not_overdue(controls: tuple[mapping_rows.Row, ...], meeting: date) -> None:
    for (
        reference,
        _,
        _,
        description,
        kind,
        _,
        owner,
        placed,
        working,
        assurance,
        evidence,
        checked,
        _,
        due,
        *_,
    ) in controls:
        assert description, reference
        assert owner, reference
        assert not due or (isinstance(due, date) and due > meeting), reference
        assert kind == "Joint" or (due and placed == "No" and not working), reference
        if checked:
            assert isinstance(checked, date)
            assert assurance, reference
            assert evidence, reference
            assert 0 <= (meeting - checked).days < 180, reference
        else:
            assert working in {"", "Not tested"}, reference


def test_the_narrative_never_lists_the_aligned_risks_by_hand() -> None:
    names = {"Safeguarding", "Governance", "Money", "Funding", "Insight"}
    for paragraphs in (*narrative_text.NARRATIVE.values(), *september.narrative().values()):
        for paragraph in paragraphs:
            assert sum(name in paragraph for name in names) < 2

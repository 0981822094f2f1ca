"""A record made from an old Word paper, whose risks have no ids."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.archive import record
from pipeline.model.records import Change, ChangeKind, Exposure, History, PastReport, PastRisk, Risk, Trend
from pipeline.reconcile import alignment, movement
from pipeline.reconcile.old_papers import identified
from tests.reconcile.builders import a_mapping, a_past, a_register, a_risk, a_row, a_theme
from tests.reconcile.test_own_record import CASES, NO_WORDS, the_case

SAVINGS, PRICES = "Savings come later than they are needed.", "Prices rise faster than income does."
FIRST = a_risk("M01", description=SAVINGS, owner="CFO", trend=Trend.SAME)
SECOND = a_risk("M02", description=PRICES, owner="CFO", trend=Trend.SAME)


def on_paper(risk: Risk, **values: object) -> PastRisk:
    """The risk as a paper prints it: without an id, in words that need not be the register's."""
    known: dict[str, object] = {"owner": risk.owner, "trend": risk.trend, "as_reported": risk.words}
    return PastRisk(risk.organisation, "", **(known | values))  # type: ignore[arg-type]


def paper(*risks: PastRisk) -> PastReport:
    return a_past(a_theme(1, "Money", risks))


def compared(past: PastReport, *now: Risk) -> tuple[PastReport, tuple[Change, ...]]:
    """The record with its ids, and what has changed since."""
    mapping = a_mapping(rows=(a_row(1, "Money", {"Met": [risk.id for risk in now]}),), controls=())
    registers = (a_register("Met", *now), a_register("MOPAC"))
    history = identified(History(past), mapping, registers)
    assert history.last is not None
    aligned, _ = alignment.reconcile(mapping, registers, history.last)
    return history.last, movement.compare(mapping, registers, aligned, history).changes


def ids(past: PastReport) -> list[str]:
    return [risk.id for theme in past.aligned_risks for risk in theme.risks]


@pytest.mark.parametrize(
    ("then", "now", "expected"),
    [
        ([on_paper(FIRST)], [FIRST], ["M01"]),
        ([on_paper(FIRST, as_reported="In other words.")], [FIRST], ["M01"]),
        ([on_paper(SECOND), on_paper(FIRST)], [FIRST, SECOND], ["M02", "M01"]),
        ([on_paper(FIRST, as_reported="In other words."), on_paper(SECOND)], [FIRST, SECOND], ["M01", "M02"]),
        ([replace(on_paper(FIRST), id="M09"), on_paper(SECOND)], [FIRST, SECOND], ["M09", "M02"]),
        ([on_paper(FIRST, as_reported="In other words.")], [FIRST, SECOND], ["'In other words.'"]),
        ([on_paper(FIRST, as_reported=None)], [FIRST, SECOND], ["''"]),
        ([on_paper(FIRST), on_paper(SECOND)], [SECOND], [f"'{SAVINGS}'", "M02"]),
        ([on_paper(FIRST), replace(on_paper(SECOND), organisation="Nobody")], [FIRST], ["M01", f"'{PRICES}'"]),
        # Neither another body's risk nor one with an id takes the place of the only one left.
        (
            [on_paper(FIRST, as_reported="In other words."), replace(on_paper(FIRST), organisation="Nobody")],
            [FIRST],
            ["M01", f"'{SAVINGS}'"],
        ),
        ([on_paper(FIRST, as_reported="In other words."), replace(on_paper(FIRST), id="M09")], [FIRST], ["M01", "M09"]),
    ],
)
def test_a_risk_is_told_by_its_words_and_else_by_being_the_only_one(
    then: list[PastRisk], now: list[Risk], expected: list[str]
) -> None:
    assert ids(compared(paper(*then), *now)[0]) == expected


def test_nothing_has_changed_where_the_paper_says_the_same() -> None:
    assert compared(paper(on_paper(FIRST), on_paper(SECOND)), SECOND, FIRST)[1] == ()


def test_another_owner_and_another_trend_are_changes() -> None:
    changes = compared(paper(on_paper(FIRST, owner="Treasurer", trend=Trend.RISING)), FIRST)[1]
    assert [(change.kind, change.item, change.was, change.now) for change in changes] == [
        (ChangeKind.RISK_REOWNED, "M01", "Treasurer", "CFO"),
        (ChangeKind.TREND_CHANGED, "M01", "↑ Rising", "↔ Unchanged"),
    ]


def test_a_trend_that_could_not_be_read_has_not_changed() -> None:
    first = on_paper(FIRST, trend=None, trend_unread=True)
    assert compared(paper(first, on_paper(SECOND)), FIRST, SECOND)[1] == ()
    changes = compared(paper(replace(first, trend_unread=False), on_paper(SECOND)), FIRST, SECOND)[1]
    assert [(change.was, change.now) for change in changes] == [("Not stated", "↔ Unchanged")]


def test_a_risk_that_is_reported_no_longer_is_called_by_its_words() -> None:
    changes = compared(paper(on_paper(FIRST), on_paper(SECOND)), SECOND)[1]
    assert [(change.kind, change.item) for change in changes] == [(ChangeKind.RISK_GONE, f"'{SAVINGS}'")]


@pytest.mark.parametrize("name", CASES)
def test_a_paper_that_says_what_the_report_says_shows_no_change(name: str) -> None:
    report = the_case(name)
    past = record.read(record.write(report, (), NO_WORDS, state="issued", version="1"), "r")
    bare = replace(
        past,
        organisations=tuple(replace(one, likelihood_levels=None, impact_levels=None, bands=()) for one in past.organisations),
        other_risks=(),
        aligned_risks=tuple(
            replace(
                theme,
                level=None,
                controls=tuple(replace(control, status=None, due=None) for control in theme.controls),
                risks=tuple(
                    replace(
                        risk, id="", title=None, description=None, current=Exposure(), target=Exposure(), rating=None,
                        as_reported=risk.as_reported or risk.description or risk.title,
                    )
                    for risk in theme.risks
                ),
            )
            for theme in past.aligned_risks
        ),
    )  # fmt: skip
    history = identified(History(bare), report.mapping, report.registers)
    aligned, _ = alignment.reconcile(report.mapping, report.registers, history.last)
    assert movement.compare(report.mapping, report.registers, aligned, history).changes == ()


def test_a_record_with_ids_stays_as_it_is() -> None:
    past = a_past(a_theme(1, "Money", (replace(on_paper(FIRST), id="M01"),)))
    assert identified(History(past), a_mapping(), ()) == History(past)


def test_a_risk_of_an_aligned_risk_that_is_no_more_is_called_by_its_words() -> None:
    past = a_past(a_theme(9, "Estates", (on_paper(FIRST),)))
    assert ids(compared(past, FIRST)[0]) == [f"'{SAVINGS}'"]


def test_long_words_are_cut_between_two() -> None:
    long = "word " * 20
    (shown,) = ids(compared(paper(on_paper(FIRST, as_reported=long)), SECOND, FIRST)[0])
    assert shown == f"'{'word ' * 11}word …'"
    (whole,) = ids(compared(paper(on_paper(FIRST, as_reported="w" * 60)), SECOND, FIRST)[0])
    assert whole == f"'{'w' * 60}'"


def test_the_most_alike_go_together() -> None:
    now = [replace(FIRST, id="M03", description=f"{SAVINGS} Much later."), FIRST]
    assert ids(compared(paper(on_paper(FIRST)), *now)[0]) == ["M01"]
    then = [on_paper(FIRST, as_reported=f"{SAVINGS} Much later."), on_paper(FIRST)]
    assert ids(compared(paper(*then), SECOND, FIRST)[0]) == ["M02", "M01"]


def test_without_a_record_there_is_nothing_to_name() -> None:
    earlier = History(None, (paper(on_paper(FIRST)),))
    mapping = a_mapping(rows=(a_row(1, "Money", {"Met": ["M01"]}),), controls=())
    named = identified(earlier, mapping, (a_register("Met", FIRST),))
    assert (named.last, [ids(past) for past in named.earlier]) == (None, [["M01"]])


def test_a_risk_of_a_register_that_was_not_read_is_told_by_being_the_only_one() -> None:
    past = a_past(a_theme(1, "Money", (on_paper(a_risk("P01", "MOPAC")),)))
    mapping = a_mapping(rows=(a_row(1, "Money", {"MOPAC": ["P01"]}),), controls=())
    named = identified(History(past), mapping, (a_register("Met", FIRST),))
    assert named.last is not None
    assert ids(named.last) == ["P01"]

"""The words that changed, marked; the heat maps and the rating series as they are drawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.records import Exposure, Movement, PastOrganisation, Report
from pipeline.report.compose import compose
from pipeline.report.review.heat_maps import heat_maps
from pipeline.report.review.marked import Words, marked
from pipeline.report.review.series import reports_drawn, series, why_none
from tests.reconcile import builders as b
from tests.report.pages import founding, heat_map


def written(words: Words) -> str:
    signs = {"ins": "{+%s+}", "del": "{-%s-}", "": "%s"}
    return "".join(signs[piece.mark] % piece.text for piece in words)


@pytest.mark.parametrize(
    ("was", "now", "marks"),
    [
        ("", "", ("", "")),
        ("The same.", "The same.", ("The same.", "The same.")),
        ("The same.", "The  same.\n", ("The same.", "The  same.\n")),
        ("The fleet is old.", "The fleet grows old.", ("The fleet {-is-} old.", "The fleet {+grows+} old.")),
        ("One two three", "One three", ("One {-two-} three", "One three")),
        ("Chief Executive", "Chief Finance Officer", ("Chief {-Executive-}", "Chief {+Finance Officer+}")),
        ("High (12)", "High (9)", ("High {-(12)-}", "High {+(9)+}")),
        ("Working", "Not listed", ("{-Working-}", "{+Not listed+}")),
        ("a b\nc d", "a x\ny d", ("a {-b\nc-} d", "a {+x\ny+} d")),
        ("x " * 1001, "y " * 1001, ("{-" + "x " * 1001 + "-}", "{+" + "y " * 1001 + "+}")),
    ],
)
def test_the_words_that_differ_are_marked(was: str, now: str, marks: tuple[str, str]) -> None:
    assert tuple(map(written, marked(was, now))) == marks


TEXT = st.lists(st.sampled_from(["the", "fleet", "is", "old", " ", "\n", "(9)"]), max_size=14).map(" ".join)


@given(TEXT, TEXT)
@settings(max_examples=60, deadline=None)
def test_both_stay_whole_and_what_is_unmarked_is_the_same_in_both(was: str, now: str) -> None:
    then, here = marked(was, now)
    assert "".join(piece.text for piece in then) == was
    assert "".join(piece.text for piece in here) == now
    kept = [" ".join(piece.text for piece in words if not piece.mark).split() for words in (then, here)]
    assert kept[0] == kept[1]


def test_a_heat_map_has_every_cell_where_it_belongs() -> None:
    met, mopac = heat_maps(compose(b.a_report()).organisations)
    assert len(met.boxes) == 25 and len(mopac.boxes) == 16
    first, second = met.boxes[0], met.boxes[1]
    assert (second.x - first.x, second.y) == (met.cell, first.y)
    assert [label.text for label in met.likelihoods] == ["5", "4", "3", "2", "1"]
    assert [label.text for label in mopac.impacts] == ["1", "2", "3", "4"]
    three = next(box for box in met.boxes if box.risks == "3")  # likelihood 4, impact 4
    assert (three.x, three.y) == (met.left + 3 * met.cell, met.boxes[0].high)
    assert met.standing[0] == "Risk 3: likelihood 4, impact 4 (Very high)"
    assert all(box.x + met.cell <= met.width and box.y + box.high <= met.height for box in met.boxes)


@pytest.mark.parametrize(
    ("levels", "risks", "lines"),
    [
        (5, "3", ["3"]),
        (5, "1, 3", ["1, 3"]),
        (5, "17, 19", ["17, 19"]),
        (5, "3, 6, 7, 9, 32", ["3, 6, 7,", "9, 32"]),
        (5, "101, 102, 103", ["101,", "102,", "103"]),
        (10, "1, 17", ["1,", "17"]),
    ],
)
def test_numbers_that_a_cell_of_a_heat_map_does_not_take_in_one_line_stand_in_several(
    levels: int, risks: str, lines: list[str]
) -> None:
    (met,) = heat_maps((replace(founding().organisations[0], heat_map=heat_map("Met", levels, {(2, levels): risks})),))
    full = next(box for box in met.boxes if box.lines)
    assert [line.text for line in full.lines] == lines
    beside = [box for box in met.boxes if box.y == full.y]
    assert {box.high for box in beside} == {met.boxes[0].high + 16 * (len(lines) - 1)}
    assert all(full.y + 16 < line.y < full.y + full.high for line in full.lines)
    below = min(box.y for box in met.boxes if box.y > full.y)
    assert below == full.y + full.high


@pytest.mark.parametrize("levels", [3, 4, 5, 10])
def test_a_heat_map_is_no_wider_than_a_small_screen(levels: int) -> None:
    (met,) = heat_maps((replace(founding().organisations[0], heat_map=heat_map("Met", levels, {(1, 1): "1, 22"})),))
    assert met.width <= 34 + 10 * 30 + 2


def test_where_there_is_no_scale_there_is_no_map_and_it_says_why() -> None:
    unscaled = replace(b.MET, bands=(), likelihood_levels=None)
    report = b.report_of(b.a_mapping((b.a_row(),), organisations=(unscaled,)), (b.a_register("Met", b.a_risk()),))
    (met,) = heat_maps(compose(report).organisations)
    assert met.boxes == () and met.remark.startswith("There is no map:")


def a_year(**last: object) -> Report:
    """June and September before December: Safeguarding at the Met went from Medium (6) by High (12) to Very high (20)."""
    now = b.a_risk("M01", current=Exposure(4, 5, 20))
    september = b.past_of(now, current=Exposure(3, 4, 12), rating="High")
    june = b.past_of(now, current=Exposure(2, 3, 6), rating="Medium")
    past = b.a_past(b.a_theme(1, "Safeguarding", (september,)), **last)
    earlier = b.a_past(b.a_theme(1, "Protection", (june,)), meeting_date=date(2017, 6, 20))
    row = b.a_row(1, "Safeguarding", {"Met": ("M01",)}, formerly=("Protection",))
    mapping = b.a_mapping((row,), organisations=(b.MET,))
    return b.report_of(mapping, (b.a_register("Met", now),), past, earlier=(earlier,))


def test_a_series_runs_from_the_oldest_report_to_this_one_under_every_name_it_had() -> None:
    (one,) = series(a_year())
    assert one.said == "20 June 2017: Medium (6); 26 September 2017: High (12); 19 December 2017: Very high (20)"
    assert [day.text for day in one.days] == ["Jun 17", "Sep 17", "Dec 17"]
    assert [dot.text for dot in one.dots] == ["6", "12", "20"]
    assert [step.text for step in one.steps] == ["Low", "Medium", "High", "Very high"]
    heights = {step.text: step.y for step in one.steps}
    assert [dot.y for dot in one.dots] == [heights["Medium"], heights["High"], heights["Very high"]]
    assert heights["Very high"] < heights["Low"]
    assert one.lines == (" ".join(f"{dot.x},{dot.y}" for dot in one.dots),)
    assert all(0 < dot.x < one.width and 0 < dot.y < one.height for dot in one.dots)


def test_a_report_on_other_bands_leaves_a_gap() -> None:
    then = PastOrganisation("Met", bands=b.SMALL_BANDS)
    (one,) = series(a_year(organisations=(then,)))
    assert one.said == "20 June 2017: Medium (6); 26 September 2017: on another scale; 19 December 2017: Very high (20)"
    assert len(one.lines) == 2 and len(one.dots) == 2


@pytest.mark.parametrize(
    ("movement", "why"),
    [
        (Movement(None), "There is no earlier report to draw a line from."),
        (Movement(None, unreadable="r.json"), "The record r.json can't be read, so there is no line to draw."),
        (
            Movement(b.a_past()),
            "No organisation has rated an aligned risk on one scale in two of these reports, so there is no line to draw.",
        ),
    ],
)
def test_why_there_is_no_line_is_said(movement: Movement, why: str) -> None:
    assert why_none(replace(b.a_report(), movement=movement)) == why


@pytest.mark.parametrize(
    ("count", "says"),
    [(8, "those that were issued, and this one"), (9, "the latest 8 of 9: those that were issued, and this one")],
)
def test_which_reports_are_drawn_is_said(count: int, says: str) -> None:
    report = a_year()
    (one,) = report.movement.ratings
    long = replace(one, points=(one.points[-1],) * count)
    report = replace(report, movement=replace(report.movement, ratings=(long,)))
    assert reports_drawn(report) == says
    assert len(series(report)[0].dots) == 8


def test_what_one_report_alone_rates_is_no_series() -> None:
    assert series(b.a_report(past=False)) == ()
    (one,) = a_year().movement.ratings
    lone = replace(one, points=(replace(one.points[0], rank=None), replace(one.points[1], rank=None), one.points[2]))
    assert series(replace(a_year(), movement=replace(a_year().movement, ratings=(lone,)))) == ()


def test_of_many_reports_the_last_eight_are_drawn() -> None:
    report = a_year()
    (long,) = report.movement.ratings
    points = tuple(replace(long.points[-1], date=date(year, 9, 26)) for year in range(2006, 2018))
    (one,) = series(replace(report, movement=replace(report.movement, ratings=(replace(long, points=points),))))
    assert len(one.dots) == 8 and one.said.startswith("26 September 2010:")
    assert [day.text for day in one.days] == ["Sep 11", "Sep 13", "Sep 15", "Sep 17"]
    assert all(later.x - day.x >= 40 for day, later in pairwise(one.days))

"""What counts as a quote of something restricted, where it is looked for, and what is said of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from pipeline.model.findings import Finding
from tests.checks.reports import found
from tests.reconcile.builders import (
    CONTROL_FIELDS,
    a_control,
    a_meeting,
    a_narrative,
    a_promise,
    a_risk,
    a_row,
    a_source,
    a_wording,
)

SAFE = "Third safe in the old hall."
CLOSED = a_control(name="Watch", description=SAFE, restricted="Operational")
ROW_3 = a_source(CONTROL_FIELDS, 3, sheet="Controls")


def told(*, closed: Any = CLOSED, other: Mapping[str, object] = {}, **report: Any) -> list[Finding]:
    """What is said of quotes where one control is restricted and another is as given."""
    controls = (closed, a_control("C-2", **({"name": "Another board", "source": ROW_3} | other)))
    findings = found(**({"controls": controls, "meeting": a_meeting(marking="OFFICIAL-SENSITIVE")} | report))
    return [finding for finding in findings if finding.code == "restricted-quoted"]


def words(findings: list[Finding]) -> list[tuple[str, str, str]]:
    return [(finding.sheet, finding.cell, finding.message) for finding in findings]


PUBLISHED = "it is published, as nothing restricts it there."


@pytest.mark.parametrize(
    ("report", "place", "whose"),
    [
        ({"row": a_row(residual_risk=f"It rests on: {SAFE}")}, ("Alignment", "E2"), "Risk 1"),
        ({"row": a_row(trend_reason=f"It rests on: {SAFE}")}, ("Alignment", "F2"), "Risk 1"),
        ({"other": {"name": SAFE, "description": "It meets."}}, ("Controls", "C3"), "C-2"),
        ({"other": {"description": f"Keeps the: {SAFE}"}}, ("Controls", "D3"), "C-2"),
        ({"other": {"progress": f"Opened: {SAFE}"}}, ("Controls", "O3"), "C-2"),
        ({"promises": (a_promise(f"A paper on the: {SAFE}"),)}, ("Promises", "A2"), "What the Panel asked for"),
        ({"promises": (a_promise(kept=f"Sent: {SAFE}"),)}, ("Promises", "E2"), "What the Panel asked for"),
    ],
)
def test_what_is_published_says_it(report: dict[str, Any], place: tuple[str, str], whose: str) -> None:
    findings = told(**report)
    assert words(findings) == [(*place, f"{whose} says what is restricted (C-1): {PUBLISHED}")]
    assert [finding.subject for finding in findings] == [whose]


@pytest.mark.parametrize(
    "report",
    [
        {"rows": (a_row(2, "Money", {}, residual_risk=SAFE, withdrawn=True),)},
        {"row": a_row(residual_risk=SAFE, restricted="Operational")},
        {"other": {"description": SAFE, "restricted": "Operational"}},
        {"other": {"evidence": SAFE}},  # controls are proven by the same papers
        {"theirs": a_risk("P01", "MOPAC", description=SAFE), "row": a_row(residual_risk=SAFE)},  # a register says it openly
        {"promises": (a_promise(kept="In the old hall."),)},
    ],
)  # fmt: skip
def test_what_is_not_published_or_said_openly_is_no_quote(report: dict[str, Any]) -> None:
    assert told(**report) == []


@pytest.mark.parametrize(("day", "speaks"), [("19 December 2017", False), ("18 December 2017", True)])
def test_a_day_that_the_report_prints_tells_nothing(day: str, speaks: bool) -> None:
    closed = a_control(name="Watch", description=day, restricted="Operational")
    assert len(told(closed=closed, promises=(a_promise(kept=f"Sent on {day}."),))) == speaks


@pytest.mark.parametrize(
    ("progress", "speaks"),
    [
        ("The Head of Strategy for the county writes.", False),  # a post and three words
        ("The Head of Strategy for the county keeps the keys.", True),
    ],
)
def test_the_name_of_a_post_counts_as_one_word(progress: str, speaks: bool) -> None:
    closed = a_control(description="The Head of Strategy for the county keeps the keys at night.", restricted="Yes")
    assert len(told(closed=closed, other={"progress": progress})) == speaks


KEEPER = "Keeper of the third safe"
KEPT = a_control(name="Watch", description=KEEPER, restricted="Operational")


@pytest.mark.parametrize(
    ("report", "place", "whose"),
    [
        ({"acronyms": {"KTS": f"The {KEEPER}"}, "acronym_sources": {"KTS": a_source(("short", "long"), sheet="Acronyms")}}, ("Acronyms", "B2"), "KTS"),
        ({"acronyms": {"KTS": KEEPER}}, ("", ""), "KTS"),
        ({"other": {"owner": f"Deputy {KEEPER}"}}, ("Controls", "G3"), "C-2"),
        ({"risk": a_risk("M01", owner=f"{KEEPER}s, and {KEEPER}")}, ("Corporate risks", "D7"), "Met M01"),
    ],
)  # fmt: skip
def test_a_name_tells_where_all_of_a_text_stands_in_it(
    report: dict[str, Any], place: tuple[str, str], whose: str
) -> None:
    findings = told(closed=KEPT, **report)
    assert words(findings) == [(*place, f"{whose} names what is restricted (C-1): {PUBLISHED}")]
    file = "met-register.xlsx" if whose == "Met M01" else "mapping.xlsx"
    remedy = "Say it there in other words, or restrict that too."
    assert [(finding.file, finding.subject, finding.remedy) for finding in findings] == [(file, whose, remedy)]


@pytest.mark.parametrize(
    "report",
    [
        {"acronyms": {"KTS": "Keeper of the safe"}},
        {"acronyms": {"KTS": f"{KEEPER}s"}},  # another word
        {"other": {"owner": KEEPER, "restricted": "Operational"}},
        {"risk": a_risk("M01", owner=KEEPER, restricted="Operational")},
        {"row": a_row(restricted="Operational"), "risk": a_risk("M01", owner=KEEPER)},
        {"unreported": (a_risk("M02", row=8, owner=KEEPER),)},  # it is not printed
    ],
)
def test_a_name_that_is_not_published_tells_nothing(report: dict[str, Any]) -> None:
    assert told(closed=KEPT, **report) == []


def test_a_short_form_of_a_restricted_control_is_left_out_and_asked_about() -> None:
    closed = a_control(name=KEEPER, description="Stands there.", restricted="Operational")
    (finding,) = told(closed=closed, acronyms={"KTS": KEEPER})
    assert finding.message == (
        "KTS is written out as what is restricted (C-1) is named: the public version leaves it out."
    )
    assert (finding.subject, finding.remedy) == ("KTS", "Look whether its short form tells.")


@pytest.mark.parametrize(
    ("report", "whose"),
    [
        ({"row": a_row(residual_risk=f"It rests on: {SAFE} {KEEPER}.")}, "Risk 1"),
        ({"other": {"owner": f"{KEEPER}, {SAFE}"}}, "C-2"),
        ({"acronyms": {"KTS": f"{KEEPER}, {SAFE}"}}, "KTS"),
    ],
)
def test_each_restricted_record_that_a_text_tells_of_is_named(report: dict[str, Any], whose: str) -> None:
    source = a_source(CONTROL_FIELDS, 4, sheet="Controls")
    third = a_control("C-3", name="Ward", description=KEEPER, restricted="Operational", source=source)
    controls = (
        CLOSED,
        third,
        a_control("C-2", **({"name": "Another board", "source": ROW_3} | report.get("other", {}))),
    )
    findings = told(**{key: value for key, value in report.items() if key != "other"} | {"controls": controls})
    assert [(one.subject, one.message.partition("(")[2][:3]) for one in findings] == [(whose, "C-1"), (whose, "C-3")]


def test_the_narrative_may_not_say_it_and_is_told_once_a_heading() -> None:
    narrative = a_narrative(
        purpose=("Quiet.", f"We know: {SAFE}", f"Again: {SAFE}"), legal_implications=(f"We know: {SAFE}",)
    )
    findings = told(narrative=narrative)
    said = "What is restricted (C-1) is said in the narrative: nothing is written while it stands there."
    assert words(findings) == [
        ("Purpose", "paragraph 2", said),
        ("Legal implications", "paragraph 1", said),
    ]
    assert {(finding.subject, finding.remedy) for finding in findings} == {("C-1", "Say it in other words.")}


@pytest.mark.parametrize(
    ("field", "values", "cells"),
    [
        ("description", {"as_reported": f"In the: {SAFE}"}, ["D2"]),
        ("description", {"reason": f"It is the: {SAFE}"}, ["E2"]),
        ("description", {"agreed_by": f"Keeper, {SAFE}"}, ["F2"]),
        ("owner", {"as_reported": f"Keeper, {SAFE}"}, ["D2"]),
        ("owner", {"agreed_by": f"Keeper, {SAFE}"}, ["F2"]),
        ("owner", {"reason": f"It is the: {SAFE}"}, []),  # which is not printed
    ],
)
def test_words_that_were_agreed_may_not_say_it_either(field: str, values: dict[str, str], cells: list[str]) -> None:
    agreed = a_wording("Met", "M01", **({"as_reported": "Head of Change", "field": field} | values))
    findings = told(wording=(agreed,))
    said = "What is restricted (C-1) is said in what was agreed for Met M01: nothing is written while it stands there."
    assert words(findings) == [("Wording", cell, said) for cell in cells]
    for hidden in ({"risk": a_risk("M01", restricted="Operational")}, {"row": a_row(restricted="Operational")}):
        assert told(wording=(agreed,), **hidden) == []


def test_a_title_of_few_words_stops_nothing_and_is_asked_about() -> None:
    risk = a_risk("M01", title="Third safe watch", description="Nobody may know.", restricted="Operational")
    (finding,) = told(closed=a_control(), risk=risk, narrative=a_narrative(purpose=("The third safe watch is new.",)))
    assert (
        finding.message == "The title of what is restricted (Met M01) is said in the narrative: it is published there."
    )
    assert finding.subject == "Met M01"
    assert finding.remedy == (
        "Say it in other words where it tells of that risk; leave it where it means something else."
    )


def test_nothing_restricted_is_quoted_nowhere() -> None:
    assert told(closed=a_control(description=SAFE), other={"description": SAFE}) == []

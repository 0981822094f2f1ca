"""A record that has lost a key is called damaged, or nothing is said that the whole one does not say."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

from pipeline.archive import first, record
from pipeline.archive.reading import RecordDamaged, read
from pipeline.gathering import Inputs, begin, gather
from pipeline.model.document import Generated
from pipeline.model.paper import Paper, PaperControl, PaperRisk, PaperTheme
from pipeline.model.records import Change, ChangeKind, ControlKind, History, Movement, Report, Trend
from pipeline.reconcile import alignment, movement
from tests.sample.build import write_december, write_september

Spot = tuple[str, ...]  # the keys from the top down; "[]" for the elements of a list

# What is written as it is and never compared: the key itself is taken, not what is in it.
UNREAD = ("document", "differences", "findings", "cells")

# Null is what a register or sheet that leaves it blank is recorded as: then it was blank.
BLANK = frozenset((
    "as_at", "likelihood_levels", "impact_levels", "title", "description", "owner", "likelihood", "impact", "score",
    "rating", "trend_printed", "trend_reason",
))  # fmt: skip


@cache
def the_sample() -> tuple[Inputs, bytes]:
    """December's inputs, and September's record."""
    folder = Path(mkdtemp(prefix="lost-keys-"))
    write_september(folder / "september")
    write_december(folder / "december")
    then, _ = gather(begin(folder / "september"))
    now, _ = gather(begin(folder / "december"))
    aligned, _ = alignment.reconcile(then.mapping, then.registers, None)
    report = Report(then.mapping, then.registers, then.narrative, aligned, Movement(None), then.files)
    return now, record.write(report, (), Generated("", (), {}), state="issued", version="1")


def content() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(the_sample()[1])
    return data


@dataclass(frozen=True)
class Told:
    moved: Movement
    trends: dict[tuple[str, str], Trend | None]

    @property
    def changes(self) -> tuple[Change, ...]:
        return (*self.moved.changes, *self.moved.others)


def told(past: dict[str, Any]) -> Told:
    gathered, _ = the_sample()
    read_back = read(json.dumps(past).encode(), "2017-09-26/issued/record.json")
    aligned, _ = alignment.reconcile(gathered.mapping, gathered.registers, read_back)
    trends = {
        (theme.label, f"{position.organisation.name} {one.risk.id}"): one.trend
        for theme in aligned
        for position in theme.positions
        for one in position.risks
    }
    return Told(movement.compare(gathered.mapping, gathered.registers, aligned, History(read_back)), trends)


@cache
def whole() -> Told:
    return told(content())


def spots(value: Any, above: Spot = ()) -> Iterator[Spot]:
    """Every key of the record once, whichever element of a list it stands in."""
    found: dict[Spot, None] = {}
    if isinstance(value, dict):
        for key, inner in value.items():
            found[*above, key] = None
            if key not in UNREAD:
                found |= dict.fromkeys(spots(inner, (*above, key)))
    elif isinstance(value, list):
        for inner in value:
            found |= dict.fromkeys(spots(inner, (*above, "[]")))
    yield from found


def holders(value: Any, spot: Spot) -> Iterator[dict[str, Any]]:
    """The objects that have the last key of ``spot``."""
    step, *rest = spot
    if not rest:
        yield value
        return
    for inner in value if step == "[]" else [value[step]]:
        yield from holders(inner, tuple(rest))


def deleted(holder: dict[str, Any], key: str) -> None:
    del holder[key]


def made_null(holder: dict[str, Any], key: str) -> None:
    holder[key] = None


def made_another_type(holder: dict[str, Any], key: str) -> None:
    """Nothing that any key may hold: a text is a number, all else holds what only a list or an object does."""
    value = holder[key]
    holder[key] = 7 if isinstance(value, str) else "text" if isinstance(value, (list, dict)) else ["text"]


def cases(spot: Spot, fault: Callable[[dict[str, Any], str], None]) -> Iterator[dict[str, Any]]:
    """The record with the fault at each of the spot's places in turn (three at most), and at all of them."""
    count = len(list(holders(content(), spot)))
    for chosen in (*((number,) for number in range(min(count, 3))), range(count)):
        past = content()
        places = list(holders(past, spot))
        for number in chosen:
            if spot[-1] in places[number]:
                fault(places[number], spot[-1])
        yield past


def false_in(past: dict[str, Any]) -> list[Change | str] | None:
    """What is said of it that is not said of the whole one; None where it is damaged."""
    try:
        now = told(past)
    except RecordDamaged as damage:
        assert str(damage)
        return None
    added: list[Change | str] = [
        change for change in now.changes if not any(_says_no_more(change, known) for known in whole().changes)
    ]
    return added + [
        f"{where}: {trend}" for where, trend in now.trends.items() if trend and trend != whole().trends[where]
    ]


def _says_no_more(change: Change, known: Change) -> bool:
    """Whether it is the known change, or the part of it that is still recorded."""
    if (change.aligned_risk, change.organisation, change.item) != (known.aligned_risk, known.organisation, known.item):
        return False
    if {change.kind, known.kind} <= {ChangeKind.CONTROL_NOW_JOINT, ChangeKind.STATUS_UP}:
        return change.was in known.was and change.now in known.now  # the kind or the status alone
    if change.kind is not known.kind or change.now != known.now:
        return False
    return change.was == known.was or (change.kind, change.was) in {
        (ChangeKind.RISK_NEW, "Not reported"),
        (ChangeKind.RISK_GONE, "Not recorded"),
    }


def test_the_whole_record_says_something() -> None:
    assert len(whole().changes) > 10
    assert len(list(spots(content()))) > 100


@pytest.mark.parametrize("fault", [deleted, made_null, made_another_type])
@pytest.mark.parametrize("states_schema", [True, False])
def test_nothing_false_is_added(fault: Callable[[dict[str, Any], str], None], states_schema: bool) -> None:
    wrong = {}
    for spot in spots(content()):
        if fault is made_null and spot[-1] in BLANK:
            continue
        for past in cases(spot, fault):
            if not states_schema:
                past.pop("schema", None)
            if added := false_in(past):
                wrong[".".join(spot)] = added
    assert [f"{where}: {one}" for where, added in wrong.items() for one in added] == []


@pytest.mark.parametrize(
    ("spot", "says"),
    [
        (("aligned_risks",), "it does not hold the aligned risks"),
        (("findings",), "it does not hold the findings"),
        (("aligned_risks", "[]", "risks"), "it does not hold the register risks of aligned risk 1: Safeguarding"),
        (("aligned_risks", "[]", "controls"), "it does not hold the controls of aligned risk 1: Safeguarding"),
        (("aligned_risks", "[]", "risks", "[]", "current"), "it does not hold the current scores of Met M03"),
        (("aligned_risks", "[]", "risks", "[]", "current", "score"), "the score of the current scores of Met M03"),
        (("aligned_risks", "[]", "controls", "[]", "due"), "it does not hold the due date of the control Police and"),
        (("organisations", "[]", "bands"), "it does not hold the rating bands of Met"),
        (("organisations", "[]", "bands", "[]", "low"), "it does not hold the low of a rating band of Met"),
        (("inputs", "[]", "sha256"), "it does not hold the fingerprint of the input file"),
    ],
)
@pytest.mark.parametrize("fault", [deleted, made_null])
def test_what_is_lost_is_named(spot: Spot, says: str, fault: Callable[[dict[str, Any], str], None]) -> None:
    if fault is made_null and spot[-1] in {"score", "due", "low", "sha256"}:
        pytest.skip("null is read as blank, or said otherwise")
    past = next(cases(spot, fault))
    with pytest.raises(RecordDamaged, match=says):
        read(json.dumps(past).encode(), "r")


@pytest.mark.parametrize(
    "spot",
    [("document",), ("aligned_risks", "[]", "risks", "[]", "owner_reported")],
)
def test_what_later_versions_added_may_be_missing(spot: Spot) -> None:
    for past in cases(spot, deleted):
        assert false_in(past) == []


def a_paper_record() -> dict[str, Any]:
    risk = PaperRisk("Met", "Risk 1", "What it is about.", "ACTP")
    control = PaperControl("C01", "Oversight board", ControlKind.JOINT, "Risk 1")
    theme = PaperTheme(1, "Safeguarding", "Risk 1", (risk,), (control,))
    paper = Paper("old.docx", "Audit Panel", "Risks", date(2017, 9, 26), themes=(theme,))
    data: dict[str, Any] = json.loads(first.write(paper, sha256="ab", version="1"))
    return data


def test_a_record_made_from_a_paper_has_no_scores_to_lose() -> None:
    past = read(json.dumps(a_paper_record()).encode(), "r")
    assert past.aligned_risks[0].risks[0].owner == "ACTP"


@pytest.mark.parametrize("key", ["risks", "controls", "name"])
def test_what_every_paper_states_it_may_lose_as_any(key: str) -> None:
    content = a_paper_record()
    del content["aligned_risks"][0][key]
    with pytest.raises(RecordDamaged, match="it does not hold the"):
        read(json.dumps(content).encode(), "r")


def of_old_schema(spot: Spot) -> Told:
    """What is told of a record that states no schema, and lacks the key wherever it stood."""
    *_, past = cases(spot, deleted)
    del past["schema"]
    return told(past)


@pytest.mark.parametrize(
    ("spot", "unsaid"),
    [
        (("aligned_risks", "[]", "risks"), {ChangeKind.RISK_NEW, ChangeKind.RISK_RESCORED, ChangeKind.TREND_CHANGED}),
        (("aligned_risks", "[]", "risks", "[]", "current"), {ChangeKind.RISK_RESCORED}),
        (("aligned_risks", "[]", "controls"), {ChangeKind.CONTROL_NEW, ChangeKind.STATUS_UP}),
        (("organisations", "[]", "bands"), {ChangeKind.RISK_RESCORED}),
    ],
)
def test_an_older_record_is_read_and_nothing_is_said_of_what_it_lacks(spot: Spot, unsaid: set[ChangeKind]) -> None:
    kinds = {change.kind for change in whole().changes}
    assert kinds & unsaid, "the whole record would say nothing of it either"
    moved = of_old_schema(spot).moved
    here = {change.kind for change in moved.changes if not change.now.startswith("Target")}
    assert not here & unsaid
    assert moved.previous is not None
    assert here, "what it does state is compared"


def test_an_older_record_without_its_aligned_risks_can_not_be_compared_with() -> None:
    with pytest.raises(RecordDamaged, match="it does not hold the aligned risks"):
        of_old_schema(("aligned_risks",))

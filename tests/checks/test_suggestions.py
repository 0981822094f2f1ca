"""What may be worth aligning: which risks are held to be alike, which pair is named, and what is never suggested."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from pipeline.model.records import Band, Exposure, Risk
from tests.checks.reports import found
from tests.reconcile.builders import UNSCORED, a_risk, a_row, an_exposure, an_organisation

LAPTOPS = "Laptops, records, victims, stolen"
A_THIRD = "Laptops, records, boats, vans"  # two of its four words


def mine(texts: Mapping[str, str], **values: object) -> tuple[Risk, ...]:
    return tuple(a_risk(one, row=8 + n, **({"title": None, "description": text} | values)) for n, (one, text) in enumerate(texts.items()))  # fmt: skip


def theirs(texts: Mapping[str, str], **values: object) -> tuple[Risk, ...]:
    return tuple(a_risk(one, "MOPAC", row=8 + n, **({"title": None, "description": text} | values)) for n, (one, text) in enumerate(texts.items()))  # fmt: skip


def suggested(ours: Sequence[Risk], other: Sequence[Risk], **report: object) -> list[str]:
    findings = found(unreported=ours, unreported_theirs=other, **report)  # type: ignore[arg-type]
    return [finding.subject for finding in findings if finding.code == "alike-not-aligned"]


def test_two_words_in_common_of_four_are_enough() -> None:
    assert suggested(mine({"M02": LAPTOPS}), theirs({"P02": A_THIRD})) == ["Met M02 and MOPAC P02"]


@pytest.mark.parametrize("field", ["title", "description"])
def test_one_word_in_common_is_too_few_however_rare(field: str) -> None:
    """All else in these texts is said by many of the same body, and weighs little."""
    other = "description" if field == "title" else "title"
    ours = {"M10": "Zebras, laptops, records, victims"} | {
        f"M1{n}": "Laptops, records, victims, lost" for n in range(1, 7)
    }
    yours = {"P10": "Zebras, boats, vans, grants"} | {f"P1{n}": "Boats, vans, grants, cut" for n in range(1, 7)}
    two = {"P10": "Zebras, giraffes, vans, grants"}
    there = {"M10": "Zebras, giraffes, records, victims"}
    made = [
        [a_risk(one, body, row=8 + n, **{field: text, other: None}) for n, (one, text) in enumerate(texts.items())]
        for body, texts in (("Met", ours), ("MOPAC", yours), ("Met", ours | there), ("MOPAC", yours | two))
    ]
    assert suggested(made[0], made[1]) == []
    assert suggested(made[2], made[3]) == ["Met M10 and MOPAC P10"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (a_row(2, "Money", {"Met": ("M02",), "MOPAC": ("P02",)}), []),
        (
            a_row(2, "Money", {"Met": ("M03",), "MOPAC": ("P02",)}),
            ["Met M02 and MOPAC P02"],
        ),  # theirs alone is reported
        (a_row(2, "Money", {"Met": ("M02",), "MOPAC": ("P03",)}), ["Met M02 and MOPAC P02"]),
    ],
)
def test_only_an_aligned_risk_that_holds_both_makes_it_needless(row: object, expected: list[str]) -> None:
    ours = mine({"M02": LAPTOPS, "M03": "Grants are cut"})
    yours = theirs({"P02": LAPTOPS, "P03": "Boats are old"})
    assert suggested(ours, yours, rows=(row,)) == expected


def test_two_that_stand_under_two_aligned_risks_are_suggested() -> None:
    rows = (a_row(2, "Money", {"Met": ("M02",)}), a_row(3, "Data", {"MOPAC": ("P02",)}))
    assert suggested(mine({"M02": LAPTOPS}), theirs({"P02": LAPTOPS}), rows=rows) == ["Met M02 and MOPAC P02"]


def test_of_each_risk_the_one_most_like_it_is_named() -> None:
    yours = theirs({"P02": A_THIRD, "P03": LAPTOPS})
    assert suggested(mine({"M02": LAPTOPS}), yours) == ["Met M02 and MOPAC P03"]


def test_a_pair_that_is_taken_hides_no_other() -> None:
    """M02 is more like P04 than M03 is like P03, and less like P05; P02, the most like it, is named."""
    boats = "Boats, engines, crews, moorings"
    ours = mine({"M02": LAPTOPS, "M03": f"{boats}, river"})
    yours = theirs(
        {
            "P02": LAPTOPS,
            "P03": f"{boats}, winter",
            "P04": f"{LAPTOPS}, sold",
            "P05": "Laptops, records, victims, burgled, sold",
        }
    )
    assert suggested(ours, yours) == ["Met M02 and MOPAC P02", "Met M03 and MOPAC P03"]


def test_of_pairs_as_alike_the_first_rows_are_named() -> None:
    boats = "Boats, engines, crews, moorings"
    ours, yours = {"M02": LAPTOPS, "M03": boats}, {"P02": boats, "P03": LAPTOPS}
    assert suggested(mine(ours), theirs(yours)) == ["Met M02 and MOPAC P03", "Met M03 and MOPAC P02"]


@pytest.mark.parametrize(
    "values", [{"status": "Closed"}, {"status": " withdrawn in May"}, {"restricted": "Operational"}]
)
def test_what_is_closed_or_restricted_is_never_suggested(values: dict[str, object]) -> None:
    assert suggested(mine({"M02": LAPTOPS}), theirs({"P02": LAPTOPS}, status="Open")) == ["Met M02 and MOPAC P02"]
    assert suggested(mine({"M02": LAPTOPS}, **values), theirs({"P02": LAPTOPS})) == []
    assert suggested(mine({"M02": LAPTOPS}), theirs({"P02": LAPTOPS}, **values)) == []


def test_what_has_no_id_cannot_be_named() -> None:
    assert suggested(mine({"": LAPTOPS}), theirs({"P02": LAPTOPS})) == []


TWO, ONE = (Band("Low", 1, 9), Band("Red", 10, 25)), (Band("Red", 1, 25),)


@pytest.mark.parametrize(
    ("bands", "current", "speaks"),
    [
        (TWO, an_exposure(4, 4), True),
        (TWO, an_exposure(3, 3), False),
        (TWO, Exposure(rating="red"), True),  # a rating is all that the register has
        (TWO, Exposure(rating="Low"), False),
        (TWO, UNSCORED, False),
        (ONE, an_exposure(4, 4), False),  # where all have one band it is no top
        ((), an_exposure(4, 4), False),
    ],
)
def test_the_top_band(bands: tuple[Band, ...], current: Exposure, speaks: bool) -> None:
    met = an_organisation("Met", full_name="Metropolitan Police Service", bands=bands)
    findings = found(met=met, unreported=(a_risk("M02", row=8, current=current),))
    told = [finding for finding in findings if finding.code == "top-band-unaligned"]
    assert [(f.cell, f.subject) for f in told] == ([("A8", "Met M02")] if speaks else [])
    assert all(f.message == "Met M02 is Red, the top band of Met, and stands under no aligned risk." for f in told)

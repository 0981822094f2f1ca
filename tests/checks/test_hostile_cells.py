"""No cell holds the checks up, whatever its 32,000 letters are: each pattern reads it once."""

from __future__ import annotations

import pytest

from pipeline.limited import CHILD, Limits
from tests.checks.reports import codes, found
from tests.reconcile.builders import a_control, a_narrative, a_risk

MOST = 32_000  # letters of a cell
ALL_IN_ALL = Limits(computing=20)  # enforced by the system, on all of the checks together


def judged(text: str) -> list[str]:
    """What the checks say where this stands in a risk, its owner, a control and the narrative."""
    risk = a_risk("M01", description=text, owner=text, trend_reason=text)
    return codes(
        found(
            risk,
            controls=[a_control(description=text, owner=text, progress=text)],
            narrative=a_narrative(key_considerations=[text]),
        )
    )


@pytest.mark.parametrize(
    "of",
    ["AB'", "a", "A-", "A. ", "AB ", "a@", "a@a.", "aligned risks ", " ", "[", "[ insert ", "X", "will be ", "in May, ",
     "3 May 2017 ", "(AB", "Aa Aa, ", "?", "\n", "appendix 1, ", "was ", "’", "–", "1 ", "the three ",
     "(a) ", "/ ", "A&", "__", "by the end of ", "1/1/", "Governance / ", "ANNEX A, ", "WORD'S "],
)  # fmt: skip
def test_a_cell_of_one_thing_over_and_over_ends_within_its_limits(of: str) -> None:
    text = (of * MOST)[: MOST - 1]
    CHILD.call(judged, ALL_IN_ALL, f"aligned risks{text}x")


def test_what_is_said_of_an_ordinary_cell_is_said_in_the_child_too() -> None:
    assert "owner-personal" in CHILD.call(judged, ALL_IN_ALL, "Jane Smith")

"""Which words of a text changed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.rewording import in_words, pieces

WORDS = st.lists(st.sampled_from(["the", "plan", "is", "late", "and", "costly", "Again"]), max_size=8).map(" ".join)


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("Staff are too few.", "Staff are few.", '"too" is gone'),
        ("Staff are few.", "Staff are too few.", '"too" is new'),
        ("Savings of 5 are not found.", "Savings of 9 are not found.", '"5" is now "9"'),
        ("Staff are few", "Staff are few.", '"few" is now "few."'),  # the stop alone
        ("Staff  ARE few.", "Staff are few.", ""),
        ("Staff are few.", "Quite other words here.", ""),
        ("", "Words.", ""),
        ("a b c d e f g h i", "a B1 c D1 e F1 g H1 i", '"b" is now "B1"; "d" is now "D1"; "f" is now "F1"; and 1 more'),
    ],
)
def test_the_words_that_changed(was: str, now: str, said: str) -> None:
    assert in_words(was, now) == said


def test_a_long_piece_is_cut() -> None:
    more = " ".join(f"w{n}" for n in range(13))
    base = " ".join(f"k{n}" for n in range(20))
    assert in_words(base, f"{base} {more}") == f'"{" ".join(more.split()[:12])} …" is new'


@settings(max_examples=60)
@given(WORDS, WORDS)
def test_the_pieces_lead_from_one_to_the_other(was: str, now: str) -> None:
    """Every word that is gone or new stands in a piece, as often as it is; what stays stands in none."""
    found = pieces(was, now)
    if found is None:
        return
    gone, new = (
        sorted(word for one in found for word in text(one).casefold().split())
        for text in (lambda p: p.was, lambda p: p.now)
    )
    kept = sorted(was.casefold().split())
    for word in gone:
        kept.remove(word)
    assert sorted([*kept, *new]) == sorted(now.casefold().split())

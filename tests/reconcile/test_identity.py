"""What counts as the same text, and the same id."""

from __future__ import annotations

import pytest

from pipeline.reconcile.identity import Ids, likeness, loose, plain


@pytest.mark.parametrize(
    ("one", "other", "like"),
    [
        ("One two three.", "one  TWO three.", 1.0),
        ("one two three four five", "one two three four six", 0.8),
        ("one two three four five", "five one two three four", 0.8),  # the same words, one elsewhere
        ("one two three four", "one two three six", 0.0),  # less than alike is nothing
        ("one two three four five", "five four three two one", 0.0),
        ("one", "one two", 0.0),
        ("one two", "one two three", 0.8),
        ("", "", 0.0),
        ("", "one", 0.0),
        ("one", "", 0.0),
        (
            "of the risk " * 100,
            "of the risk " * 100 + "now",
            pytest.approx(600 / 601),
        ),  # words that come often count too
        ("of the risk " * 100, "now " + "of the risk " * 100, pytest.approx(600 / 601)),
    ],
)
def test_how_much_of_two_texts_is_the_same(one: str, other: str, like: float) -> None:
    assert likeness(one, other) == like


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("M007", "m7"),
        ("m 0 7", "m7"),
        ("OPC-05", "opc-5"),
        ("M100", "m100"),
        ("M0", "m0"),
        ("0", "0"),
        ("M10-02", "m10-2"),
    ],
)
def test_an_id_without_case_blanks_and_zeros(written: str, same: str) -> None:
    assert loose(written) == same


def test_an_id_is_found_exactly_else_loosely_where_only_one_is_meant() -> None:
    ids = Ids(["M7", "M07", "M8"])
    assert [ids.find(one) for one in ("M7", "m7", "m 08", "M9")] == ["M7", None, "M8", None]
    assert [ids.near(one) for one in ("m7", "M9")] == [("M7", "M07"), ()]


@pytest.mark.parametrize(
    ("text", "same"), [(None, ""), (" A \n b ", "a b"), ("STRASSE", "strasse"), ("Straße", "strasse")]
)
def test_a_name_without_case_and_spacing(text: str | None, same: str) -> None:
    assert plain(text) == same

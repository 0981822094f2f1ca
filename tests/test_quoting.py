"""What counts as the same words, however they are typed."""

from __future__ import annotations

import pytest

from pipeline.model.quoting import Quotes, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fraud & bribery unit", "fraud and bribery unit"),
        ("Œuvre sociale", "OEUVRE sociale"),
        ("Mørk Łódź æther", "Mork Lodz aether"),
        ("Işık", "IŞIK"),
        ("Straße", "STRASSE"),
        ("がくせい", "か\u3099くせい"),
    ],
)
def test_spellings_of_one_text_are_the_same(one: str, other: str) -> None:
    assert words(one) == words(other)


@pytest.mark.parametrize(("one", "other"), [("Fraud and bribery", "Fraud or bribery"), ("Ort", "Øre"), ("A&B", "AB")])
def test_other_texts_are_others(one: str, other: str) -> None:
    assert words(one) != words(other)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("他们每月开会审查每一项投资计划。", True),
        ("审查每一项投资", True),
        ("每一项投资", False),
        ("Other words.", False),
    ],
)
def test_a_part_is_found_where_no_spaces_part_the_words(text: str, found: bool) -> None:
    quotes = Quotes([("委员会负责审查每一项投资计划和预算", "it")], [])
    assert quotes.quoted(text) is found

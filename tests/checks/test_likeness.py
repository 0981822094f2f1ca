"""How alike two texts are: by the words that carry meaning, and the same in every run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from math import log
from pathlib import Path

import pytest

from pipeline.checks.likeness import Weighed, content, overlap

ROOT = Path(__file__).parents[2]
SHOW = """
from pipeline.checks.likeness import Weighed
words = [f"{a}{b}sign" for a in "bdfgklmn" for b in "aeiou"]
texts = Weighed({str(n): " ".join(words[:: n + 1]) for n in range(6)})
print([texts.likeness(str(a), str(b)).hex() for a in range(6) for b in range(6)])
"""


def test_the_order_of_the_words_does_not_show() -> None:
    said = {
        subprocess.run(
            [sys.executable, "-c", SHOW], cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in "12345"
    }  # fmt: skip
    assert len(said) == 1
    assert "0x1." in said.pop()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Analysts analyse the risk of the risks", {"analys"}),
        ("Records of VICTIMS are lost", {"record", "victim", "lost"}),
        ("An old car, 2017 and 4_words", {"words"}),
        ("", set()),
    ],
)
def test_the_words_that_carry_meaning(text: str, words: set[str]) -> None:
    assert content(text) == words


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ("ab", "abcd", 1.0),
        ("abcd", "ab", 1.0),
        ("abcd", "cdef", 0.5),
        ("ab", "cd", 0.0),
        ("", "ab", 0.0),
        ("ab", "", 0.0),
    ],
)
def test_the_share_of_the_shorter_text(one: str, other: str, share: float) -> None:
    assert overlap(frozenset(one), frozenset(other)) == share


TEXTS = Weighed({"a": "alpha bravo", "b": "alpha charlie", "c": "delta", "d": "", "e": "alpha bravo"})
IN_THREE, IN_TWO, IN_ONE = (log(1 + 5 / n) ** 2 for n in (3, 2, 1))  # the weight of a word that so many texts have


@pytest.mark.parametrize(
    ("one", "other", "like"),
    [
        ("a", "e", 1.0),
        ("a", "b", IN_THREE / ((IN_THREE + IN_TWO) * (IN_THREE + IN_ONE)) ** 0.5),
        ("a", "c", 0.0),
        ("a", "d", 0.0),
        ("d", "d", 0.0),
    ],
)
def test_rare_words_weigh_more(one: str, other: str, like: float) -> None:
    assert TEXTS.likeness(one, other) == pytest.approx(like)


@pytest.mark.parametrize(
    ("keys", "at_most", "found"),
    [
        ("abc", 1, {"charli": ["b"], "delta": ["c"]}),
        ("abce", 2, {"bravo": ["a", "e"], "charli": ["b"], "delta": ["c"]}),
        ("ab", 3, {"alpha": ["a", "b"], "bravo": ["a"], "charli": ["b"]}),
    ],
)
def test_which_texts_have_a_word(keys: Sequence[str], at_most: int, found: dict[str, list[str]]) -> None:
    assert TEXTS.having(keys, at_most=at_most) == found

"""Every way registers state a trend."""

from __future__ import annotations

import pytest

from pipeline.ingest.grid import Cell, Look
from pipeline.ingest.registers.layouts import Layout
from pipeline.ingest.registers.trends import read_trend
from pipeline.ingest.text_runs import TextRun
from pipeline.model.records import Trend


def trend(
    text: str, *, means: str | None = None, font: str = "Arial", words: dict[str, str] | None = None
) -> Trend | str | None:
    layout = Layout("x.toml", trend_means=means, words={"trend": words or {}})
    read = read_trend(Cell(1, 1, text, look=Look(font=font)), layout)
    return "unknown" if read.unknown else "meaning missing" if read.meaning_missing else read.trend


@pytest.mark.parametrize("word", ["Rising", "INCREASING", "Worsening", "Deteriorating", " increased "])
def test_words_that_rise(word: str) -> None:
    assert trend(word) is Trend.RISING


@pytest.mark.parametrize(
    "word", ["No change", "Stable", "Static", "unchanged", "↔", "→", "<->", "=", "-->", "↔ Unchanged"]
)
def test_words_and_signs_that_stay(word: str) -> None:
    assert trend(word) is Trend.SAME


@pytest.mark.parametrize("word", ["Falling", "Decreasing", "Improving", "Reducing"])
def test_words_that_fall(word: str) -> None:
    assert trend(word) is Trend.FALLING


@pytest.mark.parametrize("sign", ["↑", "▲", "⬆️", "⇧", "Up", "(↑)"])
def test_up_needs_a_meaning_and_has_two(sign: str) -> None:
    assert trend(sign) == "meaning missing"
    assert trend(sign, means="risk") is Trend.RISING
    assert trend(sign, means="position") is Trend.FALLING


@pytest.mark.parametrize("sign", ["↓", "▼", "Down"])
def test_down_needs_a_meaning_and_has_two(sign: str) -> None:
    assert trend(sign) == "meaning missing"
    assert trend(sign, means="risk") is Trend.FALLING
    assert trend(sign, means="position") is Trend.RISING


@pytest.mark.parametrize("text", ["Sideways", "?", "-", "–", "3", "U", "é", "↑↓", "↑ perhaps", "↑?", "↔ Rising"])
def test_what_is_not_known_is_unknown(text: str) -> None:
    assert trend(text, means="risk") == "unknown"


def test_word_beside_an_arrow_must_agree_with_it() -> None:
    assert trend("↑ Rising", means="risk") is Trend.RISING
    assert trend("↑ Rising") is Trend.RISING
    assert trend("↑ Falling", means="risk") == "unknown"
    assert trend("↑ Improving", means="position") is Trend.FALLING


@pytest.mark.parametrize("text", ["", "N/A", "n/a"])
def test_nothing_is_nothing(text: str) -> None:
    assert trend(text) is None


def test_new_and_movements_of_the_score() -> None:
    assert trend("New") is Trend.NEW
    assert trend("16 → 12") is Trend.FALLING
    assert trend("8 -> 12") is Trend.RISING
    assert trend("8 → 8") is Trend.SAME


@pytest.mark.parametrize(
    ("letter", "meant"),
    [(c, "rising") for c in "éáñ"] + [(c, "falling") for c in "êâò"] + [(c, "same") for c in "èçàßó"],
)
def test_wingdings_letters_are_arrows_in_wingdings_alone(letter: str, meant: str) -> None:
    assert trend(letter, font="Wingdings", means="risk") == meant
    assert trend(chr(0xF000 + ord(letter)), font="Wingdings", means="risk") == meant
    assert trend(letter, font="Calibri", means="risk") == "unknown"


def test_font_of_the_run_counts() -> None:
    layout = Layout("x.toml", trend_means="risk")
    cell = Cell(1, 1, "é Rising", runs=(TextRun("é", "Wingdings", False), TextRun(" Rising", "Arial", False)))
    assert read_trend(cell, layout).trend is Trend.RISING


def test_layout_words_go_before_all_others() -> None:
    assert trend("U", words={"u": "rising"}) is Trend.RISING
    assert trend("No change", words={"no change": "falling"}) is Trend.FALLING
    assert trend("▲", words={"▲": "falling"}) is Trend.FALLING

"""Answers that were kept back and that somebody put together again."""

from __future__ import annotations

import pytest

from pipeline.model.document import Paragraph
from pipeline.model.errors import ProofFailed
from pipeline.report.together import search_together

ANSWERS = {"C04": {"Gold cell", "The night lead", "In place, not working", "Joint", "North and South"}}
SPOKEN = ["C09", "Joint", "North and South", "In place, not working", "Gold is dear this year, and the cell is shut.",
          "The Panel may wish to note what follows here."]  # fmt: skip


@pytest.mark.parametrize(
    "typed",
    [
        ["C04; Joint; GOLD  cell; The night lead"],
        ["Gold cell", "In place, not working", "The night lead"],
        ["Control", "Gold cell", "Joint", "North and South"],
        ["The night lead of the gold cell"],
    ],
)
def test_two_of_its_own_or_one_with_two_others_stop_it(typed: list[str]) -> None:
    paragraphs = [Paragraph(text, f"paragraph {at}") for at, text in enumerate(typed)]
    with pytest.raises(ProofFailed, match=r"restricted \(C04\).* from: paragraph 0") as stop:
        search_together(paragraphs, ANSWERS, SPOKEN)
    assert "Gold" not in str(stop.value)


@pytest.mark.parametrize(
    "typed",
    [
        ["C09; Joint; North and South; In place, not working"],
        ["The gold cell is shut."],
        ["The gold cell", "The Panel may wish to note what follows here.", "The night lead"],
        ["A golden cell of the night leader"],
        [],
    ],
)
def test_what_others_have_too_and_one_alone_do_not(typed: list[str]) -> None:
    search_together([Paragraph(text, "x") for text in typed], ANSWERS, SPOKEN)

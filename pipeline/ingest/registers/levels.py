"""The steps of one column, compared with one another: a word among numbers fits no scale of numbers."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.ingest.registers.columns import Columns
from pipeline.ingest.registers.taking import At, Taking, quoted
from pipeline.ingest.registers.vocabulary import STAGES
from pipeline.model.records import Level, Risk


def compare_levels(risks: Sequence[Risk], columns: Columns, taking: Taking) -> None:
    """Says of each likelihood and impact that it is a word where its column holds numbers, or the reverse.

    The fewer are said to differ; of as many, the words. "4 - Likely" is a number, and a column of words alone is
    a scale of its own.
    """
    for stage in STAGES:
        for part in ("likelihood", "impact"):
            name = f"{stage}.{part}"
            read = [(risk, level) for risk in risks if (level := getattr(getattr(risk, stage), part)) is not None]
            words = [(risk, level) for risk, level in read if isinstance(level, str)]
            numbers = [(risk, level) for risk, level in read if not isinstance(level, str)]
            if not words or not numbers:
                continue
            for risk, level in words if len(words) <= len(numbers) else numbers:
                _differs(risk, level, name, columns, taking)


def _differs(risk: Risk, level: Level, name: str, columns: Columns, taking: Taking) -> None:
    subject = f"{risk.organisation} {risk.id}" if risk.id else f"{risk.organisation} row {risk.source.row}"
    one, others = ("a word", "numbers") if isinstance(level, str) else ("a number", "words")
    for column in columns.fields[name]:
        cell = taking.grid.seen(risk.source.row, column)
        if cell is not None and cell.text:
            at = At(cell, name, subject)
            taking.remark("level-differs", at, f"{at.words} is {one}, {quoted(cell)}, where others are {others}.")
            return

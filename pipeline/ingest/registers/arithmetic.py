"""The register's own arithmetic, worked out from its rows: and the rows that break it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from pipeline.ingest.registers.columns import Columns
from pipeline.ingest.registers.taking import At, Taking
from pipeline.ingest.registers.values import rated_text, tidy
from pipeline.ingest.registers.vocabulary import FIELD_WORDS, STAGES
from pipeline.model.records import Exposure, Level, Risk

_FEWEST = 4  # rows that must follow a rule before it is one
_MOST_BREAK = 0.34  # the share of rows that may break it

Rule = Callable[[float, float], float]

# From the likelihood and the impact; the first that fits most rows is the register's.
_OF_LEVELS: Final[tuple[tuple[str, Rule], ...]] = (
    ("the likelihood times the impact", lambda likelihood, impact: likelihood * impact),
    ("the mean of likelihood and impact", lambda likelihood, impact: (likelihood + impact) / 2),
    ("the likelihood plus the impact", lambda likelihood, impact: likelihood + impact),
)
_OF_CONTROLS: Final[tuple[tuple[str, Rule], ...]] = (
    ("the inherent score less the effectiveness of controls", lambda score, effect: score - effect),
    ("the inherent score times what the controls leave", lambda score, effect: score * (1 - effect)),
)


def compare_scores(risks: Sequence[Risk], columns: Columns, taking: Taking) -> None:
    """Says of each score that it is not what the register's other rows make of their figures.

    A rule is one that at least four rows and two thirds of all follow; where none does, nothing is said.
    """
    for stage in STAGES:
        exposures = [(risk, getattr(risk, stage)) for risk in risks]
        levels = [_figures(risk, one.score, one.likelihood, one.impact) for risk, one in exposures]
        if not _told(levels, _OF_LEVELS, stage, columns, taking) and stage != "inherent":
            _told([_against_controls(risk, one) for risk, one in exposures], _OF_CONTROLS, stage, columns, taking)


_Figures = tuple[Risk, float, float, float]


def _figures(risk: Risk, *figures: Level | None) -> _Figures | None:
    """The risk with score and figures, if all are numbers."""
    numbers = [float(one) for one in figures if isinstance(one, (int, float))]
    return (risk, numbers[0], numbers[1], numbers[2]) if len(numbers) == len(figures) == 3 else None


def _against_controls(risk: Risk, exposure: Exposure) -> _Figures | None:
    effect = rated_text(risk.control_effectiveness).number if risk.control_effectiveness else None
    return _figures(risk, exposure.score, risk.inherent.score, effect)


def _told(
    found: Sequence[_Figures | None],
    rules: Sequence[tuple[str, Rule]],
    stage: str,
    columns: Columns,
    taking: Taking,
) -> bool:
    """Whether a rule was found; the rows that break it are told."""
    rows = [one for one in found if one is not None]
    for words, rule in rules:
        breaking = [one for one in rows if not _fits(one[1], rule(one[2], one[3]))]
        if len(rows) - len(breaking) < _FEWEST or len(breaking) > _MOST_BREAK * len(rows):
            continue
        for risk, score, first, second in breaking:
            told = f"is {tidy(score)}, where {words} is {tidy(round(rule(first, second), 4))}, as in the other rows."
            _say(risk, f"{stage}.score", told, columns, taking)
        return True
    return False


def _fits(score: float, made: float) -> bool:
    """Whether a score is what the rule makes, or that rounded."""
    return abs(score - made) < (1 if score.is_integer() else 0.06) and not (
        made.is_integer() and score.is_integer() and score != made
    )


def _say(risk: Risk, name: str, told: str, columns: Columns, taking: Taking) -> None:
    column = columns.first(name) or columns.first(name.replace("score", "rating"))
    cell = taking.grid.seen(risk.source.row, column) if column is not None else None
    if cell is None:
        return
    subject = f"{risk.organisation} {risk.id}" if risk.id else f"{risk.organisation} row {risk.source.row}"
    taking.remark("score-arithmetic", At(cell, name, subject), f"{FIELD_WORDS[name]} {told}")

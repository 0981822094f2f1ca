"""Likelihoods, impacts, scores and ratings, on scales of many kinds."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any, Final

from tests.generator.cells import Able, Entry, Row, Shown

_WORDS: Final = {
    "likelihood": (("Rare", "Unlikely", "Possible", "Likely", "Almost certain"), ("Low", "Medium", "High"), ("Remote", "Unlikely", "Possible", "Probable")),
    "impact": (("Insignificant", "Minor", "Moderate", "Major", "Catastrophic"), ("Low", "Medium", "High"), ("Negligible", "Marginal", "Serious", "Critical")),
}  # fmt: skip
_ROMAN = ("I", "II", "III", "IV", "V")


def _steps(rng: Random, part: str, style: str, top: int) -> Sequence[tuple[Shown, Any]]:  # noqa: PLR0911  a return for each form
    """The steps of a scale: as written, as read."""
    words = next((w for w in _WORDS[part] if len(w) == top), _WORDS[part][0])
    if style == "label":
        between = rng.choice((" - ", ": ", " – ", " "))
        return [(f"{n}{between}{word}", n) for n, word in enumerate(words, 1)]
    if style == "brackets":
        return [(f"{word} ({n})", n) for n, word in enumerate(words, 1)]
    if style == "word":
        return [(word, word) for word in words]
    if style == "roman":
        form = rng.choice(("{0}", "{0}", "{0} - {1}", "{0} ({1})", "{1} ({0})"))
        return [(form.format(_ROMAN[n - 1], words[n - 1]), n) for n in range(1, top + 1)]
    if style == "share":
        return [(n / 10, n / 10) for n in range(1, 10)]
    if style == "text":
        return [(str(n), n) for n in range(1, top + 1)]
    return [(n, n) for n in range(1, top + 1)]


def _tidy(number: float) -> int | float:
    number = round(number, 6)
    return int(number) if float(number).is_integer() else number


_BANDS: Final = (
    ("Low", "Medium", "High", "Very high"),
    ("Green", "Yellow", "Amber", "Red"),
    ("L", "M", "H", "VH"),
)


def exposures(rng: Random, rows: list[Row], stages: Sequence[str], able: Able) -> tuple[str, ...]:  # noqa: PLR0912  a branch for each form
    """Fills the blocks of each stage; gives the parts of a block."""
    style = rng.choice(("number", "number", "number", "label", "brackets", "word", "roman", "share", "text"))
    top = rng.choice((3, 4, 5, 5, 5, 10)) if style in ("number", "text") else rng.choice((3, 4, 5))
    numeric = style != "word"
    parts = list(
        rng.choice(
            (
                ("likelihood", "impact", "score"),
                ("likelihood", "impact", "score", "rating"),
                ("likelihood", "impact", "rating"),
                ("likelihood", "impact"),
                ("score", "rating"),
                ("score",),
                ("rating",),
            )
        )
    )
    if not numeric and "score" in parts:
        parts = ["likelihood", "impact", "rating"]
    arithmetic = rng.choice(("product", "product", "product", "mean", "sum"))
    if style == "share":
        arithmetic = "product"
    steps = {part: _steps(rng, part, style, top) for part in ("likelihood", "impact")}
    bands = rng.choice(_BANDS)
    combined = rng.choice(("", "", "rating", "score")) if numeric and top > 1 else ""
    for number, row in enumerate(rows):
        # Roman numerals are numbers where two differ, and one has several letters: so the first rows see to it.
        fixed = style == "roman" and number < 2
        for stage in stages:
            if stage == "target" and rng.random() < 0.1 and not fixed:
                for part in parts:
                    row[f"{stage}.{part}"] = Entry(None, None)
                continue
            (likely_shown, likely), (i_shown, i) = (
                steps[part][number + 1] if fixed else rng.choice(steps[part]) for part in ("likelihood", "impact")
            )
            cells: dict[str, Entry] = {}
            low, high = 1.0, float(top * top)
            if numeric:
                score = _tidy({"product": likely * i, "mean": (likely + i) / 2, "sum": likely + i}[arithmetic])
                ends = (likely_shown, i_shown)
                formula = ""
                if able.formulas and all(isinstance(end, (int, float)) for end in ends) and rng.random() < 0.6:
                    formula = {"product": "={L}*{I}", "mean": "=({L}+{I})/2", "sum": "={L}+{I}"}[arithmetic]
                high = {"product": high, "mean": float(top), "sum": 2.0 * top}[arithmetic]
                if style == "share":
                    low, high = 0.0, 1.0
                word = bands[min(3, int(4 * (score - low) / (high - low + 0.01)))]
                cells["score"] = Entry(score, score, formula=formula)
                if combined == "score" and "rating" not in parts:
                    cells["score"] = Entry(f"{score} ({word[:1]})", score)
                    cells["+rating"] = Entry(None, word[:1])
                if combined == "rating" and "score" not in parts:
                    cells["+score"] = Entry(None, score)
                    cells["rating"] = Entry(f"{word} ({score})", word)
                else:
                    cells["rating"] = Entry(word, word)
            else:
                word = rng.choice(bands)
                cells["rating"] = Entry(word, word)
            cells["likelihood"], cells["impact"] = Entry(likely_shown, likely), Entry(i_shown, i)
            for part in parts:
                row[f"{stage}.{part}"] = cells[part]
            for extra, beside in (("+rating", "score"), ("+score", "rating")):
                if extra in cells and beside in parts:
                    row[f"{extra[0]}{stage}.{extra[1:]}"] = cells[extra]
    return tuple(parts)

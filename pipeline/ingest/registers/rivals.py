"""Which of several columns holds a field, where the values leave no doubt."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from pipeline.ingest.registers.evidence import Evidence
from pipeline.ingest.registers.vocabulary import simple

_OVERALL = re.compile(r"(?:overall|total|combined)\b")
_PERCENT = re.compile(r"[<>≤≥]?\s*\d+(?:\.\d+)?\s*%")


def between(
    name: str,
    columns: Sequence[int],
    seen: Mapping[int, Evidence],
    hidden: Collection[int],
    headings: Mapping[int, str],
) -> int | None:
    """The one column that is filled, that the score's own formula uses, that holds the numbers to the
    other's words or the steps to its percentages, whose heading says overall, or the first in sight where all say the
    same. None where there is a doubt.
    """
    filled = [column for column in columns if not seen[column].empty]
    if len(filled) == 1:
        return filled[0]
    if name.endswith((".likelihood", ".impact")):
        elsewhere = [evidence for column, evidence in seen.items() if column not in columns]
        used = [column for column in filled if any(evidence.refers_to(column) for evidence in elsewhere)]
        if len(used) == 1:
            return used[0]
        if (numeric := _number_of_words(filled, seen)) is not None:
            return numeric
        steps = [column for column in filled if not all(map(_PERCENT.fullmatch, seen[column].texts))]
        overall = [column for column in filled if _OVERALL.match(simple(headings.get(column, "")))]
        for sure in (steps, overall):
            if len(sure) == 1:
                return sure[0]
    if filled and len({tuple((cell.row, cell.text) for cell in seen[column].cells) for column in filled}) == 1:
        return next((column for column in filled if column not in hidden), filled[0])
    return None


def _number_of_words(columns: Sequence[int], seen: Mapping[int, Evidence]) -> int | None:
    """Of a column of numbers and one of words that always go together ("Likely", 4), the numbers."""
    numeric = [column for column in columns if seen[column].numbers == 1]
    worded = [column for column in columns if seen[column].numbers == 0]
    if len(columns) != 2 or len(numeric) != 1 or len(worded) != 1:
        return None
    numbers, words = (
        {cell.row: simple(cell.text) for cell in seen[column].cells} for column in (numeric[0], worded[0])
    )
    pairs = {(numbers.get(row), words.get(row)) for row in numbers.keys() | words.keys()}
    one_to_one = len(pairs) == len({number for number, _ in pairs}) == len({word for _, word in pairs})
    return numeric[0] if one_to_one else None

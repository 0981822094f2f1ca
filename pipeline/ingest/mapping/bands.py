"""Bands of a scale: ``Low 1-4; Medium 5-9; High 10-15; Very high 16-25``."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.model.records import Band, Number

_NUMBER = r"(\d{1,6}(?:\.\d{1,6})?)"
_BAND = re.compile(rf"(?P<name>\D.*?)[\s:=(]+{_NUMBER}(?:\s*(?:-|–|—|−|to)\s*{_NUMBER})?\)?", re.IGNORECASE)


def read_bands(text: str) -> tuple[tuple[Band, ...], tuple[str, ...]]:
    """The bands, lowest first, and what is wrong with them. No bands where no order can be made of them:
    a rating worked out from half of a scale would be a guess.
    """
    parts = [
        part for part in (" ".join(p.split()) for p in re.split(r"[;\n]" if ";" in text else r"[,\n]", text)) if part
    ]
    bands: list[Band] = []
    faults: list[str] = []
    decimals = 0
    steps = [0.5, 0.25]  # of a mean
    for part in parts:
        match = _BAND.fullmatch(part)
        if match is None:
            faults.append(f"'{part}' is not a name and its scores, such as Low 1-4")
            continue
        low, high = match[2], match[3] or match[2]
        decimals = max(decimals, *(len(number.partition(".")[2]) for number in (low, high)))
        steps = [step for step in steps if all(float(number) % step == 0 for number in (low, high))]
        bands.append(Band(match["name"].rstrip(" :=("), _number(low), _number(high)))
    faults.extend(f"{band.name} runs from {band.low} down to {band.high}" for band in bands if band.low > band.high)
    names = [band.name.casefold() for band in bands]
    faults.extend(f"{band.name} stands twice" for n, band in enumerate(bands) if names.index(band.name.casefold()) != n)
    for lower, upper in pairwise(bands):
        if upper.low <= lower.low:
            faults.append(f"{upper.name} stands after {lower.name}: put the lowest first")
        elif upper.low <= lower.high:
            faults.append(f"{lower.name} and {upper.name} overlap")
    if faults:
        return (), tuple(faults)
    # Only between whole numbers can a score be left out: a band reaches to just below the next.
    step = steps[0] if decimals and steps else 10.0**-decimals
    gaps = tuple(
        f"there is a gap between {lower.name} ({lower.high}) and {upper.name} ({upper.low})"
        for lower, upper in pairwise(bands)
        if upper.low - lower.high > step * 1.001
    )
    return tuple(bands), gaps


def left_out(bands: Sequence[Band], top: int) -> str:
    """The scores from 1 to ``top`` that are below the lowest band or above the highest: ``1 and 21-25``; nothing
    where there are none.
    """
    below, above = (1, min(math.ceil(bands[0].low) - 1, top)), (max(math.floor(bands[-1].high) + 1, 1), top)
    return " and ".join(f"{a}-{b}" if a < b else f"{a}" for a, b in (below, above) if a <= b)


def _number(text: str) -> Number:
    return float(text) if "." in text else int(text)

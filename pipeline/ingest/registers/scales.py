"""What may stand in a cell of a scale: words beside a number, a score with the levels it is made of, how high it goes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Final, NamedTuple

from pipeline.ingest.cleaning import one_line
from pipeline.ingest.registers.values import tidy
from pipeline.ingest.registers.vocabulary import SCALE_WORDS, simple
from pipeline.model.records import Number

# What steps of a scale are named by, beyond the steps that everyone uses.
_QUALIFIERS: Final = frozenset(
    ("very", "extremely", "highly", "quite", "fairly", "near", "nearly", "virtually", "almost")
)
_STEPS: Final = (frozenset(word for phrase in SCALE_WORDS for word in phrase.split()) - _QUALIFIERS) | frozenset((
    "med", "mod", "min", "maj", "crit", "ext", "sig", "insig", "neg", "cat", "often", "seldom", "sometimes", "never", "always",
    "certainty", "impossible", "definite", "slight", "considerable", "material", "immaterial", "trivial",
    "small", "large", "massive", "disastrous", "disaster", "catastrophe", "fatal", "dangerous", "weak", "poor", "adequate", "good",
    "strong", "effective", "ineffective", "partial", "partially", "fully", "unsatisfactory", "satisfactory", "elevated", "intermediate", "normal",
    "black", "blue", "purple", "brown", "white", "grey", "lime",
))  # fmt: skip
# What the heading says already: "Score 16", "High risk (16)".
_FILLING: Final = frozenset(("risk", "score", "rating", "level", "rated", "impact", "likelihood", "probability", "consequence", "severity", "rag", "and"))  # fmt: skip
# A sentence that begins with a step is still about another number where one of these stands in it.
_OF_ANOTHER: Final = re.compile(
    r"\b(?:was|were|from|by|until|previously|formerly|reduced?|increased?|target|then|now|to$)\b"
)
_CODE = re.compile(r"[A-Z]|[VLMHERAGY]{2,3}|[VLMHERAGY]/[VLMHERAGY]")

_LABELLED = re.compile(r"\d{1,3}(?:\.\d{1,2})?\s*(?:\s[-–—]\s|[:=.)])\s*([^\W\d].*)")

_LEVEL = r"(\d{1,2}(?:\.\d{1,2})?)"
_TIMES = r"\s*[x×*✕]\s*"
_FACTORS = rf"(?:([a-z])\s*[:=]?\s*)?{_LEVEL}{_TIMES}(?:([a-z])\s*[:=]?\s*)?{_LEVEL}"
_TOTAL = r"(\d{1,3}(?:\.\d{1,2})?)"
# "4 x 5", "L4 x I5 = 20", "4x4 (16)"; "16 (4x4)", "20 = 4 x 5"
_MADE = re.compile(rf"\(?{_FACTORS}\)?(?:\s*[=:]\s*{_TOTAL}|\s*[\(\[]\s*=?\s*{_TOTAL}\s*[\)\]])?")
_MADE_LAST = re.compile(rf"{_TOTAL}\s*(?:[=:]\s*|(?=[\(\[]))[\(\[]?\s*{_FACTORS}\s*[\)\]]?")
_LIKELIHOODS: Final = frozenset("lp")
_IMPACTS: Final = frozenset("ics")
_PRODUCT_HEADING = re.compile(
    r"\b(likelihood|probability|l|p|impact|consequence|severity|i|c|s)\s*[x×*]\s*(likelihood|probability|l|p|impact|consequence|severity|i|c|s)\b"
)

# A number above these is no step or score of a scale, unless its column is full of such.
HIGHEST: Final = {"likelihood": 10, "impact": 10, "score": 100, "rating": 100, "previous_score": 100}


class Product(NamedTuple):
    """A score with the two levels it is the product of. ``likelihood_first`` is None where no letter says which
    is which.
    """

    first: Number
    second: Number
    score: Number
    likelihood_first: bool | None = None


def may_stand_beside(word: str) -> bool:
    """Whether a word beside a number can be a step of a scale or a rating: "Likely", "VH"; not "was", "by"."""
    if _CODE.fullmatch(word.strip()):
        return True
    words = [one for one in simple(word).split() if one not in _FILLING]
    if not words:
        return True
    steps = [one for one in words if one not in _QUALIFIERS]
    if steps and all(one in _STEPS for one in steps):
        return True
    return bool(steps) and steps[0] in _STEPS and not _OF_ANOTHER.search(simple(word))


def is_labelled(text: str) -> bool:
    """Whether a text is a step with the body's own label after it: "3 - Occurs yearly", "2: Local media only"."""
    match = _LABELLED.fullmatch(one_line(text))
    return match is not None and not _OF_ANOTHER.search(simple(match[1]))


def product(text: str) -> Product | None:
    """The score and levels of "L4 x I5 = 20", "16 (4x4)", "3x3"; None for any other text, where the product is
    not what stands there, or where both letters mean the same.
    """
    line = one_line(text).casefold()
    if match := _MADE.fullmatch(line):
        one, first, other, second = match[1], match[2], match[3], match[4]
        total = match[5] or match[6]
    elif match := _MADE_LAST.fullmatch(line):
        total, one, first, other, second = match[1], match[2], match[3], match[4], match[5]
    else:
        return None
    made = tidy(float(first) * float(second))
    if total is not None and tidy(float(total)) != made:
        return None
    named = bool(one or other)
    likelihood_first = (one in _LIKELIHOODS and other in _IMPACTS) if named else None
    if named and not likelihood_first and not (one in _IMPACTS and other in _LIKELIHOODS):
        return None
    return Product(tidy(float(first)), tidy(float(second)), made, likelihood_first)


def likelihood_first(headings: Iterable[str]) -> bool | None:
    """Whether "4 x 5" begins with the likelihood, where headings such as "Score (L x I)" all say the same."""
    told: set[bool] = set()
    for heading in headings:
        for match in _PRODUCT_HEADING.finditer(one_line(heading).casefold()):
            one, other = match[1][0] in _LIKELIHOODS, match[2][0] in _LIKELIHOODS
            if one != other:
                told.add(one)
    return told.pop() if len(told) == 1 else None


def too_high(part: str, read: Number, others: Collection[Number]) -> bool:
    """Whether a number is beyond any scale, as a year is; not where at least half of its column's numbers are."""
    beyond = sum(number > HIGHEST[part] for number in others)
    return read > HIGHEST[part] and (len(others) < 2 or beyond * 2 < len(others))

"""What someone may have meant by a word that is not known. Shown in messages; never acted upon."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is most like this one; None where none is near. For proposals only."""
    best = process.extractOne(word.casefold(), list(known), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=60)
    return best[0] if best else None


def likely(word: str, known: Iterable[str]) -> str:
    """The question to add to a message: did you mean the nearest one? Empty where none is near."""
    near = nearest(word, known)
    return f" Did you mean '{near}'?" if near else ""

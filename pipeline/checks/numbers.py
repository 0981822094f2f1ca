"""Small numbers in digits or words, as they stand in a sentence."""

from __future__ import annotations

_WORDS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip

# Longest first, so that "seven" doesn't end "seventeen".
NUMBER = rf"(?:\d{{1,3}}|{'|'.join(sorted(_WORDS[1:], key=len, reverse=True))})"


def number_of(text: str) -> int:
    """What a match of ``NUMBER`` says."""
    return int(text) if text.isdigit() else _WORDS.index(text.casefold())

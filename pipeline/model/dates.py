"""A day in words, the same on every machine: no locale is asked."""

from __future__ import annotations

from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


def in_words(day: date) -> str:
    """``19 December 2017``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"

"""Numbers, dates and lists in words. British English without any locale: the same words on every machine."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pipeline.model import dates
from pipeline.model.records import Band, Exposure, Level, Number, ShownWorking, Trend

NOTHING = "–"  # stands in a table's cell where there is nothing to say
NOT_STATED = "Not stated"
NOT_SCORED = "Not scored"

TREND_WORDS: dict[Trend | None, str] = {
    Trend.RISING: "↑ Rising",
    Trend.SAME: "↔ Unchanged",
    Trend.FALLING: "↓ Falling",
    Trend.NEW: "New",
    None: NOT_STATED,
}

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SMALL = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def day(value: date | None) -> str:
    """``19 December 2017``; nothing for no date."""
    return dates.in_words(value) if value else ""


def weekday(value: date) -> str:
    """``Tuesday 19 December 2017``."""
    return f"{_WEEKDAYS[value.weekday()]} {day(value)}"


def month(value: date) -> str:
    """``September 2017``."""
    return f"{dates.MONTHS[value.month - 1]} {value.year}"


def in_words(count: int) -> str:
    """``four``, ``twenty-one``; ``no`` for none, digits from a hundred on."""
    if count < len(_SMALL):
        return _SMALL[count]
    if count >= 100:
        return str(count)
    tens, ones = divmod(count, 10)
    return _TENS[tens - 2] + (f"-{_SMALL[ones]}" if ones else "")


def plural(count: int, one: str, many: str) -> str:
    """``1 control``, ``3 controls``."""
    return f"{count} {one if count == 1 else many}"


def joined(names: Iterable[str], none: str = "") -> str:
    """``Safeguarding, Governance, Money and Insight``; ``none`` where there is no name."""
    names = tuple(names)
    if not names:
        return none
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def small(text: str) -> str:
    """The text with its first letter small: for a fixed phrase inside a sentence, never for a name."""
    return text[:1].lower() + text[1:]


def plain(text: str) -> str:
    """A name for comparing: without regard to case and spacing."""
    return " ".join(text.split()).casefold()


def stopped(text: str) -> str:
    """The text ending as a sentence does."""
    return text if not text or text.endswith((".", "!", "?", ":", "…", ".)", ".”")) else f"{text}."


def number(value: Number) -> str:
    """``12`` for 12 and 12.0, ``9.98`` for 9.98; never in the form 1e+16."""
    if isinstance(value, int) or value == int(value):
        return str(int(value))
    return f"{value:.4f}".rstrip("0")


def level(value: Level | None) -> str:
    """A likelihood, impact or score as a word; nothing for None."""
    if value is None or isinstance(value, str):
        return value or ""
    return number(value)


def rating(band: Band | None, exposure: Exposure) -> str:
    """``High (12)``; the register's own word where that is no band; ``Likelihood Likely, impact Major`` where that is
    all it says; ``Not scored`` where it says nothing.
    """
    name = band.name if band else exposure.rating or ""
    score = level(exposure.score if exposure.number is None else exposure.number)
    if name and score and score.casefold() != name.casefold():
        return f"{name} ({score})"
    parts = (("likelihood", exposure.likelihood), ("impact", exposure.impact))
    steps = ", ".join(f"{part} {level(value)}" for part, value in parts if value is not None)
    return name or score or steps[:1].upper() + steps[1:] or NOT_SCORED


def shown(working: ShownWorking) -> str:
    """``partly shown``: a level as it stands in brackets."""
    return small(working.value)

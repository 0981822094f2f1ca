"""One cell → one value: levels, scores with their words, dates, lists. What can't be read is None, and said."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final, NamedTuple

from pipeline.ingest.cleaning import one_line
from pipeline.ingest.grid import Cell
from pipeline.ingest.registers.vocabulary import simple
from pipeline.model.records import Level, Number

# Words that say there is nothing to say.
_OPEN: Final = ("no", "n", "false", "not restricted", "unrestricted")
_NOTHING: Final = frozenset(
    (
        "",
        "n a",
        "na",
        "nil",
        "none",
        "not applicable",
        "not known",
        "unknown",
        "nothing",
        "null",
        "not stated",
        "not scored",
        "not assessed",
    )
)
_DASHES: Final = frozenset(" -–—−_./\n\t")
# Words that stand in a cell until someone fills it.
PLACEHOLDERS: Final = frozenset(
    (
        "tbc",
        "tbd",
        "tba",
        "to be confirmed",
        "to be determined",
        "to be agreed",
        "xx",
        "xxx",
        "insert",
        "pending",
        "to follow",
    )
)
_DITTO = re.compile(
    r"ditto|do\.?|[\"“”″〃]|'{2}|,,|-+ ?[\"“”″〃] ?-+"
    r"|(?:ditto|same|as|see|as per|as for|same as)(?: (?:the )?(?:above|below|previous|previous (?:row|risk|line)|(?:row|risk|line|one) (?:above|below|before)))\.?",
    re.IGNORECASE,
)

_MARKED_ID = re.compile(r"(.*\w)\s?([*†‡\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+)")
_NUMBER = r"[-+]?\d{1,4}(?:\.\d{1,9})?"
_PLAIN = re.compile(rf"({_NUMBER})\s*(%?)")
# "4 - Likely", "4: Likely", "4. Likely", "4) Likely", "4 Likely", "12 (A)", "(4) Likely"
_NUMBER_WORD = re.compile(
    rf"[\(\[]?({_NUMBER})[\)\]]?\s*(?:[-–—:.)=/]\s*|\s+|(?=[\(\[]))[\(\[]?\s*([^\W\d_][^\d]*?)\s*[\)\]]?"
)
# "VH(16)", "Likely (4)", "Likely - 4", "High 16"
_WORD_NUMBER = re.compile(rf"([^\W\d_][^\d]*?)\s*(?:[-–—:=/]\s*|\s+|(?=[\(\[]))[\(\[]?\s*({_NUMBER})\s*[\)\]]?")
LONGEST_WORD: Final = 40


class Rated(NamedTuple):
    """What a level, score or rating cell says: a number, a word, or both. ``unread``: neither could be read."""

    number: Number | None = None
    word: str | None = None
    unread: bool = False

    @property
    def level(self) -> Level | None:
        return self.number if self.number is not None else self.word


def is_nothing(text: str) -> bool:
    """Whether a cell's text says nothing: blank, dashes, "N/A", "None". Arrows and other signs say something."""
    return simple(text) in _NOTHING if any(map(str.isalnum, text)) else set(text) <= _DASHES


def says_open(text: str) -> bool:
    """Whether a cell that may say why something is restricted says that it is not: "No", "Not restricted", "n/a"."""
    return is_nothing(text) or simple(text) in _OPEN


def points_elsewhere(text: str) -> bool:
    """Whether a cell only says that it holds what another row holds: "ditto", "as above". Which row is meant, nobody
    knows once the rows have been sorted anew.
    """
    line = one_line(text)
    return bool(_DITTO.fullmatch(line)) and line != "DO"  # which may be a post


def id_in(text: str) -> tuple[str, str]:
    """The id in its cell's text, and the mark of a footnote typed behind it: A2 and "*" of "A2*"."""
    line = one_line(text)
    match = _MARKED_ID.fullmatch(line)
    return (match[1], match[2]) if match else (line, "")


def is_number(cell: Cell) -> bool:
    """Whether a cell is a number and nothing else, typed as such or as text."""
    return isinstance(cell.value, (int, float)) or bool(_PLAIN.fullmatch(one_line(cell.text)))


def rated(cell: Cell) -> Rated:
    """The number and word of a level, score or rating."""
    value = cell.value
    if isinstance(value, bool):
        return Rated(unread=True)
    if isinstance(value, (int, float)):
        return Rated(tidy(value)) if abs(value) < 1e6 else Rated(unread=True)
    if value is None:
        return Rated()
    if not isinstance(value, str):
        return Rated(unread=True)  # a date: Excel has made one of "3-4"
    return rated_text(cell.text)


def rated_text(text: str) -> Rated:
    """As ``rated``, of a text."""
    line = one_line(text)
    if is_nothing(line):
        return Rated()
    if match := _PLAIN.fullmatch(line):
        number = float(match[1])
        return Rated(tidy(number / 100 if match[2] else number))
    if simple(line) in PLACEHOLDERS or points_elsewhere(line):
        return Rated(unread=True)
    for pattern, number_at, word_at in ((_NUMBER_WORD, 1, 2), (_WORD_NUMBER, 2, 1)):
        match = pattern.fullmatch(line)
        if (
            match
            and len(match[word_at]) <= LONGEST_WORD
            and simple(match[word_at]) not in ("to", "of", "or", "x", "and")
        ):
            return Rated(tidy(float(match[number_at])), match[word_at].strip(" -–—:([") or None)
    if len(line) <= LONGEST_WORD and not any(char.isdigit() for char in line) and any(char.isalpha() for char in line):
        return Rated(word=line)
    return Rated(unread=True)


def tidy(value: Number) -> Number:
    """4.0 as 4, and floats to the 15 digits that a spreadsheet keeps."""
    if isinstance(value, int):
        return value
    value = float(f"{value:.15g}")
    return int(value) if value.is_integer() else value


# --- dates ------------------------------------------------------------------------------------

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august", "sep sept september", "oct october", "nov november", "dec december"), 1
    )
    for name in names.split()
}  # fmt: skip
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?z?)?")
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4}|\d{2})")
# "10 Feb 2018", "10-Feb-18", "10th of February, 2018"; not "10-Feb -26", where a slip may have moved a digit.
_DAY_NAMED = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?(?:(?:\s+of)?\s+([a-z]{3,9})[.,]*\s+|\s*([./-])\s*([a-z]{3,9})\.?\3\s*|([a-z]{3,9}))(\d{4}|\d{2})"
)
_MONTH_NAMED = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_WEEKDAY = re.compile(r"^(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)(?:day|sday|nesday|rsday|urday)?,?\s+")
_YEARS = range(1970, 2101)


def read_date(cell: Cell) -> tuple[date | None, bool]:
    """The date a cell holds, and whether something stands there that is no date. Numbers in a row are
    read day first, as the registers' authors write them.
    """
    value = cell.value
    if isinstance(value, datetime):
        return (value.date(), False) if value.year in _YEARS else (None, True)
    if isinstance(value, date):
        return (value, False) if value.year in _YEARS else (None, True)
    if not isinstance(value, str):
        return None, value is not None
    text = one_line(cell.text)
    if is_nothing(text):
        return None, False
    found = date_in(text)
    return found, found is None


def first_numbers(text: str) -> tuple[int, int] | None:
    """The first two numbers of a date written in numbers with its year last: 31 and 3 of "31/03/2016"."""
    match = _DAY_FIRST.fullmatch(_WEEKDAY.sub("", one_line(text).casefold()))
    return (int(match[1]), int(match[2])) if match else None


def date_in(text: str) -> date | None:
    """The date a text is, whole: "31.03.2016", "10 Feb 2018", "2017-12-01"."""
    line = _WEEKDAY.sub("", one_line(text).casefold())
    if match := (_ISO.fullmatch(line) or _YEAR_FIRST.fullmatch(line)):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY_FIRST.fullmatch(line):
        return _date(_year(match[3]), int(match[2]), int(match[1]))
    if (match := _DAY_NAMED.fullmatch(line)) and (month := match[2] or match[4] or match[5]) in _MONTHS:
        return _date(_year(match[6]), _MONTHS[month], int(match[1]))
    if (match := _MONTH_NAMED.fullmatch(line)) and match[1] in _MONTHS:
        return _date(int(match[3]), _MONTHS[match[1]], int(match[2]))
    return None


def _year(digits: str) -> int:
    """The year; none that is known for two digits that may be of either century: 85 is 1985 or 2085."""
    year = int(digits) if len(digits) == 4 else 2000 + int(digits)
    return 0 if len(digits) == 2 and year - 100 in _YEARS else year


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None

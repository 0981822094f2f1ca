"""Trends in every form, and dates real, typed, odd and swapped."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Final

from tests.generator.cells import Able, Entry, Row

_TREND_FORMS: Final[dict[str, tuple[tuple[str, str | None], ...]]] = {
    "word": (("Rising", "rising"), ("Unchanged", "same"), ("Falling", "falling"), ("New", "new")),
    "word2": (("Increasing", "rising"), ("Stable", "same"), ("Decreasing", "falling"), ("New risk", "new")),
    "word3": (("Worsening", "rising"), ("No change", "same"), ("Improving", "falling"), ("new", "new")),
    "arrow": (("↑", "up"), ("↔", "same"), ("↓", "down"), ("→", "same")),
    "triangle": (("▲", "up"), ("=", "same"), ("▼", "down"), ("◄►", "same")),
    "typed": (("<->", "same"), ("↑ Rising", "rising"), ("↓ Falling", "falling")),
    "updown": (("Up", "up"), ("Same", "same"), ("Down", "down")),
    "letters": (("U", "rising"), ("S", "same"), ("D", "falling")),
    "moved": (("16 → 12", "falling"), ("9 -> 9", "same"), ("6 to 8", "rising")),
    "wingdings": (("é", "up"), ("ê", "down"), ("è", "same"), ("ç", "same")),
    "wingdings2": (("ñ", "up"), ("ò", "down"), ("ó", "same")),
    "icons": ((1, None), (2, None), (3, None)),  # type: ignore[dict-item]
}


def trends(rng: Random, rows: list[Row], able: Able) -> list[str]:
    """The trend column; gives the layout's lines."""
    forms = [form for form in _TREND_FORMS if able.fonts or not form.startswith("wingdings")]
    form = rng.choice(forms)
    layout: list[str] = []
    means = rng.choice(("risk", "position", ""))
    if form == "letters" and means:
        layout = ["[words.trend]", 'U = "rising"', 'S = "same"', 'D = "falling"']
    elif means:
        layout = [f'trend_means = "{means}"']
    up = {"risk": "rising", "position": "falling", "": None}[means]
    down = {"risk": "falling", "position": "rising", "": None}[means]
    for row in rows:
        shown, said = rng.choice(_TREND_FORMS[form])
        meaning = {"up": up, "down": down}.get(said or "", said)
        if form == "letters" and not means:
            meaning = None
        font = "Wingdings" if form.startswith("wingdings") else ""
        row["trend"] = Entry(shown, meaning, told=meaning is None, font=font)
        if rng.random() < 0.05:
            row["trend"] = Entry(None, None)
    return layout


_ODD_DATES: Final = ("Ongoing", "TBC", "Q3 17/18", "10-Feb -26", "31/11/2017", "Spring", "monthly")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def _date_text(rng: Random, style: int, day: date) -> str:
    return (
        f"{day.day:02d}/{day.month:02d}/{day.year}",
        f"{day.day:02d}.{day.month:02d}.{day.year}",
        day.isoformat(),
        f"{day.day} {_MONTHS[day.month - 1]} {day.year}",
        f"{day.day:02d}-{_MONTHS[day.month - 1][:3]}-{day.year % 100:02d}",
        f"{day.day}/{day.month}/{day.year % 100:02d}",
    )[style]


def dates(rng: Random, rows: list[Row], name: str, able: Able) -> bool:
    """A column of dates; gives whether days and months are swapped in it."""
    real, style = able.typed and rng.random() < 0.6, rng.randrange(6)
    if able.typed and len(rows) >= 4 and rng.random() < 0.15:
        for number, row in enumerate(rows):
            if number % 2:
                day = date(2017, rng.randrange(1, 13), rng.randrange(1, 13))
                row[name] = Entry(day, day)
            else:
                day = date(2017, rng.randrange(1, 13), rng.randrange(13, 29))
                row[name] = Entry(f"{day.day:02d}/{day.month:02d}/{day.year}", day)
        return True
    for row in rows:
        day = date(2016, 1, 1) + timedelta(rng.randrange(900))
        row[name] = Entry(day if real else _date_text(rng, style, day), day)
        if rng.random() < 0.07:
            row[name] = Entry(rng.choice(_ODD_DATES), None, told=True)
        elif rng.random() < 0.05:
            row[name] = Entry(None, None)
    return False

"""Levels, dates and lists."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from pipeline.ingest.grid import Cell, shown
from pipeline.ingest.registers.lists import split_list
from pipeline.ingest.registers.values import rated, read_date


@pytest.mark.parametrize(
    ("value", "number", "word"),
    [
        (4, 4, None), (4.0, 4, None), (0.85, 0.85, None), ("4", 4, None), ("4.0", 4, None), ("85%", 0.85, None),
        ("4 - Likely", 4, "Likely"), ("4-Likely", 4, "Likely"), ("4: Likely", 4, "Likely"), ("4. Likely", 4, "Likely"), ("4 Likely", 4, "Likely"),
        ("(4) Likely", 4, "Likely"), ("Likely (4)", 4, "Likely"), ("12 (A)", 12, "A"), ("VH(16)", 16, "VH"), ("High 16", 16, "High"),
        ("Almost Certain", None, "Almost Certain"), ("IV", None, "IV"), ("", None, None), ("N/A", None, None), ("-", None, None),
    ],
)  # fmt: skip
def test_levels(value: object, number: float | None, word: str | None) -> None:
    read = rated(Cell(1, 1, value))  # type: ignore[arg-type]
    assert (read.number, read.word, read.unread) == (number, word, False)


@pytest.mark.parametrize(
    "value",
    [
        "3-4",
        "3/5",
        "TBC",
        "?",
        True,
        datetime(2017, 5, 3),
        "4 or 5",
        "about 3 or so, I think, given what we know now",
        "3 to 4",
    ],
)
def test_levels_that_cannot_be_read(value: object) -> None:
    assert rated(Cell(1, 1, value)).unread  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "2018-02-10",
        "10/02/2018",
        "10.02.2018",
        "10-2-18",
        "10 Feb 2018",
        "10-Feb-18",
        "10th of February 2018",
        "Saturday, 10 February 2018",
        "Feb 10, 2018",
        "2018-02-10T09:00:00",
        datetime(2018, 2, 10, 9),
    ],
)
def test_dates(text: object) -> None:
    assert read_date(Cell(1, 1, text)) == (date(2018, 2, 10), False)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["Q3 17/18", "Ongoing", "TBD", "Feb 2018", "03/31/2016", "31.02.2017", 43100, "10/02", True]
)
def test_dates_that_cannot_be_read(text: object) -> None:
    assert read_date(Cell(1, 1, text)) == (None, True)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", "N/A", "-", None])
def test_no_date(text: object) -> None:
    assert read_date(Cell(1, 1, text)) == (None, False)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("Alarms, drills, and wardens", ("Alarms, drills, and wardens",)),
        ("Alarms\nDrills", ("Alarms", "Drills")),
        ("• Alarms\n• Drills, each\n  month", ("Alarms", "Drills, each month")),
        ("- Alarms\n- Drills", ("Alarms", "Drills")),
        ("Alarms • Drills • Wardens", ("Alarms", "Drills", "Wardens")),
        ("1) Alarms\nin each room\n2) Drills", ("Alarms in each room", "Drills")),
        ("1. Alarms 2. Drills 3. Wardens", ("Alarms", "Drills", "Wardens")),
        ("Reach version 2. Then stop", ("Reach version 2. Then stop",)),
        ("Alarms; drills", ("Alarms; drills",)),
        ("None", ()), ("N/A", ()), ("-", ()), ("No formal process", ()), ("No actions have been taken.", ()), ("There are no controls in place", ()), ("None identified", ()),
        ("No actions outstanding", ()), ("No open actions", ()), ("None outstanding", ()), ("No actions are outstanding", ()), ("No outstanding debts", ("No outstanding debts",)),
        ("No smoking on site", ("No smoking on site",)), ("No formal review of vendors", ("No formal review of vendors",)),
        ("", ()),
    ],
)  # fmt: skip
def test_lists(text: str, entries: tuple[str, ...]) -> None:
    assert split_list(text) == entries


def test_lists_split_only_as_the_layout_says() -> None:
    assert split_list("a\nb; c", ()) == ("a b; c",)
    assert split_list("a\nb; c", ("line",)) == ("a", "b; c")
    assert split_list("a\nb; c", ("line", ";")) == ("a", "b", "c")
    assert split_list("1. a\n2. b", ("line",)) == ("a", "b")
    assert split_list("a\nb", ("bullet",)) == ("a b",)


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (4.0, "General", "4"),
        (232, "00000", "00232"),
        (1.1, "0.00", "1.10"),
        (0.1 + 0.2, "General", "0.3"),
        (True, "General", "TRUE"),
        (date(2017, 12, 1), "dd/mm/yyyy", "2017-12-01"),
    ],
)
def test_values_as_a_reader_sees_them(value: object, form: str, text: str) -> None:
    assert shown(value, form) == text  # type: ignore[arg-type]

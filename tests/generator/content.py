"""Risks of known content: what stands in each cell, and what must be read from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any, Final

Shown = str | int | float | date | None

STAGE_PARTS: Final = ("likelihood", "impact", "score", "rating")
TEXTS: Final = ("title", "description", "cause", "consequence", "category", "trend_reason", "appetite", "status")
DATES: Final = ("last_reviewed", "next_review")


@dataclass(frozen=True)
class Entry:
    """A cell. ``means``: what must be read from it; ``told``: a finding must name it; ``font``: where it draws the
    sign; ``formula`` of the columns "{L}" and "{I}" of its block, with ``shown`` as its value; ``pieces``: where its
    lines may stand in rows of their own.
    """

    shown: Shown
    means: Any
    told: bool = False
    font: str = ""
    formula: str = ""
    number_format: str = ""
    pieces: tuple[str, ...] = ()


Row = dict[str, Entry]


@dataclass(frozen=True)
class Content:
    """The risks of one register. Field names are those of the headings: "residual.score", ".score" (no stage).

    ``ambiguous``: fields whose values no reader could be sure of; ``layout``: lines of TOML that say what no
    program can know; ``codes``: findings that must be among those given.
    """

    risks: tuple[Row, ...]
    fields: tuple[str, ...]
    layout: tuple[str, ...] = ()
    codes: frozenset[str] = frozenset()
    stages: tuple[str, ...] = ()
    notes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Able:
    """What a file format can hold besides text."""

    typed: bool = True  # numbers and dates as such
    fonts: bool = True
    formulas: bool = True
    merges: bool = True
    hidden: bool = True
    sheets: bool = True


_THINGS = (
    "the boiler house", "the payroll system", "Depot 4", "the winter timetable", "school transport", "the call centre",
    "Fire 1", "the archive, annex B", "the grants scheme", "volunteer drivers", "the ferry crossing", "Phase 2 works",
)  # fmt: skip
_FAULTS = (
    "fails without warning", "is not staffed at weekends", "runs over budget (10 % or more)", "depends on one supplier",
    "is delayed; partners withdraw", "loses key staff, or their goodwill", "can't be insured", "is flooded",
)  # fmt: skip
_EFFECTS = (
    "people are hurt", "services stop for a week", "fines of up to £2m; claims follow", "the public loses confidence",
    "costs rise by 3-5 %", "the audit opinion is qualified", "work is done twice, late and badly",
)  # fmt: skip
_SHORT = ("Fire", "Risk", "Flood", "Fraud", "Strike", "Data loss", "Supply", "Staffing", "Transport", "Budget gap")
_POSTS = (
    "Head of Estates", "Director of Finance", "ACO", "Chief of Staff", "Harbour Master", "HR Manager", "COO",
    "Deputy Head, Transport", "Clerk to the Board", "IT / Digital lead", "Town Clerk & Treasurer", "Head of Service\nDelivery",
)  # fmt: skip
_CATEGORIES = ("Finance", "People", "Estates", "Digital", "Legal & governance", "Partnerships", "Service delivery")
_CONTROLS = (
    "Weekly inspection by two wardens", "Budget monitoring, monthly, by cost centre", "Out-of-hours rota in place",
    "Contract clause 14.2 enforced", "Staff trained every 2 years", "Backups tested each quarter",
    "Fire drill held twice a year", "Gritting plan agreed with 3 parishes", "Dual sign-off above £5,000",
    "Independent audit reports to the Board", "Spare parts held at Depot 4", "Insurance renewed in April",
)  # fmt: skip
_ACTIONS = (
    "Replace the pumps by spring", "Recruit two apprentices", "Agree terms with the second supplier",
    "Publish the new rota", "Write up lessons from the January storm", "Tender the roof works", "Survey 40 bridges",
    "Move records to the new store", "Test the phone tree, then report", "Brief members before the vote",
)  # fmt: skip
NONE_SENTENCES: Final = ("None", "No formal process", "No actions have been taken", "N/A", "None in place", "-", "No controls in place", "Nil", "None identified")
_WRAPS = ("with the county and its partners", "as agreed in the autumn", "and report to the Board")


def sentence(rng: Random) -> str:
    """A description of a risk, such as people write."""
    form = rng.randrange(6)
    thing, fault, effect = rng.choice(_THINGS), rng.choice(_FAULTS), rng.choice(_EFFECTS)
    if form == 0:
        return f"If {thing} {fault}, {effect}."
    if form == 1:
        return f"{thing[:1].upper()}{thing[1:]} {fault};\n{effect}"
    if form == 2:
        return f"- {thing} {fault}\n- {effect}"
    if form == 3:
        return f"There is a risk that {thing} {fault}. As a result, {effect}, and {rng.choice(_EFFECTS)}."
    if form == 4:
        return f"{fault[:1].upper()}{fault[1:]} \u2013 {thing}"
    return f"{thing[:1].upper()}{thing[1:]} {fault}, so {effect}"


def _descriptions(rng: Random, count: int) -> list[Entry]:
    if rng.random() < 0.12:  # short texts that end in a number
        word = rng.choice(_SHORT)
        return [Entry(f"{word} {number}", f"{word} {number}") for number in range(1, count + 1)]
    texts = [sentence(rng) for _ in range(count)]
    if rng.random() < 0.05:
        texts[-1] = "=" + texts[-1]
    return [Entry(_strayed(rng, text), text) for text in texts]


def _strayed(rng: Random, text: str) -> str:
    """The text as it might be typed: a space too many at its ends, a no-break or a zero-width one in it."""
    if rng.random() < 0.08:
        text = text.replace(" ", "\u00a0", 1)
    if rng.random() < 0.04:
        text = text.replace(" ", " \u200b", 1)
    return f"{' ' * rng.choice((0, 0, 0, 1))}{text}{rng.choice(('', '', '', ' ', '  '))}"


def _ids(rng: Random, count: int, able: Able) -> list[Entry]:
    style = rng.randrange(9)
    first = rng.choice((1, 1, 7, 21))
    numbers = [first + i for i in range(count)]
    if style == 0:
        return [Entry(f"{n:05d}", f"{n:05d}") for n in numbers]
    if style == 1:
        return [Entry(f"M{n:02d}", f"M{n:02d}") for n in numbers]
    if style == 2:
        return [Entry(text, text) for n in numbers for text in (f"{1 + n // 3}.{1 + n % 3}",)]
    if style == 3:
        return [Entry(f"CR-{n:03d}", f"CR-{n:03d}") for n in numbers]
    if style == 4 and able.formulas:
        return [Entry(n, f"{n:03d}", number_format="000") for n in numbers]
    if style == 5:
        return [Entry(f"SR {n}", f"SR {n}") for n in numbers]
    if style == 6:
        return [Entry(f"2017/{n:02d}", f"2017/{n:02d}") for n in numbers]
    if style == 7:
        return [Entry(f"{chr(65 + n % 26)}{n}", f"{chr(65 + n % 26)}{n}") for n in numbers]
    return [Entry(n if able.typed else str(n), str(n)) for n in numbers]


# --- exposure

_WORDS: Final = {
    "likelihood": (("Rare", "Unlikely", "Possible", "Likely", "Almost certain"), ("Low", "Medium", "High"), ("Remote", "Unlikely", "Possible", "Probable")),
    "impact": (("Insignificant", "Minor", "Moderate", "Major", "Catastrophic"), ("Low", "Medium", "High"), ("Negligible", "Marginal", "Serious", "Critical")),
}  # fmt: skip
_ROMAN = ("I", "II", "III", "IV", "V")


def _steps(rng: Random, part: str, style: str, top: int) -> list[tuple[Shown, Any]]:
    """The steps of a scale: as written, as read."""
    words = next((w for w in _WORDS[part] if len(w) == top), _WORDS[part][0])
    if style == "label":
        between = rng.choice((" - ", ": ", " – ", " "))
        return [(f"{n}{between}{word}", n) for n, word in enumerate(words, 1)]
    if style == "brackets":
        return [(f"{word} ({n})", n) for n, word in enumerate(words, 1)]
    if style == "word":
        return [(word, word) for word in words]
    if style == "roman":
        return [(roman, roman) for roman in _ROMAN[:top]]
    if style == "share":
        return [(n / 10, n / 10) for n in range(1, 10)]
    if style == "text":
        return [(str(n), n) for n in range(1, top + 1)]
    return [(n, n) for n in range(1, top + 1)]


def _tidy(number: float) -> int | float:
    number = round(number, 6)
    return int(number) if float(number).is_integer() else number


_BANDS: Final = (
    ("Low", "Medium", "High", "Very high"),
    ("Green", "Yellow", "Amber", "Red"),
    ("L", "M", "H", "VH"),
)


def _exposures(rng: Random, rows: list[Row], stages: Sequence[str], able: Able) -> tuple[str, ...]:
    """Fills the blocks of each stage; gives the arithmetic's name."""
    style = rng.choice(("number", "number", "number", "label", "brackets", "word", "roman", "share", "text"))
    top = rng.choice((3, 4, 5, 5, 5, 10)) if style in ("number", "text") else rng.choice((3, 4, 5))
    numeric = style not in ("word", "roman")
    parts = list(
        rng.choice(
            (
                ("likelihood", "impact", "score"),
                ("likelihood", "impact", "score", "rating"),
                ("likelihood", "impact", "rating"),
                ("likelihood", "impact"),
                ("score", "rating"),
                ("score",),
                ("rating",),
            )
        )
    )
    if not numeric and "score" in parts:
        parts = ["likelihood", "impact", "rating"]
    arithmetic = rng.choice(("product", "product", "product", "mean", "sum"))
    if style == "share":
        arithmetic = "product"
    steps = {part: _steps(rng, part, style, top) for part in ("likelihood", "impact")}
    bands = rng.choice(_BANDS)
    combined = rng.choice(("", "", "rating", "score")) if numeric and top > 1 else ""
    for row in rows:
        for stage in stages:
            if stage == "target" and rng.random() < 0.1:
                for part in parts:
                    row[f"{stage}.{part}"] = Entry(None, None)
                continue
            (l_shown, l), (i_shown, i) = rng.choice(steps["likelihood"]), rng.choice(steps["impact"])
            cells: dict[str, Entry] = {}
            low, high = 1.0, float(top * top)
            if numeric:
                score = _tidy({"product": l * i, "mean": (l + i) / 2, "sum": l + i}[arithmetic])
                ends = (l_shown, i_shown)
                formula = ""
                if able.formulas and all(isinstance(end, (int, float)) for end in ends) and rng.random() < 0.6:
                    formula = {"product": "={L}*{I}", "mean": "=({L}+{I})/2", "sum": "={L}+{I}"}[arithmetic]
                high = {"product": high, "mean": float(top), "sum": 2.0 * top}[arithmetic]
                if style == "share":
                    low, high = 0.0, 1.0
                word = bands[min(3, int(4 * (score - low) / (high - low + 0.01)))]
                cells["score"] = Entry(score, score, formula=formula)
                if combined == "score" and "rating" not in parts:
                    cells["score"] = Entry(f"{score} ({word[:1]})", score)
                    cells["+rating"] = Entry(None, word[:1])
                if combined == "rating" and "score" not in parts:
                    cells["+score"] = Entry(None, score)
                    cells["rating"] = Entry(f"{word} ({score})", word)
                else:
                    cells["rating"] = Entry(word, word)
            else:
                word = rng.choice(bands)
                cells["rating"] = Entry(word, word)
            cells["likelihood"], cells["impact"] = Entry(l_shown, l), Entry(i_shown, i)
            for part in parts:
                row[f"{stage}.{part}"] = cells[part]
            for extra, beside in (("+rating", "score"), ("+score", "rating")):
                if extra in cells and beside in parts:
                    row[f"{extra[0]}{stage}.{extra[1:]}"] = cells[extra]
    return (arithmetic, *parts)


# --- lists

def _list(rng: Random, stock: Sequence[str]) -> Entry:
    if rng.random() < 0.12:
        return Entry(rng.choice(NONE_SENTENCES), ())
    items = tuple(rng.sample(stock, rng.choice((1, 2, 2, 3, 4))))
    style = rng.choice(("line", "line", "bullet", "dash", "paren", "dot", "wrapped", "inline"))
    if style == "line":
        return Entry("\n".join(items), items, pieces=items)
    if style == "bullet":
        return Entry("\n".join(f"• {item}" for item in items), items)
    if style == "dash":
        return Entry("\n".join(f"- {item}" for item in items), items)
    if style == "inline":
        return Entry(" ".join(f"{n}) {item}" for n, item in enumerate(items, 1)), items)
    mark = ")" if style == "paren" else "."
    if style == "wrapped":
        tails = [rng.choice(_WRAPS) for _ in items]
        return Entry(
            "\n".join(f"{n}{mark} {item}\n{tail}" for n, (item, tail) in enumerate(zip(items, tails, strict=True), 1)),
            tuple(f"{item} {tail}" for item, tail in zip(items, tails, strict=True)),
        )
    return Entry("\n".join(f"{n}{mark} {item}" for n, item in enumerate(items, 1)), items)


# --- trend

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


def _trends(rng: Random, rows: list[Row], able: Able) -> list[str]:
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


# --- dates

_ODD_DATES: Final = ("Ongoing", "TBC", "Q3 17/18", "10-Feb -26", "31/11/2017", "Spring", "monthly")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def _date_text(rng: Random, style: int, day: date) -> str:
    return (
        f"{day.day:02d}/{day.month:02d}/{day.year}",
        f"{day.day:02d}.{day.month:02d}.{day.year}",
        day.isoformat(),
        f"{day.day} {_MONTHS[day.month - 1]} {day.year}",
        f"{day.day:02d}-{_MONTHS[day.month - 1][:3]}-{day.year % 100:02d}",
        f"{day.day}/{day.month}/{day.year % 100:02d}",
    )[style]


def _dates(rng: Random, rows: list[Row], name: str, able: Able) -> bool:
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


_BLOCKS: Final = (
    ("inherent", "current", "target"), ("inherent", "residual"), ("inherent", "residual", "target"), ("current", "target"),
    ("inherent", "current"), ("current",), ("residual",), ("",), ("", "residual"), ("", "target"), ("inherent", "current", "residual"), (),
)  # fmt: skip


def make_content(rng: Random, able: Able, count: int) -> Content:
    """The risks of one register."""
    rows: list[Row] = [{} for _ in range(count)]
    fields: list[str] = []
    layout: list[str] = []
    codes: set[str] = set()

    def column(name: str, entries: Sequence[Entry]) -> None:
        fields.append(name)
        for row, entry in zip(rows, entries, strict=True):
            row[name] = entry

    def texts(name: str, choices: Sequence[str]) -> None:
        column(name, [Entry(_strayed(rng, text), text) for text in (rng.choice(choices) for _ in rows)])

    column("id", _ids(rng, count, able))
    with_title = rng.random() < 0.45
    if with_title:
        column("title", [Entry(text, text) for text in (f"{rng.choice(_SHORT)}: {rng.choice(_CATEGORIES)}" for _ in rows)])
    if not with_title or rng.random() < 0.8:
        column("description", _descriptions(rng, count))
    if rng.random() < 0.9:
        texts("owner", _POSTS)
    if rng.random() < 0.4:
        texts("category", _CATEGORIES)
    if "description" in fields and rng.random() < 0.2:
        texts("cause", [f"{thing} {fault}" for thing in _THINGS for fault in _FAULTS[:2]])
        texts("consequence", [f"{one}, and {two}" for one in _EFFECTS for two in _EFFECTS[:2] if one != two])
    stages = rng.choice(_BLOCKS)
    arithmetic, *parts = _exposures(rng, rows, stages, able)
    fields += [f"{stage}.{part}" for stage in stages for part in parts]
    if rng.random() < 0.45:
        layout += _trends(rng, rows, able)
        fields.append("trend")
        if rng.random() < 0.3:
            texts("trend_reason", [f"{post} reports that {thing} {fault}" for post in _POSTS[:3] for thing, fault in zip(_THINGS, _FAULTS, strict=False)])
    if rng.random() < 0.8:
        column("controls", [_list(rng, _CONTROLS) for _ in rows])
    if rng.random() < 0.6:
        column("actions", [_list(rng, _ACTIONS) for _ in rows])
    if rng.random() < 0.4:
        texts("status", ("Open", "Closed", "Open - under review", "Treat"))
    if rng.random() < 0.15:
        texts("appetite", ("Low", "Medium", "Cautious", "Open"))
    for name, chance in (("last_reviewed", 0.35), ("next_review", 0.3)):
        if rng.random() < chance:
            fields.append(name)
            if _dates(rng, rows, name, able):
                codes.add("dates-swapped")
    notes = {"arithmetic": arithmetic, "stages": ",".join(stages)}
    # A table of TOML ends what stands before it.
    layout.sort(key=lambda line: not line.startswith("trend_means"))
    return Content(tuple(rows), tuple(fields), tuple(layout), frozenset(codes), stages, notes)

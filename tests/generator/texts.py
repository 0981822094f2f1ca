"""Ids, sentences and lists, as people write them."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Final

from tests.generator.cells import Able, Entry

THINGS = (
    "the boiler house", "the payroll system", "Depot 4", "the winter timetable", "school transport", "the call centre",
    "Fire 1", "the archive, annex B", "the grants scheme", "volunteer drivers", "the ferry crossing", "Phase 2 works",
)  # fmt: skip
FAULTS = (
    "fails without warning", "is not staffed at weekends", "runs over budget (10 % or more)", "depends on one supplier",
    "is delayed; partners withdraw", "loses key staff, or their goodwill", "can't be insured", "is flooded",
)  # fmt: skip
EFFECTS = (
    "people are hurt", "services stop for a week", "fines of up to £2m; claims follow", "the public loses confidence",
    "costs rise by 3-5 %", "the audit opinion is qualified", "work is done twice, late and badly",
)  # fmt: skip
SHORT = ("Fire", "Risk", "Flood", "Fraud", "Strike", "Data loss", "Supply", "Staffing", "Transport", "Budget gap")
POSTS = (
    "Head of Estates", "Director of Finance", "ACO", "Chief of Staff", "Harbour Master", "HR Manager", "COO",
    "Deputy Head, Transport", "Clerk to the Board", "IT / Digital lead", "Town Clerk & Treasurer", "Head of Service\nDelivery",
)  # fmt: skip
CATEGORIES = ("Finance", "People", "Estates", "Digital", "Legal & governance", "Partnerships", "Service delivery")
CONTROLS = (
    "Weekly inspection by two wardens", "Budget monitoring, monthly, by cost centre", "Out-of-hours rota in place",
    "Contract clause 14.2 enforced", "Staff trained every 2 years", "Backups tested each quarter",
    "Fire drill held twice a year", "Gritting plan agreed with 3 parishes", "Dual sign-off above £5,000",
    "Independent audit reports to the Board", "Spare parts held at Depot 4", "Insurance renewed in April",
)  # fmt: skip
ACTIONS = (
    "Replace the pumps by spring", "Recruit two apprentices", "Agree terms with the second supplier",
    "Publish the new rota", "Write up lessons from the January storm", "Tender the roof works", "Survey 40 bridges",
    "Move records to the new store", "Test the phone tree, then report", "Brief members before the vote",
)  # fmt: skip
COMING: Final = (
    "Rota is under review", "New rota (planned)", "Tender of the roof works in progress", "A deputy is to be appointed",
    "Policy not yet approved", "Alarm will be fitted", "Plan being drafted with partners",
)  # fmt: skip
NONE_SENTENCES: Final = (
    "None",
    "No formal process",
    "No actions have been taken",
    "N/A",
    "None in place",
    "-",
    "No controls in place",
    "Nil",
    "None identified",
)
_WRAPS = ("with the county and its partners", "as agreed in the autumn", "and report to the Board")


def sentence(rng: Random) -> str:
    """A description of a risk, such as people write."""
    form = rng.randrange(6)
    thing, fault, effect = rng.choice(THINGS), rng.choice(FAULTS), rng.choice(EFFECTS)
    if form == 0:
        return f"If {thing} {fault}, {effect}."
    if form == 1:
        return f"{thing[:1].upper()}{thing[1:]} {fault};\n{effect}"
    if form == 2:
        return f"- {thing} {fault}\n- {effect}"
    if form == 3:
        return f"There is a risk that {thing} {fault}. As a result, {effect}, and {rng.choice(EFFECTS)}."
    if form == 4:
        return f"{fault[:1].upper()}{fault[1:]} \u2013 {thing}"
    return f"{thing[:1].upper()}{thing[1:]} {fault}, so {effect}"


def descriptions(rng: Random, count: int) -> list[Entry]:
    if rng.random() < 0.12:  # short texts that end in a number
        word = rng.choice(SHORT)
        return [Entry(f"{word} {number}", f"{word} {number}") for number in range(1, count + 1)]
    texts = [sentence(rng) for _ in range(count)]
    if rng.random() < 0.05:
        texts[-1] = "=" + texts[-1]
    return [Entry(strayed(rng, text), text) for text in texts]


def strayed(rng: Random, text: str) -> str:
    """The text as it might be typed: a space too many at its ends, a no-break or a zero-width one in it."""
    if rng.random() < 0.08:
        text = text.replace(" ", "\u00a0", 1)
    if rng.random() < 0.04:
        text = text.replace(" ", " \u200b", 1)
    return f"{' ' * rng.choice((0, 0, 0, 1))}{text}{rng.choice(('', '', '', ' ', '  '))}"


def ids(rng: Random, count: int, able: Able) -> list[Entry]:  # noqa: PLR0911  a return for each form
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


def listed(rng: Random, stock: Sequence[str]) -> Entry:  # noqa: PLR0911  a return for each form
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

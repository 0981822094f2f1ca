"""A case of any size: so many aligned risks, so many organisations, texts as long as asked, or nothing that may be left out.

The words are plain and the scores follow from the numbers: what matters is how much of them there is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.ingest.starter.start import write_mapping, write_narrative
from pipeline.issuing import Issued, issue
from pipeline.run import make_report
from tests.sample.issued import TEMPLATE, quiet
from tests.sample.three import write_register
from tests.sample.workbooks import Value

Row = tuple[object, ...]

# Short, of one long word, of several words.
NAMES = (
    "Met", "MOPAC", "Northamptonshire", "Transport for the Region", "Fire Brigade", "Probation Service",
    "Environment Agency", "Youth Justice Board", "Health Board", "Neighbourhoods Directorate",
)  # fmt: skip
THEMES = (
    "Safeguarding", "Governance", "Money", "Insight", "Workforce", "Severe weather", "Cyber security",
    "Public confidence", "Estates and accommodation", "Telecommunications", "Counter-terrorism", "Violence reduction",
    "Procurement", "Data quality", "Leaving hospital", "Infrastructure", "Modern slavery", "Road safety",
    "Mental health", "Business continuity",
)  # fmt: skip
BANDS = "Low 1-4; Medium 5-9; High 10-15; Very high 16-25"
OWNERS = ("Director of Operations", "Chief Finance Officer", "Assistant Director of Communications and Partnerships")
ANSWERS = (("Yes", "Yes"), ("Yes", "Partly"), ("Partly", "Partly"), ("Yes", "Not tested"), ("No", ""))
SENTENCE = "More people ask for help than the teams of the organisations can reach in good time. "

HEADINGS = (
    "Ref", "Description", "Owner", "Inherent L", "Inherent I", "Controls in place", "Current L", "Current I",
    "Direction", "Reason", "Actions", "Target L", "Target I",
)  # fmt: skip
LAYOUT = """\
organisation = "{name}"
header_rows = [1]
confirmed = "2017-09-01"
trend_means = "risk"

[columns]
id = "Ref"
description = "Description"
owner = "Owner"
"inherent.likelihood" = "Inherent L"
"inherent.impact" = "Inherent I"
controls = "Controls in place"
"current.likelihood" = "Current L"
"current.impact" = "Current I"
trend = "Direction"
trend_reason = "Reason"
actions = "Actions"
"target.likelihood" = "Target L"
"target.impact" = "Target I"

[split]
controls = ["line"]
actions = ["line"]
"""


@dataclass(frozen=True, slots=True)
class Case:
    """``sentences``: in each longer text. ``full``: with what may be left out: scales, targets, promises, short forms, posts."""

    risks: int
    organisations: int = 2
    sentences: int = 1
    full: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        return NAMES[: self.organisations]

    @property
    def themes(self) -> tuple[str, ...]:
        return tuple(
            THEMES[at % len(THEMES)] + (f" {at // len(THEMES) + 1}" if at >= len(THEMES) else "")
            for at in range(self.risks)
        )

    def text(self, opening: str) -> str:
        return f"{opening} {SENTENCE * (self.sentences - 1)}".strip()


def write_case(folder: Path, case: Case, *, earlier: bool = False) -> None:
    """The inputs of the meeting of 19 December 2017, or of the one in September where scores and owners were others."""
    layouts = folder / "layouts"
    layouts.mkdir(parents=True, exist_ok=True)
    for number, name in enumerate(case.names, 1):
        (layouts / f"body-{number}.toml").write_text(LAYOUT.format(name=name), encoding="utf-8", newline="\n")
        write_register(folder / f"body-{number}.xlsx", "Risks", (HEADINGS, *_risks(case, number, earlier=earlier)))
    write_mapping(folder / "mapping.xlsx", _sheets(case, earlier=earlier), case.names)
    write_narrative(folder / "narrative.docx", _narrative(case))


def write_history(outputs: Path, scratch: Path, case: Case) -> None:
    """The report of September, issued as it was made. Raises ValueError where it can't be."""
    inputs = scratch / "september"
    write_case(inputs, case, earlier=True)
    made = make_report(inputs, outputs, TEMPLATE, quiet)
    result = issue(made.document, inputs, outputs, TEMPLATE, quiet)
    if not isinstance(result, Issued):
        raise ValueError(f"the report of September can't be issued: {[str(one) for one in made.findings]}")


def risk_id(number: int, at: int) -> str:
    """Of the register of this organisation, under the aligned risk of this number."""
    return f"{chr(64 + number)}-{at:02d}"


def _has_risk(case: Case, number: int, at: int) -> bool:
    """Some organisations have no risk in some of the aligned risks."""
    return case.risks < 3 or (number + at) % 7 != 0


def _risks(case: Case, number: int, *, earlier: bool) -> tuple[tuple[Value, ...], ...]:
    rows: list[tuple[Value, ...]] = []
    for at, theme in enumerate(case.themes, 1):
        if not _has_risk(case, number, at):
            continue
        moved = earlier and (number + at) % 3 == 0
        likelihood, impact = 2 + (at + number) % 3, 3 + (at * number) % 3
        before = likelihood - 1 if moved else likelihood
        rising = not earlier and (number + at) % 3 == 0 and case.full
        target: tuple[Value, Value] = (max(before - 1, 1), impact - 1) if case.full else ("", "")
        rows.append((
            risk_id(number, at),
            case.text(f"{theme}: {case.names[number - 1]} does not do what it has to do in time, and people lose by it."),
            OWNERS[(at + number + (moved and at % 2)) % len(OWNERS)],
            min(likelihood + 1, 5), impact, f"Monthly review of {theme.lower()}", before, impact,
            "Up" if rising else "Same", case.text("Demand has grown since the last quarter.") if rising else "",
            case.text(f"Agree a plan for {theme.lower()} by 30 April 2018.") if case.full else "", *target,
        ))  # fmt: skip
    return tuple(rows)


def _sheets(case: Case, *, earlier: bool) -> dict[str, tuple[Row, ...]]:
    day, as_at = (date(2017, 9, 26), date(2017, 9, 1)) if earlier else (date(2017, 12, 19), date(2017, 12, 1))
    meeting: list[Row] = [
        ("Panel", "Audit Panel"), ("Meeting date", day), ("Title", "The risks that we share"),
        ("Report by", "The Director of Strategy"), ("Period", "Quarter 2 2017-18" if earlier else "Quarter 3 2017-18"),
        ("Author", "Head of Risk <risk@example.org>"),
    ]  # fmt: skip
    if case.full:
        meeting += [
            ("Agenda item", "7"), ("Protective marking", "OFFICIAL"), ("Public contact", "The clerk, clerk@example.org"),
            *(("Cleared by", f"{owner}, {name}") for owner, name in zip(OWNERS, case.names, strict=False)),
        ]  # fmt: skip
    sheets: dict[str, tuple[Row, ...]] = {
        "Meeting": tuple(meeting),
        "Organisations": tuple(
            (name, f"{name} of the Region", "", f"body-{number}.xlsx", "", as_at, *((5, 5, BANDS, "Medium") if case.full else ("", "", "", "")))
            for number, name in enumerate(case.names, 1)
        ),
        "Alignment": tuple(
            (
                at, theme, *(risk_id(n, at) if _has_risk(case, n, at) else "" for n in range(1, case.organisations + 1)),
                case.text(f"What remains of {theme.lower()} is more than either plan can take away.") if case.full else "",
                case.text("The cause is outside the organisations.") if case.full else "",
            )
            for at, theme in enumerate(case.themes, 1)
        ),
        "Controls": tuple(
            row for at, theme in enumerate(case.themes, 1) for row in _controls(case, at, theme, earlier=earlier)
        ) if case.full else (),
    }  # fmt: skip
    if case.full:
        sheets["Promises"] = tuple(
            (case.text(f"Report on {theme.lower()} in depth."), "Chair of the Panel", date(2017, 9, 26), date(2018, 3, 27), "")
            for theme in case.themes[:5]
        )  # fmt: skip
        sheets["Acronyms"] = (("MOPAC", "Mayor's Office for Policing and Crime"),)
    return sheets


def _controls(case: Case, at: int, theme: str, *, earlier: bool) -> tuple[Row, ...]:
    """Up to three joint controls and, under every other aligned risk, a potential one whose date has passed under some."""
    rows: list[Row] = []
    for place in range(1 + at % 3):
        in_place, working = ANSWERS[(at + place + earlier) % len(ANSWERS)]
        proof = (
            ("2nd line", case.text("Report to the joint board, item 4."), date(2017, 8, 31))
            if working in ("Yes", "Partly")
            else ("", "", "")
        )
        rows.append((
            f"C{at:02d}{place}", theme, f"{theme} board {place + 1}",
            case.text(f"Brings the organisations together each month to follow the plan for {theme.lower()}."),
            "Joint", "", OWNERS[place], in_place, working, *proof, "", date(2018, 6, 29) if in_place != "Yes" else "",
            case.text("Under way.") if in_place != "Yes" else "", "",
        ))  # fmt: skip
    if at % 2 == 0:
        rows.append((
            f"P{at:02d}", theme, f"Shared team for {theme.lower()}", case.text("One team in place of several."),
            "Potential", "", OWNERS[at % 3], "No", "", "", "", "", "", date(2017, 11, 30) if at % 4 == 0 else date(2018, 4, 30),
            case.text("The business case is written."), "",
        ))  # fmt: skip
    return tuple(rows)


def _narrative(case: Case) -> dict[str, tuple[str, ...]]:
    none = ("There are no direct implications.",)
    words: dict[str, tuple[str, ...]] = {
        "Purpose": (case.text("This report sets out the {{ aligned_risks.count_in_words }} risks that {{ aligned_risks.organisations }} share."),),
        "Key considerations": (case.text("They are {{ aligned_risks.names }}."), "{{ movement.sentence }}"),
        "Interdependencies": (case.text("Each bears on the others."),),
        "Recommendations": (
            ("The Panel is asked to:", *(f"{n}. {case.text(ask)}" for n, ask in enumerate(("note the report;", "say what it wishes to see next."), 1)))
            if case.full else ("The Panel is asked to note the report.",)
        ),
        "Supporting information": tuple(case.text(f"This is paragraph {n}.") for n in range(1, 4 if case.full else 2)),
        "Equality and diversity": none,
        "Financial implications": none,
        "Legal implications": none,
        "Risk implications": none,
    }  # fmt: skip
    if case.full:
        words["Background papers"] = ("- The registers of the organisations", "- The report of September 2017")
    return words

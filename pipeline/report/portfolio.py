"""The summary over many panels: a workbook to filter and sort, and a page to look at. Both are internal.

Nothing is reckoned across organisations: each rating stands on its own organisation's scale.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from urllib.parse import quote

from pipeline.model.findings import CATALOGUE, Severity
from pipeline.model.portfolio import (
    Against,
    CodeCount,
    PanelEntry,
    PanelReport,
    PanelState,
    Portfolio,
    Stage,
    Standing,
    ThemeStands,
)
from pipeline.model.records import Exposure, ShownWorking, Trend
from pipeline.report.definitions import OWN_SCALES
from pipeline.report.residual import highest_of
from pipeline.report.review.html import rendered
from pipeline.report.tables import Column, Sheet, workbook
from pipeline.report.wording import NOT_SCORED, NOT_STATED, NOTHING, TREND_WORDS, day, joined, level, plural, shown

INTERNAL = "Internal: not for publication"
_STATES = {PanelState.CLEAN: "Clean", PanelState.DRAFT: "DRAFT", PanelState.FAILED: "No report"}
_LABELS = {PanelState.CLEAN: "note", PanelState.DRAFT: "query", PanelState.FAILED: "block"}  # the looks of a label
_IN_DRAFTS = "What can't be read in a DRAFT is left out here; its own report marks it."


@dataclass(frozen=True, slots=True)
class PanelRow:
    """A panel in words and counts. ``document`` and ``review``: addresses relative to the page, or empty."""

    name: str
    panel: str
    meeting: str
    state: str
    look: str
    lines: tuple[str, ...]
    aligned_risks: int
    above: int
    rising: int
    overdue: int
    restricted: int
    must_fix: int
    please_look: int
    document: str
    review: str
    themes: tuple[ThemeRow, ...]

    @property
    def counts(self) -> tuple[int | str, ...]:
        """As they stand in a table; of a panel without a report nothing is known."""
        counts = (
            self.aligned_risks, self.above, self.rising, self.overdue, self.restricted, self.must_fix, self.please_look,
        )  # fmt: skip
        return tuple(NOTHING for _ in counts) if self.lines else counts


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """An aligned risk at an organisation, in words."""

    aligned_risk: str
    organisation: str
    now: str
    target: str
    appetite: str
    against: str
    trend: str
    controls: str
    level: str
    overdue: int
    restricted: str

    @property
    def overdue_words(self) -> str:
        return str(self.overdue or "None")

    @property
    def restricted_words(self) -> str:
        return self.restricted or NOTHING


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A kind of finding, in how many panels it is open and how often."""

    look: str
    severity: str
    code: str
    means: str
    panels: int
    open: int
    accepted: int


@dataclass(frozen=True, slots=True)
class Share:
    """One bar of a row of bars. ``part``: of the longest, from 0 to 100."""

    name: str
    count: int
    part: int


def build_workbook(portfolio: Portfolio) -> bytes:
    """The same portfolio, the same bytes."""
    properties = {"title": "All panels", "subject": INTERNAL, "author": ""}
    return workbook(sheets(portfolio), properties, marking=INTERNAL)


def build_page(portfolio: Portfolio, *, version: str) -> bytes:
    """The page as UTF-8; the same bytes for the same portfolio and version."""
    rows = panel_rows(portfolio)
    return rendered(
        "portfolio.html.j2",
        internal=_internal(portfolio),
        state=_state(portfolio),
        any_failed=bool(portfolio.of(PanelState.FAILED)),
        tallies=[(_LABELS[state], _STATES[state], len(portfolio.of(state))) for state in reversed(PanelState)],
        passed_over=_passed_over(portfolio),
        panels=rows,
        failed=[row for row in rows if row.lines],
        levels=_shares(_levels(portfolio)),
        standing=_shares(_standing(portfolio)),
        bands=_shares(_bands(portfolio)),
        codes=code_rows(portfolio),
        own_scales=OWN_SCALES,
        in_drafts=_IN_DRAFTS,
        version=version,
    )


# --- words ----------------------------------------------------------------------------------------


def panel_rows(portfolio: Portfolio) -> tuple[PanelRow, ...]:
    """A row for every panel, by the names of their folders."""
    return tuple(_panel_row(entry) for entry in portfolio.panels)


def _panel_row(entry: PanelEntry) -> PanelRow:
    report = entry.report
    themes = report.themes if report else ()
    standings = [one for theme in themes for one in theme.standings]
    return PanelRow(
        name=entry.name,
        panel=report.panel if report else NOTHING,
        meeting=day(report.meeting_date) if report else NOTHING,
        state=_STATES[entry.state],
        look=_LABELS[entry.state],
        lines=entry.lines,
        aligned_risks=len(themes),
        above=sum(one.against is Against.ABOVE for one in standings),
        rising=sum(Trend.RISING in one.trends for one in standings),
        overdue=sum(theme.overdue for theme in themes),
        restricted=sum(bool(theme.restricted) for theme in themes),
        must_fix=report.count(Severity.BLOCK) if report else 0,
        please_look=report.count(Severity.QUERY) if report else 0,
        document=_address(entry.document),
        review=_address(entry.review),
        themes=tuple(row for theme in themes for row in _theme_rows(theme)),
    )


def _address(path: str) -> str:
    """A file's name may hold any character, and bytes that are no text; an address may not."""
    return quote(path.encode("utf-8", "surrogateescape"))


def _theme_rows(theme: ThemeStands) -> tuple[ThemeRow, ...]:
    return tuple(_theme_row(theme, one) for one in theme.standings) or (_theme_row(theme, _NOBODY),)


_NOBODY = Standing(NOTHING, 0, Stage(None, Exposure()), Stage(None, Exposure()), None, Against.UNKNOWN, ())


def _theme_row(theme: ThemeStands, standing: Standing) -> ThemeRow:
    there = standing is not _NOBODY
    target = _rating(standing.target)
    return ThemeRow(
        aligned_risk=f"{theme.number} {theme.name}",
        organisation=standing.organisation,
        now=_rating(standing.now) + highest_of(standing.risks) if there else NOTHING,
        target=NOT_STATED if target == NOT_SCORED else target,
        appetite=standing.appetite or NOT_STATED,
        against=standing.against.value,
        trend=joined(TREND_WORDS[trend] for trend in standing.trends) or NOTHING,
        controls=f"{theme.working} of {theme.joint} ({shown(theme.level)})" if theme.joint else theme.level.value,
        level=theme.level.value,
        overdue=theme.overdue,
        restricted="; ".join(theme.restricted),
    )


def _rating(stage: Stage) -> str:
    """``High (12)``, as the report prints it."""
    exposure = stage.exposure
    name = stage.band or exposure.rating or ""
    score = level(exposure.score if exposure.number is None else exposure.number)
    if name and score and score.casefold() != name.casefold():
        return f"{name} ({score})"
    return name or score or NOT_SCORED


def code_rows(portfolio: Portfolio) -> tuple[CodeRow, ...]:
    """The weightiest first, then those in the most panels."""
    of_code: dict[tuple[Severity, str], list[CodeCount]] = {}
    for panel in portfolio.panels:
        for count in panel.report.findings if panel.report else ():
            of_code.setdefault((count.severity, count.code), []).append(count)
    weights = list(Severity)
    rows = [
        (
            weights.index(severity),
            CodeRow(
                look=severity.value,
                severity=severity.words,
                code=code,
                means=CATALOGUE[code].means if code in CATALOGUE else "",
                panels=sum(one.open > 0 for one in counts),
                open=sum(one.open for one in counts),
                accepted=sum(one.accepted for one in counts),
            ),
        )
        for (severity, code), counts in of_code.items()
    ]
    return tuple(row for _, row in sorted(rows, key=lambda pair: (pair[0], -pair[1].panels, pair[1].code)))


def _state(portfolio: Portfolio) -> str:
    failed, draft, clean = (len(portfolio.of(state)) for state in reversed(PanelState))
    parts = [
        *([f"{failed} without a report"] if failed else []),
        *([f"{draft} with a DRAFT: something must be fixed before it is circulated"] if draft else []),
        f"{clean} with a clean report",
    ]
    return f"{plural(len(portfolio.panels), 'panel', 'panels')}: {'; '.join(parts)}."


def _internal(portfolio: Portfolio) -> str:
    restricted = sum(bool(theme.restricted) for theme in _themes(portfolio))
    holds = (
        f" It names {plural(restricted, 'aligned risk', 'aligned risks')} with something restricted."
        if restricted
        else ""
    )
    return f"{INTERNAL}.{holds}"


def _passed_over(portfolio: Portfolio) -> str:
    names = portfolio.passed_over
    return f"No mapping.xlsx, so no panel: {joined(names)}." if names else ""


def _reports(portfolio: Portfolio) -> list[PanelReport]:
    return [panel.report for panel in portfolio.panels if panel.report]


def _themes(portfolio: Portfolio) -> list[ThemeStands]:
    return [theme for report in _reports(portfolio) for theme in report.themes]


def _levels(portfolio: Portfolio) -> list[tuple[str, int]]:
    counted = Counter(theme.level for theme in _themes(portfolio))
    order = (
        ShownWorking.ALL,
        ShownWorking.MOSTLY,
        ShownWorking.PARTLY,
        ShownWorking.NONE,
        ShownWorking.NOT_ASSESSED,
        ShownWorking.NONE_THERE,
    )
    return [(one.value, counted[one]) for one in order]


def _standing(portfolio: Portfolio) -> list[tuple[str, int]]:
    counted = Counter(one.against for theme in _themes(portfolio) for one in theme.standings)
    return [(one.value, counted[one]) for one in Against]


def _bands(portfolio: Portfolio) -> list[tuple[str, int]]:
    """The most frequent first: no scale orders the bands of several organisations."""
    counted = Counter(one.now.band or NOT_SCORED for theme in _themes(portfolio) for one in theme.standings)
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def _shares(counts: list[tuple[str, int]]) -> tuple[Share, ...]:
    longest = max((count for _, count in counts), default=0) or 1
    return tuple(Share(name, count, round(100 * count / longest)) for name, count in counts)


# --- the workbook ---------------------------------------------------------------------------------


def sheets(portfolio: Portfolio) -> tuple[Sheet, ...]:
    """The sheets in their order."""
    rows = panel_rows(portfolio)
    note = " ".join(part for part in (_internal(portfolio), _state(portfolio), _passed_over(portfolio)) if part)
    return (_panels(rows, note), _aligned_risks(rows), _findings(portfolio))


def _panels(rows: tuple[PanelRow, ...], note: str) -> Sheet:
    return Sheet(
        "Panels", "Panels", "All panels", note,
        (
            Column("Folder", 20), Column("Panel", 28), Column("Meeting", 18), Column("State", 11),
            Column("Aligned risks", 9), Column("Above appetite", 10), Column("Rising", 9), Column("Controls overdue", 10),
            Column("With something restricted", 12), Column("Must fix", 9), Column("Please look", 9),
            Column("Why there is no report", 44),
        ),
        tuple((row.name, row.panel, row.meeting, row.state, *row.counts, "\n".join(row.lines)) for row in rows),
    )  # fmt: skip


def _aligned_risks(rows: tuple[PanelRow, ...]) -> Sheet:
    return Sheet(
        "Aligned risks", "AlignedRisks", "Where the aligned risks stand", f"{OWN_SCALES} {_IN_DRAFTS}",
        (
            Column("Folder", 16), Column("Panel", 22), Column("State", 9), Column("Aligned risk", 22),
            Column("Organisation", 18), Column("Now", 18), Column("Target", 14), Column("Appetite", 13),
            Column("Against appetite", 16), Column("Risk trend", 13),
            Column("Joint controls shown to be working", 20), Column("Level", 14), Column("Controls overdue", 10),
            Column("Restricted", 20),
        ),
        tuple(
            (
                row.name, row.panel, row.state, one.aligned_risk, one.organisation, one.now, one.target, one.appetite,
                one.against, one.trend, one.controls, one.level, one.overdue, one.restricted_words,
            )
            for row in rows
            for one in row.themes
        ),
    )  # fmt: skip


def _findings(portfolio: Portfolio) -> Sheet:
    return Sheet(
        "Findings", "Findings", "Findings by code", "Accepted ones are counted apart.",
        (
            Column("Weight", 15), Column("Finding", 24), Column("What it means", 54), Column("Panels", 9),
            Column("Open", 9), Column("Accepted", 10),
        ),
        tuple(
            (row.severity, row.code, row.means, row.panels, row.open, row.accepted) for row in code_rows(portfolio)
        ),
    )  # fmt: skip

"""What is known of many panels' reports, side by side: the records of the summary over a portfolio."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pipeline.model.findings import Severity
from pipeline.model.records import Exposure, ShownWorking, Trend


class PanelState(StrEnum):
    CLEAN = "clean"
    DRAFT = "draft"
    FAILED = "failed"


class Against(StrEnum):
    """Where an organisation stands against its own appetite."""

    ABOVE = "Above appetite"
    WITHIN = "Within appetite"
    UNKNOWN = "Not known"


@dataclass(frozen=True, slots=True)
class Stage:
    """A rating as printed, by its band's name, with the scores behind it."""

    band: str | None
    exposure: Exposure


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one organisation stands on one aligned risk: by the highest current rating of its ``risks``, a number."""

    organisation: str
    risks: int
    now: Stage
    target: Stage
    appetite: str | None
    against: Against
    trends: tuple[Trend | None, ...]


@dataclass(frozen=True, slots=True)
class ThemeStands:
    """An aligned risk of a panel. ``standings``: of the organisations that have a risk there. ``restricted``: the
    reasons given for it, or for what stands under it.
    """

    number: int
    name: str
    standings: tuple[Standing, ...]
    level: ShownWorking
    joint: int
    working: int
    overdue: int
    restricted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodeCount:
    """How many findings of a code a report has; ``accepted`` ones are counted apart."""

    severity: Severity
    code: str
    open: int
    accepted: int


@dataclass(frozen=True, slots=True)
class PanelReport:
    """What a panel's report says, as its record has it."""

    panel: str
    title: str
    meeting_date: date
    themes: tuple[ThemeStands, ...]
    findings: tuple[CodeCount, ...]

    def count(self, severity: Severity) -> int:
        """How many open findings of this weight it has."""
        return sum(one.open for one in self.findings if one.severity is severity)


@dataclass(frozen=True, slots=True)
class PanelEntry:
    """What became of a panel. ``name``: of its folder. ``document`` and ``review``: below the portfolio's folder, with
    forward slashes. ``lines``: why it has no report; ``report`` is then None.
    """

    name: str
    state: PanelState
    report: PanelReport | None = None
    document: str = ""
    review: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Portfolio:
    """All panels, by the names of their folders. ``passed_over``: folders that hold no mapping workbook."""

    panels: tuple[PanelEntry, ...]
    passed_over: tuple[str, ...]

    def of(self, state: PanelState) -> tuple[PanelEntry, ...]:
        return tuple(panel for panel in self.panels if panel.state is state)

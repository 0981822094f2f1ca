"""A Word report that was not made by this program: what its words say, where each stands, and what had no place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from pipeline.model.document import Paragraph
from pipeline.model.records import ControlKind, ControlStatus, NarrativeSection, Trend


@dataclass(frozen=True, slots=True)
class PaperRisk:
    """One organisation's risk under an aligned risk, as it was printed. ``trend_unread``: a trend stands there that
    could not be read, so that None does not mean that the paper states none. ``rating``: the word of the current one.
    """

    organisation: str
    where: str
    description: str | None = None
    owner: str | None = None
    trend: Trend | None = None
    trend_unread: bool = False
    rating: str | None = None


@dataclass(frozen=True, slots=True)
class PaperControl:
    """``reference`` is proposed: a paper has none."""

    reference: str
    name: str
    kind: ControlKind
    where: str
    description: str | None = None
    status: ControlStatus | None = None
    due: date | None = None
    progress: str | None = None


@dataclass(frozen=True, slots=True)
class PaperTheme:
    """An aligned risk as it was printed."""

    number: int
    name: str
    where: str
    risks: tuple[PaperRisk, ...] = ()
    controls: tuple[PaperControl, ...] = ()
    residual_risk: str | None = None
    trend_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """Words that were not taken over. ``where``: as a reader would look it up; ``why``: the end of a sentence."""

    where: str
    words: str
    why: str


@dataclass(frozen=True, slots=True)
class Paper:
    """``settings``: name on the Meeting sheet → its values. ``day``: None where the paper does not say beyond doubt.
    ``told``: sentences on how things were understood. ``paragraphs``: every paragraph with words in it.
    """

    file: str
    panel: str = ""
    title: str = ""
    day: date | None = None
    period: str = ""
    settings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    themes: tuple[PaperTheme, ...] = ()
    sections: tuple[NarrativeSection, ...] = ()
    left: tuple[Left, ...] = ()
    told: tuple[str, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()

    @property
    def organisations(self) -> tuple[str, ...]:
        """In the order in which the paper first names them."""
        return tuple(dict.fromkeys(risk.organisation for theme in self.themes for risk in theme.risks))

    @property
    def controls(self) -> tuple[tuple[PaperTheme, PaperControl], ...]:
        return tuple((theme, control) for theme in self.themes for control in theme.controls)

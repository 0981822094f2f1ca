"""The story of a portfolio: every panel made and put in place, whatever becomes of the others; then the summary."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pipeline import __version__
from pipeline.archive import files
from pipeline.archive.beside import put_beside
from pipeline.archive.seal import seal
from pipeline.archive.standing import panel_report
from pipeline.documents import Templates, read_templates
from pipeline.ingest.folder import printed
from pipeline.limited import CHILD
from pipeline.model.errors import ExitStatus, Stop
from pipeline.model.portfolio import PanelEntry, PanelState, Portfolio
from pipeline.portfolio.building import Died, Ended
from pipeline.portfolio.panels import Panel, Placed, already_made, find_panels
from pipeline.report import portfolio as summary
from pipeline.run import Built, put

WORKBOOK, PAGE = "portfolio.xlsx", "portfolio.html"


class Builder(Protocol):
    """What builds panels: several at once, each called from a thread of its own."""

    @property
    def callers(self) -> int: ...

    def build(self, panel: Panel, templates: Templates) -> Built: ...

    def end(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a panel. ``status``: as one report alone would end. ``unchanged``: its report stood already.

    ``messages``: what an officer should know of its files. ``fault``: for the log, where the program has failed.
    """

    entry: PanelEntry
    status: ExitStatus
    unchanged: bool = False
    messages: tuple[str, ...] = ()
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What was made. ``outcomes`` by name; ``messages``: what concerns no single panel."""

    portfolio: Portfolio
    outcomes: tuple[Outcome, ...]
    workbook: Path
    page: Path
    messages: tuple[str, ...]

    @property
    def status(self) -> ExitStatus:
        """0 where all are clean, 1 where some are drafts; where some failed, the lowest status of those."""
        failed = [one.status for one in self.outcomes if one.entry.state is PanelState.FAILED]
        return min(failed) if failed else max(one.status for one in self.outcomes)


def make_portfolio(
    folder: Path,
    template: Path,
    builder: Callable[[], Builder],
    progress: Callable[[int], AbstractContextManager[Callable[[PanelState], None]]],
) -> Told:
    """Make the report of every panel in the folder, then the summary over all of them.

    ``builder``: started once it is known that there is something to do. ``progress``: gets the number of panels, then
    each one's state. Raises Stop where no panel can be made at all, or the summary can't be written.
    """
    panels, passed_over = find_panels(folder)
    with files.lock(folder):
        templates = read_templates(template)
        CHILD.stop()  # the panels are built elsewhere
        outcomes = _all(panels, templates, builder(), progress)
        portfolio = Portfolio(tuple(one.entry for one in outcomes), passed_over)
        placed = put_beside(
            folder,
            {
                WORKBOOK: seal(summary.build_workbook(portfolio)),
                PAGE: summary.build_page(portfolio, version=__version__),
            },
        )
    messages = (*templates.unused, *placed.messages)
    return Told(portfolio, outcomes, placed.paths[WORKBOOK], placed.paths[PAGE], messages)


def _all(
    panels: tuple[Panel, ...],
    templates: Templates,
    builder: Builder,
    progress: Callable[[int], AbstractContextManager[Callable[[PanelState], None]]],
) -> tuple[Outcome, ...]:
    """The outcome of each panel, in their order."""
    outcomes: dict[Panel, Outcome] = {}
    with ThreadPoolExecutor(min(builder.callers, len(panels))) as threads, progress(len(panels)) as done:
        waiting = {threads.submit(_outcome, panel, templates, builder): panel for panel in panels}
        try:
            for future in as_completed(waiting):
                outcome = outcomes[waiting[future]] = future.result()
                done(outcome.entry.state)
        finally:  # also where somebody has interrupted it
            threads.shutdown(wait=False, cancel_futures=True)
            builder.end()
    return tuple(outcomes[panel] for panel in panels)


def _outcome(panel: Panel, templates: Templates, builder: Builder) -> Outcome:
    """Raises Ended alone: any other failure is this panel's own."""
    try:
        with files.lock(panel.outputs):
            if there := already_made(panel, templates):
                return _made(panel, there, unchanged=True)
            built = builder.build(panel, templates)
            made = put(built, panel.outputs, _unwatched)
        placed = Placed(made.folder, made.document, panel_report(built.record))
        return _made(panel, placed, messages=tuple(line for line in made.messages if line not in templates.unused))
    except Ended:
        raise
    except Stop as stop:
        return _failed(panel, stop.status, *stop.lines)
    except Died as died:
        remedy = "Close other programs, or use fewer workers; then run again."
        return _failed(panel, ExitStatus.PROGRAM_FAULT, f"No report was made: {died}. {remedy}")
    except Exception:
        line = "The program itself has failed on this panel; its files are as they were."
        return _failed(panel, ExitStatus.PROGRAM_FAULT, line, fault=traceback.format_exc())


def _unwatched(_: str) -> AbstractContextManager[None]:
    return nullcontext()


def _made(panel: Panel, there: Placed, *, unchanged: bool = False, messages: tuple[str, ...] = ()) -> Outcome:
    draft = there.document.name.startswith("DRAFT-")
    entry = PanelEntry(
        name=panel.name,
        state=PanelState.DRAFT if draft else PanelState.CLEAN,
        report=there.report,
        document=_below(panel, there.document),
        review=_below(panel, there.folder / "review.html"),
    )
    return Outcome(entry, ExitStatus.BLOCKS_OPEN if draft else ExitStatus.DONE, unchanged, messages)


def _below(panel: Panel, path: Path) -> str:
    return path.relative_to(panel.folder.parent).as_posix()


def _failed(panel: Panel, status: ExitStatus, *lines: str, fault: str = "") -> Outcome:
    said = tuple(printed(line) for line in lines)  # they may name files
    return Outcome(PanelEntry(panel.name, PanelState.FAILED, lines=said), status, fault=fault)

"""Panels built on this computer, some at once."""

from __future__ import annotations

import os

from pipeline.documents import Templates
from pipeline.portfolio.building import Processes, build_panel
from pipeline.portfolio.panels import Panel
from pipeline.run import Built


class Local:
    """So many processes."""

    def __init__(self, workers: int) -> None:
        self.callers = workers
        self._processes = Processes()

    def build(self, panel: Panel, templates: Templates) -> Built:
        """As ``build_panel``. Raises Died, Ended."""
        return self._processes.call(build_panel, panel.folder, panel.outputs, templates)

    def end(self) -> None:
        """Ends them and what they are at."""
        self._processes.end()


def cores() -> int:
    """How many panels at once this computer has room for."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

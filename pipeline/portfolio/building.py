"""One panel's set, built in a process of its own: so many panels are built at once as there are callers.

A process that dies, whatever of, is known to have died of the panel it was building: that one is built again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import ParamSpec, TypeVar

from pipeline.documents import Templates
from pipeline.limited import Child, Limits, Lost, Stopped
from pipeline.run import Built, build_set, examine

TRIES = 3  # for a panel whose process dies

# A panel takes seconds: these end what hangs. The reading and the rendering have narrower limits of their own.
_LIMITS = Limits(memory=1 << 40, computing=3600, elapsed=3600)

Args = ParamSpec("Args")
Result = TypeVar("Result")


class Died(Exception):
    """The process that built a panel was ended each time."""


class Ended(Exception):
    """Nothing more is to be built."""


def build_panel(inputs: Path, outputs: Path, templates: Templates) -> Built:
    """The set of one panel. Raises Stop; writes nothing."""
    return build_set(examine(inputs, outputs, _unwatched), templates, _unwatched)


def _unwatched(_: str) -> AbstractContextManager[None]:
    return nullcontext()


class Processes:
    """Processes that do one piece of work at a time; started as they are needed, and used again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[Child] = []
        self._busy: set[Child] = set()
        self._ended = threading.Event()

    def call(self, work: Callable[Args, Result], *args: Args.args, **named: Args.kwargs) -> Result:
        """What the work returns. Raises what it raises; Died where its process dies again and again; Ended."""
        for _ in range(TRIES):
            child = self._take()
            try:
                return child.call(work, _LIMITS, *args, **named)
            except (Lost, Stopped):
                continue
            finally:
                self._give_back(child)
        raise Died(f"the part of the program that makes it was ended {TRIES} times, perhaps for lack of memory")

    def end(self) -> None:
        """Ends all of them, and the work they are at."""
        with self._lock:
            self._ended.set()
            for child in self._busy:
                child.end()
            for child in self._idle:
                child.stop()

    def _take(self) -> Child:
        with self._lock:
            if self._ended.is_set():
                raise Ended
            child = self._idle.pop() if self._idle else Child()
            self._busy.add(child)
        with suppress(Lost):  # calling it says so
            child.start()
        with self._lock:
            if self._ended.is_set():  # while it was being started
                child.end()
        return child

    def _give_back(self, child: Child) -> None:
        with self._lock:
            self._busy.remove(child)
            if self._ended.is_set():
                child.stop()
            else:
                self._idle.append(child)

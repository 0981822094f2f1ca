"""What ends a run: each error carries its exit status and the lines to show.

Bad data inside a file is never one of these: that is a Finding, and the report is made as a DRAFT.
"""

from __future__ import annotations

import errno
from collections.abc import Callable
from enum import IntEnum
from typing import ParamSpec, TypeVar

Args = ParamSpec("Args")
Value = TypeVar("Value")


class ExitStatus(IntEnum):
    """The exit statuses that users and other programs rely on."""

    DONE = 0
    BLOCKS_OPEN = 1
    INPUTS_UNUSABLE = 2
    TEMPLATE_UNUSABLE = 3
    OUTPUTS_LOCKED = 4
    BAD_ARGUMENTS = 64
    PROGRAM_FAULT = 70
    INTERRUPTED = 130


class Stop(Exception):
    """Ends the run with nothing written. ``lines``: a sentence each, saying what, where, what to do."""

    status = ExitStatus.PROGRAM_FAULT

    def __init__(self, *lines: str) -> None:
        super().__init__(*lines)
        self.lines = lines

    def __str__(self) -> str:
        return "\n".join(self.lines)


class InputsUnusable(Stop):
    """A file is missing, can't be opened, or two fit where one is needed."""

    status = ExitStatus.INPUTS_UNUSABLE


class TemplateUnusable(Stop):
    """The Word template asks for what there is not, or would lose text."""

    status = ExitStatus.TEMPLATE_UNUSABLE


class OutputsLocked(Stop):
    """The outputs folder can't be written, belongs to another panel, or another run holds it."""

    status = ExitStatus.OUTPUTS_LOCKED


class BadArguments(Stop):
    """The command line can't be understood."""

    status = ExitStatus.BAD_ARGUMENTS


class ProofFailed(Stop):
    """The built file does not say what it should. A fault of the program: nothing is written."""

    status = ExitStatus.PROGRAM_FAULT


class Attempts:
    """Pieces of work of which each may end the run: all are tried, so that every fault is told at once."""

    def __init__(self) -> None:
        self._stops: list[Stop] = []

    def of(self, work: Callable[Args, Value], *args: Args.args, **named: Args.kwargs) -> Value | None:
        """What the work returns; None where it raised a Stop, which is kept."""
        try:
            return work(*args, **named)
        except Stop as stop:
            self._stops.append(stop)
            return None

    @property
    def failed(self) -> bool:
        """Whether any of them raised."""
        return bool(self._stops)

    def stop(self) -> Stop:
        """What to raise where any of them failed: the Stop of the lowest status, with the lines of all."""
        lines = dict.fromkeys(line for stop in self._stops for line in stop.lines)
        return type(min(self._stops, key=lambda stop: stop.status))(*lines)


_REASONS = {
    errno.ENOENT: "it is not there",
    errno.EACCES: "it is open in another program, or you have no right to it",
    errno.EPERM: "it is open in another program, or you have no right to it",
    errno.EISDIR: "it is a folder",
    errno.ENOTDIR: "a file stands where a folder should be",
    errno.EEXIST: "a file stands where a folder should be",
    errno.ELOOP: "it is a link that leads back to itself",
    errno.ENAMETOOLONG: "its name is too long",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk is full",
    errno.EROFS: "the disk can only be read",
    errno.EFBIG: "it is larger than any file that may be written there",
    errno.EIO: "the disk, or the way to it, does not answer as it should",
}


def reason(error: OSError) -> str:
    """Why the system refused, as the end of a sentence."""
    told = _REASONS.get(error.errno or 0)
    return told or (error.strerror or str(error) or "the system refused it").lower()

"""What ends a run: each error carries its exit status and the lines to show.

Bad data inside a file is never one of these: that is a Finding, and the report is made as a DRAFT.
"""

from __future__ import annotations

from enum import IntEnum


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

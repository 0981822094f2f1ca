"""Which files in a meeting's folder bear names that this program gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from pathlib import PurePosixPath

_ALWAYS = ("panel-report.docx", "DRAFT-panel-report.docx", "appendix-tables.xlsx")
_AGAIN = re.compile(r"-([2-9]|[1-9][0-9]+)\Z")  # what a name gets where a person has taken it


class Names:
    """The names that this program gives to the files of a folder.

    ``sealed``: those of its set and of earlier ones that bear a seal, beside those that every set has; ``unsealed``:
    those that are its own by name alone.
    """

    def __init__(self, sealed: Iterable[str], unsealed: Set[str]) -> None:
        self._unsealed = unsealed
        names = {*_ALWAYS, *(PurePosixPath(name).name for name in sealed)} - unsealed
        printed = {str(PurePosixPath(name).with_suffix(".pdf")) for name in names if name.endswith(".docx")}
        self._sealed = names | printed

    def __contains__(self, name: object) -> bool:
        """Also one numbered, since the name itself was taken."""
        if not isinstance(name, str):
            return False
        return name in self._unsealed or name in self._sealed or without_number(name) in self._sealed


def without_number(name: str) -> str:
    """``panel-report.docx`` of ``panel-report-2.docx``."""
    stem, dot, suffix = name.rpartition(".")
    return f"{_AGAIN.sub('', stem)}{dot}{suffix}"

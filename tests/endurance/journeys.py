"""The commands that write, each with a folder in which it is typed, and what it makes there when nothing goes wrong."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.cli import main
from tests.journeys.steps import change_row
from tests.journeys.test_issue import edit
from tests.papers import FOUNDING, with_headings
from tests.quarter import sample
from tests.sample.issued import TEMPLATE

WHOLE = os.environ.get("ENDURANCE") == "whole"  # else a part of what takes long
FOLDERS = ("--inputs", "inputs", "--outputs", "outputs")
REPORT = ("report", *FOLDERS, "--template", "templates/panel-report.docx")
ISSUE = ("issue", *FOLDERS, "--template", "templates/panel-report.docx")
MADE = "outputs/2017-12-19"


@dataclass(frozen=True)
class Journey:
    """``prepare``: makes the folder as it is before the command. ``theirs``: the folders below it where nothing may
    ever change.
    """

    prepare: Callable[[Path], None]
    command: tuple[str, ...]
    theirs: tuple[str, ...] = ("inputs", "templates")


def _typed(here: Path, *arguments: str) -> None:
    below = {"inputs", "outputs", "templates/panel-report.docx"}
    assert main([str(here / one) if one in below else one for one in arguments]) == 0


def _quarter(here: Path) -> None:
    sample(here)
    (here / "templates").mkdir()
    for path in TEMPLATE.parent.glob("*.docx"):
        shutil.copy(path, here / "templates")


def _restricted(here: Path) -> None:
    change_row(here / "inputs/mapping.xlsx", "Controls", ("Reference", "C03"), Restricted="operational detail")
    change_row(here / "inputs/mapping.xlsx", "Meeting", ("Setting", "Protective marking"), Value="OFFICIAL-SENSITIVE")


def _again(here: Path) -> None:
    """A set with a public version stands there, and gives way to one without."""
    _quarter(here)
    (here / "inputs").rename(here / "as-they-will-be")
    shutil.copytree(here / "as-they-will-be", here / "inputs")
    _restricted(here)
    _typed(here, *REPORT)
    shutil.rmtree(here / "inputs")
    (here / "as-they-will-be").rename(here / "inputs")


def _edited(here: Path) -> None:
    """A person has worked on the report that stands there; the new set has a public version."""
    _quarter(here)
    _typed(here, *REPORT)
    edit(here / MADE / "panel-report.docx", "Financial implications", "Money implications")
    _restricted(here)


def _sent(here: Path) -> None:
    """The report was edited in Word: issuing it also makes a list of differences and a copy of the mapping workbook."""
    _quarter(here)
    _restricted(here)
    _typed(here, *REPORT)
    edit(here / MADE / "panel-report.docx", "Director of Finance", "Finance Director")


def _issued(here: Path) -> None:
    _sent(here)
    _typed(here, *ISSUE)


def _paper(here: Path) -> None:
    (here / "paper").mkdir()
    (here / "paper/last.docx").write_bytes(with_headings(FOUNDING))


JOURNEYS: Mapping[str, Journey] = {
    "first report": Journey(_quarter, REPORT),
    "report again": Journey(_again, REPORT),
    "report over an edit": Journey(_edited, REPORT),
    "issue": Journey(_sent, ISSUE),
    "public version": Journey(_issued, ("issue", "--public", *FOLDERS)),
    "start": Journey(_paper, ("start", "new/inputs", "--from", "paper/last.docx", "--outputs", "new/outputs"), ("paper",)),
}  # fmt: skip

"""The story of a start: a new inputs folder; from last quarter's Word paper where there is one, with the paper as the
first on record.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from pipeline import __version__
from pipeline.archive import disk, files, first, issued
from pipeline.ingest.apart import read_apart
from pipeline.ingest.folder import LAYOUTS
from pipeline.ingest.mapping.sheets import SETTINGS
from pipeline.ingest.paper.paper import read_paper
from pipeline.ingest.starter.filled import EACH_QUARTER
from pipeline.ingest.starter.start import blank, filled
from pipeline.ingest.word_package import word_bytes
from pipeline.model.dates import in_words
from pipeline.model.errors import OutputsLocked, reason
from pipeline.model.paper import Left, Paper
from pipeline.model.records import ControlKind
from pipeline.model.there import is_there

Stage = Callable[[str], AbstractContextManager[None]]

_RECORD = files.RECORD
_RISK = "risk of an organisation"
_HINTS = {
    "panel": "'Panel: Audit Panel'",
    "title": "'Title: Joint risk report'",
    "meeting date": "'Date: 19 December 2017'",
    _RISK: "a table headed Current risk description, Organisation, Risk owner, Risk trend under each aligned risk",
}
_SHOWN = 90  # characters of a text that has no place, on the screen


@dataclass(frozen=True, slots=True)
class Started:
    """``record``: the paper in the folder ``issued``; None where it could not be put on record, and ``lacking`` says
    what it lacks.
    """

    folder: Path
    paper: Paper
    left: tuple[Left, ...]
    record: Path | None
    lacking: tuple[str, ...] = ()

    @property
    def taken(self) -> tuple[str, ...]:
        """What the inputs folder has from the paper, a line each."""
        paper = self.paper
        risks = [risk for theme in paper.themes for risk in theme.risks]
        controls = [control for _, control in paper.controls]
        joint = sum(control.kind is ControlKind.JOINT for control in controls)
        whose = f" of {_joined(paper.organisations)}" if risks else ""
        owners, trends = sum(bool(risk.owner) for risk in risks), sum(risk.trend is not None for risk in risks)
        ratings = sum(risk.rating is not None for risk in risks)
        headings = {"Panel": paper.panel, "Title": paper.title} | dict.fromkeys(paper.settings, "x")
        settings = [
            setting.text for setting in SETTINGS if headings.get(setting.text) and setting.field not in EACH_QUARTER
        ]
        return (
            f"  {_many(len(paper.themes), 'aligned risk')}, with {_many(len(risks), 'risk')}{whose}",
            f"  {_joined([_many(owners, 'owner'), _many(trends, 'trend'), _many(ratings, 'rating')])} of these",
            f"  {_many(joint, 'joint control')} and {_many(len(controls) - joint, 'potential control')}",
            f"  of the narrative: {_joined([section.heading for section in paper.sections]) or 'nothing'}",
            f"  of the meeting: {_joined(settings) or 'nothing'}",
        )

    @property
    def not_taken(self) -> tuple[str, ...]:
        """What has no place, each with where it stands and why."""
        return tuple(_told(left) for left in self.left)

    @property
    def no_record(self) -> str:
        """Why the paper could not be put on record."""
        hints = [hint for what, hint in _HINTS.items() if what in self.lacking]
        return (
            f"Not on record: no {' and no '.join(self.lacking)} was found in {self.paper.file}, so the next report has "
            f"nothing to be compared with. If it should: write it into a copy of the paper, as in {_joined(hints, 'or')}, "
            "and start again in another folder."
        )

    @property
    def to_do(self) -> tuple[str, ...]:
        """What a person does next."""
        return (
            f"Next: put the registers into {self.folder}, and name them in mapping.xlsx, sheet Organisations, with scales and bands.",
            "On its sheet Alignment fill in the register ids; on Controls whether each is in place and working.",
            "On its sheet Meeting fill in the meeting date and the period: they are left blank, as the paper's are over.",
            "Bring narrative.docx up to date: its words are last quarter's.",
        )


def _joined(names: Sequence[str], last: str = "and") -> str:
    """``Met, MOPAC and TfL``."""
    return f" {last} ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _told(left: Left) -> str:
    """``Risk 1: Safeguarding, paragraph 2: 'These words …': why``."""
    words = " ".join(left.words.split())
    if len(words) > _SHOWN:
        words = words[:_SHOWN].rsplit(" ", 1)[0] + " …"
    return ": ".join(part for part in (left.where, f"'{words}'" if words else "", f"{left.why.rstrip('.')}.") if part)


def start(folder: Path) -> tuple[str, ...]:
    """Makes an inputs folder with nothing invented in it; the lines to show.

    Raises OutputsLocked where the folder has a mapping workbook or a narrative already, or can't be written.
    """
    new = blank()
    _refuse_filled(folder, new)
    _put(folder, new)
    return (
        f"Made {folder}:",
        "  mapping.xlsx    which meeting, whose registers, which risks belong together. Its Read me sheet explains it.",
        "  narrative.docx  the words of the report. Write under its headings, in place of the hints in brackets.",
        "  layouts         how each register is read: made by the program, once a register is there.",
        "Next: put the registers into this folder and fill in mapping.xlsx.",
        "In its sheet Alignment, add a column for each organisation after 'Aligned risk', headed by its name.",
    )


def start_from(folder: Path, source: Path, outputs: Path, stage: Stage) -> Started:
    """Makes an inputs folder from the paper, and puts the paper on record below ``outputs``.

    Raises Stop where the paper can't be used, where the folder is filled already, or where another report to the
    paper's meeting is on record; then nothing was written.
    """
    with stage(f"Reading {source.name}"):
        data = word_bytes(source, source.name)
        paper = read_apart(read_paper, data, source.name)
    new, unheld = filled(paper)
    _refuse_filled(folder, new)
    left = (*paper.left, *unheld)
    risks = any(theme.risks for theme in paper.themes)
    has = {"panel": paper.panel, "title": paper.title, "meeting date": paper.day, _RISK: risks}
    lacking = tuple(name for name, value in has.items() if not value)
    if lacking or paper.day is None:
        _put(folder, new)
        return Started(folder, paper, left, None, lacking)
    with files.lock(outputs):
        place = outputs / paper.day.isoformat()
        digest = hashlib.sha256(data).hexdigest()
        record = issued.issued_as(place, sha256=digest)
        if record is None:
            if other := issued.last_issued(place):
                raise OutputsLocked(
                    f"{other} is on record as the report to the meeting of {in_words(paper.day)}: nothing was changed. "
                    "Name another folder with --outputs."
                )
            record = place / files.ISSUED / issued.DOCUMENT
            written = first.write(paper, sha256=digest, version=__version__)
            issued.put(place, {issued.DOCUMENT: data, _RECORD: written})
        _put(folder, new)
        return Started(folder, paper, left, record)


def _refuse_filled(folder: Path, new: Mapping[str, bytes]) -> None:
    """Raises OutputsLocked where the folder has a mapping workbook or a narrative already. Those that a start has just
    made, and nobody has touched since, are no such: it may have been cut off.
    """
    try:
        there = [name for name in new if is_there(folder / name)]
        touched = any(not disk.stands(folder / name, new[name]) for name in there)
    except OSError as error:
        raise _unwritable(folder, error) from error
    if touched:
        raise OutputsLocked(
            f"{folder} has {' and '.join(there)} already: nothing was changed. "
            "Name another folder, or move the old files away."
        )


def _put(folder: Path, new: Mapping[str, bytes]) -> None:
    """Puts each file in place whole; a place for layouts beside them."""
    try:
        try:
            (folder / LAYOUTS).mkdir(parents=True, exist_ok=True)
            for name, data in new.items():
                disk.write_beside(folder / name, data)
            for name in new:
                disk.move_in(folder / name)
            disk.sync(folder)
        finally:
            disk.clear_beside(folder / name for name in new)
    except OSError as error:
        raise _unwritable(folder, error) from error


def _unwritable(folder: Path, error: OSError) -> OutputsLocked:
    return OutputsLocked(f"{folder} can't be written: {reason(error)}. Name another folder.")

"""Which folders are panels, and which of their reports stand already as they would be made."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.archive import files, history
from pipeline.archive.files import RECORD
from pipeline.archive.reading import RecordDamaged
from pipeline.archive.seal import stated
from pipeline.archive.standing import panel_report
from pipeline.documents import REPORT, Templates
from pipeline.gathering import sha256
from pipeline.ingest.folder import MAPPING, every_file, printed
from pipeline.model.errors import InputsUnusable, Stop, reason
from pipeline.model.portfolio import PanelReport

OUTPUTS = "outputs"
_OF_INPUTS = ("mapping", "narrative", "layout", "register")
_OF_HISTORY = ("record-damaged", "last-not-issued", "title-unknown", "panel-unknown", "date-unchanged")

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Panel:
    """An inputs folder, with its outputs below it."""

    folder: Path

    @property
    def name(self) -> str:
        """As it can be printed."""
        return printed(self.folder.name)

    @property
    def outputs(self) -> Path:
        return self.folder / OUTPUTS


@dataclass(frozen=True, slots=True)
class Placed:
    """A report in its folder: ``document`` is the Word report."""

    folder: Path
    document: Path
    report: PanelReport


def find_panels(folder: Path) -> tuple[tuple[Panel, ...], tuple[str, ...]]:
    """The panels by name, and the names of the folders that hold no mapping workbook. Raises InputsUnusable."""
    try:
        below = sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    except FileNotFoundError:
        raise InputsUnusable(f"There is no folder {folder}.") from None
    except OSError as error:
        raise InputsUnusable(f"The folder {folder} can't be read: {reason(error)}.") from None
    panels = tuple(Panel(path) for path in below if _has_mapping(path))
    if not panels:
        raise InputsUnusable(
            f"No folder in {folder} holds a {MAPPING}. Each panel has a folder of its own there, with what `inputs` "
            "holds for one."
        )
    folders = {panel.folder for panel in panels}
    return panels, tuple(printed(path.name) for path in below if path not in folders)


def _has_mapping(folder: Path) -> bool:
    """A folder that can't be looked into is a panel: making it says why it can't."""
    try:
        return any(path.name.casefold() == MAPPING for path in folder.iterdir())
    except OSError:
        return True


def already_made(panel: Panel, templates: Templates) -> Placed | None:
    """The report that stands there, where it was made from just these inputs, templates and earlier reports, by this
    version; else None.
    """
    try:
        found = [one for path in sorted(panel.outputs.glob(f"*/{RECORD}")) if (one := _as_made(panel, path, templates))]
    except (OSError, RecordDamaged, Stop, KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return None  # making it says what is wrong, or puts it right
    return found[0] if len(found) == 1 else None


def _as_made(panel: Panel, path: Path, templates: Templates) -> Placed | None:
    data = path.read_bytes()
    content: Json = json.loads(data)
    if content["version"] != __version__ or not _same_inputs(panel, content) or not _same_history(panel, content):
        return None
    if _inputs(content, "template") != [(one.name, one.file.sha256) for one in templates.all]:
        return None
    return _whole(path.parent, data)


def _whole(folder: Path, data: bytes) -> Placed | None:
    """The report of this record, where its whole set is in this folder. Raises RecordDamaged, OSError."""
    content: Json = json.loads(data)
    report = panel_report(data)
    prefix = "DRAFT-" if content["state"] == "draft" else ""
    digest = content["document"]["digest"]
    documents = [path for path in sorted(folder.glob(f"{prefix}{REPORT}*.docx")) if stated(path.read_bytes()) == digest]
    if not documents or not files.stands_whole(folder, content["files"]):
        return None
    return Placed(folder, documents[0], report)


def _inputs(content: Json, *roles: str) -> list[tuple[str, str]]:
    return [(one["file"], one["sha256"]) for one in content["inputs"] if one["role"] in roles]


def _same_inputs(panel: Panel, content: Json) -> bool:
    """Whether the folder holds the files it was made from, as they were, and else only what it was told of then."""
    made_from = dict(_inputs(content, *_OF_INPUTS))
    told_of = {one["file"] for one in content["findings"] if one["code"] == "file-unnamed"}
    there = every_file(panel.folder)
    return made_from.keys() <= {name for name, _ in there} and all(
        made_from[name] == sha256(path) if name in made_from else name in told_of for name, path in there
    )


def _same_history(panel: Panel, content: Json) -> bool:
    """Whether it would be compared with the same earlier reports, and say the same of them."""
    past, findings = history.find(
        panel.outputs,
        panel=content["panel"],
        title=content["title"],
        meeting_date=date.fromisoformat(content["meeting_date"]),
        registers=dict(_inputs(content, "register")),
    )
    records = [(one.file, sha256(panel.outputs / one.file)) for one in past.records]
    then = sorted(one["message"] for one in content["findings"] if one["code"] in _OF_HISTORY)
    return records == _inputs(content, "previous") and then == sorted(one.message for one in findings)

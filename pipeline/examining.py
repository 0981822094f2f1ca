"""A template examined, and the copy with its faults as comments put beside it: never over anything of a person's."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from pipeline.archive import disk
from pipeline.archive.seal import edited, seal
from pipeline.model.errors import TemplateUnusable, reason
from pipeline.model.there import is_there
from pipeline.report import doctor
from pipeline.report.faults import Fault

Stage = Callable[[str], AbstractContextManager[None]]


@dataclass(frozen=True)
class Examined:
    """``copy``: where the copy with comments is; where there is none of a faulty template, ``no_copy`` says why."""

    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...]
    copy: Path | None = None
    no_copy: str = ""


def examine_template(path: Path, stage: Stage) -> Examined:
    """Raises TemplateUnusable where the template can't be opened at all."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise TemplateUnusable(f"The template {path} can't be read: {reason(error)}. Name another one.") from None
    with stage(f"Examining {path.name}"):
        examined = doctor.examine(data, path.name)
    if not examined.faults:
        return Examined((), examined.notes)
    try:
        copy = _free(path)
        try:
            disk.write_beside(copy, seal(examined.copy))
            disk.move_in(copy)
            disk.sync(copy.parent)
        finally:
            disk.clear_beside([copy])
    except OSError as error:
        return Examined(examined.faults, examined.notes, no_copy=f"no copy can be written beside it: {reason(error)}")
    return Examined(examined.faults, examined.notes, copy)


def _free(path: Path) -> Path:
    """The copy's name: the first that is free or that holds a copy of an earlier run."""
    names = (path.with_name(f"{path.stem}-checked{f'-{n}' if n > 1 else ''}.docx") for n in itertools.count(1))
    return next(name for name in names if not is_there(name) or not edited(name))

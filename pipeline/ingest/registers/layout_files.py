"""Which layout file belongs to a register, and how it is written."""

from __future__ import annotations

import itertools
import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from pipeline.ingest.folder import LAYOUTS, MAPPING, fits, printed
from pipeline.ingest.guard import unopened
from pipeline.ingest.mapping.mapping import read_mapping
from pipeline.ingest.registers.layouts import Layout, read_layout
from pipeline.model.errors import InputsUnusable, OutputsLocked, reason
from pipeline.model.findings import Finding
from pipeline.model.there import is_there

_LONGEST = 60  # characters of a file's name; few enough in any writing
_RESERVED = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9¹²³]")  # on Windows they are devices, whatever the ending


@dataclass(frozen=True, slots=True)
class LayoutFile:
    """Where an organisation's layout stands or will stand. ``layout`` is None where there is none yet."""

    path: Path
    organisation: str
    layout: Layout | None


def layout_of(register: Path, organisation: str | None) -> tuple[LayoutFile, tuple[Finding, ...]]:
    """The layout of this register, in the folder ``layouts`` beside it.

    The organisation is the one given; else the one whose register this is by the mapping workbook in the
    same folder; else the file's name. Raises InputsUnusable where the register isn't there.
    """
    try:
        if register.is_dir():
            raise InputsUnusable(f"{register} is a folder. Name the register in it.")
        if not register.is_file():
            raise InputsUnusable(f"There is no file {register}. Name the register, for example inputs/{register.name}.")
    except OSError as error:
        raise unopened(register, str(register), error) from None
    name = printed(organisation or "") or _by_mapping(register) or printed(register.stem)
    folder = register.parent / LAYOUTS
    findings: list[Finding] = []
    try:
        drawn = sorted(path for path in folder.iterdir() if path.suffix == ".toml") if is_there(folder) else []
        free = _free(folder, _plain(name))
    except OSError as error:
        raise InputsUnusable(
            f"The folder {folder} can't be read: {reason(error)}. Put that right, then run again."
        ) from None
    for path in drawn:
        layout, on_layout = read_layout(path, f"{LAYOUTS}/{path.name}")
        if (layout.organisation or path.stem).casefold() == name.casefold():
            return LayoutFile(path, layout.organisation or name, layout), on_layout
        findings.extend(on_layout)
    return LayoutFile(free, name, None), ()


def _free(folder: Path, name: str) -> Path:
    """The place of a new layout: what stands there under the name is another organisation's."""
    places = (folder / f"{name}{f'-{number}' if number > 1 else ''}.toml" for number in itertools.count(1))
    return next(place for place in places if not is_there(place))


def _plain(organisation: str) -> str:
    """A name that every system can give to a file."""
    words = re.sub(r"[^\w]+", "-", unicodedata.normalize("NFC", organisation).casefold())
    plain = words[:_LONGEST].strip("-")
    return f"layout-{plain}".rstrip("-") if not plain or _RESERVED.fullmatch(plain) else plain


def _by_mapping(register: Path) -> str | None:
    """The organisation whose register this is, where there is a mapping workbook that can be read."""
    workbook = register.parent / MAPPING
    if not workbook.is_file():
        return None
    try:
        mapping, _ = read_mapping(workbook, MAPPING)
    except InputsUnusable:
        return None  # what is wrong with the workbook is for `check` to say
    names = [one.name for one in mapping.organisations if fits(one.register, register)]
    return names[0] if len(names) == 1 else None


def write_layout(path: Path, text: str) -> None:
    """Puts the layout in place whole. Raises OutputsLocked where that can't be done."""
    beside = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise OutputsLocked(f"{path} can't be written: {reason(error)}.") from None

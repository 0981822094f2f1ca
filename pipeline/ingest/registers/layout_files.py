"""Which layout file belongs to a register, and how it is written."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from pipeline.ingest.folder import LAYOUTS, MAPPING, fits
from pipeline.ingest.mapping.mapping import read_mapping
from pipeline.ingest.registers.layouts import Layout, read_layout
from pipeline.model.errors import InputsUnusable, OutputsLocked, reason
from pipeline.model.findings import Finding


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
    if register.is_dir():
        raise InputsUnusable(f"{register} is a folder. Name the register in it.")
    if not register.is_file():
        raise InputsUnusable(f"There is no file {register}. Name the register, for example inputs/{register.name}.")
    name = organisation or _by_mapping(register) or register.stem
    folder = register.parent / LAYOUTS
    findings: list[Finding] = []
    for path in sorted(folder.glob("*.toml")):
        layout, on_layout = read_layout(path, f"{LAYOUTS}/{path.name}")
        if (layout.organisation or path.stem).casefold() == name.casefold():
            return LayoutFile(path, layout.organisation or name, layout), on_layout
        findings.extend(on_layout)
    plain = re.sub(r"[^\w]+", "-", name.casefold()).strip("-") or "layout"
    return LayoutFile(folder / f"{plain}.toml", name, None), ()


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

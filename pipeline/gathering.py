"""The first stage: an inputs folder → its records, with the hash of every file that was read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.ingest import folder
from pipeline.ingest.grid import Book
from pipeline.ingest.guard import Limits
from pipeline.ingest.mapping import mapping
from pipeline.ingest.narrative import narrative
from pipeline.ingest.registers import layouts
from pipeline.ingest.registers import register as registers
from pipeline.ingest.workbook import begin_book, begin_workbook
from pipeline.model.errors import Attempts, InputsUnusable
from pipeline.model.findings import Finding
from pipeline.model.records import InputFile, MappingWorkbook, Narrative, Register

Findings = tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the stage made of the inputs folder."""

    mapping: MappingWorkbook
    narrative: Narrative
    registers: tuple[Register, ...]
    files: tuple[InputFile, ...]


@dataclass(frozen=True, slots=True)
class Begun:
    """An inputs folder whose mapping workbook and narrative are being read, in the process apart; ``files``: their
    hashes, of before. The reading itself tells the hash of what it has read.
    """

    paths: folder.InputPaths
    files: tuple[tuple[Path, InputFile], ...]
    mapping: Callable[[], Book]
    narrative: Callable[[], tuple[Narrative, Findings, str]]


def begin(inputs: Path) -> Begun:
    """Begins to read what every inputs folder has, and returns at once. Raises InputsUnusable where it is not there."""
    paths = folder.find_inputs(inputs)
    names = {path: paths.name(path) for path in (paths.mapping, paths.narrative)}
    files = (
        (paths.mapping, InputFile("mapping", names[paths.mapping], sha256(paths.mapping))),
        (paths.narrative, InputFile("narrative", names[paths.narrative], sha256(paths.narrative))),
    )
    return Begun(
        paths,
        files,
        begin_workbook(paths.mapping, names[paths.mapping]),
        narrative.begin_narrative(paths.narrative, names[paths.narrative]),
    )


def gather(begun: Begun) -> tuple[Inputs, Findings]:
    """Everything in the inputs folder as records. Raises InputsUnusable, with everything at once."""
    paths, known = begun.paths, list(begun.files)
    digests: dict[Path, str] = {}  # of what was read
    attempts = Attempts()  # one broken file does not hide another
    book = attempts.of(begun.mapping)
    of_mapping = attempts.of(mapping.mapping_of, book) if book else None
    if book:
        digests[paths.mapping] = book.sha256
    of_narrative = attempts.of(begun.narrative)
    if of_narrative:
        digests[paths.narrative] = of_narrative[2]
    findings: list[Finding] = []

    drawn: dict[str, layouts.Layout] = {}
    for path in paths.layouts:
        name = paths.name(path)
        known.append((path, InputFile("layout", name, sha256(path))))
        if of_layout := attempts.of(layouts.read_layout, path, name):
            drawn[name] = of_layout[0]
            digests[path] = of_layout[0].sha256
            findings.extend(of_layout[1])

    found = folder.matched_registers(paths.folder, of_mapping[0], drawn) if of_mapping else folder.Matched()
    attempts.of(found.none_missing)
    register_paths = found.registers
    known += [(one.path, InputFile("register", one.name, sha256(one.path), one.organisation)) for one in register_paths]
    read: list[Register] = []
    on_registers: list[Finding] = []
    for one, begun_book in _one_ahead(register_paths):
        if register := attempts.of(begun_book):
            digests[one.path] = register.sha256
            understood, said_of_it = registers.register_of(
                register, organisation=one.organisation, layout=one.layout, sheet=one.sheet
            )
            read.append(understood)
            on_registers.extend(said_of_it)
    # First of all: what was being saved or synchronised was perhaps half there, and only looked damaged or missing.
    # One that was another while it was read, and is again what it was before, has changed too.
    changed = [file.file for path, file in known if {sha256(path), digests.get(path, file.sha256)} != {file.sha256}]
    changed += _come_since(paths)
    if changed:
        raise InputsUnusable(
            *(f"{file} changed while it was being read. Save it, close it, and run again." for file in changed)
        )
    if not of_mapping or not of_narrative or attempts.failed:
        raise attempts.stop()
    files_read = tuple(file for _, file in known)
    said = (*of_mapping[1], *of_narrative[1], *findings, *found.findings, *on_registers)
    return Inputs(of_mapping[0], of_narrative[0], tuple(read), files_read), said


def _come_since(paths: folder.InputPaths) -> list[str]:
    """Layouts that were not there when the folder was looked at, as one that is being synchronised is not for a moment."""
    try:
        return [paths.name(path) for path in folder.find_inputs(paths.folder).layouts if path not in paths.layouts]
    except InputsUnusable:  # what has gone is told of anyway
        return []


def _one_ahead(
    paths: Iterable[folder.RegisterPath],
) -> Iterator[tuple[folder.RegisterPath, Callable[[], Book]]]:
    """The reading of each register, begun before the one ahead of it is understood; not of all at once, as large ones
    fill the memory.
    """
    begun = ((one, begin_book(one.path, one.name)) for one in paths)
    last = next(begun, None)
    while last:
        following = next(begun, None)
        yield last
        last = following


def sha256(path: Path) -> str:
    """The digest of a file's bytes, in hexadecimal; nothing where it can't be read, or is larger than any that is: its
    reader says why.
    """
    try:
        if path.stat().st_size > Limits.FILE:
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""

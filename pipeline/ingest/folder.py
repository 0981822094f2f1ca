"""The inputs folder: which file is what."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from fnmatch import translate
from pathlib import Path

from pipeline.ingest.cleaning import clean, one_line
from pipeline.ingest.mapping.controls import organisation_named
from pipeline.ingest.mapping.proposals import likely
from pipeline.ingest.mapping.sheets import BY_NAME, ORGANISATIONS
from pipeline.ingest.registers.layouts import Layout
from pipeline.model.errors import InputsUnusable, reason
from pipeline.model.findings import Finding, find
from pipeline.model.records import MappingWorkbook, Organisation, Place

MAPPING, NARRATIVE, LAYOUTS = "mapping.xlsx", "narrative.docx", "layouts"

# What Office, file managers and their like leave behind.
_LEFT_BEHIND = re.compile(r"~\$.*|\..*|thumbs\.db|desktop\.ini", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class InputPaths:
    """The files of an inputs folder whose names are fixed. ``layouts`` are sorted by name."""

    folder: Path
    mapping: Path
    narrative: Path
    layouts: tuple[Path, ...]

    def name(self, path: Path) -> str:
        """The path below the inputs folder, with forward slashes, as it is printed."""
        return printed(path.relative_to(self.folder).as_posix())


def all_paths(paths: InputPaths) -> tuple[Path, ...]:
    """Every file of fixed name that is there."""
    return (paths.mapping, paths.narrative, *paths.layouts)


@dataclass(frozen=True, slots=True)
class RegisterPath:
    """An organisation's register: where it is and how it is to be read. ``name``: as it is printed."""

    organisation: str
    path: Path
    name: str
    layout: Layout | None
    sheet: str | None  # the layout's own sheet goes before that of Organisations


def find_inputs(folder: Path) -> InputPaths:
    """The mapping workbook, the narrative and the layouts. Raises InputsUnusable for all that is missing."""
    with _looked_into(folder):
        there, files = _there(folder), _files(folder)
        drawn = _there(folder / LAYOUTS) if (folder / LAYOUTS).is_dir() else []
    # A folder or a link of the name is taken: whoever opens it says what it is.
    found = {name: _named(name, there) for name in (MAPPING, NARRATIVE)}
    missing = [
        f"{folder} has no {name}.{likely(name, (printed(file.name) for file in files))} Put it there, "
        f"or name another folder with --inputs."
        for name, file in found.items()
        if file is None
    ]
    mapping, narrative = found[MAPPING], found[NARRATIVE]
    if mapping is None or narrative is None:
        raise InputsUnusable(*missing)
    layouts = tuple(file for file in drawn if file.suffix.casefold() == ".toml")
    return InputPaths(folder, mapping, narrative, layouts)


@contextmanager
def _looked_into(folder: Path) -> Iterator[None]:
    """Raises InputsUnusable where the folder can't be looked into."""
    try:
        yield
    except FileNotFoundError:
        raise InputsUnusable(
            f"There is no folder {folder}. Name another one with --inputs, "
            f"or begin a new one with: python -m pipeline start {folder}"
        ) from None
    except OSError as error:
        raise InputsUnusable(
            f"The folder {folder} can't be read: {reason(error)}. Name another one with --inputs."
        ) from None


def every_file(folder: Path) -> tuple[tuple[str, Path], ...]:
    """Every file that a person put into an inputs folder, under the name that is printed: also those that nothing names.

    Raises OSError.
    """
    there = [*_files(folder), *_files(folder / LAYOUTS)]
    return tuple((printed(path.relative_to(folder).as_posix()), path) for path in there)


@dataclass(frozen=True, slots=True)
class Matched:
    """The register of each organisation that has one, in their order; ``faults``: a line for each that has none, or
    more than one. ``findings``: on files that nothing names.
    """

    registers: tuple[RegisterPath, ...] = ()
    findings: tuple[Finding, ...] = ()
    faults: tuple[str, ...] = ()

    def none_missing(self) -> None:
        """Raises InputsUnusable where there are faults."""
        if self.faults:
            raise InputsUnusable(*self.faults)


def there(folder: Path) -> list[Path]:
    """The files, and links that may lead nowhere, that a person put right into this folder. Raises OSError."""
    return _files(folder)


def match_registers(
    folder: Path, mapping: MappingWorkbook, layouts: Mapping[str, Layout]
) -> tuple[tuple[RegisterPath, ...], tuple[Finding, ...]]:
    """The register of each organisation, in their order, and files that nothing names.

    Raises InputsUnusable, with everything at once, for an organisation that no file or more than one fits,
    and where two layouts are for one organisation.
    """
    matched = matched_registers(folder, mapping, layouts)
    matched.none_missing()
    return matched.registers, matched.findings


def matched_registers(folder: Path, mapping: MappingWorkbook, layouts: Mapping[str, Layout]) -> Matched:
    """The same, with what was found where something is missing. Raises InputsUnusable where the folder can't be read."""
    with _looked_into(folder):
        files, layouts_there = _files(folder), _files(folder / LAYOUTS)
        folders = [path for path in _there(folder) if path.is_dir()]
    fixed = {_named(name, files) for name in (MAPPING, NARRATIVE)}
    candidates = [file for file in files if file not in fixed]
    faults: list[str] = []
    registers: list[RegisterPath] = []
    by_organisation = _by_organisation(layouts.values(), mapping.organisations, faults)
    for organisation in mapping.organisations:
        fitting = _fitting(organisation.register, candidates)
        if len(fitting) != 1:
            faults.append(_not_one(organisation, fitting, candidates, folders))
            continue
        layout = by_organisation.get(organisation.name)
        sheet = None if layout and layout.sheet else organisation.sheet
        registers.append(RegisterPath(organisation.name, fitting[0], printed(fitting[0].name), layout, sheet))
    named = {register.path for register in registers}
    findings = [
        *_shared(mapping, registers),
        *_unnamed([file for file in candidates if file not in named], "nothing names it: it is not read."),
        *_unnamed(
            [file for file in layouts_there if file.suffix.casefold() != ".toml"],
            "the name of a layout ends in .toml: it is not read.", LAYOUTS,
        ),
        *_layouts_of_nobody(layouts.values(), mapping.organisations),
    ]  # fmt: skip
    return Matched(tuple(registers), tuple(findings), tuple(faults))


def _there(folder: Path) -> list[Path]:
    """What a person put right into the folder, by name: files, folders, and links that may lead nowhere."""
    kept = (path for path in folder.iterdir() if not _LEFT_BEHIND.fullmatch(path.name))
    return sorted(
        (path for path in kept if path.is_file() or path.is_dir() or (path.is_symlink() and not path.exists())),
        key=lambda path: path.name,
    )


def _files(folder: Path) -> list[Path]:
    """Those that are no folders; nothing where the folder is not there."""
    return [path for path in _there(folder) if not path.is_dir()] if folder.is_dir() else []


def _plain(name: str) -> str:
    """What a name in a cell and one on the disk have in common: a Mac writes é as two characters where Excel wrote one."""
    return unicodedata.normalize("NFC", printed(name)).casefold()


def printed(name: str) -> str:
    """A file's name as it can be printed, in a line: one that is not UTF-8 comes with halves of characters, and so does
    each that is where the system takes its own language for plain English.
    """
    with suppress(UnicodeError):
        name = os.fsencode(name).decode()
    return one_line(clean(name)[0])


def _alike(name: str, files: Iterable[Path]) -> list[Path]:
    """The file of this name; else those whose names differ by case or blanks alone."""
    alike = [file for file in files if _plain(file.name) == _plain(name)]
    return [file for file in alike if file.name == name] or alike


def _named(name: str, files: Iterable[Path]) -> Path | None:
    return next(iter(_alike(name, files)), None)


def _fitting(register: str, files: Sequence[Path]) -> list[Path]:
    """The files that a name or pattern fits. A name goes before a pattern: it may hold brackets."""
    if not register:
        return []
    named = _alike(register, files)
    if named:
        return named
    pattern = re.compile(translate(_plain(register)))
    return [file for file in files if pattern.fullmatch(_plain(file.name))]


def fits(register: str, file: Path) -> bool:
    """Whether a name or pattern of the Organisations sheet fits this file."""
    return bool(_fitting(register, [file]))


def _not_one(
    organisation: Organisation, fitting: Sequence[Path], files: Sequence[Path], folders: Sequence[Path]
) -> str:
    place = organisation.source.place("register")
    if not organisation.register:
        return (
            f"{place}: no register is named for {organisation.name}. {BY_NAME[ORGANISATIONS].heading('register').help}"
        )
    wanted = f"{place}: the register of {organisation.name}, '{organisation.register}',"
    if fitting:
        names = ", ".join(printed(file.name) for file in fitting)
        return f"{wanted} fits {len(fitting)} files: {names}. Take out all but one, or name it in full."
    if _fitting(organisation.register, folders):
        return f"{wanted} is a folder. Put the file itself in its place."
    seen = ", ".join(printed(file.name) for file in files) or "no other file"
    return f"{wanted} fits no file. The folder has {seen}. Put the register there, or correct its name."


def _by_organisation(
    layouts: Iterable[Layout], organisations: Sequence[Organisation], faults: list[str]
) -> dict[str, Layout]:
    found: dict[str, Layout] = {}
    for layout in layouts:
        name = organisation_named(layout.organisation, organisations)
        if name is None:
            continue
        if name in found:
            faults.append(
                f"{found[name].file} and {layout.file} are both for {name}. Delete one, or correct its organisation."
            )
        else:
            found[name] = layout
    return found


def _shared(mapping: MappingWorkbook, registers: Sequence[RegisterPath]) -> Iterable[Finding]:
    """Two organisations may share a workbook, but not a sheet of it."""
    seen: dict[tuple[Path, str | None], str] = {}
    for register in registers:
        sheet = register.layout.sheet if register.layout and register.layout.sheet else register.sheet
        other = seen.setdefault((register.path, sheet), register.organisation)
        if other != register.organisation:
            place = mapping.organisation(register.organisation).source.place("register")
            yield find(
                "mapping-value", f"{other} and {register.organisation} name the same register, {register.name}.", place,
                subject=f"{place.sheet} {place.cell}", field="register", remedy="Name another file, or a sheet for each.",
            )  # fmt: skip


def _unnamed(files: Iterable[Path], why: str, below: str = "") -> Iterable[Finding]:
    for file in files:
        name = printed(f"{below}/{file.name}" if below else file.name)
        yield find("file-unnamed", f"{name}: {why}", Place(name), subject=name)


def _layouts_of_nobody(layouts: Iterable[Layout], organisations: Sequence[Organisation]) -> Iterable[Finding]:
    for layout in layouts:
        if organisation_named(layout.organisation, organisations) is None:
            near = likely(layout.organisation, (organisation.name for organisation in organisations))
            yield find(
                "file-unnamed", f"{layout.file} is for '{layout.organisation}', which is not one of the organisations: it is not used.{near}",
                Place(layout.file), subject=layout.file, remedy="Correct organisation in the layout, or take the file out.",
            )  # fmt: skip

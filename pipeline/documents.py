"""The Word documents of a set: one from the main template, and one from each other template beside it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from pipeline.archive.seal import fits
from pipeline.ingest.folder import printed
from pipeline.model.errors import Attempts, TemplateUnusable, reason
from pipeline.model.findings import Finding
from pipeline.model.records import InputFile
from pipeline.report import owed, package
from pipeline.report.contents import with_page_numbers
from pipeline.report.faults import TemplateFaulty
from pipeline.report.template import main_document, open_template

REPORT = "panel-report"  # what the main template makes, whatever it is called itself
_FOLDER = "templates"
_OF_REPORT = re.compile(rf"(DRAFT-)?{REPORT}(-\d+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WordTemplate:
    """A template that can be used. ``makes``: the document's name, without ending."""

    name: str
    data: bytes
    makes: str

    @property
    def file(self) -> InputFile:
        """What the record keeps of it."""
        return InputFile("template", self.name, hashlib.sha256(self.data).hexdigest())


@dataclass(frozen=True, slots=True)
class Templates:
    """``left_out``: what the main one owes its readers and does not place. ``unused``: sentences on what was not made."""

    main: WordTemplate
    others: tuple[WordTemplate, ...]
    left_out: tuple[Finding, ...]
    unused: tuple[str, ...]

    @property
    def all(self) -> tuple[WordTemplate, ...]:
        """The main one first."""
        return (self.main, *self.others)


def read_templates(main: Path) -> Templates:
    """The main template and, where it lies in a folder ``templates``, each other one there.

    Raises TemplateUnusable with every fault of every one.
    """
    attempts = Attempts()
    read = attempts.of(_read_main, main)
    others: list[WordTemplate] = []
    unused: list[str] = []
    for path in _beside(main):
        other = attempts.of(_read_other, path, main)
        if isinstance(other, WordTemplate):
            others.append(other)
        elif other:
            unused.append(f"{path} was not used: {other}.")
    if read is None or attempts.failed:
        raise attempts.stop()
    return Templates(read[0], tuple(others), read[1], tuple(unused))


def _read_main(path: Path) -> tuple[WordTemplate, tuple[Finding, ...]]:
    data = _bytes(path, "Name another one with --template.")
    return WordTemplate(kept_as(path.name), data, REPORT), owed.left_out(data, path.name)


def _read_other(path: Path, main: Path) -> WordTemplate | str:
    """The template; or why none is made with it, as the end of a sentence."""
    if _OF_REPORT.fullmatch(path.stem):
        return f"a report bears that name, and is made from {main}"
    hint = f"Every Word file in {path.parent} is a template. Mend {path.name}, or move it away; then run again."
    data = _bytes(path, hint)
    faults: tuple[str, ...] = ()
    try:
        open_template(data, path.name)
    except TemplateFaulty as faulty:
        faults = faulty.lines
    except TemplateUnusable as unusable:
        raise TemplateUnusable(*unusable.lines, hint) from None
    if fits(data) and not path.is_symlink():  # opened first: that is done within limits
        return "this program made it, as a report or as a copy of a template with comments in it"
    if faults:
        raise TemplateUnusable(*faults, hint)
    return WordTemplate(kept_as(path.name), data, kept_as(path.stem))


def kept_as(name: str) -> str:
    """A template's name as a record and a document can hold it: its own, where that is UTF-8."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return printed(name)
    return name


def _bytes(path: Path, hint: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise TemplateUnusable(f"The template {path} can't be read: {reason(error)}. {hint}") from None


def _beside(main: Path) -> list[Path]:
    """The Word files beside it, by name, in a folder that is there for templates; none that Word or the system keeps."""
    try:
        if main.parent.resolve().name.casefold() != _FOLDER or not main.parent.is_dir():
            return []
        names = sorted(entry.name for entry in main.parent.iterdir() if entry.suffix.casefold() == ".docx")
        found = (main.parent / name for name in names if not name.startswith(("~$", ".")))
        return [path for path in found if path.is_file() and path.resolve() != main.resolve()]
    except OSError as error:
        raise TemplateUnusable(
            f"The folder {main.parent} can't be looked into: {reason(error)}. Put that right, then run again."
        ) from None


def for_paper(document: bytes) -> bytes:
    """A Word document that was made here, with page numbers in its contents: for printing alone, which works them out."""
    members = package.read(document)
    body = main_document(members)
    return package.write({**members, body: with_page_numbers(members[body])})

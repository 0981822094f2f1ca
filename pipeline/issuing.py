"""The story of issuing: from the file that was sent, perhaps edited, to its record and its inputs on the shelf."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import astuple, dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.archive import as_issued, files, issued
from pipeline.archive.differences import compare
from pipeline.archive.seal import stated
from pipeline.documents import kept_as
from pipeline.ingest import folder
from pipeline.ingest.apart import read_apart
from pipeline.ingest.mapping import mapping
from pipeline.ingest.mapping.updated import Updated, WordingLine, update, wording_lines
from pipeline.ingest.sent import read_sent_bytes
from pipeline.model.dates import in_words
from pipeline.model.document import ANCHOR, Difference, Mark, Role, Sent
from pipeline.model.errors import BadArguments, InputsUnusable, reason
from pipeline.model.findings import CATALOGUE, Finding, Severity, blocks
from pipeline.report import differences_book

Stage = Callable[[str], AbstractContextManager[None]]

_DOCUMENT = re.compile(r"(?P<draft>DRAFT-)?panel-report(-([2-9]|[1-9][0-9]+))?\.docx")
_MAKE_AGAIN = "make the report again (make report), carry your edits over into the new one, and issue that."
_OPEN = {
    "comment": "Resolve it and delete it",
    "formatting": "Accept or reject the change of its looks",
}


@dataclass(frozen=True, slots=True)
class Issued:
    """A report on record. ``already``: it had been issued before with these very bytes, and nothing was done.

    ``offered``: the copy of the mapping workbook with edits put into it; ``taken``: the differences it holds, ``lines``
    of them as new lines of Wording. ``not_kept``: a sentence for each template of another document that inputs.zip
    lacks.
    """

    document: Path
    differences: tuple[Difference, ...] = ()
    table: Path | None = None
    offered: Path | None = None
    taken: tuple[Difference, ...] = ()
    lines: int = 0
    not_kept: tuple[str, ...] = ()
    already: bool = False
    again: bool = False


@dataclass(frozen=True, slots=True)
class NotIssued:
    """A report that may not leave yet. ``findings``: the blocks of a DRAFT; ``lines``: what is open in the file."""

    document: Path
    reason: str
    lines: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def issue(file: Path | None, inputs: Path, outputs: Path, template: Path, stage: Stage) -> Issued | NotIssued:
    """Put the report on record as it was sent. ``file``: None for that of the meeting the mapping names;
    ``template``: what it was made with, or another file in the same folder.

    Raises Stop where it can't be; then nothing was written.
    """
    if not issued.is_there(outputs):
        raise InputsUnusable(f"There is no folder {outputs}. Make the report first: make report")
    with files.lock(outputs):
        found = file or _document(inputs, outputs)
        if isinstance(found, NotIssued):
            return found
        return _issue(found, inputs, outputs, template, stage)


def _issue(document: Path, inputs: Path, outputs: Path, template: Path, stage: Stage) -> Issued | NotIssued:
    with stage("Reading the report as sent"):
        data = _read(document)
        sent = replace(read_apart(read_sent_bytes, data, document.name), digest=stated(data))
        made = issued.made_from(outputs, sent.digest)
    if made is None:
        raise InputsUnusable(*_of_nobody(document, sent, outputs))
    sha256 = hashlib.sha256(data).hexdigest()
    before = issued.issued_as(made.folder, sha256=sha256)
    if before:
        return Issued(before, already=True)
    if made.record.get("state") == "draft":
        return _blocked(document, made.record)
    if sent.marks:
        count = f"{len(sent.marks)} tracked change{'s' * (len(sent.marks) > 1)} or comment{'s' * (len(sent.marks) > 1)}"
        return NotIssued(
            document,
            f"{count} open. Mend them in Word (Review), save, and run again",
            tuple(_open(mark) for mark in sent.marks),
        )
    with stage("Looking for the inputs as they were"):
        kept, not_kept = _inputs(made.record, inputs, outputs, template)
    with stage("Comparing with the generated report"):
        differences = compare(made.generated, sent)
        day = date.fromisoformat(made.record["meeting_date"])
        offer = _offer(made.record, inputs, differences, day)
    number = issued.next_number(made.folder)
    names = {name: issued.numbered(name, number) for name in _NAMES}
    put = {
        names[_WORD]: data,
        names[_INPUTS]: issued.zipped(kept),
        names[_RECORD]: as_issued.as_issued(
            dict(made.record), made.generated, sent, differences, as_issued.File(names[_WORD], sha256)
        ),
    }
    if differences:
        lines = wording_lines(differences, day)
        put[names[_TABLE]] = differences_book.build(
            differences,
            [_columns(line) for line in lines],
            title=str(made.record.get("title", "")),
            meeting=in_words(day),
        )
    if offer.workbook is not None:
        put[names[_OFFER]] = offer.workbook
    with stage("Putting the files in place"):
        issued.put(made.folder, put)
    place = made.folder / files.ISSUED
    return Issued(
        place / names[_WORD],
        differences,
        place / names[_TABLE] if differences else None,
        place / names[_OFFER] if offer.workbook is not None else None,
        offer.taken,
        sum(1 for one in offer.taken if one.origin.role is Role.REGISTER),
        not_kept,
        again=number > 1,
    )


_WORD, _RECORD, _INPUTS = issued.DOCUMENT, files.RECORD, issued.INPUTS
_TABLE, _OFFER = "differences.xlsx", "mapping-updated.xlsx"
_NAMES = (_WORD, _RECORD, _INPUTS, _TABLE, _OFFER)


def _columns(line: WordingLine) -> tuple[str, ...]:
    organisation, risk, field, words, reason, day = astuple(line)
    return (organisation, risk, field, words, reason, "", day)


# --- which file ------------------------------------------------------------------------------------


def _document(inputs: Path, outputs: Path) -> Path | NotIssued:
    """The one report to the meeting that the mapping names; refuses a DRAFT."""
    path = folder.find_inputs(inputs).mapping
    meeting = mapping.read_mapping(path, path.name)[0].meeting.date
    place = outputs / meeting.isoformat()
    named = [(entry, match) for entry in issued.entries(place) if (match := _DOCUMENT.fullmatch(entry.name))]
    clean = [entry for entry, match in named if not match["draft"]]
    drafts = [entry for entry, match in named if match["draft"]]
    if len(clean) > 1:
        sent = [issued.issued_as(place, sha256=hashlib.sha256(_read(entry)).hexdigest()) for entry in clean]
        raise BadArguments(
            f"There are {len(clean)} reports to the meeting of {in_words(meeting)}:",
            *(f"  {entry}{' (issued)' if one else ''}" for entry, one in zip(clean, sent, strict=True)),
            f"Name the one that was sent, for example: make issue FILE={clean[-1]}",
        )
    if clean:
        return clean[0]
    if drafts:
        return _blocked(drafts[-1], issued.content_of(place / _RECORD))
    raise InputsUnusable(
        f"There is no report to the meeting of {in_words(meeting)} in {place}. Make it first: make report"
    )


def _read(document: Path) -> bytes:
    try:
        return document.read_bytes()
    except OSError as error:
        raise InputsUnusable(f"{document} can't be read: {reason(error)}. Put that right, and run again.") from None


def _of_nobody(document: Path, sent: Sent, outputs: Path) -> tuple[str, str]:
    """Why no record tells what the file was generated from, and what to do."""
    if document.name in issued.content_of(document.parent / _RECORD).get("beside", ()):
        return (
            f"{document} was made beside the report: no record is kept of what it says.",
            "Name the report itself; the next one is compared with that.",
        )
    if sent.digest:
        return (
            f"{document} was made by this program, but its record is not in {outputs}.",
            "Name the folder that holds it with --outputs, or bring record.json back from a backup.",
        )
    if any(paragraph.anchor.startswith(ANCHOR) for paragraph in sent.paragraphs):
        return (
            f"{document} was made by this program, but what says from which record has been taken out of its properties.",
            "Word's Document Inspector does that. Take a copy that still has it, or carry the edits over into the generated file, and issue that.",
        )
    return (
        f"{document} was not made by this program.",
        "Name the report that was made here, perhaps edited since.",
    )


def _blocked(document: Path, record: Mapping[str, Any]) -> NotIssued:
    """A DRAFT with the blocks that its record names."""
    entries = record.get("findings")
    found = tuple(_finding(entry) for entry in entries or () if str(entry.get("code")) in CATALOGUE)
    return NotIssued(document, "it is a DRAFT: mend what must be fixed, and make the report again", (), blocks(found))


def _finding(entry: Mapping[str, str]) -> Finding:
    texts = {field.name: entry.get(field.name, "") for field in fields(Finding)}
    return Finding(**{**texts, "severity": Severity(entry["severity"])})  # type: ignore[arg-type]


def _open(mark: Mark) -> str:
    where = f"{mark.where}: " if mark.where else ""
    return f"{where}{mark.told} {_OPEN.get(mark.kind, 'Accept or reject the change')}."


# --- the inputs as they were -----------------------------------------------------------------------


def _inputs(
    record: Mapping[str, Any], inputs: Path, outputs: Path, template: Path
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The files the report was made from, by their paths in inputs.zip. Raises InputsUnusable for all that differ.

    Second: a sentence for each other template that differs: nothing in the report came from it.
    """
    kept: dict[str, bytes] = {}
    faults: list[str] = []
    places = {"previous": ("outputs", outputs), "template": ("templates", template.parent)}
    there: dict[Path, dict[str, Path]] = {}  # folder → name in the record → file
    with suppress(OSError):  # whatever can't be found is told of by its name
        there[inputs] = dict(folder.every_file(inputs))
        there[template.parent] = {kept_as(path.name): path for path in template.parent.iterdir()}
    entries = list(record.get("inputs", ()))
    templates = [entry for entry in entries if entry["role"] == "template"]
    others: list[str] = []
    for entry in entries:
        name, place = places.get(entry["role"], ("inputs", inputs))
        path = there.get(place, {}).get(entry["file"], place / entry["file"])
        told = others if entry in templates[1:] else faults
        if entry in templates[:1] and not _is_file(path, entry["sha256"]):
            path = template  # the one that was named, whatever it is called
        try:
            data = path.read_bytes()
        except OSError:
            told.append(f"{path} is no longer there, or can't be read.")
            continue
        if hashlib.sha256(data).hexdigest() != entry["sha256"]:
            told.append(
                f"{path} has changed since the report was made from it."
                if path.name == Path(entry["file"]).name
                else f"{path} is not the template that the report was made from, {entry['file']}."
            )
            if told is others:
                continue
        kept[f"{name}/{entry['file']}"] = data
    if faults:
        raise InputsUnusable(*faults, f"Bring back what it was made from, and run again; or {_MAKE_AGAIN}")
    return kept, tuple(others)


def _is_file(path: Path, sha256: str) -> bool:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == sha256
    except OSError:
        return False


def _offer(record: Mapping[str, Any], inputs: Path, differences: tuple[Difference, ...], day: date) -> Updated:
    name = next((entry["file"] for entry in record.get("inputs", ()) if entry["role"] == "mapping"), folder.MAPPING)
    return update(inputs / name, name, differences, day)

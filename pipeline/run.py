"""The story: the order of the stages, and what each hands to the next."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline import __version__
from pipeline.archive import files, history, record
from pipeline.archive.seal import seal
from pipeline.checks import decide, run_checks
from pipeline.ingest import folder
from pipeline.ingest.mapping import mapping
from pipeline.ingest.narrative import narrative
from pipeline.ingest.registers import layouts
from pipeline.ingest.registers import register as registers
from pipeline.model.errors import InputsUnusable, TemplateUnusable
from pipeline.model.findings import Finding, Severity, blocks
from pipeline.model.page import Page
from pipeline.model.records import InputFile, MappingWorkbook, Narrative, Register, Report
from pipeline.reconcile import alignment, movement
from pipeline.report import appendix, compose, fill, owed, review, verify, words

Findings = tuple[Finding, ...]
Stage = Callable[[str], AbstractContextManager[None]]  # shows that a stage is under way, and its time


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the stage of ingest made of the inputs folder."""

    mapping: MappingWorkbook
    narrative: Narrative
    registers: tuple[Register, ...]
    files: tuple[InputFile, ...]


@dataclass(frozen=True, slots=True)
class Examined:
    """The report as records and as words, and everything a person should know about it."""

    report: Report
    page: Page
    findings: Findings


@dataclass(frozen=True, slots=True)
class Made:
    """A set that was put in place.

    ``document`` and ``review``: the Word report and the page to look at before circulating it. ``messages``:
    where a file edited or held open by a person made the new one go beside it.
    """

    folder: Path
    document: Path
    review: Path
    findings: Findings
    messages: tuple[str, ...]


def make_report(inputs: Path, outputs: Path, template: Path, stage: Stage) -> Made:
    """Make one meeting's set of outputs from an inputs folder.

    Raises Stop where no report is possible; then nothing was written.
    """
    with files.lock(outputs):
        examined = examine(inputs, outputs, stage)
        template_bytes = read_template(template)
        report = examined.report
        template_file = InputFile("template", template.name, hashlib.sha256(template_bytes).hexdigest())
        on_template = decide(owed.left_out(template_bytes, template.name), report.mapping)
        examined = replace(
            examined,
            report=replace(report, inputs=(*report.inputs, template_file)),
            findings=in_order(examined.findings + on_template),
        )
        built = build(examined, template_bytes, template.name, stage)
        with stage("Putting the files in place"):
            state = "draft" if blocks(examined.findings) else "made"
            written = record.write(examined.report, examined.findings, state=state, version=__version__)
            put = files.put_set(outputs / report.meeting.date.isoformat(), built, written)
    document = put.paths[document_name(examined.findings)]
    return Made(put.folder, document, put.paths["review.html"], examined.findings, put.messages)


def build(examined: Examined, template: bytes, template_name: str, stage: Stage) -> dict[str, bytes]:
    """The files of the set by name, the Word report proven. Raises TemplateUnusable or ProofFailed."""
    page, findings = examined.page, examined.findings
    with stage("Writing the Word report"):
        filled = fill.fill(template, page, template_name=template_name)
        document = seal(filled.docx)
    with stage("Proving the Word report"):
        verify.verify(document, filled, page, template=template)
    with stage("Writing the workbook and the review page"):
        return {
            document_name(findings): document,
            "appendix-tables.xlsx": seal(appendix.build(page)),
            "review.html": review.build(examined.report, page, findings, version=__version__),
        }


def document_name(findings: Findings) -> str:
    """The Word report's name: DRAFT while a block is open."""
    return "DRAFT-panel-report.docx" if blocks(findings) else "panel-report.docx"


def examine(inputs: Path, outputs: Path, stage: Stage) -> Examined:
    """Read, reconcile and check; writes nothing."""
    with stage("Reading the inputs"):
        gathered, reading = gather(inputs)
    with stage("Reconciling the aligned risks"):
        meeting = gathered.mapping.meeting
        past, on_history = history.find(
            outputs,
            panel=meeting.panel,
            title=meeting.title,
            meeting_date=meeting.date,
            registers={f.file: f.sha256 for f in gathered.files if f.role == "register"},
        )
        aligned_risks, on_alignment = alignment.reconcile(gathered.mapping, gathered.registers, past)
        moved = movement.compare(gathered.mapping, gathered.registers, aligned_risks, past)
        report = Report(gathered.mapping, gathered.registers, gathered.narrative, aligned_risks, moved, gathered.files)
    with stage("Checking"):
        page = compose.compose(report)
        filled, on_fields = words.fill_narrative(report.narrative, page)
        report = replace(report, narrative=filled)
        findings = decide(reading + on_history + on_alignment + on_fields + run_checks(report), report.mapping)
        page = compose.compose(report, draft_notice=compose.draft_notice(len(blocks(findings))))
        page = replace(page, narrative=words.narrative_text(filled))
    return Examined(report, page, in_order(findings))


def gather(inputs: Path) -> tuple[Inputs, Findings]:
    """Everything in the inputs folder as records, and the hash of every file that was read."""
    paths = folder.find_inputs(inputs)
    known = [
        (paths.mapping, InputFile("mapping", paths.name(paths.mapping), sha256(paths.mapping))),
        (paths.narrative, InputFile("narrative", paths.name(paths.narrative), sha256(paths.narrative))),
    ]
    read_mapping, on_mapping = mapping.read_mapping(paths.mapping, paths.name(paths.mapping))
    read_narrative, on_narrative = narrative.read_narrative(paths.narrative, paths.name(paths.narrative))
    findings = [*on_mapping, *on_narrative]

    drawn: dict[str, layouts.Layout] = {}
    for path in paths.layouts:
        name = paths.name(path)
        known.append((path, InputFile("layout", name, sha256(path))))
        drawn[name], on_layout = layouts.read_layout(path, name)
        findings.extend(on_layout)

    found, on_folder = folder.match_registers(inputs, read_mapping, drawn)
    findings.extend(on_folder)
    read: list[Register] = []
    for one in found:
        known.append((one.path, InputFile("register", one.name, sha256(one.path), one.organisation)))
        register, on_register = registers.read_register(
            one.path, name=one.name, organisation=one.organisation, layout=one.layout, sheet=one.sheet
        )
        read.append(register)
        findings.extend(on_register)

    changed = [file.file for path, file in known if sha256(path) != file.sha256]
    if changed:
        raise InputsUnusable(
            *(f"{file} changed while it was being read. Save it, close it, and run again." for file in changed)
        )
    files_read = tuple(file for _, file in known)
    return Inputs(read_mapping, read_narrative, tuple(read), files_read), tuple(findings)


def read_template(path: Path) -> bytes:
    """The template's bytes. Raises TemplateUnusable where it can't be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise TemplateUnusable(
            f"The template {path} can't be read: {reason}. Name another one with --template."
        ) from None


def sha256(path: Path) -> str:
    """The digest of a file's bytes, in hexadecimal. Raises InputsUnusable where it can't be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputsUnusable(f"{path} can't be read: {reason}. Close it in other programs, and run again.") from None


def in_order(findings: Iterable[Finding]) -> Findings:
    """The weightiest first; within a severity as the stages raised them."""
    weights = list(Severity)
    return tuple(sorted(findings, key=lambda finding: weights.index(finding.severity)))

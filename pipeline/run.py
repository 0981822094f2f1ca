"""The story: the order of the stages, and what each hands to the next."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline import __version__
from pipeline.archive import disk, files, history, record
from pipeline.archive.issued import told
from pipeline.archive.seal import seal, stated
from pipeline.checks import decide, run_checks
from pipeline.documents import REPORT, Templates, WordTemplate, for_paper, read_templates
from pipeline.gathering import Begun, begin, gather
from pipeline.ingest import sent
from pipeline.model.document import Generated
from pipeline.model.errors import Attempts, OutputsLocked, ProofFailed
from pipeline.model.findings import Finding, blocks, weight
from pipeline.model.page import Page
from pipeline.model.records import InputFile, Narrative, Report
from pipeline.model.restriction import restricted
from pipeline.printing import Printed, printed
from pipeline.reconcile import alignment, movement, old_papers
from pipeline.report import addresses, appendix, compose, draft, fill, leaks, owed, review, static_words, verify, words
from pipeline.report.origins import origins
from pipeline.report.public import public_page
from pipeline.report.said import words_of
from pipeline.report.unlike import unlike
from pipeline.report.withheld import in_place

Findings = tuple[Finding, ...]
Stage = Callable[[str], AbstractContextManager[None]]  # shows that a stage is under way, and its time


@dataclass(frozen=True, slots=True)
class Examined:
    """The report as records and as words, and everything a person should know about it. ``unfilled``: the narrative
    with its fields as the officer wrote them.
    """

    report: Report
    page: Page
    findings: Findings
    unfilled: Narrative


@dataclass(frozen=True, slots=True)
class Made:
    """A set that was put in place.

    ``document`` and ``review``: the Word report and the page to look at before circulating it. ``beside``: the
    other Word documents that the set holds for the panel. ``pdfs``: where they were asked for. ``messages``: what became of templates that were not used,
    where a file edited or held open by a person made the new one go beside it, and that one was issued already.
    """

    folder: Path
    document: Path
    review: Path
    beside: tuple[Path, ...]
    pdfs: tuple[Path, ...]
    findings: Findings
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Built:
    """A meeting's set, proven and not yet put in place: ``files`` by name, their ``record``, and what is to be told.

    ``document``: the name of the Word report, and ``digest`` its own of it; ``beside`` and ``pdfs``: the names of those
    beside it. ``messages``: what became of templates that were not used.
    """

    day: str  # of the meeting, as its folder is named
    files: Mapping[str, bytes]
    record: bytes
    findings: Findings
    document: str
    digest: str
    beside: tuple[str, ...]
    pdfs: tuple[str, ...]
    restricted: bool
    messages: tuple[str, ...]


def make_report(
    inputs: Path, outputs: Path, template: Path, stage: Stage, *, pdf: bool = False, begun: Begun | None = None
) -> Made:
    """Make one meeting's set of outputs from an inputs folder. ``pdf``: with a PDF of each Word document; ``begun``: of
    the folder, where its reading has been begun.

    Raises Stop where no report is possible; then nothing was written.
    """
    with files.lock(outputs):
        attempts = Attempts()
        templates = attempts.of(read_templates, template)
        examined = attempts.of(examine, inputs, outputs, stage, begun)
        if templates is None or examined is None:
            raise attempts.stop()
        return put(build_set(examined, templates, stage, pdf=pdf), outputs, stage)


def build_set(examined: Examined, templates: Templates, stage: Stage, *, pdf: bool = False) -> Built:
    """The whole set of a meeting. Raises TemplateUnusable or ProofFailed; writes nothing."""
    report, main = examined.report, templates.main
    on_styles = unlike(report.narrative, main.data, main.name)
    with stage("Filling the Word report"):
        filled = fill.fill(main.data, examined.page, template_name=main.name)
        passed_over = owed.on_page(main.data, main.name, filled, examined.page)
    on_template = decide(templates.left_out + passed_over + on_styles, report.mapping)
    examined = replace(
        examined,
        report=replace(report, inputs=(*report.inputs, *(one.file for one in templates.all))),
        findings=in_order(dict.fromkeys(examined.findings + on_template)),  # a row refused is told of once
    )
    built, generated = build(examined, templates.all, stage, filled)
    on_paper = Printed()
    if pdf:
        with stage("Printing to PDF"):
            documents = {name: for_paper(data) for name, data in built.items() if name.endswith(".docx")}
            on_paper = printed(documents, report.meeting.date)
            built |= on_paper.pdfs
    beside = tuple(document_name(examined.findings, other.makes) for other in templates.others)
    state = "draft" if blocks(examined.findings) else "made"
    written = record.write(
        examined.report,
        examined.findings,
        generated,
        beside=beside,
        files={name: hashlib.sha256(data).hexdigest() for name, data in built.items()},
        state=state,
        version=__version__,
    )
    return Built(
        day=report.meeting.date.isoformat(),
        files=built,
        record=written,
        findings=examined.findings,
        document=document_name(examined.findings),
        digest=generated.digest,
        beside=beside,
        pdfs=tuple(on_paper.pdfs),
        restricted=bool(restricted(examined.report)),
        messages=(*templates.unused, *on_paper.messages),
    )


def put(built: Built, outputs: Path, stage: Stage) -> Made:
    """The set in its place below the outputs folder; call it under that folder's lock. Raises OutputsLocked."""
    with stage("Putting the files in place"):
        in_place = files.put_set(outputs / built.day, built.files, built.record)
    document = in_place.paths[built.document]
    return Made(
        in_place.folder,
        document,
        in_place.paths["review.html"],
        tuple(in_place.paths[name] for name in built.beside),
        tuple(in_place.paths[name] for name in built.pdfs),
        built.findings,
        (*built.messages, *in_place.messages, *told(document, built.digest), *_on_publishing(built, in_place)),
    )


def _on_publishing(built: Built, in_place: files.PutSet) -> tuple[str, ...]:
    """Where what may be published stands, or why there is none; nothing where nothing is restricted."""
    if not built.restricted:
        return ()
    if blocks(built.findings):
        return ("There is no public version while something must be fixed.",)
    ours = [path for name, path in in_place.paths.items() if name.startswith(f"{files.PUBLIC}/")]
    public = ours[0].parent
    if {path.name for path in public.iterdir()} == {path.name for path in ours}:
        return (f"What may be published: {public}",)
    named = ", ".join(path.name for path in ours)
    return (f"What may be published: {named}, in {public}. Publish nothing else that is there.",)


def build(
    examined: Examined, templates: Sequence[WordTemplate], stage: Stage, filled: fill.Filled | None = None
) -> tuple[dict[str, bytes], Generated]:
    """The files of the set by name, each Word document proven, and the words of the report: that of the first template,
    ``filled`` where it is already.

    Raises TemplateUnusable or ProofFailed.
    """
    page, findings = examined.page, examined.findings
    main, *others = templates
    name = document_name(findings)
    with stage("Writing the Word report"):
        filled = filled or fill.fill(main.data, page, template_name=main.name)
        sources = origins(examined.report, page)
        drafted = draft.with_comments(filled, findings, examined.report, sources) if blocks(findings) else filled.docx
        document = seal(drafted)
    with stage("Proving the Word report"):
        verify.verify(document, filled, page, template=main.data)
        read_back = sent.read_sent_bytes(document, name)
        generated = words_of(read_back, filled, sources, digest=stated(document))
    with stage("Writing the workbook and the review page"):
        files = {
            name: document,
            "appendix-tables.xlsx": seal(appendix.build(page)),
            "review.html": review.build(examined.report, page, findings, version=__version__),
        }
    for other in others:
        with stage(f"Writing and proving {other.makes}.docx"):
            files[document_name(findings, other.makes)] = _proven(other, page)
    if restricted(examined.report) and not blocks(findings):
        with stage("Making the public version"):
            files |= build_public(examined, templates)
    return files, generated


def _proven(template: WordTemplate, page: Page) -> bytes:
    filled = fill.fill(template.data, page, template_name=template.name)
    document = seal(filled.docx)
    verify.verify(document, filled, page, template=template.data)
    return document


def build_public(examined: Examined, templates: Sequence[WordTemplate]) -> dict[str, bytes]:
    """What may be published of the set, proven, and searched for what may not. Raises ProofFailed; TemplateUnusable
    where a template itself says what may not.
    """
    attempts = Attempts()
    for each in templates:
        attempts.of(static_words.search, each.data, each.name, examined.report)
    if attempts.failed:
        raise attempts.stop()
    page = page_in_public(examined)
    files = {f"public/{each.makes}.docx": _proven(each, page) for each in templates}
    files["public/appendix-tables.xlsx"] = seal(appendix.build(page))
    leaks.search(files, examined.report, [each.data for each in templates])
    addresses.search(files, page.meeting.public_contact)
    return files


def page_in_public(examined: Examined) -> Page:
    """The page as it may be published, with the officer's words. Raises ProofFailed where a field in them that the
    panel's report fills has nothing to say there.
    """
    page = public_page(examined.report, examined.page)
    narrative, found = words.fill_narrative(examined.unfilled, in_place(examined.page, page))
    known = {(one.message, one.place) for one in examined.findings}
    if new := [one for one in found if (one.message, one.place) not in known]:
        raise ProofFailed(*dict.fromkeys(f"In the public version ({one.place}): {one.message}" for one in new))
    return addresses.without_addresses(replace(page, narrative=words.narrative_text(narrative)))


def document_name(findings: Findings, makes: str = REPORT) -> str:
    """A Word document's name: DRAFT while a block is open."""
    return f"DRAFT-{makes}.docx" if blocks(findings) else f"{makes}.docx"


def examine(inputs: Path, outputs: Path, stage: Stage, begun: Begun | None = None) -> Examined:
    """Read, reconcile and check; writes nothing. ``begun``: of the folder, where its reading has been begun."""
    with stage("Reading the inputs"):
        gathered, reading = gather(begun or begin(inputs))
    with stage("Reconciling the aligned risks"):
        meeting = gathered.mapping.meeting
        issued, on_history = history.find(
            outputs,
            panel=meeting.panel,
            title=meeting.title,
            meeting_date=meeting.date,
            registers={f.file: f.sha256 for f in gathered.files if f.role == "register"},
        )
        issued = old_papers.identified(issued, gathered.mapping, gathered.registers)
        aligned_risks, on_alignment = alignment.reconcile(gathered.mapping, gathered.registers, issued.last)
        moved = movement.compare(gathered.mapping, gathered.registers, aligned_risks, issued)
        past = (InputFile("previous", one.file, _sha256_of_record(outputs / one.file)) for one in issued.records)
        inputs_used = (*gathered.files, *past)
        report = Report(gathered.mapping, gathered.registers, gathered.narrative, aligned_risks, moved, inputs_used)
    with stage("Checking"):
        page = compose.compose(report)
        filled, on_fields = words.fill_narrative(report.narrative, page)
        report = replace(report, narrative=filled)
        findings = decide(reading + on_history + on_alignment + on_fields + run_checks(report), report.mapping)
        page = compose.compose(report, draft_notice=compose.draft_notice(len(blocks(findings))))
        page = replace(page, narrative=words.narrative_text(filled))
    return Examined(report, page, in_order(findings), gathered.narrative)


def _sha256_of_record(path: Path) -> str:
    """The same of a record that has been read just now. Raises OutputsLocked."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise OutputsLocked(disk.unreadable(path, error)) from error


def in_order(findings: Iterable[Finding]) -> Findings:
    """The weightiest first; of one weight as the stages raised them."""
    return tuple(sorted(findings, key=weight))

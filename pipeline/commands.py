"""What each command does: its stages called, their result said, an exit status out.

Each imports what it needs, when called.
"""

from __future__ import annotations

import os
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import limited, screen
from pipeline.arguments import HELP
from pipeline.faults import logged
from pipeline.model.errors import BadArguments, ExitStatus, InputsUnusable
from pipeline.model.findings import Severity, blocks

if TYPE_CHECKING:
    from pipeline.gathering import Begun

# What the process apart imports meanwhile, to read the inputs and to render what is written.
_APART = ("pipeline.ingest.formats.xlsx", "pipeline.ingest.narrative.narrative", "pipeline.report.rendering")


def report(inputs: Path, outputs: Path, template: Path, pdf: bool, preview: bool) -> int:
    """Make the report, its tables and the page to look at before circulating."""
    begun = _begun(inputs)
    from pipeline.run import make_report

    made = make_report(inputs, outputs, template, screen.stage, pdf=pdf or preview, begun=begun)
    screen.show_findings(made.findings, notes=False)
    blocked = made.document.name.startswith("DRAFT-")
    screen.say("", *made.messages)
    for path in (*made.beside, *made.pdfs):
        screen.say(f"Beside it: {shown(path)}")
    if preview:
        _show_pages(made.pdfs, made.folder)
    screen.say(f"Before you circulate it, look at {shown(made.review)}")
    screen.say(f"{'DRAFT' if blocked else 'Report'}: {shown(made.document)} ({screen.counts(made.findings)})")
    return ExitStatus.BLOCKS_OPEN if blocked else ExitStatus.DONE


def _begun(inputs: Path) -> Begun | None:
    """The inputs, begun to be read while the rest of the program is imported; None where there are none: whoever then
    reads them says so.
    """
    limited.CHILD.start(*_APART)
    from pipeline.gathering import begin

    try:
        return begin(inputs)
    except InputsUnusable:
        return None


def _show_pages(pdfs: tuple[Path, ...], folder: Path) -> None:
    from pipeline.archive.files import PREVIEW
    from pipeline.printing import pictures

    for pdf in pdfs:
        for line in dict.fromkeys(pictures(pdf, folder / PREVIEW)):
            screen.say(line)
    if (folder / PREVIEW).is_dir():
        screen.say(f"Pictures of the pages: {shown(folder / PREVIEW)}")


def check(inputs: Path, outputs: Path, document: Path | None, as_json: bool, watch: bool) -> int:
    """Say everything a person should know about the inputs, or about a Word file; write nothing."""
    if watch:
        if document or as_json:
            raise BadArguments(f"--watch shows the inputs on the screen; leave out --document and --json. {HELP}")
        return _watch(inputs, outputs)
    if document is None:
        begun = _begun(inputs)
        from pipeline.run import examine

        findings = examine(inputs, outputs, screen.stage, begun).findings
    else:
        if (inputs, outputs) != (Path("inputs"), Path("outputs")):
            raise BadArguments(f"--document looks at one Word file; leave out --inputs and --outputs. {HELP}")
        from pipeline.ingest.fitness.document import check_document

        findings = check_document(document, document.name)
    if as_json:
        screen.say_json([asdict(finding) for finding in findings])
    else:
        screen.show_table(findings, notes=True)
        screen.say("", f"Checked {shown(document or inputs)}: {screen.counts(findings)}")
    return ExitStatus.BLOCKS_OPEN if blocks(findings) else ExitStatus.DONE


def _watch(inputs: Path, outputs: Path) -> int:
    """Ctrl+C is how it is meant to end, and so no interruption."""
    limited.CHILD.start(*_APART)
    from pipeline.run import examine
    from pipeline.watching import Folder, saves, since

    folder, findings = Folder(inputs), None
    try:
        for saved in saves(folder.look, folder.digest, time.sleep):
            if saved:
                screen.say("", f"Saved: {', '.join(saved)}")
            try:
                before, findings = findings, examine(inputs, outputs, screen.stage).findings
                moved = since(findings if before is None else before, findings)
                screen.show_mended(moved.mended)
                screen.show_table(findings, notes=before is None, new=moved.new)
                screen.say("", f"Checked {shown(inputs)}: {screen.counts(findings)}")
            except (InputsUnusable, limited.Lost) as error:  # perhaps it is being saved
                if not os.path.isdir(inputs):  # noqa: PTH112  it answers no where the system refuses to
                    raise
                screen.say("", *(error.lines if isinstance(error, InputsUnusable) else (f"{error}.",)))
            screen.say("Looking again when something is saved; Ctrl+C ends this.")
            screen.finish()
    except KeyboardInterrupt:
        screen.say("", "No longer watched.")
    return ExitStatus.DONE


def issue(file: Path | None, inputs: Path, outputs: Path, template: Path, public: bool) -> int:
    """Put the report on record as it was sent, with what was changed in it and its inputs as they were."""
    if public:
        return _publish(file, inputs, outputs)
    from pipeline.issuing import NotIssued
    from pipeline.issuing import issue as put_on_record

    result = put_on_record(file, inputs, outputs, template, screen.stage)
    if isinstance(result, NotIssued):
        screen.show_findings(result.findings, notes=False)
        screen.show_marks(result.lines)
        screen.say("", f"Not issued: {shown(result.document)}: {result.reason}.")
        return ExitStatus.BLOCKS_OPEN
    if result.already:
        screen.say(f"Issued already, with these very bytes: {shown(result.document)}. Nothing was changed.")
        return ExitStatus.DONE
    screen.show_differences(result.differences)
    if result.table:
        screen.say("", f"The whole of each text is in {shown(result.table)}")
    if result.offered:
        cells = len(result.taken) - result.lines
        held = [f"{cells} of them in its cells"] if cells else []
        held += (
            [f"{result.lines} of them in new lines of Wording, as words agreed in place of a register's"]
            if result.lines
            else []
        )
        screen.say(
            f"{shown(result.offered)} is a copy of the mapping workbook that holds {' and '.join(held)}. "
            "If you agree, put it in the place of the old one."
        )
    for line in result.not_kept:
        screen.say("", f"inputs.zip lacks the template of another document. {line}")
    count = len(result.differences)
    differences = (
        f"{count} difference{'' if count == 1 else 's'} from the generated report" if count else "as generated"
    )
    screen.say(f"{'Re-issued' if result.again else 'Issued'}: {shown(result.document)} ({differences})")
    return ExitStatus.DONE


def _publish(file: Path | None, inputs: Path, outputs: Path) -> int:
    from pipeline.publishing import publish

    result = publish(file, inputs, outputs, screen.stage)
    if result.public is None:
        screen.say(f"Nothing in it is restricted: it may be published as it was issued: {shown(result.issued)}")
        return ExitStatus.DONE
    screen.show_marks(result.lost)
    if result.added:
        screen.say("It holds words that people added: read them before you publish.", *result.added)
    if result.pictures:
        screen.say(f"It holds {result.pictures} picture{'s' * (result.pictures > 1)}: look at them before you publish.")
    there = "What may be published was there already" if result.already else "What may be published"
    screen.say(f"{there}: {shown(result.public)} (from {shown(result.issued)})")
    return ExitStatus.DONE


def read(file: Path, layout: Path | None, sheet: str | None, as_json: bool) -> int:
    """Show one register as the program understands it."""
    limited.CHILD.start("pipeline.ingest.formats.xlsx")
    from pipeline.ingest.registers import reading
    from pipeline.ingest.registers.layouts import read_layout
    from pipeline.ingest.registers.register import read_register

    known, on_layout = read_layout(layout, layout.name) if layout else (None, ())
    organisation = (known.organisation if known else "") or file.stem
    register, findings = read_register(file, name=file.name, organisation=organisation, layout=known, sheet=sheet)
    findings = on_layout + findings
    if as_json:
        screen.say_json(reading.as_json(register, findings))
    else:
        screen.say(*reading.as_lines(register, findings))
    return ExitStatus.BLOCKS_OPEN if blocks(findings) else ExitStatus.DONE


def layout(file: Path, organisation: str | None) -> int:
    """Draft or mend the layout of a register, asking; then show how the register is read with it."""
    from pipeline.ingest.registers import reading
    from pipeline.ingest.registers.drafting import draft_layout
    from pipeline.ingest.registers.layout_files import layout_of, write_layout
    from pipeline.ingest.registers.layouts import read_layout
    from pipeline.ingest.registers.register import read_register

    kept, on_layout = layout_of(file, organisation)
    if any(finding.severity is Severity.BLOCK for finding in on_layout):
        screen.show_findings(on_layout, notes=True)
        raise InputsUnusable(f"{shown(kept.path)} must be put right first.")
    before, _ = read_register(file, name=file.name, organisation=kept.organisation, layout=kept.layout)
    screen.say(*reading.seen_lines(before), "")
    text = draft_layout(
        file,
        name=file.name,
        organisation=kept.organisation,
        existing=kept.layout,
        ask=screen.ask if sys.stdin and sys.stdin.isatty() else None,
    )
    if kept.layout and kept.layout.text == text:
        said = f"{shown(kept.path)} fits {file.name}: nothing was changed."
    else:
        write_layout(kept.path, text)
        said = f"{'Mended' if kept.layout else 'Wrote'} {shown(kept.path)}."
    known, _ = read_layout(kept.path, kept.path.name)
    screen.say(said if known.confirmed else f"{said} Read it through, then put the date under confirmed.")
    register, findings = read_register(file, name=file.name, organisation=kept.organisation, layout=known)
    screen.say("", *reading.as_lines(register, findings, told=before))
    return ExitStatus.BLOCKS_OPEN if blocks(findings) else ExitStatus.DONE


def template(file: Path | None, fields: bool) -> int:
    """Say everything that is wrong with a Word template, with a copy that has it as comments."""
    if fields and file:
        raise BadArguments(f"--fields is about no file: it says what any template may place. {HELP}")
    if fields:
        from pipeline.report.catalogue import catalogue

        screen.show_fields(catalogue())
        return ExitStatus.DONE
    limited.CHILD.start("pipeline.report.rendering")
    from pipeline.examining import examine_template

    path = file or Path("templates/panel-report.docx")
    examined = examine_template(path, screen.stage)
    for severity in Severity:
        lines = [fault.told("") for fault in (*examined.faults, *examined.notes) if fault.severity is severity]
        if lines:
            screen.say("", f"{severity.words} ({len(lines)})")
            screen.show_marks(f"{line[:1].upper()}{line[1:]}" for line in lines)
    screen.say("")
    if not examined.faults:
        screen.say(f"{shown(path)} is fit to use.")
        return ExitStatus.DONE
    count = f"{len(examined.faults)} fault{'' if len(examined.faults) == 1 else 's'}"
    copy = f"a copy with comments is {shown(examined.copy)}" if examined.copy else examined.no_copy
    screen.say(f"{shown(path)}: {count}; {copy}")
    return ExitStatus.TEMPLATE_UNUSABLE


def start(folder: Path, paper: Path | None, outputs: Path) -> int:
    """Make a new inputs folder: the workbook with its lists, the narrative with its headings."""
    from pipeline import starting

    if paper is None:
        screen.say(*starting.start(folder))
        return ExitStatus.DONE
    started = starting.start_from(folder, paper, outputs, screen.stage)
    screen.say(f"Made {shown(folder)} from {paper.name}:", *started.taken)
    for heading, lines in (("How it was understood", started.paper.told), ("Not taken over", started.not_taken)):
        if lines:
            screen.say("", f"{heading} ({len(lines)})")
            screen.show_marks(lines)
    record = f"On record: {shown(started.record)}. The next report is compared with it." if started.record else ""
    screen.say("", record or started.no_record, *started.to_do)
    return ExitStatus.DONE


def portfolio(folder: Path, workers: int | None, scheduler: str | None, template: Path) -> int:
    """Make the reports of many panels, and a summary over all of them."""
    if workers and scheduler:
        raise BadArguments(f"--workers is for this computer, --scheduler for a cluster; give one of them. {HELP}")
    from pipeline.portfolio import make_portfolio
    from pipeline.portfolio.cluster import Cluster
    from pipeline.portfolio.local import Local, cores

    def builder() -> Cluster | Local:
        return Cluster(scheduler, folder) if scheduler else Local(workers or cores())

    result = make_portfolio(folder, template, builder, screen.progress)
    screen.show_portfolio(result)
    faults = [f"{one.entry.name}\n{one.fault}" for one in result.outcomes if one.fault]
    if faults:
        screen.say(f"The program itself has failed on {len(faults)} of them; please {logged(chr(10).join(faults))}.")
    screen.say("", f"Tables: {shown(result.workbook)}", f"Summary: {shown(result.page)} ({screen.panels(result)})")
    return result.status


def shown(path: Path) -> str:
    """The path as a person in this folder would write it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)

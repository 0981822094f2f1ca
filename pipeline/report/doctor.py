"""A template examined as a whole: read, filled with sample pages and proven, every fault and every gap told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline.model.errors import ProofFailed, TemplateUnusable
from pipeline.model.findings import Severity
from pipeline.model.page import Page
from pipeline.report import package
from pipeline.report.catalogue import empty_page, full_page
from pipeline.report.comments import Comment, commented
from pipeline.report.faults import Fault, TemplateFaulty
from pipeline.report.fields import listing, page_kind
from pipeline.report.fill import fill
from pipeline.report.owed import OWED, not_placed, passed_over
from pipeline.report.template import Template, judge
from pipeline.report.verify import verify

AUTHOR = "Template check"


@dataclass(frozen=True)
class Examined:
    """``faults``: what keeps the template from being fit for use. ``notes``: what a person may want to know.
    ``copy``: the template with each fault as a comment at its place; nothing where there is none.
    """

    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...]
    copy: bytes


def examine(data: bytes, name: str) -> Examined:
    """Raises TemplateUnusable where the template can't be opened at all."""
    judged = judge(data, name)
    template = judged.template
    faults = list(judged.faults)
    if judged.usable:
        faults.extend(_tried(data, template, full_page(), "with a report that has everything"))
        faults.extend(_tried(data, template, empty_page(), "with a report in which all is empty"))
    faults = list(dict.fromkeys(faults))
    copy = package.write(commented(template.members, _comments(template, faults))) if faults else b""
    return Examined(tuple(faults), tuple(_notes(template)) if judged.usable else (), copy)


def _tried(data: bytes, template: Template, page: Page, which: str) -> Iterator[Fault]:
    """What goes wrong, and what is passed over, when the template is filled with this page."""
    name = template.name
    try:
        filled = fill(data, page, template_name=name)
        verify(filled.docx, filled, page, template=data)
    except TemplateFaulty as faulty:
        for fault in faulty.faults:
            yield replace(fault, message=f"{fault.message.rstrip('.')}, tried {which}.")
    except (TemplateUnusable, ProofFailed) as stop:
        for line in stop.lines:
            yield Fault(f"tried {which}: {line.removeprefix(f'{name}: ')}")
    else:
        for each in passed_over(template, filled, page):
            what = f"a condition, a loop or a filter in it leaves out {each.what}, tried {which}."
            yield Fault(what, severity=Severity.QUERY)


# --- what it leaves out ----------------------------------------------------------------------------


def _notes(template: Template) -> Iterator[Fault]:
    owed = {path for path, _ in OWED}
    if behind := template.inventory.notes:
        message = f"No page shows these, so a report goes out without them: {'; '.join(behind)}."
        yield Fault(message, severity=Severity.NOTE)
    if missed := [f"{what} ({path.replace('[]', '')})" for path, what in not_placed(template)]:
        message = f"It leaves out what a report owes its readers: {'; '.join(missed)}."
        yield Fault(message, severity=Severity.NOTE)
    groups: dict[str, list[str]] = {}
    for path in (path.partition(" ")[0] for path in listing()):
        if path.removesuffix("[]") not in template.placed and path not in template.placed and path not in owed:
            record, _, name = path.rpartition(".")
            groups.setdefault(record, []).append(name)
    for record, names in groups.items():
        of = f"of {record.replace('[]', '')}: " if record else ""
        yield Fault(f"Never shown, {of}{', '.join(names)}.", severity=Severity.NOTE)


# --- the copy --------------------------------------------------------------------------------------


def _comments(template: Template, faults: Iterable[Fault]) -> list[Comment]:
    """A comment for each fault; what has no paragraph of the body is said at the first one, with its place."""
    document = template.parts[0].member
    comments: list[Comment] = []
    for fault in faults:
        here = fault.spot.member == document and fault.spot.paragraph is not None
        text = fault.message if here else fault.told("")
        if re.split(r"[.\[ ]", text, maxsplit=1)[0] not in (
            page_kind().fields or {}
        ):  # a name of a field stays as it is written
            text = f"{text[:1].upper()}{text[1:]}"
        comments.append(Comment(fault.spot.paragraph or 0 if here else 0, text, AUTHOR))
    return comments

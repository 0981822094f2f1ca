"""A template examined as a whole: read, filled with sample pages and proven, every fault and every gap told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline.model.errors import ProofFailed, TemplateUnusable
from pipeline.model.findings import Severity
from pipeline.model.page import Page
from pipeline.report import package, styles
from pipeline.report.catalogue import empty_page, full_page
from pipeline.report.comments import Comment, commented
from pipeline.report.faults import Fault, Found, TemplateFaulty, faults_of, quote
from pipeline.report.fields import listing
from pipeline.report.fill import fill
from pipeline.report.owed import OWED, not_placed
from pipeline.report.template import Template, judge
from pipeline.report.verify import verify
from pipeline.report.wordml import OFFICE, RELATION, TBL, TR, P, parse, relations_name, target_of, w

AUTHOR = "Template check"
_SET_IN = {"narrative.": "the narrative", ".heat_map": "a heat map"}


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
    faults = [*judged.faults, *_looks(template)]
    if judged.usable:
        faults.extend(_tried(data, name, full_page(), "with a report that has everything"))
        faults.extend(_tried(data, name, empty_page(), "with a report in which all is empty"))
    faults = list(dict.fromkeys(faults))
    copy = package.write(commented(template.members, _comments(template, faults))) if faults else b""
    return Examined(tuple(faults), tuple(_notes(template)) if judged.usable else (), copy)


def _tried(data: bytes, name: str, page: Page, which: str) -> Iterator[Fault]:
    """What goes wrong when the template is filled with this page."""
    try:
        filled = fill(data, page, template_name=name)
        verify(filled.docx, filled, page, template=data)
    except TemplateFaulty as faulty:
        for fault in faulty.faults:
            yield replace(fault, message=f"{fault.message.rstrip('.')}, tried {which}.")
    except (TemplateUnusable, ProofFailed) as stop:
        for line in stop.lines:
            yield Fault(f"Tried {which}: {line.removeprefix(f'{name}: ')}")


# --- its looks -------------------------------------------------------------------------------------


def _looks(template: Template) -> Iterator[Fault]:
    """Tables whose rows a loop makes without a heading row; styles that are missing or of another kind."""
    found: list[tuple[str, Found]] = []
    for part in template.parts:
        rows = [tag for tag in part.tags if tag.of_row and tag.meant == "for"]
        for table in dict.fromkeys(next(tag.paragraph.iterancestors(TBL), None) for tag in rows):
            first = table.find(TR) if table is not None else None
            if first is not None and first.find(f"{w('trPr')}/{w('tblHeader')}") is None:
                what = "this table goes on for as many rows as there are, and its first row is not marked as a heading row: mark it in Word (Repeat Header Rows)."
                found.append((part.member, Found(what, next(first.iter(P), None), severity=Severity.QUERY)))
    document = template.parts[0].member
    found.extend((document, each) for each in _styles(template))
    yield from faults_of(found, template.places)


def _styles(template: Template) -> Iterator[Found]:
    document = template.parts[0].member
    relations = parse(template.members[relations_name(document)])
    target = next((r.get("Target", "") for r in relations.iter(RELATION) if r.get("Type") == f"{OFFICE}/styles"), "")
    kinds: dict[str, set[str]] = {}
    ids: dict[str, str] = {}
    for style in parse(template.members[target_of(document, target)]).iter(w("style")) if target else ():
        name = style.find(w("name"))
        kind = style.get(w("type"), "")
        ids[style.get(w("styleId"), "")] = kind
        if name is not None:
            kinds.setdefault(name.get(w("val"), "").casefold(), set()).add(kind)
    for what, kind, names in styles.NEEDED:
        if not any(path.startswith(what) or path.endswith(what) for path in template.placed):
            continue
        if any(kind in kinds.get(name.casefold(), ()) for name in names):
            continue
        wanted = " or ".join(quote(name) for name in names)
        other = next((each for name in names for each in kinds.get(name.casefold(), ())), "")
        message = (
            f"its style {wanted} is a {other} style and has to be a {kind} style."
            if other
            else f"it has no {kind} style {wanted}, which {_SET_IN[what]} is set in."
        )
        yield Found(message, severity=Severity.QUERY)
    yield from _unknown_styles(template, ids)


def _unknown_styles(template: Template, ids: dict[str, str]) -> Iterator[Found]:
    """Styles that the body uses and the file does not have, or has as another kind."""
    told: set[str] = set()
    for paragraph in template.places[template.parts[0].member].paragraphs():
        for tag, kind in (("pStyle", "paragraph"), ("rStyle", "character")):
            for use in paragraph.iter(w(tag)):
                identity = use.get(w("val"), "")
                if ids.get(identity) != kind and identity not in told:
                    told.add(identity)
                    what = f"is a {ids[identity]} style" if identity in ids else "is not in the file"
                    message = f"the style {quote(identity)} that is used here {what}; choose another for it."
                    yield Found(message, paragraph, severity=Severity.QUERY)


# --- what it leaves out ----------------------------------------------------------------------------


def _notes(template: Template) -> Iterator[Fault]:
    owed = {path for path, _ in OWED}
    missed = not_placed(template)
    for path, what in missed:
        yield Fault(f"It leaves out {what}: it has no {{{{ {path.replace('[]', '')} }}}}.", severity=Severity.NOTE)
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
        comments.append(Comment(fault.spot.paragraph or 0 if here else 0, f"{text[:1].upper()}{text[1:]}", AUTHOR))
    return comments

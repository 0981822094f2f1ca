"""Fills a Word template with a Page: rendered once, strictly, to the same bytes every time.

Each part is read, rendered, parsed and written once; what the tags do not touch stays byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from pipeline.limited import CHILD, Limits, Stopped
from pipeline.model.errors import ProofFailed, TemplateUnusable
from pipeline.model.page import Page
from pipeline.report import package
from pipeline.report.anchors import Anchors, Said
from pipeline.report.context import Context, context_of
from pipeline.report.faults import Found, faults_of, faulty
from pipeline.report.mend import mend, unique_ids
from pipeline.report.native import Placer
from pipeline.report.rendering import Placed, TooLarge, Unfilled, render_parts
from pipeline.report.template import Template, open_template
from pipeline.report.wordml import Element, parse

# More than any report: what only a loop gone wild reaches.
LIMITS = Limits()
MAX_RENDERED = 200 << 20
LOOK = "look for a loop inside a loop"


@dataclass(frozen=True)
class Filled:
    """``placed``: member → the texts its tags placed, in order; marks of native content left out.
    ``said``: anchor → its paragraph with its values, then those that follow it in the row of a table.
    """

    docx: bytes
    placed: Mapping[str, tuple[str, ...]]
    said: Mapping[str, tuple[Said, ...]]


def fill(template: bytes, page: Page, *, template_name: str) -> Filled:
    """Raises TemplateUnusable, with a line for every fault of the template."""
    opened = open_template(template, template_name)
    context = context_of(page)
    members = dict(opened.members)
    placed: dict[str, tuple[str, ...]] = {}
    roots: dict[str, Element] = {}
    anchors = Anchors()
    for part, (root, values) in zip(opened.parts, _rendered(opened, context), strict=True):
        anchors.take_marks(root, (value.key for value in values))
        roots[part.member], placed[part.member] = root, tuple(value.text for value in values)
    document = opened.parts[0].member
    placer = Placer(members, document, roots[document])
    placer.place(context.native, anchors)
    unique_ids(roots.values())
    for member, root in roots.items():
        mend(root)
        members[member] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    members.update(placer.changed())
    members[package.CORE_PROPERTIES] = package.core_properties(
        members.get(package.CORE_PROPERTIES),
        title=page.meeting.title,
        author="; ".join(author.role for author in page.meeting.authors) or page.meeting.report_by,
        day=page.meeting.date_short,
    )
    return Filled(package.write(members), placed, anchors.said)


def _rendered(template: Template, context: Context) -> Iterator[tuple[Element, tuple[Placed, ...]]]:
    """Each part with its tags filled, and the texts they placed."""
    name = template.name
    sources = [part.source for part in template.parts]
    try:
        rendered = CHILD.call(render_parts, LIMITS, sources, context.names, frozenset(context.native), MAX_RENDERED)
        for part in rendered:
            yield parse(part.xml.encode()), part.placed
    except Unfilled as error:
        raise faulty(name, faults_of([_unfilled(template, error)], template.places)) from error
    except TooLarge:
        raise TemplateUnusable(f"{name}: its loops make a document far too large; {LOOK}.") from None
    except Stopped as stopped:
        raise TemplateUnusable(f"{name}: filling it took {stopped}; {LOOK}.") from None
    except etree.XMLSyntaxError as error:
        # The tags have been found paired and whole, and every text was escaped.
        raise ProofFailed(f"{name}: what was built from it is not sound ({error.msg}).") from error


def _unfilled(template: Template, error: Unfilled) -> tuple[str, Found]:
    part = template.parts[error.part]
    tag = part.tag_at(error.line)
    what = f"a tag can't be filled ({error.message})."
    return part.member, Found(what, tag.paragraph, tag.text) if tag else Found(what)

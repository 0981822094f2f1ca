"""Fills a Word template with a Page: rendered once, strictly, to the same bytes every time.

Each part is read, rendered, parsed and written once; what the tags do not touch stays byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from lxml import etree

from pipeline.limited import CHILD, Limits, Stopped
from pipeline.model.errors import ProofFailed, TemplateUnusable
from pipeline.model.page import Page
from pipeline.report import contents, mentions, package, references, room
from pipeline.report.anchors import Anchors, Said
from pipeline.report.context import Context, context_of
from pipeline.report.copies import Copied, settled, with_copies, with_rows
from pipeline.report.faults import Found, faults_of, faulty
from pipeline.report.mend import mend, unique_ids
from pipeline.report.native import Placer
from pipeline.report.rendering import Placed, TooLarge, Unfilled, render_parts
from pipeline.report.template import Template, open_template
from pipeline.report.wordml import COPIES, Element, parse

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
    members = opened.inventory.carried(opened.members)
    placed: dict[str, tuple[str, ...]] = {}
    roots: dict[str, Element] = {}
    anchors = Anchors()
    keys: dict[str, tuple[str, ...]] = {}
    rows: dict[Element, Copied] = {}  # by the elements that stand for them
    for part, (root, values, copies) in zip(opened.parts, _rendered(opened, context), strict=True):
        keys[part.member] = tuple(value[0] for value in values if not isinstance(value, Copied))
        roots[part.member], placed[part.member] = root, tuple(chain.from_iterable(map(_texts, values)))
        rows |= copies
    # Before the places of values are noted: what a field shows may come before them in their paragraph.
    if lost := tuple(references.settle(roots)):
        raise faulty(template_name, faults_of(lost, opened.places))
    for member, root in roots.items():
        anchors.take_marks(root, iter(keys[member]), rows)
    document = opened.parts[0].member
    placer = Placer(members, document, roots[document], opened.styles)
    placer.place(context.native, anchors)
    mentions.lead(placer.words, roots[document], placer.styles)
    contents.enter(placer.contents, roots[document], placer.styles)
    room.settle(roots[document], rows, placer.styles)
    unique_ids(roots.values(), rows)
    for member, root in roots.items():
        mend(root)
        written = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        members[member] = with_rows(written, [rows[each] for each in root.iter(COPIES)])
    members.update(placer.changed())
    members = package.with_properties(
        members,
        title=page.meeting.title,
        author="; ".join(author.role for author in page.meeting.authors) or page.meeting.report_by,
        day=page.meeting.date_short,
    )
    return Filled(package.write(members), placed, anchors.said)


def _rendered(
    template: Template, context: Context
) -> Iterator[tuple[Element, Sequence[Placed | Copied], dict[Element, Copied]]]:
    """Each part with its tags filled; what they placed, in order; and the rows to be copied, by the elements that
    stand for them.
    """
    name = template.name
    sources, rows = zip(*(with_copies(part.source, template.styles) for part in template.parts), strict=True)
    try:
        rendered = CHILD.call(render_parts, LIMITS, sources, context.names, frozenset(context.native), MAX_RENDERED)
        for part, source, of_part in zip(rendered, sources, rows, strict=True):
            xml, placed = settled(part, source, of_part, template.styles, context.names)
            root = parse(xml.encode())
            copies = (each for each in placed if isinstance(each, Copied))
            yield root, placed, dict(zip(root.iter(COPIES), copies, strict=True))
    except Unfilled as error:
        raise faulty(name, faults_of([_unfilled(template, error)], template.places)) from error
    except TooLarge:
        raise TemplateUnusable(f"{name}: its loops make a document far too large; {LOOK}.") from None
    except Stopped as stopped:
        raise TemplateUnusable(f"{name}: filling it took {stopped}; {LOOK}.") from None
    except etree.XMLSyntaxError as error:
        # The tags have been found paired and whole, and every text was escaped.
        raise ProofFailed(f"{name}: what was built from it is not sound ({error.msg}).") from error


def _texts(placed: Placed | Copied) -> Iterable[str]:
    return placed.placed if isinstance(placed, Copied) else placed[1:]


def _unfilled(template: Template, error: Unfilled) -> tuple[str, Found]:
    part = template.parts[error.part]
    tag = part.tag_at(error.line)
    what = f"a tag can't be filled ({error.message})."
    return part.member, Found(what, tag.paragraph, tag.text) if tag else Found(what)

"""Fills a Word template with a Page: rendered once, strictly, to the same bytes every time.

Each part is read, rendered, parsed and written once; what the tags do not touch stays byte for byte.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jinja2.exceptions import TemplateError
from lxml import etree
from markupsafe import Markup, escape

from pipeline.model.errors import ProofFailed, TemplateUnusable
from pipeline.model.page import Page
from pipeline.report import package
from pipeline.report.context import Context, context_of
from pipeline.report.mend import mend, unique_ids
from pipeline.report.native import Placer
from pipeline.report.sandbox import Sandbox, as_text
from pipeline.report.template import Part, open_template
from pipeline.report.wordml import Element, parse

# More than any report: what only a loop gone wild reaches.
MAX_RENDERED = 200 << 20

_BREAK = Markup('</w:t><w:br/><w:t xml:space="preserve">')
_TAB = Markup('</w:t><w:tab/><w:t xml:space="preserve">')


@dataclass(frozen=True)
class Filled:
    """``placed``: member → the texts its tags placed, in order; marks of native content left out."""

    docx: bytes
    placed: Mapping[str, tuple[str, ...]]


def fill(template: bytes, page: Page, *, template_name: str) -> Filled:
    """Raises TemplateUnusable, with a line for every fault of the template."""
    opened = open_template(template, template_name)
    context = context_of(page)
    members = dict(opened.members)
    placed: dict[str, tuple[str, ...]] = {}
    roots: dict[str, Element] = {}
    for part in opened.parts:
        roots[part.member], placed[part.member] = _rendered(part, context, template_name)
    document = opened.parts[0].member
    placer = Placer(members, document, roots[document])
    placer.place(context.native)
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
    return Filled(package.write(members), placed)


def _rendered(part: Part, context: Context, name: str) -> tuple[Element, tuple[str, ...]]:
    placed: list[str] = []
    rendering = False

    def finalize(value: Any) -> Markup:
        text = as_text(value)
        if rendering and text and text not in context.native:
            placed.append(text)
        written = escape(text)
        if "\n" in text or "\t" in text:
            written = Markup(written.replace("\n", _BREAK).replace("\t", _TAB))
        return written

    sandbox = Sandbox(finalize)
    try:
        compiled = sandbox.from_string(part.source)
        rendering = True
        chunks: list[str] = []
        size = 0
        for chunk in compiled.generate(context.names):
            chunks.append(chunk)
            size += len(chunk)
            if size > MAX_RENDERED:
                raise TemplateUnusable(
                    f"{name}: its loops make a document far too large; look for a loop inside a loop."
                )
        return parse("".join(chunks).encode()), tuple(placed)
    except TemplateError as error:
        raise TemplateUnusable(f"{name}: a tag can't be filled ({error.message}).") from error
    except etree.XMLSyntaxError as error:
        # The tags have been found paired and whole, and every text was escaped.
        raise ProofFailed(f"{name}: what was built from it is not sound ({error.msg}).") from error

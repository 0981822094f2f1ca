"""Word comments on the paragraphs of a document: what is to be looked at, at the place where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from pipeline.model.records import Run
from pipeline.report import package
from pipeline.report.elements import run_element
from pipeline.report.template import main_document
from pipeline.report.wordml import (
    OFFICE,
    P_PR,
    PACKAGE,
    RELATION,
    WORD,
    Element,
    P,
    R,
    parse,
    relations_name,
    target_of,
    w,
)  # fmt: skip

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"

_FIRST = (P_PR, w("commentRangeStart"))  # what stands before the beginning of one more comment


@dataclass(frozen=True)
class Comment:
    """``paragraph``: its index among all paragraphs of the body, those in tables and text boxes too. ``text``: may
    have several lines. ``day``: as in 2017-12-19; nothing where it is of no day, since the program knows no clock.
    """

    paragraph: int
    text: str
    author: str
    day: str = ""


def commented(members: Mapping[str, bytes], comments: Sequence[Comment]) -> dict[str, bytes]:
    """The members of the document with these comments, beside those it has. A text box can hold none: what is
    in one is said at the paragraph that holds it; an index that is too high, at the last paragraph.

    Raises KeyError, StopIteration or etree.XMLSyntaxError where ``members`` are no sound Word document.
    """
    if not comments:
        return dict(members)
    document = main_document(members)
    root, relations = parse(members[document]), parse(members[relations_name(document)])
    types = parse(members[package.CONTENT_TYPES])
    member = _member(document, relations, types)
    notes = parse(members[member]) if member in members else etree.Element(w("comments"), nsmap={"w": WORD})
    taken = [int(note.get(w("id"), "0")) for note in notes.iter(w("comment"))]
    paragraphs = list(root.iter(P))
    for number, comment in enumerate(comments, start=max(taken, default=-1) + 1):
        inner = paragraphs[min(comment.paragraph, len(paragraphs) - 1)]
        _mark([inner, *inner.iterancestors(P)][-1], str(number))
        notes.append(_note(comment, str(number)))
    changed = {document: root, relations_name(document): relations, package.CONTENT_TYPES: types, member: notes}
    return {**members, **{name: _written(part) for name, part in changed.items()}}


def _member(document: str, relations: Element, types: Element) -> str:
    """The part that holds the comments; where there is none, relationships and content types learn of a new one."""
    for relation in relations.iter(RELATION):
        if relation.get("Type") == f"{OFFICE}/comments":
            return target_of(document, relation.get("Target", ""))
    member = target_of(document, "comments.xml")
    etree.SubElement(relations, RELATION, {"Id": "rIdComments", "Type": f"{OFFICE}/comments", "Target": "comments.xml"})
    etree.SubElement(types, f"{{{PACKAGE}/content-types}}Override", {"PartName": f"/{member}", "ContentType": _TYPE})
    return member


def _mark(paragraph: Element, number: str) -> None:
    """The comment's range, all of the paragraph, and the sign at its end."""
    identity = {w("id"): number}
    before = next((at for at, child in enumerate(paragraph) if child.tag not in _FIRST), len(paragraph))
    paragraph.insert(before, etree.Element(w("commentRangeStart"), identity))
    etree.SubElement(paragraph, w("commentRangeEnd"), identity)
    etree.SubElement(etree.SubElement(paragraph, R), w("commentReference"), identity)


def _note(comment: Comment, number: str) -> Element:
    """The comment itself, a paragraph for each line."""
    initials = "".join(word[0] for word in comment.author.split()).upper()
    note = etree.Element(w("comment"), {w("id"): number, w("author"): comment.author, w("initials"): initials})
    if comment.day:
        note.set(w("date"), f"{comment.day}T00:00:00Z")
    for line in comment.text.split("\n"):
        etree.SubElement(note, P).append(run_element(Run(line), ""))
    sign = etree.Element(R)
    etree.SubElement(sign, w("annotationRef"))
    note[0].insert(0, sign)
    return note


def _written(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

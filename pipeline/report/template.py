"""Opens a Word template and judges it: every fault at once, nothing rendered yet.

What docxtpl would lose without a word is refused here: text beside a {%p tag, a tag across two paragraphs,
half a tag, a field that does not exist.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from docxtpl import DocxTemplate
from lxml import etree

from pipeline.model.errors import TemplateUnusable
from pipeline.model.findings import Severity
from pipeline.model.kinds import AGAIN
from pipeline.report import inventory, looks, package, references, refusals
from pipeline.report.beside import taken_along
from pipeline.report.faults import Fault, Found, Places, faults_of, faulty, part_names
from pipeline.report.fields import Loop
from pipeline.report.following import follow
from pipeline.report.inventory import Inventory
from pipeline.report.nesting import Nesting, led_astray
from pipeline.report.sight import Sight
from pipeline.report.styles import Styles
from pipeline.report.tags import MOST, NATIVE, TAG, Tag, gather, is_alone, misplaced
from pipeline.report.wordml import OFFICE, RELATION, SECT_PR, TR, Element, P, T, parse, relations_name, target_of, w

_LARGEST = 4 << 20  # bytes of a part that holds words
_KEPT = 8  # templates that are kept as they were found: those of a run, and of a portfolio of panels


class _Unopened(Exception):
    """The template can't be opened. Its text says why, after the template's name."""


@dataclass(frozen=True)
class Part:
    """A part that holds words. ``source`` is Jinja, ready to render, each tag with a line break in it."""

    member: str
    kind: str  # document, header, footer, footnotes, endnotes
    tags: tuple[Tag, ...]
    source: str

    def tag_at(self, line: int) -> Tag | None:
        """The tag that this line of the source is in."""
        before = (tag for tag in TAG.finditer(self.source) if self.source.count("\n", 0, tag.start() + 3) < line)
        number = sum(1 for _ in before)
        return self.tags[number - 1] if 0 < number <= len(self.tags) else None


@dataclass(frozen=True)
class Template:
    """A template found good. ``placed``: the paths of the fields its tags place."""

    name: str
    members: Mapping[str, bytes]
    parts: tuple[Part, ...]  # the document first
    places: Mapping[str, Places]
    styles: Styles
    placed: frozenset[str]
    loops: tuple[Loop, ...]
    inventory: Inventory


@dataclass(frozen=True)
class Judged:
    """A template as it was found. Only one without a fault that blocks has parts that can be rendered."""

    template: Template
    faults: tuple[Fault, ...]

    @property
    def usable(self) -> bool:
        return all(fault.severity is not Severity.BLOCK for fault in self.faults)


def open_template(data: bytes, name: str) -> Template:
    """Raises TemplateUnusable with a line for every fault. ``name``: the file as the reader knows it."""
    judged = judge(data, name)
    if not judged.usable:
        raise faulty(name, (fault for fault in judged.faults if fault.severity is Severity.BLOCK))
    return judged.template


def judge(data: bytes, name: str) -> Judged:
    """The template with all its faults. Raises TemplateUnusable where it can't be opened at all."""
    try:
        judged = _judged(data)
    except _Unopened as unopened:
        raise TemplateUnusable(f"The template {name} {unopened}") from unopened
    return replace(judged, template=replace(judged.template, name=name))


@lru_cache(_KEPT)
def _judged(data: bytes) -> Judged:
    """The same without its name: what fills it and what proves it ask for the same template. Raises _Unopened."""
    try:
        members = package.read(data)
    except ValueError as error:
        raise _Unopened(str(error)) from error
    faults: list[Fault] = []
    placed: set[str] = set()
    loops: list[Loop] = []
    try:
        inventory.need_plain(members)
        held = inventory.taken(members)
        document = main_document(members)
        styles = Styles(members, document, _need_whole(members, document))
        kinds = dict(_word_parts(members, document))
        _need_little(members, kinds)
        roots = {member: _root(members[member], kind) for member, kind in kinds.items()}
        named = part_names(kinds, _targets(members, document), roots[document])
        places = {member: Places(member, named[member], root, styles) for member, root in roots.items()}
        faults.extend(faults_of(refusals.refused(members, held, roots), places))
        faults.extend(faults_of(references.unled(roots), places))
    except inventory.Unfit as unfit:
        raise _Unopened(str(unfit)) from unfit
    except (KeyError, StopIteration, etree.XMLSyntaxError) as error:
        raise _Unopened(f"is damaged: it is no sound Word document. {AGAIN}") from error
    parts: list[Part] = []
    nestings: dict[str, Nesting] = {}
    sight = Sight(styles, roots[document])
    for member, kind in kinds.items():
        part, found = _part(member, kind, roots[member], placed, loops)
        parts.append(part)
        if not found:
            nestings[member] = Nesting(roots[member], part.tags)
            found = tuple(nestings[member].torn())
        found = (
            *found,
            *looks.unheaded(part.tags),
            *looks.unseen(part.tags, sight),
            *looks.unstyled(roots[member], styles),
        )
        faults.extend(faults_of(((member, each) for each in found), places))
    faults.extend(faults_of(led_astray(nestings), places))
    faults.extend(faults_of(((document, each) for each in looks.unfit_styles(styles, placed)), places))
    order = list(kinds)
    faults.sort(
        key=lambda f: (order.index(f.spot.member), f.spot.paragraph or 0) if f.spot.member in kinds else (-1, 0)
    )
    template = Template("", members, tuple(parts), places, styles, frozenset(placed), tuple(loops), held)
    return Judged(template, tuple(dict.fromkeys(faults)))


def _need_little(members: Mapping[str, bytes], kinds: Mapping[str, str]) -> None:
    """Raises _Unopened where a part holds more words than any template: it is read as a whole."""
    for member in kinds:
        if len(members[member]) > _LARGEST:
            size = len(members[member]) >> 20
            raise _Unopened(
                f"holds {size} MB of text in {member}; the most is {_LARGEST >> 20} MB. Take out what is no template."
            )


def main_document(members: Mapping[str, bytes]) -> str:
    """The member that holds the body. Raises StopIteration where there is none."""
    root = parse(members["_rels/.rels"])
    return next(
        target_of("", relation.get("Target", ""))
        for relation in root.iter(RELATION)
        if relation.get("Type") == f"{OFFICE}/officeDocument"
    )


def _need_whole(members: Mapping[str, bytes], document: str) -> str:
    """The target of the styles. Raises KeyError where a part is missing that every report needs or that the
    document names.
    """
    parse(members[package.CONTENT_TYPES])
    styles = ""
    for relation in parse(members[relations_name(document)]).iter(RELATION):
        if relation.get("Type") in (f"{OFFICE}/styles", f"{OFFICE}/numbering"):
            parse(members[target_of(document, relation.get("Target", ""))])
            styles = relation.get("Target", "") if relation.get("Type") == f"{OFFICE}/styles" else styles
    return styles


def _word_parts(members: Mapping[str, bytes], document: str) -> Iterator[tuple[str, str]]:
    yield document, "document"
    relations = members.get(relations_name(document))
    kinds = {f"{OFFICE}/{kind}": kind for kind in ("header", "footer", "footnotes", "endnotes")}
    for relation in parse(relations).iter(RELATION) if relations else ():
        if (kind := kinds.get(relation.get("Type", ""))) is not None:
            yield target_of(document, relation.get("Target", "")), kind


def _targets(members: Mapping[str, bytes], document: str) -> dict[str, str]:
    """Of the document's relationships: id → member."""
    relations = parse(members[relations_name(document)]).iter(RELATION)
    return {each.get("Id", ""): target_of(document, each.get("Target", "")) for each in relations}


def _root(data: bytes, kind: str) -> Element:
    root = parse(data)
    if root.tag not in (w(kind), w("hdr"), w("ftr")):
        raise KeyError(root.tag)
    return root


def _is_of_one_row(tags: Sequence[Tag], at: int) -> bool:
    """Whether the loop that begins with this tag makes one row of each turn."""
    end = next((tag for tag in tags[at + 1 :] if tag.of_row), None)
    if not tags[at].of_row or end is None or end.word != "endfor":
        return False
    first, last = (next(tag.paragraph.iterancestors(TR)) for tag in (tags[at], end))
    return list(first.itersiblings(TR))[1:2] == [last]


def _part(member: str, kind: str, root: Element, placed: set[str], loops: list[Loop]) -> tuple[Part, tuple[Found, ...]]:
    """The part as Jinja source, and what is wrong with it. ``placed`` and ``loops`` grow by what its tags place."""
    tags = gather(root)
    if len(tags) > MOST:
        return Part(member, kind, (), ""), (Found(f"it holds {len(tags):,} tags; the most is {MOST:,}."),)
    found = list(misplaced(root, tags))
    elsewhere = re.sub(
        r"<w:t(?: [^>]*)?(?<!/)>.*?</w:t>", "", etree.tostring(root, encoding="unicode"), flags=re.DOTALL
    )
    for element in root.iter() if "{{" in elsewhere or "{%" in elsewhere else ():
        words = [*element.attrib.values(), element.text or "" if element.tag != T else ""]
        if stray := next(filter(None, (re.search(r"\{[{%].{0,40}", each) for each in words)), None):
            at = element if element.tag == P else next(element.iterancestors(P), None)
            what = "a tag stands where none can be filled, in a field code or an alternative text"
            found.append(Found(f"{what}: {stray.group()[:40]}.", at, stray.group()))
    reading, in_tags = follow(tags)
    found.extend(in_tags)
    placed |= reading.placed
    loops += (replace(each, rows=_is_of_one_row(tags, each.line - 1), member=member) for each in reading.loops)
    for line, path in reading.native.items():
        tag = tags[line - 1]
        if kind != "document" or not is_alone(tag):
            what = f"{path} must stand alone in a paragraph of the body that ends no section."
            found.append(Found(what, tag.paragraph, tag.text))
    found.extend(taken_along(tags, [tags[line - 1] for line in reading.native]))
    for line in reading.native if not found else ():  # once nothing can be told of its paragraph any more
        tag = tags[line - 1]
        tag.element.text = (tag.element.text or "").replace(tag.text, NATIVE + tag.text, 1)
    for section in root.iter(SECT_PR):
        for printer in section.findall(w("printerSettings")):
            section.remove(printer)  # its part stays behind
    for field in root.iter(w("fldChar"), w("fldSimple")):
        field.attrib.pop(w("dirty"), "")  # else Word asks on opening whether fields are to be brought up to date
    source = "" if found else etree.tostring(root, encoding="unicode")
    source = DocxTemplate(None).patch_xml(source) if tags and source else source
    # A line for each tag, so that what goes wrong when it is filled is found again.
    source = TAG.sub(lambda tag: f"{tag.group()[:2]}\n{tag.group()[2:]}", source)
    return Part(member, kind, tags, source), tuple(found)

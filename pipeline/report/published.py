"""A Word report as people have sent it, made fit to be published: words rewritten, and nothing left in the file that
stands on none of its pages: names in its properties, a picture of its first page, the data of other programs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from pipeline.model.document import ANCHOR
from pipeline.model.errors import InputsUnusable
from pipeline.model.publication import Rewritten, Spot
from pipeline.report import package
from pipeline.report.wordml import (
    BR,
    OFFICE,
    P_PR,
    PACKAGE,
    RELATION,
    SECT_PR,
    SPACE,
    TBL,
    Element,
    P,
    T,
    parse,
    pieces,
    relations_name,
    target_of,
    w,
)  # fmt: skip

# What a page is made of. Whatever else the body names keeps a report from being published.
_OF_WORDS = ("header", "footer", "footnotes", "endnotes")
_OF_LOOKS = ("styles", "numbering", "fontTable", "theme")
_PROPERTIES = (f"{PACKAGE}/relationships/metadata/core-properties", f"{OFFICE}/extended-properties")
_SETTINGS = f"{OFFICE}/settings"
_ROOT = "_rels/.rels"
_TYPES = f"{{{PACKAGE}/content-types}}"
_RELATIONS = f"{PACKAGE}/relationships"
_START, _END, _ID, _NAME = w("bookmarkStart"), w("bookmarkEnd"), w("id"), w("name")

Span = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Public:
    """The file, not sealed. ``gone``: the paragraphs that were taken out of it. ``pictures``: how many it holds."""

    docx: bytes
    gone: frozenset[int]
    pictures: int


def published(issued: bytes, rewritten: Rewritten, spots: Sequence[Spot], generated: bytes) -> Public:
    """The file with the rewritten words. ``spots``: of the paragraphs that hold words; ``generated``: the public
    version of the report as it was generated, whose properties it takes.

    Raises InputsUnusable where it holds something that can't be looked into.
    """
    members, base = package.read(issued), package.read(generated)
    document = _document(members)
    roots = {part: parse(members[part]) for part in (document, *_parts(members, document, _OF_WORDS))}
    paragraphs = {part: list(root.iter(P)) for part, root in roots.items()}
    gone = _rewrite_all([paragraphs[spot.part][spot.number] for spot in spots], rewritten)
    # Written anew: what is searched for may not be hidden in another encoding.
    kept = {part: _serialised(parse(members[part])) for part in _parts(members, document, _OF_LOOKS)}
    settings = {part: base[part] for part in _parts(base, _document(base), ("settings",))}
    for part, root in roots.items():
        _pair_bookmarks(root)
        kept[part] = _serialised(root)
        links, pictures = _links(members, part, root)
        kept |= {picture: members[picture] for picture in pictures}
        if part == document:
            links += ({"Type": _SETTINGS, "Target": f"/{name}"} for name in settings)
        if links:
            kept[relations_name(part)] = _relations(links)
    properties = {
        target_of("", one.get("Target", "")): one.get("Type", "") for one in parse(base[_ROOT]).iter(RELATION)
    }
    properties = {name: kind for name, kind in properties.items() if kind in _PROPERTIES}
    kept[_ROOT] = _relations(
        [{"Type": kind, "Target": name} for name, kind in ((document, f"{OFFICE}/officeDocument"), *properties.items())]
    )
    ours = {name: base[name] for name in (*properties, *settings)}
    kept[package.CONTENT_TYPES] = _content_types({**_types(members, kept), **_types(base, ours)})
    count = sum(1 for name in kept if not name.endswith((".xml", ".rels")))
    return Public(package.write(kept | ours), gone, count)


# --- the words -------------------------------------------------------------------------------------------


def _rewrite_all(elements: Sequence[Element], rewritten: Rewritten) -> frozenset[int]:
    """Which of them were taken out."""
    places = {element: at for at, element in enumerate(elements)}
    gone: set[int] = set()
    for rewrite in rewritten.rewrites:
        paragraph = elements[rewrite.at]
        split_off = (places.get(each, -1) for each in _split_off(paragraph))
        rest = {*rewrite.also, *(at for at in split_off if at in rewritten.added)}
        _rewrite(paragraph, rewrite.spans)
        gone |= rest if rewrite.text else {rewrite.at, *rest}
    for at in gone:
        _take_out(elements[at])
    return frozenset(gone)


def _rewrite(paragraph: Element, spans: Sequence[Span]) -> None:
    """Puts the words of each span in the place of those that stand there, in the looks of the first of them."""
    at = 0
    for element, text in list(pieces(paragraph)):
        now = "".join(_rewritten(text, at, spans))
        at += len(text)
        if now == text:
            continue
        link = next(element.iterancestors(w("hyperlink")), None)
        if link is not None:  # where it leads may tell what its words no longer do
            _unwrap(link)
        _put(element, now)


def _rewritten(text: str, at: int, spans: Sequence[Span]) -> Iterator[str]:
    for place, letter in enumerate(text, start=at):
        covering = next((span for span in spans if span[0] <= place < span[1]), None)
        if covering is None:
            yield letter
        elif covering[0] == place:
            yield covering[2]


def _put(element: Element, words: str) -> None:
    """``words`` in the place of a text or of a sign, a line break for each new line."""
    for number, line in enumerate(words.split("\n")):
        text = etree.Element(T)
        text.text = line
        text.set(SPACE, "preserve")
        if number:
            element.addprevious(etree.Element(BR))
        if line:
            element.addprevious(text)
    _above(element).remove(element)


def _unwrap(link: Element) -> None:
    for child in list(link):
        link.addprevious(child)
    _above(link).remove(link)


def _split_off(paragraph: Element) -> list[Element]:
    """The paragraphs that were one with this before somebody split it: those up to the end of its anchor."""
    starts = {mark.get(_ID) for mark in paragraph.iter(_START) if mark.get(_NAME, "").startswith(ANCHOR)}
    left = starts - {mark.get(_ID) for mark in paragraph.iter(_END)}
    found: list[Element] = []
    for beside in paragraph.itersiblings() if left else ():
        found += [beside] if beside.tag == P else []
        left -= {mark.get(_ID) for mark in beside.iter(_END)}
        if not left:
            return found
    return []


def _take_out(paragraph: Element) -> None:
    """A paragraph that a cell or a section can't be without, or that parts two tables, is left there without words."""
    ends_section = paragraph.find(f"{P_PR}/{SECT_PR}") is not None
    before, after = paragraph.getprevious(), paragraph.getnext()
    parts_tables = before is not None and before.tag == TBL and after is not None and after.tag == TBL
    if (
        not ends_section
        and not parts_tables
        and any(each.tag == P for each in _above(paragraph) if each is not paragraph)
    ):
        _above(paragraph).remove(paragraph)
        return
    for child in list(paragraph):
        if child.tag != P_PR:
            paragraph.remove(child)


def _pair_bookmarks(root: Element) -> None:
    """Takes out the beginnings and ends of bookmarks whose other end went with a paragraph."""
    both = {mark.get(_ID) for mark in root.iter(_START)} & {mark.get(_ID) for mark in root.iter(_END)}
    for mark in [mark for mark in root.iter(_START, _END) if mark.get(_ID) not in both]:
        _above(mark).remove(mark)


def _above(element: Element) -> Element:
    parent = element.getparent()
    if parent is None:
        raise ValueError("the root of a part stands in nothing")
    return parent


# --- the package -----------------------------------------------------------------------------------------


def _document(members: Mapping[str, bytes]) -> str:
    return next(
        target_of("", one.get("Target", ""))
        for one in parse(members[_ROOT]).iter(RELATION)
        if one.get("Type") == f"{OFFICE}/officeDocument"
    )


def _relations_of(members: Mapping[str, bytes], part: str) -> list[Element]:
    data = members.get(relations_name(part))
    return list(parse(data).iter(RELATION)) if data else []


def _parts(members: Mapping[str, bytes], document: str, kinds: Sequence[str]) -> list[str]:
    types = {f"{OFFICE}/{kind}" for kind in kinds}
    targets = (
        target_of(document, one.get("Target", ""))
        for one in _relations_of(members, document)
        if one.get("Type") in types
    )
    return [part for part in dict.fromkeys(targets) if part in members]


def _links(members: Mapping[str, bytes], part: str, root: Element) -> tuple[list[dict[str, str]], list[str]]:
    """What a part of words still refers to, and the pictures among it."""
    used = {
        value
        for element in root.iter()
        for name, value in element.attrib.items()
        if str(name).startswith(f"{{{OFFICE}}}")
    }
    structure = {f"{OFFICE}/{kind}" for kind in (*_OF_WORDS, *_OF_LOOKS)}
    links: list[dict[str, str]] = []
    pictures: list[str] = []
    for one in _relations_of(members, part):
        kind, external = one.get("Type", ""), one.get("TargetMode") == "External"
        target = target_of(part, one.get("Target", ""))
        if kind == f"{OFFICE}/image" and not external and one.get("Id") in used and target in members:
            pictures.append(target)
        elif one.get("Id") in used and kind not in (*structure, f"{OFFICE}/hyperlink"):
            raise InputsUnusable(
                f"The report as issued holds something that is embedded or linked ({kind.rpartition('/')[2]}): it can't be looked into for what may not be published.",
                "Take it out, or put a picture or a table in its place, and issue the report again; then run again.",
            )
        elif kind not in structure and one.get("Id") not in used:
            continue
        links.append({name: str(one.get(name)) for name in ("Id", "Type", "Target", "TargetMode") if one.get(name)})
    return links, pictures


def _relations(links: Sequence[Mapping[str, str]]) -> bytes:
    root = etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap={None: _RELATIONS})  # type: ignore[dict-item]
    taken = {link["Id"] for link in links if "Id" in link}
    for link in links:
        fresh = next(f"rId{n}" for n in range(1, len(links) + len(taken) + 2) if f"rId{n}" not in taken)
        taken.add(fresh)
        etree.SubElement(root, RELATION, {"Id": fresh, **link})
    return _serialised(root)


def _serialised(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _types(members: Mapping[str, bytes], names: Iterable[str]) -> dict[str, str]:
    """Part → its type, as the package that it comes from gives it."""
    types = parse(members[package.CONTENT_TYPES])
    own = {one.get("PartName", "")[1:]: one.get("ContentType", "") for one in types.iter(f"{_TYPES}Override")}
    of_kind = {one.get("Extension", "").lower(): one.get("ContentType", "") for one in types.iter(f"{_TYPES}Default")}
    return {name: own.get(name) or of_kind.get(name.rpartition(".")[2].lower(), "") for name in names}


def _content_types(types: Mapping[str, str]) -> bytes:
    root = etree.Element(f"{_TYPES}Types", nsmap={None: _TYPES[1:-1]})  # type: ignore[dict-item]
    for extension, kind in (
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"),
    ):
        etree.SubElement(root, f"{_TYPES}Default", {"Extension": extension, "ContentType": kind})
    for name, kind in sorted(types.items()):
        if not name.endswith(".rels"):
            etree.SubElement(root, f"{_TYPES}Override", {"PartName": f"/{name}", "ContentType": kind})
    return _serialised(root)

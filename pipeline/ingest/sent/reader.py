"""A Word report → its words in the order of the file, each paragraph with its anchor and where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from pipeline.ingest.narrative.word import heading_level, read_styles, value
from pipeline.ingest.sent.marks import marks_of
from pipeline.ingest.sent.places import Found, P, Walk
from pipeline.ingest.word_package import Element, Package, W, opened, word_bytes
from pipeline.model.document import Paragraph, Sent
from pipeline.model.publication import Spot
from pipeline.model.word_fields import contents_entries, is_contents_style
from pipeline.model.word_text import struck_in

_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read_sent(path: Path, name: str) -> Sent:
    """The report at ``path``; ``name`` is how messages call it. ``digest`` is left to the caller: the seal is
    the archive's. Raises InputsUnusable in a plain sentence where it can't be opened.
    """
    return read_sent_bytes(word_bytes(path, name), name)


def read_sent_bytes(data: bytes, name: str) -> Sent:
    """The report with these bytes: the body, then headers, footers, footnotes and endnotes. Paragraphs
    without words are left out, and entries of a contents table that say what a heading of the file says.
    """
    return read_to_change(data, name)[0]


def read_to_change(data: bytes, name: str) -> tuple[Sent, tuple[Spot, ...]]:
    """The same, and for each of its paragraphs where it stands in the file."""
    package = opened(data, name)
    roots = {package.body.getroottree().getroot(): package.main}
    found = found_in(package, roots=roots)
    headings = {_plain(each.text) for each in found if each.steps == ("heading",)}
    worded = [each for each in found if each.text.strip() and not (each.contents and _names(each.text, headings))]
    paragraphs = tuple(Paragraph(each.text, each.where, each.anchor, struck=struck_in(each.element)) for each in worded)
    numbers = {paragraph: at for root in roots for at, paragraph in enumerate(root.iter(P))}
    spots = (Spot(roots[each.element.getroottree().getroot()], numbers[each.element]) for each in worded)
    return Sent("", paragraphs, marks_of(package, found)), tuple(spots)


def found_in(
    package: Package, level_of: Callable[[Element], int] | None = None, roots: dict[Element, str] | None = None
) -> tuple[Found, ...]:
    """Every paragraph of the file. ``level_of``: of a heading, from 1; the file's own headings where it is not given.
    ``roots``: grows by the root of each part that was gone through.
    """
    roots = {} if roots is None else roots
    walk = Walk(level_of or levels_in(package), contents_in(package))
    walk.body(package.body)
    for kind in ("header", "footer"):
        for part in _in_order(package, kind):
            root = package.root(part)
            roots[root] = part
            walk.aside(root, kind)
    for kind in ("footnote", "endnote"):
        notes = package.one(f"{kind}s")
        if notes is not None:
            roots[notes] = next(iter(package.related(f"{kind}s").values()))
        for number, note in enumerate(_notes(notes, kind), start=1):
            walk.aside(note, f"{kind} {number}")
    return walk.found()


def _names(entry: str, headings: Collection[str]) -> bool:
    """Whether an entry of a contents table names one of these, perhaps with its number before and a page behind."""
    words = re.sub(r"\t\s*\d*\s*$", "", entry)
    return _plain(words) in headings or _plain(words.partition("\t")[2]) in headings


def _plain(text: str) -> str:
    return " ".join(text.split())


def contents_in(package: Package) -> frozenset[Element]:
    """The entries of contents tables: by Word's field, or where it is gone by their style."""
    styles, _ = read_styles(package.one("styles"))
    named = {key for key, style in styles.items() if is_contents_style(style.name)}
    styled = (each for each in package.body.iter(P) if named and value(each, "pPr/pStyle") in named)
    return contents_entries(package.body) | frozenset(styled)


def levels_in(package: Package) -> Callable[[Element], int]:
    """What tells the level of a heading in this file, from 1; 0 of any other paragraph."""
    styles, default = read_styles(package.one("styles"))

    def of_heading(paragraph: Element) -> int:
        own = heading_level(value(paragraph, "pPr/outlineLvl"))
        style = styles.get(value(paragraph, "pPr/pStyle") or default)
        return own or (style.level if style else 0)

    return of_heading


def _in_order(package: Package, kind: str) -> Iterator[str]:
    """The headers, or the footers: those that the sections name in their order, then any other."""
    parts = package.related(kind)
    named = [reference.get(_RELATION_ID, "") for reference in package.body.iter(f"{W}{kind}Reference")]
    ids = [one for one in (*named, *parts) if one in parts]
    return (part for part in dict.fromkeys(parts[one] for one in ids) if part in package.parts)


def _notes(notes: Element, kind: str) -> Iterator[Element]:
    """The notes of a part; the lines that part notes from the text are notes of their own type in it."""
    if notes is not None:
        yield from (note for note in notes.iter(f"{W}{kind}") if note.get(f"{W}type", "normal") == "normal")

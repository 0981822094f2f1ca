"""A Word report → its words in the order of the file, each paragraph with its anchor and where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from pipeline.ingest.narrative.word import heading_level, read_styles, value
from pipeline.ingest.sent.marks import marks_of
from pipeline.ingest.sent.places import Found, Walk
from pipeline.ingest.word_package import Element, Package, W, opened, word_bytes
from pipeline.model.document import Paragraph, Sent
from pipeline.model.word_text import struck_in

_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read_sent(path: Path, name: str) -> Sent:
    """The report at ``path``; ``name`` is how messages call it. ``digest`` is left to the caller: the seal is
    the archive's. Raises InputsUnusable in a plain sentence where it can't be opened.
    """
    return read_sent_bytes(word_bytes(path, name), name)


def read_sent_bytes(data: bytes, name: str) -> Sent:
    """The report with these bytes: the body, then headers, footers, footnotes and endnotes. Paragraphs
    without words are left out.
    """
    package = opened(data, name)
    found = found_in(package)
    paragraphs = tuple(
        Paragraph(each.text, each.where, each.anchor, struck=struck_in(each.element))
        for each in found
        if each.text.strip()
    )
    return Sent("", paragraphs, marks_of(package, found))


def found_in(package: Package, level_of: Callable[[Element], int] | None = None) -> tuple[Found, ...]:
    """Every paragraph of the file. ``level_of``: of a heading, from 1; the file's own headings where it is not given."""
    walk = Walk(level_of or levels_in(package))
    walk.body(package.body)
    for kind in ("header", "footer"):
        for part in _in_order(package, kind):
            walk.aside(package.root(part), kind)
    for kind in ("footnote", "endnote"):
        notes = package.one(f"{kind}s")
        for number, note in enumerate(_notes(notes, kind), start=1):
            walk.aside(note, f"{kind} {number}")
    return walk.found()


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

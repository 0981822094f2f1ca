"""What is left open in a Word file: tracked changes that nobody has accepted or rejected, and comments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.ingest.sent.places import Found, P
from pipeline.ingest.word_package import Element, Package, W
from pipeline.model.document import Mark
from pipeline.model.word_text import CHARACTERS, text_of

_KINDS = {
    kind: tuple(W + name for name in names.split())
    for kind, names in {
        "inserted": "ins cellIns customXmlInsRangeStart",
        "deleted": "del cellDel customXmlDelRangeStart",
        "moved": "moveFrom moveTo customXmlMoveFromRangeStart customXmlMoveToRangeStart",
        "formatting": "rPrChange pPrChange sectPrChange tblPrChange tblPrExChange tblGridChange trPrChange "
        "tcPrChange numberingChange cellMerge",
    }.items()
}
_KIND = {tag: kind for kind, tags in _KINDS.items() for tag in tags}
_ANCHORS = (W + "commentRangeStart", W + "commentReference")
_AUTHOR, _ID = W + "author", W + "id"
_MOVED_AWAY = W + "moveFrom"
# What a change without words of its own is about, by where it is written.
_WORDLESS = {W + "rPr": "¶", W + "trPr": "(a row of the table)", W + "tcPr": "(a cell of the table)"}
NOWHERE = "at no place in the text"


def marks_of(package: Package, found: Sequence[Found]) -> tuple[Mark, ...]:
    """Each open change and comment, in the order of the file. What one author has done in one paragraph is one
    mark of its kind, up to the next of another.
    """
    comments = _comments(package)
    where = {each.element: each.where for each in found}
    roots = dict.fromkeys(each.element.getroottree().getroot() for each in found)
    roots.setdefault(package.body.getroottree().getroot())
    marks: list[Mark] = []
    for root in roots:
        marks += _of_part(root, where, comments)
    marks += (replace(comment, where=NOWHERE) for comment in comments.values())
    return tuple(marks)


def _of_part(root: Element, where: dict[Element, str], comments: dict[str, Mark]) -> Iterator[Mark]:
    """The marks in one part. Comments that stand in it are taken out of ``comments``."""
    arrived = {_words(each) for each in root.iter(W + "moveTo")}
    last: Mark | None = None
    last_at: Element = None
    for element in root.iter(*_KIND, *_ANCHORS):
        at = _paragraph(element)
        place = where.get(at, "")
        if element.tag in _ANCHORS:
            comment = comments.pop(element.get(_ID, ""), None)
            if comment:
                if last:
                    yield last
                last = None
                yield replace(comment, where=place)
            continue
        if element.tag == _MOVED_AWAY and _words(element) in arrived:
            continue  # it is told where it has gone to
        kind, author = _KIND[element.tag], element.get(_AUTHOR, "")
        text = text_of(at) if kind == "formatting" and at is not None else _words(element)
        if last and at is last_at and (kind, author) == (last.kind, last.author):
            last = replace(last, text=_joined(last.text, text, kind))
            continue
        if last:
            yield last
        last, last_at = Mark(kind, place, author, text or _wordless(element)), at
    if last:
        yield last


def _joined(before: str, text: str, kind: str) -> str:
    if kind == "formatting" or not text:
        return before
    return text if before in _WORDLESS.values() else before + text


def _wordless(element: Element) -> str:
    return _WORDLESS.get(element.getparent().tag, "")


def _paragraph(element: Element) -> Element:
    """The paragraph an element stands in; where it stands in none, the first one in or after it."""
    around = next(element.iterancestors(P), None)
    if around is not None:
        return around
    row = next(element.iterancestors(W + "tr", W + "tbl"), element)
    inside = next(row.iter(P), None)
    return inside if inside is not None else next(iter(row.xpath("following::*[local-name()='p']")), None)


def _words(change: Element) -> str:
    """The words a change is about, deleted ones too."""
    texts = (W + "t", W + "delText")
    return "".join(
        (each.text or "") if each.tag in texts else CHARACTERS[each.tag] for each in change.iter(*texts, *CHARACTERS)
    )


def _comments(package: Package) -> dict[str, Mark]:
    """Every comment by its id, its place not yet known."""
    root = package.one("comments")
    if root is None:
        return {}
    return {
        comment.get(_ID, ""): Mark(
            "comment", "", comment.get(_AUTHOR, ""), "\n".join(text_of(each) for each in comment.iter(P)).strip()
        )
        for comment in root.iter(W + "comment")
    }

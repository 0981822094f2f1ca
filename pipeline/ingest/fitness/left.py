"""What people leave in a Word file without seeing it: tracked changes, comments, hidden words, their own names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.ingest.fitness.edited import Edited, each_of, quoted, words_of
from pipeline.ingest.narrative.word import switch
from pipeline.ingest.sent.places import P
from pipeline.ingest.word_package import Element, W
from pipeline.model.document import CHECKS
from pipeline.model.findings import Finding, find
from pipeline.model.records import Place

_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
# What a file says of people, by the element in its properties.
_PROPERTIES = {
    "core-properties": {"creator": "its author", "lastModifiedBy": "who last saved it"},
    "extended-properties": {"Manager": "a manager", "Company": "a company"},
}
_PEOPLE = re.compile("author|e-?mail|owner|manager|user", re.IGNORECASE)  # in the name of a property of its own


def tracked(document: Edited) -> Iterator[Finding]:
    for mark, place in document.marks:
        if mark.kind != "comment":
            yield find("document-tracked", mark.told, place)


def comments(document: Edited) -> Iterator[Finding]:
    for mark, place in document.marks:
        if mark.kind == "comment":
            yield find("document-comment", mark.told, place)


def hidden(document: Edited) -> Iterator[Finding]:
    """Words, rows of tables and drawings that are there but not shown."""
    for each in document.found:
        words = "".join(text for run, text in words_of(each) if document.looks.hidden(run, each.element))
        if words.strip():
            yield find("document-hidden", f"These words are hidden: {quoted(words)}.", document.at(each.element))
    for row in _rows(document):
        words = " ".join(" ".join(part for part in row.itertext(W + "t")).split())
        first = next(row.iter(P), None)
        if first is not None:
            yield find("document-hidden", f"This row of a table is hidden: {quoted(words)}.", document.at(first))
    for root in document.roots:
        for drawing in root.iter(_DRAWN):
            if drawing.get("hidden") in ("1", "true"):
                name = quoted(drawing.get("name", ""))
                yield find("document-hidden", f"A drawing is hidden: {name}.", document.at(drawing))


def _rows(document: Edited) -> Iterator[Element]:
    for grid in document.grids:
        yield from (row for row in grid.lines if switch(row.find(W + "trPr"), "hidden"))


def personal(document: Edited) -> Iterator[Finding]:
    """Names in the file's properties. One that the text itself gives is no secret: the report's authors are posts,
    and stand under its contact details.
    """
    said = " ".join(document.text.split()).casefold()

    def secret(name: str) -> bool:
        return not all(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", said) for one in _parts(name))

    place = Place(document.package.name, "", "file properties")
    for what, name in _properties(document):
        if secret(name):
            yield find("document-personal", f"The file names {what}: {quoted(name)}.", place)
    people = sorted({name for name in _people(document) if name.strip() and name != CHECKS and secret(name)})
    if people:
        names = ", ".join(quoted(name) for name in people)
        yield find("document-personal", f"The file names people who changed it or commented on it: {names}.", place)
    for target in _templates(document):
        yield find("document-personal", f"The file names a template on somebody's computer: {quoted(target)}.", place)


def _parts(name: str) -> list[str]:
    return [" ".join(one.split()).casefold() for one in name.split(";") if one.strip()]


def _properties(document: Edited) -> Iterator[tuple[str, str]]:
    for kind, names in _PROPERTIES.items():
        for element in each_of(document.package.properties(kind)):
            what = names.get(_bare(element))
            if what and (element.text or "").strip():
                yield what, element.text
    for element in each_of(document.package.properties("custom-properties")):
        name, text = element.get("name", ""), "".join(element.itertext())
        if _PEOPLE.search(name) and text.strip():
            yield f"somebody under {quoted(name)}", text


def _bare(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _people(document: Edited) -> Iterator[str]:
    """Those of changes and comments, and those Word keeps a list of once the changes have gone."""
    package = document.package
    for root in (*document.roots, package.one("comments")):
        for element in root.iter() if root is not None else ():
            yield element.get(W + "author", "")
    for element in each_of(package.one("people")):
        yield next((text for key, text in element.attrib.items() if key.endswith("}author")), "")


def _templates(document: Edited) -> Iterator[str]:
    """The template the file hangs on, where its address is a folder."""
    for part in document.package.related("settings").values():
        for relation in each_of(document.package.relations(part)):
            target = relation.get("Target", "")
            if relation.get("Type", "").endswith("/attachedTemplate") and re.search(r"[/\\]", target):
                yield target

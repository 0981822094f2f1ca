"""Whether cross-references lead where their words say. For the proof only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.model.word_fields import fields_in
from pipeline.report.faults import quote
from pipeline.report.wordml import Element, P, T, pieces, text_of, w

_START, _END, _ID, _NAME = w("bookmarkStart"), w("bookmarkEnd"), w("id"), w("name")
_APPENDIX = re.compile(r"(?:appendix|annex)\s(?:[0-9]{1,2}|[A-Z])", re.IGNORECASE)


def astray(roots: Iterable[Element]) -> Iterator[str]:
    """A sentence for each reference whose words are not those of the place it leads to. Those that show a number or a
    page, and those to more than a paragraph, are not looked at.
    """
    roots = tuple(roots)
    references = [each for root in roots for each in fields_in(root) if each.kind == "REF" and not each.has("dfnprtw")]
    links = [
        (words, link.get(w("anchor"), ""))
        for root in roots
        for link in root.iter(w("hyperlink"))
        if link.get(w("anchor")) and _APPENDIX.fullmatch(words := _plain("".join(t.text or "" for t in link.iter(T))))
    ]
    if not references and not links:
        return
    wanted = {each.of.casefold() for each in references} | {anchor.casefold() for _, anchor in links}
    marks = {
        name: mark for root in roots for mark in root.iter(_START) if (name := mark.get(_NAME, "").casefold()) in wanted
    }
    for field in references:
        mark = marks.get(field.of.casefold())
        target = _words(mark) if mark is not None else None
        if target is not None and _plain(field.shaped(target)) != _plain(field.text):
            yield f"The reference {quote(field.text)} leads to {quote(target)}."
    for said, anchor in links:
        mark = marks.get(anchor.casefold())
        paragraph = next(mark.iterancestors(P), None) if mark is not None else None
        if paragraph is not None and said.casefold() not in _plain(text_of(paragraph)).casefold():
            yield f"The link {quote(said)} leads to {quote(text_of(paragraph))}."


def _words(start: Element) -> str | None:
    """What a bookmark holds; None where it ends in another paragraph than it begins in, or is in none."""
    paragraph = next(start.iterancestors(P), None)
    if paragraph is None:
        return None
    texts = dict(pieces(paragraph))
    made: list[str] = []
    within = False
    for element in paragraph.iter():
        if element is start:
            within = True
        elif within and element.tag == _END and element.get(_ID) == start.get(_ID):
            return "".join(made)
        elif within:
            made.append(texts.get(element, ""))
    return None


def _plain(text: str) -> str:
    return " ".join(text.split())

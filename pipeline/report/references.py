"""Numbers of captions and cross-references: Word's own fields, showing what the filled report says.

A loop repeats the number that the template last showed, and a condition may take a table or an appendix away. So
the numbers are counted anew in the order of the document, and each reference says what its target now says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from pipeline.model.findings import Severity
from pipeline.model.word_fields import WordField, fields_in
from pipeline.report.faults import Found, quote
from pipeline.report.nesting import set_apart
from pipeline.report.rendering import BEGIN, END
from pipeline.report.wordml import SPACE, Element, P, pieces, text_of, w

_STARTS, _ENDS, _ID, _NAME, _LINK, _ANCHOR = (
    w(name) for name in ("bookmarkStart", "bookmarkEnd", "id", "name", "hyperlink", "anchor")
)
_MARKS = re.compile(f"[{BEGIN}{END}]")
_TITLE_TAG = re.compile(r"\s*\{\{\s*meeting\.title\s*\}\}\s*")
_LEADING = ("REF", "PAGEREF", "NOTEREF")
_NOT_FOLLOWED = {"REF": "dfnprtw", "SEQ": "hs"}  # switches that ask for what only Word can work out


# --- what a template may hold ----------------------------------------------------------------------


def unled(roots: Mapping[str, Element]) -> Iterator[tuple[str, Found]]:
    """References and links without a target, and fields whose words can't be worked out here. ``roots``: by member."""
    names = {mark.get(_NAME, "").casefold() for root in roots.values() for mark in root.iter(_STARTS)}
    for member, root in roots.items():
        for field in fields_in(root):
            at = _paragraph(field)
            if field.kind in _LEADING and field.of.casefold() not in names:
                what = (
                    f"the cross-reference {quote(field.text)} leads to {quote(field.of)}, a bookmark that is not there"
                )
                yield member, Found(f"{what}; make it anew in Word (References, Cross-reference).", at)
            elif field.kind == "TITLE" and not _TITLE_TAG.fullmatch(field.text):
                what = "the field TITLE shows the title of the template itself; put {{ meeting.title }} in its place."
                yield member, Found(what, at)
            elif field.kind == "STYLEREF" or (field.kind in _NOT_FOLLOWED and field.has(_NOT_FOLLOWED[field.kind])):
                what = f"the field {quote(field.code)} shows what only Word can work out"
                yield member, Found(f"{what}: press F9 on it in each report.", at, severity=Severity.QUERY)
        for link in root.iter(_LINK):
            anchor = link.get(_ANCHOR, "")
            if anchor and anchor.casefold() not in names and anchor != "_top":
                what = f"a link leads to {quote(anchor)}, a bookmark that is not there; make it anew or take it out."
                yield member, Found(what, next(link.iterancestors(P), None))


def _paragraph(field: WordField) -> Element | None:
    return next(field.begin.iterancestors(P), None)


# --- what the filled parts say ---------------------------------------------------------------------


def settle(roots: Mapping[str, Element]) -> Iterator[tuple[str, Found]]:
    """Sets the numbers and the references in the filled parts, each within its part; yields those that can't be set,
    each with its member. ``roots``: by member.

    The marks around values are still there, and stay: what a reference shows already is left as it is.
    """
    set_apart(roots)
    everywhere = {mark.get(_NAME, "").casefold() for root in roots.values() for mark in root.iter(_STARTS)}
    for member, root in roots.items():
        found = fields_in(root)
        counts: Counter[str] = Counter()
        for field in found:
            if field.kind == "SEQ" and not field.has(_NOT_FOLLOWED["SEQ"]):
                yield from _set(member, field, field.number(counts))
        marked = _marked_in(root) if any(field.kind == "REF" for field in found) else {}
        for field in found:
            if field.kind in _LEADING and field.of.casefold() not in everywhere:
                what = f"the cross-reference in {_sentence(field)} has no target in this report: put both under the same condition."
                yield member, Found(what, _paragraph(field))
            elif field.kind == "REF" and not field.has(_NOT_FOLLOWED["REF"]):
                words = marked.get(field.of.casefold())
                if words is not None:
                    yield from _set(member, field, field.shaped(words))


def _sentence(field: WordField) -> str:
    paragraph = _paragraph(field)
    return quote(_MARKS.sub("", text_of(paragraph))) if paragraph is not None else quote(field.code)


def _set(member: str, field: WordField, words: str) -> Iterator[tuple[str, Found]]:
    """Makes the field show these words."""
    if _MARKS.sub("", field.text) == words:
        return
    if not field.shown or _MARKS.search(field.text):
        what = f"the field {quote(field.code)} in {_sentence(field)} does not yet show what it leads to: press F9 on it in Word."
        yield member, Found(what, _paragraph(field))
        return
    for at, text in enumerate(field.shown):
        text.text = "" if at else words
        text.set(SPACE, "preserve")


def _marked_in(root: Element) -> dict[str, str | None]:
    """The name of each bookmark, in small letters → its words; None where it begins and ends in two paragraphs.
    Of several with one name, as a loop leaves them, the first keeps it.
    """
    marked: dict[str, str | None] = {}
    for start in root.iter(_STARTS):
        marked.setdefault(start.get(_NAME, "").casefold(), words_between(start))
    return marked


def words_between(start: Element) -> str | None:
    """The words of a bookmark; None where it begins and ends in two paragraphs."""
    paragraph = next(start.iterancestors(P), None)
    if paragraph is None:
        return None
    inside = dict(pieces(paragraph))
    words: list[str] | None = None
    for element in paragraph.iter():
        if element is start:
            words = []
        elif words is not None and element.tag == _ENDS and element.get(_ID) == start.get(_ID):
            return _MARKS.sub("", "".join(words))
        elif words is not None:
            words.append(inside.get(element, ""))
    return None

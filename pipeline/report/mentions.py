"""Makes cross-references of the appendices that the officer's words mention."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from pipeline.model.document import ANCHOR
from pipeline.model.word_fields import fields_in
from pipeline.report.references import words_between
from pipeline.report.styles import Styles
from pipeline.report.wordml import R_PR, SPACE, Element, P, R, T, pieces, text_of, w

_STARTS, _ENDS, _ID, _NAME = w("bookmarkStart"), w("bookmarkEnd"), w("id"), w("name")
_NAMED = r"(?:appendix|annex)[ \u00a0](?:[0-9]{1,2}|[A-Z])\b"
_HEADING = re.compile(rf"\s*({_NAMED})", re.IGNORECASE)
# "Appendix 2 of the Police and Crime Plan" is another paper's.
_MENTION = re.compile(rf"\b{_NAMED}(?!\s+(?:of|to)\s+(?!this\b))", re.IGNORECASE)
_FIRST_ID = 2_000_000  # of bookmarks made here; they are counted anew once all are placed


@dataclass(frozen=True)
class _Target:
    """``words``: what the bookmark holds; more than the appendix's name where that can't have one of its own."""

    bookmark: str
    words: str


def lead(paragraphs: Iterable[Element], root: Element, styles: Styles) -> None:
    """Makes "Appendix 2" in these paragraphs a cross-reference, where the report has an Appendix 2. The words stay as
    they are to the letter.
    """
    found = [(paragraph, match) for paragraph in paragraphs for match in _MENTION.finditer(text_of(paragraph))]
    if not found:
        return
    headings: dict[str, Element] = {}
    for paragraph in root.iter(P):
        if styles.level(paragraph) and (named := _HEADING.match(text_of(paragraph))):
            headings.setdefault(_plain(named[1]), paragraph)
    targets: dict[str, _Target] = {}
    for paragraph, match in found:
        name = _plain(match[0])
        if name in headings and headings[name] is not paragraph:
            if name not in targets:
                targets[name] = _target(headings[name], name, _FIRST_ID + len(targets))
            _refer(paragraph, match, targets[name])


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _target(heading: Element, name: str, identity: int) -> _Target:
    """The bookmark around the name of an appendix in its heading: the template's own, or a new one."""
    for start in heading.iter(_STARTS):
        words = words_between(start)
        if words is not None and _plain(words) == name and not start.get(_NAME, "").startswith(ANCHOR):
            return _Target(start.get(_NAME, ""), words)
    text = text_of(heading)
    match = _HEADING.match(text)
    begin, end = match.span(1) if match and not fields_in(heading) else (0, len(text))
    runs = _runs(heading, begin, end)
    bookmark = {_ID: str(identity), _NAME: f"_Ref{_FIRST_ID * 100 + identity}"}
    runs[0].addprevious(etree.Element(_STARTS, bookmark))
    runs[-1].addnext(etree.Element(_ENDS, {_ID: bookmark[_ID]}))
    return _Target(bookmark[_NAME], text[begin:end])


def _refer(paragraph: Element, match: re.Match[str], target: _Target) -> None:
    """A field where it would show these very words, else a link."""
    runs = _runs(paragraph, *match.span())
    if any(run.getparent() is not paragraph for run in runs):
        return  # it stands in a link already
    shapes = {target.words: "", target.words.lower(): " \\* Lower", target.words.upper(): " \\* Upper"}
    if match[0] in shapes:
        look = runs[0].find(R_PR)
        for mark in (
            _mark("begin", look),
            _code(f" REF {target.bookmark} \\h{shapes[match[0]]} ", look),
            _mark("separate", look),
        ):
            runs[0].addprevious(mark)
        runs[-1].addnext(_mark("end", look))
        return
    link = etree.Element(w("hyperlink"), {w("anchor"): target.bookmark, w("history"): "1"})
    runs[0].addprevious(link)
    link.extend(runs)


def _mark(kind: str, look: Element | None) -> Element:
    run = _run(look)
    etree.SubElement(run, w("fldChar")).set(w("fldCharType"), kind)
    return run


def _code(code: str, look: Element | None) -> Element:
    run = _run(look)
    words = etree.SubElement(run, w("instrText"))
    words.text = code
    words.set(SPACE, "preserve")
    return run


def _run(look: Element | None) -> Element:
    run = etree.Element(R)
    if look is not None:
        run.append(deepcopy(look))
    return run


# --- runs ------------------------------------------------------------------------------------------


def _runs(paragraph: Element, begin: int, end: int) -> list[Element]:
    """The runs that hold these characters of the paragraph and no others."""
    for at in (begin, end):
        _part(paragraph, at)
    return list(dict.fromkeys(run for start, run in _places(paragraph) if begin <= start < end))


def _places(paragraph: Element) -> Iterator[tuple[int, Element]]:
    """Where each piece of the paragraph's text begins, with the run it stands in."""
    at = 0
    for element, text in pieces(paragraph):
        if text:
            yield at, next(element.iterancestors(R))
        at += len(text)


def _part(paragraph: Element, at: int) -> None:
    """Makes a new run begin at this character."""
    start = 0
    for element, text in pieces(paragraph):
        if start <= at < start + len(text):
            run = next(element.iterancestors(R))
            first = element
            if at > start:
                first = etree.Element(T)
                first.text, element.text = text[at - start :], text[: at - start]
                for each in (first, element):
                    each.set(SPACE, "preserve")
                element.addnext(first)
            if any(before.tag != R_PR for before in first.itersiblings(preceding=True)):
                rest = _run(run.find(R_PR))
                rest.extend([first, *first.itersiblings()])
                run.addnext(rest)
            return
        start += len(text)

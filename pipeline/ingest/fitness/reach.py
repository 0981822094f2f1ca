"""Whether everybody can read a Word file: its language and title, words for pictures and links, and contrast."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.ingest.fitness.colours import Colour, as_digits, contrast
from pipeline.ingest.fitness.edited import Edited, each_of, likewise, quoted, words_of
from pipeline.ingest.narrative.word import value
from pipeline.ingest.sent.places import BOX, Found, P
from pipeline.ingest.word_package import Element, W
from pipeline.model.findings import Finding, find
from pipeline.model.records import Place
from pipeline.model.word_text import FALLBACK, pieces, text_of

LEAST: Final = 4.5  # the contrast that WCAG 2.2 AA asks of text
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_OLD_PICTURE = "{urn:schemas-microsoft-com:vml}imagedata"
# What stands there where nobody has said what is to be seen.
_SAYS_NOTHING = re.compile(
    r"((picture|image|graphic|photo|logo|chart|diagram|screenshot)?[\s\d]*|\S+\.(png|jpe?g|gif|bmp|tiff?|emf|wmf|svg))",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(https?://|www\.)\S+|\w[\w-]*(\.[\w-]+)+/\S*", re.IGNORECASE)
_HERE = re.compile(
    r"(please )?((click|see|read|go|follow|press|tap|download|find out) )?(on )?"
    r"(here|this|more|(this |the )?(link|page|document|website|site)|(more )?(information|details))\W*"
    r"|.*\b(click|see|available|found|download) here\b.*",
    re.IGNORECASE,
)
_FIELD_LINK = re.compile(r"\s*HYPERLINK\b", re.IGNORECASE)


def language(document: Edited) -> Iterator[Finding]:
    """Set where it holds for all words: in the defaults of the styles, or in the style of plain paragraphs."""
    styles = document.package.one("styles")
    plain = (
        style
        for style in each_of(styles)
        if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true")
    )
    places = (value(styles, "docDefaults/rPrDefault/rPr/lang"), *(value(style, "rPr/lang") for style in plain))
    if not any(places):
        yield find("document-language", "The file does not say in which language it is.", document.whole)


def title(document: Edited) -> Iterator[Finding]:
    properties = each_of(document.package.properties("core-properties"))
    titles = ("".join(one.itertext()).strip() for one in properties if str(one.tag).endswith("}title"))
    if not any(titles):
        place = Place(document.package.name, "", "file properties")
        yield find("document-title", "The file has no title in its properties.", place)


def pictures(document: Edited) -> Iterator[Finding]:
    """Pictures, charts and shapes without words of their own, unless they are marked as decorative."""
    for root in document.roots:
        for drawing in root.iter(_DRAWN, _OLD_PICTURE):
            told = _told(drawing)
            if told is None or not _SAYS_NOTHING.fullmatch(told):
                continue
            name = drawing.get("name", "") or drawing.getparent().get("id", "")
            says = f" that says what it shows: it is only {quoted(told)}" if told else ""
            message = f"The picture{f' {quoted(name)}' if name else ''} has no alternative text{says}."
            yield find("document-no-alt-text", message, document.at(drawing))


def _told(drawing: Element) -> str | None:
    """The alternative text; None where none is needed."""
    if next(drawing.iterancestors(FALLBACK), None) is not None:
        return None
    around = drawing.getparent()
    if drawing.tag == _OLD_PICTURE:
        return str(around.get("alt", "")).strip()
    decorative = any(one.get("val", "1") in ("1", "true") for one in drawing.iter(_DECORATIVE))
    worded = any(text_of(paragraph).strip() for box in around.iter(BOX) for paragraph in box.iter(P))
    if decorative or worded or drawing.get("hidden") in ("1", "true"):
        return None
    return str(drawing.get("descr", "").strip() or drawing.get("title", "").strip())


def link_texts(document: Edited) -> Iterator[Finding]:
    for each in document.found:
        for words in _links(each):
            if _ADDRESS.fullmatch(words):
                message = f"A link shows its bare address: {quoted(words)}."
            elif _HERE.fullmatch(words):
                message = f"A link says only {quoted(words)}, which tells nobody where it leads."
            else:
                continue
            yield find("document-link-text", message, document.at(each.element))


def _links(found: Found) -> Iterator[str]:
    """The words of each link in a paragraph."""
    shown: dict[Element, str] = {}
    for element, text in pieces(found.element):
        link = next(element.iterancestors(W + "hyperlink", W + "fldSimple"), None)
        if link is not None and (link.tag == W + "hyperlink" or _FIELD_LINK.match(link.get(W + "instr", ""))):
            shown[link] = shown.get(link, "") + text
    yield from (" ".join(words.split()) for words in (*shown.values(), *_field_links(found.element)))


def _field_links(paragraph: Element) -> Iterator[str]:
    """The words of links that are written as fields: their code, then what is shown."""
    open_fields: list[list[str]] = []  # code, words
    for element in paragraph.iter(W + "fldChar", W + "instrText", W + "t"):
        if next(element.iterancestors(P)) is not paragraph:
            continue
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            open_fields.append(["", ""])
        elif kind == "end" and open_fields:
            code, words = open_fields.pop()
            if _FIELD_LINK.match(code):
                yield words
        elif open_fields and kind is None:
            open_fields[-1][element.tag == W + "t"] += element.text or ""


def contrasts(document: Edited) -> Iterator[Finding]:
    """Each pair of colours once, with every place where it stands."""
    weak: dict[tuple[Colour, Colour], list[tuple[Place, str]]] = {}
    for each in document.found:
        for run, text in words_of(each):
            if not text.strip() or document.looks.hidden(run, each.element):
                continue
            front = document.looks.colour(run, each.element)
            back = document.looks.background(run, each.element) if front else None
            if front and back and contrast(front, back) < LEAST:
                weak.setdefault((front, back), []).append((document.at(each.element), text))
    for (front, back), stands in weak.items():
        place, text = stands[0]
        found = int(contrast(front, back) * 10) / 10  # never rounded up to what is asked
        message = (
            f"{quoted(text)} is hard to read: #{as_digits(front)} on #{as_digits(back)} has a contrast of {found:g}:1, "
            f"and {LEAST}:1 is needed at least."
        )
        more = [other for other, _ in stands if other != place]
        yield find("document-contrast", message + likewise(more), place)

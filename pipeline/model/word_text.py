"""What a paragraph of a Word file says: one reading, for what writes a report, proves it and compares it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

Element = etree._Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_T, _SYMBOL, _INSTRUCTION, _SIMPLE = (_W + name for name in ("t", "sym", "instrText", "fldSimple"))
_FIELD_MARKS = (_W + "fldChar", _INSTRUCTION)

# Elements of a run that stand for a character.
CHARACTERS = {
    _W + "tab": "\t", _W + "ptab": "\t", _W + "br": "\n", _W + "cr": "\n",
    _W + "noBreakHyphen": "\u2011", _W + "softHyphen": "\u00ad",
}  # fmt: skip
_LOOKS = (("vanish", "hidden"), ("strike", "struck out"), ("dstrike", "struck out"))
_PASSED = frozenset((*(_W + name for name in ("p", "pPr", "rPr", "del", "moveFrom")), FALLBACK))
# Word counts these anew each time it lays the pages out: they are no words of the paragraph.
_PAGE_NUMBER = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES|PAGEREF)\b", re.IGNORECASE)


def pieces(paragraph: Element) -> Iterator[tuple[Element, str]]:
    """The elements that make up a paragraph's text, each with its text; not those of paragraphs inside it
    (text boxes), of field codes, of page numbers or of deletions.
    """
    return _pieces(paragraph, [])


def text_of(paragraph: Element) -> str:
    return "".join(text for _, text in pieces(paragraph))


def struck_in(paragraph: Element) -> tuple[tuple[str, str], ...]:
    """The words that are struck out or hidden, each stretch with which it is."""
    if next(paragraph.iter(*(_W + name for name, _ in _LOOKS)), None) is None:
        return ()
    found: list[tuple[str, str]] = []
    last = ""
    for element, text in pieces(paragraph):
        look = _struck(element)
        if look and look == last:
            found[-1] = (look, found[-1][1] + text)
        elif look:
            found.append((look, text))
        last = look
    return tuple((look, text.strip()) for look, text in found if text.strip())


def _struck(element: Element) -> str:
    run = next(element.iterancestors(_W + "r"), None)
    properties = run.find(_W + "rPr") if run is not None else None
    if properties is None:
        return ""
    for name, look in _LOOKS:
        wanted = properties.find(_W + name)
        if wanted is not None and wanted.get(_W + "val", "1") not in ("0", "false", "off"):
            return look
    return ""


def _pieces(element: Element, fields: list[str]) -> Iterator[tuple[Element, str]]:
    """``fields``: the codes of Word's own fields that are open here, the innermost last."""
    for child in element:
        tag = child.tag
        if tag == _T:
            if not (fields and any(map(_PAGE_NUMBER.match, fields))):
                yield child, child.text or ""
        elif tag in CHARACTERS:
            yield child, CHARACTERS[tag]
        elif tag == _SYMBOL:
            yield child, _sign(child.get(_W + "char", ""))
        elif tag in _FIELD_MARKS:
            _follow(child, fields)
        elif isinstance(tag, str) and tag not in _PASSED:
            if tag == _SIMPLE:
                yield from _pieces(child, [*fields, child.get(_W + "instr", "")])
            else:
                yield from _pieces(child, fields)


def _follow(mark: Element, fields: list[str]) -> None:
    """A field begins, says what it is, or ends here."""
    kind = mark.get(_W + "fldCharType")
    if mark.tag == _INSTRUCTION and fields:
        fields[-1] += mark.text or ""
    elif kind == "begin":
        fields.append("")
    elif kind == "end" and fields:
        fields.pop()


def _sign(code: str) -> str:
    return chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{1,4}", code) else "\ufffd"

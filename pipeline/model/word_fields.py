"""Word's own fields: numbers of captions, cross-references, contents tables. One reading, for what writes a report,
proves it and compares it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

Element = etree._Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P, _T, _MARK, _CODE, _SIMPLE = (_W + name for name in ("p", "t", "fldChar", "instrText", "fldSimple"))
_CONTENTS_STYLE = re.compile(r"(?:toc \d|table of figures)$", re.IGNORECASE)
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_SHAPE = re.compile(r"\\\*\s*(\w+)")


@dataclass(eq=False, slots=True)
class WordField:
    """``code``: what it asks for, ``REF Appendix_changes \\h``. ``shown``: the texts it shows, as elements.
    ``begin`` and ``end``: the marks around it; of a field that is one element, that.
    """

    begin: Element
    end: Element
    code: str = ""
    shown: list[Element] = field(default_factory=list)
    _separate: Element | None = None

    @property
    def kind(self) -> str:
        """The first word of the code, in capitals."""
        return next(iter(self.code.split()), "").upper()

    @property
    def of(self) -> str:
        """What it numbers or refers to: the second word of the code."""
        words = self.code.split()
        return words[1].strip('"') if len(words) > 1 and not words[1].startswith("\\") else ""

    @property
    def text(self) -> str:
        return "".join(text.text or "" for text in self.shown)

    def has(self, switches: str) -> bool:
        """Whether the code has one of these switches, each a letter."""
        return re.search(rf"\\[{switches}]\b", self.code, re.IGNORECASE) is not None

    def shaped(self, text: str) -> str:
        """The text in the letters that the code asks for: ``\\* Lower``, ``\\* Upper`` …"""
        asked = {word.casefold() for word in _SHAPE.findall(self.code)}
        if "lower" in asked:
            return text.lower()
        if "upper" in asked:
            return text.upper()
        if "caps" in asked:
            return text.title()
        return text[:1].upper() + text[1:] if "firstcap" in asked else text

    def number(self, counts: Counter[str]) -> str:
        """The number of a caption, one more than that of the one before; ``\\r 5`` begins anew, ``\\c`` repeats.
        ``counts`` are those so far, by what is counted.
        """
        begun = re.search(r"\\r\s*(\d+)", self.code)
        of = self.of.casefold()
        counts[of] = number = int(begun[1]) if begun else counts[of] + (not self.has("c"))
        asked = next((word for word in _SHAPE.findall(self.code) if word.casefold() in ("alphabetic", "roman")), "")
        if not asked:
            return str(number)
        if asked.casefold() == "roman":
            letters = _roman(number)
        else:
            letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if asked[0].isupper() else letters


def _roman(number: int) -> str:
    letters = ""
    for value, sign in _ROMAN:
        letters += sign * (number // value)
        number %= value
    return letters


def fields_in(root: Element) -> tuple[WordField, ...]:
    """Every field that begins and ends in this element, those inside others too, as they begin."""
    found: list[WordField] = []
    opened: list[WordField] = []
    for element in root.iter(_MARK, _CODE, _SIMPLE):
        kind = element.get(_W + "fldCharType")
        if element.tag == _SIMPLE:
            found.append(WordField(element, element, element.get(_W + "instr", ""), list(element.iter(_T))))
        elif kind == "begin":
            opened.append(WordField(element, element))
            found.append(opened[-1])
        elif opened and element.tag == _CODE:
            opened[-1].code += element.text or ""
        elif opened and kind == "separate":
            opened[-1]._separate = element
        elif opened and kind == "end":
            closed = opened.pop()
            closed.end = element
            closed.shown.extend(_shown(closed, root))
    return tuple(each for each in found if each not in opened)


def _shown(field: WordField, root: Element) -> Iterator[Element]:
    """The texts between the field's code and its end; nearly always they stand in one paragraph."""
    paragraph = next(field.begin.iterancestors(_P), root)
    within = paragraph if next(field.end.iterancestors(_P), root) is paragraph else root
    showing = False
    for element in within.iter(_MARK, _T):
        if element is field.end:
            return
        if showing and element.tag == _T:
            yield element
        showing |= element is field._separate


def contents_entries(root: Element) -> frozenset[Element]:
    """The paragraphs all of whose words a contents table shows, whoever has last brought it up to date."""
    if not any("TOC" in (code.text or "").upper() for code in root.iter(_CODE)):
        return frozenset()
    entries: set[Element] = set()
    for each in fields_in(root):
        if each.kind == "TOC":
            shown = set(each.shown)
            paragraphs = dict.fromkeys(next(text.iterancestors(_P)) for text in each.shown)
            entries |= {one for one in paragraphs if shown.issuperset(one.iter(_T))}
    return frozenset(entries)


def is_contents_style(name: str) -> bool:
    """Whether a style of this name is one that Word sets entries of a contents table in."""
    return _CONTENTS_STYLE.match(name) is not None

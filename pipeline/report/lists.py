"""The lists of a document: bullets, and numbers that start anew with each list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from pipeline.report import package
from pipeline.report.styles import Styles
from pipeline.report.wordml import OFFICE, P_PR, PACKAGE, RELATION, VAL, WORD, Element, parse, style_of, target_of, w

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
_BULLETS = (("bullet", "•"), ("bullet", "–"), ("bullet", "•"))
_NUMBERS = (("decimal", "%1."), ("lowerLetter", "(%2)"), ("lowerRoman", "(%3)"))


@dataclass(frozen=True)
class List:
    """``abstract`` and ``number``: its ids in the numbering part. ``style``: the style tied to it, or ""."""

    abstract: str
    number: str
    style: str


class Lists:
    """Uses the lists tied to the template's List Bullet and List Number; makes its own where there are none."""

    def __init__(self, members: Mapping[str, bytes], document: str, target: str, styles: Styles) -> None:
        self._members, self._document, self._styles = members, document, styles
        self._member = target_of(document, target) if target else ""
        self._root = parse(members[self._member]) if target else etree.Element(w("numbering"), nsmap={"w": WORD})
        self.bullets = self._tied("List Bullet") or self._made(_BULLETS)
        self.numbers = self._tied("List Number") or self._made(_NUMBERS)

    def style_of(self, of: object) -> str:
        return of.style if isinstance(of, List) else ""

    def restarted(self, start: int) -> str:
        """The id of a new list; its outermost entries count from ``start``, those within from 1."""
        number = self._next(w("num"), w("numId"))
        made = etree.SubElement(self._root, w("num"))
        made.set(w("numId"), number)
        etree.SubElement(made, w("abstractNumId")).set(VAL, self.numbers.abstract)
        for level in range(3):
            override = etree.SubElement(made, w("lvlOverride"))
            override.set(w("ilvl"), str(level))
            etree.SubElement(override, w("startOverride")).set(VAL, str(start if level == 0 else 1))
        return number

    def indent(self, paragraph: Element) -> int:
        """How far the paragraph's text stands in from the left, in twentieths of a point."""
        place = paragraph.find(f"{P_PR}/{w('ind')}")
        style = style_of(paragraph)
        if place is None:
            place = self._styles.found(style, f"{P_PR}/{w('ind')}")
        if place is None:
            numbering = self._styles.found(style, f"{P_PR}/{w('numPr')}")
            place = self._indent_of(numbering) if numbering is not None else None
        return int(place.get(w("left")) or place.get(w("start")) or 0) if place is not None else 0

    def _indent_of(self, numbering: Element) -> Element | None:
        """The w:ind of the level that a w:numPr names."""
        number, level = numbering.find(w("numId")), numbering.find(w("ilvl"))
        wanted = level.get(VAL, "0") if level is not None else "0"
        abstract = self._abstract(number.get(VAL, "") if number is not None else "")
        for each in abstract.iterchildren(w("lvl")) if abstract is not None else ():
            if each.get(w("ilvl")) == wanted:
                return each.find(f"{P_PR}/{w('ind')}")
        return None

    def changed(self, relations: Element) -> dict[str, bytes]:
        """The numbering part; where it is new, ``relations`` and the content types learn of it."""
        changed: dict[str, bytes] = {}
        if not self._member:
            self._member = f"{self._document.rpartition('/')[0]}/numbering.xml"
            relation = etree.SubElement(relations, RELATION)
            for name, value in (("Id", "rIdNumbering"), ("Type", f"{OFFICE}/numbering"), ("Target", "numbering.xml")):
                relation.set(name, value)
            types = parse(self._members[package.CONTENT_TYPES])
            override = etree.SubElement(types, f"{{{PACKAGE}/content-types}}Override")
            override.set("PartName", f"/{self._member}")
            override.set("ContentType", _TYPE)
            changed[package.CONTENT_TYPES] = _written(types)
        changed[self._member] = _written(self._root)
        return changed

    def _tied(self, name: str) -> List | None:
        style = self._styles.named("paragraph", name)
        number = self._styles.found(style, f"{P_PR}/{w('numPr')}/{w('numId')}")
        abstract = self._abstract(number.get(VAL, "")) if number is not None else None
        if number is None or abstract is None:
            return None
        return List(abstract.get(w("abstractNumId"), ""), number.get(VAL, ""), style)

    def _abstract(self, number: str) -> Element | None:
        for num in self._root.iterchildren(w("num")):
            if num.get(w("numId")) == number:
                wanted = num.find(w("abstractNumId"))
                for abstract in self._root.iterchildren(w("abstractNum")):
                    if wanted is not None and abstract.get(w("abstractNumId")) == wanted.get(VAL):
                        return abstract
        return None

    def _made(self, levels: tuple[tuple[str, str], ...]) -> List:
        abstract = etree.Element(w("abstractNum"))
        abstract.set(w("abstractNumId"), self._next(w("abstractNum"), w("abstractNumId")))
        etree.SubElement(abstract, w("multiLevelType")).set(VAL, "multilevel")
        for at, (form, text) in enumerate(levels):
            level = etree.SubElement(abstract, w("lvl"))
            level.set(w("ilvl"), str(at))
            for name, value in (("start", "1"), ("numFmt", form), ("lvlText", text), ("lvlJc", "left")):
                etree.SubElement(level, w(name)).set(VAL, value)
            place = etree.SubElement(etree.SubElement(level, P_PR), w("ind"))
            place.set(w("left"), str(397 * (at + 1)))
            place.set(w("hanging"), "397")
        # All the abstract lists stand before the first list that uses one.
        first = self._root.find(w("num"))
        self._root.insert(self._root.index(first) if first is not None else len(self._root), abstract)
        number = self._next(w("num"), w("numId"))
        made = etree.SubElement(self._root, w("num"))
        made.set(w("numId"), number)
        etree.SubElement(made, w("abstractNumId")).set(VAL, abstract.get(w("abstractNumId"), ""))
        return List(abstract.get(w("abstractNumId"), ""), number, "")

    def _next(self, tag: str, name: str) -> str:
        return str(max((int(each.get(name, "0")) for each in self._root.iterchildren(tag)), default=0) + 1)


def _written(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

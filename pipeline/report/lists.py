"""The lists of a document: bullets, and numbers that start anew with each list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from pipeline.model.numerals import DEEPEST, FORMS, numeral
from pipeline.model.records import Counted, ListLevel
from pipeline.report import package
from pipeline.report.styles import Styles
from pipeline.report.wordml import OFFICE, P_PR, PACKAGE, RELATION, VAL, WORD, Element, parse, style_of, target_of, w

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
_BULLETS = (("bullet", "•"), ("bullet", "–"), ("bullet", "•"))
_NUMBERS = (("decimal", "%1."), ("lowerLetter", "(%2)"), ("lowerRoman", "(%3)"))
_STEP = 397  # twentieths of a point
# What ties a definition to a style, or to the document it comes from, and when its levels begin anew.
_TIES = [w(name) for name in ("nsid", "tmpl", "name", "styleLink", "numStyleLink", "pStyle", "lvlRestart")]
_ORDER = ["multiLevelType", "start", "numFmt", "isLgl", "suff", "lvlText"]
_SAID = re.compile(r"%[1-9]|\w+")


@dataclass(frozen=True)
class List:
    """``number``: its id in the numbering part. ``style``: the style tied to it, or ""."""

    number: str
    style: str


class _Running:
    """A list of the report's that may go on. ``number``: its id. It began ``within`` so many levels: what stands around
    it there is part of its text.
    """

    def __init__(self, number: str, counted: Counted, within: int) -> None:
        self.number, self._levels, self._within = number, counted.levels, within
        self._around = counted.counts[:within]
        self.counts: dict[int, int] = {}

    def goes_on(self, counted: Counted, level: int) -> bool:
        """Whether an entry that comes next on this level shows the number it counts as."""
        if level < self._within or counted.levels != self._levels or counted.counts[: self._within] != self._around:
            return False
        starts = [each.start for each in self._levels] + [1] * (DEEPEST + 1)
        above = [self.counts.get(at, starts[at]) for at in range(self._within, level)]
        following = self.counts[level] + 1 if level in self.counts else starts[level]
        return (*self._around, *above, following) == counted.counts


class Lists:
    """Uses the lists tied to the template's List Bullet and List Number; makes its own where there are none."""

    def __init__(self, members: Mapping[str, bytes], document: str, target: str, styles: Styles) -> None:
        self._members, self._document, self._styles = members, document, styles
        self._member = target_of(document, target) if target else ""
        self._root = parse(members[self._member]) if target else etree.Element(w("numbering"), nsmap={"w": WORD})
        self._running: dict[str, _Running] = {}  # by list of the narrative
        self._deep_bullets = ""
        self.bullets = self._tied("List Bullet") or self._made(_BULLETS)
        self.numbers = self._tied("List Number") or self._made(_NUMBERS)

    def style_of(self, of: object) -> str:
        return of.style if isinstance(of, List) else ""

    def numbered(self, counted: Counted, level: int) -> str:
        """The id of the list in which an entry shows the number that it counts as: the one that its own list has so
        far, else a new one. A list of the report's has numbers of its own, which nothing else counts on.
        """
        running = self._running.get(counted.list)
        if running is None or not running.goes_on(counted, level):
            running = self._running[counted.list] = _Running(self._begun(counted, level), counted, level)
        running.counts = {at: count for at, count in running.counts.items() if at < level}
        running.counts[level] = counted.counts[-1]
        return running.number

    def bulleted(self, level: int) -> str:
        """The id of a list of bullets that has this level."""
        number = self.bullets.number
        abstract = self._abstract(number)
        levels = [each.get(w("ilvl")) for each in abstract.iterchildren(w("lvl"))] if abstract is not None else []
        if str(level) in levels or abstract is None:
            return number
        if not self._deep_bullets:
            self._deep_bullets = self._added(_whole(abstract, _BULLETS)).get(w("numId"), "")
        return self._deep_bullets

    def _begun(self, counted: Counted, level: int) -> str:
        """A new list as the template's numbered ones look, with the forms of the entry's own where these are others."""
        found = self._abstract(self.numbers.number)
        made = _whole(found if found is not None else _abstract_of(_NUMBERS), _NUMBERS)
        starts = [each.start for each in counted.levels] + [1] * (DEEPEST + 1)
        starts[: level + 1] = counted.counts
        for at, (own, start) in enumerate(zip(made.iterchildren(w("lvl")), starts, strict=False)):
            _set(own, "start", str(start))
            if at < len(counted.levels) and counted.levels[at].form in FORMS:
                _formed(own, counted.levels[at])
            if at >= level:
                _within(own, counted, level)
        num = self._added(made)
        for at in range(DEEPEST + 1):
            override = etree.SubElement(num, w("lvlOverride"))
            override.set(w("ilvl"), str(at))
            etree.SubElement(override, w("startOverride")).set(VAL, str(starts[at]))
        return num.get(w("numId"), "")

    def _added(self, abstract: Element) -> Element:
        """A new list with this definition of its own."""
        abstract.set(w("abstractNumId"), self._next(w("abstractNum"), w("abstractNumId")))
        # All the abstract lists stand before the first list that uses one.
        first = self._root.find(w("num"))
        self._root.insert(self._root.index(first) if first is not None else len(self._root), abstract)
        number = self._next(w("num"), w("numId"))
        made = etree.Element(w("num"))
        made.set(w("numId"), number)
        etree.SubElement(made, w("abstractNumId")).set(VAL, abstract.get(w("abstractNumId"), ""))
        last = self._root.findall(w("num"))
        self._root.insert(self._root.index(last[-1]) + 1 if last else len(self._root), made)
        return made

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
        return List(number.get(VAL, ""), style)

    def _abstract(self, number: str) -> Element | None:
        for num in self._root.iterchildren(w("num")):
            if num.get(w("numId")) == number:
                wanted = num.find(w("abstractNumId"))
                for abstract in self._root.iterchildren(w("abstractNum")):
                    if wanted is not None and abstract.get(w("abstractNumId")) == wanted.get(VAL):
                        return abstract
        return None

    def _made(self, levels: tuple[tuple[str, str], ...]) -> List:
        abstract = _abstract_of(levels)
        number = self._added(abstract).get(w("numId"), "")
        return List(number, "")

    def _next(self, tag: str, name: str) -> str:
        return str(max((int(each.get(name, "0")) for each in self._root.iterchildren(tag)), default=0) + 1)


def _abstract_of(levels: tuple[tuple[str, str], ...]) -> Element:
    """A definition with these levels: the form of each and what stands in front of its entries."""
    abstract = etree.Element(w("abstractNum"))
    etree.SubElement(abstract, w("multiLevelType")).set(VAL, "multilevel")
    for at, (form, text) in enumerate(levels):
        level = etree.SubElement(abstract, w("lvl"))
        level.set(w("ilvl"), str(at))
        for name, value in (("start", "1"), ("numFmt", form), ("lvlText", text), ("lvlJc", "left")):
            etree.SubElement(level, w(name)).set(VAL, value)
        place = etree.SubElement(etree.SubElement(level, P_PR), w("ind"))
        place.set(w("left"), str(_STEP * (at + 1)))
        place.set(w("hanging"), str(_STEP))
    return abstract


def _whole(abstract: Element, usual: tuple[tuple[str, str], ...]) -> Element:
    """A copy that no style is tied to and that has every level; those it lacks are as ``usual``, each a step further in."""
    made = deepcopy(abstract)
    for tie in [each for each in made.iter() if each.tag in _TIES]:
        parent = tie.getparent()
        if parent is not None:
            parent.remove(tie)
    _set(made, "multiLevelType", "multilevel")
    there = {each.get(w("ilvl"), ""): each for each in made.findall(w("lvl"))}
    for each in there.values():
        made.remove(each)
    left = 0
    for at in range(DEEPEST + 1):
        level = there.get(str(at))
        if level is None:
            form, text = usual[at % len(usual)]
            level = _abstract_of((("decimal", ""),)).find(w("lvl"))
            assert level is not None
            level.set(w("ilvl"), str(at))
            _set(level, "numFmt", form)
            _set(level, "lvlText", re.sub("%[1-9]", f"%{at + 1}", text))
            place = level.find(f"{P_PR}/{w('ind')}")
            if place is not None:
                place.set(w("left"), str(left + _STEP))
        place = level.find(f"{P_PR}/{w('ind')}")
        left = int(place.get(w("left")) or place.get(w("start")) or 0) if place is not None else left + _STEP
        made.append(level)
    return made


def _formed(own: Element, wanted: ListLevel) -> None:
    """Gives a level the form of a list's own, unless it has it but for the signs around its number."""
    form, text, legal = (own.find(w(name)) for name in ("numFmt", "lvlText", "isLgl"))
    if (
        form is not None
        and text is not None
        and form.get(VAL) == wanted.form
        and _SAID.findall(text.get(VAL, "")) == _SAID.findall(wanted.text)
        and (legal is not None) == wanted.legal
    ):
        return
    for old in own.findall(w("isLgl")) + own.findall(w("lvlPicBulletId")):
        own.remove(old)
    _set(own, "numFmt", wanted.form)
    _set(own, "lvlText", wanted.text)
    if wanted.legal:
        _set(own, "isLgl", "1")


def _within(own: Element, counted: Counted, levels: int) -> None:
    """Puts the numbers of the levels around a list into the text of one of its own, as they are not counted here."""
    text = own.find(w("lvlText"))
    for at in range(levels) if text is not None else ():
        form = counted.levels[at].form if at < len(counted.levels) and own.find(w("isLgl")) is None else "decimal"
        text.set(VAL, text.get(VAL, "").replace(f"%{at + 1}", numeral(counted.counts[at], form)))  # type: ignore[union-attr]


def _set(parent: Element, name: str, value: str) -> None:
    """Sets a property of a definition or of a level, in its place."""
    found = parent.find(w(name))
    if found is None:
        found = etree.Element(w(name))
        rank = _ORDER.index(name)
        before = (at for at, each in enumerate(parent) if etree.QName(each).localname not in _ORDER[:rank])
        parent.insert(next(before, len(parent)), found)
    found.set(VAL, value)


def _written(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

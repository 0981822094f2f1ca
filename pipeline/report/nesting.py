"""Which conditions and loops each mark of Word's stands in: what begins in one must end in it, and a reference leads to
what the same turn of a loop made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.model.word_fields import fields_in
from pipeline.report.faults import Found, quote
from pipeline.report.tags import NATIVE, Tag
from pipeline.report.wordml import SPACE, TR, Element, P, T, w

_START, _END, _FIELD, _LINK, _ID, _NAME, _CODE, _KIND, _SIMPLE, _INSTRUCTION, _ANCHOR = map(
    w,
    ("bookmarkStart", "bookmarkEnd", "fldChar", "hyperlink", "id", "name", "instrText", "fldCharType", "fldSimple",
     "instr", "anchor"),
)  # fmt: skip
_LEADING = ("REF", "PAGEREF", "NOTEREF")
_PLACE = re.compile(r'\\l\s+"?([^"\s]+)', re.IGNORECASE)  # where a HYPERLINK field leads to in the file itself


class _Branch(NamedTuple):
    """What lies between a tag and the next that closes it or goes on with else."""

    opener: Element
    number: int
    is_loop: bool


class Reference(NamedTuple):
    """A field or a link that leads to a bookmark. ``at``: the element it begins with; ``text``: what it shows."""

    at: Element
    of: str
    text: str

    def lead(self, root: Element, name: str) -> None:
        """Makes it lead to the bookmark of this name, in small or capital letters as before."""
        if self.at.tag == _LINK:
            self.at.set(_ANCHOR, name)
            return
        led = re.compile(rf'(\s*\w+\s+(?:.*?\\l\s+)?"?){re.escape(self.of)}(?![^\s"])', re.DOTALL)
        if self.at.tag == _SIMPLE:
            self.at.set(_INSTRUCTION, led.sub(rf"\g<1>{name}", self.at.get(_INSTRUCTION, ""), count=1))
            return
        codes = list(_codes(self.at, root))
        whole = "".join(code.text or "" for code in codes)
        for at, code in enumerate(codes):
            code.text = "" if at else led.sub(rf"\g<1>{name}", whole, count=1)
            code.set(SPACE, "preserve")


def _codes(begin: Element, root: Element) -> Iterator[Element]:
    """The elements that hold the code of the field that begins here; not those of fields in it."""
    depth = 0
    for element in root.iter(_FIELD, _CODE):
        kind = element.get(_KIND)
        if element is begin:
            depth = 1
        elif depth and element.tag == _CODE:
            if depth == 1:
                yield element
        elif depth:
            depth += {"begin": 1, "end": -1}.get(kind or "", 0)
            if depth == 0 or (depth == 1 and kind == "separate"):
                return


class Nesting:
    """The conditions and loops of one part, all of whose tags are paired."""

    def __init__(self, root: Element, tags: Sequence[Tag]) -> None:
        self.root = root
        by_text: dict[Element, list[Tag]] = {}
        for tag in tags:
            by_text.setdefault(tag.element, []).append(tag)
        self._in: dict[Element, tuple[_Branch, ...]] = {}
        opened: list[_Branch] = []
        for element in root.iter(T, _START, _END, _FIELD, _SIMPLE, _LINK):
            self._in[element] = tuple(opened)
            for number, tag in enumerate(by_text.get(element, ())):
                if tag.meant in ("endif", "endfor", "else", "elif") and opened:
                    opened.pop()
                if tag.meant in ("if", "for", "else", "elif"):
                    opened.append(_Branch(element, number, tag.meant == "for"))

        taken = [tag.paragraph for tag in tags if tag.of_paragraph or NATIVE in (tag.element.text or "")]
        taken += [next(tag.paragraph.iterancestors(TR), tag.paragraph) for tag in tags if tag.of_row]
        self._gone = {start for each in taken for start in each.iter(_START)}

    def goes(self, mark: Element) -> bool:
        """Whether it goes with the paragraph or the row of a tag."""
        return mark in self._gone

    def is_repeated(self, mark: Element) -> bool:
        return any(branch.is_loop for branch in self._in[mark])

    def go_together(self, one: Element, other: Element) -> bool:
        """Whether there is one of them wherever there is the other."""
        return self._in.get(one) == self._in.get(other)

    def torn(self) -> Iterator[Found]:
        """Bookmarks and fields that begin in one condition or loop and end in another, or outside it."""
        ends = {end.get(_ID): end for end in self.root.iter(_END)}
        for start in self.root.iter(_START):
            if self.goes(start):
                continue
            end, name = ends.get(start.get(_ID)), quote(start.get(_NAME, ""))
            if end is None:
                yield Found(
                    f"the bookmark {name} begins here and ends nowhere; delete it (Insert, Bookmark).", _at(start)
                )
            elif self._in[start] != self._in[end]:
                what = f"the bookmark {name} begins and ends on two sides of a tag for a condition or loop; set both ends on one side."
                yield Found(what, _at(start))
        opened: list[Element] = []
        for mark in self.root.iter(_FIELD):
            if mark.get(_KIND) == "begin":
                opened.append(mark)
            elif opened and self._in[mark] != self._in[opened[-1]]:
                what = "a field of Word's begins and ends on two sides of a tag for a condition or loop; put all of it on one side."
                yield Found(what, _at(opened[-1]))
            if opened and mark.get(_KIND) == "end":
                opened.pop()


def _at(mark: Element) -> Element | None:
    """The paragraph of a mark; of one between paragraphs, the next."""
    around = next(mark.iterancestors(P), None)
    return around if around is not None else next(mark.itersiblings(P), None)


def references_in(root: Element) -> Iterator[Reference]:
    """Every field and link that leads to a place in the file."""
    for field in fields_in(root):
        place = _PLACE.search(field.code) if field.kind == "HYPERLINK" else None
        if field.kind in _LEADING or place:
            yield Reference(field.begin, place[1] if place else field.of, field.text)
    for link in root.iter(_LINK):
        if anchor := link.get(_ANCHOR):
            yield Reference(link, anchor, "".join(text.text or "" for text in link.iter(T)))


def led_astray(parts: Mapping[str, Nesting]) -> Iterator[tuple[str, Found]]:
    """References to what goes with a tag; and those to what a loop repeats, where it can't be told which turn they
    lead to. ``parts``: by member.
    """
    starts: dict[str, list[tuple[str, Element]]] = {}
    for member, nesting in parts.items():
        for start in nesting.root.iter(_START):
            starts.setdefault(start.get(_NAME, "").casefold(), []).append((member, start))
    for member, nesting in parts.items():
        for one in references_in(nesting.root):
            marks = starts.get(one.of.casefold(), [])
            at = next(one.at.iterancestors(P), None)
            what = f"the cross-reference {quote(one.text)} leads to {quote(one.of)}, which stands"
            if any(parts[there].goes(mark) for there, mark in marks):
                yield (
                    member,
                    Found(f"{what} in the paragraph or row of a tag and goes with it; lead to another place.", at),
                )
                continue
            repeated = any(parts[there].is_repeated(mark) for there, mark in marks)
            beside = [mark for there, mark in marks if there == member and nesting.go_together(mark, one.at)]
            if repeated and (len(marks) > 1 or not beside):
                more = "in a loop: outside that loop, or under another condition in it, nothing says which turn is meant. Put both into the same loop, or write the words without a reference."
                yield member, Found(f"{what} {more}", at)


def set_apart(roots: Mapping[str, Element]) -> None:
    """Gives each bookmark that a loop has repeated a name of its own, and leads the references of its turn to it.

    In each turn there is one such bookmark and as many references to it, as ``led_astray`` has made sure.
    """
    names = {start.get(_NAME, "").casefold() for root in roots.values() for start in root.iter(_START)}
    for root in roots.values():
        starts: dict[str, list[Element]] = {}
        for start in root.iter(_START):
            starts.setdefault(start.get(_NAME, "").casefold(), []).append(start)
        repeated = {name: marks for name, marks in starts.items() if len(marks) > 1}
        led: dict[str, list[Reference]] = {}
        order = {mark: at for at, mark in enumerate(root.iter(_FIELD, _SIMPLE, _LINK))} if repeated else {}
        for one in sorted(references_in(root), key=lambda one: order[one.at]) if repeated else ():
            led.setdefault(one.of.casefold(), []).append(one)
        for name, references in led.items():
            marks = repeated.get(name, ())
            each = len(references) // len(marks) if marks else 0
            for turn, mark in enumerate(marks):
                if turn:
                    fresh = _fresh(mark.get(_NAME, ""), names)
                    mark.set(_NAME, fresh)
                    for one in references[turn * each : (turn + 1) * each]:
                        one.lead(root, fresh)


def _fresh(first: str, names: set[str]) -> str:
    """The name with the lowest number that makes it new; it joins those that there are."""
    copy = 2
    while (name := f"{first[:34]}_{copy}").casefold() in names:
        copy += 1
    names.add(name.casefold())
    return name

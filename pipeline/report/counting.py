"""What Word will show in front of each entry of a list, counted as Word counts. For the proof only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from pipeline.model.numerals import label, said
from pipeline.report.nodes import AlikeRow, Entry, Node, Para, Row, Table, paragraphs
from pipeline.report.wordml import VAL, Element, w


@dataclass(frozen=True)
class _Level:
    """``anew``: it begins at ``start`` where its list first uses it. ``after``: how many of the outermost levels make it
    begin anew; None where each above it does.
    """

    form: str = "decimal"
    text: str = ""
    start: int = 1
    legal: bool = False
    anew: bool = False
    after: int | None = None


class Numbering:
    """The lists of a document. ``definitions``: its w:abstractNum and w:num, as they are written, by kind and id."""

    def __init__(self, root: Element | None) -> None:
        self._levels: dict[Entry, _Level] = {}
        self._counts_by: dict[str, str] = {}
        self.definitions: dict[tuple[str, str], bytes] = {}
        if root is None:
            return
        abstracts = {each.get(w("abstractNumId"), ""): each for each in root.iterchildren(w("abstractNum"))}
        tied = {style: each for each in abstracts.values() if (style := _value(each, "styleLink"))}
        for number, each in abstracts.items():
            self.definitions["abstractNum", number] = etree.tostring(each, method="c14n", exclusive=True)
        for num in root.iterchildren(w("num")):
            number, by = num.get(w("numId"), ""), _value(num, "abstractNumId")
            self.definitions["num", number] = etree.tostring(num, method="c14n", exclusive=True)
            self._counts_by[number] = by
            abstract = abstracts.get(by)
            if abstract is not None and (link := _value(abstract, "numStyleLink")) in tied:
                abstract = tied[link]
            for level in abstract.iterchildren(w("lvl")) if abstract is not None else ():
                self._levels[number, _whole(level.get(w("ilvl")))] = _level(level)
            for override in num.iterchildren(w("lvlOverride")):
                at = number, _whole(override.get(w("ilvl")))
                own, start = override.find(w("lvl")), _value(override, "startOverride")
                found = _level(own) if own is not None else self._levels.get(at, _Level())
                self._levels[at] = replace(found, start=_whole(start), anew=True) if start else found

    def level(self, entry: Entry) -> _Level | None:
        return self._levels.get(entry)

    def kind(self, entry: Entry) -> str:
        """Bullet or number."""
        level = self._levels.get(entry)
        return "" if level is None else "bullet" if level.form == "bullet" else "number"

    def counts_by(self, number: str) -> str:
        """The definition whose numbers a list goes on counting."""
        return self._counts_by.get(number, "")


class Count:
    """Goes through a part, entry by entry."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._counts: dict[tuple[str, int], int] = {}
        self._begun: set[Entry] = set()

    def shown(self, entry: Entry) -> str:
        """What stands in front of the next entry, which is of this list and level."""
        level = self._numbering.level(entry)
        if level is None:
            return ""
        number, at = entry
        by = self._numbering.counts_by(number)
        begins = level.anew and entry not in self._begun
        self._begun.add(entry)
        count = level.start if begins else self._counts.get((by, at), level.start - 1) + 1
        for one in [one for one in self._counts if one[0] == by and one[1] > at]:
            after = (self._numbering.level((number, one[1])) or level).after
            if after is None or at < after:
                del self._counts[one]
        self._counts[by, at] = count
        above = [self._numbering.level((number, one)) or _Level() for one in range(at)]
        counts = [self._counts.get((by, one), of.start) for one, of in enumerate(above)]
        forms = [each.form for each in (*above, level)]
        return label(level.text, (*counts, count), forms, legal=level.legal)


def told(
    wanted: Sequence[Node], made: Sequence[Node], of_wanted: Numbering, of_made: Numbering
) -> Iterator[tuple[Para, str]]:
    """The entries of lists that show another number or sign than they should, or stand further in or out; with what is
    wrong, as the end of a sentence about them. The two outlines are alike in all else.
    """
    wanted_count, made_count = Count(of_wanted), Count(of_made)
    for one, other in zip(_entries(wanted), _entries(made), strict=False):
        if other.entry is None:
            if one.entry is not None:
                yield other, "is no entry of its list"
            continue
        shown = made_count.shown(other.entry)
        if one.label is not None:
            if one.label and said(one.label) != said(shown):
                yield other, f"has the number “{shown}” in place of “{one.label}”"
        elif one.entry is not None and shown != (due := wanted_count.shown(one.entry)):
            yield other, f"has “{shown}” in front of it in place of “{due}”"
        if one.depth is not None and one.depth != other.entry[1]:
            yield other, f"stands on level {other.entry[1] + 1} of its list in place of level {one.depth + 1}"


def _entries(nodes: Sequence[Node]) -> Iterator[Para]:
    """Every paragraph, but for those of rows alike that hold no entry of a list."""
    for node in nodes:
        if isinstance(node, Para):
            yield node
        else:
            yield from _of_table(node)


def _of_table(table: Table) -> Iterator[Para]:
    for row in table.rows:
        yield from _of_row(row)


def _of_row(row: Row) -> Iterator[Para]:
    if isinstance(row, AlikeRow) and not row.form.listed:
        return
    paras = [para for cell in row.cells for para in paragraphs(cell)]
    if any(para.listed for para in paras):
        yield from paras


def kept(of_template: Numbering, of_made: Numbering) -> Iterator[str]:
    """The template's own lists that are not as they were."""
    for (kind, number), written in of_template.definitions.items():
        if of_made.definitions.get((kind, number)) != written:
            what = "the definition of lists" if kind == "abstractNum" else "the list"
            yield f"In the template's numbering, {what} {number} is not as it was."


def _level(level: Element) -> _Level:
    after = _value(level, "lvlRestart")
    legal = level.find(w("isLgl"))
    return _Level(
        _value(level, "numFmt") or "decimal",
        _value(level, "lvlText"),
        _whole(_value(level, "start") or "1"),
        legal=legal is not None and legal.get(VAL, "1") not in ("0", "false", "off"),
        after=_whole(after) if after else None,
    )


def _value(element: Element, name: str) -> str:
    found = element.find(w(name))
    return found.get(VAL, "") if found is not None else ""


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0

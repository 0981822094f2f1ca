"""A .docx opened safely: its body, and what its styles, lists and links mean. Nothing in it is run or fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pipeline.ingest.word_package import Package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

Element = Any  # lxml's elements; its stubs do not know the difference that matters here


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph or character style with what it inherits."""

    name: str = ""
    bold: bool = False
    italic: bool = False
    hidden: bool = False
    struck: bool = False
    raised: bool = False
    font: str = ""
    level: int = 0  # of a heading, from 1; 0 where it is none
    list_id: str = ""
    list_level: int = 0


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list. ``kind``: Word's name for its numbers, such as bullet or decimal. ``restarts``: it
    begins at ``start`` where it is first used, whatever was counted before. ``text``: what stands in front of an
    entry, with %1 for the number of the outermost level …; ``legal``: its numbers all in digits. ``after``: how many
    of the outermost levels make it begin anew; None where each above it does.
    """

    kind: str
    start: int
    restarts: bool = False
    text: str = ""
    legal: bool = False
    after: int | None = None


@dataclass(frozen=True, slots=True)
class WordFile:
    """``links``: relationship id → address outside the file. ``default_style``: of paragraphs that name none."""

    body: Element
    styles: Mapping[str, Style]
    default_style: str
    links: Mapping[str, str]
    lists: Mapping[tuple[str, int], Level]
    counts_by: Mapping[str, str]  # list id → the definition whose numbers it goes on counting

    def style(self, key: str | None) -> Style:
        return self.styles.get(key or self.default_style, Style())


def as_word(package: Package) -> WordFile:
    """What the package's styles, lists and links mean."""
    styles, default = read_styles(package.one("styles"))
    lists, counts_by = _lists(package.one("numbering"))
    return WordFile(package.body, styles, default, _links(package.relations(package.main)), lists, counts_by)


def _links(root: Element) -> dict[str, str]:
    if root is None:
        return {}
    return {r.get("Id", ""): r.get("Target", "") for r in root if r.get("TargetMode") == "External"}


def value(element: Element, path: str, attribute: str = "val") -> str | None:
    """The attribute of the element at ``path`` ("pPr/numPr/numId"); None where it is not there."""
    found = element.find("/".join(W + step for step in path.split("/"))) if element is not None else None
    return None if found is None else found.get(W + attribute)


def switch(properties: Element, name: str) -> bool | None:
    """A property that is on or off; None where it is not set."""
    found = properties.find(W + name) if properties is not None else None
    if found is None:
        return None
    return found.get(W + "val", "true") not in ("0", "false", "off", "none")


def font(properties: Element) -> str:
    return (
        value(properties, "rFonts", "ascii") or value(properties, "rFonts", "hAnsi") or ""
        if properties is not None
        else ""
    )


def read_styles(root: Element) -> tuple[dict[str, Style], str]:
    """Every style by its id, and the id of the default paragraph style."""
    if root is None:
        return {}, ""
    raw: dict[str, Element] = {style.get(W + "styleId", ""): style for style in root.iter(W + "style")}
    default = next(
        (key for key, s in raw.items() if s.get(W + "type") == "paragraph" and s.get(W + "default") in ("1", "true")),
        "",
    )
    return {key: _style(raw, key) for key in raw}, default


def _style(raw: Mapping[str, Element], key: str) -> Style:
    """The style with everything it inherits, nearest first."""
    chain: list[Element] = []
    while key in raw and raw[key] not in chain:
        chain.append(raw[key])
        key = value(raw[key], "basedOn") or ""
    name = value(chain[0], "name") or ""

    def switched(prop: str) -> bool:
        return next((on for s in chain if (on := switch(s.find(W + "rPr"), prop)) is not None), False)

    def first(path: str) -> str:
        return next((found for s in chain if (found := value(s, path)) is not None), "")

    return Style(
        name=name,
        bold=switched("b"),
        italic=switched("i"),
        hidden=switched("vanish"),
        struck=switched("strike") or switched("dstrike"),
        raised=first("rPr/vertAlign") == "superscript",
        font=next((found for s in chain if (found := font(s.find(W + "rPr")))), ""),
        level=_heading_level(chain, first("pPr/outlineLvl")),
        list_id=first("pPr/numPr/numId"),
        list_level=_list_level(name, first("pPr/numPr/ilvl")),
    )


def _heading_level(chain: list[Element], outline: str) -> int:
    for style in chain:
        if match := re.fullmatch(r"heading ([1-9])", (value(style, "name") or "").casefold()):
            return int(match[1])
    return heading_level(outline)


def heading_level(outline: str | None) -> int:
    """Word counts outline levels from 0, and 9 is body text; a heading's level counts from 1, and 0 is none."""
    return int(outline) + 1 if outline and outline in "012345678" else 0


def _list_level(name: str, written: str) -> int:
    """Word's "List Bullet 2" is a list of its own that stands one level in."""
    match = re.fullmatch(r"list (?:bullet|number) ([2-5])", name.casefold())
    if match and not written:
        return int(match[1]) - 1
    return whole(written)


def _lists(root: Element) -> tuple[dict[tuple[str, int], Level], dict[str, str]]:
    """(list id, level) → what it counts with; and list id → the definition it counts by: the lists of one
    definition go on counting, unless one starts anew.
    """
    if root is None:
        return {}, {}
    abstract = {a.get(W + "abstractNumId"): a for a in root.findall(W + "abstractNum")}
    by_style = {value(a, "styleLink"): a for a in abstract.values() if value(a, "styleLink")}
    levels: dict[tuple[str, int], Level] = {}
    counts_by: dict[str, str] = {}
    for num in root.findall(W + "num"):
        key = num.get(W + "numId", "")
        base = abstract.get(value(num, "abstractNumId") or "")
        link = value(base, "numStyleLink") if base is not None else None
        base = by_style.get(link, base) if link else base
        overrides = num.findall(W + "lvlOverride")
        counts_by[key] = value(num, "abstractNumId") or key
        for lvl in base.findall(W + "lvl") if base is not None else ():
            levels[key, whole(lvl.get(W + "ilvl"))] = _level(lvl)
        for override in overrides:
            at = key, whole(override.get(W + "ilvl"))
            own, start = override.find(W + "lvl"), value(override, "startOverride")
            level = _level(own) if own is not None else levels.get(at, Level("decimal", 1, text=f"%{at[1] + 1}."))
            levels[at] = replace(level, start=whole(start), restarts=True) if start else level
    return levels, counts_by


def _level(lvl: Element) -> Level:
    after = value(lvl, "lvlRestart")
    return Level(
        value(lvl, "numFmt") or "decimal",
        whole(value(lvl, "start") or "1"),
        text=value(lvl, "lvlText") or "",
        legal=bool(switch(lvl, "isLgl")),
        after=whole(after) if after else None,
    )


def whole(text: str | None) -> int:
    """The number an attribute holds, 0 where it holds none."""
    return int(text) if text and re.fullmatch("[0-9]{1,9}", text) else 0


def inside(element: Element) -> Iterator[Element]:
    """The element's children, with wrappers that mean nothing for the text taken away, and without what
    Word shows only until someone writes ("Click here to enter text").
    """
    for child in element:
        if child.tag == W + "sdt":
            content = child.find(W + "sdtContent")
            if content is not None and child.find(f"{W}sdtPr/{W}showingPlcHdr") is None:
                yield from inside(content)
        elif child.tag in _WRAPPERS:
            yield from inside(child)
        else:
            yield child


_WRAPPERS = frozenset(W + name for name in ("smartTag", "customXml", "dir", "bdo", "ins", "moveTo"))

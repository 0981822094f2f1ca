"""The rules a Word file is held to beside what validators know of: each broken one a sentence.

Read from the bytes alone, with nothing of the program that wrote them.
"""

from __future__ import annotations

import io
import json
import os
import posixpath
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from lxml import etree
from ooxml_integrity import check
from openxml_audit import OpenXmlValidator

Element = Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
DC = "{http://purl.org/dc/elements/1.1/}"
WORDY = ("drawing", "pict", "object", "fldChar", "sectPr")


class Opened:
    """A package taken apart: its parts, and those of them that are Word's own."""

    def __init__(self, docx: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(docx)) as archive:
            self.names = archive.namelist()
            self.parts: dict[str, Element] = {
                name: etree.fromstring(archive.read(name)) for name in self.names if name.endswith((".xml", ".rels"))
            }
        self.body = self.parts["word/document.xml"][0]
        self.styles = {style.get(W + "styleId"): style for style in self.parts["word/styles.xml"].iter(W + "style")}
        self.words = [root for name, root in self.parts.items() if re.match(r"word/\w+\.xml$", name)]

    def each(self, *tags: str) -> Iterator[Element]:
        for root in self.words:
            yield from root.iter(*(W + tag for tag in tags))

    def value(self, style: str, path: str) -> str | None:
        """What the style, or the nearest it is based on, has at this path."""
        seen: set[str] = set()
        while style in self.styles and style not in seen:
            seen.add(style)
            found = val(self.styles[style], path)
            if found is not None:
                return found
            style = val(self.styles[style], "basedOn") or ""
        return None


def val(element: Element, path: str, attribute: str = "val") -> str | None:
    found = element.find("/".join(W + step for step in path.split("/")))
    return None if found is None else found.get(W + attribute)


def words(element: Element) -> str:
    return "".join(text.text or "" for text in element.iter(W + "t"))


def on(element: Element, path: str) -> bool:
    found = element.find("/".join(W + step for step in path.split("/")))
    return found is not None and found.get(W + "val", "1") not in ("0", "false", "off")


# --- the package ---------------------------------------------------------------------------------


def ids_are_unique(file: Opened) -> Iterator[str]:
    for what, ids in {
        "bookmark id": [mark.get(W + "id") for mark in file.each("bookmarkStart")],
        "bookmark name": [mark.get(W + "name", "").casefold() for mark in file.each("bookmarkStart")],
        "comment": [comment.get(W + "id") for comment in file.each("comment")],
        "drawing": [drawing.get("id") for root in file.words for drawing in root.iter(WP + "docPr")],
        "paragraph": [p.get(W14 + "paraId") for p in file.each("p", "tr") if p.get(W14 + "paraId")],
        "style": [style.get(W + "styleId") for style in file.each("style")],
        "list": [number.get(W + "numId") for number in file.each("num")],
        "part": [name.casefold() for name in file.names],
    }.items():
        yield from (f"{what} {one} stands twice" for one, count in Counter(ids).items() if count > 1)


def what_begins_ends(file: Opened) -> Iterator[str]:
    for kind in ("bookmark", "commentRange"):
        starts, ends = ([one.get(W + "id") for one in file.each(kind + end)] for end in ("Start", "End"))
        if sorted(map(str, starts)) != sorted(map(str, ends)):
            yield f"a {kind} has no end or no start"
    for root in file.words:
        depth = 0
        for mark in root.iter(W + "fldChar"):
            depth += {"begin": 1, "end": -1}.get(mark.get(W + "fldCharType"), 0)
        if depth:
            yield "a field is not closed"


def relationships_lead_somewhere(file: Opened) -> Iterator[str]:
    for name, root in file.parts.items():
        if not name.endswith(".rels"):
            continue
        folder, _, of = name.rpartition("_rels/")
        part = folder + of.removesuffix(".rels")
        there = {relation.get("Id") for relation in root}
        if len(there) < len(root):
            yield f"{name} gives one id twice"
        for relation in root:
            target = relation.get("Target", "")
            if relation.get("TargetMode") == "External":
                if not target.startswith(("https://", "http://", "mailto:")):
                    yield f"{part} leads to {target}"
            elif posixpath.normpath(posixpath.join("/", folder, target))[1:] not in file.names:
                yield f"{part} leads to {target}, which is not there"
        for element in file.parts[part].iter() if part in file.parts else ():
            for key, one in element.attrib.items():
                if str(key).startswith(R) and one not in there:
                    yield f"{part} uses the relationship {one}, which is not there"


def parts_have_content_types(file: Opened) -> Iterator[str]:
    types = file.parts["[Content_Types].xml"]
    named = [one.get("PartName", "") for one in types.iter(TYPES + "Override")]
    endings = {one.get("Extension") for one in types.iter(TYPES + "Default")}
    for name in file.names:
        typed = f"/{name}" in named or (name.rpartition(".")[2] in endings and not name.startswith("word/d"))
        if name != "[Content_Types].xml" and not typed:
            yield f"{name} has no content type"
    yield from (
        f"a content type is given for {name}, which is not there" for name in named if name[1:] not in file.names
    )


def styles_and_lists_are_there(file: Opened) -> Iterator[str]:
    kinds = {"pStyle": "paragraph", "rStyle": "character", "tblStyle": "table"}
    for use in file.each(*kinds):
        kind = kinds[use.tag.removeprefix(W)]
        if use.get(W + "val") not in file.styles or file.styles[use.get(W + "val")].get(W + "type") != kind:
            yield f"there is no {kind} style {use.get(W + 'val')}"
    for use in file.each("basedOn", "next", "link"):
        if use.get(W + "val") not in file.styles:
            yield f"there is no style {use.get(W + 'val')}"
    numbers = {num.get(W + "numId"): val(num, "abstractNumId") for num in file.each("num")}
    levels = {
        (one.get(W + "abstractNumId"), level.get(W + "ilvl"))
        for one in file.each("abstractNum")
        for level in one.iter(W + "lvl")
    }
    for use in file.each("numPr"):
        number, level = val(use, "numId") or "0", val(use, "ilvl") or "0"
        if number != "0" and (number not in numbers or (numbers[number], level) not in levels):
            yield f"there is no list {number} with a level {level}"


# --- for the reader ------------------------------------------------------------------------------


def nothing_is_left_over(file: Opened) -> Iterator[str]:
    for root in file.words:
        for paragraph in root.iter(W + "p"):
            if re.search(r"\{[{%#]|[}%#]\}", words(paragraph)):
                yield f"a tag is left: {words(paragraph)[:60]}"
        for element in root.iter():
            loose = (element.tail or "").strip() or (element.text or "").strip()
            if (
                loose
                and element.tag not in {W + name for name in ("t", "instrText", "delText")}
                and element.tag.startswith(W)
            ):
                yield f"loose text: {loose[:40]}"
    yield from ("a change is tracked" for _ in file.each("ins", "del", "moveFrom", "moveTo"))


def no_empty_paragraph_is_spacing(file: Opened) -> Iterator[str]:
    for root in file.words:
        for paragraph in root.iter(W + "p"):
            around = paragraph.getparent()
            alone = around.tag == W + "tc" and len(around.findall(W + "p")) == 1
            busy = any(True for _ in paragraph.iter(*(W + name for name in WORDY)))
            if not words(paragraph).strip() and not alone and not busy:
                before = paragraph.getprevious()
                yield f"an empty paragraph after “{words(before)[-40:] if before is not None else ''}”"


def nothing_changes_on_opening(file: Opened) -> Iterator[str]:
    yield from (
        "a field is to be filled on opening" for mark in file.each("fldChar", "fldSimple") if mark.get(W + "dirty")
    )
    yield from ("the fields are updated on opening" for _ in file.each("updateFields"))


def language_title_and_author_are_set(file: Opened) -> Iterator[str]:
    default = file.parts["word/styles.xml"].find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    if default is None or default.get(W + "val") != "en-GB":
        yield "the styles do not set en-GB"
    yield from (f"a text is in {lang.get(W + 'val')}" for lang in file.each("lang") if lang.get(W + "val") != "en-GB")
    core = file.parts["docProps/core.xml"]
    for name in ("title", "creator", "language"):
        if not (core.findtext(DC + name) or "").strip():
            yield f"the property {name} is not set"
    if core.findtext(DC + "language") != "en-GB":
        yield "the property language is not en-GB"


def tables_have_header_rows_and_no_merged_cells(file: Opened) -> Iterator[str]:
    for table in file.each("tbl"):
        rows = table.findall(W + "tr")
        if not rows or not on(rows[0], "trPr/tblHeader"):
            yield f"a table has no header row: {words(table)[:40]}"
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        for row in rows:
            if len(row.findall(W + "tc")) != columns:
                yield f"a row has another number of cells than its table: {words(row)[:40]}"
            if not on(row, "trPr/cantSplit"):
                yield f"a row may be split over two pages: {words(row)[:40]}"
    yield from (f"cells are merged: {cell.tag.removeprefix(W)}" for cell in file.each("gridSpan", "vMerge", "hMerge"))
    yield from (
        "a cell does not end in a paragraph" for cell in file.each("tc") if not len(cell) or cell[-1].tag != W + "p"
    )


def pictures_have_alternative_texts(file: Opened) -> Iterator[str]:
    for root in file.words:
        for drawing in root.iter(WP + "docPr"):
            if not drawing.get("descr", "").strip():
                yield f"the picture {drawing.get('name')} has no alternative text"
        yield from ("an old picture (VML)" for _ in root.iter(W + "pict"))


def headings_go_down_a_level_at_a_time(file: Opened) -> Iterator[str]:
    before = 0
    for paragraph in file.body.iter(W + "p"):
        style = val(paragraph, "pPr/pStyle") or ""
        outline = val(paragraph, "pPr/outlineLvl") or file.value(style, "pPr/outlineLvl") or "9"
        if outline != "9" and paragraph.getparent().tag != W + "tc":
            level = int(outline) + 1
            if level > before + 1:
                yield f"“{words(paragraph)}” is of level {level} after level {before}"
            before = level


def links_say_where_they_lead(file: Opened) -> Iterator[str]:
    for link in file.each("hyperlink"):
        text = words(link).strip()
        if not text or re.fullmatch(r"(https?://\S+|click here|here|link|more)", text, re.IGNORECASE):
            yield f"a link reads “{text}”"
        anchor = link.get(W + "anchor")
        if anchor and anchor not in {mark.get(W + "name") for mark in file.each("bookmarkStart")}:
            yield f"a link leads to {anchor}, which is not there"


def text_stands_out_from_its_ground(file: Opened) -> Iterator[str]:
    for root in file.words:
        for run in root.iter(W + "r"):
            paragraph = next(run.iterancestors(W + "p"), None)
            if paragraph is None or not words(run).strip():
                continue
            colour, shade = _colour(file, run, paragraph), _shade(file, run, paragraph)
            if _contrast(colour, shade) < 4.5:
                yield f"“{words(run)[:30]}” is #{colour} on #{shade}"


def _colour(file: Opened, run: Element, paragraph: Element) -> str:
    found = (
        val(run, "rPr/color"),
        file.value(val(run, "rPr/rStyle") or "", "rPr/color"),
        file.value(val(paragraph, "pPr/pStyle") or "Normal", "rPr/color"),
        _of_table(file, paragraph, "rPr/color", "val"),
    )
    return next((one for one in found if one and one != "auto"), "000000")


def _shade(file: Opened, run: Element, paragraph: Element) -> str:
    cell = next(paragraph.iterancestors(W + "tc"), None)
    found = (
        val(run, "rPr/shd", "fill"),
        val(paragraph, "pPr/shd", "fill"),
        val(cell, "tcPr/shd", "fill") if cell is not None else None,
        _of_table(file, paragraph, "tcPr/shd", "fill"),
    )
    return next((one for one in found if one and one != "auto"), "FFFFFF")


def _of_table(file: Opened, paragraph: Element, path: str, attribute: str) -> str | None:
    """What the style of the table around says of its first row, in which the paragraph stands, or of all of it."""
    row, table = (next(paragraph.iterancestors(W + tag), None) for tag in ("tr", "tbl"))
    style = file.styles.get(val(table, "tblPr/tblStyle")) if table is not None else None
    if style is None:
        return None
    first = row is table.find(W + "tr")
    regions = [one for one in style.findall(W + "tblStylePr") if first and one.get(W + "type") == "firstRow"]
    return next((one for each in (*regions, style) if (one := val(each, path, attribute))), None)


def _contrast(one: str, other: str) -> float:
    dark, light = sorted(_luminance(colour) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


RULES: tuple[Callable[[Opened], Iterator[str]], ...] = (
    ids_are_unique,
    what_begins_ends,
    relationships_lead_somewhere,
    parts_have_content_types,
    styles_and_lists_are_there,
    nothing_is_left_over,
    no_empty_paragraph_is_spacing,
    nothing_changes_on_opening,
    language_title_and_author_are_set,
    tables_have_header_rows_and_no_merged_cells,
    pictures_have_alternative_texts,
    headings_go_down_a_level_at_a_time,
    links_say_where_they_lead,
    text_stands_out_from_its_ground,
)


def broken(docx: bytes) -> list[str]:
    """Every rule that the file breaks."""
    file = Opened(docx)
    return [f"{rule.__name__}: {sentence}" for rule in RULES for sentence in rule(file)]


# --- validators of others ------------------------------------------------------------------------


def told_by_validators(path: Path) -> list[str]:
    """What the two Python validators say of the file."""
    return [*map(str, OpenXmlValidator().validate(path).errors), *map(str, check(path))]


def sdk() -> str | None:
    """The Open XML SDK's validator as its npm package brings it: named in OOXML_VALIDATOR, or on the path."""
    return os.environ.get("OOXML_VALIDATOR") or shutil.which("ooxml-validator")


def told_by_sdk(path: Path) -> list[str]:
    """What Microsoft's own library says of the file. Raises where it can't be run."""
    command = [str(sdk()), str(path), "--officeVersion", "Microsoft365"]
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, env=environment)
    if run.returncode not in (0, 1):
        raise OSError(run.stderr)
    return [str(error) for error in json.loads(run.stdout)["errors"]]

"""Rows that are alike, read once. For the proof only.

In a long table nearly every row is another one's likeness: the same XML but for its words and the ids of its anchor.
Of those the first is read as it stands; of the others their words are taken from the text of the part, and an
element stands in their place. So what is asked of every row need be asked of a few.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.model.document import ANCHOR
from pipeline.report.wordml import WORD, Element, parse, w

ALIKE = w("alike")  # no name of Word's: stands for such a row; as an attribute, says which row they are like

_ROW_END, _TEXT_END = "</w:tr>", "</w:t>"
_BEGINS = ("<w:tr>", "<w:tr ")
_ANCHOR = re.compile(rf'<w:bookmarkStart w:id="\d+" w:name="{ANCHOR}\d+"/>|<w:bookmarkEnd w:id="\d+"/>')
# What makes the text of a part, or of a row, another thing than its XML says.
_ODD = ("<!", "\r")
_ODD_IN_ROW = ("&#", "></w:t>")
_NAMED = f'xmlns:w="{WORD}"'
_NEXT = "\x01"  # between texts: none of them can hold it


class Alike(NamedTuple):
    """``like``: the number of the row it is like. ``texts``: the words of each w:t of it that has any."""

    like: str
    texts: tuple[str, ...]
    xml: str


@dataclass(frozen=True)
class Folded:
    """A part. ``rows``: what its elements ALIKE stand for, in order. ``opening``: the start of its root, to read a
    row alone.
    """

    root: Element
    rows: tuple[Alike, ...] = ()
    opening: str = ""


def fold(part: bytes, root: Element) -> Folded:
    """``root``: the part parsed, which is given back where no rows are alike."""
    if part.count(_ROW_END.encode()) < 3 or _NAMED.encode() not in part:
        return Folded(root)
    text = part.decode()
    if any(each in text for each in _ODD) or text.count("<?") > 1:
        return Folded(root)
    forms: dict[str, str] = {}
    kept: list[str] = []
    found: list[tuple[str, list[str], str]] = []
    *chunks, rest = text.split(_ROW_END)
    for number, chunk in enumerate(chunks):
        if not chunk.startswith(_BEGINS) or "<w:tbl" in chunk:
            forms = {}  # another table has begun, or may have
            kept += (chunk, _ROW_END)
            continue
        *split, last = chunk.split(_TEXT_END)
        opened = [each.rpartition(">") for each in split]
        raw = any(">" in between.rpartition("<")[2] for between, _, _ in opened)  # of the words: XML allows it
        if raw or any(each in chunk for each in _ODD_IN_ROW):
            kept += (chunk, _ROW_END)
            continue
        form = _ANCHOR.sub("", _TEXT_END.join((*(between for between, _, _ in opened), last)))
        like = forms.setdefault(form, str(number))
        if like == str(number):
            kept += (f'<w:tr w:alike="{number}"', chunk.removeprefix("<w:tr"), _ROW_END)
        else:
            kept.append("<w:alike/>")
            found.append((like, [words for _, _, words in opened], chunk + _ROW_END))
    if not found:
        return Folded(root)
    opening = text[text.index("<w:") : text.index(">", text.index("<w:")) + 1]
    texts = _unescaped(_NEXT.join(_NEXT.join(each) for _, each, _ in found if each)).split(_NEXT)
    rows: list[Alike] = []
    at = 0
    for like, each, xml in found:
        rows.append(Alike(like, tuple(texts[at : at + len(each)]), xml))
        at += len(each)
    return Folded(parse("".join((*kept, rest)).encode()), tuple(rows), opening)


class Parts:
    """The parts of a package, each parsed and folded once."""

    def __init__(self, members: Mapping[str, bytes]) -> None:
        self.members = members
        self._roots: dict[str, Element] = {}
        self._folded: dict[str, Folded] = {}

    def root(self, name: str) -> Element:
        """Raises KeyError where it is not there, etree.XMLSyntaxError where it is not well formed."""
        if name not in self._roots:
            self._roots[name] = parse(self.members[name])
        return self._roots[name]

    def folded(self, name: str) -> Folded:
        """Raises what ``root`` raises."""
        if name not in self._folded:
            self._folded[name] = fold(self.members[name], self.root(name))
        return self._folded[name]


def alone(folded: Folded, row: Alike) -> Element:
    """The row as an element."""
    name = folded.opening[1:].split(" ", 1)[0]
    return parse(f"{folded.opening}{row.xml}</{name}>".encode())[0]


def _unescaped(text: str) -> str:
    for written, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(written, sign)
    return text

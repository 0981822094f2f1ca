"""The styles of an OpenDocument spreadsheet: how a cell or a stretch of text looks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from pipeline.ingest.grid import PLAIN, Look

_STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO: Final = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_SVG: Final = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_DEEPEST = 20  # a style may rest on another, and by mistake on itself
_RGB = re.compile(r"#([0-9A-Fa-f]{6})")
Element = Any


class Styles:
    """The styles of a file by name; later roots go before earlier ones."""

    def __init__(self, roots: Iterable[Element]) -> None:
        self._styles: dict[str, Element] = {}
        self._families: dict[str, str] = {}
        self._looks: dict[tuple[str, Look], Look] = {}
        for root in roots:
            for face in root.iter(f"{_STYLE}font-face"):
                family = face.get(f"{_SVG}font-family", "")
                self._families[face.get(f"{_STYLE}name", "")] = family.split(",")[0].strip(" '\"")
            for style in root.iter(f"{_STYLE}style"):
                self._styles[style.get(f"{_STYLE}name", "")] = style

    def look(self, name: str, under: Look = PLAIN) -> Look:
        """How something of this style looks; ``under``: where it says nothing of its own."""
        if (name, under) not in self._looks:
            look = under
            for style in reversed(self._line(name)):
                look = self._with(look, style)
            self._looks[name, under] = look
        return self._looks[name, under]

    def hides(self, name: str) -> bool:
        """Whether a sheet of this style is out of sight."""
        found = [style.find(f"{_STYLE}table-properties") for style in self._line(name)]
        said = (one.get(_DISPLAY) for one in found if one is not None)
        return next((word == "false" for word in said if word), False)

    def flattens(self, name: str) -> bool:
        """Whether a row of this style has no height."""
        said = (_properties(style, "table-row-properties").get(f"{_STYLE}row-height") for style in self._line(name))
        return next((bool(_NO_LENGTH.match(word)) for word in said if word), False)

    def raises(self, name: str) -> bool | None:
        """Whether letters of this style stand above the line; None where it does not say."""
        said = (_properties(style, "text-properties").get(_POSITION) for style in self._line(name))
        return next((bool(_ABOVE.match(word)) for word in said if word), None)

    def _line(self, name: str) -> list[Element]:
        """The style and those it rests on."""
        line: list[Element] = []
        while name in self._styles and len(line) < _DEEPEST:
            line.append(self._styles[name])
            name = line[-1].get(f"{_STYLE}parent-style-name", "")
        return line

    def _with(self, look: Look, style: Element) -> Look:
        cell: Mapping[str, str] = _properties(style, "table-cell-properties")
        letters = _properties(style, "text-properties")
        if colour := cell.get(f"{_FO}background-color"):
            rgb = _RGB.fullmatch(colour)
            look = look._replace(fill=rgb[1].upper() if rgb else "")
        if name := letters.get(f"{_STYLE}font-name"):
            look = look._replace(font=self._families.get(name) or name)
        elif family := letters.get(f"{_FO}font-family"):
            look = look._replace(font=family.strip(" '\""))
        if line := letters.get(f"{_STYLE}text-line-through-style"):
            look = look._replace(struck=line != "none")
        return look


_POSITION: Final = f"{_STYLE}text-position"
_ABOVE = re.compile(r"super\b|0*[1-9]\d*(?:\.\d+)?%")  # "super 58%", "33% 58%"; not "0% 100%", "-33% 58%"
_NO_LENGTH = re.compile(r"0*(?:\.0*)?[a-z]")
_DISPLAY: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}display"


def _properties(style: Element, kind: str) -> Mapping[str, str]:
    found = style.find(f"{_STYLE}{kind}")
    return found.attrib if found is not None else {}


def plain(element: Element) -> str:
    """Its text, without looks."""
    return "".join(element.itertext())

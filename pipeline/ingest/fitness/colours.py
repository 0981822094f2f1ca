"""The colours a Word file names, in digits, by its theme or as a pattern, and how well one is read on another."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pipeline.ingest.word_package import Element, Package, W

Colour = tuple[float, float, float]  # red, green and blue, each from 0 to 1

BLACK: Final[Colour] = (0.0, 0.0, 0.0)
WHITE: Final[Colour] = (1.0, 1.0, 1.0)

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_HIGHLIGHTS: Final[Mapping[str, str]] = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF", "red": "FF0000",
    "yellow": "FFFF00", "white": "FFFFFF", "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000",
    "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip
# Word's names in the text → the theme's own. The first four may be swapped in the settings.
_MAPPED: Final = {"text1": "t1", "background1": "bg1", "text2": "t2", "background2": "bg2"}
_SLOTS: Final = {
    "t1": "dk1", "bg1": "lt1", "t2": "dk2", "bg2": "lt2", "dark1": "dk1", "light1": "lt1", "dark2": "dk2",
    "light2": "lt2", "hyperlink": "hlink", "followedHyperlink": "folHlink",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Theme:
    """The attributes that name a colour of the theme, and make it paler or darker."""

    colour: str
    tint: str
    shade: str


_OF_TEXT: Final = _Theme("themeColor", "themeTint", "themeShade")
_OF_FILL: Final = _Theme("themeFill", "themeFillTint", "themeFillShade")


class Palette:
    """The colours of one file."""

    def __init__(self, package: Package) -> None:
        theme, settings = package.one("theme"), package.one("settings")
        scheme = next(theme.iter(f"{_A}clrScheme"), None) if theme is not None else None
        self._theme = {
            entry.tag.removeprefix(_A): found
            for entry in (scheme if scheme is not None else ())
            if isinstance(entry.tag, str) and (found := _of_theme(entry))
        }
        mapping = settings.find(f"{W}clrSchemeMapping") if settings is not None else None
        self._mapping = (
            {key.removeprefix(W): slot for key, slot in mapping.attrib.items()} if mapping is not None else {}
        )

    def written(self, element: Element, name: str = "val", theme: _Theme = _OF_TEXT) -> Colour | None:
        """The colour an element names in the attribute ``name``, or by the theme, which goes before it. None where it
        is left to Word ("auto") or can't be read.
        """
        found = self._named(element.get(W + theme.colour, ""))
        if found is None:
            return digits(element.get(W + name, ""))
        hue, light, full = colorsys.rgb_to_hls(*found)
        tint, shade = _part(element.get(W + theme.tint)), _part(element.get(W + theme.shade))
        return colorsys.hls_to_rgb(hue, light * tint * shade + (1 - tint), full)

    def shading(self, shade: Element) -> Colour | None:
        """The colour of a w:shd; None where one sees through it."""
        kind = shade.get(W + "val", "clear")
        fill, front = self.written(shade, "fill", _OF_FILL), self.written(shade, "color")
        if kind == "solid":
            return front or BLACK
        if match := re.fullmatch("pct([0-9]{1,2})", kind):
            part = int(match[1]) / 100
            pairs = zip(front or BLACK, fill or WHITE, strict=True)
            red, green, blue = (part * above + (1 - part) * below for above, below in pairs)
            return red, green, blue
        return None if kind == "nil" else fill

    def _named(self, name: str) -> Colour | None:
        slot = _MAPPED.get(name, name)
        slot = self._mapping.get(slot, slot)
        return self._theme.get(_SLOTS.get(slot, slot))


def highlight(name: str) -> Colour | None:
    return digits(_HIGHLIGHTS.get(name, ""))


def digits(written: str) -> Colour | None:
    """``1F2A44`` as a colour; None for anything else."""
    if not re.fullmatch("[0-9A-Fa-f]{6}", written):
        return None
    red, green, blue = (int(written[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def as_digits(colour: Colour) -> str:
    return "".join(f"{round(part * 255):02X}" for part in colour)


def contrast(one: Colour, other: Colour) -> float:
    """From 1 to 21, as WCAG 2 defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _of_theme(entry: Element) -> Colour | None:
    return next((found for one in entry if (found := digits(one.get("lastClr") or one.get("val") or ""))), None)


def _part(written: str | None) -> float:
    """A tint or a shade, two digits from 00 to FF, as a part of 1; 1 where it is not given."""
    return int(written, 16) / 255 if written and re.fullmatch("[0-9A-Fa-f]{2}", written) else 1.0

"""Whether a reader sees words where they stand: not hidden or struck out, in a row and a cell that are shown, in letters
that can be told from what is behind them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from pipeline.report.styles import Styles, number
from pipeline.report.wordml import P_PR, R_PR, TBL, TC, TR, VAL, Element, P, R, T, style_of, w

LEAST_CONTRAST = 1.5  # below it nobody sees that there are words at all
_LEAST_SIZE = 8  # half-points: no reader makes out smaller letters
_POINT = 20  # twentieths
_PAGE = 16_838  # the long side of A4, in twentieths of a point: beyond it is no paper
_LEAST_SCALE, _LEAST_FRAME = 20, 100  # per cent; twentieths
_SIGNS = frozenset(("symbol", "webdings", "wingdings", "wingdings 2", "wingdings 3", "marlett", "mt extra"))
_HIGHLIGHTS = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF", "red": "FF0000",
    "yellow": "FFFF00", "white": "FFFFFF", "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000",
    "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip
_WHITE, _BLACK = "FFFFFF", "000000"
_HEX = re.compile("[0-9A-Fa-f]{6}")
_TC_PR, _TR_PR, _TBL_PR, _SHADE, _COLOUR = (w(name) for name in ("tcPr", "trPr", "tblPr", "shd", "color"))
_BOX = w("txbxContent")
_OFF = ("0", "false", "off")


class Sight:
    """Of the parts of one package. ``body``: of the document, which says what colour the page is."""

    def __init__(self, styles: Styles, body: Element) -> None:
        self._styles = styles
        self._page = None if body.getroottree().getroot().find(w("background")) is not None else _WHITE
        self._letters: dict[tuple[bytes, str, str], tuple[str, str]] = {}  # why they aren't seen, their colour
        self._around: dict[Element, str] = {}  # by row and cell
        self._fills: dict[str, frozenset[str]] = {}  # by style of a table

    def unseen(self, root: Element) -> Iterator[tuple[Element, str]]:
        """The texts of a part that nobody sees, each with why: what ends a sentence that begins "it is"."""
        for text in root.iter(T):
            if (text.text or "").strip() and (why := self.why(text)):
                yield text, why

    def why(self, text: Element) -> str:
        """Why nobody sees this text; nothing where it is seen."""
        run, paragraph = next(text.iterancestors(R), None), next(text.iterancestors(P), None)
        if run is None or paragraph is None:
            return ""
        properties, style = run.find(R_PR), style_of(paragraph) or self._styles.usual
        table = _style_of_table(paragraph)
        key = (etree.tostring(properties) if properties is not None else b"", style, table)
        if key not in self._letters:
            self._letters[key] = self._of_letters(properties, style, table)
        why, colour = self._letters[key]
        return why or self._of_place(paragraph) or self._of_colour(colour, run, paragraph, style)

    # --- the letters

    def _of_letters(self, properties: Element | None, style: str, table: str) -> tuple[str, str]:
        own = properties.find(w("rStyle")) if properties is not None else None
        of_run = own.get(VAL, "") if own is not None else ""
        for name, look in (("vanish", "hidden"), ("strike", "struck out"), ("dstrike", "struck out")):
            if self._is_on(properties, of_run, (style, table), name):
                return look, ""
        styles = of_run, style, table
        size = self._first(properties, styles, "sz")
        if size is not None and 0 < number(size.get(VAL)) < _LEAST_SIZE:
            return f"in letters of {_points(10 * number(size.get(VAL)))}", ""
        scale = self._first(properties, styles, "w")
        width = scale.get(VAL, "").removesuffix("%") if scale is not None else ""
        if width.isdecimal() and 0 < int(width) < _LEAST_SCALE:
            return f"in letters of {int(width)}% of their width", ""
        fonts = self._first(properties, styles, "rFonts")
        font = next((found for at in ("ascii", "hAnsi") if fonts is not None and (found := fonts.get(w(at)))), "")
        if font.casefold() in _SIGNS:
            return f"in the font {font}, which has signs in place of letters", ""
        colour = self._first(properties, styles, "color")
        written = colour.get(VAL, "") if colour is not None else ""
        return "", written if _HEX.fullmatch(written) else ""

    def _is_on(self, properties: Element | None, of_run: str, around: tuple[str, str], name: str) -> bool:
        """Two styles that both say so undo each other; what is set on the words themselves decides. ``around``: the
        styles of the paragraph and of the table.
        """
        own = properties.find(w(name)) if properties is not None else None
        if own is not None:
            return own.get(VAL, "1") not in _OFF
        found = [self._styles.found(each, f"{R_PR}/{w(name)}") for each in (of_run, *around)]
        if all(each is None for each in found) and self._styles.defaults is not None:
            found.append(self._styles.defaults.find(w(name)))
        return sum(each is not None and each.get(VAL, "1") not in _OFF for each in found) == 1

    def _first(self, properties: Element | None, styles: tuple[str, ...], name: str) -> Element | None:
        found = properties.find(w(name)) if properties is not None else None
        for each in styles:
            if found is None:
                found = self._styles.found(each, f"{R_PR}/{w(name)}")
        return found if found is not None or self._styles.defaults is None else self._styles.defaults.find(w(name))

    # --- where they stand

    def _of_place(self, paragraph: Element) -> str:
        for around in paragraph.iterancestors(TC, TR):
            if around not in self._around:
                self._around[around] = _of_cell(around) if around.tag == TC else _of_row(around)
            if self._around[around]:
                return self._around[around]
        if why := self._off_page(paragraph):
            return why
        spacing = paragraph.find(f"{P_PR}/{w('spacing')}")
        if spacing is None or spacing.get(w("line")) is None:
            spacing = self._styles.found(style_of(paragraph) or self._styles.usual, f"{P_PR}/{w('spacing')}")
        if spacing is not None and spacing.get(w("lineRule")) == "exact":
            height = number(spacing.get(w("line")))
            if 0 < height < _LEAST_SIZE / 2 * _POINT:
                return f"in lines only {_points(height)} high"
        return ""

    def _off_page(self, paragraph: Element) -> str:
        style = style_of(paragraph) or self._styles.usual

        def found(name: str) -> Element | None:
            own = paragraph.find(f"{P_PR}/{w(name)}")
            return own if own is not None else self._styles.found(style, f"{P_PR}/{w(name)}")

        indent, frame = found("ind"), found("framePr")
        sides = [indent.get(w(side)) for side in ("left", "start", "right", "end")] if indent is not None else []
        if any(abs(_signed(side)) > _PAGE for side in sides):
            return "off the page"
        if frame is None:
            return ""
        if any(abs(_signed(frame.get(w(side)))) > _PAGE for side in ("x", "y")):
            return "in a frame off the page"
        small = 0 < _signed(frame.get(w("w"))) < _LEAST_FRAME or (
            frame.get(w("hRule")) == "exact" and 0 < _signed(frame.get(w("h"))) < _LEAST_SIZE / 2 * _POINT
        )
        return "in a frame too small for it" if small else ""

    def _of_colour(self, colour: str, run: Element, paragraph: Element, style: str) -> str:
        if not colour and run.find(f"{R_PR}/{w('highlight')}") is not None:
            colour = _BLACK  # without a highlight Word chooses one that can be seen
        behind = self._behind(run, paragraph, style) if colour else frozenset()
        if not behind or any(_contrast(colour, each) >= LEAST_CONTRAST for each in behind):
            return ""
        return f"in the colour {colour.upper()}, which can't be told from what is behind it"

    def _behind(self, run: Element, paragraph: Element, style: str) -> frozenset[str]:
        """The colours that may be behind a text; nothing where that can't be told."""
        marked = run.find(f"{R_PR}/{w('highlight')}")
        if marked is not None and marked.get(VAL) != "none":
            return frozenset(filter(None, (_HIGHLIGHTS.get(marked.get(VAL, "")),)))
        around = list(paragraph.iterancestors(TC, _BOX))
        shades = [run.find(f"{R_PR}/{_SHADE}"), paragraph.find(f"{P_PR}/{_SHADE}")]
        shades.append(self._styles.found(style, f"{P_PR}/{_SHADE}"))
        for each in around:
            if each.tag == _BOX:
                shades.append(each)  # filled as its shape is
                break
            shades.append(each.find(f"{_TC_PR}/{_SHADE}"))
        for shade in shades:
            if shade is not None and (fill := shade.get(w("fill"), "")) != "auto":
                return frozenset((fill,)) if _HEX.fullmatch(fill) and shade.get(VAL) == "clear" else frozenset()
        page = frozenset((self._page,)) if self._page else frozenset()
        return page.union(*map(self._of_table, paragraph.iterancestors(TBL))) if page else page

    def _of_table(self, table: Element) -> frozenset[str]:
        """Every colour that the style of a table, or the table itself, puts behind any of its cells."""
        named = table.find(f"{_TBL_PR}/{w('tblStyle')}")
        style = named.get(VAL, "") if named is not None else ""
        if style not in self._fills:
            shades = (shade for each in self._styles.chain(style) for shade in each.iter(_SHADE))
            self._fills[style] = frozenset(filter(_HEX.fullmatch, (shade.get(w("fill"), "") for shade in shades)))
        own = table.find(f"{_TBL_PR}/{_SHADE}")
        fill = own.get(w("fill"), "") if own is not None else ""
        return self._fills[style] | (frozenset((fill,)) if _HEX.fullmatch(fill) else frozenset())


def _style_of_table(paragraph: Element) -> str:
    table = next(paragraph.iterancestors(TBL), None)
    named = table.find(f"{_TBL_PR}/{w('tblStyle')}") if table is not None else None
    return named.get(VAL, "") if named is not None else ""


def _signed(text: str | None) -> int:
    return int(text) if text and text.lstrip("-").isdecimal() else 0


def _of_cell(cell: Element) -> str:
    for name, where in (("vMerge", "above"), ("hMerge", "before")):
        merged = cell.find(f"{_TC_PR}/{w(name)}")
        if merged is not None and merged.get(VAL, "continue") == "continue":
            return f"in a cell that is merged into the one {where}"
    return ""


def _of_row(row: Element) -> str:
    hidden = row.find(f"{_TR_PR}/{w('hidden')}")
    if hidden is not None and hidden.get(VAL, "1") not in _OFF:
        return "in a hidden row"
    height = fixed_height(row)
    return f"in a row only {_points(height)} high" if 0 < height < _LEAST_SIZE / 2 * _POINT else ""


def _points(twentieths: int) -> str:
    return f"{twentieths / _POINT:g} point{'s' * (twentieths != _POINT)}"


def fixed_height(row: Element) -> int:
    """The height that Word never exceeds, in twentieths of a point; 0 where a row grows with its words."""
    height = row.find(f"{_TR_PR}/{w('trHeight')}")
    exact = height is not None and height.get(w("hRule")) == "exact"
    return number(height.get(VAL)) if height is not None and exact else 0


def _contrast(one: str, other: str) -> float:
    """Of two colours, from 1 to 21, as WCAG reckons it."""
    darker, lighter = sorted(map(_luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

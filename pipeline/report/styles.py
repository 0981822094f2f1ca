"""The styles of a template as native content needs them: found by name, never by place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.report.wordml import OFFICE, P_PR, RELATION, VAL, Element, parse, relations_name, style_of, target_of, w

_ON = ("1", "true", "on")
_SIZE = 20  # half-points, where a document says none


class Styles:
    """Each property is the id of a style, or "" where the template has none of that name."""

    def __init__(self, members: Mapping[str, bytes], document: str, target: str) -> None:
        root = parse(members[target_of(document, target)]) if target else None
        self._by_id: dict[str, Element] = {}
        self._ids: dict[tuple[str, str], str] = {}
        self._found: dict[tuple[str, str], Element | None] = {}
        self._levels: dict[str, str] = {}  # style → its outline level as it is written
        for style in root.iter(w("style")) if root is not None else ():
            name, kind = style.find(w("name")), style.get(w("type"), "")
            self._by_id[style.get(w("styleId"), "")] = style
            if name is not None:
                self._ids[kind, name.get(VAL, "").casefold()] = style.get(w("styleId"), "")
        self.link = self.named("character", "Hyperlink")
        self.table = self.named("table", "Report Table", "Table Grid")
        self.heat_map = self.named("table", "Heat Map") or self.table
        self.heat_map_text = self.named("paragraph", "Heat Map Text", "Table Text")
        self.table_heading = self.named("paragraph", "Table Heading")
        self.table_text = self.named("paragraph", "Table Text")
        self.note = self.named("paragraph", "Note")
        styles = root.iter(w("style")) if root is not None else ()
        usual_ones = (each for each in styles if each.get(w("type")) == "paragraph" and each.get(w("default")) in _ON)
        # The style of a paragraph that names none.
        self.usual = next((each.get(w("styleId"), "") for each in usual_ones), "")
        self.defaults = root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}") if root is not None else None
        usual = self.defaults.find(w("sz")) if self.defaults is not None else None
        self._usual = number(usual.get(VAL)) if usual is not None else 0

    def named(self, kind: str, *names: str) -> str:
        """The id of the first of these styles that there is."""
        return next((self._ids[kind, name.casefold()] for name in names if (kind, name.casefold()) in self._ids), "")

    def kind_of(self, style: str) -> str:
        """The kind of the style with this id, paragraph, character or table; nothing where there is none."""
        return self._by_id[style].get(w("type"), "paragraph") if style in self._by_id else ""

    def heading(self, level: int) -> str:
        return self.named("paragraph", f"heading {level}")

    def of_words(self, name: str) -> str:
        """The style of this name for a plain paragraph: no heading, no entry of a list."""
        style = self.named("paragraph", name)
        lists = self.found(style, f"{P_PR}/{w('numPr')}") is not None
        return "" if lists or self._level_of(style) != "9" else style

    def contents(self, level: int) -> str:
        """The style of an entry of a contents table."""
        return self.named("paragraph", f"toc {level}")

    def found(self, style: str, path: str) -> Element | None:
        """The first element of this path in the style or those it is based on."""
        key = style, path
        if key not in self._found:
            steps = (each.find(path) for each in self.chain(style))
            self._found[key] = next((found for found in steps if found is not None), None)
        return self._found[key]

    def chain(self, style: str) -> Iterator[Element]:
        """The style and those it is based on."""
        seen: set[str] = set()
        while style in self._by_id and style not in seen:
            seen.add(style)
            yield self._by_id[style]
            based = self._by_id[style].find(w("basedOn"))
            style = based.get(VAL, "") if based is not None else ""

    def size(self, style: str) -> int:
        """The size of the font in twentieths of a point."""
        size = self.found(style, f"{w('rPr')}/{w('sz')}")
        return 10 * ((number(size.get(VAL)) if size is not None else 0) or self._usual or _SIZE)

    def level(self, paragraph: Element) -> int:
        """1 for a paragraph styled as a heading of the first level …; 0 for body text."""
        outline = paragraph.find(f"{P_PR}/{w('outlineLvl')}")
        written = outline.get(VAL, "9") if outline is not None else self._level_of(style_of(paragraph))
        level = int(written) + 1
        return level if level <= 9 else 0

    def _level_of(self, style: str) -> str:
        if style not in self._levels:
            outline = self.found(style, f"{P_PR}/{w('outlineLvl')}")
            self._levels[style] = outline.get(VAL, "9") if outline is not None else "9"
        return self._levels[style]

    def level_before(self, paragraph: Element) -> int:
        """The level of the heading a paragraph stands under; 0 where it stands under none."""
        for before in paragraph.itersiblings(w("p"), preceding=True):
            if level := self.level(before):
                return level
        return 0


def styles_of(members: Mapping[str, bytes], document: str) -> Styles:
    """The styles that the relationships of the document name. Raises KeyError where they are not there."""
    relations = parse(members[relations_name(document)]).iter(RELATION)
    named = (each.get("Target", "") for each in relations if each.get("Type") == f"{OFFICE}/styles")
    return Styles(members, document, next(named, ""))


def number(text: str | None) -> int:
    """A whole number; 0 for none and for one with a unit or a fraction, which Word seldom writes."""
    return int(text) if text and text.isdecimal() else 0

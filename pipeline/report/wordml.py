"""The names of WordprocessingML, and the little about its shape that several modules need to know."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
RELATION = f"{{{PACKAGE}/relationships}}Relationship"
R_ID = f"{{{OFFICE}}}id"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
DOC_PROPERTIES = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"

Element = etree._Element


def w(name: str) -> str:
    """A name of the main namespace, as lxml writes it."""
    return f"{{{WORD}}}{name}"


P, R, T, TAB, BR, TBL, TR, TC = (w(name) for name in ("p", "r", "t", "tab", "br", "tbl", "tr", "tc"))
P_PR, R_PR, VAL, SECT_PR = w("pPr"), w("rPr"), w("val"), w("sectPr")

# Elements of a run that stand for a character.
CHARACTERS = {TAB: "\t", w("ptab"): "\t", BR: "\n", w("cr"): "\n", w("noBreakHyphen"): "‑", w("softHyphen"): "­"}
_PASSED = (P, P_PR, w("instrText"), w("del"), w("moveFrom"), FALLBACK)


def parse(data: bytes) -> Element:
    """The root of a part. Raises etree.XMLSyntaxError; entities and DTDs are never followed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(data, parser)


def pieces(paragraph: Element) -> Iterator[tuple[Element, str]]:
    """The elements that make up a paragraph's text, each with its text; not those of paragraphs inside it
    (text boxes), of field codes or of deletions.
    """
    for child in paragraph:
        if child.tag == T:
            yield child, child.text or ""
        elif child.tag in CHARACTERS:
            yield child, CHARACTERS[child.tag]
        elif child.tag == w("sym"):
            yield child, chr(int(child.get(w("char"), "FFFD"), 16))
        elif isinstance(child.tag, str) and child.tag not in _PASSED and child.tag != R_PR:
            yield from pieces(child)


def text_of(paragraph: Element) -> str:
    return "".join(text for _, text in pieces(paragraph))


def style_of(paragraph: Element) -> str:
    """The id of the paragraph's style; "" for the default."""
    style = paragraph.find(f"{P_PR}/{w('pStyle')}")
    return style.get(VAL, "") if style is not None else ""


def target_of(base: str, target: str) -> str:
    """The member of the package that a relationship of the part ``base`` points to."""
    if target.startswith("/"):
        return target[1:]
    steps = base.split("/")[:-1]
    for step in target.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step != ".":
            steps.append(step)
    return "/".join(steps)


def relations_name(part: str) -> str:
    """Where the relationships of a part stand: word/_rels/document.xml.rels."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"

"""The names of WordprocessingML, and the little about its shape that several modules need to know."""

from __future__ import annotations

from lxml import etree

from pipeline.model import word_text

# What a paragraph says is known in one place; the modules of this stage find it here.
FALLBACK, pieces, text_of = word_text.FALLBACK, word_text.pieces, word_text.text_of

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
RELATION = f"{{{PACKAGE}/relationships}}Relationship"
R_ID = f"{{{OFFICE}}}id"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
DOC_PROPERTIES = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"

Element = etree._Element


def w(name: str) -> str:
    """A name of the main namespace, as lxml writes it."""
    return f"{{{WORD}}}{name}"


P, R, T, TAB, BR, TBL, TR, TC = (w(name) for name in ("p", "r", "t", "tab", "br", "tbl", "tr", "tc"))
P_PR, R_PR, VAL, SECT_PR = w("pPr"), w("rPr"), w("val"), w("sectPr")
COPIES = w("copies")  # no name of Word's: where the rows go that are copied once all else is in place


def parse(data: bytes) -> Element:
    """The root of a part. Raises etree.XMLSyntaxError; entities and DTDs are never followed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(data, parser)


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

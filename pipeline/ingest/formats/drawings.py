"""Pictures and shapes that lie on the cells of an .xlsx: an arrow that was drawn is no value of any cell."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

_RELATION: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_SHEET: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}sheet"
_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_ANCHORS: Final = tuple(_DRAWING + name for name in ("twoCellAnchor", "oneCellAnchor"))
_SHAPES: Final = tuple(_DRAWING + name for name in ("sp", "pic", "cxnSp", "grpSp"))
_Cells = frozenset[tuple[int, int]]


def drawn_on(data: bytes) -> Mapping[str, _Cells]:
    """Sheet name as the file writes it → the cells, row and column from 1, under the middle of a picture or shape.
    Charts are none of them. ``data``: a package that the guard has let pass.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = frozenset(package.namelist())
        if not any(name.startswith("xl/drawings/") for name in names):
            return {}
        parts = {
            name: package.read(name) for name in names if name.startswith("xl/") and name.endswith((".xml", ".rels"))
        }
    sheets = dict(_targets(parts, "xl/workbook.xml", "worksheet"))
    found: dict[str, _Cells] = {}
    for sheet in _root(parts, "xl/workbook.xml").iter(_SHEET):
        part = sheets.get(sheet.get(_ID, ""), "")
        drawings = (target for _, target in _targets(parts, part, "drawing") if target in parts)
        cells = frozenset(cell for drawing in drawings for cell in _cells(_root(parts, drawing)))
        if cells:
            found[sheet.get("name", "")] = cells
    return found


def _targets(parts: Mapping[str, bytes], part: str, kind: str) -> Iterator[tuple[str, str]]:
    """Each relation of this kind that a part has: its id and the part it leads to."""
    folder, name = posixpath.split(part)
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in parts:
        return
    for relation in _root(parts, relations).iter(_RELATION):
        if relation.get("Type", "").endswith(f"/{kind}"):
            target = relation.get("Target", "")
            yield relation.get("Id", ""), posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _cells(drawing: etree._Element) -> Iterator[tuple[int, int]]:
    for anchor in drawing.iter(*_ANCHORS):
        if anchor.find(f"{_DRAWING}from") is None or next(anchor.iter(*_SHAPES), None) is None:
            continue
        corners = [corner for name in ("from", "to") if (corner := anchor.find(_DRAWING + name)) is not None]
        rows, columns = ([int(corner.findtext(_DRAWING + name) or 0) for corner in corners] for name in ("row", "col"))
        yield sum(rows) // len(rows) + 1, sum(columns) // len(columns) + 1


def _root(parts: Mapping[str, bytes], name: str) -> etree._Element:
    return etree.fromstring(parts[name], etree.XMLParser(resolve_entities=False, no_network=True))

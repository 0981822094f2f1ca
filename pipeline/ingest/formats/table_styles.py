"""Where the style of a table in a worksheet lays a dark colour under its cells: white letters are seen there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl.utils.cell import range_boundaries

from pipeline.ingest.grid import Cell, Merge

_WHITE_IS_SEEN = "TableStyleDark"
_COLUMNS_MAY_BE_DARK = "TableStyleMedium"


def dark_areas(tables: Iterable[Any]) -> tuple[Merge, ...]:
    """The ranges in which these tables are dark, or may be: all of one in a dark style, of one in a middling style the
    first and last column where these are set apart.
    """
    found: list[Merge] = []
    for table in tables:
        style = table.tableStyleInfo
        name = (style.name if style is not None else None) or ""
        left, top, right, bottom = (side or 1 for side in range_boundaries(table.ref))
        if name.startswith(_WHITE_IS_SEEN):
            found.append(Merge(top, left, bottom, right))
        elif name.startswith(_COLUMNS_MAY_BE_DARK):
            found += [Merge(top, left, bottom, left)] if style.showFirstColumn else []
            found += [Merge(top, right, bottom, right)] if style.showLastColumn else []
    return tuple(found)


def seen_on(areas: Sequence[Merge], cell: Cell) -> Cell:
    """The cell, its letters called seen where they stand in one of these areas."""
    inside = any(a.top <= cell.row <= a.bottom and a.left <= cell.column <= a.right for a in areas)
    return cell._replace(look=cell.look._replace(unseen=False)) if inside else cell

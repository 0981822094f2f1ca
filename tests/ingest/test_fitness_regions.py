"""Which looks of a table's style a cell takes, by where it stands and what the table turns on."""

from __future__ import annotations

import pytest
from lxml import etree

from pipeline.ingest.fitness.grids import grid_of
from pipeline.ingest.fitness.regions import regions_of
from tests.ingest.test_fitness import grid, row
from tests.ingest.test_sent import SPACES

ALL = '<w:tblLook w:firstRow="1" w:lastRow="1" w:firstColumn="1" w:lastColumn="1"/>'


@pytest.mark.parametrize(
    ("look", "at", "expected"),
    [
        ("", (0, 0), ("band1Horz", "band1Vert")),
        ("", (1, 1), ("band2Horz", "band2Vert")),
        ('<w:tblLook w:noHBand="1" w:noVBand="1"/>', (1, 1), ()),
        ('<w:tblLook w:firstRow="1"/>', (0, 1), ("firstRow", "band2Vert")),
        ('<w:tblLook w:firstRow="1"/>', (1, 0), ("band1Horz", "band1Vert")),
        (ALL, (0, 0), ("nwCell", "firstRow", "firstCol")),
        (ALL, (2, 2), ("seCell", "lastRow", "lastCol")),
        (ALL, (1, 1), ("band1Horz", "band1Vert")),
        ('<w:tblLook w:val="0620"/>', (0, 0), ("firstRow",)),
        ('<w:tblLook w:val="0600" w:firstRow="1"/>', (0, 0), ("firstRow",)),
        ('<w:tblLook w:val="nonsense"/>', (1, 0), ("band2Horz", "band1Vert")),
    ],
)
def test_regions(look: str, at: tuple[int, int], expected: tuple[str, ...]) -> None:
    table = grid(*(row("A", "B", "C") for _ in range(3)), look=look)
    read = grid_of(etree.fromstring(f"<w:x {SPACES}>{table}</w:x>")[0])
    assert regions_of(read, 1, 1).of(read.rows[at[0]][at[1]]) == expected


def test_bands_may_take_several_rows() -> None:
    table = grid(*(row("A") for _ in range(5)))
    read = grid_of(etree.fromstring(f"<w:x {SPACES}>{table}</w:x>")[0])
    bands = [regions_of(read, 2, 1).of(line[0])[0] for line in read.rows]
    assert bands == ["band1Horz", "band1Horz", "band2Horz", "band2Horz", "band1Horz"]

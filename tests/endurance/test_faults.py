"""The k-th operation on a file fails, for k = 1, 2, … until none is left to fail: words and an exit status, nothing lost.

Here each k-th of them; ``python -m tests.endurance`` takes every one.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.endurance.faults import Fault
from tests.endurance.journeys import JOURNEYS
from tests.endurance.standing import Prepared
from tests.endurance.tried import DISK, counted, failing

TRIED = 6  # of the operations of each journey, for each fault


@pytest.mark.parametrize("fault", [Fault.ONCE, Fault.EVER_AFTER], ids=["once", "from then on"])
@pytest.mark.parametrize("disk", DISK)
@pytest.mark.parametrize("name", JOURNEYS)
def test_a_disk_that_refuses(
    name: str, disk: str, fault: Fault, journey: Callable[[str], Prepared], here: Path
) -> None:
    prepared, number = journey(name), DISK[disk]
    last = counted(prepared, number)
    begin = 1 + sum(map(ord, f"{name}{disk}{fault.value}")) % (last // TRIED)
    for at in range(begin, last + 1, last // TRIED):
        assert failing(prepared, here, at, fault, number) == [], f"{disk} at operation {at}"
    assert failing(prepared, here, last + 1, fault, number) == []

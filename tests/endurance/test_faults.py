"""The k-th operation on a file fails, for k = 1, 2, … until none is left to fail: words and an exit status, nothing lost.

Here each k-th of them; ``python -m tests.endurance`` takes every one.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.endurance.faults import Fault
from tests.endurance.journeys import JOURNEYS, MADE
from tests.endurance.standing import Prepared
from tests.endurance.tried import DISK, counted, failing

TRIED = 6  # of the operations of each journey, for each fault


@pytest.mark.parametrize("fault", [Fault.ONCE, Fault.EVER_AFTER], ids=["once", "from then on"])
@pytest.mark.parametrize("name", JOURNEYS)
def test_a_disk_that_refuses(name: str, fault: Fault, journey: Callable[[str], Prepared], here: Path) -> None:
    prepared = journey(name)
    for turn, (disk, number) in enumerate(list(DISK.items()) * (TRIED // len(DISK))):
        last = counted(prepared, number)
        at = 1 + (turn * last // TRIED + sum(map(ord, f"{name}{fault.value}"))) % last
        assert failing(prepared, here, at, fault, number) == [], f"{disk} at operation {at}"


def test_what_a_person_has_edited_is_left_though_a_look_at_it_fails(
    journey: Callable[[str], Prepared], here: Path
) -> None:
    """Where the system will not say what stands in a place, nothing is put there."""
    prepared = journey("report over an edit")
    looks = [at for at, one in enumerate(prepared.operations, start=1) if one.endswith(f" {MADE}/panel-report.docx")]
    assert len(looks) > 3
    for at in looks:
        harm = failing(prepared, here, at, Fault.ONCE, DISK["a broken disk"])
        assert harm == [], f"{prepared.operations[at - 1]}, number {at}"


def test_a_disk_that_refuses_nothing(journey: Callable[[str], Prepared], here: Path) -> None:
    prepared = journey("start")
    for number in DISK.values():
        assert failing(prepared, here, counted(prepared, number) + 1, Fault.ONCE, number) == []

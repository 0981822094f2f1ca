"""The journeys, each prepared once and only where it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.endurance.journeys import JOURNEYS
from tests.endurance.standing import Prepared, prepared


@pytest.fixture(scope="session")
def journey(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Prepared]:
    known: dict[str, Prepared] = {}

    def of(name: str) -> Prepared:
        if name not in known:
            known[name] = prepared(JOURNEYS[name], tmp_path_factory.mktemp("journey"))
        return known[name]

    return of


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder that is not there yet."""
    return tmp_path / "here"

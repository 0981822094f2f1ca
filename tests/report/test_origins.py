"""Every printed value is traced to the cell that a person would change."""

from __future__ import annotations

import pytest

from pipeline.model.document import Role
from pipeline.report.origins import origins
from pipeline.run import examine
from tests.quarter import sample


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Role, str, str]]:
    from pipeline import screen

    inputs, outputs = sample(tmp_path_factory.mktemp("sample"))
    examined = examine(inputs, outputs, screen.stage)
    return {
        key: (origin.role, origin.place.sheet, origin.place.cell)
        for key, origin in origins(examined.report, examined.page).items()
    }


@pytest.mark.parametrize(
    ("key", "role", "sheet", "cell"),
    [
        ("meeting.authors[0].role", Role.MAPPING, "Meeting", "B7"),
        ("meeting.authors[1].role", Role.MAPPING, "Meeting", "B8"),
        ("meeting.authors[1].address", Role.MAPPING, "Meeting", "B8"),
        ("meeting.cleared_by[1].role", Role.MAPPING, "Meeting", "B13"),
        ("definitions.acronyms[0].meaning", Role.MAPPING, "Acronyms", "B2"),
        ("definitions.acronyms[2].term", Role.MAPPING, "Acronyms", "A4"),
        ("movement.changes[0].reason", Role.MAPPING, "Changes", "F2"),
        ("movement.changes[2].reason", Role.MAPPING, "Alignment", "F3"),
        ("risks[0].residual[1].organisation", Role.MAPPING, "Organisations", "A3"),
    ],
)
def test_a_value_belongs_to_its_own_cell(
    found: dict[str, tuple[Role, str, str]], key: str, role: Role, sheet: str, cell: str
) -> None:
    assert found[key] == (role, sheet, cell)


def test_what_is_worked_out_belongs_to_no_cell(found: dict[str, tuple[Role, str, str]]) -> None:
    assert "movement.changes[1].reason" not in found
    assert "risks[0].control_line" not in found

"""What the journeys through bad inputs share: the folder in which the command is typed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.quarter import sample
from tests.sample.issued import TEMPLATE


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with inputs, outputs and template.docx, in which the command is typed."""
    sample(tmp_path)
    shutil.copy(TEMPLATE, tmp_path / "template.docx")
    monkeypatch.chdir(tmp_path)
    return tmp_path

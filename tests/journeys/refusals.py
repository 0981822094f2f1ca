"""The command as it is typed where it must refuse, and what it leaves."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.cli import main

RUN = ("report", "--inputs", "inputs", "--outputs", "outputs", "--template", "template.docx")
HELP = "Type `python -m pipeline --help` for the commands."
AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0

Change = Callable[[Path], object]


def standing(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Everything in the folder by name: when it was changed, and its bytes. A folder is changed by being locked."""
    return {
        path.relative_to(folder).as_posix(): (path.lstat().st_mtime_ns, path.read_bytes())
        if path.is_file()
        else (0, b"")
        for path in folder.rglob("*")
    }


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """The status and all of standard error of a command that must leave the folder as it is."""
    before = standing(Path())
    capsys.readouterr()
    status = main(list(arguments))
    out, err = capsys.readouterr()
    assert out == ""
    assert standing(Path()) == before
    return status, err

"""What a command imports: nothing heavy before it is needed, so that the first line of help stands there at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# What takes long to import, and what only some commands are for.
HEAVY = frozenset(
    ("pandas", "numpy", "docx", "docxtpl", "jinja2", "lxml", "openpyxl", "defusedxml", "xlsxwriter", "python_calamine",
     "xlrd", "tomlkit", "rapidfuzz", "filelock", "rich", "dask", "distributed", "typer", "pydantic", "multiprocessing")
)  # fmt: skip
SAID = "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); "


def imported(here: Path, *arguments: str) -> set[str]:
    """The packages that a command has imported once it has ended well, Python's own among them."""
    program = f"{SAID}from pipeline.cli import main; raise SystemExit(main({list(arguments)!r}))"
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); {program}"]
    ended = subprocess.run(command, cwd=here, check=True, capture_output=True, text=True, encoding="utf-8")
    return {module.partition(".")[0] for module in ended.stderr.splitlines()[-1].split()}


@pytest.mark.parametrize(
    "arguments", [("--help",), ("report", "--help"), ("portfolio", "--help"), ("template", "--help")]
)
def test_help_needs_nothing_but_python(arguments: tuple[str, ...], here: Path) -> None:
    assert not imported(here, *arguments) & HEAVY


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        (
            ("report", "--template", "template.docx"),
            {"docx", "docxtpl", "jinja2", "lxml", "xlsxwriter", "rapidfuzz", "filelock"},
        ),
        (("read", "inputs/mopac-register.xlsx", "--layout", "inputs/layouts/mopac.toml"), {"rapidfuzz"}),
    ],
)
def test_a_command_imports_what_it_uses(arguments: tuple[str, ...], needed: set[str], here: Path) -> None:
    """Workbooks are opened by the process that is apart: openpyxl is never in this one."""
    assert imported(here, *arguments) & HEAVY == needed

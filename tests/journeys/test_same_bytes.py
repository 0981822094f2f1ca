"""Same inputs, same bytes: twice, in another folder, at another time, in another time zone and another language."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.steps import change_risk, change_row
from tests.quarter import make, sample
from tests.sample.issued import TEMPLATE
from tests.sample.three import write_case

ROOT = Path(__file__).parent.parent.parent

# Put before all else in a Python that is started: its clock is years ahead, and runs backwards.
CLOCK = """
import time
began, now = time.time(), time.time
def later(): return now() + 20 * 365 * 86400 - 2 * (now() - began)
time.time, time.time_ns = later, lambda: int(later() * 1e9)
for name in ("localtime", "gmtime"):
    setattr(time, name, lambda at=None, of=getattr(time, name): of(later() if at is None else at))
"""


def _sample(folder: Path) -> None:
    sample(folder)


def _restricted(folder: Path) -> None:
    """With a public version, and an organisation's word that orders a set."""
    inputs, _ = sample(folder)
    change_row(inputs / "mapping.xlsx", "Controls", ("Reference", "C03"), Restricted="operational detail")
    change_row(inputs / "mapping.xlsx", "Meeting", ("Setting", "Protective marking"), Value="OFFICIAL-SENSITIVE")


def _draft(folder: Path) -> None:
    inputs, _ = sample(folder)
    change_row(inputs / "mapping.xlsx", "Alignment", ("Aligned risk", "Money"), MOPAC="OPC-99")
    change_risk(inputs, "OPC-05", Lead_director=None)


def _three(folder: Path) -> None:
    write_case(folder / "inputs")


CASES: dict[str, tuple[Callable[[Path], None], str, int]] = {
    "sample": (_sample, "panel-report.docx", 0),
    "restricted": (_restricted, "public/panel-report.docx", 0),
    "draft": (_draft, "DRAFT-panel-report.docx", 1),
    "three": (_three, "panel-report.docx", 0),
}


def contents(outputs: Path) -> dict[str, bytes]:
    """Every file that was made, by its name beneath the folder of outputs."""
    found = {path.relative_to(outputs).as_posix(): path.read_bytes() for path in outputs.rglob("*") if path.is_file()}
    return {name: data for name, data in found.items() if not name.startswith("2017-09-26/") and name != ".lock"}


@pytest.fixture(scope="module", params=list(CASES))
def case(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, int, dict[str, bytes]]:
    """A folder with inputs and outputs as they were before a run, what that ends with, and what it makes."""
    build, expected, status = CASES[request.param]
    folder = tmp_path_factory.mktemp("case")
    build(folder / "before")
    shutil.copytree(folder / "before", folder / "made")
    assert make(folder / "made" / "inputs", folder / "made" / "outputs") == status
    made = contents(folder / "made" / "outputs")
    assert any(name.endswith(f"/{expected}") for name in made)
    assert {name.rpartition(".")[2] for name in made} == {"docx", "xlsx", "html", "json"}
    return folder / "before", status, made


@pytest.mark.parametrize(
    ("environment", "clock", "wait"),
    [
        ({}, "", False),
        ({"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "7", "PYTHONUTF8": "0"}, CLOCK, False),
        ({"TZ": "America/Adak", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "99", "USER": "somebody", "HOME": "/nowhere", "COLUMNS": "40"}, "", True),
    ],
    ids=["again", "another time and zone", "another place and person"],
)  # fmt: skip
def test_same_inputs_same_bytes(
    case: tuple[Path, int, dict[str, bytes]],
    environment: dict[str, str],
    clock: str,
    wait: bool,
    tmp_path: Path,
) -> None:
    before, status, made = case
    folder = tmp_path / ("a folder, with (odd) name é" if environment else "plain")
    shutil.copytree(before, folder)
    for path in sorted(folder.rglob("*"), reverse=True):
        os.utime(path, (1, 1) if wait else (2_000_000_000, 2_000_000_000))
    hook = tmp_path / "hook"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(clock, "utf-8")
    template = tmp_path / "templates" / TEMPLATE.name
    template.parent.mkdir()
    for path in TEMPLATE.parent.glob("*.docx"):
        shutil.copy(path, template.parent)
    arguments = ["report", "--inputs", folder / "inputs", "--outputs", folder / "outputs", "--template", template]
    run = subprocess.run(
        [sys.executable, "-m", "pipeline", *map(str, arguments)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": f"{hook}{os.pathsep}{ROOT}", **environment},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    assert (run.returncode, run.stderr) == (status, "")
    again = contents(folder / "outputs")
    assert {name for name in again if again[name] != made.get(name)} == set()
    assert again.keys() == made.keys()


def test_no_stage_asks_what_day_it_is() -> None:
    """The clock of the test can't be put before that of datetime: so nobody may ask it."""
    asked = re.compile(r"\b(?:now|today|utcnow)\(|\btime\.(?:time|localtime|gmtime|strftime)\b")
    sources = {path: path.read_text("utf-8") for path in (ROOT / "pipeline").rglob("*.py")}
    assert len(sources) > 100
    assert [path.name for path, source in sources.items() if asked.search(source)] == []

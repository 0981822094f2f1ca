"""What sets the program up: the pinned packages, the Makefile's help, and the way for Windows."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
make = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


def lines(name: str) -> list[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def known(requirement: str) -> str:
    """The package's name as package indexes compare it."""
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found[0]).lower()


@pytest.mark.parametrize(
    ("file", "needed"),
    [
        ("requirements.txt", PROJECT["dependencies"]),
        ("requirements-dev.txt", PROJECT["optional-dependencies"]["dev"]),
        ("requirements-dev.txt", PROJECT["optional-dependencies"]["portfolio"]),
    ],
)
def test_everything_the_project_asks_for_is_pinned(file: str, needed: list[str]) -> None:
    assert {known(line) for line in needed} <= {known(line) for line in lines(file) if not line.startswith("-r")}


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_pins_are_exact_and_name_no_index(file: str) -> None:
    for line in lines(file):
        assert line == "-r requirements.txt" or re.fullmatch(r"[\w.-]+==[\w.]+(; .+)?", line), line


def made(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    # These tests are themselves run by make, which then speaks as an inner one.
    outer = {name for name in os.environ if name.startswith("MAKE")} | {"MFLAGS", "ARGS", "VENV"}
    return subprocess.run(
        ["make", *arguments],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name not in outer} | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@make
def test_make_alone_lists_the_commands_the_officers_first() -> None:
    listed = re.findall(r"^  make (\w+)|^(For .*):$", made().stdout, re.MULTILINE)
    names = [command or heading for command, heading in listed]
    assert names == [
        "For your report", "help", "report", "preview", "check", "issue", "layout", "start", "template", "portfolio",
        "For maintainers", "test", "lint", "bench", "golden", "sample", "endurance", "mutants", "clean",
    ]  # fmt: skip


def stand_in(folder: Path, script: str) -> str:
    """A PATH on which every python3 is this script."""
    for name in ("python3", "python3.11", "python3.12", "python3.13", "python3.14"):
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


@make
@pytest.mark.parametrize(
    ("script", "says"),
    [
        ('case "$2" in *version_info*) exit 1;; esac', "Python 3.11 or later is needed. Debian/Ubuntu: apt install"),
        ('case "$2" in *ensurepip*) exit 1;; esac', "Python lacks its venv module. Debian/Ubuntu: apt install python3-venv"),
    ],
)  # fmt: skip
def test_what_the_computer_lacks_is_named_in_one_line(tmp_path: Path, script: str, says: str) -> None:
    (tmp_path / "bin").mkdir()
    done = made("check", f"VENV={tmp_path / 'venv'}", PATH=stand_in(tmp_path / "bin", script))
    assert done.returncode != 0
    assert says in done.stdout.splitlines()[-1]
    assert not (tmp_path / "venv" / "ready").exists()


@make
@pytest.mark.parametrize(("status", "expected"), [(0, 0), (1, 0), (2, 2), (70, 2)])
def test_a_draft_leaves_the_last_line_to_the_program(tmp_path: Path, status: int, expected: int) -> None:
    """A set-up that is there already, whose python says one line and ends with this status."""
    python = tmp_path / "venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\n[ "$1" = -c ] && exit 0\necho "$@"\nexit {status}\n')
    python.chmod(0o755)
    (tmp_path / "venv" / "ready").touch()
    done = made("report", f"VENV={tmp_path / 'venv'}", "ARGS=--outputs elsewhere")
    assert done.returncode == expected
    assert done.stdout == "-m pipeline report --outputs elsewhere\n"
    assert bool(done.stderr) == bool(expected)


@make
@pytest.mark.parametrize(
    ("command", "argument"),
    [
        ("layout", "FILE=inputs/the register $(x) \"of\" 'one'.xlsx"),
        ("issue", "FILE=a `report`.docx"),
        ("start", "DIR=new `folder`"),
        ("portfolio", 'DIR=all "panels"'),
    ],
)
def test_a_file_name_reaches_the_program_as_it_is(tmp_path: Path, command: str, argument: str) -> None:
    python = tmp_path / "venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\n[ "$1" = -c ] && exit 0\nprintf "%s\\n" "$4"\n')
    python.chmod(0o755)
    (tmp_path / "venv" / "ready").touch()
    done = made(command, f"VENV={tmp_path / 'venv'}", argument.replace("$", "$$"))
    assert done.stdout == argument.partition("=")[2] + "\n"


def test_the_way_for_windows_has_its_line_ends_and_installs_the_same() -> None:
    data = (ROOT / "report.cmd").read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n")
    assert b"-r requirements.txt" in data
    assert b"-m pipeline report" in data

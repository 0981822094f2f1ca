"""A run that is killed while LibreOffice prints: neither that program nor its folder outlives it for long."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import printing
from pipeline.scratch import scratch
from tests.endurance.standing import Prepared, meanwhile
from tests.endurance.test_kills import marked

ROOT = Path(__file__).parents[2]
office = pytest.mark.skipif(printing._program() is None, reason="LibreOffice is not on this computer")
processes = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="no /proc to look for processes in")
posix = pytest.mark.skipif(sys.platform == "win32", reason="its programs are shell scripts")


def until(condition: Callable[[], object], what: str) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.02)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where folders are made for what is needed meanwhile; it lies in a folder named scratch."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


@pytest.fixture
def mark() -> str:
    return f"ENDURANCE=program {os.getpid()} {time.monotonic_ns()}"


def begun(mark: str, place: Path, code: str, **more: str) -> subprocess.Popen[bytes]:
    """Python in a process of its own; it and all that it starts bear the mark."""
    name, _, value = mark.partition("=")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(place), name: value, **more}
    return subprocess.Popen([sys.executable, "-c", code], env=environment, start_new_session=True)


def gone(mark: str, place: Path) -> None:
    until(lambda: not marked(mark), "a process outlives the run")
    until(lambda: not list(place.glob("risk-report-*")), "the folder outlives the run")


PRINT = """
from datetime import date
from pathlib import Path
from pipeline import printing
printing.printed({{"a.docx": Path({document!r}).read_bytes()}}, date(2017, 12, 19))
"""


@office
@processes
@pytest.mark.parametrize("whole_group", [True, False], ids=["its group", "it alone"])
def test_libreoffice(whole_group: bool, place: Path, mark: str) -> None:
    document = next((ROOT / "templates").glob("*.docx"))
    run = begun(mark, place, PRINT.format(document=str(document)))
    until(lambda: any(place.glob("risk-report-*/profile/user/*/*")), "it never began")
    assert len(marked(mark)) > 2
    if whole_group:
        os.killpg(run.pid, signal.SIGKILL)
    else:
        run.kill()
    run.wait()
    gone(mark, place)


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """In the place of LibreOffice: it says that it began, starts another, and goes on for ever."""
    path = tmp_path / "bin/soffice"
    path.parent.mkdir()
    path.write_text(f"#!/bin/sh\necho x > begun\ntouch '{tmp_path}/begun'\nsleep 300 &\nsleep 300\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@posix
@processes
def test_a_report_with_pdf(
    program: Path, place: Path, mark: str, journey: Callable[[str], Prepared], here: Path
) -> None:
    prepared = journey("first report")
    prepared.copied(here)
    command = [*prepared.journey.command, "--pdf"]
    code = f"import os, sys; from pipeline.cli import main; os.chdir({str(here)!r}); sys.exit(main({command!r}))"
    run = begun(mark, place, code, PATH=f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    until((program.parent.parent / "begun").exists, "it never began")
    run.kill()
    run.wait()
    gone(mark, place)
    assert [*prepared.harm(here), *prepared.harm_after_next(here)] == []


# --- the folder itself ---------------------------------------------------------------------------------


def test_it_is_there_while_it_is_needed(place: Path) -> None:
    with scratch() as made:
        (made.folder / "deep").mkdir()
        (made.folder / "deep/file").write_bytes(b"x")
        assert made.folder.parent == place
    assert list(place.iterdir()) == []


def test_where_none_can_be_made_the_system_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(FileNotFoundError), scratch():
        pass


@posix
def test_a_keeper_that_is_killed_takes_nobody_down(place: Path, tmp_path: Path) -> None:
    with scratch() as made:
        made._keeper.kill()
        said = made.run(["sleep", "1"], os.environ, 1)
    assert said == "sleep was ended"


@posix
@pytest.mark.parametrize(
    ("command", "limit", "said"),
    [
        (["true"], 60, "true could not make it"),
        (["/nowhere/at-all"], 60, "at-all can't be started"),
        (["sleep", "60"], 0.2, "sleep took more than 0.2 seconds"),
    ],
)
def test_what_a_program_came_to(command: list[str], limit: float, said: str, place: Path) -> None:
    with scratch() as made:
        assert made.run(command, os.environ, limit) == said
        assert made.run(["true"], os.environ, 60) == "true could not make it"
    assert not meanwhile(place.parent)

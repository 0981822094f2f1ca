"""What goes wrong around a run: arguments, names, interruptions, and the program's own faults. No traceback, ever."""

from __future__ import annotations

import errno
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.limited import CHILD
from tests.journeys import bad_files as bad
from tests.journeys.refusals import HELP, RUN, refused, standing

ROOT = Path(__file__).parent.parent.parent


# --- arguments -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        ((), 64, f"Missing command. {HELP}"),
        (("nosuch",), 64, f"No such command 'nosuch'. {HELP}"),
        (("report", "--nosuch"), 64, f"No such option: --nosuch. {HELP}"),
        (("report", "--inputs"), 64, f"Option '--inputs' requires an argument. {HELP}"),
        (("report", "--inputs", "inputs", "--inputs=other"), 64, f"--inputs is given 2 times; give it once. {HELP}"),
        (("report", "--inputs", ""), 64, f"A name is missing: one of the arguments is empty. {HELP}"),
        (("report", "--outputs="), 64, f"A name is missing: one of the arguments is empty. {HELP}"),
        (("report", "extra"), 64, f"One argument too many: extra. {HELP}"),
        (("read",), 64, f"Missing argument 'file'. {HELP}"),
        (("layout",), 64, f"Missing argument 'file'. {HELP}"),
        (("read", "gone.xlsx"), 2, "gone.xlsx is not there. Put it there, or correct its name."),
        (("read", "gone.xlsx", "--json"), 2, "gone.xlsx is not there. Put it there, or correct its name."),
        (("read", "inputs"), 2, "inputs is a folder. Put the file in its place."),
        (("read", "inputs/mopac-register.xlsx", "--layout", "gone.toml"), 2, "gone.toml is not there. Put it there, or correct its name."),
        (("layout", "gone.xlsx"), 2, "There is no file gone.xlsx. Name the register, for example inputs/gone.xlsx."),
        (("layout", "inputs"), 2, "inputs is a folder. Name the register in it."),
        (("start", "inputs"), 4, "inputs has mapping.xlsx and narrative.docx already: nothing was changed. Name another folder, or move the old files away."),
        (("start", "inputs/mapping.xlsx"), 4, "inputs/mapping.xlsx can't be written: a file stands where a folder should be. Name another folder."),
    ],
)  # fmt: skip
def test_arguments(
    arguments: tuple[str, ...], status: int, said: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refused(capsys, *arguments) == (status, f"{said}\n")


def test_a_registers_sheet_that_is_not_there_is_a_finding(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "inputs/mopac-register.xlsx", "--sheet", "Registr"]) == 1
    assert "has no sheet 'Registr'. It has: 'Register', 'Notes'. Did you mean 'Register'?" in capsys.readouterr().out


# --- names -----------------------------------------------------------------------------------------


def test_names_that_are_no_utf8_are_shown_and_crash_nothing(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = os.fsdecode(b"mopac \xff \xc3\xa9.xlsx")
    try:
        (here / "inputs/mopac-register.xlsx").rename(here / "inputs" / odd)
    except OSError:
        pytest.skip("this file system has no such names")
    bad.cell("Organisations", "D3", "mopac*.xlsx")(here / "inputs/mapping.xlsx")
    assert main(list(RUN)) == 0
    (here / "inputs" / odd).write_bytes(b"")
    assert refused(capsys, *RUN) == (2, f"mopac \N{REPLACEMENT CHARACTER} é.xlsx is empty. {bad.AGAIN}\n")
    status, said = refused(capsys, "report", "--inputs", os.fsdecode(b"gone \xff"), *RUN[3:])
    assert (status, said.split(".")[0]) == (2, "There is no folder gone ?")


# --- the program as a process of its own -----------------------------------------------------------


def process(here: Path, *arguments: str | bytes, **more: object) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    given = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | more
    command = [sys.executable, "-m", "pipeline", *arguments]
    return subprocess.Popen(command, cwd=here, env=environment, text=True, **given)  # type: ignore[call-overload,no-any-return]


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("report", "--nosuch"), 64, f"No such option: --nosuch. {HELP}\n"),
        (RUN, 2, f"mapping.xlsx is a web page, {bad.NO_BOOK} {bad.IN_EXCEL}\n"),
        (("read", "gone.xlsx", "--json"), 2, "gone.xlsx is not there. Put it there, or correct its name.\n"),
        (("read", b"gone \xff.xlsx"), 2, "gone ?.xlsx is not there. Put it there, or correct its name.\n"),
    ],
)
def test_as_a_process(arguments: tuple[str | bytes, ...], status: int, said: str, here: Path) -> None:
    (here / "inputs/mapping.xlsx").write_bytes(bad.WEB_PAGE)
    before = standing(here)
    run = process(here, *arguments)
    out, err = run.communicate(timeout=60)
    assert (run.returncode, out, err) == (status, "", said)
    assert standing(here) == before


HOLD = """
import sys
from pathlib import Path
from pipeline.archive.files import lock
with lock(Path("outputs")):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_run_at_the_same_time(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD],
        cwd=here,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    try:
        assert refused(capsys, *RUN) == (
            4,
            "Another run is writing to outputs. Wait until it has ended, then run again.\n",
        )
    finally:
        holder.communicate("")
    assert main(list(RUN)) == 0
    assert not (here / "outputs/.lock").exists()


def children(parent: int) -> list[int]:
    """The processes that this one has started."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == parent and fields[0] != "Z":
                found.append(int(entry.name))
    return found


def until(condition: Callable[[], object]) -> bool:
    for _ in range(600):
        if condition():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc to look for processes in")
def test_interrupted(here: Path) -> None:
    """At the moment in which the template is read: it comes from a pipe into which nobody writes."""
    before = standing(here / "outputs")
    os.mkfifo(here / "never.docx")
    run = process(here, *RUN[:5], "--template", "never.docx")
    assert until(lambda: (here / "outputs/.lock").exists() and children(run.pid))
    started = children(run.pid)
    time.sleep(0.2)
    run.send_signal(signal.SIGINT)
    out, err = run.communicate(timeout=30)
    assert (run.returncode, out) == (130, "")
    assert err == ("Interrupted. What stood in the outputs folder is as it was, or is completed by the next run.\n")
    assert standing(here / "outputs") == before
    assert until(lambda: not any(Path(f"/proc/{one}").exists() for one in started))


def test_nobody_reads_what_is_said(here: Path) -> None:
    """As in ``… check | head -1``."""
    ours, theirs = os.pipe()
    os.close(ours)
    run = process(here, "check", *RUN[1:5], stdout=theirs)
    os.close(theirs)
    _, err = run.communicate(timeout=60)
    assert (run.returncode, err) == (0, "")


def test_no_console_at_all(here: Path) -> None:
    command = f"exec {sys.executable} -m pipeline read inputs/mopac-register.xlsx >&- 2>&-"
    run = subprocess.run(command, shell=True, cwd=here, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)
    assert run.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full")
def test_what_is_said_can_not_be_written(here: Path) -> None:
    with Path("/dev/full").open("w") as full:
        run = process(here, "read", "inputs/mopac-register.xlsx", "--json", stdout=full)
    _, err = run.communicate(timeout=60)
    assert (run.returncode, err) == (4, "What there is to say can't be written: the disk is full.\n")


# --- the part of the program that renders templates ------------------------------------------------


@pytest.fixture
def log() -> Iterator[Callable[[str], str]]:
    """Takes the name of the log out of a line, and the log away."""
    yield lambda said: re.sub(r"send (\S+\.log) to", lambda found: (Path(found[1]).unlink(), "send LOG to")[1], said)


def killed(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_the_child_is_killed_in_the_middle(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], log: Callable[[str], str]
) -> None:
    monkeypatch.setattr("pipeline.report.fill.render_parts", killed)
    status, said = refused(capsys, *RUN)
    assert (status, log(said)) == (
        70,
        (
            "The system ended a part of the program, perhaps for lack of memory; your files are as they were. "
            "Close other programs, then run again. If it happens again, please send LOG to its keeper.\n"
        ),
    )
    monkeypatch.undo()


def test_the_child_can_not_be_started(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], log: Callable[[str], str]
) -> None:
    def popen(*_: object, **__: object) -> None:
        raise OSError(errno.ENOMEM, "Cannot allocate memory")

    CHILD.stop()
    monkeypatch.setattr(subprocess, "Popen", popen)
    status, said = refused(capsys, *RUN)
    assert (status, log(said)) == (
        70,
        (
            "The system can't start a part of the program, perhaps for lack of memory; your files are as they were. "
            "Close other programs, then run again. If it happens again, please send LOG to its keeper.\n"
        ),
    )


def test_a_fault_of_the_program_is_one_line_even_where_no_log_can_be_written(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("pipeline.ingest.folder.find_inputs", fail)
    monkeypatch.setattr(
        "tempfile.NamedTemporaryFile", lambda *_, **__: (_ for _ in ()).throw(OSError(errno.ENOSPC, ""))
    )
    assert refused(capsys, *RUN) == (
        70,
        (
            "The program itself has failed; your files are as they were. "
            "Please tell its keeper (no log could be written: the disk is full).\n"
        ),
    )

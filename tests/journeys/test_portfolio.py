"""The reports of many panels: the same bytes whoever makes them, each for itself, none made twice.

``PANELS`` in the environment says how many there are.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import openpyxl
import psutil
import pytest

from pipeline.cli import main
from pipeline.limited import CHILD
from pipeline.portfolio import cluster
from tests.journeys.steps import change_theme, delete_rows
from tests.sample.issued import TEMPLATE
from tests.sample.panels import set_meeting, write_panels

ROOT = Path(__file__).parents[2]
PANELS = int(os.environ.get("PANELS", "6"))
LAST = 600  # seconds after which something hangs


def portfolio(folder: Path, *more: str) -> int:
    return main(["portfolio", str(folder), "--template", str(TEMPLATE), *more])


def tree(folder: Path) -> dict[str, str]:
    """Every file below the folder, and what it holds."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The inputs of every panel."""
    folder = tmp_path_factory.mktemp("pristine") / "panels"
    write_panels(folder, PANELS)
    return folder


@pytest.fixture(scope="module")
def made(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The portfolio as one worker makes it."""
    folder = shutil.copytree(pristine, tmp_path_factory.mktemp("made") / "panels")
    assert portfolio(folder, "--workers", "1") == 0
    return folder


@pytest.fixture
def panels(pristine: Path, tmp_path: Path) -> Path:
    return shutil.copytree(pristine, tmp_path / "panels")


@contextmanager
def running(folder: Path, *more: str) -> Iterator[subprocess.Popen[bytes]]:
    """The command in a process of its own; nothing that it started outlives it."""
    command = [sys.executable, "-m", "pipeline", "portfolio", str(folder), "--template", str(TEMPLATE), *more]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        yield process
        process.communicate(timeout=LAST)
    finally:
        process.kill()
        process.communicate()


def at_work(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """The workers that have a process of their own under way, and are so in the midst of a panel; waits for one."""
    end = time.monotonic() + LAST
    while time.monotonic() < end and process.poll() is None:
        found = [child for child in psutil.Process(process.pid).children() if child.children()]
        if found:
            return found
        time.sleep(0.01)
    raise AssertionError("no worker was seen at work")


def gone(processes: list[psutil.Process]) -> bool:
    return not psutil.wait_procs(processes, timeout=30)[1]


# --- the same bytes -------------------------------------------------------------------------------


def test_two_workers_make_what_one_makes_though_one_of_them_dies(made: Path, panels: Path) -> None:
    with running(panels, "--workers", "2") as process:
        victim = at_work(process)[0]
        all_of_them = [victim, *victim.children(recursive=True)]
        victim.send_signal(signal.SIGKILL)
    assert process.returncode == 0
    assert gone(all_of_them)
    assert tree(panels) == tree(made)


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler on this computer alone, and its two workers."""
    place = tmp_path_factory.mktemp("dask")
    about = place / "scheduler.json"
    surroundings = os.environ | {"PYTHONPATH": str(ROOT), "DASK_CONFIG": str(place)}

    def start(what: str, *more: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{what}", "--host", "127.0.0.1", "--no-dashboard"]
        with (place / f"{what}.log").open("ab") as log:
            return subprocess.Popen([*command, *more], cwd=place, env=surroundings, stdout=log, stderr=log)

    scheduler = start("scheduler", "--port", "0", "--scheduler-file", str(about))
    workers = []
    try:
        wait_for(about.is_file)
        address = json.loads(about.read_bytes())["address"]
        for name in ("one", "two"):
            options = ("--no-nanny", "--nthreads", "1", "--local-directory", str(place / name))
            workers.append(start("worker", address, *options))
        yield address, workers
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


def wait_for(condition: object) -> None:
    end = time.monotonic() + 60
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


def test_a_worker_that_does_not_see_the_folder_is_sent_what_it_needs(
    made: Path, panels: Path, dask: tuple[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster._Sign, "seen", property(lambda sign: False))
    monkeypatch.setattr(cluster._Sign, "__reduce__", lambda sign: (cluster._Sign, (sign.path / "not there", "")))
    (panels / "panel-001" / "notes.txt").write_text("nothing names this file")
    (panels / ".portfolio-notes.txt").write_text("a person's")
    here = panels / "panel-002"
    (tmp_path / "outputs").mkdir()
    shutil.move(here / "layouts", tmp_path / "layouts")
    for name in ("outputs", "layouts"):  # on another disk
        (here / name).symlink_to(tmp_path / name)
    (here / ".#mapping.xlsx").symlink_to("nowhere")  # as an editor locks a file
    (here / "pictures").mkdir()
    os.mkfifo(here / "pipe")
    assert portfolio(panels, "--scheduler", dask[0]) == 0
    assert (panels / ".portfolio-notes.txt").read_text() == "a person's"
    of_second = {f"panel-002/{name}": digest for name, digest in tree(tmp_path).items() if name.startswith("outputs/")}
    assert of_second == {name: digest for name, digest in tree(made).items() if name.startswith("panel-002/outputs/")}
    told = {name: digest for name, digest in tree(panels).items() if not name.startswith(("panel-002/", "."))}
    assert told.pop("panel-001/notes.txt")
    ours = {name for name in told if not name.startswith(("panel-001/outputs", "portfolio"))}
    assert {name: told[name] for name in ours} == {name: tree(made)[name] for name in ours}
    assert "file-unnamed" in (panels / "panel-001/outputs/2017-12-19/record.json").read_text()


def test_a_cluster_makes_the_same_though_one_of_its_workers_dies(
    made: Path, panels: Path, dask: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, workers = dask
    with running(panels, "--scheduler", address) as process:
        wait_for(lambda: list(panels.glob("*/outputs/*/record.json")))
        victim = psutil.Process(workers[0].pid)
        below = victim.children(recursive=True)
        victim.kill()
    assert process.returncode == 0
    assert gone(below)
    assert tree(panels) == tree(made)
    assert not list(panels.glob(".*"))


# --- interrupted, and again -----------------------------------------------------------------------


def test_nothing_outlives_an_interruption_and_the_next_run_goes_on(made: Path, panels: Path) -> None:
    with running(panels, "--workers", "2") as process:
        wait_for(lambda: list(panels.glob("*/outputs/*/record.json")))
        below = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGINT)
    assert process.returncode == 130
    assert gone(below)
    assert not list(panels.rglob("*.part"))
    done = len(list(panels.glob("*/outputs/*/record.json")))
    with running(panels) as process:
        said = process.communicate(timeout=LAST)[0].decode()
    assert process.returncode == 0
    assert f"{PANELS} panels: {PANELS} clean, 0 draft, 0 failed; {done} unchanged" in said
    assert tree(panels) == tree(made)


def test_what_stands_already_is_not_made_again(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.stat().st_mtime_ns for path in made.rglob("*") if path.is_file()}
    assert portfolio(made, "--workers", "1") == 0
    assert f"{PANELS} unchanged" in capsys.readouterr().out
    assert {path: path.stat().st_mtime_ns for path in made.rglob("*") if path.is_file()} == before
    CHILD.stop()


# --- one does not stop the others -----------------------------------------------------------------


@pytest.fixture
def four(pristine: Path, tmp_path: Path) -> Path:
    """A clean panel, one with something to fix, one whose mapping is no workbook; and a folder that is none."""
    folder = tmp_path / "four"
    for name in ("clean", "draft", "failing"):
        shutil.copytree(pristine / "panel-001", folder / name)
        set_meeting(folder / name, Panel=name)
    change_theme(folder / "draft", "Safeguarding", Met="Z-99")
    (folder / "failing" / "mapping.xlsx").write_text("a,b\n1,2\n")
    (folder / "archive").mkdir()
    return folder


def test_a_failed_panel_stops_no_other(four: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert portfolio(four) == 2
    said = capsys.readouterr().out
    assert "3 panels: 1 clean, 1 draft, 1 failed" in said.splitlines()[-1]
    assert "failing: " in said.partition("Failed (1)")[2]
    assert "  - draft: 1 must fix" in said
    assert "No mapping.xlsx, so no panel (1)\n  - archive" in said
    assert (four / "clean/outputs/2017-12-19/panel-report.docx").is_file()
    assert (four / "draft/outputs/2017-12-19/DRAFT-panel-report.docx").is_file()
    assert not (four / "failing/outputs").exists()

    book = openpyxl.load_workbook(four / "portfolio.xlsx")
    rows = list(book["Panels"].iter_rows(min_row=4, values_only=True))
    assert [(row[0], row[3], row[4]) for row in rows] == [
        ("clean", "Clean", 1), ("draft", "DRAFT", 1), ("failing", "No report", "–"),
    ]  # fmt: skip
    assert "mapping.xlsx" in str(rows[2][-1])
    codes = {row[1]: (row[3], row[4]) for row in book["Findings"].iter_rows(min_row=4, values_only=True)}
    assert codes["mapped-not-found"] == (1, 1)
    page = (four / "portfolio.html").read_text()
    assert 'href="draft/outputs/2017-12-19/DRAFT-panel-report.docx"' in page
    assert "1 without a report; 1 with a DRAFT" in page
    assert "archive" in page

    # The failing one mended, the other still a draft: 1; all mended: 0. What was made is not made again.
    shutil.copy(four / "clean" / "mapping.xlsx", four / "failing" / "mapping.xlsx")
    assert portfolio(four) == 1
    assert "2 unchanged" in capsys.readouterr().out.splitlines()[-1]
    shutil.copy(four / "clean" / "mapping.xlsx", four / "draft" / "mapping.xlsx")
    set_meeting(four / "draft", Panel="draft")
    (four / "draft").rename(four / os.fsdecode(b"drafts of \xff & <co>"))
    assert portfolio(four) == 0
    assert "drafts%20of%20%FF%20%26%20%3Cco%3E/outputs" in (four / "portfolio.html").read_text()


def test_a_summary_that_was_edited_is_left_as_it_is(four: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(four / "failing")
    portfolio(four)
    book = openpyxl.load_workbook(four / "portfolio.xlsx")
    book["Panels"]["A1"] = "My own"
    book.save(four / "portfolio.xlsx")
    edited = (four / "portfolio.xlsx").read_bytes()
    portfolio(four)
    assert (four / "portfolio.xlsx").read_bytes() == edited
    assert "The new file is portfolio-2.xlsx." in capsys.readouterr().out
    assert (four / "portfolio-2.xlsx").is_file()


def test_a_page_of_that_name_which_is_a_persons_is_left_as_it_is(
    four: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(four / "failing")
    (four / "portfolio.html").write_text("<p>Our shares</p>")
    portfolio(four)
    assert (four / "portfolio.html").read_text() == "<p>Our shares</p>"
    assert "The new file is portfolio-2.html." in capsys.readouterr().out
    made = (four / "portfolio-2.html").read_bytes()
    portfolio(four)
    assert (four / "portfolio-2.html").read_bytes() == made
    assert not (four / "portfolio-3.html").exists()


def test_a_panel_without_controls_is_told_in_its_own_words(pristine: Path, tmp_path: Path) -> None:
    folder = tmp_path / "panels"
    shutil.copytree(pristine / "panel-001", folder / "one")
    delete_rows(folder / "one", "Controls", "Kind", "Joint")
    portfolio(folder)
    row = next(
        openpyxl.load_workbook(folder / "portfolio.xlsx")["Aligned risks"].iter_rows(min_row=4, values_only=True)
    )
    assert row[10:13] == ("No joint controls", "No joint controls", 0)


# --- what can't be done at all --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (("nowhere",), 2, "There is no folder nowhere."),
        (("empty",), 2, "No folder in empty holds a mapping.xlsx."),
        (("one", "--template", "none.docx"), 3, "The template none.docx can't be read"),
        (("one", "--workers", "0"), 64, "--workers"),
        (("one", "--workers", "2", "--scheduler", "tcp://127.0.0.1:9"), 64, "give one of them"),
        (("one", "--scheduler", "my scheduler"), 64, "An address looks like this: tcp://"),
        (("one", "--scheduler", "tcp://127.0.0.1:9"), 64, "The scheduler tcp://127.0.0.1:9 does not answer"),
    ],
)
def test_what_stops_it_all_is_said_and_nothing_is_written(
    pristine: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *,
    arguments: tuple[str, ...],
    status: int,
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cluster, "_WAIT", 1)
    (tmp_path / "empty" / "of panels").mkdir(parents=True)
    shutil.copytree(pristine / "panel-001", tmp_path / "one" / "panel")
    before = tree(tmp_path)
    template = () if "--template" in arguments else ("--template", str(TEMPLATE))
    assert main(["portfolio", *arguments, *template]) == status
    assert says in capsys.readouterr().err
    assert tree(tmp_path) == before


def test_the_same_portfolio_is_not_made_by_two_at_once(
    pristine: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    panels = tmp_path / "panels"
    shutil.copytree(pristine / "panel-001", panels / "only")
    with running(panels, "--workers", "1") as process:
        at_work(process)
        assert portfolio(panels) == 4
        assert f"Another run is writing to {panels}." in capsys.readouterr().err
    assert process.returncode == 0

"""The lock of an outputs folder: one run at a time, whoever holds it and however that one ends."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from collections.abc import Callable
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pytest

from pipeline.archive.files import lock
from pipeline.model.errors import OutputsLocked
from tests.endurance.forked import FORKS, typed
from tests.endurance.rights import CAN_BE_LAID_DOWN, IS_ROOT
from tests.endurance.standing import Prepared, files

fcntl = pytest.importorskip("fcntl", reason="this system locks files otherwise")
Journeys = Callable[[str], Prepared]
ROOT = Path(__file__).parents[2]
ANOTHER = "Another run is writing to {outputs}. Wait until it has ended, then run again."
HINT = " If none is under way, on this computer or another, delete {outputs}/.lock."


def _without_locks() -> None:
    """As on a disk of the network that knows none."""

    def flock(*_: object) -> None:
        raise OSError(errno.ENOSYS, "Function not implemented")

    fcntl.flock = flock


def _hold(outputs: Path, has_locks: bool, held: Any, over: Any) -> None:
    if not has_locks:
        _without_locks()
    with lock(outputs):
        held.set()
        over.wait()


def _held_by_another(outputs: Path, has_locks: bool) -> tuple[Any, Any]:
    """A process that holds it, and what ends its work."""
    held, over = FORKS.Event(), FORKS.Event()
    process = FORKS.Process(target=_hold, args=(outputs, has_locks, held, over), daemon=True)
    process.start()
    assert held.wait(30)
    return process, over


def _refused(outputs: Path) -> str:
    with pytest.raises(OutputsLocked) as refusal, lock(outputs):
        pass
    return str(refusal.value)


@pytest.mark.parametrize("has_locks", [True, False], ids=["with locks", "a disk without locks"])
@pytest.mark.parametrize("dies", [True, False], ids=["killed", "done"])
def test_it_is_freed_when_its_holder_ends_and_when_it_dies(
    has_locks: bool, dies: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, recwarn: pytest.WarningsRecorder
) -> None:
    monkeypatch.setattr(fcntl, "flock", fcntl.flock)
    if not has_locks:
        _without_locks()
    outputs = tmp_path / "outputs"
    holder, over = _held_by_another(outputs, has_locks)
    assert _refused(outputs) == (ANOTHER + ("" if has_locks else HINT)).format(outputs=outputs)
    if dies:
        holder.kill()
    else:
        over.set()
    holder.join()
    with lock(outputs):
        pass
    assert not (outputs / ".lock").exists()
    assert [str(one.message) for one in recwarn] == []


def test_one_left_by_another_computer_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fcntl, "flock", fcntl.flock)
    _without_locks()
    outputs = tmp_path / "outputs"
    with lock(outputs):
        sign = (outputs / ".lock").read_text().splitlines()
    number, host, *rest = sign
    (outputs).mkdir(exist_ok=True)
    (outputs / ".lock").write_text("\n".join((number, f"not-{host}", *rest)) + "\n")
    assert _refused(outputs) == (ANOTHER + HINT).format(outputs=outputs)
    (outputs / ".lock").unlink()
    with lock(outputs):
        pass


def test_one_that_a_synchronised_folder_brought_from_another_computer_holds_nobody_up(tmp_path: Path) -> None:
    """Where there are locks, the file alone says nothing."""
    (tmp_path / ".lock").write_bytes(b"4711\nanother-computer\n")
    with lock(tmp_path):
        pass
    assert not (tmp_path / ".lock").exists()


@pytest.mark.skipif(not (IS_ROOT and CAN_BE_LAID_DOWN), reason="only root can give a file to somebody else")
def test_one_left_by_a_colleagues_run_that_was_killed_is_anybodys_to_take(journey: Journeys, here: Path) -> None:
    prepared = journey("first report")
    prepared.copied(here)
    holder, _ = _held_by_another(here / "outputs", has_locks=True)
    holder.kill()
    holder.join()
    os.chown(here / "outputs/.lock", 65534, 65534)
    ended = typed(here, prepared.journey.command, prepared.recalled, as_anybody=True)
    assert (ended.status, files(here)) == (0, prepared.whole), ended.said


# --- started in the same instant -------------------------------------------------------------------


def _rush(outputs: Path, times: int, start: Barrier, told: Any) -> None:
    """Gets the lock as often as can be, together with others; tells what was said, and whether anybody was inside."""
    inside = outputs.with_name("inside")
    said: list[str] = []
    for _ in range(times):
        start.wait(60)
        try:
            with lock(outputs):
                os.close(os.open(inside, os.O_CREAT | os.O_EXCL))
                time.sleep(0.001)
                inside.unlink()
            said.append("")
        except OutputsLocked as locked:
            said.append(str(locked))
        except FileExistsError:
            said.append("two were inside")
    told.put(said)


def test_of_runs_begun_in_the_same_instant_never_two_are_inside(tmp_path: Path) -> None:
    outputs, runs, times = tmp_path / "outputs", 4, 40
    start, told = FORKS.Barrier(runs), FORKS.Queue()
    processes = [FORKS.Process(target=_rush, args=(outputs, times, start, told), daemon=True) for _ in range(runs)]
    for process in processes:
        process.start()
    said = [told.get(timeout=120) for _ in processes]
    for process in processes:
        process.join(30)
    assert {one for each in said for one in each} <= {"", ANOTHER.format(outputs=outputs)}
    assert all("" in at_once for at_once in zip(*said, strict=True)), "nobody got it"
    assert not outputs.exists() or list(outputs.iterdir()) == []


def test_two_reports_begun_in_the_same_instant(journey: Journeys, here: Path) -> None:
    prepared = journey("first report")
    prepared.copied(here)
    command = [sys.executable, "-m", "pipeline", *prepared.journey.command]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    runs = [
        subprocess.Popen(command, cwd=here, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    ended = [(run.communicate(timeout=120), run.returncode) for run in runs]
    assert 0 in [status for _, status in ended]
    for (_, complaint), status in ended:
        assert (status, complaint) in ((0, ""), (4, f"{ANOTHER.format(outputs='outputs')}\n"))
    assert files(here) == prepared.whole

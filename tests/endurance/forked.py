"""A command in a process of its own, forked from one that has everything imported: a run costs what it does, no more.

What is built in memory alone, from the same things as once before, is recalled from that time: so nearly all the time
of a run goes by at what can be broken, the files.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import pickle
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pipeline import documents, limited, run
from pipeline.cli import main
from pipeline.ingest import guard
from pipeline.report.template import open_template
from tests.endurance.faults import Plan
from tests.endurance.rights import lay_down

# Imported here for the processes that are forked.
from pipeline import issuing, publishing, starting  # noqa: F401  # isort: skip
from pipeline.ingest.formats import text, xlsx  # noqa: F401  # isort: skip

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.endurance.forked", "pytest"])


@dataclass(frozen=True)
class Ended:
    """``status``: of the exit, negative where it was killed. ``operations``: what it did to files, in order."""

    status: int
    said: str
    seconds: float
    operations: tuple[str, ...] = ()


def typed(
    here: Path,
    command: tuple[str, ...],
    recalled: Path | None = None,
    *,
    plan: Plan | None = None,
    after: float | None = None,
    mark: str = "",
    as_anybody: bool = False,
    largest: int | None = None,
    meanwhile: Callable[[], object] = lambda: None,
) -> Ended:
    """The command, typed in this folder. ``recalled``: the folder of what is recalled; None where nothing is.

    ``plan``: what goes wrong, and that operations are written down. ``after``: seconds until it is killed; just before,
    ``meanwhile`` is called. ``mark``: NAME=VALUE for the environment of the processes that it starts. ``as_anybody``:
    with no rights over files but what these give. ``largest``: bytes of a file that may be written.
    """
    logs = _logs(here)
    logs.mkdir(exist_ok=True)
    process = FORKS.Process(
        target=_typed,
        args=(here, command, recalled),
        kwargs={"plan": plan, "mark": mark, "as_anybody": as_anybody, "largest": largest},
    )
    process.start()
    began = time.monotonic()
    if after is not None:
        while not (logs / "began").exists() and process.is_alive():
            time.sleep(0.001)
        began = time.monotonic()
        process.join(after)
        meanwhile()
        process.kill()
    process.join()
    seconds = time.monotonic() - began
    (logs / "began").unlink(missing_ok=True)
    assert process.exitcode is not None
    done = (logs / "operations").read_text().splitlines() if plan else ()
    return Ended(process.exitcode, (logs / "said").read_text("utf-8", "replace"), seconds, tuple(done))


def _logs(here: Path) -> Path:
    """Where what is said in a folder is kept: beside it."""
    return here.with_name(f"{here.name} said")


def _typed(
    here: Path,
    command: tuple[str, ...],
    recalled: Path | None,
    *,
    plan: Plan | None,
    mark: str,
    as_anybody: bool,
    largest: int | None,
) -> None:
    os.chdir(here)
    if as_anybody:
        lay_down()
    if largest is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, resource.RLIM_INFINITY))
    logs = _logs(here)
    if mark:
        name, _, os.environ[name] = mark.partition("=")
    said = os.open(logs / "said", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(said, stream)
    sys.stdout, sys.stderr = (os.fdopen(stream, "w", encoding="utf-8", closefd=False) for stream in (1, 2))
    scratch = here / "scratch"
    scratch.mkdir(exist_ok=True)
    tempfile.tempdir = str(scratch)
    if recalled:
        limited.CHILD.start = lambda *_: None  # type: ignore[method-assign]
        limited.CHILD.call = partial(_read, recalled)  # type: ignore[method-assign,assignment]
        limited.CHILD.ask = lambda *given, **named: partial(_read, recalled, *given, **named)  # type: ignore[method-assign,assignment]
        documents.open_template = _opened  # type: ignore[assignment]
        for module, name in _BUILDS:
            setattr(module, name, partial(_built, recalled, getattr(module, name)))
    (logs / "began").touch()
    if plan:
        with plan.on_files_below(here, logs / "operations"):
            status = main(list(command))
    else:
        status = main(list(command))
    limited.CHILD.stop()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def _read(recalled: Path, work: Any, limits: Any, *given: Any, **named: Any) -> Any:
    """A file that is named is opened here and now: what it holds is what is recalled of it."""
    held = [guard.file_bytes(one, given[1]) if isinstance(one, Path) else one for one in given]
    key = (work.__module__, work.__qualname__, *held, *named.items())
    return _remembered(recalled, key, lambda: _apart(work, limits, *given, **named))


def _apart(work: Any, *given: Any, **named: Any) -> Any:
    child = limited.Child()
    try:
        return child.call(work, *given, **named)
    finally:
        child.stop()


def _opened(data: bytes, name: str) -> None:
    """Whether it can be opened is all that is asked there; what it gives can't be kept."""
    open_template(data, name)


# What is worked out from its arguments alone, and takes long.
_BUILDS = (
    (run, "build_set"), (run, "build"), (run, "run_checks"), (documents, "open_template"), (documents.owed, "left_out"),
)  # fmt: skip


def _built(recalled: Path, build: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """The function that shows how the work goes on is no part of what it works on."""
    of_work = [one for one in given if not callable(one)]
    return _remembered(recalled, (build.__qualname__, *of_work, named), lambda: build(*given, **named))


def _remembered(recalled: Path, key: object, make: Callable[[], Any]) -> Any:
    path = recalled / hashlib.sha256(repr(key).encode("utf-8", "surrogatepass")).hexdigest()
    if path.exists():
        return pickle.loads(path.read_bytes())
    made = make()
    path.with_suffix(f".{os.getpid()}").write_bytes(pickle.dumps(made))
    path.with_suffix(f".{os.getpid()}").replace(path)
    return made

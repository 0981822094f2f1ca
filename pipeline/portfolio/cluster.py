"""Panels built on the workers of a Dask cluster, wherever these are.

A worker that sees the portfolio's folder reads the panel there; to one that does not, the panel's files are sent.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, ParamSpec, TypeVar
from uuid import uuid4

from pipeline import __version__
from pipeline.archive import disk
from pipeline.documents import Templates
from pipeline.ingest.folder import LAYOUTS, there
from pipeline.model.errors import BadArguments, InputsUnusable, OutputsLocked
from pipeline.portfolio.building import Died, Ended, Processes, build_panel
from pipeline.portfolio.panels import Panel
from pipeline.run import Built
from pipeline.scratch import scratch

_NOWHERE = "nowhere"
_OURS = re.compile(r"\.portfolio-[0-9a-f]{32}")
_WAIT = 15  # seconds for the scheduler to answer
_SIGN = ".portfolio-"
_AHEAD = 2  # panels handed over for each thread of the cluster, so that none waits for the next
_AT_LEAST = 16  # for workers that are still to come

Args = ParamSpec("Args")
Result = TypeVar("Result")


class Cluster:
    """The workers of one scheduler. Raises BadArguments where they can't be used, OutputsLocked where the portfolio's
    folder can't be written.
    """

    def __init__(self, address: str, folder: Path) -> None:
        try:
            from distributed import Client  # noqa: PLC0415  an extra that few need
            from distributed.comm.addressing import get_address_host_port  # noqa: PLC0415
        except ImportError:
            raise BadArguments(
                "--scheduler needs dask and distributed, which are not installed. Type: "
                "python -m pip install dask distributed"
            ) from None
        try:
            get_address_host_port(address)  # a Client that was never one complains at the very end
        except ValueError as error:
            raise BadArguments(
                f"--scheduler {address}: {error}. An address looks like this: tcp://192.0.2.1:8786"
            ) from None
        self._sign = _Sign.put(folder)
        try:
            connect: Any = Client  # it has no types
            self._client = connect(address, timeout=_WAIT, set_as_default=False)
        except OSError as error:
            self._sign.path.unlink(missing_ok=True)
            raise BadArguments(f"The scheduler {address} does not answer: {error}. Is it running there?") from None
        try:
            self._client.wait_for_workers(1, timeout=_WAIT)
            said = self._client.run(_version, on_error="return").values()
            if others := [version for version in said if version != __version__]:
                has = f"version {others[0]} of this program" if isinstance(others[0], str) else "not this program"
                raise BadArguments(
                    f"A worker of {address} has {has}, here it is {__version__}. Install the same on all of them."
                )
        except TimeoutError:
            self.end()
            raise BadArguments(f"The scheduler {address} has no workers. Start some there.") from None
        except BaseException:
            self.end()
            raise

    @property
    def callers(self) -> int:
        """How many panels to have under way."""
        threads: int = sum(self._client.nthreads().values())
        return max(_AHEAD * threads, _AT_LEAST)

    def build(self, panel: Panel, templates: Templates) -> Built:
        """As ``build_panel``. Raises Died where the workers that have it die again and again; Ended."""
        there = Panel(panel.folder.resolve())
        built = self._done(_build_where_it_is, there, templates, self._sign)
        return built or self._done(_build_sent, panel.folder, _files(panel), templates)

    def _done(self, work: Callable[Args, Result], *args: Args.args, **named: Args.kwargs) -> Result:
        from distributed import CancelledError, KilledWorker  # noqa: PLC0415

        try:
            done: Result = self._client.submit(work, *args, **named, pure=False).result()
        except KilledWorker:
            raise Died("the workers that made it were ended one after the other") from None
        except CancelledError:
            raise Ended from None
        return done

    def end(self) -> None:
        """Leaves the cluster as it was; what is under way there comes to nothing."""
        self._client.close()
        self._sign.path.unlink(missing_ok=True)


class _Sign:
    """A file in the portfolio's folder by which a worker knows that it sees this very folder, not one of its name."""

    def __init__(self, path: Path, text: str) -> None:
        self.path, self._text = path, text

    @classmethod
    def put(cls, folder: Path) -> _Sign:
        text = uuid4().hex
        path = folder.resolve() / f"{_SIGN}{text}"
        try:
            for left_over in folder.glob(f"{_SIGN}*"):  # by a run that was cut off: no other is under way here
                if _OURS.fullmatch(left_over.name):
                    left_over.unlink()
            path.write_text(text)
        except OSError as error:
            raise OutputsLocked(disk.refusal(folder, error)) from error
        return cls(path, text)

    @property
    def seen(self) -> bool:
        try:
            return self.path.read_text() == self._text
        except (OSError, ValueError):
            return False


# --- on the worker --------------------------------------------------------------------------------

_PROCESSES = Processes()
"""Those of this worker. Its threads build in them, as the reading and rendering of two panels can't share one."""


def _version() -> str:
    return __version__


def _build_where_it_is(panel: Panel, templates: Templates, sign: _Sign) -> Built | None:
    """None where the folder is not to be seen from here."""
    return _PROCESSES.call(build_panel, panel.folder, panel.outputs, templates) if sign.seen else None


def _build_sent(shown: Path, files: Mapping[str, bytes | None], templates: Templates) -> Built:
    return _PROCESSES.call(_unpacked_and_built, shown, files, templates)


def _unpacked_and_built(shown: Path, files: Mapping[str, bytes | None], templates: Templates) -> Built:
    """``shown``: the folder as whoever waits for it knows it."""
    with scratch() as place:
        panel = Panel(place.folder / "panel")
        for name, data in files.items():
            path = panel.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if data is None:
                path.symlink_to(_NOWHERE)
            else:
                path.write_bytes(data)
        try:
            return build_panel(panel.folder, panel.outputs, templates)
        except InputsUnusable as stop:
            raise InputsUnusable(*(line.replace(str(panel.folder), str(shown)) for line in stop.lines)) from None


# --- what is sent ---------------------------------------------------------------------------------


def _files(panel: Panel) -> dict[str, bytes | None]:
    """What a report is made from: the inputs, and of the outputs the records with the names of what was issued. None
    for one that can't be read: whoever needs it says so.
    """
    outputs = [path for path in _below(panel.outputs) if path.suffix in (".json", ".docx")]
    found: dict[str, bytes | None] = {}
    for path in (*there(panel.folder), *there(panel.folder / LAYOUTS), *outputs):
        name = path.relative_to(panel.folder).as_posix()
        found[name] = b"" if path in outputs and path.suffix == ".docx" else _read(path)
    return found


def _below(folder: Path) -> Iterator[Path]:
    """Every file below the folder, by name, also where links lead; in a circle they are followed once."""
    seen = set()
    for place, folders, names in os.walk(folder, followlinks=True):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        real = os.path.realpath(place)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        yield from (path for name in sorted(names) if (path := Path(place) / name).is_file())


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None

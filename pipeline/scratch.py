"""A folder for what is needed meanwhile, and programs that work in it: neither outlives the run, however that ends.

A small process keeps them. It ends the program and takes the folder away as soon as nobody holds its input open any
more: a run that was killed can no longer do so. This file is that process's program too, and so imports nothing of
the project.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_PATIENCE = 5.0  # seconds for programs that were ended to let go of the folder


@dataclass(frozen=True, slots=True)
class Scratch:
    """The folder, and who keeps it."""

    folder: Path
    _keeper: subprocess.Popen[bytes]

    def run(self, command: Sequence[str], environment: Mapping[str, str], limit: float) -> str:
        """Runs a program in the folder, without a shell, and ends all that it has started. Gives what went wrong, as the
        end of a sentence. ``limit``: seconds.
        """
        assert self._keeper.stdin and self._keeper.stdout
        name = Path(command[0]).name
        asked = {"command": list(command), "environment": dict(environment), "limit": limit}
        try:
            self._keeper.stdin.write(json.dumps(asked).encode() + b"\n")
            self._keeper.stdin.flush()
            answer = json.loads(self._keeper.stdout.readline())
        except (OSError, ValueError):  # somebody has ended the keeper
            return f"{name} was ended"
        return f"{name} {answer}"


@contextmanager
def scratch() -> Iterator[Scratch]:
    """A new folder in the computer's own place for such. Raises OSError where there can be none."""
    keeper = subprocess.Popen(
        [sys.executable, "-P", "-S", __file__, tempfile.gettempdir()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for the run
    )
    try:
        assert keeper.stdout
        made = json.loads(keeper.stdout.readline() or "null")
        if not isinstance(made, str):
            raise OSError(*(made or (errno.ENOMEM, os.strerror(errno.ENOMEM), tempfile.gettempdir())))
        yield Scratch(Path(made), keeper)
    finally:
        with suppress(OSError):
            keeper.communicate()


# --- the keeper -----------------------------------------------------------------------------------


class _Kept:
    """The folder and the program that runs there. ``_lock``: once all is to end, nothing is started any more."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def run(self, command: Sequence[str], environment: Mapping[str, str], limit: float) -> None:
        """Says what went wrong once it has ended."""
        try:
            with self._lock:
                self._process = subprocess.Popen(
                    command,
                    cwd=self._folder,
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,
                )
            self._process.wait(limit)
            said = "could not make it"
        except OSError:
            said = "can't be started"
        except subprocess.TimeoutExpired:
            said = f"took more than {limit:g} seconds"
        self._end_program()
        _say(said)

    def end(self) -> None:
        """Ends all, and takes the folder away."""
        self._lock.acquire()
        self._end_program()
        until = time.monotonic() + _PATIENCE
        while os.path.lexists(self._folder) and time.monotonic() < until:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _end_program(self) -> None:
        """With what it has started, where any of it still runs."""
        if self._process is None:
            return
        if sys.platform != "win32":
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()


def _say(value: object) -> None:
    with suppress(OSError):  # nobody is there to be told
        sys.stdout.buffer.write(json.dumps(value).encode() + b"\n")
        sys.stdout.buffer.flush()


def _keep(place: str) -> None:
    """Does what it is told, a line each, until nobody can tell it anything."""
    try:
        folder = tempfile.mkdtemp(prefix="risk-report-", dir=place)
    except OSError as error:
        _say([error.errno, error.strerror, place])
        return
    kept = _Kept(folder)
    _say(folder)
    for line in sys.stdin.buffer:
        threading.Thread(target=kept.run, kwargs=json.loads(line), daemon=True).start()
    kept.end()
    os._exit(0)  # what still waits for the lock


if __name__ == "__main__":
    _keep(sys.argv[1])

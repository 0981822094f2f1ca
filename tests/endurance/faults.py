"""A disk that refuses: each operation on a file counted, and the one that is chosen made to fail.

Put between the program and the operating system, in the process itself.
"""

from __future__ import annotations

import builtins
import io
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

_CALLS = ("open", "replace", "rename", "mkdir", "unlink", "remove", "rmdir", "fsync", "listdir", "scandir", "stat", "lstat", "link", "symlink", "truncate", "chmod", "utime")  # fmt: skip
_CHANGE = ("create", "write", "replace", "rename", "mkdir", "unlink", "remove", "rmdir", "fsync")
_NEED_ROOM = ("create", "write", "replace", "rename", "mkdir", "fsync")


class Fault(Enum):
    """What becomes of the operation that is chosen."""

    ONCE = "fails once"
    EVER_AFTER = "fails, and so does each one after it"
    KILLED = "is the last: the process is killed in its middle"


@dataclass(frozen=True)
class Plan:
    """``at``: which operation fails, from 1; 0 for none. ``number``: of the error. Operations count where they are of
    the ``kinds``, all where none are given.
    """

    at: int = 0
    fault: Fault = Fault.ONCE
    number: int = 0
    kinds: tuple[str, ...] = ()

    @contextmanager
    def on_files_below(self, folder: Path, told: Path) -> Iterator[None]:
        """While this lasts, what is done to files below ``folder`` is written to ``told``, and goes wrong as planned."""
        with told.open("w", buffering=1) as lines:
            disk = _Disk(self, os.path.realpath(folder), lines.write)
            with disk.instead():
                yield


CHANGES = _CHANGE
NEED_ROOM = _NEED_ROOM


class _Disk:
    def __init__(self, plan: Plan, folder: str, tell: Callable[[str], object]) -> None:
        self._plan, self._folder, self._tell = plan, folder, tell
        self._done = 0
        self._names: dict[int, str] = {}  # of what is open

    def met(self, kind: str, path: str, half: Callable[[], object] = lambda: None) -> None:
        """An operation is under way: raises what it is to fail with. ``half``: does half of it."""
        if self._plan.kinds and kind not in self._plan.kinds:
            return
        self._done += 1
        self._tell(f"{kind} {os.path.relpath(path, self._folder)}\n")
        at, fault = self._plan.at, self._plan.fault
        if at and (self._done == at or (self._done > at and fault is Fault.EVER_AFTER)):
            half()
            if fault is Fault.KILLED:
                os.kill(os.getpid(), signal.SIGKILL)
            raise OSError(self._plan.number, os.strerror(self._plan.number), path)

    def where(self, file: Any, dir_fd: int | None = None) -> str | None:
        """The path, where it is one below the folder."""
        if isinstance(file, int):
            return self._names.get(file)
        path = os.fsdecode(file)
        if dir_fd is not None:
            path = os.path.join(self._names.get(dir_fd, "/"), path)  # noqa: PTH118
        path = os.path.abspath(path)  # noqa: PTH100
        return path if path == self._folder or path.startswith(self._folder + os.sep) else None

    @contextmanager
    def instead(self) -> Iterator[None]:
        real = {name: getattr(os, name) for name in _CALLS}
        opened = io.open
        for name in _CALLS:
            setattr(os, name, self._counted(name, real[name]))
        io.open = builtins.open = self._opening(opened)  # type: ignore[assignment]
        try:
            yield
        finally:
            for name, call in real.items():
                setattr(os, name, call)
            io.open = builtins.open = opened

    def _counted(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def instead(file: Any = ".", *more: Any, **named: Any) -> Any:
            path = self.where(file, named.get("dir_fd"))
            if path is None:
                return call(file, *more, **named)
            flags = more[0] if name == "open" else 0
            self.met("create" if flags & os.O_CREAT else name, path)
            result = call(file, *more, **named)
            if name == "open":
                self._names[result] = path
            return result

        return instead

    def _opening(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def instead(file: Any, mode: str = "r", buffering: int = -1, *text: Any, **named: Any) -> Any:
            path = self.where(file)
            if path is None or isinstance(file, int) or "opener" in named:
                return call(file, mode, buffering, *text, **named)
            self.met("open" if mode.strip("bt") == "r" else "create", path)
            raw = _File(path, mode.replace("b", "").replace("t", ""), self)
            self._names[raw.fileno()] = path
            if buffering == 0:
                return raw
            buffered = (
                io.BufferedRandom(raw) if "+" in mode
                else io.BufferedReader(raw) if raw.readable() else io.BufferedWriter(raw)
            )  # fmt: skip
            return buffered if "b" in mode else io.TextIOWrapper(buffered, *text, **named)

        return instead


class _File(io.FileIO):
    def __init__(self, path: str, mode: str, disk: _Disk) -> None:
        super().__init__(path, mode)
        self._path, self._disk = path, disk

    def readall(self) -> bytes:
        self._disk.met("read", self._path)
        return super().readall()

    def readinto(self, buffer: Any) -> Any:
        self._disk.met("read", self._path)
        return super().readinto(buffer)

    def write(self, data: Any) -> Any:
        begun = memoryview(data)[: len(data) // 2]
        self._disk.met("write", self._path, lambda: super(_File, self).write(begun))
        return super().write(data)

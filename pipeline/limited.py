"""Work on what may be hostile, done in a child process that is stopped when it takes too much.

A template is a program and a register may be a bomb: neither may hold up or bring down a run. The child is
a fresh Python that gets functions by name with their arguments, and gives back what they return or raise. It
is started once, ahead of its first work, and again after it was stopped.

Memory and computing time are limited by the system (address space, CPU seconds) where it has such limits;
elapsed time is limited everywhere.
"""

from __future__ import annotations

import atexit
import importlib
import os
import pickle
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import ceil
from queue import SimpleQueue
from typing import BinaryIO, ParamSpec, TypeVar

if sys.platform != "win32":
    import resource

_LENGTH = 8  # bytes that say how many follow
_ENDED = frozenset((-1, -2, -3, -9, -15))  # what subprocess calls the signals by which others end a process

Args = ParamSpec("Args")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Limits:
    """``memory``: bytes of address space; ``computing`` and ``elapsed``: seconds for one piece of work."""

    memory: int = 1 << 30
    computing: int = 30
    elapsed: float = 60


class Stopped(Exception):
    """The work was stopped. Its text says what it took too much of, as the end of a sentence."""


class Lost(Exception):
    """The child can't be started, or was ended by the system or by somebody. Its text is the begin of a sentence."""


class _Asked:
    """Work that a child was asked for. ``answer``: whether it returned, and what it returned or raised; None so far."""

    def __init__(self, told: bytes, limits: Limits) -> None:
        self.told, self.limits = told, limits
        self.answer: tuple[bool, object] | None = None


class Child:
    """One child process, started where none is running. It does what it is asked for in the order of asking."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._asked: list[_Asked] = []  # of this process, and not answered

    def start(self, *modules: str) -> None:
        """Starts it and returns at once; it imports ``modules`` while its parent does other things."""
        if self._process is None or self._process.poll() is not None:
            self.stop()
            try:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", __name__, *modules],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,  # what it dies of is told by its parent
                    env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
                    start_new_session=True,  # Ctrl-C is for the parent; the child ends when nobody writes to it
                )
            except OSError as error:
                raise Lost("The system can't start a part of the program, perhaps for lack of memory") from error

    def call(self, work: Callable[Args, Result], limits: Limits, *args: Args.args, **named: Args.kwargs) -> Result:
        """What ``work`` returns. Raises what it raises; Stopped where it went beyond a limit; Lost."""
        return self.ask(work, limits, *args, **named)()

    def ask(
        self, work: Callable[Args, Result], limits: Limits, *args: Args.args, **named: Args.kwargs
    ) -> Callable[[], Result]:
        """The same, begun meanwhile: what is given back waits for it, and raises what ``call`` does."""
        asked = _Asked(pickle.dumps((work, limits, args, named), pickle.HIGHEST_PROTOCOL), limits)
        with suppress(Lost, OSError):  # whoever waits for it is told
            self._send(asked)

        def answer() -> Result:
            while asked.answer is None:
                if asked not in self._asked:  # its process has ended
                    self._send(asked)
                self._take()
            returned, value = asked.answer
            if returned:
                return value  # type: ignore[return-value]
            assert isinstance(value, BaseException)
            raise value

        return answer

    def _send(self, asked: _Asked) -> None:
        self.start()
        assert self._process and self._process.stdin
        self._asked.append(asked)
        try:
            self._process.stdin.write(len(asked.told).to_bytes(_LENGTH) + asked.told)
            self._process.stdin.flush()
        except OSError:  # it has died: why, whoever waits is told
            pass
        except BaseException:
            self.stop()  # it waits for the rest
            raise

    def _take(self) -> None:
        """The answer that comes next, to what was asked first. Where the process ends instead, and could have done so
        of what was asked after it, none.
        """
        process, asked = self._process, self._asked[0]
        assert process and process.stdout
        overdue = threading.Event()

        def stop() -> None:
            overdue.set()
            process.kill()

        clock = threading.Timer(asked.limits.elapsed, stop)
        clock.start()
        try:
            asked.answer = pickle.load(process.stdout)
            del self._asked[0]
            if isinstance(asked.answer[1], MemoryError):
                self.stop()  # what is left of it can't be relied on
                asked.answer = False, Stopped(_too_much(asked.limits, elapsed=False))
        except (EOFError, OSError, pickle.UnpicklingError):
            with suppress(subprocess.TimeoutExpired):
                process.wait(1)  # else our own ending of it would pass for somebody's
            alone = len(self._asked) == 1
            killed = process.returncode in _ENDED and not overdue.is_set()
            self.stop()
            if killed and alone:
                lost = Lost("The system ended a part of the program, perhaps for lack of memory")
                asked.answer = False, lost
            elif overdue.is_set() or alone:
                asked.answer = False, Stopped(_too_much(asked.limits, elapsed=overdue.is_set()))
        except BaseException:
            self.stop()  # an answer still to come would be taken for the next one's
            raise
        finally:
            clock.cancel()

    def end(self) -> None:
        """Ends the work under way, from another thread: its caller gets Lost."""
        if process := self._process:
            process.kill()

    def stop(self) -> None:
        """Ends the process where one is running."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None
        self._asked.clear()


CHILD = Child()
"""The one of this process, for all its work."""
atexit.register(CHILD.stop)


def _too_much(limits: Limits, *, elapsed: bool) -> str:
    if elapsed:
        return f"more than {limits.elapsed:g} seconds"
    return f"more than {limits.computing} seconds of computing or {limits.memory >> 20} MB of memory"


def _serve(modules: Sequence[str]) -> None:
    """The child's side: does what it is told until nobody tells it anything."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    told: SimpleQueue[bytes] = SimpleQueue()
    answered = _Answers()
    threading.Thread(target=_listen, args=(told,), daemon=True).start()
    threading.Thread(target=answered.tell, args=(answers,), daemon=True).start()
    for module in modules:
        importlib.import_module(module)
    while True:
        work, limits, args, named = pickle.loads(told.get())
        _limit(limits, answered.waiting)
        answered.put(_answer(work, args, named))


def _listen(told: SimpleQueue[bytes]) -> None:
    """Hands on what the child is told, and ends it once its parent has gone, in the middle of its work too."""
    while length := sys.stdin.buffer.read(_LENGTH):
        told.put(sys.stdin.buffer.read(int.from_bytes(length)))
    os._exit(0)


class _Answers:
    """Those that the parent has not taken yet: it may be slow to. ``waiting``: their bytes."""

    def __init__(self) -> None:
        self._queue: SimpleQueue[bytes] = SimpleQueue()
        self._lock = threading.Lock()
        self.waiting = 0

    def put(self, answer: bytes) -> None:
        self._count(len(answer))
        self._queue.put(answer)

    def tell(self, parent: BinaryIO) -> None:
        """Hands over one after the other, while the child goes on."""
        while True:
            answer = self._queue.get()
            parent.write(answer)
            parent.flush()
            self._count(-len(answer))

    def _count(self, size: int) -> None:
        with self._lock:
            self.waiting += size


def _answer(work: Callable[..., object], args: Sequence[object], named: Mapping[str, object]) -> bytes:
    """Whether the work returned, and what it returned or raised, pickled."""
    try:
        return pickle.dumps((True, work(*args, **named)), pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        where = traceback.format_exc()
        error.add_note(where)
        try:
            answer = pickle.dumps((False, error), pickle.HIGHEST_PROTOCOL)
            pickle.loads(answer)
        except Exception:  # an error that can't travel
            return pickle.dumps((False, RuntimeError(where)))
        return answer


def _limit(limits: Limits, waiting: int) -> None:
    """Sets the system's limits for the work to come, as far as it has them. ``waiting``: bytes of the answers to earlier
    work, which are not on its account.
    """
    if sys.platform == "win32":
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory + waiting),
        (resource.RLIMIT_CPU, ceil(used.ru_utime + used.ru_stime) + limits.computing),
    ):
        hard = resource.getrlimit(kind)[1]
        with suppress(ValueError, OSError):  # macOS knows the name of a limit that it will not set
            resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


if __name__ == "__main__":
    _serve(sys.argv[1:])

"""What may be hostile is stopped when it takes too much, and the next piece of work goes on."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.limited import Child, Limits, Lost, Stopped
from pipeline.model.errors import TemplateUnusable

LIMITS = Limits(memory=512 << 20, computing=1, elapsed=3)


@pytest.fixture
def child() -> Iterator[Child]:
    child = Child()
    yield child
    child.stop()


def add(first: int, second: int) -> int:
    print("noise on the way")  # noqa: T201
    return first + second


def sleep() -> None:
    time.sleep(60)


def spin() -> None:
    while True:
        pass


def eat() -> int:
    return len("a" * (1 << 30))


def die() -> None:
    os._exit(3)


def refuse() -> None:
    raise TemplateUnusable("the first line", "the second")


class Stubborn(Exception):
    def __init__(self, first: str, second: str) -> None:
        super().__init__(first + second)


def raise_what_cannot_travel() -> None:
    raise Stubborn("a", "b")


def test_the_work_is_done_in_another_process(child: Child) -> None:
    assert child.call(add, LIMITS, 2, second=3) == 5
    assert child.call(os.getpid, LIMITS) == child.call(os.getpid, LIMITS) != os.getpid()


@pytest.mark.parametrize(
    ("work", "says"),
    [(sleep, "3 seconds"), (spin, "1 seconds of computing"), (eat, "512 MB of memory"), (die, "of computing or")],
)
def test_what_takes_too_much_is_stopped_and_the_next_goes_on(
    child: Child, work: Callable[[], object], says: str
) -> None:
    # On a busy machine a second of computing may take longer than three by the clock.
    limits = replace(LIMITS, elapsed=60) if work is spin else LIMITS
    with pytest.raises(Stopped, match=says):
        child.call(work, limits)
    assert child.call(add, LIMITS, 2, 3) == 5


def killed(sign: int) -> None:
    if sign != signal.SIGKILL:
        signal.signal(sign, signal.SIG_DFL)  # whoever runs the tests may have told it to be ignored
    os.kill(os.getpid(), sign)
    time.sleep(60)


@pytest.mark.skipif(os.name == "nt", reason="no such signals")
@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGHUP", "SIGQUIT"])
def test_what_somebody_else_ends_is_lost_and_took_nothing_too_much(child: Child, name: str) -> None:
    with pytest.raises(Lost, match="ended a part of the program"):
        child.call(killed, LIMITS, getattr(signal, name))
    assert child.call(add, LIMITS, 2, 3) == 5


def test_each_piece_of_work_has_its_own_seconds(child: Child) -> None:
    for _ in range(3):
        assert child.call(busy, LIMITS, 0.6) > 0


def busy(seconds: float) -> int:
    turns, until = 0, time.process_time() + seconds
    while time.process_time() < until:
        turns += 1
    return turns


def test_an_error_arrives_as_it_was_raised(child: Child) -> None:
    with pytest.raises(TemplateUnusable) as stop:
        child.call(refuse, LIMITS)
    assert stop.value.lines == ("the first line", "the second")
    assert "in refuse" in stop.value.__notes__[0]


def test_an_error_that_cannot_travel_is_told_all_the_same(child: Child) -> None:
    with pytest.raises(RuntimeError, match="Stubborn"):
        child.call(raise_what_cannot_travel, LIMITS)


def test_what_is_asked_for_together_is_taken_in_any_order(child: Child) -> None:
    asked = [child.ask(add, LIMITS, number, 1) for number in range(5)]
    assert [asked[at]() for at in (3, 0, 4, 2, 1)] == [4, 1, 5, 3, 2]
    assert asked[3]() == 4  # it keeps


def test_the_work_begins_when_it_is_asked_for(child: Child, tmp_path: Path) -> None:
    child.ask(touch, LIMITS, tmp_path / "done")
    until = time.monotonic() + 60
    while not (tmp_path / "done").exists():
        assert time.monotonic() < until
        time.sleep(0.01)


def touch(path: Path) -> None:
    path.touch()


def large() -> bytes:
    return bytes(10 << 20)


def test_a_large_answer_that_nobody_takes_holds_up_nothing(child: Child, tmp_path: Path) -> None:
    first = child.ask(large, LIMITS)
    child.ask(touch, LIMITS, tmp_path / "done")
    until = time.monotonic() + 60
    while not (tmp_path / "done").exists():
        assert time.monotonic() < until
        time.sleep(0.01)
    assert len(first()) == 10 << 20


def in_megabytes(size: int) -> bytes:
    return bytes(size << 20)


def length_of(megabytes: int) -> int:
    return len(bytes(megabytes << 20))


@pytest.mark.skipif(os.name == "nt", reason="no limit on memory")
def test_an_answer_that_nobody_takes_is_not_on_the_account_of_what_comes_next(child: Child) -> None:
    limits = Limits(memory=1 << 30, computing=10, elapsed=60)
    first, second = child.ask(in_megabytes, limits, 300), child.ask(length_of, limits, 500)
    time.sleep(1)
    assert (len(first()), second()) == (300 << 20, 500 << 20)


def test_an_answer_that_nobody_wants_goes_to_nobody_else(child: Child) -> None:
    child.ask(add, LIMITS, 1, 1)
    child.ask(refuse, LIMITS)
    assert child.call(add, LIMITS, 2, 2) == 4


@pytest.mark.parametrize("work", [spin, eat, die, sleep])
def test_what_takes_too_much_is_blamed_on_nothing_that_was_asked_for_beside_it(
    child: Child, work: Callable[[], object]
) -> None:
    limits = replace(LIMITS, elapsed=60) if work is spin else LIMITS
    before, between, after = child.ask(large, limits), child.ask(work, limits), child.ask(add, limits, 2, 3)
    time.sleep(0.5)  # it may have died before anybody takes an answer
    assert after() == 5
    assert len(before()) == 10 << 20
    with pytest.raises(Stopped):
        between()
    assert child.call(add, LIMITS, 1, 1) == 2


def test_what_is_asked_of_a_child_that_has_ended_is_done_by_another(child: Child) -> None:
    asked = child.ask(add, LIMITS, 1, 2)
    child.stop()
    assert asked() == 3
    child.stop()
    assert asked() == 3

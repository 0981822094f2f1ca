"""The mutants themselves: what is made of a module, and that one in place is used by all that hold the function."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

pytest.importorskip("mutmut")

from tests.mutants.made import Mutant, mutants_of
from tests.mutants.running import put_in_place

SOURCE = """
from functools import cache

LIMIT: int = 3
TWICE = LIMIT * 2


def over(number: int, limit: int = 3) -> bool:
    return number > limit


@cache
def held(number: int) -> bool:
    return number > TWICE


class Weighed:
    def __init__(self, weight: int) -> None:
        self.weight = weight

    @property
    def heavy(self) -> bool:
        return self.weight > 3


HELD_ELSEWHERE = (over,)
"""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    (tmp_path / "weighing.py").write_text(SOURCE, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield importlib.import_module("weighing")
    del sys.modules["weighing"]


def made(module: ModuleType) -> list[Mutant]:
    file = Path(str(module.__file__))
    return list(mutants_of(file, file.parent))


def test_what_is_changed_in_a_module(module: ModuleType) -> None:
    assert [mutant.line for mutant in made(module)] == [
        "weighing table: LIMIT: int = {3 ⇒ None}",
        "weighing table: LIMIT: int = {3 ⇒ 4}",
        "weighing table: TWICE = {LIMIT * 2 ⇒ None}",
        "weighing table: TWICE = LIMIT {* ⇒ /} 2",
        "weighing table: TWICE = LIMIT * {2 ⇒ 3}",
        "weighing over: def over(number: int, limit: int = {3 ⇒ 4}) -> bool: return number ",
        "weighing over: limit: int = 3) -> bool: return number >{ ⇒ =} limit",
        "weighing held: ld(number: int) -> bool: return number >{ ⇒ =} TWICE",
        "weighing Weighed.__init__: lf, weight: int) -> None: self.weight = {weight ⇒ None}",
        "weighing Weighed.heavy: eavy(self) -> bool: return self.weight >{ ⇒ =} 3",
        "weighing Weighed.heavy: avy(self) -> bool: return self.weight > {3 ⇒ 4}",
        "weighing table: HELD_ELSEWHERE = {(over,) ⇒ None}",
    ]


@pytest.mark.parametrize(
    ("which", "asked", "before", "after"),
    [
        ("over: limit", lambda module: module.HELD_ELSEWHERE[0](3), False, True),
        ("over: def", lambda module: module.over(4), True, False),
        ("held:", lambda module: module.held(6), False, True),
        ("heavy: eavy", lambda module: module.Weighed(3).heavy, False, True),
        ("LIMIT: int = {3 ⇒ 4}", lambda module: module.TWICE == 6, True, False),  # what is made of it is made anew
    ],
)
def test_a_mutant_in_place_is_what_everybody_calls(
    module: ModuleType, which: str, asked: Callable[[ModuleType], bool], before: bool, after: bool
) -> None:
    (mutant,) = (one for one in made(module) if which in one.line)
    assert asked(module) is before
    put_in_place(mutant)
    assert asked(module) is after

"""What a fault that was put in is to be told by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random

from tests.seeded.quarter import Quarter, Where

MEETING = date(2017, 12, 19)


@dataclass(frozen=True, slots=True)
class Told:
    """``what`` was put in. ``where``: the places of which one is to be named. ``also``: codes above a note that
    rightly speak beside it, as what is wrong bears on more than one thing.
    """

    what: str
    code: str
    where: tuple[Where, ...]
    also: tuple[str, ...] = ()


Fault = Callable[[Quarter, Random], Told]

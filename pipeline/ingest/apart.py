"""Users' files are read apart from the program, in the limited child process: the parsers are the work of others,
and a few bytes can keep them busy for hours.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, Final, ParamSpec, TypeVar

from pipeline.limited import CHILD, Limits, Stopped
from pipeline.model.errors import InputsUnusable

LIMITS: Final = Limits(computing=60, elapsed=120)  # 200,000 rows take half of it

File = TypeVar("File")
More = ParamSpec("More")
Read = TypeVar("Read")


def read_apart(
    work: Callable[Concatenate[File, str, More], Read], file: File, name: str, *more: More.args, **named: More.kwargs
) -> Read:
    """What ``work`` reads from a file; ``name`` is how messages call it. Raises what it raises, and InputsUnusable
    where it took too much.
    """
    return begin_apart(work, file, name, *more, **named)()


def begin_apart(
    work: Callable[Concatenate[File, str, More], Read], file: File, name: str, *more: More.args, **named: More.kwargs
) -> Callable[[], Read]:
    """The same, begun meanwhile: what is given back waits for it, and raises what ``read_apart`` does."""
    asked = CHILD.ask(work, LIMITS, file, name, *more, **named)

    def read() -> Read:
        try:
            return asked()
        except Stopped as stopped:
            raise InputsUnusable(
                f"{name} took {stopped} to read; a file of a thousand rows takes a second. Copy what is needed, as values"
                " and words alone, into a new file, save it, and put that file in its place."
            ) from None

    return read

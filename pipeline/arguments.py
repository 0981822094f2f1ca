"""What is typed after ``python -m pipeline``: a command's own arguments, told apart, and the help on them.

Written out here, since to import a library for it takes as long as to read a register.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline.model.errors import BadArguments

HELP = "Type `python -m pipeline --help` for the commands."
_TYPED = "python -m pipeline"
_WIDTH = 80


class Argument(NamedTuple):
    """``typed``: ``--inputs``, or ``file`` for one without a name before it. ``kind``: what becomes of its text; bool
    where none follows. ``name``: of the command's parameter, where it is another one.
    """

    typed: str
    help: str
    kind: type[Path] | type[str] | type[int] | type[bool] = Path
    default: Path | None = None
    required: bool = False
    name: str = ""

    @property
    def parameter(self) -> str:
        return self.name or self.typed.removeprefix("--")

    @property
    def is_option(self) -> bool:
        return self.typed.startswith("--")

    @property
    def shown(self) -> str:
        values = {Path: " <path>", str: " <text>", int: " <number>", bool: ""}
        return self.typed + (values[self.kind] if self.is_option else "")


class Command(NamedTuple):
    """``run`` takes the arguments by name and returns the exit status; its docstring is the help on it."""

    run: Callable[..., int]
    arguments: tuple[Argument, ...]

    @property
    def about(self) -> str:
        return (self.run.__doc__ or "").partition("\n")[0]


def chosen(given: Sequence[str], commands: Mapping[str, Command]) -> tuple[Command, str]:
    """The command that is typed, and its name. Raises BadArguments."""
    if not given:
        raise BadArguments(f"Missing command. {HELP}")
    if given[0].startswith("-"):
        raise BadArguments(f"No such option: {given[0].partition('=')[0]}. {HELP}")
    if given[0] not in commands:
        raise BadArguments(f"No such command '{given[0]}'.{_near(given[0], commands)} {HELP}")
    return commands[given[0]], given[0]


def values(given: Sequence[str], arguments: Sequence[Argument]) -> dict[str, object]:
    """What was given for each parameter of a command. ``given``: what is typed after it. Raises BadArguments."""
    options = {one.typed: one for one in arguments if one.is_option}
    places = iter([one for one in arguments if not one.is_option])
    found: dict[str, object] = {one.parameter: False if one.kind is bool else one.default for one in arguments}
    rest, named = iter(given), True  # nothing is an option after "--"
    for text in rest:
        if named and text == "--":
            named = False
        elif named and text.startswith("-") and text != "-":
            typed, sign, value = text.partition("=")
            if typed not in options:
                raise BadArguments(f"No such option: {typed}.{_near(typed, options)} {HELP}")
            option = options[typed]
            found[option.parameter] = _of_option(option, value if sign else None, rest)
        elif place := next(places, None):
            found[place.parameter] = place.kind(text)
        else:
            raise BadArguments(f"One argument too many: {text}. {HELP}")
    for place in places:
        if place.required:
            raise BadArguments(f"Missing argument '{place.typed}'. {HELP}")
    return found


def _of_option(option: Argument, value: str | None, rest: Iterator[str]) -> object:
    if option.kind is bool:
        if value is not None:
            raise BadArguments(f"Option '{option.typed}' does not take a value. {HELP}")
        return True
    text = next(rest, "--") if value is None else value
    if value is None and text.startswith("--"):
        raise BadArguments(f"Option '{option.typed}' requires an argument. {HELP}")
    if option.kind is int and not (text.isascii() and text.isdigit() and int(text) > 0):
        raise BadArguments(f"{option.typed} must be a whole number from 1 up, not '{text}'. {HELP}")
    return option.kind(text)


def _near(typed: str, known: Mapping[str, object]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415  for slips alone

    near = get_close_matches(typed, known, n=1, cutoff=0.7)
    return f" Did you mean '{near[0]}'?" if near else ""


def help_on(commands: Mapping[str, Command], name: str = "") -> Iterator[str]:
    """The lines of help on one command, or on all."""
    if not name:
        yield f"Usage: {_TYPED} COMMAND [ARGUMENTS]"
        yield from ("", "  Makes the joint risk report from the spreadsheets in inputs/.", "", "Commands:")
        yield from _columns([(each, command.about) for each, command in commands.items()])
        yield from ("", f"For the arguments of one: {_TYPED} COMMAND --help")
        return
    command = commands[name]
    places = [one for one in command.arguments if not one.is_option]
    typed = "".join(f" {one.typed}" if one.required else f" [{one.typed}]" for one in places)
    yield f"Usage: {_TYPED} {name} [OPTIONS]{typed}"
    yield from ("", *textwrap.wrap(command.about, _WIDTH, initial_indent="  ", subsequent_indent="  "))
    if places:
        yield from ("", "Arguments:", *_columns([(one.shown, one.help) for one in places]))
    options = [one for one in command.arguments if one.is_option]
    if options:
        told = [f"{one.help}  [default: {one.default}]" if one.default else one.help for one in options]
        shown = [one.shown for one in options]
        yield from ("", "Options:", *_columns(list(zip(shown, told, strict=True))))


def _columns(entries: Sequence[tuple[str, str]]) -> Iterator[str]:
    left = max(len(first) for first, _ in entries)
    for first, about in entries:
        yield from textwrap.wrap(
            about, _WIDTH, initial_indent=f"  {first:{left}}  ", subsequent_indent=" " * (left + 4)
        )

"""What is typed after ``python -m pipeline``: argparse tells a command's arguments apart, and sets the help on them.

What is wrong with them is worded here, since argparse words it for programmers.
"""

from __future__ import annotations

import textwrap
from argparse import SUPPRESS, ArgumentError, ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from pipeline.model.errors import BadArguments

HELP = "Type `python -m pipeline --help` for the commands."
_TYPED = "python -m pipeline"
_WIDTH = 80


class Argument(NamedTuple):
    """``typed``: ``--inputs``, or ``file`` for one without a name before it, of which a command has one at most.
    ``kind``: what becomes of its text; bool where none follows. ``name``: of the command's parameter, where it is
    another one.
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
    kinds = {one.typed: one.kind for one in arguments if one.is_option}
    try:
        found, rest = _parser("", arguments).parse_known_args(given)
    except ArgumentError as error:
        option = error.argument_name or ""
        wrong = "does not take a value" if kinds[option] is bool else "requires an argument"
        raise BadArguments(f"Option '{option}' {wrong}. {HELP}") from None
    named = given[: given.index("--")] if "--" in given else given  # nothing is an option after it
    for text in rest:
        if text.startswith("-") and text in named:
            option = text.partition("=")[0]
            raise BadArguments(f"No such option: {option}.{_near(option, kinds)} {HELP}")
    if more := [text for text in rest if text != "--"]:
        raise BadArguments(f"One argument too many: {more[0]}. {HELP}")
    for one in arguments:
        if one.required and getattr(found, one.parameter) is None:
            raise BadArguments(f"Missing argument '{one.typed}'. {HELP}")
    return vars(found)


def _near(typed: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415  for slips alone

    near = get_close_matches(typed, known, n=1, cutoff=0.7)
    return f" Did you mean '{near[0]}'?" if near else ""


def help_on(commands: Mapping[str, Command], name: str = "") -> str:
    """Help on one command, or on all."""
    if name:
        command = commands[name]
        typed = "".join(
            f" {one.typed}" if one.required else f" [{one.typed}]" for one in command.arguments if not one.is_option
        )
        about = textwrap.fill(command.about, _WIDTH, initial_indent="  ", subsequent_indent="  ")
        return _parser(f"Usage: {_TYPED} {name} [OPTIONS]{typed}\n\n{about}", command.arguments).format_help()
    about = "  Makes the joint risk report from the spreadsheets in inputs/."
    parser = _parser(f"Usage: {_TYPED} COMMAND [ARGUMENTS]\n\n{about}", ())
    parser.epilog = f"For the arguments of one: {_TYPED} COMMAND --help"
    listed = parser.add_argument_group("Commands")
    for each, command in commands.items():
        listed.add_argument(each, help=command.about)
    return parser.format_help()


def _parser(about: str, arguments: Sequence[Argument]) -> ArgumentParser:
    parser = ArgumentParser(
        usage=SUPPRESS,  # it stands in ``about``, without a list of every option
        description=about,
        formatter_class=lambda prog: RawDescriptionHelpFormatter(prog, max_help_position=32, width=_WIDTH),
        add_help=False,
        allow_abbrev=False,
        exit_on_error=False,
    )
    places, options = parser.add_argument_group("Arguments"), parser.add_argument_group("Options")
    shown = {Path: "<path>", str: "<text>", int: "<number>"}
    for one in arguments:
        if not one.is_option:
            places.add_argument(one.typed, help=one.help, type=one.kind, nargs="?")
        elif one.kind is bool:
            options.add_argument(one.typed, help=one.help, dest=one.parameter, action="store_true")
        else:
            options.add_argument(
                one.typed,
                help=f"{one.help} [default: %(default)s]" if one.default else one.help,
                dest=one.parameter,
                type=partial(_count, one.typed) if one.kind is int else one.kind,
                default=one.default,
                metavar=shown[one.kind],
            )
    return parser


def _count(typed: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise BadArguments(f"{typed} must be a whole number from 1 up, not '{text}'. {HELP}")
    return int(text)

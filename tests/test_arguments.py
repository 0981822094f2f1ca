"""What is typed becomes a command's arguments, or one line that says what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.arguments import HELP, Argument, Command, chosen, help_on, values
from pipeline.model.errors import BadArguments

FILE = Argument("file", "A register.", required=True)
INPUTS = Argument("--inputs", "The folder.", default=Path("inputs"))
SHEET = Argument("--from", "The sheet.", str, name="sheet")
WORKERS = Argument("--workers", "How many.", int)
PDF = Argument("--pdf", "And a PDF.", bool)
ALL = (FILE, INPUTS, SHEET, WORKERS, PDF)
LEFT = {"file": Path("a"), "inputs": Path("inputs"), "sheet": None, "workers": None, "pdf": False}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("a", {}),
        ("a --pdf", {"pdf": True}),
        ("--pdf a", {"pdf": True}),
        ("--inputs x a --pdf", {"inputs": Path("x"), "pdf": True}),
        ("a --inputs x", {"inputs": Path("x")}),
        ("--inputs=x=y a", {"inputs": Path("x=y")}),
        ("--inputs - a", {"inputs": Path("-")}),
        ("--inputs=--pdf a", {"inputs": Path("--pdf")}),
        ("a --from None", {"sheet": "None"}),
        ("a --workers 12", {"workers": 12}),
        ("--pdf -- --pdf", {"file": Path("--pdf"), "pdf": True}),
        ("-- a", {}),
    ],
)
def test_values(typed: str, found: dict[str, object]) -> None:
    assert values(typed.split(), ALL) == LEFT | found


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Missing argument 'file'."),
        ("a b c", "One argument too many: b."),
        ("a -- --x", "One argument too many: --x."),
        ("a b --x=y", "No such option: --x."),
        ("a --pfd", "No such option: --pfd. Did you mean '--pdf'?"),
        ("a --nosuch", "No such option: --nosuch."),
        ("a --input x", "No such option: --input. Did you mean '--inputs'?"),
        ("a -p", "No such option: -p."),
        ("a --pdf=yes", "Option '--pdf' does not take a value."),
        ("a --inputs", "Option '--inputs' requires an argument."),
        ("a --inputs --pdf", "Option '--inputs' requires an argument."),
        *(
            (f"a --workers={text}", f"--workers must be a whole number from 1 up, not '{text}'.")
            for text in ("0", "-1", "1.5", "two", "²")
        ),
    ],
)
def test_what_is_wrong(typed: str, said: str) -> None:
    with pytest.raises(BadArguments) as caught:
        values(typed.split(), ALL)
    assert caught.value.lines == (f"{said} {HELP}",)


def read(file: Path) -> int:
    """Show one register.

    More that only its readers need.
    """
    return 0


COMMANDS = {"read": Command(read, ALL)}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ([], "Missing command."),
        (["raed"], "No such command 'raed'. Did you mean 'read'?"),
        (["zzz"], "No such command 'zzz'."),
        (["--json"], "No such option: --json."),
    ],
)
def test_no_such_command(typed: list[str], said: str) -> None:
    with pytest.raises(BadArguments) as caught:
        chosen(typed, COMMANDS)
    assert caught.value.lines == (f"{said} {HELP}",)
    assert chosen(["read", "zzz"], COMMANDS) == (COMMANDS["read"], "read")


def test_help() -> None:
    assert "  read  Show one register." in help_on(COMMANDS).splitlines()
    assert help_on(COMMANDS, "read").splitlines() == [
        "Usage: python -m pipeline read [OPTIONS] file",
        "",
        "  Show one register.",
        "",
        "Arguments:",
        "  file                A register.",
        "",
        "Options:",
        "  --inputs <path>     The folder. [default: inputs]",
        "  --from <text>       The sheet.",
        "  --workers <number>  How many.",
        "  --pdf               And a PDF.",
    ]

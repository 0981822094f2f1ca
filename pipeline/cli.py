"""The commands and their arguments: what is typed in, words and an exit status out."""

from __future__ import annotations

import sys
import traceback
from itertools import takewhile
from pathlib import Path

from pipeline import limited, screen
from pipeline.arguments import HELP, Argument, Command, chosen, help_on, values
from pipeline.commands import check, issue, layout, portfolio, read, report, start, template
from pipeline.faults import logged
from pipeline.model.errors import BadArguments, ExitStatus, Stop

INPUTS = Argument("--inputs", "The folder with mapping.xlsx, narrative.docx and the registers.", default=Path("inputs"))
OUTPUTS = Argument("--outputs", "The folder that holds a folder for each meeting.", default=Path("outputs"))
TEMPLATE = Argument("--template", "The Word template.", default=Path("templates/panel-report.docx"))
JSON = Argument("--json", "For other programs: JSON on standard output.", bool, name="as_json")

COMMANDS = {
    "report": Command(
        report,
        (
            INPUTS, OUTPUTS, TEMPLATE,
            Argument("--pdf", "And a PDF of each Word document, where LibreOffice is there.", bool),
            Argument("--preview", "And pictures of the pages of those PDFs.", bool),
        ),
    ),
    "check": Command(
        check,
        (
            INPUTS, OUTPUTS,
            Argument("--document", "A Word file instead, perhaps edited: is it fit to send?"),
            JSON,
            Argument("--watch", "Look again whenever one of the inputs is saved, until you press Ctrl+C.", bool),
        ),
    ),
    "issue": Command(
        issue,
        (
            Argument("file", "The report as it was sent, if there are several."),
            INPUTS, OUTPUTS, TEMPLATE,
            Argument("--public", "Make what may be published of a report that was issued already.", bool),
        ),
    ),
    "read": Command(
        read,
        (
            Argument("file", "A register.", required=True),
            Argument("--layout", "The layout that says how it is read."),
            Argument("--sheet", "The sheet with the risks.", str),
            JSON,
        ),
    ),
    "layout": Command(
        layout,
        (
            Argument("file", "A register, where it lies in the inputs folder.", required=True),
            Argument("--organisation", "Whose register it is.", str),
        ),
    ),
    "template": Command(
        template,
        (
            Argument("file", "The Word template."),
            Argument("--fields", "Say what a template may place, and nothing else.", bool),
        ),
    ),
    "start": Command(
        start,
        (
            Argument("folder", "The new inputs folder.", required=True),
            Argument("--from", "Last quarter's Word paper, to fill it from and to put on record.", name="paper"),
            OUTPUTS,
        ),
    ),
    "portfolio": Command(
        portfolio,
        (
            Argument("folder", "The folder with an inputs folder for each panel.", required=True),
            Argument("--workers", "How many panels are made at once on this computer; else one for each core.", int),
            Argument("--scheduler", "The address of a Dask scheduler, whose workers make them instead.", str),
            TEMPLATE,
        ),
    ),
}  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    """Run a command; the one place where an error becomes words and an exit status."""
    screen.prepare()
    given = sys.argv[1:] if arguments is None else arguments
    try:
        status = _run(given)
        screen.finish()
        return int(status)
    except Stop as stop:
        screen.complain(*stop.lines)
        return stop.status
    except limited.Lost as lost:
        return _fault(str(lost), "Close other programs, then run again. If it happens again, please")
    except KeyboardInterrupt:
        screen.complain("Interrupted. What stood in the outputs folder is as it was, or is completed by the next run.")
        return ExitStatus.INTERRUPTED
    except Exception:
        return _fault("The program itself has failed", "Please")


def _run(given: list[str]) -> int:
    _refuse_unclear(given)
    if given == ["--help"]:
        screen.say(help_on(COMMANDS).removesuffix("\n"))
        return ExitStatus.DONE
    command, name = chosen(given, COMMANDS)
    if "--help" in takewhile(lambda one: one != "--", given):
        screen.say(help_on(COMMANDS, name).removesuffix("\n"))
        return ExitStatus.DONE
    return command.run(**values(given[1:], command.arguments))


def _refuse_unclear(arguments: list[str]) -> None:
    """Raises BadArguments for what would else be passed over: an option given twice, an argument without text."""
    options = [one.partition("=")[0] for one in takewhile(lambda one: one != "--", arguments) if one.startswith("--")]
    for option in options:
        if options.count(option) > 1:
            raise BadArguments(f"{option} is given {options.count(option)} times; give it once. {HELP}")
    if any(not one.partition("=")[2] if one.startswith("--") and "=" in one else not one for one in arguments):
        raise BadArguments(f"A name is missing: one of the arguments is empty. {HELP}")


def _fault(what: str, remedy: str) -> ExitStatus:
    """A fault of the program: one plain line, and a log for whoever mends it."""
    screen.complain(f"{what}; your files are as they were. {remedy} {logged(traceback.format_exc())}.")
    return ExitStatus.PROGRAM_FAULT

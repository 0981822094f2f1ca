"""What a person sees while the program works and when it has finished. Only ``cli`` uses it."""

from __future__ import annotations

import shutil
import sys
import textwrap
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby

from pipeline.model.alike import Alike, alike
from pipeline.model.findings import CATALOGUE, Finding, Mender, Severity


def prepare() -> None:
    """Make a console that can't print arrows show "?" in their place rather than fail."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]


def say(*lines: str) -> None:
    """Lines for the user."""
    for line in lines:
        sys.stdout.write(line + "\n")


def complain(*lines: str) -> None:
    """Why the run ended, on standard error."""
    for line in lines:
        sys.stderr.write(line + "\n")


@contextmanager
def stage(name: str) -> Iterator[None]:
    """A stage under way, with its time once done; silent where nobody is watching."""
    watched = sys.stderr.isatty()
    began = time.perf_counter()
    if watched:
        sys.stderr.write(f"  {name} … ")
        sys.stderr.flush()
    finished = False
    try:
        yield
        finished = True
    finally:
        if watched:
            sys.stderr.write(f"{time.perf_counter() - began:.1f} s\n" if finished else "\n")


def ask(question: str, answers: Sequence[str]) -> str:
    """One of the answers, chosen by its number; any text where none are given. "" where it is left open."""
    say("", question)
    for number, answer in enumerate(answers, start=1):
        say(f"  {number}. {answer}")
    while True:
        sys.stdout.write(f"Type a number from 1 to {len(answers)}, or press Enter: " if answers else "> ")
        sys.stdout.flush()
        reply = sys.stdin.readline().strip()
        if not reply or not answers:
            return reply
        if reply.isdigit() and 1 <= int(reply) <= len(answers):
            return answers[int(reply) - 1]


def counts(findings: Iterable[Finding]) -> str:
    """``0 must fix, 2 please look, 5 for information`` and, where there are any, ``1 accepted``."""
    listed = list(findings)
    open_ones = [finding for finding in listed if not finding.accepted]
    words = [
        f"{sum(f.severity is severity for f in open_ones)} {severity.words.lower()}" for severity in Severity
    ]  # fmt: skip
    accepted = len(listed) - len(open_ones)
    return ", ".join([*words, *([f"{accepted} accepted"] if accepted else [])])


def show_findings(findings: Sequence[Finding], *, notes: bool) -> None:
    """The findings by severity and by who can mend them, with place and what to do; many alike as one entry.
    The numbers count each finding.
    """
    width = min(shutil.get_terminal_size((100, 24)).columns, 120)
    for severity in Severity:
        if severity is Severity.NOTE and not notes:
            continue
        chosen = [finding for finding in findings if finding.severity is severity and not finding.accepted]
        if chosen:
            say("", f"{severity.words} ({len(chosen)})")
        for keeper, group in groupby(sorted(alike(chosen), key=_keeper), key=_keeper):
            say(f" {keeper[1]}{f' ({keeper[2]})' if keeper[2] else ''}")
            for entry in group:
                _show(entry, width)
    accepted = [finding for finding in findings if finding.accepted]
    if accepted:
        say("", f"Accepted ({len(accepted)})")
        for entry in alike(accepted):
            _show(entry, width)
            say(f"      {entry.first.accepted}")


def _keeper(entry: Alike) -> tuple[int, str, str]:
    mender = CATALOGUE[entry.first.code].mender
    organisation = entry.first.organisation if mender is Mender.REGISTER else ""
    return (list(Mender).index(mender), mender.value, organisation)


def _show(entry: Alike, width: int) -> None:
    finding = entry.first
    place = f"{finding.place}: " if str(finding.place) else ""
    for text, first, rest in (
        (f"{place}{entry.message}", "  - ", "    "),
        (f"{finding.remedy}  [{finding.code}]", "      ", "      "),
    ):
        say(*textwrap.wrap(text, width, initial_indent=first, subsequent_indent=rest, break_long_words=False))

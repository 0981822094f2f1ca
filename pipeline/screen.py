"""What a person sees while the program works and when it has finished. Only ``cli`` uses it."""

from __future__ import annotations

import json
import os
import shutil
import sys
import textwrap
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from pipeline import columns, plain
from pipeline.model.alike import Alike, alike
from pipeline.model.document import Difference, DifferenceKind, Role
from pipeline.model.errors import OutputsLocked, reason
from pipeline.model.findings import CATALOGUE, Finding, Mender, Severity, weight
from pipeline.model.portfolio import PanelState
from pipeline.model.records import Place

if TYPE_CHECKING:
    from pipeline.portfolio import Told
    from pipeline.report.catalogue import Entry

_LONG = 160  # characters of a text shown whole on the screen
_NARROW = 72  # columns below which a table is no help
_AROUND = 6  # words shown on either side of what differs


def prepare() -> None:
    """Make a console that can't print arrows show words in their place rather than fail; and where there is
    none at all, write to nobody.
    """
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  open until the end
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors=plain.NAME)  # type: ignore[union-attr]
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")


def say(*lines: str) -> None:
    """Lines for the user. Raises OutputsLocked where they can't be written."""
    with _written(sys.stdout):
        for line in lines:
            sys.stdout.write(line + "\n")


def say_json(value: object) -> None:
    """For other programs: what the stream can't print is written as JSON escapes it."""
    is_utf = sys.stdout.encoding.casefold().replace("-", "").startswith("utf")
    say(json.dumps(value, ensure_ascii=not is_utf, indent=1))


def complain(*lines: str) -> None:
    """Why the run ended, on standard error."""
    with suppress(OSError), _written(sys.stderr):
        for line in lines:
            sys.stderr.write(line + "\n")
        sys.stderr.flush()


def finish() -> None:
    """Everything said so far has arrived. Raises OutputsLocked where it can't be written."""
    with _written(sys.stdout):
        sys.stdout.flush()


@contextmanager
def _written(stream: TextIO) -> Iterator[None]:
    """Where the reader of the stream has gone (``… | head``), nobody is left to tell: the run goes on."""
    try:
        yield
    except OSError as error:
        # Else Python itself would complain of it at the very end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        if not isinstance(error, BrokenPipeError):
            raise OutputsLocked(f"What there is to say can't be written: {reason(error)}.") from error


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


@contextmanager
def progress(total: int) -> Iterator[Callable[[PanelState], None]]:
    """A bar of the panels made, with counts of their states; silent where nobody is watching."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415  for this alone
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    counted = dict.fromkeys(PanelState, 0)
    columns_shown = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"), TimeRemainingColumn())
    with Progress(*columns_shown, console=Console(file=sys.stderr)) as bar:
        task = bar.add_task(_states(counted), total=total)

        def done(state: PanelState) -> None:
            counted[state] += 1
            bar.update(task, advance=1, description=_states(counted))

        yield done


def _states(counted: Mapping[PanelState, int]) -> str:
    return ", ".join(f"{counted[state]} {state.value}" for state in PanelState)


def panels(told: Told) -> str:
    """``200 panels: 190 clean, 8 draft, 2 failed; 150 unchanged``."""
    count = len(told.outcomes)
    unchanged = sum(one.unchanged for one in told.outcomes)
    states = _states({state: len(told.portfolio.of(state)) for state in PanelState})
    return f"{count} panel{'' if count == 1 else 's'}: {states}{f'; {unchanged} unchanged' if unchanged else ''}"


def show_portfolio(told: Told) -> None:
    """What became of each panel that is not simply clean: the drafts by name, the failed with their lines."""
    drafts = told.portfolio.of(PanelState.DRAFT)
    say(*told.messages)
    for heading, lines in (
        ("No mapping.xlsx, so no panel", told.portfolio.passed_over),
        ("To know", [f"{one.entry.name}: {line}" for one in told.outcomes for line in one.messages]),
        ("DRAFT", [f"{one.name}: {one.report.count(Severity.BLOCK)} must fix" for one in drafts if one.report]),
        ("Failed", [f"{one.name}: {line}" for one in told.portfolio.of(PanelState.FAILED) for line in one.lines]),
    ):
        if lines:
            say("", f"{heading} ({len(lines)})")
            show_marks(lines)


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
        for keeper, group in _by_keeper(chosen):
            say(f" {keeper}")
            for entry in group:
                _show(entry, width)
    accepted = [finding for finding in findings if finding.accepted]
    if accepted:
        say("", f"Accepted ({len(accepted)})")
        for entry in alike(accepted):
            _show(entry, width)
            say(f"      {entry.first.accepted}")


def show_table(findings: Sequence[Finding], *, notes: bool, new: Iterable[Finding] = ()) -> None:
    """The same as a table for each of those who can mend them; as a list where the terminal is too narrow for one.
    ``new``: those that were not there at the last look.
    """
    width = min(shutil.get_terminal_size((100, 24)).columns, 160)
    if width < _NARROW:
        show_findings(findings, notes=notes)
        return
    each, fresh = columns.widths(width, 3, 6, 5), set(new)
    for severity in Severity:
        chosen = [finding for finding in findings if finding.severity is severity and not finding.accepted]
        if not chosen or (severity is Severity.NOTE and not notes):
            continue
        say("", f"{severity.words} ({len(chosen)})")
        for keeper, group in _by_keeper(chosen):
            say("", f" {keeper}")
            say(*columns.heading(("Where", "What", "What to do"), each))
            _entries(group, each, fresh)
    accepted = [finding for finding in findings if finding.accepted]
    if accepted:
        say("", f"Accepted ({len(accepted)})")
        say(*columns.heading(("Where", "What", "Accepted"), each))
        _entries(alike(accepted), each, fresh)


def _entries(entries: Iterable[Alike], each: Sequence[int], new: AbstractSet[Finding]) -> None:
    """A row for each, apart from the next."""
    for at, entry in enumerate(entries):
        finding = entry.first
        where = "\n".join(part for part in (finding.file, finding.sheet, finding.cell) if part)
        what = f"{'NEW: ' if not new.isdisjoint(entry.findings) else ''}{entry.message}"
        say(
            *([""] if at else []),
            *columns.row((where, what, f"{finding.accepted or finding.remedy} [{finding.code}]"), each),
        )


def show_mended(findings: Iterable[Finding]) -> None:
    """What was told of at the last look, and is put right."""
    mended = alike(findings)
    if mended:
        width = min(shutil.get_terminal_size((100, 24)).columns, 120)
        say("", f"Mended ({sum(len(entry.findings) for entry in mended)})")
        for entry in mended:
            text = f"{entry.message}  [{entry.first.code}]"
            say(*textwrap.wrap(text, width, initial_indent="  - ", subsequent_indent="    ", break_on_hyphens=False))


def _by_keeper(findings: Iterable[Finding]) -> list[tuple[str, list[Alike]]]:
    """The entries of each who can mend them, the weightiest first; first who has the weightiest of all."""
    groups: dict[tuple[int, str], list[Alike]] = {}
    for entry in alike(sorted(findings, key=weight)):
        mender = CATALOGUE[entry.first.code].mender
        organisation = entry.first.organisation if mender is Mender.REGISTER else ""
        groups.setdefault((list(Mender).index(mender), organisation), []).append(entry)
    in_order = sorted(groups.items(), key=lambda group: (weight(group[1][0].first), group[0]))
    return [
        (f"{list(Mender)[at].value}{f' ({organisation})' if organisation else ''}", entries)
        for (at, organisation), entries in in_order
    ]


def _show(entry: Alike, width: int) -> None:
    finding = entry.first
    place = f"{finding.place}: " if str(finding.place) else ""
    for text, first, rest in (
        (f"{place}{entry.message}", "  - ", "    "),
        (f"{finding.remedy}  [{finding.code}]", "      ", "      "),
    ):
        say(
            *textwrap.wrap(
                text,
                width,
                initial_indent=first,
                subsequent_indent=rest,
                break_long_words=False,
                break_on_hyphens=False,
            )
        )


def show_marks(lines: Iterable[str]) -> None:
    """What is open in a Word file, an entry each."""
    width = min(shutil.get_terminal_size((100, 24)).columns, 120)
    for line in lines:
        say(*textwrap.wrap(line, width, initial_indent="  - ", subsequent_indent="    "))


def show_fields(entries: Iterable[Entry]) -> None:
    """What a template may place, by the record it belongs to."""
    width = min(shutil.get_terminal_size((100, 24)).columns, 120)
    say(
        "What a template may place. A name with [] holds several: loop over it, and name what stands in each.",
        "  {{ meeting.panel }}        {%tr for row in glance %} … {{ row.now }} … {%tr endfor %}",
    )
    by_record: dict[str, list[Entry]] = {}
    for entry in entries:
        by_record.setdefault(entry.name.rpartition(".")[0], []).append(entry)
    for record, group in by_record.items():
        about = f": {group[0].about}" if group[0].about else ""
        say("", *textwrap.wrap(f"{record or 'On its own'}{about}", width))
        for entry in group:
            says = "; ".join(part for part in (f"“{entry.example}”" if entry.example else "", entry.means) if part)
            text = f"{entry.name}: {says}"
            say(*textwrap.wrap(text, width, initial_indent="  ", subsequent_indent="      ", break_long_words=False))


def show_differences(differences: Sequence[Difference]) -> None:
    """How the report that is sent differs from the generated one: a table for each keeper of the words."""
    width = min(shutil.get_terminal_size((100, 24)).columns, 120)
    by_keeper: dict[tuple[int, str], list[Difference]] = {}
    for difference in differences:
        keeper = list(_TO_STAY).index(difference.origin.role), difference.origin.whose
        by_keeper.setdefault(keeper, []).append(difference)
    for (_, whose), group in sorted(by_keeper.items(), key=lambda entry: entry[0]):
        say("", f"{whose} ({len(group)})")
        each = columns.widths(width, 2, 3, 3, 2)
        say(*columns.heading(("Where", "As generated", "As sent", "Belongs to"), each))
        for one in group:
            was, now = _where_they_part(one.was, one.now)
            moved = "[moved] " if one.kind is DifferenceKind.MOVED else ""
            texts = (one.where, was or "[not there]", f"{moved}{now}" or "[deleted]", _short(one.origin.place))
            say(*columns.row(texts, each))
            for places, what in ((one.unchanged_at, "still as generated"), (one.differently_at, "otherwise again")):
                if places:
                    stands = "is still printed" if one.kind is DifferenceKind.DELETED else f"stands {what}"
                    warning = f"The report now contradicts itself. This {stands} at: {'; '.join(places)}."
                    say(*textwrap.wrap(warning, width, initial_indent="  ! ", subsequent_indent="    "))
        say(*textwrap.wrap(_TO_STAY[group[0].origin.role], width, initial_indent="  ", subsequent_indent="  "))


# What to do if the words are to stay, in the order of showing.
_TO_STAY = {
    Role.NARRATIVE: "If it is to be said again: write it into narrative.docx.",
    Role.MAPPING: "If it is to stay: put it into these cells; the next report is made from them.",
    Role.REGISTER: "Tell the register's owner: the next report prints what the register says, or for a description or an owner what Wording says.",
    Role.TEMPLATE: "If it is to stay: change it in the template.",
    Role.RULE: "The program works this out: it says so again next time unless the answers behind it change.",
}


def _short(place: Place) -> str:
    """Sheet and cell; the file stands in the heading."""
    return f"{place.sheet} {place.cell}".strip() or "–"


def _where_they_part(was: str, now: str) -> tuple[str, str]:
    """Long texts from a little before the first word that differs to a little after the last: "… no change …"."""
    if not was or not now or max(len(was), len(now)) <= _LONG:
        return was, now
    then, since = was.split(), now.split()
    start = next((at for at, (a, b) in enumerate(zip(then, since, strict=False)) if a != b), min(len(then), len(since)))
    rest = zip(reversed(then[start:]), reversed(since[start:]), strict=False)
    end = next((at for at, (a, b) in enumerate(rest) if a != b), min(len(then), len(since)) - start)

    def middle(words: list[str]) -> str:
        first, last = max(start - _AROUND, 0), min(len(words) - end + _AROUND, len(words))
        before, after = "… " if first else "", " …" if last < len(words) else ""
        return f"{before}{' '.join(words[first:last])}{after}"

    return middle(then), middle(since)

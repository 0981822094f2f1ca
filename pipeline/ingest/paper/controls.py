"""The lines under "Joint controls" → controls: a name, and what is said of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from pipeline.ingest.mapping.dates import read_date
from pipeline.ingest.paper.lines import Line
from pipeline.ingest.registers.lists import says_none
from pipeline.ingest.registers.vocabulary import simple
from pipeline.model.records import ControlStatus

_LONGEST_NAME = 100
_LONGEST_LEAD = 60  # of one that only a dash or colon ends
# Words of what heads a part of what is said of a control, and is none itself: "Next review", "Action owner".
_LABELS = frozenset(
    ("status", "owner", "owners", "lead", "leads", "due", "date", "by", "on", "deadline", "progress", "update", "updates", "note", "notes", "comment",
     "comments", "next", "last", "review", "reviewed", "effectiveness", "assurance", "evidence", "responsible", "officer", "description", "details",
     "example", "examples", "purpose", "aim", "cost", "source", "action", "actions", "risk", "control", "current", "key", "steps", "position")
)  # fmt: skip
_ASKS = frozenset(("who", "what", "when", "how", "why", "where", "which", "see", "eg", "e", "ie", "i"))
_BREAK = re.compile(r"\s+[–—-]\s+|:\s+|\s+[–—-]$|:$")
_LEAD = re.compile(r"\s*[–—:-]\s*|\.\s+")
# As this program prints them: "Status: Not in place · Due 31 March 2018 · Draft agreed."
_STATUS = re.compile(
    r"(?:^|\n)Status: (?P<word>[^\n·]+?)(?: · Due (?P<due>[^\n·]+?))?(?: · (?P<progress>[^\n]+))?(?:\n(?P<warning>[^\n]+))?\s*$"
)
_NUMBERED = re.compile(r"\(?(\d{1,2}|[A-Za-z])[.)]\)?\s*(?=[^\W\d])")
_STATUSES = {status.value.casefold(): status for status in ControlStatus}


@dataclass(slots=True)
class Listed:
    """A control as it is read. ``lines``: what it was read from."""

    name: str
    description: str
    lines: list[Line]
    status: ControlStatus | None = None
    due: date | None = None
    progress: str | None = None
    warning: str = ""  # printed under the status, and worked out anew each time

    def goes_on(self, line: Line) -> None:
        """Takes a line that belongs to it."""
        self.lines.append(line)
        self.description = "\n".join(part for part in (self.description, line.text) if part)


def controls_of(lines: Sequence[Line]) -> tuple[list[Listed], list[Line], list[Line]]:
    """The controls; the lines that say there is none; and the lines that are no control's.

    Where the list has a way of its own (bullets, bold beginnings), what has it not is no control. A line break before
    a name that is set as the first one is begins another control.
    """
    none = [line for line in lines if says_none(line.text)]
    others = [part for line in lines if line not in none for part in _at_breaks(line)]
    # Beside "None identified" only what is marked as a control is one.
    marked = bool(none) or any(_marked(line) for line in others)
    found: list[Listed] = []
    left: list[Line] = []
    outermost = min((line.depth for line in others if line.entry), default=0)
    for line in others:
        inner = line.entry and line.depth > outermost
        if found and (inner or _awaits(found[-1], line)):
            found[-1].goes_on(line)
        elif marked and not _marked(line):
            left.append(line)
        else:
            found.append(_listed(line))
    _without_numbers(found)
    return found, none, left


def _without_numbers(found: Sequence[Listed]) -> None:
    """Takes the typed numbers off the names, where they count the controls: 1. and 2., a) and b)."""
    marks = [_NUMBERED.match(one.name) for one in found]
    counted = [mark[1].casefold() for mark in marks if mark]
    if not counted or len(counted) < len(found) or counted[0] not in ("1", "a"):
        return
    if counted == [str(1 + at) if counted[0] == "1" else chr(ord("a") + at) for at in range(len(found))]:
        for one, mark in zip(found, marks, strict=True):
            one.name = one.name[mark.end() :] if mark else one.name


def _at_breaks(line: Line) -> list[Line]:
    """A paragraph's controls, where it holds several that are parted by line breaks."""
    leads = _bold_lead if _bold_lead(line) else _plain_lead
    if not leads(line):
        return [line]
    parts: list[Line] = []
    rest, start = line, 0
    while (at := rest.text.find("\n", start)) >= 0:
        following = rest.after(at + 1)
        if leads(following) and leads(rest.until(at)):
            parts.append(rest.until(at))
            rest, start = following, 0
        else:
            start = at + 1
    return [*parts, rest]


def in_a_cell(line: Line) -> list[Line]:
    """The controls in a paragraph of a cell that lists them without a word on each: a line each, that begins as one."""
    begun = [text.strip()[:1] for text in line.text.split("\n")]
    if len(begun) < 2 or not all(begin.isupper() or begin.isdigit() for begin in begun):
        return [line]
    if _bold_lead(line) or _plain_lead(line):
        return [line]
    parts: list[Line] = []
    rest = line
    while (at := rest.text.find("\n")) >= 0:
        parts.append(rest.until(at))
        rest = rest.after(at + 1)
    return [*parts, rest]


def _bold_lead(line: Line) -> bool:
    """Whether it begins with a name in bold, and goes on in plain words."""
    bold = "".join(run.text for run in takewhile(lambda run: run.bold or not run.text.strip(), line.runs))
    return bool(line.runs and line.runs[0].bold) and len(bold) < len(line.text) and _is_name(bold)


def _plain_lead(line: Line) -> bool:
    """Whether its first line begins with a short name and a dash or colon, and goes on."""
    first = line.text.split("\n", 1)[0]
    match = _BREAK.search(first)
    if match is None or match.start() > _LONGEST_LEAD or not first[match.end() :].strip():
        return False
    return _is_name(first[: match.start()])


def _is_name(text: str) -> bool:
    """Whether it may name a control, and is no label of what is said of one."""
    words = simple(text).split()
    return bool(words) and words[0] not in _ASKS and not set(words) <= _LABELS


def _marked(line: Line) -> bool:
    """Whether it looks like the beginning of a control."""
    return line.entry or bool(line.runs and line.runs[0].bold)


def _awaits(last: Listed, line: Line) -> bool:
    """Whether the control before is a name alone, and this the text under it."""
    return not last.description and last.lines[-1].strong and not _marked(line)


def _listed(line: Line) -> Listed:
    match = _STATUS.search(line.text)
    status = _STATUSES.get(match["word"].strip().casefold()) if match else None
    due = read_date(match["due"]) if match and match["due"] else None
    if match is None or status is None or bool(due) != bool(match["due"]):
        return Listed(*_parted(line, line.text), [line])
    return Listed(
        *_parted(line, line.text[: match.start()]), [line], status, due, match["progress"], match["warning"] or ""
    )


def _parted(line: Line, text: str) -> tuple[str, str]:
    """Name and description: at the end of the bold beginning, else at the first dash or colon; else all is the name."""
    lead = 0
    for run in line.runs:
        if not run.bold and run.text.strip():
            break
        lead += len(run.text)
    if text[:lead].strip():
        name, rest = text[:lead].strip(), text[lead:].strip()
        name = re.sub(r"\s*[:–—-]$|\s*\.$", "", name) or name
        return _one_line(name), _LEAD.sub("", rest, count=1) if _LEAD.match(rest) else rest
    match = _BREAK.search(text)
    if match and 0 < match.start() <= _LONGEST_NAME:
        return _one_line(text[: match.start()]), text[match.end() :].strip()
    return _one_line(text), ""


def _one_line(text: str) -> str:
    return " ".join(text.split())

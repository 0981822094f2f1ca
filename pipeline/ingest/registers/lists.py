"""A cell that lists things → its entries, whatever parts them: lines, bullets, numbers, ticks."""

from __future__ import annotations

import re
from typing import Final

from pipeline.ingest.cleaning import one_line
from pipeline.ingest.registers.values import is_nothing
from pipeline.ingest.registers.vocabulary import simple

_NO_CONTROL = re.compile(
    r"(?:there (?:are|is|have been) |currently )?(?:no|none|nil|nothing)"
    r"(?: (?:formal|existing|current|specific|known|identified|further|additional|mitigating|mitigation|internal|key|other|documented|treatment|outstanding|open|remaining|new))*"
    r"(?: (?:controls?|process(?:es)?|actions?|mitigations?|measures?|procedures?|control measures?|arrangements?|safeguards?))?"
    r"(?: (?:is|are|was|were|have been|has been|to be))?"
    r"(?: (?:currently|yet|formally))?"
    r"(?: (?:in place|existing|exists?|identified|taken|required|needed|planned|proposed|implemented|recorded|noted|listed|defined|documented|outstanding|open|remaining|due))?"
    r"(?: (?:currently|at present|yet|at this time|to date|to report))?"
)
_BULLETS = "•●○◦▪▫■□‣⁃∙·➢➤►\uf0b7\uf0a7\uf0d8"
_TICKS = "✓✔☑✅"
_CROSSES = "✗✘✕✖❌☒☐"  # what is not there; but a box that is ticked in Word is ☒
_ANSWERS = f"[{_TICKS}{_CROSSES}]"
_TICK_BETWEEN = re.compile(rf"(?<=\S)\s*[{_TICKS}][ \t]*(?=[^\s])")
_TICK_LAST = re.compile(rf"{_ANSWERS}[ \t]*(?:\n|$)")
# The end or the beginning of a line with which no entry ends or begins: a sentence was broken there by hand.
_BROKEN_BEFORE = re.compile(r"(?:,|\b(?:and|or|of|the|a|an|to|for|with|by|in|on|at|from|which|that|is|are|be))\s*$")
_BROKEN_AFTER = re.compile(r"(?:and|or|which|that|who|is|are|was|were|has|have|been|being|be)\b")
_JOINS = re.compile(r"\s*(?:and|or)\b")
# With these an entry may begin; but not where the lines above are a sentence broken by hand.
_MAY_GO_ON = re.compile(r"(?:of|to|for|with|by|in|on|at|from|as|the|so)\b")
# A first line that says only what the column's heading says.
_LABEL = re.compile(
    r"(?:existing|current|key|internal|the)?\s*(?:controls?|control measures|mitigations?|actions?)(?: (?:currently )?in place)?\s*:",
    re.IGNORECASE,
)
# A line that says only of what kind the entries below it are.
_KIND = re.compile(
    r"(?:prevent(?:ive|ative|ion)|detective|detection|corrective|directive|reactive|proactive|deterrent"
    r"|recovery|compensating|mitigating|physical|technical|technological|technology|procedural|process|administrative"
    r"|organi[sz]ational|operational|strategic|financial|people|internal|external|manual|automated|key|primary|secondary"
    r"|existing|current|in place|general|other)(?: (?:controls?|measures?|mitigations?|actions?))?\s*:",
    re.IGNORECASE,
)
_MAY_END_SO = (
    r"(?:in place|implemented|installed|introduced|started|begun|done|completed?|operational|working|available|agreed)"
)
# A line that says, or may say, of a control that it is not there.
_NOT_THERE = re.compile(
    r"[\[(]\s*[\])]\s*\S.*|\[[xX]\]\s*\S.*|[xX]\s+\S.*"  # a box that is empty or crossed, a cross
    r"|n(?:o)?\s*(?:[-–—:]\s|[:–—])\s*\S.*|.*\S\s*(?:[:–—]|\s-)\s*(?:no|n|x)\s*[.;,]?"
    rf"|.*\S\s*[-–—(\[:]\s*(?:(?:are|is) )?(?:not|no longer|never)(?: (?:yet|fully|currently|always))* {_MAY_END_SO}(?: yet)?\s*[)\]]?\s*[.;,]?"
    r"|(?:planned|proposed|future|potential|missing|gaps?|not (?:yet )?in place|to be done)(?: (?:controls?|measures?|mitigations?|actions?))?\s*:.*",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"(\s*\(?)([A-Z])(?=([.)]\)?)\s+\S)")
_BULLET = re.compile(rf"\s*(?:[{_BULLETS}]\s*|[-–—*]\s+|o\s+(?=[A-Z]))")
_LETTERED = re.compile(r"\s*\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\)?\s+(?=\S)")
_INLINE_BULLET = re.compile(rf"(?<=\S)\s*[{_BULLETS}]\s*(?=\S)")
_INLINE_NUMBER = re.compile(r"(?:(?<=\s)|^)\(?(\d{1,2})[.)]\s+(?=\S)")
DEFAULT_SPLIT: Final = ("line", "bullet", "number")


def split_list(text: str, ways: tuple[str, ...] = DEFAULT_SPLIT) -> tuple[str, ...]:
    """The entries of a cell that lists things; none where it says that there are none.

    Where lines bear bullets or numbers, a line without one goes on with the entry above it. Commas never
    split; ";" only where ``ways`` says so.
    """
    entries = _ticked(text) if "bullet" in ways and re.match(rf"\s*{_ANSWERS}", text) else _lines(text, ways)
    for way in ways:
        if way in (";", "|", "/"):
            entries = [part for entry in entries for part in entry.split(way)]
    tidied = (one_line(entry).strip() for entry in entries)
    return tuple(entry for entry in tidied if entry and not says_none(entry))


def bears_crosses(text: str) -> bool:
    """Whether a list marks entries with crosses or empty boxes, which may say that they are not there."""
    return bool(re.search(f"[{_CROSSES}]", text))


def may_not_be_there(text: str) -> bool:
    """Whether a list of controls bears crosses, or says so of an entry in words: "No - Sprinklers", "(not in place)"."""
    lines = (one_line(line).strip(f" {_BULLETS}*-–") for line in text.split("\n"))
    return bears_crosses(text) or any(_NOT_THERE.fullmatch(line) for line in lines)


def _ticked(text: str) -> list[str]:
    """The entries of a list that begins with a tick or a cross. What is ticked is there, as in a list without ticks;
    where anything else bears a cross, all marks are kept.
    """
    pieces = [piece.strip() for piece in re.split(rf"(?={_ANSWERS})", text) if piece.strip()]
    return pieces if bears_crosses(text) else [piece.lstrip(_TICKS).strip() or piece for piece in pieces]


def _lines(text: str, ways: tuple[str, ...]) -> list[str]:
    bullets = "bullet" in ways
    numbers = bullets or "number" in ways
    if bullets and not bears_crosses(text) and not _TICK_LAST.search(text):
        text = _TICK_BETWEEN.sub("\n• ", text)
    if bullets:
        text = _INLINE_BULLET.sub("\n• ", text)
    if numbers:
        text = _break_numbers(text)
    lines = [line for line in text.split("\n") if line.strip()]
    if not ways:
        return [" ".join(lines)]
    if len(lines) > 1 and _LABEL.fullmatch(lines[0].strip()):
        lines = lines[1:]
    if numbers:
        lines = _capitals_as_marks(lines)
    if lines and not _KIND.fullmatch(lines[-1].strip()):
        lines = [line for line in lines if not _KIND.fullmatch(line.strip())]
    marked = [_mark(line, bullets=bullets, numbers=numbers) is not None for line in lines]
    if not any(marked) and "line" not in ways:
        return [" ".join(lines)]
    if all(_mark(line, bullets=True, numbers=True) is None for line in lines):
        return _mended(lines)
    entries: list[str] = []
    opened = False
    for line, mark in zip(lines, marked, strict=True):
        if opened and not mark:
            entries[-1] += " " + line
        else:
            # A bullet or number that nobody splits by is still no word of the entry.
            entries.append(line[_mark(line, bullets=True, numbers=True) or 0 :])
        opened = opened or mark
    return entries


def _capitals_as_marks(lines: list[str]) -> list[str]:
    """The lines with a, b, c … for the capitals that number them. Two with a full stop may be of names ("A. Smith",
    "B. Jones") and stay; but there too a line that begins small goes on with the one above.
    """
    marks = [(match[2], match[0] + match[3]) for line in lines if (match := _CAPITAL.match(line))]
    if len(marks) < 2 or [letter for letter, _ in marks] != [chr(ord("A") + at) for at in range(len(marks))]:
        return lines
    if len(marks) > 2 or all(")" in mark for _, mark in marks):
        return [_CAPITAL.sub(lambda mark: mark[1] + mark[2].lower(), line, count=1) for line in lines]
    joined: list[str] = []
    for line in lines:
        if joined and line.lstrip()[:1].islower():
            joined[-1] += " " + line
        else:
            joined.append(line)
    return joined


def _mended(lines: list[str]) -> list[str]:
    """The lines, of which those that a person broke within a sentence are one again."""
    if len(lines) > 2 and all(line.rstrip().endswith(",") for line in lines[:-1]) and not _JOINS.match(lines[-1]):
        return [line.rstrip().rstrip(",") for line in lines]
    mended = lines[:1]
    broken = False
    for line in lines[1:]:
        begins = line.lstrip()
        goes_on = begins[:1].islower() and not mended[0].lstrip()[:1].islower()
        surely = _BROKEN_BEFORE.search(mended[-1]) or _BROKEN_AFTER.match(begins)
        if goes_on and (surely or (broken and _MAY_GO_ON.match(begins))):
            mended[-1] += " " + line
            broken = True
        else:
            mended.append(line)
            broken = False
    return mended


def _mark(line: str, *, bullets: bool, numbers: bool) -> int | None:
    """Where the words of a marked line begin; None where it bears no mark."""
    if bullets and (match := _BULLET.match(line)) and match.end() < len(line):
        return match.end()
    if numbers and (match := _LETTERED.match(line)):
        return match.end()
    return None


def _break_numbers(text: str) -> str:
    """A line each for "1) one 2) two" in one line, if the numbers run 1, 2, 3 … from the start."""
    broken: list[str] = []
    for line in text.split("\n"):
        places = list(_INLINE_NUMBER.finditer(line))
        if (
            len(places) > 1
            and places[0].start() == 0
            and [int(p[1]) for p in places] == list(range(int(places[0][1]), int(places[0][1]) + len(places)))
        ):
            ends = [*(p.start() for p in places[1:]), len(line)]
            broken += [line[p.start() : end].strip() for p, end in zip(places, ends, strict=True)]
        else:
            broken.append(line)
    return "\n".join(broken)


def says_none(entry: str) -> bool:
    """Whether an entry of a list says that there is none: "None", "No formal process", "N/A", "-"."""
    return is_nothing(entry) or bool(_NO_CONTROL.fullmatch(simple(entry)))

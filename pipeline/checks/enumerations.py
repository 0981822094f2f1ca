"""Does the narrative name the aligned risks that the appendix has, in its order, and count them right?

An enumeration is a list, or a series with commas and "and", of at least two names that an aligned risk has or
had. A name alone in a sentence is not. In a series of two, and without words that say "these are the aligned
risks", names count only with a capital: "governance and insight" are also words of the language.

A series of some of the aligned risks ("Governance and Money moved") is right, and stays quiet, unless the words
beside it say that these are the aligned risks. A series with a former name never is, unless its sentence
says that it is former.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from pipeline.checks.numbers import NUMBER, number_of
from pipeline.checks.printed import Check
from pipeline.model.findings import Finding, find
from pipeline.model.records import Block, BlockKind, NarrativeSection, Report

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“])")
_SEPARATOR = re.compile(r"\s*[,;]\s*(?:and\s+|&\s*|or\s+)?|\s+(?:and|&)\s+|\s*/\s*|\s*\n\s*(?:[-–•]\s*)?")
# "Risk 3: ", "3) ", "(c) " before a name
_BEFORE_NAME = r"(?:Risk\s+\d+:?\s+|\(?(?:\d+|[a-z]|[ivx]{1,4})[.)]\s*)?[\"“‘']?"
_FOREIGN = re.compile(
    rf"(?i:{_BEFORE_NAME})(?P<name>[A-Z][\w’'-]+(?:\s+[\w’'-]+){{0,2}}?)[\"”]?"
    r"(?=\s*(?:[,;.:)/\n]|\s(?:and|&|are|were|remain)\s|$))"
)
_STEP = re.compile(r"\w+\s*|\W\s*")  # a quotation mark before a name is of the series, not of what says that it is one
_ENDS = re.compile(r"\s*[.;:]?\s*$")
_FOREIGN_LAST = re.compile(r"\s*,?\s+(?:and|&)\s+(?P<name>[a-z][\w’'-]+(?:\s[\w’'-]+)?)\s*[.;]?\s*")
_RISKS = r"(?:risks|risk areas|areas|themes|headings)"
# "the four aligned risks are", "the joint risks:", "these risks remain the same:" directly before a series
_THESE_ARE = re.compile(
    rf"(?P<number>{NUMBER}\s+)?\b(?P<which>aligned|joint|shared|these|following)?\s*(?:strategic\s+|corporate\s+)?{_RISKS}"
    r"(?:\s+(?:are|remain|of|reported|reported on|jointly|together|here|shared|covered|unchanged|namely|the same|as before|still|in this report|in this paper|for the quarter|this quarter))*"
    r"\s*[:,(–-]?\s*(?:namely\s+|are\s+|remain\s+)?$",
    re.IGNORECASE,
)
# "Of the four aligned risks, Governance and Money moved"
_OUT_OF = re.compile(r"\b(?:of|among)\s+(?:the|our|these|all)?\s*$", re.IGNORECASE)
_THIS_COVERS = re.compile(
    r"\b(?:report|paper|appendix|appendix 1|overview|document|it)\s+"
    r"(?:covers|reports on|sets out|considers|concerns|brings together|describes)\s*(?:the\s+)?$",
    re.IGNORECASE,
)
# "… are the four aligned risks", not "… are the aligned risks that rose"
_ARE_THE = re.compile(
    rf"^\s*(?:are|remain|were)\s+(?:the|our|all)\s+(?:{NUMBER}\s+)?(?:aligned|joint|shared)\s+{_RISKS}\b"
    r"(?!\s+(?:that|which|whose|above|within|with|where|outside))",
    re.IGNORECASE,
)
_SAYS = (
    r"the|all|our|these|reports?|shares?|ha(?:s|ve)|holds?|identif(?:y|ies)|are|sets? out|covers?|"
    r"lists?|brings? together"
)
_AS_A_WHOLE = r"(?:reported|set out|covered|described|listed|considered|shared|presented|in (?:this|the|appendix))"
_COUNT = re.compile(
    rf"(?:\b(?:{_SAYS})\s+|(?P<first>(?:^|(?<=[.!?]\s)|(?<=\n))))(?P<number>{NUMBER})(?:\s+\(\d{{1,3}}\))?\s+"
    r"(?:(?:aligned|joint|shared)\s+)+(?:strategic\s+|corporate\s+)?risks\b"
    r"(?!\s*,?\s+(?:that|which|whose|above|within|with|where|under|outside|rising|falling|now|not|rated|in which)\b)"
    rf"(?(first)(?=\s+(?:are|were)\s+{_AS_A_WHOLE}\b(?!\s+(?:as|above|under|with|to|by)\b)))",
    re.IGNORECASE,
)
_REACH = 300  # letters before a series in which it can be said what it is
_MOST = 20  # foreign items in a row: beyond, it is another list
_FORMER = re.compile(
    r"\b(?:formerly|previously|renamed|(?:was|were) called|(?:was|were) known|used to be)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Names:
    """``current``: the names in the appendix, in order. ``former``: a name no longer used → the one used now."""

    current: tuple[str, ...]
    former: dict[str, str]
    organisations: frozenset[str]
    pattern: re.Pattern[str]  # one of the names, with what may stand around it in a series

    def of(self, text: str) -> str:
        """The name as the appendix or the Alignment sheet writes it."""
        wanted = _plain(text)
        return next(name for name in (*self.current, *self.former) if _plain(name) == wanted)

    def begins_a_body(self, text: str) -> bool:
        """Whether this is an organisation's name, or the first words of one."""
        return any(f"{one} ".startswith(f"{text} ") for one in self.organisations)


@dataclass(frozen=True, slots=True)
class _Series:
    """Names in a row. ``before`` and ``after``: the rest of the sentence. ``foreign``: items that are no such names."""

    names: tuple[str, ...]
    foreign: tuple[str, ...]
    text: str
    before: str
    after: str
    capitals: bool


def enumerations(report: Report) -> Iterator[Finding]:
    """Text and appendix are written by different hands in different weeks; a panel reads both."""
    names = _names(report)
    if len(names.current) + len(names.former) < 2:
        return
    for section in report.narrative.sections:
        if section.key == "background_papers":  # titles of older papers keep their words
            continue
        for block in section.blocks:
            for sentence in _sentences(block):
                for series in _series(sentence, names):
                    if any(series.text in text for text in block.by_fields):
                        continue  # nobody wrote it: it was made of this report's own records
                    yield from _judge(series, names, section, block, claimed=_claims(series, names))
        for lead, entries in _lists(section.blocks):
            listed = _listed(entries, names)
            if listed is not None:
                claimed = _claims(listed, names, lead) or (not listed.after and not lead.rstrip().endswith(":"))
                yield from _judge(listed, names, section, entries[0], claimed=claimed)


def count(report: Report) -> Iterator[Finding]:
    """A report on four says "the three aligned risks", "three aligned risks are reported". "The two aligned risks that
    rose" counts others, and so does "two of the aligned risks".
    """
    wanted = len(report.aligned_risks)
    for section in report.narrative.sections:
        for block in section.blocks:
            for match in _COUNT.finditer(block.text):
                if number_of(match["number"]) != wanted:
                    yield find(
                        "count-differs",
                        f'{section.heading} says "{" ".join(match[0].split())}"; the appendix has {wanted}.',
                        block.place,
                        subject=section.heading,
                    )


CHECKS: tuple[Check, ...] = (enumerations, count)


def _names(report: Report) -> _Names:
    current = tuple(dict.fromkeys(aligned.name for aligned in report.aligned_risks))
    used = {_plain(name) for name in current}
    former: dict[str, str] = {}
    by_number = {aligned.number: aligned.name for aligned in report.aligned_risks}
    for aligned in report.aligned_risks:
        for name in aligned.row.formerly:
            former.setdefault(name, aligned.name)
    for row in report.mapping.alignment:
        if row.withdrawn:
            former.setdefault(row.name, "")
    for past in report.movement.previous.aligned_risks if report.movement.previous else ():
        former.setdefault(past.name, by_number.get(past.number, ""))
    former = {name: now for name, now in former.items() if name.strip() and _plain(name) not in used}
    ours = {name for o in report.organisations for name in (o.name, o.full_name, *o.also_called) if name}
    return _Names(current, former, frozenset(ours), _pattern((*current, *former)))


def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(r"\s+".join(map(re.escape, name.split())) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"{_BEFORE_NAME}(?P<name>{words})(?!\w)[\"”’']?(?:\s*\([^)]*\))?", re.IGNORECASE)


def _sentences(block: Block) -> Iterator[str]:
    if block.kind is BlockKind.TABLE:
        yield from ("".join(run.text for run in cell) for row in block.rows for cell in row)
    else:
        yield from _SENTENCE.split(block.text)


def _series(sentence: str, names: _Names) -> Iterator[_Series]:
    """Each series of names in a sentence: items with a separator between them, at least two of them names."""
    position = 0
    while position < len(sentence):
        end, items = _items(sentence, position, names)
        known = [name for name, foreign, _ in items if not foreign]
        if len(known) >= 2:
            start = items[0][2]
            text = sentence[start:end]
            after = sentence[end:]
            if not re.match(r"\s+[A-Z]", after):  # "Governance and Insight Board" names a board
                yield _Series(
                    tuple(names.of(name) for name in known),
                    tuple(name for name, foreign, _ in items if foreign),
                    text,
                    sentence[:start],
                    after,
                    all(name[:1].isupper() for name in known),
                )
            position = end
        else:
            position = next(_STEP.finditer(sentence, position)).end()


def _items(sentence: str, position: int, names: _Names) -> tuple[int, list[tuple[str, bool, int]]]:
    """The items from here on: text, whether foreign, start; and where the last one ends.

    A foreign item stands between names, or last after "and": "Money, Insight, Head of Risk" goes on with something else.
    It stands first only after words that say that these are the aligned risks: "However, Money and Insight moved".
    """
    items: list[tuple[str, bool, int]] = []
    end = position
    pending: list[tuple[str, bool, int]] = []
    here, joined_by = position, ""
    while True:
        match = names.pattern.match(sentence, here)
        if match:
            items += [*pending, (match["name"], False, here)]
            pending, end = [], match.end()
        else:
            other = _FOREIGN.match(sentence, here)
            if other is None or names.begins_a_body(named := other["name"]):
                return end, items
            if not (items or pending or _introduced(sentence[:position], names)) or len(pending) == _MOST:
                return end, items
            if "and" in joined_by or "&" in joined_by or ("/" in joined_by and _ENDS.match(sentence, other.end())):
                return other.end(), [*items, *pending, (named, True, here)]
            pending.append((named, True, here))
            match = other
        separator = _SEPARATOR.match(sentence, match.end())
        if separator is None:
            return end, items
        here, joined_by = separator.end(), separator[0]


def _lists(blocks: tuple[Block, ...]) -> Iterator[tuple[str, tuple[Block, ...]]]:
    """Runs of list entries of one kind and level, each with the text of the paragraph before it."""
    lead = ""
    entries: list[Block] = []
    kinds = (BlockKind.BULLET, BlockKind.NUMBERED)
    for before, block in pairwise((None, *blocks, None)):
        goes_on = block is not None and block.kind in kinds
        if goes_on and block is not None:
            if not entries:
                lead = before.text if before is not None and before.kind is BlockKind.PARAGRAPH else ""
            entries.append(block)
        elif entries:
            outer = min(entry.level for entry in entries)
            yield lead, tuple(entry for entry in entries if entry.level == outer)
            entries = []


def _listed(entries: tuple[Block, ...], names: _Names) -> _Series | None:
    """A list whose entries all begin with a name, or are a few words that may be meant as one; at least two names."""
    known: list[str] = []
    foreign: list[str] = []
    prose = ""
    for entry in entries:
        match = names.pattern.match(entry.text)
        if match and re.match(r"\s*(?:$|[.,;:–—-]|and\b)", entry.text[match.end() :]):
            known.append(names.of(match["name"]))
            prose += re.sub(r"^\s*[.,;:]?\s*(?:and)?\s*", "", entry.text[match.end() :])
        elif len(entry.text.split()) <= 4:
            foreign.append(entry.text.rstrip(".,; "))
        else:
            return None
    if len(known) < 2:
        return None
    return _Series(tuple(known), tuple(foreign), ", ".join((*known, *foreign)), "", prose, capitals=True)


def _claims(series: _Series, names: _Names, lead: str = "") -> bool:
    """Whether the words beside a series say that these are the aligned risks, all of them."""
    told = _introduced(lead or series.before, names)
    if told is None:
        return not lead and _ARE_THE.match(series.after) is not None
    return told


def _introduced(before: str, names: _Names) -> bool | None:
    """Whether the words right before a series say so; None where they say nothing of what it is."""
    before = before[-_REACH:]
    these = _THESE_ARE.search(before)
    if these and these[0].endswith(", ") and _OUT_OF.search(before[: these.start()]):
        return False
    if these:
        number = number_of(these["number"].strip()) if these["number"] else None
        return number == len(names.current) if number is not None else these["which"] is not None
    return True if _THIS_COVERS.search(before) else None


def _judge(
    series: _Series, names: _Names, section: NarrativeSection, block: Block, *, claimed: bool
) -> Iterator[Finding]:
    if not (claimed or series.capitals or len(series.names) >= 3):
        return
    named = tuple(dict.fromkeys(series.names))
    former = [name for name in named if name in names.former]
    appendix = _and(names.current)
    if former and _FORMER.search(f"{series.before} {series.text} {series.after}"):
        return
    last = _FOREIGN_LAST.fullmatch(series.after) if claimed else None
    foreign = (*series.foreign, last["name"]) if last else series.foreign
    almost_all = len(named) >= max(2, len(names.current) - 1)
    if set(named) == set(names.current) and not foreign:
        if named != names.current:
            message = f'{section.heading} says "{series.text}"; the appendix has another order: {appendix}.'
            yield find("enumeration-order", message, block.place, subject=section.heading)
    elif former or claimed or (foreign and almost_all and set(named) != set(names.current)):
        now = [f"{name} is called {names.former[name]} now" for name in former if names.former[name]]
        gone = [f"{name} is no aligned risk now" for name in former if not names.former[name]]
        because = f" ({'; '.join((*now, *gone))})" if former else ""
        message = f'{section.heading} says "{series.text}"; the appendix has {appendix}{because}.'
        yield find("enumeration-differs", message, block.place, subject=section.heading)


def _and(names: tuple[str, ...]) -> str:
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part) if names else "none"


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()

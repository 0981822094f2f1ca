"""Does the narrative say the period that the report is for?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.checks.printed import Check
from pipeline.model.findings import Finding, find
from pipeline.model.records import Report

_ORDINALS = ("first", "second", "third", "fourth")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“])|\n")
_QUARTER = re.compile(
    r"\b(?:(?:quarter|qtr)\s*(?P<digit>[1-4])|Q(?P<short>[1-4])|(?P<word>first|second|third|fourth)\s+quarter)\b"
    r"(?:\s*,?\s*(?:of\s+)?\(?(?:20)?(?P<year>\d\d)\s*[-–/]\s*(?:20)?\d\d\b)?",
    re.IGNORECASE,
)
# "this report covers", "the paper sets out … for": what follows is said of the report itself
_OF_THIS = re.compile(
    r"\b(?:this|the)\s+(?:\w+\s+){0,2}(?:report|paper|appendix|overview|document)\s+(?:\w+\s+)?"
    r"(?:covers|is|concerns|gives|presents|provides|sets out|shows|describes|relates|reports|brings)\b",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(
    r"\b(?:since|compared|compares|comparison|last|previous|previously|earlier|next|following|until|from|before|after|"
    r"in contrast|was|were|had|will|due|planned|published|submitted|ended)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Quarter:
    """``year``: the last two digits in which it begins, or nothing where the words don't say."""

    number: int
    year: str = ""

    def may_be(self, other: _Quarter) -> bool:
        return self.number == other.number and (not self.year or not other.year or self.year == other.year)


def period_differs(report: Report) -> Iterator[Finding]:
    """Last quarter's words, left in this quarter's narrative.

    Told only of what is said to be the report's own period: a quarter in a sentence on this report ("this report
    covers Quarter 2"), or under Purpose. Quiet where that sentence names the right quarter too, and where words of
    another time stand before the quarter ("since Quarter 2", "the previous report"); and where the Period itself
    is no quarter.
    """
    said = _QUARTER.search(report.meeting.period)
    if said is None:
        return
    ours = _quarter(said)
    for section in report.narrative.sections:
        for block in section.blocks:
            for sentence in _SENTENCE.split(block.text):
                found = list(_QUARTER.finditer(sentence))
                if not found or any(_quarter(match).may_be(ours) for match in found):
                    continue
                match = found[0]
                own = section.key == "purpose" or _OF_THIS.search(sentence[: match.start()])
                if own and not _OF_ANOTHER.search(sentence[: match.start()]):
                    yield find(
                        "period-differs",
                        f'{section.heading} says "{match[0].strip()}"; the report is for {report.meeting.period}.',
                        block.place,
                        subject=section.heading,
                    )


CHECKS: tuple[Check, ...] = (period_differs,)


def _quarter(match: re.Match[str]) -> _Quarter:
    word = match["word"]
    number = _ORDINALS.index(word.casefold()) + 1 if word else int(match["digit"] or match["short"])
    return _Quarter(number, match["year"] or "")

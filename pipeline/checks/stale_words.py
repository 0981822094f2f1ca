"""Do words of time still say what they said when they were written? The narrative, and what the Controls sheet
describes and reports as progress, are judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.checks.printed import Check, printed_controls
from pipeline.checks.records_back import control_back, plain
from pipeline.model.dates import MONTHS
from pipeline.model.findings import Finding, find
from pipeline.model.marks import without
from pipeline.model.records import Place, Report

_MONTH = "|".join(MONTHS)
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n")

# "in May", "by 3 March", "since late October"; not "each May", "may", "March on", "October 2017", "May to July 2017".
_NO_YEAR = re.compile(
    rf"\b(?i:in|by|since|until|till|from|during|on|before|after|last|next|early|mid|late|end of|\d{{1,2}}(?:st|nd|rd|th)?)"
    rf"(?:\s+(?:early|mid|late|the end of|end|\d{{1,2}}(?:st|nd|rd|th)?))?[\s-]+(?:{_MONTH})\b"
    rf"(?!\s*(?:,|of)?\s*['’]?\d{{2,4}}\b)(?!(?:\s*(?:,|to|and|or|[-–/])\s*(?:\d{{1,2}}\s+)?(?:{_MONTH}))+\s+['’]?\d{{2,4}}\b)"
)
_EACH = re.compile(r"\b(?:each|every|annual|annually|yearly|a year|year in)\b", re.IGNORECASE)
_LATELY = re.compile(
    r"\b(?:recently|lately|shortly|in the near future|(?:last|this|next) (?:week|month)|earlier this (?:year|month)|"
    r"later this (?:year|month))\b",
    re.IGNORECASE,
)
_WILL = re.compile(r"\b(?:will|shall|(?:is|are) (?:due|planned|expected|scheduled|to be))\b", re.IGNORECASE)
_DAY = re.compile(rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?P<month>{_MONTH})\s+(?P<year>(?:19|20)\d\d)\b")
# The date of something else than of what will be: "will follow the report of 3 May 2017".
_OF_ANOTHER = re.compile(
    r"\b(?:of|since|from|after|following|dated)(?:\s+\w+)?\s*$|\b(?:was|were|had|has|have)\b(?:\s+\w+){0,4}\s*$|"
    r"(?<!\bbe )\b(?:published|issued|agreed|signed|held|approved|made|started|begun|sent)\s+(?:on|in|by)\s*$",
    re.IGNORECASE,
)


_REACH = 80  # letters before a date that tell whose it is


@dataclass(frozen=True, slots=True)
class _Text:
    """``then``: the same text in the last report, or nothing."""

    text: str
    then: str
    place: Place
    whose: str
    field: str = ""


def time_words_stale(report: Report) -> Iterator[Finding]:
    """What was "recently" in the last report is not so now, where it was left as it stood. Told of words that are unchanged since the
    record: "recently", a month without a year; and of what "will" be by a day that has passed, unchanged or not.

    Quiet on what comes each year, on "may" as a verb, and where the date is that of something else ("will follow
    the report of 3 May 2017"). Once a text.
    """
    for text in _texts(report):
        for sentence in filter(None, _SENTENCE.split(without(text.text))):
            found = _passed(sentence, report.meeting.date)
            why = f'says "{found}", and that day has passed' if found else ""
            if not found and plain(sentence) in text.then:
                found = _grown_old(sentence)
                why = f'says "{found}", in words unchanged since the last report'
            if found:
                message = f"{text.whose} {why}."
                yield find("time-words-stale", message, text.place, subject=text.whose, field=text.field)
                break


CHECKS: tuple[Check, ...] = (time_words_stale,)


def _texts(report: Report) -> Iterator[_Text]:
    last = report.movement.previous
    narrative = {plain(heading): plain(words) for heading, words in last.narrative.items()} if last else {}
    for section in report.narrative.sections:
        then = narrative.get(plain(section.heading), "")
        for block in section.blocks if section.key != "background_papers" else ():
            yield _Text(block.text, then, block.place, section.heading)
    for aligned, assessed in printed_controls(report):
        control = assessed.control
        back = control_back(aligned, control, report)
        past = back[0] if back else None
        for field, words, said in (
            ("description", control.description, past.description if past else None),
            ("progress", control.progress, past.progress if past else None),
        ):
            subject = f"{control.reference} {control.name}"
            yield _Text(words or "", plain(said), control.source.place(field), subject, field)


def _passed(sentence: str, meeting: date) -> str:
    """What will be by a day that is over, in the sentence's words."""
    will = _WILL.search(sentence)
    if will is None:
        return ""
    for match in _DAY.finditer(sentence, will.end()):
        day = _last_day(match)
        between = sentence[will.end() : match.start()]
        if day is not None and day < meeting and not _OF_ANOTHER.search(between[-_REACH:]):
            return " ".join((will[0], "…" if between.strip() else "", match[0])).replace("  ", " ")
    return ""


def _last_day(match: re.Match[str]) -> date | None:
    """The day, or the last of the month; None where there is no such day."""
    month, year = MONTHS.index(match["month"]) + 1, int(match["year"])
    if match["day"] is None:
        return date(year + month // 12, month % 12 + 1, 1)
    try:
        return date(year, month, int(match["day"]))
    except ValueError:
        return None


def _grown_old(sentence: str) -> str:
    lately = _LATELY.search(sentence)
    if lately:
        return lately[0]
    month = None if _EACH.search(sentence) else _NO_YEAR.search(sentence)
    return month[0] if month else ""

"""Do words of time still say what they said when they were written? The narrative, and what the Controls sheet
describes and reports as progress, are judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

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
_SEASON = r"spring|summer|autumn|winter"
_LATELY = re.compile(
    rf"\b(?:recently|lately|shortly|in the near future|(?:last|this|next) (?:week|month|quarter|{_SEASON})|"
    r"earlier this (?:year|month|quarter)|later this (?:year|month|quarter))\b",
    re.IGNORECASE,
)
_OF_THE_YEAR = re.compile(r"\b(?:last|this|next) (?:financial |calendar )?year\b|\bin the new year\b", re.IGNORECASE)
# "in Q2", not "in Q2 of 2017-18"; "in the autumn" only of what will be: each winter has its own demand
_NO_YEAR_EITHER = re.compile(
    r"\b(?:in|by|since|during|until) (?:Q[1-4]|Quarter [1-4])\b(?!\s*,?\s*(?:of\s+)?\(?['’]?\d\d)", re.IGNORECASE
)
_IN_THE_SEASON = re.compile(rf"\b(?:in|by|before|during) the (?:{_SEASON})\b(?!\s+(?:of\s+)?\d)", re.IGNORECASE)
_WILL = re.compile(
    r"\b(?:will|shall|(?:is|are) (?:due|planned|expected|scheduled|set|to)|(?:meets?|sits?|reports?) next)\b",
    re.IGNORECASE,
)
_DAY = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?P<month>{_MONTH}),?\s+(?P<year>(?:19|20)\d\d)\b"
    r"|\b(?P<day_in_figures>\d{1,2})(?P<between>[/.-])(?P<month_in_figures>\d{1,2})(?P=between)(?P<year_in_figures>(?:19|20)\d\d)\b"
    rf"|\b(?P<season>{_SEASON}),?\s+(?P<year_of_season>(?:19|20)\d\d)\b(?!\s*[/–-]\s*\d)"
    r"|\b(?:by|before|end of)\s+(?P<year_alone>(?:19|20)\d\d)\b(?!\s*[/–-]\s*\d)",
    re.IGNORECASE,
)
_SEASON_ENDS = {"spring": 5, "summer": 8, "autumn": 11, "winter": 14}  # "winter 2016" may end in February 2017
# The date of something else than of what will be: "will follow the report of 3 May 2017".
_OF_ANOTHER = re.compile(
    r"\b(?:(?<!\bend )(?<!\bstart )(?<!\bmiddle )(?<!\bbeginning )(?<!\bclose )(?<!\bcourse )of|since|from|after|following|dated)"
    r"(?:\s+\w+)?\s*$|\b(?:was|were|had|has|have)\b(?:\s+\w+){0,4}\s*$|"
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
    record: "recently", a month without a year, "this year" once that is over; and of what "will" be by a day that has
    passed, unchanged or not.

    Quiet on what comes each year, on "may" as a verb, and where the date is that of something else ("will follow
    the report of 3 May 2017"). Once a text.
    """
    last = report.movement.previous
    year_over = last is not None and last.meeting_date.year < report.meeting.date.year
    for text in _texts(report):
        for sentence in filter(None, _SENTENCE.split(without(text.text))):
            found = _passed(sentence, report.meeting.date)
            why = f'says "{found}", and that day has passed' if found else ""
            if not found and plain(sentence) in text.then:
                found = _grown_old(sentence, year_over=year_over)
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
    """The day, or the last of the month, the season or the year; None where there is no such day."""
    day, month, year = match["day"], 12, match["year_alone"]
    if match["month"]:
        month, year = [one.casefold() for one in MONTHS].index(match["month"].casefold()) + 1, match["year"]
    elif match["month_in_figures"]:
        day, month, year = match["day_in_figures"], int(match["month_in_figures"]), match["year_in_figures"]
    elif match["season"]:
        month, year = _SEASON_ENDS[match["season"].casefold()], match["year_of_season"]
    if day is None:
        return date(int(year) + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    try:
        return date(int(year), month, int(day))
    except ValueError:
        return None


def _grown_old(sentence: str, *, year_over: bool) -> str:
    lately = _LATELY.search(sentence) or (_OF_THE_YEAR.search(sentence) if year_over else None)
    if lately:
        return lately[0]
    if _EACH.search(sentence):
        return ""
    season = _IN_THE_SEASON.search(sentence) if _WILL.search(sentence) else None
    month = _NO_YEAR.search(sentence) or _NO_YEAR_EITHER.search(sentence) or season
    return month[0] if month else ""

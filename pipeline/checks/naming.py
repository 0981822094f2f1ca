"""Does every organisation go by one name?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.acronyms import initials
from pipeline.checks.printed import Check, Words, printed_words
from pipeline.model.findings import Finding, find
from pipeline.model.records import Organisation, Report


def organisation_named_two_ways(report: Report) -> Iterator[Finding]:
    """The Met in one paragraph and the MPS in the next are two bodies to a reader who does not know better.

    Other names are what stands under Also called, and the initials of the full name; the full name itself is none.
    Quiet in titles of papers and in the panel's own name, and where initials are another body's name or another
    short form of the Acronyms sheet. A name that is also a word ("Met") is not looked for where a sentence begins.
    One finding for each other name in a file, at its first place there.
    """
    texts = tuple(printed_words(report))
    for organisation in report.organisations:
        for other in _others(organisation, report):
            by_file: dict[str, list[Words]] = {}
            pattern = _pattern(other)
            for words in texts:
                if pattern.search(_without(_names(organisation, report, other), words.text)):
                    by_file.setdefault(words.place.file, []).append(words)
            for found in by_file.values():
                yield _finding(organisation, other, found)


CHECKS: tuple[Check, ...] = (organisation_named_two_ways,)


def _finding(organisation: Organisation, other: str, found: list[Words]) -> Finding:
    first, *rest = found
    places = ", ".join(dict.fromkeys(words.place.cell for words in rest if words.place.sheet == first.place.sheet))
    elsewhere = len({words.place for words in rest if words.place.sheet != first.place.sheet})
    also = [f"also in {places}"] if places else []
    also += [f"{elsewhere} more on other sheets or under other headings"] if elsewhere else []
    more = f" ({'; '.join(also)})" if also else ""
    return find(
        "organisation-named-two-ways",
        f"{first.whose} says {other}; the report calls this organisation {organisation.name}{more}.",
        first.place,
        subject=f"{organisation.name}: {other}",
        field=first.field,
    )


def _others(organisation: Organisation, report: Report) -> tuple[str, ...]:
    taken = {short for short, long in report.mapping.acronyms.items() if long != organisation.full_name}
    made = (short for short in sorted(initials(organisation.full_name)) if short not in taken)
    own = {organisation.name, organisation.full_name}
    return tuple(name for name in dict.fromkeys((*organisation.also_called, *made)) if name not in own)


def _names(organisation: Organisation, report: Report, other: str) -> tuple[str, ...]:
    """Names in which the other one may stand without being it, the longest first: "Met Police" where the other is "Met"."""
    meeting = report.meeting
    names = [meeting.title, meeting.panel, *(f for o in report.organisations for f in (o.name, o.full_name))]
    names += [name for name in organisation.also_called if other in name and name != other]
    return tuple(sorted((name for name in names if name), key=len, reverse=True))


def _without(names: tuple[str, ...], text: str) -> str:
    """The text with blanks for these names and for addresses."""
    for name in names:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " " * len(name), text)
    return re.sub(r"(?<!\S)[^\s@]+@\S+|https?://\S+", " ", text)


def _pattern(other: str) -> re.Pattern[str]:
    word = re.escape(other)
    if re.fullmatch(r"[A-Z][a-z]+", other):
        return re.compile(rf"(?<=[^\s.!?:;–•-]\s){word}(?!\w)|(?<!\w){word}(?=['’]s\b)")
    return re.compile(rf"(?<![\w@/.-]){word}(?!\w|[-/]\d)")

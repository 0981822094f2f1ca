"""Can a reader who meets a short form tell what it stands for?

A short form is a word with at least two capitals and nothing but letters: VAWG, MoJ, "PCPs", M&E. It is written out by the
Acronyms sheet, by an organisation's Full name, or by "Long form (SHORT)" at or before its first use; the first use
is the first on the page. Titles of papers are not judged, nor are everyday short forms, people's titles, Roman
numerals, protective markings, parts of ids ("OPC-05"), and words among a row of words in capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.checks.owners import names_person
from pipeline.checks.printed import Check, Words, printed_words
from pipeline.model.findings import Finding, find
from pipeline.model.records import Report

# Known to every reader of a paper in English, or not a short form of anything.
_EVERYDAY = (
    "UK", "EU", "US", "USA", "UN", "BBC", "NHS", "HM", "IT", "ICT", "HR", "PR", "TV", "CCTV", "VAT", "GDP", "GP",
    "PC", "ID", "DNA", "PDF", "SMS", "GPS", "USB", "OK", "FAQ", "PLC", "LLP", "AGM", "CEO", "AM", "PM", "AD", "BC",
    "GMT", "BST", "NB", "PS", "COVID", "AOB", "HQ", "AI",
    "A&E", "Q&A",
    "TBC", "TBA", "TBD", "NA", "TODO", "FIXME",  # left-over placeholders are another matter
    "NOT", "NO", "AND", "OR", "ALL", "ANY", "BOTH", "ONLY", "MUST", "NEW",  # said with emphasis
    "WARNING", "NOTE", "IMPORTANT", "CAUTION", "URGENT", "ACTION", "DRAFT", "FINAL",
)  # fmt: skip
_TITLES = ("MP", "MEP", "MSP", "MS", "QC", "KC", "JP", "OBE", "CBE", "MBE", "KBE", "DBE", "QPM", "KPM", "BA", "BSC", "MSC", "MBA", "PHD")  # fmt: skip
_MARKINGS = ("OFFICIAL", "SENSITIVE", "SECRET", "TOP", "RESTRICTED", "CONFIDENTIAL", "PROTECT", "UNCLASSIFIED")
_ROMAN = re.compile(r"X*(?:IX|IV|V?I{0,3})")  # a row of X is a placeholder
_EXEMPT = frozenset((*_EVERYDAY, *_TITLES, *_MARKINGS))

_SHORT = re.compile(
    r"(?<![\w@./&-])(?P<short>[A-Z](?:[a-z]?[A-Z])+|[A-Z]{1,3}&[A-Z]{1,3})(?:s|['’]s)?"
    r"(?![\w@&]|[-–/.]?\d|\.(?:[a-z]|[A-Z]{2}))"  # GOV.UK is an address
)
# Three words or more. What is taken is not given back: a cell of 30,000 letters is read once.
_IN_CAPITALS = re.compile(r"(?<![\w'’])[A-Z][A-Z'’]++(?!\w)(?:[\s,:-]++[A-Z][A-Z'’]++(?!\w)){2,}+")
_CRIED = re.compile(r"\s*+[^\W\d_a-z]{4,}+(?:[\s,'’-]++[^\W\d_a-z]{4,}+)++\s*+")
_ADDRESS = re.compile(r"(?<!\S)[^\s@]+@\S+|https?://\S+|\bwww\.\S+")
_SMALL = ("and", "for", "of", "the", "to", "in", "on", "at", "by", "with", "against", "a", "an")
_WORD = re.compile(r"[^\W\d_][\w'’]*")
_REACH, _MOST_WORDS = 200, 14  # letters and words before a bracket that may be a long form


@dataclass(slots=True)
class _Uses:
    """Where a short form stands, in the order of the page, and where it is first written out."""

    first: tuple[int, int, Words]  # text by text, letter by letter
    owner: Words | None = None
    written: tuple[int, int, Words] | None = None
    places: set[object] = field(default_factory=set)


def acronyms(report: Report) -> Iterator[Finding]:
    """Those who wrote the paper know its short forms; a new member of the panel does not. One finding a short form."""
    explained = _explained(report)
    for short, uses in _uses(report).items():
        if short in explained or (uses.written and uses.written[:2] <= uses.first[:2]):
            continue
        first = uses.first[2]
        others = len(uses.places) - 1
        more = f" and in {others} more {'place' if others == 1 else 'places'}" if others else ""
        if uses.written:
            message = f"{short} stands in {first.whose}, and is written out only later, in {uses.written[2].whose}."
            remedy = f"Write {short} out where it first stands, or add it to the Acronyms sheet."
            yield find("acronym-late", message, first.place, subject=short, field=first.field, remedy=remedy)
        elif uses.owner:
            message = f"{uses.owner.whose} has an owner named by a short form that is never written out: {short}."
            remedy = f"Add {short} to the Acronyms sheet, or name the post in full."
            yield find("owner-acronym", message, uses.owner.place, subject=short, field="owner", remedy=remedy)
        else:
            message = f"{short} stands in {first.whose}{more}, and is never written out."
            remedy = f"Add {short} to the Acronyms sheet, or write it out where it first stands."
            yield find("acronym-unexplained", message, first.place, subject=short, field=first.field, remedy=remedy)


CHECKS: tuple[Check, ...] = (acronyms,)


def initials(name: str) -> frozenset[str]:
    """The short forms that a full name makes by itself: ``Ministry of Justice`` → MJ, MoJ and MOJ."""
    letters = "".join(word[0] for word in re.findall(r"[^\W\d_][\w'’]*", name))
    made = {"".join(letter for letter in letters if letter.isupper()), letters, letters.upper()}
    return frozenset(short for short in made if len(short) > 1)


def _explained(report: Report) -> frozenset[str]:
    """The short forms that the Acronyms sheet or an organisation's full name writes out, and those that need nothing."""
    names = set(report.mapping.acronyms)
    for organisation in report.organisations:
        if organisation.full_name and organisation.full_name != organisation.name:
            names |= {organisation.name, *organisation.also_called, *initials(organisation.full_name)}
    known = {word for name in names for word in name.split()}
    known |= set(re.findall(r"[A-Z]+", (report.meeting.marking or "").upper()))
    return frozenset({*known, *(short.removesuffix("s") for short in known)})


def _uses(report: Report) -> dict[str, _Uses]:
    uses: dict[str, _Uses] = {}
    texts = [(words, _judged(words, report)) for words in printed_words(report)]
    for at, (words, text) in enumerate(texts):
        sought: set[str] = set()  # the text is searched once for each
        for match in _SHORT.finditer(text):
            short = match["short"]
            if short.upper() in _EXEMPT or _ROMAN.fullmatch(short):
                continue
            found = uses.setdefault(short, _Uses((at, match.start(), words)))
            found.places.add(words.place)
            if words.field == "owner" and found.owner is None:
                found.owner = words
            if found.written is None and short not in sought and (start := _written_out(short, text)) is not None:
                found.written = (at, start, words)
            sought.add(short)
    return uses


def _judged(words: Words, report: Report) -> str:
    """The text with blanks for what is not judged in it: addresses, titles, words in capitals; nothing of an owner who
    stands in capitals throughout (FINANCE DIRECTOR), or is a person (SMITH, John).
    """
    text = words.text
    if words.field == "owner" and (_CRIED.fullmatch(text) or names_person(text, report)):
        return ""
    for pattern in (_ADDRESS, _IN_CAPITALS):
        text = pattern.sub(_blank, text)
    for name in (report.meeting.title, report.meeting.panel):
        text = text.replace(name, " " * len(name))
    return text


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _written_out(short: str, text: str) -> int | None:
    """Where ``Deputy Mayor for Policing (DMP)`` or ``DMP (Deputy Mayor for Policing)`` begins in the text."""
    for match in re.finditer(rf"\(\s*(?:the\s+|or\s+)?[\"“‘']?{short}s?(?!\w)", text):
        words = list(_WORD.finditer(text, max(0, match.start() - _REACH), match.start()))[-_MOST_WORDS:]
        for n, word in enumerate(words):
            if _writes_out(short, [each[0] for each in words[n:]]):
                return word.start()
    for match in re.finditer(rf"(?<!\w){short}s?\s*\((?:the\s+)?([^()]{{1,{_REACH}}})\)", text):
        if _writes_out(short, _WORD.findall(match[1])[:_MOST_WORDS]):
            return match.start()
    return None


def _writes_out(short: str, words: list[str]) -> bool:
    """Whether these words are the long form; "VAWG (VAWG)" says the short one again."""
    return not any(word.startswith(short) for word in words) and _spells(short, words)


def _spells(short: str, words: list[str]) -> bool:
    """Whether the short form is made of these words, all of them: of each its first letter and perhaps others in it
    (``Transport for London`` and TfL, ``cybercrime unit`` and CCU); small words may be left out.
    """
    short = short.replace("&", "")
    if not words:
        return not short
    word, rest = words[0], words[1:]
    if word.casefold() in _SMALL and _spells(short, rest):
        return True
    if not short or word[0].casefold() != short[0].casefold():
        return False
    at = 0
    for taken, letter in enumerate(short, start=1):
        at = word.casefold().find(letter.casefold(), at) + 1
        if not at:
            return False
        if _spells(short[taken:], rest):
            return True
    return False

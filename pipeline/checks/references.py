"""Does what a text refers to stand in the report?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.printed import Check, printed_words
from pipeline.model.findings import Finding, find
from pipeline.model.records import BlockKind, Report

_APPENDICES = 4  # the joint risk overview, the control schedule, the heat maps, the changes
_NUMBERED = (  # the sections whose paragraphs are numbered, from 1
    "supporting_information",
    "equality_and_diversity",
    "financial_implications",
    "legal_implications",
    "risk_implications",
)
_SECTIONS = 7  # after these: contact details; appendices and background papers

_REACH = 60  # letters before and after that tell whose it is
_NUMBER = r"(?:\d{1,2}|(?-i:[A-H]))"
_APPENDIX = re.compile(
    rf"\b(?:appendix|appendices)\s+(?P<first>{_NUMBER})\b(?P<more>(?:\s*(?:,|and|to|or|[-–])\s*{_NUMBER}\b)*)",
    re.IGNORECASE,
)
_ANNEX = re.compile(
    rf"\b(?:annexe?s?)\s+(?P<first>{_NUMBER})\b(?P<more>(?:\s*(?:,|and|to|or|[-–])\s*{_NUMBER}\b)*)", re.IGNORECASE
)
_PARAGRAPH = re.compile(
    r"\b(?:paragraphs?|paras?\.?)\s+(?P<first>\d{1,2}\.\d{1,2})(?P<more>(?:\s*(?:,|and|to|or|[-–])\s*\d{1,2}\.\d{1,2})*)",
    re.IGNORECASE,
)
# "appendix 7 of the Police and Crime Plan", "appendix 2 to that paper", "the Plan's appendix 6": another paper's.
_OF_ANOTHER = re.compile(
    r"^\s*\)?\s*(?:of|to|in|from|at)\s+(?!this\b|the (?:present )?(?:report|paper)\b)", re.IGNORECASE
)
_ANOTHERS = re.compile(
    r"(?:\w['’]s?|\b(?:act|code|plan|strategy|regulations|policy|framework|guidance|handbook|report)\s*,?)\s*$",
    re.IGNORECASE,
)


def reference_missing(report: Report) -> Iterator[Finding]:
    """Someone turns to "appendix 7", and there are four. Appendices are counted as this program's own report has them, and
    paragraphs as its sections number them. Quiet where the words name another paper.
    """
    counts = {
        number: sum(block.kind is BlockKind.PARAGRAPH for block in section.blocks) if section else 0
        for number, section in enumerate(map(report.narrative.section, _NUMBERED), 1)
    }
    for words in printed_words(report):
        for pattern, is_there, kind in (
            (_APPENDIX, _appendix_there, "Appendix"),
            (_ANNEX, lambda _: False, "Annex"),
            (_PARAGRAPH, lambda number: _paragraph_there(number, counts), "paragraph"),
        ):
            for match in pattern.finditer(words.text):
                before = words.text[max(0, match.start() - _REACH) : match.start()]
                after = words.text[match.end() : match.end() + _REACH]
                if _OF_ANOTHER.search(after) or _ANOTHERS.search(before):
                    continue
                numbers = [match["first"], *re.findall(r"\d{1,2}\.\d{1,2}|\d{1,2}|\b[A-H]\b", match["more"])]
                missing = [number for number in numbers if not is_there(number)]
                if missing:
                    message = f'{words.whose} says "{match[0]}", and the report has no {kind} {missing[0]}.'
                    yield find("reference-missing", message, words.place, subject=words.whose, field=words.field)


CHECKS: tuple[Check, ...] = (reference_missing,)


def _appendix_there(number: str) -> bool:
    return number.isdigit() and 1 <= int(number) <= _APPENDICES


def _paragraph_there(number: str, counts: dict[int, int]) -> bool:
    section, paragraph = map(int, number.split("."))
    if section in counts:
        return 1 <= paragraph <= counts[section]
    return section <= _SECTIONS

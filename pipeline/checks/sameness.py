"""Is what is said to be the same the same: the aligned risks, and the registers' files?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.numbers import NUMBER
from pipeline.checks.printed import Check
from pipeline.model.dates import in_words
from pipeline.model.findings import Finding, find
from pipeline.model.records import ChangeKind, Place, Report

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n")
_REMAIN = re.compile(
    rf"\b(?:(?:aligned|joint|shared|these|our|same)\s+(?:\w+\s+){{0,2}}?risks|the\s+(?:{NUMBER}\s+)?risks(?=\s+(?:have|are|remain|stay))|risks\s+(?:reported|listed|in this report))\b"
    r"(?:[^.!?;]{0,60}?)"
    r"\b(?:remain(?:s|ed)?(?!\s+(?:above|below|within|outside|high|low|to))|are|stay|have stayed|have remained|continue to be)\s+"
    r"(?:(?:all\s+|broadly\s+|largely\s+)?(?:the same(?! ones?\b)|unchanged|as (?:before|they were|last (?:time|quarter)|at the last)))",
    re.IGNORECASE,
)
_NO_CHANGE = re.compile(
    r"\b(?:no|not any)\s+changes?\s+(?:to|in|of)\s+(?:the\s+)?(?:\w+\s+){0,2}?(?:aligned|joint|shared)\s+risks\b"
    r"|\b(?:aligned|joint|shared)\s+risks\s+have not changed\b",
    re.IGNORECASE,
)
_PART = re.compile(r"\b(?:of|some|most|many|two|three|other|rest|not|nor)\b", re.IGNORECASE)
_OF_THE_RISKS = {
    ChangeKind.ALIGNED_NEW: "{} is new",
    ChangeKind.ALIGNED_RETURNED: "{} is reported again",
    ChangeKind.ALIGNED_WITHDRAWN: "{} is reported no longer",
    ChangeKind.ALIGNED_RENAMED: "{} has another name",
    ChangeKind.RISK_NEW: "a risk is new under {}",
    ChangeKind.RISK_RETURNED: "a risk is back under {}",
    ChangeKind.RISK_GONE: "a risk is gone from {}",
}


def remain_the_same(report: Report) -> Iterator[Finding]:
    """Last quarter's sentence, left in: "the aligned risks remain the same".

    Held against which risks there are: their names, and the registers' risks under them; ratings may move while the
    risks stay the same. Quiet without an earlier report, and where it is said of some of them.
    """
    last = report.movement.previous
    changes = [change for change in report.movement.changes if change.kind in _OF_THE_RISKS]
    if last is None or not changes:
        return
    first = changes[0]
    because = _OF_THE_RISKS[first.kind].format(first.aligned_risk)
    for section in report.narrative.sections:
        for block in section.blocks:
            for sentence in _SENTENCE.split(block.text):
                found = _REMAIN.search(sentence) or _NO_CHANGE.search(sentence)
                if found and not _PART.search(sentence[: found.start()][-30:]):
                    yield find(
                        "remain-the-same",
                        f'{section.heading} says "{" ".join(found[0].split())}", and since the report of '
                        f"{in_words(last.meeting_date)} {because}.",
                        block.place,
                        subject=section.heading,
                    )


def register_not_refreshed(report: Report) -> Iterator[Finding]:
    """The very bytes of last quarter: perhaps nothing changed, perhaps nobody put the new file there."""
    last = report.movement.previous
    then = {digest for source, digest in last.inputs.items() if source.startswith("register ")} if last else set()
    for file in report.inputs:
        if last and file.role == "register" and file.sha256 in then:
            yield find(
                "register-not-refreshed",
                f"{file.file} is the same file, byte by byte, as for the report of {in_words(last.meeting_date)}.",
                Place(file.file),
                subject=file.organisation,
            )


CHECKS: tuple[Check, ...] = (remain_the_same, register_not_refreshed)

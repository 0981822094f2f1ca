"""A draft: the report with what is to be mended or looked at as Word comments, each at the place it is about.

That is the paragraph or cell that prints the very field; else the risk, control or other record printed from its row;
else the section or the organisation it is about; else the notice at the top. A note asks nothing of anyone, and an
accepted finding has its answer: neither becomes a comment. The review page lists them all.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.model.alike import Alike, alike
from pipeline.model.document import CHECKS, Origin, Role
from pipeline.model.findings import Finding, Severity
from pipeline.model.records import NARRATIVE_SECTIONS, Place, Report
from pipeline.report import package
from pipeline.report.anchors import Said
from pipeline.report.comments import Comment, commented
from pipeline.report.fill import Filled
from pipeline.report.outline import Outliner
from pipeline.report.sandbox import UNCLEAN
from pipeline.report.template import main_document
from pipeline.report.wording import plural
from pipeline.report.wordml import TR, Element, P, parse, style_of, text_of, w

_MOST_HERE = 3  # comments of one kind on a paragraph
_MOST = 20  # comments of one kind in the report: a person has seen by then what it is that is wrong
_LONGEST = 600  # characters of a message

# Where an input is printed in several parts of the report, its comment stands in the first of these.
_HOMES = (
    "meeting", "organisations", "risks", "narrative", "schedule", "promises", "definitions", "movement", "glance",
)  # fmt: skip
_PART = re.compile(r"\w+")
_NAME = re.compile(r"organisations\[\d+\]\.name")
_ROW = re.compile(r"(?:[A-Z]{1,3}|row )([0-9]+)")
_RECORD = "record.json"

Address = tuple[str, ...]  # what a place is known by: its kind, then its names


def with_comments(filled: Filled, findings: Iterable[Finding], report: Report, origins: Mapping[str, Origin]) -> bytes:
    """The report that was filled, with its comments; its words are as they were. ``origins``: of its values."""
    members = package.read(filled.docx)
    document = main_document(members)
    root = parse(members[document])
    printed = _printed(root, filled.said)
    index = _index(printed, origins, _sections(root, Outliner(members, document)))
    notice = printed.get("draft_notice", 0)
    day = report.meeting.date.isoformat()
    at: dict[int, list[Finding]] = {}
    for finding in findings:
        if finding.severity is not Severity.NOTE and not finding.accepted:
            addresses = _addresses_of(finding, report)
            at.setdefault(next((index[one] for one in addresses if one in index), notice), []).append(finding)
    comments = [Comment(paragraph, text, CHECKS, day) for paragraph, text in _told(at)]
    return package.write(commented(members, comments))


# --- what stands where -----------------------------------------------------------------------------


def _printed(root: Element, said: Mapping[str, Sequence[Said]]) -> dict[str, int]:
    """Key → the first paragraph of the body that prints it, in the order of the report; of a body's name the first in
    a table: it stands in captions too.
    """
    printed: dict[str, int] = {}
    captions: dict[str, int] = {}
    waiting: deque[Said] = deque()
    for number, paragraph in enumerate(root.iter(P)):
        for mark in paragraph.iterchildren(w("bookmarkStart")):
            if mark.get(w("name")) in said:
                waiting = deque(said[mark.get(w("name"), "")])
        if waiting and waiting[0].text == text_of(paragraph):
            loose = next(paragraph.iterancestors(TR), None) is None
            for value in waiting.popleft().values:
                (captions if loose and _NAME.fullmatch(value.key) else printed).setdefault(value.key, number)
    return captions | printed


def _sections(root: Element, outliner: Outliner) -> Iterator[tuple[Address, int]]:
    """The sections of the narrative, each with the heading that the template gives it."""
    for number, paragraph in enumerate(root.iter(P)):
        if outliner.level(paragraph, style_of(paragraph)):
            words = text_of(paragraph).casefold()
            for _, heading, _ in NARRATIVE_SECTIONS:
                if words.startswith(heading.casefold()):
                    yield ("section", heading), number


def _index(
    printed: Mapping[str, int], origins: Mapping[str, Origin], sections: Iterable[tuple[Address, int]]
) -> dict[Address, int]:
    """Address → paragraph."""
    index: dict[Address, int] = {}
    for key, paragraph in sorted(printed.items(), key=lambda one: _home(one[0])):
        if key == "movement.compared_with":
            index.setdefault((_RECORD,), paragraph)
        if origin := origins.get(key):
            subject = f"{origin.organisation} {origin.subject}" if origin.role is Role.REGISTER else ""
            for address in _addresses(origin.place, origin.field, subject):
                index.setdefault(address, paragraph)
            if origin.organisation and origin.organisation == origin.subject:
                index.setdefault(("organisation", origin.organisation), paragraph)
    for address, paragraph in sections:
        index.setdefault(address, paragraph)
    return index


def _home(key: str) -> tuple[int, bool]:
    """The rank of what a key belongs to. An organisation's full name is the heading of its heat map: what is said of
    the organisation belongs to the row of its register.
    """
    part = _PART.match(key)
    rank = _HOMES.index(part[0]) if part and part[0] in _HOMES else len(_HOMES)
    return rank, key.endswith(".full_name")


def _addresses_of(finding: Finding, report: Report) -> Iterator[Address]:
    """What a finding may be known by, the nearest first."""
    yield from _addresses(finding.place, finding.field, finding.subject)
    if finding.file == report.narrative.file:
        yield "section", finding.sheet or finding.subject
    if finding.file.rpartition("/")[2] == _RECORD:
        yield (_RECORD,)
    whose = {register.file: register.organisation for register in report.registers}
    yield "organisation", finding.organisation or whose.get(finding.file) or finding.subject


def _addresses(place: Place, field: str, subject: str) -> Iterator[Address]:
    """``field``: of a stage any field will do, as the report prints one of them: current.score for current.impact."""
    row = _ROW.fullmatch(place.cell)
    if row:
        yield "field", place.file, place.sheet, row[1], field.partition(".")[0]
    if place.cell:
        yield "cell", place.file, place.sheet, place.cell
    if row:
        yield "row", place.file, place.sheet, row[1]
    if subject:
        yield "subject", subject


# --- what is told ----------------------------------------------------------------------------------


def _told(at: Mapping[int, Sequence[Finding]]) -> Iterator[tuple[int, str]]:
    """Paragraph and text of each comment. Of one kind only so many are told one by one: the last says how many
    more there are.
    """
    told: list[tuple[int, Alike]] = []
    count: Counter[Address] = Counter()
    left: Counter[Address] = Counter()
    for paragraph, findings in sorted(at.items()):
        here: Counter[Address] = Counter()
        for entry in alike(findings):
            kind = _kind(entry)
            if here[kind] < _MOST_HERE and count[kind] < _MOST:
                told.append((paragraph, entry))
                here[kind] += 1
                count[kind] += 1
            else:
                left[kind] += len(entry.findings)
    for paragraph, entry in told:
        kind = _kind(entry)
        count[kind] -= 1
        yield paragraph, _text(entry, 0 if count[kind] else left[kind])


def _kind(entry: Alike) -> Address:
    return entry.first.code, entry.first.organisation


def _text(entry: Alike, left: int) -> str:
    finding = entry.first
    lines = [f"{finding.severity.words}: {_short(entry.message)}"]
    if str(finding.place):
        lines.append(f"Where: {finding.place}")
    lines.append(f"What to do: {finding.remedy} [{finding.code}]")
    if left:
        lines.append(f"{plural(left, 'more matter', 'more matters')} of this kind without a comment: see review.html.")
    # A message may quote a name of a file or sheet with characters that no Word file can hold.
    return "\n".join(UNCLEAN.sub("�", " ".join(line.split())) for line in lines)


def _short(message: str) -> str:
    if len(message) <= _LONGEST:
        return message
    return f"{message[:_LONGEST].rpartition(' ')[0]} … (review.html has the rest)"

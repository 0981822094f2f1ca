"""The findings as the review page lists them: the few that matter most, and all by who can mend them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.model.alike import Alike, alike
from pipeline.model.findings import CATALOGUE, Finding, Mender, Severity, weight
from pipeline.model.meant import Named, by_name, name_of
from pipeline.model.records import Place, Report
from pipeline.report.wording import joined, plural

_MOST_MATTERS = 5
_MOST_SUBJECTS = 6
_MOST_VALUES = 5  # cells of one entry whose values are shown
_MOST_ROWS = 200  # rows for the Accepted sheet under one entry
_LONGEST = 300  # characters of a value
_ENTRY_WORDS = {Severity.BLOCK: "to fix", Severity.QUERY: "to look at", Severity.NOTE: "for information"}
BLANK = "(blank)"
_ROW = re.compile(r"[0-9]+$")  # of "D7", of "row 7"


@dataclass(frozen=True, slots=True)
class Matter:
    """One of the few things that matter most: all findings of one kind. ``link``: the anchor of the first."""

    severity: str  # "Must fix"
    kind: str  # block, query or note
    text: str
    to_do: str
    link: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands at a place. ``cell``: only where an entry has several."""

    cell: str
    value: str
    blank: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding as it is listed, or many that are told as one. ``organisation``: whose register it is about, else "".

    ``shown``: the values of the cells as a reader of the file sees them; none where it is about no single cell.
    ``rows``: a line for each row of the Accepted sheet, its cells apart by tabs as a spreadsheet takes them; "" where
    it can't be accepted. ``rows_left``: how many more rows there would be.
    """

    anchor: str
    severity: str
    kind: str
    organisation: str
    message: str
    subject: str
    file: str
    sheet: str
    sheet_word: str  # "Sheet", or "Section" of a narrative
    cell: str
    shown: tuple[Shown, ...]
    shown_left: int
    remedy: str
    code: str
    accepted: str
    rows: str
    rows_left: int
    weight_was: str  # the severity of the catalogue, where the Checks sheet has changed it


@dataclass(frozen=True, slots=True)
class Group:
    """The findings one person can mend."""

    heading: str
    summary: str  # "1 to fix, 2 to look at"
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """Everything the page says of the findings. ``organisations``: those that an entry is about, to choose from."""

    tallies: tuple[tuple[str, str, str], ...]  # kind, words, number of the open ones
    matters: tuple[Matter, ...]
    more: int  # kinds that weigh, beyond the matters
    groups: tuple[Group, ...]
    accepted: tuple[Entry, ...]
    organisations: tuple[str, ...]


def listed(findings: Sequence[Finding], report: Report) -> Listed:
    """The findings, the weightiest first, else in the order given."""
    whose_file = {register.file: register.organisation for register in report.registers}
    told = alike(sorted(findings, key=weight))
    named = by_name(findings)
    entries = [(one, _entry(one, f"finding-{number}", whose_file, report, named)) for number, one in enumerate(told, 1)]
    about = {entry.organisation for _, entry in entries}
    return Listed(
        tallies=_tallies(findings),
        matters=_matters(entries, _Unreported(report)),
        more=max(len({one.first.code for one, _ in entries if _weighs(one.first)}) - _MOST_MATTERS, 0),
        groups=_groups(entries, report),
        accepted=tuple(entry for one, entry in entries if one.first.accepted),
        organisations=tuple(one.name for one in report.organisations if one.name in about),
    )


def values_shown(findings: Sequence[Finding], report: Report) -> tuple[Shown, ...]:
    """What stands in the cells of these findings, each cell once."""
    found: dict[Place, str] = {}
    for finding in findings:
        value = report.shown_at(finding.place)
        if value is not None:
            found.setdefault(finding.place, value)
    return tuple(
        Shown(place.cell if len(findings) > 1 else "", _short(value) if value else BLANK, not value)
        for place, value in found.items()
    )


def organisation_of(finding: Finding, whose_file: Mapping[str, str]) -> str:
    """Whose register it is about; "" where it is about none."""
    return finding.organisation or whose_file.get(finding.file, "")


def _short(value: str) -> str:
    return value if len(value) <= _LONGEST else value[: _LONGEST - 1].rstrip() + "…"


def _entry(told: Alike, anchor: str, whose_file: Mapping[str, str], report: Report, named: Named) -> Entry:
    finding = told.first
    values = values_shown(told.findings[: _MOST_VALUES + 1], report)
    rows = _rows(told.findings, named)
    usual = CATALOGUE[finding.code].severity
    return Entry(
        anchor=anchor,
        severity=finding.severity.words,
        kind=finding.severity.value,
        organisation=organisation_of(finding, whose_file),
        message=told.message,
        subject=finding.subject,
        file=finding.file,
        sheet=finding.sheet,
        sheet_word="Section" if finding.file == report.narrative.file else "Sheet",
        cell=finding.cell,
        shown=values[:_MOST_VALUES],
        shown_left=len(told.findings) - _MOST_VALUES if len(values) > _MOST_VALUES else 0,
        remedy=finding.remedy,
        code=finding.code,
        accepted=finding.accepted,
        rows="\n".join(rows[:_MOST_ROWS]),
        rows_left=max(len(rows) - _MOST_ROWS, 0),
        weight_was=usual.words if usual is not finding.severity else "",
    )


def _rows(findings: Iterable[Finding], named: Named) -> list[str]:
    """Finding and Subject: Reason, Accepted by and Until are for a person to fill. None without a subject, which a
    row of Accepted needs, and for what can't be accepted.
    """
    about = dict.fromkeys((f.code, name_of(f, named)) for f in findings if CATALOGUE[f.code].lowerable)
    return [f"{code}\t{subject}" for code, subject in about if subject]


def _weighs(finding: Finding) -> bool:
    return not finding.accepted and finding.severity is not Severity.NOTE


def _tallies(findings: Iterable[Finding]) -> tuple[tuple[str, str, str], ...]:
    open_ones = [finding for finding in findings if not finding.accepted]
    return tuple((s.value, s.words, str(sum(f.severity is s for f in open_ones))) for s in Severity)


class _Unreported:
    """Tells whether a finding is about a risk under no aligned risk: by its row, or by what it is about."""

    def __init__(self, report: Report) -> None:
        reported = {
            (one.risk.organisation, one.risk.id)
            for aligned in report.aligned_risks
            for position in aligned.positions
            for one in position.risks
        }
        rest = [r for one in report.registers for r in one.risks if (r.organisation, r.id) not in reported]
        self._rows = {(risk.source.file, risk.source.sheet, str(risk.source.row)) for risk in rest}
        self._subjects = {f"{risk.organisation} {risk.id}" for risk in rest}

    def is_about(self, finding: Finding) -> bool:
        row = _ROW.search(finding.cell)
        return finding.subject in self._subjects or bool(row and (finding.file, finding.sheet, row[0]) in self._rows)


def _matters(entries: Sequence[tuple[Alike, Entry]], unreported: _Unreported) -> tuple[Matter, ...]:
    """Up to five kinds of open finding, the weightiest first; of one weight those about what is reported, and of these
    the most frequent.
    """
    kinds: dict[tuple[Severity, str], list[tuple[bool, Finding, Entry]]] = {}
    for told, entry in entries:
        if _weighs(told.first):
            of_kind = kinds.setdefault((told.first.severity, told.first.code), [])
            of_kind += [(unreported.is_about(finding), finding, entry) for finding in told.findings]
    for of_kind in kinds.values():
        of_kind.sort(key=lambda one: one[0])
    worst = sorted(kinds.items(), key=lambda kind: (weight(kind[1][0][1]), kind[1][0][0], -len(kind[1])))
    matters = []
    for (severity, code), of_kind in worst[:_MOST_MATTERS]:
        found = [finding for _, finding, _ in of_kind]
        text, to_do = found[0].message, found[0].remedy
        if len(found) > 1:
            subjects = list(dict.fromkeys(f.subject for f in found if f.subject))
            few, left = subjects[:_MOST_SUBJECTS], len(subjects[_MOST_SUBJECTS:])
            names = joined([*few, f"{left} more"] if left else few)
            text = f"{CATALOGUE[code].means} {len(found)} times{': ' + names if names else ''}."
            to_do = CATALOGUE[code].to_do
        matters.append(Matter(severity.words, severity.value, text, to_do, of_kind[0][2].anchor))
    return tuple(matters)


def _groups(entries: Sequence[tuple[Alike, Entry]], report: Report) -> tuple[Group, ...]:
    """Open findings by who can mend them: each register's owner, the officer, the template's keeper."""
    groups: dict[str, list[tuple[Alike, Entry]]] = {
        **{_register_heading(organisation.name): [] for organisation in report.organisations},
        **{mender.value: [] for mender in Mender},
    }
    for told, entry in entries:
        if told.first.accepted:
            continue
        mender = CATALOGUE[told.first.code].mender
        theirs = mender is Mender.REGISTER and entry.organisation
        heading = _register_heading(entry.organisation) if theirs else mender.value
        groups.setdefault(heading, []).append((told, entry))
    return tuple(
        Group(heading, summary([f for told, _ in found for f in told.findings]), tuple(entry for _, entry in found))
        for heading, found in groups.items()
        if found
    )


def _register_heading(organisation: str) -> str:
    return f"{Mender.REGISTER.value}: {organisation}"


def summary(findings: Sequence[Finding]) -> str:
    """``1 to fix, 2 to look at``."""
    counted = ((sum(f.severity is severity for f in findings), text) for severity, text in _ENTRY_WORDS.items())
    return ", ".join(f"{count} {text}" for count, text in counted if count)


def state(findings: Sequence[Finding]) -> str:
    """Whether the report may leave, in a sentence."""
    count = sum(f.severity is Severity.BLOCK and not f.accepted for f in findings)
    if count:
        return f"Draft: {plural(count, 'matter', 'matters')} must be fixed before the report is circulated."
    return "Made: nothing is open that must be fixed."

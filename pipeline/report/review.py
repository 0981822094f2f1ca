"""The review page: what its author should look at before the report is circulated. One page of HTML, internal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources

from jinja2 import Environment, StrictUndefined

from pipeline.model.alike import Alike, alike
from pipeline.model.findings import CATALOGUE, Finding, Mender, Severity, blocks
from pipeline.model.page import Page
from pipeline.model.records import Change, ChangeKind, Column, InputFile, Register, Report
from pipeline.report.wording import NOTHING, joined, plural

_MOST_MATTERS = 5
_MOST_SUBJECTS = 6
_HOW = {
    "layout": "as the layout says",
    "exact": "by its heading",
    "near": "by a heading much like it",
    "values": "by what stands under it",
}
_OTHER_KINDS = {
    ChangeKind.RISK_NEW: "New in the register",
    ChangeKind.RISK_GONE: "No longer in the register",
}
_ROLES = {
    "mapping": "Mapping workbook",
    "narrative": "Narrative",
    "register": "Register",
    "layout": "Layout",
    "template": "Word template",
    "previous": "Record compared with",
}


@dataclass(frozen=True, slots=True)
class Matter:
    """One of the few things that matter most: all findings of one kind. ``link``: the anchor of the first."""

    severity: str  # "Must fix"
    kind: str  # block, query or note
    text: str
    to_do: str
    link: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding as it is listed, or many that are told as one."""

    anchor: str
    severity: str
    kind: str
    message: str
    subject: str
    place: str
    remedy: str
    code: str
    accepted: str


@dataclass(frozen=True, slots=True)
class Group:
    """The findings one person can mend."""

    heading: str
    summary: str  # "1 to fix, 2 to look at"
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class ColumnRead:
    letter: str
    heading: str
    field: str
    how: str


@dataclass(frozen=True, slots=True)
class RegisterRead:
    """How one register was understood."""

    organisation: str
    file: str
    where: str  # "sheet Corporate risks, headings in rows 5 and 6"
    risks: str  # "14 risks, 4 of them reported"
    columns: tuple[ColumnRead, ...]
    ignored: str
    rows: tuple[tuple[str, str], ...]  # kind of row, how many


@dataclass(frozen=True, slots=True)
class OtherChange:
    organisation: str
    risk: str
    what: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class FileUsed:
    role: str
    organisation: str
    file: str
    sha256: str


def build(report: Report, page: Page, findings: Sequence[Finding], *, version: str) -> bytes:
    """The page as UTF-8: the same bytes for the same report, findings and version."""
    listed = tuple(_entries(findings))
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    source = resources.files("pipeline.report").joinpath("review.html.j2").read_text(encoding="utf-8")
    html = environment.from_string(source).render(
        page=page,
        state=_state(findings),
        is_draft=bool(blocks(findings)),
        tallies=_tallies(findings),
        matters=_matters(listed),
        more=max(len({told.first.code for told, _ in listed if _weighs(told.first)}) - _MOST_MATTERS, 0),
        groups=_groups(listed, report),
        accepted=tuple(entry for told, entry in listed if told.first.accepted),
        other_changes=tuple(_other_change(change) for change in report.movement.others),
        registers=tuple(_register_read(register, report) for register in report.registers),
        files=tuple(_file_used(file) for file in report.inputs),
        record=report.movement.previous.file if report.movement.previous else "",
        version=version,
    )
    # A file's name may hold bytes that are no text; they must not keep the page from being written.
    return html.encode("utf-8", errors="replace")


def _state(findings: Sequence[Finding]) -> str:
    count = len(blocks(findings))
    if count:
        return f"Draft: {plural(count, 'matter', 'matters')} must be fixed before the report is circulated."
    return "Made: nothing is open that must be fixed."


def _tallies(findings: Iterable[Finding]) -> tuple[tuple[str, str, str], ...]:
    """How many of each severity are open: kind, words, number."""
    open_ones = [finding for finding in findings if not finding.accepted]
    return tuple((s.value, s.words, str(sum(f.severity is s for f in open_ones))) for s in Severity)


def _entries(findings: Sequence[Finding]) -> list[tuple[Alike, Entry]]:
    """What is told as one with its entry, the weightiest first, else in the order given."""
    ranks = {severity: rank for rank, severity in enumerate(Severity)}
    return [
        (told, _entry(told, f"finding-{number}"))
        for number, told in enumerate(alike(sorted(findings, key=lambda f: ranks[f.severity])), 1)
    ]


def _entry(told: Alike, anchor: str) -> Entry:
    finding = told.first
    return Entry(
        anchor=anchor,
        severity=finding.severity.words,
        kind=finding.severity.value,
        message=told.message,
        subject=finding.subject,
        place=str(finding.place),
        remedy=finding.remedy,
        code=finding.code,
        accepted=finding.accepted,
    )


def _weighs(finding: Finding) -> bool:
    return not finding.accepted and finding.severity is not Severity.NOTE


def _matters(listed: Sequence[tuple[Alike, Entry]]) -> tuple[Matter, ...]:
    """Up to five kinds of open finding, those that must be fixed first."""
    kinds: dict[tuple[Severity, str], tuple[Entry, list[Finding]]] = {}
    for told, entry in listed:
        if _weighs(told.first):
            kind = (told.first.severity, told.first.code)
            kinds.setdefault(kind, (entry, []))[1].extend(told.findings)
    matters = []
    for (severity, code), (first, found) in list(kinds.items())[:_MOST_MATTERS]:
        text, to_do = found[0].message, found[0].remedy
        if len(found) > 1:
            subjects = list(dict.fromkeys(f.subject for f in found if f.subject))
            few, left = subjects[:_MOST_SUBJECTS], len(subjects[_MOST_SUBJECTS:])
            names = joined([*few, f"{left} more"] if left else few)
            means = CATALOGUE[code].means
            text = f"{means} {len(found)} times{': ' + names if names else ''}."
            to_do = CATALOGUE[code].to_do
        matters.append(Matter(severity.words, severity.value, text, to_do, first.anchor))
    return tuple(matters)


def _groups(listed: Sequence[tuple[Alike, Entry]], report: Report) -> tuple[Group, ...]:
    """Open findings by who can mend them: each register's owner, the officer, the template's keeper."""
    whose_file = {register.file: register.organisation for register in report.registers}
    groups: dict[str, list[tuple[Alike, Entry]]] = {
        **{_register_heading(organisation.name): [] for organisation in report.organisations},
        Mender.REGISTER.value: [],
        Mender.OFFICER.value: [],
        Mender.TEMPLATE.value: [],
    }
    for told, entry in listed:
        finding = told.first
        if finding.accepted:
            continue
        mender = CATALOGUE[finding.code].mender
        heading = mender.value
        if mender is Mender.REGISTER:
            whose = finding.organisation or whose_file.get(finding.file, "")
            heading = _register_heading(whose) if whose else heading
        groups.setdefault(heading, []).append((told, entry))
    return tuple(
        Group(heading, _summary([f for told, _ in found for f in told.findings]), tuple(entry for _, entry in found))
        for heading, found in groups.items()
        if found
    )


def _register_heading(organisation: str) -> str:
    return f"{Mender.REGISTER.value}: {organisation}"


def _summary(findings: Sequence[Finding]) -> str:
    words = ((Severity.BLOCK, "to fix"), (Severity.QUERY, "to look at"), (Severity.NOTE, "for information"))
    counted = ((sum(f.severity is severity for f in findings), text) for severity, text in words)
    return ", ".join(f"{count} {text}" for count, text in counted if count)


def _register_read(register: Register, report: Report) -> RegisterRead:
    reported = {
        (risk.risk.organisation, risk.risk.id)
        for aligned in report.aligned_risks
        for position in aligned.positions
        for risk in position.risks
    }
    count = sum((risk.organisation, risk.id) in reported for risk in register.risks)
    rows = "rows" if len(register.header_rows) > 1 else "row"
    headings = f"headings in {rows} {joined(map(str, register.header_rows))}" if register.header_rows else "no headings"
    return RegisterRead(
        organisation=register.organisation,
        file=register.file,
        where=f"{f'Sheet {register.sheet}, ' if register.sheet else ''}{headings}",
        risks=f"{plural(len(register.risks), 'risk', 'risks')}, {count} reported",
        columns=tuple(
            ColumnRead(column.letter, _heading(column), column.field, _HOW.get(column.how, column.how))
            for column in register.columns
        ),
        ignored=", ".join(f"{column.letter} {_heading(column)}" for column in register.ignored_columns) or "None",
        rows=tuple((kind, str(number)) for kind, number in register.rows.items() if number),
    )


def _heading(column: Column) -> str:
    """The heading as a layout names it."""
    return " > ".join(part for part in (column.banner, column.heading) if part) or NOTHING


def _other_change(change: Change) -> OtherChange:
    what = _OTHER_KINDS.get(change.kind, change.kind.value)
    return OtherChange(change.organisation, change.item, what, change.was or NOTHING, change.now or NOTHING)


def _file_used(file: InputFile) -> FileUsed:
    return FileUsed(_ROLES.get(file.role, file.role), file.organisation or NOTHING, file.file, file.sha256)

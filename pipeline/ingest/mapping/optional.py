"""The sheets that a mapping workbook may do without. A row that lacks what makes it one is a finding: it is
printed with a mark where it has a place in the report, and not applied where it has none.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.ingest.mapping.controls import organisation_named
from pipeline.ingest.mapping.proposals import likely
from pipeline.ingest.mapping.row import Row, Table
from pipeline.ingest.mapping.sheets import SEVERITY_WORDS, WORDING_FIELDS, plain
from pipeline.model.findings import CATALOGUE, Severity
from pipeline.model.marks import beside, twice
from pipeline.model.records import Acceptance, AgreedWording, KnownChange, Organisation, Promise, SeverityChange, Source


def read_wording(table: Table, organisations: Sequence[Organisation]) -> tuple[AgreedWording, ...]:
    """Agreed words in place of a register's own, a mark for those that can't be read. ``field`` is a field name
    of ``read --json``.
    """
    found: list[AgreedWording] = []
    for row in table.rows():
        row.needs("organisation", "risk", "field", "as_reported")
        organisation, risk, field = _organisation(row, organisations), row.id("risk"), row.choice("field")
        words = row.text("as_reported")
        if organisation and risk and field:
            agreed, by = row.date("date"), _shown(row, "agreed_by", row.line("agreed_by"))
            found.append(
                AgreedWording(
                    organisation, risk, WORDING_FIELDS[field], _shown(row, "as_reported", words) or "", row.source,
                    reason=_shown(row, "reason", row.text("reason")),
                    agreed_by=beside(by or "", row.unknown.get("date")) or None, date=agreed,
                )
            )  # fmt: skip
    return tuple(found)


def read_changes(table: Table, organisations: Sequence[Organisation]) -> tuple[KnownChange, ...]:
    """A row without an organisation is kept: a control belongs to none."""
    found: list[KnownChange] = []
    for row in table.rows():
        filled = row.needs("risk", "what")
        whose = _organisation(row, organisations)
        organisation = whose if row.filled("organisation") else ""
        risk, what = row.id("risk"), row.choice("what")
        ids = what in ("renumbered", "merged")
        was, now = (row.id(name) if ids else row.line(name) for name in ("was", "now"))
        if filled and organisation is not None and risk and what:
            found.append(
                KnownChange(
                    organisation, risk, what, row.source, was=was, now=now,
                    reason=_shown(row, "reason", row.text("reason")), agreed_by=row.line("agreed_by"), date=row.date("date"),
                )
            )  # fmt: skip
    return tuple(found)


def read_acronyms(table: Table) -> tuple[dict[str, str], dict[str, Source]]:
    """Short form → long form, and → its row; a mark stands for either where it can't be read."""
    first: dict[str, str] = {}
    sources: dict[str, Source] = {}
    doubled: set[str] = set()
    for row in table.rows():
        row.needs("short", "long")
        short, long = (_shown(row, name, row.line(name)) or "" for name in ("short", "long"))
        sources.setdefault(short, row.source)
        if first.setdefault(short, long) != long:
            row.fault(
                "long", f"{short} stands twice: as '{first[short]}' and as '{long}'.", remedy="Delete one of the rows."
            )
            doubled.add(short)
    return {short: beside(long, twice(short) if short in doubled else "") for short, long in first.items()}, sources


def read_promises(table: Table) -> tuple[Promise, ...]:
    found: list[Promise] = []
    for row in table.rows():
        row.needs("promise")
        found.append(
            Promise(
                row.text("promise") or "", row.source, asked_by=row.line("asked_by"),
                made=row.date("made"), due=row.date("due"), kept=row.text("kept"), unknown=row.unknown,
            )
        )  # fmt: skip
    return tuple(found)


def read_accepted(table: Table) -> tuple[Acceptance, ...]:
    """Findings that are accepted. A row without its reason, its person or a readable Until accepts nothing."""
    found: list[Acceptance] = []
    for row in table.rows():
        filled = row.needs("finding", "subject", "reason", "accepted_by")
        code, subject = _code(row), row.line("subject")
        reason, who, until = row.text("reason"), row.line("accepted_by"), row.date("until")
        if filled and code and subject and (until or not row.filled("until")):
            found.append(Acceptance(code, subject, row.source, reason=reason, accepted_by=who, until=until))
    return tuple(found)


def read_severities(table: Table) -> tuple[SeverityChange, ...]:
    """Kinds of finding that this body weighs otherwise. ``severity``: block, query or note."""
    words = {plain(name): severity for severity in Severity for name in (severity.value, severity.words)}
    found: list[SeverityChange] = []
    for row in table.rows():
        filled = row.needs("finding", "severity")
        code, written, reason = _code(row), row.line("severity"), row.text("reason")
        severity = words.get(plain(written or ""))
        if written and severity is None:
            row.no_word("severity", written, SEVERITY_WORDS)
        if filled and code and severity:
            found.append(SeverityChange(code, severity.value, row.source, reason=reason))
    return tuple(found)


def _shown(row: Row, name: str, words: str | None) -> str | None:
    """The words, or the mark for what can't be read."""
    return row.unknown.get(name, words)


def _organisation(row: Row, organisations: Sequence[Organisation]) -> str | None:
    written = row.line("organisation")
    if written is None:
        return None
    name = organisation_named(written, organisations)
    if name is None:
        near = likely(written, (organisation.name for organisation in organisations))
        row.fault(
            "organisation",
            f"'{written}' is not one of the organisations.{near} The row is not applied.",
            code="sheet-other-entry",
        )
    return name


def _code(row: Row) -> str | None:
    written = row.line("finding")
    if written is None:
        return None
    code = written.casefold()
    if code not in CATALOGUE:
        row.fault(
            "finding",
            f"'{written}' is not the code of a finding.{likely(code, CATALOGUE)} The row is not applied.",
            code="sheet-other-entry",
        )
        return None
    return code

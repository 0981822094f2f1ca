"""What was read, held against what is known to stand there: right, wrong but owned up to, or silently wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.model.findings import Finding, Severity
from pipeline.model.records import Register, Risk
from tests.generator.sheets import Case, Known

# Findings about a cell or column that was read as it stands.
_NO_DOUBT = ("comment-on-cell", "hidden-used", "levels-roman")
_ADDRESS = re.compile(r"([A-Z]+)(\d+)")


@dataclass(frozen=True)
class Judged:
    """One value. ``owned``: a finding says so, of this field and of this row or of all."""

    field: str
    row: int
    right: bool
    owned: bool
    wanted: Any
    got: Any

    @property
    def silent(self) -> bool:
        return not self.right and not self.owned

    def __str__(self) -> str:
        return f"{self.field} in row {self.row}: {self.wanted!r} stands there, {self.got!r} was read"


def judge(case: Case, register: Register, findings: Sequence[Finding]) -> Iterator[Judged]:
    """Every value of the case, and those that were read where nothing stands."""
    blocked = any(finding.severity is Severity.BLOCK for finding in findings)
    refused = any(finding.code in ("sheet-not-register", "sheet-ambiguous") for finding in findings)
    rows = [risk.source.row for risk in register.risks]
    header = register.header_rows[-1] if register.header_rows else 0
    yield Judged("(heading row)", 0, header == case.header_row, refused, case.header_row, header)
    wanted_rows = [known.row for known in case.risks]
    extra = set(rows) - set(wanted_rows)
    owned = refused or (set(wanted_rows) < set(rows) and _doubted(findings, extra))
    yield Judged("(rows of risks)", 0, rows == wanted_rows, owned, wanted_rows, rows)
    region = case.sheet.last_row - header
    counted = sum(register.rows.values())
    yield Judged("(rows counted)", 0, counted == region, refused, region, counted)
    # Of a column that is not read nothing more can be said.
    taken = {column.field for column in register.columns}
    due = {(code, name) for code, name in case.codes if not name or _needs(code, name) <= taken}
    given = {(finding.code, finding.field) for finding in findings}
    yield Judged("(findings due)", 0, due <= given, refused, sorted(due), sorted(due & given))
    by_row = {risk.source.row: risk for risk in register.risks}
    for known in case.risks:
        risk = by_row.get(known.row)
        for name in _fields(known, register):
            wanted = known.values.get(name)
            got = _value(risk, name) if risk else None
            owned = refused or (blocked and risk is None) or _owned(case, findings, name, known.row, got)
            right = _same(wanted, got) and (name not in known.told or owned)
            yield Judged(name, known.row, right, owned, wanted, got)


def _needs(code: str, name: str) -> set[str]:
    """The fields that must be read before a finding can be given."""
    stage = name.rpartition(".")[0]
    return {f"{stage}.{part}" for part in ("likelihood", "impact", "score")} if code == "score-arithmetic" else {name}


def _fields(known: Known, register: Register) -> list[str]:
    """The fields that hold something, and all that were read from a column."""
    return list(dict.fromkeys((*known.values, *(column.field for column in register.columns))))


def _value(risk: Risk, name: str) -> Any:
    stage, dot, part = name.rpartition(".")
    value = getattr(getattr(risk, stage), part) if dot else getattr(risk, name)
    return str(value) if isinstance(value, str) else value


def _same(wanted: Any, got: Any) -> bool:
    if wanted in (None, "", ()) or got in (None, "", ()):
        return wanted in (None, "", ()) and got in (None, "", ())
    if isinstance(wanted, (int, float)):
        return isinstance(got, (int, float)) and abs(wanted - got) < 1e-9
    if isinstance(wanted, tuple):
        return isinstance(got, tuple) and [" ".join(w.split()) for w in wanted] == list(got)
    if isinstance(wanted, str) and isinstance(got, str):
        return _seen(wanted) == _seen(got)
    return bool(wanted == got)


def _seen(text: str) -> str:
    """The text as a reader sees it: without spaces at ends of lines, with every kind of space a space."""
    text = text.replace("\u00a0", " ").replace("\u200b", "")
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))


def _owned(case: Case, findings: Sequence[Finding], name: str, row: int, got: Any) -> bool:
    """Whether a finding says that this value was not, or may not have been, read as it stands.

    Of a value that was not read at all: also that its column is not read.
    """
    head = name.partition(".")[0]
    for finding in findings:
        address = _ADDRESS.fullmatch(finding.cell)
        of_row = address is None or int(address[2]) in (row, *range(1, case.header_row + 1))
        if finding.field in (name, head) and of_row and finding.code not in _NO_DOUBT:
            return True
        # A line of a list may have been left out, and said to be: below this risk, and above the next.
        if finding.code == "rows-left-out" and address and name in ("controls", "actions"):
            below = [known.row for known in case.risks if known.row <= int(address[2])]
            if below and below[-1] == row:
                return True
        if got in (None, "", ()) and _names(finding, _columns(case, name)):
            return True
    return False


def _doubted(findings: Sequence[Finding], rows: set[int]) -> bool:
    """Whether no column of ids was found, which is a block, and in each of these rows a cell that can't be read is
    named: nothing else tells that what stands there is an explanation and no risk.
    """
    unread = {
        int(address[2])
        for finding in findings
        if finding.code in ("value-unread", "trend-unknown") and (address := _ADDRESS.fullmatch(finding.cell))
    }
    return rows <= unread and any(finding.code == "field-missing" and finding.field == "id" for finding in findings)


def _columns(case: Case, name: str) -> set[str]:
    """The letters of the column that holds a field; of a score or rating that stands beside the other, of that."""
    stage, _, part = name.rpartition(".")
    beside = {"score": f"{stage}.rating", "rating": f"{stage}.score"}.get(part, name)
    return {case.columns[one] for one in (name, beside) if one in case.columns}


def _names(finding: Finding, letters: set[str]) -> bool:
    """Whether a finding says of one of these columns that it is not read, or of which stage it was taken to be."""
    if finding.code == "column-ambiguous":  # it names each of them
        return any(re.search(rf"\({letter}[0-9]+\)", finding.message) for letter in letters)
    address = _ADDRESS.fullmatch(finding.cell)
    return finding.code in ("column-unread", "stage-assumed") and address is not None and address[1] in letters

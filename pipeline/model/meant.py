"""Which finding a row of the Accepted sheet means. Its subject names one; where several findings have that code and
subject, the cell behind a comma tells which: ``Met M07, E7``, ``Supporting information, paragraph 4``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.model.findings import Finding
from pipeline.model.records import Acceptance

Named = Mapping[tuple[str, str], tuple[Finding, ...]]


def by_name(findings: Iterable[Finding]) -> Named:
    """The findings under each code and name that a row may give. One finding stands under its subject and with its cell."""
    named: dict[tuple[str, str], dict[Finding, None]] = {}
    for finding in findings:
        for name in dict.fromkeys((finding.subject, _with_cell(finding))):
            named.setdefault(_key(finding.code, name), {})[finding] = None
    return {key: tuple(found) for key, found in named.items()}


def meant(row: Acceptance, named: Named) -> tuple[Finding, ...]:
    """None, where its finding has gone; more than one, where it does not say which."""
    return named.get(_key(row.finding, row.subject), ())


def name_of(finding: Finding, named: Named) -> str:
    """What a row of Accepted has to give as the subject of this one; "" for a finding without a subject."""
    subject = " ".join(finding.subject.split())
    alone = len(named[_key(finding.code, subject)]) == 1
    return subject if alone or not subject else _with_cell(finding)


def _with_cell(finding: Finding) -> str:
    return ", ".join(part for part in (" ".join(finding.subject.split()), finding.cell) if part)


def _key(code: str, name: str) -> tuple[str, str]:
    """People don't copy a subject's case and spacing."""
    return code, " ".join(name.split()).casefold()

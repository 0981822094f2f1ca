"""What the report prints of the registers: the risks under the aligned risks, and those alone, each once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.model.findings import Finding, find
from pipeline.model.records import AlignedRisk, AssessedControl, Organisation, Report, ReportedRisk

Check = Callable[[Report], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Printed:
    """A register risk with where it stands: whose it is, and the first aligned risk that it is reported under."""

    aligned: AlignedRisk
    organisation: Organisation
    reported: ReportedRisk

    @property
    def subject(self) -> str:
        """``County M07``."""
        return f"{self.organisation.name} {self.reported.risk.id}"

    def finding(self, code: str, message: str, field: str, *, remedy: str = "") -> Finding:
        """A finding at one field of the risk's row in its register."""
        place = self.reported.risk.source.place(field)
        return find(
            code, message, place, subject=self.subject, field=field, remedy=remedy, organisation=self.organisation.name
        )


def printed_risks(report: Report) -> Iterator[Printed]:
    """Every register risk in the report, in its order; one mapped twice is given once."""
    seen: set[tuple[str, str]] = set()
    for aligned in report.aligned_risks:
        for position in aligned.positions:
            for reported in position.risks:
                key = (position.organisation.name, reported.risk.id)
                if key not in seen:
                    seen.add(key)
                    yield Printed(aligned, position.organisation, reported)


def printed_controls(report: Report) -> Iterator[tuple[AlignedRisk, AssessedControl]]:
    """Every control in the report with its aligned risk, joint ones before potential ones."""
    for aligned in report.aligned_risks:
        for control in (*aligned.joint, *aligned.potential):
            yield aligned, control

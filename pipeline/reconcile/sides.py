"""One organisation's side of a report: its risks now, the same risks in the last record, the words agreed for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.model.records import (
    AgreedWording,
    KnownChange,
    MappingWorkbook,
    Organisation,
    PastReport,
    Register,
    Risk,
)
from pipeline.reconcile.identity import Ids, PastRisks, likeness, past_risks, renumberings


@dataclass(frozen=True, slots=True)
class Side:
    """``risks``: id → risk, the first row of a doubled id. ``renumbered``: old id → new id. ``wordings``: id now →
    field → the words agreed for it.
    """

    organisation: Organisation
    file: str  # the register's; empty where none was read
    risks: Mapping[str, Risk]
    ids: Ids
    before: PastRisks
    renumbered: Mapping[str, str]
    old_ids: Ids
    wordings: Mapping[str, Mapping[str, AgreedWording]]
    changes: tuple[KnownChange, ...]

    @property
    def name(self) -> str:
        return self.organisation.name

    def heir(self, gone: str) -> tuple[Risk, str] | None:
        """The risk new in the register whose words are most like those of an id of the last record, and how like:
        "the same words" or "nearly the same words". None where none is.
        """
        standing = self.before.of(gone)
        if standing is None:
            return None
        words = standing.risk.description or standing.risk.title
        new = [risk for risk in self.risks.values() if self.before.of(risk.id) is None]
        alike = max(((likeness(words, risk.words), risk) for risk in new), key=lambda pair: pair[0], default=None)
        if alike is None or not alike[0]:
            return None
        return alike[1], "the same words" if alike[0] == 1.0 else "nearly the same words"


def side(
    mapping: MappingWorkbook, organisation: Organisation, register: Register | None, past: PastReport | None
) -> Side:
    """What is known of one organisation's risks."""
    name = organisation.name
    risks = {risk.id: risk for risk in reversed(register.risks)} if register else {}
    risks = dict(reversed(risks.items()))
    ids = Ids(risks)
    renumbered = renumberings(mapping.changes, name)
    wordings: dict[str, dict[str, AgreedWording]] = {}
    for row in mapping.wording:
        if row.organisation == name and (found := ids.find(row.risk)) is not None:
            wordings.setdefault(found, {})[row.field] = row
    return Side(
        organisation=organisation,
        file=register.file if register else "",
        risks=risks,
        ids=ids,
        before=past_risks(mapping, organisation, past, risks),
        renumbered=renumbered,
        old_ids=Ids(renumbered),
        wordings=wordings,
        changes=tuple(change for change in mapping.changes if change.organisation == name),
    )

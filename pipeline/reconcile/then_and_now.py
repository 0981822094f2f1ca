"""One organisation then and now: what the comparison with the record asks of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.model.records import (
    AlignedRisk,
    KnownChange,
    MappingWorkbook,
    Organisation,
    PastReport,
    PastRisk,
    Register,
    Risk,
)
from pipeline.reconcile.identity import Ids, PastRisks, changes_since, past_risks, plain
from pipeline.reconcile.organisation_changes import has_joined
from pipeline.reconcile.returns import Returns

_GONE = ("merged", "closed", "withdrawn")  # what Changes may say of a risk that is reported no longer


@dataclass(frozen=True, slots=True)
class ThenAndNow:
    """``home``: id of a reported risk → the label of the theme that it stands under.
    ``here``: the ids then of all risks that are still in the register. ``known``: what Changes says that the record
    can't show yet.
    """

    organisation: Organisation
    risks: tuple[Risk, ...]
    before: PastRisks
    home: dict[str, str]
    here: frozenset[str]
    known: tuple[KnownChange, ...]
    others_recorded: bool
    recorded: frozenset[str]  # current, target, owner, trend: what any risk of the record states
    joined: bool
    told: bool  # whether the record holds the risks of every aligned risk
    returns: Returns

    @property
    def name(self) -> str:
        return self.organisation.name

    def reason(self, what: str, *ids: str, now: str = "") -> str | None:
        """The reason that the Changes sheet gives. ``now``: of the rows that say what is now, only those with this."""
        for change in self.known:
            named = Ids(one for one in (change.risk, change.was, change.now) if one)
            other = now and change.now and plain(change.now) != plain(now)
            if plain(change.what) == what and any(named.find(one) for one in ids) and not other:
                return change.reason
        return None

    def why_gone(self, risk_id: str) -> tuple[str, str | None]:
        """What Changes says of a risk that is reported no longer, and its reason: ``Merged into M11``."""
        for change in self.known:
            if plain(change.what) in _GONE and Ids((change.was or change.risk,)).find(risk_id):
                into = f" into {change.now}" if plain(change.what) == "merged" and change.now else ""
                return f"{plain(change.what).capitalize()}{into}", change.reason
        return "", None


def then_and_now(
    mapping: MappingWorkbook,
    organisation: Organisation,
    registers: tuple[Register, ...],
    aligned_risks: tuple[AlignedRisk, ...],
    *,
    past: PastReport,
    recorded: frozenset[str],
    returns: Returns,
) -> ThenAndNow:
    register = next((register for register in registers if register.organisation == organisation.name), None)
    risks = register.risks if register else ()
    before = past_risks(mapping, organisation, past, {risk.id for risk in risks})
    home: dict[str, str] = {}
    for theme in aligned_risks:
        for position in theme.positions:
            if position.organisation.name == organisation.name:
                for reported in position.risks:
                    home.setdefault(reported.risk.id, theme.label)
    return ThenAndNow(
        organisation=organisation,
        risks=risks,
        before=before,
        home=home,
        here=frozenset(standing.risk.id for risk in risks if (standing := before.of(risk.id))),
        known=changes_since(mapping, organisation, past),
        others_recorded=any(standing.aligned is None for standing in before.standings.values()),
        recorded=recorded,
        joined=has_joined(organisation, past),
        told=past.tells("risks"),
        returns=returns,
    )


def recorded_in(past: PastReport) -> frozenset[str]:
    """What the record states of any risk."""
    stated: dict[str, Callable[[PastRisk], object]] = {
        "current": lambda risk: risk.current.stated or risk.rating,
        "target": lambda risk: risk.target.stated,
        "owner": lambda risk: risk.owner_printed,
        "trend": lambda risk: risk.trend,
        "words": lambda risk: risk.description or risk.title,
    }
    risks = [risk for theme in past.aligned_risks for risk in theme.risks] + list(past.other_risks)
    return frozenset(field for field, states in stated.items() if any(states(risk) for risk in risks))

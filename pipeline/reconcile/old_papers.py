"""A record made from an old Word paper: its risks have no ids, and are told by what the alignment puts in their place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.model.records import (
    History,
    MappingWorkbook,
    Organisation,
    PastAlignedRisk,
    PastReport,
    PastRisk,
    Register,
    Risk,
)
from pipeline.reconcile.identity import Ids, likeness, names_of, past_themes, plain

_SHOWN = 60  # characters of a description that stand for an id


def identified(history: History, mapping: MappingWorkbook, registers: tuple[Register, ...]) -> History:
    """The same reports, each risk without an id under the one it is now; where none fits, under its first words."""
    return replace(
        history,
        last=_identified(history.last, mapping, registers) if history.last else None,
        earlier=tuple(_identified(past, mapping, registers) for past in history.earlier),
    )


def _identified(past: PastReport, mapping: MappingWorkbook, registers: tuple[Register, ...]) -> PastReport:
    if all(risk.id for theme in past.aligned_risks for risk in theme.risks):
        return past
    rows = {id(theme): number for number, theme in past_themes(mapping.alignment, past).items()}
    ids = {row.number: row.ids for row in mapping.alignment}
    known = {register.organisation: {risk.id: risk for risk in register.risks if risk.id} for register in registers}

    def of_theme(theme: PastAlignedRisk) -> PastAlignedRisk:
        found: dict[int, str] = {}
        for organisation in mapping.organisations:
            then = [risk for risk in theme.risks if not risk.id and _is_of(risk, organisation)]
            register = known.get(organisation.name, {})
            written = ids.get(rows.get(id(theme), 0), {}).get(organisation.name, ())
            now = list(dict.fromkeys(Ids(register).find(one) or one for one in written))
            found |= _paired(then, now, register)
        risks = (risk if risk.id else replace(risk, id=found.get(id(risk)) or _shown(risk)) for risk in theme.risks)
        return replace(theme, risks=tuple(risks))

    return replace(past, aligned_risks=tuple(of_theme(theme) for theme in past.aligned_risks))


def _is_of(risk: PastRisk, organisation: Organisation) -> bool:
    return plain(risk.organisation) in names_of(organisation)


def _paired(then: Sequence[PastRisk], now: Sequence[str], register: dict[str, Risk]) -> dict[int, str]:
    """Each risk then → the id now, of one organisation under one aligned risk: those most alike in words go first,
    and where one is left on each side they are one.
    """
    pairs = [
        (likeness(risk.as_reported, register[one].words), risk, one) for risk in then for one in now if one in register
    ]
    found: dict[int, str] = {}
    for alike, risk, one in sorted(pairs, key=lambda pair: -pair[0]):
        if alike and id(risk) not in found and one not in found.values():
            found[id(risk)] = one
    lone = [risk for risk in then if id(risk) not in found]
    free = [one for one in now if one not in found.values()]
    if len(lone) == len(free) == 1:
        found[id(lone[0])] = free[0]
    return found


def _shown(risk: PastRisk) -> str:
    words = " ".join((risk.as_reported or "").split())
    return f"'{words if len(words) <= _SHOWN else words[:_SHOWN].rsplit(' ', 1)[0] + ' …'}'"

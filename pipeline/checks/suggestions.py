"""What the officer may wish to align: proposals, for the officer alone. Nothing is ever applied.

They name risks that stand in no report by their ids only, never with their words: what one body keeps to itself is
nothing for another's eyes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from pipeline.checks.likeness import Weighed
from pipeline.checks.printed import Check
from pipeline.model.findings import Finding, find
from pipeline.model.records import Organisation, Register, Report, Risk

_ALIKE = 0.3  # of 1
_FEW_WORDS = 4  # below this a text says too little to be compared
_COMMON = 20  # a word that more risks have tells none from another
_MOST = 10  # suggestions in a report: more are not read
_CLOSED = ("closed", "withdrawn", "archived", "retired", "superseded", "deleted", "removed")


def top_band_unaligned(report: Report) -> Iterator[Finding]:
    """A risk that its organisation rates highest and that the panel does not see. It may well be that body's own."""
    reported = set(_themes(report))
    for register in report.registers:
        organisation = _organisation(register, report)
        if organisation is None or len(organisation.bands) < 2:
            continue
        for risk in register.risks:
            band = organisation.band_named(risk.current.rating) or organisation.band_of(risk.current.number)
            if band == organisation.bands[-1] and (risk.organisation, risk.id) not in reported and _open(risk):
                subject = f"{risk.organisation} {risk.id}".strip()
                message = (
                    f"{subject} is {band.name}, the top band of {organisation.name}, and stands under no aligned risk."
                )
                yield find("top-band-unaligned", message, risk.source.place("id"), subject=subject)


def alike_not_aligned(report: Report) -> Iterator[Finding]:
    """Two bodies that write of the same thing may have a risk in common. Of each risk the one most like it is named,
    and the ten pairs most alike at most. Quiet on what is restricted, and on closed risks.
    """
    themes = _themes(report)
    risks = {
        f"{n} {m}": risk
        for n, register in enumerate(report.registers)
        for m, risk in enumerate(register.risks)
        if risk.id and _open(risk) and not risk.restricted
    }
    weighed = Weighed({key: f"{risk.title or ''} {risk.description or ''}" for key, risk in risks.items()})
    pairs: list[tuple[float, str, str]] = []
    for one, other in _candidates(weighed, risks):
        a, b = risks[one], risks[other]
        together = themes.get((a.organisation, a.id), set()) & themes.get((b.organisation, b.id), set())
        if not together and (like := weighed.likeness(one, other)) >= _ALIKE:
            pairs.append((-like, one, other))
    told: set[str] = set()
    count = 0
    for _, one, other in sorted(pairs):
        if one in told or other in told or count == _MOST:
            continue
        told |= {one, other}
        count += 1
        a, b = risks[one], risks[other]
        subject = f"{a.organisation} {a.id} and {b.organisation} {b.id}"
        message = f"{subject} read alike, and no aligned risk holds both."
        yield find("alike-not-aligned", message, a.source.place("description"), subject=subject)


CHECKS: tuple[Check, ...] = (top_band_unaligned, alike_not_aligned)


def _themes(report: Report) -> dict[tuple[str, str], set[int]]:
    """Organisation and id of each reported risk → the numbers of its aligned risks."""
    found: dict[tuple[str, str], set[int]] = {}
    for aligned in report.aligned_risks:
        for position in aligned.positions:
            for reported in position.risks:
                found.setdefault((position.organisation.name, reported.risk.id), set()).add(aligned.number)
    return found


def _candidates(weighed: Weighed, risks: dict[str, Risk]) -> Iterator[tuple[str, str]]:
    """Pairs of two organisations with at least two telling words in common, each once."""
    enough = [key for key in risks if len(weighed.words[key]) >= _FEW_WORDS]
    shared: Counter[tuple[str, str]] = Counter()
    for keys in weighed.having(enough, at_most=_COMMON).values():
        shared.update(
            (one, other) for one, other in combinations(keys, 2) if risks[one].organisation != risks[other].organisation
        )
    return (pair for pair, count in shared.items() if count > 1)


def _organisation(register: Register, report: Report) -> Organisation | None:
    return next((one for one in report.organisations if one.name == register.organisation), None)


def _open(risk: Risk) -> bool:
    return not " ".join((risk.status or "").split()).casefold().startswith(_CLOSED)

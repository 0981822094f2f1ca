"""Is something restricted said again where nothing restricts it?"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.printed import Check
from pipeline.model.findings import Finding, find
from pipeline.model.quoting import Quotes, letters
from pipeline.model.records import Place, Report
from pipeline.model.secrets import in_narrative, open_names, quotes_of, reason_for, secrets_of


def restricted_quoted(report: Report) -> Iterator[Finding]:
    """In the officer's own words it keeps the report from being made. Another control, a promise or an aligned risk
    that says it is published: it is for the officer to know whether that tells. A text that both have is none's.
    """
    secrets = tuple(secrets_of(report))
    if not secrets:
        return
    found: dict[tuple[str, str], Finding] = {}
    for secret, place in in_narrative(quotes_of(secrets, report), report):
        message = (
            f"What is restricted ({secret.what}) is said in the narrative: nothing is written while it stands there."
        )
        remedy = "Say it in other words."
        found.setdefault(
            (secret.what, place.sheet), find("restricted-quoted", message, place, subject=secret.what, remedy=remedy)
        )
    texts = tuple(_open(report))
    whole = {letters(text) for text, _, _ in texts}
    closed = ((secret.text, secret) for secret in secrets if letters(secret.text) not in whole)
    quotes = Quotes(closed, _of_registers(report), open_names(report))
    for text, place, whose in texts:
        for _, secret in quotes.found(quotes.words(text)):
            message = (
                f"{whose} says what is restricted ({secret.what}): it is published, as nothing restricts it there."
            )
            found.setdefault((secret.what, str(place)), find("restricted-quoted", message, place, subject=whose))
    yield from found.values()


def _open(report: Report) -> Iterator[tuple[str, Place, str]]:
    """The texts of the mapping workbook that are published: each with its cell, and whose it is."""
    for row in report.mapping.alignment:
        for name in ("residual_risk", "trend_reason") if not row.restricted and not row.withdrawn else ():
            yield getattr(row, name) or "", row.source.place(name), f"Risk {row.number}"
    for control in report.mapping.controls:
        # Controls are proven by the same papers: what their evidence has in common is no quote.
        for name in ("name", "description", "progress") if not reason_for(control, report) else ():
            yield getattr(control, name) or "", control.source.place(name), control.reference
    for promise in report.mapping.promises:
        for name in ("promise", "kept"):
            yield getattr(promise, name) or "", promise.source.place(name), "What the Panel asked for"


def _of_registers(report: Report) -> Iterator[str]:
    for register in report.registers:
        yield from (risk.words for risk in register.risks if not risk.restricted)


CHECKS: tuple[Check, ...] = (restricted_quoted,)

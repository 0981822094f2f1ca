"""Is something restricted said again where nothing restricts it?"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.printed import Check
from pipeline.model.findings import Finding, find
from pipeline.model.quoting import Quotes, words
from pipeline.model.records import Place, Report
from pipeline.model.secrets import (
    closed_acronyms,
    in_narrative,
    named,
    open_names,
    quotes_of,
    reason_for,
    secrets_of,
)
from pipeline.model.vocabulary import own_words


def restricted_quoted(report: Report) -> Iterator[Finding]:
    """In the officer's own words, the narrative's and those of the Wording sheet, it keeps the report from being made,
    unless it is a title of few words. What says it elsewhere is published, all of it or a part: it is for the officer to know whether that tells.
    """
    secrets = tuple(secrets_of(report))
    if not secrets:
        return
    found: dict[tuple[str, str], Finding] = {}

    def tell(what: str, message: str, place: Place, *, subject: str, remedy: str = "", once: str = "") -> None:
        found.setdefault(
            (what, once or str(place)), find("restricted-quoted", message, place, subject=subject, remedy=remedy)
        )

    own = quotes_of(secrets, report)
    told = [(secret, place, "the narrative", place.sheet) for secret, place in in_narrative(own, report)]
    for text, place, where in _agreed(report):
        told += ((secret, place, where, "") for _, secret in own.found(own.words(text)))
    for secret, place, where, once in told:
        message = f"What is restricted ({secret.what}) is said in {where}: nothing is written while it stands there."
        remedy = "Say it in other words."
        if secret.title:
            message = f"The title of what is restricted ({secret.what}) is said in {where}: it is published there."
            remedy = "Say it in other words where it tells of that risk; leave it where it means something else."
        tell(secret.what, message, place, subject=secret.what, remedy=remedy, once=once)
    quotes = Quotes(
        ((secret.text, secret) for secret in secrets),
        (*_of_registers(report), *own_words(report)),
        open_names(report),
    )
    for text, place, whose in _open(report):
        for _, secret in quotes.found(quotes.words(text)):
            message = (
                f"{whose} says what is restricted ({secret.what}): it is published, as nothing restricts it there."
            )
            tell(secret.what, message, place, subject=whose)
    closed = closed_acronyms(report)
    lines = [(_line(secret.text), secret) for secret in secrets]
    for text, place, whose in _names(report):
        line = _line(text)
        for secret in (secret for said, secret in lines if said in line):
            message = (
                f"{whose} names what is restricted ({secret.what}): it is published, as nothing restricts it there."
            )
            remedy = ""
            if whose in closed:
                message = f"{whose} is written out as what is restricted ({secret.what}) is named: the public version leaves it out."
                remedy = "Look whether its short form tells."
            tell(secret.what, message, place, subject=whose, remedy=remedy)
    yield from found.values()


def _agreed(report: Report) -> Iterator[tuple[str, Place, str]]:
    """What the report prints of the Wording sheet for register risks that are published: each with its cell and where
    it stands.
    """
    for aligned in report.aligned_risks:
        for reported in (one for position in aligned.positions for one in position.risks):
            if not aligned.row.restricted and not reported.risk.restricted:
                for field, wording in reported.wordings.items():
                    for name in ("as_reported", "agreed_by", *(("reason",) if field == "description" else ())):
                        where = f"what was agreed for {named(reported.risk)}"
                        yield getattr(wording, name) or "", wording.source.place(name), where


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


def _names(report: Report) -> Iterator[tuple[str, Place, str]]:
    """What is written out, and who owns what is published. Posts have much in common: only all of a text tells."""
    for short, long in report.mapping.acronyms.items():
        source = report.mapping.acronym_sources.get(short)
        yield long, source.place("long") if source else Place(report.mapping.file), short
    for control in report.mapping.controls:
        if control.owner and not reason_for(control, report):
            yield control.owner, control.source.place("owner"), control.reference
    for aligned in report.aligned_risks:
        for reported in (one for position in aligned.positions for one in position.risks):
            if reported.owner and not aligned.row.restricted and not reported.risk.restricted:
                yield reported.owner, reported.place("owner"), named(reported.risk)


def _line(text: str) -> str:
    """Its words alone, a space on either side of each."""
    return f" {' '.join(words(text))} "


def _of_registers(report: Report) -> Iterator[str]:
    for register in report.registers:
        yield from (risk.words for risk in register.risks if not risk.restricted)


CHECKS: tuple[Check, ...] = (restricted_quoted,)

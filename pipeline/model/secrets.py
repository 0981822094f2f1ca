"""The texts that may not be published, and those that anybody may read: what may be found in a public file, and what not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.model.quoting import TELLING, Quotes, letters, words
from pipeline.model.records import (
    AlignedRisk,
    Block,
    Control,
    MappingWorkbook,
    PastAlignedRisk,
    PastControl,
    PastRisk,
    Place,
    Report,
    Risk,
)
from pipeline.model.vocabulary import own_words

IN_LAST = " in the last report"  # ends the name of what only that restricted
_SHORTEST = 12  # what is no longer than this says too little to be known again


class Secret(NamedTuple):
    """Words that may not be published, and where they stand. ``title``: few words over a register's risk, which is
    printed nowhere; whoever says the same may mean something else, so they are asked about and stop nothing.
    """

    text: str
    place: Place
    what: str
    title: bool = False


class Then(NamedTuple):
    """What the last report restricted: a ``control``, a register risk (``id``) or, without texts, a ``whole`` aligned
    risk. ``what``: as it may be named. ``under``: the label that its aligned risk then had.
    """

    what: str
    reason: str
    under: str
    organisation: str = ""
    id: str = ""
    texts: tuple[str, ...] = ()
    whole: bool = False
    control: PastControl | None = None


def reason_for(control: Control, report: Report) -> str:
    """Why a control may not be published: its own reason, else its aligned risk's; nothing where it may."""
    row = next((row for row in report.mapping.alignment if row.name == control.aligned_risk), None)
    return control.restricted or (row.restricted if row else None) or ""


def secrets_of(report: Report) -> Iterator[Secret]:
    """Each restricted text of the inputs, and of what the last report restricted. A text comes once."""
    seen: set[str] = set()
    for secret in sorted(_secrets(report), key=lambda secret: secret.title):
        if len(" ".join(secret.text.split())) > _SHORTEST and (key := letters(secret.text)) and key not in seen:
            seen.add(key)
            yield secret


def _secrets(report: Report) -> Iterator[Secret]:
    for row in report.mapping.alignment:
        for name in ("residual_risk", "trend_reason", "comment") if row.restricted else ():
            yield from _secret(getattr(row, name), row.source.place(name), f"Risk {row.number}")
    for aligned in report.aligned_risks:
        yield from _of_theme(aligned)
    closed = _closed(report)
    for register in report.registers:
        for risk in register.risks:
            if risk.restricted or (risk.organisation, risk.id) in closed:
                yield from _of_risk(risk)
    for control in report.mapping.controls:
        if reason_for(control, report):
            for name in ("name", "description", "evidence", "progress"):
                yield from _secret(getattr(control, name), control.source.place(name), control.reference)
    yield from _beside(report.mapping, closed)
    previous = report.movement.previous
    for then in restricted_then(report):
        for text in then.texts:
            yield from _secret(text, Place(previous.file if previous else ""), f"{then.what}{IN_LAST}")


def _of_theme(aligned: AlignedRisk) -> Iterator[Secret]:
    """The register risks that are restricted, by themselves or with their aligned risk, and what is printed of them."""
    for position in aligned.positions:
        for reported in position.risks:
            risk = reported.risk
            if aligned.row.restricted or risk.restricted:
                yield from _of_risk(risk)
                yield from _secret(reported.description, reported.place("description"), named(risk))
                then = reported.previous.description if reported.previous else None
                yield from _secret(then, risk.source.place("description"), named(risk))


def _beside(mapping: MappingWorkbook, closed: set[tuple[str, str]]) -> Iterator[Secret]:
    """What other sheets say of restricted register risks."""
    for change in mapping.changes:
        if (change.organisation, change.risk) in closed:
            yield from _secret(change.reason, change.source.place("reason"), f"{change.organisation} {change.risk}")
    for wording in mapping.wording:
        if (wording.organisation, wording.risk) in closed:
            what = f"{wording.organisation} {wording.risk}"
            yield from _secret(wording.reason, wording.source.place("reason"), what)
            if wording.field == "description":
                yield from _secret(wording.as_reported, wording.source.place("as_reported"), what)


def _secret(text: str | None, place: Place, what: str) -> Iterator[Secret]:
    if text:
        yield Secret(text, place, what)


def _of_risk(risk: Risk) -> Iterator[Secret]:
    for name, text in _texts_of(risk):
        if text:
            is_title = name == "title" and len(words(text)) < TELLING
            yield Secret(text, risk.source.place(name), named(risk), is_title)


def named(risk: Risk) -> str:
    return f"{risk.organisation} {risk.id}".strip()


def _closed(report: Report) -> set[tuple[str, str]]:
    """The register risks that may not be published, by organisation and id."""
    aligned = {
        (one.risk.organisation, one.risk.id)
        for aligned in report.aligned_risks
        for position in aligned.positions
        for one in position.risks
        if aligned.row.restricted or one.risk.restricted
    }
    return aligned | {
        (risk.organisation, risk.id) for register in report.registers for risk in register.risks if risk.restricted
    }


def _texts_of(risk: Risk) -> Iterator[tuple[str, str | None]]:
    for name in ("title", "description", "cause", "consequence", "trend_reason", "control_effectiveness"):
        yield name, getattr(risk, name)
    for name in ("controls", "actions"):
        for text in getattr(risk, name):
            yield name, text


def restricted_then(report: Report) -> Iterator[Then]:
    """What the last report restricted. Whether its words may be read now is for ``open_texts`` to tell."""
    previous = report.movement.previous
    for theme in previous.aligned_risks if previous else ():
        reason = theme.restricted
        if reason and not _reported_openly(theme, report):
            yield Then(f"Risk {theme.number}", reason, theme.label, whole=True)
        for control in theme.controls:
            if why := control.restricted or reason:
                texts = (control.name, control.description, control.evidence, control.progress)
                what = control.reference or f"a control of Risk {theme.number}"
                yield Then(what, why, theme.label, texts=tuple(filter(None, texts)), control=control)
        yield from (_risk_then(risk, why, theme.label) for risk in theme.risks if (why := risk.restricted or reason))
    for risk in previous.other_risks if previous else ():
        if risk.restricted:
            yield _risk_then(risk, risk.restricted, "")


def _risk_then(risk: PastRisk, reason: str, under: str) -> Then:
    texts = tuple(filter(None, (risk.title, risk.description, risk.words_printed)))
    return Then(f"{risk.organisation} {risk.id}".strip(), reason, under, risk.organisation, risk.id, texts)


def _reported_openly(theme: PastAlignedRisk, report: Report) -> bool:
    """Whether somebody has lifted the restriction of an aligned risk since."""
    wanted = letters(theme.name)
    rows = (row for row in report.mapping.alignment if wanted in map(letters, (row.name, *row.formerly)))
    return any(not row.restricted for row in rows)


# --- what anybody may read ---------------------------------------------------------------------------


def open_texts(report: Report) -> Iterator[str]:
    """Every text of the inputs that nothing restricts. The narrative is no such input: it must not tell."""
    closed = _closed(report)
    for register in report.registers:
        for risk in register.risks:
            if (risk.organisation, risk.id) not in closed and not risk.restricted:
                yield from (text for _, text in _texts_of(risk) if text)
    for row in report.mapping.alignment:
        if not row.restricted:
            yield from filter(None, (row.residual_risk, row.trend_reason))
    for control in report.mapping.controls:
        if not reason_for(control, report):
            yield from filter(None, (control.name, control.description, control.evidence, control.progress))
    for promise in report.mapping.promises:
        yield from filter(None, (promise.promise, promise.kept))
    yield from own_words(report)
    yield from open_names(report)


def open_names(report: Report) -> Iterator[str]:
    """The names of bodies, posts, papers and aligned risks: they stand in many texts, and tell nothing."""
    meeting = report.meeting
    yield from (meeting.panel, meeting.title, meeting.report_by, meeting.period)
    yield from (post.role for post in (*meeting.authors, *meeting.cleared_by))
    for organisation in report.organisations:
        yield from (organisation.name, organisation.full_name, *organisation.also_called)
    for row in report.mapping.alignment:
        yield from (row.name, *row.formerly)
    for register in report.registers:
        yield from (risk.owner for risk in register.risks if risk.owner)
    yield from (control.owner for control in report.mapping.controls if control.owner)
    closed = closed_acronyms(report)
    yield from (long for short, long in report.mapping.acronyms.items() if short not in closed)


def closed_acronyms(report: Report) -> frozenset[str]:
    """The acronyms that are written out as something restricted is named: they may not be published either."""
    spoken = {" ".join(words(name)) for one in report.organisations for name in (one.name, one.full_name)}
    named_so: dict[bool, set[str]] = {True: set(), False: set()}
    for control in report.mapping.controls if report.mapping.acronyms else ():
        named_so[bool(reason_for(control, report))].add(" ".join(words(control.name)))
    names = named_so[True] - named_so[False] - spoken - {""}
    return frozenset(
        short
        for short, long in report.mapping.acronyms.items()
        if any(
            name == said or (len(name) > _SHORTEST and f" {name} " in f" {said} ")
            for said in (" ".join(words(long)),)
            for name in names
        )
    )


def quotes_of(secrets: Iterable[Secret], report: Report) -> Quotes[Secret]:
    """What finds these where somebody quotes them."""
    return Quotes([(secret.text, secret) for secret in secrets], open_texts(report), open_names(report))


def in_narrative(quotes: Quotes[Secret], report: Report) -> Iterator[tuple[Secret, Place]]:
    """The secrets that the officer's own words quote, each with the paragraph where that begins.

    What a field put there is not the officer's: the public version says there what may be published.
    """
    for section in report.narrative.sections:
        said: list[str] = []
        begins: list[tuple[int, Block]] = []
        for block in section.blocks:
            begins.append((len(said), block))
            said += quotes.words(_own_words(block))
        for at, secret in quotes.found(said):
            block = next(block for start, block in reversed(begins) if start <= at)
            yield secret, block.place


def _own_words(block: Block) -> str:
    text = block.text
    for placed in sorted(block.by_fields, key=len, reverse=True):
        text = text.replace(placed, " \ufffc ") if placed else text
    return text

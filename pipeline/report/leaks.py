"""Looks for restricted words in every part of every public file. One that is found stops everything."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.model.document import Paragraph
from pipeline.model.errors import ProofFailed
from pipeline.model.records import Place, Report, Risk
from pipeline.report.public import reason_for

_SHORTEST = 12  # what is no longer than this says too little to be known again
_TAGS = re.compile(r"<[^>]*>")
_QUOTED = 60
_TELLING = 6  # as many words in a row are nobody's by chance


class Secret(NamedTuple):
    """Words that may not be published, and where they stand."""

    text: str
    place: Place
    what: str


def search(files: Mapping[str, bytes], report: Report, templates: Iterable[bytes]) -> None:
    """Raises ProofFailed, with a line for each restricted text that stands in one of the files.

    A text that the inputs also hold where nothing restricts it, or that a template holds, is no secret.
    """
    printed = (words for template in templates for words in _words_of(template).values())
    spoken = "\n".join((*(_plain(text) for text in _open_texts(report)), *printed))
    secrets = [secret for secret in dict.fromkeys(secrets_of(report)) if _plain(secret.text) not in spoken]
    parts = {f"{name}, {part}": words for name, data in files.items() for part, words in _words_of(data).items()}
    found = [
        f"The public version would show what is restricted ({secret.what}, {secret.place}): "
        f"“{_short(secret.text)}” stands in {part.partition(',')[0]}. If narrative.docx says it, say it there in other words."
        for secret in secrets
        for part, words in parts.items()
        if _plain(secret.text) in words
    ]
    if found:
        raise ProofFailed(*dict.fromkeys(found))


def search_words(paragraphs: Sequence[Paragraph], secrets: Iterable[Secret], spoken: Iterable[str]) -> None:
    """Looks for restricted texts, whole or six of their words in a row, in what people may have typed.

    Raises ProofFailed with the place of each. ``spoken``: texts that may be published, so their words are no secret.
    """
    said = [(paragraph.where, _tokens(paragraph.text)) for paragraph in paragraphs]
    public = [_tokens(text) for text in spoken]
    open_runs: dict[int, set[tuple[str, ...]]] = {}
    found: list[str] = []
    for secret in dict.fromkeys(secrets):
        words = _tokens(secret.text)
        length = min(len(words), _TELLING)
        if length not in open_runs:
            open_runs[length] = {run for text in public for run in _runs(text, length)}
        runs = set(_runs(words, length)) - open_runs[length]
        found += (
            f"The public version would show what is restricted ({secret.what}, {secret.place}): "
            f"“{_short(secret.text)}”, or words of it, stands at: {where}. Say it there in other words, or take it out, and issue the report again."
            for where, tokens in said
            if any(run in runs for run in _runs(tokens, length))
        )
    if found:
        raise ProofFailed(*dict.fromkeys(found))


def _tokens(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def _runs(words: list[str], length: int) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + length]) for at in range(len(words) - length + 1) if length)


def secrets_of(report: Report) -> Iterator[Secret]:
    """Each restricted text of the inputs."""
    for aligned in report.aligned_risks:
        row, theme = aligned.row, f"Risk {aligned.number}"
        if row.restricted:
            for name in ("residual_risk", "trend_reason", "comment"):
                yield from _secret(getattr(row, name), row.source.place(name), theme)
        for position in aligned.positions:
            for reported in position.risks:
                risk = reported.risk
                if not (row.restricted or risk.restricted):
                    continue
                what = f"{risk.organisation} {risk.id}"
                for name, text in _texts_of(risk):
                    yield from _secret(text, risk.source.place(name), what)
                yield from _secret(reported.description, reported.place("description"), what)
                if reported.previous:
                    yield from _secret(reported.previous.description, risk.source.place("description"), what)
    for control in report.mapping.controls:
        if reason_for(control, report):
            for name in ("name", "description", "evidence", "progress"):
                yield from _secret(getattr(control, name), control.source.place(name), control.reference)


def _secret(text: str | None, place: Place, what: str) -> Iterator[Secret]:
    if text and len(_plain(text)) > _SHORTEST:
        yield Secret(text, place, what)


def _texts_of(risk: Risk) -> Iterator[tuple[str, str | None]]:
    for name in ("title", "description", "cause", "consequence", "trend_reason", "control_effectiveness"):
        yield name, getattr(risk, name)
    for name in ("controls", "actions"):
        for text in getattr(risk, name):
            yield name, text


def _open_texts(report: Report) -> Iterator[str]:
    """Every text of the inputs that nothing restricts. The narrative is no such input: it must not tell."""
    closed = {
        (one.risk.organisation, one.risk.id)
        for aligned in report.aligned_risks
        for position in aligned.positions
        for one in position.risks
        if aligned.row.restricted or one.risk.restricted
    }
    for register in report.registers:
        for risk in register.risks:
            if (risk.organisation, risk.id) not in closed and not risk.restricted:
                yield from (text for _, text in _texts_of(risk) if text)
                yield risk.owner or ""
    for row in report.mapping.alignment:
        yield from (row.name, *row.formerly)
        if not row.restricted:
            yield from (row.residual_risk or "", row.trend_reason or "")
    for control in report.mapping.controls:
        if not reason_for(control, report):
            yield from (control.name, control.description or "", control.evidence or "", control.progress or "")
    for promise in report.mapping.promises:
        yield from (promise.promise, promise.kept or "")
    meeting = report.meeting
    yield from (meeting.panel, meeting.title, meeting.report_by, meeting.period, *report.mapping.acronyms.values())


def _words_of(package: bytes) -> dict[str, str]:
    """Part → its words and its bare text, both without regard to case and spacing."""
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        return {name: _both(parts.read(name)) for name in parts.namelist()}


def _both(data: bytes) -> str:
    text = data.decode("utf-8", "replace")
    # A word may be cut by tags, and may stand in an attribute.
    return _plain(html.unescape(_TAGS.sub("", text))) + "\n" + _plain(html.unescape(text))


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _QUOTED else line[: _QUOTED - 1] + "…"

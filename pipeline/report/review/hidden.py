"""What one body must not see of the others: their risks under no aligned risk, and what is restricted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.model.findings import CATALOGUE
from pipeline.model.records import AlignmentRow, Control, Report, Risk
from pipeline.report.wording import plain

_SHORTEST = 12  # a text no longer than this says too little to be known again
_TELLING = 6  # as many words in a row are nobody's by chance
_WORD = re.compile(r"[^\W_]+")

Run = tuple[str, ...]  # words in a row


class Hidden:
    """Tells which of some texts an organisation must not see: those that hold words of other bodies' risks that stand
    under no aligned risk or are restricted, or name one, and those with restricted words of the mapping where it has
    no part in them. What its own register holds too, an aligned risk that it has a part in, or a sentence of the
    program's own about any finding, is no secret.
    """

    def __init__(self, organisation: str, report: Report, texts: Iterable[str]) -> None:
        said = {run for text in texts for run in _short_runs(text)}
        found = {run for text in _hidden(organisation, report) for run in _telling_runs(text) if run in said}
        lengths = {len(run) for run in found}
        for text in _open(organisation, report) if found else ():
            words = _words(text)
            found.difference_update(run for length in lengths for run in _runs(words, length))
        self._found = found

    def in_text(self, text: str) -> bool:
        """Whether it must not see this one of the texts given."""
        return bool(self._found) and any(run in self._found for run in _short_runs(text))


def _words(text: str) -> Run:
    return tuple(_WORD.findall(text.casefold()))


def _runs(words: Run, length: int) -> Iterator[Run]:
    return (words[at : at + length] for at in range(len(words) - length + 1))


def _short_runs(text: str) -> Iterator[Run]:
    """All that a text says, in runs of one to six words."""
    words = _words(text)
    return (run for length in range(1, _TELLING + 1) for run in _runs(words, length))


def _telling_runs(text: str) -> Iterator[Run]:
    """What gives a text away: six of its words in a row, or all where it has fewer."""
    words = _words(text)
    return _runs(words, min(len(words), _TELLING)) if words else iter(())


# --- whose what is ---------------------------------------------------------------------------------


def _hidden(organisation: str, report: Report) -> Iterator[str]:
    """The names, and the texts that are long enough to be known again."""
    open_ones = {
        (reported.risk.organisation, reported.risk.id)
        for aligned in report.aligned_risks
        if _shared(aligned.row, organisation)
        for position in aligned.positions
        for reported in position.risks
        if not reported.risk.restricted
    }
    texts: list[str | None] = []
    for register in report.registers:
        if register.organisation != organisation:
            for risk in register.risks:
                if (risk.organisation, risk.id) not in open_ones:
                    yield from _names(risk.organisation, risk.id)
                    texts += _texts(risk)
    for past in report.movement.previous.other_risks if report.movement.previous else ():
        if past.organisation != organisation and (past.organisation, past.id) not in open_ones:
            yield from _names(past.organisation, past.id)
            texts += (past.title, past.description)
    for row in report.mapping.alignment:
        texts.append(row.comment)  # the officer's own
        if not _shared(row, organisation):
            texts += (row.name, row.residual_risk, row.trend_reason)
    for control, named in _with_rows(report):
        if not _may_see(control, named, organisation):
            texts += (control.name, control.description, control.evidence, control.progress)
    yield from (text for text in texts if text and len(plain(text)) > _SHORTEST)


def _names(organisation: str, risk_id: str) -> Iterator[str]:
    """``Met M05``; and the id alone where it is more than a mere number or word."""
    if risk_id:
        yield f"{organisation} {risk_id}"
    if re.search(r"[^\W\d_]", risk_id) and re.search(r"\d", risk_id):
        yield risk_id


def _texts(risk: Risk) -> tuple[str | None, ...]:
    single = (risk.title, risk.description, risk.cause, risk.consequence, risk.trend_reason, risk.control_effectiveness)
    return (*single, *risk.controls, *risk.actions)


def _open(organisation: str, report: Report) -> Iterator[str]:
    """What it may see: its own register, its part of the mapping, and what is said of every finding of a kind."""
    texts: list[str | None] = [text for kind in CATALOGUE.values() for text in (kind.means, kind.to_do)]
    for register in report.registers:
        if register.organisation == organisation:
            for risk in register.risks:
                texts += (risk.id, risk.category, risk.owner, risk.status, *_texts(risk))
    for row in report.mapping.alignment:
        if _shared(row, organisation):
            texts += (row.name, row.residual_risk, row.trend_reason, *row.formerly)
    for control, named in _with_rows(report):
        if _may_see(control, named, organisation):
            texts += (control.name, control.description, control.progress)
    yield from (text for text in texts if text)


def _shared(row: AlignmentRow, organisation: str) -> bool:
    """Whether it may see the aligned risk: every body may, but for a restricted one that it has no part in."""
    return not row.restricted or bool(row.ids.get(organisation))


def _with_rows(report: Report) -> Iterator[tuple[Control, AlignmentRow | None]]:
    """Each control with the first row of Alignment that it names."""
    rows = {plain(row.name): row for row in reversed(report.mapping.alignment)}
    return ((control, rows.get(plain(control.aligned_risk))) for control in report.mapping.controls)


def _may_see(control: Control, row: AlignmentRow | None, organisation: str) -> bool:
    if control.restricted:
        return organisation in control.run_by or (not control.run_by and bool(row and row.ids.get(organisation)))
    return row is None or _shared(row, organisation)

"""Controls that are listed as in place, yet are worded as something else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.ingest.registers.columns import Columns
from pipeline.ingest.registers.taking import At, Taking
from pipeline.ingest.registers.values import PLACEHOLDERS
from pipeline.ingest.registers.vocabulary import simple
from pipeline.model.records import Risk

_NOT_YET = re.compile(
    r"\b(?:(?:is |are |being |currently |still )?(?:under (?:review|development|consideration|way)|in progress|in development|in draft)"
    r"|(?:planned|proposed)(?: (?:for|in)\b.*)?\W*$|^(?:proposed|draft)\b|^planned ?[:–-]"
    r"|to be (?:introduced|implemented|developed|agreed|put in place|appointed|recruited|confirmed|written)"
    r"|will be|not yet|drafting (?:initiated|started|begun)|being (?:developed|drafted|considered|introduced|written))",
    re.IGNORECASE,
)
_QUOTED = 80


def compare_controls(risks: Sequence[Risk], columns: Columns, taking: Taking) -> None:
    """Says of each list of controls in place which of them are worded as still to come, and where the cell
    only says again what the risk is.
    """
    for risk in risks:
        cells = (taking.grid.seen(risk.source.row, column) for column in columns.fields.get("controls", ()))
        cell = next((cell for cell in cells if cell is not None and cell.text), None)
        if cell is None or not risk.controls:
            continue
        subject = f"{risk.organisation} {risk.id}" if risk.id else f"{risk.organisation} row {risk.source.row}"
        at = At(cell, "controls", subject)
        coming = [control for control in risk.controls if _NOT_YET.search(control)]
        if coming:
            quoted = "; ".join(f"“{text if len(text) <= _QUOTED else text[: _QUOTED - 1] + '…'}”" for text in coming)
            taking.remark("control-not-there", at, f"listed as in place, yet worded as still to come: {quoted}.")
        said = simple(" ".join(risk.controls))
        if risk.description and said == simple(risk.description) and said not in PLACEHOLDERS:
            taking.remark("control-repeats", at, "the controls say again what the risk is.")

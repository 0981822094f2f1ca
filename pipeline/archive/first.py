"""The first record of a body that has only Word papers: what its last one said, as if it had been issued from here.

A paper has no register ids, and of scores no more than a rating's word: they stay blank, and what is blank is not compared.
"""

from __future__ import annotations

import json

from pipeline.archive import words
from pipeline.archive.issued import DOCUMENT
from pipeline.archive.reading import SCHEMA
from pipeline.model.document import Generated
from pipeline.model.paper import Paper, PaperControl, PaperRisk, PaperTheme

Json = dict[str, object]


def write(paper: Paper, *, sha256: str, version: str) -> bytes:
    """The record as JSON text; the same paper gives the same bytes. ``sha256``: of the paper.

    Raises ValueError where the paper has no meeting date.
    """
    if paper.day is None:
        raise ValueError(f"{paper.file} has no meeting date")
    content: Json = {
        "schema": SCHEMA,
        "version": version,
        "panel": paper.panel,
        "title": paper.title,
        "meeting_date": paper.day.isoformat(),
        "period": paper.period,
        "state": "issued",
        "inputs": [],
        "previous": None,
        "organisations": [{"name": name, "other_risks": []} for name in paper.organisations],
        "aligned_risks": [_theme(theme) for theme in paper.themes],
        "narrative": {section.heading: section.text for section in paper.sections},
        "findings": [],
        "document": {"file": DOCUMENT, "sha256": sha256, **words.as_json(Generated("", paper.paragraphs, {}))},
        "differences": [],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _theme(theme: PaperTheme) -> Json:
    return {
        "number": theme.number,
        "name": theme.name,
        "residual_risk": theme.residual_risk,
        "trend_reason": theme.trend_reason,
        "risks": [_risk(risk) for risk in theme.risks],
        "controls": [_control(control, theme) for control in theme.controls],
        "level": None,
    }


def _risk(risk: PaperRisk) -> Json:
    """The words are those that were reported: what the register said then, nobody knows."""
    return {
        "organisation": risk.organisation,
        "id": "",
        "description": None,
        "owner": risk.owner,
        "rating": risk.rating,
        "trend_printed": risk.trend.value if risk.trend else None,
        "trend_unread": risk.trend_unread,
        "as_reported": risk.description,
    }


def _control(control: PaperControl, theme: PaperTheme) -> Json:
    return {
        "reference": control.reference,
        "aligned_risk": theme.name,
        "name": control.name,
        "description": control.description,
        "kind": control.kind.value,
        "due": control.due.isoformat() if control.due else None,
        "progress": control.progress,
        "status": control.status.value if control.status else None,
    }

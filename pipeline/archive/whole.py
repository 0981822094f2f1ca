"""What every record of schema 1 has held since the first: one that lacks any of it has lost it since.

What later versions added (the words of the document, the owner as reported, the differences) may be missing.
"""

from __future__ import annotations

from collections.abc import Iterator

Json = dict[str, object]

_REPORT = (
    "version", "panel", "title", "meeting_date", "period", "state", "inputs", "previous", "organisations",
    "aligned_risks", "narrative", "findings",
)  # fmt: skip
_INPUT = ("role", "organisation", "file", "sha256")
_ORGANISATION = (
    "name", "full_name", "also_called", "register", "sheet", "as_at", "likelihood_levels", "impact_levels", "bands",
    "appetite", "other_risks",
)  # fmt: skip
_BAND = ("name", "low", "high")
_ALIGNED = (
    "number", "name", "formerly", "residual_risk", "trend_reason", "restricted", "risks", "controls", "level",
)  # fmt: skip
_OTHER_RISK = (
    "organisation", "row", "id", "title", "description", "cause", "consequence", "category", "owner", "inherent",
    "current", "target", "previous_score", "trend", "trend_reason", "appetite", "controls", "control_effectiveness",
    "actions", "status", "restricted", "last_reviewed", "next_review", "cells",
)  # fmt: skip
_RISK = (*_OTHER_RISK, "rating", "trend_printed", "as_reported")
STAGE = ("likelihood", "impact", "score", "rating")
_CONTROL = (
    "reference", "aligned_risk", "name", "description", "kind", "run_by", "owner", "in_place", "working", "assurance",
    "evidence", "last_checked", "review_months", "due", "progress", "restricted", "status",
)  # fmt: skip

# A record made from an old Word paper: no register or workbook was there to say the rest.
_PAPER_ORGANISATION = ("name", "other_risks")
_PAPER_ALIGNED = ("number", "name", "residual_risk", "trend_reason", "risks", "controls", "level")
_PAPER_RISK = ("organisation", "id", "description", "owner", "rating", "trend_printed", "as_reported")
_PAPER_CONTROL = ("reference", "aligned_risk", "name", "description", "kind", "due", "progress", "status")

# Written as a list, an object or an empty text even where there is nothing to say.
NEVER_NULL = frozenset((
    "inputs", "organisations", "aligned_risks", "narrative", "findings", "also_called", "bands", "other_risks",
    "formerly", "risks", "controls", "inherent", "current", "target", "actions", "cells", "run_by", "reference",
))  # fmt: skip

_WORDS = {
    "state": "word for made or issued",
    "previous": "report it was compared with",
    "inputs": "input files",
    "sha256": "fingerprint",
    "as_at": "register's date",
    "bands": "rating bands",
    "other_risks": "risks outside the report",
    "formerly": "former names",
    "risks": "register risks",
    "level": "working as shown",
    "inherent": "inherent scores",
    "current": "current scores",
    "target": "target scores",
    "row": "row in the register",
    "cells": "cells in the register",
    "rating": "rating printed",
    "as_reported": "words agreed",
    "due": "due date",
}


def lost(content: Json) -> str | None:
    """What is missing first, in words that follow "it can't be read:"; None where nothing is.

    What has another form than a record's is passed over: reading it says so.
    """
    return next(_lost(content), None)


def _lost(content: Json) -> Iterator[str]:
    yield from _missing(content, _REPORT, "")
    from_paper = content.get("inputs") == []
    for entry in _each(content, "inputs"):
        yield from _missing(entry, _INPUT, f"the input file {entry.get('file', '')}")
    for organisation in _each(content, "organisations"):
        name = f"{organisation.get('name', 'an organisation')}"
        yield from _missing(organisation, _PAPER_ORGANISATION if from_paper else _ORGANISATION, name)
        for band in _each(organisation, "bands"):
            yield from _missing(band, _BAND, f"a rating band of {name}")
        for risk in _each(organisation, "other_risks"):
            yield from _risk(risk, _OTHER_RISK)
    for aligned in _each(content, "aligned_risks"):
        label = f"aligned risk {aligned.get('number', '')}: {aligned.get('name', '')}".rstrip(": ")
        yield from _missing(aligned, _PAPER_ALIGNED if from_paper else _ALIGNED, label)
        for risk in _each(aligned, "risks"):
            yield from _risk(risk, _PAPER_RISK if from_paper else _RISK)
        for control in _each(aligned, "controls"):
            name = f"the control {control.get('name', '')} under {label}"
            yield from _missing(control, _PAPER_CONTROL if from_paper else _CONTROL, name)


def _risk(risk: Json, keys: tuple[str, ...]) -> Iterator[str]:
    name = f"{risk.get('organisation', 'a risk')} {risk.get('id', '')}".strip()
    yield from _missing(risk, keys, name)
    for stage in ("inherent", "current", "target"):
        scores = risk.get(stage)
        if isinstance(scores, dict):
            yield from _missing(scores, STAGE, f"the {stage} scores of {name}")


def _missing(entry: Json, keys: tuple[str, ...], whose: str) -> Iterator[str]:
    for key in keys:
        if key not in entry or (entry[key] is None and key in NEVER_NULL):
            words = _WORDS.get(key, key.replace("_", " "))
            yield f"it does not hold the {words} of {whose}" if whose else f"it does not hold the {words}"


def _each(entry: Json, key: str) -> Iterator[Json]:
    value = entry.get(key)
    for one in value if isinstance(value, list) else ():
        if isinstance(one, dict):
            yield one

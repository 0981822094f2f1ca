"""The record of a report as it was issued: what was generated, with the words that people put in their place.

A field of the record takes the words that were sent wherever they can be one: a status only a known status, a due
date only a date. Every difference is kept whole besides, so nothing is lost where no field fits.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from pipeline.archive import words
from pipeline.model.dates import MONTHS
from pipeline.model.document import Difference, DifferenceKind, Generated, Origin, Paragraph, Role, Sent
from pipeline.model.records import (
    Assurance,
    ControlKind,
    ControlStatus,
    InPlace,
    Trend,
    Working,
)

Json = dict[str, Any]

NOTHING = "–"  # as a table prints that there is nothing to say
_UNFIT = object()  # the words are none that the field can hold
_DAY = re.compile(r"(\d{1,2}) ([A-Z][a-z]+) (\d{4})")
_RATING = re.compile(r"[^(,]*")
_RISK_ROW = re.compile(r"risks\[\d+\]\.rows\[\d+\]")
_PRINTED = ("rating", "trend_printed", "as_reported", "owner_reported")  # of a risk that is reported
_TRENDS = {
    "rising": Trend.RISING, "unchanged": Trend.SAME, "falling": Trend.FALLING, "new": Trend.NEW,
    "↑": Trend.RISING, "↔": Trend.SAME, "↓": Trend.FALLING,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class File:
    """The Word file as sent. ``name``: in the folder ``issued``."""

    name: str
    sha256: str


def as_issued(record: Json, generated: Generated, sent: Sent, differences: tuple[Difference, ...], file: File) -> bytes:
    """The record as JSON text. ``record``: that of the generated report; it is left as it is."""
    content: Json = json.loads(json.dumps(record))
    content["state"] = "issued"
    _rename(content, differences)
    done: set[tuple[int, str]] = set()
    # Appendix 1 is where an input has its own place: what only repeats it says nothing against that.
    for difference in sorted(differences, key=lambda one: not _is_own(one)):
        if not _is_own(difference) and difference.unchanged_at:
            continue
        for entry, field, value in _fields(content, difference):
            if value is not _UNFIT and (id(entry), field) not in done:
                entry[field] = value
                done.add((id(entry), field))
    _leave_out(content, generated, differences)
    _rewrite_narrative(content["narrative"], generated, sent, differences)
    content["document"] = {
        "file": file.name,
        "sha256": file.sha256,
        **words.as_json(_as_sent(generated, sent)),
    }
    content["differences"] = [_difference(difference) for difference in differences]
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    return text.encode("utf-8", "backslashreplace")


def _difference(difference: Difference) -> Json:
    return {
        "kind": difference.kind.value,
        "where": difference.where,
        "was": difference.was,
        "now": difference.now,
        "key": difference.key,
        "origin": words.origin_as_json(difference.origin),
        "unchanged_at": list(difference.unchanged_at),
        "differently_at": list(difference.differently_at),
    }


def _as_sent(generated: Generated, sent: Sent) -> Generated:
    """The words as sent; a paragraph that nobody touched keeps the places of its values."""
    # In a row of a table only the first cell has an anchor.
    known = {(one.anchor or one.where, one.text): one.values for one in generated.paragraphs}
    paragraphs = tuple(
        replace(one, values=known.get((one.anchor or one.where, one.text), ())) for one in sent.paragraphs
    )
    keys = {value.key for paragraph in paragraphs for value in paragraph.values}
    return Generated(
        generated.digest, paragraphs, {key: origin for key, origin in generated.origins.items() if key in keys}
    )


def _is_own(difference: Difference) -> bool:
    return difference.key.startswith("risks[")


# --- the record's own fields -----------------------------------------------------------------------


def _fields(content: Json, difference: Difference) -> Iterator[tuple[Json, str, object]]:
    """The fields of the record that print this value: entry, name, and what it is now or ``_UNFIT``."""
    origin, printed = difference.origin, difference.key.rpartition(".")[2]
    if difference.kind is DifferenceKind.ADDED or not difference.key:
        return
    for aligned in content["aligned_risks"]:
        for risk in aligned["risks"]:
            if risk["organisation"] == origin.organisation and risk["id"] == origin.subject:
                yield from _of_risk(risk, origin, printed, difference)
        for control in aligned["controls"]:
            if control["reference"] == origin.subject and _is_control(difference.key):
                yield from _of_control(control, printed, difference)
        if origin.role is Role.MAPPING and origin.subject == f"Risk {aligned['number']}" and not origin.organisation:
            yield from _of_aligned(aligned, printed, difference)


def _is_control(key: str) -> bool:
    return key.startswith("schedule[") or "_controls[" in key


def _of_risk(risk: Json, origin: Origin, printed: str, difference: Difference) -> Iterator[tuple[Json, str, object]]:
    if printed == "description":
        # Printed behind agreed words is that they were agreed: no part of them.
        now = difference.carried(risk["as_reported"] or "")
        yield risk, "as_reported", difference.now if now is None else now
    elif printed == "owner":
        # The register still says what it says: only what was reported is another.
        reported = risk.get("owner_reported")
        now = difference.carried((risk["owner"] if reported is None else reported) or "")
        yield risk, "owner_reported", _text(difference.now if now is None else now) or ""
    elif printed == "trend":
        yield risk, "trend_printed", _trend(difference.now)
    elif printed in ("rating", "now") and origin.field.startswith("current"):
        word = _RATING.match(difference.now)
        yield risk, "rating", (word[0].strip() if word else "") or _UNFIT


def _of_control(control: Json, printed: str, difference: Difference) -> Iterator[tuple[Json, str, object]]:
    if printed in _CONTROL:
        yield control, "name" if printed == "control" else printed, _CONTROL[printed](difference.now)


def _of_aligned(aligned: Json, printed: str, difference: Difference) -> Iterator[tuple[Json, str, object]]:
    if printed in ("name", "heading"):
        yield aligned, "name", difference.carried(aligned["name"]) or _UNFIT
    elif printed in ("residual_risk", "trend_reason"):
        now = difference.carried(aligned[printed] or "")
        yield aligned, printed, _UNFIT if now is None else _text(now)


def _text(now: str) -> str | None:
    return None if now in ("", NOTHING) else now


def _word(now: str, kinds: type[StrEnum]) -> object:
    alike = (kind.value for kind in kinds if kind.value.casefold() == " ".join(now.split()).casefold())
    return next(alike, None if now in ("", NOTHING) and kinds is not ControlStatus else _UNFIT)


def _day(now: str) -> object:
    if now in ("", NOTHING):
        return None
    match = _DAY.fullmatch(" ".join(now.split()))
    if match and match[2] in MONTHS:
        try:
            return date(int(match[3]), MONTHS.index(match[2]) + 1, int(match[1])).isoformat()
        except ValueError:
            return _UNFIT
    return _UNFIT


def _trend(now: str) -> object:
    """The arrow and the word may disagree once somebody has changed one of them: then it is neither."""
    pieces = now.casefold().split()
    found = {_TRENDS[piece].value for piece in pieces if piece in _TRENDS}
    if now == "Not stated":
        return None
    return found.pop() if len(found) == 1 and all(piece in _TRENDS for piece in pieces) else _UNFIT


_CONTROL: dict[str, Callable[[str], object]] = {
    "name": lambda now: now or _UNFIT,
    "control": lambda now: now or _UNFIT,
    "description": _text,
    "owner": _text,
    "evidence": _text,
    "progress": _text,
    "kind": lambda now: _word(now, ControlKind),
    "status": lambda now: _word(now, ControlStatus),
    "in_place": lambda now: _word(now, InPlace),
    "working": lambda now: _word(now, Working),
    "assurance": lambda now: _word(now, Assurance),
    "due": _day,
    "last_checked": _day,
}


# --- its panel and its title ------------------------------------------------------------------------


def _rename(content: Json, differences: tuple[Difference, ...]) -> None:
    """The panel and the title as sent, where they are the same at every place; by whatever else it was called, made
    or in one place only, the next report finds it too.
    """
    for name in ("panel", "title"):
        edits = [one for one in differences if one.key == f"meeting.{name}" and one.now]
        if not edits:
            continue
        names = dict.fromkeys((content[name], *(one.now for one in edits)))
        if len(names) == 2 and not any(one.unchanged_at for one in edits):
            content[name] = edits[0].now
        content[f"other_{name}s"] = [one for one in names if one != content[name]]


# --- what was taken out -----------------------------------------------------------------------------


def _leave_out(content: Json, generated: Generated, differences: tuple[Difference, ...]) -> None:
    """A control or an aligned risk whose name was taken out wherever it stood, and a register risk whose row was, are
    not reported: the risks stand in their registers all the same.
    """
    gone = {one.key for one in differences if one.key and not one.now and one.kind is not DifferenceKind.ADDED}
    if not gone:
        return
    named: dict[str, set[str]] = {}  # a control's reference or "Risk 3" → the keys that print its name
    rows: dict[str, set[str]] = {}  # the row of a register risk → its keys
    for key, origin in generated.origins.items():
        if origin.role is Role.MAPPING and origin.field == "name" and not origin.organisation:
            named.setdefault(origin.subject, set()).add(key)
        if found := _RISK_ROW.match(key):
            rows.setdefault(found[0], set()).add(key)
    left_out = {subject for subject, keys in named.items() if keys <= gone}
    kept: list[Json] = []
    outside: list[Json] = []
    for at, aligned in enumerate(content["aligned_risks"]):
        whole = f"Risk {aligned['number']}" in left_out
        aligned["controls"] = [one for one in aligned["controls"] if one["reference"] not in left_out]
        of_risks = {
            (origin.organisation, origin.subject)
            for row, keys in rows.items()
            if row.startswith(f"risks[{at}].") and keys <= gone
            for origin in (generated.origins[key] for key in keys)
        }
        out = [one for one in aligned["risks"] if whole or (one["organisation"], one["id"]) in of_risks]
        aligned["risks"] = [one for one in aligned["risks"] if one not in out]
        outside += out
        kept += [] if whole else [aligned]
    content["aligned_risks"] = kept
    if outside:
        _put_outside(content, outside)


def _put_outside(content: Json, risks: list[Json]) -> None:
    """These, now under no aligned risk, among those of their registers that are not reported."""
    reported = {(one["organisation"], one["id"]) for aligned in content["aligned_risks"] for one in aligned["risks"]}
    for organisation in content["organisations"]:
        for risk in risks:
            if risk["organisation"] == organisation["name"] and (risk["organisation"], risk["id"]) not in reported:
                organisation["other_risks"].append({key: risk[key] for key in risk if key not in _PRINTED})


# --- the narrative ---------------------------------------------------------------------------------


def _rewrite_narrative(narrative: Json, generated: Generated, sent: Sent, differences: tuple[Difference, ...]) -> None:
    """Puts in the text as sent of each section that differs."""
    sections = dict.fromkeys(
        (one.origin.field, one.origin.subject) for one in differences if one.origin.role is Role.NARRATIVE
    )
    for key, heading in sections:  # the heading as the narrative writes it
        if heading in narrative:
            new = {difference.now for difference in differences if difference.origin.field == key}
            narrative[heading] = "\n".join(_section(key, generated, sent, new))


def _section(key: str, generated: Generated, sent: Sent, new: set[str]) -> list[str]:
    """The paragraphs of a section as sent: from its first anchor to its last, and at its ends those without an
    anchor that are its own: added there, or in a row of a table.
    """
    generated_here = [
        paragraph
        for paragraph in generated.paragraphs
        if any(value.key.startswith(f"narrative.{key}[") for value in paragraph.values)
    ]
    anchors = {paragraph.anchor for paragraph in generated_here} - {""}
    loose = {" ".join(text.split()) for text in (*new, *(one.text for one in generated_here if not one.anchor))}

    def is_own(paragraph: Paragraph) -> bool:
        return not paragraph.anchor and " ".join(paragraph.text.split()) in loose

    paragraphs = sent.paragraphs
    own = [at for at, paragraph in enumerate(paragraphs) if paragraph.anchor in anchors]
    if not own:
        return [paragraph.text for paragraph in paragraphs if is_own(paragraph)]
    first, last = own[0], own[-1]
    while first > 0 and is_own(paragraphs[first - 1]):
        first -= 1
    while last + 1 < len(paragraphs) and is_own(paragraphs[last + 1]):
        last += 1
    return [paragraph.text for paragraph in paragraphs[first : last + 1]]

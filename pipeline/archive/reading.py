"""Reading a record.json back. A key this version does not know is ignored. A record of this schema must hold what
every one has held; in one of an older schema, or that states none, what is missing counts as not stated, and only
what no report can be without must be there. The record of a newer version is refused: what its keys mean may have
changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from enum import StrEnum
from typing import NoReturn, TypeVar, cast

from pipeline.archive.whole import NEVER_NULL, STAGE, lost
from pipeline.model.records import (
    Band,
    ControlKind,
    ControlStatus,
    Exposure,
    Level,
    Number,
    PastAlignedRisk,
    PastControl,
    PastOrganisation,
    PastReport,
    PastRisk,
    ShownWorking,
    Trend,
)

SCHEMA = 1  # of the records that this version writes

Json = dict[str, object]
Word = TypeVar("Word", bound=StrEnum)
Value = TypeVar("Value")

_OF_SCALE = {"scale": ("likelihood_levels", "impact_levels", "bands")}
_STAGES = frozenset(("current", "target"))

# What a record tells of each, and the keys that it takes to tell it.
_OF_ALIGNED = {"risks": ("risks",), "controls": ("controls",), "trend_reason": ("trend_reason",)}
_OF_CONTROL = (
    "description", "run_by", "owner", "in_place", "working", "assurance", "evidence", "last_checked", "review_months",
    "progress",
)  # fmt: skip
_OF_RISK = {"owner": ("owner",)}
_OF_REPORTED = _OF_RISK | {"trend": ("trend_printed",), "current": ("rating",)}

_TOO_LARGE = 1e150  # the product of a likelihood and an impact must still be a number

# What no .docx or .xlsx can hold: no text that this program has read and written has these.
_UNPRINTABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class RecordDamaged(Exception):
    """The bytes are no record that can be read. The text says why, in words that follow "it can't be read:".

    ``panel``, ``title`` and ``meeting_date``: whose it is, as far as it says so all the same. ``newer``: it is whole,
    and of a later version of this program.
    """

    def __init__(self, reason: str, *, newer: bool = False) -> None:
        super().__init__(reason)
        self.newer = newer
        self.panel: str | None = None
        self.title: str | None = None
        self.meeting_date: date | None = None


def read(data: bytes, file: str) -> PastReport:
    """The report that a record tells of. ``file``: its path below the outputs folder, kept for citing.

    Raises RecordDamaged.
    """
    try:
        content = json.loads(data, parse_constant=_no_number)
    except (ValueError, RecursionError):  # also where it is no UTF-8
        raise RecordDamaged("it is not the JSON text of a record") from None
    if not isinstance(content, dict):
        raise RecordDamaged("it is not the JSON text of a record")
    try:
        return _report(content, file)
    except RecordDamaged as damage:
        damage.panel, damage.title = _if_whole(content, "panel", _text), _if_whole(content, "title", _text)
        damage.meeting_date = _if_whole(content, "meeting_date", _day)
        raise


def _report(content: Json, file: str) -> PastReport:
    schema = content.get("schema", 0)
    if not isinstance(schema, int) or isinstance(schema, bool):
        raise RecordDamaged("its schema is not a whole number")
    if schema > SCHEMA:
        raise RecordDamaged("it was written by a newer version of this program", newer=True)
    if schema == SCHEMA and (missing := lost(content)):
        raise RecordDamaged(missing)
    organisations = _entries(content, "organisations")
    scaled = {_needed(one, "name") for one in organisations if not _unstated(one, _OF_SCALE)}
    return PastReport(
        file=file,
        panel=_needed(content, "panel"),
        title=_needed(content, "title"),
        meeting_date=_day(content, "meeting_date") or _damaged("it has no meeting_date"),
        period=_text(content, "period") or "",
        state=_text(content, "state") or "",
        aligned_risks=_aligned_risks(content, scaled),
        other_risks=tuple(
            _risk(entry, scaled, _OF_RISK)
            for organisation in organisations
            for entry in _entries(organisation, "other_risks")
        ),
        inputs={
            f"{_needed(entry, 'role')} {_file_name(entry)}": _needed(entry, "sha256")
            for entry in _entries(content, "inputs")
        },
        narrative={
            heading: _needed(_object(content, "narrative"), heading) for heading in _object(content, "narrative")
        },
        organisations=tuple(_organisation(entry) for entry in organisations),
        unstated=_unstated(content, {"organisations": ("organisations",)}),
        other_panels=_names(content, "other_panels"),
        other_titles=_names(content, "other_titles"),
    )


def _organisation(entry: Json) -> PastOrganisation:
    return PastOrganisation(
        name=_needed(entry, "name"),
        as_at=_day(entry, "as_at"),
        likelihood_levels=_whole(entry, "likelihood_levels"),
        impact_levels=_whole(entry, "impact_levels"),
        bands=tuple(
            Band(_needed(band, "name"), _number(band, "low"), _number(band, "high"))
            for band in _entries(entry, "bands")
        ),
        also=_also(entry, ("appetite",)),
    )


def _aligned_risks(content: Json, scaled: Collection[str]) -> tuple[PastAlignedRisk, ...]:
    if content.get("aligned_risks") is None:
        raise RecordDamaged("it does not hold the aligned risks")
    return tuple(_aligned_risk(entry, scaled) for entry in _entries(content, "aligned_risks"))


def _aligned_risk(entry: Json, scaled: Collection[str]) -> PastAlignedRisk:
    number = entry.get("number")
    if not isinstance(number, int) or isinstance(number, bool):
        raise RecordDamaged("an aligned risk has no number")
    controls, unstated = _entries(entry, "controls"), _unstated(entry, _OF_ALIGNED)
    if any(control.get("reference") is None for control in controls):
        unstated |= {"controls"}  # without it, a control is not told from another
    return PastAlignedRisk(
        number=number,
        name=_needed(entry, "name"),
        risks=tuple(_risk(risk, scaled, _OF_REPORTED) for risk in _entries(entry, "risks")),
        controls=tuple(_control(control) for control in controls),
        level=_word(entry, "level", ShownWorking),
        trend_reason=_text(entry, "trend_reason"),
        restricted=_text(entry, "restricted"),
        unstated=unstated,
        also=_also(entry, ("residual_risk",)),
    )


def _risk(entry: Json, scaled: Collection[str], keys: Mapping[str, tuple[str, ...]]) -> PastRisk:
    """``scaled``: the organisations whose scale is stated; without it no score compares."""
    organisation = _needed(entry, "organisation")
    unstated = _unstated(entry, keys)
    unstated |= {stage for stage in _STAGES if not _whole_stage(_object(entry, stage))}
    if "description" not in entry or ("title" not in entry and entry["description"] is None):
        unstated |= {"words"}
    if organisation not in scaled:
        unstated |= _STAGES
    return PastRisk(
        organisation=organisation,
        id=_needed(entry, "id"),
        title=_text(entry, "title"),
        description=_text(entry, "description"),
        owner=_text(entry, "owner"),
        current=_exposure(entry, "current"),
        target=_exposure(entry, "target"),
        rating=_text(entry, "rating"),
        trend=_word(entry, "trend_printed", Trend),
        appetite=_text(entry, "appetite"),
        as_reported=_text(entry, "as_reported"),
        owner_reported=_text(entry, "owner_reported"),
        restricted=_text(entry, "restricted"),
        trend_unread=entry.get("trend_unread") is True,
        unstated=unstated,
        also=_also(entry, ("trend_reason", "appetite")),
    )


def _control(entry: Json) -> PastControl:
    return PastControl(
        reference=_text(entry, "reference") or "",
        name=_needed(entry, "name"),
        kind=_word(entry, "kind", ControlKind),
        status=_word(entry, "status", ControlStatus),
        due=_day(entry, "due"),
        description=_text(entry, "description"),
        evidence=_text(entry, "evidence"),
        progress=_text(entry, "progress"),
        restricted=_text(entry, "restricted"),
        also=_also(entry, _OF_CONTROL),
    )


def _also(entry: Json, keys: tuple[str, ...]) -> dict[str, str]:
    """These of its values as words, "" for null; those keys left out that it lacks."""
    values = {key: entry[key] for key in keys if key in entry}
    return {
        key: "; ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
        for key, value in values.items()
    }


def _exposure(entry: Json, key: str) -> Exposure:
    stage = _object(entry, key)
    if not _whole_stage(stage):
        return Exposure()  # likelihood × impact need not be the score that is not stated
    return Exposure(
        likelihood=_level(stage, "likelihood"),
        impact=_level(stage, "impact"),
        score=_level(stage, "score"),
        rating=_text(stage, "rating"),
    )


# --- one value ------------------------------------------------------------------------------------


def _unstated(entry: Json, keys: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """Those of ``keys`` that the entry can't tell of, as it lacks a key for it, or has no list where one was."""
    return frozenset(
        what
        for what, needed in keys.items()
        if any(key not in entry or (entry[key] is None and key in NEVER_NULL) for key in needed)
    )


def _whole_stage(stage: Json) -> bool:
    return stage.keys() >= set(STAGE)


def _damaged(reason: str) -> NoReturn:
    raise RecordDamaged(reason)


def _no_number(text: str) -> NoReturn:
    raise RecordDamaged(f"it holds {text} as a number")


def _text(entry: Json, key: str) -> str | None:
    value = entry.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise RecordDamaged(f"its {key} is not a text")
    if _UNPRINTABLE.search(value):
        raise RecordDamaged(f"its {key} holds characters that no document can hold")
    return value


def _needed(entry: Json, key: str) -> str:
    value = _text(entry, key)
    return _damaged(f"it has no {key}") if value is None else value


def _file_name(entry: Json) -> str:
    """Bytes of a file's name that are no text were written as lone surrogates."""
    value = entry.get("file")
    return value if isinstance(value, str) else _damaged("it has no file")


def _if_whole(content: Json, key: str, reading: Callable[[Json, str], Value | None]) -> Value | None:
    """The value of a damaged record's key, None where that is what is damaged."""
    try:
        return reading(content, key)
    except RecordDamaged:
        return None


def _day(entry: Json, key: str) -> date | None:
    value = _text(entry, key)
    try:
        return date.fromisoformat(value) if value is not None else None
    except ValueError:
        raise RecordDamaged(f"its {key}, '{value}', is not a date such as 2017-09-26") from None


def _word(entry: Json, key: str, words: type[Word]) -> Word | None:
    value = _text(entry, key)
    try:
        return words(value) if value is not None else None
    except ValueError:
        raise RecordDamaged(f"its {key}, '{value}', is not one of: {', '.join(words)}") from None


def _level(entry: Json, key: str) -> Level | None:
    value = entry.get(key)
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < _TOO_LARGE:
        return value
    raise RecordDamaged(f"its {key} is neither a text nor a number of a scale")


def _number(entry: Json, key: str) -> Number:
    value = _level(entry, key)
    return value if isinstance(value, (int, float)) else _damaged(f"its {key} is not a number")


def _whole(entry: Json, key: str) -> int | None:
    value = _level(entry, key)
    return value if value is None or isinstance(value, int) else _damaged(f"its {key} is not a whole number")


def _names(entry: Json, key: str) -> tuple[str, ...]:
    value = entry.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise RecordDamaged(f"its {key} has another form")
    return tuple(value)


def _object(entry: Json, key: str) -> Json:
    value = entry.get(key)
    if value is None:
        return {}
    return cast(Json, value) if isinstance(value, dict) else _damaged(f"its {key} has another form")


def _entries(entry: Json, key: str) -> list[Json]:
    value = entry.get(key)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise RecordDamaged(f"its {key} has another form")
    return cast(list[Json], value)

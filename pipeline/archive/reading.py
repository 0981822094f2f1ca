"""Reading a record.json back. A key this version does not know is ignored; one that an older version
did not write counts as not stated. Only what no report can be without must be there.
"""

from __future__ import annotations

import json
import math
from datetime import date
from enum import StrEnum
from typing import NoReturn, TypeVar, cast

from pipeline.model.records import (
    ControlKind,
    ControlStatus,
    Exposure,
    Level,
    PastAlignedRisk,
    PastControl,
    PastReport,
    PastRisk,
    ShownWorking,
    Trend,
)

Json = dict[str, object]
Word = TypeVar("Word", bound=StrEnum)


class RecordDamaged(Exception):
    """The bytes are no record. The text says why, in words that follow "it can't be read:"."""


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
    return PastReport(
        file=file,
        panel=_needed(content, "panel"),
        title=_needed(content, "title"),
        meeting_date=_day(content, "meeting_date") or _damaged("it has no meeting_date"),
        period=_text(content, "period") or "",
        state=_text(content, "state") or "",
        aligned_risks=tuple(_aligned_risk(entry) for entry in _entries(content, "aligned_risks")),
        other_risks=tuple(
            _risk(entry)
            for organisation in _entries(content, "organisations")
            for entry in _entries(organisation, "other_risks")
        ),
        inputs={
            f"{_needed(entry, 'role')} {_needed(entry, 'file')}": _needed(entry, "sha256")
            for entry in _entries(content, "inputs")
        },
        narrative={
            heading: _needed(_object(content, "narrative"), heading) for heading in _object(content, "narrative")
        },
    )


def _aligned_risk(entry: Json) -> PastAlignedRisk:
    number = entry.get("number")
    if not isinstance(number, int) or isinstance(number, bool):
        raise RecordDamaged("an aligned risk has no number")
    return PastAlignedRisk(
        number=number,
        name=_needed(entry, "name"),
        risks=tuple(_risk(risk) for risk in _entries(entry, "risks")),
        controls=tuple(_control(control) for control in _entries(entry, "controls")),
        level=_word(entry, "level", ShownWorking),
    )


def _risk(entry: Json) -> PastRisk:
    return PastRisk(
        organisation=_needed(entry, "organisation"),
        id=_needed(entry, "id"),
        title=_text(entry, "title"),
        description=_text(entry, "description"),
        owner=_text(entry, "owner"),
        current=_exposure(entry, "current"),
        target=_exposure(entry, "target"),
        rating=_text(entry, "rating"),
        trend=_word(entry, "trend_printed", Trend),
        appetite=_text(entry, "appetite"),
    )


def _control(entry: Json) -> PastControl:
    return PastControl(
        reference=_needed(entry, "reference"),
        name=_needed(entry, "name"),
        kind=_word(entry, "kind", ControlKind),
        status=_word(entry, "status", ControlStatus),
        due=_day(entry, "due"),
        description=_text(entry, "description"),
        progress=_text(entry, "progress"),
    )


def _exposure(entry: Json, key: str) -> Exposure:
    stage = _object(entry, key)
    return Exposure(
        likelihood=_level(stage, "likelihood"),
        impact=_level(stage, "impact"),
        score=_level(stage, "score"),
        rating=_text(stage, "rating"),
    )


# --- one value ------------------------------------------------------------------------------------


def _damaged(reason: str) -> NoReturn:
    raise RecordDamaged(reason)


def _no_number(text: str) -> NoReturn:
    raise RecordDamaged(f"it holds {text} as a number")


def _text(entry: Json, key: str) -> str | None:
    value = entry.get(key)
    if value is None or isinstance(value, str):
        return value
    raise RecordDamaged(f"its {key} is not a text")


def _needed(entry: Json, key: str) -> str:
    value = _text(entry, key)
    return _damaged(f"it has no {key}") if value is None else value


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
    if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
        return value
    raise RecordDamaged(f"its {key} is neither a number nor a text")


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

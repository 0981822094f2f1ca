"""The words of a Word report in its record: every paragraph, each value in it, and the input it came from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.model.document import Generated, Origin, Paragraph, Role, Value
from pipeline.model.records import Place

Json = dict[str, object]


def as_json(generated: Generated) -> Json:
    """The key ``document`` of record.json."""
    return {
        "digest": generated.digest,
        "paragraphs": [_paragraph(paragraph) for paragraph in generated.paragraphs],
        "origins": {key: origin_as_json(origin) for key, origin in generated.origins.items()},
    }


def _paragraph(paragraph: Paragraph) -> Json:
    written: Json = {"text": paragraph.text, "where": paragraph.where}
    if paragraph.anchor:
        written["anchor"] = paragraph.anchor
    if paragraph.values:
        written["values"] = [[value.key, value.start, value.end] for value in paragraph.values]
    if paragraph.struck:
        written["struck"] = [list(one) for one in paragraph.struck]
    return written


def origin_as_json(origin: Origin) -> Json:
    """What is stated of it: an empty text says nothing."""
    stated = {
        "role": origin.role.value,
        "file": origin.place.file,
        "sheet": origin.place.sheet,
        "cell": origin.place.cell,
        "organisation": origin.organisation,
        "subject": origin.subject,
        "field": origin.field,
    }
    return {name: value for name, value in stated.items() if value}


def from_json(written: Mapping[str, Any]) -> Generated:
    """The same, read back. Raises KeyError, TypeError or ValueError where it is not what ``as_json`` writes."""
    return Generated(
        written["digest"],
        tuple(
            Paragraph(
                paragraph["text"],
                paragraph["where"],
                paragraph.get("anchor", ""),
                tuple(Value(str(key), int(start), int(end)) for key, start, end in paragraph.get("values", ())),
                tuple((str(look), str(text)) for look, text in paragraph.get("struck", ())),
            )
            for paragraph in written["paragraphs"]
        ),
        {key: _as_origin(origin) for key, origin in written["origins"].items()},
    )


def _as_origin(written: Mapping[str, str]) -> Origin:
    place = Place(written.get("file", ""), written.get("sheet", ""), written.get("cell", ""))
    return Origin(
        Role(written["role"]),
        place,
        written.get("organisation", ""),
        written.get("subject", ""),
        written.get("field", ""),
    )

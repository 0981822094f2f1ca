"""A Word file as a zip of parts: read within limits, written to the same bytes every time."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

from lxml import etree

from pipeline.model.kinds import AGAIN, WORD, not_of
from pipeline.report.wordml import Element, parse, target_of

MAX_FILE, MAX_MEMBERS, MAX_MEMBER, MAX_TOTAL = 25 << 20, 2_000, 64 << 20, 256 << 20

_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_TERMS = "http://purl.org/dc/terms/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip

CONTENT_TYPES = "[Content_Types].xml"
CORE_PROPERTIES = "docProps/core.xml"
_ROOT = "_rels/.rels"
_APPLICATION = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.openxmlformats.org/'
    b'officeDocument/2006/extended-properties"><Application>Microsoft Office Word</Application></Properties>'
)


def read(data: bytes) -> dict[str, bytes]:
    """Its members by name. Raises ValueError, with a sentence to follow its name, where it is no Word document
    or too big to be one.
    """
    if len(data) > MAX_FILE:
        raise ValueError(f"is larger than {MAX_FILE >> 20} MB, the most that is read.")
    if refusal := not_of(WORD, data):
        raise ValueError(refusal)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            if len(infos) > MAX_MEMBERS or len({info.filename for info in infos}) < len(infos):
                raise ValueError(f"has too many parts, or two of the same name. {AGAIN}")
            members: dict[str, bytes] = {}
            left = MAX_TOTAL
            for info in infos:
                with archive.open(info) as stream:
                    members[info.filename] = stream.read(min(MAX_MEMBER, left) + 1)
                left -= len(members[info.filename])
                if left < 0 or len(members[info.filename]) > MAX_MEMBER:
                    raise ValueError(f"unpacks to far more than it should. {AGAIN}")
            return {name: member for name, member in members.items() if not name.endswith("/")}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise ValueError(f"is damaged or cut short. {AGAIN}") from error


def write(members: Mapping[str, bytes]) -> bytes:
    """The package: the content types first, then sorted, with one date for all."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(members, key=lambda name: (name != CONTENT_TYPES, name)):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0  # else the zip says on which kind of machine it was made
            archive.writestr(info, members[name])
    return out.getvalue()


def with_properties(members: Mapping[str, bytes], *, title: str, author: str, day: str) -> dict[str, bytes]:
    """The package with the properties that are ours, and none besides: title, author, language, and ``day``
    ("19 December 2017") for its dates. No page shows what a template has there, and its picture of page 1, so nobody
    would see that it goes out.
    """
    root, types = parse(members[_ROOT]), parse(members[CONTENT_TYPES])
    parts = [(one, one.get("Type", "").rpartition("/")[2], target_of("", one.get("Target", ""))) for one in root]
    made = dict(members)
    core = next((part for _, kind, part in parts if kind == "core-properties"), CORE_PROPERTIES)
    made[core] = _core(title, author, day)
    for relation, kind, part in parts:
        if kind == "extended-properties":
            made[part] = _APPLICATION
        elif kind in ("custom-properties", "thumbnail"):
            root.remove(relation)
            made.pop(part, None)
            for one in [one for one in types if one.get("PartName") == f"/{part}"]:
                types.remove(one)
            made |= {_ROOT: _written(root), CONTENT_TYPES: _written(types)}
    return made


def _core(title: str, author: str, day: str) -> bytes:
    root = etree.Element(f"{{{_CORE}}}coreProperties", nsmap={"cp": _CORE, "dc": _DC, "dcterms": _TERMS, "xsi": _XSI})
    for name, text in (("title", title), ("creator", author), ("language", "en-GB")):
        etree.SubElement(root, f"{{{_DC}}}{name}").text = text
    for name in ("created", "modified"):
        date = etree.SubElement(root, f"{{{_TERMS}}}{name}")
        date.set(f"{{{_XSI}}}type", "dcterms:W3CDTF")
        date.text = f"{iso(day)}T00:00:00Z"
    return _written(root)


def _written(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def iso(day: str) -> str:
    """``2017-12-19`` for ``19 December 2017``. Without the locale: the same on every machine."""
    number, month, year = day.split()
    return f"{int(year):04d}-{_MONTHS.index(month) + 1:02d}-{int(number):02d}"

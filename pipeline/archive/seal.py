"""The seal of a generated .docx or .xlsx: a digest of its own parts, kept in a custom property.

Where the digest is missing or no longer fits, a person has been there, and the file is theirs.
"""

from __future__ import annotations

import hashlib
import io
import lzma
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from lxml import etree

PROPERTY = "Generated content SHA-256"
SEALED_SUFFIXES = (".docx", ".xlsx")

_CONTENT_TYPES = "[Content_Types].xml"
_ROOT_RELATIONS = "_rels/.rels"
_CUSTOM_PART = "docProps/custom.xml"
_CUSTOM_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CUSTOM_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUE_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_FMTID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the one identifier Office knows for custom properties
# zipfile lets zlib's and struct's errors through for a damaged member, RuntimeError for an encrypted one
_UNREADABLE = (
    OSError, ValueError, KeyError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error, lzma.LZMAError,
    etree.LxmlError,
)  # fmt: skip
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date a zip can hold: no clock in any output


def seal(package: bytes) -> bytes:
    """The same package with the digest of its parts in it; the same bytes for the same parts.

    Sealing a sealed package changes nothing. Raises zipfile.BadZipFile, KeyError or etree.XMLSyntaxError
    where ``package`` is no Office package.
    """
    parts = _read(io.BytesIO(package))
    name = _custom_part(parts)
    if name is None:
        name = _CUSTOM_PART
        parts[name] = f'<Properties xmlns="{_CUSTOM}" xmlns:vt="{_VALUE_TYPES}"/>'.encode()
        parts[_CONTENT_TYPES] = _with_content_type(parts[_CONTENT_TYPES], name)
        parts[_ROOT_RELATIONS] = _with_relation(parts[_ROOT_RELATIONS], name)
    properties = _parse(parts[name])
    value = _value(properties)
    if value is None:
        value = _new_value(properties)
    value.text = None
    value.text = _digest({**parts, name: etree.tostring(properties, method="c14n")})
    parts[name] = _xml(properties)
    return _write(parts)


def stated(package: bytes) -> str:
    """The digest that the file states, whether or not it still fits; nothing where it states none."""
    try:
        parts = _read(io.BytesIO(package))
        name = _custom_part(parts)
        value = _value(_parse(parts[name])) if name is not None else None
        return (value.text or "") if value is not None else ""
    except _UNREADABLE:
        return ""


def edited(path: Path) -> bool:
    """Whether the file is anything but what this program put there: changed, unsealed, or damaged.

    A symbolic link counts as edited, and a folder: a person has made it. Raises OSError where it can't be read.
    """
    return path.is_symlink() or not path.is_file() or not fits(path.read_bytes())


def fits(package: bytes) -> bool:
    """Whether these are the bytes of a file that states a digest, and that of its own parts."""
    try:
        parts = _read(io.BytesIO(package))
        name = _custom_part(parts)
        if name is None:
            return False
        properties = _parse(parts[name])
        value = _value(properties)
        if value is None or not value.text:
            return False
        stated, value.text = value.text, None
        return stated == _digest({**parts, name: etree.tostring(properties, method="c14n")})
    except _UNREADABLE:
        return False


def _read(source: io.BytesIO) -> dict[str, bytes]:
    """The parts by name. Raises ValueError where two have the same name."""
    with zipfile.ZipFile(source) as package:
        names = [info.filename for info in package.infolist() if not info.is_dir()]
        if len(names) != len(set(names)):
            raise ValueError("two parts of the package have the same name")
        return {name: package.read(name) for name in names}


def _write(parts: Mapping[str, bytes]) -> bytes:
    """A zip of these parts, the content types first (readers look for them there), the others by name."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(parts, key=lambda part: (part != _CONTENT_TYPES, part)):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0  # else it tells the machine's operating system
            package.writestr(info, parts[name])
    return target.getvalue()


def _digest(parts: Mapping[str, bytes]) -> str:
    """SHA-256 over the names and contents of all parts, in hexadecimal."""
    total = hashlib.sha256()
    for name in sorted(parts):
        total.update(hashlib.sha256(name.encode("utf-8", "surrogateescape")).digest())
        total.update(hashlib.sha256(parts[name]).digest())
    return total.hexdigest()


def _custom_part(parts: Mapping[str, bytes]) -> str | None:
    """The name of the part that holds the custom properties, if there is one."""
    for relation in _parse(parts[_ROOT_RELATIONS]):
        if relation.get("Type") == _CUSTOM_RELATION:
            name = relation.get("Target", "").removeprefix("/")
            return name if name in parts else None
    return None


def _value(properties: etree._Element) -> etree._Element | None:
    """The element that holds the digest, if the property is there."""
    for entry in properties:
        if entry.get("name") == PROPERTY and len(entry):
            return entry[0]
    return None


def _new_value(properties: etree._Element) -> etree._Element:
    """A new property for the digest, after those that are there. Office counts ``pid`` from 2."""
    taken = [int(entry.get("pid") or 1) for entry in properties]
    entry = etree.SubElement(properties, f"{{{_CUSTOM}}}property")
    entry.set("fmtid", _FMTID)
    entry.set("pid", str(max(taken, default=1) + 1))
    entry.set("name", PROPERTY)
    return etree.SubElement(entry, f"{{{_VALUE_TYPES}}}lpwstr")


def _with_content_type(content_types: bytes, name: str) -> bytes:
    types = _parse(content_types)
    override = etree.SubElement(types, f"{{{_TYPES}}}Override")
    override.set("PartName", f"/{name}")
    override.set("ContentType", _CUSTOM_CONTENT_TYPE)
    return _xml(types)


def _with_relation(relations: bytes, name: str) -> bytes:
    root = _parse(relations)
    taken = {relation.get("Id") for relation in root}
    relation = etree.SubElement(root, f"{{{_RELATIONS}}}Relationship")
    relation.set("Id", next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken))
    relation.set("Type", _CUSTOM_RELATION)
    relation.set("Target", name)
    return _xml(root)


def _parse(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def _xml(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

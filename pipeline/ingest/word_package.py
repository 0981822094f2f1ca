"""A Word file's package opened safely: its XML parts within limits, and how they belong together.

Pictures and the like are never opened; nothing in the file is run or fetched.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from pipeline.ingest.guard import MIB, Limits, check_ordinary, unopened
from pipeline.model.errors import InputsUnusable
from pipeline.model.kinds import AGAIN, WORD, not_of, save_as

Element = Any  # lxml's elements; its stubs do not know the difference that matters here

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_SAVE_AS = save_as(WORD)


@dataclass(frozen=True, slots=True)
class Package:
    """``name``: how messages call the file. ``main``: the part with the body; Word on the web calls it
    word/document2.xml.
    """

    name: str
    parts: Mapping[str, bytes]
    main: str
    body: Element

    def root(self, part: str) -> Element:
        """The part's root; None where the package has no such part. Raises InputsUnusable."""
        return _root(self.parts, part, self.name)

    def relations(self, part: str) -> Element:
        """The root of the part's relationships; None where it has none."""
        return self.root(_relations_name(part))

    def related(self, kind: str) -> dict[str, str]:
        """The parts of one kind (styles, header, comments) that the body names: relationship id → part."""
        return _related(self.relations(self.main), self.main, kind)

    def properties(self, kind: str) -> Element:
        """The root of the file's own properties of one kind (core-properties, extended-properties); None where there
        are none.
        """
        named = _related(self.relations(""), "", kind)
        return next((self.root(part) for part in named.values()), None)

    def one(self, kind: str) -> Element:
        """The root of the one part of a kind; None where there is none."""
        return next((self.root(part) for part in self.related(kind).values()), None)


def opened(data: bytes, name: str) -> Package:
    """The Word file with these bytes. Raises InputsUnusable with what it is instead."""
    parts = _parts(data, name)
    named = _related(_root(parts, _relations_name(""), name), "", "officeDocument")
    main = next((part for part in named.values() if part in parts), "word/document.xml")
    document = _root(parts, main, name)
    body = document.find(f"{W}body") if document is not None else None
    if body is None:
        if _STRICT in parts.get(main, b""):
            raise InputsUnusable(f"{name} is saved as 'Strict Open XML', which can't be read. {_SAVE_AS}")
        raise InputsUnusable(f"{name} is damaged: it has no text. {AGAIN}")
    return Package(name, parts, main, body)


def _relations_name(part: str) -> str:
    """Where the relationships of a part stand: word/_rels/document.xml.rels; "" is the package itself."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def _related(relations: Element, base: str, kind: str) -> dict[str, str]:
    if relations is None:
        return {}
    return {
        relation.get("Id", ""): _member(base, relation.get("Target", ""))
        for relation in relations.iter(_RELATION)
        if relation.get("Type", "").endswith(f"/{kind}") and relation.get("TargetMode") != "External"
    }


def _member(base: str, target: str) -> str:
    """The member of the package that a relationship of the part ``base`` points to."""
    if target.startswith("/"):
        return target[1:]
    steps = base.split("/")[:-1]
    for step in target.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step != ".":
            steps.append(step)
    return "/".join(steps)


def word_bytes(path: Path, name: str) -> bytes:
    """The bytes of the file at ``path``; ``name`` is how messages call it. Raises InputsUnusable."""
    try:
        there = path.stat()
        check_ordinary(there, name)
        if there.st_size > Limits.FILE:
            raise InputsUnusable(
                f"{name} is larger than {Limits.FILE // MIB} MB, the most that is read. Save a copy without pictures."
            )
        return path.read_bytes()
    except OSError as error:
        raise unopened(path, name, error) from None


def _parts(data: bytes, name: str) -> dict[str, bytes]:
    """The XML parts of the package, inflated within limits."""
    if refusal := not_of(WORD, data):
        raise InputsUnusable(f"{name} {refusal}")
    parts: dict[str, bytes] = {}
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.infolist()
            if len(members) > Limits.MEMBERS:
                raise InputsUnusable(
                    f"{name} has {len(members):,} parts, far more than a Word document has. {_SAVE_AS}"
                )
            for member in members:
                if not member.filename.endswith((".xml", ".rels")):
                    continue  # pictures and the like are never opened
                with package.open(member) as stream:
                    content = stream.read(Limits.MEMBER + 1)
                total += len(content)
                swollen = len(content) > Limits.RATIO_FROM and len(content) > Limits.RATIO * max(
                    member.compress_size, 1
                )
                if len(content) > Limits.MEMBER or total > Limits.INFLATED or swollen:
                    raise InputsUnusable(f"{name} unpacks to far more than it should. {_SAVE_AS}")
                parts[member.filename] = content
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        raise InputsUnusable(f"{name} is damaged or cut short: it can't be unpacked. {AGAIN}") from None
    return parts


def _root(parts: Mapping[str, bytes], part: str, name: str) -> Element:
    """The part's root; None where the package has none. A document type is never needed, and may be a trap."""
    content = parts.get(part)
    if content is None:
        return None
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content:
        raise InputsUnusable(f"{name} holds XML that Word does not write (part {part}). {_SAVE_AS}")
    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError:
        raise InputsUnusable(f"{name} is damaged: its part {part} can't be read. {AGAIN}") from None

"""What a Word template may not hold: anything that runs, fetches, or would go out with the report unseen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipeline.report.wordml import RELATION, Element, parse, w

# Fields whose result comes from the document itself.
_FIELDS = frozenset(
    ("PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "TOC", "REF", "PAGEREF", "NOTEREF", "HYPERLINK", "SEQ", "STYLEREF", "TITLE")
)  # fmt: skip
_RELATIONS = {
    "attachedTemplate": "a template attached from elsewhere",
    "aFChunk": "another file to be merged in (altChunk)",
    "vbaProject": "macros",
    "oleObject": "an embedded object",
    "control": "an ActiveX control",
    "subDocument": "a sub-document",
    "mailMergeSource": "a mail merge",
    "recipientData": "a mail merge",
    "frame": "a frame from elsewhere",
}
_TRACKED = tuple(w(name) for name in ("ins", "del", "moveFrom", "moveTo", "pPrChange", "rPrChange", "tblPrChange",
                                      "trPrChange", "tcPrChange", "sectPrChange", "cellIns", "cellDel"))  # fmt: skip
SAFE_ADDRESS = re.compile(r"(https?://|mailto:)", re.IGNORECASE)


def refused(members: Mapping[str, bytes]) -> Iterator[str]:
    """A sentence for each thing that must be taken out of the template first."""
    for name in sorted(members):
        if name.endswith("vbaProject.bin"):
            yield "it holds macros; save it as a Word document without them (.docx)."
        if name.endswith(".rels"):
            yield from _relations(parse(members[name]))
        elif name.endswith(".xml") and name.startswith("word/"):
            yield from _part(name, parse(members[name]))


def _relations(root: Element) -> Iterator[str]:
    for relation in root.iter(RELATION):
        kind = relation.get("Type", "").rpartition("/")[2]
        if kind in _RELATIONS:
            yield f"it holds {_RELATIONS[kind]}; take it out."
        elif relation.get("TargetMode") == "External":
            target = relation.get("Target", "")
            if kind != "hyperlink":
                yield f"it fetches something from outside ({kind}: {target}); put it into the file."
            elif not SAFE_ADDRESS.match(target):
                yield f"it links to {target}; only web and e-mail addresses can be linked."


def _part(name: str, root: Element) -> Iterator[str]:
    if root.getroottree().docinfo.internalDTD is not None:
        yield f"its part {name} holds a document type definition, which no Word file needs."
    if root.find(f".//{w('altChunk')}") is not None:
        yield f"it holds {_RELATIONS['aFChunk']}; take it out."
    if root.tag == w("comments") and root.find(w("comment")) is not None:
        yield "it holds comments, which would go out with the report; delete them."
    if any(True for _ in root.iter(*_TRACKED)):
        yield "it holds tracked changes; accept or reject them in Word."
    for code in _field_codes(root):
        if code not in _FIELDS:
            yield f"it holds the field {code}, which changes with the machine or fetches something; take it out."


def _field_codes(root: Element) -> set[str]:
    """The first word of every field code, whole even where Word has split it into several runs."""
    codes = {next(iter(field.get(w("instr"), "").split()), "") for field in root.iter(w("fldSimple"))}
    open_codes: list[str] = []
    for element in root.iter(w("fldChar"), w("instrText")):
        if element.tag == w("instrText"):
            if open_codes:
                open_codes[-1] += element.text or ""
        elif element.get(w("fldCharType")) == "begin":
            open_codes.append("")
        elif element.get(w("fldCharType")) == "end" and open_codes:
            codes.add(next(iter(open_codes.pop().split()), ""))
    return {code.upper() for code in codes if code}

"""What a Word template may not hold: anything that runs, fetches, or would go out with the report unseen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from pipeline.report.faults import Found
from pipeline.report.inventory import Inventory
from pipeline.report.tags import TAG
from pipeline.report.wordml import OFFICE, RELATION, TBL, TR, Element, P, T, parse, relations_name, w

# Fields whose result comes from the document itself.
_FIELDS = frozenset(
    ("PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "REF", "PAGEREF", "NOTEREF", "HYPERLINK", "SEQ", "STYLEREF", "TITLE")
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
    "package": "an embedded file",
    "wordVbaData": "macros",
    "attachedToolbars": "macros",
    "keyMapCustomizations": "keys that run commands",
    "extensibility": "buttons that run commands",
    "userCustomization": "buttons that run commands",
    "webextensiontaskpanes": "an add-in",
    "transform": "a file that it is saved through (XSLT)",
}
_TRACKED = tuple(w(name) for name in ("ins", "del", "moveFrom", "moveTo", "pPrChange", "rPrChange", "tblPrChange",
                                      "trPrChange", "tcPrChange", "sectPrChange", "cellIns", "cellDel"))  # fmt: skip
_MARKED = (w("commentRangeStart"), w("commentReference"))
# Parts besides those with paragraphs that a reader may see, by how their kinds begin; and what fill writes anew.
_SHOWN = (
    ("chart", "a chart"),
    ("diagram", "a diagram"),
    ("core-properties", "the properties of the file"),
    ("extended-properties", "the properties of the file"),
)
_WRITTEN_ANEW = ("{http://purl.org/dc/elements/1.1/}title", "{http://purl.org/dc/elements/1.1/}creator")
_ADDRESS = re.compile(r'\s*HYPERLINK\s+"?(?!\\[lmnot] )([^"\s]+)', re.IGNORECASE)
SAFE_ADDRESS = re.compile(r"(https?://|mailto:)", re.IGNORECASE)


def refused(members: Mapping[str, bytes], held: Inventory, roots: Mapping[str, Element]) -> Iterator[tuple[str, Found]]:
    """What must be taken out of the template first, each with the member it is in. ``roots``: the members that
    hold words, parsed.
    """
    for name in sorted(members):
        if name.endswith("vbaProject.bin"):
            yield name, Found("it holds macros; save it as a Word document without them (.docx).")
    for name in sorted({"", *held.kinds}):
        if (relations := members.get(relations_name(name))) is not None:
            yield from ((name, found) for found in _relations(parse(relations), roots.get(name)))
    for name, parsed in sorted(held.xml.items()):
        root = roots.get(name, parsed)
        yield from ((name, found) for found in _part(name, root))
        if root.tag == w("comments"):
            yield from _comments(root, roots)
        if what := next((what for start, what in _SHOWN if held.kinds[name].startswith(start)), ""):
            yield from ((name, found) for found in _unfilled(what, root))
    yield from held.faults


def _unfilled(what: str, root: Element) -> Iterator[Found]:
    """A tag where readers see words and none can be filled."""
    own = [element for element in root.iter() if isinstance(element.tag, str) and element.tag not in _WRITTEN_ANEW]
    words = ["".join(element.text or "" for element in own), *(value for each in own for value in each.attrib.values())]
    if tag := next(filter(None, map(TAG.search, map(str, words))), None):
        yield Found(f"a tag stands in {what}, where none can be filled: {tag.group()}; take it out.")


def _bound(root: Element) -> Iterator[Found]:
    """Content controls with tags in them whose words Word takes from elsewhere each time the file is opened."""
    for binding in root.iter(w("dataBinding"), "{http://schemas.microsoft.com/office/word/2012/wordml}dataBinding"):
        control = next(binding.iterancestors(w("sdt")), None)
        paragraphs = list(control.iter(P)) if control is not None else []
        around = next(control.iterancestors(P), None) if control is not None and not paragraphs else None
        words = "".join(text.text or "" for text in control.iter(T)) if control is not None else ""
        if tag := TAG.search(words):
            what = "this content control shows a property of the file, which Word would put in place of the tag: take the control away and leave the tag (right-click, Remove Content Control)."
            yield Found(what, paragraphs[0] if paragraphs else around, tag.group())


def _relations(root: Element, part: Element | None) -> Iterator[Found]:
    for relation in root.iter(RELATION):
        kind = relation.get("Type", "").rpartition("/")[2]
        at = _user_of(relation.get("Id", ""), part)
        address = unquote(relation.get("Target", ""))
        if TAG.search(address):
            yield Found(f"a tag stands in the address of a link, where none can be filled: {address}; take it out.", at)
        if kind in _RELATIONS:
            yield Found(f"it holds {_RELATIONS[kind]}; take it out.", at)
        elif relation.get("TargetMode") == "External":
            target = relation.get("Target", "")
            if kind != "hyperlink":
                yield Found(f"it fetches something from outside ({kind}: {target}); put it into the file.", at)
            elif not SAFE_ADDRESS.match(target):
                yield Found(f"it links to {target}; only web and e-mail addresses can be linked.", at)


def _user_of(identity: str, part: Element | None) -> Element | None:
    """The paragraph that uses the relationship; for a part to be merged in, the one before it."""
    for element in part.iter() if part is not None else ():
        if any(value == identity and str(name).startswith(f"{{{OFFICE}}}") for name, value in element.attrib.items()):
            if element.tag == w("altChunk"):
                return next(element.itersiblings(P, preceding=True), None)
            return next(element.iterancestors(P), None)
    return None


def _part(name: str, root: Element) -> Iterator[Found]:
    if root.getroottree().docinfo.internalDTD is not None:
        yield Found(f"its part {name} holds a document type definition, which no Word file needs.")
    yield from _bound(root)
    if (chunk := root.find(f".//{w('altChunk')}")) is not None:
        yield Found(
            f"it holds {_RELATIONS['aFChunk']}; take it out.", next(chunk.itersiblings(P, preceding=True), None)
        )
    tracked = list(dict.fromkeys(_paragraph_of(change) for change in root.iter(*_TRACKED)))
    if tracked:
        runs = any("{{" in words or "{%" in words for words in map(_with_deletions, tracked) if words)
        tag = " One holds a tag, which would be filled none the less." if runs else ""
        more = f", here and in {len(tracked) - 1} more places" if len(tracked) > 1 else ""
        yield Found(f"it holds tracked changes{more}; accept or reject them in Word.{tag}", tracked[0])
    for code, at in _field_codes(root).items():
        if code == "TOC":
            what = "it holds a contents table, whose entries would be those of the template; put {{ contents }} alone in a paragraph in its place."
            yield Found(what, at)
        elif not code:
            yield Found("it holds a field that has no end; take it out.", at)
        elif code.startswith("HYPERLINK "):
            yield Found(f"it links to {code.partition(' ')[2]}; only web and e-mail addresses can be linked.", at)
        elif code not in _FIELDS:
            what = f"it holds the field {code}, which changes with the machine or fetches something; take it out."
            yield Found(what, at)


def _comments(root: Element, roots: Mapping[str, Element]) -> Iterator[tuple[str, Found]]:
    """Comments go out with the report; and a tag in one stays as it is written."""
    comments = list(root.iter(w("comment")))
    if not comments:
        return
    marks = {
        mark.get(w("id")): (name, _paragraph_of(mark)) for name, part in roots.items() for mark in part.iter(*_MARKED)
    }
    member, at = marks.get(comments[0].get(w("id")), ("", None))
    holds_tag = any("{{" in words or "{%" in words for words in map(_with_deletions, comments))
    tag = " One holds a tag, which is never filled." if holds_tag else ""
    yield member, Found(f"it holds comments, which would go out with the report; delete them.{tag}", at)


def _with_deletions(element: Element | None) -> str:
    return "".join(text.text or "" for text in element.iter(T, w("delText"))) if element is not None else ""


def _paragraph_of(element: Element) -> Element | None:
    """The paragraph around it; for a row or a table the first one in what it is about."""
    around = next(element.iterancestors(P), None)
    if around is None and element.tag in (w("ins"), w("del"), w("moveFrom"), w("moveTo")):
        around = next(element.iter(P), None)
    if around is None:
        holder = next(element.iterancestors(TR, TBL), None)
        around = next(holder.iter(P), None) if holder is not None else None
    return around


def _field_codes(root: Element) -> dict[str, Element | None]:
    """What each sort of field is, its name; of a link that leads to no web or e-mail address, that too. Whole even
    where Word has split a code into several runs, or it is never ended. And its paragraph.
    """
    codes: dict[str, Element | None] = {}

    def add(code: str, at: Element) -> None:
        if words := code.split():
            address = _ADDRESS.match(code)
            unsafe = address and not SAFE_ADDRESS.match(address[1])
            codes.setdefault(f"HYPERLINK {address[1]}" if address and unsafe else words[0].upper(), _paragraph_of(at))

    for field in root.iter(w("fldSimple")):
        add(field.get(w("instr"), ""), field)
    open_codes: list[str] = []
    for element in root.iter(w("fldChar"), w("instrText")):
        if element.tag == w("instrText"):
            if open_codes:
                open_codes[-1] += element.text or ""
        elif element.get(w("fldCharType")) == "begin":
            open_codes.append("")
        elif element.get(w("fldCharType")) == "end" and open_codes:
            add(open_codes.pop(), element)
    for code in open_codes:
        add(code, root)
        codes.setdefault("", None)
    return codes

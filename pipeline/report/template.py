"""Opens a Word template and judges it: every fault at once, nothing rendered yet.

docxtpl's syntax is used: {{ field }}, {% if %} and {% for %} inside a paragraph, {%p … %} alone in a
paragraph and {%tr … %} alone in a table row. What docxtpl would lose without a word is refused here:
text beside a {%p tag, a tag across two paragraphs, half a tag, a field that does not exist.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from docxtpl import DocxTemplate
from jinja2.exceptions import TemplateSyntaxError
from lxml import etree

from pipeline.model.errors import TemplateUnusable
from pipeline.model.kinds import AGAIN
from pipeline.report import package, refusals
from pipeline.report.fields import Loop, read_tags
from pipeline.report.sandbox import Sandbox
from pipeline.report.wordml import (
    OFFICE,
    RELATION,
    SECT_PR,
    TBL,
    TR,
    Element,
    P,
    R,
    T,
    parse,
    pieces,
    relations_name,
    target_of,
    text_of,
    w,
)  # fmt: skip

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_HALF = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}|\{ \{|\} \}|\{\w+(\.\w+)+\}")
_WORD = re.compile(r"\{%(?:p|tr)?\s*(\w+)")
_CLOSES = {"endif": "if", "endfor": "for", "else": "if", "elif": "if"}

CONTAINERS = tuple(w(name) for name in ("body", "tc", "hdr", "ftr", "footnote", "endnote", "sdtContent"))

_ROW_LOOP = re.compile(r"\{% *for [^%]*%\}\s*<w:tr[ >]")

# Before the tag of native content in the source; fill removes it with the paragraph.
NATIVE = "\ufdd2"


@dataclass(frozen=True)
class Part:
    """A part that holds words. ``source`` is Jinja, ready to render; ``root`` the part with whole tags."""

    member: str
    kind: str  # document, header, footer, footnotes, endnotes
    root: Element
    source: str


@dataclass(frozen=True)
class Template:
    """A template found good. ``placed``: the paths of the fields its tags place."""

    name: str
    members: Mapping[str, bytes]
    parts: tuple[Part, ...]  # the document first
    placed: frozenset[str]
    loops: tuple[Loop, ...]


def open_template(data: bytes, name: str) -> Template:
    """Raises TemplateUnusable with a line for every fault. ``name``: the file as the reader knows it."""
    try:
        members = package.read(data)
    except ValueError as error:
        raise TemplateUnusable(f"The template {name} {error}") from error
    faults: list[str] = []
    try:
        faults.extend(refusals.refused(members))
        document = main_document(members)
        _need_whole(members, document)
        parts = [_part(member, kind, members[member], faults) for member, kind in _word_parts(members, document)]
    except (KeyError, StopIteration, etree.XMLSyntaxError) as error:
        raise TemplateUnusable(f"The template {name} is damaged: it is no sound Word document. {AGAIN}") from error
    placed: set[str] = set()
    loops: list[Loop] = []
    if not faults:  # with half a tag about, what Jinja says would only mislead
        parts = [_read(part, faults, placed, loops) for part in parts]
    if faults:
        raise TemplateUnusable(*(f"{name}: {fault}" for fault in dict.fromkeys(faults)))
    return Template(name, members, tuple(parts), frozenset(placed), tuple(loops))


def main_document(members: Mapping[str, bytes]) -> str:
    """The member that holds the body. Raises StopIteration where there is none."""
    root = parse(members["_rels/.rels"])
    return next(
        target_of("", relation.get("Target", ""))
        for relation in root.iter(RELATION)
        if relation.get("Type") == f"{OFFICE}/officeDocument"
    )


def _need_whole(members: Mapping[str, bytes], document: str) -> None:
    """Raises KeyError where a part is missing that every report needs or that the document names."""
    parse(members[package.CONTENT_TYPES])
    for relation in parse(members[relations_name(document)]).iter(RELATION):
        if relation.get("Type") in (f"{OFFICE}/styles", f"{OFFICE}/numbering"):
            parse(members[target_of(document, relation.get("Target", ""))])


def _word_parts(members: Mapping[str, bytes], document: str) -> Iterator[tuple[str, str]]:
    yield document, "document"
    relations = members.get(relations_name(document))
    kinds = {f"{OFFICE}/{kind}": kind for kind in ("header", "footer", "footnotes", "endnotes")}
    for relation in parse(relations).iter(RELATION) if relations else ():
        if (kind := kinds.get(relation.get("Type", ""))) is not None:
            yield target_of(document, relation.get("Target", "")), kind


def _part(member: str, kind: str, data: bytes, faults: list[str]) -> Part:
    """The part as Jinja source. ``faults`` grows by what is wrong with the place of its tags."""
    root = parse(data)
    if root.tag not in (w(kind), w("hdr"), w("ftr")):
        raise KeyError(root.tag)
    found: list[str] = []
    for paragraph in root.iter(P):
        _gather(paragraph)
        found.extend(_paragraph_faults(paragraph))
    for table in root.iter(TBL):
        found.extend(_row_faults(table))
    for container in root.iter(*CONTAINERS):
        found.extend(_unpaired([_only_tag(text_of(child), "p") for child in container.iterchildren(P)]))
    source = etree.tostring(root, encoding="unicode")
    elsewhere = re.sub(r"<w:t(?: [^>]*)?>.*?</w:t>", "", source, flags=re.DOTALL)
    if stray := re.search(r"\{\{.{0,40}|\{%.{0,40}", elsewhere):
        found.append(
            f"a tag stands where none can be filled, in a field code or an alternative text: {stray.group()[:40]}"
        )
    place = {"document": "", "header": "in the header: ", "footer": "in the footer: "}.get(kind, "in the notes: ")
    faults.extend(f"{place}{fault}" for fault in found)
    if not found:
        source = DocxTemplate(None).patch_xml(source)
    return Part(member, kind, root, re.sub(r"<w:p([ >])", r"\n<w:p\1", source))


def _gather(paragraph: Element) -> None:
    """Brings each tag together in the text element where it begins, whatever Word has split it into."""
    texts = [element for element, _ in pieces(paragraph) if element.tag == T]
    whole = "".join(element.text or "" for element in texts)
    if "{" not in whole:
        return
    owners = [at for at, element in enumerate(texts) for _ in element.text or ""]
    for tag in TAG.finditer(whole):
        owners[tag.start() : tag.end()] = [owners[tag.start()]] * (tag.end() - tag.start())
    for at, element in enumerate(texts):
        element.text = "".join(letter for letter, owner in zip(whole, owners, strict=True) if owner == at)


def _only_tag(text: str, prefix: str) -> str | None:
    """The first word of a tag of this prefix that is the whole text: "if" for ``{%p if x %}``."""
    tag = TAG.fullmatch(text.strip())
    found = _WORD.match(text.strip()) if tag and text.strip().startswith("{%" + prefix + " ") else None
    return found.group(1) if found else None


def _paragraph_faults(paragraph: Element) -> Iterator[str]:
    text = text_of(paragraph)
    if "{" not in text and "}" not in text:
        return
    quoted = quote(text)
    if half := _HALF.search(TAG.sub("\0", text)):
        yield f"“{half.group()}” is half a tag, in the paragraph {quoted}"
        return
    inline: list[str | None] = []
    homes: list[Element | None] = []
    for element, tag in ((element, tag) for element, piece in pieces(paragraph) for tag in TAG.findall(piece)):
        if tag.startswith(("{%p ", "{%tr ")):
            if tag.startswith("{%p ") and text.strip() != tag:
                yield f"a {{%p tag must stand alone in its paragraph, else the other text is lost: {quoted}"
        elif re.match(
            r"\{[{%#](-|\+|r |p |tc |tr |vm|hm|cellbg|colspan)|\{%-?\s*(vm|hm|cellbg|colspan|raw)\b", tag
        ) or any(sign in tag for sign in ("-%}", "-}}", "&")):
            yield f"this kind of tag can't be used here; write {{{{ … }}}}, {{% … %}}, {{%p … %}} or {{%tr … %}}: {tag}"
        elif tag.startswith("{%"):
            inline.append(found.group(1) if (found := _WORD.match(tag)) else None)
            run = next(element.iterancestors(R))
            homes.append(run.getparent())
    if len(set(homes)) > 1:
        yield f"a tag pair begins inside a link or field and ends outside it: {quoted}"
    yield from (f"{fault}, in the paragraph {quoted}" for fault in _unpaired(inline))
    if any(True for _ in paragraph.iterancestors(w("txbxContent"))):
        yield f"tags can't be used in text boxes: {quoted}"
    if NATIVE in text or (paragraph.find(f"{w('pPr')}/{SECT_PR}") is not None and _only_tag(text, "p")):
        yield f"the section break on this paragraph would go with its tag; put it on another: {quoted}"


def _row_faults(table: Element) -> Iterator[str]:
    rows: list[str | None] = []
    for row in table.iterchildren(TR):
        texts = [text_of(paragraph) for paragraph in row.iter(P)]
        whole = "".join(texts).strip()
        tags = [tag for text in texts for tag in TAG.findall(text) if tag.startswith("{%tr ")]
        if tags and whole != tags[0]:
            yield f"a {{%tr tag must stand alone in its row, else the row's other text is lost: {quote(' | '.join(texts))}"
        rows.append(_only_tag(whole, "tr"))
    yield from _unpaired(rows)


def _unpaired(words: list[str | None]) -> Iterator[str]:
    """What is opened and not closed, or the other way about, among the tags of one paragraph, list of
    paragraphs or table.
    """
    open_words: list[str] = []
    for word in words:
        if word in ("if", "for"):
            open_words.append(word)
        elif (
            word in _CLOSES
            and (not open_words or _CLOSES[word] != open_words[-1])
            and not (word == "else" and open_words)
        ):
            yield f"“{word}” closes nothing that was opened beside it (in the same paragraph, cell or table)"
        elif word in ("endif", "endfor"):
            open_words.pop()
    yield from (f"“{word}” is not closed beside it (in the same paragraph, cell or table)" for word in open_words)


def _read(part: Part, faults: list[str], placed: set[str], loops: list[Loop]) -> Part:
    """The part with the places of native content marked, its fields followed."""
    lines = part.source.split("\n")

    def near(line: int) -> str:
        return quote(re.sub(r"<[^>]+>", "", lines[min(line, len(lines)) - 1]))

    try:
        reading = read_tags(Sandbox().parse(part.source))
    except TemplateSyntaxError as error:
        faults.append(f"a tag can't be read ({error.message}), at {near(error.lineno)}")
        return part
    faults.extend(f"{fault.message} At {near(fault.line)}" for fault in reading.faults)
    placed |= reading.placed
    row_lines = {part.source.count("\n", 0, found.start()) + 1 for found in _ROW_LOOP.finditer(part.source)}
    loops.extend(replace(loop, rows=loop.line in row_lines) for loop in reading.loops)
    for line, path in reading.native.items():
        paragraph, end, rest = lines[line - 1].partition("</w:p>")
        words = re.sub(r"<[^>]+>", "", paragraph).strip()
        if part.kind != "document" or len(TAG.findall(words)) != 1 or not TAG.fullmatch(words) or SECT in paragraph:
            faults.append(f"{path} must stand alone in a paragraph of the body that ends no section: {near(line)}")
        lines[line - 1] = paragraph.replace("{{", NATIVE + "{{", 1) + end + rest
    return Part(part.member, part.kind, part.root, "\n".join(lines))


SECT = "<w:sectPr"


def quote(text: str, limit: int = 90) -> str:
    """The text as it is cited in a message."""
    text = " ".join(text.split())
    return f"“{text if len(text) <= limit else text[: limit - 1] + '…'}”"

"""Proves a report before it is put in place: it says what it should, where it should, and Word can open it.

Five proofs, none of which uses what filled the template:
the built file is paragraph for paragraph, row for row and cell for cell what template and Page come to
(``expected``); every record of the Page that the template places stands whole, in order, in its row and
under its own heading; every text the tags placed is there in order; every entry of
a contents table says what its heading says, and leads there; the package is sound (``soundness``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile, zip_longest
from typing import TYPE_CHECKING, Any

from lxml import etree

from pipeline.model.errors import ProofFailed
from pipeline.model.page import Page, RiskText
from pipeline.model.word_fields import fields_in
from pipeline.report import counting, leading, package, soundness
from pipeline.report.expected import expected
from pipeline.report.faults import quote
from pipeline.report.fields import Loop
from pipeline.report.folding import Parts
from pipeline.report.nodes import AlikeRow, Node, Para, Row, Table, paragraphs, rows, words
from pipeline.report.outline import Outliner, shade_of
from pipeline.report.sight import Sight
from pipeline.report.styles import styles_of
from pipeline.report.tags import TAG
from pipeline.report.template import Template, main_document, open_template
from pipeline.report.wordml import RELATION, SECT_PR, Element, P, T, parse, relations_name, target_of, text_of, w

if TYPE_CHECKING:
    from pipeline.report.fill import Filled

_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_MOST = 20  # faults told; one is enough to stop


def verify(docx: bytes, filled: Filled, page: Page, *, template: bytes) -> None:
    """Raises ProofFailed with a line for each fault. ``filled`` is what ``fill`` made; ``docx`` the bytes to
    be put in place.
    """
    try:
        members = package.read(docx)
        parts = Parts(members)
        faults = list(soundness.faults(members, parts))
        if not faults:
            faults = list(_faults(parts, filled, page, open_template(template, "the template")))
    except (ValueError, KeyError, StopIteration, etree.XMLSyntaxError) as error:
        raise ProofFailed(f"The report can't be read back: {error}.") from error
    if faults:
        rest = [f"… and {len(faults) - _MOST} more."] if len(faults) > _MOST else []
        raise ProofFailed(*faults[:_MOST], *rest)


def _faults(parts: Parts, filled: Filled, page: Page, template: Template) -> Iterator[str]:
    document = main_document(parts.members)
    built, blank = Outliner(parts.members, document), Outliner(template.members, template.parts[0].member)
    of_made = Sight(styles_of(parts.members, document), parts.root(document))
    of_blank = Sight(template.styles, parse(template.members[template.parts[0].member]))
    yield from counting.kept(blank.numbering, built.numbering)
    yield from leading.astray(parts.root(each.member) for each in template.parts if each.member in parts.members)
    yield from _titled(parts, page)
    yield from _untouched(parts, template)
    for part in template.parts:
        if part.member not in parts.members:
            yield f"The part {part.member} is missing."
            continue
        root = parts.root(part.member)
        made = built.part(parts.folded(part.member))
        source = parse(template.members[part.member])
        wanted = expected(blank, source, page)
        if different := list(compare(wanted, made, built)):
            yield from different
        else:
            entries = counting.told(wanted, made, blank.numbering, built.numbering)
            yield from (f"{quote(para.text)} {what}." for para, what in entries)
        yield from _placed(filled.placed.get(part.member, ()), made)
        yield from _unseen(parts.folded(part.member).root, of_made, source, of_blank)
        if part.member == document:
            yield from contents_faults(root, built)
            if _last_section(root, built) != _last_section(source, blank):
                yield "The last pages have not the size, columns, header or footer of the template's."
        loops = [loop for loop in template.loops if loop.member == part.member]
        yield from _records(made, page, loops)
        due, sections = _headed(wanted), _headed(made)
        for risk in page.risks:
            if risk.heading in due:
                yield from _risk(made, sections.get(risk.heading), risk, loops)


def _titled(parts: Parts, page: Page) -> Iterator[str]:
    title = next(parts.root(package.CORE_PROPERTIES).iter(_TITLE), None)
    if title is None or (title.text or "") != page.meeting.title:
        yield f"The title in the properties of the file is not {quote(page.meeting.title)}."


def _untouched(parts: Parts, template: Template) -> Iterator[str]:
    """Of the template's parts without tags, those that say how its words look; and what its settings ask for."""
    document = template.parts[0].member
    for relation in parse(template.members[relations_name(document)]).iter(RELATION):
        kind, member = relation.get("Type", "").rpartition("/")[2], target_of(document, relation.get("Target", ""))
        if kind in ("styles", "theme", "fontTable") and parts.members.get(member) != template.members.get(member):
            yield f"The part {member} is not as it is in the template."
        if kind == "settings" and member in parts.members:
            asked = {each.tag for each in parts.root(member)} - {each.tag for each in parse(template.members[member])}
            for tag in sorted(map(str, asked)):
                yield f"The settings of the file have {etree.QName(tag).localname}, which those of the template have not."


def _last_section(root: Element, outliner: Outliner) -> str:
    body = root.find(w("body"))
    section = body.find(SECT_PR) if body is not None else None
    return outliner.section(section) if section is not None else ""


# --- the outline ---------------------------------------------------------------------------------


def compare(wanted: Sequence[Node], made: Sequence[Node], outliner: Outliner) -> Iterator[str]:
    """Where two outlines differ, each with the heading it is under."""
    left, right = list(_lines(wanted)), list(_lines(made))
    left_keys, right_keys = [_key(line) for _, line in left], [_key(line) for _, line in right]
    if left_keys == right_keys:
        for (heading, one), (_, other) in zip(left, right, strict=True):
            yield from _look_faults(heading, one, other, outliner)
        return
    start = next((at for at, (a, b) in enumerate(zip_longest(left_keys, right_keys, fillvalue=None)) if a != b), 0)
    end = 0
    while end < min(len(left), len(right)) - start and left_keys[-1 - end] == right_keys[-1 - end]:
        end += 1
    matcher = SequenceMatcher(
        None, left_keys[start : len(left) - end], right_keys[start : len(right) - end], autojunk=False
    )
    for what, a, b, c, d in matcher.get_opcodes():
        if what != "equal":
            gone, new = left[start + a : start + b], right[start + c : start + d]
            for told, lines, others in (("not in the report", gone, new), ("not expected in the report", new, gone)):
                for at, (heading, line) in enumerate(lines):
                    other = others[at][1] if at < len(others) else None
                    yield f"{_under(heading)}{told}: {_shown(line, other)}"


Line = Para | Row | None  # None: a table begins


def _lines(nodes: Sequence[Node]) -> Iterator[tuple[str, Line]]:
    """Each paragraph and each row, with the heading above it."""
    heading = ""
    for node in nodes:
        if isinstance(node, Table):
            yield heading, None
            yield from ((heading, row) for row in node.rows)
        else:
            heading = node.text if node.level else heading
            yield heading, node


def _key(line: Line) -> object:
    return line.key if line is not None else "table"


def _look_faults(heading: str, one: Line, other: Line, outliner: Outliner) -> Iterator[str]:
    """Differences that the words do not show: style, bold, links, shades."""
    if one is None or other is None:
        return
    if isinstance(one, AlikeRow) and isinstance(other, AlikeRow) and one.form.looks == other.form.looks:
        return  # of the template's own tables: they have no other looks to be asked for
    for wanted, made in zip(_paras(one), _paras(other), strict=True):
        if wanted.style is not None and wanted.style != made.style:
            yield f"{_under(heading)}{quote(made.text)} has the style {made.style or 'Normal'} in place of {wanted.style or 'Normal'}."
        if wanted.head is not None and wanted.head != made.head and isinstance(one, Row):
            what = "does not stand" if wanted.head else "stands"
            yield f"{_under(heading)}{quote(made.text)} {what} in a row that is repeated on each page."
        if wanted.section != made.section:
            yield f"{_under(heading)}the pages that end with {quote(made.text)} have not the size, columns, header or footer they should have."
        if made.element is not None:
            if wanted.looks is not None and wanted.looks != outliner.looks(made.element):
                yield f"{_under(heading)}bold, italics or links are lost in {quote(made.text)}."
            if wanted.shade is not None and wanted.shade != shade_of(made.element):
                yield f"{_under(heading)}a cell of the heat map has the wrong shade: {quote(made.text)}."


def _paras(line: Para | Row) -> Iterator[Para]:
    return iter((line,)) if isinstance(line, Para) else paragraphs([node for cell in line.cells for node in cell])


def _under(heading: str) -> str:
    return f"Under “{heading}”: " if heading else ""


def _shown(line: Line, other: Line = None) -> str:
    """The line quoted, with the place where it begins to differ from the other one."""
    if line is None:
        return "a table."
    words = _words(line)
    at = next((at for at, (one, two) in enumerate(zip(words, _words(other), strict=False)) if one != two), 0)
    quoted = quote(f"{words[:30]} … {words[at - 20 :]}" if 60 < at < len(words) else words)
    return f"the row {quoted}." if isinstance(line, Row) else f"{quoted}."


def _words(line: Line) -> str:
    if line is None:
        return ""
    return " | ".join(line.texts) if isinstance(line, Row) else line.text


# --- the records of the Page -----------------------------------------------------------------------


@dataclass(frozen=True)
class _Section:
    """The words of a stretch of the document: those of each row's cells, and all of them."""

    heading: str
    rows: list[tuple[str, ...]]
    text: str


def _section(heading: str, nodes: Sequence[Node]) -> _Section:
    nodes = list(nodes)
    return _Section(heading, [row.texts for row in rows(nodes)], "\n".join(words(nodes)))


def _records(made: Sequence[Node], page: Page, loops: Sequence[Loop]) -> Iterator[str]:
    whole = _section("", made)
    for loop in loops:
        steps = [step.removesuffix("[]") for step in loop.path.split(".")]
        if len(steps) == 1 or steps[0] != "risks":
            records: Any = page
            for step in steps:
                records = getattr(records, step)
            yield from _in_order(whole, records, loop)


def _headed(nodes: Sequence[Node]) -> dict[str, int]:
    """Where each heading stands for the first time."""
    found: dict[str, int] = {}
    for at, node in enumerate(nodes):
        if isinstance(node, Para) and node.level:
            found.setdefault(node.text, at)
    return found


def _risk(made: Sequence[Node], start: int | None, risk: RiskText, loops: Sequence[Loop]) -> Iterator[str]:
    """What stands under a risk's heading, which stands at ``start``."""
    if start is None:
        yield f"There is no heading {quote(risk.heading)}."
        return
    level = _heading(made[start])
    below = takewhile(lambda node: not 0 < _heading(node) <= level, map(made.__getitem__, range(start + 1, len(made))))
    section = _section(risk.heading, tuple(below))
    for loop in loops:
        outer, _, name = loop.path.partition("[].")
        if outer == "risks" and "." not in name:
            yield from _in_order(section, getattr(risk, name.removesuffix("[]")), loop)


def _heading(node: Node) -> int:
    """The level of a heading; 0 for anything else."""
    return node.level if isinstance(node, Para) else 0


def _in_order(section: _Section, records: Sequence[Any], loop: Loop) -> Iterator[str]:
    """Each record's texts together, and after those of the record before."""
    at = start = 0
    for record in records:
        texts = [text for name in sorted(loop.places) if (text := getattr(record, name) if name else record)]
        if loop.rows:
            at = next((place for place in range(at, len(section.rows)) if _whole(texts, section.rows[place])), -1)
            missing = at < 0
            at += 1
        else:
            places = [section.text.find(text, start) for text in texts]
            missing = min(places, default=0) < 0
            start = min(places, default=start)
        if missing:
            record_of = loop.path.removesuffix("[]")
            yield f"{_under(section.heading)}a record of {record_of} does not stand whole in its place: {quote(' | '.join(texts))}"
            return


def _whole(texts: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether each text has a cell of the row to itself, or shares one with another."""
    return all(text in cells or any(text in cell for cell in cells) for text in texts)


# --- words that nobody sees --------------------------------------------------------------------------


def _unseen(made: Element, of_made: Sight, blank: Element, of_blank: Sight) -> Iterator[str]:
    """Words that no reader sees, but for those that the template itself hides. ``made``: with its rows folded."""
    hidden = list(of_made.unseen(made))
    own = (each for text, _ in of_blank.unseen(blank) for each in TAG.split(text.text or "")) if hidden else ()
    allowed = {each.strip() for each in own}
    yield from (
        f"{quote(text.text or '')} is {why}." for text, why in hidden if (text.text or "").strip() not in allowed
    )


# --- the contents table -----------------------------------------------------------------------------


def contents_faults(root: Element, outliner: Outliner) -> Iterator[str]:
    """Where an entry is not what its heading is, or leads elsewhere."""
    tables = [field for field in fields_in(root) if field.kind == "TOC"]
    if not tables:
        return
    marks = {mark.get(w("name")): mark for mark in root.iter(w("bookmarkStart"))}
    headings = outliner.headings(root)
    for field in tables:
        links = list(dict.fromkeys(next(text.iterancestors(w("hyperlink")), None) for text in field.shown))
        for heading, link in zip_longest(headings, links):
            said = _plain("".join(text.text or "" for text in link.iter(T))) if link is not None else ""
            wanted = _plain(text_of(heading)) if heading is not None else ""
            if heading is None:
                yield f"The contents table has the entry {quote(said)}, for which there is no heading."
                return
            if link is None:
                yield f"The contents table leaves out the heading {quote(wanted)}."
                return
            if said != wanted:
                yield f"The contents table has {quote(said)} where the heading {quote(wanted)} should be."
                return
            mark = marks.get(link.get(w("anchor")))
            if mark is None or next(mark.iterancestors(P), None) is not heading:
                yield f"The entry {quote(said)} of the contents table leads elsewhere."


def _plain(text: str) -> str:
    return " ".join(text.split())


# --- what the tags placed ----------------------------------------------------------------------------


def _placed(placed: Sequence[str], made: Sequence[Node]) -> Iterator[str]:
    whole = "\n".join(words(made))
    at = 0
    for text in placed:
        found = whole.find(text, at)
        if found < 0:
            yield f"A text that a tag placed is not where it should be: {quote(text)}."
            return
        at = found + len(text)

"""The tags of a template: each brought together from the pieces Word made of it, and judged by where it stands.

docxtpl's syntax is used: {{ field }}, {% if %} and {% for %} inside a paragraph, {%p … %} alone in a
paragraph and {%tr … %} alone in a table row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.report.faults import Found
from pipeline.report.fields import nearest
from pipeline.report.wordml import BR, P_PR, SECT_PR, TAB, TBL, TR, Element, P, R, T, pieces, text_of, w

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_OPENING = re.compile(r"\{[{%#]")
_CLOSINGS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_HALF = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}|\{ \{|\} \}|\{\w+(\.\w+)+\}")
_WORD = re.compile(r"\{%(?:p |tr )?\s*(\w+)")
_OTHER_KIND = re.compile(r"\{[{%#](-|\+|r |p |tc |tr |vm|hm|cellbg|colspan)|\{%-?\s*(vm|hm|cellbg|colspan|raw)\b")
_CLOSES = {"endif": "if", "endfor": "for", "else": "if", "elif": "if"}
WORDS = ("if", "elif", "else", "endif", "for", "endfor", "set")
# Words of Jinja that a template may not use: no slips of the pen.
_FORBIDDEN = frozenset(
    ("autoescape", "block", "call", "do", "endautoescape", "endblock", "endcall", "endfilter", "endmacro", "endraw",
     "endset", "endwith", "extends", "filter", "from", "import", "include", "macro", "print", "raw", "with")
)  # fmt: skip

_CUTS = {BR: "a line break", w("cr"): "a line break", TAB: "a tab", w("ptab"): "a tab"}

LONGEST = 20_000  # characters of a tag
MOST = 10_000  # tags of a part

CONTAINERS = tuple(w(name) for name in ("body", "tc", "hdr", "ftr", "footnote", "endnote", "sdtContent"))

# Before the tag of native content in the source; fill removes it with the paragraph. No template can hold it.
NATIVE = "\ufdd2"


@dataclass(frozen=True, eq=False)
class Tag:
    """``text``: as it is written, ``{%tr for row in risk.rows %}``. ``element``: the w:t that holds all of it.
    ``cut``: what Word has in the middle of it besides letters, "a line break".
    """

    text: str
    element: Element
    paragraph: Element
    cut: str = ""

    @property
    def word(self) -> str:
        """The first word of a statement: "for"; nothing for a field or a remark."""
        found = _WORD.match(self.text)
        return found.group(1) if found else ""

    @property
    def meant(self) -> str:
        """The word, a misspelt one put right; nothing where it is none that a template may use."""
        if not self.word or self.word in _FORBIDDEN:
            return ""
        return next(iter((self.word,) if self.word in WORDS else nearest(self.word, WORDS)), "")

    @property
    def is_usable(self) -> bool:
        """Whether it is of a kind that may stand in a template."""
        whole = self.of_paragraph or self.of_row or not _OTHER_KIND.match(self.text)
        return whole and not any(sign in self.text for sign in ("-%}", "-}}", "&"))

    @property
    def of_row(self) -> bool:
        return self.text.startswith("{%tr ")

    @property
    def of_paragraph(self) -> bool:
        return self.text.startswith("{%p ")


def gather(root: Element) -> tuple[Tag, ...]:
    """Every tag of a part, in order, each now in the text element where it begins, whatever Word has split it into."""
    tags: list[Tag] = []
    for paragraph in root.iter(P):
        all_pieces = list(pieces(paragraph))
        texts = [element for element, _ in all_pieces if element.tag == T]
        whole = "".join(element.text or "" for element in texts)
        if "{" not in whole:
            continue
        owners = [at for at, element in enumerate(texts) for _ in element.text or ""]
        for start, end in _spans(whole):
            owners[start:end] = [owners[start]] * (end - start)
            tags.append(Tag(whole[start:end], texts[owners[start]], paragraph, _cut(all_pieces, start, end)))
        for at, element in enumerate(texts):
            element.text = "".join(letter for letter, owner in zip(whole, owners, strict=True) if owner == at)
    return tuple(tags)


def _cut(all_pieces: Sequence[tuple[Element, str]], start: int, end: int) -> str:
    """What stands between these letters of the paragraph's texts that is no text itself."""
    at = 0
    for element, _ in all_pieces:
        if element.tag == T:
            at += len(element.text or "")
        elif start < at < end:
            return _CUTS.get(str(element.tag), "a sign that is no letter")
    return ""


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where TAG is found, in one going through the text: what is opened a million times and never closed would keep
    an expression busy for days.
    """
    at = 0
    unclosed: set[str] = set()
    while opening := _OPENING.search(text, at):
        kind = opening.group()
        end = text.find(_CLOSINGS[kind], opening.end()) if kind not in unclosed else -1
        if end < 0:
            unclosed.add(kind)
            at = opening.start() + 1
        else:
            at = end + 2
            yield opening.start(), at


def _without_tags(text: str) -> str:
    kept, at = [], 0
    for start, end in _spans(text):
        kept.append(text[at:start])
        at = end
    return "\0".join([*kept, text[at:]])


def misplaced(root: Element, tags: Sequence[Tag]) -> Iterator[Found]:
    """Half tags, tags that would take other text with them, and what is opened and not closed."""
    by_paragraph: dict[Element, list[Tag]] = {}
    for tag in tags:
        by_paragraph.setdefault(tag.paragraph, []).append(tag)
        if tag.cut:
            yield Found(f"{tag.cut} stands inside this tag: delete it, or type the tag anew.", tag.paragraph, tag.text)
        if tag.word and not tag.meant and tag.word not in _FORBIDDEN:
            yield Found(f"“{tag.word}” is no word for a tag; there are: {', '.join(WORDS)}.", tag.paragraph, tag.text)
        elif tag.word and tag.meant != tag.word and tag.word not in _FORBIDDEN:
            yield Found(f"“{tag.word}” is no word for a tag; did you mean {tag.meant}?", tag.paragraph, tag.text)
    for paragraph in root.iter(P):
        yield from _in_paragraph(paragraph, by_paragraph.get(paragraph, ()))
    for table in root.iter(TBL):
        yield from _in_rows(table, by_paragraph)
    for container in root.iter(*CONTAINERS):
        alone = (_alone(by_paragraph.get(child, ())) for child in container.iterchildren(P))
        yield from _unpaired([tag for tag in alone if tag and tag.of_paragraph])


def _alone(tags: Sequence[Tag]) -> Tag | None:
    """The tag that is all the words of its paragraph."""
    return tags[0] if len(tags) == 1 and text_of(tags[0].paragraph).strip() == tags[0].text else None


def is_alone(tag: Tag) -> bool:
    """Whether the tag is all the words of a paragraph that ends no section."""
    return text_of(tag.paragraph).strip() == tag.text and tag.paragraph.find(f"{P_PR}/{SECT_PR}") is None


def _in_paragraph(paragraph: Element, tags: Sequence[Tag]) -> Iterator[Found]:
    text = text_of(paragraph)
    if "{" not in text and "}" not in text:
        return
    if half := _HALF.search(_without_tags(text)):
        yield Found(f"“{half.group()}” is half a tag.", paragraph, half.group())
    inline: list[Tag] = []
    for tag in tags:
        if not tag.is_usable:
            yield Found(
                "this kind of tag can't be used here; write {{ … }}, {% … %}, {%p … %} or {%tr … %}.",
                paragraph,
                tag.text,
            )
        elif tag.of_paragraph or tag.of_row:
            if tag.of_paragraph and text.strip() != tag.text:
                yield Found("a {%p tag must stand alone in its paragraph, else the other text is lost.", paragraph, tag.text)  # fmt: skip
        elif tag.text.startswith("{%"):
            inline.append(tag)
    homes = {next(tag.element.iterancestors(R)).getparent() for tag in inline}
    if len(homes) > 1:
        yield Found("a tag pair begins inside a link or field and ends outside it.", paragraph)
    yield from _unpaired(inline)
    if tags and any(True for _ in paragraph.iterancestors(w("txbxContent"))):
        yield Found("tags can't be used in text boxes.", paragraph)
    alone = _alone(tags)
    if NATIVE in text or (alone and alone.of_paragraph and not is_alone(alone)):
        yield Found("the section break on this paragraph would go with its tag; put it on another.", paragraph)


def _in_rows(table: Element, by_paragraph: dict[Element, list[Tag]]) -> Iterator[Found]:
    alone: list[Tag] = []
    for row in table.iterchildren(TR):
        own = [paragraph for paragraph in row.iter(P) if next(paragraph.iterancestors(TR)) is row]
        tags = [tag for paragraph in own for tag in by_paragraph.get(paragraph, ()) if tag.of_row]
        if not tags:
            continue
        if "".join(text_of(paragraph) for paragraph in row.iter(P)).strip() == tags[0].text:
            alone.append(tags[0])
        else:
            message = "a {%tr tag must stand alone in its row, else the row's other text is lost."
            yield Found(message, tags[0].paragraph, tags[0].text)
    yield from _unpaired(alone)


def _unpaired(tags: Sequence[Tag]) -> Iterator[Found]:
    """What is opened and not closed, or the other way about, among the tags of one paragraph, list of
    paragraphs or table.
    """
    beside = "beside it (in the same paragraph, cell or table)."
    opened: list[Tag] = []
    for tag in tags:
        word = tag.meant
        if word in ("if", "for"):
            opened.append(tag)
        elif (
            word in _CLOSES
            and (not opened or _CLOSES[word] != opened[-1].meant)
            and not (word == "else" and opened)
        ):  # fmt: skip
            last = f"; “{opened[-1].text}” is still open" if opened else ""
            yield Found(f"“{word}” closes nothing that was opened {beside[:-1]}{last}.", tag.paragraph, tag.text)
        elif word in ("endif", "endfor"):
            opened.pop()
    for tag in opened:
        yield Found(f"“{tag.meant}” is not closed {beside} Its end{tag.meant} is missing.", tag.paragraph, tag.text)

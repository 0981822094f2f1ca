"""A paragraph of a Word file → stretches of text with one look, and what in it can't be carried over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.ingest.cleaning import clean_words
from pipeline.ingest.narrative.word import Element, R, Style, W, WordFile, font, inside, switch, value
from pipeline.ingest.registers.vocabulary import SYMBOL_FONTS
from pipeline.ingest.text_runs import RAISED, TextRun, settled
from pipeline.model.records import Run

# A word between braces must reach the renderer whole, however many looks Word has cut it into.
_FIELD = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
# Fields that show words of the document itself, or count its tables: their words stay true.
_OWN_WORDS = ("REF", "SEQ", "TOC")
_HYPERLINK = re.compile(r'\s*HYPERLINK\s+"([^"]+)"(?!.*\\l)', re.IGNORECASE)
# Word writes a brace in an address as it is, or by its number.
_FIELD_IN_ADDRESS = re.compile(r"(?:\{|%7B)(?:\{|%7B|%)", re.IGNORECASE)
_PRIVATE = re.compile("[\ue000-\uf8ff]+")
_ORDINAL = re.compile(r"\s*(st|nd|rd|th)\s*", re.IGNORECASE)
_SYMBOL = "[symbol]"  # the visible mark in a draft
_SIGNS_ONLY = frozenset(("symbol", "webdings", "wingdings 2"))
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_PICTURES = frozenset((W + "drawing", W + "pict", W + "object", "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"))  # fmt: skip
# Character styles whose look is the template's business, or that say nothing.
_NO_LOOK = frozenset(("", "default paragraph font", "hyperlink", "followedhyperlink", "page number"))
_MARKS = {
    W + "footnoteReference": "A footnote stands here; it is not read.",
    W + "endnoteReference": "An endnote stands here; it is not read.",
    W + "commentReference": "A comment is attached here; it is not read.",
    W + "ruby": "A reading aid above the text stands here; it is not read.",
}
_CHARACTERS = {W + "tab": "\t", W + "ptab": "\t", W + "cr": "\n", W + "noBreakHyphen": "\u2011"}


@dataclass(slots=True)
class Words:
    """What a paragraph says. ``faults``: a sentence for each thing that can't be carried over. ``looks``: the begin
    of one for each look that is not.
    """

    runs: tuple[Run, ...] = ()
    faults: list[str] = field(default_factory=list)
    replaced: bool = False
    looks: list[str] = field(default_factory=list)  # what of their look is not carried over

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


def read_words(paragraph: Element, word: WordFile, style: Style, *, marks: bool = True) -> Words:
    """The paragraph's words, as if tracked changes were accepted. ``style``: whose look the words inherit; ``marks``:
    whether raised marks of footnotes that are typed by hand are read as words.
    """
    words = Words()
    runs: list[Run] = []
    for run in _Reader(word, style, words, marks=marks).paragraph(paragraph):
        # Marks at both ends keep the spaces between two runs: cleaning strips ends.
        text, replaced = clean_words(f"|{run.text}|")
        words.replaced |= replaced
        runs.append(replace(run, text=text[1:-1]))
    words.runs = _trimmed(_joined(_whole_fields(runs)))
    return words


class _Reader:
    """Goes through one paragraph. Word's own fields (HYPERLINK, DATE …) begin, separate and end in runs."""

    def __init__(self, word: WordFile, style: Style, words: Words, *, marks: bool) -> None:
        self._word = word
        self._style = style
        self._words = words
        self._marks = marks
        self._before = ""  # what was read so far
        self._fields: list[tuple[str, bool]] = []  # instruction, whether its result has begun

    def paragraph(self, element: Element, link: str = "") -> Iterator[Run]:
        for child in inside(element):
            if child.tag == W + "r":
                yield from self._run(child, link)
            elif child.tag == W + "hyperlink":
                yield from self.paragraph(child, self._address(child))
            elif child.tag == W + "fldSimple":
                found = self._field(child.get(W + "instr", ""))
                yield from self.paragraph(child, found or link)
            elif child.tag.startswith(_MATH):
                self._words.faults.append("An equation stands here; only its letters are read.")
                yield Run("".join(t.text or "" for t in child.iter(_MATH + "t")))

    def _run(self, run: Element, link: str) -> Iterator[Run]:
        if not self._marks and (mark := self._footnote_mark(run)):
            self._fault(f"'{mark}' is raised, as the mark of a footnote is; it is not read.")
            return
        look = self._look(run.find(W + "rPr"))
        for child in run:
            if child.tag == W + "fldChar":
                self._field_mark(child.get(W + "fldCharType", ""))
            elif child.tag == W + "instrText" and self._fields:
                instruction, begun = self._fields[-1]
                self._fields[-1] = (instruction + (child.text or ""), begun)
            elif all(begun for _, begun in self._fields):
                text = self._text(child, run)
                if text and look is None:
                    self._fault("Hidden text stands here; it is not read.")
                elif text and look is not None:
                    linked = link or self._field_link()
                    self._unlike(run.find(W + "rPr"), linked=bool(linked))
                    self._before += text
                    yield replace(look, text=text, link=linked)

    def _footnote_mark(self, run: Element) -> str:
        """A mark that is raised behind words; "" where the run is none: "1st", "km²"."""
        properties = run.find(W + "rPr")
        if value(properties, "vertAlign") != "superscript" or any(c.tag not in (W + "rPr", W + "t") for c in run):
            return ""
        text = "".join(t.text or "" for t in run.iter(W + "t"))
        raised = settled((TextRun(self._before, "", struck=False), TextRun(text, "", struck=False, out=RAISED)))
        return text.strip() if any(one.out == RAISED for one in raised) else ""

    def _text(self, child: Element, run: Element) -> str:
        """The characters an element inside a run stands for."""
        if child.tag == W + "t":
            return self._symbols(child.text or "", self._font(run.find(W + "rPr")))
        if child.tag == W + "sym":
            code = child.get(W + "char", "")
            sign = chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{4}", code) else "\ue000"
            return self._symbols(sign, child.get(W + "font", ""))
        if child.tag == W + "br":
            return "\n"  # of a page or a column too: it parts words as a line break does
        if child.tag in _MARKS:
            self._fault(_MARKS[child.tag])
        elif child.tag in _PICTURES:
            boxed = "".join(t.text or "" for t in next(child.iter(W + "txbxContent"), ()) for t in t.iter(W + "t"))
            words = f"{boxed[:40]}…" if len(boxed) > 40 else boxed
            self._fault(
                f"A text box stands here; its words are not read: '{words}'."
                if boxed
                else "A picture stands here; it can't be carried over."
            )
        return _CHARACTERS.get(child.tag, "")

    def _fault(self, sentence: str) -> None:
        if sentence not in self._words.faults:
            self._words.faults.append(sentence)

    def _symbols(self, text: str, font_name: str) -> str:
        """Text with the letters of a symbol font as the signs they look like."""
        signs = SYMBOL_FONTS.get(font_name.casefold(), {} if font_name.casefold() in _SIGNS_ONLY else None)
        if signs is not None:
            letters = [chr(ord(c) - 0xF000) if "\uf000" <= c <= "\uf0ff" else c for c in text]
            text = "".join(signs.get(c, c if c.isspace() else "\ue000") for c in letters)
        if _PRIVATE.search(text):
            self._fault(f"A sign of the font {font_name or 'of the paragraph'} stands here that no other font has.")
            text = _PRIVATE.sub(_SYMBOL, text)
        return text

    def _font(self, properties: Element) -> str:
        return (
            font(properties)
            or self._word.styles.get(value(properties, "rStyle") or "", Style()).font
            or self._style.font
        )

    def _look(self, properties: Element) -> Run | None:
        """A run's look, with no text; None where its text is hidden."""
        own = self._word.styles.get(value(properties, "rStyle") or "", Style())
        hidden, bold, italic = (switch(properties, name) for name in ("vanish", "b", "i"))
        if hidden if hidden is not None else own.hidden or self._style.hidden:
            return None
        struck = [on for name in ("strike", "dstrike") if (on := switch(properties, name)) is not None]
        if any(struck) if struck else own.struck or self._style.struck:
            self._fault("Text stands here that is struck out; it is read all the same.")
        raised = value(properties, "vertAlign")
        if raised in ("superscript", "subscript"):
            text = "".join(t.text or "" for t in properties.getparent().iter(W + "t"))
            if text.strip() and not _ORDINAL.fullmatch(text):
                self._fault(f"'{text}' is raised or lowered; it would be printed on the line.")
        # Two styles that both say bold undo each other; what is set on the words themselves decides.
        return Run(
            "",
            bold=bold if bold is not None else own.bold != self._style.bold,
            italic=italic if italic is not None else own.italic != self._style.italic,
        )

    def _unlike(self, properties: Element, *, linked: bool) -> None:
        """Notes what of a run's look is neither bold nor italic, nor the look of a link."""
        own = self._word.styles.get(value(properties, "rStyle") or "", Style())
        looks = [f"The style '{own.name}'"] if not (own.bold or own.italic or own.name.casefold() in _NO_LOOK) else []
        looks += ["Underlining"] if not linked and (value(properties, "u") or "none") != "none" else []
        looks += ["A look of capitals"] if switch(properties, "caps") or switch(properties, "smallCaps") else []
        looks += ["Highlighting"] if (value(properties, "highlight") or "none") != "none" else []
        self._words.looks.extend(look for look in looks if look not in self._words.looks)

    def _address(self, hyperlink: Element) -> str:
        target = self._word.links.get(hyperlink.get(R + "id", ""), "")
        if target and hyperlink.get(W + "anchor"):
            target = f"{target}#{hyperlink.get(W + 'anchor')}"
        return self._allowed(target)

    def _allowed(self, target: str) -> str:
        if _FIELD_IN_ADDRESS.search(target):
            self._fault(
                f"A field stands in the address of a link ({target}), where none is filled; its words are read without it."
            )
            return ""
        if re.match(r"(?:https?://|mailto:)\S", target, re.IGNORECASE):
            return target
        if re.match(r"(?!file:)[a-z][a-z0-9+.-]+:", target, re.IGNORECASE):
            self._fault(
                f"A link leads to {target}, which is no web page and no address; its words are read without it."
            )
            return ""
        shown = f" ({target})" if target else ""
        self._fault(
            f"A link leads to a place in a file{shown}, not to a web page or an address; its words are read without it."
        )
        return ""

    def _field_mark(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(("", False))
        elif kind == "separate" and self._fields:
            self._fields[-1] = (self._fields[-1][0], True)
            self._field(self._fields[-1][0])
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _field(self, instruction: str) -> str:
        """The address where the field is a link; a fault where it is anything but a link."""
        link = _HYPERLINK.match(instruction)
        if link:
            return self._allowed(link[1])
        name = (instruction.split() or ["?"])[0].upper()
        if name in _OWN_WORDS:
            return ""
        self._fault(f"Word fills in something here by itself ({name}); what it shows now is read as plain text.")
        return ""

    def _field_link(self) -> str:
        for instruction, _ in reversed(self._fields):
            if link := _HYPERLINK.match(instruction):
                return self._allowed(link[1])
        return ""


def _whole_fields(runs: Sequence[Run]) -> list[Run]:
    """The runs with every field in one: it takes the look of the run in which it begins."""
    text = "".join(run.text for run in runs)
    looks = [run for run in runs for _ in run.text]
    for match in _FIELD.finditer(text):
        looks[match.start() : match.end()] = [looks[match.start()]] * (match.end() - match.start())
    return [replace(look, text=character) for look, character in zip(looks, text, strict=True)]


def _joined(runs: Sequence[Run]) -> list[Run]:
    joined: list[Run] = []
    pieces: list[str] = []
    for run in runs:
        if joined and replace(run, text="") == joined[-1]:
            pieces[-1] += run.text
        else:
            joined.append(replace(run, text=""))
            pieces.append(run.text)
    return [replace(look, text=text) for look, text in zip(joined, pieces, strict=True)]


def _trimmed(runs: list[Run]) -> tuple[Run, ...]:
    """Without white space at both ends, nor runs that hold nothing."""
    while runs and not runs[0].text.strip():
        runs.pop(0)
    while runs and not runs[-1].text.strip():
        runs.pop()
    if runs:
        runs[0] = replace(runs[0], text=runs[0].text.lstrip())
        runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip())
    return tuple(runs)

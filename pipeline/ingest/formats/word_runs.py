"""The words of a Word paragraph in runs: what is hidden, raised or drawn is told apart, and forms say what is chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from pipeline.ingest.narrative.word import Style, font, read_styles, switch, value, whole
from pipeline.ingest.text_runs import DRAWN, GLOSS, HIDDEN, PICTURE, RAISED, TextRun
from pipeline.ingest.word_package import Element, W

GONE: Final = frozenset((f"{W}del", f"{W}moveFrom"))  # not in the document any more, though still in the file
ALTERNATIVE: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_PICTURES: Final = (f"{W}drawing", f"{W}pict", f"{W}object")
_RPR, _RUN, _EQUATION = f"{W}rPr", f"{W}r", f"{_M}oMath"


class _Look:
    """How the words of a run look."""

    def __init__(self, run: Element, styles: tuple[Style, ...]) -> None:
        properties = run.find(_RPR)
        self.font = font(properties)
        self.struck = self._is_on(properties, styles, ("strike", "dstrike"), "struck")
        self.out = ""
        if self._is_on(properties, styles, ("vanish",), "hidden"):
            self.out = HIDDEN
        elif any(above.tag == f"{W}rt" for above in run.iterancestors()):
            self.out = GLOSS
        elif self._is_raised(properties, styles):
            self.out = RAISED

    @staticmethod
    def _is_on(properties: Element, styles: tuple[Style, ...], names: tuple[str, ...], inherited: str) -> bool:
        own = [said for name in names if (said := switch(properties, name)) is not None]
        # Two styles that each hide a word bring it back: so Word has it.
        return any(own) if own else sum(bool(getattr(style, inherited)) for style in styles) == 1

    @staticmethod
    def _is_raised(properties: Element, styles: tuple[Style, ...]) -> bool:
        own = value(properties, "vertAlign")
        if own is None and whole(value(properties, "position")) > 0:
            return True
        return own == "superscript" if own is not None else any(style.raised for style in styles)


@dataclass
class _Form:
    """A field that is open. ``chosen``: what a form of Word's old kind shows; ``asks``: whether it is a drop-down list;
    ``result``: whether what it shows has begun; ``shows``: whether words stand there.
    """

    chosen: str = ""
    asks: bool = False
    result: bool = False
    shows: bool = False


@dataclass
class Runs:
    """Reads paragraphs by the styles of one file."""

    styles: Mapping[str, Style]
    default: str
    _forms: list[_Form] = field(default_factory=list)

    @classmethod
    def of(cls, styles: Element) -> Runs:
        return cls(*read_styles(styles))

    def words(self, paragraph: Element) -> Iterator[TextRun]:
        """The paragraph's words."""
        self._forms = []
        of_paragraph = self.styles.get(value(paragraph, "pPr/pStyle") or self.default, Style())
        for run in paragraph.iter(_RUN, _EQUATION):
            above = {one.tag for one in run.iterancestors()}
            if above & GONE or ALTERNATIVE in above or _is_prompt(run):
                continue
            if run.tag == _EQUATION:
                yield _equation(run)
                continue
            own = self.styles.get(value(run, "rPr/rStyle") or "", Style())
            look = _Look(run, (of_paragraph, own))
            for child in run:
                yield from self._piece(child, look)
            if _bears_a_picture(run):
                yield TextRun("", "", False, PICTURE)

    def _piece(self, child: Element, look: _Look) -> Iterator[TextRun]:
        text = ""
        if child.tag == f"{W}t":
            text = child.text or ""
        elif child.tag == f"{W}sym":
            yield TextRun(_symbol(child.get(f"{W}char", "")), child.get(f"{W}font", ""), look.struck, look.out)
        elif child.tag in (f"{W}br", f"{W}cr"):
            yield TextRun("\n", "", False)
        elif child.tag == f"{W}tab":
            yield TextRun("\t", "", False)
        elif child.tag == f"{W}noBreakHyphen":
            text = "-"
        elif child.tag == f"{W}instrText" and self._forms:
            self._forms[-1].asks = self._forms[-1].asks or "FORMDROPDOWN" in (child.text or "")
        elif child.tag == f"{W}fldChar":
            form = self._ended(child)
            if form is not None and form.asks and not form.chosen:
                yield TextRun("", "", False, DRAWN)
            text = form.chosen if form is not None else ""
        if text:
            for form in self._forms:
                form.shows = form.shows or form.result
            yield TextRun(text, look.font, look.struck, look.out)

    def _ended(self, mark: Element) -> _Form | None:
        """The form that ends here without words of its own."""
        kind = mark.get(f"{W}fldCharType")
        if kind == "begin":
            self._forms.append(_Form(_chosen(mark)))
        elif kind == "separate" and self._forms:
            self._forms[-1].result = True
        elif kind == "end" and self._forms and not (form := self._forms.pop()).shows:
            return form
        return None


def _bears_a_picture(run: Element) -> bool:
    """Whether a drawing hangs on it that is no frame around words, which are read."""
    drawn = (picture for picture in run.iter(*_PICTURES) if next(picture.iterancestors(_RUN)) is run)
    return any(next(picture.iter(f"{W}txbxContent"), None) is None for picture in drawn)


def _is_prompt(run: Element) -> bool:
    """Whether a content control shows these words until someone fills it: "Choose an item."."""
    return any(switch(control.find(f"{W}sdtPr"), "showingPlcHdr") for control in run.iterancestors(f"{W}sdt"))


def _chosen(mark: Element) -> str:
    """What is chosen in a drop-down list, or a box ticked or empty."""
    choices = mark.find(f"{W}ffData/{W}ddList")
    if choices is not None:
        entries = [entry.get(f"{W}val", "") for entry in choices.iterfind(f"{W}listEntry")]
        at = whole(value(choices, "result") or value(choices, "default"))
        return entries[at] if at < len(entries) else ""
    box = mark.find(f"{W}ffData/{W}checkBox")
    if box is None:
        return ""
    ticked = switch(box, "checked")
    return "☒" if (switch(box, "default") if ticked is None else ticked) else "☐"


def _equation(equation: Element) -> TextRun:
    """Of an equation that is plain letters or a number, these; of any other only that it is there."""
    if all(child.tag == f"{_M}r" for child in equation):
        text = "".join(letters.text or "" for letters in equation.iter(f"{_M}t"))
        return TextRun(text, "", False)
    return TextRun("", "", False, DRAWN)


def _symbol(code: str) -> str:
    """The letter that a symbol font draws: Word keeps it in the private area."""
    number = int(code, 16)
    return chr(number - 0xF000 if 0xF000 <= number <= 0xF0FF else number)

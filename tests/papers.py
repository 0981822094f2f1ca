"""Last quarter's Word paper as committees write it, in three looks with the same words. The sentences are our own."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

RISING, SAME, FALLING = "rising", "same", "falling"
HEADS = ("Current risk description", "Organisation", "Risk owner", "Risk trend")
Row = tuple[str, str, str, str]  # description, organisation, owner, trend
Control = tuple[str, str]


@dataclass(frozen=True)
class Theme:
    number: int
    name: str
    rows: tuple[Row, ...]
    joint: tuple[Control, ...] = ()
    potential: tuple[Control, ...] = ()
    residual: str = ""


@dataclass(frozen=True)
class Content:
    panel: str = "Audit Panel"
    title: str = "Alignment of MOPAC and Met Risks"
    day: str = "26 September 2017"
    by: str = "The Director of Strategy, MOPAC"
    author: str = "Head of Governance, MOPAC, mopac.governance@example.org"
    sections: dict[str, tuple[str, ...]] = field(default_factory=dict)
    themes: tuple[Theme, ...] = ()


SECTIONS = {
    "Purpose": ("This report gives the Panel a joint view of the risks that both bodies share.",),
    "Key considerations": (
        "Both bodies report four aligned risks.",
        "- the outlook for income is less sure than it was; and",
        "- the work on children is going to plan.",
    ),
    "Interdependencies": ("Income bears on every other risk.",),
    "Recommendations": ("The Panel is asked to note the overview in Appendix 1.",),
    "Supporting information": ("Each body keeps its own register.", "The two are compared each quarter by officers of both."),
    "Equality and diversity": ("There are no direct implications.",),
    "Financial implications": ("Any cost is met from budgets already agreed.",),
    "Legal implications": ("Both bodies must have a sound system of internal control.",),
    "Risk implications": ("The report is itself about risk.",),
    "Background papers": ("The risk management frameworks of both bodies.",),
}  # fmt: skip

SHARED = "Money for policing falls further behind what is asked of it."
THEMES = (
    Theme(
        1,
        "Safeguarding",
        (
            ("Children at risk are not recognised early enough.", "Met", "ACTP", SAME),
            ("Agencies that protect children do not act together.", "MOPAC", "Director of IOM", SAME),
        ),
        (
            ("Police and Crime Plan", "Makes keeping children safe a shared priority."),
            ("Gold group", "Directs the daily response; both bodies attend."),
        ),
        (("Shared training", "One course for the officers of both bodies."),),
        "Cases that cross boundaries can still be missed.",
    ),
    Theme(
        2,
        "Governance",
        (
            ("It is not clear who decides what.", "Met", "Deputy Commissioner", SAME),
            ("Oversight comes too late to change a decision.", "MOPAC", "Chief Executive", RISING),
        ),
        (("Oversight board", "Holds the Met to account each quarter."),),
    ),
    Theme(
        3,
        "Money",
        (
            ("Savings come later than they are needed.", "Met", "Director of Finance", RISING),
            ("Prices rise faster than income.", "Met", "Director of Finance", SAME),
            (SHARED, "MOPAC", "Chief Finance Officer", FALLING),
        ),
        (("Lobbying", "Puts the case for police funding to the government."), ("Budget monitoring", "Compares spending with the budget: each month, in both bodies.")),
        (("Joint procurement", "Buys for both bodies at once."),),
    ),
    Theme(
        4,
        "Insight",
        (
            ("Decisions rest on late or incomplete information.", "Met", "Deputy Commissioner", SAME),
            ("Decisions rest on late or incomplete information.", "MOPAC", "Director of Strategy", FALLING),
        ),
        (("Insight services", "A joint team of analysts answers questions from both bodies."),),
    ),
)  # fmt: skip
FOUNDING = Content(sections=SECTIONS, themes=THEMES)


def saved(document: WordDocument) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def bold(document: WordDocument | _Cell, text: str) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.add_run(text).bold = True
    return paragraph


def lead(paragraph: Paragraph, control: Control, between: str = " – ") -> None:
    name, text = control
    paragraph.add_run(name).bold = True
    paragraph.add_run(between + text)


def symbol(cell: _Cell, code: str) -> None:
    """A sign of Wingdings, as Word's own Insert Symbol writes it."""
    sign = OxmlElement("w:sym")
    sign.set(qn("w:font"), "Wingdings")
    sign.set(qn("w:char"), code)
    cell.paragraphs[0].add_run()._r.append(sign)


def body(document: WordDocument, texts: Sequence[str], style: str = "List Bullet", number: str = "") -> None:
    for at, text in enumerate(texts, start=1):
        if text.startswith("- "):
            document.add_paragraph(text[2:], style=style)
        else:
            document.add_paragraph(f"{number}.{at} {text}" if number else text)


# --- A: real headings and tables ---------------------------------------------------------------------

_ARROWS = {RISING: "↑", SAME: "↔", FALLING: "↓"}


def with_headings(content: Content) -> bytes:
    document = Document()
    document.add_paragraph(content.panel, style="Subtitle")
    document.add_paragraph(content.title, style="Title")
    document.add_paragraph(f"Date: {content.day}")
    document.add_paragraph(f"Report by: {content.by}")
    document.add_heading("Report summary", 1)
    for heading in list(content.sections)[:4]:
        document.add_heading(heading, 2)
        body(document, content.sections[heading])
    for heading in list(content.sections)[4:9]:
        document.add_heading(heading, 1)
        body(document, content.sections[heading])
    document.add_heading("Contact details", 1)
    document.add_paragraph(f"Report author: {content.author}")
    document.add_heading("Background papers", 1)
    body(document, content.sections.get("Background papers", ()))
    document.add_heading("Appendix 1: Met/MOPAC joint risk overview", 1)
    for theme in content.themes:
        document.add_heading(f"Risk {theme.number}: {theme.name}", 2)
        table = document.add_table(1, 4)
        for cell, text in zip(table.rows[0].cells, HEADS, strict=True):
            cell.text = text
        for row in theme.rows:
            for cell, text in zip(table.add_row().cells, (*row[:3], _ARROWS.get(row[3], row[3])), strict=True):
                cell.text = text
        if theme.residual:
            document.add_heading("Key residual risks", 3)
            document.add_paragraph(theme.residual)
        for heading, controls in (("Joint controls", theme.joint), ("Potential controls", theme.potential)):
            document.add_heading(heading, 3)
            for control in controls:
                lead(document.add_paragraph(style="List Bullet"), control)
            if not controls:
                document.add_paragraph("None identified")
    return saved(document)


# --- B: bold paragraphs, Wingdings, merged cells -----------------------------------------------------

_WINGDINGS = {RISING: "F0E9", SAME: "", FALLING: "F0EA"}


def with_bold(content: Content) -> bytes:
    document = Document()
    front = document.add_table(0, 2)
    for label, text in (
        ("Panel", content.panel),
        ("Date", f"Tuesday {content.day}"),
        ("Title", content.title),
        ("Report by", content.by),
    ):
        cells = front.add_row().cells
        cells[0].text, cells[1].text = label, text
    bold(document, "Report Summary")
    for heading in list(content.sections)[:4]:
        bold(document, f"{heading}:")
        body(document, content.sections[heading])
    for number, heading in enumerate(list(content.sections)[4:9], start=1):
        bold(document, f"{number}. {heading}")
        body(document, content.sections[heading], number=str(number))
    bold(document, "6. Contact details")
    document.add_paragraph(f"Report author: {content.author}")
    bold(document, "7. Appendices and background papers")
    document.add_paragraph("Appendix 1: joint risk overview")
    document.add_paragraph("Background papers:")
    body(document, content.sections.get("Background papers", ()))
    bold(document, "Appendix 1")
    bold(document, "Joint risk overview")
    for theme in content.themes:
        _theme_in_table(document, theme, named_in_it=theme.number % 2 == 0)
    return saved(document)


def _theme_in_table(document: WordDocument, theme: Theme, *, named_in_it: bool) -> None:
    """All of an aligned risk in one table, perhaps its name too."""
    name = f"Risk {theme.number}: {theme.name}"
    if not named_in_it:
        bold(document, name)
    table = document.add_table(0, 5)
    if named_in_it:
        _across(table, name)
    _merged(table, HEADS)
    first = len(table.rows)
    for *texts, trend in theme.rows:
        sign = _WINGDINGS.get(trend)
        _merged(table, (*texts, "↔" if sign == "" else trend if sign is None else ""))
        if sign:
            symbol(table.rows[-1].cells[4], sign)
    for column in (0, 2):
        _merge_down(table, first, column)
    if theme.residual:
        _across(table, f"Key residual risks: {theme.residual}")
    for heading, controls in (("Joint controls", theme.joint), ("Potential controls", theme.potential)):
        cell = _across(table, "")
        cell.paragraphs[0].add_run(heading).bold = True
        for control in controls:
            lead(cell.add_paragraph(), control, ": ")
        if not controls:
            cell.add_paragraph("None identified.")


def _merged(table: Table, texts: Sequence[str]) -> None:
    """A row whose first cell covers two columns."""
    cells = table.add_row().cells
    cells[0].merge(cells[1])
    for at, text in zip((0, 2, 3, 4), texts, strict=True):
        cells[at].text = text


def _merge_down(table: Table, first: int, column: int) -> None:
    """Cells of a column that say the same, below one another, made one."""
    for at in range(first, len(table.rows) - 1):
        upper, lower = table.rows[at].cells[column], table.rows[at + 1].cells[column]
        if upper.text and upper.text == lower.text:
            text = upper.text
            upper.merge(lower).text = text


def _across(table: Table, text: str) -> _Cell:
    cells = table.add_row().cells
    cell = cells[0].merge(cells[4])
    cell.text = text
    return cell


# --- C: numbered headings, words for trends, controls in a table -------------------------------------

_WORDS = {RISING: "Increasing", SAME: "No change", FALLING: "Decreasing"}


def with_tables(content: Content) -> bytes:
    document = Document()
    bold(document, f"{content.panel} – {content.day}")
    bold(document, content.title)
    document.add_paragraph(f"Report by {content.by}")
    document.add_heading("Report summary", 1)
    for heading in list(content.sections)[:4]:
        document.add_heading(heading.upper(), 2)
        body(document, content.sections[heading])
    for number, heading in enumerate(list(content.sections)[4:9], start=1):
        document.add_heading(f"{number}. {heading}", 1)
        body(document, content.sections[heading], number=str(number))
    document.add_heading("6. Contact details", 1)
    document.add_paragraph("Author: " + content.author.rpartition(",")[0])
    document.add_paragraph("Email: " + content.author.rpartition(" ")[2])
    document.add_heading("7. Background papers", 1)
    body(document, content.sections.get("Background papers", ()))
    document.add_heading("Appendix A – Joint risk overview", 1)
    for theme in content.themes:
        document.add_heading(f"{theme.number}. {theme.name}", 2)
        table = document.add_table(1, 4)
        for cell, text in zip(table.rows[0].cells, ("Organisation", "Risk description", "Owner", "Trend"), strict=True):
            cell.text = text
        for description, organisation, owner, trend in theme.rows:
            texts = (organisation, description, owner, _WORDS.get(trend, trend))
            for cell, text in zip(table.add_row().cells, texts, strict=True):
                cell.text = text
        if theme.residual:
            document.add_heading("Residual risk", 3)
            document.add_paragraph(theme.residual)
        document.add_heading("Controls", 3)
        table = document.add_table(1, 3)
        for cell, text in zip(table.rows[0].cells, ("Control", "Description", "Type"), strict=True):
            cell.text = text
        for kind, controls in (("Joint", theme.joint), ("Potential", theme.potential)):
            for name, text in controls:
                for cell, words in zip(table.add_row().cells, (name, text, kind), strict=True):
                    cell.text = words
    return saved(document)


LOOKS: dict[str, Callable[[Content], bytes]] = {
    "headings": with_headings,
    "bold": with_bold,
    "tables": with_tables,
}

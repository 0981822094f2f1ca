"""The pieces that panel-report.docx is put together from: paragraphs, tags, tables with a loop, sections."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from word_parts import style_id

PORTRAIT, LANDSCAPE = 9638, 15138  # width of the text in twentieths of a point


def run(text: str, *, bold: bool = False, italic: bool = False) -> str:
    """A run; ``\\t`` is a tab and ``\\n`` a line break."""
    look = ('<w:rStyle w:val="Strong"/>' if bold else "") + ("<w:i/><w:iCs/>" if italic else "")
    inner = "".join(
        {"\t": "<w:tab/>", "\n": "<w:br/>"}.get(piece, f'<w:t xml:space="preserve">{escape(piece)}</w:t>')
        for piece in text.replace("\t", "\0\t\0").replace("\n", "\0\n\0").split("\0")
        if piece
    )
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{inner}</w:r>"


class Runs(str):
    """Runs that are made already, to stand among words."""

    __slots__ = ()


def p(
    text: str | Sequence[str],
    style: str = "",
    *,
    bold_first: str = "",
    page_break: bool = False,
    section: str = "",
) -> str:
    """A paragraph of a text, or of several pieces."""
    inner = (f'<w:pStyle w:val="{style_id(style)}"/>' if style else "") + ("<w:pageBreakBefore/>" if page_break else "")
    inner += section
    first = run(bold_first, bold=True) if bold_first else ""
    pieces = (text,) if isinstance(text, str) else text
    words = "".join(piece if isinstance(piece, Runs) else run(piece) for piece in pieces if piece)
    return f"<w:p>{f'<w:pPr>{inner}</w:pPr>' if inner else ''}{first}{words}</w:p>"


def tag(words: str) -> str:
    """A tag that stands alone in its paragraph: the paragraph goes, the tag works."""
    return p("{%p " + words + " %}")


def given(condition: str, *content: str) -> str:
    return tag(f"if {condition}") + "".join(content) + tag("endif")


def each(what: str, *content: str) -> str:
    return tag(f"for {what}") + "".join(content) + tag("endfor")


def table(
    loop: str,
    columns: Sequence[tuple[str, float, str | Sequence[str]]],
    caption: str,
    *,
    width: int = PORTRAIT,
    size: str = "",
    together: bool = False,
) -> str:
    """A table with a row for each turn of ``loop``. ``columns``: heading, share of the width, cell. A cell
    is a text, or several for a paragraph each; a text starting with * is bold. ``size``: Compact or Small.
    ``together``: a short table, kept on one page.
    """
    total = sum(share for _, share, _ in columns)
    widths = [round(width * share / total) for _, share, _ in columns]
    prefix = f"{size} ".lstrip()

    def cell(text: str | Sequence[str], at: int, style: str) -> str:
        texts = [text] if isinstance(text, str) else text
        paragraphs = "".join(
            p("", style, bold_first=one[1:]) if one.startswith("*") else one if one.startswith("<") else p(one, style)
            for one in texts
        )
        return f'<w:tc><w:tcPr><w:tcW w:w="{widths[at]}" w:type="dxa"/></w:tcPr>{paragraphs}</w:tc>'

    def row(cells: str, properties: str) -> str:
        return f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"

    def loop_row(words: str) -> str:
        cells = cell("{%tr " + words + " %}", 0, f"{prefix}Table Text")
        return row(
            cells + "".join(cell("", at, f"{prefix}Table Text") for at in range(1, len(columns))), "<w:cantSplit/>"
        )

    heading = "".join(cell(text, at, f"{prefix}Table Heading") for at, (text, _, _) in enumerate(columns))
    style = f"{'Together ' if together else ''}{prefix}Table Text"
    cells = "".join(cell(text, at, style) for at, (_, _, text) in enumerate(columns))
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="ReportTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{escape(caption)}"/></w:tblPr>'
        f"<w:tblGrid>{''.join(f'<w:gridCol w:w={chr(34)}{one}{chr(34)}/>' for one in widths)}</w:tblGrid>"
        + row(heading, "<w:cantSplit/><w:tblHeader/>")
        + loop_row(f"for {loop}")
        + row(cells, "<w:cantSplit/>")
        + loop_row("endfor")
        + "</w:tbl>"
    )


def section(*, landscape: bool = False, opening: bool = False) -> str:
    """The end of a section. ``opening``: its first page bears the title, and so no running head."""
    size, side = (
        ('w:w="16838" w:h="11906" w:orient="landscape"', 850) if landscape else ('w:w="11906" w:h="16838"', 1134)
    )
    return (
        "<w:sectPr>"
        + (
            '<w:headerReference w:type="first" r:id="rId8"/><w:footerReference w:type="first" r:id="rId6"/>'
            if opening
            else ""
        )
        + '<w:headerReference w:type="default" r:id="rId5"/><w:footerReference w:type="default" r:id="rId6"/>'
        f'<w:type w:val="nextPage"/><w:pgSz {size}/><w:pgMar w:top="1304" w:right="{side}" w:bottom="1134" w:left="{side}" '
        f'w:header="567" w:footer="510" w:gutter="0"/>{"<w:titlePg/>" if opening else ""}</w:sectPr>'
    )


def field(code: str, shown: str = "1", *, bold: bool = False) -> Runs:
    """One of Word's own fields."""
    look = '<w:rPr><w:rStyle w:val="Strong"/></w:rPr>' if bold else ""
    parts = ('<w:fldChar w:fldCharType="begin"/>', f'<w:instrText xml:space="preserve"> {code} </w:instrText>',
             '<w:fldChar w:fldCharType="separate"/>', f"<w:t>{escape(shown)}</w:t>", '<w:fldChar w:fldCharType="end"/>')  # fmt: skip
    return Runs("".join(f"<w:r>{look}{part}</w:r>" for part in parts))


def number(of: str, shown: int = 1, *, bold: bool = False) -> Runs:
    """The number of a table, a figure or an appendix: Word counts them."""
    return field(f"SEQ {of} \\* ARABIC", str(shown), bold=bold)


def caption(words: str, of: str = "Table") -> str:
    """What stands above a table: "Table 3: …"; the number is counted when the report is filled."""
    return p((Runs(run(f"{of} ", bold=True)), number(of, bold=True), Runs(run(":", bold=True)), f" {words}"), "Caption")


def bookmark(name: str, at: int, *pieces: str) -> Runs:
    """Pieces that a cross-reference can lead to. ``at``: a number that no other bookmark has."""
    inner = "".join(piece if isinstance(piece, Runs) else run(piece) for piece in pieces)
    return Runs(f'<w:bookmarkStart w:id="{at}" w:name="{name}"/>{inner}<w:bookmarkEnd w:id="{at}"/>')


def refer(name: str, shown: str) -> Runs:
    """A cross-reference that shows the words of a bookmark."""
    return field(f"REF {name} \\h", shown)

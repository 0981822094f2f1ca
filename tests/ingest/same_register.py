"""One small register in every format that is read. ``files/`` holds it as .xls (the .xlsx saved by LibreOffice) and
as .xlsb (written once with pyxlsbwriter), which nothing that the tests need can write.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import xlsxwriter

FILES = Path(__file__).parent / "files"
UP, SAME = "é", "è"  # what Wingdings draws as ↑ and →

HEADINGS = ("Risk ID", "Risk title", "Risk description", "Risk owner", "Current likelihood", "Current impact",
            "Risk trend", "Controls in place", "Next review")  # fmt: skip
ROWS: tuple[tuple[str | int | date, ...], ...] = (
    ("00232", "Fire & flood", "The first line\nthe second – £5", "Chief Officer", 4, 5, UP, "Alarms\nDrills, monthly", date(2018, 3, 1)),
    ("M07", 'Called "cyber"', "One; two, three | four", "Director of IT", 2, 3, SAME, "Patching", date(2018, 12, 31)),
    ("M08", "Staff", "Too few", "Head of HR", 1, 5, UP, "Pay review\nTraining", date(2018, 2, 28)),
)  # fmt: skip
WINGDINGS_COLUMN = 7


def text(value: str | int | date) -> str:
    """As a person types it."""
    return value.isoformat() if isinstance(value, date) else str(value)


def xlsx(wanted: Path) -> Path:
    """With a fill, a hidden column and row, a merge, a comment, struck-out text, a padded number and an error below."""
    with xlsxwriter.Workbook(str(wanted), {"strings_to_urls": False}) as book:
        page = book.add_worksheet("Register")
        dates = book.add_format({"num_format": "dd/mm/yyyy"})
        arrows = book.add_format({"font_name": "Wingdings"})
        red = book.add_format({"bg_color": "#FF0000"})
        struck = book.add_format({"font_strikeout": True})
        plain = book.add_format({"font_name": "Calibri"})
        for column, heading in enumerate(HEADINGS):
            page.write_string(0, column, heading)
        for row, values in enumerate(ROWS, start=1):
            for column, value in enumerate(values):
                if isinstance(value, date):
                    page.write_datetime(row, column, value, dates)
                elif isinstance(value, int):
                    page.write_number(row, column, value, red if value == 5 else None)
                else:
                    page.write_string(row, column, value, arrows if column + 1 == WINGDINGS_COLUMN else None)
        page.merge_range("A6:C7", "Notes", plain)
        page.write_string("D6", "gone", struck)
        page.write_number("E6", 7, book.add_format({"num_format": "00000"}))
        page.write_formula("F6", "=1/0", None, "#DIV/0!")
        page.write_formula("G6", "=E2*F2", None, 20)
        page.write_boolean("H6", True)
        page.write_rich_string("I6", plain, "now ", arrows, UP)
        page.write_comment("B2", "Ask again")
        page.set_row(7, None, None, {"hidden": True})
        page.write_string("A8", "old")
        page.set_column("L:L", None, None, {"hidden": True})
        book.add_worksheet("Lists").hide()
    return wanted


def delimited(between: str = ",", encoding: str = "utf-8", ends: str = "\r\n") -> bytes:
    out = io.StringIO(newline="")
    # A writer that ends its rows with \r alone would leave a \n inside a cell unquoted.
    quoting = csv.QUOTE_ALL if ends == "\r" else csv.QUOTE_MINIMAL
    csv.writer(out, delimiter=between, lineterminator=ends, quoting=quoting).writerows([HEADINGS, *map(arrowed, ROWS)])
    return out.getvalue().encode(encoding)


def arrowed(row: tuple[str | int | date, ...]) -> list[str]:
    """The row's texts, with real arrows: a text file has no fonts."""
    return [{UP: "↑", SAME: "→"}.get(text(value), text(value)) for value in row]


# --- OpenDocument ----------------------------------------------------------------------------------

_SPACES = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{uri}:1.0"'
    for name, uri in {"office": "office", "table": "table", "text": "text", "style": "style",
                      "fo": "xsl-fo-compatible", "svg": "svg-compatible"}.items()
) + ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'  # fmt: skip
_STYLES = """<office:font-face-decls><style:font-face style:name="W1" svg:font-family="Wingdings"/></office:font-face-decls>
<office:automatic-styles>
<style:style style:name="arrow" style:family="table-cell"><style:text-properties style:font-name="W1"/></style:style>
<style:style style:name="span" style:family="text" style:parent-style-name="arrow"/>
<style:style style:name="red" style:family="table-cell"><style:table-cell-properties fo:background-color="#ff0000"/></style:style>
<style:style style:name="struck" style:family="table-cell"><style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="away" style:family="table"><style:table-properties table:display="false"/></style:style>
</office:automatic-styles>"""


def ods(tables: str, styles: str = _STYLES) -> bytes:
    content = f"<office:document-content{_SPACES}>{styles}<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    return packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content.encode("utf-8"),
            "META-INF/manifest.xml": b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        }
    )


def ods_cell(value: str | int | date, style: str = "") -> str:
    look = f' table:style-name="{style}"' if style else ""
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in text(value).split("\n"))
    if isinstance(value, date):
        kind = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    elif isinstance(value, int):
        kind = f'office:value-type="float" office:value="{value}"'
    else:
        kind = 'office:value-type="string"'
    return f"<table:table-cell{look} {kind}>{lines}</table:table-cell>"


def ods_register() -> bytes:
    rows = "".join(
        "<table:table-row>"
        + "".join(
            ods_cell(value, "arrow" if column == WINGDINGS_COLUMN else "red" if value == 5 else "")
            for column, value in enumerate(row, start=1)
        )
        + '<table:table-cell table:number-columns-repeated="1015"/></table:table-row>'
        for row in ROWS
    )
    head = "<table:table-row>" + "".join(map(ods_cell, HEADINGS)) + "</table:table-row>"
    odd = (
        '<table:table-row><table:table-cell table:number-columns-repeated="9"/></table:table-row><table:table-row>'
        '<table:table-cell table:number-columns-spanned="3" table:number-rows-spanned="2" office:value-type="string"><text:p>Notes</text:p></table:table-cell>'
        '<table:covered-table-cell table:number-columns-repeated="2"/>'
        + ods_cell("gone", "struck")
        + '<table:table-cell office:value-type="float" office:value="7"><text:p>00007</text:p></table:table-cell>'
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
        '<table:table-cell table:formula="of:=[.E2]*[.F2]" office:value-type="float" office:value="20"><text:p>20</text:p></table:table-cell>'
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>TRUE</text:p></table:table-cell>'
        f'<table:table-cell office:value-type="string"><office:annotation><text:p>Ask again</text:p></office:annotation><text:p>now <text:span text:style-name="span">{UP}</text:span></text:p></table:table-cell>'
        "</table:table-row><table:table-row/>"
        f'<table:table-row table:visibility="collapse">{ods_cell("old")}</table:table-row>'
        '<table:table-row table:number-rows-repeated="1048568"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
    )
    columns = (
        '<table:table-column table:number-columns-repeated="11"/><table:table-column table:visibility="collapse"/>'
    )
    return ods(
        f'<table:table table:name="Register">{columns}<table:table-header-rows>{head}</table:table-header-rows>{rows}{odd}</table:table>'
        '<table:table table:name="Lists" table:style-name="away"><table:table-row/></table:table>'
    )


# --- Word ------------------------------------------------------------------------------------------

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
_TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def docx(body: str) -> bytes:
    return packed(
        {
            "[Content_Types].xml": _TYPES,
            "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>".encode(),
        }
    )


def paragraphs(words: str) -> str:
    return "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in words.split("\n")
    )


def symbol(letter: str) -> str:
    return f'<w:p><w:r><w:sym w:font="Wingdings" w:char="F0{ord(letter):02X}"/></w:r></w:p>'


def word_cell(content: str, look: str = "") -> str:
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{content}</w:tc>"


def word_row(*cells: str, look: str = "") -> str:
    return f"<w:tr><w:trPr>{look}</w:trPr>{''.join(cells)}</w:tr>"


def word_table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def docx_register() -> bytes:
    head = word_row(*(word_cell(paragraphs(heading)) for heading in HEADINGS))
    rows = (
        word_row(
            *(
                word_cell(
                    symbol(str(value)) if column == WINGDINGS_COLUMN else paragraphs(text(value)),
                    '<w:shd w:fill="FF0000"/>' if value == 5 else "",
                )
                for column, value in enumerate(row, start=1)
            )
        )
        for row in ROWS
    )
    return docx(word_table(head, *rows))


def packed(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return out.getvalue()


def an_xlsx(folder: Path) -> bytes:
    return xlsx(folder / "made.xlsx").read_bytes()


FORMATS: dict[str, Callable[[Path], bytes]] = {
    "register.xlsx": an_xlsx,
    "register.xlsm": an_xlsx,
    "register.xls": lambda _: (FILES / "register.xls").read_bytes(),
    "register.xlsb": lambda _: (FILES / "register.xlsb").read_bytes(),
    "register.ods": lambda _: ods_register(),
    "register.csv": lambda _: delimited(),
    "register.tsv": lambda _: delimited("\t", "utf-16"),
    "register.txt": lambda _: delimited(";", "utf-8-sig", "\n"),
    "register.docx": lambda _: docx_register(),
}

"""Texts put into the cells of a workbook as XML, with Excel's own escapes for what XML can't hold."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

# XML can't hold these; an underscore that would begin an escape is escaped itself.
_ESCAPED = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")

FORMS = ("shared", "inline", "runs", "formula")


class Written(NamedTuple):
    """``xml``: what stands in the cell, as markup. ``form``: one of FORMS."""

    xml: str
    form: str = "shared"


def excel(text: str) -> str:
    """The text as Excel writes it between the tags of a cell."""
    return escape(_ESCAPED.sub(lambda match: f"_x{ord(match[0]):04X}_", text))


def written(text: str, form: str) -> Written:
    """The text in this form; in runs, it is cut in its middle."""
    if form != "runs":
        return Written(excel(text), form)
    middle = len(text) // 2
    return Written("\0".join((excel(text[:middle]), excel(text[middle:]))), form)


def put(path: Path, sheet: str, cells: Mapping[str, Written]) -> None:
    """Writes these cells of a workbook that XlsxWriter made; their looks stay."""
    parts = _parts(path)
    names = re.findall(r'<sheet name="([^"]*)"', parts["xl/workbook.xml"].decode())
    part = f"xl/worksheets/sheet{names.index(sheet) + 1}.xml"
    page, strings = (parts[name].decode() for name in (part, "xl/sharedStrings.xml"))
    for address, cell in cells.items():
        if cell.form == "shared":
            new = f' t="s"><v>{strings.count("<si>")}</v></c>'
            strings = strings.replace("</sst>", f"<si>{_text(cell.xml)}</si></sst>")
        elif cell.form == "formula":
            new = f' t="str"><f>T("x")</f><v>{cell.xml}</v></c>'
        else:
            runs = cell.xml.split("\0")
            look = "<rPr><b/></rPr>"
            inside = "".join(f"<r>{look}{_text(run)}</r>" for run in runs) if cell.form == "runs" else _text(cell.xml)
            new = f' t="inlineStr"><is>{inside}</is></c>'
        old = rf'<c r="{address}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)'
        match = re.search(old, page, flags=re.DOTALL)
        assert match, f"{path.name} has no cell {sheet} {address}"
        page = f'{page[: match.start()]}<c r="{address}"{match[1] or ""}{new}{page[match.end() :]}'
    _write(path, parts | {part: page.encode(), "xl/sharedStrings.xml": strings.encode()})


def replace_in(path: Path, part: str, old: str, new: str) -> None:
    """Replaces a stretch of a part, which must stand there."""
    parts = _parts(path)
    assert old in parts[part].decode()
    _write(path, parts | {part: parts[part].decode().replace(old, new, 1).encode()})


def texts(data: Path) -> list[str]:
    """Every shared text of a workbook as Excel shows it."""
    found = re.findall(r"<si>(.*?)</si>", _parts(data)["xl/sharedStrings.xml"].decode(), flags=re.DOTALL)
    pieces = (re.findall(r"<t(?: [^>]*)?>(.*?)</t>", one, flags=re.DOTALL) for one in found)
    return ["".join(_shown(piece) for piece in each) for each in pieces]


def _shown(xml: str) -> str:
    plain = re.sub(r"&#(\d+);", lambda match: chr(int(match[1])), xml)
    plain = plain.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), plain)


def _text(xml: str) -> str:
    return f'<t xml:space="preserve">{xml}</t>'


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def _write(path: Path, parts: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)

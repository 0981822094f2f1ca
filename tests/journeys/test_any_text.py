"""Any text in a cell arrives in the report as it was after the one cleaning, or is reported with its cell.

The cells are written as Excel writes them, in each of the forms in which a workbook can hold a text.
"""

from __future__ import annotations

import json
import re
import tempfile
from dataclasses import dataclass
from html import unescape
from itertools import count
from pathlib import Path

import docx
import pytest
from docx.text.paragraph import Paragraph
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pipeline.cli import main
from pipeline.ingest.cleaning import clean
from pipeline.model.errors import ExitStatus
from tests.journeys.cell_xml import FORMS, Written, put, replace_in, texts, written
from tests.quarter import make, sample
from tests.sample import mapping_rows, mopac_book, mopac_risks

LONGEST = 32_767
NASTY = (
    "R&D <select> \"quotes\" 'single' & &amp; <b>bold</b>",
    "{{ meeting.title }} {% if x %} {%p %} {# no #} {_{ x }_} {a}}",
    "emoji 🚨 and right-to-left שלום مرحبا \u200f marks",
    "control \x01\x08 characters \x0b and \x0c and \x07",
    "escapes as words: _x0007_ and _x005F_ and _x0041_x0042_ and x005F_x005F_\ud83d and __xD800_",
    "halves \ud83d\ude00 that meet, and \ud800 and \udc00 that do not \ude00\ud83d",
    "=1+1 is not a formula here",
    "tab\there\r\nnew line\nand another\rand one more",
    "noncharacter \ufdd0narrative.purpose\ufdd1 \ufffe \uffff",
    "ends ]]> and --> and <?xml ?>",
    "<r><t>like a run of Excel's own & not one</t></r>",
    "<r>_x0041_x0042_</r>",
    "long " + "words " * 5_400,
    "None",
    "00232",
    "#1 priority for the A",
)
ALIGNED = tuple(str(row[mapping_rows.ORGANISATIONS.index("MOPAC") + 2]) for row in mapping_rows.SHEETS["Alignment"])
ROWS = {risk.number: row for row, risk in enumerate(mopac_risks.RISKS, start=2)}
DESCRIPTIONS = tuple(f"D{ROWS[number]}" for number in ALIGNED)  # of the register
CONTROLS = ("D2", "D3", "D4", "D5")  # descriptions, in the mapping
EVIDENCE = ("K2", "K3", "K4", "K5")


@dataclass(frozen=True)
class Made:
    """What a run has made, as text."""

    cells: frozenset[str]  # the first of each row of the report's tables
    report: str  # every paragraph
    tables: tuple[str, ...]  # every text of the appendix workbook
    record: dict[str, object]
    replaced: frozenset[tuple[str, str, str]]  # file, sheet, cell
    review: str

    def descriptions(self) -> list[str]:
        risks = [risk for aligned in self.record["aligned_risks"] for risk in aligned["risks"]]  # type: ignore[attr-defined]
        by_id = {risk["id"]: risk["description"] for risk in risks}
        return [by_id[number] for number in ALIGNED]

    def controls(self) -> list[dict[str, str]]:
        return [control for aligned in self.record["aligned_risks"] for control in aligned["controls"]]  # type: ignore[attr-defined]


def made(inputs: Path, outputs: Path) -> Made:
    """The report on these inputs, made as an officer does."""
    assert make(inputs, outputs) in (ExitStatus.DONE, ExitStatus.BLOCKS_OPEN)
    folder = outputs / "2017-12-19"
    (document,) = folder.glob("*panel-report.docx")
    word = docx.Document(str(document))
    record = json.loads((folder / "record.json").read_bytes().decode("utf-8"))
    replaced = [finding for finding in record["findings"] if finding["code"].endswith("text-replaced")]
    return Made(
        cells=frozenset(row.cells[0].text for table in word.tables for row in table.rows),
        report="\n".join(Paragraph(p, word.element.body).text for p in word.element.body.iter(f"{W}p")),
        tables=tuple(texts(folder / "appendix-tables.xlsx")),
        record=record,
        replaced=frozenset((f["file"], f["sheet"], cell) for f in replaced for cell in [f["cell"]] * bool(f["cell"]) or in_words(f["message"])),
        review=unescape((folder / "review.html").read_bytes().decode("utf-8")),
    )  # fmt: skip


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def in_words(message: str) -> list[str]:
    """The cells that a finding about many cells lists: ``D3, D6 to D7``."""
    cells = []
    for column, first, last in re.findall(r"\b([A-Z]+)(\d+)(?: to [A-Z]+(\d+))?", message.rpartition(" cells: ")[2]):
        cells += [f"{column}{row}" for row in range(int(first), int(last or first) + 1)]
    return cells


def check_arrival(folder: Path, given_texts: tuple[str, ...], first: int = 0) -> None:
    """Each text stands in every output as cleaned; each cell that held what no document can is named. The
    cells take the forms by turns, from the ``first``.
    """
    forms = (FORMS[(first + number + number // len(given_texts)) % len(FORMS)] for number in count())
    inputs, outputs = sample(folder)
    apart = [f"⟦{number} {text} {number}⟧" for number, text in enumerate(given_texts, start=1)]
    put_texts = {
        ("mopac-register.xlsx", mopac_book.SHEET): dict(zip(DESCRIPTIONS, given_texts, strict=False)),
        ("mapping.xlsx", "Controls"): dict(zip((*CONTROLS, *EVIDENCE), apart + apart, strict=False)),
    }
    for (file, sheet), cells in put_texts.items():
        put(inputs / file, sheet, {cell: written(text, next(forms)) for cell, text in cells.items()})
    result = made(inputs, outputs)
    cleaned = [clean(text)[0] for text in given_texts]
    between = [clean(text)[0] for text in apart]
    assert [text for text in cleaned if text not in result.cells] == []
    assert [text for text in cleaned if text not in result.tables] == []
    assert result.descriptions() == cleaned
    assert [text for text in between if text not in result.report] == []
    assert [text for text in between if text not in result.tables] == []
    assert [control["description"] for control in result.controls()[: len(between)]] == between
    assert [control["evidence"] for control in result.controls()[: len(between)]] == between
    held = {
        (*where, cell) for where, cells in put_texts.items() for cell, text in cells.items() if clean(text)[1]
    }  # fmt: skip
    assert result.replaced == held


@pytest.mark.parametrize("first", range(0, len(NASTY), 4))
def test_nasty_texts(first: int, tmp_path: Path) -> None:
    check_arrival(tmp_path, NASTY[first : first + 4])


QUICK = (Phase.explicit, Phase.reuse, Phase.generate)  # a run takes a second: shrinking would take minutes
PIECES = st.one_of(
    st.characters(exclude_categories=()),
    st.sampled_from(("_x0041_", "_x005F_", "x005F_", "_xD83D_", "_xDE00_", "_x", "005F_", "<r>", "</r>", "{{", "\r", "\ud83d", "\ude00", "\x01", "_")),
)  # fmt: skip
CELL_TEXT = st.lists(PIECES, min_size=1, max_size=60).map("".join).filter(lambda text: clean(text)[0] != "")


def test_four_cells_together_are_each_named(tmp_path: Path) -> None:
    check_arrival(tmp_path, ("a\x01", "b\x02", "c\x03", "d\x04"))


@settings(max_examples=8, deadline=None, phases=QUICK, suppress_health_check=[HealthCheck.too_slow])
@given(st.tuples(CELL_TEXT, CELL_TEXT, CELL_TEXT, CELL_TEXT), st.integers(0, len(FORMS) - 1))
def test_any_text(given_texts: tuple[str, ...], first: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        check_arrival(Path(folder), given_texts, first)


@pytest.mark.parametrize("unit", ["é&", "😀"])
def test_longest_text_of_a_cell_arrives_whole(unit: str, tmp_path: Path) -> None:
    # Excel counts an emoji as two.
    text = (unit * LONGEST)[: LONGEST // (2 if unit == "😀" else 1) - 1] + "."
    inputs, outputs = sample(tmp_path)
    put(inputs / "mopac-register.xlsx", mopac_book.SHEET, {"D3": written(text, "shared")})
    put(inputs / "mapping.xlsx", "Controls", {"D2": written(text, "inline"), "K2": written(text, "runs")})
    result = made(inputs, outputs)
    assert text in result.cells
    assert text in result.tables
    assert result.report.count(text) >= 3
    assert result.descriptions()[0] == text
    assert (result.controls()[0]["description"], result.controls()[0]["evidence"]) == (text, text)
    assert result.replaced == frozenset()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("file", "sheet"), [("mopac-register.xlsx", mopac_book.SHEET), ("mapping.xlsx", "Controls")])
def test_longer_text_is_refused_with_its_cell(
    file: str, sheet: str, form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inputs, outputs = sample(tmp_path, history=False)
    put(inputs / file, sheet, {"D3": written("é" * (LONGEST + 1), form)})
    assert make(inputs, outputs) == ExitStatus.INPUTS_UNUSABLE
    told = " ".join(capsys.readouterr().err.split())
    assert f"{file}, sheet '{sheet}', cell D3 holds 32,768 characters; Excel can hold 32,767 in a cell." in told
    assert not outputs.exists() or not list(outputs.iterdir())


@pytest.mark.parametrize("character", ["&#x1;", "&#xD800;", "&#xFFFF;", "\x01"])
@pytest.mark.parametrize(
    ("file", "words"),
    [("mopac-register.xlsx", "What might happen"), ("mapping.xlsx", "Gold group"), ("narrative.docx", "Purpose")],
)
def test_what_xml_cannot_hold_is_refused(
    file: str, words: str, character: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inputs, outputs = sample(tmp_path, history=False)
    part = "word/document.xml" if file.endswith(".docx") else "xl/sharedStrings.xml"
    replace_in(inputs / file, part, words, f"{words}{character}")
    assert main(["check", "--inputs", str(inputs), "--outputs", str(outputs), "--json"]) == ExitStatus.INPUTS_UNUSABLE
    shown = capsys.readouterr()
    assert shown.out == ""
    assert f"{file} is damaged" in " ".join(shown.err.split())
    assert "Traceback" not in shown.err


def test_words_of_every_kind_arrive(tmp_path: Path) -> None:
    """Ids, owners, headings, names, titles and promises: escapes are undone, and those that are words stay."""
    inputs, outputs = sample(tmp_path)
    put(inputs / "mopac-register.xlsx", mopac_book.SHEET, {
        "A3": Written("OPC_x002D_02 _x005F_x0041_"),
        "D1": Written("What might_x000D_\nhapp_x0065_n", "inline"),
        "G3": Written("Director_x0001_ of _xD83D__xDE00_", "runs"),
    })  # fmt: skip
    put(inputs / "mapping.xlsx", "Meeting", {"B4": Written("Alignment _x005F_xD800_ _xD83D__xDE00_")})
    put(inputs / "mapping.xlsx", "Alignment", {"D2": Written("OPC-02 _x005F_x0041_")})
    put(inputs / "mapping.xlsx", "Controls", {"C2": Written("Plan _xD83D__xDE00_ _xD800_ for _x005F_x0007_")})
    put(inputs / "mapping.xlsx", "Promises", {"A2": Written("<r>_x0026_lt; _xDC00_</r>".replace("<", "&lt;"))})
    result = made(inputs, outputs)
    (risk,) = (r for r in result.record["aligned_risks"][0]["risks"] if r["organisation"] == "MOPAC")  # type: ignore[index]
    assert (risk["id"], risk["owner"]) == ("OPC-02 _x0041_", "Director\ufffd of 😀")
    assert result.record["title"] == "Alignment _xD800_ 😀"
    assert result.controls()[0]["name"] == "Plan 😀 \ufffd for _x0007_"
    for text in ("Director\ufffd of 😀", "Alignment _xD800_ 😀", "Plan 😀 \ufffd for _x0007_", "<r>&lt; \ufffd</r>"):
        assert text in result.report
    assert {"OPC-02 _x0041_", "Director\ufffd of 😀", "Plan 😀 \ufffd for _x0007_"} <= set(result.tables)
    assert all(
        f"<dd>{sheet}</dd></div>\n<div><dt>Cell</dt><dd>{cell}</dd>" in result.review
        for _, sheet, cell in result.replaced
    )
    assert result.replaced == {
        ("mopac-register.xlsx", mopac_book.SHEET, "G3"), ("mapping.xlsx", "Controls", "C2"), ("mapping.xlsx", "Promises", "A2"),
    }  # fmt: skip


def test_escapes_are_words_in_the_narrative(tmp_path: Path) -> None:
    inputs, outputs = sample(tmp_path)
    words = "A text of _x0041_ and 😀."
    document = docx.Document(str(inputs / "narrative.docx"))
    document.paragraphs[1].add_run(f" {words}")
    document.save(str(inputs / "narrative.docx"))
    assert words in made(inputs, outputs).report


def test_findings_as_json_are_utf_8(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    inputs, outputs = sample(tmp_path)
    put(inputs / "mopac-register.xlsx", mopac_book.SHEET, {
        "D1": Written("What_xD800_ is _xD83D__xDE00_"),
        "G3": Written("_xD800__x0001_"),
        "P3": Written("up _xDC00_ _xFFFE_"),
    })  # fmt: skip
    put(inputs / "mapping.xlsx", "Alignment", {"D2": Written("OPC_xD800_2"), "B3": Written("Gover_xD83D_nance")})
    assert main(["check", "--inputs", str(inputs), "--outputs", str(outputs), "--json"]) == ExitStatus.BLOCKS_OPEN
    findings = json.loads(capfdbinary.readouterr().out.decode("utf-8"))
    said = " ".join(finding["message"] for finding in findings)
    said.encode("utf-8")  # an escape of JSON could smuggle half a character in
    assert {(f["file"], f["cell"]) for f in findings if f["code"].endswith("text-replaced")} >= {
        ("mopac-register.xlsx", "G3"), ("mapping.xlsx", "D2"), ("mapping.xlsx", "B3"),
    }  # fmt: skip

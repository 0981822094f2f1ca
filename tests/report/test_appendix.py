"""The appendix workbook: every row of the report, as text, in real tables."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.page import Page
from pipeline.report import appendix, tables
from pipeline.report.compose import compose
from tests.reconcile import builders as b

PAGE = compose(b.a_report())


def workbook(page: Page = PAGE) -> dict[str, Worksheet]:
    book = openpyxl.load_workbook(io.BytesIO(appendix.build(page)))
    return {sheet.title: sheet for sheet in book.worksheets}


def rows(sheet: Worksheet) -> list[tuple[str | None, ...]]:
    """The table's rows below its headings."""
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=4)]


def parts(page: Page = PAGE) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(appendix.build(page))) as package:
        return {name: package.read(name).decode("utf-8") for name in package.namelist()}


def test_the_sheets_are_the_appendices() -> None:
    sheets = workbook()
    assert list(sheets) == [
        "Appendix 1 Overview",
        "Appendix 1 Controls",
        "Appendix 2 Controls",
        "At a glance",
        "Appendix 4 Changes",
        "Definitions",
    ]
    assert sheets["Appendix 1 Overview"]["A1"].value == "Met/MOPAC joint risk overview"
    assert sheets["Appendix 4 Changes"]["A2"].value == (
        "Compared with the report to the meeting of 26 September 2017. "
        "1 other risk in the registers changed; it is outside this report."
    )


def test_each_row_of_the_report_is_a_row() -> None:
    sheets = workbook()
    overview = rows(sheets["Appendix 1 Overview"])
    assert [row[1:7] for row in overview] == [
        (row.description, row.organisation, row.reference, row.owner, row.rating, row.trend)
        for risk in PAGE.risks
        for row in risk.rows
    ]
    assert overview[5][0] == "3 Money"
    assert overview[5][7:9] == ("Above appetite", "The settlement is lower than was planned for.")
    controls = [one for risk in PAGE.risks for one in (*risk.joint_controls, *risk.potential_controls)]
    described = [row[2:6] for row in rows(sheets["Appendix 1 Controls"])]
    assert described == [(one.reference, one.name, one.description or "–", one.status) for one in controls]
    assert len(rows(sheets["Appendix 2 Controls"])) == len(PAGE.schedule)
    assert [row[2] for row in rows(sheets["Appendix 2 Controls"])] == [row.control for row in PAGE.schedule]
    assert [row[3] for row in rows(sheets["At a glance"])] == [row.now for row in PAGE.glance]
    assert [row[2] for row in rows(sheets["Appendix 4 Changes"])] == [row.what for row in PAGE.movement.changes]
    assert ("Assurance", "1st line", "Those who run the control say so.") in rows(sheets["Definitions"])


def test_tables_are_real_with_filters_frozen_headings_and_names_of_their_own() -> None:
    names = set()
    for sheet in workbook().values():
        (table,) = sheet.tables.values()
        names.add(table.name)
        assert table.ref.startswith("A3:")
        assert table.autoFilter is not None
        assert sheet.freeze_panes == "B4"
        assert sheet.print_title_rows == "$3:$3"
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
        assert sheet["A4"].alignment.wrap_text
    assert len(names) == 6


@pytest.mark.parametrize("marking", ["OFFICIAL", "OFFICIAL & SENSITIVE", "2 of 2"])
def test_the_marking_stands_on_every_printed_page(marking: str) -> None:
    page = replace(PAGE, meeting=replace(PAGE.meeting, marking=marking))
    for sheet in workbook(page).values():
        assert sheet.oddHeader.center.text.replace("&&", "&").endswith(marking)
        assert sheet.oddFooter.center.text.replace("&&", "&").endswith(marking)
        assert sheet.oddFooter.right.text == "Page &P of &N"


def test_without_a_marking_there_is_none() -> None:
    page = replace(PAGE, meeting=replace(PAGE.meeting, marking=""))
    assert all(sheet.oddHeader.center.text is None for sheet in workbook(page).values())


@pytest.mark.parametrize(
    "text", ["=1+1", "@SUM(A1)", "+1", "-1", "0012", "1e5", "http://example.org/a b", "mailto:a@example.org", "_x0041_", "{=1}", " padded "]
)  # fmt: skip
def test_a_text_stays_a_text(text: str) -> None:
    risk = replace(PAGE.risks[0], rows=(replace(PAGE.risks[0].rows[0], description=text),))
    page = replace(PAGE, risks=(risk,), overview_title=text, meeting=replace(PAGE.meeting, title=text, report_by=text))
    sheet = workbook(page)["Appendix 1 Overview"]
    xml = parts(page)
    assert not any("<f>" in part for name, part in xml.items() if "worksheets/sheet" in name)
    assert not any("hyperlink" in part for name, part in xml.items() if "worksheets/" in name)
    cell = sheet["B4"]
    assert (cell.data_type, cell.quotePrefix, cell.number_format) == ("s", False, "@")
    if text != "_x0041_":  # openpyxl leaves the escape as Excel has it in the file
        assert cell.value == text


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1))
@settings(max_examples=25, deadline=None)
def test_any_words_arrive(text: str) -> None:
    definitions = replace(PAGE.definitions, own_scales="", counts_evidence=text)
    page = replace(
        PAGE, risks=(), glance=(), schedule=(), definitions=definitions, movement=replace(PAGE.movement, changes=())
    )
    shared = parts(page)["xl/sharedStrings.xml"]
    assert len(re.findall("<si>", shared)) > 1
    if not re.search("_x[0-9A-Fa-f]{4}_", text):
        assert rows(workbook(page)["Definitions"])[-1][2] == text


def test_a_table_with_nothing_says_none() -> None:
    first = replace(compose(b.a_report(past=False)), schedule=())
    sheets = workbook(first)
    assert [cell.value for cell in sheets["Appendix 4 Changes"][4]] == ["None", None, None, None, None, None]
    assert sheets["Appendix 4 Changes"]["A2"].value == "Compared with no earlier report: this is the first report."
    assert sheets["Appendix 2 Controls"]["A4"].value == "None"


@pytest.mark.parametrize("text", ["a" * 32_767, "🙂" * 16_383])
def test_what_fits_a_cell_is_whole(text: str) -> None:
    assert tables._fitting(text) == text


@pytest.mark.parametrize("text", ["a" * 32_768, "🙂" * 16_384])
def test_what_does_not_fit_a_cell_says_that_it_is_cut(text: str) -> None:
    fitted = tables._fitting(text)
    assert fitted.endswith("[cut here: the Word report has the whole text]")
    assert len(fitted.encode("utf-16-le")) // 2 <= 32_767


def test_the_same_page_is_the_same_bytes() -> None:
    assert appendix.build(PAGE) == appendix.build(PAGE)


def test_rows_are_as_tall_as_their_words() -> None:
    short, long = "One line", "Many words that need more than one line " * 5
    risk = replace(
        PAGE.risks[0],
        rows=tuple(replace(PAGE.risks[0].rows[0], description=words) for words in (short, long, long * 30)),
        control_line=short, control_exceptions="", residual_risk=short,
    )  # fmt: skip
    sheet = workbook(replace(PAGE, risks=(risk,)))["Appendix 1 Overview"]
    heights = [sheet.row_dimensions[row].height or 15 for row in (4, 5, 6)]
    assert heights[0] < heights[1] < heights[2] == 408.75


@pytest.mark.parametrize(
    "text", ["<r><t>a & b</t></r>", "<r></r>", "_x0041_x0042_", "<r>_x005F_x0041_</r>", "<r>a", "_x0041_"]
)
def test_texts_that_look_like_excels_own_markup_stay_texts(text: str) -> None:
    row = replace(PAGE.schedule[0], progress=text)
    shared = parts(replace(PAGE, schedule=(row,)))["xl/sharedStrings.xml"]
    written = ["".join(si.itertext()) for si in etree.fromstring(shared.encode())]
    # Excel undoes escapes from the left, each once.
    shown = [re.sub("_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), one) for one in written]
    assert text in shown

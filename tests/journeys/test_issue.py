"""A report is edited in Word as a director would, and put on record as it was sent."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.text.paragraph import Paragraph

from pipeline.cli import main
from tests.quarter import made_sample, make
from tests.sample.issued import TEMPLATE

DAY = "2017-12-19"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.fixture(scope="module")
def quarter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("quarter")
    made_sample(folder)
    return folder


@pytest.fixture
def folder(quarter: Path, tmp_path: Path) -> Path:
    """The sample quarter made, in a folder of its own."""
    shutil.copytree(quarter, tmp_path, dirs_exist_ok=True)
    return tmp_path


def report(folder: Path) -> Path:
    return folder / "outputs" / DAY / "panel-report.docx"


def issued(folder: Path) -> Path:
    return folder / "outputs" / DAY / "issued"


def issue(folder: Path, *more: str) -> int:
    return main(
        ["issue", *more, "--inputs", str(folder / "inputs"), "--outputs", str(folder / "outputs"), "--template", str(TEMPLATE)]
    )  # fmt: skip


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def record(folder: Path, name: str = "record.json") -> Any:
    return json.loads((issued(folder) / name).read_bytes())


def _paragraphs(document: Document) -> Iterator[Paragraph]:
    yield from document.paragraphs
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from cell.paragraphs


def edit(path: Path, was: str, now: str) -> None:
    """Changes words in the first paragraph that holds them within one run, as typing in Word does."""
    document = docx.Document(str(path))
    run = next(run for paragraph in _paragraphs(document) for run in paragraph.runs if was in run.text)
    run.text = run.text.replace(was, now)
    document.save(str(path))


def edit_owner(path: Path, risk: str, was: str, now: str) -> None:
    document = docx.Document(str(path))
    table = next(
        table for table in document.tables if any(cell.text == "Risk owner" for cell in table.rows[0].cells)
        and table._tbl.getprevious() is not None and _heading_above(table).startswith(risk)
    )  # fmt: skip
    cell = next(cell for row in table.rows for cell in row.cells if cell.text == was)
    cell.paragraphs[0].runs[0].text = now
    document.save(str(path))


def _heading_above(table: Any) -> str:
    for element in table._tbl.itersiblings(preceding=True):
        text = "".join(element.itertext())
        if text.startswith("Risk ") and ":" in text[:8]:
            return text
    return ""


def rewrite(path: Path, part: Callable[[str, bytes], bytes]) -> None:
    """Writes the package anew, each part as ``part`` gives it by name, in another order."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for name in reversed(parts):
            new.writestr(name, part(name, parts[name]))


# --- as it was sent --------------------------------------------------------------------------------


def test_an_unedited_report_is_issued_as_generated(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert issue(folder) == 0
    assert capsys.readouterr().out.splitlines() == [f"Issued: {issued(folder) / 'panel-report.docx'} (as generated)"]
    assert set(contents(issued(folder))) == {"panel-report.docx", "record.json", "inputs.zip"}
    assert (issued(folder) / "panel-report.docx").read_bytes() == report(folder).read_bytes()
    made = json.loads((folder / "outputs" / DAY / "record.json").read_bytes())
    ours = record(folder)
    assert (ours["state"], ours["differences"]) == ("issued", [])
    same = [key for key in made if key not in ("state", "document")]
    assert {key: ours[key] for key in same} == {key: made[key] for key in same}
    assert ours["document"]["paragraphs"] == made["document"]["paragraphs"]


def test_what_a_director_changed_is_told_with_whose_words_it_was(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    edit(report(folder), "above £500,000", "above £250,000")
    edit(report(folder), "bears on the others", "bears on all the others")
    edit_owner(report(folder), "Risk 2", "Deputy Commissioner", "Assistant Commissioner")
    edit(report(folder), "in London do not act together", "in the capital do not act together")
    assert issue(folder) == 0
    out = capsys.readouterr().out
    for heading in (
        "The narrative, section 'Interdependencies' (narrative.docx) (1)",
        "The mapping workbook (mapping.xlsx) (1)",
        "The register of Met (met-register.xlsx) (1)",
        "The register of MOPAC (mopac-register.xlsx) (1)",
    ):
        assert heading in out
    assert "Controls D8" in out and "Corporate risks D21" in " ".join(out.split())
    assert out.splitlines()[-1] == (
        f"Issued: {issued(folder) / 'panel-report.docx'} (4 differences from the generated report)"
    )

    ours = record(folder)
    risks = ours["aligned_risks"]
    control = next(one for one in risks[1]["controls"] if one["name"] == "Investment advisory board")
    assert "above £250,000" in control["description"]
    met = next(one for one in risks[1]["risks"] if one["organisation"] == "Met")
    assert (met["owner"], met["owner_reported"]) == ("Deputy Commissioner", "Assistant Commissioner")
    mopac = next(one for one in risks[0]["risks"] if one["organisation"] == "MOPAC")
    assert "in the capital" in mopac["as_reported"] and "in London" in mopac["description"]
    assert "bears on all the others" in ours["narrative"]["Interdependencies"]

    book = openpyxl.load_workbook(issued(folder) / "differences.xlsx")
    head, *rows = [[cell.value for cell in row] for row in book["Differences"].iter_rows(min_row=3)]
    assert head[:8] == [
        "Where", "As generated", "As sent", "Belongs to", "Organisation", "File", "Sheet", "Cell",
    ]  # fmt: skip
    assert [row[5:8] for row in rows] == [
        ["narrative.docx", "Interdependencies", "paragraph 1"],
        ["mopac-register.xlsx", "Register", "D3"],
        ["met-register.xlsx", "Corporate risks", "D21"],
        ["mapping.xlsx", "Controls", "D8"],
    ]
    assert [[cell.value for cell in row][:4] for row in book["Wording"].iter_rows(min_row=4)] == [
        ["MOPAC", mopac["id"], "Description", mopac["as_reported"]],
        ["Met", met["id"], "Risk owner", "Assistant Commissioner"],
    ]


def test_the_offered_mapping_prints_what_was_sent_and_the_old_one_is_untouched(folder: Path) -> None:
    before = contents(folder / "inputs")
    edit(report(folder), "above £500,000", "above £250,000")
    edit(report(folder), "in London do not act together", "in the capital do not act together")
    assert issue(folder) == 0
    assert contents(folder / "inputs") == before
    shutil.copyfile(issued(folder) / "mapping-updated.xlsx", folder / "inputs" / "mapping.xlsx")
    assert make(folder / "inputs", folder / "outputs") == 0
    words = "\n".join(p.text for p in _paragraphs(docx.Document(str(folder / "outputs" / DAY / "panel-report-2.docx"))))
    assert "above £250,000" in words and "above £500,000" not in words
    assert "in the capital do not act together" in words and "It differs from the register." in words


def test_inputs_zip_makes_the_same_report_again(folder: Path) -> None:
    generated = report(folder).read_bytes()
    edit(report(folder), "bears on the others", "bears on all the others")
    assert issue(folder) == 0
    assert made_again(folder, DAY) == generated


def test_a_year_on_each_issued_report_is_made_again_with_all_that_was_issued_before(folder: Path) -> None:
    made = {DAY: report(folder).read_bytes()}
    edit(report(folder), "bears on the others", "bears on all the others")
    assert issue(folder) == 0
    for day, words in (("2018-03-20", "20 March 2018"), ("2018-06-19", "19 June 2018")):
        meet_on(folder, words)
        assert make(folder / "inputs", folder / "outputs") == 0
        document = folder / "outputs" / day / "panel-report.docx"
        made[day] = document.read_bytes()
        edit(document, "Supporting information", "Information in support")
        assert issue(folder) == 0
    with zipfile.ZipFile(folder / "outputs" / "2018-06-19" / "issued" / "inputs.zip") as archive:
        records = [name for name in archive.namelist() if name.endswith("record.json")]
    assert records == [f"outputs/{day}/issued/record.json" for day in ("2017-09-26", DAY, "2018-03-20")]
    assert {day: made_again(folder, day) for day in made} == made


def made_again(folder: Path, day: str) -> bytes:
    """The report that comes out of the inputs.zip of a meeting, unpacked elsewhere."""
    again = folder / f"again {day}"
    with zipfile.ZipFile(folder / "outputs" / day / "issued" / "inputs.zip") as archive:
        assert archive.namelist() == sorted(archive.namelist())
        archive.extractall(again)
    status = main(
        ["report", "--inputs", str(again / "inputs"), "--outputs", str(again / "outputs"),
         "--template", str(again / "templates" / TEMPLATE.name)]
    )  # fmt: skip
    assert status == 0
    return (again / "outputs" / day / "panel-report.docx").read_bytes()


def delete(path: Path, begins: str = "", cell: str = "") -> None:
    """Deletes the paragraphs outside tables that begin so, and the first row of a table with this cell."""
    document = docx.Document(str(path))
    for paragraph in document.paragraphs:
        if begins and paragraph.text.startswith(begins):
            paragraph._p.getparent().remove(paragraph._p)
    rows = [row for table in document.tables for row in table.rows if cell and cell in [c.text for c in row.cells]]
    for row in rows[:1]:
        row._tr.getparent().remove(row._tr)
    document.save(str(path))


def edit_title(path: Path, now: str) -> None:
    """In the body and in the headers."""
    was = b"Alignment of MOPAC and Met Risks"
    rewrite(path, lambda name, data: data.replace(was, now.encode()) if name.startswith("word/") else data)


def use_the_copy(folder: Path) -> None:
    shutil.copyfile(issued(folder) / "mapping-updated.xlsx", folder / "inputs" / "mapping.xlsx")


# What time alone brings by March, the registers being those of December.
BY_MARCH = ("review-overdue", "top-band-long")


def findings(folder: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The codes of what is to be fixed or looked at."""
    capsys.readouterr()
    main(["check", "--json", "--inputs", str(folder / "inputs"), "--outputs", str(folder / "outputs")])
    found = json.loads(capsys.readouterr().out)
    return [one["code"] for one in found if one["severity"] != "note" and one["code"] not in BY_MARCH]


def changed_since(folder: Path) -> list[str]:
    """What the next report, made in March of the same registers, says has changed."""
    meet_on(folder, "20 March 2018")
    assert make(folder / "inputs", folder / "outputs") == 0
    made = json.loads((folder / "outputs" / "2018-03-20" / "record.json").read_bytes())
    said = [one["text"] for one in made["document"]["paragraphs"] if one["where"].startswith("What changed")]
    return said[1:]


def test_a_renamed_aligned_risk_is_renamed_wherever_the_copy_names_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(report(folder), "Risk 3: Money", "Risk 3: Finance")
    assert issue(folder) == 0
    use_the_copy(folder)
    meet_on(folder, "20 March 2018")
    assert findings(folder, capsys) == []
    book = openpyxl.load_workbook(folder / "inputs" / "mapping.xlsx")
    assert [book["Controls"][f"B{row}"].value for row in range(10, 14)] == ["Finance"] * 4
    row = {cell.value: book["Alignment"].cell(4, cell.column).value for cell in book["Alignment"][1]}
    assert (row["Aligned risk"], row["Formerly"]) == ("Finance", "Funding, Money")


@pytest.mark.parametrize("copy", [True, False], ids=["copy used", "workbook as it was"])
def test_a_title_edited_in_the_report_does_not_cut_the_history(
    folder: Path, capsys: pytest.CaptureFixture[str], copy: bool
) -> None:
    edit_title(report(folder), "Alignment of the Risks")
    assert issue(folder) == 0
    ours = record(folder)
    assert (ours["title"], ours["other_titles"]) == ("Alignment of the Risks", ["Alignment of MOPAC and Met Risks"])
    if copy:
        use_the_copy(folder)
    assert changed_since(folder) == [
        "Nothing reported here has changed since the report to the meeting of 19 December 2017."
    ]
    assert findings(folder, capsys) == []


def test_a_control_taken_out_of_the_report_is_new_when_it_is_listed_again(folder: Path) -> None:
    delete(report(folder), begins="Gold group –", cell="Gold group")
    assert issue(folder) == 0
    assert "Gold group" not in [one["name"] for one in record(folder)["aligned_risks"][0]["controls"]]
    assert "New control under Safeguarding: Gold group (joint)." in changed_since(folder)


def test_a_control_taken_out_in_one_place_only_stays_and_is_pointed_out(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    delete(report(folder), begins="Gold group –")
    assert issue(folder) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "The report now contradicts itself. This is still printed at: Appendix 2: Control schedule" in said
    assert "Gold group" in [one["name"] for one in record(folder)["aligned_risks"][0]["controls"]]


def test_a_risk_taken_out_of_the_report_is_reported_again_and_nothing_false_is_said_of_it(folder: Path) -> None:
    delete(report(folder), cell="ACTP")
    assert issue(folder) == 0
    ours = record(folder)
    assert "M03" not in [one["id"] for one in ours["aligned_risks"][0]["risks"]]
    assert "M03" in [one["id"] for one in ours["organisations"][0]["other_risks"]]
    _, said, *rest = changed_since(folder)
    assert said.startswith("Met's risk M03 is reported again under Safeguarding")
    assert not [line for line in rest if "M03" in line or "owner" in line]


def test_a_description_as_issued_is_missed_where_the_register_s_own_is_printed_again(folder: Path) -> None:
    edit(report(folder), "Children and adults at risk", "Children at risk")
    assert issue(folder) == 0
    said = """The words of Met's risk under Safeguarding changed: "and adults" is new."""
    assert said in changed_since(folder)


def test_words_struck_out_are_no_report_as_generated(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = docx.Document(str(report(folder)))
    cell = next(c for table in document.tables for row in table.rows for c in row.cells if c.text == "ACTP")
    cell.paragraphs[0].runs[0].font.strike = True
    document.save(str(report(folder)))
    assert issue(folder) == 0
    said = capsys.readouterr().out
    assert "[struck out] ACTP" in said and "(1 difference from the generated report)" in said


def test_the_copy_is_said_to_hold_lines_of_wording_where_it_holds_no_cells(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(report(folder), "Children and adults at risk", "Children at risk")
    assert issue(folder) == 0
    said = capsys.readouterr().out
    assert "holds 1 of them in new lines of Wording" in said and "in its cells" not in said


def test_a_template_that_was_named_and_is_another_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = folder / "t.docx"
    other.write_bytes(TEMPLATE.read_bytes() + b"\n")
    before = contents(folder / "outputs")
    options = ["--inputs", str(folder / "inputs"), "--outputs", str(folder / "outputs"), "--template", str(other)]
    assert main(["issue", *options]) == 2
    assert f"{other} is not the template that the report was made from" in capsys.readouterr().err
    assert contents(folder / "outputs") == before
    other.write_bytes(TEMPLATE.read_bytes())
    assert main(["issue", *options]) == 0


def meet_on(folder: Path, day: str) -> None:
    """Changes the meeting date in the mapping workbook."""
    book = openpyxl.load_workbook(folder / "inputs" / "mapping.xlsx")
    row = next(row for row in book["Meeting"].iter_rows() if row[0].value == "Meeting date")
    row[1].value = day
    book.save(folder / "inputs" / "mapping.xlsx")


def test_a_difference_that_leaves_the_report_contradicting_itself_is_pointed_out(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    edit(report(folder), "Risk 3: Money", "Risk 3: Finances")
    assert issue(folder) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "The report now contradicts itself. This stands still as generated at:" in out
    assert record(folder)["aligned_risks"][2]["name"] == "Finances"
    assert record(folder)["differences"][0]["unchanged_at"] != []


def test_words_that_look_like_a_formula_stay_words(folder: Path) -> None:
    edit(report(folder), "above £500,000", '=HYPERLINK("http://example.org")')
    assert issue(folder) == 0
    book = openpyxl.load_workbook(issued(folder) / "differences.xlsx")
    assert {cell.data_type for row in book["Differences"].iter_rows() for cell in row if cell.value} == {"s"}


# --- again -----------------------------------------------------------------------------------------


def test_issued_twice_with_the_same_bytes_nothing_changes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert issue(folder) == 0
    before = contents(folder / "outputs")
    (folder / "inputs" / "met-register.xlsx").write_bytes(b"next quarter's")
    capsys.readouterr()
    assert issue(folder) == 0
    assert contents(folder / "outputs") == before
    assert capsys.readouterr().out == (
        f"Issued already, with these very bytes: {issued(folder) / 'panel-report.docx'}. Nothing was changed.\n"
    )


def test_a_report_sent_again_with_other_words_stands_beside_the_first(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(report(folder), "bears on the others", "bears on all the others")
    assert issue(folder) == 0
    first = contents(issued(folder))
    edit(report(folder), "bears on all the others", "bears on each other")
    assert issue(folder) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith(f"Re-issued: {issued(folder) / 'panel-report-2.docx'} ")
    now = contents(issued(folder))
    assert {name: now[name] for name in first} == first
    assert set(now) - set(first) == {"panel-report-2.docx", "record-2.json", "inputs-2.zip", "differences-2.xlsx"}
    assert "bears on each other" in record(folder, "record-2.json")["narrative"]["Interdependencies"]


def test_a_report_made_again_after_it_was_issued_says_so_and_leaves_what_was_issued(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert issue(folder) == 0
    before = contents(issued(folder))
    capsys.readouterr()
    assert make(folder / "inputs", folder / "outputs") == 0
    assert "This is the report that was issued: issued/panel-report.docx." in capsys.readouterr().out
    edit(report(folder), "bears on the others", "bears on all the others")
    assert make(folder / "inputs", folder / "outputs") == 0
    assert "make issue FILE=" not in capsys.readouterr().out
    assert issue(folder, str(report(folder))) == 0
    before = contents(issued(folder))
    assert make(folder / "inputs", folder / "outputs") == 0
    second = folder / "outputs" / DAY / "panel-report-2.docx"
    assert f"If this one is sent in its place: make issue FILE={second}" in capsys.readouterr().out
    assert contents(issued(folder)) == before


def test_of_several_reports_the_one_that_was_sent_must_be_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(report(folder), "bears on the others", "bears on all the others")
    assert make(folder / "inputs", folder / "outputs") == 0
    second = report(folder).with_name("panel-report-2.docx")
    capsys.readouterr()
    assert issue(folder) == 64
    assert capsys.readouterr().err.splitlines() == [
        "There are 2 reports to the meeting of 19 December 2017:",
        f"  {second}",
        f"  {report(folder)}",
        f"Name the one that was sent, for example: make issue FILE={report(folder)}",
    ]
    assert issue(folder, str(second)) == 0
    assert record(folder)["differences"] == []


def test_the_next_quarter_is_compared_with_what_was_issued(folder: Path) -> None:
    edit_owner(report(folder), "Risk 2", "Deputy Commissioner", "Assistant Commissioner")
    assert issue(folder) == 0
    meet_on(folder, "20 March 2018")
    assert make(folder / "inputs", folder / "outputs") == 0
    made = folder / "outputs" / "2018-03-20" / "panel-report.docx"
    words = "\n".join(paragraph.text for paragraph in _paragraphs(docx.Document(str(made))))
    assert "Assistant Commissioner" in words  # the owner as issued, in what changed since
    previous = json.loads((made.parent / "record.json").read_bytes())["previous"]
    assert previous == f"{DAY}/issued/record.json"


# --- refused ---------------------------------------------------------------------------------------


def refused(folder: Path, capsys: pytest.CaptureFixture[str], status: int, *more: str) -> str:
    """What is said; nothing may have been written."""
    before = contents(folder / "outputs")
    capsys.readouterr()
    assert issue(folder, *more) == status
    assert contents(folder / "outputs") == before
    said = capsys.readouterr()
    return " ".join((said.out + said.err).split())


def test_tracked_changes_are_each_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = docx.Document(str(report(folder)))
    paragraph = next(p for p in document.paragraphs if p.text.startswith("Each aligned risk bears on"))
    attributes = 'w:id="901" w:author="Director of Finance" w:date="2017-12-10T09:00:00Z"'
    paragraph._p.append(parse_xml(f"<w:ins {W} {attributes}><w:r><w:t>So be it.</w:t></w:r></w:ins>"))
    paragraph._p.append(parse_xml(f"<w:del {W} {attributes}><w:r><w:delText>Not so.</w:delText></w:r></w:del>"))
    document.save(str(report(folder)))
    said = refused(folder, capsys, 1)
    for kind, words in (("inserted", "So be it."), ("deleted", "Not so.")):
        assert (
            f"Interdependencies, paragraph 1: Words {kind} by Director of Finance: '{words}'. Accept or reject" in said
        )
    assert f"Not issued: {report(folder)}: 2 tracked changes or comments open." in said


def test_comments_are_each_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = docx.Document(str(report(folder)))
    paragraph = next(p for p in document.paragraphs if p.text.startswith("Each aligned risk bears on"))
    document.add_comment(paragraph.runs, text="Is this still so?", author="Head of Risk", initials="HR")
    document.save(str(report(folder)))
    said = refused(folder, capsys, 1)
    assert (
        "Interdependencies, paragraph 1: A comment by Head of Risk: 'Is this still so?'. Resolve it and delete it."
        in said
    )
    assert "1 tracked change or comment open" in said


def test_a_draft_is_refused_with_its_blocks(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.load_workbook(folder / "inputs" / "mapping.xlsx")
    book["Alignment"]["C2"].value = "M99"
    book.save(folder / "inputs" / "mapping.xlsx")
    assert make(folder / "inputs", folder / "outputs") == 1
    draft = report(folder).with_name("DRAFT-panel-report.docx")
    for more in ((), (str(draft),)):
        said = refused(folder, capsys, 1, *more)
        assert "[mapped-not-found]" in said and "M99" in said
        assert f"Not issued: {draft}: it is a DRAFT" in said


@pytest.mark.parametrize("name", ["mapping.xlsx", "narrative.docx", "met-register.xlsx", "layouts/met.toml"])
@pytest.mark.parametrize("gone", [True, False])
def test_inputs_that_have_changed_are_each_named(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, gone: bool
) -> None:
    path = folder / "inputs" / name
    if gone:
        path.unlink()
    else:
        path.write_bytes(path.read_bytes() + b"\n")
    said = refused(folder, capsys, 2, str(report(folder)))
    what = "is no longer there" if gone else "has changed since the report was made from it."
    assert f"{path} {what}" in said
    assert "Bring back what it was made from" in said and "make report" in said


def test_a_record_compared_with_that_has_gone_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    previous = folder / "outputs" / "2017-09-26" / "issued" / "record.json"
    previous.unlink()
    assert f"{previous} is no longer there" in refused(folder, capsys, 2)


def test_a_file_from_elsewhere_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    elsewhere = folder / "elsewhere.docx"
    docx.Document().save(str(elsewhere))
    assert f"{elsewhere} was not made by this program. Name the report" in refused(folder, capsys, 2, str(elsewhere))


def test_a_file_whose_record_has_gone_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "outputs" / DAY / "record.json").write_bytes(b"damaged")
    assert "was made by this program, but its record is not in" in refused(folder, capsys, 2)


def test_a_file_without_its_properties_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rewrite(report(folder), lambda name, data: data.replace(b"SHA-256", b"SHA-") if "custom" in name else data)
    assert "what says from which record has been taken out of its properties. Word's Document Inspector" in refused(
        folder, capsys, 2
    )


@pytest.mark.parametrize("content", [None, b"", b"not a Word file"])
def test_a_file_that_cannot_be_opened_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], content: bytes | None
) -> None:
    path = folder / "sent.docx"
    if content is not None:
        path.write_bytes(content)
    assert "sent.docx" in refused(folder, capsys, 2, str(path))


def test_before_there_is_a_report_it_must_be_made(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(folder / "outputs" / DAY)
    assert "There is no report to the meeting of 19 December 2017" in refused(folder, capsys, 2)
    shutil.rmtree(folder / "outputs")
    assert issue(folder) == 2
    assert not (folder / "outputs").exists()
    assert "Make the report first: make report" in capsys.readouterr().err


def test_an_edited_file_saved_by_another_program_is_known_by_its_seal(folder: Path) -> None:
    """Names and dates in the package change with each save; what the file was generated from is still stated."""
    edited = folder / "sent by mail.docx"
    shutil.copyfile(report(folder), edited)
    rewrite(edited, lambda name, data: data)
    assert issue(folder, str(edited)) == 0
    assert record(folder)["differences"] == []
    assert (issued(folder) / "panel-report.docx").read_bytes() == edited.read_bytes()

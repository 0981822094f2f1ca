"""Bad inputs: each ends in a clear line with the right exit status, and the outputs folder is as it was."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from pipeline.cli import main
from tests.journeys import bad_files as bad
from tests.journeys.refusals import AS_ROOT, RUN, Change, refused

# --- files that are not what they should be --------------------------------------------------------

PLACES = {"mapping.xlsx": "inputs/mapping.xlsx", "mopac-register.xlsx": "inputs/mopac-register.xlsx",
          "narrative.docx": "inputs/narrative.docx", "The template template.docx": "template.docx"}  # fmt: skip


def status_of(name: str) -> int:
    return 3 if "template" in name else 2


REGISTER = "mopac-register.xlsx"  # may be a table in plain text or in a Word document too


@pytest.mark.parametrize(
    ("name", "kind"), [(name, kind) for name in PLACES for kind in bad.KINDS if (name, kind) != (REGISTER, "text")]
)
def test_a_file_that_is_something_else(name: str, kind: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, no_workbook, no_document = bad.KINDS[kind]
    (here / PLACES[name]).write_bytes(data)
    by_word = name.endswith(".docx") or (name, kind) == (REGISTER, "old Word")
    assert refused(capsys, *RUN) == (status_of(name), f"{name} {no_document if by_word else no_workbook}\n")


@pytest.mark.parametrize("name", [name for name in PLACES if name != REGISTER])
def test_a_file_that_is_of_the_other_program(name: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workbook = name.endswith(".xlsx")
    (here / PLACES[name]).write_bytes(bad.a_document() if workbook else bad.a_workbook())
    said = f"a Word document, {bad.NO_BOOK}" if workbook else f"an Excel workbook, {bad.NO_TEXT}"
    assert refused(capsys, *RUN) == (status_of(name), f"{name} is {said} {bad.RIGHT_ONE}\n")


@pytest.mark.parametrize("name", PLACES)
def test_a_file_that_is_cut_short(name: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = here / PLACES[name]
    place.write_bytes(place.read_bytes()[:3000])
    assert refused(capsys, *RUN) == (status_of(name), f"{name} is damaged or cut short. {bad.AGAIN}\n")


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def a_dead_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere")


def a_ring(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.name)


OF_MOPAC = "mapping.xlsx, sheet 'Organisations', D3: the register of MOPAC, 'mopac-register.xlsx',"
NO_FILE = "Put it there, or name another folder with --inputs."
ELSEWHERE = "Name another one with --template."


@pytest.mark.parametrize(
    ("place", "change", "said"),
    [
        ("inputs/mapping.xlsx", a_folder, "mapping.xlsx is a folder. Put the file in its place."),
        ("inputs/mapping.xlsx", a_dead_link, "mapping.xlsx is a link that leads nowhere. Put the file itself in its place."),
        ("inputs/mapping.xlsx", a_ring, "mapping.xlsx is a link that leads nowhere. Put the file itself in its place."),
        ("inputs/mapping.xlsx", Path.unlink, f"inputs has no mapping.xlsx. {NO_FILE}"),
        ("inputs/narrative.docx", a_folder, "narrative.docx is a folder. Put the file in its place."),
        ("inputs/narrative.docx", a_dead_link, "narrative.docx is a link that leads nowhere. Put the file itself in its place."),
        ("inputs/narrative.docx", Path.unlink, f"inputs has no narrative.docx. {NO_FILE}"),
        ("inputs/mopac-register.xlsx", a_folder, f"{OF_MOPAC} is a folder. Put the file itself in its place."),
        ("inputs/mopac-register.xlsx", a_dead_link, "mopac-register.xlsx is a link that leads nowhere. Put the file itself in its place."),
        ("inputs/mopac-register.xlsx", Path.unlink, f"{OF_MOPAC} fits no file. The folder has met-register.xlsx. Put the register there, or correct its name."),
        ("inputs/layouts/mopac.toml", a_folder, "layouts/mopac.toml is a folder. Put the file in its place."),
        ("inputs/layouts/mopac.toml", a_dead_link, "layouts/mopac.toml is a link that leads nowhere. Put the file itself in its place."),
        ("template.docx", a_folder, f"The template template.docx can't be read: it is a folder. {ELSEWHERE}"),
        ("template.docx", a_dead_link, f"The template template.docx can't be read: it is not there. {ELSEWHERE}"),
        ("template.docx", a_ring, f"The template template.docx can't be read: it is a link that leads back to itself. {ELSEWHERE}"),
        ("template.docx", Path.unlink, f"The template template.docx can't be read: it is not there. {ELSEWHERE}"),
    ],
)  # fmt: skip
def test_something_else_stands_in_a_files_place(
    place: str, change: Change, said: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(here / place)
    assert refused(capsys, *RUN) == (status_of(place), f"{said}\n")


@pytest.mark.skipif(AS_ROOT, reason="root may read everything")
@pytest.mark.parametrize("place", ["inputs/mapping.xlsx", "inputs/mopac-register.xlsx", "inputs/narrative.docx"])
def test_a_file_that_may_not_be_read(place: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / place).chmod(0)
    capsys.readouterr()
    assert main(list(RUN)) == 2
    assert capsys.readouterr().err == (
        f"{Path(place).name} can't be opened: it is open in another program, or you have no right to it. "
        "Close it elsewhere, or ask for the right to read it.\n"
    )


# --- what is wrong inside them, so that no report can be made --------------------------------------

PANEL = "there is no row 'Panel'. The panel that the report goes to."
DAY = "there is no row 'Meeting date'. The day of the meeting, such as 19 December 2017."
TITLE = "there is no row 'Title'. The title of the report. Keep it from quarter to quarter: reports of one title are compared."
MEETING = "mapping.xlsx, sheet 'Meeting'"
NO_ORGANISATION = (
    "mapping.xlsx, sheet 'Organisations', A1: no organisation is listed. "
    "Give each a row with its name and its register."
)
NO_RISK = (
    "mapping.xlsx, sheet 'Alignment', A1: no aligned risk is listed. "
    "Give each a row with its name and the ids of its risks."
)
UNSOUND = "is damaged or was written by a program that does not keep to the format."


def no_sheet(name: str) -> str:
    return (
        f"mapping.xlsx: There is no sheet '{name}'. Add it: "
        "a workbook made with 'python -m pipeline start FOLDER' has one with its headings."
    )


def no_sheets(path: Path) -> None:
    parts = bad.parts_of(path)
    book = re.sub(rb"<sheets>.*</sheets>", b"<sheets/>", parts["xl/workbook.xml"], flags=re.DOTALL)
    path.write_bytes(bad.packed(parts | {"xl/workbook.xml": book}))


INSIDE: dict[str, tuple[str, Change, tuple[str, ...]]] = {
    "no Meeting": ("inputs/mapping.xlsx", bad.without_sheets("Meeting"), (no_sheet("Meeting"),)),
    "no Organisations": ("inputs/mapping.xlsx", bad.without_sheets("Organisations"), (no_sheet("Organisations"),)),
    "no Alignment": ("inputs/mapping.xlsx", bad.without_sheets("Alignment"), (no_sheet("Alignment"),)),
    "another workbook": (
        "inputs/mapping.xlsx", lambda path: path.write_bytes(bad.a_workbook()),
        (no_sheet("Meeting"), no_sheet("Organisations"), no_sheet("Alignment")),
    ),
    "no settings": ("inputs/mapping.xlsx", bad.without_rows("Meeting"), (f"{MEETING}: {PANEL}", f"{MEETING}: {DAY}", f"{MEETING}: {TITLE}")),
    "no organisation": ("inputs/mapping.xlsx", bad.without_rows("Organisations"), (NO_ORGANISATION,)),
    "no aligned risk": ("inputs/mapping.xlsx", bad.without_rows("Alignment"), (NO_RISK,)),
    "no row anywhere": (
        "inputs/mapping.xlsx", bad.without_rows("Meeting", "Organisations", "Alignment", "Controls"),
        (f"{MEETING}: {PANEL}", f"{MEETING}: {DAY}", f"{MEETING}: {TITLE}", NO_ORGANISATION, NO_RISK),
    ),
    "no date": ("inputs/mapping.xlsx", bad.setting("Meeting date", None), (f"{MEETING}, B3: 'Meeting date' is blank. The day of the meeting, such as 19 December 2017.",)),
    "unclear date": ("inputs/mapping.xlsx", bad.setting("Meeting date", "soon"), (f"{MEETING}, B3: Meeting date (row 3): 'soon' is not a clear date. Write it like 31 March 2018.",)),
    "impossible date": ("inputs/mapping.xlsx", bad.setting("Meeting date", "31/02/2017"), (f"{MEETING}, B3: Meeting date (row 3): '31/02/2017' is not a clear date. Write it like 31 March 2018.",)),
    "no panel": ("inputs/mapping.xlsx", bad.setting("Panel", None), (f"{MEETING}, B2: 'Panel' is blank. The panel that the report goes to.",)),
    "no sheets in the mapping": ("inputs/mapping.xlsx", no_sheets, (f"mapping.xlsx holds no sheets that can be read. {bad.IN_EXCEL}",)),
    "no sheets in a register": ("inputs/mopac-register.xlsx", no_sheets, (f"mopac-register.xlsx holds no sheets that can be read. {bad.IN_EXCEL}",)),
    "parts missing": ("inputs/mopac-register.xlsx", lambda path: bad.without(path, "xl/workbook.xml"), (f"mopac-register.xlsx {UNSOUND} {bad.IN_EXCEL}",)),
    "no text": ("inputs/narrative.docx", lambda path: bad.without(path, "word/document.xml"), (f"narrative.docx is damaged: it has no text. {bad.AGAIN}",)),
    "no TOML": (
        "inputs/layouts/mopac.toml", lambda path: path.write_text("sheet = = x"),
        ("layouts/mopac.toml can't be understood: Invalid value (at line 1, column 9). Mend that line, or write the file again with: make layout",),
    ),
    "no text in a layout": (
        "inputs/layouts/mopac.toml", lambda path: path.write_bytes(bytes(range(256))),
        ("layouts/mopac.toml is not plain text saved as UTF-8. Save it so in the editor, or write it again with: make layout",),
    ),
    "a field misspelt": (
        "template.docx", lambda path: bad.with_words(path, "meeting.panel ", "meeting.panle "),
        ("template.docx, paragraph 1: There is no field meeting.panle; did you mean meeting.panel? At “{{ meeting.panle }}”",),
    ),
    "a template without its body": ("template.docx", lambda path: bad.without(path, "word/document.xml"), (f"The template template.docx is damaged: it is no sound Word document. {bad.AGAIN}",)),
    "a template without its styles": ("template.docx", lambda path: bad.without(path, "word/styles.xml"), (f"The template template.docx is damaged: it is no sound Word document. {bad.AGAIN}",)),
    "a template without its list of types": ("template.docx", lambda path: bad.without(path, "[Content_Types].xml"), (f"The template template.docx is damaged: it is no sound Word document. {bad.AGAIN}",)),
}  # fmt: skip


@pytest.mark.parametrize("case", INSIDE)
def test_no_report_is_possible(case: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place, change, lines = INSIDE[case]
    change(here / place)
    assert refused(capsys, *RUN) == (status_of(place), "".join(f"{line}\n" for line in lines))


def test_two_registers_fitting_are_listed(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(here / "inputs/mopac-register.xlsx", here / "inputs/mopac-register (2).xlsx")
    bad.cell("Organisations", "D3", "mopac*.xlsx")(here / "inputs/mapping.xlsx")
    assert refused(capsys, *RUN) == (
        2,
        (
            "mapping.xlsx, sheet 'Organisations', D3: the register of MOPAC, 'mopac*.xlsx', fits 2 files: "
            "mopac-register (2).xlsx, mopac-register.xlsx. Take out all but one, or name it in full.\n"
        ),
    )


def test_faults_of_several_files_are_told_in_one_run(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "inputs/narrative.docx").write_bytes(b"")
    (here / "inputs/met-register.xlsx").write_bytes(bad.WEB_PAGE)
    (here / "inputs/mopac-register.xlsx").write_bytes(bad.PASSWORD)
    (here / "template.docx").unlink()
    status, said = refused(capsys, *RUN)
    assert status == 2
    assert said.splitlines() == [
        f"The template template.docx can't be read: it is not there. {ELSEWHERE}",
        f"narrative.docx is empty. {bad.AGAIN}",
        f"met-register.xlsx is a web page, {bad.NO_BOOK} {bad.IN_EXCEL}",
        f"mopac-register.xlsx {bad.KINDS['password'][1]}",
    ]


def test_a_register_that_is_missing_hides_no_fault_of_another(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "inputs/met-register.xlsx").unlink()
    (here / "inputs/mopac-register.xlsx").write_bytes(bad.WEB_PAGE)
    status, said = refused(capsys, *RUN)
    assert status == 2
    missing, damaged = said.splitlines()
    assert "the register of Met, 'met-register.xlsx', fits no file" in missing
    assert damaged == f"mopac-register.xlsx is a web page, {bad.NO_BOOK} {bad.IN_EXCEL}"


@pytest.mark.skipif(not hasattr(os, "truncate"), reason="no file with a hole in it")
def test_a_file_too_large_to_be_read_is_refused_at_once(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """60 GB, nearly all of it a hole: to go through it takes minutes."""
    os.truncate(here / "inputs/met-register.xlsx", 60 << 30)
    assert main(list(RUN)) == 2
    said = capsys.readouterr().err
    assert "met-register.xlsx is larger than 25 MB, the most that is read." in said


# --- the inputs folder -----------------------------------------------------------------------------


def emptied(here: Path, *left: str) -> None:
    shutil.rmtree(here / "inputs")
    (here / "inputs").mkdir()
    for name in left:
        (here / "inputs" / name).write_bytes(b"x")


BOTH_MISSING = f"inputs has no mapping.xlsx. {NO_FILE}\ninputs has no narrative.docx. {NO_FILE}\n"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda here: shutil.rmtree(here / "inputs"), "There is no folder inputs. Name another one with --inputs, or begin a new one with: python -m pipeline start inputs\n"),
        (lambda here: (shutil.rmtree(here / "inputs"), (here / "inputs").write_bytes(b"")), "The folder inputs can't be read: a file stands where a folder should be. Name another one with --inputs.\n"),
        (emptied, BOTH_MISSING),
        (lambda here: emptied(here, "~$mapping.xlsx", "~$rrative.docx", ".~lock.mapping.xlsx#"), BOTH_MISSING),
        (lambda here: emptied(here, "Mapping (2).xlsx"), BOTH_MISSING.replace("mapping.xlsx.", "mapping.xlsx. Did you mean 'Mapping (2).xlsx'?")),
    ],
    ids=["none", "a file", "empty", "lock files only", "another name"],
)  # fmt: skip
@pytest.mark.parametrize("command", ["report", "check"])
def test_the_inputs_folder(
    command: str, change: Change, said: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(here)
    assert refused(capsys, *(RUN if command == "report" else ("check", *RUN[1:5]))) == (2, said)


@pytest.mark.skipif(AS_ROOT, reason="root may look into every folder")
def test_an_inputs_folder_that_may_not_be_looked_into(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "inputs").chmod(0)
    capsys.readouterr()
    status = main(list(RUN))
    (here / "inputs").chmod(0o700)
    assert status == 2
    assert capsys.readouterr().err == (
        "The folder inputs can't be read: it is open in another program, or you have no right to it. "
        "Name another one with --inputs.\n"
    )


# --- a report is possible: a DRAFT, or a report ----------------------------------------------------


def macros(path: Path) -> None:
    parts = bad.parts_of(path)
    plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    types = parts["[Content_Types].xml"].replace(plain, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml")
    path.write_bytes(bad.packed(parts | {"[Content_Types].xml": types, "xl/vbaProject.bin": b"x" * 100}))


@pytest.mark.parametrize(
    ("place", "change", "code"),
    [
        ("inputs/mapping.xlsx", bad.without_sheets("Controls"), "sheet-missing"),
        ("inputs/layouts/mopac.toml", lambda path: path.write_text('sheet = "Gone"\nconfirmed = "2017-12-01"'), "sheet-not-register"),
        ("inputs/mopac-register.xlsx", lambda path: path.write_bytes(bad.a_workbook()), "sheet-not-register"),
        ("inputs/narrative.docx", lambda path: path.write_bytes(bad.a_document()), "section-missing"),
    ],
)  # fmt: skip
def test_what_is_wrong_inside_makes_a_draft(
    place: str, change: Change, code: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(here / place)
    assert main(list(RUN)) == 1
    out, err = capsys.readouterr()
    assert err == ""
    assert f"[{code}]" in " ".join(out.split())
    assert out.splitlines()[-1].startswith("DRAFT: outputs/2017-12-19/DRAFT-panel-report.docx (")


def strange_outputs(here: Path) -> None:
    outputs = here / "outputs"
    (outputs / "2017-06-26").write_text("a file")
    (outputs / "2017-02-31").mkdir()
    (outputs / "old things").mkdir()
    (outputs / "loop").symlink_to("loop")
    (outputs / "2017-03-01").symlink_to(".")
    (outputs / "2017-01-02").mkdir()
    (outputs / "2017-01-02/issued").write_text("a file")
    (outputs / "2017-12-19").mkdir()
    (outputs / "2017-12-19/public").write_text("a file")
    (outputs / "2017-12-19/issued").write_text("a file")


@pytest.mark.parametrize(
    "change",
    [
        strange_outputs,
        lambda here: macros(here / "inputs/mopac-register.xlsx"),
        lambda here: (here / "inputs/mapping.xlsx").rename(here / "inputs/MAPPING.XLSX"),
        lambda here: (here / "inputs/~$mapping.xlsx").write_bytes(b"x"),
    ],
    ids=["strange outputs", "macros", "capitals", "open in Excel"],
)
def test_what_does_no_harm(change: Change, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(here)
    assert main(list(RUN)) == 0
    assert capsys.readouterr().err == ""

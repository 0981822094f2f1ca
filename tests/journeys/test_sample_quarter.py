"""The sample quarter, as an officer makes it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest

from pipeline.cli import main
from tests import golden
from tests.quarter import made_sample, make, sample

ROOT = Path(__file__).parent.parent.parent
DOCUMENTS = {"panel-report.docx", "briefing.docx"}
OUTPUTS = {*DOCUMENTS, "appendix-tables.xlsx", "review.html", "record.json"}
DRAFT_OUTPUTS = OUTPUTS - DOCUMENTS | {f"DRAFT-{name}" for name in DOCUMENTS}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_sample(tmp_path_factory.mktemp("quarter"))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_folder_holds_the_set_and_nothing_else(made: Path) -> None:
    assert {path.name for path in made.iterdir()} == OUTPUTS


@pytest.mark.parametrize("name", ["panel-report.txt", "briefing.txt", "appendix-tables.txt", "record.json"])
def test_the_set_is_the_golden_one(made: Path, name: str) -> None:
    expected = (golden.GOLDEN / name).read_text(encoding="utf-8")
    assert golden.expected_texts(made)[name] == expected, "if this is meant: make golden, and read the difference"


def test_nothing_speaks_above_a_note(made: Path) -> None:
    findings = json.loads((made / "record.json").read_bytes())["findings"]
    assert [f for f in findings if f["severity"] != "note"] == []


def test_made_again_the_same_bytes_and_nothing_superseded(tmp_path: Path) -> None:
    folder = made_sample(tmp_path)
    before = contents(folder)
    assert make(tmp_path / "inputs", tmp_path / "outputs") == 0
    assert contents(folder) == before


def test_the_same_bytes_elsewhere_at_another_time_in_another_time_zone(made: Path, tmp_path: Path) -> None:
    inputs, outputs = sample(tmp_path / "a folder with, odd (name) é")
    for path in inputs.rglob("*"):
        os.utime(path, (1, 1))
    run = subprocess.run(
        [sys.executable, "-m", "pipeline", "report", "--inputs", inputs, "--outputs", outputs],
        cwd=ROOT,
        env={**os.environ, "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert contents(outputs / "2017-12-19") == contents(made)


def test_a_file_edited_by_a_person_stays_and_the_new_one_goes_beside(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = made_sample(tmp_path)
    document = folder / "panel-report.docx"
    rewritten = folder / "rewritten.docx"
    with zipfile.ZipFile(document) as old, zipfile.ZipFile(rewritten, "w") as new:
        for item in old.infolist():
            data = old.read(item)
            new.writestr(item, data.replace(b"Safeguarding", b"Safety") if "document.xml" in item.filename else data)
    shutil.move(rewritten, document)
    edited = document.read_bytes()
    capsys.readouterr()
    assert make(tmp_path / "inputs", tmp_path / "outputs") == 0
    assert document.read_bytes() == edited
    assert (folder / "panel-report-2.docx").exists()
    assert "panel-report-2.docx" in capsys.readouterr().out.splitlines()[-1]


def test_a_block_makes_a_draft_and_mending_it_a_report_again(tmp_path: Path) -> None:
    inputs, outputs = sample(tmp_path)
    mapping = (inputs / "mapping.xlsx").read_bytes()
    book = openpyxl.load_workbook(inputs / "mapping.xlsx")
    sheet = book["Alignment"]
    cell = next(c for row in sheet.iter_rows() for c in row if c.value == "M06")
    cell.value = "M99"
    book.save(inputs / "mapping.xlsx")
    folder = outputs / "2017-12-19"
    assert make(inputs, outputs) == 1
    assert {path.name for path in folder.iterdir()} == DRAFT_OUTPUTS
    record = json.loads((folder / "record.json").read_bytes())
    blocking = [f for f in record["findings"] if f["severity"] == "block"]
    assert [(f["code"], f["sheet"], f["cell"]) for f in blocking] == [
        ("mapped-not-found", "Alignment", cell.coordinate)
    ]
    assert record["state"] == "draft"
    assert "[not found: M99]" in golden.as_text.word((folder / "DRAFT-panel-report.docx").read_bytes())

    (inputs / "mapping.xlsx").write_bytes(mapping)
    assert make(inputs, outputs) == 0
    assert {path.name for path in folder.iterdir()} == OUTPUTS | {"superseded"}
    assert {path.name for path in (folder / "superseded" / "1").iterdir()} == (DRAFT_OUTPUTS)


def test_check_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inputs, outputs = sample(tmp_path)
    before = contents(tmp_path)
    assert main(["check", "--inputs", str(inputs), "--outputs", str(outputs), "--json"]) == 0
    assert contents(tmp_path) == before
    assert all(f["severity"] == "note" for f in json.loads(capsys.readouterr().out))


def test_a_first_report_says_so(tmp_path: Path) -> None:
    inputs, outputs = sample(tmp_path, history=False)
    assert make(inputs, outputs) == 0
    text = golden.as_text.word((outputs / "2017-12-19" / "panel-report.docx").read_bytes())
    assert "first report" in text
    assert json.loads((outputs / "2017-12-19" / "record.json").read_bytes())["previous"] is None


def test_the_order_of_a_registers_rows_changes_nothing_in_the_report(made: Path, tmp_path: Path) -> None:
    inputs, outputs = sample(tmp_path)
    path = inputs / "mopac-register.xlsx"
    cached = openpyxl.load_workbook(path, data_only=True)
    for sheet in cached.worksheets:
        if sheet.title != "Register":
            continue
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        filled = [row for row in rows if any(value is not None for value in row)]
        for number, row in enumerate(reversed(filled), start=2):
            for column, value in enumerate(row, start=1):
                sheet.cell(number, column).value = value
    cached.save(path)
    assert make(inputs, outputs) == 0
    assert (
        golden.as_text.word((outputs / "2017-12-19" / "panel-report.docx").read_bytes())
        == golden.expected_texts(made)["panel-report.txt"]
    )


def test_progress_is_shown_to_a_terminal_only(made: Path, tmp_path: Path) -> None:
    pty = pytest.importorskip("pty", reason="no pseudo-terminals on this system")
    inputs, outputs = sample(tmp_path)
    ours, theirs = pty.openpty()
    run = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "report", "--inputs", inputs, "--outputs", outputs],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=theirs,
    )
    os.close(theirs)
    seen = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:
            break
        if not piece:
            break
        seen += piece
    assert run.wait() == 0
    assert b"Reading the inputs" in seen
    assert b"Proving the Word report" in seen
    assert seen.count(b" s\r\n") >= 5, "each stage with its time"


def test_two_runs_at_once_end_in_one_clear_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from pipeline.archive.files import lock

    inputs, outputs = sample(tmp_path)
    began = time.monotonic()
    with lock(outputs):
        script = f"import sys; from pipeline.cli import main; sys.exit(main({['report', '--inputs', str(inputs), '--outputs', str(outputs)]!r}))"
        run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 4
    assert "Another run" in run.stderr
    assert "Traceback" not in run.stderr
    assert time.monotonic() - began < 60

"""PDFs and page pictures: made where LibreOffice is there, and a sentence where it is not."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from pipeline import printing
from pipeline.archive import files
from pipeline.archive.pdf_seal import is_sealed, seal_pdf
from pipeline.documents import for_paper
from tests.archive.sets import a_record, a_set
from tests.journeys.test_public import restrict
from tests.quarter import make, sample

DAY = "2017-12-19"
HERE = printing._program() is not None
office = pytest.mark.skipif(not HERE, reason="LibreOffice is not on this computer")
posix = pytest.mark.skipif(sys.platform == "win32", reason="its programs are shell scripts")
PDF = b"%PDF-1.6\n1 0 obj\n<</CreationDate(D:20201231235959Z')>>\nendobj\nxref\ntrailer\n<<>>\nstartxref\n60\n%%EOF\n"


def names(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


# --- with LibreOffice -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the sample quarter with something restricted, its documents printed too."""
    inputs, outputs = sample(tmp_path_factory.mktemp("printed"))
    restrict(inputs, control="C03")
    assert make(inputs, outputs, "--preview") == 0
    return outputs / DAY


@office
def test_each_word_document_has_its_pdf(made: Path) -> None:
    documents = {name for name in names(made) if name.endswith(".docx")}
    assert {name for name in names(made) if name.endswith(".pdf")} == {f"{name[:-5]}.pdf" for name in documents}
    assert "public/panel-report.pdf" in names(made)


@office
def test_it_is_tagged_bears_the_meetings_day_and_nobodys_name(made: Path) -> None:
    data = (made / "panel-report.pdf").read_bytes()
    assert b"/MarkInfo<</Marked true>>" in data
    assert b"/Lang(en-GB)" in data
    assert re.findall(rb"(?:Date\(D:|Date>)([0-9T:-]+)", data) == [b"2017-12-19T00:00:00", b"20171219000000"]
    assert is_sealed(data)
    for words in (b"root", os.environ.get("USER", "nobody at all").encode(), str(Path.home()).encode(), b"/tmp"):
        assert words not in re.sub(rb"/Root", b"", b"".join(data.split(b"stream")[::2]))


@office
def test_its_words_are_those_of_the_document_and_the_public_one_has_none_of_what_is_withheld(made: Path) -> None:
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("pdftotext is not on this computer")

    def words(name: str, *how: str) -> str:
        run = subprocess.run([reader, *how, made / name, "-"], capture_output=True, text=True, check=True)
        return " ".join(run.stdout.split())

    assert "Risk 1: Safeguarding" in words("panel-report.pdf")
    assert re.search(r"Risk 1: Safeguarding[ .]*\d+ ", words("panel-report.pdf", "-layout")), "the contents tell pages"
    assert "Not published: operational detail" in words("public/panel-report.pdf")
    assert "Not published" not in words("panel-report.pdf")


@office
def test_printed_again_the_same_bytes(made: Path) -> None:
    documents = {"briefing.docx": for_paper((made / "briefing.docx").read_bytes())}
    printed = printing.printed(documents, date(2017, 12, 19))
    assert printed.messages == ()
    assert printed.pdfs == {"briefing.pdf": (made / "briefing.pdf").read_bytes()}


@office
@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm is not on this computer")
def test_there_are_pictures_of_the_pages_until_the_next_set(made: Path, tmp_path: Path) -> None:
    assert {"preview/briefing-1.png"} <= names(made)
    assert len([name for name in names(made) if name.startswith("preview/panel-report-")]) > 5
    folder = tmp_path / DAY
    shutil.copytree(made / "preview", folder / "preview")
    (folder / "preview" / "mine.png").write_bytes(b"")
    files.put_set(folder, a_set("A"), a_record("A"))
    assert {name for name in names(folder) if name.startswith("preview/")} == {"preview/mine.png"}


@office
def test_the_chairs_briefing_is_one_page(tmp_path: Path) -> None:
    inputs, outputs = sample(tmp_path)
    assert make(inputs, outputs, "--pdf") == 0
    assert len(re.findall(rb"/Type/Page\b", (outputs / DAY / "briefing.pdf").read_bytes())) == 1


@office
def test_what_is_no_word_file_is_told_and_the_others_are_printed(made: Path) -> None:
    documents = {"bad.docx": b"\0" * 1000, "-o.docx": (made / "briefing.docx").read_bytes()}
    printed = printing.printed(documents, date(2017, 12, 19))
    assert set(printed.pdfs) == {"-o.pdf"}
    assert printed.messages == ("There is no PDF of bad.docx: soffice could not make it. Save it from Word.",)


# --- without --------------------------------------------------------------------------------------------


def test_where_it_is_not_there_one_sentence_says_so_and_all_else_is_as_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    inputs, outputs = sample(tmp_path)
    monkeypatch.setattr(printing, "_program", lambda: None)
    assert make(inputs, outputs, "--preview") == 0
    out = capsys.readouterr().out
    assert out.count("LibreOffice") == 1
    assert "There is no PDF: LibreOffice is not on this computer. Install it, or save a PDF from Word." in out
    assert not [name for name in names(outputs / DAY) if name.endswith((".pdf", ".png"))]


def program(folder: Path, script: str) -> str:
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@posix
def test_one_that_hangs_is_ended_with_all_it_has_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sign = tmp_path / "still alive"
    monkeypatch.setattr(printing, "_program", lambda: program(tmp_path, f"(sleep 3; touch '{sign}') & sleep 60"))
    began = time.monotonic()
    printed = printing.printed({"a.docx": b""}, date(2017, 12, 19), limit=0.5)
    assert time.monotonic() - began < 10
    assert printed == printing.Printed(
        messages=("There is no PDF of a.docx: soffice took more than 0.5 seconds. Save it from Word.",)
    )
    time.sleep(max(0.0, 4 - (time.monotonic() - began)))
    assert not sign.exists()


@posix
@pytest.mark.parametrize("script", ["exit 1", "exec /nowhere"])
def test_one_that_fails_leaves_a_sentence(script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "_program", lambda: program(tmp_path, script))
    printed = printing.printed({"a.docx": b""}, date(2017, 12, 19))
    assert printed.messages == ("There is no PDF of a.docx: soffice could not make it. Save it from Word.",)


@posix
def test_names_are_never_words_of_a_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document's name is its template's, and so anybody's."""
    told = tmp_path / "told"
    monkeypatch.setattr(printing, "_program", lambda: program(tmp_path, f"printf '%s\\n' \"$@\" > '{told}'"))
    printing.printed({"$(touch x); --accept=socket.docx": b"", "-h.docx": b""}, date(2017, 12, 19))
    arguments = told.read_text()
    assert "touch" not in arguments
    assert "/0.docx\n" in arguments
    assert "/1.docx\n" in arguments


def test_without_pdftoppm_a_sentence_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    (line,) = printing.pictures(tmp_path / "a.pdf", tmp_path / "preview")
    assert "pdftoppm is not on this computer" in line


# --- what stands in the folder --------------------------------------------------------------------------


def with_pdf(version: str, pdf: bytes = PDF) -> dict[str, bytes]:
    return {**a_set(version), "panel-report.pdf": seal_pdf(pdf)}


def test_a_pdf_of_the_set_before_is_superseded(tmp_path: Path) -> None:
    files.put_set(tmp_path, with_pdf("A"), a_record("A"))
    done = files.put_set(tmp_path, a_set("B"), a_record("B"))
    assert "panel-report.pdf" not in names(tmp_path)
    assert (tmp_path / done.superseded / "panel-report.pdf").read_bytes() == seal_pdf(PDF)


@pytest.mark.parametrize(
    "theirs",
    [PDF, seal_pdf(PDF) + b"2 0 obj\n% marked up\nendobj\nstartxref\n9\n%%EOF\n", seal_pdf(PDF).replace(b"obj", b"OBJ"), b""],
    ids=["printed from Word", "marked up", "changed", "empty"],
)  # fmt: skip
def test_a_pdf_of_a_persons_is_never_overwritten(theirs: bytes, tmp_path: Path) -> None:
    files.put_set(tmp_path, with_pdf("A"), a_record("A"))
    (tmp_path / "panel-report.pdf").write_bytes(theirs)
    done = files.put_set(tmp_path, with_pdf("B", PDF.replace(b"1 0 obj", b"3 0 obj")), a_record("B"))
    assert (tmp_path / "panel-report.pdf").read_bytes() == theirs
    assert done.paths["panel-report.pdf"] == tmp_path / "panel-report-2.pdf"
    assert any(message.startswith("panel-report.pdf has been edited since it was made") for message in done.messages)


def test_a_sealed_pdf_is_the_same_pdf() -> None:
    sealed = seal_pdf(PDF)
    assert is_sealed(sealed)
    assert not is_sealed(PDF)
    assert sealed.endswith(b"startxref\n60\n%%EOF\n")
    assert sealed.startswith(PDF[: PDF.index(b"startxref")])

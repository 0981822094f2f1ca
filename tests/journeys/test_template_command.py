"""The command `template` as it is typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.report.fields import listing
from tests.report.word_files import para, shipped, template


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/panel-report.docx").write_bytes(shipped())
    return tmp_path


def test_one_that_is_fit_leaves_no_copy(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["template"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "templates/panel-report.docx is fit to use."
    assert [path.name for path in (here / "templates").iterdir()] == ["panel-report.docx"]


def test_the_copy_never_takes_the_place_of_what_a_person_has_edited(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = template(para("{{ meeting.pannel }}"), para("{a}}"))
    (here / "x.docx").write_bytes(data)
    for _ in range(2):  # its own copy is written anew
        assert main(["template", "x.docx"]) == 3
        assert capsys.readouterr().out.splitlines()[-1] == "x.docx: 2 faults; a copy with comments is x-checked.docx"
    (here / "x-checked.docx").write_bytes(data)
    assert main(["template", "x.docx"]) == 3
    assert capsys.readouterr().out.splitlines()[-1].endswith("is x-checked-2.docx")
    assert (here / "x.docx").read_bytes() == (here / "x-checked.docx").read_bytes() == data


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (["gone.docx"], 3, "The template gone.docx can't be read: it is not there. Name another one."),
        (["templates"], 3, "The template templates can't be read: it is a folder. Name another one."),
        (["empty.docx"], 3, "The template empty.docx is empty."),
        (["--fields", "x.docx"], 64, "--fields is about no file"),
        (["--feilds"], 64, "No such option"),
    ],
)
def test_what_it_refuses(
    arguments: list[str], status: int, says: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "empty.docx").write_bytes(b"")
    assert main(["template", *arguments]) == status
    assert says in capsys.readouterr().err


def test_the_fields_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["template", "--fields"]) == 0
    out = capsys.readouterr().out
    assert [path for path in listing() if f"  {path.partition(' ')[0]}: " not in out] == []

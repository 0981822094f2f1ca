"""Any Word template that lies in the folder templates is filled too, beside the report."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from pathlib import Path

import docx
import pytest

from pipeline.cli import main
from tests import as_text
from tests.journeys.steps import change_row
from tests.journeys.test_public import restrict
from tests.quarter import sample
from tests.report.word_files import para, template
from tests.sample.issued import TEMPLATE

DAY = "2017-12-19"
NOTE = para("{{ meeting.panel }}: {{ movement.sentence }}") + para("{{ draft_notice }}")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with inputs, outputs and templates, in which the command is typed; only the main template is there."""
    sample(tmp_path)
    (tmp_path / "templates").mkdir()
    shutil.copy(TEMPLATE, tmp_path / "templates" / "panel-report.docx")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def drop(here: Path, name: str, body: str = NOTE) -> Path:
    path = here / "templates" / name
    path.write_bytes(template(body))
    return path


def made(here: Path) -> set[str]:
    folder = here / "outputs" / DAY
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


SET = {"panel-report.docx", "appendix-tables.xlsx", "review.html", "record.json"}


def words(path: Path) -> str:
    return as_text.word(path.read_bytes())


def edit(path: Path) -> bytes:
    document = docx.Document(str(path))
    document.paragraphs[0].add_run(" As I see it.")
    document.save(str(path))
    return path.read_bytes()


def test_what_is_dropped_in_is_made_recorded_and_named(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dropped = drop(here, "A note, for members.docx")
    assert main(["report"]) == 0
    assert made(here) == SET | {"A note, for members.docx"}
    assert "Audit Panel: Since the meeting" in words(here / "outputs" / DAY / "A note, for members.docx")
    record = json.loads((here / "outputs" / DAY / "record.json").read_bytes())
    of_templates = [(one["file"], one["sha256"]) for one in record["inputs"] if one["role"] == "template"]
    assert [name for name, _ in of_templates] == ["panel-report.docx", "A note, for members.docx"]
    assert of_templates[1][1] == hashlib.sha256(dropped.read_bytes()).hexdigest()
    lines = capsys.readouterr().out.splitlines()
    assert f"Beside it: outputs/{DAY}/A note, for members.docx" in lines
    assert lines[-1].startswith(f"Report: outputs/{DAY}/panel-report.docx (0 must fix, 0 please look, ")


def test_it_is_a_draft_while_something_must_be_fixed_and_none_afterwards(here: Path) -> None:
    drop(here, "note.docx")
    mapping = (here / "inputs" / "mapping.xlsx").read_bytes()
    change_row(here / "inputs" / "mapping.xlsx", "Alignment", ("Aligned risk", "Money"), Met="M99")
    assert main(["report"]) == 1
    assert {"DRAFT-note.docx", "DRAFT-panel-report.docx"} <= made(here)
    assert "note.docx" not in made(here)
    assert "must be fixed before this report is circulated" in words(here / "outputs" / DAY / "DRAFT-note.docx")
    (here / "inputs" / "mapping.xlsx").write_bytes(mapping)
    assert main(["report"]) == 0
    assert {name for name in made(here) if "/" not in name} == SET | {"note.docx"}
    assert "superseded/1/DRAFT-note.docx" in made(here)


def test_where_something_is_restricted_it_has_a_public_version(here: Path) -> None:
    body = para("{% for row in schedule %}{{ row.control }}; {% endfor %}") + para("{{ narrative.interdependencies }}")
    drop(here, "note.docx", body)
    restrict(here / "inputs", control="C03")
    assert main(["report"]) == 0
    assert "Not published: operational detail" in words(here / "outputs" / DAY / "public" / "note.docx")
    assert "Not published" not in words(here / "outputs" / DAY / "note.docx")


def test_a_leak_in_it_stops_everything(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The report's own template leaves the section out: only the other one would say it."""
    drop(here, "note.docx", para("{{ narrative.purpose }}"))
    other = docx.Document(str(here / "templates" / "panel-report.docx"))
    tag = next(p for p in other.paragraphs if p.text == "{{ narrative.purpose }}")
    tag._p.getparent().remove(tag._p)
    other.save(str(here / "templates" / "panel-report.docx"))
    restrict(here / "inputs", control="C07")
    narrative = docx.Document(str(here / "inputs" / "narrative.docx"))
    narrative.paragraphs[1].add_run(" It advises the DMPC on every investment above £500,000 before it is approved.")
    narrative.save(str(here / "inputs" / "narrative.docx"))
    assert main(["report"]) == 70
    told = capsys.readouterr().err
    assert "narrative.docx, under 'Purpose', paragraph 1" in told
    assert not (here / "outputs" / DAY).exists()


@pytest.mark.parametrize("name", ["~$note.docx", ".note.docx", "note.txt", "note.dotx", "note.doc"])
def test_other_files_are_not_touched(name: str, here: Path) -> None:
    (here / "templates" / name).write_bytes(b"nothing that can be read")
    (here / "templates" / "folder.docx").mkdir()
    assert main(["report"]) == 0
    assert made(here) == SET


def test_a_folder_of_another_name_is_nobodys_templates(here: Path) -> None:
    """A template may lie among an officer's other Word files."""
    shutil.move(here / "templates", here / "papers")
    (here / "papers" / "letter.docx").write_bytes(template(para("Dear Chair")))
    assert main(["report", "--template", "papers/panel-report.docx"]) == 0
    assert made(here) == SET


def test_every_fault_of_every_template_is_told_at_once(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drop(here, "one.docx", para("{{ meeting.pannel }}") + para("{{ nobody }}"))
    drop(here, "two.docx", para("{% for %}"))
    (here / "templates" / "three.docx").write_bytes(b"no Word file")
    drop(here, "panel-report.docx", para("{{ meeting.titel }}"))
    assert main(["report"]) == 3
    told = capsys.readouterr().err
    for expected in (
        "panel-report.docx, paragraph 1", "one.docx, paragraph 1", "one.docx, paragraph 2", "two.docx, paragraph 1",
        "The template three.docx is", "Mend one.docx, or move it away; then run again.",
    ):  # fmt: skip
        assert expected in told
    assert not (here / "outputs" / DAY).exists()


def test_what_it_leaves_out_is_no_finding_of_the_reports(here: Path) -> None:
    drop(here, "note.docx")
    assert main(["report"]) == 0
    findings = json.loads((here / "outputs" / DAY / "record.json").read_bytes())["findings"]
    assert [one for one in findings if one["code"] == "template-leaves-out"] == []


@pytest.mark.parametrize("name", ["yours.docx", "Panel-Report-3.docx"])
def test_the_template_that_is_named_makes_the_report_and_the_old_one_nothing(
    name: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(TEMPLATE, here / "templates" / name)
    assert main(["report", "--template", f"templates/{name}"]) == 0
    assert made(here) == SET
    told = "templates/panel-report.docx was not used: a report bears that name, and is made from"
    assert f"{told} templates/{name}." in capsys.readouterr().out


def test_a_copy_with_comments_is_no_template(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drop(here, "note.docx", para("{{ nobody }}"))
    assert main(["template", "templates/note.docx"]) == 3
    drop(here, "note.docx")
    capsys.readouterr()
    assert main(["report"]) == 0
    assert made(here) == SET | {"note.docx"}
    assert "templates/note-checked.docx was not used: this program made it" in capsys.readouterr().out


# --- with what stands in the folder ---------------------------------------------------------------------


def test_one_that_a_person_has_edited_is_never_overwritten(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drop(here, "note.docx")
    main(["report"])
    mine = edit(here / "outputs" / DAY / "note.docx")
    drop(here, "note-2.docx")  # its document bears the name that would be next
    capsys.readouterr()
    assert main(["report"]) == 0
    assert (here / "outputs" / DAY / "note.docx").read_bytes() == mine
    assert made(here) == SET | {"note.docx", "note-2.docx", "note-3.docx"} | {
        name for name in made(here) if name.startswith("superseded/")
    }
    assert "note.docx has been edited since it was made, so it was left as it is. The new file is note-3.docx." in (
        capsys.readouterr().out
    )


def test_without_its_template_it_is_superseded_and_an_edited_one_stays_and_is_told(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = drop(here, "one.docx"), drop(here, "two.docx")
    main(["report"])
    mine = edit(here / "outputs" / DAY / "two.docx")
    one.unlink()
    two.unlink()
    for _ in range(2):
        capsys.readouterr()
        assert main(["report"]) == 0
        assert {name for name in made(here) if "/" not in name} == SET | {"two.docx"}
        assert "two.docx has been edited since it was made, so it was left as it is. It is no part of" in (
            capsys.readouterr().out
        )
    assert (here / "outputs" / DAY / "two.docx").read_bytes() == mine
    assert "superseded/1/one.docx" in made(here)


def test_made_again_the_same_bytes_and_nothing_superseded(here: Path) -> None:
    drop(here, "note.docx")
    main(["report"])
    before = {p: p.read_bytes() for p in (here / "outputs" / DAY).iterdir()}
    assert main(["report"]) == 0
    assert {p: p.read_bytes() for p in (here / "outputs" / DAY).iterdir()} == before


# --- when the report is issued --------------------------------------------------------------------------


def test_its_template_is_kept_with_the_inputs(here: Path) -> None:
    drop(here, "note.docx")
    main(["report"])
    assert main(["issue"]) == 0
    with zipfile.ZipFile(here / "outputs" / DAY / "issued" / "inputs.zip") as kept:
        assert {"templates/panel-report.docx", "templates/note.docx"} <= set(kept.namelist())


def test_one_that_has_changed_since_does_not_keep_the_report_from_being_issued(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = drop(here, "note.docx")
    main(["report"])
    edit(path)
    assert main(["issue"]) == 0
    with zipfile.ZipFile(here / "outputs" / DAY / "issued" / "inputs.zip") as kept:
        assert "templates/note.docx" not in kept.namelist()
    assert "inputs.zip lacks the template of another document. templates/note.docx has changed since" in (
        capsys.readouterr().out
    )


def test_it_is_not_what_is_issued(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drop(here, "note.docx")
    main(["report"])
    assert main(["issue", f"outputs/{DAY}/note.docx"]) == 2
    assert f"outputs/{DAY}/note.docx was made beside the report" in capsys.readouterr().err

"""An outputs folder that can't be written, or is somebody else's: one clear line, and nothing changes."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from pipeline.cli import main
from tests.journeys import bad_files as bad
from tests.journeys.refusals import AS_ROOT, RUN, Change, refused
from tests.quarter import make, sample

ANOTHER = "Choose another folder with --outputs, then run again. Nothing of an earlier report is lost."


def a_file_for_outputs(here: Path) -> None:
    shutil.rmtree(here / "outputs")
    (here / "outputs").write_bytes(b"")


def a_folder_for_the_record(here: Path) -> None:
    (here / "outputs/2017-12-19/record.json").mkdir(parents=True)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (a_file_for_outputs, f"outputs can't be written: a file stands where a folder should be. {ANOTHER}"),
        (lambda here: (here / "outputs/2017-12-19").write_bytes(b""), f"outputs/2017-12-19/record.json can't be written: a file stands where a folder should be. {ANOTHER}"),
        (lambda here: (here / "outputs/2017-12-19").symlink_to("2017-12-19"), f"outputs/2017-12-19/record.json can't be written: it is a link that leads back to itself. {ANOTHER}"),
        (a_folder_for_the_record, f"outputs/2017-12-19/record.json can't be written: it is a folder. {ANOTHER}"),
    ],
)  # fmt: skip
def test_an_outputs_folder_that_can_not_be_written(
    change: Change, said: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(here)
    assert refused(capsys, *RUN) == (4, f"{said}\n")


@pytest.mark.skipif(AS_ROOT, reason="root may write everywhere")
def test_an_outputs_folder_that_may_not_be_written(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "outputs").chmod(0o500)
    status, said = refused(capsys, *RUN)
    (here / "outputs").chmod(0o700)
    assert status == 4
    assert said == (
        "outputs can't be written: it is open in another program, or you have no right to it. Close it or ask "
        "for the right, or choose another folder with --outputs; then run again. Nothing of an earlier report is lost.\n"
    )


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's outputs folder with its report."""
    inputs, outputs = sample(tmp_path_factory.mktemp("made"))
    assert make(inputs, outputs) == 0
    return outputs


@pytest.fixture
def made(here: Path, finished: Path) -> Path:
    """As ``here``, with the report made."""
    shutil.copytree(finished, here / "outputs", dirs_exist_ok=True)
    return here


FULL = "the disk is full. Make room, then run again. Nothing of an earlier report is lost."


@pytest.mark.parametrize(
    ("room_for", "fault"),
    [
        (0, (errno.ENOSPC, FULL)),  # for the first of the new files
        (2, (errno.ENOSPC, FULL)),  # for another of them
        (6, (errno.ENOSPC, FULL)),  # for keeping the earlier ones
        (0, (errno.EROFS, f"the disk can only be read. {ANOTHER}")),
    ],
)
def test_no_room(
    room_for: int,
    fault: tuple[int, str],
    made: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    number, said = fault
    bad.setting("Period", "July to September 2017")(made / "inputs/mapping.xlsx")
    written = iter([None] * room_for)
    synced = os.fsync

    def fsync(handle: int) -> None:
        if next(written, "full") == "full":
            raise OSError(number, os.strerror(number))
        synced(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    assert refused(capsys, *RUN) == (4, f"outputs/2017-12-19 can't be written: {said}\n")
    monkeypatch.undo()


def test_no_room_for_the_first_report_leaves_no_folder(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fsync(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", fsync)
    status, _ = refused(capsys, *RUN[:3], "--outputs", "new/deep", *RUN[5:])
    assert status == 4


def test_another_panels_folder(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad.setting("Panel", "Finance Panel")(made / "inputs/mapping.xlsx")
    status, said = refused(capsys, *RUN)
    assert status == 4
    assert said.splitlines()[0].startswith("outputs/2017-12-19/record.json is the record of another panel's report, '")
    assert said.splitlines()[1] == "Choose another folder with --outputs, or correct Panel in the Meeting sheet."
    assert refused(capsys, "check", *RUN[1:5]) == (4, said)


@pytest.mark.parametrize("sign", ["~$nel-report.docx", ".~lock.panel-report.docx#"])
def test_a_report_open_in_word_is_left_and_the_new_one_goes_beside(
    sign: str, made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = made / "outputs/2017-12-19"
    (folder / sign).write_bytes(b"x")
    old = (folder / "panel-report.docx").read_bytes()
    bad.setting("Period", "July to September 2017")(made / "inputs/mapping.xlsx")
    capsys.readouterr()
    assert main(list(RUN)) == 0
    lines = capsys.readouterr().out.splitlines()
    assert (
        "panel-report.docx is open in Word, Excel or LibreOffice, so it was left as it is "
        f"(if it is open nowhere, delete {sign}). The new file is panel-report-2.docx."
    ) in lines
    assert lines[-1].startswith("Report: outputs/2017-12-19/panel-report-2.docx (0 must fix, ")
    assert (folder / "panel-report.docx").read_bytes() == old

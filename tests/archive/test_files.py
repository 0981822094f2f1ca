"""The set of a run: whole, alone in its folder, and never over a person's work."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.archive import files
from pipeline.archive.files import PutSet, lock, put_set
from pipeline.model.errors import ExitStatus, OutputsLocked
from tests.archive.sets import a_record, a_set, package, sealed, shown

DAY = "2017-12-19"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "outputs" / DAY


def put(folder: Path, version: str, **kind: bool) -> PutSet:
    return put_set(folder, a_set(version, **kind), a_record(version))


def expected(version: str, **kind: bool) -> dict[str, bytes]:
    return {**a_set(version, **kind), "record.json": a_record(version)}


def under(prefix: str, content: dict[str, bytes]) -> dict[str, bytes]:
    return {f"{prefix}/{name}": data for name, data in content.items()}


def edit(path: Path) -> bytes:
    """A person types something into the file."""
    path.write_bytes(package(f"edited {path.name}"))
    return path.read_bytes()


# --- sets -----------------------------------------------------------------------------------------


def test_a_first_set_is_just_these_files(folder: Path) -> None:
    done = put(folder, "A", public=True)
    assert shown(folder) == expected("A", public=True)
    assert done.changed
    assert done.messages == ()
    assert done.paths["public/panel-report.docx"] == folder / "public" / "panel-report.docx"


def test_the_same_again_touches_nothing(folder: Path) -> None:
    put(folder, "A")
    before = {name: (folder / name).stat().st_mtime_ns for name in shown(folder)}
    done = put(folder, "A")
    assert not done.changed
    assert done.superseded == ""
    assert {name: (folder / name).stat().st_mtime_ns for name in shown(folder)} == before


def test_earlier_sets_are_numbered_and_whole(folder: Path) -> None:
    put(folder, "A", public=True)
    second, third = put(folder, "B"), put(folder, "C", draft=True)
    assert (second.superseded, third.superseded) == ("superseded/1", "superseded/2")
    assert "The earlier files of this date are kept in superseded/1." in second.messages
    assert shown(folder) == (
        expected("C", draft=True)
        | under("superseded/1", expected("A", public=True))
        | under("superseded/2", expected("B"))
    )
    assert not (folder / "public").exists()


def test_back_and_forth_supersedes_each_time(folder: Path) -> None:
    for version in ("A", "B", "A", "B", "B"):
        put(folder, version)
    assert shown(folder) == expected("B") | (
        under("superseded/1", expected("A"))
        | under("superseded/2", expected("B"))
        | under("superseded/3", expected("A"))
    )


def test_a_set_is_superseded_whole_though_one_file_differs(folder: Path) -> None:
    put(folder, "A")
    changed = a_set("A") | {"review.html": b"<p>other</p>"}
    put_set(folder, changed, a_record("B"))
    assert shown(folder) == changed | {"record.json": a_record("B")} | under("superseded/1", expected("A"))


@pytest.mark.parametrize("first", [True, False])
def test_no_stale_report_beside_a_draft_nor_the_other_way(folder: Path, first: bool) -> None:
    put(folder, "A", draft=first)
    put(folder, "B", draft=not first)
    names = {path.name for path in folder.glob("*.docx")}
    assert names == ({"panel-report.docx"} if first else {"DRAFT-panel-report.docx"})


def test_files_of_people_issued_and_superseded_ones_stay(folder: Path) -> None:
    put(folder, "A", public=True)
    own = {
        "notes.txt": b"mine",
        "Panel report as agreed.docx": sealed("report A"),
        "panel-report.pdf": b"%PDF",
        "public/readme.txt": b"mine",
        "issued/panel-report.docx": sealed("sent"),
        "superseded/old/panel-report.docx": sealed("kept"),
    }
    for name, data in own.items():
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_bytes(data)
    put(folder, "B")
    assert shown(folder) == expected("B") | own | under("superseded/1", expected("A", public=True))


# --- edited files ---------------------------------------------------------------------------------


def test_an_edited_report_stays_and_the_new_one_goes_beside_it(folder: Path) -> None:
    put(folder, "A")
    mine = edit(folder / "panel-report.docx")
    done = put(folder, "B")
    assert (folder / "panel-report.docx").read_bytes() == mine
    assert done.paths["panel-report.docx"] == folder / "panel-report-2.docx"
    assert (folder / "panel-report-2.docx").read_bytes() == sealed("report B")
    assert done.messages[0] == (
        "panel-report.docx has been edited since it was made, so it was left as it is. "
        "The new file is panel-report-2.docx."
    )
    before = shown(folder)
    again = put(folder, "B")
    assert shown(folder) == before
    assert again.messages == done.messages[:1]
    assert not again.changed


def test_edited_again_and_again(folder: Path) -> None:
    put(folder, "A")
    mine = edit(folder / "panel-report.docx")
    put(folder, "A")
    mine_too = edit(folder / "panel-report-2.docx")
    done = put(folder, "A")
    assert (folder / "panel-report.docx").read_bytes() == mine
    assert (folder / "panel-report-2.docx").read_bytes() == mine_too
    assert (folder / "panel-report-3.docx").read_bytes() == sealed("report A")
    assert "panel-report.docx has been edited" in done.messages[0]
    assert "panel-report-2.docx has been edited" in done.messages[0]


def test_a_second_name_goes_once_the_first_is_free(folder: Path) -> None:
    put(folder, "A")
    edit(folder / "panel-report.docx")
    put(folder, "A")
    (folder / "panel-report.docx").unlink()
    put(folder, "A")
    assert shown(folder) == expected("A")


@pytest.mark.parametrize(
    "name", ["DRAFT-panel-report.docx", "public/panel-report.docx", "panel-report-7.docx", "appendix-tables-2.xlsx"]
)
def test_an_edited_file_that_no_longer_belongs_stays_and_is_told(folder: Path, name: str) -> None:
    put(folder, "A")
    (folder / name).parent.mkdir(exist_ok=True)
    mine = edit(folder / name)
    done = put(folder, "B")
    assert (folder / name).read_bytes() == mine
    assert [line for line in done.messages if line.startswith(f"{name} has been edited")]
    assert put(folder, "B").messages[0].startswith(f"{name} has been edited")


def test_an_edited_review_page_or_record_is_replaced_and_kept(folder: Path) -> None:
    put(folder, "A")
    (folder / "review.html").write_bytes(b"typed over")
    put(folder, "B")
    assert shown(folder)["review.html"] == b"<p>B</p>"
    assert shown(folder)["superseded/1/review.html"] == b"typed over"


# --- files held open ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("panel-report.docx", "~$nel-report.docx"),
        ("panel-report.docx", ".~lock.panel-report.docx#"),
        ("appendix-tables.xlsx", "~$appendix-tables.xlsx"),
        ("appendix-tables.xlsx", ".~lock.appendix-tables.xlsx#"),
    ],
)
def test_a_file_held_open_is_left_alone_until_it_is_closed(folder: Path, name: str, sign: str) -> None:
    put(folder, "A")
    (folder / sign).write_bytes(b"")
    assert not put(folder, "A").changed
    done = put(folder, "B")
    second = name.replace(".", "-2.")
    assert (folder / name).read_bytes() == a_set("A")[name]
    assert (folder / second).read_bytes() == a_set("B")[name]
    assert f"delete {sign}). The new file is {second}." in done.messages[0]
    before = shown(folder)
    assert put(folder, "B").changed is False
    assert shown(folder) == before

    (folder / sign).unlink()
    done = put(folder, "B")
    assert done.messages == ()
    assert shown(folder) == expected("B") | under("superseded/1", expected("A"))


def test_a_stale_file_held_open_is_told_and_goes_later(folder: Path) -> None:
    put(folder, "A", draft=True)
    sign = folder / "~$AFT-panel-report.docx"
    sign.write_bytes(b"")
    done = put(folder, "B")
    assert "DRAFT-panel-report.docx is no part of this report, but it is open" in done.messages[0]
    sign.unlink()
    put(folder, "B")
    assert shown(folder) == expected("B") | under("superseded/1", expected("A", draft=True))


# --- refusals -------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["record.json", "issued/record.json", "issued/record-2.json"])
def test_another_panels_folder_is_refused(folder: Path, place: str) -> None:
    (folder / place).parent.mkdir(parents=True)
    (folder / place).write_bytes(a_record("A", panel="Ethics Panel"))
    before = shown(folder)
    with pytest.raises(OutputsLocked, match="another panel's report, 'Ethics Panel'; this report is for 'Audit Panel'"):
        put(folder, "B")
    assert shown(folder) == before


def test_another_spelling_of_the_panel_is_the_same_panel(folder: Path) -> None:
    put_set(folder, a_set("A"), a_record("A", panel="audit  panel"))
    put(folder, "B")
    assert expected("B").items() <= shown(folder).items()


def test_another_title_is_told_and_the_earlier_report_kept(folder: Path) -> None:
    put_set(folder, a_set("A"), a_record("A", title="Alignement of risks"))
    assert put(folder, "B").messages == (
        "The earlier files of this date are kept in superseded/1.",
        "Their report had another title: 'Alignement of risks'.",
    )


@pytest.mark.parametrize("damage", [b"", b"{", b"[1]", b"\xff", b"[" * 100_000])
def test_a_damaged_record_is_superseded_like_any_other(folder: Path, damage: bytes) -> None:
    put(folder, "A")
    (folder / "record.json").write_bytes(damage)
    put(folder, "B")
    assert shown(folder) == expected("B") | under("superseded/1", {**expected("A"), "record.json": damage})


def test_a_file_where_the_folder_should_be(folder: Path) -> None:
    folder.parent.mkdir()
    folder.write_bytes(b"")
    with pytest.raises(OutputsLocked) as refused:
        put(folder, "A")
    assert refused.value.status is ExitStatus.OUTPUTS_LOCKED


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EACCES, "you have no right to it"),
        (errno.EROFS, "the disk can only be read"),
        (errno.EIO, "can't be written: "),
    ],
)
def test_the_disks_refusal_is_told_plainly(
    folder: Path, monkeypatch: pytest.MonkeyPatch, number: int, says: str
) -> None:
    put(folder, "A")

    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OutputsLocked, match=says):
        put(folder, "B")
    assert shown(folder).items() >= expected("A").items()


# --- cut off --------------------------------------------------------------------------------------


class Killed(BaseException):
    """The process is gone: nothing after this does anything."""


def lose_the_end(handle: object) -> None:
    """What had not reached the disk when the power went."""
    assert isinstance(handle, int)
    if stat.S_ISREG(os.fstat(handle).st_mode):
        os.truncate(handle, 3)


def killed_at(step: int, work: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> bool:
    """Runs ``work`` with its process dying at the given step on the disk; whether it got that far."""
    taken = 0

    def dying(call: Callable[..., object]) -> Callable[..., object]:
        def instead(*arguments: object, **named: object) -> object:
            nonlocal taken
            taken += 1
            if taken >= step:
                if call.__name__ == "fsync" and taken == step:
                    lose_the_end(arguments[0])
                raise Killed
            return call(*arguments, **named)

        return instead

    with monkeypatch.context() as patched:
        for name in ("replace", "fsync", "unlink", "mkdir", "rmdir"):
            patched.setattr(os, name, dying(getattr(os, name)))
        try:
            work()
        except Killed:
            return True
    return False


EARLIER: list[Callable[[Path], object]] = [
    lambda folder: None,
    lambda folder: put(folder, "A"),
    lambda folder: put(folder, "A", draft=True, public=True),
    lambda folder: (put(folder, "0"), put(folder, "A"), edit(folder / "panel-report.docx")),
]


@pytest.mark.parametrize("earlier", EARLIER)
def test_cut_off_anywhere_it_loses_nothing_and_the_next_run_completes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, earlier: Callable[[Path], object]
) -> None:
    whole = tmp_path / "whole"
    earlier(whole)
    before = shown(whole) if whole.exists() else {}
    put(whole, "B", public=True)

    for step in range(1, 200):
        folder = tmp_path / f"cut{step}"
        earlier(folder)
        cut = killed_at(step, lambda here=folder: put(here, "B", public=True), monkeypatch)  # type: ignore[misc]
        left = shown(folder) if folder.exists() else {}
        assert set(before.values()) <= set(left.values()), "something of the earlier set is lost"
        finished = {name: data for name, data in left.items() if not name.split("/")[-1].startswith(".")}
        assert all(data in {*before.values(), *expected("B", public=True).values()} for name, data in finished.items() if ".part/" not in name)  # fmt: skip
        if left.get("record.json") == a_record("B"):
            assert shown(folder).items() >= shown(whole).items(), "the record stands before its files"
        put(folder, "B", public=True)
        assert shown(folder) == shown(whole)
        if not cut:
            break
    assert not cut, "more steps than were tried"
    assert step > 8


def test_a_cut_off_run_followed_by_another_keeps_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for step in range(1, 60):
        folder = tmp_path / str(step)
        put(folder, "A")
        cut = killed_at(step, lambda here=folder: put(here, "B"), monkeypatch)  # type: ignore[misc]
        appeared = {d for n, d in shown(folder).items() if ".part" not in n}
        put(folder, "C")
        assert {n: d for n, d in shown(folder).items() if not n.startswith("superseded/")} == expected("C")
        assert appeared <= set(shown(folder).values())
        assert shown(folder).items() >= under("superseded/1", expected("A")).items()
        if not cut:
            return
    pytest.fail("more steps than were tried")


# --- the lock -------------------------------------------------------------------------------------

HOLD = """
import sys, pathlib
from pipeline.archive.files import lock
with lock(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_run_is_told_to_wait_and_a_dead_one_holds_nothing(tmp_path: Path) -> None:
    outputs = tmp_path / "outputs"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(outputs)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(files.__file__).parents[2],
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"held"
        with pytest.raises(OutputsLocked, match="Another run is writing to"), lock(outputs):
            pass
        other.kill()
        other.wait()
        with lock(outputs):
            assert outputs.is_dir()


def test_a_run_that_writes_nothing_leaves_no_folder(tmp_path: Path) -> None:
    with lock(tmp_path / "outputs"):
        assert (tmp_path / "outputs").is_dir()
    assert not (tmp_path / "outputs").exists()
    with lock(tmp_path / "outputs"):
        put(tmp_path / "outputs" / DAY, "A")
    assert shown(tmp_path / "outputs" / DAY) == expected("A")


def test_outputs_that_can_not_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputsLocked, match="can't be written"), lock(tmp_path / "file" / "outputs"):
        pass

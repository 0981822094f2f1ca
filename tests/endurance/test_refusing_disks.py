"""Folders, files and disks that really refuse: words and the right exit status, nothing lost, and the next run succeeds.

What the system's own refusals are like; ``test_faults`` has every operation refused in turn.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.endurance.forked import Ended, typed
from tests.endurance.rights import CAN_BE_LAID_DOWN, IS_ROOT
from tests.endurance.standing import Prepared, files

Journeys = Callable[[str], Prepared]
MADE = "outputs/2017-12-19"
NO_RIGHT = "it is open in another program, or you have no right to it"
ASK = "Close it or ask for the right, or choose another folder with --outputs; then run again. Nothing of an earlier report is lost."
ASK_TO_READ = "Close it elsewhere, or ask for the right to read it."
FULL = "the disk is full. Make room, then run again. Nothing of an earlier report is lost."

by_rights = pytest.mark.skipif(
    sys.platform == "win32" or not CAN_BE_LAID_DOWN, reason="the bits of a file say little here"
)


def run(prepared: Prepared, here: Path, **more: object) -> Ended:
    return typed(here, prepared.journey.command, prepared.recalled, **more)  # type: ignore[arg-type]


def harm(prepared: Prepared, here: Path) -> list[str]:
    return [*prepared.harm(here), *prepared.harm_after_next(here)]


# --- rights --------------------------------------------------------------------------------------------

REFUSED = [
    ("first report", "outputs", 0o500, 4, f"outputs can't be written: {NO_RIGHT}. {ASK}"),
    ("report again", MADE, 0o500, 4, f"{MADE}/appendix-tables.xlsx can't be written: {NO_RIGHT}. {ASK}"),
    ("report again", f"{MADE}/record.json", 0, 4, f"{MADE}/record.json can't be written: {NO_RIGHT}. {ASK}"),
    ("first report", "inputs", 0, 2, f"The folder inputs can't be read: {NO_RIGHT}. Name another one with --inputs."),
    ("first report", "inputs/layouts", 0, 2, f"The folder inputs can't be read: {NO_RIGHT}. Name another one with --inputs."),
    ("first report", "inputs/mapping.xlsx", 0, 2, f"mapping.xlsx can't be opened: {NO_RIGHT}. {ASK_TO_READ}"),
    ("first report", "inputs/narrative.docx", 0, 2, f"narrative.docx can't be opened: {NO_RIGHT}. {ASK_TO_READ}"),
    ("first report", "inputs/met-register.xlsx", 0, 2, f"met-register.xlsx can't be opened: {NO_RIGHT}. {ASK_TO_READ}"),
    ("first report", "inputs/layouts/met.toml", 0, 2, f"layouts/met.toml can't be opened: {NO_RIGHT}. {ASK_TO_READ}"),
    ("first report", "templates", 0, 3, f"The folder templates can't be looked into: {NO_RIGHT}. Put that right, then run again."),
    ("first report", "templates/panel-report.docx", 0, 3, f"The template templates/panel-report.docx can't be read: {NO_RIGHT}. Name another one with --template."),
    ("public version", "scratch", 0o500, 4, ""),
    ("issue", f"{MADE}/panel-report.docx", 0, 2, f"{MADE}/panel-report.docx can't be read: {NO_RIGHT}. Put that right, and run again."),
    ("issue", MADE, 0o500, 4, f"{MADE}/issued can't be written: {NO_RIGHT}. {ASK}"),
    ("start", ".", 0o500, 4, ""),
]  # fmt: skip


@by_rights
@pytest.mark.parametrize("case", REFUSED, ids=lambda case: f"{case[0]}, {case[1]}")
def test_no_right(case: tuple[str, str, int, int, str], journey: Journeys, here: Path) -> None:
    name, place, bits, status, said = case
    prepared = journey(name)
    prepared.copied(here)
    (here / "scratch").mkdir()
    usual = (here / place).stat().st_mode
    (here / place).chmod(bits)
    ended = run(prepared, here, as_anybody=True)
    (here / place).chmod(usual)
    assert (ended.status, ended.said.strip()) == (status, said or ended.said.strip())
    assert "can't be" in ended.said
    assert "Traceback" not in ended.said
    assert files(here) == prepared.before
    assert harm(prepared, here) == []


@by_rights
@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("first report", ("inputs", "inputs/layouts", "templates")),
        ("report again", (f"{MADE}/record.json", f"{MADE}/panel-report.docx", f"{MADE}/public/panel-report.docx")),
        ("issue", ("inputs", "templates", f"{MADE}/panel-report.docx")),
    ],
)
def test_what_may_only_be_read_is_enough(name: str, places: tuple[str, ...], journey: Journeys, here: Path) -> None:
    """Inputs are never written; and to put a file in another's place is the folder's right, not the file's."""
    prepared = journey(name)
    prepared.copied(here)
    for place in places:
        path = here / place
        for one in (*path.rglob("*"), path):
            one.chmod(0o500 if one.is_dir() else 0o400)
    ended = run(prepared, here, as_anybody=True)
    left = files(here)
    for one in [here, *here.rglob("*")]:
        one.chmod(0o700 if one.is_dir() else 0o600)
    assert (ended.status, left) == (0, prepared.whole), ended.said


# --- room ----------------------------------------------------------------------------------------------


def mounted(place: Path, options: str) -> None:
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        pytest.skip(f"no disk can be made here to be filled: {done.stderr.strip()}")


def again(place: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", str(place)], check=True)


@pytest.fixture
def disk(here: Path) -> Iterator[Callable[[str], Path]]:
    """Gives a folder of ``here`` a disk of its own, with what stood in it."""
    if not (sys.platform == "linux" and IS_ROOT and shutil.which("mount")):
        pytest.skip("only root can make a disk to be filled")
    places: list[Path] = []

    def made(name: str) -> Path:
        place = here / name
        held = here.with_name("held")
        place.mkdir(exist_ok=True)
        shutil.copytree(place, held)
        mounted(place, "size=64m")
        places.append(place)
        shutil.copytree(held, place, dirs_exist_ok=True)
        return place

    yield made
    for place in places:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def used(place: Path) -> int:
    return shutil.disk_usage(place).used


@pytest.mark.parametrize("name", ["first report", "report again", "issue"])
def test_a_disk_that_is_full(name: str, journey: Journeys, here: Path, disk: Callable[[str], Path]) -> None:
    """With room for nothing, then for ever more of what is to be written, until all of it finds place."""
    prepared = journey(name)
    prepared.copied(here)
    place = disk("outputs")
    refused = 0
    for pages in (0, 1, 2, 8, 24, 60, 120, 200):
        again(place, f"size={used(place) + pages * 4096}")
        ended = run(prepared, here)
        assert list(prepared.harm(here)) == []
        if ended.status == 0:
            break
        refused += 1
        assert ended.status == 4, ended.said
        assert ended.said.strip().endswith(FULL), ended.said
    assert refused >= 2
    again(place, "size=64m")
    assert harm(prepared, here) == []


def test_a_disk_without_a_place_for_one_more_file(journey: Journeys, here: Path, disk: Callable[[str], Path]) -> None:
    prepared = journey("report again")
    prepared.copied(here)
    place = disk("outputs")
    there = 1 + sum(1 for _ in place.rglob("*"))
    for more in (1, 2, 4):  # the lock's sign is the first of them
        again(place, f"nr_inodes={there + more}")
        ended = run(prepared, here)
        assert (ended.status, ended.said.strip().endswith(FULL)) == (4, True), ended.said
        assert files(here) == prepared.before
    again(place, "nr_inodes=1000")
    assert harm(prepared, here) == []


def test_a_disk_that_can_only_be_read(journey: Journeys, here: Path, disk: Callable[[str], Path]) -> None:
    prepared = journey("report again")
    prepared.copied(here)
    place = disk("outputs")
    again(place, "ro")
    ended = run(prepared, here)
    again(place, "rw")
    assert (ended.status, ended.said.strip()) == (
        4,
        (
            "outputs can't be written: the disk can only be read. Choose another folder with --outputs, "
            "then run again. Nothing of an earlier report is lost."
        ),
    )
    again(disk_of(here, disk, "inputs"), "ro")
    assert harm(prepared, here) == []


def disk_of(here: Path, disk: Callable[[str], Path], name: str) -> Path:
    shutil.rmtree(here.with_name("held"))
    return disk(name)


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit")
@pytest.mark.parametrize("name", ["report again", "issue", "start"])
def test_a_limit_to_the_size_of_files(name: str, journey: Journeys, here: Path) -> None:
    prepared = journey(name)
    prepared.copied(here)
    ended = run(prepared, here, largest=20_000)
    assert ended.status == 4, ended.said
    assert "it is larger than any file that may be written there" in ended.said
    assert harm(prepared, here) == []

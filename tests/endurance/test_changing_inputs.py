"""Inputs that are saved, synchronised, renamed or taken away while a run reads them: told, never half-read.

A person saves; a synchronised folder puts another file in the place of one, by way of a name of its own, and for a
moment there is none.
"""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from pipeline import gathering
from pipeline.cli import main
from pipeline.ingest.narrative import narrative
from pipeline.ingest.registers import layouts
from tests.endurance.forked import typed
from tests.endurance.standing import Prepared, files
from tests.journeys.refusals import standing

Journeys = Callable[[str], Prepared]
CHECK = ("check", "--inputs", "inputs", "--outputs", "outputs")

READERS = {
    "mapping.xlsx": (gathering, "begin_workbook"),
    "narrative.docx": (narrative, "begin_narrative"),
    "layouts/met.toml": (layouts, "read_layout"),
    "met-register.xlsx": (gathering, "begin_book"),
}


def saved(path: Path) -> None:
    """With other contents, just as whole."""
    path.write_bytes(path.read_bytes() + b"\n")


def half_saved(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:700])


def renamed(path: Path) -> None:
    path.rename(path.with_name(f"{path.name}.tmp"))


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def exchanged(path: Path) -> None:
    """For another of the name: a person's older copy, brought back."""
    other = path.with_name(".other")
    shutil.copy(path, other)
    saved(other)
    other.replace(path)


CHANGES = (saved, half_saved, renamed, emptied, exchanged)


CASES = [
    *(("met-register.xlsx", change, when) for change in CHANGES for when in ("before", "after")),
    *((name, change, "before") for name in READERS for change in (half_saved, renamed)),
    *((name, saved, "after") for name in READERS),
    *((name, saved, "meanwhile") for name in READERS),
]


@pytest.mark.parametrize("case", dict.fromkeys(CASES), ids=lambda case: f"{case[0]} {case[1].__name__} {case[2]}")
def test_one_that_changes_while_it_is_read(
    case: tuple[str, Callable[[Path], None], str],
    journey: Journeys,
    here: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Just before its reader opens it, just after it has closed it, or before and back again after."""
    name, change, when = case
    journey("first report").copied(here)
    monkeypatch.chdir(here)
    before = standing(here / "outputs")
    module, reader = READERS[name]
    read = getattr(module, reader)
    original = (here / "inputs" / name).read_bytes()
    path = here / "inputs" / name

    def reading(given: Path, *more: Any, **named: Any) -> Any:
        of_this = given.name == path.name
        if of_this and when != "after":
            change(path)
        begun = read(given, *more, **named)

        def waited() -> Any:
            try:
                return begun()
            finally:
                if of_this:
                    ended()

        if callable(begun):
            return waited
        if of_this:
            ended()
        return begun

    def ended() -> None:
        if when == "after":
            change(path)
        elif when == "meanwhile":
            path.write_bytes(original)

    monkeypatch.setattr(module, reader, reading)
    capsys.readouterr()
    status = main(list(CHECK))
    out, err = capsys.readouterr()
    assert (status, out, err) == (
        2,
        "",
        f"{name} changed while it was being read. Save it, close it, and run again.\n",
    )
    assert standing(here / "outputs") == before


def test_a_layout_that_is_away_for_a_moment_is_not_taken_to_be_missing(
    journey: Journeys, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    journey("first report").copied(here)
    monkeypatch.chdir(here)
    layout, away = here / "inputs/layouts/met.toml", here / "met.toml"
    begin = gathering.begin

    def begun(inputs: Path) -> gathering.Begun:
        layout.rename(away)
        try:
            return begin(inputs)
        finally:
            away.rename(layout)

    monkeypatch.setattr(gathering, "begin", begun)
    capsys.readouterr()
    assert main(list(CHECK)) == 2
    assert (
        capsys.readouterr().err
        == "layouts/met.toml changed while it was being read. Save it, close it, and run again.\n"
    )


def test_a_folder_that_never_keeps_still(journey: Journeys, here: Path) -> None:
    """Every few moments one of the inputs goes away and comes back. Each run makes all of it or nothing, and says why."""
    prepared = journey("first report")
    over = threading.Event()
    ends: set[int] = set()

    def synchronise() -> None:
        for name in cycle(READERS):
            if over.wait(0.004):
                return
            path = here / "inputs" / name
            path.rename(path.with_name(".away"))
            time.sleep(0.001)
            path.with_name(".away").rename(path)

    prepared.copied(here)
    synchronising = threading.Thread(target=synchronise)
    synchronising.start()
    try:
        for _ in range(6):
            ended = typed(here, prepared.journey.command, prepared.recalled)
            ends.add(ended.status)
            assert "Traceback" not in ended.said
            left = files(here / "outputs")
            of_before, of_whole = (
                {name.removeprefix("outputs/"): data for name, data in some.items() if name.startswith("outputs/")}
                for some in (prepared.before, prepared.whole)
            )
            assert (ended.status, left) in ((0, of_whole), (2, of_before), (2, of_whole)), ended.said
    finally:
        over.set()
        synchronising.join()
    assert ends <= {0, 2}
    assert [*prepared.harm(here), *prepared.harm_after_next(here)] == []

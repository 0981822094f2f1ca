"""Consoles that can't print all that there is to say: no traceback, and the words can still be read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import plain
from tests.endurance.standing import Prepared

ROOT = Path(__file__).parents[2]
POOR = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}
CONSOLES = {
    "locale C": ({"LC_ALL": "C"}, "utf-8"),
    "locale C without UTF-8": (POOR, "ascii"),
    "ascii, strictly": ({"PYTHONIOENCODING": "ascii:strict", **POOR}, "ascii"),
    "Western Europe on Windows": ({"PYTHONIOENCODING": "cp1252"}, "cp1252"),
}
EACH = pytest.mark.parametrize("console", CONSOLES)


@pytest.fixture(scope="module")
def quarter(journey: Callable[[str], Prepared], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A quarter whose registers have arrows, quotes and an owner with an accent; nothing may be made of it."""
    here = journey("first report").copied(tmp_path_factory.mktemp("console") / "here")
    layout = here / "inputs/layouts/mopac.toml"
    layout.write_text(layout.read_text("utf-8").replace("trend_means", "# trend_means"), "utf-8")
    met = here / "inputs/layouts/met.toml"
    met.write_text(met.read_text("utf-8").replace("trend_means", "# trend_means"), "utf-8")
    return here


def said(here: Path, console: str, *arguments: str) -> tuple[int, str]:
    """The status and both streams, as that console shows them."""
    surroundings, encoding = CONSOLES[console]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **surroundings}
    run = subprocess.run(
        [sys.executable, "-m", "pipeline", *arguments], cwd=here, env=environment, capture_output=True, check=False
    )
    shown = (run.stdout + run.stderr).decode(encoding)  # it fails where another was written
    assert "Traceback" not in shown
    return run.returncode, shown


@EACH
def test_what_it_says_can_be_read(console: str, quarter: Path) -> None:
    status, shown = said(quarter, console, "read", "inputs/met-register.xlsx")
    assert status == 1
    arrows = "whether ↑ means" if console == "locale C" else "whether (up) means"
    assert arrows in shown
    assert "?" not in shown.replace("Did you mean", "")


@pytest.mark.parametrize("console", ["locale C", "Western Europe on Windows"])
def test_json_holds_what_the_file_holds(console: str, quarter: Path) -> None:
    _, shown = said(quarter, console, "read", "inputs/met-register.xlsx", "--json")
    trends = {finding["message"].partition(": ")[2][:15] for finding in json.loads(shown)["findings"]}
    assert "the trend is “↑" in trends


@pytest.mark.parametrize("arguments", [("--help",), ("report", "--help"), ("template", "--fields"), ("report", "--nö")])
def test_help_and_complaints(arguments: tuple[str, ...], quarter: Path) -> None:
    status, shown = said(quarter, "ascii, strictly", *arguments)
    assert status in (0, 64)
    assert shown


def test_a_name_that_is_no_ascii_is_a_name_all_the_same(journey: Callable[[str], Prepared], here: Path) -> None:
    """Where the system takes its language for plain English, each letter beyond comes as halves."""
    prepared = journey("first report")
    prepared.copied(here)
    register = here / "inputs/mopac-register.xlsx"
    try:
        register.rename(here / "inputs/mopac-régistre ↑.xlsx")
    except OSError:
        pytest.skip("this disk has no such names")
    status, shown = said(here, "locale C without UTF-8", "check")
    assert (status, "mopac-registre (up).xlsx" in shown) == (2, True)


# --- the signs themselves ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        ("↑ Rising, ↔ Unchanged, ↓ Falling", "ascii", "(up) Rising, (same) Unchanged, (down) Falling"),
        ("“Not so …” – they said", "ascii", '"Not so ..." - they said'),
        ("“Not so …” – they said ↑", "cp1252", "“Not so …” – they said (up)"),
        ("Café, cafe\N{COMBINING ACUTE ACCENT}, 5 × £3, ½", "ascii", "Cafe, cafe, 5 x GBP 3, 1/2"),
        ("≤ 5 and 日本 🚨 \udcff", "ascii", "<= 5 and ?? ? ?"),
        ("plain", "ascii", "plain"),
    ],
)
def test_signs(text: str, encoding: str, shown: str) -> None:
    assert text.encode(encoding, plain.NAME).decode(encoding) == shown


@settings(max_examples=60)
@given(st.text(), st.sampled_from(["ascii", "cp1252", "cp437", "latin-1", "utf-8", "shift_jis"]))
def test_nothing_fails_and_nothing_that_can_be_shown_changes(text: str, encoding: str) -> None:
    shown = text.encode(encoding, plain.NAME).decode(encoding)
    for character in set(text):
        try:
            kept = character.encode(encoding).decode(encoding)
        except UnicodeEncodeError:
            continue
        assert kept in shown

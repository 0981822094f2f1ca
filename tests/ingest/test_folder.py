"""Which file is what."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.ingest.folder import RegisterPath, all_paths, find_inputs, match_registers
from pipeline.ingest.registers.layouts import Layout
from pipeline.model.errors import InputsUnusable
from pipeline.model.findings import Finding
from tests.ingest.mapping_books import NAMES, Rows, read

FIXED = ("mapping.xlsx", "narrative.docx")


def fill(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    return folder


def match(
    folder: Path, north: str | None, south: str | None, *layouts: Layout, sheets: Sequence[str | None] = (None, None)
) -> tuple[tuple[RegisterPath, ...], tuple[Finding, ...]]:
    rows: Rows = [
        (name, f"{name} Council", f"{name[0]}C", register, sheet)
        for name, register, sheet in zip(NAMES, (north, south), sheets, strict=True)
    ]
    mapping, _ = read({"Organisations": rows})
    return match_registers(folder, mapping, {layout.file: layout for layout in layouts})


def test_the_files_of_fixed_name(tmp_path: Path) -> None:
    paths = find_inputs(
        fill(tmp_path, *FIXED, "layouts/b.toml", "layouts/A.TOML", "layouts/~$b.toml", "layouts/notes.txt")
    )
    assert [paths.name(path) for path in all_paths(paths)] == [*FIXED, "layouts/A.TOML", "layouts/b.toml"]


def test_a_name_may_differ_by_case_and_the_exact_one_goes_first(tmp_path: Path) -> None:
    paths = find_inputs(fill(tmp_path, "Mapping.xlsx", "Narrative.DOCX", "narrative.docx"))
    assert (paths.mapping.name, paths.narrative.name) == ("Mapping.xlsx", "narrative.docx")


def test_all_that_is_missing_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputsUnusable) as stopped:
        find_inputs(fill(tmp_path, "mapping (2).xlsx", "~$narrative.docx"))
    assert [line.removeprefix(f"{tmp_path} has ") for line in stopped.value.lines] == [
        "no mapping.xlsx. Did you mean 'mapping (2).xlsx'? Put it there, or name another folder with --inputs.",
        "no narrative.docx. Put it there, or name another folder with --inputs.",
    ]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputsUnusable, match="There is no folder"):
        find_inputs(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("register", "file"),
    [
        ("north.xlsx", "north.xlsx"),
        ("North.XLSX", "north.xlsx"),
        ("north*.xlsx", "north December 2017.xlsx"),
        ("NORTH*", "north.xlsx"),
        ("north?.xlsx", "north1.xlsx"),
        ("north [final].xlsx", "north [final].xlsx"),
        ("rés*.xlsx", unicodedata.normalize("NFD", "rés.xlsx")),
        ("*.xlsx", "north.xlsx"),  # neither the mapping nor the narrative is a register
    ],
)
def test_a_register_is_found_by_name_or_pattern(register: str, file: str, tmp_path: Path) -> None:
    fill(tmp_path, *FIXED, file, "south.ods", "~$north.xlsx", ".~lock.north.xlsx#", ".DS_Store", "Thumbs.db")
    registers, findings = match(tmp_path, register, "south.ods")
    assert [(r.organisation, r.path.name) for r in registers] == [("North", file), ("South", "south.ods")]
    assert findings == ()


def test_none_and_several_are_said_at_once(tmp_path: Path) -> None:
    fill(tmp_path, *FIXED, "south-old.xlsx", "south-new.xlsx")
    with pytest.raises(InputsUnusable) as stopped:
        match(tmp_path, "north.xlsx", "south*")
    none, several = stopped.value.lines
    assert none == (
        "mapping.xlsx, sheet 'Organisations', D2: the register of North, 'north.xlsx', fits no file. "
        "The folder has south-new.xlsx, south-old.xlsx. Put the register there, or correct its name."
    )
    assert "D3: the register of South, 'south*', fits 2 files: south-new.xlsx, south-old.xlsx." in several


def test_no_register_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputsUnusable, match="D2: no register is named for North"):
        match(fill(tmp_path, *FIXED, "south.xlsx"), None, "south.xlsx")


def test_a_name_does_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    fill(tmp_path, "north.xlsx")
    with pytest.raises(InputsUnusable, match="fits no file"):
        match(fill(inputs, *FIXED, "south.xlsx"), "../north.xlsx", "south.xlsx")


def test_files_that_nothing_names(tmp_path: Path) -> None:
    fill(tmp_path, *FIXED, "north.xlsx", "south.xlsx", "east.xlsx", "old/west.xlsx", "layouts/north.toml.txt")
    _, findings = match(tmp_path, "north.xlsx", "south.xlsx", Layout("layouts/east.toml", "East"))
    assert [(f.code, f.file) for f in findings] == [
        ("file-unnamed", "east.xlsx"),
        ("file-unnamed", "layouts/north.toml.txt"),
        ("file-unnamed", "layouts/east.toml"),
    ]


@pytest.mark.parametrize("name", ["North", "north", "NORTH COUNCIL", "nc"])
def test_a_layout_belongs_to_its_organisation(name: str, tmp_path: Path) -> None:
    layout = Layout("layouts/a.toml", name, sheet="Risks")
    fill(tmp_path, *FIXED, "north.xlsx", "south.xlsx")
    registers, findings = match(tmp_path, "north.xlsx", "south.xlsx", layout, sheets=("Other", "Mine"))
    assert findings == ()
    assert [(r.layout, r.sheet) for r in registers] == [(layout, None), (None, "Mine")]


def test_two_layouts_for_one_organisation(tmp_path: Path) -> None:
    fill(tmp_path, *FIXED, "north.xlsx", "south.xlsx")
    with pytest.raises(InputsUnusable, match=r"layouts/a\.toml and layouts/b\.toml are both for North"):
        match(tmp_path, "north.xlsx", "south.xlsx", Layout("layouts/a.toml", "North"), Layout("layouts/b.toml", "NC"))


@pytest.mark.parametrize(("sheets", "codes"), [(("N", "S"), []), ((None, None), ["mapping-value"])])
def test_a_workbook_may_be_shared_but_not_a_sheet(
    sheets: Sequence[str | None], codes: list[str], tmp_path: Path
) -> None:
    registers, findings = match(fill(tmp_path, *FIXED, "both.xlsx"), "both.xlsx", "both.xlsx", sheets=sheets)
    assert [register.name for register in registers] == ["both.xlsx", "both.xlsx"]
    assert [finding.code for finding in findings] == codes

"""Names of files and folders as people and systems give them: everything is found, made and put on record; or words say
why not. ``ENDURANCE=whole`` in the environment tries more of them.
"""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.documents import kept_as
from pipeline.ingest.folder import fits, printed
from tests.endurance.forked import typed
from tests.endurance.journeys import WHOLE
from tests.endurance.standing import Prepared, files
from tests.journeys.bad_files import cell
from tests.journeys.steps import change_row

Journeys = Callable[[str], Prepared]
DAY = "2017-12-19"
LONG = "n" * 250  # with an ending of five letters the longest that a disk takes


@pytest.fixture
def there(journey: Journeys, here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a quarter whose report is to be made, in which is typed."""
    journey("first report").copied(here)
    monkeypatch.chdir(here)
    return here


@dataclass(frozen=True)
class Names:
    """One of a kind in each place. ``met`` and ``mopac``: as the mapping workbook has the names of the registers."""

    inputs: str
    outputs: str
    template: str
    met: str
    mopac: str
    met_file: str = ""
    mopac_file: str = ""


KINDS = {
    "signs": Names("in's \"puts\"", "out & <puts>", "brief {{ x }} %s $(x)", "qu'o\"te;,.xlsx", "[1] * ?.xlsx"),
    "blanks and ends": Names(
        " in puts ", "outputs.", "briefing .", "lead and  two.xlsx", "new line.xlsx",
        met_file=" lead and  two .xlsx".replace(" .", "."), mopac_file="new\nline.xlsx",
    ),
    "letters in two pieces": Names(
        unicodedata.normalize("NFD", "entrées"), unicodedata.normalize("NFD", "présentés"),
        unicodedata.normalize("NFD", "résumé"), "régistre.xlsx", unicodedata.normalize("NFD", "évêché.xlsx"),
        met_file=unicodedata.normalize("NFD", "régistre.xlsx"), mopac_file=unicodedata.normalize("NFC", "évêché.xlsx"),
    ),
    "long": Names("i" * 255, "o" * 255, "t" * 240, f"{LONG}.xlsx", "é" * 125 + ".xlsx"),
    "no UTF-8": Names(
        os.fsdecode(b"in\xff"), os.fsdecode(b"out\xff"), os.fsdecode(b"br\xffief"), "met*.xlsx", "mopac*.xlsx",
        met_file=os.fsdecode(b"met \xe9.xlsx"), mopac_file=os.fsdecode(b"mopac \xff\xfe.xlsx"),
    ),
    "dashes and dots": Names("-inputs", "--outputs", "-h", "-leading.xlsx", "no.ending.at.all"),
    "what Windows keeps for itself": Names("CON", "nul.d", "aux", "COM1.xlsx", "prn.xlsx"),
    "pictures and other writings": Names("入力 🚨", "выход", "ملخص", "emoji 🚨👩‍🚒.xlsx", "régistre.xlsx"),
}  # fmt: skip


def arranged(names: Names, here: Path) -> tuple[str, ...]:
    """The folder with these names; what is typed to name its folders."""
    met, mopac = names.met_file or names.met, names.mopac_file or names.mopac
    mapping = here / "inputs/mapping.xlsx"
    cell("Organisations", "D2", names.met)(mapping)
    cell("Organisations", "D3", names.mopac)(mapping)
    try:
        (here / "inputs/met-register.xlsx").rename(here / "inputs" / met)
        (here / "inputs/mopac-register.xlsx").rename(here / "inputs" / mopac)
        (here / "templates/briefing.docx").rename(here / "templates" / f"{names.template}.docx")
        (here / "inputs").rename(here / names.inputs)
        (here / "outputs").rename(here / names.outputs)
    except OSError as error:
        pytest.skip(f"this disk has no such names: {error.strerror}")
    return (
        f"--inputs={names.inputs}", f"--outputs={names.outputs}", "--template=templates/panel-report.docx",
    )  # fmt: skip


TRIED = len(KINDS) if WHOLE else 5


@pytest.mark.parametrize("kind", list(KINDS)[:TRIED])
def test_names(
    kind: str,
    journey: Journeys,
    here: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    names = KINDS[kind]
    journey("first report").copied(here)
    folders = arranged(names, here)
    monkeypatch.chdir(here)
    assert main(["report", *folders]) == 0, capsys.readouterr().err
    made = here / names.outputs / DAY
    assert {one.name for one in made.iterdir()} == {
        "panel-report.docx", f"{kept_as(names.template)}.docx", "appendix-tables.xlsx", "review.html", "record.json",
    }  # fmt: skip
    record = json.loads((made / "record.json").read_text("utf-8"))
    registers = [one["file"] for one in record["inputs"] if one["role"] == "register"]
    assert registers == [printed(names.met_file or names.met), printed(names.mopac_file or names.mopac)]
    assert main(["issue", *folders]) == 0, capsys.readouterr().err
    assert main(["check", *folders[:2]]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert "lacks" not in out.replace("black", "")


# --- a name in a cell, and one on the disk --------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "there", "fit"),
    [
        ("met.xlsx", "met.xlsx", True),
        ("met.xlsx", "MET.XLSX", True),
        ("met register.xlsx", "met  register.xlsx", True),
        ("met register.xlsx", "met\N{NO-BREAK SPACE}register.xlsx", True),
        ("met.xlsx", " met.xlsx", True),
        ("a b.xlsx", "a\nb.xlsx", True),
        ("caf\N{LATIN SMALL LETTER E WITH ACUTE}.xlsx", "cafe\N{COMBINING ACUTE ACCENT}.xlsx", True),
        ("met*.xlsx", "met 2017.xlsx", True),
        ("[1].xlsx", "[1].xlsx", True),
        ("met.xlsx", "met.xls", False),
        ("met register.xlsx", "metregister.xlsx", False),
        ("", "met.xlsx", False),
    ],
)
def test_which_file_a_name_fits(written: str, there: str, fit: bool) -> None:
    assert fits(written, Path(there)) is fit


def test_two_names_that_differ_by_case_alone_are_both_named(
    journey: Journeys, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    journey("first report").copied(here)
    monkeypatch.chdir(here)
    (here / "inputs/mopac-register.xlsx").rename(here / "inputs/MOPAC-register.xlsx")
    (here / "inputs/Mopac-register.xlsx").write_bytes(b"another")
    if len(list((here / "inputs").glob("*.xlsx"))) < 4:
        pytest.skip("on this disk these are one file")
    capsys.readouterr()
    assert main(["check", "--inputs", "inputs", "--outputs", "outputs"]) == 2
    assert "fits 2 files: MOPAC-register.xlsx, Mopac-register.xlsx." in capsys.readouterr().err


# --- what is too long -----------------------------------------------------------------------------------

TOO = "t" * 256
FAR = "/".join(["f" * 200] * 21)
SHORTER = "Give it a shorter name, or move its folder to where fewer folders lie above it."


@pytest.mark.parametrize(
    "case",
    [
        (("report", "--inputs", "{}"), 2, "The folder {} can't be read: its name is too long. Name another one with --inputs."),
        (("check", "--watch", "--inputs", "{}"), 2, "The folder {} can't be read: its name is too long. Name another one with --inputs."),
        (("report", "--template", "{}"), 3, "The template {} can't be read: its name is too long. Name another one with --template."),
        (("read", "{}"), 2, f"{{}} can't be opened: its name is too long. {SHORTER}"),
        (("layout", "{}"), 2, f"{{}} can't be opened: its name is too long. {SHORTER}"),
        (("start", "new", "--from", "{}"), 2, f"{{}} can't be opened: its name is too long. {SHORTER}"),
        (("start", "{}"), 4, "{} can't be written: its name is too long. Name another folder."),
        (("issue", "{}"), 2, "{} can't be read: its name is too long. Put that right, and run again."),
        (("template", "{}"), 3, "The template {} can't be read: its name is too long. Name another one."),
        (("portfolio", "{}"), 2, "The folder {} can't be read: its name is too long."),
        (("report", "--outputs", "{}"), 4, "{} can't be written: its name is too long. Give it, or the template it is made from, a shorter name, or choose another folder with --outputs; then run again. Nothing of an earlier report is lost."),
    ],
    ids=lambda case: " ".join(case[0]),
)  # fmt: skip
@pytest.mark.parametrize("name", [TOO, FAR], ids=["name", "path"])
def test_a_name_that_is_too_long(
    case: tuple[tuple[str, ...], int, str], name: str, there: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments, status, said = case
    before = sorted(there.rglob("*"))
    capsys.readouterr()
    if name == FAR and "issue" in arguments:
        name = f"{FAR}.docx"
    assert main([one.format(name) for one in arguments]) == status
    out, err = capsys.readouterr()
    told = err.replace(name, "{}").replace(Path(name).name, "{}").splitlines()[0]
    assert (out, told) == ("", said)
    assert sorted(there.rglob("*")) == before


def test_a_template_too_long_for_what_is_made_from_it(journey: Journeys, here: Path) -> None:
    prepared = journey("first report")
    prepared.copied(here)
    (here / "templates/briefing.docx").rename(here / "templates" / f"{LONG}.docx")
    before = files(here)
    ended = typed(here, prepared.journey.command)
    assert (ended.status, ended.said.replace(LONG, "{}").split(". ")[:2]) == (
        4,
        [
            f"outputs/{DAY}/{{}}.docx can't be written: its name is too long",
            "Give it, or the template it is made from, a shorter name, or choose another folder with --outputs; then run again",
        ],
    )
    assert files(here) == before


@contextmanager
def deep(folder: Path, length: int) -> Iterator[None]:
    """In a folder so far down that its path has this many bytes; whatever is done there is done by names relative to it."""
    back = Path.cwd()
    os.chdir(folder)
    try:
        while (left := length - len(os.getcwdb())) > 1:  # noqa: PTH109
            name = "d" * min(left - 1, 200)
            os.mkdir(name)  # noqa: PTH102  a Path would be looked up from the top
            os.chdir(name)
        yield
    finally:
        os.chdir(back)


@pytest.mark.parametrize(("length", "status"), [(4000, 0), (4090, 4)])
def test_a_folder_far_down(
    length: int, status: int, journey: Journeys, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A path of 4,096 bytes is the longest that Linux takes from a program."""
    begin = journey("first report").begin
    with deep(tmp_path, length):
        for one in begin.rglob("*"):
            name = one.relative_to(begin)
            name.mkdir() if one.is_dir() else name.write_bytes(one.read_bytes())
        capsys.readouterr()
        ended = main(
            ["report", "--inputs", "inputs", "--outputs", "outputs", "--template", "templates/panel-report.docx"]
        )
        said = capsys.readouterr()
    assert ended in (0, status), said.err
    assert "Traceback" not in said.err
    assert ended == 0 or "its name is too long" in said.err


# --- names in cells that make names of files -------------------------------------------------------------


@pytest.mark.parametrize(
    ("organisation", "file"),
    [
        ("CON", "layout-con.toml"),
        ("Lpt1", "layout-lpt1.toml"),
        ("Console", "console.toml"),
        ("../../etc/passwd", "etc-passwd.toml"),
        ("C:\\x:y|z", "c-x-y-z.toml"),
        ("🚨", "layout.toml"),
        ("é" * 300, "é" * 60 + ".toml"),
        ("MOPAC ", "mopac.toml"),
    ],
)
def test_the_name_of_a_layout(
    organisation: str, file: str, journey: Journeys, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journey("first report").copied(here)
    monkeypatch.chdir(here)
    before = {one.name: one.read_bytes() for one in (here / "inputs/layouts").iterdir()}
    main(["layout", "inputs/met-register.xlsx", "--organisation", organisation])
    after = {one.name: one.read_bytes() for one in (here / "inputs/layouts").iterdir()}
    assert after.keys() - before.keys() <= {file}
    assert file in after
    assert not [name for name in before if name != file and after[name] != before[name]]


def test_a_layout_never_takes_anothers_place(journey: Journeys, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journey("first report").copied(here)
    monkeypatch.chdir(here)
    for organisation in ("A B", "A-B", "a & b"):
        main(["layout", "inputs/met-register.xlsx", "--organisation", organisation])
    names = {one.name for one in (here / "inputs/layouts").glob("a-b*")}
    assert names == {"a-b.toml", "a-b-2.toml", "a-b-3.toml"}


@pytest.mark.parametrize("panel", ["../../CON", 'new\nline 🚨 "quoted" <b>|?* C:\\ ' + "x" * 400])
def test_a_panels_name_makes_no_name_of_a_file(panel: str, journey: Journeys, here: Path) -> None:
    prepared = journey("first report")
    prepared.copied(here)
    change_row(here / "inputs/mapping.xlsx", "Meeting", ("Setting", "Panel"), Value=panel)
    ended = typed(here, prepared.journey.command)
    assert ended.status in (0, 1), ended.said
    assert {one.name for one in (here / "outputs").iterdir()} == {"2017-09-26", DAY}

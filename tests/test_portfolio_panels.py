"""Which reports of a portfolio are made again, what dies with a worker, and what the summary says of a report."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from pipeline import screen
from pipeline.archive.reading import RecordDamaged
from pipeline.archive.seal import edited
from pipeline.archive.standing import panel_report
from pipeline.documents import Templates, read_templates
from pipeline.model.errors import InputsUnusable
from pipeline.model.portfolio import PanelEntry, PanelReport, PanelState, Portfolio
from pipeline.portfolio import cluster, panels
from pipeline.portfolio.building import TRIES, Died, Ended, Processes
from pipeline.portfolio.panels import Panel, already_made
from pipeline.report.portfolio import PanelRow, build_page, build_workbook, panel_rows
from pipeline.run import build_set, examine
from tests.journeys.steps import change_theme
from tests.quarter import make, sample
from tests.sample.issued import TEMPLATE, quiet
from tests.sample.many import Case, write_case, write_history
from tests.sample.panels import set_meeting

DAY = "2017-12-19"


@pytest.fixture(scope="module")
def templates() -> Templates:
    return read_templates(TEMPLATE)


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A panel whose report is made, compared with an earlier one that was issued."""
    folder = tmp_path_factory.mktemp("panel") / "panel"
    write_history(folder / "outputs", folder.parent / "scratch", Case(2))
    write_case(folder, Case(2))
    (folder / "notes.txt").write_text("nothing names this file")
    assert make(folder, folder / "outputs") == 0
    return folder


@pytest.fixture
def panel(pristine: Path, tmp_path: Path) -> Panel:
    return Panel(shutil.copytree(pristine, tmp_path / "panel"))


def test_a_report_stands_as_it_would_be_made(panel: Panel, templates: Templates) -> None:
    there = already_made(panel, templates)
    assert there
    assert there.document == panel.outputs / DAY / "panel-report.docx"
    assert there.report.panel == "Audit Panel"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def edit_in_word(path: Path) -> None:
    """Other words, the properties as they were."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"Safeguarding", b"Safety")
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    assert edited(path)


HARMLESS: dict[str, Callable[[Path], object]] = {
    "a lock of Excel": lambda folder: (folder / "~$mapping.xlsx").touch(),
    "a file nobody reads was saved": lambda folder: (folder / "notes.txt").write_text("other notes"),
    "its times": lambda folder: os.utime(folder / "mapping.xlsx", (0, 0)),
    "somebody's notes beside it": lambda folder: (folder / f"outputs/{DAY}/notes.docx").touch(),
    "the report edited in Word": lambda folder: edit_in_word(folder / f"outputs/{DAY}/panel-report.docx"),
}
CHANGES: dict[str, Callable[[Path], object]] = {
    "mapping": lambda folder: set_meeting(folder, Period="Quarter 4"),
    "narrative": lambda folder: shutil.copy(TEMPLATE, folder / "narrative.docx"),
    "register": lambda folder: shutil.copy(folder / "body-1.xlsx", folder / "body-2.xlsx"),
    "layout": lambda folder: edit(folder / "layouts/body-1.toml", "2017-09-01", "2017-09-02"),
    "layout gone": lambda folder: (folder / "layouts/body-1.toml").unlink(),
    "register gone": lambda folder: (folder / "body-1.xlsx").unlink(),
    "mapping gone": lambda folder: (folder / "mapping.xlsx").unlink(),
    "a file more": lambda folder: (folder / "body-9.xlsx").touch(),
    "a layout more": lambda folder: (folder / "layouts/other.toml").touch(),
    "report gone": lambda folder: (folder / f"outputs/{DAY}/panel-report.docx").unlink(),
    "another report": lambda folder: shutil.copy(
        folder / "outputs/2017-09-26/panel-report.docx", folder / f"outputs/{DAY}/panel-report.docx"
    ),
    "tables gone": lambda folder: (folder / f"outputs/{DAY}/appendix-tables.xlsx").unlink(),
    "tables emptied": lambda folder: (folder / f"outputs/{DAY}/appendix-tables.xlsx").write_bytes(b""),
    "page cut off": lambda folder: (folder / f"outputs/{DAY}/review.html").write_text("<!DOCTYPE html>"),
    "the briefing in the place of the report": lambda folder: shutil.copy(
        folder / f"outputs/{DAY}/briefing.docx", folder / f"outputs/{DAY}/panel-report.docx"
    ),
    "a draft beside it": lambda folder: shutil.copy(
        folder / f"outputs/{DAY}/briefing.docx", folder / f"outputs/{DAY}/DRAFT-panel-report.docx"
    ),
    "a run that was cut off": lambda folder: (folder / f"outputs/{DAY}/.review.html.part").touch(),
    "record nested without end": lambda folder: (folder / f"outputs/{DAY}/record.json").write_text("[" * 200_000),
    "public version of it": lambda folder: shutil.copytree(
        folder / f"outputs/{DAY}", folder / f"outputs/{DAY}/public", ignore=shutil.ignore_patterns("public", "*.json")
    ),
    "briefing gone": lambda folder: (folder / f"outputs/{DAY}/briefing.docx").unlink(),
    "record gone": lambda folder: (folder / f"outputs/{DAY}/record.json").unlink(),
    "record damaged": lambda folder: (folder / f"outputs/{DAY}/record.json").write_text("{}"),
    "record of another form": lambda folder: edit(folder / f"outputs/{DAY}/record.json", '"findings": [', '"findings": [1, '),
    "made by another version": lambda folder: edit(folder / f"outputs/{DAY}/record.json", '"version": "', '"version": "9'),
    "history gone": lambda folder: shutil.rmtree(folder / "outputs/2017-09-26"),
    "history never issued": lambda folder: shutil.rmtree(folder / "outputs/2017-09-26/issued"),
    "history re-issued": lambda folder: shutil.copy(
        folder / "outputs/2017-09-26/issued/record.json", folder / "outputs/2017-09-26/issued/record-2.json"
    ),
    "history edited": lambda folder: edit(folder / "outputs/2017-09-26/issued/record.json", '"period": "', '"period": " '),
    "another made since": lambda folder: _made_for(folder, "2017-11-01"),
}  # fmt: skip


def _made_for(folder: Path, day: str) -> None:
    """As if a report to a meeting between the two had been made, and not issued."""
    record = json.loads((folder / f"outputs/{DAY}/record.json").read_bytes())
    (folder / "outputs" / day).mkdir()
    (folder / "outputs" / day / "record.json").write_text(json.dumps(record | {"meeting_date": day}))


@pytest.mark.parametrize("change", HARMLESS)
def test_what_changes_no_report_makes_none_again(panel: Panel, templates: Templates, change: str) -> None:
    HARMLESS[change](panel.folder)
    assert already_made(panel, templates)


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_may_change_a_report_makes_it_again(panel: Panel, templates: Templates, change: str) -> None:
    CHANGES[change](panel.folder)
    assert already_made(panel, templates) is None


def test_other_templates_or_another_version_make_it_again(
    panel: Panel, templates: Templates, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert already_made(panel, replace(templates, others=())) is None
    other = replace(templates.main, data=templates.main.data + b" ")
    assert already_made(panel, replace(templates, main=other)) is None
    monkeypatch.setattr(panels, "__version__", "9.9.9")
    assert already_made(panel, templates) is None


def test_what_is_sent_is_what_a_run_at_home_would_open(panel: Panel, tmp_path: Path) -> None:
    """Links lead on, in a circle once; what is no file is passed over, and what can't be read is told by its reader."""
    before = cluster._files(panel)
    shutil.move(panel.outputs, tmp_path / "elsewhere")
    panel.outputs.symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / "round").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(panel.folder / "pipe")
    (panel.folder / "old").mkdir()
    (panel.folder / "old" / "mapping.xlsx").touch()
    (panel.folder / ".#mapping.xlsx").symlink_to("nowhere")
    assert cluster._files(panel) == before
    assert {"mapping.xlsx", "layouts/body-1.toml", "outputs/2017-09-26/issued/record.json"} <= before.keys()
    (panel.folder / "body-9.xlsx").symlink_to("nowhere")
    assert cluster._files(panel) == before | {"body-9.xlsx": None}


def test_a_folder_that_is_not_there_has_no_panels(tmp_path: Path) -> None:
    with pytest.raises(InputsUnusable, match="There is no folder"):
        panels.find_panels(tmp_path / "nowhere")


# --- processes ------------------------------------------------------------------------------------


@pytest.fixture
def processes() -> Iterator[Processes]:
    processes = Processes()
    yield processes
    processes.end()


def die_the_first(times: int, count: Path) -> str:
    begun = int(count.read_text()) if count.exists() else 0
    count.write_text(str(begun + 1))
    if begun < times:
        os.kill(os.getpid(), signal.SIGKILL)
    return "made"


def refuse() -> None:
    raise InputsUnusable("why")


def test_what_a_dead_process_was_at_is_done_again(processes: Processes, tmp_path: Path) -> None:
    assert processes.call(die_the_first, TRIES - 1, tmp_path / "count") == "made"
    assert (tmp_path / "count").read_text() == str(TRIES)


def test_what_kills_each_process_is_given_up_and_the_next_work_goes_on(processes: Processes, tmp_path: Path) -> None:
    with pytest.raises(Died, match=f"ended {TRIES} times"):
        processes.call(die_the_first, 99, tmp_path / "count")
    assert (tmp_path / "count").read_text() == str(TRIES)
    assert processes.call(die_the_first, 0, tmp_path / "count") == "made"


def test_a_refusal_is_no_death(processes: Processes) -> None:
    with pytest.raises(InputsUnusable, match="why"):
        processes.call(refuse)


def test_nothing_is_begun_after_the_end(processes: Processes) -> None:
    processes.end()
    with pytest.raises(Ended):
        processes.call(refuse)


# --- what the summary says ------------------------------------------------------------------------


def of_sample(folder: Path) -> tuple[Path, Path]:
    return sample(folder)


def of_many(folder: Path) -> tuple[Path, Path]:
    write_case(folder / "inputs", Case(6, organisations=4))
    return folder / "inputs", folder / "outputs"


@pytest.mark.parametrize("case", [of_sample, of_many])
def test_the_summary_says_what_the_report_says_at_a_glance(
    case: Callable[[Path], tuple[Path, Path]], tmp_path: Path, templates: Templates
) -> None:
    examined = examine(*case(tmp_path), quiet)
    (row,) = rows_of(panel_report(build_set(examined, templates, quiet).record))
    page = examined.page
    residual = {(risk.number, one.organisation): one for risk in page.risks for one in risk.residual}
    expected = [
        (
            one.aligned_risk, one.organisation, one.now, one.target, one.appetite, one.trend, one.controls, one.overdue,
            residual[one.aligned_risk.split()[0], one.organisation].against_appetite,
        )
        for one in page.glance
        if one.now != "No risk"
    ]  # fmt: skip
    said = [
        (
            one.aligned_risk, one.organisation, one.now, one.target, one.appetite, one.trend, one.controls,
            one.overdue_words, one.against,
        )
        for one in row.themes
    ]  # fmt: skip
    assert said == expected
    assert len(said) > 4


def rows_of(*reports: PanelReport) -> tuple[PanelRow, ...]:
    entries = tuple(PanelEntry("a", PanelState.CLEAN, report) for report in reports)
    return panel_rows(Portfolio(entries, ()))


@pytest.mark.parametrize("data", [b"{}", b"[]", b"", b'{"schema": 99}'])
def test_what_is_no_record_is_refused(data: bytes) -> None:
    with pytest.raises(RecordDamaged):
        panel_report(data)


def test_the_summary_is_internal_and_counts_what_is_restricted(tmp_path: Path, templates: Templates) -> None:
    inputs, outputs = of_many(tmp_path)
    change_theme(inputs, "Safeguarding", Restricted="Security advice")
    report = panel_report(build_set(examine(inputs, outputs, quiet), templates, quiet).record)
    (row,) = rows_of(report)
    assert row.restricted == 1
    assert {one.restricted for one in row.themes if one.aligned_risk == "1 Safeguarding"} == {"Security advice"}
    assert {one.restricted for one in row.themes if one.aligned_risk != "1 Safeguarding"} == {""}
    portfolio = Portfolio((PanelEntry("a", PanelState.CLEAN, report),), ())
    internal = "Internal: not for publication. It names 1 aligned risk with something restricted."
    assert internal in build_page(portfolio, version="1").decode()
    book = openpyxl.load_workbook(io.BytesIO(build_workbook(portfolio)))
    assert str(book["Panels"]["A2"].value).startswith(internal)
    assert all("Internal" in str(sheet.oddHeader.center.text) for sheet in book)


def test_names_that_people_give_do_no_harm(tmp_path: Path) -> None:
    name = "a <b>&'\"% #?é"
    entry = PanelEntry(name, PanelState.FAILED, lines=("<script>alert(1)</script>",), document=f"{name}\udcff/x.docx")
    page = build_page(Portfolio((entry,), (name,)), version="1").decode()
    assert "<script>" not in page
    assert "<b>&" not in page
    assert 'href="a%20%3Cb%3E%26%27%22%25%20%23%3F%C3%A9%FF/x.docx"' in page
    assert build_workbook(Portfolio((entry,), (name,)))


def test_the_bar_counts_clean_draft_and_failed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with screen.progress(3) as done:
        done(PanelState.CLEAN)
    assert not capsys.readouterr().err  # nobody is watching
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "120")
    with screen.progress(3) as done:
        for state in PanelState:
            done(state)
    shown = capsys.readouterr().err
    assert "3/3" in shown
    assert "1 clean, 1 draft, 1 failed" in shown

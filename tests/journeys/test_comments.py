"""In a DRAFT each thing to mend or to look at is a Word comment at its place; nowhere else is there any."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ooxml_integrity import check
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator

from pipeline.ingest.sent import read_sent_bytes
from pipeline.model.findings import Finding, Severity, blocks, find
from pipeline.model.page import Page
from pipeline.model.records import Place
from pipeline.report import draft, fill, package
from pipeline.report.origins import origins
from pipeline.report.outline import Outliner
from pipeline.report.wordml import P, parse, style_of, text_of, w
from pipeline.run import Examined, examine
from tests.journeys.test_blocks import record
from tests.journeys.test_marks import (
    ASKED,
    CONTROLS,
    RISK_1,
    RISK_2,
    RISK_3,
    RISK_4,
    SCALES,
    SHORT,
    TITLE,
    Change,
    aligned,
    all_of,
    control,
    layout,
    of_control,
    organisation,
    register_heading,
    risk,
    row,
    setting,
    sheet,
    without_sheet,
    without_text,
)
from tests.journeys.test_places import mapping, narrative, register
from tests.quarter import made_sample, make, sample
from tests.report.word_files import DOCUMENT, para, template
from tests.sample.issued import TEMPLATE

DAY = "2017-12-19"
COMMENTS = "word/comments.xml"
NOTICE = "DRAFT: 1 matter must be fixed before this report is circulated."
MOVED = "What changed since the last report"
RESIDUAL, JOINT = "Key residual risks", "Joint controls"
BLOCK = risk("Lead director", None)  # makes a draft of what has only queries


def examined(folder: Path, change: Change) -> Examined:
    inputs, outputs = sample(folder)
    change(inputs)
    return examine(inputs, outputs, lambda _: nullcontext())


def drafted(of: Examined, used: bytes | None = None) -> bytes:
    filled = filled_with(of.page, used or TEMPLATE.read_bytes())
    return draft.with_comments(filled, of.findings, of.report, origins(of.report, of.page))


@cache
def filled_with(page: Page, used: bytes) -> fill.Filled:
    return fill.fill(used, page, template_name="template.docx")


def told(docx: bytes) -> Iterator[tuple[str, str, str]]:
    """Each comment: the heading it stands under, the words of its paragraph, its own words."""
    members = package.read(docx)
    outliner = Outliner(members, DOCUMENT)
    notes = parse(members[COMMENTS]).iter(w("comment")) if COMMENTS in members else ()
    texts = {note.get(w("id")): "\n".join(map(text_of, note.iter(P))) for note in notes}
    heading = TITLE
    for paragraph in parse(members[DOCUMENT]).iter(P):
        words = text_of(paragraph)
        heading = words if outliner.level(paragraph, style_of(paragraph)) else heading
        starts = [mark.get(w("id")) for mark in paragraph.findall(w("commentRangeStart"))]
        assert starts == [mark.get(w("id")) for mark in paragraph.findall(w("commentRangeEnd"))]
        assert starts == [mark.get(w("id")) for mark in paragraph.iter(w("commentReference"))]
        yield from ((heading, words, texts.pop(one)) for one in starts)
    assert not texts


def error_at(address: str) -> Callable[[Worksheet], None]:
    def change(page: Worksheet) -> None:
        page[address].value = "#REF!"

    return change


# Quarters with several faults each: what is wrong; the heading, the beginning of the paragraph and the code of its comment.
Fault = tuple[Change, str, str, str]
QUARTERS: dict[str, tuple[Fault, ...]] = {
    "at its cell": (
        (risk("Lead director", "TBC"), RISK_2, "TBC [missing: risk owner]", "owner-missing"),
        (risk("Direction of travel", "Sideways"), RISK_2, "[not known: Sideways]", "trend-unknown"),
        (risk("Net likelihood", "7 - Certain"), RESIDUAL, "High (8); [outside", "score-outside-scale"),
        (risk("Target score", "#NAME?"), RESIDUAL, "Medium (6); score [not readable", "cell-error"),
        (risk("Appetite", "#NULL!"), RESIDUAL, "[not readable: #NULL!]", "cell-error"),
        (aligned("Met", "M99"), RISK_4, "[not found: M99]", "mapped-not-found"),
        (aligned("Residual risk", "#REF!"), RESIDUAL, "[not readable: #REF!]", "mapping-value"),
        (control("Working", "Mostly"), CONTROLS, "[not known: Mostly]", "status-unknown"),
        (of_control("C13", "Aligned risk", "Weather"), CONTROLS, "[not found: Weather]", "aligned-unknown"),
        (setting("Period", None), TITLE, "Period\t[missing: period]", "setting-missing"),
        (organisation("As at", "20 December 2017"), SCALES, "[after the meeting", "as-at-late"),
        (row("Promises", "A paper", "The Chair", date(2017, 6, 1), date(2017, 7, 1)), ASKED, "Not kept", "promise-not-kept"),
        (row("Acronyms", "CJS", "#REF!"), SHORT, "[not readable: #REF!]", "mapping-value"),
        (
            narrative("{{ aligned_risks.names }}", "Safeguarding, Governance, Funding and Insight"),
            "Key considerations", "The organisations report four", "enumeration-differs",
        ),
    ),
    "at its record": (
        (all_of(aligned("Met", None), aligned("MOPAC", None)), RISK_4, RISK_4, "aligned-empty"),
        (mapping("Alignment", "Reason for trend", "Aligned risk", "Money", None), RISK_3, "↑ Rising", "trend-without-reason"),
        (of_control("C13", "Description", None), JOINT, "Insight services", "control-undescribed"),
        # I14 stands a row below the risk's first.
        (sheet("Corporate risks", error_at("I14"), "met-register.xlsx"), RISK_1, "Children and adults", "cell-error"),
        (organisation("Impact levels", "six"), SCALES, "Met", "mapping-value"),
    ),
    "at what it is about": (
        (without_text("Legal implications"), "Legal implications", "Legal implications", "section-empty"),
        (narrative("Interdependencies", "Interdependences"), "Interdependencies", "Interdependencies", "section-missing"),
        (register_heading("Lead director", "Led by"), SCALES, "MOPAC", "layout-broken"),
        (register("Net likelihood", "OPC-10", "Likely"), SCALES, "MOPAC", "level-differs"),
        (record("}"), MOVED, "Compared with [not readable: 2017-09-26/issued/record.json]", "record-damaged"),
    ),
    "at the notice": (
        (without_sheet("Controls"), TITLE, "DRAFT: ", "sheet-missing"),
        (layout(("sheet =", "sheat =")), TITLE, "DRAFT: ", "layout-key-unknown"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", QUARTERS)
def test_each_stands_at_its_place(name: str, tmp_path: Path) -> None:
    faults = QUARTERS[name]
    of = examined(tmp_path, all_of(*(change for change, *_ in faults)))
    comments = list(told(drafted(of)))
    weighty = Counter(
        f"{one.severity.words}: {one.message}" for one in of.findings if one.severity is not Severity.NOTE
    )
    assert Counter(text.partition("\n")[0] for _, _, text in comments) == weighty
    missed = [
        (heading, words, code)
        for _, heading, words, code in faults
        if not any(
            under == heading and at.startswith(words) and text.endswith(f"[{code}]") for under, at, text in comments
        )
    ]
    assert missed == [], comments


def test_a_comment_says_what_where_and_what_to_do(tmp_path: Path) -> None:
    ((heading, words, text),) = told(drafted(examined(tmp_path, BLOCK)))
    assert (heading, words) == (RISK_2, "[missing: risk owner]")
    assert text.splitlines() == [
        "Must fix: MOPAC OPC-05 has no risk owner.",
        "Where: mopac-register.xlsx, sheet 'Register', G6",
        "What to do: Name a post-holder in the register. [owner-missing]",
    ]


def test_notes_and_what_was_accepted_have_none(tmp_path: Path) -> None:
    note = control("Reference", None)
    accepted = row(
        "Accepted", "control-undescribed", "C13 Insight services", "It is being written", "Head of Risk", None
    )
    change = all_of(note, BLOCK, mapping("Controls", "Description", "Reference", "C13", None), accepted)
    of = examined(tmp_path, change)
    quiet = {one.code for one in of.findings if one.severity is Severity.NOTE or one.accepted}
    assert quiet >= {"reference-proposed", "control-undescribed"}
    assert [text.rpartition("[")[2] for _, _, text in told(drafted(of))] == ["owner-missing]"]


# --- other templates -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "at"),
    [
        (para("Report") + para("{{ draft_notice }}") + para("{{ risks[1].rows[1].owner }}"), "[missing: risk owner]"),
        (para("Report") + para("{{ draft_notice }}") + para("{{ risks[1].rows[1].trend }}"), "↓ Falling"),
        (para("Report") + para("{% for row in glance %}{{ row.trend }} {% endfor %}{{ draft_notice }}"), None),
        (para("Report") + para("{{ organisations[1].name }}") + para("{{ draft_notice }}"), "MOPAC"),
        (para("Report") + para("{{ draft_notice }}") + para("{{ meeting.period }}"), NOTICE),
        (para("Report") + para("{{ meeting.period }}"), "Report"),
    ],
    ids=["its cell", "its row", "at a glance", "its body", "the notice", "no notice"],
)  # fmt: skip
def test_what_a_template_leaves_out_is_told_at_the_next_best_place(
    content: str, at: str | None, tmp_path: Path
) -> None:
    of = examined(tmp_path, BLOCK)
    comments = list(told(drafted(replace(of, findings=blocks(of.findings)), template(content))))
    ((_, words, _),) = comments
    assert words == at if at else words.endswith(NOTICE)


# --- bounds ----------------------------------------------------------------------------------------


@cache
def founding() -> Examined:
    return examined(Path(mkdtemp()), BLOCK)


def owner(row: int) -> Finding:
    place = Place("mopac-register.xlsx", "Register", f"G{row}")
    return find("owner-missing", f"Row {row} has no owner.", place, field="owner", organisation="MOPAC")


def unnamed(number: int) -> Finding:
    return find(
        "file-unnamed", f"File {number} is named by nothing.", Place(f"{number}.xlsx"), subject=f"{number}.xlsx"
    )


def unknown(row: int) -> Finding:
    where = Place("mapping.xlsx", "Controls", f"I{row}")
    return find("status-unknown", f"Row {row}: what's this?", where, field="working")


@pytest.mark.parametrize(
    ("findings", "comments", "last"),
    [
        # One entry for a column of a register, cut short where no two are neighbours.
        ([owner(row) for row in range(100, 10_100)], 1, "Likewise in 9999 more cells: G101 to G10099."),
        ([owner(row) for row in range(100, 20_100, 2)], 1, "… (review.html has the rest)"),
        # Three of a kind at one place …
        ([unnamed(number) for number in range(10_000)], 3, "9997 more matters of this kind without a comment: see review.html."),
        ([unnamed(number) for number in range(3)], 3, "[file-unnamed]"),
        ([unnamed(number) for number in range(4)], 3, "1 more matter of this kind without a comment: see review.html."),
        # … and as many as the schedule has rows, and three more at the notice, where they stand in rows of their own.
        ([unknown(row) for row in range(2, 10_002)], 18, "of this kind without a comment: see review.html."),
    ],
    ids=["a column", "every other row", "files", "as many as are told", "one more", "rows"],
)  # fmt: skip
def test_ten_thousand_stay_bounded(findings: list[Finding], comments: int, last: str) -> None:
    docx = drafted(replace(founding(), findings=tuple(findings)))
    texts = [text for _, _, text in told(docx)]
    assert len(texts) == comments
    assert sum(last in text for text in texts) == (comments if last.startswith("[") else 1)
    assert max(map(len, texts)) < 1000
    assert len(findings) < 10 or sum(map(len, texts)) < 5000


def test_of_one_kind_twenty_are_told_in_the_whole_report() -> None:
    """Rows of the schedule, one comment each: every control is looked at three times."""
    rows = [unknown(row) for row in range(2, 16)]
    docx = drafted(replace(founding(), findings=(*rows, *rows, *rows)))
    texts = [text for _, _, text in told(docx)]
    assert len(texts) == 20
    assert [text.splitlines()[-1] for text in texts if "without a comment" in text] == [
        "22 more matters of this kind without a comment: see review.html."
    ]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.builds(lambda make, at: make(at), st.sampled_from((owner, unnamed, unknown)), st.integers(2, 40))))
def test_each_is_told_or_counted(findings: list[Finding]) -> None:
    texts = [text for _, _, text in told(drafted(replace(founding(), findings=tuple(findings))))]
    more = re.compile(r"Likewise in (\d+) more cells|(\d+) more matters? of this kind")
    counted = sum(int(one or other) for text in texts for one, other in more.findall(text))
    assert len(texts) + counted == len(findings)


def test_a_name_that_no_word_file_can_hold_is_no_obstacle() -> None:
    strange = find("file-unnamed", "a\udcffb\x00c\ufdd0.xlsx is\nnamed by nothing.", Place("a\udcffb\x00c.xlsx"))
    ((_, _, text),) = told(drafted(replace(founding(), findings=(strange,))))
    assert text.splitlines()[:2] == ["Please look: a�b�c�.xlsx is named by nothing.", "Where: a�b�c.xlsx"]


# --- the set ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The DRAFT of a quarter with a fault of each sort."""
    inputs, outputs = sample(tmp_path_factory.mktemp("faulty"))
    all_of(*(change for change, *_ in (*QUARTERS["at its cell"], QUARTERS["at what it is about"][0])))(inputs)
    assert make(inputs, outputs) == 1
    return outputs / DAY / "DRAFT-panel-report.docx"


def test_a_draft_is_sound(made: Path) -> None:
    assert [str(error) for error in OpenXmlValidator().validate(made).errors] == []
    assert [str(finding) for finding in check(made)] == []
    comments = list(Document(str(made)).comments)
    assert len(comments) == len(list(told(made.read_bytes()))) >= 8
    assert {(one.author, one.initials, str(one.timestamp)[:10]) for one in comments} == {("Checks", "C", DAY)}


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_a_draft_opens_in_libreoffice(made: Path, tmp_path: Path) -> None:
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "odt", "--outdir", str(tmp_path), str(made)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with zipfile.ZipFile(tmp_path / f"{made.stem}.odt") as odt:
        content = odt.read("content.xml").decode()
    assert content.count("<office:annotation ") == len(list(told(made.read_bytes())))
    assert "MOPAC OPC-05 has no risk owner" in content


def test_comments_change_no_word_of_the_report(made: Path, tmp_path: Path) -> None:
    of = founding()
    plain = filled_with(of.page, TEMPLATE.read_bytes()).docx
    read = read_sent_bytes(drafted(of), "draft.docx")
    assert read.paragraphs == read_sent_bytes(plain, "plain.docx").paragraphs
    assert [mark.kind for mark in read.marks] == ["comment"]
    kept = [one["text"] for one in json.loads((made.parent / "record.json").read_bytes())["document"]["paragraphs"]]
    assert kept == [one.text for one in read_sent_bytes(made.read_bytes(), "draft.docx").paragraphs]


def test_the_same_inputs_give_the_same_bytes(made: Path, tmp_path: Path) -> None:
    again = shutil.copytree(made.parents[2] / "inputs", tmp_path / "inputs")
    shutil.copytree(made.parents[2] / "outputs" / "2017-09-26", tmp_path / "outputs" / "2017-09-26")
    assert make(again, tmp_path / "outputs") == 1
    assert (tmp_path / "outputs" / DAY / made.name).read_bytes() == made.read_bytes()


def no_comments(path: Path) -> bool:
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as opened:
        return not [name for name in opened.namelist() if "comments" in name]


def test_a_clean_report_has_none(tmp_path: Path) -> None:
    assert no_comments(made_sample(tmp_path) / "panel-report.docx")


def test_a_report_with_queries_alone_and_its_public_version_have_none(tmp_path: Path) -> None:
    inputs, outputs = sample(tmp_path)
    marked = setting("Protective marking", "OFFICIAL-SENSITIVE")
    all_of(marked, control("Restricted", "Names a supplier"), aligned("Met", None))(inputs)
    assert make(inputs, outputs) == 0
    assert no_comments(outputs / DAY / "panel-report.docx")
    assert no_comments(outputs / DAY / "public" / "panel-report.docx")
    listed = json.loads((outputs / DAY / "record.json").read_bytes())["findings"]
    assert "query" in {one["severity"] for one in listed}

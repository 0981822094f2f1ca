"""What may be published: without what is restricted, and with the panel's numbers."""

from __future__ import annotations

import html
import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import quote

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import run
from pipeline.checks.quoted import restricted_quoted
from pipeline.documents import REPORT, WordTemplate
from pipeline.model import restriction
from pipeline.model.errors import ProofFailed
from pipeline.model.records import AlignedRisk, Block, BlockKind, Report, Run
from pipeline.report import leaks
from tests import as_text
from tests.journeys.steps import add_row, change_row, delete_rows, issue, meet_on, record
from tests.quarter import make, sample
from tests.sample.issued import TEMPLATE

DAY = "2017-12-19"
TEMPLATES = (WordTemplate(TEMPLATE.name, TEMPLATE.read_bytes(), REPORT),)
WHY, WHY_NOT = "operational detail", "commercial terms"


def restrict(inputs: Path, *, control: str = "", theme: str = "", marking: str = "OFFICIAL-SENSITIVE") -> None:
    mapping = inputs / "mapping.xlsx"
    if control:
        change_row(mapping, "Controls", ("Reference", control), Restricted=WHY)
    if theme:
        change_row(mapping, "Alignment", ("Aligned risk", theme), Restricted=WHY_NOT)
    change_row(mapping, "Meeting", ("Setting", "Protective marking"), Value=marking)


def papers(outputs: Path) -> tuple[list[str], list[str]]:
    """The report for the panel and the one for everybody, as lines of text."""
    folder = outputs / DAY
    both = (folder / "panel-report.docx", folder / "public" / "panel-report.docx")
    ours, public = (as_text.word(path.read_bytes()).splitlines() for path in both)
    return ours, public


def test_a_control_and_its_level_are_withheld_and_all_else_stands(tmp_path: Path) -> None:
    inputs, outputs = sample(tmp_path)
    restrict(inputs, control="C03")
    assert make(inputs, outputs) == 0
    ours, public = papers(outputs)
    assert f"[Control] Not published: {WHY} ⏎ Status: Not published" in public
    assert (
        "| C03 | 1 Safeguarding | Not published: operational detail | Joint | – | – | – | – | Not published | – | – | – | – | – |"
        in public
    )
    assert "[Control Line] Joint controls shown to be working: not published." in public
    assert (
        "| 1 Safeguarding | Met | High (15) | High (15) | Medium (8) | Medium | ↔ Unchanged | Not published | None |"
        in public
    )
    changed = [line for line in public if line not in ours]
    assert all("ublish" in line or "Public version" in line for line in changed), changed
    assert [line for line in public if line.startswith("[Heading")] == [
        line for line in ours if line.startswith("[Heading")
    ]


def test_an_aligned_risk_keeps_its_number_its_ratings_and_its_trends(tmp_path: Path) -> None:
    inputs, outputs = sample(tmp_path)
    restrict(inputs, theme="Governance")
    assert make(inputs, outputs) == 0
    ours, public = papers(outputs)
    assert "[Heading 2] Risk 2: Governance" in public
    assert f"| Not published: {WHY_NOT} | MOPAC | Chief Finance Officer | ↓ Falling |" in public
    assert f"[Table Intro] Not published: {WHY_NOT}" in public
    assert "| MOPAC | High (8) | Medium (6) | Medium | Above appetite |" in public
    rows = [line for line in public if line.startswith("| 2 Governance | ")]
    assert sum("Not published: commercial terms | Not published: commercial terms" in row for row in rows) == sum(
        line.startswith("| 2 Governance | ") and line.count(" | ") == 5 for line in ours
    )
    (more,) = [line for line in public if line.endswith("changes are not published.") and "Bullet" in line]
    assert more == "[List Bullet] Five changes are not published."


def test_names_and_addresses_give_way_to_the_public_contact(tmp_path: Path) -> None:
    inputs, outputs = sample(tmp_path)
    restrict(inputs, control="C03")
    make(inputs, outputs)
    public = (outputs / DAY / "public" / "panel-report.docx").read_bytes()
    text = as_text.word(public)
    assert "[Numbered Paragraph] Public contact: The clerk to the Audit Panel, audit.panel@example.org" in text
    for part, words in _parts(public):
        assert not re.findall(r"(?:met|mopac)\.\w+@example", words), part


@pytest.mark.parametrize("marking", ["OFFICIAL", "OFFICIAL-SENSITIVE"])
def test_without_restrictions_there_is_no_public_version_and_a_stale_one_goes(marking: str, tmp_path: Path) -> None:
    inputs, outputs = sample(tmp_path)
    restrict(inputs, control="C03")
    make(inputs, outputs)
    assert (outputs / DAY / "public" / "panel-report.docx").exists()
    change_row(inputs / "mapping.xlsx", "Controls", ("Reference", "C03"), Restricted=None)
    restrict(inputs, marking=marking)
    assert make(inputs, outputs) == 0
    assert not list((outputs / DAY).glob("public/*"))


def test_a_draft_has_no_public_version_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inputs, outputs = sample(tmp_path)
    restrict(inputs, control="C03", marking="OFFICIAL")
    assert make(inputs, outputs) == 1
    assert not (outputs / DAY / "public").exists()
    assert "There is no public version while something must be fixed." in capsys.readouterr().out


def test_a_leak_in_the_narrative_stops_everything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inputs, outputs = sample(tmp_path)
    restrict(inputs, control="C07")
    narrative = docx.Document(str(inputs / "narrative.docx"))
    narrative.paragraphs[1].add_run(" It advises the DMPC on every investment above £500,000 before it is approved.")
    narrative.save(str(inputs / "narrative.docx"))
    before = sorted(path.name for path in outputs.rglob("*") if path.name != ".lock")
    assert make(inputs, outputs) == 70
    assert sorted(path.name for path in outputs.rglob("*") if path.name != ".lock") == before
    told = capsys.readouterr().err
    assert "C07, mapping.xlsx, sheet 'Controls', D8" in told
    assert "in other words" in told


# --- any restriction, any place of a leak ---------------------------------------------------------------


@pytest.fixture(scope="module")
def examined(tmp_path_factory: pytest.TempPathFactory) -> run.Examined:
    inputs, outputs = sample(tmp_path_factory.mktemp("public"))
    return run.examine(inputs, outputs, lambda _: nullcontext())


def restricted(report: Report, controls: set[str], themes: set[int], risks: set[str]) -> Report:
    """The report with these restricted."""

    def of(aligned: AlignedRisk) -> AlignedRisk:
        row = replace(aligned.row, restricted=WHY_NOT) if aligned.number in themes else aligned.row
        joint, potential = (
            tuple(
                replace(one, control=replace(one.control, restricted=WHY)) if one.control.reference in controls else one
                for one in some
            )
            for some in (aligned.joint, aligned.potential)
        )
        positions = tuple(
            replace(
                position,
                risks=tuple(
                    replace(one, risk=replace(one.risk, restricted=WHY)) if one.risk.id in risks else one
                    for one in position.risks
                ),
            )
            for position in aligned.positions
        )
        return replace(aligned, row=row, joint=joint, potential=potential, positions=positions)

    aligned = tuple(of(each) for each in report.aligned_risks)
    mapping = replace(
        report.mapping,
        alignment=tuple(each.row for each in aligned),
        controls=tuple(one.control for each in aligned for one in (*each.joint, *each.potential)),
    )
    registers = tuple(
        replace(register, risks=tuple(replace(r, restricted=WHY) if r.id in risks else r for r in register.risks))
        for register in report.registers
    )
    return replace(report, aligned_risks=aligned, mapping=mapping, registers=registers)


def _parts(package: bytes) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        for name in archive.namelist():
            yield name, archive.read(name).decode("utf-8", "replace")


CONTROLS = st.sets(st.sampled_from([f"C{number:02}" for number in range(1, 16)]), max_size=4)
THEMES = st.sets(st.sampled_from([1, 2, 3, 4]), max_size=1)
RISKS = st.sets(st.sampled_from(["M03", "M06", "M09", "M13", "OPC-02", "OPC-05", "OPC-06", "OPC-11"]), max_size=2)


@settings(max_examples=50, deadline=None)
@given(controls=CONTROLS, themes=THEMES, risks=RISKS)
def test_no_restricted_text_stands_in_any_byte_of_any_public_file(
    examined: run.Examined, controls: set[str], themes: set[int], risks: set[str]
) -> None:
    report = restricted(examined.report, controls, themes, risks)
    files = run.build_public(replace(examined, report=report), TEMPLATES)
    words = "\n".join(
        " ".join(html.unescape(re.sub("<[^>]*>", "", text)).split())
        for data in files.values()
        for _, text in _parts(data)
    )
    for aligned in report.aligned_risks:
        closed = aligned.number in themes
        for one in (*aligned.joint, *aligned.potential):
            if closed or one.control.reference in controls:
                for text in (one.control.description, one.control.evidence, one.control.progress):
                    assert not text or text not in words
        for position in aligned.positions:
            for risk in position.risks:
                if closed or risk.risk.id in risks:
                    assert risk.description not in words
        if closed:
            assert aligned.row.residual_risk not in words


@pytest.mark.parametrize("part", ["word/document.xml", "word/header1.xml", "docProps/core.xml", "word/styles.xml"])
@pytest.mark.parametrize("how", ["text", "attribute", "cut by a tag", "other case"])
def test_a_planted_leak_is_found_wherever_it_stands(examined: run.Examined, part: str, how: str) -> None:
    report = restricted(examined.report, {"C07"}, set(), set())
    files = run.build_public(replace(examined, report=report), TEMPLATES)
    secret = "Advises the DMPC on every investment above £500,000 before it is approved."
    planted = {
        "text": f"<x>{secret}</x>",
        "attribute": f'<x y="{secret}"/>',
        "cut by a tag": f"<x>{secret[:20]}</x><x>{secret[20:]}</x>",
        "other case": f"<x>{secret.upper()}</x>",
    }[how]
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(files["public/panel-report.docx"])) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(b"</", planted.encode() + b"</", 1) if name == part else data)
    with pytest.raises(ProofFailed, match="C07"):
        leaks.search({"public/panel-report.docx": target.getvalue()}, report, [TEMPLATE.read_bytes()])


def test_a_leak_in_the_workbook_is_found(examined: run.Examined) -> None:
    report = restricted(examined.report, {"C07"}, set(), set())
    book, target = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"] = "It advises the DMPC on every investment above £500,000 before it is approved. So it does."
    book.save(target)
    with pytest.raises(ProofFailed, match="appendix-tables"):
        leaks.search({"public/appendix-tables.xlsx": target.getvalue()}, report, [TEMPLATE.read_bytes()])


def test_words_that_stand_where_nothing_restricts_them_are_no_secret(examined: run.Examined) -> None:
    report = restricted(examined.report, {"C07"}, set(), set())
    control = next(one for one in report.mapping.controls if one.reference == "C07")
    same = replace(report.mapping.controls[0], description=control.description)
    spoken = replace(report, mapping=replace(report.mapping, controls=(same, *report.mapping.controls[1:])))
    words = f"<x>{control.description}</x>"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("a.xml", words)
    files = {"public/panel-report.docx": target.getvalue()}
    leaks.search(files, spoken, [TEMPLATE.read_bytes()])
    with pytest.raises(ProofFailed, match="C07"):  # the same file, where nothing else holds the words
        leaks.search(files, report, [TEMPLATE.read_bytes()])


# --- however it is quoted -------------------------------------------------------------------------------

SAID = "The source's handlers meet on the first Monday - in the annexe.\nNobody else may know of it."
QUOTED = {
    "with Word's apostrophe and dash": SAID.replace("'", "\u2019").replace(" - ", " \u2013 "),
    "with a line break": SAID,
    "run on, in other letters": SAID.replace("\n", " ").upper(),
    "with hyphens nobody sees": SAID.replace("handlers", "hand\u00adlers").replace("Monday", "Mon\u200bday"),
    "with another stop": SAID.rstrip(".") + ", or so they say",
    "six words of it": "They meet on the first Monday in the month.",
}


def quoting(inputs: Path, *paragraphs: str) -> None:
    """The narrative says these under Purpose too."""
    narrative = docx.Document(str(inputs / "narrative.docx"))
    for text in paragraphs:
        narrative.paragraphs[2].insert_paragraph_before(text)
    narrative.save(str(inputs / "narrative.docx"))


@pytest.fixture(scope="module")
def told_of(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample quarter with a control that is restricted, and whose description is known."""
    folder = tmp_path_factory.mktemp("quoted")
    inputs, _ = sample(folder)
    change_row(inputs / "mapping.xlsx", "Controls", ("Reference", "C03"), Description=SAID)
    restrict(inputs, control="C03")
    return folder


def examine(folder: Path) -> run.Examined:
    return run.examine(folder / "inputs", folder / "outputs", lambda _: nullcontext())


@pytest.mark.parametrize("how", [*QUOTED, "in two paragraphs"])
def test_a_quote_in_the_narrative_is_found_however_it_is_typed(how: str, told_of: Path, tmp_path: Path) -> None:
    shutil.copytree(told_of, tmp_path, dirs_exist_ok=True)
    quoting(tmp_path / "inputs", *([QUOTED[how]] if how in QUOTED else SAID.splitlines()))
    of = examine(tmp_path)
    (finding,) = {one for one in of.findings if one.code == "restricted-quoted"}
    assert (finding.subject, finding.sheet) == ("C03", "Purpose")
    with pytest.raises(ProofFailed, match=r"C03, mapping.xlsx.* stand in: narrative.docx, under 'Purpose'") as stop:
        run.build_public(of, TEMPLATES)
    assert "Monday" not in str(stop.value)


def test_agreed_words_that_quote_are_told_of_where_they_stand(told_of: Path, tmp_path: Path) -> None:
    shutil.copytree(told_of, tmp_path, dirs_exist_ok=True)
    add_row(tmp_path / "inputs", "Wording", Organisation="Met", Risk="M03", Field="Description", As_reported=SAID)
    of = examine(tmp_path)
    (finding,) = (one for one in of.findings if one.code == "restricted-quoted")
    assert (finding.subject, finding.sheet, finding.cell[:1]) == ("C03", "Wording", "D")
    with pytest.raises(ProofFailed, match="C03"):
        run.build_public(of, TEMPLATES)


@pytest.mark.parametrize(
    "words",
    [
        "They meet on the second Monday in the month.",
        "The Audit Panel meets on the first Wednesday.",
        "The Mayor's Office for Policing and Crime and the Metropolitan Police Service meet.",
    ],
)
def test_ordinary_words_keep_nothing_from_being_published(words: str, told_of: Path, tmp_path: Path) -> None:
    shutil.copytree(told_of, tmp_path, dirs_exist_ok=True)
    quoting(tmp_path / "inputs", words)
    of = examine(tmp_path)
    assert not [one for one in of.findings if one.code == "restricted-quoted"]
    assert "public/panel-report.docx" in run.build_public(of, TEMPLATES)


@pytest.mark.parametrize(
    ("sheet", "values", "whose"),
    [
        (("Controls", "Reference", "C05"), {"Progress": "Its handlers meet on the first Monday too."}, "C05"),
        (("Promises", "Asked by", None), {"Promise": f"Tell us more. {SAID}"}, "What the Panel asked for"),
        (("Alignment", "Aligned risk", "Money"), {"Residual risk": SAID}, "Risk 3"),
        (("Controls", "Reference", "C05"), {"Progress": "They meet on the first Wednesday."}, None),
    ],
)
def test_what_says_it_in_the_open_is_asked_about(
    sheet: tuple[str, str, str | None], values: dict[str, str], whose: str | None, told_of: Path, tmp_path: Path
) -> None:
    shutil.copytree(told_of, tmp_path, dirs_exist_ok=True)
    name, heading, key = sheet
    if key is None:
        add_row(tmp_path / "inputs", name, **values, Asked_by="Audit Panel", Made=date(2017, 9, 26))
    else:
        change_row(tmp_path / "inputs" / "mapping.xlsx", name, (heading, key), **values)
    found = [one for one in examine(tmp_path).findings if one.code == "restricted-quoted"]
    assert [(one.subject, one.sheet) for one in found] == ([(whose, name)] if whose else [])


NAME = "Operation source handling unit by the river"


@pytest.mark.parametrize("said_by", ["acronym", "owner"])
def test_who_bears_the_name_of_what_is_restricted_is_asked_about(said_by: str, told_of: Path, tmp_path: Path) -> None:
    shutil.copytree(told_of, tmp_path, dirs_exist_ok=True)
    change_row(tmp_path / "inputs" / "mapping.xlsx", "Controls", ("Reference", "C03"), Control=NAME)
    if said_by == "acronym":
        add_row(tmp_path / "inputs", "Acronyms", **{"Short": "OSH", "Long": NAME})
    else:
        change_row(tmp_path / "inputs" / "mapping.xlsx", "Controls", ("Reference", "C05"), Owner=f"Head of {NAME}")
    of = examine(tmp_path)
    (finding,) = (one for one in of.findings if one.code == "restricted-quoted")
    assert (finding.subject, finding.sheet) == (("OSH", "Acronyms") if said_by == "acronym" else ("C05", "Controls"))
    text = as_text.word(run.build_public(of, TEMPLATES)["public/panel-report.docx"])
    assert (NAME in text) is (said_by == "owner")
    assert "for Policing and Crime" in text


@pytest.mark.parametrize(
    "progress", ["Partly in place.", "In place, not proven", "4 December 2017", "Within appetite", "Met and MOPAC"]
)
def test_the_words_of_the_program_are_no_secret(progress: str, tmp_path: Path) -> None:
    inputs, _ = sample(tmp_path)
    change_row(inputs / "mapping.xlsx", "Controls", ("Reference", "C07"), Progress=progress)
    restrict(inputs, control="C07")
    of = examine(tmp_path)
    assert not [one for one in of.findings if one.code == "restricted-quoted"]
    assert "public/panel-report.docx" in run.build_public(of, TEMPLATES)


@pytest.mark.parametrize(("title", "stops"), [("Financial implications", False), (SAID.splitlines()[0], True)])
def test_a_title_of_few_words_is_asked_about_and_stops_nothing(title: str, stops: bool, examined: run.Examined) -> None:
    report = examined.report
    reported = {one.risk.id for a in report.aligned_risks for p in a.positions for one in p.risks}
    register = next(each for each in report.registers if any(risk.id not in reported for risk in each.risks))
    risk = next(risk for risk in register.risks if risk.id not in reported)
    titled = replace(register, risks=tuple(replace(r, title=title) if r is risk else r for r in register.risks))
    report = replace(report, registers=tuple(titled if r is register else r for r in report.registers))
    closed = restricted(report, {"C07"}, set(), {risk.id})
    section, *others = closed.narrative.sections
    said = Block(BlockKind.PARAGRAPH, (Run(f"There are none: {title}."),), place=section.place)
    section = replace(section, blocks=(*section.blocks, said))
    quoted = replace(closed, narrative=replace(closed.narrative, sections=(section, *others)))
    of = replace(examined, report=quoted, unfilled=quoted.narrative)
    (finding,) = restricted_quoted(quoted)
    assert ("nothing is written" in finding.message) is stops
    if stops:
        with pytest.raises(ProofFailed, match=risk.id):
            run.build_public(of, TEMPLATES)
    else:
        assert "public/panel-report.docx" in run.build_public(of, TEMPLATES)


FIELDS = (
    "{{ movement.sentences[0] }}",
    "{{ movement.sentences[@last] }}",
    "{{ meeting.authors[0].address }} {{ meeting.cleared_by[0].role }}",
)


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_says_in_public_what_it_says_to_the_panel_or_that_it_is_withheld(field: str, told_of: Path) -> None:
    of = examine(told_of)
    assert of.page.meeting.cleared_by or "cleared_by" not in field
    last = len(of.page.movement.sentences) - 1
    field = field.replace("@last", str(last))
    section, *others = of.unfilled.sections
    said = Block(BlockKind.PARAGRAPH, (Run(f"It says: {field}"),), place=section.place)
    unfilled = replace(of.unfilled, sections=(replace(section, blocks=(said,)), *others))
    closed = restricted(of.report, set(), {3, 4}, set())
    public = run.page_in_public(replace(of, report=closed, unfilled=unfilled))
    (block,) = public.narrative.purpose
    if "sentences" in field:
        panel = of.page.movement.sentences[0 if "[0]" in field else last]
        told = panel if panel in public.movement.sentences else "Not published"
        assert block.text == f"It says: {told}"
    else:
        assert block.text == "It says: The clerk to the Audit Panel, audit.panel@example.org Not published"


def test_a_field_that_only_the_public_version_lacks_stops_it(told_of: Path) -> None:
    of = examine(told_of)
    section, *others = of.unfilled.sections
    said = Block(BlockKind.PARAGRAPH, (Run("It says: {{ movement.sentences[999] }}"),), place=section.place)
    unfilled = replace(of.unfilled, sections=(replace(section, blocks=(said,)), *others))
    with pytest.raises(ProofFailed, match=r"In the public version .*can't be filled"):
        run.page_in_public(replace(of, unfilled=unfilled))


def test_an_address_in_a_sentence_gives_way_and_one_of_the_template_stops_it(told_of: Path, tmp_path: Path) -> None:
    shutil.copytree(told_of, tmp_path, dirs_exist_ok=True)
    quoting(tmp_path / "inputs", "Ask the Head of Risk, met.risk@example.org.")
    change_row(
        tmp_path / "inputs" / "mapping.xlsx", "Meeting", ("Setting", "Report by"), Value="A post <post@example.org>"
    )
    of = examine(tmp_path)
    files = run.build_public(of, TEMPLATES)
    text = as_text.word(files["public/panel-report.docx"])
    assert "Ask the Head of Risk, audit.panel@example.org." in text
    assert "A post <audit.panel@example.org>" in text
    assert not any(b"met.risk@" in data or b"post@" in data for data in _unzipped(files))
    template = docx.Document(io.BytesIO(TEMPLATES[0].data))
    template.add_paragraph("Questions: keeper@example.org")
    held = io.BytesIO()
    template.save(held)
    with pytest.raises(ProofFailed, match="the address keeper@"):
        run.build_public(of, (replace(TEMPLATES[0], data=held.getvalue()),))


def _unzipped(files: dict[str, bytes]) -> Iterator[bytes]:
    for data in files.values():
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            yield from map(package.read, package.namelist())


def test_a_restricted_risk_that_is_reported_nowhere_may_not_be_quoted(examined: run.Examined) -> None:
    report = examined.report
    reported = {one.risk.id for a in report.aligned_risks for p in a.positions for one in p.risks}
    risk = next(r for register in report.registers for r in register.risks if r.id not in reported and r.description)
    closed = restricted(report, set(), set(), {risk.id})
    assert restriction.restricted(closed) == ()
    section, *others = closed.narrative.sections
    said = Block(BlockKind.PARAGRAPH, (Run(f"As it says: {risk.description}"),), place=section.place)
    section = replace(section, blocks=(*section.blocks, said))
    quoted = replace(closed, narrative=replace(closed.narrative, sections=(section, *others)))
    assert restriction.restricted(quoted) == (f"{risk.organisation} {risk.id}",)
    of = replace(examined, report=quoted, unfilled=quoted.narrative)
    with pytest.raises(ProofFailed, match=risk.id):
        run.build_public(of, TEMPLATES)
    closed_too = replace(of, report=closed, unfilled=closed.narrative)  # without the quote
    assert run.build_public(closed_too, TEMPLATES)


@pytest.mark.parametrize("lifted", [False, True])
def test_what_the_last_report_restricted_is_not_told_when_it_goes(lifted: bool, tmp_path: Path) -> None:
    inputs, outputs = sample(tmp_path)
    change_row(inputs / "mapping.xlsx", "Controls", ("Reference", "C03"), Control="Annexe by the river")
    restrict(inputs, control="C03")
    assert make(inputs, outputs) == 0
    issue(outputs, DAY)
    meet_on(inputs, date(2018, 3, 27))
    if lifted:
        change_row(inputs / "mapping.xlsx", "Controls", ("Reference", "C03"), Restricted=None, Working="No")
    else:
        delete_rows(inputs, "Controls", "Reference", "C03")
    of = examine(tmp_path)
    named = "C03" in restriction.restricted(of.report)
    assert named is not lifted
    files = run.build_public(of, TEMPLATES)
    text = as_text.word(files["public/panel-report.docx"])
    assert ("Annexe by the river" in text) is lifted
    assert (f"Control no longer listed | Not published: {WHY}" in text) is not lifted
    if not lifted:
        assert not any("Annexe" in words for data in files.values() for _, words in _parts(data))


def test_an_aligned_risk_that_was_restricted_and_is_gone_takes_its_controls_along(tmp_path: Path) -> None:
    inputs, outputs = sample(tmp_path)
    restrict(inputs, theme="Insight")
    assert make(inputs, outputs) == 0
    names = [
        one["name"] for a in record(outputs, DAY)["aligned_risks"] if a["name"] == "Insight" for one in a["controls"]
    ]
    issue(outputs, DAY)
    meet_on(inputs, date(2018, 3, 27))
    delete_rows(inputs, "Alignment", "Aligned risk", "Insight")
    delete_rows(inputs, "Controls", "Aligned risk", "Insight")
    of = examine(tmp_path)
    text = as_text.word(run.build_public(of, TEMPLATES)["public/panel-report.docx"])
    assert names
    assert not [name for name in names if name in text]
    assert f"Aligned risk withdrawn | Not published: {WHY_NOT}" in text


PHRASE = "every investment above £500,000 before it"  # of C07's description


def paragraph(inside: str) -> str:
    """A Word text with this in a paragraph."""
    of = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<w:document xmlns:w="{of}"><w:body><w:p>{inside}</w:p></w:body></w:document>'


def one_part(xml: str, name: str = "word/document.xml") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr(name, xml)
    return target.getvalue()


HIDDEN = {
    "style name": f'<w:style><w:name w:val="{PHRASE}"/></w:style>',
    "bookmark": f'<w:bookmarkStart w:id="1" w:name="{PHRASE.replace(" ", "_")}"/>',
    "description": f'<wp:docPr id="7" name="P" descr="{PHRASE}"/>',
    "tip of a link": f'<w:hyperlink w:tooltip="{PHRASE}"><w:r><w:t>plan</w:t></w:r></w:hyperlink>',
    "title of a control": f'<w:sdt><w:sdtPr><w:alias w:val="{PHRASE}"/></w:sdtPr></w:sdt>',
    "caption of a table": f"<w:tblPr><w:tblCaption w:val='{PHRASE}'/></w:tblPr>",
    "simple field": f'<w:fldSimple w:instr=" SEQ &quot;{PHRASE}&quot; "/>',
    "address in a field": '<w:instrText> HYPERLINK "https://a.example.org/'
    + PHRASE.replace(" ", "-")
    + '" </w:instrText>',
    "address": f'<Relationship Target="https://a.example.org/{quote(PHRASE)}"/>',
    "soft hyphens": "<w:r><w:t>every invest</w:t><w:softHyphen/><w:t>ment above £500,000 before it</w:t></w:r>",
    "cut by looks": "<w:r><w:t>every inv</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>estment above £500,000 before it</w:t></w:r>",
    "line breaks": f"<w:r><w:t>{PHRASE.replace(' ', '</w:t><w:br/><w:t>')}</w:t></w:r>",
    "paragraphs": f"<w:r><w:t>{PHRASE.replace(' ', '</w:t></w:r></w:p><w:p><w:r><w:t>')}</w:t></w:r>",
    "around a field": "<w:r><w:t>every investment </w:t><w:instrText> REF x </w:instrText><w:t>above £500,000 before it</w:t></w:r>",
    "deleted": f"<w:del><w:r><w:delText>{PHRASE}</w:delText></w:r></w:del>",
}


@pytest.mark.parametrize("how", HIDDEN)
def test_six_words_of_it_are_found_also_where_no_page_shows_them(how: str, examined: run.Examined) -> None:
    report = restricted(examined.report, {"C07"}, set(), set())
    with pytest.raises(ProofFailed, match=r"C07, mapping\.xlsx") as stop:
        leaks.search({"public/x.docx": one_part(paragraph(HIDDEN[how]))}, report, [])
    assert "investment" not in str(stop.value)
    fewer = paragraph(HIDDEN[how].replace("above", "beyond"))
    leaks.search({"public/x.docx": one_part(fewer)}, report, [])


def test_the_name_of_a_part_is_searched_too(examined: run.Examined) -> None:
    report = restricted(examined.report, {"C07"}, set(), set())
    with pytest.raises(ProofFailed, match="C07"):
        leaks.search({"x": one_part("<x/>", f"word/media/{PHRASE.replace(' ', '-')}.png")}, report, [])
    leaks.search({"x": one_part("<x/>", "word/media/every-investment.png")}, report, [])


@pytest.mark.parametrize("edited", [False, True])
def test_an_edited_public_file_of_an_earlier_run_is_not_offered(
    edited: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inputs, outputs = sample(tmp_path)
    restrict(inputs, control="C03")
    assert make(inputs, outputs) == 0
    public = outputs / DAY / "public"
    if edited:
        document = docx.Document(str(public / "panel-report.docx"))
        document.add_paragraph("!")
        document.save(str(public / "panel-report.docx"))
    restrict(inputs, control="C09")
    capsys.readouterr()
    assert make(inputs, outputs) == 0
    told = capsys.readouterr().out
    if edited:
        assert "The new file is public/panel-report-2.docx. Do not publish the earlier one." in told
        (line,) = (line for line in told.splitlines() if line.startswith("What may be published: "))
        named, _, where = line.removeprefix("What may be published: ").partition(", in ")
        assert sorted(named.split(", ")) == ["appendix-tables.xlsx", "briefing.docx", "panel-report-2.docx"]
        assert where == f"{public}. Publish nothing else that is there."
    else:
        assert f"What may be published: {public}\n" in told

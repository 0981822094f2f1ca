"""What is restricted, also where it leaves the report or its aligned risk, organisation or id goes by another name."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import docx
import openpyxl
import pytest

from pipeline import run
from pipeline.documents import REPORT, WordTemplate
from pipeline.model.errors import TemplateUnusable
from pipeline.model.records import (
    AlignmentRow,
    Block,
    BlockKind,
    Change,
    ChangeKind,
    Control,
    ControlMoved,
    KnownChange,
    PastAlignedRisk,
    PastControl,
    PastRisk,
    Promise,
    Report,
    Run,
    Source,
    Withdrawn,
)
from pipeline.model.restriction import closed_changes, restricted
from pipeline.report import static_words
from tests import as_text
from tests.journeys.steps import change_row
from tests.quarter import sample
from tests.sample.issued import TEMPLATE

WHY = "names an informant"
FUNDING, MONEY = "Risk 3: Funding", "Risk 3: Money"  # one aligned risk, then and now
ANNEXE = PastControl("C99", "Annexe by the river", description="Keeps the files apart.", restricted=WHY)
DEPOT = PastRisk("Met", "M99", "Depot", "The depot by the river is watched from across the road.", restricted=WHY)
NOWHERE = Source("mapping.xlsx", "Changes", 9)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("restricted")
    sample(place)
    return place


@pytest.fixture(scope="module")
def plain(folder: Path) -> Report:
    return run.examine(folder / "inputs", folder / "outputs", lambda _: nullcontext()).report


Step = Callable[[Report], Report]


def after(report: Report, *steps: Step) -> Report:
    for step in steps:
        report = step(report)
    return report


def in_mapping(**fields: object) -> Step:
    return lambda report: replace(report, mapping=replace(report.mapping, **fields))  # type: ignore[arg-type]


def then(change: Callable[[PastAlignedRisk], PastAlignedRisk], label: str = FUNDING) -> Step:
    """The last report with something restricted in one of its aligned risks."""

    def step(report: Report) -> Report:
        previous = report.movement.previous
        assert previous is not None
        themes = tuple(change(one) if one.label == label else one for one in previous.aligned_risks)
        assert themes != previous.aligned_risks
        movement = replace(report.movement, previous=replace(previous, aligned_risks=themes))
        return replace(report, movement=movement)

    return step


annexe_then = then(lambda theme: replace(theme, controls=(*theme.controls, ANNEXE)))
depot_then = then(lambda theme: replace(theme, risks=(*theme.risks, DEPOT)))
all_then = then(lambda theme: replace(theme, restricted=WHY, name="Purse"))


def changes(*of: Change) -> Step:
    return lambda report: replace(report, movement=replace(report.movement, changes=of))


def row(name: str, **fields: object) -> Step:
    def step(report: Report) -> Report:
        rows: list[AlignmentRow] = [
            replace(one, **fields) if one.name == name else one  # type: ignore[arg-type]
            for one in report.mapping.alignment
        ]
        return in_mapping(alignment=tuple(rows))(report)

    return step


def more_controls(*controls: Control) -> Step:
    return lambda report: in_mapping(controls=(*report.mapping.controls, *controls))(report)


def risk(register: int, risk_id: str, **fields: object) -> Step:
    """With a risk more in a register."""

    def step(report: Report) -> Report:
        registers = list(report.registers)
        of = registers[register]
        new = replace(of.risks[0], id=risk_id, **fields)  # type: ignore[arg-type]
        registers[register] = replace(of, risks=(*of.risks, new))
        return replace(report, registers=tuple(registers))

    return step


def met_is_now_called(name: str) -> Step:
    def step(report: Report) -> Report:
        first, *others = report.organisations
        renamed = replace(first, name=name, also_called=(*first.also_called, first.name))
        return in_mapping(organisations=(renamed, *others))(report)

    return step


def named_in_the_open(report: Report) -> Report:
    return in_mapping(promises=(Promise("Tell us of the annexe by the river.", NOWHERE),))(report)


def gone(reference: str = "C99", name: str = "Annexe by the river") -> Change:
    moved = ControlMoved(reference, name)
    return Change(
        ChangeKind.CONTROL_GONE, MONEY, "", f"{reference} {name}", "Joint (Working)", "Not listed", detail=moved
    )


def level(label: str = MONEY) -> Change:
    return Change(ChangeKind.LEVEL_CHANGED, label, "", "", "Partly shown", "All shown")


def risk_gone(organisation: str, item: str, reason: str | None = None) -> Change:
    return Change(ChangeKind.RISK_GONE, MONEY, organisation, item, "Medium (9)", "Closed", reason)


def withdrawn(*controls: str, label: str = MONEY, reason: str | None = None) -> Change:
    now = f"Withdrawn, with its controls {'; '.join(controls)}" if controls else "Withdrawn"
    return Change(ChangeKind.ALIGNED_WITHDRAWN, label, "", "", "Money", now, reason, detail=Withdrawn(controls))


def control(name: str = "Annexe by the river", reference: str = "C99", theme: str = "Money", why: str = "") -> Control:
    return Control(reference, theme, name, NOWHERE, restricted=why or None)


CLOSED: dict[str, tuple[Sequence[Step], Change, tuple[str, ...]]] = {
    # a control that was restricted and is listed no longer
    "it is gone": ([annexe_then], gone(), ("C99",)),
    "though its name is said in the open": ([annexe_then, named_in_the_open], gone(), ("C99",)),
    "with its aligned risk": ([annexe_then, named_in_the_open], withdrawn("C99 Annexe by the river"), ("C99",)),
    "the level of its aligned risk, by another name": ([annexe_then, named_in_the_open], level(), ("C99",)),
    "another control of its name elsewhere": ([annexe_then, more_controls(control(reference="C07", theme="Insight"))], level(), ("C99",)),
    "it is there and open again": ([annexe_then, more_controls(control())], level(), ()),
    "open again by its name there": ([annexe_then, more_controls(control(reference="C98"))], level(), ()),
    "the level of another aligned risk": ([annexe_then], level("Risk 2: Governance"), ()),
    "another control": ([annexe_then], gone("C98", "Budget review"), ()),
    # an aligned risk that was restricted
    "all of it then, by another name": ([all_then, lambda r: replace(r, movement=replace(r.movement, labels={"Risk 3: Purse": MONEY}))], level(), ("Risk 3",)),
    "all of it then, another aligned risk": ([all_then], level("Risk 2: Governance"), ()),
    # a register risk that was restricted
    "its id": ([depot_then], risk_gone("Met", "M99"), ("Met M99",)),
    "its organisation renamed": ([depot_then, met_is_now_called("MPS")], risk_gone("MPS", "M99"), ("Met M99",)),
    "another organisation's id": ([depot_then], risk_gone("MOPAC", "M99"), ()),
    "open in its register now": ([depot_then, risk(0, "M99")], risk_gone("Met", "M99"), ()),
    # what is restricted now, and reported no longer
    "a risk that left the report": ([risk(0, "M98", restricted=WHY)], risk_gone("Met", "M98"), ("Met M98",)),
    "by the id it then had": (
        [risk(0, "M98", restricted=WHY), in_mapping(changes=(KnownChange("Met", "M98", "renumbered", NOWHERE, was="M97", now="M98"),))],
        risk_gone("Met", "M97"), ("Met M98",),
    ),
    "another id": ([risk(0, "M98", restricted=WHY)], risk_gone("Met", "M97"), ()),
    "why it left, said with its aligned risk": (
        [risk(0, "M98", restricted=WHY), in_mapping(changes=(KnownChange("Met", "M98", "closed", NOWHERE, reason="The source moved to Kent."),))],
        withdrawn(reason="The source moved to Kent."), ("Met M98",),
    ),
    "another reason": ([risk(0, "M98", restricted=WHY)], withdrawn(reason="Merged in May."), ()),
    "two controls of an aligned risk withdrawn": (
        [row("Insight", withdrawn=True), more_controls(control("Hut", "C97", "Insight", WHY), control("Barn", "C98", "Insight", "legal"))],
        withdrawn("C97 Hut", "C98 Barn", label="Risk 4: Insight"), ("C97", "C98"),
    ),
    "an aligned risk withdrawn and restricted": ([row("Insight", withdrawn=True, restricted=WHY)], withdrawn(label="Risk 4: Insight"), ("Risk 4",)),
    "and by its name then": ([row("Money", withdrawn=True, restricted=WHY)], withdrawn(label=FUNDING), ("Risk 3",)),
    "withdrawn alone": ([row("Insight", withdrawn=True)], withdrawn("C13 Insight services", label="Risk 4: Insight"), ()),
}  # fmt: skip


@pytest.mark.parametrize("case", CLOSED)
def test_whether_a_change_tells_of_something_restricted(case: str, plain: Report) -> None:
    steps, change, names = CLOSED[case]
    report = after(plain, *steps, changes(change))
    (closed,) = closed_changes(report)
    assert tuple(one.what for one in closed) == names
    assert set(names) <= set(restricted(report)) and bool(names) is bool(restricted(report))


def test_the_names_then_and_now_of_an_aligned_risk_are_kept(plain: Report) -> None:
    assert plain.movement.label_now(FUNDING) == MONEY
    assert plain.movement.label_now(MONEY) == MONEY
    assert plain.movement.label_now("Risk 9: Weather") == "Risk 9: Weather"


def narrative(words: str) -> Step:
    def step(report: Report) -> Report:
        section, *others = report.narrative.sections
        said = Block(BlockKind.PARAGRAPH, (Run(words),), place=section.place)
        of = replace(section, blocks=(*section.blocks, said))
        return replace(report, narrative=replace(report.narrative, sections=(of, *others)))

    return step


SECRET = "Keeps the files of sources apart from all others."


@pytest.mark.parametrize(("words", "names"), [(f"As agreed: {SECRET}", ("C97",)), ("As agreed.", ())])
def test_what_is_reported_nowhere_is_restricted_where_the_narrative_quotes_it(
    words: str, names: tuple[str, ...], plain: Report
) -> None:
    secret = replace(control("Hut", "C97", "Insight", WHY), description=SECRET)
    assert restricted(after(plain, row("Insight", withdrawn=True), more_controls(secret), narrative(words))) == names


# --- the whole way ---------------------------------------------------------------------------------------


def examine(folder: Path) -> run.Examined:
    return run.examine(folder / "inputs", folder / "outputs", lambda _: nullcontext())


@pytest.mark.parametrize("marking", ["OFFICIAL", "OFFICIAL-SENSITIVE"])
def test_restricted_controls_go_with_their_aligned_risk_unnamed(marking: str, tmp_path: Path) -> None:
    inputs, _ = sample(tmp_path)
    mapping = inputs / "mapping.xlsx"
    change_row(mapping, "Alignment", ("Aligned risk", "Insight"), Status="Withdrawn")
    change_row(mapping, "Controls", ("Reference", "C13"), Restricted=WHY)
    change_row(mapping, "Meeting", ("Setting", "Protective marking"), Value=marking)
    of = examine(tmp_path)
    assert restricted(of.report) == ("C13",)
    assert ("restricted-unmarked" in {one.code for one in of.findings}) is (marking == "OFFICIAL")
    if marking == "OFFICIAL":
        return
    text = as_text.word(run.build_public(of, TEMPLATES)["public/panel-report.docx"])
    assert f"Aligned risk withdrawn | Not published: {WHY}" in text
    assert "Insight services" not in text


@pytest.mark.parametrize("marking", ["OFFICIAL", "OFFICIAL-SENSITIVE"])
def test_a_restricted_risk_leaves_the_report_without_its_reason(marking: str, tmp_path: Path) -> None:
    inputs, _ = sample(tmp_path)
    put(inputs / "met-register.xlsx", "Corporate risks", Y6="Restricted", Y38=WHY)  # the second row of M13
    put(inputs / "mapping.xlsx", "Alignment", C5=None)
    told = {"A4": "Met", "B4": "M13", "C4": "closed", "F4": "The source moved to Kent.", "H4": datetime(2017, 11, 1)}
    put(inputs / "mapping.xlsx", "Changes", **told)
    put(inputs / "mapping.xlsx", "Meeting", B10=marking)
    of = examine(tmp_path)
    assert restricted(of.report) == ("Met M13",)
    assert ("restricted-unmarked" in {one.code for one in of.findings}) is (marking == "OFFICIAL")
    if marking == "OFFICIAL":
        return
    text = as_text.word(run.build_public(of, TEMPLATES)["public/panel-report.docx"])
    assert f"Register risk no longer reported | Not published: {WHY}" in text
    assert "Kent" not in text and "M13" not in text


def put(book: Path, sheet: str, **cells: object) -> None:
    opened = openpyxl.load_workbook(book, data_only=True)
    for address, value in cells.items():
        opened[sheet][address].value = value
    opened.save(book)


# --- what a template says by itself --------------------------------------------------------------------------

TEMPLATES = (WordTemplate(TEMPLATE.name, TEMPLATE.read_bytes(), REPORT),)
DESCRIPTION = "Advises the DMPC on every investment above £500,000 before it is approved."  # of C07


@pytest.mark.parametrize(
    ("words", "stops"),
    [
        (DESCRIPTION, True),
        (f"As we said: {DESCRIPTION.upper()}", True),
        ("It says: every investment above £500,000 before it goes.", True),  # six words of it
        ("The barn by the mill is watched.", True),  # a name, whole
        ("Barn by the mill", True),
        ("Every investment is approved.", False),
        ("Office holders", False),
    ],
)
def test_what_a_template_says_of_it_stops_with_its_place(words: str, stops: bool, folder: Path) -> None:
    of = examine(folder)
    controls = tuple(
        replace(one, restricted=WHY, name="Barn by the mill") if one.reference == "C07" else one
        for one in of.report.mapping.controls
    )
    office = replace(controls[0], reference="C96", name="Office holders", restricted=WHY)
    report = in_mapping(controls=(*controls, office))(of.report)
    document, made = docx.Document(str(TEMPLATE)), io.BytesIO()
    document.paragraphs[3].insert_paragraph_before(words)
    document.save(made)
    template = WordTemplate("ours.docx", made.getvalue(), REPORT)
    if not stops:
        static_words.search(template.data, template.name, report)
        return
    with pytest.raises(TemplateUnusable, match=r"ours\.docx, .*paragraph \d.*C07, mapping\.xlsx") as stop:
        run.build_public(replace(of, report=report), (template,))
    assert not [word for word in ("investment", "INVESTMENT", "mill") if word in str(stop.value)]

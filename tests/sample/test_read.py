"""What was written is what is read: the sample and the case of three organisations, through the real readers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.ingest.folder import find_inputs, match_registers
from pipeline.ingest.mapping.mapping import read_mapping
from pipeline.ingest.narrative.narrative import read_narrative
from pipeline.ingest.registers.layouts import Layout, read_layout
from pipeline.ingest.registers.register import read_register
from pipeline.model.findings import Finding, Severity
from pipeline.model.records import NARRATIVE_SECTIONS, BlockKind, Exposure, MappingWorkbook, Narrative, Register, Risk
from tests.sample import build, mapping_rows, met_book, met_risks, mopac_book, mopac_risks, september, three

WORDS = {"No change": "same", "Increasing": "rising", "Reducing": "falling", "New": "new"}

Scored = tuple[int, int]


class Inputs:
    """An inputs folder read through, with every finding on the way."""

    def __init__(self, folder: Path) -> None:
        paths = find_inputs(folder)
        self.findings: list[Finding] = []
        layouts: dict[str, Layout] = {}
        for path in paths.layouts:
            layout, found = read_layout(path, f"layouts/{path.name}")
            layouts[layout.organisation] = layout
            self.findings += found
        self.mapping: MappingWorkbook
        self.mapping, found = read_mapping(paths.mapping, "mapping.xlsx")
        self.findings += found
        self.narrative: Narrative
        self.narrative, found = read_narrative(paths.narrative, "narrative.docx")
        self.findings += found
        registers, found = match_registers(folder, self.mapping, layouts)
        self.findings += found
        self.registers: dict[str, Register] = {}
        for each in registers:
            register, found = read_register(
                each.path, name=each.name, organisation=each.organisation, layout=each.layout, sheet=each.sheet
            )
            self.registers[each.organisation] = register
            self.findings += found


def louder_than_a_note(findings: list[Finding]) -> list[str]:
    return [
        f"{finding.code}: {finding.message} ({finding.place})"
        for finding in findings
        if finding.severity is not Severity.NOTE
    ]


@pytest.fixture(scope="module")
def december(tmp_path_factory: pytest.TempPathFactory) -> Inputs:
    folder = tmp_path_factory.mktemp("december")
    build.write_december(folder)
    return Inputs(folder)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Inputs:
    folder = tmp_path_factory.mktemp("september")
    build.write_september(folder)
    return Inputs(folder)


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Inputs:
    folder = tmp_path_factory.mktemp("three")
    three.write_case(folder)
    return Inputs(folder)


@pytest.mark.parametrize("case", ["december", "before", "others"])
def test_reading_is_silent_but_for_notes(case: str, request: pytest.FixtureRequest) -> None:
    inputs: Inputs = request.getfixturevalue(case)
    assert louder_than_a_note(inputs.findings) == []


def exposure(scored: Scored, word: str | None) -> Exposure:
    return Exposure(scored[0], scored[1], scored[0] * scored[1], word)


def written_by_the_met(sections: tuple[tuple[str, tuple[met_risks.MetRisk, ...]], ...]) -> list[dict[str, object]]:
    return [
        {
            "id": risk.ref, "title": risk.title, "description": risk.description, "owner": risk.owner,
            "inherent": exposure(risk.inherent, met_risks.rating(risk.inherent)),
            "current": exposure(risk.current, met_risks.rating(risk.current)),
            "target": exposure(risk.target, met_risks.rating(risk.target)),
            "trend": risk.direction, "trend_reason": risk.reason or None,
            "controls": tuple(control for control, _ in risk.controls),
            "number of actions": len(risk.actions), "status": "Open",
            "last_reviewed": risk.reviewed, "next_review": risk.next_review,
        }
        for _, risks in sections
        for risk in risks
    ]  # fmt: skip


def written_by_mopac(risks: tuple[mopac_risks.MopacRisk, ...]) -> list[dict[str, object]]:
    return [
        {
            "id": risk.number, "title": risk.title, "description": risk.event, "cause": risk.cause,
            "consequence": risk.effect, "category": risk.directorate, "owner": risk.lead,
            "inherent": exposure(risk.gross, None),
            "current": exposure(risk.net, mopac_risks.rating(risk.net)),
            "target": exposure(risk.target, mopac_risks.rating(risk.target)),
            "trend": WORDS[risk.direction], "appetite": risk.appetite,
            "controls": risk.controls, "actions": risk.actions, "number of actions": len(risk.actions),
            "last_reviewed": risk.considered, "next_review": risk.next_due,
        }
        for risk in risks
    ]  # fmt: skip


def as_read(risk: Risk, fields: dict[str, object]) -> dict[str, object]:
    return {name: len(risk.actions) if name == "number of actions" else getattr(risk, name) for name in fields}


@pytest.mark.parametrize(
    ("case", "organisation", "written"),
    [
        ("december", "Met", lambda: written_by_the_met(met_risks.SECTIONS)),
        ("before", "Met", lambda: written_by_the_met(september.met_sections())),
        ("december", "MOPAC", lambda: written_by_mopac(mopac_risks.RISKS)),
        ("before", "MOPAC", lambda: written_by_mopac(september.mopac_rows())),
    ],
)
def test_every_risk_is_read_as_it_was_written(
    case: str, organisation: str, written: Callable[[], list[dict[str, object]]], request: pytest.FixtureRequest
) -> None:
    inputs: Inputs = request.getfixturevalue(case)
    risks = inputs.registers[organisation].risks
    expected = written()
    assert [risk.id for risk in risks] == [fields["id"] for fields in expected]
    for risk, fields in zip(risks, expected, strict=True):
        assert as_read(risk, fields) == fields


def test_every_row_of_the_mets_sheet_is_counted_once(december: Inputs) -> None:
    register = december.registers["Met"]
    risks = [risk for _, risks in met_risks.SECTIONS for risk in risks]
    control_rows = sum(len(risk.controls) for risk in risks)
    assert (register.sheet, register.header_rows) == (met_book.SHEET, (5, 6))
    assert register.rows["risk"] == len(risks) == 16
    assert register.rows["continuation"] == control_rows - len(risks)
    assert register.rows["section"] == len(met_risks.SECTIONS)
    assert register.rows["total"] == 1
    assert [column.heading for column in register.ignored_columns] == ["Control lead"]


def test_mopacs_sheet_is_flat(december: Inputs) -> None:
    register = december.registers["MOPAC"]
    assert (register.sheet, register.header_rows) == (mopac_book.SHEET, (1,))
    assert {kind: count for kind, count in register.rows.items() if count} == {"risk": 13}
    assert not register.ignored_columns


@pytest.mark.parametrize("case", ["december", "before"])
def test_the_mapping_is_read_as_it_was_written(case: str, request: pytest.FixtureRequest) -> None:
    inputs: Inputs = request.getfixturevalue(case)
    sheets = mapping_rows.SHEETS if case == "december" else september.mapping_sheets()
    mapping = inputs.mapping
    assert [(row.number, row.name, dict(row.ids)) for row in mapping.alignment] == [
        (row[0], row[1], {"Met": (row[2],), "MOPAC": (row[3],)}) for row in sheets["Alignment"]
    ]
    assert [
        (c.reference, c.aligned_risk, c.name, c.description, c.kind, c.owner, c.in_place, c.working) for c in mapping.controls
    ] == [(*row[:5], row[6], row[7], row[8] or None) for row in sheets["Controls"]]  # fmt: skip
    assert [
        (c.assurance, c.evidence, c.last_checked, c.review_months, c.due, c.progress) for c in mapping.controls
    ] == [tuple(value or None for value in row[9:15]) for row in sheets["Controls"]]
    assert dict(mapping.acronyms) == dict(sheets["Acronyms"])  # type: ignore[arg-type]
    assert [(promise.promise, promise.kept) for promise in mapping.promises] == [
        (row[0], row[4] or None) for row in sheets["Promises"]
    ]
    assert {row[0]: row[5] for row in sheets["Organisations"]} == {
        organisation.name: organisation.as_at for organisation in mapping.organisations
    }


def test_every_mapped_risk_is_in_its_register(december: Inputs, before: Inputs, others: Inputs) -> None:
    for inputs in (december, before, others):
        for row in inputs.mapping.alignment:
            for organisation, ids in row.ids.items():
                for each in ids:
                    assert inputs.registers[organisation].risk(each), f"{organisation} {each}"


@pytest.mark.parametrize("case", ["december", "before", "others"])
def test_the_narrative_has_every_section_in_order(case: str, request: pytest.FixtureRequest) -> None:
    inputs: Inputs = request.getfixturevalue(case)
    sections = [section.heading for section in inputs.narrative.sections]
    needed = [heading for _, heading, must in NARRATIVE_SECTIONS if must]
    assert [heading for heading in sections if heading in needed] == needed


def test_the_narrative_holds_lists_bold_and_a_table(december: Inputs) -> None:
    blocks = [block for section in december.narrative.sections for block in section.blocks]
    assert {block.kind for block in blocks} >= {
        BlockKind.PARAGRAPH, BlockKind.BULLET, BlockKind.NUMBERED, BlockKind.TABLE,
    }  # fmt: skip
    assert any(run.bold for block in blocks for run in block.runs)
    assert any(run.link for block in blocks for run in block.runs)


@pytest.mark.parametrize("expected", three.EXPECTED, ids=lambda expected: expected.id)
def test_the_three_registers_are_read_by_their_own_words(expected: three.Expected, others: Inputs) -> None:
    risk = others.registers[expected.organisation].risk(expected.id)
    assert risk is not None
    assert (risk.owner, risk.trend, risk.current.score, len(risk.controls)) == (
        expected.owner, expected.trend, expected.score, expected.controls,
    )  # fmt: skip
    assert risk.current.rating in {None, expected.rating}
    assert len(risk.actions) == 1


def test_rows_of_another_type_are_no_risks(others: Inputs) -> None:
    register = others.registers["Fire Authority"]
    assert [risk.id for risk in register.risks] == ["F-2", "F-6", "F-9"]
    assert register.rows["other"] == 1

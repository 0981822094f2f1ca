"""The text to send to each register's keeper: what it asks, and that it holds nothing of anybody else's."""

from __future__ import annotations

import re
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.findings import CATALOGUE, Finding, Mender, Severity, find
from pipeline.model.records import Place, Report
from pipeline.report.review.letters import Letter, letters
from pipeline.run import examine
from tests.journeys.test_places import register
from tests.quarter import sample
from tests.reconcile import builders as b

REPORT = b.a_report()
MET, MOPAC = "met-register.xlsx", "mopac-register.xlsx"


def on_met(code: str = "owner-missing", message: str = "Met M02 has no risk owner.", **more: str) -> Finding:
    known = {"subject": "Met M02", "organisation": "Met"} | more
    return find(code, message, Place(MET, "Corporate risks", "D8"), **known)  # type: ignore[arg-type]


def to(organisation: str, *findings: Finding, report: Report = REPORT) -> Letter:
    return next(letter for letter in letters(findings, report) if letter.organisation == organisation)


def test_it_says_what_where_the_value_and_what_to_do() -> None:
    met, mopac = REPORT.registers
    shown = {Place(MET, "Corporate risks", "D8"): "", Place(MET, "Corporate risks", "H9"): "7 - Certain"}
    outside = replace(on_met("rating-not-band", "Met M03: High is not the band of 7.", subject="Met M03"), cell="H9")
    report = replace(REPORT, registers=(replace(met, shown=shown), mopac))
    letter = to("Met", outside, on_met(), report=report)
    assert letter.subject == "Met risk register: what to look at before the Audit Panel of 19 December 2017"
    assert letter.count == 2
    assert letter.text == "\n".join((
        "OFFICIAL",
        "",
        "To whoever keeps the risk register of Metropolitan Police Service",
        "",
        "The report 'Alignment of Risks' to the Audit Panel of 19 December 2017 is made from your register (met-register.xlsx, as at 1 December 2017). 2 matters in it need your attention.",
        "",
        "To be put right before the report can leave:",
        "",
        "1. Met M02 has no risk owner.",
        "   Where: sheet 'Corporate risks', D8",
        "   It shows: (blank)",
        "   What to do: Name a post-holder in the register.",
        "",
        "Please look at:",
        "",
        "2. Met M03: High is not the band of 7.",
        "   Where: sheet 'Corporate risks', H9",
        "   It shows: “7 - Certain”",
        "   What to do: Correct the word or the score.",
        "",
        "Please change the register itself and send it to us again. Where something is right as it stands, tell us why, and we will keep your reason on record.",
        "",
        "Head of Risk <risk@example.org>",
    ))  # fmt: skip


@pytest.mark.parametrize(
    "finding",
    [
        pytest.param(on_met("comment-on-cell"), id="a note asks nothing"),
        pytest.param(replace(on_met(), accepted="Accepted by Head of Risk"), id="accepted"),
        pytest.param(on_met("layout-unconfirmed"), id="how we read it"),
        pytest.param(find("evidence-stale", "Old.", Place("mapping.xlsx", "Controls", "M3")), id="the officer's"),
        pytest.param(on_met(organisation="MOPAC"), id="another body's"),
    ],
)
def test_what_is_none_of_its_keepers_business_is_not_asked(finding: Finding) -> None:
    letter = to("Met", finding)
    assert letter.count == 0
    assert finding.message not in letter.text


def test_whose_it_is_is_known_by_the_file_too() -> None:
    assert to("Met", on_met(organisation="")).count == 1
    assert to("MOPAC", on_met(organisation="")).count == 0


def test_where_a_remedy_names_what_is_the_officers_own_it_says_so() -> None:
    plain, ours = on_met(), on_met("trend-unknown", "'Sideways' is not known.")
    assert "are ours" not in to("Met", plain).text
    assert "Layouts and the sheets Organisations," in to("Met", ours).text


@pytest.mark.parametrize("code", [code for code, kind in CATALOGUE.items() if kind.mender is Mender.LAYOUT])
def test_of_how_a_register_is_read_its_keeper_is_asked_nothing(code: str) -> None:
    assert to("Met", on_met(code)).count == 0


@pytest.mark.parametrize("comment", ["No risk owner", "Correct the trend or the score"])
def test_a_comment_in_the_words_of_any_finding_hides_no_finding(comment: str) -> None:
    row = replace(REPORT.mapping.alignment[0], comment=comment)
    report = replace(REPORT, mapping=replace(REPORT.mapping, alignment=(row, *REPORT.mapping.alignment[1:])))
    text = letters((on_met(), on_met("trend-contradicts-score", "Met M02 rises, yet it fell.")), report)[0].text
    assert "Met M02 has no risk owner." in text and "Correct the trend or the score." in text
    assert "Ask us" not in text


class TestNothingOfAnotherBody:
    """MOPAC's P05 stands under no aligned risk: nothing of it may stand in what the Met is sent."""

    SECRET = "The office must move to a site that nobody has yet been told about"

    def report(self, **changes: object) -> Report:
        met, mopac = REPORT.registers
        changed = {
            "description": self.SECRET,
            "title": "Secret move",
            "actions": ("Sign the lease in May at once",),
        } | changes
        risks = tuple(replace(r, **changed) if r.id == "P05" else r for r in mopac.risks)  # type: ignore[arg-type]
        return replace(REPORT, registers=(met, replace(mopac, risks=risks)))

    @pytest.mark.parametrize(
        "message",
        [
            "It reads like: the office must move to a site that nobody has yet been told about.",
            "It reads like “a SITE that nobody  has yet been told”.",
            "It is the same as P05.",
            "It is the same as MOPAC P05 there.",
            "An action is to sign the lease in May at once.",
        ],
    )
    def test_a_line_that_tells_of_it_says_only_what_kind_of_matter_it_is(self, message: str) -> None:
        letter = to("Met", on_met(message=message), report=self.report())
        assert letter.count == 1
        assert "1. A reported risk has no risk owner. Ask us for the particulars." in letter.text
        assert message not in letter.text and "P05" not in letter.text and "the lease" not in letter.text

    def test_its_words_in_a_value_or_a_subject_or_a_remedy_are_left_out(self) -> None:
        report = self.report()
        met, mopac = report.registers
        report = replace(
            report, registers=(replace(met, shown={Place(MET, "Corporate risks", "D8"): f"See {self.SECRET}"}), mopac)
        )
        text = to("Met", on_met(subject="Met M02 and MOPAC P05"), on_met(remedy="Compare P05."), report=report).text
        assert "P05" not in text and "nobody has yet" not in text and "It shows" not in text

    def test_its_own_keeper_reads_all_of_it(self) -> None:
        finding = find(
            "not-scored",
            f"P05 is not scored: {self.SECRET}",
            Place(MOPAC, "Corporate risks", "G8"),
            organisation="MOPAC",
        )
        assert self.SECRET in to("MOPAC", finding, report=self.report()).text

    def test_words_that_its_own_register_holds_too_are_no_secret(self) -> None:
        report = self.report()
        met, mopac = report.registers
        risks = (replace(met.risks[0], description=f"{self.SECRET}."), *met.risks[1:])
        report = replace(report, registers=(replace(met, risks=risks), mopac))
        assert self.SECRET in to("Met", on_met(message=f"Too long: {self.SECRET}"), report=report).text

    def test_a_risk_that_is_reported_openly_may_be_named(self) -> None:
        assert (
            "as MOPAC P02 has"
            in to("Met", on_met(message="It has the owner as MOPAC P02 has."), report=self.report()).text
        )

    def test_one_that_its_own_register_restricts_may_not(self) -> None:
        aligned = tuple(
            replace(
                theme,
                positions=tuple(
                    replace(
                        p,
                        risks=tuple(
                            replace(r, risk=replace(r.risk, restricted="An informant")) if r.risk.id == "P02" else r
                            for r in p.risks
                        ),
                    )
                    for p in theme.positions
                ),
            )
            for theme in REPORT.aligned_risks
        )
        report = replace(REPORT, aligned_risks=aligned)
        text = to("Met", on_met(message="It has the owner as MOPAC P02 has."), report=report).text
        assert "P02" not in text
        assert (
            "Oversight of the service"
            not in to("Met", on_met(message="Oversight of the service is too thin."), report=report).text
        )

    def test_nor_what_is_restricted_of_the_mapping_where_it_has_no_part(self) -> None:
        row = b.a_row(5, "Operation Lantern in the north", {"Met": (), "MOPAC": ("P05",)}, restricted="An operation")
        open_row = b.a_row(
            6, "Operation Beacon in the south", {"Met": ("M05",), "MOPAC": ("P05",)}, restricted="An operation"
        )
        control = b.a_control(
            "C-9", "Safeguarding", "Covert cell of four people", restricted="Names people", run_by=("MOPAC",)
        )
        report = b.a_report(rows=(*b.ROWS, row, open_row), controls=(*b.CONTROLS, control))
        message = "It is like Operation Lantern in the north."
        assert "Lantern" not in to("Met", on_met(message=message), report=report).text
        assert "covert" not in to("Met", on_met(message="Say 'covert cell of four people'."), report=report).text
        assert "Beacon" in to("Met", on_met(message="It is like Operation Beacon in the south."), report=report).text

    def test_nor_one_that_stood_in_the_last_record_alone(self) -> None:
        past = REPORT.movement.previous
        assert past is not None
        gone = b.past_of(b.a_risk("P77", "MOPAC", description="The lease of the old office can not be ended early"))
        report = replace(REPORT, movement=replace(REPORT.movement, previous=replace(past, other_risks=(gone,))))
        assert "P77" not in to("Met", on_met(message="Once it was P77."), report=report).text
        assert (
            "ended early"
            not in to("Met", on_met(message="Old: lease of the old office can not be ended early"), report=report).text
        )

    @given(st.data())
    @settings(max_examples=60, deadline=None)
    def test_whatever_a_finding_says_no_six_words_of_it_in_a_row_arrive(self, data: st.DataObject) -> None:
        words = self.SECRET.split()
        start = data.draw(st.integers(0, len(words) - 6))
        end = data.draw(st.integers(start + 6, len(words)))
        around = st.lists(st.sampled_from(["the", "owner", "is", "late", "M02", "–"]), max_size=4)
        stretch = data.draw(st.sampled_from([" ", "  ", "\n", ", "])).join(words[start:end])
        message = " ".join(
            [*data.draw(around), data.draw(st.sampled_from([stretch, stretch.upper()])), *data.draw(around)]
        )
        place = data.draw(st.sampled_from(["message", "remedy", "subject"]))
        known = {"message": "It is late.", "subject": "Met M02", "remedy": ""} | {place: message}
        text = " ".join(to("Met", on_met(**known), report=self.report()).text.casefold().replace(",", " ").split())  # type: ignore[arg-type]
        assert " ".join(words[start : start + 6]).casefold() not in text


@pytest.mark.parametrize("severity", list(Severity))
def test_a_code_that_was_given_another_weight_goes_by_that(severity: Severity) -> None:
    assert to("Met", on_met().with_severity(severity)).count == (severity is not Severity.NOTE)


def test_of_the_sample_with_faults_in_both_registers_neither_letter_tells_of_the_others_own_risks(
    tmp_path: Path,
) -> None:
    inputs, outputs = sample(tmp_path)
    register("Lead director", "OPC-05", None)(inputs)
    register("Net rating", "OPC-02", "Low")(inputs)
    book = openpyxl.load_workbook(inputs / "met-register.xlsx", data_only=True)
    for merged in tuple(book["Corporate risks"].merged_cells.ranges):
        book["Corporate risks"].unmerge_cells(str(merged))
    for row in range(7, book["Corporate risks"].max_row + 1):
        book["Corporate risks"].cell(row, 4).value = None  # no owner anywhere
    book.save(inputs / "met-register.xlsx")
    examined = examine(inputs, outputs, lambda _: nullcontext())
    report = examined.report
    sent = {letter.organisation: letter for letter in letters(examined.findings, report)}
    assert all(letter.count for letter in sent.values())
    reported = {(r.risk.organisation, r.risk.id) for a in report.aligned_risks for p in a.positions for r in p.risks}
    for one in report.registers:
        for risk in one.risks:
            if (risk.organisation, risk.id) not in reported:
                for other in sent.values():
                    if other.organisation != one.organisation:
                        assert not re.search(rf"\b{re.escape(risk.id)}\b", other.text)
                        assert all(text not in other.text for text in (risk.title, risk.description) if text)

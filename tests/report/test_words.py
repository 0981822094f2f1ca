"""The fields in the officer's words: filled once, or told and marked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.model.findings import Severity
from pipeline.model.records import Block, BlockKind, Narrative, NarrativeSection, Place, Run
from pipeline.report.words import fill_narrative, narrative_text
from tests.report import pages

PLACE = Place("narrative.docx", "Purpose", "paragraph 1")


def narrative(*runs: Run | str) -> Narrative:
    block = replace(pages.paragraph(*runs), place=PLACE)
    return Narrative("narrative.docx", (NarrativeSection("purpose", "Purpose", (block,), PLACE),))


def filled(*runs: Run | str) -> tuple[str, list[str]]:
    made, findings = fill_narrative(narrative(*runs), pages.founding())
    return made.sections[0].text, [finding.message for finding in findings]


@pytest.mark.parametrize(
    ("written", "reads"),
    [
        ("The {{ aligned_risks.count_in_words }} risks: {{aligned_risks.names}}.", "The four risks: Safeguarding, Governance, Money and Insight."),
        ("{{ aligned_risks.count_in_words | capitalize }} risks", "Four risks"),
        ("{{ movement.sentence }}", "Two trends have changed since September."),
        ("{{ risks[1].control_line }}", "Joint controls shown to be working: 1 of 2 (partly shown)."),
        ("{{ movement.sentences | join(“ ”) }}", "MOPAC's Governance risk is now falling (was unchanged). MOPAC's Money risk is now rising (was unchanged)."),
        ("no field { here } at 5% &amp; <b>", "no field { here } at 5% &amp; <b>"),
    ],
)  # fmt: skip
def test_fields_are_filled(written: str, reads: str) -> None:
    assert filled(written) == (reads, [])


@pytest.mark.parametrize(
    ("written", "reads", "says"),
    [
        ("a {{ aligned_risks.nams }} b", "a [not found: aligned_risks.nams] b", "did you mean aligned_risks.names?"),
        ("{{ risks }}", "[not found: risks]", "holds several values"),
        ("{{ organisations[0].heat_map }}", "[not found: organisations[0].heat_map]", "only a text"),
        ("{{ risks[9].name }}", "[not found: risks[9].name]", "no such item"),
        ("{{ meeting.panel.upper() }}", "[not found: meeting.panel.upper()]", "can't be used"),
        ("{% if x %}", "[not found: if x]", "only fields"),
        ("{{ meeting.panel", "[not found: {{] meeting.panel", "only fields"),
        ("{{ 'x }}", "[not found: 'x]", "can't be read"),
        ("{{ 'x' * 99999999 }}", "[not found: 'x' * 99999999]", "far too long"),
    ],
)
def test_what_is_not_there_is_told_and_marked(written: str, reads: str, says: str) -> None:
    text, messages = filled(written)
    assert text == reads
    assert len(messages) == 1
    assert says in messages[0]


def test_the_finding_has_its_place() -> None:
    (finding,) = fill_narrative(narrative("{{ x }}"), pages.founding())[1]
    assert (finding.code, finding.severity, finding.place) == ("narrative-field", Severity.BLOCK, PLACE)


def test_a_field_that_word_has_split_takes_the_look_it_begins_with() -> None:
    made, findings = fill_narrative(narrative("a {{ meeting", Run(".pan", bold=True), "el }} b"), pages.founding())
    assert not findings
    assert made.sections[0].blocks[0].runs == (Run("a Audit Panel"), Run(" b"))


def test_what_a_field_brings_in_is_not_read_as_a_field() -> None:
    page = pages.founding()
    page = replace(page, meeting=replace(page.meeting, panel="{{ meeting.title }}"))
    made, findings = fill_narrative(narrative("{{ meeting.panel }}"), page)
    assert (made.sections[0].text, findings) == ("{{ meeting.title }}", ())


def test_fields_in_tables_are_filled_too() -> None:
    block = Block(BlockKind.TABLE, rows=(((Run("Panel"),), (Run("{{ meeting.panel }}"),)),))
    section = NarrativeSection("purpose", "Purpose", (block,), PLACE)
    made, _ = fill_narrative(Narrative("narrative.docx", (section,)), pages.founding())
    assert made.sections[0].text == "Panel\tAudit Panel"


def test_what_came_in_by_fields_is_kept_apart() -> None:
    made, _ = fill_narrative(narrative("To {{ meeting.panel }}, {{ nothing }}: our own words."), pages.founding())
    assert made.sections[0].blocks[0].by_fields == ("Audit Panel",)


def test_a_section_that_must_be_there_leaves_a_mark() -> None:
    text = narrative_text(narrative("Words."))
    assert text.purpose[0].text == "Words."
    assert text.recommendations[0].text == "[not found: the text under Recommendations]"
    assert text.background_papers == ()


def test_a_field_that_takes_too_much_leaves_the_others_filled() -> None:
    text, messages = filled("{{ meeting.panel }} and {{ 'x' * 9999999999 }}")
    assert text == "Audit Panel and [not found: 'x' * 9999999999]"
    assert len(messages) == 1

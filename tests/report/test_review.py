"""The review page: what to look at, and how everything was read."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.checks import decide
from pipeline.model.findings import CATALOGUE, Finding, Severity, find
from pipeline.model.records import Change, ChangeKind, Column, InputFile, Movement, Place
from pipeline.report import review
from pipeline.report.compose import compose
from tests.reconcile import builders as b
from tests.report.review_pages import REPORT, read, words

PAGE = compose(REPORT)

OWNER = find(
    "owner-missing", "Met risk M02 has no risk owner.", Place("met-register.xlsx", "Corporate risks", "D8"),
    subject="Met M02", organisation="Met",
)  # fmt: skip
NOT_FOUND = find("mapped-not-found", "No M07 is in the register.", Place("mapping.xlsx", "Alignment", "C4"), subject="Risk 3: Money")  # fmt: skip
STALE = find("evidence-stale", "The evidence is of 2016.", Place("mapping.xlsx", "Controls", "M3"), subject="C-1 Board")
COMMENT = find("comment-on-cell", "D9 bears a comment.", Place("mopac-register.xlsx", "Risks", "D9"), subject="MOPAC P03")  # fmt: skip


def shown(**cells: str) -> dict[Place, str]:
    return {Place("met-register.xlsx", "Corporate risks", cell): text for cell, text in cells.items()}


def with_shown(**cells: str):  # type: ignore[no-untyped-def]
    met, mopac = REPORT.registers
    return replace(REPORT, registers=(replace(met, shown=shown(**cells)), mopac))


@pytest.mark.parametrize(
    ("findings", "state"),
    [
        ((), "Made: nothing is open that must be fixed."),
        ((STALE, COMMENT), "Made: nothing is open that must be fixed."),
        ((OWNER,), "Draft: 1 matter must be fixed before the report is circulated."),
        ((OWNER, NOT_FOUND), "Draft: 2 matters must be fixed before the report is circulated."),
        ((replace(OWNER, accepted="Accepted by Head of Risk"),), "Made: nothing is open that must be fixed."),
    ],
)
def test_its_state(findings: tuple[Finding, ...], state: str) -> None:
    page = read(*findings)
    assert words(page.root.xpath("//p[contains(@class, 'state')]")[0]) == state


def test_its_parts_stand_in_the_order_in_which_they_are_looked_at() -> None:
    page = read(OWNER)
    headings = [words(one) for one in page.root.iter("h2")]
    assert headings == [
        "Before you circulate", "Findings, by who can mend them", "Texts to send", "How each register was read",
        "What changed", "Where the risks stand", "Controls", "Where it comes from", "What was decided",
    ]  # fmt: skip
    links = [one.get("href") for one in page.root.xpath("//nav//a")]
    assert links == [f"#{one.get('id')}" for one in page.root.iter("h2")]


class TestBeforeYouCirculate:
    def test_with_nothing_to_look_at_it_says_so(self) -> None:
        assert "Nothing must be fixed and nothing asks for a second look." in read(COMMENT).under("before")

    def test_what_must_be_fixed_comes_first(self) -> None:
        text = read(STALE, OWNER).under("before")
        assert text.index("Must fix Met risk M02 has no risk owner.") < text.index(
            "Please look The evidence is of 2016."
        )
        assert "What to do: Name a post-holder in the register." in text

    def test_what_leaks_comes_before_what_cant_be_accepted_and_both_before_the_rest(self) -> None:
        leak = find("restricted-unmarked", "The marking is OFFICIAL, and Risk 2 is restricted.")
        many = [replace(OWNER, subject=f"Met M0{n}", cell=f"D{n}") for n in range(2, 5)]
        error = find("cell-error", "It shows #REF!.", Place("met-register.xlsx", "Corporate risks", "E8"), subject="Met M02")  # fmt: skip
        assert self.matters(error, *many, NOT_FOUND, leak) == [
            "The marking is OFFICIAL, and Risk 2 is restricted.",
            "No M07 is in the register.",
            "A reported risk has no risk owner. 3 times: Met M02, Met M03 and Met M04.",
            "It shows #REF!.",
        ]

    def test_what_is_about_a_reported_risk_comes_before_what_is_about_another(self) -> None:
        risks = {risk.id: risk for one in REPORT.registers for risk in one.risks}
        reported, other = risks["M02"], risks["M05"]
        errors = [
            find("cell-error", f"{cell} shows #REF!.", Place(other.source.file, other.source.sheet, f"{cell}{other.source.row}"))
            for cell in ("E", "F")
        ]  # fmt: skip
        named = [
            find("trend-unknown", f"{risk.id} shows Sideways.", subject=f"Met {risk.id}") for risk in (other, reported)
        ]
        assert self.matters(*errors, *named) == [
            "A trend word or sign is not known. 2 times: Met M02 and Met M05.",
            "A cell that is used shows an error such as #REF!. 2 times.",
        ]

    @staticmethod
    def matters(*findings: Finding) -> list[str]:
        shown = read(*findings).root.xpath("//ol[@class='matters']/li/p[1]")
        return [words(one).partition(" See it below")[0] for one in shown]

    def test_findings_of_one_kind_are_one_matter(self) -> None:
        others = [replace(STALE, subject=f"C-{n} Group") for n in range(2, 10)]
        text = read(STALE, *others).under("before")
        assert "The evidence is older than the review period. 9 times: C-1 Board, C-2 Group" in text
        assert "C-6 Group and 3 more." in text

    def test_five_at_most_and_the_rest_counted(self) -> None:
        codes = [code for code, kind in CATALOGUE.items() if kind.severity == "query"][:7]
        page = read(*(find(code, f"Message of {code}.") for code in codes))
        assert len(page.root.xpath("//ol[@class='matters']/li")) == 5
        assert "And 2 more kinds of finding below." in page.under("before")

    def test_what_was_accepted_no_longer_matters(self) -> None:
        page = read(replace(OWNER, accepted="Accepted by Head of Risk until 31 March 2018: being filled."))
        assert "Nothing must be fixed" in page.under("before")
        (entry,) = page.groups()["Accepted they no longer count"]
        assert "Decided: Accepted by Head of Risk until 31 March 2018: being filled." in entry


class TestFindings:
    page = read(COMMENT, STALE, NOT_FOUND, OWNER)

    def test_are_grouped_by_who_can_mend_them(self) -> None:
        assert list(self.page.groups()) == [
            "The register's owner: Met 1 to fix",
            "The register's owner: MOPAC 1 for information",
            "The officer: mapping and narrative 1 to fix, 1 to look at",
        ]

    def test_have_severity_in_words_file_sheet_cell_message_and_what_to_do(self) -> None:
        entry = next(one for one in self.page.entries() if one["message"] == OWNER.message)
        assert entry["words"].startswith("Must fix Met M02 owner-missing")
        assert (entry["File"], entry["Sheet"], entry["Cell"]) == ("met-register.xlsx", "Corporate risks", "D8")
        assert entry["do"] == "What to do: Name a post-holder in the register."

    @pytest.mark.parametrize(
        ("value", "says"), [("7 - Certain", "7 - Certain"), ("", "(blank)"), ("x" * 400, "x" * 299 + "…")]
    )
    def test_show_the_value_as_it_stands(self, value: str, says: str) -> None:
        (entry,) = read(OWNER, report=with_shown(D8=value)).entries()
        assert entry["It shows"] == says

    def test_of_no_single_cell_show_no_value(self) -> None:
        (entry,) = read(replace(OWNER, cell="row 8"), report=with_shown(D8="Head of Risk")).entries()
        assert "It shows" not in entry

    def test_told_as_one_show_the_values_of_the_first_five_cells(self) -> None:
        alike = [replace(OWNER, cell=f"D{row}", subject=f"Met M{row}") for row in range(8, 19)]
        report = with_shown(**{f"D{row}": f"n{row}" for row in range(8, 19)})
        (entry,) = read(*alike, report=report).entries()
        assert entry["It shows"] == "D8: n8 ; D9: n9 ; D10: n10 ; D11: n11 ; D12: n12 ; and 6 more"

    def test_of_the_narrative_stand_in_a_section_at_a_place(self) -> None:
        place = Place("narrative.docx", "Purpose", "paragraph 1")
        report = replace(REPORT, narrative=replace(REPORT.narrative, shown={place: "As {{ it }} was written."}))
        (entry,) = read(find("narrative-field", "No such field.", place), report=report).entries()
        assert (entry["Section"], entry["Place"]) == ("Purpose", "paragraph 1")
        assert entry["It shows"] == "As {{ it }} was written."

    def test_of_a_register_are_known_by_its_file(self) -> None:
        (entry,) = self.page.groups()["The register's owner: MOPAC 1 for information"]
        assert "D9 bears a comment." in entry

    def test_of_no_known_register_still_stand(self) -> None:
        page = read(find("sheet-not-register", "No table of risks was found."))
        assert "No table of risks was found." in page.groups()["The register's owner 1 to fix"][0]

    def test_of_how_a_register_is_read_are_the_officers(self) -> None:
        page = read(find("sheet-ambiguous", "Two sheets look like registers.", organisation="Met"))
        assert "Two sheets look like registers." in page.groups()["The officer: layouts 1 to fix"][0]
        assert page.entries()[0]["whose"] == "Met"

    def test_of_many_cells_of_a_column_are_told_as_one_and_counted_each(self) -> None:
        alike = [replace(OWNER, cell=f"D{row}", subject=f"Met M{row}") for row in (*range(8, 19), 21)]
        page = read(*alike)
        (entry,) = page.entries()
        assert entry["message"] == "Met risk M02 has no risk owner. Likewise in 11 more cells: D9 to D18, D21."
        assert list(page.groups()) == ["The register's owner: Met 12 to fix"]
        assert "Must fix 12" in page.text
        assert "Draft: 12 matters must be fixed" in page.text
        assert "12 times: Met M8, Met M9," in page.under("before")
        assert entry["anchor"] == "finding-1"

    def test_of_three_cells_of_a_column_are_told_one_by_one(self) -> None:
        page = read(*(replace(OWNER, cell=f"D{row}") for row in (8, 9, 10)))
        assert "Likewise" not in page.text
        assert [entry["Cell"] for entry in page.entries()] == ["D8", "D9", "D10"]

    def test_that_were_accepted_are_told_one_by_one(self) -> None:
        page = read(*(replace(OWNER, cell=f"D{row}", accepted=f"Accepted by post {row}") for row in range(8, 13)))
        text = " ".join(page.groups()["Accepted they no longer count"])
        assert all(f"Accepted by post {row}" in text for row in range(8, 13))

    def test_that_there_are_none_is_said(self) -> None:
        page = read()
        assert page.under("findings") == "Findings, by who can mend them There is none."
        assert not page.root.xpath("//form")

    def test_every_code_has_a_home(self) -> None:
        page = read(*(find(code, f"Message of {code}.") for code in CATALOGUE))
        assert {entry["message"] for entry in page.entries()} == {f"Message of {code}." for code in CATALOGUE}

    def test_whose_weight_the_checks_sheet_changed_say_so(self) -> None:
        (changed, usual) = read(STALE.with_severity(Severity.BLOCK), STALE).entries()
        assert "It usually weighs “Please look”: the sheet Checks has changed that." in changed["words"]
        assert "usually weighs" not in usual["words"]


class TestTheRowForAccepted:
    def test_is_finding_and_subject_as_a_spreadsheet_takes_them(self) -> None:
        (entry,) = read(OWNER).entries()
        assert entry["row"] == "owner-missing\tMet M02"

    def test_has_a_line_for_each_of_many_told_as_one(self) -> None:
        (entry,) = read(*(replace(OWNER, cell=f"D{n}", subject=f"Met M{n}") for n in range(8, 12))).entries()
        assert entry["row"].split("\n") == [f"owner-missing\tMet M{n}" for n in range(8, 12)]

    @pytest.mark.parametrize("finding", [NOT_FOUND, replace(OWNER, subject="")])
    def test_is_not_there_where_the_sheet_would_not_take_it(self, finding: Finding) -> None:
        (entry,) = read(finding).entries()
        assert entry["row"] == ""
        assert "It can't be accepted: it has to be mended." in entry["words"]

    def test_is_not_there_for_what_was_accepted(self) -> None:
        (entry,) = read(replace(OWNER, accepted="Accepted by Head of Risk")).entries()
        assert entry["row"] == "" and "can't be accepted" not in entry["words"]


def test_the_filters_offer_the_severities_and_the_organisations_that_findings_are_about() -> None:
    page = read(OWNER, STALE, COMMENT, replace(STALE, accepted="Accepted by Head of Risk"))
    boxes = page.root.xpath("//form//input")
    assert [one.get("value") for one in boxes] == ["block", "query", "note", "accepted"]
    options = [(one.get("value"), words(one)) for one in page.root.xpath("//form//option")]
    assert options == [
        ("", "Everything"), ("=Met", "The register of Met"), ("=MOPAC", "The register of MOPAC"), ("=", "No one register"),
    ]  # fmt: skip
    assert {(one["kind"], one["whose"]) for one in page.entries()} == {
        ("block", "Met"), ("query", ""), ("note", "MOPAC"), ("accepted", ""),
    }  # fmt: skip


def test_every_link_and_every_button_leads_somewhere_on_the_page() -> None:
    page = read(OWNER, STALE, COMMENT, NOT_FOUND)
    anchors = page.root.xpath("//@id")
    assert len(anchors) == len(set(anchors))
    assert {one.removeprefix("#") for one in page.root.xpath("//a/@href")} <= set(anchors)
    assert set(page.root.xpath("//@data-copies")) <= set(anchors)
    assert set(" ".join(page.root.xpath("//@aria-labelledby")).split()) <= set(anchors)


def test_nothing_is_fetched_and_only_its_own_style_and_script_may_speak() -> None:
    page = read(OWNER)
    assert not page.root.xpath(
        "//link | //img | //iframe | //object | //base | //@src | //@style | //@*[starts-with(name(), 'on')]"
    )
    policy = page.root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    for tag, directive in (("style", "style-src"), ("script", "script-src")):
        (own,) = page.root.iter(tag)
        digest = base64.b64encode(hashlib.sha256((own.text or "").encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy and "unsafe" not in policy
    head = page.root.head
    assert head.index(head.xpath("meta[@http-equiv]")[0]) < head.index(head.find("style"))


def test_without_its_script_everything_but_the_filters_and_the_buttons_is_there() -> None:
    page = read(OWNER, STALE, COMMENT, NOT_FOUND)
    hidden = page.root.xpath("//*[@hidden]")
    assert {one.tag for one in hidden} == {"form", "button"}
    assert all("data-with-script" in one.attrib for one in hidden)


def test_it_is_ordered_for_those_who_hear_it() -> None:
    page = read(OWNER, STALE, COMMENT)
    assert page.root.get("lang") == "en-GB"
    assert [len(page.root.xpath(f"//{tag}")) for tag in ("h1", "header", "nav", "main", "footer")] == [1] * 5
    tables = list(page.root.iter("table"))
    assert tables and all(words(table.find("caption")) for table in tables)
    assert all(
        cell.get("scope") == ("col" if cell.xpath("ancestor::thead") else "row") for cell in page.root.iter("th")
    )
    assert all(len(row.xpath("th")) == 1 for row in page.root.xpath("//tbody/tr"))
    levels = [int(one.tag[1]) for one in page.root.xpath("//h1 | //h2 | //h3 | //h4")]
    assert all(now - before <= 1 for before, now in pairwise(levels))
    drawings = page.root.xpath("//*[local-name()='svg']")
    assert drawings and all(one.get("aria-label") or one.get("aria-hidden") == "true" for one in drawings)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_words_on_the_heat_maps_are_easy_to_read_on_every_shade() -> None:
    page = read()
    shades = {one.get("fill").removeprefix("#") for one in page.root.xpath("//*[local-name()='rect']")}
    assert len(shades) > 2
    assert all((luminance(shade) + 0.05) / (luminance("1c2126") + 0.05) >= 4.5 for shade in shades)


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "</style><b>", "{{ 7 * 7 }}", "{% raw %}", "&amp;", "\"' onclick=x", "<!--"]
)
def test_words_of_the_registers_are_words(text: str) -> None:
    report = b.a_report(promises=(b.a_promise(text),))
    risk = replace(report.aligned_risks[0].row, name=text, number=9)
    moved = replace(report.movement.changes[0], was=text, now=text, item=text)
    report = replace(
        report,
        aligned_risks=(replace(report.aligned_risks[0], row=risk),),
        movement=replace(report.movement, others=(moved,)),
    )
    finding = replace(OWNER, message=text, subject=text, file=text, remedy=text)
    clean, page = read(OWNER, report=report), read(finding, report=report, page=compose(report))
    assert " ".join(text.split()) in page.text
    assert {one.tag for one in page.root.iter()} - {"q"} == {one.tag for one in clean.root.iter()} - {"q"}


@given(st.text())
@settings(max_examples=40, deadline=None)
def test_any_words_make_a_page(text: str) -> None:
    html = review.build(REPORT, PAGE, (replace(OWNER, message=text),), version="1").decode("utf-8")
    assert html.rstrip().endswith("</html>")


def test_a_file_name_that_is_no_text_does_not_keep_the_page_from_being_written() -> None:
    report = replace(REPORT, inputs=(InputFile("register", "met\udcff.xlsx", "c" * 64, "Met"),))
    assert "met?.xlsx" in read(report=report).text


def test_what_changed_is_there_with_the_changes_of_other_risks() -> None:
    others = (
        Change(ChangeKind.RISK_REWORDED, "", "Met", "M05", "The fleet is old.", "The fleet grows old."),
        Change(ChangeKind.RISK_NEW, "", "MOPAC", "P06", "Not in the register", "Low (2)"),
        Change(ChangeKind.RISK_GONE, "", "MOPAC", "P07", "Low (2)", "No longer in the register"),
    )
    movement = Movement(REPORT.movement.previous, REPORT.movement.changes, others)
    report = replace(REPORT, movement=movement)
    page = read(report=report, page=compose(report))
    assert all(sentence in page.under("changed") for sentence in PAGE.movement.sentences)
    told = [row[:5] for row in page.table("What the report tells of")]
    assert ["3 Money", "MOPAC", "Re-scored: P03", "Medium (6)", "High (9)"] in told
    assert [row[:5] for row in page.table("Risks under no aligned risk")] == [
        ["M05", "Met", "Re-worded", "The fleet is old.", "The fleet grows old."],
        ["P06", "MOPAC", "New in the register", "Not in the register", "Low (2)"],
        ["P07", "MOPAC", "No longer in the register", "Low (2)", "No longer in the register"],
    ]
    marks = [(one.tag, one.text) for one in page.root.xpath("//table//tr[th='M05']//*[self::ins or self::del]")]
    assert marks == [("del", "is"), ("ins", "grows")]


def test_a_first_report_has_no_table_of_changes() -> None:
    first = b.a_report(past=False)
    page = read(report=first, page=compose(first))
    assert "This is the first report" in page.under("changed")
    assert not page.section("changed").xpath(".//table | .//ins")
    assert "No earlier record was found to compare with." in page.under("provenance")
    assert "There is no earlier report to draw a line from." in page.under("stand")


def test_how_a_register_was_read() -> None:
    register = replace(
        REPORT.registers[0],
        header_rows=(5, 6),
        columns=(
            Column("A", "Risk ref", "", "id", "exact"),
            Column("F", "Likelihood", "Current", "current.likelihood", "layout"),
            Column("G", "Impct", "Current", "current.impact", "near"),
            Column("H", "", "", "trend", "values"),
        ),
        rows={"risk": 5, "section": 2, "total": 0},
        rows_of_kind={"risk": (7, 8, 9, 10, 11), "section": (12, 15)},
        other_sheets=("Guidance", "Closed"),
    )
    page = read(report=replace(REPORT, registers=(register,)))
    text = page.under("read")
    assert "Sheet Corporate risks, headings in rows 5 and 6. 5 risks, 4 reported." in text
    assert page.table("Columns of the Met register") == [
        ["A", "Risk ref", "id", "by its heading"],
        ["F", "Current > Likelihood", "current.likelihood", "as the layout says"],
        ["G", "Current > Impct", "current.impact", "by a heading much like it"],
        ["H", "–", "trend", "by what stands under it"],
    ]
    assert "Columns not read: Z Last printed." in text
    assert "Sheets not read: Guidance and Closed." in text
    assert text.endswith("Rows by kind Risks 5 Headings of sections 2 rows 12, 15")


class TestWhereItComesFrom:
    def test_every_file_has_its_fingerprint(self) -> None:
        files = (
            InputFile("register", "mopac.xlsx", "c" * 64, "MOPAC"),
            InputFile("previous", "2017-09-26/issued/record.json", "d" * 64),
            InputFile("previous", "2017-06-20/issued/record.json", "e" * 64),
        )
        page = read(report=replace(REPORT, inputs=files))
        assert page.table("The files this report was made from.") == [
            ["mopac.xlsx", "Register", "MOPAC", "c" * 64],
            ["2017-09-26/issued/record.json", "Record compared with", "–", "d" * 64],
            ["2017-06-20/issued/record.json", "Earlier record", "–", "e" * 64],
        ]

    def test_the_record_and_the_version_are_named(self) -> None:
        text = read().under("provenance")
        assert "Compared with the record 2017-09-26/issued/record.json, of the meeting of 26 September 2017." in text
        assert "Made by version 1.2.3." in text

    def test_a_record_that_cant_be_read_is_named(self) -> None:
        report = replace(REPORT, movement=Movement(None, unreadable="2017-09-26/issued/record.json"))
        text = read(report=report).under("provenance")
        assert "The record 2017-09-26/issued/record.json can't be read, so nothing was compared." in text


class TestWhatWasDecided:
    def test_each_change_of_weight_with_its_reason_and_effect(self) -> None:
        report = b.a_report(
            severities=(
                b.a_severity("evidence-stale", "block", reason="The Panel asked for it"),
                b.a_severity("double-spaces", "query", reason=None),
                b.a_severity("mapped-not-found", "note"),
            )
        )
        place = report.mapping.severities[2].source.place("severity")
        refused = find("decision-refused", "It stays.", place, subject="mapped-not-found")
        page = read(STALE.with_severity(Severity.BLOCK), NOT_FOUND, refused, report=report)
        assert page.table("Kinds of finding that weigh otherwise") == [
            ["evidence-stale", "Please look", "Must fix", "The Panel asked for it", "1 finding"],
            ["double-spaces", "For information", "Please look", "No reason is given", "No such finding this time"],
            ["mapped-not-found", "Must fix", "Must fix", "Agreed", "Refused: it can't be lowered"],
        ]

    def test_each_acceptance_with_its_reason_and_effect(self) -> None:
        late = b.a_meeting().date.replace(month=11, day=30)
        report = b.a_report(
            accepted=(
                b.an_acceptance("owner-missing", "met  m02"),
                b.an_acceptance("evidence-stale", "C-1 Board", until=late),
                b.an_acceptance("mapped-not-found", "Risk 3: Money", until=None),
                b.an_acceptance("not-scored", "Met M09"),
            )
        )
        page = read(replace(OWNER, accepted="Accepted by Head of Risk"), STALE, NOT_FOUND, report=report)
        who = ["The post is being filled", "Head of Risk"]
        assert page.table("What someone has decided to live with") == [
            ["owner-missing", "met m02", *who, "31 March 2018", "In force"],
            ["evidence-stale", "C-1 Board", *who, "30 November 2017", "Ended on 30 November 2017"],
            ["mapped-not-found", "Risk 3: Money", *who, "No end", "Refused: it has to be mended"],
            ["not-scored", "Met M09", *who, "31 March 2018", "No such finding this time"],
        ]

    def test_each_row_says_what_became_of_itself(self) -> None:
        early = b.a_meeting().date.replace(month=12, day=18)
        source = b.a_source(("finding", "subject", "reason"), sheet="Accepted", row=4)
        rows = (
            b.an_acceptance("owner-missing", "Met M02", until=early),
            b.an_acceptance("owner-missing", "Met M02"),
            b.an_acceptance("owner-missing", "Met M02", source=source),
            b.an_acceptance("cell-error", "Met M07"),
            b.an_acceptance("cell-error", "Met M07, K7"),
        )
        weights = tuple(
            b.a_severity("evidence-stale", weight, source=b.a_source(("finding", "severity"), sheet="Checks", row=row))
            for row, weight in ((2, "query"), (3, "block"))
        )
        report = b.a_report(accepted=rows, severities=weights)
        broken = (
            find("cell-error", f"#REF! in {at}.", Place("met.xlsx", "Risks", at), subject="Met M07")
            for at in ("D7", "K7")
        )
        page = read(*decide((OWNER, STALE, *broken), report.mapping), report=report)
        assert [row[-1] for row in page.table("What someone has decided to live with")] == [
            "Ended on 18 December 2017", "In force", "Not applied: another row accepts it",
            "Not applied: it fits several findings", "In force",
        ]  # fmt: skip
        assert [row[2::2] for row in page.table("Kinds of finding that weigh otherwise")] == [
            ["Please look", "Not applied: two rows contradict"]
        ] * 2

    def test_nothing_decided_is_said(self) -> None:
        text = read().under("decided")
        assert "None: every finding has its usual weight." in text and text.endswith("None.")


class TestControls:
    def test_stand_by_status(self) -> None:
        assert read().table("Controls by status") == [
            ["Working", "3: C-SAF-1 Child protection group (Risk 1); C-GOV-1 Oversight board (Risk 2); C-MON-1 Budget monitoring (Risk 3)", "None"],
            ["In place, not proven", "1: C-SAF-2 Police and Crime Plan (Risk 1)", "None"],
            ["In place, not working", "1: C-MON-2 Service area reviews (Risk 3)", "None"],
            ["Partly in place", "1: C-INS-1 Insight services (Risk 4)", "None"],
            ["Not in place", "None", "1: C-GOV-2 Scheme of delegation (Risk 2)"],
        ]  # fmt: skip

    def test_that_are_overdue_stand_with_owner_date_and_progress(self) -> None:
        first, second = (
            b.a_potential(
                f"P-{n}", name=f"Plan {n}", due=b.MEETING_DAY.replace(month=12 - n), owner=None if n == 1 else "Chief"
            )
            for n in (1, 2)
        )
        page = read(report=b.a_report(controls=(first, second)))
        assert page.table("Due before the meeting") == [
            ["P-2 Plan 2", "1 Safeguarding", "Potential", "Chief", "19 October 2017", "Not in place", "Being drawn up."],
            ["P-1 Plan 1", "1 Safeguarding", "Potential", "Not stated", "19 November 2017", "Not in place", "Being drawn up."],
        ]  # fmt: skip

    def test_none_overdue_is_said(self) -> None:
        assert "No control is overdue." in read().under("controls")


def test_the_same_report_is_the_same_bytes() -> None:
    assert review.build(REPORT, PAGE, (OWNER,), version="1") == review.build(REPORT, PAGE, (OWNER,), version="1")


def test_it_names_no_outside_address() -> None:
    html = review.build(REPORT, PAGE, (OWNER, STALE), version="1").decode("utf-8")
    assert not re.findall(r"https?://", html)

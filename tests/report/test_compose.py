"""From records to the words of the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.document import Origin, Role
from pipeline.model.page import NarrativeText, Page, RiskText
from pipeline.model.records import Exposure, Place, Report, Trend
from pipeline.report.compose import compose, draft_notice
from pipeline.report.origins import origins
from tests.reconcile import builders as b


def report_on(
    *risks: b.Risk,
    ids: dict[str, Sequence[str]] | None = None,
    organisations: Sequence[b.Organisation] = (b.MET, b.MOPAC),
    row: dict[str, object] | None = None,
    **mapping: object,
) -> Report:
    """One aligned risk, its register risks as given."""
    ids = ids or {o.name: tuple(r.id for r in risks if r.organisation == o.name) for o in organisations}
    registers = [b.a_register(o.name, *(r for r in risks if r.organisation == o.name)) for o in organisations]
    rows = (b.a_row(1, "Safeguarding", ids, **(row or {})),)
    return b.report_of(b.a_mapping(rows, organisations=organisations, **mapping), registers)


def page_of(*risks: b.Risk, **values: Any) -> Page:
    return compose(report_on(*risks, **values))


def origins_of(*risks: b.Risk, **values: Any) -> Mapping[str, Origin]:
    report = report_on(*risks, **values)
    return origins(report, compose(report))


def the_risk(page: Page) -> RiskText:
    (risk,) = page.risks
    return risk


def test_the_founding_case_says_what_it_must() -> None:
    page = compose(b.a_report())
    assert page.overview_title == "Met/MOPAC joint risk overview"
    assert (page.meeting.date, page.meeting.date_short) == ("Tuesday 19 December 2017", "19 December 2017")
    assert page.meeting.review_period == "12 months"
    assert page.aligned_risks.names == "Safeguarding, Governance, Money and Insight"
    assert (page.aligned_risks.count, page.aligned_risks.count_in_words) == ("4", "four")
    assert page.aligned_risks.organisations == "Met and MOPAC"
    assert (page.aligned_risks.rising, page.aligned_risks.falling) == ("Money (MOPAC)", "Governance (MOPAC)")
    assert page.aligned_risks.above_appetite == "Money"
    assert [risk.heading for risk in page.risks] == [
        "Risk 1: Safeguarding",
        "Risk 2: Governance",
        "Risk 3: Money",
        "Risk 4: Insight",
    ]
    money = page.risks[2]
    assert money.formerly == "Reported as Funding until September 2017."
    assert [(row.organisation, row.owner, row.trend, row.rating) for row in money.rows] == [
        ("Met", "Director of Finance", "↔ Unchanged", "Very high (16)"),
        ("MOPAC", "Chief Finance Officer", "↑ Rising", "High (9)"),
    ]
    assert money.trend_reason == "The settlement is lower than was planned for."
    assert [(row.rating, row.target, row.appetite, row.against_appetite) for row in money.residual] == [
        ("Very high (16)", "Medium (9)", "High", "Above appetite"),
        ("High (9)", "Medium (4)", "Medium", "Above appetite"),
    ]
    assert money.control_line == (
        "Joint controls shown to be working: 1 of 2 (partly shown) (by those who run them only)."
    )
    assert money.control_exceptions == "Not working: Service area reviews."
    assert page.glance[5].aligned_risk == "3 Money"
    assert (page.glance[5].last_time, page.glance[5].now, page.glance[5].target) == (
        "Medium (6)",
        "High (9)",
        "Medium (4)",
    )
    assert page.narrative == NarrativeText()


def test_every_leaf_is_a_string() -> None:
    def leaves(value: object) -> None:
        if is_dataclass(value):
            for each in fields(value):
                leaves(getattr(value, each.name))
        elif isinstance(value, tuple):
            for one in value:
                leaves(one)
        else:
            assert value is None or type(value) is str, value

    leaves(compose(b.a_report()))
    leaves(compose(b.a_report(past=False)))


def test_a_first_report_says_so_and_not_that_risks_are_new() -> None:
    page = compose(b.a_report(past=False))
    assert page.movement.sentences == ("This is the first report, so there is no earlier report to compare with.",)
    assert page.movement.sentence == page.movement.sentences[0]
    assert page.movement.compared_with == "no earlier report: this is the first report"
    assert (page.movement.others, page.movement.changes) == ("", ())
    assert {row.last_time for row in page.glance} == {"–"}
    assert page.risks[2].formerly == "Formerly reported as Funding."
    assert "New" not in {row.trend for row in page.glance}


def test_a_name_the_last_report_had_already_is_not_dated_anew() -> None:
    past = b.a_past(b.a_theme(1, "Safeguarding"))
    rows = (b.a_row(1, "Safeguarding", {"Met": ("M01",), "MOPAC": ()}, formerly=("Children",)),)
    report = b.report_of(b.a_mapping(rows), (b.a_register("Met", b.a_risk("M01")), b.a_register("MOPAC")), past)
    assert the_risk(compose(report)).formerly == "Formerly reported as Children."


def two_quarters(then: b.PastAlignedRisk, **row: object) -> Page:
    """One aligned risk, Safeguarding, after a last report with this one."""
    rows = (b.a_row(1, "Safeguarding", {"Met": ("M01",), "MOPAC": ()}, **row),)
    registers = (b.a_register("Met", b.a_risk("M01")), b.a_register("MOPAC"))
    return compose(b.report_of(b.a_mapping(rows), registers, b.a_past(then)))


@pytest.mark.parametrize(
    ("then", "words"),
    [
        (b.past_of(b.a_risk("M01"), rating="High"), "High (12)"),
        (b.past_of(b.a_risk("M01")), "High (12)"),
        (b.past_of(b.a_risk("M01"), rating="Severe"), "Severe (12)"),
        (b.past_of(b.a_risk("M01"), current=Exposure()), "Not recorded"),
        (b.past_of(b.a_risk("P01", "MOPAC")), "–"),
    ],
)
def test_last_time_is_what_was_printed_then(then: b.PastRisk, words: str) -> None:
    assert two_quarters(b.a_theme(1, "Safeguarding", (then,))).glance[0].last_time == words


@pytest.mark.parametrize(
    ("number", "name", "formerly", "last_time"),
    [
        (1, "Safeguarding", (), "High (12)"),
        (7, "Safeguarding", (), "High (12)"),
        (1, "Children", ("Children",), "High (12)"),
        (7, "Children", ("Children",), "High (12)"),
        (7, "Children", (), "–"),
    ],
)
def test_last_time_is_that_of_the_same_theme(number: int, name: str, formerly: tuple[str, ...], last_time: str) -> None:
    page = two_quarters(b.a_theme(number, name, (b.past_of(b.a_risk("M01")),)), formerly=formerly)
    assert page.glance[0].last_time == last_time
    assert the_risk(page).formerly == ("Reported as Children until September 2017." if formerly else "")


@pytest.mark.parametrize(
    ("blocks", "notice"),
    [
        (0, ""),
        (1, "DRAFT: 1 matter must be fixed before this report is circulated."),
        (2, "DRAFT: 2 matters must be fixed before this report is circulated."),
    ],
)
def test_the_notice_of_a_draft(blocks: int, notice: str) -> None:
    assert draft_notice(blocks) == notice
    assert compose(b.a_report(), draft_notice=notice).draft_notice == notice


@pytest.mark.parametrize(
    ("names", "title"),
    [
        (("Met",), "Met joint risk overview"),
        (("Met", "MOPAC", "BTP"), "Met/MOPAC/BTP joint risk overview"),
        (("A", "B", "C", "D"), "Joint risk overview"),
    ],
)
def test_the_title_names_up_to_three_organisations(names: tuple[str, ...], title: str) -> None:
    organisations = tuple(b.an_organisation(name) for name in names)
    page = page_of(*(b.a_risk(f"{name}1", name) for name in names), organisations=organisations)
    assert page.overview_title == title
    assert len(page.glance) == len(names)


class TestAnOrganisationWithoutARisk:
    page = page_of(b.a_risk("M01"))

    def test_is_said_in_the_overview(self) -> None:
        row = the_risk(self.page).rows[1]
        assert (row.description, row.organisation) == ("No risk of this organisation is reported here.", "MOPAC")
        assert (row.owner, row.trend, row.reference, row.rating) == ("–", "–", "", "–")

    def test_is_said_at_a_glance(self) -> None:
        row = self.page.glance[1]
        assert (row.last_time, row.now, row.target, row.appetite, row.trend) == ("–", "No risk", "–", "–", "–")


class TestMissingValues:
    def test_an_id_that_is_not_there_is_marked_in_its_place(self) -> None:
        page = page_of(b.a_risk("M01"), ids={"Met": ("M01", "M07"), "MOPAC": ("P09",)})
        assert [(row.description, row.reference) for row in the_risk(page).rows] == [
            ("What M01 of Met is about.", "M01"),
            ("[not found: M07]", "M07"),
            ("[not found: P09]", "P09"),
        ]
        assert [row.now for row in page.glance] == ["High (12); [not found: M07]", "[not found: P09]"]
        assert page.organisations[1].not_placed == "Not on the map: Risk 1 ([not found: P09])."

    def test_a_risk_without_owner_is_marked(self) -> None:
        assert the_risk(page_of(b.a_risk("M01", owner=None))).rows[0].owner == "[missing: risk owner]"

    @pytest.mark.parametrize(
        ("subject", "until", "owner"),
        [
            ("Met M01", date(2018, 3, 31), "Vacant"),
            ("met  m01", date(2017, 12, 19), "Vacant"),
            ("Met M01", date(2017, 12, 18), "[missing: risk owner]"),
            ("Met M02", date(2018, 3, 31), "[missing: risk owner]"),
        ],
    )
    def test_an_accepted_vacancy_is_vacant(self, subject: str, until: date, owner: str) -> None:
        accepted = (b.an_acceptance("owner-missing", subject, until=until),)
        for written, shown in ((None, owner), ("TBC", "Vacant" if owner == "Vacant" else f"TBC {owner}")):
            assert the_risk(page_of(b.a_risk("M01", owner=written), accepted=accepted)).rows[0].owner == shown

    def test_a_risk_without_words_is_marked(self) -> None:
        page = page_of(b.a_risk("M01", title=None, description=None))
        assert the_risk(page).rows[0].description == "[missing: description]"

    def test_a_risk_without_trend_or_scores_says_so(self) -> None:
        page = page_of(b.a_risk("M01", trend=None, current=Exposure(), target=Exposure()))
        row = page.glance[0]
        assert (row.trend, row.now, row.target) == ("Not stated", "Not scored", "Not stated")
        assert the_risk(page).residual[0].against_appetite == "Not scored"

    def test_an_appetite_nobody_stated_is_not_kept_to(self) -> None:
        page = page_of(b.a_risk("M01"), organisations=(b.an_organisation("Met", appetite=None),))
        residual = the_risk(page).residual[0]
        assert (residual.appetite, residual.against_appetite) == ("Not stated", "Appetite not stated")

    def test_a_meeting_without_its_settings_is_marked(self) -> None:
        meeting = page_of(
            b.a_risk("M01"), meeting=b.a_meeting(report_by="", period="", authors=(), marking=None)
        ).meeting
        assert (meeting.report_by, meeting.period, meeting.marking) == ("[missing: report by]", "[missing: period]", "")
        assert [author.role for author in meeting.authors] == ["[missing: author]"]


class TestSeveralRisksOfOneOrganisation:
    low = b.a_risk("M01", current=b.an_exposure(1, 2), trend=Trend.RISING, trend_reason="Demand grows")
    high = b.a_risk("M02", current=b.an_exposure(4, 4))

    def test_the_highest_speaks_for_them_and_says_so(self) -> None:
        page = page_of(self.low, self.high)
        assert page.glance[0].now == "Very high (16), the highest of 2"
        assert the_risk(page).residual[0].rating == "Very high (16), the highest of 2"
        assert [row.rating for row in the_risk(page).rows[:2]] == ["Low (2)", "Very high (16)"]

    def test_trends_that_differ_are_told_apart(self) -> None:
        assert page_of(self.low, self.high).glance[0].trend == "↑ Rising (M01); ↔ Unchanged (M02)"
        assert page_of(self.high, replace(self.high, id="M03")).glance[0].trend == "↔ Unchanged"

    def test_a_reason_is_given_with_whose_it_is(self) -> None:
        assert the_risk(page_of(self.low, self.high)).trend_reason == "Met M01: Demand grows."
        assert the_risk(page_of(self.low)).trend_reason == "Met: Demand grows."

    def test_one_above_its_own_appetite_is_named_where_another_is_shown(self) -> None:
        tolerated = replace(self.high, appetite="Very high")
        picky = b.a_risk("M01", current=b.an_exposure(3, 3), appetite="Low")
        assert the_risk(page_of(picky, tolerated)).residual[0].against_appetite == "Above appetite (M01)"
        assert the_risk(page_of(tolerated)).residual[0].against_appetite == "Within appetite"

    def test_last_time_is_the_highest_of_then(self) -> None:
        past = b.a_past(b.a_theme(1, "Safeguarding", (b.past_of(self.low), b.past_of(self.high, rating="Very high"))))
        rows = (b.a_row(1, "Safeguarding", {"Met": ("M01",), "MOPAC": ()}),)
        report = b.report_of(b.a_mapping(rows), (b.a_register("Met", self.low), b.a_register("MOPAC")), past)
        assert compose(report).glance[0].last_time == "Very high (16), the highest of 2"


class TestAgreedWording:
    def test_words_other_than_the_register_s_say_so(self) -> None:
        wording = b.a_wording(
            "Met", "M01", "Agreed words", agreed_by="Head of Risk", date=date(2017, 12, 4), reason="Too long."
        )
        assert the_risk(page_of(b.a_risk("M01"), wording=(wording,))).rows[0].description == (
            "Agreed words. (Wording agreed with Head of Risk on 4 December 2017: Too long. It differs from the register.)"
        )

    def test_the_same_words_need_no_remark(self) -> None:
        risk = b.a_risk("M01")
        wording = b.a_wording("Met", "M01", risk.words)
        assert the_risk(page_of(risk, wording=(wording,))).rows[0].description == risk.words

    @pytest.mark.parametrize(
        ("register", "agreed", "values", "shown"),
        [
            ("Deputy", "Assistant", {"date": date(2017, 12, 19)}, "Assistant (as agreed on 19 December 2017; the register has Deputy)"),
            ("Deputy", "Assistant", {"agreed_by": "the Panel", "reason": "Not printed."}, "Assistant (as agreed with the Panel; the register has Deputy)"),
            (None, "Assistant", {}, "Assistant (as agreed; the register has none)"),
            ("Deputy", "Deputy", {"date": date(2017, 12, 19)}, "Deputy"),
            ("Deputy", "TBC", {}, "TBC [missing: risk owner]"),
        ],
    )  # fmt: skip
    def test_an_owner_other_than_the_register_s_says_so(
        self, register: str | None, agreed: str, values: dict[str, object], shown: str
    ) -> None:
        wording = b.a_wording("Met", "M01", agreed, field="owner", **values)
        assert the_risk(page_of(b.a_risk("M01", owner=register), wording=(wording,))).rows[0].owner == shown

    def test_what_cannot_be_read_in_the_register_is_marked_behind_an_agreed_owner(self) -> None:
        wording = b.a_wording("Met", "M01", "Assistant", field="owner")
        risk = b.a_risk("M01", owner=None, unknown={"owner": "[not readable: #REF!]"})
        assert the_risk(page_of(risk, wording=(wording,))).rows[0].owner == (
            "Assistant (as agreed; the register has [not readable: #REF!])"
        )

    def test_the_words_belong_to_the_wording_sheet(self) -> None:
        wording = b.a_wording("Met", "M01", "Assistant", field="owner")
        known = origins_of(b.a_risk("M01"), wording=(wording,))
        assert (known["risks[0].rows[0].owner"].role, known["risks[0].rows[0].owner"].place) == (
            Role.MAPPING, Place("mapping.xlsx", "Wording", "D2"),
        )  # fmt: skip
        assert known["risks[0].rows[0].description"].role is Role.REGISTER
        assert origins_of(b.a_risk("M01"))["risks[0].rows[0].owner"].role is Role.REGISTER


@pytest.mark.parametrize(
    ("row_reason", "own", "words"),
    [
        (None, None, ""),
        ("The settlement fell", None, "The settlement fell."),
        ("The settlement fell", "Grants ended.", "The settlement fell.\nMet: Grants ended."),
        ("Grants ended", "Grants ended", "Grants ended."),
    ],
)
def test_the_reason_for_a_trend(row_reason: str | None, own: str | None, words: str) -> None:
    page = page_of(b.a_risk("M01", trend_reason=own), row={"trend_reason": row_reason})
    assert the_risk(page).trend_reason == words


@pytest.mark.parametrize(
    ("due", "kept", "words"),
    [
        (date(2017, 12, 1), "Sent on 28 November", "Kept: Sent on 28 November"),
        (None, "Yes", "Kept"),
        (date(2017, 12, 1), "Partly: the first half", "Partly: the first half"),
        (date(2017, 12, 1), "No", "Not kept"),
        (date(2017, 12, 1), "-", "Not kept"),
        (date(2017, 12, 18), None, "Not kept"),
        (date(2017, 12, 19), None, "Not yet kept"),  # it is due at this very meeting
        (date(2017, 12, 20), None, "Not yet due"),
        (None, None, "Not yet kept; no date was set"),
    ],
)
def test_what_the_panel_asked_for(due: date | None, kept: str | None, words: str) -> None:
    page = page_of(b.a_risk("M01"), promises=(b.a_promise("A paper", due=due, kept=kept),))
    assert page.promises[0].kept == words


def test_an_organisation_s_scale_and_register() -> None:
    met, _ = compose(b.a_report()).organisations
    assert (met.full_name, met.as_at, met.register) == (
        "Metropolitan Police Service",
        "1 December 2017",
        "met-register.xlsx",
    )
    assert met.scale == "likelihood 1-5, impact 1-5"
    assert met.bands == "Low 1-4, Medium 5-9, High 10-15, Very high 16-25"


def test_the_definitions_name_every_word_the_report_uses() -> None:
    key = compose(b.a_report(acronyms={"b": "second", "A": "first"})).definitions
    assert [term.term for term in key.trends] == ["↑ Rising", "↔ Unchanged", "↓ Falling", "New", "Not stated"]
    assert key.statuses[0].term == "Working"
    assert len(key.statuses) == 7
    assert len(key.levels) == 6
    assert len(key.assurance) == 4
    assert [term.term for term in key.acronyms] == ["A", "b"]
    assert '"High" at one organisation is never compared with "High" at another.' in key.own_scales
    assert key.counts_evidence == (
        "This counts evidence on joint controls. It is not an internal audit opinion and does not cover each "
        "organisation's own controls."
    )


@given(st.text(min_size=1).filter(lambda text: any(letter.isalpha() for letter in text)))  # "?" names no owner
@settings(max_examples=50)
def test_words_stand_as_they_are_in_the_register(text: str) -> None:
    page = page_of(b.a_risk("M01", description=text, owner=text))
    assert (the_risk(page).rows[0].description, the_risk(page).rows[0].owner) == (text, text)


def test_the_order_of_a_register_changes_nothing() -> None:
    there = compose(b.report_of(b.a_mapping(b.ROWS, b.CONTROLS), (b.a_register("Met", *b.MET_RISKS), b.a_register("MOPAC", *b.MOPAC_RISKS))))  # fmt: skip
    back = compose(b.report_of(b.a_mapping(b.ROWS, b.CONTROLS), (b.a_register("Met", *b.MET_RISKS[::-1]), b.a_register("MOPAC", *b.MOPAC_RISKS[::-1]))))  # fmt: skip
    assert there == back

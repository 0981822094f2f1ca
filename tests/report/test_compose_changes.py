"""What changed, in sentences."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pipeline.model.page import MovementText
from pipeline.model.records import (
    Besides,
    Change,
    ChangeKind,
    ControlKind,
    ControlMoved,
    ControlStatus,
    Detail,
    DueDates,
    Movement,
    Rated,
    RatingSeries,
    Reowned,
    Rescaled,
    Rescored,
    Retrended,
    StageThen,
    Trend,
    Withdrawn,
)
from pipeline.reconcile.scores import rescored_words
from pipeline.report.compose import compose
from tests.reconcile import builders as b

K = ChangeKind
REPORT = b.a_report()
MONEY, GOVERNANCE, INSIGHT = "Risk 3: Money", "Risk 2: Governance", "Risk 4: Insight"


def movement_of(*changes: Change, others: tuple[Change, ...] = ()) -> MovementText:
    return compose(replace(REPORT, movement=Movement(REPORT.movement.previous, changes, others))).movement


def change(kind: K, label: str = MONEY, *of: str, item: str = "", was: str = "", now: str = "", reason: str | None = None, detail: Detail | None = None) -> Change:  # fmt: skip
    """``of``: organisation, item, was and now in this order, or as keywords from the item on."""
    organisation, item, was, now = (*of, *("", item, was, now)[len(of) :])
    return Change(kind, label, organisation, item, was, now, reason, detail=detail)


def stage(words: str) -> StageThen:
    """``High (9)``: with band and score where the words have both."""
    band, _, score = words.removesuffix(")").partition(" (")
    return StageThen(words, band if score else "", score, stated=words != "Not scored")


def rescored(label: str, organisation: str, item: str, was: str, now: str, *, moved: Trend | None = None, target: tuple[str, str] | None = None, other_bands: bool = False) -> Change:  # fmt: skip
    """``was`` and ``now``: of the current score, "" where it is as it was."""
    current = (stage(was), stage(now)) if was else None
    aim = (stage(target[0]), stage(target[1])) if target else None
    detail = Rescored(current, aim, moved, other_bands)
    return change(K.RISK_RESCORED, label, organisation, item, *rescored_words(detail), detail=detail)


def retrended(label: str, organisation: str, item: str, was: Trend | None, now: Trend | None) -> Change:
    return change(K.TREND_CHANGED, label, organisation, item, "Then", "Now", detail=Retrended(was, now))


def reowned(label: str, organisation: str, item: str, was: str | None, now: str | None) -> Change:
    return change(
        K.RISK_REOWNED, label, organisation, item, was or "No owner", now or "No owner", detail=Reowned(was, now)
    )


def control(kind: K, label: str, item: str, was: str = "", now: str = "", **moved: object) -> Change:
    """``item``: reference and name."""
    reference, _, name = item.partition(" ")
    detail = ControlMoved(reference, name, **moved)  # type: ignore[arg-type]
    return change(kind, label, item=item, was=was, now=now, detail=detail)


RESCORED = rescored(MONEY, "MOPAC", "P03", "Medium (6)", "High (9)", moved=Trend.RISING)
TREND = retrended(MONEY, "MOPAC", "P03", Trend.SAME, Trend.RISING)
JOINT, POTENTIAL = ControlKind.JOINT, ControlKind.POTENTIAL
DELEGATION = "C-GOV-2 Scheme of delegation"


@pytest.mark.parametrize(
    ("changes", "sentences"),
    [
        ((change(K.ALIGNED_NEW, INSIGHT, was="Not reported", now="Insight"),), ["Insight is a new aligned risk."]),
        (
            (change(K.ALIGNED_NEW, INSIGHT), change(K.ALIGNED_NEW, MONEY)),
            ["Insight and Money are new aligned risks."],
        ),
        ((change(K.ALIGNED_WITHDRAWN, "Risk 5: Gangs", detail=Withdrawn()),), ["Gangs is no longer reported as an aligned risk."]),
        ((change(K.ALIGNED_RENAMED, was="Funding", now="Money"),), ["Funding is now reported as Money."]),
        (
            (change(K.RISK_NEW, MONEY, "Met", "M12", "Not in the register", "High (12)"),),
            ["Met's risk M12 is newly reported under Money (before: not in the register)."],
        ),
        (
            (change(K.RISK_GONE, MONEY, "Met", "M03", "High (12)", "No longer in the register", reason="Merged into M11."),),
            ["Met's risk M03 is no longer reported under Money (now: no longer in the register; Merged into M11)."],
        ),
        (
            (change(K.RISK_RENUMBERED, MONEY, "Met", "M11", "M07", "M11"),),
            ["Met's risk M07 under Money is now numbered M11."],
        ),
        (
            (reowned(GOVERNANCE, "Met", "M02", "ACTP", "Deputy Commissioner"),),
            ["The owner of Met's risk under Governance changed from ACTP to Deputy Commissioner."],
        ),
        (
            (reowned(GOVERNANCE, "Met", "M02", "ACTP", None),),
            ["Met's risk under Governance no longer has an owner (it was ACTP)."],
        ),
        (
            (reowned(GOVERNANCE, "Met", "M02", None, "ACTP"),),
            ["Met's risk under Governance is now owned by ACTP (it had no owner)."],
        ),
        ((RESCORED,), ["MOPAC's rating of Money rose from Medium (6) to High (9)."]),
        (
            (rescored(GOVERNANCE, "MOPAC", "P02", "High (9)", "Medium (6)", moved=Trend.FALLING),),
            ["MOPAC's rating of Governance fell from High (9) to Medium (6)."],
        ),
        (
            (rescored(MONEY, "Met", "M03", "Likelihood 3, impact 4", "Likelihood 4, impact 3"),),
            ["Met's rating of Money changed from likelihood 3, impact 4 to likelihood 4, impact 3."],
        ),
        (
            (rescored(MONEY, "Met", "M03", "", "", target=("Medium (6)", "Low (4)")),),
            ["Met's target for Money moved from Medium (6) to Low (4)."],
        ),
        (
            (rescored(MONEY, "MOPAC", "P03", "Medium (6)", "High (9)", moved=Trend.RISING, target=("Low (2)", "Medium (4)")),),
            ["MOPAC's rating of Money rose from Medium (6) to High (9), and its target from Low (2) to Medium (4)."],
        ),
        ((rescored(MONEY, "MOPAC", "P03", "Not scored", "High (9)"),), ["MOPAC's risk under Money is now rated High (9) (it was not scored)."]),
        ((rescored(MONEY, "MOPAC", "P03", "Medium (6)", "Not scored"),), ["MOPAC's risk under Money is no longer scored (it was Medium (6))."]),
        ((TREND,), ["MOPAC's trend for Money is now rising (it was unchanged)."]),
        (
            (RESCORED, TREND),
            ["MOPAC's rating of Money rose from Medium (6) to High (9), and its trend is now rising (it was unchanged)."],
        ),
        (
            (
                change(K.RISK_REWORDED, MONEY, "Met", "M03", "Savings are too few.", "Savings are few and late."),
                change(K.RISK_REWORDED, INSIGHT, "Met", "M04", "Old words", "Quite another text"),
            ),
            [
                "The words of Met's risk under Money changed: \"too few\" is now \"few and late\".",
                "Met's risk under Insight is worded anew.",
            ],
        ),
        (
            (control(K.CONTROL_NEW, GOVERNANCE, DELEGATION, kinds=(None, POTENTIAL)),),
            ["New control under Governance: Scheme of delegation (potential)."],
        ),
        (
            (control(K.CONTROL_GONE, MONEY, "C-9 Lobbying"), control(K.CONTROL_GONE, MONEY, "C-MON-1 Budget monitoring")),
            ["No longer listed under Money: Lobbying and Budget monitoring."],
        ),
        (
            (control(K.CONTROL_NOW_JOINT, GOVERNANCE, DELEGATION, kinds=(POTENTIAL, JOINT), status=ControlStatus.WORKING),),
            ['Scheme of delegation (Governance), potential until now, is now a joint control: "Working".'],
        ),
        (
            (control(K.CONTROL_NOW_POTENTIAL, GOVERNANCE, DELEGATION, kinds=(JOINT, POTENTIAL)),),
            ["Scheme of delegation (Governance), joint until now, is now a potential control."],
        ),
        (
            (
                control(K.STATUS_UP, MONEY, "C-MON-1 Budget monitoring", was="Partly in place", now="Working"),
                control(K.STATUS_UP, INSIGHT, "C-INS-1 Insight services", was="Partly in place", now="Working"),
                control(K.STATUS_DOWN, MONEY, "C-MON-2 Service area reviews", was="Working", now="In place, not working"),
                control(K.STATUS_OTHER, GOVERNANCE, "C-GOV-1 Oversight board", was="Not assessed", now="Working"),
            ),
            [
                'Budget monitoring (Money) and Insight services (Insight) improved from "Partly in place" to "Working".',
                'Service area reviews (Money) worsened from "Working" to "In place, not working".',
                'Oversight board (Governance) changed from "Not assessed" to "Working".',
            ],
        ),
        (
            (control(K.EVIDENCE_OLD, GOVERNANCE, "C-GOV-1 Oversight board", was="Working", now="Evidence now older than 12 months; not re-tested"),),
            ["Evidence now older than 12 months; not re-tested: Oversight board (Governance)."],
        ),
        (
            (control(K.DUE_MOVED, GOVERNANCE, DELEGATION, due=(date(2017, 10, 31), date(2018, 3, 31))),),
            ["The due date of Scheme of delegation (Governance) moved from 31 October 2017 to 31 March 2018."],
        ),
        (
            (control(K.DUE_MOVED, GOVERNANCE, DELEGATION, due=(date(2017, 10, 31), None)),),
            ["Scheme of delegation (Governance) no longer has a due date (it was 31 October 2017)."],
        ),
        (
            (control(K.DUE_MOVED, GOVERNANCE, DELEGATION, due=(date(2017, 10, 31), None), due_mark="[not known: soon]"),),
            ["The due date of Scheme of delegation (Governance) moved from 31 October 2017 to [not known: soon]."],
        ),
        (
            (change(K.LEVEL_CHANGED, was="All shown", now="Partly shown"),),
            ["Joint controls shown to be working under Money: partly shown (before: all shown)."],
        ),
    ],
)  # fmt: skip
def test_each_change_is_a_sentence(changes: tuple[Change, ...], sentences: list[str]) -> None:
    assert list(movement_of(*changes).sentences) == sentences


FELL = rescored(GOVERNANCE, "MOPAC", "P02", "High (12)", "High (9)", moved=Trend.FALLING)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (rescored(MONEY, "MOPAC", "P03", "High (9)", "High (12)", moved=Trend.RISING), "MOPAC's rating of Money stays High, with its score up from 9 to 12."),
        (FELL, "MOPAC's rating of Governance stays High, with its score down from 12 to 9."),
        (rescored(MONEY, "MOPAC", "P03", "9", "12", moved=Trend.RISING), "MOPAC's rating of Money rose from 9 to 12."),
    ],
)  # fmt: skip
def test_a_score_that_moved_within_its_band(changed: Change, said: str) -> None:
    assert movement_of(changed).sentences == (said,)


def test_scores_on_other_bands_compare_and_on_other_levels_do_not() -> None:
    scale = Rescaled("Low 1-4, High 5-16", "Low 1-3, Medium 4-8, High 9-16", levels=False)
    bands = change(K.SCALE_CHANGED, "", "MOPAC", detail=scale)
    score = rescored(MONEY, "MOPAC", "P03", "Medium (6)", "High (9)", moved=Trend.RISING, other_bands=True)
    told = ("MOPAC's bands changed from Low 1-4, High 5-16 to Low 1-3, Medium 4-8, High 9-16, so that a rating of another "
            "name is not by itself a rise or a fall.")  # fmt: skip
    assert movement_of(bands, score).sentences == (
        told,
        "MOPAC's score for Money rose from 6 to 9, rated Medium on the scale then and High on that now.",
    )
    levels = replace(bands, detail=replace(scale, levels=True, alone=("P03 is High and was Medium",)))
    score = rescored(MONEY, "MOPAC", "P03", "Medium (6)", "High (9)", other_bands=True)
    text = movement_of(levels, score)
    assert text.sentences[0].startswith("MOPAC's scale changed from Low 1-4, High 5-16 to")
    assert text.sentences[0].endswith("a rise or a fall (by this alone P03 is High and was Medium).")
    assert text.sentences[1] == (
        "MOPAC's score for Money changed from 6 to 9, rated Medium on the scale then and High on that now."
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (change(K.ORGANISATION_JOINED, "", "MOPAC"), "MOPAC joins this report, with risks under Safeguarding, Governance, Money and Insight."),
        (change(K.ORGANISATION_LEFT, "", "Fire"), "Fire is no longer part of this report, and its risks are no longer reported."),
        (
            change(K.ALIGNED_RETURNED, MONEY, was="Last reported to the meeting of 20 June 2017 as Risk 3: Money"),
            "Money is reported again (last reported to the meeting of 20 June 2017 as Risk 3: Money).",
        ),
        (
            change(K.RISK_RETURNED, MONEY, "Met", "M03", "Last reported to the meeting of 20 June 2017", "High (12)"),
            "Met's risk M03 is reported again under Money (last reported to the meeting of 20 June 2017).",
        ),
        (
            change(K.ALIGNED_WITHDRAWN, MONEY, reason="It has passed.", detail=Withdrawn(("C-1 Board",))),
            "Money is no longer reported as an aligned risk, nor is its control (It has passed).",
        ),
        (
            change(K.ALIGNED_WITHDRAWN, MONEY, detail=Withdrawn(("C-1 Board", "C-2 Plan"))),
            "Money is no longer reported as an aligned risk, nor are its controls.",
        ),
    ],
)  # fmt: skip
def test_who_joined_and_what_came_back_or_left(changed: Change, said: str) -> None:
    assert movement_of(changed).sentences == (said,)


def test_a_record_that_can_not_be_read_stands_as_a_mark() -> None:
    page = compose(replace(REPORT, movement=Movement(None, unreadable="2017-09-26/issued/record.json")))
    mark = "[not readable: 2017-09-26/issued/record.json]"
    assert page.movement.sentences == (f"What changed since the last report can't be said: {mark}.",)
    assert (page.movement.sentence, page.movement.compared_with) == (page.movement.sentences[0], mark)
    assert {row.last_time for row in page.glance} == {mark}


def test_every_kind_of_change_has_its_sentence() -> None:
    details: dict[K, Detail] = {
        K.SCALE_CHANGED: Rescaled("This", "That", levels=False),
        K.ALIGNED_WITHDRAWN: Withdrawn(),
        K.RISK_REOWNED: Reowned("This", "That"),
        K.TREND_CHANGED: Retrended(None, Trend.SAME),
        K.RISK_RESCORED: Rescored((stage("Low (2)"), stage("High (9)")), None),
        K.DUE_MOVED: ControlMoved("C-1", "Board", due=(date(2017, 10, 31), date(2018, 3, 31))),
    }
    for kind in K:
        detail = details.get(kind, ControlMoved("C-1", "Board", (JOINT, POTENTIAL)))
        said = movement_of(change(kind, MONEY, "MOPAC", "P03", "This", "That", detail=detail)).sentences
        assert len(said) == 1
        assert "Nothing reported here has changed" not in said[0]


def test_nothing_changed_is_said() -> None:
    text = movement_of()
    assert text.sentences == (
        "Nothing reported here has changed since the report to the meeting of 26 September 2017.",
    )
    assert text.sentence == text.sentences[0]


def test_the_one_sentence_says_what_weighs_most_and_counts_the_rest() -> None:
    text = movement_of(
        change(K.ALIGNED_RENAMED, was="Funding", now="Money"),
        RESCORED,
        TREND,
        control(K.CONTROL_GONE, MONEY, "C-9 Lobbying"),
    )
    assert text.sentence == (
        "Since the meeting of 26 September 2017, Funding is now reported as Money; MOPAC's rating of Money rose from "
        "Medium (6) to High (9), and its trend is now rising (it was unchanged); and there is one further change."
    )
    assert movement_of(RESCORED).sentence == (
        "Since the meeting of 26 September 2017, MOPAC's rating of Money rose from Medium (6) to High (9)."
    )
    assert movement_of(*[control(K.CONTROL_GONE, MONEY, f"C-{n} X") for n in range(3)]).sentence == (
        "Since the meeting of 26 September 2017, there are three changes."
    )


def test_the_one_sentence_counts_where_much_changed() -> None:
    changes = [
        replace(RESCORED, aligned_risk=label, organisation=whose)
        for label in (MONEY, GOVERNANCE, INSIGHT)
        for whose in ("Met", "MOPAC")
    ]
    assert movement_of(TREND, *changes).sentence == (
        "Since the meeting of 26 September 2017, six scores changed; and one trend changed."
    )


def test_other_risks_are_counted_once_each() -> None:
    moved = change(K.RISK_RESCORED, "", "Met", "M05", "Low", "High")
    reworded = change(K.RISK_REWORDED, "", "Met", "M05", "Old", "New")
    assert movement_of(others=(moved, reworded)).others == (
        "1 other risk in the registers changed; it is outside this report."
    )
    assert movement_of(others=(moved, replace(moved, item="M06"))).others == (
        "2 other risks in the registers changed; they are outside this report."
    )
    assert movement_of().others == ""


def test_several_risks_of_one_organisation_are_told_apart() -> None:
    rows = (b.a_row(3, "Money", {"Met": ("M01", "M02"), "MOPAC": ()}),)
    risks = (b.a_risk("M01", trend=Trend.RISING), b.a_risk("M02"))
    past = b.a_past(b.a_theme(3, "Money", (b.past_of(risks[0], trend=Trend.SAME), b.past_of(risks[1]))))
    report = b.report_of(b.a_mapping(rows), (b.a_register("Met", *risks), b.a_register("MOPAC")), past)
    assert compose(report).movement.sentences == ("Met's trend for M01 under Money is now rising (it was unchanged).",)


def test_a_name_that_ends_in_s_has_its_own_possessive() -> None:
    moved = change(K.RISK_RENUMBERED, MONEY, "Fire Services", "F1", "F0", "F1")
    assert movement_of(moved).sentences == ("Fire Services' risk F0 under Money is now numbered F1.",)


def test_the_table_has_a_row_for_each_change() -> None:
    (row,) = movement_of(replace(RESCORED, reason="Grants fell.")).changes
    assert (row.aligned_risk, row.organisation, row.what) == ("3 Money", "MOPAC", "Re-scored: P03")
    assert (row.was, row.now, row.reason) == ("Medium (6)", "High (9)", "Grants fell.")


@pytest.mark.parametrize(
    ("given", "said", "shown"),
    [
        ((date(2017, 6, 30), date(2018, 1, 31), date(2018, 6, 30)), "was put back for the second time, from 31 January 2018 to 30 June 2018 (the first date given was 30 June 2017).", "30 June 2018 (put back twice since 30 June 2017 was given)"),
        ((date(2017, 6, 30), date(2017, 9, 30), date(2018, 1, 31), date(2018, 6, 30)), "was put back for the third time, from 31 January 2018 to 30 June 2018 (the first date given was 30 June 2017).", "30 June 2018 (put back three times since 30 June 2017 was given)"),
        ((date(2018, 1, 31), date(2018, 6, 30)), "moved from 31 January 2018 to 30 June 2018.", "30 June 2018"),
        ((date(2018, 3, 31), date(2018, 1, 31), date(2018, 6, 30)), "moved from 31 January 2018 to 30 June 2018.", "30 June 2018"),
    ],
)  # fmt: skip
def test_how_often_a_due_date_was_put_back(given: tuple[date, ...], said: str, shown: str) -> None:
    dues = DueDates(GOVERNANCE, "C-GOV-2", "Scheme of delegation", tuple((day, day) for day in given))
    moved = control(K.DUE_MOVED, GOVERNANCE, DELEGATION, now="30 June 2018", due=(given[-2], given[-1]))
    movement = Movement(REPORT.movement.previous, (moved,), due_dates=(dues,))
    text = compose(replace(REPORT, movement=movement)).movement
    assert text.sentences == (f"The due date of Scheme of delegation (Governance) {said}",)
    assert text.changes[0].now == shown


def test_what_stood_long_in_the_top_band_is_said() -> None:
    def series(*tops: bool) -> RatingSeries:
        points = tuple(Rated(date(2017, month, 1), 1, "High", 12, 2, top) for month, top in enumerate(tops, 1))
        return RatingSeries(MONEY, "Met", points)

    def said(*tops: bool) -> str:
        movement = Movement(REPORT.movement.previous, ratings=(series(*tops),))
        return compose(replace(REPORT, movement=movement)).movement.top_band

    assert said(False, True, True, True) == "Money has been in the top band of Met (High) in three reports running."
    assert said(True, True, True, False) == said(True, False, True, True) == said(True) == ""
    first, *others = series(True, True, True).points
    movement = Movement(
        REPORT.movement.previous, ratings=(RatingSeries(MONEY, "Met", (replace(first, other_scale=True), *others)),)
    )
    assert compose(replace(REPORT, movement=movement)).movement.top_band == (
        "Money has been in the top band of Met (now High) in three reports running, by the bands of each of them."
    )


def test_each_matter_is_told_by_itself_for_the_narrative() -> None:
    text = movement_of(RESCORED, TREND, change(K.ALIGNED_RENAMED, was="Funding", now="Money"))
    assert text.ratings == (
        "MOPAC's rating of Money rose from Medium (6) to High (9), and its trend is now rising (it was unchanged)."
    )
    assert text.themes == "Funding is now reported as Money."
    assert (text.owners, text.wordings) == ("No risk owner has changed.", "No description has changed.")
    assert (text.controls, text.due_dates) == (
        "No control is new, gone, or of another kind or status.",
        "No due date has moved.",
    )
    first = compose(replace(REPORT, movement=Movement(None))).movement
    assert first.owners == first.sentence


@pytest.mark.parametrize(
    ("others", "words"),
    [
        ({Besides.RESIDUAL_RISK: 1}, "1 residual risk is not as it was then."),
        (
            {Besides.CONTROL_OWNER: 2, Besides.RESIDUAL_RISK: 1},
            "1 residual risk and 2 owners of controls are not as they were then.",
        ),
    ],
)
def test_what_else_is_printed_may_be_another(others: dict[Besides, int], words: str) -> None:
    movement = replace(Movement(REPORT.movement.previous), besides=others)
    (said,) = compose(replace(REPORT, movement=movement)).movement.sentences
    assert said.startswith("No aligned risk, register risk, risk owner, score, trend, ")
    assert said.endswith(f" has changed since the report to the meeting of 26 September 2017; {words}")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((None,), ""),
        ((date(2017, 12, 1), None), " (before the last report, which gave none, it was 1 December 2017)"),
    ],
)
def test_a_due_date_newly_given_is_said(given: tuple[date | None, ...], words: str) -> None:
    due = date(2018, 6, 1)
    control = ControlMoved("C-1", "Board", due=(None, due))
    points = tuple((date(2017, 3 * n, 1), one) for n, one in enumerate((*given, due), 1))
    movement = Movement(
        REPORT.movement.previous,
        (change(K.DUE_MOVED, MONEY, "", "C-1 Board", "No date", "1 June 2018", detail=control),),
        due_dates=(DueDates(MONEY, "C-1", "Board", points),),
    )
    assert compose(replace(REPORT, movement=movement)).movement.sentences == (
        f"Board (Money) now has a due date, 1 June 2018{words}.",
    )


def test_an_owner_with_a_full_stop_ends_no_sentence_twice() -> None:
    owners = Reowned("Head of Money.", "Treasurer.")
    (said,) = movement_of(
        change(K.RISK_REOWNED, MONEY, "MOPAC", "P03", "Head of Money.", "Treasurer.", detail=owners)
    ).sentences
    assert said == "The owner of MOPAC's risk under Money changed from Head of Money to Treasurer."

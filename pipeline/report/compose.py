"""From the typed report to the page: every word and number shown is made here and in the modules beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from pipeline.model.page import (
    AlignedRisksText,
    MeetingText,
    OrganisationText,
    Page,
    PostText,
    PromiseText,
)  # fmt: skip
from pipeline.model.records import AlignedRisk, Meeting, Organisation, Post, Promise, Report, ReportedRisk, Trend
from pipeline.report import controls, heatmap
from pipeline.report.changes import movement_text
from pipeline.report.definitions import definitions
from pipeline.report.positions import glance_rows, risk_text
from pipeline.report.wording import NOT_STATED, NOTHING, day, in_words, joined, level, plural, weekday

_MOST_NAMES = 3  # in the title of the overview


def compose(report: Report, *, draft_notice: str = "") -> Page:
    """The page in words; ``page.narrative`` is left empty, as its fields may ask for what stands here."""
    meeting = _meeting(report.meeting)
    return Page(
        meeting=meeting,
        overview_title=_overview_title(report.organisations),
        draft_notice=draft_notice,
        organisations=tuple(_organisation(organisation, report) for organisation in report.organisations),
        aligned_risks=_aligned_risks(report),
        risks=tuple(risk_text(aligned, report) for aligned in report.aligned_risks),
        glance=tuple(row for aligned in report.aligned_risks for row in glance_rows(aligned, report.movement)),
        movement=movement_text(report),
        promises=tuple(_promise(promise, report.meeting) for promise in report.mapping.promises),
        schedule=controls.schedule(report),
        definitions=definitions(report.mapping.acronyms, meeting.review_period),
    )


def draft_notice(open_blocks: int) -> str:
    """What stands at the head of a draft; nothing where nothing must be fixed."""
    if not open_blocks:
        return ""
    matters = plural(open_blocks, "matter", "matters")
    return f"DRAFT: {matters} must be fixed before this report is circulated."


def _meeting(meeting: Meeting) -> MeetingText:
    return MeetingText(
        panel=meeting.panel,
        date=weekday(meeting.date),
        date_short=day(meeting.date),
        title=meeting.title,
        report_by=meeting.report_by or "[no report by]",
        period=meeting.period or "[no period]",
        agenda_item=meeting.agenda_item or "",
        marking=meeting.marking or "",
        authors=_posts(meeting.authors) or (PostText("[no author]", ""),),
        cleared_by=_posts(meeting.cleared_by),
        public_contact=meeting.public_contact or "",
        review_period=plural(meeting.review_months, "month", "months"),
    )


def _posts(posts: Iterable[Post]) -> tuple[PostText, ...]:
    return tuple(PostText(post.role, post.address) for post in posts)


def _overview_title(organisations: Sequence[Organisation]) -> str:
    if len(organisations) > _MOST_NAMES:
        return "Joint risk overview"
    return f"{'/'.join(organisation.name for organisation in organisations)} joint risk overview"


def _organisation(organisation: Organisation, report: Report) -> OrganisationText:
    levels, impacts = organisation.likelihood_levels, organisation.impact_levels
    scale = [f"{name} 1-{top}" for name, top in (("likelihood", levels), ("impact", impacts)) if top]
    register = next((register for register in report.registers if register.organisation == organisation.name), None)
    return OrganisationText(
        name=organisation.name,
        full_name=organisation.full_name or organisation.name,
        as_at=day(organisation.as_at) or NOT_STATED,
        register=register.file.rpartition("/")[2] if register else organisation.register,
        scale=", ".join(scale) or NOT_STATED,
        bands=", ".join(f"{b.name} {level(b.low)}-{level(b.high)}" for b in organisation.bands) or NOT_STATED,
        appetite=organisation.appetite or NOT_STATED,
        heat_map=heatmap.heat_map(organisation, report.aligned_risks),
        not_placed=heatmap.not_placed(organisation, report.aligned_risks),
    )


def _aligned_risks(report: Report) -> AlignedRisksText:
    aligned_risks = report.aligned_risks
    return AlignedRisksText(
        names=joined(aligned.name for aligned in aligned_risks),
        count=str(len(aligned_risks)),
        count_in_words=in_words(len(aligned_risks)),
        organisations=joined(organisation.name for organisation in report.organisations),
        rising=joined(_moving(aligned_risks, Trend.RISING), "none"),
        falling=joined(_moving(aligned_risks, Trend.FALLING), "none"),
        above_appetite=joined((a.name for a in aligned_risks if _at(a, lambda risk: risk.above_appetite)), "none"),
    )


def _moving(aligned_risks: Iterable[AlignedRisk], trend: Trend) -> list[str]:
    """``Money (Council)``: the aligned risks with a risk that moves so, and whose it is."""
    moving = []
    for aligned in aligned_risks:
        whose = _at(aligned, lambda risk: risk.trend is trend)
        if whose:
            moving.append(f"{aligned.name} ({joined(whose)})")
    return moving


def _at(aligned: AlignedRisk, is_so: Callable[[ReportedRisk], bool]) -> list[str]:
    """The organisations with a risk here of which it is so."""
    return [p.organisation.name for p in aligned.positions if any(is_so(risk) for risk in p.risks)]


def _promise(promise: Promise, meeting: Meeting) -> PromiseText:
    return PromiseText(
        promise=promise.promise,
        asked_by=promise.asked_by or NOTHING,
        made=day(promise.made) or NOTHING,
        due=day(promise.due) or NOTHING,
        kept=_kept(promise, meeting),
    )


def _kept(promise: Promise, meeting: Meeting) -> str:
    if promise.kept:
        return "Kept" if promise.kept.casefold().rstrip(".") in {"yes", "kept"} else f"Kept: {promise.kept}"
    if promise.due is None:
        return "Not yet kept; no date was set"
    return "Not kept" if promise.due < meeting.date else "Not yet due"

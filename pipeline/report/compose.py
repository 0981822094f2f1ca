"""From the typed report to the page: every word and number shown is made here and in the modules beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from pipeline.model.answers import blank, not_yet
from pipeline.model.marks import beside, late, missing
from pipeline.model.page import (
    AlignedRisksText,
    MeetingText,
    OrganisationText,
    Page,
    PostText,
    PromiseText,
)  # fmt: skip
from pipeline.model.records import AlignedRisk, Meeting, Organisation, Post, Promise, Report, ReportedRisk, Trend
from pipeline.model.restriction import unmarked
from pipeline.report import controls, heatmap
from pipeline.report.changes import movement_text
from pipeline.report.definitions import definitions
from pipeline.report.positions import glance_rows, risk_text
from pipeline.report.wording import NOT_STATED, NOTHING, day, in_words, joined, level, plural, weekday

_MOST_NAMES = 3  # in the title of the overview


def compose(report: Report, *, draft_notice: str = "") -> Page:
    """The page in words; ``page.narrative`` is left empty, as its fields may ask for what stands here."""
    meeting, both = _meeting(report), controls.of_both_kinds(report)
    return Page(
        meeting=meeting,
        overview_title=_overview_title(report.organisations),
        draft_notice=draft_notice,
        organisations=(
            *(_organisation(organisation, report) for organisation in report.organisations),
            *(_no_organisation(mark) for mark in report.mapping.no_organisations),
        ),
        aligned_risks=_aligned_risks(report),
        risks=tuple(risk_text(aligned, report, both) for aligned in report.aligned_risks),
        glance=tuple(row for aligned in report.aligned_risks for row in glance_rows(aligned, report)),
        movement=movement_text(report),
        promises=tuple(_promise(promise, report.meeting) for promise in report.mapping.promises),
        schedule=controls.schedule(report, both),
        definitions=definitions(report.mapping.acronyms, meeting.review_period),
    )


def draft_notice(open_blocks: int) -> str:
    """What stands at the head of a draft; nothing where nothing must be fixed."""
    if not open_blocks:
        return ""
    matters = plural(open_blocks, "matter", "matters")
    return f"DRAFT: {matters} must be fixed before this report is circulated."


def _meeting(report: Report) -> MeetingText:
    meeting = report.meeting
    unknown = meeting.unknown
    return MeetingText(
        panel=beside(meeting.panel, unknown.get("panel")),
        date=beside(weekday(meeting.date), unknown.get("meeting_date")),
        date_short=day(meeting.date),
        title=beside(meeting.title, unknown.get("title")),
        report_by=beside(meeting.report_by, unknown.get("report_by")) or missing("report by"),
        period=beside(meeting.period, unknown.get("period")) or missing("period"),
        agenda_item=beside(meeting.agenda_item or "", unknown.get("agenda_item")),
        marking=beside(_marking(report), unknown.get("protective_marking")),
        authors=_posts(meeting.authors, unknown.get("author")) or (PostText(missing("author"), ""),),
        cleared_by=_posts(meeting.cleared_by, unknown.get("cleared_by")),
        public_contact=beside(meeting.public_contact or "", unknown.get("public_contact")),
        review_period=plural(meeting.review_months, "month", "months")
        if "review_period_in_months" not in unknown
        else f"{unknown['review_period_in_months']} months",
    )


def _marking(report: Report) -> str:
    """The marking as written; a mark where it keeps nothing back and something is restricted."""
    return beside(report.meeting.marking or "", missing("marking of what is restricted") if unmarked(report) else "")


def _posts(posts: Iterable[Post], mark: str | None) -> tuple[PostText, ...]:
    """The post-holders, and the mark for one that can't be read."""
    return (*(PostText(post.role, post.address) for post in posts), *((PostText(mark, ""),) if mark else ()))


def _overview_title(organisations: Sequence[Organisation]) -> str:
    if len(organisations) > _MOST_NAMES:
        return "Joint risk overview"
    return f"{'/'.join(organisation.name for organisation in organisations)} joint risk overview"


def _organisation(organisation: Organisation, report: Report) -> OrganisationText:
    levels, impacts = organisation.likelihood_levels, organisation.impact_levels
    unknown = organisation.unknown
    steps = (("likelihood", levels), ("impact", impacts))
    ends = [(name, unknown.get(f"{name}_levels") or (f"1-{top}" if top else "")) for name, top in steps]
    scale = [f"{name} {end or NOT_STATED.lower()}" for name, end in ends] if any(end for _, end in ends) else []
    bands = ", ".join(f"{b.name} {level(b.low)}-{level(b.high)}" for b in organisation.bands)
    register = next((register for register in report.registers if register.organisation == organisation.name), None)
    return OrganisationText(
        name=beside(organisation.name, unknown.get("name")),
        full_name=unknown.get("full_name") or organisation.full_name or organisation.name,
        as_at=_as_at(organisation, report.meeting),
        register=register.file.rpartition("/")[2] if register else organisation.register,
        scale=", ".join(scale) or NOT_STATED,
        bands=unknown.get("bands") or beside(bands or NOT_STATED, unknown.get("scale")),
        appetite=unknown.get("appetite") or organisation.appetite or NOT_STATED,
        heat_map=heatmap.heat_map(organisation, report.aligned_risks),
        not_placed=heatmap.not_placed(organisation, report.aligned_risks),
    )


def _as_at(organisation: Organisation, meeting: Meeting) -> str:
    """The register's own date; a mark where it is no date, or one after the meeting."""
    if organisation.as_at is not None and organisation.as_at > meeting.date:
        return late(day(organisation.as_at))
    return organisation.unknown.get("as_at") or day(organisation.as_at) or NOT_STATED


def _no_organisation(mark: str) -> OrganisationText:
    """Stands where a row of Organisations can't be read as one."""
    return OrganisationText(mark, mark, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, None, "")


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
    unknown = promise.unknown
    return PromiseText(
        promise=unknown.get("promise") or promise.promise,
        asked_by=unknown.get("asked_by") or promise.asked_by or NOTHING,
        made=unknown.get("made") or day(promise.made) or NOTHING,
        due=unknown.get("due") or day(promise.due) or NOTHING,
        kept=unknown.get("kept") or _kept(promise, meeting),
    )


def _kept(promise: Promise, meeting: Meeting) -> str:
    if promise.kept and not blank(promise.kept):
        if not_yet(promise.kept):
            return promise.kept
        return "Kept" if promise.kept.casefold().rstrip(".") in {"yes", "kept"} else f"Kept: {promise.kept}"
    if promise.due is None:
        return "Not yet kept" if "due" in promise.unknown else "Not yet kept; no date was set"
    if promise.due == meeting.date:
        return "Not yet kept"
    return "Not kept" if promise.due < meeting.date else "Not yet due"

"""The input that each printed value belongs to: whose cell or paragraph a person would change to change it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from pipeline.model.document import Origin, Role
from pipeline.model.labels import label as label_of
from pipeline.model.page import ControlText, Page, RiskRow, RiskText, ScheduleRow
from pipeline.model.records import AlignedRisk, Change, Control, Place, Report, ReportedRisk, Source
from pipeline.report.controls import scheduled

RULE = Origin(Role.RULE)
"""Of what is worked out from all the report holds: a count, a sentence on movement, a definition."""

# A field of the page → the setting of the Meeting sheet, or the column of a sheet, that it is printed from.
_MEETING = {"date": "meeting_date", "date_short": "meeting_date", "marking": "protective_marking",
            "authors": "author", "review_period": "review_period_in_months"}  # fmt: skip
_ORGANISATION = {"scale": "likelihood_levels"}
_CONTROL = {"control": "name"}
_WORKED_OUT = {"status": "in_place", "note": "due"}

Origins = Iterator[tuple[str, Origin]]


def origins(report: Report, page: Page) -> Mapping[str, Origin]:
    """Key → origin, for every value with an input of its own; the others are of a ``RULE``."""
    return dict(
        chain(
            _meeting(report, page),
            _organisations(report),
            _risks(report, page),
            _glance(report, page),
            _promises(report, page),
            _acronyms(report, page),
            _reasons(report),
            _schedule(report, page),
            _narrative(page),
        )
    )


def _mapping(source: Source, column: str, subject: str, organisation: str = "") -> Origin:
    return Origin(Role.MAPPING, source.place(column), organisation, subject, column)


def _meeting(report: Report, page: Page) -> Origins:
    source = report.meeting.source
    for name in ("panel", "date", "date_short", "title", "report_by", "period", "agenda_item", "marking",
                 "public_contact", "review_period"):  # fmt: skip
        yield f"meeting.{name}", _mapping(source, _MEETING.get(name, name), "Meeting")
    for name in ("authors", "cleared_by"):
        for at, _ in enumerate(getattr(page.meeting, name)):
            one = f"{_MEETING.get(name, name)}[{at}]"
            place = source.place(one if one in source.cells else _MEETING.get(name, name))
            for part in ("role", "address"):
                # Several may share a cell: each is an input of its own.
                yield f"meeting.{name}[{at}].{part}", Origin(Role.MAPPING, place, "", "Meeting", f"{one}.{part}")


def _organisations(report: Report) -> Origins:
    for at, organisation in enumerate(report.organisations):
        for name in ("name", "full_name", "as_at", "register", "scale", "bands", "appetite"):
            column = _ORGANISATION.get(name, name)
            yield (
                f"organisations[{at}].{name}",
                _mapping(organisation.source, column, organisation.name, organisation.name),
            )


def _risks(report: Report, page: Page) -> Origins:
    for at, (aligned, text) in enumerate(zip(report.aligned_risks, page.risks, strict=True)):
        key, subject = f"risks[{at}]", f"Risk {aligned.number}"
        for name in ("number", "name", "heading", "formerly", "residual_risk"):
            yield f"{key}.{name}", _mapping(aligned.row.source, "name" if name == "heading" else name, subject)
        yield f"{key}.trend_reason", _trend_reason(aligned, subject)
        for of, row in enumerate(text.rows):
            yield from ((f"{key}.rows[{of}].{name}", origin) for name, origin in _row(aligned, row))
        for of, residual in enumerate(text.residual):
            highest = aligned.positions[of].highest
            body = aligned.positions[of].organisation
            yield f"{key}.residual[{of}].organisation", _mapping(body.source, "name", body.name, body.name)
            if highest:
                yield f"{key}.residual[{of}].rating", _scored(highest, "current")
                yield f"{key}.residual[{of}].target", _scored(highest, "target")
                yield f"{key}.residual[{of}].appetite", _appetite(highest, aligned, residual.organisation)
        yield from _controls(key, aligned, text)


def _trend_reason(aligned: AlignedRisk, subject: str) -> Origin:
    if not aligned.row.trend_reason:
        for position in aligned.positions:
            for one in position.risks:
                if one.risk.trend_reason:
                    return _register(one, "trend_reason")
    return _mapping(aligned.row.source, "trend_reason", subject)


def _row(aligned: AlignedRisk, row: RiskRow) -> Origins:
    position = next(p for p in aligned.positions if p.organisation.name == row.organisation)
    yield "organisation", _mapping(position.organisation.source, "name", row.organisation, row.organisation)
    one = next((risk for risk in position.risks if risk.risk.id == row.reference), None)
    if one is None:  # not found, or no risk here: it is the Alignment sheet that says so
        mapped = _mapping(aligned.row.source, row.organisation, f"Risk {aligned.number}", row.organisation)
        yield from ((name, mapped) for name in ("description", "owner", "trend", "reference", "rating"))
        return
    for field, own in (("description", "description" if one.risk.description else "title"), ("owner", "owner")):
        agreed = one.wordings.get(field)
        yield (
            field,
            _mapping(agreed.source, "as_reported", one.risk.id, row.organisation) if agreed else _register(one, own),
        )
    yield "reference", _register(one, "id")
    yield "rating", _scored(one, "current")
    if one.trend_declared or one.trend is None:
        yield "trend", _register(one, "trend")
    else:
        yield "trend", Origin(Role.RULE, one.risk.source.place("current.score"), row.organisation, one.risk.id, "trend")


def _register(one: ReportedRisk, field: str) -> Origin:
    return Origin(Role.REGISTER, one.risk.source.place(field), one.risk.organisation, one.risk.id, field)


def _scored(one: ReportedRisk, stage: str) -> Origin:
    cells = one.risk.source.cells
    field = next((f"{stage}.{name}" for name in ("rating", "score", "likelihood") if f"{stage}.{name}" in cells), stage)
    return _register(one, field)


def _appetite(one: ReportedRisk, aligned: AlignedRisk, organisation: str) -> Origin:
    if one.risk.appetite or "appetite" in one.risk.unknown:
        return _register(one, "appetite")
    source = next(p.organisation.source for p in aligned.positions if p.organisation.name == organisation)
    return _mapping(source, "appetite", organisation, organisation)


def _controls(key: str, aligned: AlignedRisk, text: RiskText) -> Origins:
    for name, assessed, texts in (
        ("joint_controls", aligned.joint, text.joint_controls),
        ("potential_controls", aligned.potential, text.potential_controls),
    ):
        # Where the sheet of controls is missing, a mark stands in place of them all.
        for at, (one, printed) in enumerate(zip(assessed, texts, strict=False)):
            yield from _control(f"{key}.{name}[{at}]", one.control, printed)


def _schedule(report: Report, page: Page) -> Origins:
    for at, ((control, *_), row) in enumerate(zip(scheduled(report), page.schedule, strict=False)):
        yield from _control(f"schedule[{at}]", control, row)


def _control(key: str, control: Control, printed: ControlText | ScheduleRow) -> Origins:
    for name in printed.__slots__:
        column = _CONTROL.get(name, name)
        if name in _WORKED_OUT:
            place = control.source.place(_WORKED_OUT[name])
            yield f"{key}.{name}", Origin(Role.RULE, place, "", control.reference, name)
        else:
            yield f"{key}.{name}", _mapping(control.source, column, control.reference)


def _glance(report: Report, page: Page) -> Origins:
    positions = ((aligned, position) for aligned in report.aligned_risks for position in aligned.positions)
    for at, ((aligned, position), row) in enumerate(zip(positions, page.glance, strict=True)):
        key, organisation, highest = f"glance[{at}]", position.organisation, position.highest
        yield f"{key}.aligned_risk", _mapping(aligned.row.source, "name", f"Risk {aligned.number}")
        yield f"{key}.organisation", _mapping(organisation.source, "name", organisation.name, organisation.name)
        if highest:
            yield f"{key}.now", _scored(highest, "current")
            yield f"{key}.target", _scored(highest, "target")
            yield f"{key}.appetite", _appetite(highest, aligned, row.organisation)
            yield f"{key}.trend", _register(highest, "trend")


def _promises(report: Report, page: Page) -> Origins:
    for at, promise in enumerate(report.mapping.promises):
        for name in page.promises[at].__slots__:
            yield f"promises[{at}].{name}", _mapping(promise.source, name, promise.promise)


def _acronyms(report: Report, page: Page) -> Origins:
    for at, acronym in enumerate(page.definitions.acronyms):
        source = report.mapping.acronym_sources.get(acronym.term)
        if source:
            for name, column in (("term", "short"), ("meaning", "long")):
                yield f"definitions.acronyms[{at}].{name}", _mapping(source, column, acronym.term)


def _reasons(report: Report) -> Origins:
    """The reasons in the table of changes, each where its words stand; one that was put together is worked out."""
    for at, change in enumerate(report.movement.changes):
        origin = _reason(report, change) if change.reason else None
        if origin:
            yield f"movement.changes[{at}].reason", origin


def _reason(report: Report, change: Change) -> Origin | None:
    for known in report.mapping.changes:
        if known.reason == change.reason and change.organisation in (known.organisation, ""):
            return _mapping(known.source, "reason", known.risk, known.organisation)
    for row in report.mapping.alignment:
        if row.trend_reason == change.reason and change.aligned_risk == label_of(row.number, row.name):
            return _mapping(row.source, "trend_reason", f"Risk {row.number}")
    for aligned in report.aligned_risks:
        for position in aligned.positions:
            for one in position.risks:
                if one.risk.trend_reason == change.reason and one.risk.id == change.item:
                    return _register(one, "trend_reason")
    return None


def _narrative(page: Page) -> Origins:
    for key in page.narrative.__slots__:
        for at, block in enumerate(getattr(page.narrative, key)):
            place: Place = block.place
            origin = Origin(Role.NARRATIVE, place, subject=place.sheet, field=key)
            yield f"narrative.{key}[{at}]", origin
            for up, row in enumerate(block.rows):
                yield from ((f"narrative.{key}[{at}].rows[{up}][{across}]", origin) for across in range(len(row)))

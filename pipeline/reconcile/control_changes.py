"""What is not as it was with the controls of one aligned risk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.model.answers import blank
from pipeline.model.dates import in_words
from pipeline.model.records import (
    AlignedRisk,
    AssessedControl,
    Change,
    ChangeKind,
    ControlKind,
    ControlMoved,
    ControlStatus,
    InPlace,
    Meeting,
    PastAlignedRisk,
    PastControl,
    PastReport,
    Working,
)
from pipeline.reconcile.identity import loose, plain

# From worst to best. "Partly working" and "not proven" share a rank: to test what was not proven and find that it
# works partly is neither better nor worse. Not assessed has no rank: nobody knew.
_RANK = {
    ControlStatus.NOT_IN_PLACE: 0,
    ControlStatus.NOT_WORKING: 1,
    ControlStatus.PARTLY_IN_PLACE: 2,
    ControlStatus.PARTLY_WORKING: 3,
    ControlStatus.NOT_PROVEN: 3,
    ControlStatus.WORKING: 4,
}

# Statuses that Working decides; the others In place does.
_SAYS_WORKING = (
    ControlStatus.WORKING,
    ControlStatus.NOT_PROVEN,
    ControlStatus.PARTLY_WORKING,
    ControlStatus.NOT_WORKING,
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A control, the theme it stands under, and the same control in the record with its theme then."""

    theme: AlignedRisk
    control: AssessedControl
    was: PastControl | None
    under: PastAlignedRisk | None


def control_changes(
    aligned_risks: tuple[AlignedRisk, ...],
    themes: Mapping[int, PastAlignedRisk],
    past: PastReport,
    meeting: Meeting,
) -> Iterator[Change]:
    """The changes of all controls since the record, theme by theme. ``themes``: number now → the theme then.

    A theme that is new or withdrawn speaks for its controls.
    """
    listed = matched(aligned_risks, themes, past)
    found = {id(one.was) for one in listed if one.was}
    dated = any(control.due for each in past.aligned_risks for control in each.controls)
    for theme in aligned_risks:
        then = themes.get(theme.number)
        for one in listed:
            if one.theme is theme:
                yield from _changes(one, then, meeting, told=past.tells("controls"), dated=dated)
        for gone in then.controls if then else ():
            if id(gone) not in found:
                place = theme.row.source.place("name")
                item, was = _item(gone.reference, gone.name), _words(gone.kind, gone.status)
                detail = ControlMoved(gone.reference, gone.name, (gone.kind, None))
                yield Change(
                    ChangeKind.CONTROL_GONE, theme.label, "", item, was, "Not listed", place=place, detail=detail
                )


def left_with(
    gone: Sequence[PastAlignedRisk],
    aligned_risks: tuple[AlignedRisk, ...],
    themes: Mapping[int, PastAlignedRisk],
    past: PastReport,
) -> tuple[tuple[str, ...], ...]:
    """For each theme that is reported no longer its controls that stand nowhere else now."""
    found = {id(one.was) for one in matched(aligned_risks, themes, past) if one.was}
    return tuple(
        tuple(_item(control.reference, control.name) for control in theme.controls if id(control) not in found)
        for theme in gone
    )


def matched(
    aligned_risks: tuple[AlignedRisk, ...], themes: Mapping[int, PastAlignedRisk], past: PastReport
) -> tuple[Listed, ...]:
    """Every control with the one of the record that it was. Reference and name together go first, under whatever
    theme; then the name under the same theme (a Reference that was only proposed may have gone to another); then
    the Reference under the same theme.
    """
    now = [(theme, control) for theme in aligned_risks for control in (*theme.joint, *theme.potential)]
    then = [(theme, control) for theme in past.aligned_risks for control in theme.controls]
    found: dict[int, tuple[PastAlignedRisk, PastControl]] = {}
    taken: set[int] = set()
    for same_reference, same_name, same_theme in ((True, True, False), (False, True, True), (True, False, True)):
        for theme, control in now:
            record = control.control
            for under, was in then:
                if (
                    id(control) not in found
                    and id(was) not in taken
                    and (not same_reference or (was.reference and loose(record.reference) == loose(was.reference)))
                    and (not same_name or plain(record.name) == plain(was.name))
                    and (not same_theme or under is themes.get(theme.number))
                ):
                    found[id(control)] = under, was
                    taken.add(id(was))
    return tuple(
        Listed(theme, control, was, under)
        for theme, control in now
        for under, was in (found.get(id(control), (None, None)),)
    )


def _changes(
    one: Listed, then: PastAlignedRisk | None, meeting: Meeting, *, told: bool, dated: bool
) -> Iterator[Change]:
    """``told``: whether the record holds every control; ``dated``: whether it states due dates."""
    if one.was is None:
        if then is not None and told:
            now = _kind_and_status(one.control)
            yield _change(ChangeKind.CONTROL_NEW, one.theme, one.control, was="Not listed", now=now, field="name")
        return
    if one.under is not None and one.under is not then:
        now, was = _kind_and_status(one.control), f"Under {one.under.label}"
        yield _change(ChangeKind.CONTROL_NEW, one.theme, one.control, was=was, now=now, field="aligned_risk")
    yield from _differences(one.theme, one.control, one.was, meeting, dated=dated)


def _differences(
    theme: AlignedRisk, control: AssessedControl, was: PastControl, meeting: Meeting, *, dated: bool
) -> Iterator[Change]:
    kind = control.control.kind
    if was.kind is not None and kind is not None and kind is not was.kind:
        turned = ChangeKind.CONTROL_NOW_JOINT if kind is ControlKind.JOINT else ChangeKind.CONTROL_NOW_POTENTIAL
        before, after = _words(was.kind, was.status), _kind_and_status(control)
        yield _change(turned, theme, control, was=before, now=after, field="kind", kind_then=was.kind)
    elif was.status is not None and was.status is not control.status:
        yield _status(theme, control, was.status, meeting)
    due = control.control.due
    if (was.due or dated) and due != was.due and (due or control.control.in_place is not InPlace.YES):
        mark = control.control.unknown.get("due", "")
        now = in_words(due) if due else mark or "No date"
        then = in_words(was.due) if was.due else "No date"
        change = _change(ChangeKind.DUE_MOVED, theme, control, was=then, now=now, field="due")
        detail = ControlMoved(control.control.reference, control.control.name, due=(was.due, due), due_mark=mark)
        yield replace(change, reason=control.control.progress, detail=detail)


def _status(theme: AlignedRisk, control: AssessedControl, was: ControlStatus, meeting: Meeting) -> Change:
    if was is ControlStatus.WORKING and _only_time_passed(control):
        own = control.control.review_months
        months = meeting.review_months if own is None else own
        old = f"Evidence now older than {months} {'month' if months == 1 else 'months'}; not re-tested"
        return _change(ChangeKind.EVIDENCE_OLD, theme, control, was=was.value, now=old, field="last_checked")
    before, after = _RANK.get(was), _RANK.get(control.status)
    kind = ChangeKind.STATUS_OTHER
    if before is not None and after is not None and before != after:
        kind = ChangeKind.STATUS_UP if after > before else ChangeKind.STATUS_DOWN
    field = "working" if control.status in _SAYS_WORKING else "in_place"
    return _change(kind, theme, control, was=was.value, now=control.status.value, field=field)


def _only_time_passed(control: AssessedControl) -> bool:
    """Every answer is that of a working control, and the evidence alone has grown old."""
    answers = control.control
    return (
        control.stale
        and answers.in_place is InPlace.YES
        and answers.working is Working.YES
        and not blank(answers.evidence)
        and answers.assurance is not None
    )


def _change(
    kind: ChangeKind,
    theme: AlignedRisk,
    control: AssessedControl,
    *,
    was: str,
    now: str,
    field: str,
    kind_then: ControlKind | None = None,
) -> Change:
    record = control.control
    item, place = _item(record.reference, record.name), record.source.place(field)
    detail = ControlMoved(record.reference, record.name, (kind_then, record.kind), control.status)
    return Change(kind, theme.label, "", item, was, now, place=place, detail=detail)


def _item(reference: str, name: str) -> str:
    return f"{reference} {name}".strip()


def _kind_and_status(control: AssessedControl) -> str:
    return _words(control.control.kind, control.status)


def _words(kind: ControlKind | None, status: ControlStatus | None) -> str:
    """``Joint (In place, not proven)``."""
    if kind is None:
        return status.value if status else "Listed"
    return f"{kind.value} ({status.value})" if status else kind.value

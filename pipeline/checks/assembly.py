"""Does the report as a whole fit its meeting and its marking?"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.printed import Check
from pipeline.model.dates import in_words
from pipeline.model.findings import Finding, find
from pipeline.model.records import Report
from pipeline.model.restriction import plain_marking, restricted, unmarked


def as_at_late(report: Report) -> Iterator[Finding]:
    """A register can't be of a day after the meeting: one of the two dates is from another quarter."""
    for organisation in report.organisations:
        if organisation.as_at is not None and organisation.as_at > report.meeting.date:
            yield find(
                "as-at-late",
                f"The register of {organisation.name} is as at {in_words(organisation.as_at)}; "
                f"the meeting is on {in_words(report.meeting.date)}.",
                organisation.source.place("as_at"),
                subject=organisation.name,
                field="as_at",
            )


def sheet_passed_over(report: Report) -> Iterator[Finding]:
    """Organisations names a sheet, and a layout goes before it: whoever typed it thinks that it was read."""
    read = {register.organisation: register for register in report.registers if register.sheet}
    for organisation in report.organisations:
        register = read.get(organisation.name)
        if register is None or not organisation.sheet or _plain(organisation.sheet) == _plain(register.sheet):
            continue
        there = _plain(organisation.sheet) in map(_plain, register.other_sheets)
        yield find(
            "sheet-passed-over",
            f"Organisations names the sheet '{organisation.sheet}' for {organisation.name}"
            f"{'' if there else f', and {register.file} has none of that name'}. "
            f"The layout goes before it: '{register.sheet}' was read.",
            organisation.source.place("sheet"),
            subject=organisation.name,
            field="sheet",
        )


def restricted_unmarked(report: Report) -> Iterator[Finding]:
    """What may not be published stands in this paper: with no marking, or plain OFFICIAL, nobody would know."""
    if unmarked(report):
        names = restricted(report)
        yield find(
            "restricted-unmarked",
            f"The marking is {plain_marking(report) or 'blank'}, and {_list(names)} {_are(names)} restricted.",
            report.meeting.source.place("protective_marking"),
            subject="Protective marking",
            field="protective_marking",
        )


def restricted_internal_only(report: Report) -> Iterator[Finding]:
    """Restricted items are printed for the Panel as they are; nobody should put that file on a website."""
    names = restricted(report)
    if names:
        yield find(
            "restricted-internal-only",
            f"{_list(names)} {_are(names)} restricted: the report is for the Panel only, what may be published stands in public/.",
            report.meeting.source.place("protective_marking"),
            subject="Restricted items",
        )


def public_contact_missing(report: Report) -> Iterator[Finding]:
    """In what is published the public contact stands in place of names and addresses."""
    if restricted(report) and not report.meeting.public_contact:
        yield find(
            "public-contact-missing",
            "Something is restricted, and Public contact is blank: the public version names nobody to ask.",
            report.meeting.source.place("public_contact"),
            subject="Meeting: Public contact",
        )


CHECKS: tuple[Check, ...] = (
    as_at_late,
    sheet_passed_over,
    restricted_unmarked,
    restricted_internal_only,
    public_contact_missing,
)


def _list(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _plain(name: str) -> str:
    return "".join(name.split()).casefold()


def _are(names: tuple[str, ...]) -> str:
    return "is" if len(names) == 1 else "are"

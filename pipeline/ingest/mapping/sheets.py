"""The sheets of mapping.xlsx as literals: what the reader asks for and what the writer lays out.

A heading is found without regard to case and spacing. ``needed`` columns must be there; the others may be
left out. Adding a column is a line here and a field in its record.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.model.findings import Severity
from pipeline.model.records import Assurance, ControlKind, InPlace, Working


class Holds(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    IDS = "ids"  # kept as text in Excel, so that 007 stays 007
    DATE = "date"
    WHOLE = "whole number"
    WORD = "word"  # one of ``words``
    ALIGNED = "aligned risk"  # a name from Alignment
    ORGANISATION = "organisation"
    ORGANISATIONS = "organisations"


@dataclass(frozen=True, slots=True)
class Heading:
    """A column. ``field``: the name of the value in its record. ``width`` in characters."""

    text: str
    field: str
    help: str
    holds: Holds = Holds.TEXT
    needed: bool = False
    words: tuple[str, ...] = ()
    width: int = 18
    organisation: bool = False  # Alignment's own column of an organisation


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet. ``needed``: the workbook can't do without it."""

    name: str
    help: str
    headings: tuple[Heading, ...]
    needed: bool = False

    def heading(self, field: str) -> Heading:
        """The heading of a field. Raises KeyError where the sheet has no such field."""
        for heading in self.headings:
            if heading.field == field:
                return heading
        raise KeyError(field)


@dataclass(frozen=True, slots=True)
class Setting:
    """A row of the Meeting sheet. ``needed``: blank is a fault; ``many``: the row may stand more than once."""

    text: str
    field: str
    help: str
    needed: bool = False
    many: bool = False
    holds: Holds = Holds.TEXT


def plain(text: str) -> str:
    """A heading or name for comparing: without case and spacing."""
    return "".join(text.split()).casefold()


README = "Read me"
MEETING = "Meeting"
ORGANISATIONS = "Organisations"
ALIGNMENT = "Alignment"
CONTROLS = "Controls"

ALIGNMENT_STATUS = ("Active", "Withdrawn")
CHANGE_WORDS = ("renumbered", "merged", "closed", "withdrawn", "new owner")
WORDING_FIELDS = {"Description": "description", "Risk owner": "owner"}  # what people may agree on: word → field
SEVERITY_WORDS = tuple(severity.words for severity in Severity)

SETTINGS: tuple[Setting, ...] = (
    Setting("Panel", "panel", "The panel that the report goes to.", needed=True),
    Setting("Meeting date", "meeting_date", "The day of the meeting, such as 19 December 2017.", needed=True, holds=Holds.DATE),
    Setting("Title", "title", "The title of the report. Keep it from quarter to quarter: reports of one title are compared.", needed=True),
    Setting("Report by", "report_by", "Whose report it is, such as: The Director of Finance.", needed=True),
    Setting("Period", "period", "The period it covers, such as Quarter 3 2017-18.", needed=True),
    Setting("Author", "author", "Role <address>, such as: Head of Risk <risk@example.org>. Use one row for each author.", needed=True, many=True),
    Setting("Agenda item", "agenda_item", "The number on the agenda."),
    Setting("Protective marking", "protective_marking", "OFFICIAL, or as your organisations mark their papers."),
    Setting("Review period in months", "review_period_in_months", "How long evidence on a control counts as fresh. Blank: 12.", holds=Holds.WHOLE),
    Setting("Cleared by", "cleared_by", "Role <address> of whoever cleared the report. Use one row for each.", many=True),
    Setting("Public contact", "public_contact", "What stands in a public version in place of names and addresses."),
)  # fmt: skip

_RISK_IDS = "The id of the risk in that organisation's register, as the register writes it."
_RESTRICTED = "Blank, or the reason why it may not be published."
_AGREED_BY = "Who agreed it."

SHEETS: tuple[Sheet, ...] = (
    Sheet(
        MEETING,
        "Which meeting the report is for. Change the meeting date and the period each quarter.",
        (
            Heading("Setting", "setting", "What is set.", needed=True, width=28),
            Heading("Value", "value", "Its value.", needed=True, width=64),
        ),
        needed=True,
    ),
    Sheet(
        ORGANISATIONS,
        "A row for each organisation: where its register is, and its own scale. "
        "'High' at one organisation is never compared with 'High' at another.",
        (
            Heading("Organisation", "name", "The short name, as the report prints it. Alignment has a column headed by this name.", needed=True, width=16),
            Heading("Full name", "full_name", "The name in full.", width=34),
            Heading("Also called", "also_called", "Other names in use, with commas between them.", width=22),
            Heading("Register", "register", "The file of its register in this folder, or a pattern such as north-register*.xlsx.", needed=True, width=26),
            Heading("Sheet", "sheet", "The sheet of the register, where it has several that look like registers.", width=18),
            Heading("As at", "as_at", "The date of the register.", Holds.DATE, width=18),
            Heading("Likelihood levels", "likelihood_levels", "The top of its scale for likelihood, such as 5.", Holds.WHOLE, width=12),
            Heading("Impact levels", "impact_levels", "The top of its scale for impact, such as 5.", Holds.WHOLE, width=12),
            Heading("Bands", "bands", "Lowest first, such as: Low 1-4; Medium 5-9; High 10-15; Very high 16-25", width=34),
            Heading("Appetite", "appetite", "The highest band it tolerates. An appetite column of the register goes before it.", width=14),
        ),
        needed=True,
    ),
    Sheet(
        ALIGNMENT,
        "A row for each aligned risk, in the order of the report: which risks of each register are reported together. "
        "After 'Aligned risk' stands one column for each organisation, headed by its name.",
        (
            Heading("Number", "number", "Stays with the risk for life; the report prints 'Risk 3' from it. Blank: the next free number.", Holds.WHOLE, needed=True, width=10),
            Heading("Aligned risk", "name", "The name under which the risks are reported.", needed=True, width=24),
            Heading("Residual risk", "residual_risk", "What remains after the controls, in words. Printed.", width=48),
            Heading("Reason for trend", "trend_reason", "Why the risk is rising or falling. Printed.", width=40),
            Heading("Formerly", "formerly", "Earlier names, with commas between them.", width=18),
            Heading("Status", "status", "Blank or Active; Withdrawn once it is no longer reported.", Holds.WORD, words=ALIGNMENT_STATUS, width=12),
            Heading("Restricted", "restricted", _RESTRICTED, width=24),
            Heading("Comment", "comment", "For yourselves. Not printed.", width=30),
        ),
        needed=True,
    ),
    Sheet(
        CONTROLS,
        "A row for each control that the organisations run together, or propose to.",
        (
            Heading("Reference", "reference", "Stays with the control for life. Blank: one is proposed.", Holds.IDS, width=12),
            Heading("Aligned risk", "aligned_risk", "The name from Alignment.", Holds.ALIGNED, needed=True, width=20),
            Heading("Control", "name", "Its name.", needed=True, width=28),
            Heading("Description", "description", "What it does. Printed.", width=48),
            Heading("Kind", "kind", "Joint: run together now. Potential: proposed, not there yet.", Holds.WORD, needed=True, words=tuple(ControlKind), width=11),
            Heading("Run by", "run_by", "The organisations that run it, with commas between them. Blank: all with a risk here.", Holds.ORGANISATIONS, width=16),
            Heading("Owner", "owner", "The post-holder who answers for it.", width=26),
            Heading("In place", "in_place", "Is it there? A question apart from whether it works.", Holds.WORD, needed=True, words=tuple(InPlace), width=10),
            Heading("Working", "working", "Does it work? Yes counts only with evidence, assurance and a date.", Holds.WORD, needed=True, words=tuple(Working), width=12),
            Heading("Assurance", "assurance", "Who says so: those who run it (1st line), those who oversee them (2nd line), internal audit (3rd line), or someone outside.", Holds.WORD, words=tuple(Assurance), width=12),
            Heading("Evidence", "evidence", "What shows it: a report, a test, a review.", width=40),
            Heading("Last checked", "last_checked", "The day of that evidence.", Holds.DATE, width=18),
            Heading("Review every (months)", "review_months", "Its own review period. Blank: the one of the Meeting sheet.", Holds.WHOLE, width=12),
            Heading("Due", "due", "When it is to be in place.", Holds.DATE, width=18),
            Heading("Progress", "progress", "How far it has come. Printed.", width=40),
            Heading("Restricted", "restricted", _RESTRICTED, width=24),
        ),
        needed=True,
    ),
    Sheet(
        "Wording",
        "What was agreed to be reported in place of a register's own text. The report says that it differs.",
        (
            Heading("Organisation", "organisation", "Whose register.", Holds.ORGANISATION, needed=True, width=16),
            Heading("Risk", "risk", _RISK_IDS, Holds.IDS, needed=True, width=12),
            Heading("Field", "field", "Which text of the register.", Holds.WORD, needed=True, words=tuple(WORDING_FIELDS), width=14),
            Heading("As reported", "as_reported", "The words to print.", needed=True, width=60),
            Heading("Reason", "reason", "Why.", width=36),
            Heading("Agreed by", "agreed_by", _AGREED_BY, width=24),
            Heading("Date", "date", "When it was agreed.", Holds.DATE, width=18),
        ),
    ),
    Sheet(
        "Changes",
        "Changes that people know of and a comparison of two registers can't: a risk renumbered, merged, closed.",
        (
            Heading("Organisation", "organisation", "Whose register.", Holds.ORGANISATION, needed=True, width=16),
            Heading("Risk", "risk", _RISK_IDS, Holds.IDS, needed=True, width=12),
            Heading("What", "what", "What happened to it.", Holds.WORD, needed=True, words=CHANGE_WORDS, width=14),
            Heading("Was", "was", "Its id or owner before.", Holds.IDS, width=16),
            Heading("Now", "now", "Its id or owner now.", Holds.IDS, width=16),
            Heading("Reason", "reason", "Why. Printed.", width=40),
            Heading("Agreed by", "agreed_by", _AGREED_BY, width=24),
            Heading("Date", "date", "When.", Holds.DATE, width=18),
        ),
    ),
    Sheet(
        "Acronyms",
        "Short forms used in the report and what they stand for. Printed under 'Definitions and key'.",
        (
            Heading("Short", "short", "Such as PCP.", Holds.IDS, needed=True, width=16),
            Heading("Long", "long", "Such as Police and Crime Plan.", needed=True, width=60),
        ),
    ),
    Sheet(
        "Promises",
        "What the Panel asked for, printed as 'What the Panel asked for' until it is kept.",
        (
            Heading("Promise", "promise", "What was promised.", needed=True, width=60),
            Heading("Asked by", "asked_by", "Who asked.", width=22),
            Heading("Made", "made", "When it was promised.", Holds.DATE, width=18),
            Heading("Due", "due", "When it is due.", Holds.DATE, width=18),
            Heading("Kept", "kept", "Blank, or how and when it was kept.", width=48),
        ),
    ),
    Sheet(
        "Accepted",
        "Findings that you have decided to live with, who decided it and until when. They stay listed.",
        (
            Heading("Finding", "finding", "Its code, as the review page prints it, such as owner-missing.", needed=True, width=26),
            Heading("Subject", "subject", "What it is about, as the review page prints it, such as North R07. One row accepts one finding: where several are about it, add the cell, such as North R07, E9.", Holds.IDS, needed=True, width=26),
            Heading("Reason", "reason", "Why it is accepted.", needed=True, width=44),
            Heading("Accepted by", "accepted_by", "Who accepted it.", needed=True, width=24),
            Heading("Until", "until", "The last day. It is held against the meeting date.", Holds.DATE, width=18),
        ),
    ),
    Sheet(
        "Checks",
        "Where your organisations weigh a kind of finding otherwise than the program does.",
        (
            Heading("Finding", "finding", "Its code, as the review page prints it.", needed=True, width=26),
            Heading("Severity", "severity", "How it is to be weighed.", Holds.WORD, needed=True, words=SEVERITY_WORDS, width=18),
            Heading("Reason", "reason", "Why.", width=48),
        ),
    ),
)  # fmt: skip

BY_NAME: dict[str, Sheet] = {sheet.name: sheet for sheet in SHEETS}

# Where the organisations' own columns stand in Alignment: after this field.
ORGANISATIONS_AFTER = "name"


def headings_of(sheet: Sheet, organisations: tuple[str, ...]) -> tuple[Heading, ...]:
    """The headings of a sheet in order, with Alignment's one for each organisation."""
    if sheet.name != ALIGNMENT:
        return sheet.headings
    own = tuple(
        Heading(name, name, f"{_RISK_IDS} Several: with commas between them. Blank: it has no risk here.", Holds.IDS, needed=True, width=max(14, len(name) + 4), organisation=True)
        for name in organisations
    )  # fmt: skip
    after = sheet.headings.index(sheet.heading(ORGANISATIONS_AFTER)) + 1
    return sheet.headings[:after] + own + sheet.headings[after:]

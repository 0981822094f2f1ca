"""The vocabulary as types: what the users' files hold, with the place of every value.

All records are frozen. ``None`` (or an empty tuple) means "not stated": unknown is never a default.
Texts have been cleaned once, on the way in (see ``ingest.cleaning``), and are never cleaned again.
``unknown``, in any record: field → the visible mark (see ``marks``) for what can't be read there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, StrEnum
from itertools import pairwise, takewhile

from pipeline.model.labels import label

Number = int | float
Level = Number | str  # a number as a number, a word scale as its word


class Trend(StrEnum):
    """Movement of the risk itself, never of the organisation's position."""

    RISING = "rising"
    SAME = "same"
    FALLING = "falling"
    NEW = "new"


class ControlKind(StrEnum):
    JOINT = "Joint"
    POTENTIAL = "Potential"


class InPlace(StrEnum):
    YES = "Yes"
    PARTLY = "Partly"
    NO = "No"


class Working(StrEnum):
    YES = "Yes"
    PARTLY = "Partly"
    NO = "No"
    NOT_TESTED = "Not tested"


class Assurance(StrEnum):
    """Who says that a control works: the three lines model, and outside bodies."""

    FIRST = "1st line"
    SECOND = "2nd line"
    THIRD = "3rd line"
    EXTERNAL = "External"


class ControlStatus(StrEnum):
    """What In place and Working say together at the meeting date. Never a colour."""

    WORKING = "Working"
    NOT_PROVEN = "In place, not proven"
    PARTLY_WORKING = "In place, partly working"
    NOT_WORKING = "In place, not working"
    PARTLY_IN_PLACE = "Partly in place"
    NOT_IN_PLACE = "Not in place"
    NOT_ASSESSED = "Not assessed"


class ShownWorking(StrEnum):
    """How far the joint controls of an aligned risk are shown to be working."""

    NONE_THERE = "No joint controls"
    NOT_ASSESSED = "Not assessed"
    ALL = "All shown"
    MOSTLY = "Mostly shown"
    PARTLY = "Partly shown"
    NONE = "None shown"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands, as the user would find it: ``met-register.xlsx``, ``Corporate risks``, ``D7``.

    In a Word file ``sheet`` is the heading above and ``cell`` is "paragraph 4" or "table 1 C2".
    """

    file: str = ""
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        sheet = self.sheet and (
            f"under '{self.sheet}'" if self.file.lower().endswith(".docx") else f"sheet '{self.sheet}'"
        )
        return ", ".join(part for part in (self.file, sheet, self.cell) if part)


@dataclass(frozen=True, slots=True)
class Source:
    """The row a record was read from, and the cell of each of its fields.

    ``cells``: field name → address, as in ``{"owner": "D7", "current.likelihood": "G7"}``. A field
    whose column exists has an address even where the cell is blank.
    """

    file: str
    sheet: str
    row: int
    cells: Mapping[str, str] = field(default_factory=dict)

    def place(self, name: str = "") -> Place:
        """The place of one field; of the row where that field has no column."""
        return Place(self.file, self.sheet, self.cells.get(name) or f"row {self.row}")


# --- registers -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Exposure:
    """One stage of a risk (inherent, current, target) on its organisation's own scale."""

    likelihood: Level | None = None
    impact: Level | None = None
    score: Level | None = None
    rating: str | None = None  # the register's own word

    @property
    def stated(self) -> bool:
        """Whether the register says anything about this stage."""
        return any(value is not None for value in (self.likelihood, self.impact, self.score, self.rating))

    @property
    def number(self) -> Number | None:
        """The score as a number, or likelihood × impact where only those are numbers."""
        if isinstance(self.score, (int, float)):
            return self.score
        if isinstance(self.likelihood, (int, float)) and isinstance(self.impact, (int, float)):
            return self.likelihood * self.impact
        return None


@dataclass(frozen=True, slots=True)
class Risk:
    """A row of a register as understood. Field names are those of ``read --json``."""

    organisation: str
    id: str
    source: Source
    title: str | None = None
    description: str | None = None
    cause: str | None = None
    consequence: str | None = None
    category: str | None = None
    owner: str | None = None
    inherent: Exposure = Exposure()
    current: Exposure = Exposure()
    target: Exposure = Exposure()
    previous_score: Level | None = None
    trend: Trend | None = None
    trend_reason: str | None = None
    appetite: str | None = None
    controls: tuple[str, ...] = ()
    control_effectiveness: str | None = None
    actions: tuple[str, ...] = ()
    status: str | None = None
    restricted: str | None = None  # the reason, where the register itself restricts the risk
    last_reviewed: date | None = None
    next_review: date | None = None
    unknown: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """The description as reported: the description, else the title."""
        return self.description or self.title or ""


@dataclass(frozen=True, slots=True)
class Column:
    """What a column of a register was taken for. ``how``: layout, exact, near or values."""

    letter: str
    heading: str
    banner: str
    field: str
    how: str


@dataclass(frozen=True, slots=True)
class Register:
    """One organisation's register as read. ``rows``: number of rows by kind, every row of the region once."""

    organisation: str
    file: str
    sheet: str
    header_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    ignored_columns: tuple[Column, ...]
    rows: Mapping[str, int]
    risks: tuple[Risk, ...]
    rows_of_kind: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # row kind → its row numbers
    other_sheets: tuple[str, ...] = ()  # of the file; not read
    shown: Mapping[Place, str] = field(default_factory=dict, repr=False, compare=False)  # cell → what a reader sees

    def risk(self, risk_id: str) -> Risk | None:
        """The risk with exactly this id."""
        return next((risk for risk in self.risks if risk.id == risk_id), None)


# --- the mapping workbook ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Post:
    """A post-holder and the address of the post, from ``Role <address>``."""

    role: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    panel: str
    date: date
    title: str
    report_by: str
    period: str
    authors: tuple[Post, ...]
    source: Source  # cells: setting name in lower case with underscores → address of its value; author[0], author[1] …
    agenda_item: str | None = None
    marking: str | None = None
    review_months: int = 12
    cleared_by: tuple[Post, ...] = ()
    public_contact: str | None = None
    unknown: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Band:
    """A named stretch of scores, both ends included: ``High`` 10-15. A score belongs to the last
    band whose ``low`` it reaches, so 9.98 is still the band below 10.
    """

    name: str
    low: Number
    high: Number


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body with its own register and its own scale. ``bands`` run from lowest to highest."""

    name: str
    source: Source
    full_name: str = ""
    also_called: tuple[str, ...] = ()
    register: str = ""  # a file name or pattern
    sheet: str | None = None
    as_at: date | None = None
    likelihood_levels: int | None = None
    impact_levels: int | None = None
    bands: tuple[Band, ...] = ()
    appetite: str | None = None  # the highest band tolerated
    unknown: Mapping[str, str] = field(default_factory=dict)

    def band_named(self, word: str | None) -> Band | None:
        """The band of this name, without regard to case and spacing."""
        wanted = " ".join((word or "").split()).casefold()
        return next((band for band in self.bands if band.name.casefold() == wanted), None)

    def band_of(self, score: Number | None) -> Band | None:
        """The band a score falls in; None outside the scale."""
        if score is None or not self.bands or score < self.bands[0].low or score > self.bands[-1].high:
            return None
        return next(band for band in reversed(self.bands) if score >= band.low)


@dataclass(frozen=True, slots=True)
class AlignmentRow:
    """Which register risks are reported under one aligned risk. ``ids``: organisation name → ids; ``unknown``
    also by organisation name.
    """

    number: int
    name: str
    ids: Mapping[str, tuple[str, ...]]
    source: Source  # cells: also each organisation's name → address
    residual_risk: str | None = None
    trend_reason: str | None = None
    formerly: tuple[str, ...] = ()
    withdrawn: bool = False
    restricted: str | None = None
    comment: str | None = None
    unknown: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Control:
    """A row of the Controls sheet. ``kind``, ``in_place``, ``working`` and ``assurance`` are None both
    where blank and where the word is unknown; ``unknown`` then holds its mark.
    """

    reference: str
    aligned_risk: str  # the name in Alignment; as written where it names none
    name: str
    source: Source
    description: str | None = None
    kind: ControlKind | None = None
    run_by: tuple[str, ...] = ()  # empty: all organisations with a risk there; a mark for a name that is none
    owner: str | None = None
    in_place: InPlace | None = None
    working: Working | None = None
    assurance: Assurance | None = None
    evidence: str | None = None
    last_checked: date | None = None
    review_months: int | None = None
    due: date | None = None
    progress: str | None = None
    restricted: str | None = None
    unknown: Mapping[str, str] = field(default_factory=dict)
    reference_proposed: bool = False  # blank in the sheet: match it by name, the proposal may change


@dataclass(frozen=True, slots=True)
class AgreedWording:
    """A row of Wording: what was agreed to be reported in place of the register's text; a mark where that
    can't be read. ``field``: description or owner.
    """

    organisation: str
    risk: str
    field: str
    as_reported: str
    source: Source
    reason: str | None = None
    agreed_by: str | None = None
    date: date | None = None


@dataclass(frozen=True, slots=True)
class KnownChange:
    """A row of Changes. ``what``: renumbered, merged, closed, withdrawn, new owner. ``organisation``: "" where the cell is
    blank, as for a control: ``risk`` is then its reference or name.
    """

    organisation: str
    risk: str
    what: str
    source: Source
    was: str | None = None
    now: str | None = None
    reason: str | None = None
    agreed_by: str | None = None
    date: date | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """A row of Promises: what the Panel asked for. ``kept`` is the text as written: blank is not kept."""

    promise: str
    source: Source
    asked_by: str | None = None
    made: date | None = None
    due: date | None = None
    kept: str | None = None
    unknown: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A row of Accepted: a finding someone has decided to live with."""

    finding: str
    subject: str
    source: Source
    reason: str | None = None
    accepted_by: str | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class SeverityChange:
    """A row of Checks: the severity this body gives a finding."""

    finding: str
    severity: str
    source: Source
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class MappingWorkbook:
    """The mapping workbook as read."""

    file: str
    meeting: Meeting
    organisations: tuple[Organisation, ...]
    alignment: tuple[AlignmentRow, ...]  # in report order
    controls: tuple[Control, ...]
    wording: tuple[AgreedWording, ...] = ()
    changes: tuple[KnownChange, ...] = ()
    acronyms: Mapping[str, str] = field(default_factory=dict)  # short → long
    acronym_sources: Mapping[str, Source] = field(default_factory=dict)  # by the short form
    promises: tuple[Promise, ...] = ()
    accepted: tuple[Acceptance, ...] = ()
    severities: tuple[SeverityChange, ...] = ()
    no_organisations: tuple[str, ...] = ()  # a mark for each row of Organisations that can't be one
    unknown: Mapping[str, str] = field(default_factory=dict)  # "controls", where the sheet is missing
    shown: Mapping[Place, str] = field(default_factory=dict, repr=False, compare=False)  # cell → what a reader sees

    def organisation(self, name: str) -> Organisation:
        """The organisation of this name. Raises KeyError: names were checked on reading."""
        for organisation in self.organisations:
            if organisation.name == name:
                return organisation
        raise KeyError(name)


# --- the narrative ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with one look. ``link``: an http(s) or mailto address, or empty."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""


class BlockKind(StrEnum):
    PARAGRAPH = "paragraph"
    SUBHEADING = "subheading"  # Heading 2 or lower in the narrative
    BULLET = "bullet"
    NUMBERED = "numbered"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How a level of a list counts. ``form``: Word's name for its numbers; ``text``: what stands around them, with
    %1 for the number of the outermost level …; ``legal``: all numbers in digits.
    """

    form: str
    start: int
    text: str
    legal: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """What a numbered entry counts as. ``list``: which list it belongs to; ``counts``: the number at each level, from
    the outermost to its own; ``levels``: of the list, from the outermost, empty for a list as the template has it;
    ``label``: what stands in front of it in the narrative, empty where that is not known.
    """

    list: str = ""
    counts: tuple[int, ...] = (1,)
    levels: tuple[ListLevel, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a list entry or a simple table. ``rows``: rows × cells × runs; row 0 is the heading row.
    ``level``: 0 for a list's outermost entries, and for headings right below the section's own.
    """

    kind: BlockKind
    runs: tuple[Run, ...] = ()
    level: int = 0
    rows: tuple[tuple[tuple[Run, ...], ...], ...] = ()
    place: Place = Place()
    counted: Counted = Counted()  # of a numbered entry
    by_fields: tuple[str, ...] = ()  # the texts in it that came in by a field
    style: str = ""  # the name of a plain paragraph's style in the narrative, where it is none of body text

    @property
    def number(self) -> int:
        """Of a numbered entry: what it counts as on its level."""
        return self.counted.counts[-1]

    @property
    def text(self) -> str:
        """The words alone; a table's cells joined by tabs and its rows by newlines."""
        if self.kind is BlockKind.TABLE:
            return "\n".join("\t".join("".join(run.text for run in cell) for cell in row) for row in self.rows)
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class NarrativeSection:
    """``key``: the heading in lower case with underscores, as used in templates."""

    key: str
    heading: str
    blocks: tuple[Block, ...]
    place: Place

    @property
    def text(self) -> str:
        return "\n".join(block.text for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Narrative:
    """The officer's words by section. The blocks may hold fields until ``report.words`` has filled them."""

    file: str
    sections: tuple[NarrativeSection, ...]
    shown: Mapping[Place, str] = field(default_factory=dict, repr=False, compare=False)  # paragraph → as written

    def section(self, key: str) -> NarrativeSection | None:
        return next((section for section in self.sections if section.key == key), None)


# The sections of narrative.docx: key, heading, whether it must be there.
NARRATIVE_SECTIONS: tuple[tuple[str, str, bool], ...] = (
    ("purpose", "Purpose", True),
    ("key_considerations", "Key considerations", True),
    ("interdependencies", "Interdependencies", True),
    ("recommendations", "Recommendations", True),
    ("supporting_information", "Supporting information", True),
    ("equality_and_diversity", "Equality and diversity", True),
    ("financial_implications", "Financial implications", True),
    ("legal_implications", "Legal implications", True),
    ("risk_implications", "Risk implications", True),
    ("background_papers", "Background papers", False),
)


# --- reconciled ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AssessedControl:
    """A control and what its answers amount to at the meeting date."""

    control: Control
    status: ControlStatus
    fresh: bool
    stale: bool  # checked, but longer ago than its review period
    overdue: bool  # due before the meeting and not in place
    run_by: tuple[str, ...]  # names, with blank resolved to all organisations that have a risk here


@dataclass(frozen=True, slots=True)
class ReportedRisk:
    """A register risk as it is reported under an aligned risk.

    ``rating`` is a band of the organisation (or None), by the rule of the current rating; ``previous``
    is what the last issued record said of it.
    """

    risk: Risk
    rating: Band | None
    target_rating: Band | None
    trend: Trend | None  # as printed: declared, else worked out
    trend_declared: bool
    appetite: Band | None
    above_appetite: bool
    previous: PastRisk | None = None
    wordings: Mapping[str, AgreedWording] = field(default_factory=dict)  # by field: agreed, in place of the register's
    scale_then: PastOrganisation | None = None  # its organisation's in the last issued record

    @property
    def description(self) -> str:
        """The words printed."""
        agreed = self.wordings.get("description")
        return agreed.as_reported if agreed else self.risk.words

    @property
    def owner(self) -> str | None:
        """The owner printed."""
        agreed = self.wordings.get("owner")
        return agreed.as_reported if agreed else self.risk.owner

    def place(self, name: str) -> Place:
        """Where the words printed of a field stand: in the Wording sheet where they were agreed, else in the register."""
        agreed = self.wordings.get(name)
        return agreed.source.place("as_reported") if agreed else self.risk.source.place(name)


@dataclass(frozen=True, slots=True)
class Position:
    """Where one organisation stands on one aligned risk. No ``risks`` and no ``missing``: it has no risk here."""

    organisation: Organisation
    risks: tuple[ReportedRisk, ...]
    missing: tuple[str, ...] = ()  # mapped ids that are not in the register

    @property
    def highest(self) -> ReportedRisk | None:
        """The reported risk with the highest current rating (by score within a band); the first of equals."""
        rated = [risk for risk in self.risks if risk.rating is not None]
        if not rated:
            return self.risks[0] if self.risks else None
        return max(rated, key=lambda r: (r.rating.low if r.rating else 0, r.risk.current.number or 0))


@dataclass(frozen=True, slots=True)
class AlignedRisk:
    """A theme and everything reported under it. ``positions``: one for every organisation, in their order."""

    row: AlignmentRow
    positions: tuple[Position, ...]
    joint: tuple[AssessedControl, ...]
    potential: tuple[AssessedControl, ...]
    shown_working: ShownWorking

    @property
    def number(self) -> int:
        return self.row.number

    @property
    def name(self) -> str:
        return self.row.name

    @property
    def label(self) -> str:
        """The heading it stands under: ``Risk 1: Safeguarding``."""
        return label(self.row.number, self.row.name)


# --- what was issued before ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PastRisk:
    """A register risk as the last issued record has it."""

    organisation: str
    id: str
    title: str | None = None
    description: str | None = None
    owner: str | None = None
    current: Exposure = Exposure()
    target: Exposure = Exposure()
    rating: str | None = None
    trend: Trend | None = None  # as printed then
    appetite: str | None = None
    as_reported: str | None = None  # the agreed words that were printed in place of the register's own
    owner_reported: str | None = None  # the same of its owner; "" where none was printed
    restricted: str | None = None  # the reason, where the register restricted it
    trend_unread: bool = False  # an old Word paper prints one that could not be read
    unstated: frozenset[str] = frozenset()  # current, target, owner, trend, words: of what the record can't tell
    also: Mapping[str, str] = field(
        default_factory=dict, repr=False, compare=False
    )  # what else was printed, by its key

    @property
    def owner_printed(self) -> str | None:
        """The owner that the report named."""
        return self.owner if self.owner_reported is None else self.owner_reported

    @property
    def words_printed(self) -> str:
        """The description that the report gave."""
        return (self.description or self.title or "") if self.as_reported is None else self.as_reported


@dataclass(frozen=True, slots=True)
class PastControl:
    reference: str
    name: str
    kind: ControlKind | None = None
    status: ControlStatus | None = None
    due: date | None = None
    description: str | None = None
    evidence: str | None = None
    progress: str | None = None
    restricted: str | None = None
    also: Mapping[str, str] = field(
        default_factory=dict, repr=False, compare=False
    )  # what else was printed, by its key


@dataclass(frozen=True, slots=True)
class PastAlignedRisk:
    number: int
    name: str
    risks: tuple[PastRisk, ...]
    controls: tuple[PastControl, ...]
    level: ShownWorking | None = None
    trend_reason: str | None = None
    restricted: str | None = None
    unstated: frozenset[str] = frozenset()  # risks, controls, trend_reason: of what the record can't tell
    also: Mapping[str, str] = field(
        default_factory=dict, repr=False, compare=False
    )  # what else was printed, by its key

    @property
    def label(self) -> str:
        """What the report called it: ``Risk 3: Money``."""
        return label(self.number, self.name)


@dataclass(frozen=True, slots=True)
class PastOrganisation:
    """An organisation as it stood in a record: ``as_at`` is its register's date then."""

    name: str
    as_at: date | None = None
    likelihood_levels: int | None = None
    impact_levels: int | None = None
    bands: tuple[Band, ...] = ()
    also: Mapping[str, str] = field(
        default_factory=dict, repr=False, compare=False
    )  # what else was printed, by its key


@dataclass(frozen=True, slots=True)
class PastReport:
    """A record.json as read back. ``file``: its path below the outputs folder, with forward slashes.
    ``other_risks``: the registers' risks that stood under no aligned risk.
    """

    file: str
    panel: str
    title: str
    meeting_date: date
    period: str
    state: str  # made, draft or issued
    aligned_risks: tuple[PastAlignedRisk, ...]
    other_risks: tuple[PastRisk, ...] = ()
    inputs: Mapping[str, str] = field(default_factory=dict)  # "role file" → sha256
    narrative: Mapping[str, str] = field(default_factory=dict)  # heading → text
    organisations: tuple[PastOrganisation, ...] = ()
    other_panels: tuple[str, ...] = ()  # what else it called its panel and itself: before it was edited, or in places
    other_titles: tuple[str, ...] = ()
    unstated: frozenset[str] = frozenset()  # organisations: where the record does not list them

    def tells(self, what: str) -> bool:
        """Whether it holds the ``risks`` or the ``controls`` of every aligned risk: else none can be called new."""
        return not any(what in theme.unstated for theme in self.aligned_risks)


@dataclass(frozen=True, slots=True)
class History:
    """What was issued before. ``last``: the report to compare with. ``earlier``: those issued before it, the newest
    first. ``unreadable``: the file of an issued record that may be the last and can't be read; ``last`` is then None,
    as a comparison with an older one would be wrong.
    """

    last: PastReport | None = None
    earlier: tuple[PastReport, ...] = ()
    unreadable: str = ""

    @property
    def records(self) -> tuple[PastReport, ...]:
        """All that the report may rest on, the newest first."""
        return (self.last, *self.earlier) if self.last else ()


# --- movement --------------------------------------------------------------------------------


class ChangeKind(StrEnum):
    """What can change between two reports, in the order of printing."""

    ORGANISATION_JOINED = "Organisation new to this report"
    ORGANISATION_LEFT = "Organisation no longer in this report"
    SCALE_CHANGED = "Scale changed"
    ALIGNED_NEW = "New aligned risk"
    ALIGNED_RETURNED = "Aligned risk reported again"
    ALIGNED_WITHDRAWN = "Aligned risk withdrawn"
    ALIGNED_RENAMED = "Aligned risk renamed"
    RISK_NEW = "Register risk new to this report"
    RISK_RETURNED = "Register risk reported again"
    RISK_GONE = "Register risk no longer reported"
    RISK_RENUMBERED = "Register risk re-numbered"
    RISK_REOWNED = "Risk owner changed"
    RISK_RESCORED = "Re-scored"
    TREND_CHANGED = "Trend changed"
    RISK_REWORDED = "Re-worded"
    CONTROL_NEW = "New control"
    CONTROL_GONE = "Control no longer listed"
    CONTROL_NOW_JOINT = "Potential control now joint"
    CONTROL_NOW_POTENTIAL = "Joint control now potential"
    STATUS_UP = "Control status improved"
    STATUS_DOWN = "Control status worsened"
    STATUS_OTHER = "Control status changed"  # neither better nor worse: to or from Not assessed
    EVIDENCE_OLD = "Evidence now too old"  # in place of STATUS_DOWN where only time has passed
    DUE_MOVED = "Due date moved"
    LEVEL_CHANGED = "Joint controls shown to be working"


@dataclass(frozen=True, slots=True)
class StageThen:
    """A stage of a risk (current or target) as one of two reports has it. ``words``: "High (12)", "Likelihood 3,
    impact 4", "Not scored"; ``band`` and ``score`` where these are its words. ``stated``: whether it is scored at all.
    """

    words: str
    band: str = ""
    score: str = ""
    stated: bool = True


@dataclass(frozen=True, slots=True)
class Rescored:
    """``current`` and ``target``: then and now, each None where it is as it was. ``moved``: which way the current went;
    None where nothing that compares tells. ``other_bands``: the two ratings are of different bands.
    """

    current: tuple[StageThen, StageThen] | None
    target: tuple[StageThen, StageThen] | None
    moved: Trend | None = None
    other_bands: bool = False


@dataclass(frozen=True, slots=True)
class Retrended:
    """``mark``: what stands in the place of a trend that is not known."""

    was: Trend | None
    now: Trend | None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Reowned:
    """The owners as reported; None for no owner."""

    was: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class Rescaled:
    """The scales in words. ``levels``: whether the levels changed, so that no score compares; else the bands alone
    did. ``alone``: the ratings that are others by this alone, in words.
    """

    was: str
    now: str
    levels: bool
    alone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """``controls``: those that left with the aligned risk, by reference and name."""

    controls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ControlMoved:
    """The control of a change, and then and now of what the change is about; None also where that is not stated.
    ``due_mark``: what stands in the place of a due date that is not known.
    """

    reference: str
    name: str
    kinds: tuple[ControlKind | None, ControlKind | None] = (None, None)
    status: ControlStatus | None = None  # now
    due: tuple[date | None, date | None] = (None, None)
    due_mark: str = ""


Detail = Rescored | Retrended | Reowned | Rescaled | Withdrawn | ControlMoved


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is not as it was last time. ``was`` and ``now`` are words ready for a table; ``detail``: the same
    as values, of a change of scores, trend, owner or scale, of an aligned risk withdrawn and of a control.
    """

    kind: ChangeKind
    aligned_risk: str  # its label, "Risk 2: Governance"
    organisation: str  # empty where it is about the theme or a control
    item: str  # register risk id, control reference and name, or empty
    was: str
    now: str
    reason: str | None = None
    place: Place = Place()
    detail: Detail | None = None


class Besides(Enum):
    """What is printed and makes no ``Change`` of its own: one of it, and several."""

    NUMBER = "number of an aligned risk", "numbers of aligned risks"
    RESIDUAL_RISK = "residual risk", "residual risks"
    TREND_REASON = "reason for a trend", "reasons for trends"
    APPETITE = "appetite", "appetites"
    CONTROL_REFERENCE = "reference of a control", "references of controls"
    CONTROL_NAME = "name of a control", "names of controls"
    CONTROL_DESCRIPTION = "description of a control", "descriptions of controls"
    RUN_BY = "list of who runs a control", "lists of who runs a control"
    CONTROL_OWNER = "owner of a control", "owners of controls"
    ANSWER = "answer about a control", "answers about controls"
    EVIDENCE = "piece of evidence", "pieces of evidence"
    LAST_CHECKED = "date of a last check", "dates of last checks"
    REVIEW_MONTHS = "review period", "review periods"
    PROGRESS = "account of progress", "accounts of progress"

    @property
    def one(self) -> str:
        return self.value[0]

    @property
    def many(self) -> str:
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Rated:
    """What one report says of an organisation under an aligned risk: the highest rating of the ``risks`` that it then
    had there, as printed, and its score. ``rank``: of its band among those of today, 0 for the lowest; None where it
    was not rated, or the ``other_scale`` of then does not compare. ``top``: whether it was the highest band then.
    """

    date: date  # of the meeting
    risks: int = 0
    rating: str | None = None
    score: Number | None = None
    rank: int | None = None
    top: bool = False
    other_scale: bool = False


@dataclass(frozen=True, slots=True)
class RatingSeries:
    """How an organisation has rated an aligned risk: ``points`` of the reports issued, the oldest first, and of this
    one. A report that did not have the aligned risk has a point without risks.
    """

    aligned_risk: str  # its label, "Risk 2: Governance"
    organisation: str
    points: tuple[Rated, ...]

    @property
    def in_top_band(self) -> int:
        """How many reports running, this one the last of them, rate it in the highest band."""
        return len(tuple(takewhile(lambda point: point.top, reversed(self.points))))


@dataclass(frozen=True, slots=True)
class DueDates:
    """The due dates that the reports have given of a control, the oldest first, this one's last; None where a report
    gave none. They go back to the first report that has the control.
    """

    aligned_risk: str
    reference: str
    name: str
    points: tuple[tuple[date, date | None], ...]  # date of the meeting, due date

    @property
    def given(self) -> tuple[date, ...]:
        """The dates alone, without those reports that gave none."""
        return tuple(due for _, due in self.points if due is not None)

    @property
    def put_back(self) -> int:
        """How often its date has become a later one."""
        return sum(now > then for then, now in pairwise(self.given))


@dataclass(frozen=True, slots=True)
class Movement:
    """``previous`` is None on a first report, and where the record of the last one can't be read: ``unreadable`` is
    then its file. ``others``: changes of register risks under no aligned risk; they are counted in the report and
    listed only in the review page. ``earlier``: the reports issued before ``previous``, the newest first.

    ``ratings``: one for each aligned risk and organisation, in report order. ``due_dates``: one for each control.
    Of a first report, and where the last can't be read, they have a single point.

    ``labels``: the label of each aligned risk of ``previous`` that a row of Alignment goes on with → that row's now.
    """

    previous: PastReport | None
    changes: tuple[Change, ...] = ()
    others: tuple[Change, ...] = ()
    earlier: tuple[PastReport, ...] = ()
    unreadable: str = ""
    ratings: tuple[RatingSeries, ...] = ()
    due_dates: tuple[DueDates, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    besides: Mapping[Besides, int] = field(default_factory=dict)  # how many are others than in ``previous``

    def label_now(self, aligned_risk: str) -> str:
        """The label now of the aligned risk that has this label, or had it in ``previous``."""
        return self.labels.get(aligned_risk, aligned_risk)

    def dues_of(self, aligned_risk: str, reference: str, name: str) -> DueDates | None:
        """The due dates of a control under the aligned risk of this label."""
        wanted = (aligned_risk, reference, name)
        return next((one for one in self.due_dates if (one.aligned_risk, one.reference, one.name) == wanted), None)


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file the report was made from. ``role``: mapping, narrative, register, layout, template, previous."""

    role: str
    file: str
    sha256: str
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a report is about, typed. ``compose`` turns it into the words of the page."""

    mapping: MappingWorkbook
    registers: tuple[Register, ...]  # in the order of the organisations
    narrative: Narrative
    aligned_risks: tuple[AlignedRisk, ...]  # active ones, in report order
    movement: Movement
    inputs: tuple[InputFile, ...]

    @property
    def meeting(self) -> Meeting:
        return self.mapping.meeting

    @property
    def organisations(self) -> tuple[Organisation, ...]:
        return self.mapping.organisations

    def shown_at(self, place: Place) -> str | None:
        """What a reader of the inputs sees at a place, "" where it is blank; None where it is no single cell or
        paragraph of theirs.
        """
        known = (self.mapping.shown, self.narrative.shown, *(register.shown for register in self.registers))
        return next((shown[place] for shown in known if place in shown), None)

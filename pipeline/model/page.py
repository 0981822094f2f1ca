"""The words of the report as they will stand on the page: what templates may use.

``report.compose`` fills these from the typed records; the template places them; ``report.verify``
looks for them in the file that was built; the appendix workbook holds the same rows. Every leaf is a
plain string, ready to print: "" where there is nothing to say. A tuple is there to loop over. Field
names are the names of the template's tags. No field may be named like a method of a dict or list.

The tree is turned into dicts and lists for the template, except for the three kinds of native content,
which the template places by a tag alone in its paragraph: a section of the narrative (``tuple[Block, …]``),
a ``HeatMap`` and the ``Contents``. They take the place of that paragraph, and its style is the style of body text.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.records import Block


@dataclass(frozen=True, slots=True)
class PostText:
    role: str  # "Head of Risk"
    address: str  # "risk@example.org"


@dataclass(frozen=True, slots=True)
class MeetingText:
    panel: str  # "Audit Panel"
    date: str  # "Tuesday 19 December 2017"
    date_short: str  # "19 December 2017"
    title: str  # "Alignment of the Risks of North and South"
    report_by: str  # "The Head of Risk of North"; who brings the report
    period: str  # "Quarter 3 2017-18"
    agenda_item: str  # "7"
    marking: str  # "OFFICIAL"
    authors: tuple[PostText, ...]
    cleared_by: tuple[PostText, ...]
    public_contact: str  # "risk@example.org"; whom the public may ask
    review_period: str  # "12 months"; how old evidence on a control may be


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One cell of a heat map. ``risks``: the numbers of the aligned risks that stand here, "1, 3"."""

    likelihood: str  # "5"
    impact: str  # "4"
    band: str  # the band's name; its short form stands in the cell so that colour never speaks alone
    shade: str  # fill as RRGGBB, from pale to dark with the band's rank; text on it is black
    risks: str  # "1, 3"
    short: str = ""  # the band's short form, "VH": no two bands of an organisation share one; "–" in no band


@dataclass(frozen=True, slots=True)
class HeatMap:
    """One organisation's current ratings on its own scale. ``rows``: highest likelihood first, each with
    the impacts from lowest to highest.
    """

    organisation: str
    likelihood_heading: str  # "Likelihood 5"... stands in the first column of each row
    rows: tuple[tuple[HeatCell, ...], ...]
    bands: tuple[
        HeatCell, ...
    ]  # the key: one cell a band, lowest first, and one for no band; likelihood and impact empty


@dataclass(frozen=True, slots=True)
class OrganisationText:
    name: str  # "North"
    full_name: str  # "North Council"
    as_at: str  # "1 December 2017"
    register: str  # "north-register.xlsx"; the file's name
    scale: str  # "likelihood 1-5, impact 1-5"
    bands: str  # "Low 1-4, Medium 5-9, High 10-15, Very high 16-25"
    appetite: str  # "Medium"
    heat_map: HeatMap | None  # nothing where the scale is not known
    not_placed: str  # "Not on the map: Risk 3 (no likelihood and impact as numbers)." or ""


@dataclass(frozen=True, slots=True)
class AlignedRisksText:
    """For sentences: ``{{ aligned_risks.names }}``."""

    names: str  # "Safeguarding, Governance, Money and Insight"
    count: str  # "4"
    count_in_words: str  # "four"
    organisations: str  # "North and South"
    rising: str  # "Money (South)"; "none" where there is none
    falling: str  # "Governance (North)"; "none" where there is none
    above_appetite: str  # the aligned risks with a position above appetite, "Safeguarding and Money"; "none"


@dataclass(frozen=True, slots=True)
class RiskRow:
    """A row of an aligned risk's table: one register risk, or "No risk of this organisation is reported here."."""

    description: str  # carries visible marks such as "[not found: M07]" in a draft
    organisation: str  # "North"; whose risk it is
    owner: str  # "Chief Finance Officer"
    trend: str  # "↑ Rising"
    reference: str  # the id in the register
    rating: str  # "High (12)"


@dataclass(frozen=True, slots=True)
class ResidualRow:
    """What remains, an organisation a row."""

    organisation: str  # "North"
    rating: str  # "High (12), the highest of 2"
    target: str  # "Medium (8)"
    appetite: str  # "Medium"
    against_appetite: str  # "Above appetite" / "Within appetite" / "Appetite not stated"


@dataclass(frozen=True, slots=True)
class ControlText:
    """A control under its aligned risk."""

    reference: str  # "C12"
    name: str  # "Safeguarding oversight board"
    description: str  # "Meets each month and follows the plan."; what it does
    status: str  # "In place, not proven"
    run_by: str  # "North, South"; the organisations that run it
    owner: str  # "Head of Strategy"
    due: str  # "31 March 2018"; potential controls
    progress: str  # "Half of the staff are trained."
    note: str  # "Overdue since 30 November 2017." / "Evidence now older than 12 months; not re-tested." / ""


@dataclass(frozen=True, slots=True)
class RiskText:
    """A section of Appendix 1."""

    number: str  # "1"
    name: str  # "Safeguarding"
    heading: str  # "Risk 1: Safeguarding"
    formerly: str  # "Reported as Funding until September 2017." or ""
    rows: tuple[RiskRow, ...]
    trend_reason: str  # "The settlement is lower than was planned for."
    residual_risk: str  # the words of Key residual risks
    residual: tuple[ResidualRow, ...]
    joint_controls: tuple[ControlText, ...]
    potential_controls: tuple[ControlText, ...]
    control_line: str  # "Joint controls shown to be working: 2 of 4 (partly shown)."
    control_exceptions: str  # "Not working: Service area reviews. Not assessed: 1."
    control_remark: str  # "All joint controls are shown to be working, yet the risk is rising." or ""


@dataclass(frozen=True, slots=True)
class GlanceRow:
    """At a glance: a row per aligned risk and organisation."""

    aligned_risk: str  # "1 Safeguarding"
    organisation: str  # "North"
    last_time: str  # "High (12)"; "–" on a first report or for a new risk
    now: str  # "High (12)"; the current rating
    target: str  # "Medium (8)"
    appetite: str  # "Medium"
    trend: str  # "↑ Rising"
    controls: str  # "2 of 4 (partly shown)"
    overdue: str  # "1" or "None"


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """Appendix 2, a control a row."""

    aligned_risk: str  # "1 Safeguarding"
    reference: str  # "C12"
    control: str  # "Safeguarding oversight board"
    kind: str  # "Joint"; or potential
    run_by: str  # "North, South"
    owner: str  # "Head of Strategy"
    in_place: str  # "Yes"
    working: str  # "Yes"
    status: str  # "In place, not proven"
    assurance: str  # "Second line"; who has looked
    evidence: str  # "Internal review"
    last_checked: str  # "30 September 2017"
    due: str  # "31 March 2018"
    progress: str  # "Half of the staff are trained."


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """Appendix 4, a change a row."""

    aligned_risk: str  # "1 Safeguarding"
    organisation: str  # "North"
    what: str  # "Current score"; what changed
    was: str  # "Medium (8)"; the last time
    now: str  # "High (12)"
    reason: str  # "Demand has grown."


@dataclass(frozen=True, slots=True)
class MovementText:
    """What changed since the last report: as bullets, as rows, and by what it is about as sentences for the narrative."""

    sentence: str  # the one that says most, for use inside the narrative
    sentences: tuple[str, ...]  # a bullet each; nothing is said twice
    compared_with: (
        str  # "the report to the meeting of 26 September 2017" / "no earlier report: this is the first report"
    )
    others: str  # "4 other risks in the registers changed; they are outside this report." or ""
    changes: tuple[ChangeRow, ...]
    themes: str = ""  # "Funding is now reported as Money." or "No aligned risk is new, withdrawn or renamed."
    register_risks: str = ""  # "North's risk N07 under Money is now numbered N11."; which are new, gone or re-numbered
    owners: str = ""  # "The owner of North's risk under Money changed from Director to Treasurer."
    ratings: str = ""  # "South's rating of Money rose from Medium (6) to High (9)."; and trends
    wordings: str = ""  # "North's risk under Money is worded anew."; which descriptions changed
    controls: str = ""  # "New control under Money: Budget board (joint)."; new, gone, of another kind or status
    due_dates: str = ""  # "The due date of Budget board (Money) moved from 1 May 2017 to 1 June 2017."
    top_band: str = ""  # "Money has been in the top band of North (Very high) in three reports running." or ""


@dataclass(frozen=True, slots=True)
class PromiseText:
    promise: str  # "A paper on demand"; what the Panel asked for
    asked_by: str  # "The Chair"
    made: str  # "26 September 2017"
    due: str  # "19 December 2017"
    kept: str  # "Kept: …" / "Not yet due" / "Not yet kept" / "Not kept"


@dataclass(frozen=True, slots=True)
class TermText:
    term: str  # "↑ Rising"
    meaning: str  # "the risk is growing"


@dataclass(frozen=True, slots=True)
class DefinitionsText:
    trends: tuple[TermText, ...]  # "↑ Rising": the risk is growing …
    statuses: tuple[TermText, ...]  # of a control
    levels: tuple[TermText, ...]  # of joint controls shown to be working
    assurance: tuple[TermText, ...]  # the lines
    acronyms: tuple[TermText, ...]
    own_scales: str  # each organisation uses its own scale …
    counts_evidence: str  # this counts evidence on joint controls; not an internal audit opinion …


@dataclass(frozen=True, slots=True)
class NarrativeText:
    """The officer's sections, fields filled. Placed by a tag alone in its paragraph."""

    purpose: tuple[Block, ...] = ()
    key_considerations: tuple[Block, ...] = ()
    interdependencies: tuple[Block, ...] = ()
    recommendations: tuple[Block, ...] = ()
    supporting_information: tuple[Block, ...] = ()
    equality_and_diversity: tuple[Block, ...] = ()
    financial_implications: tuple[Block, ...] = ()
    legal_implications: tuple[Block, ...] = ()
    risk_implications: tuple[Block, ...] = ()
    background_papers: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """The contents table: what stands in it is known once the report is filled."""


@dataclass(frozen=True, slots=True)
class Page:
    """Top level of what a template may use."""

    meeting: MeetingText
    overview_title: str  # "North/South joint risk overview", or "Joint risk overview" from four organisations on
    draft_notice: str  # "DRAFT: 2 matters must be fixed before this report is circulated." or ""
    organisations: tuple[OrganisationText, ...]
    aligned_risks: AlignedRisksText
    risks: tuple[RiskText, ...]
    glance: tuple[GlanceRow, ...]
    movement: MovementText
    promises: tuple[PromiseText, ...]
    schedule: tuple[ScheduleRow, ...]
    definitions: DefinitionsText
    narrative: NarrativeText = NarrativeText()
    contents: Contents = Contents()  # each heading of the report, linked; without page numbers

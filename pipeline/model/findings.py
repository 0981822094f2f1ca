"""Findings: one thing a person should know, with its place; and the catalogue of their codes.

A code is stable for ever. Its severity, who can mend it and what to do stand here once; README.md's
"When it stops" lists the same codes, and a test compares the two.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from pipeline.model.records import Place

NOWHERE = Place()


class Severity(StrEnum):
    BLOCK = "block"
    QUERY = "query"
    NOTE = "note"

    @property
    def words(self) -> str:
        """As the reader sees it."""
        return {"block": "Must fix", "query": "Please look", "note": "For information"}[self.value]


class Mender(StrEnum):
    """Who can put it right."""

    REGISTER = "The register's owner"
    OFFICER = "The officer: mapping and narrative"
    LAYOUT = "The officer: layouts"
    TEMPLATE = "The template's keeper"
    EDITOR = "Whoever edits the Word report"


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of finding. ``lowerable``: whether Accepted or Checks may take away its weight. ``leaks``: it says that
    what is restricted may come before those who must not see it.
    """

    code: str
    severity: Severity
    mender: Mender
    means: str
    to_do: str
    lowerable: bool = True
    leaks: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """``subject`` is what it is about ("Met M07", "Risk 2: Governance", a control's reference); with ``code``
    it identifies the finding in the Accepted sheet. ``field`` is a field name of ``read --json``.
    """

    severity: Severity
    code: str
    message: str
    file: str = ""
    sheet: str = ""
    cell: str = ""
    subject: str = ""
    field: str = ""
    remedy: str = ""
    organisation: str = ""  # whose register it is about, where it is about one
    accepted: str = ""  # who accepted it, why and until when; then it no longer blocks

    @property
    def place(self) -> Place:
        return Place(self.file, self.sheet, self.cell)

    def with_severity(self, severity: Severity) -> Finding:
        return replace(self, severity=severity)


def find(
    code: str,
    message: str,
    place: Place = NOWHERE,
    *,
    subject: str = "",
    field: str = "",
    remedy: str = "",
    organisation: str = "",
) -> Finding:
    """A finding with the severity of its code; the catalogue's remedy where none is given.

    Raises KeyError for a code that is not in the catalogue.
    """
    kind = CATALOGUE[code]
    return Finding(
        kind.severity, code, message, place.file, place.sheet, place.cell,
        subject=subject, field=field, remedy=remedy or kind.to_do, organisation=organisation,
    )  # fmt: skip


def blocks(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The open blocks among them."""
    return tuple(f for f in findings if f.severity is Severity.BLOCK and not f.accepted)


def weight(finding: Finding) -> tuple[int, int]:
    """The lower, the more it matters: by its severity; then what leaks, what can't be accepted, and all else."""
    kind = CATALOGUE[finding.code]
    return (list(Severity).index(finding.severity), 0 if kind.leaks else 1 if not kind.lowerable else 2)


def _code(severity: Severity, mender: Mender):  # type: ignore[no-untyped-def]
    def make(code: str, means: str, to_do: str, *, lowerable: bool = True, leaks: bool = False) -> Code:
        return Code(code, severity, mender, means, to_do, lowerable, leaks)

    return make


_register_block = _code(Severity.BLOCK, Mender.REGISTER)
_register_query = _code(Severity.QUERY, Mender.REGISTER)
_register_note = _code(Severity.NOTE, Mender.REGISTER)
_officer_block = _code(Severity.BLOCK, Mender.OFFICER)
_officer_query = _code(Severity.QUERY, Mender.OFFICER)
_officer_note = _code(Severity.NOTE, Mender.OFFICER)
_layout_block = _code(Severity.BLOCK, Mender.LAYOUT)
_layout_query = _code(Severity.QUERY, Mender.LAYOUT)
_layout_note = _code(Severity.NOTE, Mender.LAYOUT)
_editor_block = _code(Severity.BLOCK, Mender.EDITOR)
_editor_query = _code(Severity.QUERY, Mender.EDITOR)

# Grouped by the stage that raises them. Keep each line short enough for a table.
_CODES: tuple[Code, ...] = (
    # reading a register: how its columns are understood
    _layout_block("field-missing", "No column was found for something the report needs.", "Name the heading in the layout, under [columns]."),
    _layout_block("column-ambiguous", "Two columns could be the same field.", "Say in the layout which one it is, and list the other under [ignore]."),
    _layout_block("layout-broken", "A confirmed layout no longer fits the register's headings.", "Run: make layout FILE=the register, and answer its questions."),
    _layout_query("layout-unconfirmed", "No person has confirmed how this register is read.", "Read what was detected; then put the date under confirmed in its layout."),
    _layout_note("layout-moved", "A heading stands in another column or row than last time.", "Nothing, if the register was only rearranged."),
    _layout_query("column-unread", "A column is neither read nor listed as ignored.", "Name it in the layout under [columns] or [ignore]."),
    _layout_note("column-near", "A column was taken for a field by a heading like it, or by its values.", "If it is right, confirm the layout; if not, name the right heading in it."),
    _layout_note("stage-assumed", "Scores under no named stage, or a residual, were read as one stage.", "If it is another, say so in the layout."),
    _layout_block("sheet-ambiguous", "Several sheets look like registers and none is named.", "Name the sheet in the layout or in the Organisations sheet."),
    _register_query("register-empty", "A register has headings and no risk below them.", "Check that the body has no risks, and that this is its register."),
    _register_block("table-goes-on", "A register seems to go on in another table of a Word document, or on another sheet.", "In Word, join the two tables: delete what stands between them. In a workbook, move the rows below those of the register."),
    _register_block("sheet-not-register", "No table of risks was found on the sheet, or none of its rows is a risk.", "Name the right sheet, or its header row in the layout."),
    _register_note("name-says-other", "A file's name says that it is of another kind than it is.", "Nothing for the report; to open it elsewhere, give it its own ending."),
    _register_note("format-limits", "A register's format holds less than an Excel workbook, or not all of it can be read.", "Nothing, if nothing is missing; else save the register as an Excel workbook (.xlsx)."),
    _register_query("letters-guessed", "A text file does not say in which encoding its letters are, and they may be wrong.", "Compare the cells with the original; save it as 'CSV UTF-8' or as an Excel workbook."),
    _register_query("register-tracked", "A register in a Word document holds tracked changes.", "Accept or reject them in Word."),
    # reading a register: its cells
    _register_block("formula-uncalculated", "A formula has never been calculated.", "Open the file in Excel, save it, run again."),
    _register_note("formula-computed", "A score formula had no value and was computed here.", "Open the file in Excel and save it, to be sure."),
    _register_block("cell-error", "A cell that is used shows an error such as #REF!.", "Mend the cell's formula in the register."),
    _register_query("hidden-used", "A hidden column is read, or a hidden row holds something.", "Unhide it, or take it out of the table."),
    _register_query("struck-out", "A cell that is read is struck out.", "Delete the text or take the line away."),
    _register_query("filter-on", "A filter is on or a group is closed: rows are out of sight but were read.", "Clear the filter, or open the group, in the register."),
    _register_query("text-replaced", "Characters that no document can hold were replaced by �.", "Type the cell anew."),
    _register_query("part-unread", "A part of a cell was not read: a raised mark, hidden words, an equation or a picture.", "Look at the cell, and type as plain words what belongs there."),
    _register_query("value-unread", "A value could not be read as what its column holds.", "Mend the cell, or give the word a meaning in the layout."),
    _register_query("external-link", "A cell that is read is fetched from another workbook.", "Open that workbook and this one, save this one; or type the value."),
    _register_note("comment-on-cell", "A cell that is read bears a comment.", "Read the comment: it is not reported."),
    _register_query("fill-unread", "A colour carries a value that can't be read.", "Write the rating as a word, or list the colour in the layout under [fills]."),
    _register_block("id-duplicate", "Two rows of a register have the same id.", "Give one of them another id."),
    _register_block("id-missing", "A risk has no id.", "Give it one."),
    _register_block("level-differs", "A likelihood or impact is a word where its column holds numbers, or the reverse.", "Write it as the others are, or give the word its number in the layout under [words.likelihood] or [words.impact]."),
    _register_block("scores-twice", "A risk has scores in several rows, and it can't be told which are meant.", "Put its scores into one row: the inherent ones, the current ones and the target under headings of their own."),
    _layout_note("levels-roman", "A column of likelihoods, impacts or scores holds Roman numerals and was read as numbers.", "Nothing, if I is the lowest step; if not, say what each means in the layout, as under [words.impact]."),
    _register_query("score-arithmetic", "A score is not what the register's other rows make of their figures.", "Correct the score or its figures in the register."),
    _register_query("dates-swapped", "Day and month may have changed places: real dates all with days up to 12 stand beside typed ones with higher days, or some typed dates put the month first.", "Check day and month of these dates, and write all of them with the day first."),
    _register_query("control-not-there", "A control listed as in place is worded as planned or under review.", "Move it to the actions, or say what is there now."),
    _register_query("control-repeats", "The controls only say again what the risk is.", "Write what is done about it."),
    _layout_note("list-unsplit", "Cells hold semicolons and were read as one entry each.", "If they are lists, say so in the layout under [split]; if not, list the ways that do split."),
    _register_block("risks-left-out", "Rows of another table below the risks look like risks, and were not read.", "Move them up among the risks; or, if they are closed, head them so or put them on a sheet of their own."),
    _register_note("rows-passed-over", "Rows were taken for headings or examples, or are of a kind that is not read.", "Nothing, if they are; if one is a risk, write it as the others are."),
    _register_query("section-says-other", "Risks stand under a heading that speaks of closed risks, issues or opportunities.", "Say in a column of the register what each of them is, or move them to a sheet of their own."),
    _register_query("merged-sideways", "A cell is merged over several columns, and was read for the first of them alone.", "Undo the merge, and write into each column what belongs there."),
    _register_note("sheet-unread", "A register's file has other sheets, which are not read.", "Nothing, if no risks of the register stand there."),
    _register_query("rows-left-out", "Rows hold something and were not read as risks.", "Check that there is no risk among them."),
    # reading a register: the trend
    _register_block("trend-unknown", "A trend word or sign is not known.", "Give it a meaning in the layout under [words.trend]."),
    _layout_block("trend-meaning-missing", "Arrows are used, and nobody has said what ↑ means.", "Put trend_means = \"risk\" or \"position\" in the layout."),
    # layouts
    _layout_block("layout-key-unknown", "A layout file has a key or value that means nothing.", "Correct or delete it."),
    # the inputs folder and the mapping workbook
    _officer_query("file-unnamed", "A file in inputs/ is named by nothing.", "Take it out, or name it in the Organisations sheet."),
    _officer_note("sheet-unknown", "The mapping workbook has a sheet that is not read.", "Nothing, if it is yours."),
    _officer_note("heading-unknown", "A sheet of the mapping workbook has a column that is not read.", "Nothing, if it is yours."),
    _officer_block("sheet-missing", "The mapping workbook lacks a sheet.", "Add the sheet with its headings in row 1."),
    _officer_block("heading-missing", "A sheet of the mapping workbook lacks a column.", "Add the column with this heading in row 1."),
    _officer_block("setting-missing", "The Meeting sheet lacks a setting.", "Add the setting and its value."),
    _officer_query("setting-unknown", "The Meeting sheet has a setting that is not read.", "Correct its name, or delete it."),
    _officer_block("mapping-value", "A cell of the mapping workbook can't be understood.", "Choose a value from the list, or write it as the Read me sheet shows."),
    _officer_block("bands-scale-differ", "An organisation's bands leave out scores of its scale.", "Let Bands in Organisations run from 1 to likelihood levels × impact levels, or correct the levels."),
    _officer_query("scale-not-stated", "An organisation's levels or bands are not stated.", "Fill Likelihood levels, Impact levels and Bands in Organisations; or accept that there is no heat map."),
    _officer_query("sheet-passed-over", "Organisations names another sheet than the layout.", "Name the same sheet in both, or leave Sheet blank in Organisations."),
    _officer_query("restricted-no", "A cell under Restricted says no, and was read as no restriction.", "Leave it blank; or give the reason, if it is restricted."),
    _officer_query("mapping-text-replaced", "Characters that no document can hold were replaced by �.", "Type the cell anew."),
    _officer_query("id-as-number", "Excel has made an id a number: leading zeros may be gone.", "Format the column as text and type the id again."),
    _officer_block("id-as-date", "Excel has made an id a date.", "Format the column as text and type the id again.", lowerable=False),
    _officer_block("organisation-duplicate", "Two rows of Organisations have the same name.", "Rename one."),
    _officer_block("organisation-column-missing", "Alignment has no column for an organisation.", "Add a column headed by the organisation's name."),
    _officer_block("aligned-duplicate", "Two aligned risks have the same number or name.", "Give one another number or name."),
    _officer_block("aligned-unknown", "A control, or Formerly, names no aligned risk.", "Write the name as it stands in Alignment.", lowerable=False),
    _officer_block("reference-duplicate", "Two controls have the same Reference.", "Give one another."),
    _officer_note("reference-proposed", "A control has no Reference; one is proposed.", "Copy the proposed Reference into the sheet."),
    _officer_block("status-unknown", "A word under In place, Working, Kind or Assurance is not known.", "Choose from the list."),
    _officer_note("number-proposed", "An aligned risk has no number; the next free one is used.", "Copy the number into the sheet."),
    _officer_query("sheet-other-entry", "A row of an optional sheet names nothing that exists.", "Correct or delete the row."),
    # the narrative
    _officer_block("section-missing", "A section of the narrative is missing.", "Add the heading and its text to narrative.docx."),
    _officer_block("section-empty", "A section of the narrative has no text.", "Write it, or \"None.\""),
    _officer_block("section-unknown", "A heading of the narrative is not one of the sections.", "Correct the heading."),
    _officer_block("section-duplicate", "A heading of the narrative stands twice.", "Join the two."),
    _officer_query("hint-left", "A hint in square brackets is left in the narrative.", "Write the words, or delete the hint."),
    _officer_block("narrative-field", "A field in the narrative names nothing that exists.", "Correct its name; the message lists near ones."),
    _officer_block("narrative-unsupported", "The narrative holds something that can't be carried over.", "Replace it by text, a list or a simple table."),
    _officer_query("narrative-text-replaced", "Characters that no document can hold were replaced by �.", "Type the words anew."),
    _officer_note("narrative-style", "A style of the narrative is not carried over.", "Choose one that the template has, or put this one into the template."),
    _officer_block("narrative-tracked", "The narrative holds tracked changes.", "Accept or reject them in Word."),
    # reconciling
    _officer_block("mapped-not-found", "A mapped id is not in the register.", "Correct the id in Alignment.", lowerable=False),
    _officer_query("id-matched-loosely", "A mapped id differs from the register's by case, spaces or zeros.", "Write it as the register does."),
    _officer_block("aligned-empty", "An aligned risk has no organisation's risk.", "Map a risk, or withdraw it."),
    _officer_query("aligned-one-sided", "Only one organisation has a risk under an aligned risk.", "Check that this is meant."),
    _officer_query("mapped-twice", "A register risk stands under two aligned risks.", "Check that this is meant."),
    _officer_query("mapped-closed", "A mapped risk is closed in its register.", "Ask its owner; withdraw it or map another."),
    _officer_note("renumbered-suspected", "A mapped id is gone and another has the same words.", "If it was renumbered, correct the id."),
    _officer_query("last-not-issued", "The last report was made but not issued.", "If it was sent: make issue."),
    _officer_query("title-unknown", "No report with this title was issued, yet one to the same panel was.", "If it is the same report, give it the title it had."),
    _officer_query("panel-unknown", "No report to this panel was issued, yet one with this title was.", "If it is the same panel, give it the name it had."),
    _officer_query("date-unchanged", "All registers are new but the meeting date is the same.", "Set the new Meeting date."),
    _officer_block("record-damaged", "An issued record can't be read.", "Bring it back from a backup, or move it away."),
    _officer_query("renamed-without-formerly", "An aligned risk has another name than last time.", "Fill Formerly with the old name."),
    _officer_query("renumbered-aligned", "An aligned risk has another number than last time.", "Give it its old number: a number stays with a risk for life."),
    # checks
    _register_block("owner-missing", "A reported risk has no risk owner.", "Name a post-holder in the register."),
    _register_query("owner-personal", "An owner's cell holds a person's name or an address.", "Name the post."),
    _officer_query("control-owner-personal", "A control's owner is a person's name or an address.", "Name the post."),
    _officer_query("owner-differs", "Two registers give one risk, under one id, different owners.", "Agree one owner, or give one of the risks another id."),
    _register_note("owner-of-many", "One post owns risks under three aligned risks or more.", "Nothing, if it is meant."),
    _register_query("trend-missing", "A reported risk states no trend.", "State it in the register."),
    _register_query("trend-contradicts-score", "The declared trend contradicts the movement of the score.", "Correct the trend or the score."),
    _register_query("trend-without-reason", "A risk is rising or falling and no reason is given.", "Write it in the register or under Reason for trend."),
    _register_query("trend-same-yet-changed", "The trend is unchanged, yet the owner or the scores are others.", "Look at the trend again, or give a reason; a new owner may stand in Changes."),
    _officer_query("trends-opposed", "Under one aligned risk one risk rises, another falls, and no reason is given.", "Write why under Reason for trend."),
    _register_query("not-scored", "A reported risk has no current rating.", "Score it in the register."),
    _register_block("score-outside-scale", "A likelihood or impact is outside the organisation's scale.", "Correct the score, or the levels in Organisations."),
    _register_query("rating-not-band", "The rating word is not the band of the score.", "Correct the word or the score."),
    _register_query("score-order", "Current is above inherent, or target above current.", "Check the scores."),
    _register_query("above-appetite-idle", "A risk is above appetite and nothing is open to bring it down.", "Add an action with its date, or have the appetite looked at."),
    _register_query("target-idle", "The target is below the current score and nothing is open to reach it.", "Add an action, or correct the target."),
    _register_query("target-reached", "The target is reached, yet something is still open.", "Close the actions, or lower the target."),
    _register_query("top-band-long", "A risk has been in the top band in three reports running.", "Be ready to say what will bring it down, and by when."),
    _register_query("review-overdue", "A risk was to be reviewed before the meeting.", "Review it, or give the next date."),
    _register_query("review-late", "A risk was last reviewed after the meeting.", "Correct the date."),
    _register_query("id-reused", "An id has quite other words than in the last report.", "Give the new risk an id of its own; if it is the same risk, accept this."),
    _register_note("risk-reworded", "The words of a reported risk are others than last time.", "Nothing, if it is meant: the report says so."),
    _register_note("risk-reowned", "A reported risk has another owner than last time.", "Nothing, if it is meant: the report says so."),
    _register_note("risk-rescored", "A reported risk has another score than last time.", "Nothing, if it is meant: the report says so."),
    _officer_query("aligned-gone", "An aligned risk of the last report has no row in Alignment any more.", "Put its row back with Status Withdrawn, or write its name under Formerly of the row that goes on with it."),
    _officer_query("risk-gone", "A risk of the last report is gone, and Changes does not say why.", "Add a row to Changes: closed, merged, withdrawn or renumbered."),
    _officer_note("other-risk-gone", "A risk under no aligned risk has left its register, and Changes does not say why.", "Nothing for the report; a row in Changes keeps it known."),
    _officer_note("register-not-refreshed", "A register is the same file as for the last report.", "Ask for this quarter's register, if there is one."),
    _officer_note("top-band-unaligned", "A risk in the top band stands under no aligned risk.", "Nothing, if it is that body's own matter."),
    _officer_note("alike-not-aligned", "Risks of two registers read alike and are not aligned.", "Ask both owners whether it is one risk."),
    _officer_query("remain-the-same", "The narrative says that the risks remain the same, and they do not.", "Write {{ movement.sentence }} in its place."),
    _officer_query("reference-missing", "A text refers to an appendix or paragraph that is not there.", "Correct the number."),
    _officer_query("time-words-stale", "Words of time have grown old: \"recently\", \"in May\", \"will\" with a past date.", "Write the date with its year, or what is so now."),
    _officer_query("placeholder-left", "A placeholder such as TBC, XX or [insert] is left in a text.", "Write what is meant."),
    _officer_note("description-long", "A description is very long.", "Say it in fewer words, or agree shorter ones in Wording."),
    _officer_note("double-spaces", "Two or more spaces stand in a row.", "Delete all but one."),
    _officer_block("enumeration-differs", "The narrative lists other aligned risks than the appendix.", "Write {{ aligned_risks.names }} in place of the list."),
    _officer_query("enumeration-order", "The narrative lists the aligned risks in another order.", "Write {{ aligned_risks.names }} in place of the list."),
    _officer_block("count-differs", "The narrative gives another number of aligned risks.", "Write {{ aligned_risks.count_in_words }} in place of the number."),
    _officer_block("period-differs", "The narrative gives another period than the Meeting sheet.", "Write {{ meeting.period }} in place of it."),
    _officer_query("acronym-unexplained", "A short form is never written out.", "Add it to the Acronyms sheet, or write it out where it first stands."),
    _officer_query("acronym-late", "A short form is written out only after its first use.", "Write it out where it first stands, or add it to the Acronyms sheet."),
    _officer_query("owner-acronym", "An owner is named by a short form that is never written out.", "Add it to the Acronyms sheet, or name the post in full."),
    _officer_query("organisation-named-two-ways", "An organisation goes by two names in the report.", "Use the name in Organisations; for a register's words, see Wording."),
    _officer_block("as-at-late", "A register's date is after the meeting.", "Correct As at in Organisations."),
    _officer_block("restricted-unmarked", "Something is restricted, yet the marking is blank or OFFICIAL.", "Set Protective marking in Meeting.", leaks=True),
    _officer_note("restricted-internal-only", "Something is restricted: the report is for the Panel only.", "Publish nothing but what stands in public/."),
    _officer_query("restricted-quoted", "Words of what is restricted stand where they would be published.", "Say it there in other words, or restrict that too.", lowerable=False, leaks=True),
    _officer_query("public-contact-missing", "Something is restricted, and there is no public contact.", "Fill Public contact in Meeting."),
    _officer_query("answers-disagree", "Not in place or blank, yet Working is answered.", "Correct In place or Working."),
    _officer_query("working-unproven", "Working is Yes without evidence, assurance or date.", "Fill them, or answer Not tested."),
    _officer_query("evidence-stale", "The evidence is older than the review period.", "Have the control checked again."),
    _officer_query("control-overdue", "A control is past its due date and not in place.", "Give a new date with its reason, or mark it in place."),
    _officer_query("control-owner-missing", "A control has no owner.", "Name a post-holder."),
    _officer_query("control-undescribed", "A control has no description.", "Say what it does."),
    _officer_block("control-joint-and-potential", "A control is joint in one row and potential in another.", "Correct Kind, or give one of them another name."),
    _officer_query("control-differs", "A control stands twice under one aligned risk, or under two with other words or status.", "Delete the second row, give both the same words and answers, or another name."),
    _officer_note("control-first-line-only", "A control is shown to work by those who run it only.", "Have someone else check it, if it matters."),
    _officer_query("working-yet-exposed", "All joint controls work, yet the risk rises or is above appetite.", "Ask whether they are the right controls; the report says so in a sentence."),
    _officer_query("control-worded-future", "A joint control is worded as something still to come.", "Make it potential, or say what is there now."),
    _officer_query("control-one-off", "A joint control is something that happened once.", "Say what goes on from it, or take it out."),
    _officer_query("control-undated", "A potential control has no due date.", "Give it a date."),
    _officer_query("control-date-moved", "A potential control has a later due date than last time.", "Say why in Progress."),
    _officer_query("control-date-moved-again", "A potential control's due date has moved more than once.", "Agree a date that will hold, or take the control out."),
    _officer_query("control-unchanged", "A potential control is the same in three reports running.", "Bring its Progress up to date, or take it out."),
    _officer_query("control-finished", "A potential control is in place.", "Make its Kind Joint."),
    _officer_query("control-made-potential", "A joint control has become a potential one.", "Check that this is meant, and say why in Progress."),
    _officer_query("control-gone", "A control of the last report is gone, and Changes does not say why.", "Add a row to Changes with its Reference: withdrawn, merged or closed."),
    _officer_query("control-dropped", "A joint control that was not working is listed no longer.", "List it again, or add a row to Changes with its Reference and the reason."),
    _officer_query("no-joint-control", "An aligned risk has no joint control.", "Check that this is so."),
    _officer_query("promise-not-kept", "Something the Panel asked for is due and not kept.", "Fill Kept, or agree a new date."),
    _officer_query("wording-outdated", "A register's text has changed under an agreed wording.", "Agree the words again, and date the row; or delete it."),
    # what was decided about findings
    _officer_query("acceptance-ended", "A finding was accepted until a day before this meeting.", "Mend it, or agree a new Until."),
    _officer_query("decision-refused", "Accepted or Checks asks to lower what can't be lowered.", "Delete the row and mend the finding."),
    _officer_query("decision-unclear", "A row of Accepted or Checks fits several findings, stands twice, or gives no reason.", "Let one row say one thing, with its reason."),
    # the template
    Code("template-leaves-out", Severity.QUERY, Mender.TEMPLATE, "The template leaves out a part that the report owes its readers.", "Put its tag back, or accept that it is left out."),
    # a Word file that is to be sent: only `check --document` raises these
    _editor_block("document-tracked", "A Word file holds tracked changes.", "Accept or reject them in Word, under Review."),
    _editor_block("document-comment", "A Word file holds comments.", "Delete them in Word, under Review; answer them elsewhere."),
    _editor_block("document-hidden", "A Word file holds words, rows or drawings that are not shown.", "Delete them, or show them: select all, then Font, Hidden."),
    _editor_query("document-personal", "A Word file names people in what is not printed.", "In Word: File, Info, Inspect Document, and remove document properties and personal information."),
    _editor_query("document-title", "A Word file has no title in its properties.", "Fill Title under File, Info: it is read out first."),
    _editor_query("document-language", "A Word file does not say in which language it is.", "Select all, then Review, Language, Set Proofing Language, Set As Default."),
    _editor_query("document-heading-jump", "A heading is more than one level below the one before.", "Give it the level that follows, by its style."),
    _editor_query("document-table-header", "A table has no header row.", "Select its first row, then Layout, Repeat Header Rows."),
    _editor_query("document-merged-cells", "A table has merged cells.", "Split them, and repeat the text where it belongs."),
    _editor_query("document-colour-alone", "A cell of a table says something by its colour alone.", "Write the word into the cell as well."),
    _editor_query("document-spacing", "Empty paragraphs are used as a gap.", "Delete them, and set the space before or after in the style of the paragraph."),
    _editor_query("document-no-alt-text", "A picture has no alternative text.", "Right-click it, View Alt Text: say what it shows, or mark it as decorative."),
    _editor_query("document-link-text", "A link shows a bare address, or says only 'here'.", "Let the link's words say where it leads, such as the name of the page."),
    _editor_query("document-contrast", "Text is hard to read on what stands behind it.", "Choose a darker colour for the text, or a paler one behind it."),
)  # fmt: skip

CATALOGUE: dict[str, Code] = {code.code: code for code in _CODES}

"""Headings as people write them, for every field: more of them, and in more shapes, than any list could hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Final

# Field → headings in use. Written from what people call things, not from the program's own lists.
HEADINGS: Final[dict[str, tuple[str, ...]]] = {
    "id": (
        "Risk ID", "ID", "Ref", "Ref.", "Risk ref", "Risk No.", "No.", "#", "Risk number", "Reference", "Risk Ref No", "Unique ID",
        "Risk reference number", "Item", "Register ref", "Risk code", "R No", "ID No.", "Risk #", "Ref number", "Nr.",
    ),
    "title": ("Risk title", "Title", "Risk name", "Short title", "Headline", "Name of risk", "Risk headline", "Risk short name", "Risk heading"),
    "description": (
        "Risk description", "Description", "Description of risk", "Description of the risk", "What might happen?", "Risk detail", "Risk statement",
        "Details of risk", "Full description of risk", "What could go wrong?", "Risk / description", "Risk description (event)", "What is the risk?",
        "Nature of risk", "Risk narrative", "Description of Risk & Potential Impact",
    ),
    "cause": ("Cause", "Causes", "Root cause", "Cause(s)", "Risk causes", "Why might it happen?", "Triggers / causes", "Caused by", "Underlying cause"),
    "consequence": ("Consequences of the risk", "Consequence(s)", "Effects", "Potential consequences", "Effect of risk", "Resulting in", "Impact description", "What would it lead to?"),
    "category": ("Category", "Risk category", "Risk type", "Type of risk", "Theme", "Risk area", "Risk theme", "Risk group", "Category of risk"),
    "owner": (
        "Owner", "Risk owner", "Lead", "Risk lead", "Lead officer", "Responsible officer", "Responsible person", "Accountable officer", "Accountable person",
        "Owned by", "Who owns it?", "Senior responsible owner", "SRO", "Responsible director", "Risk Owner (post)", "Person responsible", "Owner of risk",
        "Lead director", "Executive lead", "Risk manager", "Assigned to", "Responsibility", "Risk sponsor",
    ),
    "trend": ("Trend", "Direction of travel", "Risk trend", "DoT", "Direction", "Movement", "Change since last quarter", "Trend since last report", "Risk direction", "Trajectory"),
    "trend_reason": ("Reason for trend", "Trend commentary", "Reason for change", "Why has it moved?", "Commentary on trend", "Reason for movement"),
    "controls": (
        "Controls", "Existing controls", "Current controls", "Controls in place", "Key controls", "Control measures", "Existing control measures",
        "Mitigations in place", "What are we doing now?", "Current mitigation", "Existing mitigations", "Controls already in place", "Controls currently in place",
        "Key mitigations in place", "Internal controls in place", "Control measures in place", "What is already in place?", "Mitigating controls",
    ),
    "actions": (
        "Actions", "Action plan", "Further actions", "Further action required", "Planned actions", "Actions required", "Next steps", "Mitigating actions",
        "What more will we do?", "Additional actions", "Actions planned", "Further mitigating actions", "Treatment plan", "Further actions needed",
        "Actions to be taken", "Additional mitigations planned", "What further action is needed?", "Improvement actions",
    ),
    "status": ("Status", "Risk status", "Open / closed", "State", "Status of risk", "Open or closed?", "Current status"),
    "appetite": ("Risk appetite", "Appetite", "Risk tolerance", "Appetite level", "Risk appetite statement"),
    "last_reviewed": ("Last reviewed", "Date last reviewed", "Last review date", "Last updated", "Reviewed on", "Date of last review", "Date of last update", "Last review"),
    "next_review": ("Next review", "Next review date", "Review due", "Date of next review", "Next review due", "To be reviewed by", "Due for review"),
}  # fmt: skip

PARTS: Final[dict[str, tuple[str, ...]]] = {
    "likelihood": ("Likelihood", "Probability", "L", "Likelihood (1-5)", "Prob", "Likelihood score", "Likelihood rating", "P", "Likelihood of occurrence", "Chance"),
    "impact": ("Impact", "Impact (1-5)", "I", "Impact score", "Consequence", "Impact rating", "Severity of impact", "Impact level"),
    "score": ("Score", "Risk score", "Total score", "Total", "L x I", "Overall score", "Exposure", "Score (L x I)", "Score (LxI)", "Rating score"),
    "rating": ("Rating", "Risk rating", "RAG", "RAG rating", "Risk level", "Level of risk", "RAG status", "Band", "Overall rating", "Risk band", "Level"),
}  # fmt: skip
STAGES: Final[dict[str, tuple[str, ...]]] = {
    "inherent": ("Inherent", "Gross", "Initial", "Raw", "Untreated", "Original", "Unmitigated", "Uncontrolled"),
    "current": ("Current", "Present"),
    "residual": ("Residual", "Net", "Mitigated", "Post-mitigation"),
    "target": ("Target", "Desired", "Planned"),
}  # fmt: skip
_BANNERS: Final[dict[str, tuple[str, ...]]] = {
    "inherent": ("Before controls", "Risk before controls", "Pre-mitigation", "Inherent risk (no controls)", "Without controls", "Gross risk score"),
    "current": ("Current position", "Risk now", "Current risk score", "Current risk assessment", "Current (with controls)"),
    "residual": ("After controls", "Residual risk assessment", "Residual risk (with controls)", "Net risk", "Post mitigation", "Risk after mitigation"),
    "target": ("Target risk", "Target position", "Target score", "Target risk rating"),
}  # fmt: skip
# Columns that hold none of the fields: heading → what stands there.
FOREIGN: Final[dict[str, tuple[str, ...]]] = {
    "Comments": ("See the minutes of 4 May", "Discussed at the Board", ""),
    "Date raised": ("2015-04-01", "2016-11-12"),
    "Action owner": ("Head of Estates", "Harbour Master"),
    "Action due": ("2018-03-31", "2018-06-30"),
    "Corporate objective": ("Safe streets", "A balanced budget"),
    "Directorate": ("Place", "People", "Resources"),
    "Proximity": ("Now", "6 months", "1 year"),
    "Risk sub-category": ("Buildings", "Staff"),
    "Notes": ("", "Revisit in spring"),
    "Raised by": ("Audit", "The Board"),
    "Sources of assurance": ("Internal audit", "External audit"),
    "Within appetite?": ("Yes", "No"),
    "Response": ("Treat", "Tolerate", "Transfer"),
    "Escalated?": ("Y", "N"),
}  # fmt: skip


def worn(rng: Random, text: str) -> str:
    """The heading in another case, with a mark, a break, or spaces that stray in as it is typed."""
    form = rng.randrange(22)
    return _WORN[form](rng, text) if form < len(_WORN) else text


def _letter_out(rng: Random, text: str) -> str:
    place = rng.randrange(3, len(text) - 2) if len(text) > 9 else len(text)
    return text[:place] + text[place + 1 :]


_WORN: Final[tuple[Callable[[Random, str], str], ...]] = (
    lambda _, text: text.upper(),
    lambda _, text: text.lower(),
    lambda _, text: text.title(),
    lambda _, text: text.replace(" ", "_"),
    lambda _, text: text.replace(" ", "\n", 1),
    lambda _, text: text.replace(" ", "  ", 1),
    lambda _, text: text.replace(" ", "\u00a0"),
    lambda _, text: f" {text} ",
    lambda _, text: f"{text}\u200b",
    lambda _, text: f"{text}:",
    lambda _, text: f"{text} *",
    _letter_out,
)


def heading(rng: Random, field: str) -> str:
    return worn(rng, rng.choice(HEADINGS[field]))


def flat_heading(rng: Random, stage: str, part: str) -> str:
    """A heading that names stage and part: "Residual risk score", "Score (residual)"."""
    name = rng.choice(PARTS[part])
    if not stage:
        return worn(rng, name)
    word = rng.choice(STAGES[stage])
    bare = name.split(" (")[0]
    form = rng.randrange(5)
    if form == 0 and not bare.startswith("Risk"):
        return worn(rng, f"{word} risk {bare[:1].lower()}{bare[1:]}" if len(bare) > 3 else f"{word} risk {bare}")
    if form == 1:
        return worn(rng, f"{bare} ({word[:1].lower()}{word[1:]})")
    if form == 2:
        return worn(rng, f"{bare} - {word}")
    if form == 3:
        return f"{word}\n{name}"
    return worn(rng, f"{word} {name}")


def banner(rng: Random, stage: str) -> str:
    """What stands over a stage's group of columns."""
    word = rng.choice(STAGES[stage])
    return rng.choice((word, f"{word} risk", word.upper(), f"{word} risk rating", rng.choice(_BANNERS[stage])))


def under_banner(rng: Random, parts: Sequence[str]) -> dict[str, str]:
    """The headings of a group's columns, the same in every group."""
    return {part: rng.choice(PARTS[part]) for part in parts}

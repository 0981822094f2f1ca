"""The words registers use: headings, stages, trends, scales. All literal, so that a new one is one more line."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz, process

STAGES: Final = ("inherent", "current", "target")
PARTS: Final = ("likelihood", "impact", "score", "rating")
LISTS: Final = ("controls", "actions")

# Every field a column can hold, in the order in which they are printed.
FIELDS: Final = (
    "id", "title", "description", "cause", "consequence", "category", "owner",
    *(f"{stage}.{part}" for stage in STAGES for part in PARTS),
    "previous_score", "trend", "trend_reason", "appetite", "controls", "control_effectiveness",
    "actions", "status", "restricted", "last_reviewed", "next_review",
)  # fmt: skip

# What a field is called in a message.
FIELD_WORDS: Final = {
    "id": "the risk's id", "title": "the title", "description": "the risk description", "cause": "the cause",
    "consequence": "the consequence", "category": "the category", "owner": "the risk owner",
    "previous_score": "the previous score", "trend": "the trend", "trend_reason": "the reason for the trend",
    "appetite": "the appetite", "controls": "the controls in place", "control_effectiveness": "the effectiveness of controls",
    "actions": "the actions", "status": "the status", "restricted": "the restriction",
    "last_reviewed": "the date of the last review", "next_review": "the date of the next review",
    **{f"{stage}.{part}": f"the {stage} {part}" for stage in STAGES for part in PARTS},
}  # fmt: skip

# Field → its headings, the surest first: where two columns claim a field, the one in the earlier group has it.
HEADINGS: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "id": (
        ("risk id", "risk ref", "risk reference", "risk number", "risk no", "risk code", "risk ref no", "risk reference number", "unique risk id", "risk identifier", "risk id no", "risk id number", "r no", "risk register ref"),
        ("id", "ref", "reference", "ref id", "ref no", "reference number", "reference no", "id no", "id number", "unique id", "identifier", "code"),
        (), (),  # weaker than a heading like a surer one
        ("no", "number", "item", "item no", "s no", "sno", "sr no", "serial no", "serial number", "nr", "num", "row", "line"),
    ),
    "title": (
        ("risk title", "risk name", "title", "title of risk", "name of risk", "short title", "risk headline", "risk heading", "headline risk"),
        ("name", "headline", "risk", "risk event", "risk summary", "short name", "principal risk", "strategic risk", "corporate risk"),
        (), (),  # weaker than a heading like a surer one
        ("event", "summary", "subject"),
    ),
    "description": (
        ("risk description", "description", "description of risk", "description of the risk", "risk statement", "risk detail", "risk details", "details of risk", "full description", "current risk description"),
        ("risk", "risk event", "details", "detail", "statement", "risk summary", "risk and description", "nature of risk", "risk narrative", "principal risk", "strategic risk", "corporate risk", "potential risk", "potential risks", "what is the risk", "risk definition", "what might happen", "what could happen", "what could go wrong"),
        (), (),  # weaker than a heading like a surer one
        ("event", "summary", "narrative"),
    ),
    "cause": (
        ("cause", "causes", "risk cause", "risk causes", "root cause", "root causes", "cause of risk", "causes of risk", "sources or causes of risk", "causes of the risk", "risk cause s", "cause s"),
        ("risk source", "risk driver", "risk drivers", "drivers", "because of", "due to", "source of risk", "causal factors", "why it might happen", "why might it happen", "what could cause it"),
    ),
    "consequence": (
        ("consequences of risk", "consequences of the risk", "risk consequence", "risk consequences", "impact description", "description of impact", "potential impact", "potential consequence", "potential consequences", "effect", "effects", "risk effect", "risk effects", "effect of risk", "consequence description", "impact of risk", "possible consequences", "consequence s", "effect s"),
        ("consequence", "consequences", "impact", "impacts", "resulting in", "outcome", "implications", "what it would lead to", "what would it lead to", "what would the impact be"),
    ),
    "category": (
        ("category", "risk category", "risk type", "type of risk", "risk theme", "risk area", "category of risk", "risk class"),
        ("type", "theme", "area", "class", "risk group"),
    ),
    "owner": (
        ("risk owner", "owner of risk", "owner of the risk", "risk owners", "risk owner s"),
        ("owner", "owners", "responsible officer", "responsible owner", "accountable officer", "accountable owner", "accountable", "risk lead", "lead officer", "lead owner", "senior responsible owner", "sro", "risk holder"),
        ("lead", "responsible", "responsibility", "responsible person", "responsible party", "person responsible", "accountability", "lead director", "assigned to", "resp officer", "managed by", "lead person", "risk manager"),
    ),
    "trend": (
        ("trend", "risk trend", "direction of travel", "dot", "risk direction", "direction", "trend arrow", "current trend", "risk trajectory", "trajectory", "risk movement", "trend indicator"),
        ("movement", "change", "change since last", "change since last report", "change since last quarter", "change in score", "score movement"),
    ),
    "trend_reason": (
        ("trend reason", "reason for trend", "trend commentary", "reason for change", "reason for movement", "trend rationale", "rationale for trend", "reason for direction of travel", "reason for change in score", "trend comment", "trend comments"),
    ),
    "previous_score": (
        ("previous score", "previous risk score", "last score", "prior score", "previous rating score", "score last quarter", "last quarter score", "previous quarter score", "previous quarter", "last quarter", "previous residual score", "previous current score"),
    ),
    "appetite": (
        ("appetite", "risk appetite", "risk tolerance", "tolerance", "appetite level", "risk appetite level", "tolerance level"),
    ),
    "controls": (
        ("controls", "existing controls", "current controls", "controls in place", "control measures", "existing control measures", "current control measures", "key controls", "controls currently in place", "existing mitigation", "existing mitigations", "mitigations in place", "mitigation in place", "current mitigation", "current mitigations", "risk controls", "mitigating controls", "internal controls", "pre event mitigations controls", "control s", "existing control", "current control", "existing controls in place", "control measures in place", "controls already in place", "existing mitigating controls", "controls and mitigations"),
        ("control", "control description", "mitigation controls", "what are we doing now", "safeguards", "preventative controls", "preventive controls", "control activities", "controls we rely on", "what we have in place", "what we do now"),
        (),
        ("mitigation", "mitigations", "risk mitigation", "mitigation measures", "mitigating measures", "risk response", "response", "mitigation strategy", "mitigation strategies", "risk mitigation strategy", "steps to mitigate", "steps to mitigate risk", "steps to mitigate the risk"),
    ),
    "control_effectiveness": (
        ("control effectiveness", "effectiveness of controls", "controls effectiveness", "effectiveness of existing controls", "effectiveness of existing control measures", "control rating", "control adequacy", "effectiveness of control", "existing control effectiveness", "control assessment", "overall control effectiveness"),
        ("effectiveness", "adequacy of controls", "assurance of controls", "control strength"),
    ),
    "actions": (
        ("actions", "action", "action plan", "action plans", "further actions", "further action", "further action required", "further actions required", "actions required", "action required", "planned actions", "mitigating actions", "mitigating action", "mitigation actions", "mitigation action", "risk actions", "needed action plans", "actions planned", "treatment plan", "risk treatment plan", "mitigation plan", "risk mitigation plan", "recommended actions", "recommended action", "recommended treatment", "recommendations", "next steps", "improvement actions", "key actions", "agreed actions", "additional actions", "outstanding actions", "actions to be taken", "action s", "actions to reach target"),
        ("risk treatment", "treatment", "risk treatment response", "risk response plan", "response plan", "proposed treatment", "treatment actions", "proposed actions", "risk action", "recommendation"),
        ("additional controls", "additional control measures", "further controls", "future controls", "planned controls", "proposed controls", "controls planned", "additional mitigation", "additional mitigations", "further mitigation", "planned mitigation", "planned mitigations", "controls required", "further controls required", "additional controls required", "recommended controls", "proposed mitigation"),
        ("mitigation", "mitigations", "risk mitigation", "mitigation measures", "mitigating measures", "risk response", "response", "mitigation strategy", "mitigation strategies", "risk mitigation strategy", "steps to mitigate", "steps to mitigate risk", "steps to mitigate the risk"),
    ),
    "status": (
        ("status", "risk status", "current status", "open closed", "status of risk", "risk state", "state", "status open closed"),
    ),
    "restricted": (
        ("restricted", "restriction", "reason for restriction", "restricted reason", "reason restricted"),
    ),
    "last_reviewed": (
        ("last reviewed", "last review", "last review date", "date last reviewed", "date of last review", "last updated", "date last updated", "last update", "date updated", "date reviewed", "reviewed on", "review date last", "last risk review", "last assessed", "updated", "last considered", "last discussed"),
        ("review date", "date of review", "reviewed"),
    ),
    "next_review": (
        ("next review", "next review date", "date of next review", "date next review", "review due", "review due date", "due for review", "next review due", "next risk review", "next due", "next considered"),
        ("review date", "date of review"),
    ),
}  # fmt: skip

# Headings that are known to be none of the fields, so that nothing like them is taken for one.
FOREIGN: Final = frozenset((
    "action owner", "action owners", "action due", "action due date", "action status", "action date", "action lead", "action progress",
    "action id", "action ref", "action number", "actions due", "action deadline", "action resource", "actions status", "actions owner",
    "action taken", "actions taken", "actions taken to date", "action completed", "actions completed", "completed actions",
    "control owner", "control owners", "control id", "control ref", "control number", "control reference", "control type", "control status",
    "control frequency", "control category", "control name", "risk rank", "rank", "ranking", "priority", "risk priority", "velocity", "proximity", "detectability", "detection",
    "date raised", "date identified", "date opened", "date added", "date closed", "date created", "date", "raised by", "identified by",
    "date of entry", "created", "created by", "due date", "target date", "target resolution", "completion date", "target completion date", "target remediation date", "deadline",
    "comments", "comment", "notes", "additional notes", "remarks", "progress", "progress update", "update", "updates", "latest update",
    "objective", "objectives", "objective id", "objective category", "strategic objective", "corporate objective", "goal", "project",
    "project name", "department", "directorate", "business unit", "unit", "division", "team", "service", "service area", "region", "location", "workstream", "phase",
    "asset", "assets", "asset process", "process", "threat", "threat source", "vulnerability", "observation", "trigger", "triggers",
    "cost", "budget", "review frequency", "frequency", "frequency of review", "reviewer", "reviewed by", "approved by", "assurance",
    "sources of assurance", "assurance provider", "strategy", "response strategy", "response type", "treatment option", "treatment type",
    "mitigation status", "mitigation owner", "mitigation date", "contingency", "contingency plan", "contingency plans", "fallback",
    "post event mitigations", "within appetite", "residual within appetite", "risk sub category", "sub category", "subcategory", "policy control mapping",
    "last printed", "version", "confidence", "escalated", "escalation", "escalated to", "milestones affected", "stakeholders", "risk level description", "likelihood description", "likelihood rationale", "impact rationale", "impact category", "impact type", "impact area",
))  # fmt: skip

# Stage → the words of a heading or banner that name it; the longer phrases first.
STAGE_WORDS: Final[tuple[tuple[str, str], ...]] = (
    ("residual", r"post[ -]?mitigat(?:ion|ed)|post[ -]?controls?|after (?:controls?|mitigations?|treatment)|with controls?|residual|resid|mitigated|nett?|controlled|managed|after|post"),
    ("inherent", r"pre[ -]?mitigat(?:ion|ed)|pre[ -]?controls?|before (?:controls?|mitigations?|treatment)|without controls?|no controls?|uncontrolled|unmitigated|untreated|inherent|gross|raw|initial|original|before|pre"),
    ("target", r"target|desired|tolerable|planned|future|expected|projected"),
    ("current", r"current|present|now|today"),
    ("previous", r"previous|prior|last quarter|last"),
)  # fmt: skip

# Part of an exposure → what is left of its heading once stage and filling words are taken out.
PART_HEADINGS: Final[dict[str, frozenset[str]]] = {
    "likelihood": frozenset(("likelihood", "likelyhood", "likelihood score", "likelihood rating", "likelihood level", "likelihood of occurrence", "probability", "prob", "proba", "probability score", "probability rating", "probability level", "l", "p", "chance", "likelihood l", "probability p", "likelihood probability")),
    "impact": frozenset(("impact", "impact score", "impact rating", "impact level", "i", "consequence", "consequence score", "consequence rating", "consequence level", "consequences", "impact severity", "severity of impact", "impact consequence", "impact i", "severity score")),
    "score": frozenset(("score", "total score", "overall score", "rating score", "scoring", "exposure", "exposure score", "lxi", "l x i", "ixl", "i x l", "pxi", "p x i", "lxc", "l x c", "score lxi", "score l x i", "total", "numeric rating", "rating score", "matrix score")),
    "severity": frozenset(("severity", "severity rating", "severity level")),  # an impact, or a rating: the other columns tell
    "letter": frozenset(("c",)),  # an impact, beside an L and no other: the other columns tell
    "product": frozenset(("s", "r")),  # a score, where it is what the likelihood and impact beside it make
    "rating": frozenset(("rating", "overall rating", "level", "level rating", "rag", "rag status", "rag rating", "grade", "band", "rating band", "status rag", "colour", "classification rating", "exposure rating", "level of", "exposure level", "profile")),
}  # fmt: skip
FILLING: Final = frozenset(("risk", "risks", "the", "of", "assessment", "assessed", "est", "estimated", "overall"))

RISING: Final = frozenset(
    (
        "rising",
        "increasing",
        "increased",
        "increase",
        "worsening",
        "worsened",
        "worse",
        "deteriorating",
        "deteriorated",
        "higher",
        "escalating",
        "escalated",
        "growing",
        "going up in risk",
        "risk rising",
        "risk increasing",
    )
)
SAME: Final = frozenset(
    (
        "same",
        "no change",
        "unchanged",
        "stable",
        "static",
        "steady",
        "constant",
        "level",
        "flat",
        "no movement",
        "maintained",
        "remains the same",
        "not changed",
        "unaltered",
        "consistent",
        "risk unchanged",
        "stayed the same",
    )
)
FALLING: Final = frozenset(
    (
        "falling",
        "decreasing",
        "decreased",
        "decrease",
        "reducing",
        "reduced",
        "improving",
        "improved",
        "better",
        "lower",
        "lessening",
        "declining",
        "risk falling",
        "risk decreasing",
        "risk reducing",
    )
)
NEW: Final = frozenset(("new", "new risk", "newly added", "new entry"))
UP_WORDS: Final = frozenset(("up", "upward", "upwards", "going up"))
DOWN_WORDS: Final = frozenset(("down", "downward", "downwards", "going down"))

UP_SIGNS: Final = "↑⬆▲△⇧⇑↗🔺🔼"
DOWN_SIGNS: Final = "↓⬇▼▽⇩⇓↘🔻🔽"
SAME_SIGNS: Final = "↔→←⇔⇒⇐⬌⇄⇆►◄▶◀➡⬅⬄="
TYPED_SAME: Final = ("<-->", "<->", "<=>", "<>", "-->", "->", "<--", "<-")

# Symbol fonts draw arrows for letters. Font (casefolded) → letter → arrow.
SYMBOL_FONTS: Final[dict[str, dict[str, str]]] = {
    "wingdings": dict(zip("éêèçáâàßñòóïðüûþýo¨q§lnØ", "↑↓→←↑↓→←⇧⇩⬄⇐⇒✓✗☑☒☐☐☐▪●■➢", strict=True)),
    "wingdings 2": dict(zip("POVRQSTU£", "✓✗✗☑☒☒☒☒☐", strict=True)),
    "wingdings 3": dict(zip("fghipqtu", "←→↑↓▲▼◀▶", strict=True)),
    "webdings": dict(zip("arc", "✓✗☐", strict=True)),
    "symbol": dict(zip("·", "•", strict=True)),
}

SCALE_WORDS: Final = frozenset((
    "i", "ii", "iii", "iv", "v", "vi",
    "very low", "low", "medium low", "low medium", "medium", "moderate", "medium high", "high", "very high", "extreme", "critical", "severe", "catastrophic",
    "major", "minor", "significant", "insignificant", "negligible", "rare", "remote", "unlikely", "very unlikely", "possible", "likely",
    "very likely", "probable", "almost certain", "certain", "red", "amber", "green", "yellow", "orange", "amber green", "amber red",
    "frequent", "occasional", "improbable", "vl", "l", "m", "h", "vh", "r", "a", "g", "tolerable", "intolerable", "acceptable", "unacceptable", "marginal", "serious", "substantial", "limited", "minimal",
))  # fmt: skip
# Kinds of harm: an "Impact" column that holds them says what is hit, not how hard.
IMPACT_CLASSES: Final = frozenset((
    "financial", "finance", "reputation", "reputational", "legal", "operational", "operations", "regulatory", "compliance", "strategic", "people", "safety", "health",
    "environmental", "environment", "service", "services", "cost", "time", "schedule", "quality", "scope", "performance", "budget", "technical", "customer",
))  # fmt: skip
# What a log of several kinds of entry calls the others.
RISK_WORDS: Final = frozenset(("risk", "risks"))
KIND_WORDS: Final = frozenset(
    (
        "issue",
        "issues",
        "assumption",
        "assumptions",
        "dependency",
        "dependencies",
        "action",
        "actions",
        "decision",
        "decisions",
        "opportunity",
        "opportunities",
        "constraint",
        "lesson",
        "change",
    )
)
KIND_LETTERS: Final = frozenset(("i", "a", "d"))  # beside "R" for the risks
TREATMENT_WORDS: Final = frozenset((
    "treat", "tolerate", "transfer", "terminate", "mitigate", "mitigation", "accept", "acceptance", "avoid", "avoidance", "reduce",
    "reduction", "share", "manage", "monitor", "control", "take", "exploit", "ignore", "retain", "contingency", "escalate", "prevent",
))  # fmt: skip

_SIMPLIFY = re.compile(r"[\W_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])|(?<=[a-z]{2})(?=[A-Z])")  # RiskOwner, riskID; not DoT
_SCALE_HINT = re.compile(r"\b\d{1,2} (?:to )?\d{1,3}\b")  # "(1–5)" and "_1_5", once simplified
_ANY_STAGE = re.compile(r"\b(?:" + "|".join(pattern for _, pattern in STAGE_WORDS) + r")\b")
_BRACKETS = re.compile(r"[\(\[][^\)\]]*[\)\]]")


@lru_cache(maxsize=4096)
def simple(text: str) -> str:
    """A heading or word without regard to case, spacing and punctuation: "Risk_Owner " → "risk owner"."""
    text = unicodedata.normalize("NFKC", text)
    return _SIMPLIFY.sub(" ", _CAMEL.sub(" ", text)).strip().casefold()


# Misspelt, these must not be passed over: a score would be read as that of another stage.
_STAGES_SPELT: Final = ("inherent", "residual", "current", "target", "untreated", "unmitigated", "uncontrolled", "original", "initial", "desired", "planned", "present")  # fmt: skip


@lru_cache(maxsize=4096)
def spelt(key: str) -> str:
    """The words of a simplified heading with a misspelt name of a stage put right: "taget score"."""
    return " ".join(_spelt_word(word) for word in key.split())


def _spelt_word(word: str) -> str:
    if len(word) < 5 or _ANY_STAGE.fullmatch(word):
        return word
    found = process.extractOne(word, _STAGES_SPELT, scorer=fuzz.ratio, score_cutoff=90)
    return found[0] if found else word


def heading_keys(heading: str) -> tuple[str, ...]:
    """The forms under which a heading is looked up, the fullest first: without its scale, its brackets,
    the help sentence that follows a wide gap or a line break.
    """
    heading = re.sub("[#№]", " no ", heading)
    head = re.split(r"\n|\s{3,}", heading.strip(), maxsplit=1)[0]
    plain = [
        spelt(simple(form))
        for form in (heading, _BRACKETS.sub(_unless_stage, heading), head, _BRACKETS.sub(_unless_stage, head))
    ]
    forms = [form for key in plain for form in (key, _SCALE_HINT.sub(" ", key))]
    return tuple(dict.fromkeys(key for form in forms if (key := " ".join(form.split()))))


def _unless_stage(brackets: re.Match[str]) -> str:
    """Nothing for what stands in brackets, unless it names the stage: "Score (after controls)"."""
    return brackets[0] if _ANY_STAGE.search(spelt(simple(brackets[0]))) else " "

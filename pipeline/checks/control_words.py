"""Do the words of a control say something that is there, now and again? Its name and description are judged."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.checks.printed import Check, printed_controls
from pipeline.model.findings import Finding, find
from pipeline.model.records import Control, ControlKind, Report

_BROUGHT = (
    "introduced", "established", "created", "developed", "drafted", "designed", "agreed", "set up", "launched",
    "implemented", "rolled out", "drawn up", "put in place", "recruited", "appointed", "finalised", "completed",
    "signed", "procured", "approved", "adopted", "considered", "discussed", "negotiated", "explored", "scoped",
)  # fmt: skip
_BRINGS = (
    "introduce", "establish", "create", "develop", "draft", "set up", "launch", "implement", "roll out", "draw up",
    "put in place", "recruit", "appoint", "finalise", "procure", "adopt", "agree",
)  # fmt: skip
_DONE, _DO = "|".join(_BROUGHT), "|".join(_BRINGS)
_THERE = "completed?|finished|in place|ready|live|finalised|implemented|established|introduced|signed"
_STILL = r"^|,|\bis|\bare|\bremains?|\bstill|\b\w+ly|\bnow|\b(?:agreement|plan|protocol|proposal|scheme|memorandum)"

# What is not there yet.
_FUTURE = tuple(
    re.compile(words, re.IGNORECASE)
    for words in (
        r"\bto introduce\b",
        rf"^to (?:{_DO})\b",  # "To set up one register"
        rf"\b(?:plans?|planning|proposals?|proposes?|intentions?|intends?|hopes?|due|yet|expected) to (?:{_DO}|be (?:{_DONE}))\b",
        rf"\b(?:is|are) to (?:{_DO}|be (?:{_DONE}))\b",
        rf"\b(?:will|shall) (?:be (?:{_DONE}|in place)|{_DO}|come into|begin|start|replace)\b",
        rf"\b(?:is|are) (?:\w+ly |now |still )?being (?:{_DONE})\b",
        rf"(?:{_STILL}) under (?:discussion|development|consideration|negotiation|construction|preparation)\b",
        rf"(?:{_STILL}) in (?:development|discussions?|negotiation|draft|preparation|the pipeline)\b(?! for)",
        rf"(?<!closed )(?<!signed off )(?<!reported )\b(?:when|once) (?:it is |they are |this is )?(?:{_THERE})\b",
        r"\b(?:is|are) (?:planned|proposed|intended|envisaged)\b",
        r"\b(?:is|are|has|have) not yet\b|\bin due course\b",
        r"\bawaiting (?:approval|agreement|funding|signature|a decision)\b",
        r"\bsubject to (?:approval|agreement|funding|a decision|contract)\b",
    )
)  # fmt: skip
# After these words it is another thing that is to come: "Advises on every investment that is proposed".
_JUDGES = "reviews?|considers?|challenges?|assess(?:es)?|approves?|tracks?|examines?|decides?|advises?|scrutinises?|follows?|checks?|oversees?|monitors?"
_OF_OTHERS = re.compile(
    rf"^\W*(?:\w+ly )?(?:{_JUDGES})\b|"
    rf"\b(?:board|group|panel|team|committee|forum|organisations|both|it|they|and) (?:{_JUDGES})\b|"
    r"\b(?:when|where|that|which|what|whether|if|before|after|until|every|each|any)(?:\s+\w+){0,2}\s*$",
    re.IGNORECASE,
)

# What happened once. Quiet where the same words say that it happens again, or what goes on from it.
_ONCE = re.compile(
    r"\b(?:took place|(?:has|have) taken place|(?:was|were|(?:has|have) been) (?:held|hosted|organised|carried out|"
    r"conducted|undertaken|delivered|run|convened|staged)|(?:met|visited|attended|hosted|held) (?:once|an? )|"
    r"(?:workshop|conference|seminar|visit|summit|event|awayday|away day|exercise) (?:of|in|on) (?:\d|January|February|"
    r"March|April|May|June|July|August|September|October|November|December|spring|summer|autumn|winter))\b",
    re.IGNORECASE,
)
_HOW_OTHERS = re.compile(r"\b(?:how|what|whether|when|where)(?:\s+\w+){0,2}\s*$", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.;:])\s+|\n")
_AGAIN = re.compile(
    r"\b(?:each|every|daily|weekly|fortnightly|monthly|quarterly|annual|annually|yearly|twice a|once a|regular|"
    r"regularly|continues?|continuing|ongoing|meets|since|always|still|followed up|follows up|in turn)\b",
    re.IGNORECASE,
)


def control_worded_future(report: Report) -> Iterator[Finding]:
    """What is still to come controls nothing: it is a potential control, or its words are out of date.

    Quiet on a purpose ("works to establish who is at risk", "aims to reduce harm"), on a habit ("priorities will be
    agreed each month"), and on what the control judges ("reviews proposals to introduce new systems").
    """
    for control in _joint(report):
        for field, text in _texts(control):
            words = next((found for sentence in _SENTENCE.split(text) if (found := _future(sentence))), None)
            if words:
                yield _finding("control-worded-future", control, field, "is a joint control", words)
                break


def control_one_off(report: Report) -> Iterator[Finding]:
    """A workshop that took place in May has changed something, perhaps; it controls nothing now."""
    for control in _joint(report):
        for field, text in _texts(control):
            found = _ONCE.search(text)
            if found and not _AGAIN.search(text) and not _HOW_OTHERS.search(text[: found.start()]):
                yield _finding("control-one-off", control, field, "seems to be something that happened once", found[0])
                break


CHECKS: tuple[Check, ...] = (control_worded_future, control_one_off)


def _joint(report: Report) -> Iterator[Control]:
    for _, assessed in printed_controls(report):
        if assessed.control.kind is ControlKind.JOINT:
            yield assessed.control


def _texts(control: Control) -> tuple[tuple[str, str], ...]:
    return (("description", control.description or ""), ("name", control.name))


def _future(sentence: str) -> str | None:
    """The words that say it is not there yet."""
    for pattern in _FUTURE:
        found = pattern.search(sentence)
        habit = found is not None and found[0].casefold().startswith(("will ", "shall ")) and _AGAIN.search(sentence)
        if found and not habit and not _OF_OTHERS.search(sentence[: found.start()]):
            return found[0]
    return None


def _finding(code: str, control: Control, field: str, says: str, words: str) -> Finding:
    subject = f"{control.reference} {control.name}"
    quoted = " ".join(words.split()).strip(", ")
    message = f'{subject} {says}, and its {field} says "{quoted}".'
    return find(code, message, control.source.place(field), subject=subject, field=field)

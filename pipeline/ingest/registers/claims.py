"""What a heading says its column is: claims on fields, by exact words, near words, and the stage named."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from pipeline.ingest.registers.evidence import Evidence
from pipeline.ingest.registers.sense import plausible, sense_of
from pipeline.ingest.registers.table import Heading
from pipeline.ingest.registers.vocabulary import (
    FILLING,
    FOREIGN,
    HEADINGS,
    PART_HEADINGS,
    STAGE_WORDS,
    heading_keys,
    simple,
    spelt,
)

NEAR: Final = 82  # token_sort below this is wrong more often than right
_MARGIN: Final = 3
_STAGES = tuple((stage, re.compile(rf"\b(?:{pattern})\b")) for stage, pattern in STAGE_WORDS)
_SHORTEST_NEAR = 5
_LONGEST_MEASURE = 40  # "Current risk" may also head a description
_LONGEST_BANNER = 8  # words; longer ones are titles

# "Consequence" and "Impact" may head a text or a level; "Risk" alone a title or a description.
_TEXT_OR_LEVEL: Final = frozenset(("impact", "impacts", "consequence", "consequences"))

_EXACT: Final = {key: tuple((field, rank) for field, groups in HEADINGS.items() for rank, group in enumerate(groups) if key in group) for groups_ in HEADINGS.values() for group_ in groups_ for key in group_}  # fmt: skip
_PARTS: Final = {key: part for part, keys in PART_HEADINGS.items() for key in keys}
# What a near heading may be near to: the surest headings of each field, the parts of an exposure, the foreign ones.
_NEAR_TO: Final = (
    {key: fields[0][0] for key, fields in _EXACT.items() if len(fields) == 1 and len(key) >= _SHORTEST_NEAR}
    | {key: f"*.{part}" for key, part in _PARTS.items() if len(key) >= _SHORTEST_NEAR}
    | dict.fromkeys(FOREIGN, "")
)


_SQUEEZED: Final = {key.replace(" ", ""): field for key, field in _NEAR_TO.items()}
_LONG_PARTS: Final = tuple(key for key in _PARTS if len(key) >= _SHORTEST_NEAR)
_SHORTEST_MISSPELT = 7  # letters: of shorter ones a letter makes another word
_LETTER_OFF = 92
_PART_LETTER_OFF = 85
_LONGEST_TITLE = 90  # characters on average; longer ones describe


@dataclass(frozen=True)
class Claim:
    """A column's claim on a field. ``field``: a field, or "STAGE.part" with STAGE also "" (none named),
    "residual" or "previous"; part also "measure" (a score or a rating: its values tell). ``rank``: 0 is surest.
    """

    column: int
    field: str
    rank: int
    how: str  # exact, near or values

    @property
    def stage(self) -> str | None:
        """The stage named, "" where none was; None where the field has no stages."""
        return self.field.rpartition(".")[0] if "." in self.field else None

    @property
    def part(self) -> str:
        return self.field.rpartition(".")[2]


def known_heading(text: str) -> bool:
    """Whether a heading is one that registers use, for finding the header row."""
    return any(key in _EXACT or key in FOREIGN or _staged(key) for key in heading_keys(text))


def text_or_level(heading: Heading) -> bool:
    """Whether a heading may head a text as well as a level: "Consequences"."""
    return any(key in _TEXT_OR_LEVEL for key in heading_keys(heading.text))


def stage_of(text: str) -> str:
    """The one stage a heading or banner names; "" for none or several. A residual may also say of when:
    "target residual" is the target, "current residual" the current one.
    """
    key = spelt(simple(text))
    named = {stage for stage, pattern in _STAGES if pattern.search(key)}
    if len(named) == 2 and "residual" in named and named & {"current", "target"}:
        named.remove("residual")
    return named.pop() if len(named) == 1 else ""


def claims_of(heading: Heading, seen: Evidence, *, near: bool) -> list[Claim]:
    """What this column may be; none where its heading says nothing. ``near``: near words count too."""
    banner_stage = stage_of(heading.banner) if len(heading.banner.split()) <= _LONGEST_BANNER else ""
    keys = heading_keys(heading.text)
    for key in keys:
        claims = _exact(heading.column, key, banner_stage, seen)
        if claims:
            return claims
        if key in FOREIGN or key in _EXACT or _staged(key):
            return []  # known to be none of ours, or its values speak against what it says
    return _near(heading.column, keys, banner_stage, seen) if near else []


def _exact(column: int, key: str, banner_stage: str, seen: Evidence) -> list[Claim]:
    staged = _staged(key)
    plain = _EXACT.get(key, ())
    # "Impact" is a level if levels stand below it; a text if sentences do.
    if staged and key in _TEXT_OR_LEVEL and not seen.empty and not seen.levels and seen.length > 20:
        staged = None
    if staged:
        stage = staged[0] or banner_stage
        if staged[1] == "impact" and seen.classes > 0.5:
            return []
        if staged[1] == "measure" and seen.texts and (seen.dates > 0 or seen.length > _LONGEST_MEASURE):
            return []
        if (
            plain
            and key in _TEXT_OR_LEVEL
            and not seen.levels
            and (seen.empty and not stage and key.startswith("consequence"))
        ):
            return [Claim(column, field, rank, "exact") for field, rank in plain]
        return [Claim(column, f"{stage}.{measured(staged[1], seen)}", 0, "exact")]
    if plain:
        return _by_values(column, plain, seen)
    return []


def _staged(key: str) -> tuple[str, str] | None:
    """The stage and part a heading names: "residual risk score" → ("residual", "score"); a stage alone
    is a "measure". None where it is no part of an exposure.
    """
    if key in _EXACT and key not in _TEXT_OR_LEVEL:
        return None
    rest = key
    for _, pattern in _STAGES:
        rest = pattern.sub(" ", rest)
    stage = stage_of(key)
    if rest != key and not stage:
        return None  # two stages at once
    words = " ".join(word for word in rest.split() if word not in FILLING)
    if words in _PARTS:
        return stage, _PARTS[words]
    if words in ("", "position") and stage and stage != "previous":
        return stage, "measure"
    return None


def measured(part: str, seen: Evidence) -> str:
    """A score or a rating: the values tell, whatever the heading says."""
    if part in ("score", "rating", "measure"):
        if seen.empty or not seen.texts:
            return "measure"
        # Roman numerals may as well be classes: they are a score where the heading says so.
        return "score" if seen.numbers >= 0.5 or (part == "score" and seen.romans) else "rating"
    return part


def _by_values(column: int, plain: Iterable[tuple[str, int]], seen: Evidence) -> list[Claim]:
    """The claims that the values do not speak against."""
    claims = []
    for field, rank in plain:
        if field in ("controls", "actions") and seen.texts and seen.treatments >= 0.7:
            continue  # "Treat", "Tolerate": a way of treating, no action
        if (
            field in ("controls", "actions", "description")
            and seen.texts
            and (seen.bare_numbers > 0.8 or seen.scale_words > 0.8)
        ):
            continue
        if field in ("last_reviewed", "next_review") and seen.texts and seen.dates == 0 and seen.length > 40:
            continue
        if field == "id" and seen.texts and seen.length > 30:
            continue
        claims.append(Claim(column, field, rank, "exact"))
    return claims


def _near(column: int, keys: tuple[str, ...], banner_stage: str, seen: Evidence) -> list[Claim]:  # noqa: PLR0911  a return for each way of telling
    """The one field this heading means, though in words of its own: misspelt, by its telling words, or like a
    known one and no other. Its values must bear it out.
    """
    for key in keys:
        stage = stage_of(key)
        rest = key
        if stage:
            rest = " ".join(word for word in dict(_STAGES)[stage].sub(" ", key).split() if word not in FILLING)
        field = _misspelt(key, rest, stage)
        if field is None:
            field = sense_of(key) or _alike(key, rest, stage)
        if field is None:
            continue
        if not field:
            return []  # near to what is none of ours, or to two at once
        if field.startswith("*."):
            part = measured(field[2:], seen)
            if part in ("likelihood", "impact") and seen.texts and not seen.levels:
                return []
            return [Claim(column, f"{stage or banner_stage}.{part}", 0, "near")]
        if not plausible(field, seen):
            return []
        if field == "title" and seen.length > _LONGEST_TITLE:
            return []
        return [Claim(one.column, one.field, one.rank, "near") for one in _by_values(column, [(field, 0)], seen)]
    return []


def _misspelt(key: str, rest: str, stage: str) -> str | None:
    """The field of the heading that this one is but for a letter or two; "" where it is none of ours."""
    squeezed = key.replace(" ", "")
    found = process.extractOne(squeezed, _SQUEEZED.keys(), scorer=fuzz.ratio, score_cutoff=_LETTER_OFF)
    if found and len(squeezed) >= _SHORTEST_MISSPELT:
        return _SQUEEZED[found[0]]
    if stage and len(rest) >= _SHORTEST_NEAR:
        part = process.extractOne(rest, _LONG_PARTS, scorer=fuzz.ratio, score_cutoff=_PART_LETTER_OFF)
        if part:
            return f"*.{_PARTS[part[0]]}"
    return None


def _alike(key: str, rest: str, stage: str) -> str | None:
    """The one field whose surest headings read like this one, if it stands clear of all others."""
    if len(key) < _SHORTEST_NEAR:
        return None
    found = process.extract(key, _NEAR_TO.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=NEAR, limit=12)
    if stage:
        found += process.extract(rest, _PARTS.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=NEAR, limit=4)
    best: dict[str, float] = {}
    for words, score, _ in found:
        field = _NEAR_TO.get(words) or (f"*.{_PARTS[words]}" if words in _PARTS else "")
        best[field] = max(best.get(field, 0), score)
    ordered = sorted(best.items(), key=lambda item: -item[1])
    if not ordered:
        return None
    doubtful = len(ordered) > 1 and ordered[1][1] > ordered[0][1] - _MARGIN
    return "" if doubtful else ordered[0][0]

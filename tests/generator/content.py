"""Risks of known content: what stands in each cell, and what must be read from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from tests.generator.cells import Able, Entry, Row
from tests.generator.movements import dates, trends
from tests.generator.scores import exposures
from tests.generator.texts import (
    ACTIONS,
    CATEGORIES,
    COMING,
    CONTROLS,
    EFFECTS,
    FAULTS,
    POSTS,
    SHORT,
    THINGS,
    descriptions,
    ids,
    listed,
    strayed,
)


@dataclass(frozen=True)
class Content:
    """The risks of one register. Field names are those of the headings: "residual.score", ".score" (no stage).

    ``layout``: lines of TOML that say what no program can know; ``codes``: findings that must be given, each with
    the field it is about.
    """

    risks: tuple[Row, ...]
    fields: tuple[str, ...]
    layout: tuple[str, ...] = ()
    codes: tuple[tuple[str, str], ...] = ()
    stages: tuple[str, ...] = ()


_BLOCKS: Final = (
    ("inherent", "current", "target"), ("inherent", "residual"), ("inherent", "residual", "target"), ("current", "target"),
    ("inherent", "current"), ("current",), ("residual",), ("",), ("", "residual"), ("", "target"), ("inherent", "current", "residual"), (),
)  # fmt: skip


def make_content(rng: Random, able: Able, count: int) -> Content:  # noqa: PLR0912  a branch for each field
    """The risks of one register."""
    rows: list[Row] = [{} for _ in range(count)]
    fields: list[str] = []
    layout: list[str] = []
    codes: set[tuple[str, str]] = set()

    def column(name: str, entries: Sequence[Entry]) -> None:
        fields.append(name)
        for row, entry in zip(rows, entries, strict=True):
            row[name] = entry

    def texts(name: str, choices: Sequence[str]) -> None:
        column(name, [Entry(strayed(rng, text), text) for text in (rng.choice(choices) for _ in rows)])

    column("id", ids(rng, count, able))
    with_title = rng.random() < 0.45
    if with_title:
        column(
            "title", [Entry(text, text) for text in (f"{rng.choice(SHORT)}: {rng.choice(CATEGORIES)}" for _ in rows)]
        )
    if not with_title or rng.random() < 0.8:
        column("description", descriptions(rng, count))
    if rng.random() < 0.9:
        texts("owner", POSTS)
    if rng.random() < 0.4:
        texts("category", CATEGORIES)
    if "description" in fields and rng.random() < 0.2:
        texts("cause", [f"{thing} {fault}" for thing in THINGS for fault in FAULTS[:2]])
        texts("consequence", [f"{one}, and {two}" for one in EFFECTS for two in EFFECTS[:2] if one != two])
    stages = rng.choice(_BLOCKS)
    parts = exposures(rng, rows, stages, able)
    fields += [f"{stage}.{part}" for stage in stages for part in parts]
    if stages and {"likelihood", "impact", "score"} <= set(parts) and count >= 6 and rng.random() < 0.3:
        entry = rows[2][f"{stages[0]}.score"]
        if isinstance(entry.shown, (int, float)):
            rows[2][f"{stages[0]}.score"] = Entry(entry.shown + 2, entry.shown + 2)
            codes.add(("score-arithmetic", f"{stages[0]}.score"))
    if rng.random() < 0.45:
        layout += trends(rng, rows, able)
        fields.append("trend")
        if rng.random() < 0.3:
            texts(
                "trend_reason",
                [
                    f"{post} reports that {thing} {fault}"
                    for post in POSTS[:3]
                    for thing, fault in zip(THINGS, FAULTS, strict=False)
                ],
            )
    if rng.random() < 0.8:
        column("controls", [listed(rng, CONTROLS) for _ in rows])
        if rng.random() < 0.15:
            coming = rng.choice(COMING)
            rows[0]["controls"] = Entry(coming, (coming,))
            codes.add(("control-not-there", "controls"))
    if rng.random() < 0.6:
        column("actions", [listed(rng, ACTIONS) for _ in rows])
    if rng.random() < 0.4:
        texts("status", ("Open", "Closed", "Open - under review", "Treat"))
    if rng.random() < 0.15:
        texts("appetite", ("Low", "Medium", "Cautious", "Open"))
    for name, chance in (("last_reviewed", 0.35), ("next_review", 0.3)):
        if rng.random() < chance:
            fields.append(name)
            if dates(rng, rows, name, able):
                codes.add(("dates-swapped", name))
    # A table of TOML ends what stands before it.
    layout.sort(key=lambda line: not line.startswith("trend_means"))
    return Content(tuple(rows), tuple(fields), tuple(layout), tuple(sorted(codes)), stages)

"""What must be rewritten in a Word report before it may be published."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a paragraph stands in a Word file. ``number``: among all paragraphs of its part, from 0."""

    part: str
    number: int


@dataclass(frozen=True, slots=True)
class Rewrite:
    """New words for a paragraph, by its place among those that hold words. ``spans``: start, end and what takes the
    place of the words between, in order and apart. ``text``: what the paragraph says then; nothing where it goes.
    ``also``: further paragraphs that are one with it, and go.
    """

    at: int
    spans: tuple[tuple[int, int, str], ...]
    text: str
    also: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Rewritten:
    """``added``: the paragraphs that are none of those generated. ``lost``: a sentence for each edit that the rewritten
    report can't hold.
    """

    rewrites: tuple[Rewrite, ...]
    added: frozenset[int]
    lost: tuple[str, ...]

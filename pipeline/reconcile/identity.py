"""What is the same thing in two places: ids written differently, risks and themes as the last record has them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipeline.model.records import (
    AlignmentRow,
    KnownChange,
    MappingWorkbook,
    Organisation,
    PastAlignedRisk,
    PastOrganisation,
    PastReport,
    PastRisk,
)

ALIKE = 0.8  # from this share of common words on, two descriptions count as one text that was edited


def plain(text: str | None) -> str:
    """A name for comparing: without regard to case and spacing."""
    return " ".join((text or "").split()).casefold()


def loose(risk_id: str) -> str:
    """An id without regard to case, spaces and zero padding: "m 007" and "M7" are one."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", "".join(risk_id.split())).casefold()


class Ids:
    """Ids to find one among, exactly or loosely."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._known = dict.fromkeys(ids)
        self._loose: dict[str, list[str]] = defaultdict(list)
        for one in self._known:
            self._loose[loose(one)].append(one)

    def find(self, wanted: str) -> str | None:
        """The id that is meant: exactly it, else the only one that is loosely it."""
        if wanted in self._known:
            return wanted
        near = self._loose.get(loose(wanted), [])
        return near[0] if len(near) == 1 else None

    def near(self, wanted: str) -> tuple[str, ...]:
        """Every id that is loosely it."""
        return tuple(self._loose.get(loose(wanted), ()))


def likeness(one: str | None, other: str) -> float:
    """How much of two texts is the same, word by word: 1.0 for the same words, 0.0 for less than ``ALIKE``."""
    ours, theirs = plain(one).split(), plain(other).split()
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    if not ours or matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= ALIKE else 0.0


def renumberings(changes: Iterable[KnownChange], organisation: str) -> dict[str, str]:
    """Old id → new id, as the Changes sheet has it for one organisation."""
    return {
        change.was or change.risk: change.now or change.risk
        for change in changes
        if change.organisation == organisation
        and plain(change.what) == "renumbered"
        and (change.was or change.risk) != (change.now or change.risk)
    }


@dataclass(frozen=True, slots=True)
class Standing:
    """A register risk in the last record. ``aligned``: the theme it stood under, None for the others."""

    risk: PastRisk
    aligned: PastAlignedRisk | None


class PastRisks:
    """One organisation's risks in the last record. ``renumbered``: new id → the id it had then. ``scale``: the one it
    had then, as far as the record holds it.
    """

    def __init__(
        self,
        standings: Mapping[str, Standing],
        renumbered: Mapping[str, str],
        scale: PastOrganisation | None = None,
    ) -> None:
        self.standings = standings
        self.scale = scale
        self._renumbered = renumbered
        self._moved = set(renumbered.values())
        self._ids = Ids(standings)

    def of(self, risk_id: str) -> Standing | None:
        """Where the risk that now has this id stood; None where it was not there.

        An id that was given to another risk since is not taken for the old one.
        """
        if risk_id in self._renumbered:
            return self.standings[self._renumbered[risk_id]]
        then = self._ids.find(risk_id)
        return None if then is None or then in self._moved else self.standings[then]


def past_risks(
    mapping: MappingWorkbook, organisation: Organisation, past: PastReport | None, here: Collection[str] = ()
) -> PastRisks:
    """The organisation's risks in the record, also where the record calls it by another of its names.

    ``here``: the ids in its register now. A row of Changes that is older than the record counts where they bear it
    out: the old id is gone and the new one is there.
    """
    if past is None:
        return PastRisks({}, {})
    names = names_of(organisation)
    scale = next((one for one in past.organisations if plain(one.name) in names), None)
    standings: dict[str, Standing] = {}
    for aligned in past.aligned_risks:
        for risk in aligned.risks:
            if plain(risk.organisation) in names:
                standings.setdefault(risk.id, Standing(risk, aligned))
    for risk in past.other_risks:
        if plain(risk.organisation) in names:
            standings.setdefault(risk.id, Standing(risk, None))
    ids = Ids(standings)
    every, since = (
        renumberings(rows, organisation.name) for rows in (mapping.changes, changes_since(mapping, organisation, past))
    )
    moves: dict[str, str] = {}
    for was, became in every.items():
        found = ids.find(was)
        if found is None:
            continue
        now, seen = became, {was}
        while now in every and now not in standings and now not in seen:  # renumbered once more
            seen.add(now)
            now = every[now]
        if was in since or (now in here and was not in here):
            moves[found] = now
    # A row that was there last quarter too: the record has the new id already.
    fresh = {was: now for was, now in moves.items() if now not in standings or now in moves}
    return PastRisks(standings, {now: was for was, now in fresh.items()}, scale)


def names_of(organisation: Organisation) -> set[str]:
    """Every name an organisation goes by, for comparing."""
    return {plain(name) for name in (organisation.name, organisation.full_name, *organisation.also_called) if name}


def changes_since(mapping: MappingWorkbook, organisation: Organisation, past: PastReport) -> tuple[KnownChange, ...]:
    """An organisation's rows of Changes that the record can't show yet: undated, or later than its register was then."""
    names = names_of(organisation)
    then = next((one.as_at for one in past.organisations if one.as_at and plain(one.name) in names), past.meeting_date)
    return tuple(
        change
        for change in mapping.changes
        if change.organisation == organisation.name and (change.date is None or change.date > then)
    )


def past_themes(rows: Sequence[AlignmentRow], past: PastReport | None) -> dict[int, PastAlignedRisk]:
    """Number of a row → the aligned risk it was in the last record.

    The number says so where a name that the row has or had agrees, then the names alone, then the number alone:
    so a theme is neither lost when it is renamed nor mistaken for another when the numbers were dealt anew.
    """
    return _claimed({row.number: _Theme(row.number, _names(row)) for row in rows}, past) if past else {}


def themes_back(rows: Sequence[AlignmentRow], records: Iterable[PastReport]) -> tuple[dict[int, PastAlignedRisk], ...]:
    """The same for each of several records, the newest first. Each is compared with the one after it, so that a theme
    is followed through names that Formerly does not tell. Where it is missing from one, its names alone lead on.
    """
    wanted = {row.number: _Theme(row.number, _names(row)) for row in rows}
    back = []
    for past in records:
        found = _claimed(wanted, past)
        back.append(found)
        for number, theme in wanted.items():
            then = found.get(number)
            names = theme.names | {plain(then.name)} if then else theme.names
            wanted[number] = _Theme(then.number if then else None, names)
    return tuple(back)


@dataclass(frozen=True, slots=True)
class _Theme:
    """What an aligned risk is looked for by: its number and every name it is known under."""

    number: int | None
    names: frozenset[str]


def _names(row: AlignmentRow) -> frozenset[str]:
    return frozenset(plain(name) for name in (row.name, *row.formerly))


def _claimed(wanted: Mapping[int, _Theme], past: PastReport) -> dict[int, PastAlignedRisk]:
    found: dict[int, PastAlignedRisk] = {}

    def claim(fits_number: bool, fits_name: bool) -> None:
        for key, one in wanted.items():
            if key in found:
                continue
            for theme in past.aligned_risks:
                if (
                    theme not in found.values()
                    and (not fits_number or theme.number == one.number)
                    and (not fits_name or plain(theme.name) in one.names)
                ):
                    found[key] = theme
                    break

    claim(fits_number=True, fits_name=True)
    claim(fits_number=False, fits_name=True)
    claim(fits_number=True, fits_name=False)
    return found

"""Which stage and which part of an exposure a column of levels or scores is, where its heading alone doesn't say."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.ingest.registers.claims import Claim, measured, text_or_level
from pipeline.ingest.registers.evidence import Evidence
from pipeline.ingest.registers.siblings import sibling_claims
from pipeline.ingest.registers.table import Table


class Assumed(NamedTuple):
    """A stage that no heading names: what is told of it, at which column."""

    stage: str
    column: int
    message: str


class Settling:
    """Settles the claims of one table's columns. ``assigned``: the fields that a layout gives; ``spoken_for``: the columns that
    it reads or ignores; ``broken``: fields whose confirmed heading is gone, those a person must settle; ``residual_means``: as a layout says.
    """

    def __init__(
        self,
        table: Table,
        seen: Mapping[int, Evidence],
        assigned: Collection[str],
        *,
        spoken_for: Collection[int],
        broken: Collection[str],
        residual_means: str | None,
    ) -> None:
        self.table = table
        self.seen = seen
        self.assigned = assigned
        self.spoken_for = spoken_for
        self.broken = broken
        self.residual_means = residual_means
        self.assumed: list[Assumed] = []

    def settled(self, claims: Sequence[Claim]) -> list[Claim]:
        """The claims with a stage and a part of their own."""
        siblings, of_siblings = sibling_claims(self.table, self.seen, self.spoken_for)
        alone = [claim for claim in claims if claim.column not in siblings]
        staged = [claim for claim in of_siblings if claim.stage]
        found = self._stages(self._products(self._impacts(self._severity(self.unbroken([*alone, *staged])))))
        unstaged = [replace(claim, field=f"current.{claim.part}") for claim in of_siblings if not claim.stage]
        return self._measures([*found, *self.unbroken(self._unrivalled(unstaged, found))])

    def unbroken(self, claims: Sequence[Claim]) -> list[Claim]:
        return [claim for claim in claims if claim.field not in self.broken]

    def _severity(self, claims: list[Claim]) -> list[Claim]:
        """A severity is the impact where no impact stands beside it, and a likelihood does or it holds the steps of
        one; else a rating.
        """
        parts: set[tuple[str | None, ...]] = {(claim.stage, claim.part) for claim in claims}
        parts |= {tuple(name.split(".")) for name in self.assigned if "." in name}

        def one(claim: Claim) -> Claim:
            beside = (claim.stage, "likelihood") in parts or self.seen[claim.column].small_numbers
            impact = beside and (claim.stage, "impact") not in parts
            part = "impact" if impact else measured("measure", self.seen[claim.column])
            return replace(claim, field=f"{claim.stage}.{part}", how="values")

        return [one(claim) if claim.part == "severity" else claim for claim in claims]

    def _impacts(self, claims: list[Claim]) -> list[Claim]:
        """A lone C is the impact where a likelihood stands beside it and no impact does; "Consequences" that hold no
        steps are a text where another column is an impact.
        """
        parts = [(claim.stage, claim.part) for claim in claims]
        parts += [(stage, part) for name in self.assigned if "." in name for stage, _, part in (name.partition("."),)]
        settled: list[Claim] = []
        for claim in claims:
            if claim.part == "letter":
                here = [part for stage, part in parts if stage == claim.stage]
                lone = here.count("letter") == 1 and "likelihood" in here and "impact" not in here
                if lone and (self.seen[claim.column].empty or self.seen[claim.column].levels):
                    settled.append(replace(claim, field=f"{claim.stage}.impact", how="values"))
            elif (
                claim.field == ".impact"
                and self._is_text(claim)
                and any(part == "impact" and stage for stage, part in parts)
            ):
                settled.append(replace(claim, field="consequence", rank=1))
            else:
                settled.append(claim)
        return settled

    def _products(self, claims: Sequence[Claim]) -> list[Claim]:
        """A lone S or R is the score where it is the product of the likelihood and impact of its stage in every row."""
        settled: list[Claim] = []
        for claim in claims:
            if claim.part != "product":
                settled.append(claim)
                continue
            beside = [one for one in claims if one.stage == claim.stage and one.column != claim.column]
            levels = [[c.column for c in beside if c.part == part] for part in ("likelihood", "impact")]
            scored = any(one.part in ("score", "measure", "product") for one in beside)
            if not scored and [len(columns) for columns in levels] == [1, 1]:
                made = self.seen[claim.column].made_of(*(self.seen[columns[0]] for columns in levels))
                settled += [replace(claim, field=f"{claim.stage}.score", how="values")] if made else []
        return settled

    def _is_text(self, claim: Claim) -> bool:
        """Whether a column that is headed as a text or a level holds no steps."""
        seen = self.seen[claim.column]
        return bool(seen.texts) and not seen.levels and text_or_level(self.table.headed(claim.column))

    def _unrivalled(self, siblings: Sequence[Claim], found: Sequence[Claim]) -> Sequence[Claim]:
        """The columns of scores time by time, where nothing else is current: each may be the current one."""
        if any(claim.stage == "current" for claim in found) or any(n.startswith("current.") for n in self.assigned):
            return ()
        return siblings

    def _stages(self, claims: list[Claim]) -> list[Claim]:
        """Names the stage of what stands under none, and of a residual; says so."""
        named = {claim.stage for claim in claims if claim.stage} | {
            name.split(".")[0] for name in self.assigned if "." in name
        }
        residual = self._residual(named, [claim for claim in claims if claim.stage == "residual"])
        unstaged = "inherent" if named & {"residual", "current"} else "current"
        # A doubt about a stage that the layout settles for every part is none.
        bare = [claim for claim in claims if claim.stage == "" and f"{unstaged}.{claim.part}" not in self.assigned]
        if bare:
            because = (
                "because other columns are the current or residual ones"
                if unstaged == "inherent"
                else "because nothing names another stage"
            )
            self._assume(
                unstaged,
                bare,
                f"no heading says whether these are before or after controls. They were read as {unstaged}, {because}.",
            )
        stages = {"": unstaged, "residual": residual}
        settled = [
            replace(claim, field=f"{stages[claim.stage]}.{claim.part}") if claim.stage in stages else claim
            for claim in claims
            if claim.stage != "previous"
        ]
        return self.unbroken(settled)

    def _residual(self, named: Collection[str | None], claims: Sequence[Claim]) -> str:
        if self.residual_means or not claims:
            return self.residual_means or "current"
        stage = "target" if "current" in named else "current"
        because = (
            "because the register has current ones besides"
            if stage == "target"
            else "because the register has no other current ones"
        )
        self._assume(stage, claims, f"residual was read as {stage}, {because}.")
        return stage

    def _assume(self, stage: str, claims: Sequence[Claim], told: str) -> None:
        headings = ", ".join(f"'{self.table.headed(claim.column).text}'" for claim in claims)
        self.assumed.append(Assumed(stage, claims[0].column, f"{headings}: {told}"))

    def _measures(self, claims: list[Claim]) -> list[Claim]:
        """Empty score-or-rating columns: nothing to read, so either name will do."""
        settled = list(claims)
        for index, claim in enumerate(settled):
            if claim.part == "measure":
                stage = claim.stage or "current"
                others = {other.field for other in settled} | set(self.assigned)
                part = "score" if f"{stage}.score" not in others else "rating"
                settled[index] = replace(claim, field=f"{stage}.{part}")
        return settled

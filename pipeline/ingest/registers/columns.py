"""Which column holds which field: what the layout says, then what headings and values say. Never a guess:
where two columns claim a field, or one could be two, a finding names them and the field stays unread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.ingest.grid import Cell, letter
from pipeline.ingest.registers.claims import Claim, claims_of, is_quarter, measured, text_or_level
from pipeline.ingest.registers.evidence import Evidence, evidence
from pipeline.ingest.registers.kinds import kinds_in
from pipeline.ingest.registers.layout_binding import Bound, bind
from pipeline.ingest.registers.layouts import Layout
from pipeline.ingest.registers.rivals import between
from pipeline.ingest.registers.table import Heading, Table
from pipeline.ingest.registers.vocabulary import FIELD_WORDS, FIELDS, PARTS, STAGES
from pipeline.model.findings import Finding, find
from pipeline.model.records import Column, Place

Findings = tuple[Finding, ...]

# A heading with words of its own for a field ("Control measures we have in place") goes before one that has the
# words of another at best ("Response").
_SUREST_FIRST = (
    ("exact", 0), ("exact", 1), ("values", 0), ("near", 0), ("exact", 2), ("exact", 3),
)  # fmt: skip


@dataclass(frozen=True)
class Columns:
    """``fields``: field → its columns (several are joined). ``taken``: what each column was taken for;
    ``left``: the columns that are not read. A "STAGE.measure" was settled as score or rating.
    """

    fields: Mapping[str, tuple[int, ...]]
    taken: tuple[Column, ...]
    left: tuple[Column, ...]
    only: Mapping[int, tuple[str, ...]] = field(default_factory=dict)  # column → the values that make a row a risk
    others: tuple[str, ...] = ()  # where no layout says so: the values of that column that make it another entry

    def first(self, name: str) -> int | None:
        columns = self.fields.get(name)
        return columns[0] if columns else None


class Matching:
    """One register's columns on their way to being known; gathers what must be said of them."""

    def __init__(self, table: Table, layout: Layout | None, place: Place, organisation: str) -> None:
        self.table = table
        self.layout = layout
        self.place = place
        self.organisation = organisation
        self.seen: Mapping[int, Evidence] = evidence(table)
        self.findings: list[Finding] = []
        self.assigned: dict[str, tuple[int, ...]] = {}
        self.how: dict[int, str] = {}
        self.open: dict[int, tuple[str, ...]] = {}  # a column that could be several fields
        self.rivals: set[int] = set()  # columns of a field that several claim
        self.ambiguous: dict[str, tuple[int, ...]] = {}  # such a field → those columns

    def run(self) -> tuple[Columns, Findings]:
        """The columns, with every doubt as a finding."""
        bound = bind(self.table, self.layout, self.place, self.organisation) if self.layout else Bound()
        self.findings += bound.findings
        for name, columns in bound.fields.items():
            self.assigned[name] = columns
            self.how.update(dict.fromkeys(columns, "layout"))
        self._detect(bound)
        only, others = self._kinds(bound)
        self._near()
        self._required(bound)
        self._unread(bound)
        taken = [(name, column) for name, columns in self.assigned.items() for column in columns]
        ignored = [h for h in self.table.headings if h.column not in self.how]
        return Columns(
            {name: self.assigned[name] for name in FIELDS if self.assigned.get(name)},
            tuple(
                _column(h, name, self.how[column])
                for name, column in sorted(taken, key=lambda one: one[1])
                if (h := self._heading(column))
            ),
            tuple(_column(h, "", "layout" if h.column in bound.ignored else "unread") for h in ignored),
            only,
            others,
        ), tuple(self.findings)

    def _heading(self, column: int) -> Heading:
        heading = self.table.heading(column)
        # A column that a layout names by its letter may have no heading.
        return heading or Heading(column, "", "", Cell(self.table.header_rows[-1], column, None))

    def _say(self, code: str, message: str, *, column: int, name: str = "", remedy: str = "") -> None:
        place = replace(self.place, cell=self._heading(column).cell.address)
        self.findings.append(
            find(
                code,
                message,
                place,
                subject=self.organisation,
                field=name,
                remedy=remedy,
                organisation=self.organisation,
            )
        )

    # --- what the headings and values say

    def _detect(self, bound: Bound) -> None:
        # Where a person has confirmed the layout, only headings that say exactly what they are add to it.
        near = not (self.layout and self.layout.confirmed and self.layout.columns)
        claims: list[Claim] = []
        for heading in self.table.headings:
            if heading.column in self.how or heading.column in bound.ignored or heading.column in bound.only:
                continue
            own = claims_of(heading, self.seen[heading.column], near=near)
            claims += self._not_broken(own, bound)
        claims = self._settle_impacts(self._settle_severity(claims))
        claims = self._settle_stages(claims, bound)
        claims += self._not_broken(self._quarters(claims), bound)
        self._settle_measures(claims)
        self._assign([claim for claim in claims if claim.part != "measure"])

    def _not_broken(self, claims: list[Claim], bound: Bound) -> list[Claim]:
        """Without claims on fields whose confirmed heading is gone: those a person must settle."""
        return [claim for claim in claims if claim.field not in bound.broken]

    def _settle_severity(self, claims: list[Claim]) -> list[Claim]:
        """A severity is the impact where a likelihood stands beside it and no impact does; else a rating."""
        parts: set[tuple[str | None, ...]] = {(claim.stage, claim.part) for claim in claims}
        parts |= {tuple(name.split(".")) for name in self.assigned if "." in name}
        return [self._severity(claim, parts) if claim.part == "severity" else claim for claim in claims]

    def _severity(self, claim: Claim, parts: set[tuple[str | None, ...]]) -> Claim:
        impact = (claim.stage, "likelihood") in parts and (claim.stage, "impact") not in parts
        part = "impact" if impact else measured("measure", self.seen[claim.column])
        return replace(claim, field=f"{claim.stage}.{part}", how="values")

    def _settle_impacts(self, claims: list[Claim]) -> list[Claim]:
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

    def _is_text(self, claim: Claim) -> bool:
        """Whether a column that is headed as a text or a level holds no steps."""
        seen = self.seen[claim.column]
        return bool(seen.texts) and not seen.levels and text_or_level(self._heading(claim.column))

    def _quarters(self, claims: Sequence[Claim]) -> list[Claim]:
        """The filled columns of scores quarter by quarter, where nothing else is current: each may be the current one."""
        if any(claim.stage == "current" for claim in claims) or any(n.startswith("current.") for n in self.assigned):
            return []
        return [
            Claim(heading.column, "current.score", 0, "values")
            for heading in self.table.headings
            if heading.column not in self.how and is_quarter(heading) and self.seen[heading.column].levels
        ]

    def _settle_stages(self, claims: list[Claim], bound: Bound) -> list[Claim]:
        """Names the stage of what stands under none, and of a residual; says so."""
        named = {claim.stage for claim in claims if claim.stage} | {
            name.split(".")[0] for name in self.assigned if "." in name
        }
        residual = self._residual(named, [claim for claim in claims if claim.stage == "residual"])
        unstaged = "inherent" if named & {"residual", "current"} else "current"
        bare = [claim for claim in claims if claim.stage == "" and f"{unstaged}.{claim.part}" not in self.assigned]
        # A doubt about a stage that the layout settles for every part is none.
        if bare:
            headings = ", ".join(f"'{self._heading(claim.column).text}'" for claim in bare)
            because = (
                "because other columns are the current or residual ones"
                if unstaged == "inherent"
                else "because nothing names another stage"
            )
            self._say(
                "stage-assumed",
                f"{headings}: no heading says whether these are before or after controls. They were read as {unstaged}, {because}.",
                column=bare[0].column,
                name=unstaged,
            )
        stages = {"": unstaged, "residual": residual}
        settled = [
            replace(claim, field=f"{stages[claim.stage]}.{claim.part}") if claim.stage in stages else claim
            for claim in claims
            if claim.stage != "previous"
        ]
        return self._not_broken(settled, bound)

    def _residual(self, named: set[str], claims: Sequence[Claim]) -> str:
        means = self.layout.residual_means if self.layout else None
        if means or not claims:
            return means or "current"
        stage = "target" if "current" in named else "current"
        because = (
            "because the register has current ones besides"
            if stage == "target"
            else "because the register has no other current ones"
        )
        headings = ", ".join(f"'{self._heading(claim.column).text}'" for claim in claims)
        self._say(
            "stage-assumed",
            f"{headings}: residual was read as {stage}, {because}.",
            column=claims[0].column,
            name=stage,
        )
        return stage

    def _settle_measures(self, claims: list[Claim]) -> None:
        """Empty score-or-rating columns: nothing to read, so either name will do."""
        for index, claim in enumerate(claims):
            if claim.part == "measure":
                stage = claim.stage or "current"
                others = {other.field for other in claims} | set(self.assigned)
                part = "score" if f"{stage}.score" not in others else "rating"
                claims[index] = replace(claim, field=f"{stage}.{part}")

    def _assign(self, claims: list[Claim]) -> None:
        """Gives each field its column, the surest claims first; a column that is wanted twice waits for
        its rivals to find others.
        """
        claims = [claim for claim in claims if claim.field not in self.assigned]
        for how, rank in _SUREST_FIRST:
            left = (c for c in claims if c.column not in self.how and c.field not in self.assigned)
            self._round([c for c in left if c.how == how and c.rank == rank])
        for claim in claims:
            if claim.column not in self.how and claim.column not in self.rivals and claim.field not in self.assigned:
                self.open[claim.column] = (*self.open.get(claim.column, ()), claim.field)

    def _round(self, claims: list[Claim]) -> None:
        by_field: dict[str, list[Claim]] = {}
        for claim in claims:
            by_field.setdefault(claim.field, []).append(claim)
        settled: list[Claim] = []
        for name, rivals in by_field.items():
            columns = list(dict.fromkeys(claim.column for claim in rivals))
            chosen = (
                columns[0] if len(columns) == 1 else between(name, columns, self.seen, self.table.grid.hidden_columns)
            )
            if chosen is None:
                self._ambiguous(name, columns)
                self.assigned[name] = ()
            else:
                how = rivals[0].how if len(columns) == 1 else "values"
                settled.append(Claim(chosen, name, 0, how))
        wanted: dict[int, list[Claim]] = {}
        for claim in settled:
            wanted.setdefault(claim.column, []).append(claim)
        for column, same in wanted.items():
            if len(same) == 1:
                self._give(same[0])
            elif {claim.field for claim in same} == {"title", "description"}:
                # One text column: short ones are titles.
                name = "title" if self.seen[column].length <= 60 else "description"
                self._give(Claim(column, name, 0, "values"))

    def _give(self, claim: Claim) -> None:
        self.assigned[claim.field] = (claim.column,)
        self.how[claim.column] = claim.how

    def _kinds(self, bound: Bound) -> tuple[Mapping[int, tuple[str, ...]], tuple[str, ...]]:
        """The column that tells risks from issues and the like, where a log holds several kinds, with its values
        for risks; and those for other entries. Said.
        """
        fields = {column: name for name, columns in self.assigned.items() for column in columns}
        kinds = None if bound.only else kinds_in(self.table.headings, self.seen, fields)
        if kinds is None:
            return bound.only, ()
        where = f"'{kinds.heading.shown}' ({kinds.heading.cell.address})"
        if kinds.risks:
            message = f"{where} tells risks from other entries ({kinds.named}); only the risks were read."
            remedy = "If that is right, say so in the layout under [only]."
        else:
            message = f"{where} names risks beside other entries ({kinds.named}); every row was read as a risk."
            remedy = "If only some of these rows are risks, say in the layout under [only] which words make a row one."
        self._say("rows-left-out", message, column=kinds.heading.column, remedy=remedy)
        return ({kinds.heading.column: kinds.risks}, kinds.others) if kinds.risks else ({}, ())

    # --- what must be said

    def _near(self) -> None:
        """Says which columns were taken for something that their headings do not say exactly."""
        for name, columns in self.assigned.items():
            for column in columns:
                if self.how[column] not in ("near", "values"):
                    continue
                heading = self._heading(column)
                by = "a heading like it" if self.how[column] == "near" else "its values"
                message = f"'{heading.shown}' ({heading.letter}) was taken for {FIELD_WORDS[name]}, by {by}."
                self._say("column-near", message, column=column, name=name)

    def _ambiguous(self, name: str, columns: Sequence[int]) -> None:
        headings = " and ".join(
            f"'{self._heading(column).shown}' ({self._heading(column).cell.address})" for column in columns
        )
        self._say(
            "column-ambiguous",
            f"{headings} could each be {FIELD_WORDS[name]}; {'neither' if len(columns) == 2 else 'none'} was read.",
            column=columns[0],
            name=name,
        )
        self.rivals.update(columns)
        self.ambiguous[name] = tuple(columns)

    def _required(self, bound: Bound) -> None:
        names = [h.text for h in self.table.headings if h.column not in self.how and h.column not in bound.ignored]
        left = f" Headings not read: {', '.join(repr(name) for name in names[:8])}." if names else ""
        needed = (("id",), ("description", "title"), ("owner",))
        for choices in needed:
            if any(choice in self.assigned or choice in bound.broken for choice in choices):
                continue
            rows = ", ".join(map(str, self.table.header_rows))
            self._say(
                "field-missing",
                f"No heading in row {rows} was taken for {FIELD_WORDS[choices[0]]}.{left}",
                column=self.table.headings[0].column,
                name=choices[0],
            )

    def _unread(self, bound: Bound) -> None:
        for heading in self.table.headings:
            if (
                heading.column in self.how
                or heading.column in bound.ignored | self.rivals
                or heading.column in bound.only
            ):
                continue
            fields = [name for name in self.open.get(heading.column, ()) if name not in self.assigned]
            if len(fields) > 1:
                words = " or ".join(FIELD_WORDS[name] for name in fields)
                for name in fields:
                    self._say(
                        "column-unread",
                        f"'{heading.shown}' could be {words}; it was not read as {FIELD_WORDS[name]}.",
                        column=heading.column,
                        name=name,
                    )
            else:
                message = f"This column is not read: '{heading.shown}' ({heading.letter})."
                self._say("column-unread", message, column=heading.column)


def _column(heading: Heading, name: str, how: str) -> Column:
    return Column(letter(heading.column), heading.text, heading.banner, name, how)


def exposure_fields(fields: Mapping[str, tuple[int, ...]]) -> tuple[str, ...]:
    """The fields of all stages that have a column."""
    return tuple(f"{stage}.{part}" for stage in STAGES for part in PARTS if fields.get(f"{stage}.{part}"))

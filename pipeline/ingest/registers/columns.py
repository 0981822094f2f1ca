"""Which column holds which field: what the layout says, then what headings and values say. Never a guess:
where two columns claim a field, or one could be two, a finding names them and the field stays unread.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.ingest.grid import letter
from pipeline.ingest.registers.claims import Claim, claims_of, known_heading
from pipeline.ingest.registers.column_findings import ColumnFindings
from pipeline.ingest.registers.evidence import Evidence, evidence
from pipeline.ingest.registers.kinds import kinds_in
from pipeline.ingest.registers.layout_binding import Bound, bind
from pipeline.ingest.registers.layouts import Layout
from pipeline.ingest.registers.rivals import between
from pipeline.ingest.registers.stages import Settling
from pipeline.ingest.registers.table import Heading, Table
from pipeline.ingest.registers.vocabulary import FIELDS, PARTS, STAGES
from pipeline.model.findings import Finding
from pipeline.model.records import Column, Place

Findings = tuple[Finding, ...]

# A heading with words of its own for a field ("Control measures we have in place") goes before one that has the
# words of another at best ("Response"), and before a mere count of the rows ("No").
_SUREST_FIRST = (
    ("exact", 0), ("exact", 1), ("values", 0), ("exact", 2), ("near", 0), ("exact", 3), ("exact", 4),
)  # fmt: skip
_EITHER = 3  # the rank of words for controls and actions alike: "Mitigation"


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
        self.told = ColumnFindings(table, place, organisation)
        self.assigned: dict[str, tuple[int, ...]] = {}
        self.how: dict[int, str] = {}
        self.open: dict[int, tuple[str, ...]] = {}  # a column that could be several fields
        self.rivals: set[int] = set()  # columns of a field that several claim
        self.ambiguous: dict[str, tuple[int, ...]] = {}  # such a field → those columns

    @property
    def findings(self) -> Findings:
        """What must be said so far."""
        return tuple(self.told.found)

    def run(self) -> tuple[Columns, Findings]:
        """The columns, with every doubt as a finding."""
        bound = bind(self.table, self.layout, self.place, self.organisation) if self.layout else Bound()
        self.told.found += bound.findings
        for name, columns in bound.fields.items():
            self.assigned[name] = columns
            self.how.update(dict.fromkeys(columns, "layout"))
        self._detect(bound)
        only, others = self._kinds(bound)
        self.told.near(self.assigned, self.how)
        self.told.required({*self.assigned, *bound.broken}, {*self.how, *bound.ignored})
        spoken_for = {*self.how, *bound.ignored, *self.rivals, *bound.only}
        exposed = any(name.startswith("current.") for name in {*self.assigned, *bound.broken})
        scores = [] if exposed else [h.column for h in self.table.headings if self._steps(h)]
        self.told.without_scores([column for column in scores if column not in spoken_for])
        could_be = {
            column: [name for name in names if name not in self.assigned] for column, names in self.open.items()
        }
        self.told.unread(could_be, spoken_for, scores)
        taken = [(name, column) for name, columns in self.assigned.items() for column in columns]
        ignored = [h for h in self.table.headings if h.column not in self.how]
        return Columns(
            {name: self.assigned[name] for name in FIELDS if self.assigned.get(name)},
            tuple(
                _column(self.table.headed(column), name, self.how[column])
                for name, column in sorted(taken, key=lambda one: one[1])
            ),
            tuple(_column(h, "", "layout" if h.column in bound.ignored else "unread") for h in ignored),
            only,
            others,
        ), self.findings

    def _steps(self, heading: Heading) -> bool:
        """Whether a column may hold steps or scores: its heading is none that says what else."""
        seen = self.seen[heading.column]
        return seen.levels and seen.steps and not known_heading(heading.text)

    def _detect(self, bound: Bound) -> None:
        """What the headings and values say."""
        # Where a person has confirmed the layout, only headings that say exactly what they are add to it.
        near = not (self.layout and self.layout.confirmed and self.layout.columns)
        spoken_for = {*self.how, *bound.ignored, *bound.only}
        headings = (heading for heading in self.table.headings if heading.column not in spoken_for)
        claims = [claim for h in headings for claim in claims_of(h, self.seen[h.column], near=near)]
        settling = Settling(
            self.table,
            self.seen,
            self.assigned,
            spoken_for=spoken_for,
            broken=bound.broken,
            residual_means=self.layout.residual_means if self.layout else None,
        )
        settled = settling.settled(claims)
        for assumed in settling.assumed:
            self.told.say("stage-assumed", assumed.message, column=assumed.column, name=assumed.stage)
        self._assign([claim for claim in settled if claim.part != "measure"])

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
                columns[0]
                if len(columns) == 1
                else between(
                    name,
                    columns,
                    self.seen,
                    self.table.grid.hidden_columns,
                    {h.column: h.text for h in self.table.headings},
                )
            )
            if chosen is None:
                self.told.ambiguous(name, columns)
                self.rivals.update(columns)
                self.ambiguous[name] = tuple(columns)
                self.assigned[name] = ()
            else:
                how = rivals[0].how if len(columns) == 1 else "values"
                if rivals[0].rank == _EITHER:
                    how = "near"
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
        self.told.say("rows-left-out", message, column=kinds.heading.column, remedy=remedy)
        return ({kinds.heading.column: kinds.risks}, kinds.others) if kinds.risks else ({}, ())


def _column(heading: Heading, name: str, how: str) -> Column:
    return Column(letter(heading.column), heading.text, heading.banner, name, how)


def exposure_fields(fields: Mapping[str, tuple[int, ...]]) -> tuple[str, ...]:
    """The fields of all stages that have a column."""
    return tuple(f"{stage}.{part}" for stage in STAGES for part in PARTS if fields.get(f"{stage}.{part}"))

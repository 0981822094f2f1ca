"""The Controls sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from pipeline.ingest.mapping.proposals import likely
from pipeline.ingest.mapping.row import NO_NAME, Row, Table
from pipeline.ingest.mapping.sheets import plain
from pipeline.model import marks
from pipeline.model.records import AlignmentRow, Assurance, Control, ControlKind, InPlace, Organisation, Working


def read_controls(
    table: Table, organisations: Sequence[Organisation], alignment: Sequence[AlignmentRow]
) -> tuple[Control, ...]:
    """The controls in the order of the sheet, each with a Reference: its own, or one proposed."""
    rows = tuple(table.rows())
    written = {row.number: row.id("reference") for row in rows}
    names = names_of(alignment)
    taken = {plain(reference) for reference in written.values() if reference}
    _doubled(rows, written)
    controls: list[Control] = []
    for row in rows:
        aligned = _aligned_risk(row, names, alignment)
        reference = written[row.number] or _propose(aligned, taken)
        controls.append(_control(row, reference, aligned, organisations, proposed=not written[row.number]))
    return tuple(controls)


def _control(
    row: Row, reference: str, aligned: str, organisations: Sequence[Organisation], *, proposed: bool
) -> Control:
    name = row.line("name")
    if name is None:
        row.needs("name")
    if not row.filled("kind"):
        row.unknown.setdefault("kind", marks.missing("joint or potential"))
        row.fault(
            "kind",
            f"{row.what('kind')} is blank: the control would stand nowhere.",
            remedy="Choose Joint or Potential.",
        )
    if proposed:
        row.fault(
            "reference", f"'{name or NO_NAME}' has no Reference; {reference} is proposed.",
            code="reference-proposed", subject=reference,
        )  # fmt: skip
    return Control(
        reference=reference,
        aligned_risk=aligned,
        name=name or row.unknown.get("name", NO_NAME),
        source=row.source,
        description=row.text("description"),
        kind=row.word("kind", ControlKind),
        run_by=_run_by(row, organisations),
        owner=row.line("owner"),
        in_place=row.word("in_place", InPlace),
        working=row.word("working", Working),
        assurance=row.word("assurance", Assurance),
        evidence=row.text("evidence"),
        last_checked=row.date("last_checked"),
        review_months=row.whole("review_months"),
        due=row.date("due"),
        progress=row.text("progress"),
        restricted=row.restriction("restricted"),
        unknown=row.unknown,
        reference_proposed=proposed,
    )


def names_of(alignment: Iterable[AlignmentRow]) -> Mapping[str, str]:
    """Every way to name an aligned risk → its name: by name, as "Risk 3", "3" or "Risk 3: Money", or by a
    former name. A name goes before a number, both before a former name.
    """
    rows = tuple(alignment)
    names: dict[str, str] = {}
    for row in reversed(rows):
        names |= {plain(former): row.name for former in row.formerly}
    for row in reversed(rows):
        numbered = (f"{row.number}", f"Risk {row.number}", f"{row.number} {row.name}", f"Risk {row.number}: {row.name}")
        names |= {plain(way): row.name for way in numbered}
    return names | {plain(row.name): row.name for row in reversed(rows)}


def _aligned_risk(row: Row, names: Mapping[str, str], alignment: Iterable[AlignmentRow]) -> str:
    written = row.line("aligned_risk") or ""
    name = names.get(plain(written))
    if name is None:
        what = f"'{written}' is not an aligned risk." if written else f"{row.what('aligned_risk')} is blank."
        control = row.table.grid.text(row.number, row.table.columns.get("name", 0))
        row.unknown.setdefault("aligned_risk", marks.not_found(written) if written else marks.missing("aligned risk"))
        row.fault(
            "aligned_risk", f"{what}{likely(written, (a.name for a in alignment))}",
            code="aligned-unknown", subject=control or f"Controls row {row.number}",
        )  # fmt: skip
        return written
    return name


def _run_by(row: Row, organisations: Sequence[Organisation]) -> tuple[str, ...]:
    """The organisations by their names. One that is not known is kept as a mark: without it the cell would
    seem blank, and blank means all.
    """
    whole = organisation_named(row.line("run_by") or "", organisations)
    if whole:
        return (whole,)
    found: list[str] = []
    for written in row.names("run_by"):
        name = organisation_named(written, organisations)
        if name is None:
            row.no_word("run_by", written, (organisation.name for organisation in organisations))
        found.append(name or marks.not_known(written))
    if not found and "run_by" in row.unknown:
        found.append(row.unknown["run_by"])
    return tuple(dict.fromkeys(found))


def organisation_named(written: str, organisations: Iterable[Organisation]) -> str | None:
    """The name of the organisation that goes by this name, its full name or another it is called by."""
    for organisation in organisations:
        if plain(written) in {
            plain(n) for n in (organisation.name, organisation.full_name, *organisation.also_called) if n
        }:
            return organisation.name
    return None


def _propose(aligned: str, taken: set[str]) -> str:
    """The next free reference of the aligned risk, such as C-SAF-2; adds it to those taken."""
    letters = re.sub(r"[^A-Za-z]", "", aligned)[:3].upper() or "NEW"
    number = 1
    while plain(f"C-{letters}-{number}") in taken:
        number += 1
    taken.add(plain(f"C-{letters}-{number}"))
    return f"C-{letters}-{number}"


def _doubled(rows: Sequence[Row], written: Mapping[int, str | None]) -> None:
    first: dict[str, Row] = {}
    for row in rows:
        reference = written[row.number]
        before = first.setdefault(plain(reference), row) if reference else row
        if before is not row and reference:
            before.unknown["reference"] = row.unknown["reference"] = marks.twice(reference)
            row.fault(
                "reference", f"The Reference {reference} stands in rows {before.number} and {row.number}.",
                code="reference-duplicate", subject=reference,
            )  # fmt: skip

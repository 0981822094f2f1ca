"""Whether a template's looks hold: its tables have heading rows, its styles are there and of the right kind."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from pipeline.model.findings import Severity
from pipeline.report.faults import Found, quote
from pipeline.report.sight import Sight, fixed_height
from pipeline.report.styles import Styles
from pipeline.report.tags import Tag
from pipeline.report.wordml import TBL, TR, VAL, Element, P, w

_USES = ((w("pStyle"), "paragraph"), (w("rStyle"), "character"), (w("tblStyle"), "table"))

# The styles that native content is set in, each as: what it is, how the paths of its fields begin or end, the
# kind of the style, the names of which one must be there.
_NEEDED: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("the narrative", "narrative.", "paragraph", ("List Bullet",)),
    ("the narrative", "narrative.", "paragraph", ("List Number",)),
    ("the narrative", "narrative.", "paragraph", ("heading 2",)),
    ("the narrative", "narrative.", "character", ("Hyperlink",)),
    ("the narrative", "narrative.", "table", ("Report Table", "Table Grid")),
    ("the narrative", "narrative.", "paragraph", ("Table Heading",)),
    ("the narrative", "narrative.", "paragraph", ("Table Text",)),
    ("the contents table", "contents", "paragraph", ("toc 1",)),
    ("the contents table", "contents", "paragraph", ("toc 2",)),
    ("a heat map", ".heat_map", "table", ("Heat Map", "Report Table", "Table Grid")),
    ("a heat map", ".heat_map", "paragraph", ("Heat Map Text", "Table Text")),
    ("a heat map", ".heat_map", "paragraph", ("Note",)),
)


def unheaded(tags: Sequence[Tag]) -> Iterator[Found]:
    """Tables that grow by a loop without a heading row."""
    loops = (tag for tag in tags if tag.of_row and tag.meant == "for")
    for table in dict.fromkeys(next(tag.paragraph.iterancestors(TBL), None) for tag in loops):
        first = table.find(TR) if table is not None else None
        if first is not None and first.find(f"{w('trPr')}/{w('tblHeader')}") is None:
            what = "the first row of this table is no heading row: mark it as one in Word (Layout, Repeat Header Rows)."
            yield Found(what, next(first.iter(P), None), severity=Severity.QUERY)


def unseen(tags: Sequence[Tag], sight: Sight) -> Iterator[Found]:
    """Tags whose words no reader of the report would see, and those in rows that cut long words off."""
    told: set[Element] = set()
    for tag in tags:
        if not tag.text.startswith("{{"):
            continue
        if why := sight.why(tag.element):
            yield Found(f"what this tag places would not be seen: it is {why}.", tag.paragraph, tag.text)
            continue
        row = next(tag.paragraph.iterancestors(TR), None)
        if row is not None and row not in told and fixed_height(row):
            told.add(row)
            what = "this row has a fixed height, and words that need more room are cut off: let it grow (Table Properties, Row, At least)."
            yield Found(what, tag.paragraph, tag.text, Severity.QUERY)


def unstyled(root: Element, styles: Styles) -> Iterator[Found]:
    """Styles that a part uses and the file does not have, or has as another kind; each told once."""
    told: set[str] = set()
    for use in root.iter(*(tag for tag, _ in _USES)):
        identity, wanted = use.get(VAL, ""), dict(_USES)[str(use.tag)]
        kind = styles.kind_of(identity)
        if kind == wanted or identity in told:
            continue
        told.add(identity)
        at = next(use.iterancestors(P), None)
        if at is None:
            at = next((each for table in use.iterancestors(TBL) for each in table.iter(P)), None)
        if kind:
            message = f"the style {quote(identity)} that is used here is a {kind} style, not a {wanted} style; choose another."
            yield Found(message, at, severity=Severity.QUERY)
        else:
            yield Found(f"the style {quote(identity)} that is used here is not in the file; choose another.", at)


def unfit_styles(styles: Styles, placed: Collection[str]) -> Iterator[Found]:
    """What native content that is placed needs and the file does not have."""
    for what, path, kind, names in _NEEDED:
        needed = any(one.startswith(path) or one.endswith(path) for one in placed)
        if not needed or styles.named(kind, *names):
            continue
        wanted = " or ".join(quote(name) for name in names)
        other = next((other for other in ("paragraph", "character", "table") if styles.named(other, *names)), "")
        yield Found(
            f"its style {wanted}, in which {what} is set, is a {other} style; make it a {kind} style."
            if other
            else f"it has no {kind} style {wanted}, in which {what} is set; without it that looks like body text.",
            severity=Severity.QUERY,
        )

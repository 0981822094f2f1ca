"""What a person changed in the report is told with the input it belongs to; nothing else is, and nothing is lost."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.archive.differences import compare
from pipeline.model.document import Difference, DifferenceKind, Generated, Origin, Paragraph, Role, Sent, Value
from pipeline.model.records import Place

REGISTER = Place("met-register.xlsx", "Corporate risks")
NARRATIVE = Place("narrative.docx", "Purpose", "paragraph 1")
_VALUE = re.compile(r"\[([^=\]]+)=([^\]]*)\]")


def paragraph(marked: str, where: str, anchor: str = "") -> Paragraph:
    """``marked``: its words, each value as [key=words]."""
    text, values, at = "", [], 0
    for found in _VALUE.finditer(marked):
        text += marked[at : found.start()]
        values.append(Value(found[1], len(text), len(text) + len(found[2])))
        text += found[2]
        at = found.end()
    return Paragraph(text + marked[at:], where, anchor, tuple(values))


def origin(key: str) -> Origin:
    """An owner belongs to D7 wherever it is printed; else a key is a field of its own."""
    if key.startswith("narrative."):
        return Origin(Role.NARRATIVE, NARRATIVE, field="purpose")
    if key.endswith("owner"):
        return Origin(Role.REGISTER, replace(REGISTER, cell="D7"), "Met", "M07", "owner")
    return Origin(Role.REGISTER, replace(REGISTER, cell=key), "Met", "M07", key)


def generated(*marked: str | tuple[str, str], anchors: bool = True) -> Generated:
    """Paragraphs, each with its place where it is not the next under the heading."""
    paragraphs = []
    for number, each in enumerate(marked, start=1):
        words, where = each if isinstance(each, tuple) else (each, f"Purpose, paragraph {number}")
        paragraphs.append(paragraph(words, where, f"_said_{number}" if anchors and "=" in words else ""))
    keys = {value.key for each in paragraphs for value in each.values}
    return Generated("", tuple(paragraphs), {key: origin(key) for key in keys})


def row(number: int, *cells: str) -> list[tuple[str, str]]:
    return [(cell, f"Risk 1, table 1, row {number}, column {at}") for at, cell in enumerate(cells, start=1)]


def sent(report: Generated, *changes: tuple[int, str | None], anchors: bool = True) -> Sent:
    """The report with the words of some paragraphs, counted from 0, changed; None: it is gone."""
    words: dict[int, str | None] = dict(changes)
    kept = [
        replace(each, text=words.get(at, each.text) or "", values=(), anchor=each.anchor if anchors else "")
        for at, each in enumerate(report.paragraphs)
        if words.get(at, "") is not None
    ]
    return Sent("", tuple(kept))


def told(differences: Sequence[Difference]) -> list[tuple[str, str, str, str]]:
    return [(each.kind.value, each.key or each.origin.role.value, each.was, each.now) for each in differences]


SENTENCE = "The owner is [risk.owner=ACTP] and the trend is [trend=Rising]."
CONTROL = "[name=Oversight board] – [text=Meets each month and follows the plan.]\nStatus: [status=Working]"


@pytest.mark.parametrize("anchors", [True, False], ids=["anchored", "anchors lost"])
@pytest.mark.parametrize(
    ("marked", "now", "expected"),
    [
        (SENTENCE, "The owner is Director and the trend is Rising.", [("changed", "risk.owner", "ACTP", "Director")]),
        (SENTENCE, "The owner is acting ACTP and the trend is Rising.", [("changed", "risk.owner", "ACTP", "acting ACTP")]),
        (SENTENCE, "The owner is  and the trend is Rising.", [("changed", "risk.owner", "ACTP", "")]),
        (SENTENCE, "The owner is Director and the trend is Falling.", [("changed", "risk.owner", "ACTP", "Director"), ("changed", "trend", "Rising", "Falling")]),
        (SENTENCE, "Its owner is ACTP and the trend is Rising.", [("changed", "template", "The owner is ACTP and the trend is Rising.", "Its owner is ACTP and the trend is Rising.")]),
        (SENTENCE, "Its owner is DCX and the trend is Rising.", [("changed", "risk.owner", "ACTP", "DCX"), ("changed", "template", "The owner is ACTP and the trend is Rising.", "Its owner is DCX and the trend is Rising.")]),
        (SENTENCE, " The owner  is ACTP and the trend is Rising.  ", []),
        (SENTENCE, "The owner is ACTPand the trend is Rising.", [("changed", "register", "The owner is ACTP and the trend is Rising.", "The owner is ACTPand the trend is Rising.")]),
        (CONTROL, "Oversight board – New – and quite other – words.\nStatus: Working", [("changed", "text", "Meets each month and follows the plan.", "New – and quite other – words.")]),
        (CONTROL, "Joint – oversight board – Meets each month and follows the plan.\nStatus: Working", [("changed", "name", "Oversight board", "Joint – oversight board")]),
        (CONTROL, "Oversight board – Meets each month and follows the plan.\nStatus: In place, not proven", [("changed", "status", "Working", "In place, not proven")]),
        ("[a=ACTP][b=(MOPAC)]", "ACTP(MOPAC) and DCX", [("changed", "b", "(MOPAC)", "(MOPAC) and DCX")]),
        ("By [a=ACTP]", "Quite otherwise", [("changed", "register", "By ACTP", "Quite otherwise")]),
        ("[narrative.purpose=This is the purpose of the report to all.]", "This is a purpose of the report to all.", [("changed", "narrative.purpose", "This is the purpose of the report to all.", "This is a purpose of the report to all.")]),
        ("Static words of a note", "Static words of the note", [("changed", "template", "Static words of a note", "Static words of the note")]),
        ("one\ttwo", "one two", [("changed", "template", "one\ttwo", "one two")]),
    ],
)  # fmt: skip
def test_a_changed_paragraph(marked: str, now: str, expected: list[tuple[str, str, str, str]], anchors: bool) -> None:
    report = generated("Before it.", marked, "After it.")
    found = compare(report, sent(report, (1, now), anchors=anchors))
    assert told(found) == expected
    assert all(each.where == "Purpose, paragraph 2" for each in found)


def test_a_value_belongs_to_its_input() -> None:
    report = generated(SENTENCE)
    (found,) = compare(report, sent(report, (0, "The owner is DCX and the trend is Rising.")))
    assert found.origin == origin("risk.owner")


@pytest.mark.parametrize("anchors", [True, False], ids=["anchored", "anchors lost"])
def test_a_paragraph_that_is_gone_is_told_value_by_value(anchors: bool) -> None:
    report = generated("Static one.", SENTENCE, "Static two.")
    found = compare(report, sent(report, (1, None), (2, None), anchors=anchors))
    assert told(found) == [
        ("deleted", "risk.owner", "ACTP", ""),
        ("deleted", "trend", "Rising", ""),
        ("deleted", "template", "Static two.", ""),
    ]


SECTION = ("[narrative.a=The first of two paragraphs.]", "[narrative.b=The second of two paragraphs.]")


@pytest.mark.parametrize(
    ("at", "role"),
    [(0, Role.TEMPLATE), (1, Role.NARRATIVE), (2, Role.NARRATIVE), (3, Role.NARRATIVE), (4, Role.TEMPLATE)],
)
def test_a_new_paragraph_belongs_to_the_narrative_it_stands_in(at: int, role: Role) -> None:
    report = generated("Purpose", *SECTION, "At a glance")
    kept = list(sent(report).paragraphs)
    kept.insert(at, Paragraph("Entirely new words here.", "Purpose, somewhere"))
    (found,) = compare(report, Sent("", tuple(kept)))
    assert (found.kind, found.now, found.where) == (
        DifferenceKind.ADDED,
        "Entirely new words here.",
        "Purpose, somewhere",
    )
    assert found.origin.role is role
    assert found.origin.place == (Place("narrative.docx", "Purpose") if role is Role.NARRATIVE else Place())


ROWS = (
    *row(1, "Description", "Body", "Owner", "Trend"),
    *row(2, "[a=Children may not be seen]", "[b=Met]", "[risk.owner=ACTP]", "[c=Rising]"),
    *row(3, "[d=The partners do not work together]", "[e=MOPAC]", "[f=Director]", "[g=Rising]"),
    *row(4, "[h=The money runs out before the year]", "[i=Met]", "[j=DCX]", "[k=Rising]"),
)


def row_anchors(report: Generated) -> Generated:
    """As in a made file: one anchor a row."""
    kept = (replace(each, anchor=each.anchor if "column 1" in each.where else "") for each in report.paragraphs)
    return replace(report, paragraphs=tuple(kept))


@pytest.mark.parametrize("anchors", [True, False], ids=["anchored", "anchors lost"])
class TestRows:
    def test_a_deleted_row_is_that_row(self, anchors: bool) -> None:
        report = row_anchors(generated(*ROWS))
        found = compare(report, sent(report, *((at, None) for at in range(8, 12)), anchors=anchors))
        assert [each.key for each in found] == ["d", "e", "f", "g"]
        assert {each.kind for each in found} == {DifferenceKind.DELETED}

    def test_an_added_row_changes_no_other(self, anchors: bool) -> None:
        report = row_anchors(generated(*ROWS))
        kept = list(sent(report, anchors=anchors).paragraphs)
        kept[8:8] = [Paragraph(text, where) for text, where in row(99, "Something new", "Met", "ACTP", "Rising")]
        found = compare(report, Sent("", tuple(kept)))
        assert [(each.kind.value, each.now) for each in found] == [
            ("added", "Something new"), ("added", "Met"), ("added", "ACTP"), ("added", "Rising"),
        ]  # fmt: skip

    def test_words_that_change_places_are_two_changes(self, anchors: bool) -> None:
        report = row_anchors(generated(*ROWS))
        found = compare(report, sent(report, (6, "Director"), (10, "ACTP"), anchors=anchors))
        assert told(found) == [("changed", "risk.owner", "ACTP", "Director"), ("changed", "f", "Director", "ACTP")]

    def test_rows_that_change_places_have_moved(self, anchors: bool) -> None:
        report = row_anchors(generated(*ROWS))
        kept = list(sent(report, anchors=anchors).paragraphs)
        kept[4:12] = kept[8:12] + kept[4:8]
        (found,) = compare(report, Sent("", tuple(kept)))
        assert found.kind is DifferenceKind.MOVED
        assert found.was == found.now

    def test_a_cell_emptied_and_one_filled(self, anchors: bool) -> None:
        report = row_anchors(generated(*ROWS))
        kept = list(sent(report, (6, None), anchors=anchors).paragraphs)
        kept[6] = replace(kept[6], text="Falling")
        found = compare(report, Sent("", tuple(kept)))
        assert told(found) == [("deleted", "risk.owner", "ACTP", ""), ("changed", "c", "Rising", "Falling")]


LONG = "[narrative.a=The registers are kept apart. They are compared each quarter by the leads of both.]"


LISTED = (
    ("[joint=Board]", "Joint controls, paragraph 1"),
    ("Static words.", "Purpose, paragraph 1"),
    *row(2, "[risk=Children may not be seen]", "[b=Met]"),
)
CONTROLS = Origin(Role.MAPPING, Place("mapping.xlsx", "Controls", "C4"), "", "C03", "name")
KEYS = {
    "joint": "risks[0].joint_controls[0].name",
    "schedule": "schedule[0].control",
    "risk": "risks[0].rows[0].description",
}


def as_in_the_report(report: Generated) -> Generated:
    """The same with the keys of a real one; a control belongs to C4 wherever it is printed."""
    paragraphs = tuple(
        replace(one, values=tuple(replace(value, key=KEYS.get(value.key, value.key)) for value in one.values))
        for one in report.paragraphs
    )
    origins = {
        KEYS.get(key, key): CONTROLS if key in ("joint", "schedule") else of for key, of in report.origins.items()
    }
    return Generated(report.digest, paragraphs, origins)


@pytest.mark.parametrize(
    ("after", "added", "role"),
    [
        (1, [("A new board – meets.", "Joint controls, paragraph 2")], Role.MAPPING),
        (2, [("New words.", "Purpose, paragraph 2")], Role.TEMPLATE),
        (4, row(3, "A new risk", "Met"), Role.REGISTER),
    ],
)
def test_what_is_added_to_a_list_belongs_where_it_must_be_added(
    after: int, added: list[tuple[str, str]], role: Role
) -> None:
    report = as_in_the_report(generated(*LISTED))
    kept = list(sent(report).paragraphs)
    kept[after:after] = [Paragraph(text, where) for text, where in added]
    found = compare(report, Sent("", tuple(kept)))
    assert [(one.now, one.origin.role, one.origin.place.cell) for one in found] == [
        (text, role, "") for text, _ in added
    ]
    if role is Role.MAPPING:
        assert found[0].origin.place.sheet == "Controls"


def test_what_is_deleted_in_one_place_only_is_still_printed_in_the_other() -> None:
    report = as_in_the_report(generated("[joint=Board]", "[schedule=Board]"))
    (found,) = compare(report, sent(report, (0, None)))
    assert (found.kind, found.unchanged_at) == (DifferenceKind.DELETED, ("Purpose, paragraph 2",))
    assert [one.unchanged_at for one in compare(report, sent(report, (0, None), (1, None)))] == [(), ()]


def test_words_struck_out_or_hidden_are_a_difference_and_so_is_what_no_longer_is() -> None:
    report = generated(SENTENCE, "Static words.")
    one, two = sent(report).paragraphs
    struck = replace(one, struck=(("struck out", "ACTP"),)), replace(two, struck=(("hidden", "words"),))
    owner, static = compare(report, Sent("", struck))
    assert (owner.kind, owner.was, owner.now) == (DifferenceKind.STRUCK, "ACTP", "[struck out] ACTP")
    assert (owner.origin, static.origin.role) == (origin("risk.owner"), Role.TEMPLATE)
    was = replace(report, paragraphs=(replace(report.paragraphs[0], struck=struck[0].struck), report.paragraphs[1]))
    assert compare(was, Sent("", (struck[0], two))) == ()
    (back,) = compare(was, Sent("", (one, two)))
    assert (back.was, back.now) == ("[struck out] ACTP", "ACTP")


@pytest.mark.parametrize("keeper", [0, 1, None])
def test_a_split_paragraph_has_lost_nothing(keeper: int | None) -> None:
    """``keeper``: which of the two halves keeps the anchor."""
    report = generated("Before.", LONG, "After.")
    first, _, last = sent(report).paragraphs
    halves = ["The registers are kept apart.", "They are compared each quarter by the leads of both."]
    parts = [Paragraph(text, "x", "_said_2" if at == keeper else "") for at, text in enumerate(halves)]
    assert compare(report, Sent("", (first, *parts, last))) == ()
    changed = replace(parts[1], text="They are compared each month by the leads of both.")
    (found,) = compare(report, Sent("", (first, parts[0], changed, last)))
    assert (found.key, found.now) == ("narrative.a", f"{halves[0]} {changed.text}")


@pytest.mark.parametrize("anchor", ["_said_1", "_said_2", ""])
def test_joined_paragraphs_have_lost_nothing(anchor: str) -> None:
    report = generated(*SECTION, "After.")
    one, two, last = sent(report).paragraphs
    joined = Paragraph(f"{one.text} {two.text}", "x", anchor)
    assert compare(report, Sent("", (joined, last))) == ()


def test_a_moved_and_changed_paragraph_is_told_as_both() -> None:
    report = generated("One.", SENTENCE, "Two.", "Three.", "Four.")
    one, moved, *rest = sent(report, (1, "The owner is DCX and the trend is Rising.")).paragraphs
    found = compare(report, Sent("", (one, *rest, replace(moved, where="Annex, paragraph 1"))))
    assert [(each.kind.value, each.key) for each in found] == [("moved", ""), ("changed", "risk.owner")]
    assert found[0].where == "Annex, paragraph 1 (before: Purpose, paragraph 2)"


def test_the_bookmark_of_a_deleted_paragraph_left_in_the_next_misleads_nobody() -> None:
    report = generated(*SECTION)
    (found,) = compare(report, Sent("", (replace(report.paragraphs[1], anchor="_said_1", values=()),)))
    assert (found.kind, found.key) == (DifferenceKind.DELETED, "narrative.a")


OWNERS = (
    "Owned by [risk.owner=ACTP] at once.",
    "Again by [again.owner=ACTP].",
    "Lastly by [last.owner=ACTP].",
    "[x=ACTP]",
)


def test_where_the_same_input_is_printed_as_it_was() -> None:
    report = generated(*OWNERS)
    (found,) = compare(report, sent(report, (1, "Again by DCX.")))
    assert found.unchanged_at == ("Purpose, paragraph 1", "Purpose, paragraph 3")
    assert found.differently_at == ()


def test_one_input_changed_to_different_words() -> None:
    report = generated(*OWNERS)
    one, two, three = compare(
        report, sent(report, (0, "Owned by DCX at once."), (1, "Again by DCX."), (2, "Lastly by a man."))
    )
    assert [one.differently_at, two.differently_at] == [("Purpose, paragraph 3",)] * 2
    assert three.differently_at == ("Purpose, paragraph 1", "Purpose, paragraph 2")
    assert one.unchanged_at == ()


def test_headers_written_again_for_each_section_are_no_difference() -> None:
    report = generated(("[m=OFFICIAL]", "header"), ("[p=Audit Panel]", "header"))
    one, two = sent(report).paragraphs
    again = (two, replace(one, anchor=""), replace(two, anchor=""), one)
    assert compare(report, Sent("", again)) == ()
    (found,) = compare(report, Sent("", (*again, Paragraph("SECRET", "header"))))
    assert (found.kind, found.now) == (DifferenceKind.ADDED, "SECRET")


def test_a_few_edits_among_thousands_are_found_at_once() -> None:
    many = generated(*(f"[v{n}=Value {n} of many] stands in paragraph {n}" for n in range(5000)))
    edits = [(n, f"Value {n} of few stands in paragraph {n}") for n in range(0, 5000, 500)]
    for anchors in (True, False):
        begun = time.process_time()
        assert len(compare(many, sent(many, *edits, anchors=anchors))) == len(edits)
        assert time.process_time() - begun < 2


# --- properties ----------------------------------------------------------------------------------

WORD = st.sampled_from(["risk", "board", "money", "Met", "owner", "each", "the", "of", "–", "review,", "child"])
WORDS = st.lists(WORD, min_size=1, max_size=8).map(" ".join)


@st.composite
def reports(draw: st.DrawFn) -> Generated:
    marked: list[str | tuple[str, str]] = []
    for number in range(draw(st.integers(1, 8))):
        kind = draw(st.sampled_from(["static", "value", "two", "narrative", "row"]))
        if kind == "static":
            marked.append(draw(WORDS))
        elif kind == "value":
            marked.append(f"{draw(WORDS)} [v{number}={draw(WORDS)}] {draw(WORDS)}")
        elif kind == "two":
            marked.append(f"[v{number}={draw(WORDS)}] – [w{number}={draw(WORDS)}]")
        elif kind == "narrative":
            marked.append(f"[narrative.{number}={draw(WORDS)}]")
        else:
            marked += row(number + 1, *(f"[c{number}.{cell}={draw(WORDS)}]" for cell in range(3)))
    return generated(*marked)


@st.composite
def edited(draw: st.DrawFn) -> tuple[Generated, Sent]:
    """A report and the same after some edits, with some of its anchors lost."""
    report = draw(reports())
    kept = [
        replace(each, values=(), anchor="" if draw(st.integers(0, 2)) == 0 else each.anchor)
        for each in report.paragraphs
    ]
    for number in range(draw(st.integers(0, 4))):
        edit = draw(st.sampled_from(["change", "rewrite", "delete", "insert", "swap"]))
        if edit == "insert" or not kept:
            kept.insert(draw(st.integers(0, len(kept))), Paragraph(draw(WORDS), f"New, paragraph {number}"))
            continue
        at = draw(st.integers(0, len(kept) - 1))
        if edit == "change":
            words = kept[at].text.split(" ")
            words[draw(st.integers(0, len(words) - 1))] = draw(WORDS)
            kept[at] = replace(kept[at], text=" ".join(words))
        elif edit == "rewrite":
            kept[at] = replace(kept[at], text=draw(WORDS), anchor="")
        elif edit == "delete":
            del kept[at]
        else:
            other = draw(st.integers(0, len(kept) - 1))
            # Where a paragraph stands is told by its place in the file: what comes there has that place.
            kept[at], kept[other] = (
                replace(one, where=there.where) for one, there in ((kept[other], kept[at]), (kept[at], kept[other]))
            )
    return report, Sent("", tuple(kept))


def words_after(report: Generated, differences: Sequence[Difference]) -> Counter[str]:
    """How often each word stands in the report once the differences are applied to it."""
    words = Counter(word for each in report.paragraphs for word in each.text.split())
    home = {value.key: each for each in report.paragraphs for value in each.values}
    wholes = {(each.where, each.was) for each in differences if each.kind is DifferenceKind.CHANGED and not each.key}
    gone: set[str] = set()
    for each in differences:
        if each.kind is DifferenceKind.DELETED and each.key:
            text = home[each.key].text
            if home[each.key].where not in gone:
                words.subtract(text.split())
            gone.add(home[each.key].where)
        elif each.kind is DifferenceKind.CHANGED and each.key:
            told_whole = any(where == each.where and home[each.key].text in was for where, was in wholes)
            if not told_whole:
                text = home[each.key]
                value = next(v for v in text.values if v.key == each.key)
                words.subtract(text.text[value.start : value.end].split())
                words.update(each.now.split())
        elif each.kind is not DifferenceKind.MOVED:
            words.subtract(each.was.split())
            words.update(each.now.split())
    return +words


@settings(max_examples=60, deadline=None)
@given(reports())
def test_a_report_has_no_difference_from_itself(report: Generated) -> None:
    assert compare(report, sent(report)) == ()
    assert compare(report, sent(report, anchors=False)) == ()


@settings(max_examples=60, deadline=None)
@given(edited())
def test_no_word_that_was_changed_is_lost(case: tuple[Generated, Sent]) -> None:
    report, now = case
    differences = compare(report, now)
    assert words_after(report, differences) == Counter(word for each in now.paragraphs for word in each.text.split())


@settings(max_examples=60, deadline=None)
@given(edited())
def test_words_in_another_order_are_told(case: tuple[Generated, Sent]) -> None:
    report, now = case
    before, after = (" ".join(each.text for each in side.paragraphs).split() for side in (report, now))
    assert compare(report, now) or before == after

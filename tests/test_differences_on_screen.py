"""The differences of a sent report as a table on the screen."""

from __future__ import annotations

import io
from contextlib import redirect_stdout

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import screen
from pipeline.model.document import Difference, DifferenceKind, Origin, Role
from pipeline.model.records import Place

OWNER = Origin(Role.REGISTER, Place("met-register.xlsx", "Risks", "D7"), "Met", "1", "owner")
LONG = (
    "It begins the same way, word for word, and goes on for quite some time before anything at all is said otherwise, "
)


def shown(*differences: Difference) -> list[str]:
    out = io.StringIO()
    with redirect_stdout(out):
        screen.show_differences(differences)
    return out.getvalue().splitlines()


def changed(was: str, now: str, origin: Origin = OWNER, kind: DifferenceKind = DifferenceKind.CHANGED) -> Difference:
    return Difference(kind, "Risk 1, row 2", was, now, origin)


def test_a_difference_stands_under_whose_words_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "78")
    assert shown(changed("Deputy Commissioner", "ACPS"))[:6] == [
        "",
        "The register of Met (met-register.xlsx) (1)",
        "  Where           As generated           As sent                Belongs to",
        "  --------------  ---------------------  ---------------------  --------------",
        "  Risk 1, row 2   Deputy Commissioner    ACPS                   Risks D7",
        "  Tell the register's owner: the next report prints what the register says, or",
    ]


def test_the_words_of_the_narrative_come_first_and_what_is_worked_out_last() -> None:
    lines = shown(*(changed("a", "b", Origin(role, Place("f", "s", "c"), "Met")) for role in Role))
    heads = [line for line in lines if line and not line.startswith(" ")]
    assert [head.split(" (")[0] for head in heads] == [
        "The narrative, section 's'", "The mapping workbook", "The register of Met", "The template",
        "Worked out by the program",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("difference", "words"),
    [
        (changed("ACTP", "", kind=DifferenceKind.DELETED), "[deleted]"),
        (changed("ACTP", ""), "[deleted]"),
        (changed("", "ACTP", kind=DifferenceKind.ADDED), "[not there]"),
        (changed("ACTP", "ACTP", kind=DifferenceKind.MOVED), "[moved]"),
    ],
)
def test_what_came_went_and_moved_is_said(difference: Difference, words: str) -> None:
    assert words in "\n".join(shown(difference))


def test_long_texts_are_cut_to_where_they_part() -> None:
    words = " ".join(" ".join(shown(changed(f"{LONG}here. {LONG}", f"{LONG}there. {LONG}"))).split())
    assert "here." in words and "there." in words and "… " in words and " …" in words
    assert "It begins" not in words.split("here.", maxsplit=1)[0]


@given(st.text(max_size=400), st.text(max_size=400))
@settings(max_examples=60)
def test_no_line_is_wider_than_the_screen(was: str, now: str) -> None:
    assert max(map(len, shown(changed(was, now)))) <= 120

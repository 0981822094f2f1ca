"""Every text that is printed is held to account where it was typed."""

from __future__ import annotations

from pipeline.model.records import Post
from tests.checks.reports import found
from tests.reconcile.builders import a_meeting


def test_each_post_stands_in_a_cell_of_its_own() -> None:
    meeting = a_meeting(
        authors=(Post("Head of Risk"), Post("Head of TBC")), cleared_by=(Post("Chief of Staff, post TBC"),)
    )
    told = [(f.sheet, f.cell) for f in found(meeting=meeting) if f.code == "placeholder-left"]
    assert told == [("Meeting", "F3"), ("Meeting", "J2")]

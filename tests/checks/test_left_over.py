"""Placeholders that somebody meant to come back to; and what only looks like one."""

from __future__ import annotations

import pytest

from tests.checks.reports import codes, said
from tests.reconcile.builders import a_narrative


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("See Part XX of the Act.", None),  # a Roman number
        ("See Part TBC of the Act.", "TBC"),
        ("See Annex [insert letter].", "[insert letter]"),
        ("XX of them are late.", "XX"),
        ("Part XX says that XX of them are late.", "XX"),
    ],
)
def test_after_the_word_for_a_part_only_xx_is_a_number(text: str, left: str | None) -> None:
    findings = said(narrative=a_narrative(purpose=(text,)))
    assert [f.message for f in findings] == ([f'Purpose has "{left}" left in its text.'] if left else [])
    assert codes(findings) == (["placeholder-left"] if left else [])

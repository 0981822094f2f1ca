"""Which paragraphs and appendices the report has, and which a text points to."""

from __future__ import annotations

import pytest

from tests.checks.reports import found
from tests.reconcile.builders import a_narrative


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("See paragraph 1.2.", None),
        ("See paragraph 1.3.", '"paragraph 1.3", and the report has no paragraph 1.3'),  # a point of a list has no number
        ("See paragraph 2.1.", None),
        ("See paragraph 2.2.", '"paragraph 2.2", and the report has no paragraph 2.2'),
        ("See appendices 2 and B.", '"appendices 2 and B", and the report has no Appendix B'),
        ("See the Plan's appendix 9, and appendix 8.", '"appendix 8", and the report has no Appendix 8'),
        ("See paragraph 9.1 of the Code, and paragraph 1.7.", '"paragraph 1.7", and the report has no paragraph 1.7'),
    ],
)  # fmt: skip
def test_what_a_text_points_to(text: str, says: str | None) -> None:
    narrative = a_narrative(
        purpose=(text,), supporting_information=("One.", "Two.", "- A point."), equality_and_diversity=("One.",)
    )
    told = [f.message for f in found(narrative=narrative) if f.code == "reference-missing"]
    assert told == ([f"Purpose says {says}."] if says else [])

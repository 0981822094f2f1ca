"""Layout files: what they may say, and what is said of the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.ingest.registers.asking import LEAVE
from pipeline.ingest.registers.drafting import draft_layout
from pipeline.ingest.registers.layouts import Layout, read_layout
from pipeline.ingest.registers.register import read_register
from pipeline.model.errors import InputsUnusable
from tests.ingest.register_books import codes, layout_of, write_book

FULL = """
organisation = "Northshire"
sheet = "Corporate risks"
header_rows = [3, 4]
confirmed = 2017-12-01
trend_means = "position"
residual_means = "target"
[columns]
id = "Risk ref"
description = ["Event", "Effect"]
current.likelihood = "Current > Likelihood"
"target.score" = "T"
[ignore]
headings = ["Last printed"]
[only]
Type = ["Risk"]
[split]
controls = ["line", "bullet", ";"]
actions = []
[words.trend]
"No  change" = "same"
[words.likelihood]
"Oft" = 4
[fills.rating]
"#ff0000" = "Very high"
"""


def test_every_key_is_read(tmp_path: Path) -> None:
    layout = layout_of(tmp_path, FULL)
    assert (layout.organisation, layout.sheet, layout.header_rows, layout.confirmed) == (
        "Northshire",
        "Corporate risks",
        (3, 4),
        "2017-12-01",
    )
    assert (layout.trend_means, layout.residual_means) == ("position", "target")
    assert layout.columns == {
        "id": ("Risk ref",),
        "description": ("Event", "Effect"),
        "current.likelihood": ("Current > Likelihood",),
        "target.score": ("T",),
    }
    assert (layout.ignored, layout.only) == (("Last printed",), {"Type": ("Risk",)})
    assert layout.split == {"controls": ("line", "bullet", ";"), "actions": ()}
    assert layout.meaning("trend", "no change") == "same"
    assert layout.meaning("likelihood", "OFT") == 4
    assert layout.fills == {"rating": {"FF0000": "Very high"}}


def test_file_name_stands_in_for_the_organisation(tmp_path: Path) -> None:
    assert layout_of(tmp_path, "").organisation == "layout"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('trend_mean = "risk"', "Did you mean 'trend_means'?"),
        ('trend_means = "up"', "risk or position"),
        ('residual_means = "inherent"', "current or target"),
        ('confirmed = "yes"', "no date"),
        ("header_rows = [0]", "row numbers"),
        ("sheet = 3", "text in quotation marks"),
        ('[columns]\nownr = "Lead"', "Did you mean 'owner'?"),
        ("[columns]\nowner = true", "list of texts"),
        ('[split]\ncontrols = [","]', "',' under [split] controls"),
        ('[split]\nowner = ["line"]', "controls, actions"),
        ('[words.trend]\nU = "up"', "rising, same, falling, new"),
        ('[fills.score]\nFF0000 = "High"', "rating"),
        ("ignore = 3", "table of lines"),
    ],
)
def test_what_means_nothing_is_a_block(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "northshire.toml"
    path.write_text(text, encoding="utf-8")
    _, findings = read_layout(path, "layouts/northshire.toml")
    assert codes(findings) == {"layout-key-unknown"}
    assert says in findings[0].message
    assert findings[0].file == "layouts/northshire.toml"


@pytest.mark.parametrize("data", [b"= nothing", b"\xff\xfe\x00", b"a = [" + b"[" * 5000])
def test_file_that_is_no_layout_ends_the_run(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "northshire.toml"
    path.write_bytes(data)
    with pytest.raises(InputsUnusable, match=r"layouts/northshire\.toml"):
        read_layout(path, "layouts/northshire.toml")


# --- drafting

TABLE = """
| ID | Risk description | Held by | Risk owner | Likelihood | Likelihood | Residual score | Mitigation | Trend | Actions |
| A1 | Fire | Jo | Head | 3 | 4 | 9 | Alarms | ↑ | Drill; test |
| A2 | Ice | Al | Head | 2 | 1 | 4 | Grit | Sideways | None |
"""


def draft(folder: Path, table: str = TABLE, existing: Layout | None = None, ask: object = None) -> str:
    path = write_book(folder / "register.xlsx", table)
    return draft_layout(path, name="register.xlsx", organisation="Northshire", existing=existing, ask=ask)  # type: ignore[arg-type]


def test_draft_without_answers_leaves_the_doubts_as_comments(tmp_path: Path) -> None:
    text = draft(tmp_path)
    assert 'id = "ID" # by its heading; for instance “A1”' in text
    assert '# trend_means = "risk"' in text
    assert '# residual_means = "current"' in text
    assert '# "inherent.likelihood" = "E"' in text
    assert "# confirmed = " in text
    assert '# "Sideways" = ""' in text
    layout = layout_of(tmp_path, text)
    assert layout.confirmed == ""
    assert layout.columns["owner"] == ("Risk owner",)


def test_draft_with_every_answer_reads_the_register_without_a_doubt(tmp_path: Path) -> None:
    asked: list[str] = []

    def ask(question: str, options: tuple[str, ...]) -> str:
        asked.append(question)
        if not options:
            return "2017-12-01"
        return next(
            choice
            for choice in ("the risk is rising", "current", "E", "none of them", "yes", "same", options[0])
            if choice in options
        )

    layout = layout_of(tmp_path, draft(tmp_path, ask=ask))
    assert layout.confirmed == "2017-12-01"
    assert layout.columns["inherent.likelihood"] == ("E",)
    assert any("What does ↑ mean?" in question for question in asked)
    register, findings = read_register(
        tmp_path / "register.xlsx", name="register.xlsx", organisation="Northshire", layout=layout
    )
    assert codes(findings) <= {"column-unread"}
    assert [risk.trend for risk in register.risks] == ["rising", "same"]
    assert [risk.actions for risk in register.risks] == [("Drill", "test"), ()]


def test_what_no_heading_says_is_asked_for(tmp_path: Path) -> None:
    table = "| ID | Risk description | Person | Room |\n| A1 | Fire | Head | 4b |"
    assert '# owner = ""   # no heading was taken for the risk owner' in draft(tmp_path, table)

    def ask(question: str, options: tuple[str, ...]) -> str:
        return next((option for option in options if option.startswith("Person; for instance “Head”")), LEAVE)

    assert layout_of(tmp_path, draft(tmp_path, table, ask=ask)).columns["owner"] == ("Person",)


def test_drafting_again_says_nothing_twice(tmp_path: Path) -> None:
    first = draft(tmp_path)
    assert draft(tmp_path, existing=layout_of(tmp_path, first)) == first


def test_answers_left_open_leave_the_layout_unconfirmed(tmp_path: Path) -> None:
    layout = layout_of(tmp_path, draft(tmp_path, ask=lambda question, options: LEAVE))
    assert layout.confirmed == ""


def test_mending_asks_after_the_heading_and_keeps_comments(tmp_path: Path) -> None:
    before = layout_of(
        tmp_path,
        '# ours\norganisation = "Northshire" # the council\nconfirmed = "2017-09-01"\n[columns]\nid = "ID"\ndescription = "Risk description"\n'
        'owner = "Risk owner"\n"current.likelihood" = "Current L" # one to five\n[seen]\n"Current L" = "D"\n',
    )
    asked: list[str] = []

    def ask(question: str, options: tuple[str, ...]) -> str:
        asked.append(question)
        return "yes"

    table = "| ID | Risk description | Risk owner | Likelihood now |\n| A1 | Fire | Head | 3 |"
    text = draft(tmp_path, table, before, ask)
    assert asked == ["the current likelihood: was 'Current L', now 'Likelihood now': use it?"]
    assert text.startswith("# ours\n")
    assert "# the council" in text
    after = layout_of(tmp_path, text)
    assert after.confirmed == "2017-09-01"
    assert after.columns["current.likelihood"] == ("Likelihood now",)
    register, findings = read_register(
        tmp_path / "register.xlsx", name="register.xlsx", organisation="Northshire", layout=after
    )
    assert codes(findings) == set()
    assert register.risks[0].current.likelihood == 3


def test_mending_what_fits_changes_nothing_it_need_not(tmp_path: Path) -> None:
    first = draft(tmp_path, "| ID | Risk description | Risk owner |\n| A1 | Fire | Head |")
    again = draft(tmp_path, "| ID | Risk description | Risk owner |\n| A1 | Fire | Head |", layout_of(tmp_path, first))
    assert again == first

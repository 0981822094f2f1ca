"""What became of a risk that the last report had, and which risk has its id or its words now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from pipeline.checks import run_checks
from pipeline.model.records import PastRisk
from tests.checks.reports import P01, codes, found
from tests.checks.test_table import last, was
from tests.reconcile.builders import (
    a_change,
    a_control,
    a_mapping,
    a_past,
    a_register,
    a_risk,
    a_row,
    a_theme,
    past_of,
    report_of,
)

VEHICLES = "Vehicles grow old and are off the road for weeks."
GONE = past_of(a_risk("M09", title="Fleet", description=VEHICLES))
HINT = " M12 reads much like it: renumbered?"


@pytest.mark.parametrize(
    ("gone", "new", "hint"),
    [
        (GONE, "Vehicles grow old and are often off the road.", HINT),
        (replace(GONE, organisation="MPS"), "Vehicles grow old and are often off the road.", HINT),
        (replace(GONE, description=None, title=VEHICLES), "Vehicles grow old and are off the road.", HINT),
        (GONE, "The road.", ""),  # a part of its words, and another risk
        (GONE, "Young people are not seen.", ""),
    ],
)
def test_a_risk_that_is_gone_may_have_a_new_number(gone: PastRisk, new: str, hint: str) -> None:
    findings = found(unreported=(a_risk("M12", row=8, title=None, description=new),), past=last(gone))
    (told,) = (f for f in findings if f.code == "risk-gone")
    assert told.message == (
        f"Met M09 stood under Risk 1: Safeguarding in the report of 26 September 2017, and is reported no longer.{hint}"
    )


@pytest.mark.parametrize(
    ("mapped", "told"),
    [
        ({"Met": ("M01",), "MOPAC": ("P01",)}, True),
        ({"Met": ("M01", "M9"), "MOPAC": ("P01",)}, False),  # it is mapped still, which is said already
        ({"Met": ("M01", "M19"), "MOPAC": ("P01",)}, True),
        ({"Met": ("M01",), "MOPAC": ("P01", "M09")}, True),
    ],
)
def test_a_risk_that_is_mapped_still_is_not_gone_too(mapped: dict[str, Sequence[str]], told: bool) -> None:
    findings = found(row=a_row(ids=mapped), past=last(GONE))
    assert [f.subject for f in findings if f.code == "risk-gone"] == ["Met M09"] * told


def test_no_risk_that_the_last_report_had_is_a_new_number() -> None:
    often = "Vehicles grow old and are often off the road for weeks."
    past = last(GONE, was(description=often), other_risks=(past_of(a_risk("M12", description=often)),))
    findings = found(a_risk("M01", description=often), unreported=(a_risk("M12", row=8, description=often),), past=past)
    (told,) = (f for f in findings if f.code == "risk-gone")
    assert told.message.endswith("is reported no longer.")


def test_no_new_number_is_looked_for_where_the_register_could_not_be_read() -> None:
    workbook = a_mapping((a_row(ids={"MOPAC": ("P01",), "Met": ()}),), (a_control(),))
    past = a_past(a_theme(1, "Safeguarding", (GONE, past_of(P01))))
    findings = run_checks(report_of(workbook, (a_register("MOPAC", P01),), past))
    (told,) = (f for f in findings if f.code == "risk-gone")
    assert told.message.endswith("is reported no longer.")


CHILDREN = was(title="Children", description="Young people at risk of harm are not seen early.")


@pytest.mark.parametrize(
    ("then", "now", "speaks"),
    [
        ("Knives carried outside", "Laptops stolen abroad", True),  # three words of each tell them apart
        ("Knives carried", "Laptops stolen abroad", False),
        ("Knives carried outside", "Laptops stolen", False),
    ],
)
def test_three_words_of_each_are_enough_to_tell_two_risks_apart(then: str, now: str, speaks: bool) -> None:
    findings = found(a_risk("M01", title=None, description=now), past=last(was(title=None, description=then)))
    assert codes(findings).count("id-reused") == speaks


def test_an_id_given_to_another_is_told_of_after_a_risk_that_is_new() -> None:
    findings = found(
        a_risk("M01", title="Fleet", description=VEHICLES),
        unreported=(a_risk("M00", row=6),),
        row=a_row(ids={"Met": ("M00", "M01"), "MOPAC": ("P01",)}),
        past=last(CHILDREN),
    )
    assert [f.subject for f in findings if f.code == "id-reused"] == ["Met M01"]


def test_a_risk_that_was_renumbered_has_its_old_id_for_other_words() -> None:
    renumbered = a_change("Met", "M90", "renumbered", was="M90", now="M01")
    then = a_past(a_theme(1, "Safeguarding", (replace(CHILDREN, id="M90"), past_of(P01))))
    findings = found(a_risk("M01", title="Fleet", description=VEHICLES), past=then, changes=(renumbered,))
    assert "id-reused" not in codes(findings)
    assert "risk-reworded" in codes(findings)  # the two are held against each other

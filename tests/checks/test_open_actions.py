"""How long a risk has been in the top band: which scales have one, and each risk by its own record."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.model.records import Band, Organisation, PastOrganisation
from tests.checks.reports import found
from tests.checks.test_table import MET_VERY_HIGH, TOP, june, last
from tests.reconcile.builders import MET, a_risk, a_row, an_exposure, an_organisation, past_of

ONE = (Band("Very high", 1, 25),)
TWO = (Band("Lower", 1, 15), Band("Very high", 16, 25))
AT_THE_TOP = a_risk("M01", current=MET_VERY_HIGH, inherent=an_exposure(5, 5))


@pytest.mark.parametrize(
    ("met", "speaks"),
    [(MET, True), (an_organisation("Met", bands=TWO), True), (an_organisation("Met", bands=ONE, appetite=None), False)],
)
def test_the_top_of_two_bands_is_a_top_and_a_single_band_is_none(met: Organisation, speaks: bool) -> None:
    """Whatever bands the reports before had."""
    then = (PastOrganisation("Met", None, 5, 5, MET.bands),)
    past, earlier = (replace(one, organisations=then) for one in (last(TOP), june(TOP)))
    told = [f for f in found(AT_THE_TOP, met=met, past=past, earlier=(earlier,)) if f.code == "top-band-long"]
    assert len(told) == speaks


def test_a_risk_that_has_just_come_to_the_top_hides_none_that_has_long_been_there() -> None:
    second, then = replace(AT_THE_TOP, id="M02"), replace(TOP, id="M02")
    findings = found(
        AT_THE_TOP,
        unreported=(second,),
        row=a_row(ids={"Met": ("M01", "M02"), "MOPAC": ("P01",)}),
        past=last(past_of(a_risk("M01")), then),
        earlier=(june(past_of(a_risk("M01")), then),),
    )
    assert [f.subject for f in findings if f.code == "top-band-long"] == ["Met M02"]

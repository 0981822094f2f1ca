"""Heat maps."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.page import OrganisationText
from pipeline.model.records import Band, Exposure
from pipeline.report.compose import compose
from pipeline.report.heatmap import _shades, _shorts
from tests.reconcile import builders as b


def met_with(*risks: b.Risk, organisation: b.Organisation = b.MET) -> OrganisationText:
    rows = tuple(b.a_row(n, f"Theme {n}", {"Met": (risk.id,)}) for n, risk in enumerate(risks, 1))
    (text,) = compose(
        b.report_of(b.a_mapping(rows, organisations=(organisation,)), (b.a_register("Met", *risks),))
    ).organisations
    return text


def test_the_founding_maps() -> None:
    met, mopac = compose(b.a_report()).organisations
    assert met.heat_map and mopac.heat_map
    assert [len(met.heat_map.rows), len(mopac.heat_map.rows)] == [5, 4]
    standing = {(c.likelihood, c.impact): c.risks for row in met.heat_map.rows for c in row if c.risks}
    assert standing == {("3", "4"): "1, 2", ("4", "4"): "3", ("2", "4"): "4"}
    assert [cell.band for cell in mopac.heat_map.bands] == ["Low", "Medium", "High"]
    assert met.not_placed == ""


def test_likelihood_falls_from_the_top_and_impact_grows_to_the_right() -> None:
    heat_map = met_with(b.a_risk("M01")).heat_map
    assert heat_map is not None
    assert [row[0].likelihood for row in heat_map.rows] == ["5", "4", "3", "2", "1"]
    assert [cell.impact for cell in heat_map.rows[0]] == ["1", "2", "3", "4", "5"]
    assert (heat_map.rows[0][4].band, heat_map.rows[0][4].short) == ("Very high", "VH")
    assert (heat_map.rows[4][0].band, heat_map.rows[4][0].short) == ("Low", "L")


@pytest.mark.parametrize(
    ("current", "sentence"),
    [
        (b.an_exposure(3, 4), ""),
        (b.an_exposure(3.0, 4.0), ""),
        (Exposure(rating="High"), "Not on the map: Risk 1 (no likelihood and impact as numbers)."),
        (b.an_exposure("Likely", 4), "Not on the map: Risk 1 (no likelihood and impact as numbers)."),
        (b.an_exposure(6, 4), "Not on the map: Risk 1 (likelihood 6 is not a step of the scale 1-5)."),
        (b.an_exposure(3, 2.5), "Not on the map: Risk 1 (impact 2.5 is not a step of the scale 1-5)."),
        (
            b.an_exposure(3, 4, rating="Low"),
            "Rated in the register otherwise than the shade of the cell: Risk 1 (Low (12)).",
        ),
    ],
)
def test_what_is_not_on_the_map_is_named(current: Exposure, sentence: str) -> None:
    assert met_with(b.a_risk("M01", current=current)).not_placed == sentence


@pytest.mark.parametrize("unknown", [{"likelihood_levels": None}, {"impact_levels": None}, {"bands": ()}])
def test_without_a_scale_there_is_no_map(unknown: dict[str, object]) -> None:
    text = met_with(b.a_risk("M01"), organisation=b.an_organisation("Met", **unknown))
    assert text.heat_map is None
    assert text.not_placed == "There is no map: this organisation's levels or bands are not stated."


def test_cells_outside_the_bands_have_none() -> None:
    small = b.an_organisation("Met", bands=(Band("Low", 1, 4), Band("High", 5, 9)), appetite="High")
    heat_map = met_with(b.a_risk("M01", current=b.an_exposure(1, 2)), organisation=small).heat_map
    assert heat_map is not None
    assert (heat_map.rows[0][4].band, heat_map.rows[0][4].short, heat_map.rows[0][4].shade) == ("", "–", "FFFFFF")
    assert [(cell.short, cell.band) for cell in heat_map.bands] == [("L", "Low"), ("H", "High"), ("–", "in no band")]


def test_a_map_that_would_be_too_large_is_not_drawn() -> None:
    large = b.an_organisation("Met", likelihood_levels=11, bands=(Band("Low", 1, 55),), appetite="Low")
    text = met_with(b.a_risk("M01"), organisation=large)
    assert text.heat_map is None
    assert (
        text.not_placed
        == "There is no map: one of 11 levels of likelihood by 5 of impact would be too large (at most 10 by 10)."
    )


def test_several_risks_of_one_theme_stand_where_each_is() -> None:
    risks = (b.a_risk("M01"), b.a_risk("M02"), b.a_risk("M03", current=b.an_exposure(1, 1)))
    rows = (b.a_row(7, "Money", {"Met": ("M01", "M02", "M03")}),)
    report = b.report_of(b.a_mapping(rows, organisations=(b.MET,)), (b.a_register("Met", *risks),))
    heat_map = compose(report).organisations[0].heat_map
    assert heat_map is not None
    assert {(c.likelihood, c.impact): c.risks for row in heat_map.rows for c in row if c.risks} == {
        ("3", "4"): "7",
        ("1", "1"): "7",
    }


def luminance(shade: str) -> float:
    parts = [int(shade[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("count", range(1, 9))
def test_shades_grow_darker_and_bear_black_text(count: int) -> None:
    shades = _shades(count)
    assert len(shades) == count
    assert all(luminance(one) > luminance(next_one) for one, next_one in pairwise(shades))
    assert all((luminance(shade) + 0.05) / 0.05 >= 4.5 for shade in shades)


@pytest.mark.parametrize(
    ("names", "shorts"),
    [
        (("Low", "Medium", "High", "Very high"), ("L", "M", "H", "VH")),
        (("Minor", "Moderate", "Major"), ("M", "Mo", "Ma")),
        (("Very low", "Very large"), ("VL", "VLa")),
        (("1", "2"), ("1", "2")),
        (("–", "Low"), ("–2", "L")),  # – stands for no band
    ],
)
def test_short_forms_are_initials_and_each_its_own(names: tuple[str, ...], shorts: tuple[str, ...]) -> None:
    assert _shorts(names) == shorts


@given(st.lists(st.text(alphabet="AB b", min_size=1).filter(str.strip), min_size=1, max_size=6, unique_by=lambda name: " ".join(name.split()).casefold()))  # fmt: skip
@settings(max_examples=100)
def test_no_two_bands_share_a_short_form(names: list[str]) -> None:
    assert len(set(_shorts(names))) == len(names)

"""The review page in a browser, as its reader has it: from disk, without a network, by mouse and by keyboard."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from pipeline.report.review import build
from tests.journeys.test_places import mapping, register
from tests.quarter import make, sample
from tests.report.browser import Page, a_page, chromium
from tests.report.pages import founding, heat_map
from tests.report.review_pages import REPORT

pytestmark = pytest.mark.skipif(chromium() is None, reason="Chromium is not installed")
AXE = Path(os.environ.get("AXE_CORE", ""))
WIDTHS = [320, 1280]
HIDDEN = "[...document.querySelectorAll('.finding')].filter(one => one.offsetParent === null).length"
SHOWN = "[...document.querySelectorAll('.finding')].filter(one => one.offsetParent !== null).map(one => one.dataset.kind + ' ' + one.dataset.whose)"
TAB, ENTER, SPACE = ("Tab", 9, ""), ("Enter", 13, "\r"), (" ", 32, " ")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The sample quarter's page, and that of a draft with faults of every weight, one of them accepted."""
    found = {}
    for name in ("clean", "draft"):
        inputs, outputs = sample(tmp_path_factory.mktemp(name))
        if name == "draft":
            for change in (
                mapping("Alignment", "Met", "Aligned risk", "Insight", "M99"),
                mapping("Controls", "Last checked", "Reference", "C03", "1 November 2016"),
                mapping("Controls", "Due", "Reference", "C08", "1 December 2017"),
                register("Lead director", "OPC-05", None),
                register("Direction of travel", "OPC-06", "Reducing"),
                register("Net likelihood", "OPC-02", "7 - Certain"),
            ):
                change(inputs)
            book = openpyxl.load_workbook(inputs / "mapping.xlsx")
            book["Accepted"].append(("owner-missing", "MOPAC OPC-05", "The post is being filled", "Head of Risk", None))
            book["Checks"].append(("control-first-line-only", "Please look", "We want these looked at"))
            book.save(inputs / "mapping.xlsx")
        assert make(inputs, outputs) == (name == "draft")
        found[name] = outputs / "2017-12-19" / "review.html"
    return found


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with a_page(tmp_path_factory.mktemp("browser")) as page:
        page.ask("Emulation.setFocusEmulationEnabled", enabled=True)
        yield page


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["clean", "draft"])
def test_it_fits_the_width_and_asks_for_nothing(page: Page, pages: dict[str, Path], name: str, width: int) -> None:
    page.open(pages[name], width=width)
    assert page.run("document.documentElement.scrollWidth") == width
    beyond = f"[...document.querySelectorAll('main *')].filter(one => one.getBoundingClientRect().right > {width} && !one.closest('thead, .spoken')).map(one => one.outerHTML.slice(0, 80))"
    assert page.run(beyond) == []
    assert page.requests == [pages[name].as_uri()]
    assert page.problems == []


def test_a_word_without_end_does_not_widen_it(page: Page, pages: dict[str, Path], tmp_path: Path) -> None:
    other = tmp_path / "review.html"
    other.write_text(
        pages["draft"].read_text(encoding="utf-8").replace("Safeguarding", "Safeguarding" * 30), encoding="utf-8"
    )
    for width in WIDTHS:
        page.open(other, width=width)
        assert page.run("document.documentElement.scrollWidth") == width


def test_on_paper_it_fits_and_leaves_out_what_only_a_screen_can_do(page: Page, pages: dict[str, Path]) -> None:
    page.open(pages["draft"], width=690)  # the words of a page of A4
    page.ask("Emulation.setEmulatedMedia", media="print")
    try:
        assert page.run("document.documentElement.scrollWidth") == 690
        seen = "(name => [...document.querySelectorAll(name)].filter(one => one.offsetParent !== null).length)"
        assert [page.run(f"{seen}({name!r})") for name in ("nav", "form", "button", ".rows")] == [0] * 4
        assert page.run(HIDDEN) == 0
        assert page.run("getComputedStyle(document.querySelector('thead')).display") == "table-header-group"
    finally:
        page.ask("Emulation.setEmulatedMedia", media="")


def test_on_paper_all_findings_stand_whatever_is_filtered(page: Page, pages: dict[str, Path]) -> None:
    page.open(pages["draft"], width=690)
    for box in ("block", "query", "note", "accepted"):
        page.click(f"input[value={box}]")
    assert page.run(SHOWN) == []
    page.ask("Emulation.setEmulatedMedia", media="print")
    try:
        assert page.run(HIDDEN) == 0
        assert page.run("[...document.querySelectorAll('.group')].every(one => one.offsetParent !== null)")
    finally:
        page.ask("Emulation.setEmulatedMedia", media="")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("levels", [3, 5, 10])
def test_every_word_of_a_heat_map_stands_in_its_own_box(page: Page, tmp_path: Path, levels: int, width: int) -> None:
    crowded = {(levels, levels): "8, 23, 27, 30, 31, 37", (levels, levels - 1): "1, 2, 17", (1, 1): "11, 12"}
    first, *others = founding().organisations
    maps = (replace(first, heat_map=heat_map("Met", levels, crowded)), *others)
    other = tmp_path / "review.html"
    other.write_bytes(build(REPORT, replace(founding(), organisations=maps), (), version="1"))
    page.open(other, width=width)
    assert page.run("document.documentElement.scrollWidth") == width
    outside = """[...document.querySelectorAll('svg g.box')].flatMap(box => {
        const room = box.querySelector('rect').getBoundingClientRect();
        const words = [...box.querySelectorAll('text')].map(one => [one.textContent, one.getBoundingClientRect()]);
        return words.filter(([_, at]) => at.left < room.left || at.right > room.right || at.top < room.top - 1
            || at.bottom > room.bottom + 1).map(([text]) => text);
    })"""
    assert page.run(outside) == []
    assert page.run("[...document.querySelectorAll('svg .strong')].filter(one => one.textContent === '8, 23,').length") == (levels < 10)  # fmt: skip
    size = "Math.min(...[...document.querySelectorAll('svg .strong')].map(one => one.getBoundingClientRect().height))"
    assert page.run(size) >= 11


@pytest.mark.parametrize("name", ["Police and Crime Commissioner of the North", "W" * 40])
def test_the_name_of_an_organisation_does_not_widen_the_filter(
    page: Page, pages: dict[str, Path], tmp_path: Path, name: str
) -> None:
    other = tmp_path / "review.html"
    html = pages["draft"].read_text(encoding="utf-8")
    other.write_text(html.replace("The register of MOPAC", f"The register of {name}"), encoding="utf-8")
    page.open(other, width=320)
    assert page.run("document.documentElement.scrollWidth") == 320


def test_the_words_of_drawings_are_seen_in_high_contrast(page: Page, pages: dict[str, Path]) -> None:
    dark = [{"name": "forced-colors", "value": "active"}, {"name": "prefers-color-scheme", "value": "dark"}]
    page.ask("Emulation.setEmulatedMedia", media="", features=dark)
    try:
        page.open(pages["draft"])
        assert page.run("matchMedia('(forced-colors: active)').matches")
        fills = "[...new Set([...document.querySelectorAll('svg text')].filter(one => %s one.closest('.box')).map(one => getComputedStyle(one).fill))]"
        ink = page.run("getComputedStyle(document.querySelector('h2')).color")
        assert page.run(fills % "!") == [ink]
        assert page.run(fills % "") == ["rgb(28, 33, 38)"]
    finally:
        page.ask("Emulation.setEmulatedMedia", media="", features=[])


def test_without_its_script_all_findings_are_there_and_no_dead_button(page: Page, pages: dict[str, Path]) -> None:
    page.open(pages["draft"], script=False)
    root = page.ask("DOM.getDocument")["root"]["nodeId"]

    def boxes(selector: str) -> list[bool]:
        found = page.ask("DOM.querySelectorAll", nodeId=root, selector=selector)["nodeIds"]
        drawn = []
        for node in found:
            try:
                drawn.append(bool(page.ask("DOM.getBoxModel", nodeId=node)))
            except AssertionError:  # it has no box: it is not drawn
                drawn.append(False)
        return drawn

    assert boxes(".finding") and all(boxes(".finding"))
    assert boxes("button, form") and not any(boxes("button, form"))


class TestFilters:
    def test_by_severity(self, page: Page, pages: dict[str, Path]) -> None:
        page.open(pages["draft"])
        kinds = {one.split()[0] for one in page.run(SHOWN)}
        assert kinds == {"block", "query", "note", "accepted"}
        for box in ("note", "accepted"):
            page.click(f"input[value={box}]")
        assert {one.split()[0] for one in page.run(SHOWN)} == {"block", "query"}
        shown, every = len(page.run(SHOWN)), page.run("document.querySelectorAll('.finding').length")
        assert page.run("document.getElementById('count').textContent") == f"{shown} of {every} entries shown"
        page.click("form button[type=reset]")
        page.run("new Promise(done => setTimeout(done, 20))")
        assert page.run(HIDDEN) == 0

    @pytest.mark.parametrize(("value", "whose"), [("=Met", {"Met"}), ("=MOPAC", {"MOPAC"}), ("=", {""})])
    def test_by_organisation(self, page: Page, pages: dict[str, Path], value: str, whose: set[str]) -> None:
        page.open(pages["draft"])
        page.run(
            f"(s => {{ s.value = {value!r}; s.dispatchEvent(new Event('change', {{bubbles: true}})); }})(document.querySelector('select'))"
        )
        assert {one.partition(" ")[2] for one in page.run(SHOWN)} == whose
        groups = page.run(
            "[...document.querySelectorAll('.group')].filter(g => g.offsetParent !== null).every(g => [...g.querySelectorAll('.finding')].some(f => f.offsetParent !== null))"
        )
        assert groups is True

    def test_a_link_to_a_finding_that_is_filtered_out_brings_it_back(self, page: Page, pages: dict[str, Path]) -> None:
        page.open(pages["draft"])
        page.click("input[value=block]")
        seen = "document.querySelector('.finding[data-kind=block]').offsetParent !== null"
        assert page.run(seen) is False
        page.click(".matters a")
        page.run("new Promise(done => setTimeout(done, 100))")
        assert page.run("document.querySelector(location.hash).dataset.kind") == "block"
        assert page.run(seen) is True
        assert page.run("document.querySelector('input[value=block]').checked") is True

    def test_the_same_link_brings_it_back_a_second_time(self, page: Page, pages: dict[str, Path]) -> None:
        page.open(pages["draft"])
        page.click(".matters a")
        page.run("new Promise(done => setTimeout(done, 100))")
        page.click("input[value=block]")
        seen = "document.querySelector(location.hash).offsetParent !== null"
        assert page.run(seen) is False
        page.click(".matters a")
        page.run("new Promise(done => setTimeout(done, 100))")
        assert page.run(seen) is True
        assert page.run(
            "(at => at.top >= 0 && at.top < innerHeight)(document.querySelector(location.hash).getBoundingClientRect())"
        )


class TestCopying:
    BUTTON = "button[data-copies=letter-2]"

    def test_puts_the_whole_text_on_the_clipboard(self, page: Page, pages: dict[str, Path]) -> None:
        page.ask("Browser.grantPermissions", permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])
        page.open(pages["draft"])
        page.click(self.BUTTON)
        page.run("new Promise(done => setTimeout(done, 100))")
        assert page.run(f"document.querySelector({self.BUTTON!r}).textContent") == "Copied"
        assert page.run("document.getElementById('said').textContent") == "Copied."
        copied = page.run("navigator.clipboard.readText()")
        assert copied == page.run("document.getElementById('letter-2').textContent")
        assert "1. MOPAC OPC-02: current likelihood 7 is outside the scale" in copied

    def test_a_row_for_accepted_keeps_its_tab(self, page: Page, pages: dict[str, Path]) -> None:
        page.open(pages["draft"])
        page.click(".finding button[data-copies]")
        page.run("new Promise(done => setTimeout(done, 100))")
        assert page.run("navigator.clipboard.readText()").count("\t") == 1

    def test_where_the_browser_gives_no_clipboard_the_words_are_copied_as_by_hand(
        self, page: Page, pages: dict[str, Path]
    ) -> None:
        page.open(pages["draft"])
        page.run("navigator.clipboard.writeText = () => Promise.reject(new Error('no')); 0")
        page.click(self.BUTTON)
        page.run("new Promise(done => setTimeout(done, 100))")
        assert page.run("getSelection().toString()") == page.run("document.getElementById('letter-2').textContent")
        assert page.run(f"document.querySelector({self.BUTTON!r}).textContent") == "Copied"


class TestByKeyboard:
    def test_the_first_key_offers_to_skip_to_the_content(self, page: Page, pages: dict[str, Path]) -> None:
        page.open(pages["draft"])
        page.press(*TAB)
        assert page.run("document.activeElement.className") == "skip"
        assert page.run("document.activeElement.getBoundingClientRect().left") >= 0
        page.press(*ENTER)
        assert page.run("location.hash") == "#content"

    def test_everything_to_work_with_is_reached_in_order_and_seen(self, page: Page, pages: dict[str, Path]) -> None:
        page.open(pages["draft"])
        wanted = page.run(
            "[...document.querySelectorAll('a[href], button, input, select, [tabindex=\"0\"]')].filter(one => one.offsetParent !== null || one.className === 'skip').length"
        )
        reached = []
        for _ in range(wanted):
            page.press(*TAB)
            reached.append(
                page.run(
                    "(one => [one.tagName, getComputedStyle(one).outlineStyle, one.getBoundingClientRect().width > 0])(document.activeElement)"
                )
            )
        assert {tag for tag, _, _ in reached} == {"A", "BUTTON", "INPUT", "SELECT"}
        assert {(outline, seen) for _, outline, seen in reached} == {("solid", True)}
        page.press(*TAB)
        assert page.run("document.activeElement.tagName") in ("BODY", "A")  # after the last

    def test_a_filter_is_switched_and_a_text_is_copied(self, page: Page, pages: dict[str, Path]) -> None:
        page.ask("Browser.grantPermissions", permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])
        page.open(pages["draft"])
        page.run("document.querySelector('input[value=note]').focus()")
        page.press(*SPACE)
        assert "note" not in {one.split()[0] for one in page.run(SHOWN)}
        page.run(f"document.querySelector({TestCopying.BUTTON!r}).focus()")
        page.press(*ENTER)
        page.run("new Promise(done => setTimeout(done, 100))")
        assert page.run("navigator.clipboard.readText()") == page.run("document.getElementById('letter-2').textContent")


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not here: name its axe.min.js in AXE_CORE")
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["clean", "draft"])
def test_axe_finds_nothing(page: Page, pages: dict[str, Path], name: str, width: int) -> None:
    page.open(pages[name], width=width)
    page.run(AXE.read_text(encoding="utf-8") + ";0")
    told = page.run(
        "axe.run(document).then(found => JSON.stringify(found.violations.map(one => [one.impact, one.id, one.nodes[0].html])))"
    )
    assert json.loads(told) == []


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not here: name its axe.min.js in AXE_CORE")
def test_axe_would_have_found_it(page: Page, pages: dict[str, Path], tmp_path: Path) -> None:
    other = tmp_path / "review.html"
    spoilt = pages["clean"].read_text(encoding="utf-8").replace('<html lang="en-GB">', "<html>")
    other.write_text(spoilt, encoding="utf-8")
    page.open(other)
    page.run(AXE.read_text(encoding="utf-8") + ";0")
    assert page.run("axe.run(document).then(found => found.violations.map(one => one.id))") == ["html-has-lang"]

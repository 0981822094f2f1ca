"""E-mail addresses in what is published: the public contact's alone."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest

from pipeline.model.document import Paragraph
from pipeline.model.errors import ProofFailed
from pipeline.model.page import NarrativeText
from pipeline.model.records import Block, BlockKind, Run
from pipeline.report import addresses
from tests.report import pages

CONTACT = "Enquiries team, enquiries@example.org"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ask Joan Brown <joan.brown@north.example.org>.", ["joan.brown@north.example.org"]),
        ("mailto:joan+risk@example.org?subject=x", ["joan+risk@example.org"]),
        ("joan\u00ad.brown@exam\u200bple.org", ["joan.brown@example.org"]),
        ("joan\uff20example.org", ["joan@example.org"]),
        ("'joan@example.org', jo/an@example.org", ["joan@example.org", "an@example.org"]),
        ("ENQUIRIES@example.org", []),
        ("https://example.org/@page and https://user@example.org/", []),
        ("3 @ 4 pounds, a@b, _-@_-", []),
    ],
)
def test_an_address_is_known_and_what_looks_like_one_is_not(text: str, found: list[str]) -> None:
    assert list(addresses.not_for_all(text, CONTACT)) == found


@pytest.mark.parametrize(
    ("contact", "instead"),
    [(CONTACT, "enquiries@example.org"), ("The press office", "The press office"), ("Not stated", "Not published")],
)
def test_each_gives_way_to_the_public_contact(contact: str, instead: str) -> None:
    page = pages.saying("Joan <joan@example.org>")
    runs = (Run("Write to jo"), Run("an@example.org", bold=True), Run(" or us", link="mailto:joan@example.org"))
    table = Block(BlockKind.TABLE, rows=(((Run("Post"),),), ((Run("joan@example.org"),),)))
    page = replace(
        page,
        meeting=replace(page.meeting, public_contact=contact),
        narrative=NarrativeText(purpose=(Block(BlockKind.PARAGRAPH, runs), table)),
    )
    public = addresses.without_addresses(page)
    paragraph, cells = public.narrative.purpose
    assert paragraph.text == f"Write to {instead} or us"
    assert [run.link for run in paragraph.runs] == ["", "", ""]
    assert cells.rows[1][0][0].text == instead
    assert "joan@" not in str(public)
    assert public.meeting.public_contact == contact


def test_a_page_without_any_stays_the_same() -> None:
    page = replace(pages.saying("a"), meeting=replace(pages.saying("a").meeting, public_contact=CONTACT))
    kept = replace(page, meeting=replace(page.meeting, authors=(), cleared_by=()))
    assert addresses.without_addresses(kept) == kept


def one_part(xml: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("word/document.xml", xml)
    return target.getvalue()


@pytest.mark.parametrize(
    "inside",
    [
        "<w:t>joan@</w:t><w:t>example.org</w:t>",
        '<w:x Target="mailto:joan%40example.org"/>',
        "<w:t>joan&#64;example.org</w:t>",
    ],
)
def test_one_that_is_left_in_a_file_stops_it(inside: str) -> None:
    with pytest.raises(ProofFailed, match=r"the address joan@example.org.* stands in: public/x.docx"):
        addresses.search({"public/x.docx": one_part(f"<w:p>{inside}</w:p>")}, CONTACT)
    addresses.search({"public/x.docx": one_part(f"<w:p>{inside.replace('joan', 'enquiries')}</w:p>")}, CONTACT)


def test_one_that_somebody_typed_is_told_with_its_place() -> None:
    with pytest.raises(ProofFailed, match="stands in: Purpose, paragraph 2"):
        addresses.search_words([Paragraph("Ask joan@example.org", "Purpose, paragraph 2")], CONTACT)
    addresses.search_words([Paragraph("Ask enquiries@example.org", "Purpose, paragraph 2")], CONTACT)

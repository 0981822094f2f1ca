"""A review page as a reader has it: its words by heading, its entries, its tables."""

from __future__ import annotations

from lxml import html

from pipeline.model.findings import Finding
from pipeline.model.page import Page
from pipeline.model.records import Report
from pipeline.report import review
from pipeline.report.compose import compose
from tests.reconcile import builders as b

REPORT = b.a_report()
Element = html.HtmlElement


def words(element: Element) -> str:
    """What a person reads there: without style and script, spacing as one blank."""
    texts = element.xpath(".//text()[not(ancestor::style or ancestor::script)]")
    return " ".join(" ".join(texts).split())


class ReviewPage:
    def __init__(self, data: bytes) -> None:
        self.root = html.document_fromstring(data.decode("utf-8"))

    @property
    def text(self) -> str:
        return words(self.root.body)

    def section(self, name: str) -> Element:
        """The part of the page with this anchor on its heading."""
        (found,) = self.root.xpath(f"//section[@aria-labelledby={name!r}]")
        return found

    def under(self, name: str) -> str:
        return words(self.section(name))

    def groups(self) -> dict[str, list[str]]:
        """Heading → the entries under it, in words."""
        return {
            words(group.find("h3")): [words(entry) for entry in group.xpath(".//li[contains(@class, 'finding')]")]
            for group in self.root.xpath("//div[@class='group']")
        }

    def entries(self) -> list[dict[str, str]]:
        """Each finding: its labelled parts, what to do, its row for Accepted as it would be copied."""
        return [
            {words(part.find("dt")): words(part.find("dd")) for part in entry.xpath("./dl/div")}
            | {
                "message": words(entry.xpath("./p[contains(@class, 'message')]")[0]),
                "do": " ".join(words(one) for one in entry.xpath("./p[@class='do']")),
                "row": "".join(entry.xpath(".//pre/text()")),
                "words": words(entry),
                "kind": entry.get("data-kind"),
                "whose": entry.get("data-whose"),
                "anchor": entry.get("id"),
            }
            for entry in self.root.xpath("//li[contains(@class, 'finding')]")
        ]

    def table(self, caption: str) -> list[list[str]]:
        """The rows of a table without its headings."""
        (found,) = [one for one in self.root.iter("table") if words(one.find("caption")).startswith(caption)]
        return [[words(cell) for cell in row] for row in found.find("tbody")]

    def letters(self) -> dict[str, str]:
        """Organisation → the text to send to it."""
        section = self.section("letters")
        buttons = section.xpath(".//button[starts-with(normalize-space(), 'Copy the text to ')]")
        return {
            words(button).removeprefix("Copy the text to "): self.root.get_element_by_id(
                button.get("data-copies")
            ).text_content()
            for button in buttons
        }


def read(*findings: Finding, report: Report = REPORT, page: Page | None = None) -> ReviewPage:
    """The page that these findings make."""
    return ReviewPage(review.build(report, page or compose(report), findings, version="1.2.3"))

"""The looks of the officer's words: what the template has is used, all else is told with its paragraph."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph

from pipeline.cli import main
from tests.quarter import sample
from tests.report.word_rules import broken, told_by_validators
from tests.sample.issued import TEMPLATE

DAY = "2017-12-19"
WORDS = "What the officer wants to set apart."


def own_template(folder: Path) -> Path:
    """The shipped template with two styles more that a narrative may use."""
    opened = docx.Document(str(TEMPLATE))
    for name in ("Quote", "Our Remark"):
        opened.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = opened.styles["Normal"]
    path = folder / "ours.docx"
    opened.save(str(path))
    return path


def made(folder: Path, change: Callable[[Paragraph], None]) -> tuple[list[tuple[str, str]], list[tuple[str, str, str]]]:
    """The paragraphs of the report with the words, each with its style; and what was found of the narrative."""
    inputs, outputs = sample(folder)
    path = inputs / "narrative.docx"
    narrative = docx.Document(str(path))
    heading = next(each for each in narrative.paragraphs if each.text == "Interdependencies")
    following = narrative.paragraphs[[each.text for each in narrative.paragraphs].index("Interdependencies") + 1]
    change(following.insert_paragraph_before(WORDS))
    assert heading.style is not None
    narrative.save(str(path))
    status = main(
        ["report", "--inputs", str(inputs), "--outputs", str(outputs), "--template", str(own_template(folder))]
    )
    (written,) = (outputs / DAY).glob("*panel-report.docx")
    assert status == (1 if written.name.startswith("DRAFT") else 0)
    assert told_by_validators(written) == broken(written.read_bytes()) == [] or status == 1
    found = json.loads((outputs / DAY / "record.json").read_bytes())["findings"]
    report = docx.Document(str(written))
    return (
        [(each.text, each.style.name if each.style else "") for each in report.paragraphs if WORDS[:20] in each.text],
        [(one["code"], one["cell"], one["message"]) for one in found if one["file"] == "narrative.docx"],
    )


def styled(name: str, kind: WD_STYLE_TYPE = WD_STYLE_TYPE.PARAGRAPH) -> Callable[[Paragraph], None]:
    def change(paragraph: Paragraph) -> None:
        styles = paragraph.part.document.styles
        style = styles[name] if name in styles else styles.add_style(name, kind)
        if kind is WD_STYLE_TYPE.PARAGRAPH:
            paragraph.style = style
        else:
            paragraph.runs[0].style = style

    return change


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("Quote", "Quote"),
        ("Our Remark", "Our Remark"),
        ("our remark", "Our Remark"),
        ("Note", "Note"),
        ("Body Text", "Normal"),
        ("No Spacing", "Normal"),
        ("Heading 2", "Heading 3"),
        ("Heading 3", "Heading 3"),
        ("List Bullet", "List Bullet"),
        ("List Bullet 2", "List Bullet"),
        ("List Number", "List Number"),
    ],
)
def test_a_style_that_the_template_has_is_used_without_a_word(name: str, printed: str, tmp_path: Path) -> None:
    assert made(tmp_path, styled(name)) == ([(WORDS, printed)], [])


@pytest.mark.parametrize("name", ["Intense Quote", "Subtle Words", "Pulled Out", "Numbered Heading"])
def test_a_style_that_it_has_not_is_told_with_its_paragraph(name: str, tmp_path: Path) -> None:
    printed, ((code, cell, message),) = made(tmp_path, styled(name))
    assert printed == [(WORDS, "Normal")]
    assert (code, cell) == ("narrative-style", "paragraph 1")
    assert message.casefold().startswith(f"the template ours.docx has no style '{name}' for a paragraph".casefold())


def underline(paragraph: Paragraph) -> None:
    paragraph.runs[0].underline = True


def highlight(paragraph: Paragraph) -> None:
    paragraph.runs[0].font.highlight_color = WD_COLOR_INDEX.YELLOW


def italic(paragraph: Paragraph) -> None:
    styled("Intense Emphasis", WD_STYLE_TYPE.CHARACTER)(paragraph)
    paragraph.part.document.styles["Intense Emphasis"].font.italic = True


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (styled("Set Apart", WD_STYLE_TYPE.CHARACTER), "The style 'Set Apart' is not carried over"),
        (underline, "Underlining is not carried over"),
        (highlight, "Highlighting is not carried over"),
        (italic, ""),
    ],
)
def test_looks_that_are_not_carried_over_are_told(
    change: Callable[[Paragraph], None], told: str, tmp_path: Path
) -> None:
    printed, found = made(tmp_path, change)
    assert printed == [(WORDS, "Normal")]
    assert [code for code, _, _ in found] == ["narrative-style"] * bool(told)
    assert all(message.startswith(told) and cell == "paragraph 1" for _, cell, message in found)


def added(xml: str) -> Callable[[Paragraph], None]:
    def change(paragraph: Paragraph) -> None:
        paragraph.add_run()._r.append(parse_xml(xml))

    return change


BOX = (
    f'<w:pict {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox><w:txbxContent><w:p><w:r>'
    "<w:t>boxed words</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict>"
)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (added(f'<w:footnoteReference {nsdecls("w")} w:id="2"/>'), "footnote"),
        (added(BOX), "boxed words"),
        (added(f"<w:drawing {nsdecls('w')}/>"), "picture"),
    ],
)
def test_what_cannot_be_carried_over_blocks(change: Callable[[Paragraph], None], told: str, tmp_path: Path) -> None:
    _, found = made(tmp_path, change)
    assert [(code, cell) for code, cell, _ in found] == [("narrative-unsupported", "paragraph 1")]
    assert told in found[0][2]


def test_a_style_is_told_once_and_says_where_else(tmp_path: Path) -> None:
    def thrice(paragraph: Paragraph) -> None:
        styled("Pulled Out")(paragraph)
        for _ in range(2):
            styled("Pulled Out")(paragraph.insert_paragraph_before("More."))
        paragraph._p.append(OxmlElement("w:proofErr"))

    _, found = made(tmp_path, thrice)
    assert [(code, cell) for code, cell, _ in found] == [("narrative-style", "paragraph 1")]
    assert found[0][2].endswith("(here and in 2 more places).")

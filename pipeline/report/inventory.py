"""What a template is made of: its parts, found by how one refers to the next and by their content types, never by name.

A part of a kind that is not known here is refused. One that no page shows does not go out with the report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from pipeline.model.kinds import AGAIN, WORD, save_as
from pipeline.report.faults import Found
from pipeline.report.package import CONTENT_TYPES
from pipeline.report.wordml import OFFICE, PACKAGE, RELATION, Element, parse, relations_name, target_of, w

_OF_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_OF_OFFICE = "application/vnd.openxmlformats-officedocument."
_OF_MICROSOFT = "http://schemas.microsoft.com/office/"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_TYPES = f"{{{PACKAGE}/content-types}}"
_DOCUMENT = f"{_OF_WORD}document.main+xml"

# Relationship → how the content types of such a part begin. All but pictures and fonts are XML.
_SHOWN: Mapping[str, tuple[str, ...]] = {
    f"{OFFICE}/officeDocument": (_DOCUMENT,),
    **{
        f"{OFFICE}/{kind}": (f"{_OF_WORD}{kind}+xml",)
        for kind in ("styles", "numbering", "settings", "webSettings", "fontTable", "header", "footer", "footnotes",
                     "endnotes", "comments")
    },
    f"{OFFICE}/theme": (f"{_OF_OFFICE}theme+xml",),
    f"{OFFICE}/themeOverride": (f"{_OF_OFFICE}themeOverride+xml",),
    f"{OFFICE}/image": ("image/",),
    f"{_OF_MICROSOFT}2007/relationships/hdphoto": ("image/",),
    f"{OFFICE}/font": ("application/x-font", f"{_OF_OFFICE}obfuscatedFont"),
    f"{OFFICE}/chart": (f"{_OF_OFFICE}drawingml.chart+xml",),
    f"{OFFICE}/chartUserShapes": (f"{_OF_OFFICE}drawingml.chartshapes+xml",),
    f"{_OF_MICROSOFT}2011/relationships/chartStyle": ("application/vnd.ms-office.chartstyle+xml",),
    f"{_OF_MICROSOFT}2011/relationships/chartColorStyle": ("application/vnd.ms-office.chartcolorstyle+xml",),
    **{
        f"{OFFICE}/diagram{kind}": (f"{_OF_OFFICE}drawingml.diagram{kind}+xml",) for kind in ("Data", "Layout", "Colors")
    },
    f"{OFFICE}/diagramQuickStyle": (f"{_OF_OFFICE}drawingml.diagramStyle+xml",),
    f"{_OF_MICROSOFT}2007/relationships/diagramDrawing": ("application/vnd.ms-office.drawingml.diagramDrawing+xml",),
    f"{PACKAGE}/relationships/metadata/core-properties": ("application/vnd.openxmlformats-package.core-properties+xml",),
    f"{OFFICE}/extended-properties": (f"{_OF_OFFICE}extended-properties+xml",),
}  # fmt: skip

# What no page shows: left behind.
_LEFT: Mapping[str, str] = {
    f"{OFFICE}/custom-properties": "properties of its own",
    f"{PACKAGE}/relationships/metadata/thumbnail": "a picture of its first page",
    f"{PACKAGE}/relationships/digital-signature/origin": "a signature",
    f"{OFFICE}/glossaryDocument": "building blocks",
    f"{OFFICE}/customXml": "data behind the pages",
    f"{OFFICE}/printerSettings": "settings of a printer",
    f"{_OF_MICROSOFT}2007/relationships/stylesWithEffects": "a second set of styles",
    f"{_OF_MICROSOFT}2011/relationships/people": "the names of those who wrote in it",
    f"{_OF_MICROSOFT}2011/relationships/commentsExtended": "what belongs to comments",
    f"{_OF_MICROSOFT}2016/09/relationships/commentsIds": "what belongs to comments",
    f"{_OF_MICROSOFT}2018/08/relationships/commentsExtensible": "what belongs to comments",
    f"{_OF_MICROSOFT}2019/05/relationships/documenttasks": "tasks",
    f"{_OF_MICROSOFT}2020/02/relationships/classificationlabels": "a sensitivity label",
}

# Settings that a report has as its template does: they say how its pages look. All others are left behind.
_KEPT_SETTINGS = frozenset(
    (*map(w, (
        "zoom", "displayBackgroundShape", "embedTrueTypeFonts", "embedSystemFonts", "saveSubsetFonts", "mirrorMargins",
        "alignBordersAndEdges", "bordersDoNotSurroundHeader", "bordersDoNotSurroundFooter", "gutterAtTop",
        "hideSpellingErrors", "hideGrammaticalErrors", "stylePaneFormatFilter", "defaultTabStop", "autoHyphenation",
        "consecutiveHyphenLimit", "hyphenationZone", "doNotHyphenateCaps", "defaultTableStyle", "evenAndOddHeaders",
        "bookFoldRevPrinting", "bookFoldPrinting", "bookFoldPrintingSheets", "drawingGridHorizontalSpacing",
        "drawingGridVerticalSpacing", "displayHorizontalDrawingGridEvery", "displayVerticalDrawingGridEvery",
        "doNotUseMarginsForDrawingGridOrigin", "drawingGridHorizontalOrigin", "drawingGridVerticalOrigin",
        "doNotShadeFormData", "noPunctuationKerning", "characterSpacingControl", "printTwoOnOne",
        "strictFirstAndLastChars", "noLineBreaksAfter", "noLineBreaksBefore", "hdrShapeDefaults", "footnotePr",
        "endnotePr", "compat", "themeFontLang", "clrSchemeMapping", "shapeDefaults", "decimalSymbol", "listSeparator",
    )), "{http://schemas.openxmlformats.org/officeDocument/2006/math}mathPr")
)  # fmt: skip
_LEFT_SETTINGS: Mapping[str, str] = {
    w("documentProtection"): "its protection against changes",
    w("writeProtection"): "its wish to be opened for reading only",
    w("trackRevisions"): "that changes are tracked",
    w("docVars"): "variables that no page shows",
    w("linkStyles"): "that its styles are brought up to date from another file",
    w("updateFields"): "that its fields are brought up to date when it is opened",
}
_REFUSED_SETTINGS: Mapping[str, str] = {
    w(
        "mailMerge"
    ): "it is set up for a mail merge; choose Mailings, Start Mail Merge, Normal Word Document, and save it.",
    w("saveThroughXslt"): "it is to be saved through another file (XSLT); take that out.",
}


_SETTINGS = w("settings")
_ONE = frozenset(("officeDocument", "styles", "numbering", "settings", "footnotes", "endnotes", "comments"))


class Unfit(Exception):
    """The file is no plain Word document. Its text says why and what to do, after the file's name."""


@dataclass(frozen=True)
class Inventory:
    """``kinds``: of each part that goes out, how another refers to it, ``header``; ``xml``: those that are XML, parsed.
    ``left``: the parts that stay behind; ``notes``: what stays behind, in words.
    """

    kinds: Mapping[str, str]
    xml: Mapping[str, Element]
    left: frozenset[str]
    notes: tuple[str, ...]
    faults: tuple[tuple[str, Found], ...]

    def carried(self, members: Mapping[str, bytes]) -> dict[str, bytes]:
        """What goes out with a report, before it is filled. What nothing is taken from stays byte for byte."""
        made = {name: data for name, data in members.items() if name not in self.left}
        for name in [name for name in made if name.endswith(".rels")]:
            made[name] = _without(made[name], lambda each: each.get("Type") in _LEFT)
        for name in [name for name, root in self.xml.items() if root.tag == _SETTINGS]:
            made[name] = _without(made[name], lambda each: each.tag not in _KEPT_SETTINGS)
        gone = {f"/{name}".casefold() for name in self.left}
        types = _without(made[CONTENT_TYPES], lambda each: each.get("PartName", "").casefold() in gone)
        return {**made, CONTENT_TYPES: types}


def _without(data: bytes, unwanted: Callable[[Element], bool]) -> bytes:
    """The part without these of its outermost elements."""
    root = parse(data)
    found = [each for each in root.iterchildren("*") if unwanted(each)]
    for each in found:
        root.remove(each)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True) if found else data


class _ContentTypes:
    def __init__(self, root: Element) -> None:
        self._named = {each.get("PartName", "").casefold(): each for each in root.iter(f"{_TYPES}Override")}
        self._endings = {each.get("Extension", "").casefold(): each for each in root.iter(f"{_TYPES}Default")}

    def of(self, member: str) -> str:
        ending = self._endings.get(member.rpartition(".")[2].casefold())
        found = self._named.get(f"/{member}".casefold(), ending)
        return found.get("ContentType", "") if found is not None else ""


def need_plain(members: Mapping[str, bytes]) -> None:
    """Raises Unfit where the file is a document of another kind; KeyError, StopIteration or etree.XMLSyntaxError where
    it is none.
    """
    relations = list(_relations(members, ""))
    if any(each.get("Type", "").startswith(_STRICT) for each in relations):
        raise Unfit(f"is saved as 'Strict Open XML', which can't be read. {save_as(WORD)}")
    main = next(each for each in relations if each.get("Type") == f"{OFFICE}/officeDocument")
    kind = _ContentTypes(parse(members[CONTENT_TYPES])).of(target_of("", main.get("Target", "")))
    if "macroEnabled" in kind:
        raise Unfit(f"is a Word file for macros (.docm or .dotm). {save_as(WORD)}")
    if kind == f"{_OF_WORD}template.main+xml":
        raise Unfit(f"is a Word Template (.dotx), and a report is a Word document. {save_as(WORD)}")
    if kind != _DOCUMENT:
        raise Unfit(f"does not say of itself that it is a Word document. {save_as(WORD)}")


def taken(members: Mapping[str, bytes]) -> Inventory:
    """Every part, followed from the package itself. Raises etree.XMLSyntaxError where one is no XML and should be."""
    types = _ContentTypes(parse(members[CONTENT_TYPES]))
    kinds: dict[str, str] = {}
    notes: list[str] = []
    faults: list[tuple[str, Found]] = []
    left: list[str] = []
    to_come = [""]
    for part in to_come:  # it grows
        for relation in _relations(members, part):
            url, member = relation.get("Type", ""), target_of(part, relation.get("Target", ""))
            kind = url.rpartition("/")[2]
            if url in _LEFT:
                notes.append(_LEFT[url])
                left.append(member)
            elif member not in members and _leads_inside(relation):
                faults.append((part, Found(f"it refers to {member}, a part that is not there. {AGAIN}")))
            elif _leads_inside(relation):
                if not _is_fit(member, url, types.of(member)) or (kind in _ONE and kind in kinds.values()):
                    what = f"it holds {member}, a part of a kind that no report is made of ({kind}: {types.of(member) or 'nothing'}); take it out."
                    faults.append((part, Found(what)))
                to_come += [member] if member not in kinds else []
                kinds.setdefault(member, kind)
    behind = _behind(members, left) - kinds.keys()
    behind |= {name for name in map(relations_name, behind) if name in members}
    used = {CONTENT_TYPES, *kinds, *behind, *map(relations_name, ("", *kinds))}
    for member in sorted(members.keys() - used):
        what = f"it holds {member}, a part that nothing in it uses. Open it in Word and save it under another name: that leaves such a part out."
        faults.append((member, Found(what)))
    xml = {member: parse(members[member]) for member in kinds if _is_xml(types.of(member))}
    for member, setting in ((member, each) for member, root in xml.items() if root.tag == _SETTINGS for each in root):
        if setting.tag in _LEFT_SETTINGS:
            notes.append(_LEFT_SETTINGS[setting.tag])
        elif setting.tag in _REFUSED_SETTINGS:
            faults.append((member, Found(_REFUSED_SETTINGS[setting.tag])))
    return Inventory(kinds, xml, frozenset(behind), tuple(dict.fromkeys(notes)), tuple(dict.fromkeys(faults)))


def _leads_inside(relation: Element) -> bool:
    return relation.get("TargetMode") != "External" and not relation.get("Type", "").endswith("/hyperlink")


def _is_xml(content_type: str) -> bool:
    return content_type.endswith("xml") and not content_type.startswith("image/")


def _is_fit(member: str, url: str, content_type: str) -> bool:
    """Whether a part is of a kind that goes out with a report, and given as what it is used for."""
    fit = url in _SHOWN and content_type.startswith(_SHOWN[url])
    return fit and (member.endswith(".xml") or not _is_xml(content_type))


def _behind(members: Mapping[str, bytes], first: Sequence[str]) -> set[str]:
    """These parts and what only they lead to."""
    reached = list(dict.fromkeys(each for each in first if each in members))
    for part in reached:  # it grows
        targets = [target_of(part, each.get("Target", "")) for each in _relations(members, part)]
        reached += dict.fromkeys(each for each in targets if each in members and each not in reached)
    return set(reached)


def _relations(members: Mapping[str, bytes], part: str) -> Iterator[Element]:
    data = members.get(relations_name(part))
    return parse(data).iter(RELATION) if data else iter(())

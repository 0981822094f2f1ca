"""The parts of a Word file that hold no words of the report: styles, numbering, settings, and the package itself."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

INK = "1F2A44"  # headings and the heading rows of tables: 13:1 on white
QUIET = "4A4F57"  # notes, header and footer: 8:1 on white
LINE = "B8C0CC"
PALE = "E8ECF2"
WARNING = "8A1C1C"  # 9:1 on white
FONT = "Arial"


def _run(size: float | None = None, bold: bool = False, italic: bool = False, colour: str = "") -> str:
    inner = ("<w:b/><w:bCs/>" if bold else "") + ("<w:i/><w:iCs/>" if italic else "")
    inner += f'<w:color w:val="{colour}"/>' if colour else ""
    inner += f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>' if size else ""
    return f"<w:rPr>{inner}</w:rPr>" if inner else ""


def _spacing(before: float, after: float, line: int = 0) -> str:
    lines = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}"{lines}/>'


def _paragraph(
    name: str, inner: str, run: str = "", *, based: str = "Normal", following: str = "", quick: bool = True
) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{style_id(name)}"{"" if name in BUILT_IN else " w:customStyle=" + chr(34) + "1" + chr(34)}>'
        f'<w:name w:val="{BUILT_IN.get(name, name)}"/><w:basedOn w:val="{style_id(based)}"/>'
        + (f'<w:next w:val="{style_id(following)}"/>' if following else "")
        + ("<w:qFormat/>" if quick else "")
        + f"<w:pPr>{inner}</w:pPr>{run}</w:style>"
    )


# Built-in styles keep Word's own names, so that Word's navigation and other programs know them.
BUILT_IN = {
    "Title": "Title", "Subtitle": "Subtitle", "Heading 1": "heading 1", "Heading 2": "heading 2",
    "Heading 3": "heading 3", "List Bullet": "List Bullet", "List Number": "List Number",
    "Header": "header", "Footer": "footer", "Caption": "caption",
    "TOC Heading": "TOC Heading", "TOC 1": "toc 1", "TOC 2": "toc 2",
}  # fmt: skip


def style_id(name: str) -> str:
    return name.replace(" ", "")


def styles() -> str:
    keep = "<w:keepNext/><w:keepLines/>"
    edge = f'<w:top w:val="single" w:sz="4" w:space="3" w:color="{LINE}"/>'
    foot = f'<w:bottom w:val="single" w:sz="4" w:space="3" w:color="{LINE}"/>'
    # Where page numbers go, should a person ask for them.
    page_numbers = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9638"/></w:tabs>'
    warning = "".join(
        f'<w:{side} w:val="single" w:sz="12" w:space="6" w:color="{WARNING}"/>'
        for side in ("top", "left", "bottom", "right")
    )
    parts = [
        (f'<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
        '<w:sz w:val="22"/><w:szCs w:val="22"/><w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"),
        ('<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"<w:pPr><w:widowControl/>{_spacing(0, 7, 264)}</w:pPr></w:style>"),
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>',
        ('<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'),
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:semiHidden/></w:style>',
        _paragraph("Title", keep + _spacing(4, 10, 252), _run(22, bold=True, colour=INK), following="Title Block"),
        _paragraph("Subtitle", keep + _spacing(0, 0), _run(12, bold=True, colour=QUIET), following="Title"),
        _paragraph(
            "Title Block",
            f'<w:keepNext/><w:pBdr>{edge}{foot}</w:pBdr><w:tabs><w:tab w:val="left" w:pos="2268"/></w:tabs>{_spacing(0, 0, 320)}'
            '<w:ind w:left="2268" w:hanging="2268"/>',
            _run(10.5),
        ),
        _paragraph("Heading 1", keep + _spacing(20, 6) + '<w:outlineLvl w:val="0"/>', _run(15, bold=True, colour=INK), following="Normal"),
        _paragraph("Heading 2", keep + _spacing(14, 4) + '<w:outlineLvl w:val="1"/>', _run(12, bold=True, colour=INK), following="Normal"),
        _paragraph("Heading 3", keep + _spacing(10, 3) + '<w:outlineLvl w:val="2"/>', _run(11, bold=True, colour=QUIET), following="Normal"),
        _paragraph(
            "Numbered Heading",
            '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>' + '<w:outlineLvl w:val="0"/>',
            based="Heading 1", following="Numbered Paragraph",
        ),
        _paragraph("Numbered Paragraph", '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'),
        _paragraph("Indented Text", '<w:ind w:left="709"/>'),
        _paragraph("List Bullet", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>' + _spacing(0, 4, 264)),
        _paragraph("List Number", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>' + _spacing(0, 4, 264)),
        _paragraph("Control", f"<w:keepLines/>{_spacing(0, 5, 252)}", based="List Bullet"),
        _paragraph("Control Line", f'<w:keepLines/><w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="{INK}"/></w:pBdr>{_spacing(8, 8, 252)}<w:ind w:left="200"/>'),
        _paragraph("TOC Heading", '<w:outlineLvl w:val="9"/>', based="Heading 1", following="Normal"),
        _paragraph("TOC 1", f"{page_numbers}{_spacing(2, 0, 252)}", _run(10, bold=True), quick=False),
        _paragraph("TOC 2", f'{page_numbers}{_spacing(0, 0, 252)}<w:ind w:left="284"/>', _run(9.5), quick=False),
        _paragraph("Caption", f"{keep}{_spacing(4, 4)}", _run(9.5, colour=QUIET), following="Normal"),
        _paragraph("Table Intro", f"<w:keepNext/>{_spacing(0, 5, 264)}"),
        _paragraph("Table Heading", f"<w:keepNext/>{_spacing(2, 2)}", _run(9, bold=True, colour=INK)),
        _paragraph("Table Text", _spacing(2, 2), _run(9)),
        _paragraph("Compact Table Heading", _spacing(2, 2), _run(8.5), based="Table Heading"),
        _paragraph("Compact Table Text", _spacing(2, 2), _run(8.5), based="Table Text"),
        _paragraph("Small Table Heading", _spacing(2, 2), _run(8), based="Table Heading"),
        _paragraph("Small Table Text", _spacing(2, 2), _run(8), based="Table Text"),
        _paragraph("Together Table Text", "<w:keepNext/>", based="Table Text"),
        _paragraph("Together Compact Table Text", "<w:keepNext/>", based="Compact Table Text"),
        _paragraph("Heat Map Text", f'<w:keepNext/>{_spacing(1, 1)}<w:jc w:val="center"/>', based="Table Text"),
        _paragraph("Note", _spacing(5, 5, 252), _run(9.5, colour=QUIET)),
        _paragraph(
            "Draft Notice",
            f'<w:keepLines/><w:pBdr>{warning}</w:pBdr>{_spacing(8, 12)}<w:ind w:left="140" w:right="140"/>',
            _run(12, bold=True, colour=WARNING),
        ),
        _paragraph("Header", _spacing(0, 2), _run(8.5, colour=QUIET), quick=False),
        _paragraph("Footer", _spacing(0, 2) + '<w:jc w:val="center"/>', _run(8.5, colour=QUIET), quick=False),
        _paragraph("Marking", _spacing(0, 2) + '<w:jc w:val="center"/>', _run(10, bold=True, colour=INK)),
        _paragraph("Draft Marking", "", _run(10, bold=True, colour=WARNING), based="Marking"),
        '<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:qFormat/><w:rPr><w:b/><w:bCs/></w:rPr></w:style>',
        '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr><w:color w:val="0B4A8F"/><w:u w:val="single"/></w:rPr></w:style>',
        _table_style("Report Table", f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>'),
        _table_style(
            "Heat Map",
            "".join(f'<w:{side} w:val="single" w:sz="8" w:space="0" w:color="FFFFFF"/>' for side in ("insideH", "insideV")),
        ),
        "</w:styles>",
    ]  # fmt: skip
    return HEAD + "".join(parts)


def _table_style(name: str, inside: str) -> str:
    rule = f'w:val="single" w:sz="8" w:space="0" w:color="{INK}"'
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{style_id(name)}"><w:name w:val="{name}"/><w:basedOn w:val="TableNormal"/><w:qFormat/>'
        f"<w:tblPr><w:tblBorders><w:top {rule}/><w:bottom {rule}/>{inside}</w:tblBorders>"
        '<w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="70" w:type="dxa"/><w:bottom w:w="28" w:type="dxa"/><w:right w:w="50" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders><w:bottom {rule}/></w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="{PALE}"/></w:tcPr></w:tblStylePr></w:style>'
    )


def numbering() -> str:
    """Three lists: 1 / 1.1 tied to its two styles, bullets, and 1. / (a) / (i)."""

    def level(at: int, form: str, text: str, left: int, hanging: int, *, style: str = "", font: str = "") -> str:
        return (
            f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            + (f'<w:pStyle w:val="{style_id(style)}"/>' if style else "")
            + f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:tabs><w:tab w:val="num" w:pos="{left}"/></w:tabs><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr>'
            + (f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}" w:hint="default"/></w:rPr>' if font else "")
            + "</w:lvl>"
        )  # fmt: skip

    lists = (
        level(0, "decimal", "%1", 709, 709, style="Numbered Heading")
        + level(1, "decimal", "%1.%2", 709, 709, style="Numbered Paragraph")
        + level(2, "decimal", "%1.%2.%3", 1560, 851),
        level(0, "bullet", "•", 397, 284, style="List Bullet", font=FONT)
        + level(1, "bullet", "–", 794, 284, font=FONT)
        + level(2, "bullet", "•", 1191, 284, font=FONT),
        level(0, "decimal", "%1.", 454, 454, style="List Number")
        + level(1, "lowerLetter", "(%2)", 908, 454)
        + level(2, "lowerRoman", "(%3)", 1362, 454),
    )
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{at}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        for at, levels in enumerate(lists, 1)
    )
    nums = "".join(f'<w:num w:numId="{at}"><w:abstractNumId w:val="{at}"/></w:num>' for at in (1, 2, 3))
    return f"{HEAD}<w:numbering {W}>{abstract}{nums}</w:numbering>"


def settings() -> str:
    return (
        f'{HEAD}<w:settings {W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/><w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-GB"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def fonts() -> str:
    return (
        f'{HEAD}<w:fonts {W}><w:font w:name="{FONT}"><w:panose1 w:val="020B0604020202020204"/><w:charset w:val="00"/>'
        '<w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>'
    )


def theme() -> str:
    """Word asks for one; the styles name their own font and colours, so it shows nowhere."""
    names = (
        "dk1",
        "lt1",
        "dk2",
        "lt2",
        "accent1",
        "accent2",
        "accent3",
        "accent4",
        "accent5",
        "accent6",
        "hlink",
        "folHlink",
    )
    shades = ("000000", "FFFFFF", INK, PALE, INK, QUIET, LINE, WARNING, "0B4A8F", "5B6675", "0B4A8F", "5B3A8C")
    colours = "".join(
        f'<a:{name}><a:srgbClr val="{shade}"/></a:{name}>' for name, shade in zip(names, shades, strict=True)
    )
    face = f'<a:latin typeface="{FONT}"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525" cap="flat" cmpd="sng" algn="ctr">{fill}<a:prstDash val="solid"/></a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'{HEAD}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Report"><a:themeElements>'
        f'<a:clrScheme name="Report">{colours}</a:clrScheme>'
        f'<a:fontScheme name="Report"><a:majorFont>{face}</a:majorFont><a:minorFont>{face}</a:minorFont></a:fontScheme>'
        f'<a:fmtScheme name="Report"><a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{line * 3}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements></a:theme>"
    )


def package(title: str, document: str, header: str, footer: str, first_header: str) -> bytes:
    """The .docx, the same bytes every time."""
    word = {  # part → its content type and relationship
        "styles": ("styles", styles()),
        "numbering": ("numbering", numbering()),
        "settings": ("settings", settings()),
        "fontTable": ("fontTable", fonts()),
        "header1": ("header", header),
        "footer1": ("footer", footer),
        "theme/theme1": ("theme", theme()),
        "header2": ("header", first_header),
    }
    links = "".join(
        f'<Relationship Id="rId{at}" Type="{OFFICE}/{kind}" Target="{part}.xml"/>'
        for at, (part, (kind, _)) in enumerate(word.items(), 1)
    )
    kinds = {"theme": "application/vnd.openxmlformats-officedocument.theme+xml"}
    types = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{kinds.get(kind, f"{WORD_TYPE}.{kind}+xml")}"/>'
        for part, (kind, _) in word.items()
    )
    core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    members = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{WORD_TYPE}.document.main+xml"/>{types}'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        '<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
        f'<Relationship Id="rId3" Type="{OFFICE}/extended-properties" Target="docProps/app.xml"/></Relationships>',
        "docProps/app.xml": f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Microsoft Office Word</Application></Properties>',
        "docProps/core.xml": f'{HEAD}<cp:coreProperties xmlns:cp="{core}" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:language>en-GB</dc:language></cp:coreProperties>",
        "word/document.xml": document,
        "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>',
        **{f"word/{part}.xml": xml for part, (_, xml) in word.items()},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in members.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            archive.writestr(info, xml.encode())
    return out.getvalue()
